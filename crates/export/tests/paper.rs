//! Every document, read back from its bytes by another library: words, pages, structure,
//! language; the same bytes twice; nothing typed breaks one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use escale_export::page::{Document, Setting};
use escale_export::paper::{
    AttendanceSheet, DiagnosticPart, From, Notice, PersonFile, PersonSection, PersonSession,
    RelaySheet, TerritoryDiagnostic,
};
use lopdf::Object;
use proptest::prelude::*;

const PLAIN: Setting = Setting { large: false };
const LARGE: Setting = Setting { large: true };

fn from() -> From {
    From {
        adviser: "Camille Exemple".to_owned(),
        team: "Itinérance Côte des Isles".to_owned(),
        day: "24 novembre 2026".to_owned(),
    }
}

fn attendance(people: usize, blank: usize) -> AttendanceSheet {
    AttendanceSheet {
        from: from(),
        title: "Prendre en main son smartphone".to_owned(),
        day: "mardi 24 novembre 2026".to_owned(),
        hours: None,
        duration: Some("2 h".to_owned()),
        place: Some("Médiathèque de Portbail".to_owned()),
        level: Some("Débutant".to_owned()),
        outline: Some("Le téléphone, pas à pas".to_owned()),
        waiting: Vec::new(),
        people: (1..=people)
            .map(|n| format!("Personne Numéro-{n}"))
            .collect(),
        blank,
    }
}

fn person(name: &str, notes: &str) -> PersonFile {
    let text = str::to_owned;
    PersonFile {
        from: from(),
        name: text(name),
        identity: vec![
            (text("Prénom(s)"), text(name)),
            (text("Téléphone"), text("02 33 00 00 00")),
        ],
        notes: Some(text(notes)),
        sessions: vec![
            PersonSession {
                day: text("3 février 2026"),
                kind: text("Accompagnement individuel"),
                duration: text("45 min"),
                place: Some(text("Mairie de Portbail")),
                themes: vec![text("E-mail"), text("Santé")],
                outcome: vec![(text("Autonomie"), text("Avec guidage"))],
                notes: Some(text(notes)),
            };
            3
        ],
        themes: vec![(text("E-mail"), 3)],
        more: vec![
            PersonSection {
                heading: text("Objectifs"),
                columns: [text("Objectif"), text("Ce qui est noté")],
                rows: vec![[text("Écrire seule"), format!("atteint\n{notes}")]],
            },
            PersonSection {
                heading: text("Rien"),
                ..PersonSection::default()
            },
        ],
        standing: vec![[text("Statut"), text("Retraité\nEn emploi")]],
        earlier: vec![[
            text("1er mars 2026"),
            text("Téléphone"),
            text("02 33 11 11 11"),
        ]],
    }
}

fn relay() -> RelaySheet {
    RelaySheet {
        from: from(),
        place: "France Services de Barneville-Carteret".to_owned(),
        address: Some("1 rue de l’Exemple\n50270 Barneville-Carteret".to_owned()),
        phone: Some("02 33 00 00 00".to_owned()),
        hours: vec![
            "lundi et mardi : 9 h – 12 h".to_owned(),
            "jeudi : 14 h – 17 h".to_owned(),
        ],
        reason: Some("Déposer la demande d’aide au logement".to_owned()),
        appointment: Some("jeudi 26 novembre à 14 h".to_owned()),
        bring: vec!["pièce d’identité".to_owned(), "  ".to_owned()],
        known: true,
        fees: vec!["Gratuit".to_owned()],
        look_again: Some("4 décembre 2026".to_owned()),
        ..RelaySheet::default()
    }
}

fn territory() -> TerritoryDiagnostic {
    TerritoryDiagnostic {
        from: from(),
        territory: "Portbail-sur-Mer (50)".to_owned(),
        commune: None,
        day: "20 novembre 2026".to_owned(),
        parts: vec![
            DiagnosticPart {
                title: "Ce qui existe".to_owned(),
                paragraphs: vec!["Trois postes en libre accès à la médiathèque.".to_owned()],
                items: Vec::new(),
            },
            DiagnosticPart {
                title: "Besoins exprimés".to_owned(),
                paragraphs: Vec::new(),
                items: vec!["Démarches de retraite".to_owned()],
            },
            DiagnosticPart {
                title: "Exprimés par".to_owned(),
                ..DiagnosticPart::default()
            },
            DiagnosticPart {
                title: "Ce qui est proposé".to_owned(),
                paragraphs: vec!["Une permanence le jeudi matin à la mairie".to_owned()],
                items: Vec::new(),
            },
        ],
        disputed: Vec::new(),
    }
}

