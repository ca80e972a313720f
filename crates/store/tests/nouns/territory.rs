//! Diagnostics of the territory: of a place, of its commune, latest first.

use serde_json::json;

use crate::common::{Bench, text};

#[test]
fn diagnostics_are_found_by_place_or_by_commune_latest_first() {
    let bench = Bench::new();
    let commune = |code: &str| {
        (
            "commune",
            json!({"code": code, "name": "Brix", "postcode": "50700"}),
        )
    };
    bench.put("place", "p", &[("name", text("Mairie")), commune("50087")]);
    let about = |id: &str, date: &str, what: (&str, serde_json::Value)| {
        bench.put(
            "territory",
            id,
            &[("date", text(date)), what, ("structures", json!(["CCAS"]))],
        );
    };
    about("a", "2026-01-10", ("place", text("p")));
    about("b", "2026-11-10", commune("50087"));
    about("c", "2026-06-10", commune("50615"));
    let page = |place: Option<&str>, commune: Option<&str>| -> Vec<String> {
        let (total, rows) = bench.read(|reader| reader.territory_page(place, commune, 0, 9));
        assert_eq!(total as usize, rows.len());
        rows.into_iter().map(|row| row.id).collect()
    };
    assert_eq!(page(None, None), ["b", "c", "a"]);
    assert_eq!(page(Some("p"), None), ["a"]);
    assert_eq!(
        page(None, Some("50087")),
        ["b", "a"],
        "the place’s commune counts"
    );
    let (total, rows) = bench.read(|reader| reader.territory_page(None, None, 2, 1));
    assert_eq!((total, rows[0].place_name.as_deref()), (3, Some("Mairie")));
    assert_eq!(rows[0].structures, ["CCAS"]);
}
