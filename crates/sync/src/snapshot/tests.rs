use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::memory::MemoryLog;
use crate::server::tests::laptop::Laptop;
use crate::server::tests::{SCOPE, context, exchange};
use crate::server::{self};
use crate::wire::SyncResponse;

/// A person is of the day that her birth year stands for here; the others hang on nothing.
fn place(_: &str, _: &str, state: &RowState) -> Place {
    match state.value("birth_year").and_then(Value::as_str) {
        Some(day) => Place::Dated(day.to_owned()),
        None => match state.value("status").and_then(Value::as_str) {
            Some(on) => Place::Hangs(on.to_owned()),
            None => Place::Base,
        },
    }
}

fn snapshot(log: &mut MemoryLog) -> (Built, Vec<(Part, Vec<u8>)>) {
    let mut lines = Vec::new();
    let built = build(log, SCOPE, "2026", place, |part, line| {
        lines.push((part, serde_json::to_vec(line).unwrap()));
        Ok::<_, Infallible>(())
    })
    .unwrap();
    (built, lines)
}

/// Takes a snapshot as the application does: rows, then the place in the log.
fn take(laptop: &mut Laptop, built: &Built, lines: &[(Part, Vec<u8>)]) -> u64 {
    let device = laptop.device.clone();
    let mut scope = laptop.scope(SCOPE).unwrap();
    let mut rows = 0;
    for (_, line) in lines {
        rows += Line::read(line)
            .unwrap()
            .apply(laptop, &device, SCOPE, &mut scope)
            .unwrap();
    }
    scope.cursor = built.seq;
    laptop.put_scope(SCOPE, scope).unwrap();
    rows
}

fn states(laptop: &Laptop) -> BTreeMap<(String, String), String> {
    let rows = laptop.rows.iter();
    rows.map(|(key, state)| (key.clone(), serde_json::to_string(state).unwrap()))
        .collect()
}

fn history(laptop: &Laptop) -> BTreeMap<(String, String), BTreeSet<(String, Dot)>> {
    let rows = laptop.past.iter();
    rows.map(|(key, past)| (key.clone(), past.iter().cloned().collect()))
        .filter(|(_, past): &(_, BTreeSet<_>)| !past.is_empty())
        .collect()
}

#[test]
fn the_recent_part_comes_first_and_what_hangs_together_is_on_one_line() {
    let mut log = MemoryLog::default();
    let mut one = Laptop::new("d1");
    one.record("old", json!({"birth_year": "2024-03-01"}), 1_000);
    one.record("o1", json!({"status": "old"}), 1_000);
    one.record("new", json!({"birth_year": "2026-02-01"}), 1_000);
    one.record("newer", json!({"birth_year": "2026-02-02"}), 1_000);
    one.record("n1", json!({"status": "new"}), 1_000);
    one.record("n2", json!({"status": "nobody"}), 1_000);
    exchange(&mut log, &mut one, 2_000, 2_000, 100);
    let (built, lines) = snapshot(&mut log);
    assert_eq!((built.hot.rows, built.hot.dated), (4, 2));
    assert_eq!((built.cold.rows, built.cold.dated), (2, 1));
    let found: Vec<(Part, Vec<String>)> = lines
        .iter()
        .map(|(part, line)| {
            let rows = Line::read(line).unwrap().rows;
            (*part, rows.into_iter().map(|row| row.r).collect())
        })
        .collect();
    let line = |part, rows: &[&str]| (part, rows.iter().map(|r| (*r).to_owned()).collect());
    assert_eq!(
        found,
        [
            line(Part::Hot, &["n2"]),
            line(Part::Hot, &["newer"]),
            line(Part::Hot, &["new", "n1"]),
            line(Part::Cold, &["old", "o1"]),
        ]
    );
}

#[test]
fn what_no_row_holds_comes_too() {
    let mut log = MemoryLog::default();
    let mut one = Laptop::new("d1");
    one.record("r", json!({"last_name": "Le Gall"}), 1_000);
    one.issue("r", "dance", crate::author::Patch::default(), 1_001);
    exchange(&mut log, &mut one, 2_000, 2_000, 100);
    let (mut reads, mut takes) = (Laptop::new("d2"), Laptop::new("d3"));
    exchange(&mut log, &mut reads, 3_000, 3_000, 100);
    let (built, lines) = snapshot(&mut log);
    assert_eq!(take(&mut takes, &built, &lines), 1);
    assert_eq!((takes.parked, reads.parked), (1, 1));
    assert_eq!(states(&takes), states(&reads));
    assert_eq!(takes.scopes, reads.scopes);
}

