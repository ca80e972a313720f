//! The contract of each noun: what is put is found, counted and ordered as a person expects.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use common::{Bench, record, text};
use escale_domain::catalogue;
use escale_store::beneficiary::Likeness;
use escale_store::draft::Draft;
use escale_store::session::{Count, SessionFilter};
use escale_store::sync::{Exchange, HistoryRow, OutboxRow, Scope};
use escale_store::{Error, Result};
use serde_json::{Value, json};

fn session(bench: &Bench, id: &str, day: &str, recorded_at_ms: i64, more: &[(&str, Value)]) {
    let mut fields = vec![
        ("kind", text("individuel")),
        ("date", text(day)),
        ("duration", json!(60)),
    ];
    fields.extend(more.iter().cloned());
    let (mut row, values) = record("session", id, &fields);
    row.recorded_at_ms = recorded_at_ms;
    bench.put_row(&row, &values);
}

fn person(bench: &Bench, id: &str, first: &str, last: &str, phone: &str) {
    bench.put(
        "beneficiary",
        id,
        &[
            ("first_name", text(first)),
            ("last_name", text(last)),
            ("phone", text(phone)),
        ],
    );
}

fn attend(bench: &Bench, session: &str, person: &str) {
    let id = format!("{session}+{person}");
    bench.put(
        "attendance",
        &id,
        &[("session", text(session)), ("beneficiary", text(person))],
    );
}

fn bin(bench: &Bench, table: &str, id: &str) {
    let mut row = bench.read(|reader| reader.record(table, id)).unwrap();
    row.deleted = true;
    let values = serde_json::from_str(&row.state).unwrap();
    bench.put_row(&row, &values);
}

fn operation(q: u64, txn: u64, table: &str, row: &str, body: &str) -> OutboxRow {
    OutboxRow {
        q,
        txn,
        scope: "adv:1".into(),
        table: table.into(),
        row: row.into(),
        body: body.into(),
        chain: [7; 32],
        stamp: 100 + q,
        seq: None,
        recorded_at_ms: 1_000 * i64::try_from(q).unwrap(),
    }
}

fn push(bench: &Bench, rows: &[OutboxRow]) {
    bench
        .notebook
        .as_ref()
        .unwrap()
        .commit(|tx| rows.iter().try_for_each(|row| tx.outbox_push(row)))
        .unwrap();
}

fn ids(bench: &Bench, filter: &SessionFilter) -> (u32, Vec<String>) {
    let (total, lines) = bench.read(|reader| reader.session_page(filter));
    (total, lines.into_iter().map(|line| line.id).collect())
}

fn found(bench: &Bench, typed: &str) -> (Vec<String>, bool) {
    let page = bench.read(|reader| reader.beneficiary_page(typed, 0, 50));
    assert_eq!(page.total as usize, page.rows.len());
    (
        page.rows.into_iter().map(|line| line.id).collect(),
        page.approximate,
    )
}

#[test]
fn a_record_and_its_projection_come_back_whole() {
    let bench = Bench::new();
    let fields = [
        ("kind", text("atelier")),
        ("duration", json!(90)),
        (
            "commune",
            json!({"code": "50129", "name": "Cherbourg-en-Cotentin", "postcode": "50100"}),
        ),
        ("themes", json!(["sante", "internet"])),
        ("anonymous", json!({"total": 7})),
    ];
    let (mut row, values) = record("session", "s", &fields);
    row.conflict = vec!["notes".into()];
    bench.put_row(&row, &values);
    assert_eq!(
        bench.read(|reader| reader.record("session", "s")),
        Some(row.clone())
    );
    let read = bench
        .read(|reader| reader.row(&catalogue::SESSION, "s"))
        .unwrap();
    let mut expected = values;
    expected.insert("themes".into(), json!(["internet", "sante"]));
    assert_eq!((read.values, read.conflict), (expected, row.conflict));
    assert_eq!(
        bench
            .read(|reader| reader.session_line("s"))
            .unwrap()
            .anonymous,
        7
    );
    assert_eq!(bench.read(|reader| reader.conflict_count()), 1);
}

#[test]
fn what_does_not_fit_the_projection_stays_in_the_state() {
    let bench = Bench::new();
    let fields = [
        ("duration", text("une heure")),
        ("date", json!(7)),
        ("anonymous", json!([1])),
        ("themes", json!(["sante", 3, null])),
        ("from_the_future", json!(true)),
    ];
    let (row, values) = record("session", "s", &fields);
    bench.put_row(&row, &values);
    bench.put("from_the_future", "x", &[("a", json!(1))]);
    let read = bench
        .read(|reader| reader.row(&catalogue::SESSION, "s"))
        .unwrap();
    assert_eq!(
        read.values.into_iter().collect::<Vec<_>>(),
        [("themes".to_owned(), json!(["sante"]))]
    );
    assert_eq!(
        bench
            .read(|reader| reader.record("session", "s"))
            .unwrap()
            .state,
        row.state
    );
    assert!(
        bench
            .read(|reader| reader.record("from_the_future", "x"))
            .is_some()
    );
    assert_eq!(
        ids(
            &bench,
            &SessionFilter {
                limit: 9,
                ..SessionFilter::default()
            }
        )
        .0,
        1
    );
}

