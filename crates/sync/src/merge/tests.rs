use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::op::Base;

fn put(q: u64, field: &str, value: Value, base: Option<&str>) -> Op {
    let mut op = Op {
        q,
        x: q,
        s: "adv:a".into(),
        t: "beneficiary".into(),
        r: "r".into(),
        k: kind::PUT.into(),
        f: BTreeMap::from([(field.to_owned(), value)]),
        b: BTreeMap::new(),
        h: Hlc::new(q, 0),
        v: 1,
        a: "a".into(),
        n: String::new(),
        more: BTreeMap::new(),
    };
    if let Some(base) = base {
        op.b.insert(field.to_owned(), Base::One(base.parse().unwrap()));
    }
    op
}

#[test]
fn an_overwrite_by_somebody_who_had_seen_the_value_is_no_conflict() {
    let mut row = RowState::default();
    row.apply("d1", &put(1, "phone", json!("1"), None), Hlc(10));
    let applied = row.apply("d2", &put(1, "phone", json!("2"), Some("d1:1")), Hlc(20));
    assert_eq!(row.value("phone"), Some(&json!("2")));
    assert!(row.disputed().is_empty());
    assert_eq!(applied.superseded.len(), 1);
    assert_eq!(applied.superseded[0].value, json!("1"));
}

#[test]
fn two_writers_who_had_not_seen_each_other_leave_two_heads() {
    let mut row = RowState::default();
    row.apply("d1", &put(1, "phone", json!("1"), None), Hlc(10));
    row.apply("d1", &put(2, "phone", json!("one"), Some("d1:1")), Hlc(30));
    row.apply("d2", &put(1, "phone", json!("two"), Some("d1:1")), Hlc(20));
    assert_eq!(row.disputed(), ["phone"]);
    assert_eq!(row.value("phone"), Some(&json!("one")));
    // Overwriting the displayed value alone leaves the other one open, on purpose.
    row.apply(
        "d1",
        &put(3, "phone", json!("three"), Some("d1:2")),
        Hlc(40),
    );
    assert_eq!(row.disputed(), ["phone"]);
    let mut resolve = put(4, "phone", json!("three"), None);
    resolve.k = kind::RESOLVE.into();
    resolve.b.insert(
        "phone".into(),
        Base::Many(vec![Dot::new("d1", 3), Dot::new("d2", 1)]),
    );
    row.apply("d1", &resolve, Hlc(50));
    assert!(row.disputed().is_empty());
}

#[test]
fn the_same_value_written_twice_is_agreement() {
    let mut row = RowState::default();
    row.apply("d1", &put(1, "phone", json!("1"), None), Hlc(10));
    row.apply("d2", &put(1, "phone", json!("1"), None), Hlc(20));
    assert!(row.disputed().is_empty());
}

#[test]
fn a_late_ancestor_never_becomes_a_head() {
    let mut row = RowState::default();
    row.apply("d3", &put(1, "phone", json!("c"), Some("d2:1")), Hlc(30));
    row.apply("d1", &put(1, "phone", json!("a"), None), Hlc(10));
    let applied = row.apply("d2", &put(1, "phone", json!("b"), Some("d1:1")), Hlc(20));
    assert_eq!(row.value("phone"), Some(&json!("c")));
    assert!(row.disputed().is_empty());
    // Both older values are in the history all the same.
    let old: Vec<_> = applied.superseded.iter().map(|s| s.value.clone()).collect();
    assert_eq!(old, [json!("a"), json!("b")]);
}

#[test]
fn an_addition_the_remover_had_not_seen_survives() {
    let mut row = RowState::default();
    row.apply(
        "d1",
        &put(1, "themes", json!({"+": ["email"]}), None),
        Hlc(10),
    );
    row.apply(
        "d2",
        &put(1, "themes", json!({"+": ["email", "sante"]}), None),
        Hlc(20),
    );
    row.apply(
        "d1",
        &put(2, "themes", json!({"-": {"email": ["d1:1"]}}), None),
        Hlc(30),
    );
    assert_eq!(row.values()["themes"], json!(["email", "sante"]));
    row.apply(
        "d1",
        &put(3, "themes", json!({"-": {"email": ["d2:1"]}}), None),
        Hlc(40),
    );
    assert_eq!(row.values()["themes"], json!(["sante"]));
}

