use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::catalogue;
use crate::rule::RuleCode;
use crate::vocabulary::{Autonomy, Redirection};

const TODAY: SessionContext = SessionContext {
    today: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap(),
};

fn coutances() -> CommuneRef {
    CommuneRef {
        code: "50147".into(),
        name: "Coutances".into(),
        postcode: "50200".into(),
    }
}

/// A valid individual session with nobody named.
fn individual() -> SessionForm {
    SessionForm {
        date: Some("2026-11-24".into()),
        duration: Some(30),
        place_kind: Some(PlaceKind::Activity),
        place: Some("place-1".into()),
        themes: vec![Theme::Email],
        ..SessionForm::default()
    }
}

/// A valid workshop of seven anonymous people.
fn workshop() -> SessionForm {
    SessionForm {
        kind: SessionKind::Workshop,
        anonymous: AnonymousGroup {
            total: 7,
            ..AnonymousGroup::default()
        },
        ..individual()
    }
}

/// One change to a valid form, and the only error it must give.
#[track_caller]
fn refuses(mut form: SessionForm, change: impl Fn(&mut SessionForm), field: &str, message: &str) {
    assert!(Session::new(&form, &TODAY).is_ok());
    change(&mut form);
    let errors = Session::new(&form, &TODAY).unwrap_err();
    let told: Vec<_> = errors
        .iter()
        .map(|e| (e.field.as_str(), e.message.as_str()))
        .collect();
    assert_eq!(told, [(field, message)]);
}

#[test]
fn common_rules_are_told_with_the_words_of_the_platform() {
    type Change = fn(&mut SessionForm);
    let cases: &[(Change, &str, &str)] = &[
        (|f| f.date = None, "date", "Veuillez renseigner une date"),
        (
            |f| f.date = Some(" ".into()),
            "date",
            "Veuillez renseigner une date",
        ),
        (
            |f| f.date = Some("24/11/2026".into()),
            "date",
            "Veuillez renseigner une date valide",
        ),
        (
            |f| f.date = Some("2026-02-30".into()),
            "date",
            "Veuillez renseigner une date valide",
        ),
        (
            |f| f.date = Some("0026-11-24".into()),
            "date",
            "Veuillez renseigner une date valide",
        ),
        (
            |f| f.date = Some("2026-11-25".into()),
            "date",
            "La date ne peut pas être dans le futur",
        ),
        (
            |f| f.duration = None,
            "duration",
            "Veuillez renseigner une durée",
        ),
        (
            |f| f.duration = Some(0),
            "duration",
            "Veuillez renseigner une durée personnalisée",
        ),
        (
            |f| f.duration = Some(1440),
            "duration",
            "La durée ne peut pas dépasser 23 h 59",
        ),
        (
            |f| f.place_kind = None,
            "place_kind",
            "Veuillez renseigner un lieu d’accompagnement",
        ),
        (
            |f| f.place = None,
            "place",
            "Veuillez renseigner le lieu d’activité",
        ),
        (
            |f| f.place = Some(" ".into()),
            "place",
            "Veuillez renseigner le lieu d’activité",
        ),
        (
            |f| f.place_kind = Some(PlaceKind::Home),
            "commune",
            "Veuillez renseigner la commune",
        ),
        (
            |f| f.place_kind = Some(PlaceKind::Other),
            "commune",
            "Veuillez renseigner la commune",
        ),
        (
            |f| {
                f.place_kind = Some(PlaceKind::Home);
                f.commune = Some(CommuneRef {
                    postcode: String::new(),
                    ..coutances()
                });
            },
            "commune",
            "La commune doit avoir un nom, un code postal et un code INSEE",
        ),
        (
            |f| f.themes.clear(),
            "themes",
            "Veuillez renseigner au moins une thématique",
        ),
        (
            |f| f.themes.push(Theme::Logement),
            "themes",
            "Les thématiques administratives ne sont autorisées que si la thématique \"Aide aux démarches administratives\" est sélectionnée",
        ),
        (
            |f| f.procedure = Some("Carte grise".into()),
            "procedure",
            "Le nom de la démarche n’est autorisé que si la thématique \"Aide aux démarches administratives\" est sélectionnée",
        ),
        (
            |f| f.notes = Some("é".repeat(2001)),
            "notes",
            "Ce texte ne peut pas dépasser 2\u{a0}000 caractères",
        ),
    ];
    for (change, field, message) in cases {
        refuses(individual(), change, field, message);
        refuses(workshop(), change, field, message);
    }
}

