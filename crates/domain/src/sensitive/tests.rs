use proptest::prelude::*;

use super::*;

fn pieces(text: &str) -> Vec<(WarningKind, String)> {
    let chars: Vec<char> = text.chars().collect();
    let piece = |w: Warning| (w.kind, chars[w.start..w.end].iter().collect::<String>());
    warnings(text).into_iter().map(piece).collect()
}

/// A NIR of that body with its right key.
fn nir(body: &str) -> String {
    let number: u64 = body
        .replace("2A", "19")
        .replace("2B", "18")
        .parse()
        .unwrap();
    format!("{body}{:02}", 97 - number % 97)
}

#[test]
fn what_should_not_be_written_is_seen() {
    use WarningKind::{BankAccount, CardNumber, Health, Password, SocialSecurityNumber};
    let (mainland, corsica, bastia) = (
        nir("1850599123456"),
        nir("2850599123456"),
        nir("185052B123456"),
    );
    let ajaccio = nir("185052A123456");
    let cases: Vec<(String, Vec<(WarningKind, String)>)> = vec![
        (
            format!("Son NIR {mainland}."),
            vec![(SocialSecurityNumber, mainland)],
        ),
        (
            format!("nir:{corsica}"),
            vec![(SocialSecurityNumber, corsica)],
        ),
        (bastia.clone(), vec![(SocialSecurityNumber, bastia)]),
        (ajaccio.clone(), vec![(SocialSecurityNumber, ajaccio)]),
        (
            "vu le 12, 1 85 05 99 123 456 pour la CPAM".to_owned(),
            vec![(SocialSecurityNumber, "1 85 05 99 123 456".to_owned())],
        ),
        (
            "carte 4111 1111 1111 1111 exp".to_owned(),
            vec![(CardNumber, "4111 1111 1111 1111".to_owned())],
        ),
        (
            "iban FR14 2004 1010 0505 0001 3M02 606 ok".to_owned(),
            vec![(BankAccount, "FR14 2004 1010 0505 0001 3M02 606".to_owned())],
        ),
        (
            "mdp : soleil".to_owned(),
            vec![(Password, "mdp : soleil".to_owned())],
        ),
        (
            "Mot de passe Soleil2024!".to_owned(),
            vec![(Password, "Mot de passe Soleil2024!".to_owned())],
        ),
        (
            "le mot de passe est abc123".to_owned(),
            vec![(Password, "mot de passe est abc123".to_owned())],
        ),
        (
            "code secret 4821".to_owned(),
            vec![(Password, "code secret 4821".to_owned())],
        ),
        (
            "Suivi pour dépression.".to_owned(),
            vec![(Health, "dépression".to_owned())],
        ),
        ("dossier MDPH".to_owned(), vec![(Health, "MDPH".to_owned())]),
    ];
    for (text, expected) in cases {
        assert_eq!(pieces(&text), expected, "{text}");
    }
}

#[test]
fn ordinary_notes_do_not_alarm() {
    let cases = [
        "A créé son adresse et choisi un mot de passe solide.",
        "Mot de passe oublié, refait ensemble",
        "Appeler le 06 39 98 12 34 avant 17h30",
        "Dossier 2024-11-0032, rendez-vous le 12/03/2026 à 14 h 30",
        "carte 4111 1111 1111 1112",
        "Traitement de texte : mise en page d’une lettre",
        "FR14 2004 1010 0505 0001 3M02 607",
        "SIRET 732 829 320 00074",
        "",
    ];
    for text in cases {
        assert_eq!(pieces(text), [], "{text}");
    }
}

#[test]
fn offsets_count_characters() {
    let found = warnings("é’œ mdp=azerty");
    assert_eq!((found[0].start, found[0].end), (4, 14));
}

#[test]
fn codes_are_the_wire_form() {
    for kind in WarningKind::ALL {
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
    }
}

proptest! {
    #[test]
    fn offsets_stay_within_the_text(text in "(\\PC|mdp|FR14|[0-9 :.]){0,60}") {
        let length = text.chars().count();
        for warning in warnings(&text) {
            prop_assert!(warning.start < warning.end && warning.end <= length);
        }
    }
}