#[test]
fn deleting_and_restoring_keep_the_values() {
    let mut row = RowState::default();
    row.apply("d1", &put(1, "phone", json!("1"), None), Hlc(10));
    let mut del = put(2, "phone", json!(null), None);
    del.f.clear();
    del.k = kind::DEL.into();
    row.apply("d1", &del, Hlc(20));
    assert!(row.deleted());
    let mut undel = del.clone();
    (undel.q, undel.k) = (3, kind::UNDEL.into());
    row.apply("d1", &undel, Hlc(30));
    assert!(!row.deleted());
    assert_eq!(row.value("phone"), Some(&json!("1")));
}

/// One operation of a random history, with the dots its author had seen.
fn history() -> impl Strategy<Value = Vec<(String, Op, Hlc)>> {
    // device, field or set, value, how many earlier ops the author had seen, stamp, kind
    let step = (0u8..3, 0u8..3, 0u8..4, 0usize..12, 0u64..50, 0u8..12);
    prop::collection::vec(step, 1..14).prop_map(|steps| {
        let mut done: Vec<(String, Op, Hlc)> = Vec::new();
        for (device, field, value, seen, stamp, which) in steps {
            let device = format!("d{device}");
            let q = 1 + done.iter().filter(|(d, ..)| *d == device).count() as u64;
            // What the author had seen: a prefix of what happened, and all of its own.
            let mut view = RowState::default();
            for (i, (d, op, e)) in done.iter().enumerate() {
                if i < seen || *d == device {
                    view.apply(d, op, *e);
                }
            }
            let mut op = match which {
                0 => put(q, "phone", json!(null), None),
                1 => put(q, "phone", json!(null), None),
                _ if field == 2 => put(q, "themes", json!(null), None),
                _ => put(
                    q,
                    if field == 0 { "phone" } else { "email" },
                    json!(value),
                    None,
                ),
            };
            match which {
                0 | 1 => {
                    op.f.clear();
                    op.k = if which == 0 { kind::DEL } else { kind::UNDEL }.into();
                    if let Some((dot, _)) = view.fields.get(DELETED).and_then(|r| view.shown(r)) {
                        op.b.insert(DELETED.into(), Base::One(dot.clone()));
                    }
                }
                _ if field == 2 => {
                    let element = format!("t{value}");
                    let mut change = SetChange::default();
                    match view.sets.get("themes").and_then(|s| s.added.get(&element)) {
                        Some(dots) => {
                            change
                                .remove
                                .insert(element, dots.iter().cloned().collect());
                        }
                        None => {
                            change.add.insert(element);
                        }
                    }
                    op.f.insert("themes".into(), change.value().unwrap());
                }
                _ => {
                    let name = op.f.keys().next().unwrap().clone();
                    if let Some((dot, _)) = view.fields.get(&name).and_then(|r| view.shown(r)) {
                        op.b.insert(name, Base::One(dot.clone()));
                    }
                }
            }
            done.push((device, op, Hlc::new(1000 + stamp, u16::from(value))));
        }
        done
    })
}

fn ours_alone(history: &[(String, Op, Hlc)], mask: u16) -> usize {
    (0..history.len())
        .filter(|i| mask >> (i % 16) & 1 == 1)
        .count()
}

