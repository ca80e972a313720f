//! A record of any noun: kept whole, projected as far as it fits, rebuilt, walked, removed.

use escale_domain::catalogue;
use escale_store::Error;
use escale_store::session::SessionFilter;
use serde_json::json;

use crate::common::{Bench, record, text};
use crate::filling::{attend, person, session};
use crate::sessions::ids;

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
        .reproject::<Error>(
            &catalogue::TABLES.iter().collect::<Vec<_>>(),
            |row| Ok(serde_json::from_str(&row.state)?),
            |_| Ok(()),
        )
        .unwrap();
    assert_eq!(look(), before);
    let failed = notebook.reproject(&[&catalogue::SESSION], |_| Err(Error::Closed), |_| Ok(()));
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
