//! Follow-up: what is due and when, what sessions already say, progress by theme.

use escale_domain::catalogue;
use serde_json::{Value, json};

use crate::common::{Bench, text};
use crate::filling::{attend, bin, person, session};

fn outcome(bench: &Bench, session: &str, person: &str, fields: &[(&str, Value)]) {
    let mut all = vec![("session", text(session)), ("beneficiary", text(person))];
    all.extend(fields.iter().cloned());
    bench.put("outcome", &format!("o-{session}"), &all);
}

fn goal(bench: &Bench, id: &str, person: &str, look_again: Option<&str>) {
    let mut fields = vec![
        ("beneficiary", text(person)),
        ("wording", text("Écrire seule")),
        ("theme", text("email")),
    ];
    fields.extend(look_again.map(|day| ("look_again", text(day))));
    bench.put("goal", id, &fields);
}

fn step(bench: &Bench, id: &str, kind: &str, item: &str, state: &str, day: &str) {
    bench.put(
        "follow_step",
        id,
        &[
            ("kind", text(kind)),
            ("item", text(item)),
            ("state", text(state)),
            ("date", text(day)),
        ],
    );
}

/// Identifiers of what is due, in order, with the state of each.
fn due(bench: &Bench) -> Vec<(String, Option<String>)> {
    let rows = bench.read(|reader| reader.expected(0, 99));
    assert_eq!(
        u32::try_from(rows.len()).unwrap(),
        bench.read(|reader| reader.expected_count(None)),
        "the count is that of the list"
    );
    rows.into_iter().map(|row| (row.id, row.state)).collect()
}

fn ids(rows: &[(String, Option<String>)]) -> Vec<&str> {
    rows.iter().map(|(id, _)| id.as_str()).collect()
}

#[test]
fn the_longest_overdue_comes_first_and_what_is_closed_or_gone_does_not() {
    let bench = Bench::new();
    person(&bench, "b", "Ada", "Martin", "");
    person(&bench, "gone", "Zoé", "Petit", "");
    bin(&bench, "beneficiary", "gone");
    goal(&bench, "later", "b", Some("2026-12-24"));
    goal(&bench, "overdue", "b", Some("2026-10-01"));
    goal(&bench, "undated", "b", None);
    goal(&bench, "reached", "b", Some("2026-09-01"));
    step(&bench, "1", "goal", "reached", "atteint", "2026-09-02");
    goal(&bench, "dropped", "b", Some("2026-09-01"));
    bin(&bench, "goal", "dropped");
    goal(&bench, "hers", "gone", Some("2026-09-01"));
    bench.put(
        "mandate",
        "m",
        &[
            ("beneficiary", text("b")),
            ("look_again", text("2026-11-01")),
        ],
    );
    assert_eq!(ids(&due(&bench)), ["overdue", "m", "later"]);
    for (day, count) in [
        ("2026-09-30", 0),
        ("2026-10-01", 1),
        ("2026-11-24", 2),
        ("2027-01-01", 3),
    ] {
        assert_eq!(
            bench.read(|reader| reader.expected_count(Some(day))),
            count,
            "{day}"
        );
    }
    let second = bench.read(|reader| reader.expected(1, 1));
    assert_eq!(second[0].id, "m");
    assert_eq!(second[0].person.as_deref(), Some("Ada Martin"));
    // Back in work: what was reached was not.
    step(&bench, "2", "goal", "reached", "en_cours", "2026-09-03");
    assert_eq!(ids(&due(&bench))[0], "reached");
    bin(&bench, "follow_step", "2");
    assert_eq!(ids(&due(&bench))[0], "overdue");
}

#[test]
fn the_latest_step_says_the_state_whatever_the_order_they_came_in() {
    let bench = Bench::new();
    person(&bench, "b", "Ada", "Martin", "");
    goal(&bench, "g", "b", Some("2026-10-01"));
    step(&bench, "new", "goal", "g", "en_cours", "2026-09-20");
    step(&bench, "old", "goal", "g", "a_commencer", "2026-09-01");
    assert_eq!(due(&bench), [("g".to_owned(), Some("en_cours".to_owned()))]);
    let steps = bench.read(|reader| reader.follow_steps("g"));
    let order: Vec<&str> = steps.iter().map(|step| step.id.as_str()).collect();
    assert_eq!(order, ["old", "new"]);
    assert_eq!(
        bench.read(|reader| reader.follow_up_of(&catalogue::GOAL, "b")),
        ["g"]
    );
}

