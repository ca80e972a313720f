use proptest::prelude::*;

use super::*;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

fn marie() -> BeneficiaryForm {
    BeneficiaryForm {
        first_name: " Marie ".into(),
        last_name: "Durand".into(),
        ..BeneficiaryForm::default()
    }
}

#[test]
fn broken_rules_are_told_on_their_field() {
    type Change = fn(&mut BeneficiaryForm);
    let year = "Veuillez renseigner une année de naissance valide";
    let long = "Ce texte ne peut pas dépasser 100 caractères";
    let cases: &[(Change, &str, &str)] = &[
        (
            |f| f.first_name = "  ".into(),
            "first_name",
            "Le prénom est obligatoire",
        ),
        (
            |f| f.last_name.clear(),
            "last_name",
            "Le nom est obligatoire",
        ),
        (|f| f.first_name = "é".repeat(101), "first_name", long),
        (
            |f| f.last_name = "Du\u{7}rand".into(),
            "last_name",
            "Ce texte contient des caractères qui ne s’écrivent pas",
        ),
        (
            |f| f.phone = "06 39".into(),
            "phone",
            "Veuillez renseigner un numéro de téléphone valide",
        ),
        (
            |f| f.email = "marie@".into(),
            "email",
            "Veuillez renseigner une adresse e-mail valide",
        ),
        (|f| f.birth_year = "1899".into(), "birth_year", year),
        (|f| f.birth_year = "2027".into(), "birth_year", year),
        (|f| f.birth_year = "84".into(), "birth_year", year),
        (|f| f.birth_year = "+984".into(), "birth_year", year),
        (
            |f| {
                f.commune = Some(CommuneRef {
                    code: "50147".into(),
                    name: String::new(),
                    postcode: "50200".into(),
                });
            },
            "commune",
            "La commune doit avoir un nom, un code postal et un code INSEE",
        ),
        (
            |f| f.notes = "a".repeat(2001),
            "notes",
            "Ce texte ne peut pas dépasser 2\u{a0}000 caractères",
        ),
    ];
    for (change, field, message) in cases {
        let mut form = marie();
        change(&mut form);
        let errors = Beneficiary::new(&form, today()).unwrap_err();
        let told: Vec<_> = errors
            .iter()
            .map(|e| (e.field.as_str(), e.message.as_str()))
            .collect();
        assert_eq!(told, [(*field, *message)]);
    }
}

#[test]
fn a_person_is_kept_in_one_form() {
    let form = BeneficiaryForm {
        phone: "06.39.98.12.34".into(),
        email: " Marie@Example.ORG".into(),
        birth_year: " 1950 ".into(),
        age_band: Some(AgeBand::Under12),
        notes: "  Préfère le matin\n".into(),
        ..marie()
    };
    let person = Beneficiary::new(&form, today()).unwrap();
    assert_eq!(person.display_name(), "Marie Durand");
    assert_eq!(person.phone.as_deref(), Some("+33639981234"));
    assert_eq!(person.email.as_deref(), Some("marie@example.org"));
    assert_eq!(person.notes.as_deref(), Some("Préfère le matin"));
    assert_eq!(person.told_age_band, None, "derived, not kept");
    assert_eq!(person.age_band(2026), AgeBand::From70);
    assert_eq!(person.age_band(2019), AgeBand::From60To69);
}

#[test]
fn no_phone_erases_the_phone() {
    let form = BeneficiaryForm {
        phone: "n’importe quoi".into(),
        no_phone: true,
        ..marie()
    };
    let person = Beneficiary::new(&form, today()).unwrap();
    assert_eq!((person.phone, person.no_phone), (None, true));
}

#[test]
fn age_is_derived_else_told_else_undeclared() {
    let person = |form: &BeneficiaryForm| Beneficiary::new(form, today()).unwrap();
    assert_eq!(person(&marie()).age_band(2026), AgeBand::Undeclared);
    let told = BeneficiaryForm {
        age_band: Some(AgeBand::From25To39),
        ..marie()
    };
    assert_eq!(person(&told).age_band(2026), AgeBand::From25To39);
}

#[test]
fn names_are_shown_or_said_anonymous() {
    let cases = [
        ("Marie", "Durand", "Marie Durand"),
        (" Marie ", "", "Marie"),
        ("", "", "Bénéficiaire anonyme"),
    ];
    for (first, last, shown) in cases {
        assert_eq!(display_name(first, last), shown);
    }
}

#[test]
fn debug_shows_nothing_of_the_person() {
    let form = marie();
    let person = Beneficiary::new(&form, today()).unwrap();
    let shown = format!(
        "{form:?} {person:?} {:?}",
        crate::twins::Identity::from(&form)
    );
    assert!(!shown.contains("Marie") && !shown.contains("Durand"));
}

prop_compose! {
    fn any_form()(
        first_name in "\\PC{0,8}", last_name in "[A-Za-zé' -]{0,12}",
        phone in prop_oneof![Just(String::new()), "0[1-9][0-9]{8}", "\\PC{0,12}"],
        no_phone in any::<bool>(),
        email in prop_oneof![Just(String::new()), "[A-Z]{1,5}@[a-z]{1,5}\\.[a-z]{2,3}", "\\PC{0,12}"],
        birth_year in prop_oneof![Just(String::new()), "(19|20)[0-9]{2}", "\\PC{0,5}"],
        gender in prop::option::of(prop::sample::select(Gender::ALL)),
        age_band in prop::option::of(prop::sample::select(AgeBand::ALL)),
        status in prop::option::of(prop::sample::select(SocialStatus::ALL)),
        notes in "\\PC{0,20}",
    ) -> BeneficiaryForm {
        BeneficiaryForm {
            first_name, last_name, phone, no_phone, email, birth_year, commune: None, gender,
            age_band, status, notes,
        }
    }
}

proptest! {
    #[test]
    fn a_person_comes_back_from_the_wire_form(form in any_form()) {
        let Ok(person) = Beneficiary::new(&form, today()) else { return Ok(()) };
        let map = person.fields();
        for name in map.keys() {
            prop_assert!(crate::catalogue::BENEFICIARY.field(name).is_some());
        }
        let back = Beneficiary::new(&Beneficiary::from_fields(&map), today()).unwrap();
        prop_assert_eq!(back.fields(), map);
    }
}
