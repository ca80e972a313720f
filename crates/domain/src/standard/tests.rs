//! Lines that people and programs really write.
use std::collections::BTreeMap;

use super::*;

fn line(cells: &[(&'static str, &'static str)]) -> Line {
    let cells: BTreeMap<&str, &str> = cells.iter().copied().collect();
    read(&|column| cells.get(column).copied().unwrap_or_default())
}

const BASE: [(&str, &str); 4] = [
    ("id", "x-1"),
    ("nom", "Médiathèque"),
    ("commune", "Valognes"),
    ("code_postal", "50700"),
];

fn with(more: &[(&'static str, &'static str)]) -> Line {
    let mut cells = BASE.to_vec();
    cells.extend(more);
    line(&cells)
}

fn said(line: &Line) -> Vec<(&str, &str)> {
    line.remarks
        .iter()
        .map(|r| (r.column, r.message.as_str()))
        .collect()
}

#[test]
fn a_whole_line_goes_and_comes_back_to_the_letter() {
    let line = with(&[
        ("pivot", "73282932000074"),
        ("code_insee", "50615"),
        ("adresse", "1 place du Château"),
        ("complement_adresse", "Au fond de la cour"),
        ("latitude", "49.5085"),
        ("longitude", "-1.4707"),
        ("typologie", "BIB|TIERS_LIEUX"),
        ("telephone", "+33261910012"),
        ("courriels", "a@example.org|b@example.org"),
        ("site_web", "https://example.org/"),
        ("horaires", "Tu-Fr 09:00-12:00,14:00-17:00; We off"),
        ("presentation_resume", "Une médiathèque."),
        ("presentation_detail", "Deux salles."),
        ("source", "moi"),
        ("itinerance", "Itinérant|Fixe"),
        ("structure_parente", "La commune"),
        ("date_maj", "2026-01-02"),
        (
            "services",
            "Aide aux démarches administratives|Utilisation sécurisée du numérique",
        ),
        ("publics_specifiquement_adresses", "Jeunes|Seniors"),
        ("prise_en_charge_specifique", "Illettrisme"),
        ("frais_a_charge", "Gratuit"),
        ("dispositif_programmes_nationaux", "Conseillers numériques"),
        ("formations_labels", "Étapes numériques(La Poste)"),
        ("autres_formations_labels", "Label local"),
        (
            "modalites_acces",
            "Ce lieu n'accueille pas de public|Téléphoner",
        ),
        ("modalites_accompagnement", "À distance"),
        (
            "fiche_acces_libre",
            "https://acceslibre.beta.gouv.fr/app/x/",
        ),
        ("prise_rdv", "https://example.org/rdv"),
    ]);
    assert_eq!(said(&line), []);
    let place = line.place.unwrap();
    let row = row(&place.fields(), "x-1", "2000-01-01");
    let again: BTreeMap<&str, &str> = COLUMNS
        .iter()
        .copied()
        .zip(row.iter().map(String::as_str))
        .collect();
    let again = read(&|column| again.get(column).copied().unwrap_or_default());
    assert_eq!(again.place.unwrap(), place);
    assert_eq!(row[1], "73282932000074");
    assert_eq!(row[28], "Ce lieu n'accueille pas de public|Téléphoner");
    assert_eq!(row[20], "2026-01-02");
}

#[test]
fn what_cannot_be_kept_is_said_and_the_rest_is_kept() {
    let line = with(&[
        ("telephone", "12"),
        ("courriels", "a@example.org;pas une adresse"),
        ("services", "Aide aux démarches administratives;Cuisine"),
        ("site_web", "javascript:alert(1)"),
        ("latitude", "10"),
        ("longitude", "10"),
        ("date_maj", "hier"),
        ("horaires", "Mo 9:302:30"),
        ("typologie", "XYZ"),
    ]);
    let place = line.place.clone().unwrap();
    assert_eq!((place.phone, place.emails.len()), (None, 1));
    assert_eq!(place.services.len(), 1);
    assert_eq!(place.opening_hours.as_deref(), Some("Mo 9:302:30"));
    assert!(place.websites.is_empty() && place.position.is_some());
    let columns: Vec<&str> = line.remarks.iter().map(|r| r.column).collect();
    assert_eq!(
        columns,
        [
            "services",
            "typologie",
            "telephone",
            "courriels",
            "site_web",
            "latitude",
            "date_maj"
        ]
    );
    assert!(said(&line)[0].1.contains("«\u{202f}Cuisine\u{202f}»"));
}

#[test]
fn the_commune_is_found_by_code_name_or_former_name_or_the_line_is_refused() {
    let commune = |more: &[(&'static str, &'static str)]| {
        with(more)
            .place
            .map(|place| (place.commune.code, place.commune.postcode))
    };
    let valognes = Some(("50615".to_owned(), "50700".to_owned()));
    assert_eq!(commune(&[]), valognes);
    assert_eq!(commune(&[("commune", "VALOGNES")]), valognes);
    assert_eq!(
        commune(&[
            ("commune", "Bourg"),
            ("code_insee", "1004"),
            ("code_postal", "1500")
        ]),
        Some(("01004".to_owned(), "01500".to_owned())),
        "a spreadsheet took the zeros"
    );
    assert_eq!(
        commune(&[
            ("commune", "Paris"),
            ("code_insee", "75113"),
            ("code_postal", "75013")
        ])
        .map(|c| c.0),
        Some("75056".to_owned())
    );
    let refused = with(&[("commune", "Nulle-Part"), ("code_postal", "")]);
    assert_eq!(refused.place, None);
    assert_eq!(said(&refused).last().unwrap().0, "commune");
    assert_eq!(line(&[("nom", "")]).place, None);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]
    #[test]
    fn a_hostile_line_never_panics(cells in proptest::collection::vec("\\PC{0,40}", 32..=32)) {
        let cells: BTreeMap<&str, String> = COLUMNS.iter().copied().zip(cells).collect();
        let line = read(&|column| cells.get(column).map(String::as_str).unwrap_or_default());
        proptest::prop_assert!(line.place.is_some() || !line.remarks.is_empty());
    }
}