fn all() -> Vec<Document> {
    let notice = Notice {
        from: from(),
        months: 12,
        contact: None,
    };
    vec![
        attendance(8, 6).document(),
        notice.document(),
        person("Léa Martin", "Préfère le matin\u{202f}: car de 9 h.").document(),
        relay().document(),
        territory().document(),
    ]
}

struct Read {
    file: lopdf::Document,
    pages: usize,
    text: String,
}

fn read(bytes: &[u8]) -> Read {
    let file = lopdf::Document::load_mem(bytes).unwrap();
    let numbers: Vec<u32> = file.get_pages().into_keys().collect();
    let text = file.extract_text(&numbers).unwrap().replace('\u{a0}', " ");
    Read {
        pages: numbers.len(),
        text: text.split_whitespace().collect::<Vec<_>>().join(" "),
        file,
    }
}

#[test]
fn each_document_says_what_it_must() {
    let expected: [&[&str]; 5] = [
        &[
            "Feuille d’émargement",
            "Prendre en main son smartphone",
            "Personne Numéro-8",
            "Signature",
            "14",
            "Camille Exemple",
        ],
        &[
            "Vos données, vos droits",
            "12 mois",
            "CNIL",
            "mot",
            "Itinérance Côte des Isles",
            "effacer votre fiche",
        ],
        &[
            "Dossier de la personne",
            "Léa Martin",
            "02 33 00 00 00",
            "Avec guidage",
            "Séances : 3",
            "02 33 11 11 11",
            "matin : car",
            "atteint",
            "Retraité En emploi",
        ],
        &[
            "France Services de Barneville-Carteret",
            "jeudi : 14 h",
            "aide au logement",
            "pièce d’identité",
            "À apporter",
            "Gratuit",
            "Nous en reparlons à partir du 4 décembre 2026",
        ],
        &[
            "Diagnostic de territoire",
            "Trois postes",
            "Démarches de retraite",
            "20 novembre 2026",
            "permanence le jeudi",
        ],
    ];
    for (document, expected) in all().iter().zip(expected) {
        for setting in [PLAIN, LARGE] {
            let text = read(&document.pdf(setting).unwrap()).text;
            for words in expected {
                assert!(text.contains(words), "no {words:?} in {text}");
            }
            assert!(text.contains("Page 1 sur ") && text.contains("24 novembre 2026"));
        }
    }
}

#[test]
fn each_is_tagged_titled_in_french_on_a4_and_speaks_of_nobody_in_its_properties() {
    for document in all() {
        let bytes = document.pdf(PLAIN).unwrap();
        let Read { file, .. } = read(&bytes);
        let catalog = file.catalog().unwrap();
        assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"fr-FR");
        assert!(catalog.has(b"StructTreeRoot") && catalog.has(b"Outlines"));
        let marked = catalog
            .get(b"MarkInfo")
            .and_then(|info| file.dereference(info))
            .unwrap()
            .1;
        assert!(
            marked
                .as_dict()
                .unwrap()
                .get(b"Marked")
                .unwrap()
                .as_bool()
                .unwrap()
        );
        let page = file
            .get_dictionary(*file.get_pages().values().next().unwrap())
            .unwrap();
        let media: Vec<f32> = page
            .get(b"MediaBox")
            .unwrap()
            .as_array()
            .unwrap()
            .iter()
            .map(|side| side.as_float().unwrap())
            .collect();
        assert_eq!(media, [0.0, 0.0, 595.28, 841.89]);
        // Outside the pages, in clear: no name of a person.
        let clear = String::from_utf8_lossy(&bytes);
        assert!(clear.contains("pdfuaid"), "not declared PDF/UA");
        assert!(!clear.contains("Martin") && !clear.contains("Exemple"));
        let creation = file
            .trailer
            .get(b"Info")
            .ok()
            .and_then(|info| file.dereference(info).ok());
        if let Some((_, Object::Dictionary(info))) = creation {
            assert!(!info.has(b"CreationDate"), "a clock was read");
        }
    }
}

#[test]
fn the_same_words_give_the_same_bytes() {
    for document in all() {
        assert_eq!(
            document.pdf(PLAIN).unwrap(),
            document.clone().pdf(PLAIN).unwrap()
        );
        assert_ne!(document.pdf(PLAIN).unwrap(), document.pdf(LARGE).unwrap());
    }
}

