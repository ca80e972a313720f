//! The rules of a place.
use super::*;

fn form() -> PlaceForm {
    PlaceForm {
        name: " Mairie de Coutances ".to_owned(),
        commune: Some(CommuneRef {
            code: "50147".to_owned(),
            name: "Coutances".to_owned(),
            postcode: "50200".to_owned(),
        }),
        typologies: vec!["RFS".to_owned(), "MUNI".to_owned(), "RFS".to_owned()],
        ..PlaceForm::default()
    }
}

type Change = fn(&mut PlaceForm);

#[test]
fn broken_rules_are_told_on_their_field() {
    let cases: &[(Change, &str, &str)] = &[
        (
            |f| f.name = "  ".into(),
            "name",
            "Veuillez renseigner le nom du lieu d’activité",
        ),
        (
            |f| f.name = "a".repeat(201),
            "name",
            "Ce texte ne peut pas dépasser 200 caractères",
        ),
        (
            |f| f.commune = None,
            "commune",
            "Veuillez renseigner la commune",
        ),
        (
            |f| f.commune.as_mut().unwrap().postcode.clear(),
            "commune",
            "La commune doit avoir un nom, un code postal et un code INSEE",
        ),
        (
            |f| f.typologies.push("XX".into()),
            "typologies",
            "Cette typologie n’existe pas",
        ),
        (
            |f| f.siret = "73282932000075".into(),
            "siret",
            "Veuillez renseigner un SIRET valide (14 chiffres)",
        ),
        (
            |f| f.siret = "0".repeat(14),
            "siret",
            "Veuillez renseigner un SIRET valide (14 chiffres)",
        ),
        (
            |f| f.services = vec!["Cuisine".into()],
            "services",
            "Ce choix n’existe pas dans le standard national",
        ),
        (
            |f| f.latitude = "49".into(),
            "position",
            "Veuillez renseigner une latitude et une longitude en degrés, par exemple 49,336 et -1,700",
        ),
        (
            |f| f.websites = vec!["javascript:alert(1)".into()],
            "websites",
            "Veuillez renseigner une adresse web valide, commençant par https:// ou http://",
        ),
        (
            |f| f.accessibility_url = "https://example.org/".into(),
            "accessibility_url",
            "L’adresse doit commencer par https://acceslibre.beta.gouv.fr/",
        ),
        (
            |f| f.summary = "a".repeat(281),
            "summary",
            "Ce texte ne peut pas dépasser 280 caractères",
        ),
        (
            |f| f.days = vec!["9h-12h".into(), "le matin".into()],
            "days.1",
            "Écrivez par exemple 9:00-12:00, 14:00-17:30, ou fermé",
        ),
        (
            |f| f.access_modes = vec!["Téléphoner".into()],
            "phone",
            "Ce lieu se contacte par téléphone\u{202f}: veuillez renseigner le numéro",
        ),
        (
            |f| f.rna = "W12345678".into(),
            "rna",
            "Veuillez renseigner un numéro RNA valide (W suivi de 9 chiffres)",
        ),
    ];
    for (change, field, message) in cases {
        let mut form = form();
        change(&mut form);
        let errors = Place::new(&form).unwrap_err();
        assert_eq!(
            (errors[0].field.as_str(), errors[0].message.as_str()),
            (*field, *message)
        );
        assert_eq!(errors.len(), 1);
    }
}

#[test]
fn identifiers_are_accepted_as_people_write_them() {
    let mut form = form();
    form.siret = "732 829 320 00074".to_owned();
    form.rna = "w123456789".to_owned();
    let place = Place::new(&form).unwrap();
    assert_eq!(place.siret.as_deref(), Some("73282932000074"));
    assert_eq!(place.rna.as_deref(), Some("W123456789"));
    form.siret = "35600000000048".to_owned();
    assert!(Place::new(&form).is_ok(), "La Poste");
}

#[test]
fn the_wire_form_comes_back_and_is_in_the_catalogue() {
    let mut form = form();
    form.itinerant = true;
    form.address = "Place du Parvis".to_owned();
    form.phone = "02 61 91 00 12".to_owned();
    form.latitude = "49,0475".to_owned();
    form.longitude = "-1.4447".to_owned();
    form.days = ["9h-12h", "", "fermé", "", "", "", ""]
        .map(str::to_owned)
        .to_vec();
    form.hours_note = "Sonner à l’étage".to_owned();
    form.emails = vec![
        "Mairie@Example.org".to_owned(),
        "mairie@example.org".to_owned(),
    ];
    form.services = vec!["Utilisation sécurisée du numérique".to_owned()];
    form.access_modes = vec!["Téléphoner".to_owned(), "Contacter par mail".to_owned()];
    form.other_labels = vec!["Label local".to_owned()];
    let place = Place::new(&form).unwrap();
    let map = place.fields();
    assert!(
        map.keys()
            .all(|name| crate::catalogue::PLACE.field(name).is_some())
    );
    assert_eq!(Place::new(&Place::from_fields(&map)).unwrap(), place);
    assert_eq!(place.typologies, [Typology::Muni, Typology::Rfs]);
}
#[test]
fn hours_nobody_can_read_are_kept_as_they_were_written() {
    let mut map = Place::new(&form()).unwrap().fields();
    map.insert("opening_hours".to_owned(), "Mo 9:302:30".into());
    let form = Place::from_fields(&map);
    assert!(form.days.is_empty());
    assert_eq!(
        Place::new(&form).unwrap().fields()["opening_hours"],
        "Mo 9:302:30"
    );
    // And hours that can be read are not written again for nothing.
    map.insert(
        "opening_hours".to_owned(),
        "Tu-Th 09:00-12:00; Mo off".into(),
    );
    let mut form = Place::from_fields(&map);
    assert_eq!(form.days[1], "9:00-12:00");
    assert_eq!(Place::new(&form).unwrap().fields(), map);
    form.days[1] = "fermé".to_owned();
    let changed = Place::new(&form).unwrap().opening_hours.unwrap();
    assert_eq!(changed, "Mo,Tu off;We,Th 09:00-12:00");
}