#[test]
fn sessions_move_a_procedure_of_the_same_name_on() {
    let bench = Bench::new();
    person(&bench, "b", "Ada", "Martin", "");
    person(&bench, "other", "Zoé", "Petit", "");
    let named = |name: &str| vec![("procedure", text(name))];
    session(&bench, "s1", "2026-09-01", 10, &named("Carte Vitale"));
    session(&bench, "s2", "2026-10-01", 20, &named(" carte vitale "));
    session(&bench, "s3", "2026-10-02", 30, &named("Permis"));
    session(&bench, "s4", "2026-10-03", 40, &named("Carte Vitale"));
    for (id, who, state) in [
        ("s1", "b", "commencee"),
        ("s2", "b", "deposee"),
        ("s3", "b", "bloquee"),
        ("s4", "other", "aboutie"),
    ] {
        attend(&bench, id, who);
        outcome(&bench, id, who, &[("procedure_state", text(state))]);
    }
    bench.put(
        "procedure",
        "p",
        &[
            ("beneficiary", text("b")),
            ("name", text("Carte Vitale")),
            ("look_again", text("2026-10-10")),
        ],
    );
    let said = |bench: &Bench| -> Vec<(Option<String>, Option<String>)> {
        let steps = bench.read(|reader| reader.procedure_steps("p"));
        steps
            .into_iter()
            .map(|step| (step.state, step.session))
            .collect()
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        said(&bench),
        [
            (some("commencee"), some("s1")),
            (some("deposee"), some("s2"))
        ],
        "hers, and of that name"
    );
    assert_eq!(due(&bench), [("p".to_owned(), some("deposee"))]);
    step(&bench, "x", "procedure", "p", "bloquee", "2026-10-05");
    assert_eq!(due(&bench), [("p".to_owned(), some("bloquee"))]);
    // The next session ends it.
    session(&bench, "s5", "2026-10-06", 50, &named("Carte Vitale"));
    attend(&bench, "s5", "b");
    outcome(&bench, "s5", "b", &[("procedure_state", text("aboutie"))]);
    assert_eq!(said(&bench).len(), 4);
    assert!(due(&bench).is_empty());
    bin(&bench, "session", "s5");
    assert_eq!(due(&bench), [("p".to_owned(), some("bloquee"))]);
}

#[test]
fn what_sessions_say_and_nobody_follows_is_proposed_once() {
    let bench = Bench::new();
    person(&bench, "b", "Ada", "Martin", "");
    bench.put("place", "ccas", &[("name", text("CCAS de Valognes"))]);
    let named = |name: &str| vec![("procedure", text(name))];
    session(&bench, "s1", "2026-09-01", 10, &named("Permis"));
    session(&bench, "s2", "2026-10-01", 20, &named("permis"));
    session(&bench, "s3", "2026-10-02", 30, &named("Retraite"));
    session(&bench, "s4", "2026-10-03", 40, &[]);
    for id in ["s1", "s2", "s3", "s4"] {
        attend(&bench, id, "b");
    }
    outcome(&bench, "s1", "b", &[("procedure_state", text("commencee"))]);
    outcome(&bench, "s2", "b", &[("procedure_state", text("bloquee"))]);
    outcome(&bench, "s3", "b", &[("procedure_state", text("aboutie"))]);
    outcome(
        &bench,
        "s4",
        "b",
        &[
            ("oriented", json!(true)),
            ("redirection_place", text("ccas")),
            ("redirection", text("aide_sociale")),
        ],
    );
    let proposed = |bench: &Bench| -> Vec<(String, String, Option<String>)> {
        let rows = bench.read(|reader| reader.follow_up_suggested("b", 9));
        rows.into_iter()
            .map(|row| (row.kind, row.session, row.title))
            .collect()
    };
    let line = |kind: &str, session: &str, title: &str| {
        (kind.to_owned(), session.to_owned(), Some(title.to_owned()))
    };
    assert_eq!(
        proposed(&bench),
        [
            line("referral", "s4", "CCAS de Valognes"),
            line("procedure", "s2", "permis")
        ],
        "an ended one is not proposed"
    );
    bench.put(
        "referral",
        "r",
        &[
            ("beneficiary", text("b")),
            ("session", text("s4")),
            ("look_again", text("2026-11-01")),
        ],
    );
    bench.put(
        "procedure",
        "p",
        &[("beneficiary", text("b")), ("name", text("Permis"))],
    );
    assert!(proposed(&bench).is_empty());
    assert_eq!(
        bench.read(|reader| reader.referral_of_session("s4")),
        Some("r".to_owned())
    );
    let due = bench.read(|reader| reader.expected(0, 9));
    assert_eq!(
        due[0].title.as_deref(),
        Some("CCAS de Valognes"),
        "the session says where"
    );
    bin(&bench, "referral", "r");
    assert_eq!(proposed(&bench).len(), 1);
}