#[test]
fn two_hundred_rows_turn_the_page_with_their_headings() {
    let mut sheet = attendance(200, 10);
    sheet.people[3] =
        "Marie-Antoinette-Joséphine de la Très-Longue-Maison-du-Bout-du-Monde-et-des-Environs "
            .repeat(3);
    for setting in [PLAIN, LARGE] {
        let found = read(&sheet.document().pdf(setting).unwrap());
        assert!(found.pages > 6, "{} pages", found.pages);
        assert_eq!(
            found.text.matches("Signature").count(),
            found.pages,
            "headings on each page"
        );
        for n in [1, 2, 100, 199, 200] {
            assert!(
                found.text.contains(&format!("Numéro-{n} ")),
                "row {n} is lost"
            );
        }
        assert!(
            found
                .text
                .contains(&format!("Page {0} sur {0}", found.pages))
        );
    }
}

#[test]
fn long_notes_are_cut_between_lines_and_lose_nothing() {
    let notes: String = (0..1500).map(|n| format!("mot{n} ")).collect();
    for setting in [PLAIN, LARGE] {
        let text = read(
            &person("Léa Martin", &notes)
                .document()
                .pdf(setting)
                .unwrap(),
        )
        .text;
        for n in [0, 700, 1499] {
            // In the file's notes, in its goal, in each of the three sessions.
            assert_eq!(text.matches(&format!("mot{n} ")).count(), 5, "mot{n}");
        }
    }
}

#[test]
fn a_place_that_is_not_in_the_directory_leaves_room_to_write() {
    let mut sheet = relay();
    (sheet.address, sheet.phone) = (None, None);
    let known = read(&sheet.document().pdf(PLAIN).unwrap()).text;
    assert!(!known.contains("Adresse") && !known.contains("…………"));
    sheet.known = false;
    let unknown = read(&sheet.document().pdf(PLAIN).unwrap()).text;
    assert!(unknown.contains("Adresse ………") && unknown.contains("Téléphone ………"));
}

#[test]
fn what_she_had_rather_not_carry_is_not_there() {
    let mut sheet = relay();
    sheet.reason = None;
    let text = read(&sheet.document().pdf(LARGE).unwrap()).text;
    assert!(!text.contains("Pourquoi") && !text.contains("logement"));
}

#[test]
fn those_who_wait_have_a_list_of_their_own() {
    let mut sheet = attendance(2, 4);
    assert!(
        !read(&sheet.document().pdf(PLAIN).unwrap())
            .text
            .contains("attente")
    );
    sheet.waiting = vec!["Ginette Dubost".to_owned()];
    let text = read(&sheet.document().pdf(PLAIN).unwrap()).text;
    let (expected, waiting) = text.split_once("Liste d’attente").unwrap();
    assert!(expected.contains("Personne Numéro-2") && !expected.contains("Ginette"));
    assert!(waiting.contains("1 Ginette Dubost"));
}

#[test]
fn what_cannot_be_shown_is_said_once() {
    let text = read(&person("Юлия 😀 Martin", "").document().pdf(PLAIN).unwrap()).text;
    assert!(text.contains("◊ Martin"), "{text}");
    assert_eq!(text.matches("ne sait pas dessiner").count(), 1);
    let text = read(&person("Léa Martin", "").document().pdf(PLAIN).unwrap()).text;
    assert!(!text.contains('◊'));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// The rules of PDF/UA-1 refuse a character without a glyph, or with none of its own: a
    /// document that comes out has none.
    #[test]
    fn nothing_typed_breaks_a_document(name in "\\PC{0,60}|[\\s\\S]{0,200}", notes in "(?s).{0,400}|[\u{0}-\u{20}\u{200b}-\u{202f}\u{5d0}-\u{5ea}\u{1f600}-\u{1f64f}\u{300}-\u{310}fi]{0,120}", large: bool) {
        let setting = Setting { large };
        let mut sheet = attendance(0, 1);
        sheet.people.push(name.clone());
        sheet.title = notes.clone();
        sheet.from.team = name.clone();
        prop_assert!(sheet.document().pdf(setting).is_ok());
        let mut diagnostic = territory();
        diagnostic.parts[0].paragraphs.push(notes.clone());
        diagnostic.territory.clone_from(&name);
        prop_assert!(diagnostic.document().pdf(setting).is_ok());
        let mut sent = relay();
        sent.place.clone_from(&name);
        sent.bring.push(notes.clone());
        prop_assert!(sent.document().pdf(setting).is_ok());
        prop_assert!(person(&name, &notes).document().pdf(setting).is_ok());
    }
}