#[test]
fn every_projection_can_be_rebuilt_from_the_records() {
    let bench = Bench::new();
    person(&bench, "b", "Ada", "Martin", "0639980001");
    session(
        &bench,
        "s",
        "2026-11-02",
        1,
        &[("themes", json!(["sante"]))],
    );
    attend(&bench, "s", "b");
    let look = || {
        let rows = bench.read(|reader| reader.row(&catalogue::SESSION, "s"));
        let page = bench.read(|reader| reader.beneficiary_page("martin", 0, 9));
        (rows, page)
    };
    let before = look();
    let notebook = bench.notebook.as_ref().unwrap();
    notebook
        .reproject(|row| Ok(serde_json::from_str(&row.state)?))
        .unwrap();
    assert_eq!(look(), before);
    let failed = notebook.reproject(|_| Err(Error::Closed));
    assert!(failed.is_err());
    assert_eq!(look(), before);
}

#[test]
fn records_of_a_scope_are_walked_in_order_and_can_be_removed() {
    let bench = Bench::new();
    for id in ["c", "a", "b"] {
        bench.put(
            "place",
            id,
            &[("name", text("Mairie")), ("typologies", json!(["MUNI"]))],
        );
    }
    let walk = || {
        let mut seen = Vec::new();
        bench.read(|reader| {
            reader.records("adv:1", |row| {
                seen.push(row.id);
                Ok(())
            })
        });
        seen
    };
    assert_eq!(walk(), ["a", "b", "c"]);
    bench
        .notebook
        .as_ref()
        .unwrap()
        .commit(|tx| tx.delete_record("place", "b"))
        .unwrap();
    assert_eq!(walk(), ["a", "c"]);
    assert_eq!(
        bench.read(|reader| reader.row(&catalogue::PLACE, "b")),
        None
    );
    assert_eq!(bench.read(|reader| reader.place_search("", 9)).len(), 2);
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

#[test]
fn people_are_found_in_any_order_with_accents_typos_and_digits_forgiven() {
    let bench = Bench::new();
    person(&bench, "1", "Éléonore", "Le Goff", "+33639980001");
    person(&bench, "2", "Jean-François", "Dupont", "0639980002");
    person(&bench, "3", "Marie Dupond", "Martin", "0261910003");
    person(&bench, "4", "Gone", "Dupont", "0261910004");
    bin(&bench, "beneficiary", "4");
    let exact = |list: &[&str]| {
        (
            list.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>(),
            false,
        )
    };
    assert_eq!(found(&bench, "goff ELEO"), exact(&["1"]));
    assert_eq!(found(&bench, "jeanfrancois"), exact(&["2"]));
    // The name itself before a middle word.
    assert_eq!(found(&bench, "dupon"), exact(&["2", "3"]));
    assert_eq!(found(&bench, "06 39 98"), exact(&["2", "1"]));
    assert_eq!(found(&bench, "dupont 0002"), exact(&["2"]));
    assert_eq!(found(&bench, "0003"), exact(&["3"]));
    assert_eq!(found(&bench, ""), exact(&["2", "1", "3"]));
    assert_eq!(found(&bench, "elaonore"), (vec!["1".to_owned()], true));
    assert_eq!(found(&bench, "xyzzy"), exact(&[]));
    let page = bench.read(|reader| reader.beneficiary_page("", 1, 1));
    assert_eq!((page.total, page.rows[0].id.as_str()), (3, "1"));
}

#[test]
fn the_latest_seen_comes_first_among_equals_whatever_arrived_first() {
    let bench = Bench::new();
    // As a download may bring them: the attendance, then the session, then the person.
    attend(&bench, "s1", "b2");
    session(
        &bench,
        "s1",
        "2026-11-02",
        1,
        &[("themes", json!(["sante"]))],
    );
    session(
        &bench,
        "s2",
        "2026-11-05",
        1,
        &[("themes", json!(["sante", "internet"]))],
    );
    attend(&bench, "s2", "b2");
    person(&bench, "b1", "Ada", "Martin", "");
    person(&bench, "b2", "Zoé", "Martin", "");
    assert_eq!(found(&bench, "martin").0, ["b2", "b1"]);
    let line = || bench.read(|reader| reader.beneficiary_line("b2")).unwrap();
    assert_eq!(
        (line().sessions, line().last_session.as_deref()),
        (2, Some("2026-11-05"))
    );
    let themes = bench.read(|reader| reader.beneficiary_themes("b2"));
    assert_eq!(
        themes,
        [
            Count {
                value: "sante".into(),
                count: 2
            },
            Count {
                value: "internet".into(),
                count: 1
            }
        ]
    );
    bin(&bench, "session", "s2");
    assert_eq!(
        (line().sessions, line().last_session.as_deref()),
        (1, Some("2026-11-02"))
    );
    bin(&bench, "attendance", "s1+b2");
    assert_eq!((line().sessions, line().last_session), (0, None));
}

#[test]
fn twins_share_a_word_a_phone_or_a_mail() {
    let bench = Bench::new();
    person(&bench, "name", "Ada", "Martin", "");
    person(&bench, "phone", "Bob", "Noël", "+33639980001");
    bench.put(
        "beneficiary",
        "mail",
        &[
            ("first_name", text("Cléo")),
            ("email", text("Ada@example.org")),
        ],
    );
    person(&bench, "other", "Dan", "Petit", "0639980002");
    let like = Likeness {
        first_name: "ADA".into(),
        last_name: "Durand".into(),
        phone: "06 39 98 00 01".into(),
        email: "ada@example.org".into(),
        except: None,
    };
    let alike = |like: &Likeness| -> Vec<String> {
        bench
            .read(|reader| reader.beneficiary_alike(like, 9))
            .into_iter()
            .map(|line| line.id)
            .collect()
    };
    assert_eq!(alike(&like), ["mail", "phone", "name"]);
    assert_eq!(
        alike(&Likeness {
            except: Some("phone".into()),
            ..like
        }),
        ["mail", "name"]
    );
    assert!(alike(&Likeness::default()).is_empty());
}

#[test]
fn places_are_found_by_name_or_commune_most_used_first() {
    let bench = Bench::new();
    bench.put(
        "place",
        "a",
        &[
            ("name", text("Mairie")),
            ("commune", json!({"name": "Brix"})),
            ("typologies", json!(["MUNI"])),
        ],
    );
    bench.put(
        "place",
        "b",
        &[
            ("name", text("Médiathèque")),
            ("commune", json!({"name": "Valognes"})),
        ],
    );
    bench.put(
        "place",
        "c",
        &[
            ("name", text("Mairie")),
            ("commune", json!({"name": "Valognes"})),
        ],
    );
    session(&bench, "s", "2026-11-02", 1, &[("place", text("b"))]);
    let search = |typed: &str| -> Vec<String> {
        bench
            .read(|reader| reader.place_search(typed, 9))
            .into_iter()
            .map(|line| line.id)
            .collect()
    };
    assert_eq!(search(""), ["b", "a", "c"]);
    assert_eq!(search("valo mai"), ["c"]);
    assert_eq!(search("MEDIATHEQUE"), ["b"]);
    let line = bench.read(|reader| reader.place_line("a")).unwrap();
    assert_eq!(
        (line.typologies, line.sessions),
        (vec!["MUNI".to_owned()], 0)
    );
}

#[test]
fn drafts_are_kept_replaced_and_dropped() {
    let bench = Bench::new();
    let draft = |id: &str, body: &str, saved_at_ms| Draft {
        id: id.into(),
        kind: "session".into(),
        record: None,
        body: body.into(),
        saved_at_ms,
    };
    let notebook = bench.notebook.as_ref().unwrap();
    for one in [draft("a", "1", 1), draft("b", "2", 2), draft("a", "3", 3)] {
        notebook.commit(|tx| tx.put_draft(&one)).unwrap();
    }
    assert_eq!(
        bench.read(|reader| reader.drafts()),
        [draft("a", "3", 3), draft("b", "2", 2)]
    );
    assert_eq!(
        format!("{:?}", draft("a", "secret", 1)),
        "Draft { id: \"a\", .. }"
    );
    notebook.commit(|tx| tx.delete_draft("a")).unwrap();
    assert_eq!(bench.read(|reader| reader.draft("a")), None);
}

#[test]
fn the_outbox_never_splits_a_transaction_and_lets_go_only_of_what_is_durable() {
    let bench = Bench::new();
    let body = "x".repeat(100);
    push(
        &bench,
        &[
            operation(1, 1, "session", "s1", &body),
            operation(2, 1, "attendance", "a1", &body),
            operation(3, 2, "session", "s1", &body),
            operation(4, 3, "place", "p", &body),
        ],
    );
    let batch = |after, bytes| {
        let batch = bench.read(|reader| reader.outbox_batch(after, bytes));
        (
            batch.rows.iter().map(|row| row.q).collect::<Vec<_>>(),
            batch.more,
        )
    };
    assert_eq!(batch(0, 1), (vec![1, 2], true));
    assert_eq!(batch(0, 350), (vec![1, 2, 3], true));
    assert_eq!(batch(0, 299), (vec![1, 2], true));
    assert_eq!(batch(3, 1), (vec![4], false));
    assert_eq!(batch(0, 9_999), (vec![1, 2, 3, 4], false));
    let counts = bench.read(|reader| reader.outbox_counts());
    assert_eq!(
        (
            counts.records,
            counts.operations,
            counts.oldest_ms,
            counts.not_durable
        ),
        (3, 4, Some(1_000), 0)
    );
    let items: Vec<_> = bench
        .read(|reader| reader.outbox_items(2))
        .into_iter()
        .map(|item| item.id)
        .collect();
    assert_eq!(items, ["s1", "a1"]);
    let notebook = bench.notebook.as_ref().unwrap();
    notebook.commit(|tx| tx.outbox_ack_until(3)).unwrap();
    notebook
        .commit(|tx| tx.outbox_stamp(2, 18_240, u64::MAX))
        .unwrap();
    notebook.commit(|tx| tx.outbox_durable_until(9)).unwrap();
    let counts = bench.read(|reader| reader.outbox_counts());
    assert_eq!(
        (counts.records, counts.operations, counts.not_durable),
        (1, 1, 0)
    );
    let row = bench.read(|reader| reader.outbox_row(2)).unwrap();
    assert_eq!(
        (row.seq, row.stamp, row.body.as_str()),
        (Some(18_240), u64::MAX, "")
    );
    assert_eq!(
        bench.read(|reader| reader.outbox_row(4)).unwrap().body,
        body
    );
    assert_eq!(batch(0, 9_999), (vec![4], false));
}

#[test]
fn a_restored_server_is_given_again_what_it_lost() {
    let bench = Bench::new();
    push(
        &bench,
        &[
            operation(1, 1, "place", "p", "{}"),
            operation(2, 2, "place", "q", "{}"),
        ],
    );
    let notebook = bench.notebook.as_ref().unwrap();
    notebook.commit(|tx| tx.outbox_ack_until(2)).unwrap();
    notebook.commit(|tx| tx.outbox_unack_after(1)).unwrap();
    assert_eq!(bench.read(|reader| reader.outbox_counts()).operations, 1);
    assert_eq!(
        bench.read(|reader| reader.outbox_batch(1, 99)).rows.len(),
        1
    );
}

#[test]
fn what_the_exchange_needs_is_remembered() {
    let bench = Bench::new();
    let notebook = bench.notebook.as_ref().unwrap();
    let scope = Scope {
        id: "team:1".into(),
        epoch: "e".into(),
        cursor: 9,
        sum: [3; 16],
    };
    let value = HistoryRow {
        table: "place".into(),
        row: "p".into(),
        field: "name".into(),
        value: "\"Mairie\"".into(),
        dot: "d:1".into(),
        stamp: 4,
        author: "adv:1".into(),
        superseded_by: "d:2".into(),
        at_ms: 5,
    };
    let done: Result<()> = notebook.commit(|tx| {
        tx.put_scope(&scope)?;
        tx.push_history(&value)?;
        tx.park("team:1", 12, "{}")?;
        tx.put_erased("x")?;
        tx.put_erased("x")?;
        tx.set_meta_u64("clock", u64::MAX - 1)?;
        tx.set_meta_blob("chain", &[1, 2])?;
        tx.set_meta_text("epoch", "e")?;
        tx.set_setting("theme", "dark")?;
        for n in 0..205 {
            tx.push_exchange(&Exchange {
                at_ms: n,
                line: "online".into(),
                sent: 1,
                received: 2,
            })?;
        }
        Ok(())
    });
    done.unwrap();
    bench.read(|reader| {
        assert_eq!(reader.scope("team:1")?, Some(scope));
        assert_eq!(reader.history("place", "p")?, [value]);
        assert_eq!(
            (
                reader.is_erased("x")?,
                reader.is_erased("y")?,
                reader.erased()?.len()
            ),
            (true, false, 1)
        );
        assert_eq!(reader.meta_u64("clock")?, Some(u64::MAX - 1));
        assert_eq!(reader.meta_blob("chain")?, Some(vec![1, 2]));
        assert_eq!(
            (
                reader.meta_text("epoch")?.as_deref(),
                reader.meta_text("none")?
            ),
            (Some("e"), None)
        );
        assert_eq!(reader.setting("theme")?.as_deref(), Some("dark"));
        let journal = reader.exchanges(999)?;
        assert_eq!((journal.len(), journal[0].at_ms), (200, 204));
        Ok(())
    });
    let parked = bench.read(|reader| reader.parked("team:1"));
    notebook.commit(|tx| tx.unpark(parked[0].n)).unwrap();
    assert!(bench.read(|reader| reader.parked("team:1")).is_empty());
    assert!(!format!("{parked:?}").contains("body"));
}