#[test]
fn counts_of_a_workshop_must_add_up() {
    type Change = fn(&mut SessionForm);
    let sum =
        "La somme des données socio-démographiques dépasse le total des bénéficiaires anonymes";
    let negative = "Le nombre ne peut pas être négatif";
    let large = "Le nombre ne peut pas dépasser 10\u{a0}000";
    let cases: &[(Change, &str, &str)] = &[
        (
            |f| f.anonymous.total = 0,
            "people",
            "Veuillez renseigner au moins un bénéficiaire suivi ou anonyme",
        ),
        (|f| f.anonymous.already = 8, "anonymous.already", sum),
        (|f| f.anonymous.already = -1, "anonymous.already", negative),
        (|f| f.anonymous.total = 10_001, "anonymous.total", large),
        (
            |f| f.anonymous.genders = BTreeMap::from([(Gender::Male, 4), (Gender::Female, 4)]),
            "anonymous.genders",
            sum,
        ),
        (
            |f| f.anonymous.age_bands = BTreeMap::from([(AgeBand::From70, 8)]),
            "anonymous.age_bands",
            sum,
        ),
        (
            |f| f.anonymous.statuses = BTreeMap::from([(SocialStatus::Retired, 8)]),
            "anonymous.statuses",
            sum,
        ),
        (
            |f| f.anonymous.genders = BTreeMap::from([(Gender::Female, -1)]),
            "anonymous.genders.feminin",
            negative,
        ),
    ];
    for (change, field, message) in cases {
        refuses(workshop(), change, field, message);
    }
}

#[test]
fn undeclared_counts_are_what_remains() {
    let group = AnonymousGroup {
        total: 7,
        genders: BTreeMap::from([
            (Gender::Male, 3),
            (Gender::Female, 2),
            (Gender::Undeclared, 5),
        ]),
        ..AnonymousGroup::default()
    };
    assert_eq!(group.undeclared_gender(), 2);
    assert_eq!(
        (group.undeclared_age_band(), group.undeclared_status()),
        (7, 7)
    );
}

#[test]
fn an_individual_session_has_one_person_at_most() {
    refuses(
        individual(),
        |f| f.people = vec!["b1".into(), "b2".into()],
        "people",
        "Un accompagnement individuel ne concerne qu’une seule personne",
    );
    let mut form = individual();
    form.people = vec!["b1".into(), " b1 ".into()];
    let session = Session::new(&form, &TODAY).unwrap();
    assert_eq!(session.attendances(), ["b1"]);
    assert_eq!((session.anonymous.total, session.headcount()), (0, 1));
}

#[test]
fn nobody_named_is_one_anonymous_person() {
    let mut form = individual();
    form.person = AnonymousPerson {
        already: true,
        gender: Some(Gender::Female),
        age_band: Some(AgeBand::Undeclared),
        status: Some(SocialStatus::Retired),
        commune: Some(coutances()),
    };
    let session = Session::new(&form, &TODAY).unwrap();
    let group = serde_json::json!({
        "total": 1, "already": 1, "genders": {"feminin": 1}, "statuses": {"retraite": 1}
    });
    assert_eq!(session.fields().get("anonymous"), Some(&group));
    assert_eq!(
        session.fields().get("residence"),
        Some(&coutances().to_value())
    );
    // Once somebody is named, the anonymous person is nobody.
    form.people = vec!["b1".into()];
    let session = Session::new(&form, &TODAY).unwrap();
    assert!(!session.fields().contains_key("anonymous"));
    assert!(!session.fields().contains_key("residence"));
}

