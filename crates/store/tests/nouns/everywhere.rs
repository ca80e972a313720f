//! Looking everywhere: people, places and sessions by any part of what a person remembers.

use escale_store::session::SessionLine;
use serde_json::json;

use crate::common::{Bench, record, text};
use crate::filling::{bin, person, session};

fn town() -> Bench {
    let bench = Bench::new();
    person(&bench, "b-1", "Odette", "Lemarinel", "02 61 91 00 12");
    person(&bench, "b-2", "Évrard", "Œuvrard", "06 39 98 10 20");
    person(&bench, "b-3", "Marine", "Petit", "");
    for (id, name, commune) in [
        ("p-1", "Mairie", "Barneville-Carteret"),
        ("p-2", "Médiathèque Marguerite", "Valognes"),
    ] {
        let fields = [("name", text(name)), ("commune", json!({"name": commune}))];
        bench.put("place", id, &fields);
    }
    let workshop = |id: &str, day: &str, title: &str| {
        session(
            &bench,
            id,
            day,
            120,
            &[("title", text(title)), ("themes", json!(["email"]))],
        );
    };
    workshop("s-1", "2026-11-02", "Découvrir sa tablette");
    workshop("s-2", "2026-11-09", "Découvrir sa tablette");
    workshop("s-3", "2026-11-16", "L’après-midi photo");
    session(
        &bench,
        "s-4",
        "2026-11-17",
        30,
        &[("themes", json!(["bureautique", "email"]))],
    );
    workshop("s-5", "2026-11-18", "Découvrir sa tablette");
    bin(&bench, "session", "s-5");
    bench
}

fn people(bench: &Bench, typed: &str) -> (Vec<String>, bool) {
    let page = bench.read(|reader| reader.people_anywhere(typed, 8));
    (
        page.rows.into_iter().map(|line| line.id).collect(),
        page.approximate,
    )
}

fn ids(lines: Vec<SessionLine>) -> Vec<String> {
    lines.into_iter().map(|line| line.id).collect()
}

#[test]
fn a_person_is_found_by_the_inside_of_a_word_after_those_it_begins() {
    let bench = town();
    assert_eq!(
        people(&bench, "marin"),
        (vec!["b-3".into(), "b-1".into()], false)
    );
    assert_eq!(people(&bench, "oeuvrard evr"), (vec!["b-2".into()], false));
    assert_eq!(people(&bench, "61 91"), (vec!["b-1".into()], false));
    assert_eq!(people(&bench, "lemarinnel"), (vec!["b-1".into()], true));
    for nothing in ["", "  ", "6", "61", "xyzzy"] {
        assert_eq!(people(&bench, nothing), (vec![], false), "{nothing}");
    }
    // Two letters inside a word are in too many names.
    assert_eq!(people(&bench, "ri"), (vec![], false));
    let all = bench.read(|reader| reader.people_anywhere("marin", 1));
    assert_eq!((all.total, all.rows.len()), (2, 1));
}

#[test]
fn a_place_is_found_by_any_part_and_a_typo() {
    let bench = town();
    let places = |typed: &str| -> Vec<String> {
        let found = bench.read(|reader| reader.places_anywhere(typed, 5));
        found.into_iter().map(|line| line.id).collect()
    };
    assert_eq!(places("carteret"), ["p-1"]);
    assert_eq!(places("theque"), ["p-2"]);
    assert_eq!(places("mediateque valognes"), ["p-2"]);
    // Marguerite begins with it; Mairie does not hold it.
    assert_eq!(places("marg"), ["p-2"]);
    assert!(places("").is_empty() && places("12").is_empty());
}

#[test]
fn a_workshop_is_found_by_its_title_latest_first_and_never_from_the_bin() {
    let bench = town();
    let titled = |typed: &str| ids(bench.read(|reader| reader.sessions_titled(typed, 8)));
    assert_eq!(titled("tablette"), ["s-2", "s-1"]);
    assert_eq!(titled("apres midi"), ["s-3"]);
    assert_eq!(titled("tablete"), ["s-2", "s-1"]);
    assert_eq!(titled("blet"), ["s-2", "s-1"]);
    assert!(titled("12").is_empty() && titled("").is_empty());
    let one = bench.read(|reader| reader.sessions_titled("tablette", 1));
    assert_eq!(ids(one), ["s-2"]);
}

#[test]
fn sessions_of_a_theme_come_latest_first_among_the_latest() {
    let bench = town();
    let about = |theme: &str| ids(bench.read(|reader| reader.sessions_about(theme, 3)));
    assert_eq!(about("email"), ["s-4", "s-3", "s-2"]);
    assert_eq!(about("bureautique"), ["s-4"]);
    assert!(about("sante").is_empty());
    // Five thousand later ones hide what is older, and only that.
    let fields = [("date", text("2026-11-17")), ("themes", json!(["sante"]))];
    let many: Vec<_> = (0..5_000)
        .map(|n| record("session", &format!("m-{n}"), &fields))
        .collect();
    bench
        .notebook
        .as_ref()
        .unwrap()
        .commit(|tx| {
            many.iter()
                .try_for_each(|(row, values)| tx.put_record(row, values))
        })
        .unwrap();
    assert!(about("email").is_empty());
    assert_eq!(about("sante").len(), 3);
}
