use super::*;
use crate::vocabulary::{
    Basic, BasicLevel, GoalState, MandateKind, PixKind, ProcedureState, Redirection, ReferralState,
    Theme,
};

fn today() -> NaiveDate {
    "2026-11-24".parse().unwrap()
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn goal() -> GoalForm {
    GoalForm {
        beneficiary: "b1".into(),
        theme: Some(Theme::Email),
        wording: "  Écrire seule à son fils ".into(),
        target: some("2026-12-24"),
        look_again: some("2026-12-24"),
        notes: "Le soir.".into(),
    }
}

fn referral() -> ReferralForm {
    ReferralForm {
        beneficiary: some("b1"),
        place: some("p1"),
        date: some("2026-11-20"),
        redirection: Some(Redirection::SocialAid),
        reason: "Dossier de surendettement".into(),
        look_again: some("2026-12-04"),
        ..ReferralForm::default()
    }
}

fn procedure() -> ProcedureForm {
    ProcedureForm {
        beneficiary: "b1".into(),
        name: "Carte Vitale".into(),
        theme: Some(Theme::SocialSante),
        ..ProcedureForm::default()
    }
}

fn assessment() -> NeedsAssessmentForm {
    NeedsAssessmentForm {
        beneficiary: "b1".into(),
        date: some("2026-11-24"),
        answers: Basic::ALL
            .iter()
            .map(|basic| (*basic, BasicLevel::WithHelp))
            .collect(),
        notes: String::new(),
    }
}

fn mandate() -> MandateForm {
    MandateForm {
        beneficiary: "b1".into(),
        kind: Some(MandateKind::FaceToFace),
        days: Some(31),
        start: some("2026-11-24"),
        look_again: None,
    }
}

fn pix() -> PixResultForm {
    PixResultForm {
        beneficiary: "b1".into(),
        date: some("2026-11-24"),
        kind: Some(PixKind::Level),
        points: Some(112),
    }
}

fn pass() -> DigitalPassForm {
    DigitalPassForm {
        beneficiary: "b1".into(),
        date: some("2026-11-24"),
        count: 10,
        face_value: 10,
    }
}

fn every() -> Vec<FollowUpForm> {
    vec![
        FollowUpForm::Goal(goal()),
        FollowUpForm::Referral(referral()),
        FollowUpForm::Procedure(procedure()),
        FollowUpForm::NeedsAssessment(assessment()),
        FollowUpForm::Mandate(mandate()),
        FollowUpForm::PixResult(pix()),
        FollowUpForm::DigitalPass(pass()),
    ]
}

#[test]
fn every_wire_form_comes_back_and_is_in_the_catalogue() {
    for form in every() {
        let map = form.fields(today()).unwrap();
        let table = form.kind().table();
        assert!(map.keys().all(|name| table.field(name).is_some()));
        let back = FollowUpForm::from_fields(form.kind(), &map).unwrap();
        assert_eq!(back.fields(today()).unwrap(), map, "{}", table.name);
        assert_eq!(FollowUpKind::of(table.name), Some(form.kind()));
        assert_eq!(back.beneficiary(), Some("b1"));
        assert_eq!(
            serde_json::to_value(form.kind()).unwrap(),
            table.name,
            "the kind is the wire name of its table"
        );
        assert!(!format!("{form:?}").contains("b1"));
    }
    assert!(FollowUpForm::from_fields(FollowUpKind::FollowStep, &Fields::new()).is_none());
}

#[test]
fn texts_are_trimmed_and_a_place_of_the_directory_needs_no_words() {
    let FollowUpForm::Goal(kept) =
        FollowUpForm::from_fields(FollowUpKind::Goal, &Goal::new(&goal()).unwrap().fields())
            .unwrap()
    else {
        panic!("a goal")
    };
    assert_eq!(kept.wording, "Écrire seule à son fils");
    let mut form = referral();
    form.place_name = "Le CCAS".into();
    let map = Referral::new(&form, today()).unwrap().fields();
    assert!(!map.contains_key("place_name") && map.contains_key("place"));
    form.place = None;
    let map = Referral::new(&form, today()).unwrap().fields();
    assert!(map.contains_key("place_name"));
}

/// The first sentence told, on its field; all of them are told.
fn told(form: &FollowUpForm) -> Vec<(String, String)> {
    let errors = form.fields(today()).unwrap_err();
    errors
        .into_iter()
        .map(|error| (error.field, error.message))
        .collect()
}

#[test]
fn broken_rules_are_told_on_their_field() {
    let goal = |change: fn(&mut GoalForm)| {
        let mut form = goal();
        change(&mut form);
        FollowUpForm::Goal(form)
    };
    let referral = |change: fn(&mut ReferralForm)| {
        let mut form = referral();
        change(&mut form);
        FollowUpForm::Referral(form)
    };
    let mandate = |change: fn(&mut MandateForm)| {
        let mut form = mandate();
        change(&mut form);
        FollowUpForm::Mandate(form)
    };
    let pix = |points| FollowUpForm::PixResult(PixResultForm { points, ..pix() });
    let pass = |count, face_value| {
        FollowUpForm::DigitalPass(DigitalPassForm {
            count,
            face_value,
            ..pass()
        })
    };
    let cases = [
        (
            goal(|f| f.beneficiary.clear()),
            "beneficiary",
            "Veuillez choisir la personne",
        ),
        (
            goal(|f| f.theme = None),
            "theme",
            "Veuillez renseigner une thématique",
        ),
        (
            goal(|f| f.wording = " ".into()),
            "wording",
            "Veuillez renseigner l’objectif",
        ),
        (
            goal(|f| f.wording = "a".repeat(201)),
            "wording",
            "Ce texte ne peut pas dépasser 200 caractères",
        ),
        (
            goal(|f| f.target = some("demain")),
            "target",
            "Veuillez renseigner une date valide",
        ),
        (
            referral(|f| f.beneficiary = None),
            "beneficiary",
            "Veuillez choisir la personne",
        ),
        (
            referral(|f| f.place = None),
            "place",
            "Veuillez renseigner le lieu vers lequel la personne est orientée",
        ),
        (
            referral(|f| f.date = some("2026-11-25")),
            "date",
            "La date ne peut pas être dans le futur",
        ),
        (
            referral(|f| f.date = None),
            "date",
            "Veuillez renseigner une date",
        ),
        (
            mandate(|f| f.kind = None),
            "kind",
            "Veuillez renseigner le type de mandat",
        ),
        (
            mandate(|f| f.days = Some(30)),
            "days",
            "Un mandat Aidants Connect dure 1, 31, 182 ou 365 jours",
        ),
        (
            mandate(|f| f.start = None),
            "start",
            "Veuillez renseigner une date",
        ),
        (
            mandate(|f| f.start = some("2026-02-30")),
            "start",
            "Veuillez renseigner une date valide",
        ),
        (pix(None), "points", "Veuillez renseigner le nombre de pix"),
        (
            pix(Some(1025)),
            "points",
            "Le nombre de pix va de 0 à 1\u{a0}024",
        ),
        (
            pix(Some(-1)),
            "points",
            "Le nombre de pix va de 0 à 1\u{a0}024",
        ),
        (
            pass(0, 10),
            "count",
            "Veuillez renseigner le nombre de pass remis",
        ),
        (pass(-2, 10), "count", "Le nombre ne peut pas être négatif"),
        (
            pass(10_001, 10),
            "count",
            "Le nombre ne peut pas dépasser 10\u{a0}000",
        ),
        (
            pass(1, 0),
            "face_value",
            "La valeur d’un pass va de 1 à 1\u{a0}000 euros",
        ),
    ];
    for (form, field, message) in cases {
        assert_eq!(told(&form), [(field.to_owned(), message.to_owned())]);
    }
    let mut form = procedure();
    form.name.clear();
    form.theme = Some(Theme::Email);
    let fields: Vec<String> = told(&FollowUpForm::Procedure(form))
        .into_iter()
        .map(|(field, _)| field)
        .collect();
    assert_eq!(fields, ["theme", "name"]);
    let mut form = assessment();
    form.answers.clear();
    assert_eq!(told(&FollowUpForm::NeedsAssessment(form))[0].0, "answers");
}

#[test]
fn a_referral_of_a_session_needs_neither_person_nor_place() {
    let form = ReferralForm {
        session: some("s1"),
        date: some("2026-11-24"),
        ..ReferralForm::default()
    };
    assert_eq!(Referral::new(&form, today()).unwrap().fields().len(), 2);
}

#[test]
fn a_mandate_expires_after_its_days() {
    let end = |days| {
        Mandate::end(&MandateForm {
            days: Some(days),
            ..mandate()
        })
    };
    assert_eq!(end(1), some("2026-11-25"));
    assert_eq!(end(31), some("2026-12-25"));
    assert_eq!(end(182), some("2027-05-25"));
    assert_eq!(end(365), some("2027-11-24"));
    assert_eq!(Mandate::end(&MandateForm::default()), None);
}

#[test]
fn steps_know_their_states() {
    assert_eq!(step::closes(FollowUpKind::Goal, "atteint"), Some(true));
    assert_eq!(step::closes(FollowUpKind::Goal, "aboutie"), None);
    assert_eq!(
        step::closes(FollowUpKind::Procedure, "bloquee"),
        Some(false)
    );
    assert_eq!(step::closes(FollowUpKind::Referral, "declinee"), Some(true));
    assert_eq!(step::closes(FollowUpKind::Mandate, "aboutie"), None);
    for kind in [
        FollowUpKind::Goal,
        FollowUpKind::Referral,
        FollowUpKind::Procedure,
    ] {
        let first = step::first(kind).unwrap();
        assert_eq!(
            step::closes(kind, first),
            Some(false),
            "what begins is open"
        );
    }
    assert!(GoalState::ALL.iter().any(|state| state.is_closed()));
    assert!(ReferralState::ALL.iter().any(|state| state.is_closed()));
    assert!(ProcedureState::ALL.iter().any(|state| state.is_closed()));
    assert_eq!(step::day(None, today()).unwrap(), "2026-11-24");
    assert_eq!(
        step::day(some("2026-11-01").as_deref(), today()).unwrap(),
        "2026-11-01"
    );
    assert!(step::day(Some("2027-01-01"), today()).is_err());
    let map = step::fields(FollowUpKind::Goal, "g1", "atteint", "2026-11-24");
    assert!(
        map.keys()
            .all(|name| FollowUpKind::FollowStep.table().field(name).is_some())
    );
}

#[test]
fn answers_of_a_newer_version_are_skipped() {
    let map = Fields::from([
        ("device".to_owned(), "expert".into()),
        ("email".to_owned(), "a_l_aise".into()),
    ]);
    let form = NeedsAssessment::from_fields(&map);
    assert_eq!(form.answers.len(), 1);
    let mut fields: Vec<&str> = Basic::ALL.iter().map(|basic| basic.field()).collect();
    fields.dedup();
    assert_eq!(fields.len(), 8);
}
