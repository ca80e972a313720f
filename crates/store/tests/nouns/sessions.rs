//! Sessions: their order, their line, the habits they show.

use escale_store::session::{Count, SessionFilter};
use serde_json::json;

use crate::common::{Bench, record, text};
use crate::filling::{attend, bin, operation, person, push, session};

pub(crate) fn ids(bench: &Bench, filter: &SessionFilter) -> (u32, Vec<String>) {
    let (total, lines) = bench.read(|reader| reader.session_page(filter));
    (total, lines.into_iter().map(|line| line.id).collect())
}

#[test]
fn sessions_come_latest_first_by_page_by_day_and_by_person() {
    let bench = Bench::new();
    person(&bench, "b", "Ada", "Martin", "");
    session(&bench, "old", "2026-10-01", 50, &[]);
    session(&bench, "noon", "2026-11-02", 20, &[]);
    session(&bench, "evening", "2026-11-02", 30, &[]);
    session(&bench, "gone", "2026-11-03", 40, &[]);
    bin(&bench, "session", "gone");
    let (row, values) = record("session", "undated", &[]);
    bench.put_row(&row, &values);
    attend(&bench, "old", "b");
    attend(&bench, "noon", "b");
    attend(&bench, "gone", "b");
    let all = SessionFilter {
        limit: 9,
        ..SessionFilter::default()
    };
    let names = |list: &[&str]| list.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        ids(&bench, &all),
        (4, names(&["evening", "noon", "old", "undated"]))
    );
    let second = SessionFilter {
        limit: 2,
        offset: 1,
        ..all.clone()
    };
    assert_eq!(ids(&bench, &second), (4, names(&["noon", "old"])));
    let day = SessionFilter {
        from: Some("2026-11-02".into()),
        to: Some("2026-11-02".into()),
        ..all.clone()
    };
    assert_eq!(ids(&bench, &day), (2, names(&["evening", "noon"])));
    let until = SessionFilter {
        to: Some("2026-10-31".into()),
        ..all.clone()
    };
    assert_eq!(ids(&bench, &until), (1, names(&["old"])));
    let hers = SessionFilter {
        beneficiary: Some("b".into()),
        ..all
    };
    assert_eq!(ids(&bench, &hers), (2, names(&["noon", "old"])));
    let hers_lately = SessionFilter {
        from: Some("2026-11-01".into()),
        ..hers
    };
    assert_eq!(ids(&bench, &hers_lately), (1, names(&["noon"])));
    assert_eq!(
        bench
            .read(|reader| reader.session_latest_of("2026-11-02"))
            .unwrap()
            .id,
        "evening"
    );
    assert!(
        bench
            .read(|reader| reader.session_latest_of("2026-11-03"))
            .is_none()
    );
}

#[test]
fn a_line_says_who_where_what_and_whether_it_was_sent() {
    let bench = Bench::new();
    person(&bench, "b1", "Ada", "Martin", "");
    person(&bench, "b2", "Bob", "Noël", "");
    bench.put(
        "place",
        "p",
        &[
            ("name", text("Médiathèque")),
            ("commune", json!({"name": "Valognes"})),
        ],
    );
    session(
        &bench,
        "s",
        "2026-11-02",
        7,
        &[
            ("place", text("p")),
            ("themes", json!(["sante", "internet"])),
            ("anonymous", json!({"total": 3})),
        ],
    );
    session(
        &bench,
        "home",
        "2026-11-01",
        7,
        &[("commune", json!({"name": "Brix"}))],
    );
    attend(&bench, "s", "b1");
    attend(&bench, "s", "b2");
    bench.put(
        "outcome",
        "o",
        &[
            ("session", text("s")),
            ("beneficiary", text("b1")),
            ("autonomy", text("guide")),
        ],
    );
    let line = |id: &str| bench.read(|reader| reader.session_line(id)).unwrap();
    let read = line("s");
    assert_eq!(
        (read.named, read.anonymous, read.person.as_deref()),
        (2, 3, Some("Ada Martin"))
    );
    assert_eq!(
        (read.themes, read.place.as_deref()),
        (
            vec!["internet".to_owned(), "sante".to_owned()],
            Some("Médiathèque")
        )
    );
    assert_eq!(line("home").place.as_deref(), Some("Brix"));
    assert!(read.sent);
    for (q, table, row) in [
        (1, "session", "s"),
        (2, "attendance", "s+b2"),
        (3, "outcome", "o"),
    ] {
        push(&bench, &[operation(q, q, table, row, "{}")]);
        assert!(!line("s").sent && line("home").sent, "{table}");
        bench
            .notebook
            .as_ref()
            .unwrap()
            .commit(|tx| tx.outbox_ack_until(q))
            .unwrap();
        assert!(line("s").sent, "{table}");
    }
    let outcome = bench.read(|reader| reader.session_outcome("s")).unwrap();
    assert_eq!(outcome.values["autonomy"], "guide");
    let people = bench.read(|reader| reader.session_people("s"));
    assert_eq!(
        people
            .iter()
            .map(|one| one.beneficiary.as_str())
            .collect::<Vec<_>>(),
        ["b1", "b2"]
    );
    bin(&bench, "attendance", "s+b1");
    assert_eq!(bench.read(|reader| reader.session_people("s")).len(), 1);
    assert_eq!(
        bench.read(|reader| reader.session_attendances("s")),
        [("s+b1".to_owned(), true), ("s+b2".to_owned(), false)]
    );
    let sums = bench.read(|reader| reader.session_day("2026-11-02"));
    assert_eq!((sums.sessions, sums.minutes, sums.people), (1, 60, 4));
}

#[test]
fn habits_are_counted_over_live_sessions() {
    let bench = Bench::new();
    for n in 0..7 {
        session(
            &bench,
            &format!("a{n}"),
            "2026-11-01",
            n,
            &[("themes", json!(["sante"])), ("place", text("p"))],
        );
    }
    for n in 0..5 {
        let more = [
            ("duration", json!(30)),
            ("themes", json!(["internet"])),
            ("commune", json!({"name": "Brix"})),
        ];
        session(&bench, &format!("b{n}"), "2026-11-02", n, &more);
    }
    let durations = || bench.read(|reader| reader.session_durations());
    assert_eq!(
        durations(),
        [Count {
            value: 60,
            count: 7
        }]
    );
    assert_eq!(
        bench.read(|reader| reader.session_usual_duration()),
        Some(60)
    );
    assert_eq!(
        bench.read(|reader| reader.session_last_place()).as_deref(),
        Some("p")
    );
    assert_eq!(
        bench.read(|reader| reader.session_last_commune()).unwrap()["name"],
        "Brix"
    );
    for n in 0..3 {
        bin(&bench, "session", &format!("a{n}"));
    }
    assert!(durations().is_empty());
    assert_eq!(
        bench.read(|reader| reader.session_usual_duration()),
        Some(30)
    );
    let themes = bench.read(|reader| reader.session_themes());
    assert_eq!(
        themes,
        [
            Count {
                value: "internet".into(),
                count: 5
            },
            Count {
                value: "sante".into(),
                count: 4
            }
        ]
    );
}