#[test]
fn what_no_longer_applies_is_left_out() {
    let mut form = individual();
    form.place_kind = Some(PlaceKind::Remote);
    form.commune = Some(coutances());
    form.title = Some("Titre".into());
    form.level = Some(WorkshopLevel::Beginner);
    form.anonymous.total = -4;
    form.outcome = OutcomeForm {
        autonomy: Some(Autonomy::Autonomous),
        oriented: Some(false),
        redirection: Some(Redirection::Other),
        ..OutcomeForm::default()
    };
    let session = Session::new(&form, &TODAY).unwrap();
    assert_eq!((session.place, session.commune), (None, None));
    assert_eq!((session.title, session.level), (None, None));
    assert_eq!(session.anonymous.total, 1);
    assert_eq!(session.outcome.unwrap().form().redirection, None);

    form.kind = SessionKind::Workshop;
    form.anonymous.total = 2;
    let session = Session::new(&form, &TODAY).unwrap();
    assert!(session.outcome().is_none());
    assert_eq!(session.title.as_deref(), Some("Titre"));
}

#[test]
fn unticking_the_parent_theme_strips_administrative_data() {
    let mut form = individual();
    form.themes = vec![
        Theme::Logement,
        Theme::AideAuxDemarchesAdministratives,
        Theme::Email,
    ];
    form.procedure = Some("APL".into());
    assert_eq!(form.cleared(), form);
    let session = Session::new(&form, &TODAY).unwrap();
    assert_eq!(session.procedure.as_deref(), Some("APL"));
    assert_eq!(session.themes[0], Theme::Email, "display order");
    form.themes.remove(1);
    let cleared = form.cleared();
    assert_eq!(
        (cleared.themes, cleared.procedure),
        (vec![Theme::Email], None)
    );
}

#[test]
fn an_unbelievable_clock_does_not_prevent_noting() {
    let dead = SessionContext {
        today: NaiveDate::from_ymd_opt(1970, 1, 1).unwrap(),
    };
    assert!(Session::new(&individual(), &dead).is_ok());
}

#[test]
fn values_of_a_newer_version_are_skipped() {
    let map: crate::fields::Fields = serde_json::from_value(serde_json::json!({
        "kind": "collectif", "date": 12, "duration": "longue", "place_kind": "bateau",
        "themes": ["email", "metavers", 3], "level": "expert", "inconnu": true,
        "anonymous": {"total": 3, "genders": {"feminin": 2, "autre": 1}, "genders2": {}},
        "commune": {"code": "50147"}, "tags": "aucun"
    }))
    .unwrap();
    let form = Session::from_fields(&map);
    assert_eq!(form.themes, [Theme::Email]);
    assert_eq!(
        (form.date, form.duration, form.place_kind),
        (None, None, None)
    );
    assert_eq!(
        form.anonymous.genders,
        BTreeMap::from([(Gender::Female, 2)])
    );
    assert_eq!((form.commune, form.level, form.tags.len()), (None, None, 0));
}

#[test]
fn debug_shows_nothing_that_was_typed() {
    let form = SessionForm {
        notes: Some("secret".into()),
        title: Some("secret".into()),
        ..workshop()
    };
    assert!(!format!("{form:?}").contains("secret"));
    assert!(!format!("{:?}", Session::new(&form, &TODAY).unwrap()).contains("secret"));
}

fn any_of<T: Copy + std::fmt::Debug + 'static>(cases: &'static [T]) -> impl Strategy<Value = T> {
    prop::sample::select(cases)
}

fn maybe<S: Strategy>(strategy: S) -> impl Strategy<Value = Option<S::Value>>
where
    S::Value: Clone,
{
    prop::option::of(strategy)
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), "[a-zé ]{1,12}", "\\PC{0,12}", "\u{0}x"]
}

fn any_commune() -> impl Strategy<Value = CommuneRef> {
    prop_oneof![
        4 => Just(coutances()),
        1 => any_text().prop_map(|name| CommuneRef { name, ..coutances() }),
    ]
}

prop_compose! {
    fn any_group()(
        total in prop_oneof![0i64..20, any::<i64>()],
        already in prop_oneof![0i64..5, any::<i64>()],
        genders in prop::collection::btree_map(any_of(Gender::ALL), prop_oneof![0i64..5, any::<i64>()], 0..3),
        age_bands in prop::collection::btree_map(any_of(AgeBand::ALL), 0i64..3, 0..4),
        statuses in prop::collection::btree_map(any_of(SocialStatus::ALL), 0i64..3, 0..4),
    ) -> AnonymousGroup {
        AnonymousGroup { total, already, genders, age_bands, statuses }
    }
}

