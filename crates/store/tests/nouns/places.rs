//! Places: found by name or commune.

use serde_json::json;

use crate::common::{Bench, text};
use crate::filling::session;

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
fn the_directory_is_searched_by_words_and_by_service() {
    let bench = Bench::new();
    let services = |names: &[&str]| ("services", json!(names));
    bench.put(
        "place",
        "a",
        &[("name", text("Mairie")), services(&["Aide"])],
    );
    bench.put(
        "place",
        "b",
        &[
            ("name", text("Bus")),
            (
                "commune",
                json!({"code": "50031", "name": "Barneville-Carteret", "postcode": "50270"}),
            ),
            ("position", json!({"lat": 49_380_000, "lon": -1_750_000})),
            ("opening_hours", text("We 09:00-12:00")),
            ("itinerant", json!(true)),
            ("source_id", text("x-1")),
            services(&["Aide", "Accès"]),
        ],
    );
    let found = |typed: &str, service: Option<&str>| -> Vec<String> {
        let rows = bench.read(|reader| reader.place_directory(typed, service));
        rows.into_iter().map(|row| row.id).collect()
    };
    assert_eq!(found("", None), ["b", "a"]);
    assert_eq!(found("carteret", None), ["b"]);
    assert_eq!(found("", Some("Accès")), ["b"]);
    assert!(found("mairie", Some("Accès")).is_empty());
    let row = bench
        .read(|reader| reader.place_directory("bus", None))
        .remove(0);
    assert!(row.itinerant && row.position.is_some());
    assert_eq!(row.opening_hours.as_deref(), Some("We 09:00-12:00"));
    let marks = bench.read(|reader| reader.place_marks());
    assert_eq!(marks[0].source_id.as_deref(), Some("x-1"));
    assert_eq!(marks[0].commune.as_deref(), Some("50031"));
    // One in the bin is no longer there.
    let (mut row, values) = crate::common::record("place", "b", &[("name", text("Bus"))]);
    row.deleted = true;
    bench.put_row(&row, &values);
    assert_eq!(found("", None), ["a"]);
}

#[test]
fn an_import_remembers_what_it_did_until_it_is_undone() {
    use escale_store::place::ImportedRow;
    let bench = Bench::new();
    let row = |id: &str, seen: Option<&str>| ImportedRow {
        id: id.to_owned(),
        changed_at_ms: 5,
        seen: seen.map(str::to_owned),
    };
    let write = |change: &dyn Fn(&mut escale_store::Tx<'_>) -> escale_store::Result<()>| {
        bench
            .notebook
            .as_ref()
            .unwrap()
            .commit(|tx| change(tx))
            .unwrap();
    };
    write(&|tx| {
        tx.begin_place_import("i", 7)?;
        tx.begin_place_import("i", 9)?;
        tx.keep_place_import("i", &row("a", None))?;
        tx.keep_place_import("i", &row("b", Some("{}")))
    });
    let latest = bench.read(|reader| reader.place_import_latest()).unwrap();
    assert_eq!((latest.at_ms, latest.created, latest.changed), (7, 1, 1));
    write(&|tx| tx.drop_place_import_row("i", "a"));
    let rows = bench.read(|reader| reader.place_import_rows("i"));
    assert_eq!(rows, [row("b", Some("{}"))]);
    write(&|tx| tx.end_place_import("i", 8));
    assert_eq!(bench.read(|reader| reader.place_import_latest()), None);
    assert!(
        bench
            .read(|reader| reader.place_import_rows("i"))
            .is_empty()
    );
}
