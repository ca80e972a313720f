//! The plan: what touches a period is found, what does not is left; registrations in order.

use serde_json::{Value, json};

use crate::common::{Bench, record, text};
use crate::filling::{bin, person};

fn stop(bench: &Bench, id: &str, first: &str, last: Option<&str>) {
    let mut fields = vec![
        ("place", text("p")),
        ("weekdays", json!(["mardi", "jeudi"])),
        ("starts", text("09:00")),
        ("ends", text("12:00")),
        ("every", json!(1)),
        ("first_day", text(first)),
    ];
    if let Some(last) = last {
        fields.push(("last_day", text(last)));
    }
    bench.put("stop", id, &fields);
}

fn change(bench: &Bench, id: &str, stop: &str, date: &str, more: &[(&str, Value)]) {
    let mut fields = vec![
        ("stop", text(stop)),
        ("date", text(date)),
        ("kind", text("deplacee")),
    ];
    fields.extend(more.iter().cloned());
    bench.put("stop_change", id, &fields);
}

#[test]
fn permanences_and_exceptions_of_a_period_are_found() {
    let bench = Bench::new();
    stop(&bench, "always", "2026-01-05", None);
    stop(&bench, "over", "2026-01-05", Some("2026-06-30"));
    stop(&bench, "later", "2027-01-04", None);
    stop(&bench, "binned", "2026-01-05", None);
    bin(&bench, "stop", "binned");
    stop(&bench, "over-but-moved", "2026-01-05", Some("2026-06-30"));
    change(
        &bench,
        "c1",
        "over-but-moved",
        "2026-06-30",
        &[("moved_to", text("2026-11-24"))],
    );
    change(&bench, "c2", "always", "2026-11-26", &[]);
    change(&bench, "c3", "always", "2026-12-26", &[]);
    let ids = |rows: Vec<escale_store::Row>| -> Vec<String> {
        rows.into_iter().map(|row| row.id).collect()
    };
    let (from, to) = ("2026-11-23", "2026-11-29");
    assert_eq!(
        ids(bench.read(|r| r.stops(from, to))),
        ["always", "over-but-moved"]
    );
    assert_eq!(ids(bench.read(|r| r.stop_changes(from, to))), ["c1", "c2"]);
    let row = bench.read(|r| r.stops(from, to)).remove(0);
    assert_eq!(row.values["weekdays"], json!(["jeudi", "mardi"]));
}

#[test]
fn workshops_come_in_the_order_of_the_day_and_the_latest_first_to_be_copied() {
    let bench = Bench::new();
    for (id, date, starts) in [
        ("b", "2026-11-24", "14:00"),
        ("a", "2026-11-24", "09:00"),
        ("c", "2026-11-17", "09:00"),
        ("d", "2026-12-24", "09:00"),
        ("gone", "2026-11-24", "10:00"),
    ] {
        bench.put(
            "workshop",
            id,
            &[
                ("date", text(date)),
                ("starts", text(starts)),
                ("themes", json!(["email"])),
            ],
        );
    }
    bin(&bench, "workshop", "gone");
    let of = |rows: Vec<escale_store::Row>| -> Vec<String> {
        rows.into_iter().map(|row| row.id).collect()
    };
    assert_eq!(
        of(bench.read(|r| r.workshops("2026-11-23", "2026-11-29"))),
        ["a", "b"]
    );
    assert_eq!(
        of(bench.read(|r| r.workshops_until("2026-11-24", 2))),
        ["b", "a"]
    );
}

#[test]
fn registrations_come_in_their_order_with_the_names_the_files_have_today() {
    let bench = Bench::new();
    person(&bench, "p1", "Odette", "Lemarinel", "");
    person(&bench, "p2", "Yves", "Exemple", "");
    bin(&bench, "beneficiary", "p2");
    for (id, at, fields) in [
        (
            "second",
            2_000,
            vec![
                ("name", text("Mme L.")),
                ("count", json!(3)),
                ("present", json!(2)),
            ],
        ),
        ("first", 1_000, vec![("beneficiary", text("p1"))]),
        (
            "third",
            3_000,
            vec![("beneficiary", text("p2")), ("count", json!(-4))],
        ),
        ("elsewhere", 500, vec![("workshop", text("other"))]),
        ("left", 100, vec![("name", text("Z."))]),
    ] {
        let mut all = vec![("workshop", text("w"))];
        all.extend(fields);
        let (mut row, values) = record("registration", id, &all);
        row.recorded_at_ms = at;
        bench.put_row(&row, &values);
    }
    bin(&bench, "registration", "left");
    let found = bench.read(|reader| reader.registrations("w"));
    let told: Vec<_> = found
        .iter()
        .map(|r| {
            (
                r.id.as_str(),
                r.last_name.as_deref(),
                r.count,
                r.present,
                r.gone,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("first", Some("Lemarinel"), 1, 0, false),
            ("second", None, 3, 2, true),
            ("third", Some("Exemple"), 1, 0, true),
        ]
    );
    assert!(
        !format!("{found:?}").contains("Mme L."),
        "a name was printed"
    );
}

#[test]
fn outlines_and_days_are_found() {
    let bench = Bench::new();
    bench.put(
        "outline",
        "o2",
        &[("title", text("Photos")), ("steps", text("Trier"))],
    );
    bench.put("outline", "o1", &[("title", text("E-mail"))]);
    let titles: Vec<Value> = bench
        .read(|reader| reader.outlines())
        .into_iter()
        .map(|row| row.values["title"].clone())
        .collect();
    assert_eq!(titles, [json!("E-mail"), json!("Photos")]);
    bench.put(
        "workday",
        "d",
        &[("date", text("2026-11-24")), ("travel", json!(45))],
    );
    let days = bench.read(|reader| reader.workdays("2026-11-23", "2026-11-29"));
    assert_eq!(days[0].values["travel"], json!(45));
    assert!(
        bench
            .read(|r| r.workdays("2026-11-25", "2026-11-29"))
            .is_empty()
    );
}
