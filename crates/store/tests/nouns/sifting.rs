//! The list of sessions sifted, tags, and what is in the bin.

use escale_store::session::SessionFilter;
use serde_json::json;

use crate::common::{Bench, record, text};
use crate::filling::{attend, bin, person, session};
use crate::sessions::ids;

fn sieve() -> SessionFilter {
    SessionFilter {
        limit: 9,
        ..SessionFilter::default()
    }
}

fn some(value: &str) -> Option<String> {
    Some(value.to_owned())
}

/// Three sessions of one day, a workshop the day before, one in the bin.
fn filled() -> Bench {
    let bench = Bench::new();
    person(&bench, "b", "Ada", "Martin", "");
    let day = "2026-11-02";
    let with = |place: &str, themes: serde_json::Value, tags: serde_json::Value| {
        vec![("place", text(place)), ("themes", themes), ("tags", tags)]
    };
    session(
        &bench,
        "s1",
        day,
        10,
        &with("p1", json!(["email", "sante"]), json!(["bus"])),
    );
    session(
        &bench,
        "s2",
        day,
        20,
        &with("p2", json!(["email"]), json!(["bus", "caf"])),
    );
    session(
        &bench,
        "s3",
        day,
        30,
        &with("p1", json!(["sante"]), json!([])),
    );
    let (mut row, values) = record(
        "session",
        "w",
        &[
            ("kind", text("collectif")),
            ("date", text("2026-11-01")),
            ("place", text("p1")),
            ("themes", json!(["email"])),
            ("tags", json!(["caf"])),
        ],
    );
    row.recorded_at_ms = 5;
    bench.put_row(&row, &values);
    session(
        &bench,
        "gone",
        day,
        40,
        &with("p1", json!(["email"]), json!(["bus"])),
    );
    bin(&bench, "session", "gone");
    attend(&bench, "s1", "b");
    attend(&bench, "w", "b");
    bench
}

#[test]
fn sieves_add_up_and_count_what_they_keep() {
    let bench = filled();
    let kept = |filter: SessionFilter| {
        let (total, page) = ids(&bench, &filter);
        assert_eq!(total as usize, page.len());
        assert_eq!(bench.read(|reader| reader.session_ids(&filter)), page);
        page
    };
    assert_eq!(kept(sieve()), ["s3", "s2", "s1", "w"]);
    let workshop = SessionFilter {
        kind: some("collectif"),
        ..sieve()
    };
    assert_eq!(kept(workshop), ["w"]);
    let place = SessionFilter {
        place: some("p1"),
        ..sieve()
    };
    assert_eq!(kept(place.clone()), ["s3", "s1", "w"]);
    let theme = SessionFilter {
        theme: some("email"),
        ..place
    };
    assert_eq!(kept(theme.clone()), ["s1", "w"]);
    let day = SessionFilter {
        from: some("2026-11-02"),
        ..theme.clone()
    };
    assert_eq!(kept(day), ["s1"]);
    let tag = SessionFilter {
        tags: vec!["caf".into()],
        ..sieve()
    };
    assert_eq!(kept(tag), ["s2", "w"]);
    let themed = SessionFilter {
        theme: some("email"),
        ..sieve()
    };
    assert_eq!(kept(themed), ["s2", "s1", "w"]);
    let either = SessionFilter {
        tags: vec!["caf".into(), "bus".into()],
        ..sieve()
    };
    assert_eq!(kept(either), ["s2", "s1", "w"]);
    let hers = SessionFilter {
        beneficiary: some("b"),
        ..theme
    };
    assert_eq!(kept(hers), ["s1", "w"]);
    let none = SessionFilter {
        theme: some("justice"),
        ..sieve()
    };
    assert!(kept(none).is_empty());
}

#[test]
fn all_identifiers_are_told_whatever_the_page() {
    let bench = filled();
    let page = SessionFilter {
        limit: 1,
        offset: 2,
        ..SessionFilter::default()
    };
    assert_eq!(ids(&bench, &page), (4, vec!["s1".to_owned()]));
    assert_eq!(
        bench.read(|reader| reader.session_ids(&page)),
        ["s3", "s2", "s1", "w"]
    );
}

