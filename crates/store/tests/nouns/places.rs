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