/// The rule itself, written the slow way: heads are the writes nobody covers.
fn oracle(history: &[(String, Op, Hlc)], field: &str) -> BTreeSet<Dot> {
    let writes: Vec<(Dot, &Op)> = history
        .iter()
        .filter(|(_, op, _)| op.f.contains_key(field))
        .map(|(device, op, _)| (Dot::new(device.clone(), op.q), op))
        .collect();
    writes
        .iter()
        .filter(|(dot, _)| {
            !writes.iter().any(|(other, op)| {
                op.b.get(field)
                    .is_some_and(|base| base.dots().contains(dot))
                    || (other.device == dot.device && other.q > dot.q)
            })
        })
        .map(|(dot, _)| dot.clone())
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// P4: the fold does not depend on the order of arrival, nor on duplicates; P9: the heads
    /// are exactly those of the definition; and every value is still somewhere (P2).
    #[test]
    fn any_order_of_arrival_gives_the_same_row(history in history(), seed in any::<u64>()) {
        let mut reference = RowState::default();
        for (device, op, e) in &history {
            reference.apply(device, op, *e);
        }
        let mut shuffled: Vec<_> = history.iter().chain(history.iter()).collect();
        let mut state = seed | 1;
        for i in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            shuffled.swap(i, (state >> 33) as usize % (i + 1));
        }
        let mut other = RowState::default();
        let mut kept = 0;
        for (device, op, e) in shuffled {
            kept += other.apply(device, op, *e).superseded.len();
        }
        prop_assert_eq!(serde_json::to_string(&other).unwrap(), serde_json::to_string(&reference).unwrap());
        prop_assert_eq!(other.sum("beneficiary", "r"), reference.sum("beneficiary", "r"));
        for field in ["phone", "email"] {
            let heads: BTreeSet<Dot> = reference.fields.get(field).map(|r| r.heads.keys().cloned().collect()).unwrap_or_default();
            prop_assert_eq!(heads, oracle(&history, field));
        }
        let written = history.iter().map(|(_, op, _)| {
            op.f.values().filter(|v| SetChange::of(v).is_none()).count() + usize::from(op.k != kind::PUT)
        }).sum::<usize>();
        let standing: usize = other.fields.values().map(|r| r.heads.len()).sum();
        prop_assert_eq!(written, standing + kept, "every value is a head or in the history");
    }

    /// P6: an erasure dominates every other operation, whenever it comes; what it does not name
    /// is as if it had never come.
    #[test]
    fn an_erasure_dominates_in_any_order(history in history(), at in 0usize..15, whole in any::<bool>(), twice in any::<bool>()) {
        let mut erase = put(1, "by", json!("e-1"), None);
        erase.k = kind::ERASE.into();
        erase.f.insert("why".into(), json!("asked"));
        if whole {
            erase.f.insert("keep".into(), json!({"gender": "FEMININ"}));
        } else {
            erase.f.insert("only".into(), json!(["phone", "themes"]));
        }
        let e = Hlc::new(1_020, 0);
        let mut row = RowState::default();
        let mut without = RowState::default();
        for (i, (device, op, stamp)) in history.iter().enumerate() {
            if i == at || (twice && i == 0) {
                row.apply("d9", &erase, e);
            }
            row.apply(device, op, *stamp);
            without.apply(device, op, *stamp);
        }
        row.apply("d9", &erase, e);
        if whole {
            let mut alone = RowState::default();
            alone.apply("d9", &erase, e);
            prop_assert_eq!(&row, &alone);
            prop_assert!(row.is_erased() && row.deleted() && row.disputed().is_empty());
        } else {
            prop_assert!(row.value("phone").is_none() && !row.sets.contains_key("themes"));
            prop_assert_eq!(row.fields.get("email"), without.fields.get("email"));
            prop_assert_eq!(row.deleted(), without.deleted());
        }
        // A snapshot that tells of it, joined to a row that does not know, and the other way.
        for (mut ours, theirs) in [(without.clone(), row.clone()), (row.clone(), without)] {
            ours.join(&theirs);
            prop_assert_eq!(&ours, &row);
        }
        let text = serde_json::to_string(&row).unwrap();
        prop_assert_eq!(serde_json::from_str::<RowState>(&text).unwrap(), row);
    }

    /// Whatever either side has seen, in whatever order: joined, they are what somebody has who
    /// has seen it all, and every value that stood on our side stands or is in the history.
    #[test]
    fn two_states_joined_are_the_fold_of_both(history in history(), ours in any::<u16>(), theirs in any::<u16>()) {
        let seen = |mask: u16| {
            let mut state = RowState::default();
            for (i, (device, op, e)) in history.iter().enumerate() {
                if mask >> (i % 16) & 1 == 1 {
                    state.apply(device, op, *e);
                }
            }
            state
        };
        let (mut joined, other, both) = (seen(ours), seen(theirs), seen(ours | theirs));
        let stood: Vec<(String, Dot)> = joined.fields.iter()
            .flat_map(|(name, register)| register.heads.keys().map(|dot| (name.clone(), dot.clone())))
            .collect();
        let applied = joined.join(&other);
        prop_assert_eq!(applied.fresh, both.writes.len() > ours_alone(&history, ours));
        prop_assert_eq!(serde_json::to_string(&joined).unwrap(), serde_json::to_string(&both).unwrap());
        for (field, dot) in stood {
            let stands = joined.fields[&field].heads.contains_key(&dot);
            let told = applied.superseded.iter().any(|old| old.field == field && old.dot == dot);
            prop_assert!(stands != told, "{field} {dot}");
        }
        // Once more changes nothing.
        let again = joined.join(&other);
        prop_assert_eq!((again.fresh, &joined), (false, &both));
    }

    #[test]
    fn a_state_reads_back_as_it_was_written(history in history()) {
        let mut row = RowState::default();
        for (device, op, e) in &history {
            row.apply(device, op, *e);
        }
        let text = serde_json::to_string(&row).unwrap();
        prop_assert_eq!(serde_json::from_str::<RowState>(&text).unwrap(), row);
    }
}