#[test]
fn a_referral_of_somebody_anonymous_goes_with_its_session() {
    let bench = Bench::new();
    session(&bench, "s", "2026-10-01", 10, &[]);
    bench.put(
        "referral",
        "r",
        &[
            ("session", text("s")),
            ("place_name", text("La Poste")),
            ("look_again", text("2026-10-08")),
        ],
    );
    let rows = bench.read(|reader| reader.expected(0, 9));
    assert_eq!(
        (
            rows[0].person.as_deref(),
            rows[0].session_date.as_deref(),
            rows[0].title.as_deref()
        ),
        (None, Some("2026-10-01"), Some("La Poste"))
    );
    bin(&bench, "session", "s");
    assert!(due(&bench).is_empty());
}

#[test]
fn autonomy_is_told_by_theme_oldest_first_and_not_without_end() {
    let bench = Bench::new();
    person(&bench, "b", "Ada", "Martin", "");
    let themes = |list: &[&str]| vec![("themes", json!(list))];
    session(
        &bench,
        "s1",
        "2026-09-01",
        10,
        &themes(&["email", "bureautique"]),
    );
    session(&bench, "s2", "2026-10-01", 20, &themes(&["email"]));
    session(&bench, "s3", "2026-11-01", 30, &themes(&["email"]));
    session(&bench, "s4", "2026-11-02", 40, &themes(&["email"]));
    for (id, level) in [
        ("s1", "entierement_accompagne"),
        ("s2", "partiellement_autonome"),
        ("s3", "autonome"),
    ] {
        attend(&bench, id, "b");
        outcome(&bench, id, "b", &[("autonomy", text(level))]);
    }
    attend(&bench, "s4", "b");
    let read = |most| -> Vec<(String, String)> {
        let points = bench.read(|reader| reader.autonomy_by_theme("b", most));
        points
            .into_iter()
            .map(|point| (point.theme, point.session))
            .collect()
    };
    let pairs = |list: &[(&str, &str)]| -> Vec<(String, String)> {
        list.iter()
            .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
            .collect()
    };
    assert_eq!(
        read(9),
        pairs(&[
            ("bureautique", "s1"),
            ("email", "s1"),
            ("email", "s2"),
            ("email", "s3")
        ])
    );
    assert_eq!(read(1), pairs(&[("bureautique", "s1"), ("email", "s3")]));
}

#[test]
fn disputed_rows_are_found() {
    let bench = Bench::new();
    goal(&bench, "calm", "b", None);
    let (mut row, values) = crate::common::record("goal", "g", &[("beneficiary", text("b"))]);
    row.conflict = vec!["wording".into()];
    bench.put_row(&row, &values);
    assert_eq!(
        bench.read(|reader| reader.follow_up_disputed(9)),
        [("goal".to_owned(), "g".to_owned())]
    );
}