#[test]
fn a_long_log_is_offered_only_to_whoever_can_take_it_and_has_read_nothing() {
    let mut log = MemoryLog::default();
    let mut one = Laptop::new("d1");
    for n in 0..10 {
        one.record(&format!("r{n}"), json!({"last_name": "A"}), 1_000);
    }
    exchange(&mut log, &mut one, 2_000, 2_000, 100);
    let ask = |log: &mut MemoryLog, laptop: &Laptop, able: bool, from: u64| -> SyncResponse {
        let mut asked = laptop.request(3_000, 100);
        asked.snapshots = able;
        let context = server::Context {
            snapshot_from: from,
            ..context(&laptop.device, 3_000, "e1")
        };
        server::sync(log, &context, &asked).unwrap().unwrap()
    };
    let two = Laptop::new("d2");
    let offered = ask(&mut log, &two, true, 10);
    assert_eq!(
        (offered.snapshots, offered.pull.len()),
        (vec![SCOPE.to_owned()], 0)
    );
    assert_eq!(ask(&mut log, &two, true, 11).pull.len(), 1);
    let old = ask(&mut log, &two, false, 10);
    assert_eq!((old.snapshots.len(), old.pull.len()), (0, 1));
    let mut three = Laptop::new("d3");
    exchange(&mut log, &mut three, 3_000, 3_000, 100);
    assert!(ask(&mut log, &three, true, 10).snapshots.is_empty());
}

#[derive(Debug, Clone)]
enum Step {
    Record(usize, u8, usize, u8),
    Delete(usize, u8),
    Exchange(usize),
    Snapshot,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        8 => (0usize..3, 0u8..3, 0usize..3, 0u8..4).prop_map(|(l, r, f, v)| Step::Record(l, r, f, v)),
        1 => (0usize..3, 0u8..3).prop_map(|(l, r)| Step::Delete(l, r)),
        5 => (0usize..2).prop_map(Step::Exchange),
        2 => Just(Step::Snapshot),
    ];
    prop::collection::vec(step, 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// I3: a snapshot and what followed is the fold of the log, for a laptop that had recorded
    /// on the same rows meanwhile, whichever moment it was taken at, taken in pieces and again.
    #[test]
    fn a_snapshot_and_what_followed_is_the_fold_of_the_log(steps in steps(), pieces in 0usize..8) {
        let mut log = MemoryLog::default();
        let mut rx = 1_790_000_000_000u64;
        let mut fleet: Vec<Laptop> = (1..4).map(|i| Laptop::new(&format!("d{i}"))).collect();
        let mut kept = snapshot(&mut log);
        for step in steps {
            rx += 1_000;
            match step {
                Step::Record(laptop, row, field, value) => {
                    let name = ["last_name", "phone", "gender"][field];
                    let mut wanted = fleet[laptop].rows.get(&("beneficiary".into(), format!("r{row}")))
                        .map(RowState::values).unwrap_or_default();
                    wanted.insert(name.into(), json!(format!("v{value}")));
                    fleet[laptop].record(&format!("r{row}"), json!(wanted), rx);
                }
                Step::Delete(laptop, row) => fleet[laptop].delete(&format!("r{row}"), rx),
                Step::Exchange(laptop) => exchange(&mut log, &mut fleet[laptop], rx, rx, 100),
                Step::Snapshot => kept = snapshot(&mut log),
            }
        }
        // The third one has only ever recorded. What came of a first try stays.
        let (built, lines) = kept;
        let mut scope = fleet[2].scope(SCOPE).unwrap();
        for (_, line) in lines.iter().take(pieces) {
            Line::read(line).unwrap().apply(&mut fleet[2], "d3", SCOPE, &mut scope).unwrap();
        }
        fleet[2].put_scope(SCOPE, scope).unwrap();
        let rows = take(&mut fleet[2], &built, &lines);
        prop_assert_eq!(rows, built.hot.rows + built.cold.rows);
        let mut witness = Laptop::new("d4");
        for _ in 0..3 {
            for laptop in fleet.iter_mut().chain([&mut witness]) {
                rx += 1_000;
                // The sums are compared on the way.
                exchange(&mut log, laptop, rx, rx, 100);
            }
        }
        for laptop in &mut fleet {
            prop_assert_eq!(states(laptop), states(&witness));
            prop_assert_eq!(laptop.scope(SCOPE), witness.scope(SCOPE));
            prop_assert_eq!(history(laptop), history(&witness));
        }
    }
}