#[test]
fn tags_are_counted_on_live_sessions_and_named_on_their_lines() {
    let bench = filled();
    bench.put(
        "tag",
        "bus",
        &[("name", text("Bus")), ("description", text("Tournée"))],
    );
    bench.put("tag", "caf", &[("name", text("CAF"))]);
    bench.put("tag", "old", &[("name", text("Vieux"))]);
    bin(&bench, "tag", "old");
    let tags = bench.read(|reader| reader.tags());
    let told: Vec<(&str, &str, u32)> = tags
        .iter()
        .map(|tag| (tag.id.as_str(), tag.name.as_str(), tag.sessions))
        .collect();
    assert_eq!(told, [("bus", "Bus", 2), ("caf", "CAF", 2)]);
    assert_eq!(tags[0].description.as_deref(), Some("Tournée"));
    // The session that has both counts once.
    let both = ["bus".to_owned(), "caf".to_owned()];
    assert_eq!(bench.read(|reader| reader.tag_uses(&both)), 3);
    let line = bench.read(|reader| reader.session_line("s2")).unwrap();
    assert_eq!(line.tags, ["Bus", "CAF"]);
    bin(&bench, "tag", "caf");
    let line = bench.read(|reader| reader.session_line("s2")).unwrap();
    assert_eq!(line.tags, ["Bus"], "a tag in the bin is not shown");
}

#[test]
fn a_line_is_flagged_for_its_own_dispute_and_for_that_of_its_outcome() {
    let bench = filled();
    let flagged = |id: &str| {
        bench
            .read(|reader| reader.session_line(id))
            .unwrap()
            .disputed
    };
    assert!(!flagged("s1"));
    let outcome = [("session", text("s1")), ("autonomy", text("autonome"))];
    let (mut row, values) = record("outcome", "o", &outcome);
    row.conflict = vec!["oriented".into()];
    bench.put_row(&row, &values);
    assert!(flagged("s1"));
    bin(&bench, "outcome", "o");
    assert!(!flagged("s1"));
}

#[test]
fn the_bin_is_told_latest_first_since_a_day_and_of_the_tables_asked() {
    let bench = Bench::new();
    for (n, (table, id)) in [
        ("session", "s"),
        ("place", "p"),
        ("session", "t"),
        ("attendance", "a"),
    ]
    .into_iter()
    .enumerate()
    {
        let (mut row, values) = record(table, id, &[]);
        row.deleted = true;
        row.changed_at_ms = 100 + i64::try_from(n).unwrap();
        bench.put_row(&row, &values);
    }
    session(&bench, "live", "2026-11-02", 1, &[]);
    let read = |since, offset, limit| {
        let tables = ["session", "place"];
        let (total, rows) = bench.read(|reader| reader.bin_page(&tables, since, offset, limit));
        let names: Vec<String> = rows.into_iter().map(|row| row.id).collect();
        (total, names)
    };
    let names = |list: &[&str]| list.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
    assert_eq!(read(0, 0, 9), (3, names(&["t", "p", "s"])));
    assert_eq!(read(101, 0, 9), (2, names(&["t", "p"])));
    assert_eq!(read(0, 1, 1), (3, names(&["p"])));
}

#[test]
fn a_joined_file_is_no_deleted_one() {
    let bench = Bench::new();
    for id in ["joined", "apart", "deleted"] {
        person(&bench, id, "Ada", "Martin", "");
        bin(&bench, "beneficiary", id);
    }
    bench.put("merge", "joined", &[("target", text("b"))]);
    bench.put("merge", "apart", &[("taken", text("{}"))]);
    let (total, rows) = bench.read(|reader| reader.bin_page(&["beneficiary"], 0, 0, 9));
    let names: Vec<String> = rows.into_iter().map(|row| row.id).collect();
    assert_eq!(
        (total, names),
        (2, vec!["apart".to_owned(), "deleted".to_owned()])
    );
}