prop_compose! {
    fn any_form()(
        kind in any_of(SessionKind::ALL),
        date in maybe(prop_oneof![4 => Just("2026-11-02".to_owned()), 1 => any_text()]),
        duration in maybe(prop_oneof![4 => 1u32..600, 1 => any::<u32>()]),
        (place_kind, place, commune) in
            (maybe(any_of(PlaceKind::ALL)), maybe(any_text()), maybe(any_commune())),
        materials in prop::collection::vec(any_of(Material::ALL), 0..4),
        mut themes in prop::collection::vec(any_of(Theme::ALL), 0..6),
        administrative in any::<bool>(),
        (procedure, notes, title) in (maybe(any_text()), maybe(any_text()), maybe(any_text())),
        (tags, people) in (prop::collection::vec(any_text(), 0..3), prop::collection::vec(any_text(), 0..3)),
        level in maybe(any_of(WorkshopLevel::ALL)),
        (already, gender, age_band, status, residence) in (
            any::<bool>(), maybe(any_of(Gender::ALL)), maybe(any_of(AgeBand::ALL)),
            maybe(any_of(SocialStatus::ALL)), maybe(any_commune()),
        ),
        anonymous in any_group(),
        (autonomy, oriented, redirection) in
            (maybe(any_of(Autonomy::ALL)), any::<Option<bool>>(), maybe(any_of(Redirection::ALL))),
    ) -> SessionForm {
        if administrative {
            themes.push(Theme::AideAuxDemarchesAdministratives);
        }
        SessionForm {
            kind, date, duration, place_kind, place, commune, materials, themes, procedure, tags,
            notes, title, level, people,
            person: AnonymousPerson { already, gender, age_band, status, commune: residence },
            anonymous,
            outcome: OutcomeForm { autonomy, oriented, redirection, ..OutcomeForm::default() },
        }
    }
}

/// Any JSON value, two levels deep.
fn any_value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        "[a-z_]{0,8}".prop_map(Into::into),
        Just("email".into()),
        Just("collectif".into()),
    ];
    leaf.prop_recursive(2, 8, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            prop::collection::btree_map("(total|genders|feminin|code|name|postcode)", inner, 0..4)
                .prop_map(|map| serde_json::Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn a_session_comes_back_from_its_wire_form(form in any_form()) {
        let Ok(session) = Session::new(&form.cleared(), &TODAY) else { return Ok(()) };
        let map = session.fields();
        for (name, value) in &map {
            prop_assert!(catalogue::SESSION.field(name).is_some());
            prop_assert!(!value.is_null());
        }
        let mut back = Session::from_fields(&map);
        back.people = session.attendances().to_vec();
        back.outcome = session.outcome().map(|o| o.form().clone()).unwrap_or_default();
        prop_assert_eq!(&back.cleared(), &back);
        let again = Session::new(&back, &TODAY).unwrap();
        prop_assert_eq!(again.fields(), map);
        prop_assert!(again == session);
    }

    #[test]
    fn a_refused_form_says_why(form in any_form()) {
        if let Err(errors) = Session::new(&form, &TODAY) {
            prop_assert!(!errors.is_empty());
            prop_assert!(errors.iter().all(|e| !e.message.is_empty()));
        }
        let cleared = form.cleared();
        prop_assert_eq!(&cleared.cleared(), &cleared);
        if let Err(errors) = Session::new(&cleared, &TODAY) {
            let refused = [RuleCode::AdministrativeThemes, RuleCode::Procedure];
            prop_assert!(errors.iter().all(|e| !refused.contains(&e.code)));
        }
    }

    #[test]
    fn any_map_is_read(map in prop::collection::btree_map(
        prop::sample::select(catalogue::SESSION.fields).prop_map(|f| f.name.to_owned()),
        any_value(),
        0..8,
    )) {
        let form = Session::from_fields(&map);
        let _ = Session::new(&form, &TODAY);
        let _ = crate::beneficiary::Beneficiary::from_fields(&map);
        let _ = crate::place::Place::from_fields(&map);
        let _ = Outcome::from_fields(&map);
    }
}
