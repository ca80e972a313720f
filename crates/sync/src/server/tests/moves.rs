//! Rows handed over between two advisers, each with laptops of her own.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::json;

use super::laptop::Laptop;
use super::*;
use crate::op::Dot;
use crate::wire::Named;

fn named(id: &str) -> Named {
    Named {
        id: id.into(),
        name: id.to_uppercase(),
    }
}

/// Each adviser of the team may hand over to the two others.
fn context_of(laptop: &Laptop, rx_ms: u64, epoch: &str) -> Context {
    let everybody = ["a", "b", "c"].map(named);
    Context {
        adviser: laptop.adviser.clone(),
        scopes: BTreeSet::from([laptop.home()]),
        colleagues: everybody
            .into_iter()
            .filter(|one| one.id != laptop.adviser)
            .collect(),
        ..context(&laptop.device, rx_ms, epoch)
    }
}

fn exchange(log: &mut MemoryLog, laptop: &mut Laptop, rx: u64) -> SyncResponse {
    let asked = laptop.request(rx, usize::MAX);
    let response = sync(log, &context_of(laptop, rx, "e1"), &asked)
        .unwrap()
        .unwrap();
    laptop.answer(&response, rx, rx + 10);
    response
}

fn row(laptop: &Laptop, id: &str) -> Option<RowState> {
    laptop
        .rows
        .get(&("beneficiary".to_owned(), id.to_owned()))
        .cloned()
}

#[test]
fn a_colleague_receives_the_row_with_its_heads_and_its_history() {
    let mut log = MemoryLog::default();
    let (mut one, mut two) = (Laptop::new("d1"), Laptop::new("d2"));
    let mut other = Laptop::of("b", "d3");
    one.record("r", json!({"last_name": "Le Gall", "phone": "1"}), 1_000);
    exchange(&mut log, &mut one, 2_000);
    exchange(&mut log, &mut two, 3_000);
    // Two values at once: the colleague must find them both.
    one.record("r", json!({"last_name": "Le Gall", "phone": "2"}), 4_000);
    two.record("r", json!({"last_name": "Le Gall", "phone": "3"}), 5_000);
    exchange(&mut log, &mut one, 6_000);
    exchange(&mut log, &mut two, 7_000);
    exchange(&mut log, &mut one, 8_000);
    let before = row(&one, "r").unwrap();
    assert_eq!(before.disputed(), ["phone"]);
    one.hand_over("r", "b", 9_000);
    exchange(&mut log, &mut one, 10_000);
    exchange(&mut log, &mut two, 11_000);
    exchange(&mut log, &mut other, 12_000);
    assert_eq!((row(&one, "r"), row(&two, "r")), (None, None));
    assert_eq!(row(&other, "r"), Some(before));
    assert_eq!(other.history, one.history, "the value that gave way");
    // A newcomer of the giver reads that it went, and nothing of what it was.
    let mut late = Laptop::new("d4");
    let read = exchange(&mut log, &mut late, 13_000);
    assert!(late.rows.is_empty() && late.parked == 0);
    let read = serde_json::to_string(&read).unwrap();
    assert!(!read.contains("Gall") && read.contains("adv:b"));
}

#[test]
fn what_another_laptop_wrote_meanwhile_reaches_the_new_owner() {
    let mut log = MemoryLog::default();
    let (mut one, mut two) = (Laptop::new("d1"), Laptop::new("d2"));
    let (mut other, mut third) = (Laptop::of("b", "d3"), Laptop::of("c", "d5"));
    one.record("r", json!({"last_name": "Le Gall", "phone": "1"}), 1_000);
    exchange(&mut log, &mut one, 2_000);
    exchange(&mut log, &mut two, 3_000);
    one.hand_over("r", "b", 4_000);
    two.record("r", json!({"last_name": "Le Gall", "phone": "2"}), 5_000);
    exchange(&mut log, &mut one, 6_000);
    exchange(&mut log, &mut other, 7_000);
    other.record("r", json!({"last_name": "Le Gall", "phone": "9"}), 8_000);
    exchange(&mut log, &mut other, 9_000);
    let answer = exchange(&mut log, &mut two, 10_000);
    assert_eq!(answer.push.unwrap().results[0].r, "forwarded");
    assert_eq!(row(&two, "r"), None);
    exchange(&mut log, &mut other, 11_000);
    assert_eq!(row(&other, "r").unwrap().disputed(), ["phone"]);
    // And further, when it has gone further.
    other.hand_over("r", "c", 12_000);
    exchange(&mut log, &mut other, 13_000);
    two.acked = two.outbox.len() as u64;
    two.record("r2", json!({"last_name": "X"}), 14_000);
    exchange(&mut log, &mut third, 15_000);
    assert_eq!(row(&third, "r").unwrap().disputed(), ["phone"]);
    assert_eq!((row(&other, "r"), log.quarantine.len()), (None, 0));
}

#[test]
fn a_row_goes_to_a_colleague_and_to_nobody_else() {
    let mut log = MemoryLog::default();
    let mut one = Laptop::new("d1");
    one.record("r", json!({"last_name": "Le Gall"}), 1_000);
    one.hand_over("r", "stranger", 2_000);
    let answer = exchange(&mut log, &mut one, 3_000);
    let results = answer.push.unwrap().results;
    assert_eq!(results[0].why.as_deref(), Some("target"));
    assert!(row(&one, "r").is_some());
    // Nor to the team, nor out of another's notebook.
    let mut forged = Laptop::of("b", "d3");
    forged.hand_over("r", "b", 4_000);
    forged.outbox[0].s = "adv:a".into();
    forged.chains[1] = Chain::default().then(&forged.outbox[0].canonical().unwrap());
    exchange(&mut log, &mut forged, 5_000);
    assert_eq!(log.quarantine.len(), 2);
    assert!(log.moved.is_empty());
}

#[test]
fn a_row_that_comes_back_is_whole_again_on_the_laptop_that_wrote_it() {
    let mut log = MemoryLog::default();
    let (mut one, mut other) = (Laptop::new("d1"), Laptop::of("b", "d3"));
    one.record("r", json!({"last_name": "Le Gall", "phone": "1"}), 1_000);
    exchange(&mut log, &mut one, 2_000);
    let before = row(&one, "r");
    one.hand_over("r", "b", 3_000);
    exchange(&mut log, &mut one, 4_000);
    exchange(&mut log, &mut other, 5_000);
    // The clock of the second giver is late: the row goes all the same.
    other.hand_over("r", "a", 100);
    exchange(&mut log, &mut other, 6_000);
    exchange(&mut log, &mut one, 7_000);
    assert_eq!((row(&one, "r"), row(&other, "r")), (before, None));
    one.hand_over("r", "b", 8_000);
    exchange(&mut log, &mut one, 9_000);
    exchange(&mut log, &mut other, 10_000);
    assert!(row(&one, "r").is_none() && row(&other, "r").is_some());
}

/// What may happen between advisers `a` (two laptops) and `b` (two laptops).
#[derive(Debug, Clone)]
enum Step {
    Record {
        laptop: usize,
        row: u8,
        value: u8,
    },
    Move {
        laptop: usize,
        row: u8,
    },
    Exchange {
        laptop: usize,
        most: usize,
        lost: bool,
    },
    Backup,
    Restore,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => (0usize..4, 0u8..2, 0u8..4)
            .prop_map(|(laptop, row, value)| Step::Record { laptop, row, value }),
        3 => (0usize..4, 0u8..2).prop_map(|(laptop, row)| Step::Move { laptop, row }),
        8 => (0usize..4, 0usize..4, any::<bool>())
            .prop_map(|(laptop, most, lost)| Step::Exchange { laptop, most, lost }),
        1 => Just(Step::Backup),
        1 => Just(Step::Restore),
    ];
    prop::collection::vec(step, 1..60)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    /// Rows wander between two advisers while everybody writes, answers are lost and the server
    /// is restored: every write ends in exactly one log, every row is with exactly one of them,
    /// and her laptops hold it as the server does, to the byte; the other's hold nothing of it.
    #[test]
    fn rows_that_wander_are_always_with_somebody_whole(steps in steps()) {
        let mut log = MemoryLog::default();
        log.begin_epoch(&[], "e1");
        let (mut epoch, mut backup) = (1, log.clone());
        let mut rx = 1_790_000_000_000u64;
        let mut fleet = [("a", "d1"), ("a", "d2"), ("b", "d3"), ("b", "d4")]
            .map(|(adviser, device)| Laptop::of(adviser, device));
        let call = |log: &mut MemoryLog, laptop: &mut Laptop, rx: u64, most: usize, lost: bool, epoch: i32| {
            let name = format!("e{epoch}");
            for _ in 0..2 {
                let asked = laptop.request(rx, most);
                match sync(log, &context_of(laptop, rx, &name), &asked).unwrap() {
                    Ok(response) => {
                        if !lost {
                            laptop.answer(&response, rx, rx + 50);
                        }
                        return;
                    }
                    Err(problem) => laptop.adopt(&problem),
                }
            }
        };
        // Both rows are born with `a`, and known to the server.
        for row in ["r0", "r1"] {
            fleet[0].record(row, json!({"last_name": "origin"}), rx);
        }
        call(&mut log, &mut fleet[0], rx, usize::MAX, false, epoch);
        for step in steps {
            rx += 1_000;
            match step {
                Step::Record { laptop, row, value } => {
                    let id = format!("r{row}");
                    if let Some(state) = super::moves::row(&fleet[laptop], &id) {
                        let mut wanted = state.values();
                        wanted.insert("phone".into(), json!(format!("v{value}")));
                        fleet[laptop].record(&id, json!(wanted), rx);
                    }
                }
                Step::Move { laptop, row } => {
                    let id = format!("r{row}");
                    if super::moves::row(&fleet[laptop], &id).is_some() {
                        let to = if laptop < 2 { "b" } else { "a" };
                        fleet[laptop].hand_over(&id, to, rx);
                    }
                }
                Step::Exchange { laptop, most, lost } => call(&mut log, &mut fleet[laptop], rx, most, lost, epoch),
                Step::Backup => backup = log.clone(),
                Step::Restore => {
                    let known = log.epochs.clone();
                    log = backup.clone();
                    epoch += 1;
                    log.begin_epoch(&known, &format!("e{epoch}"));
                }
            }
        }
        for _ in 0..6 {
            for laptop in &mut fleet {
                rx += 1_000;
                call(&mut log, laptop, rx, usize::MAX, false, epoch);
            }
        }
        // I2: each operation is once in a log, whatever scope it is in now.
        let mut kept = BTreeMap::new();
        for (entry, _) in log.entries.values().filter(|(entry, _)| !entry.is_away()) {
            *kept.entry(Dot::new(entry.dev.clone().unwrap(), entry.q)).or_insert(0) += 1;
        }
        for laptop in &fleet {
            for op in laptop.outbox.iter().filter(|op| op.k != kind::MOVE) {
                prop_assert_eq!(kept.get(&Dot::new(laptop.device.clone(), op.q)), Some(&1));
            }
        }
        prop_assert!(log.quarantine.is_empty());
        for id in ["r0", "r1"] {
            let homes = log.rows.keys().filter(|(_, _, row)| row == id).count();
            prop_assert_eq!(homes, 1, "{} is with {} advisers", id, homes);
        }
        for laptop in &fleet {
            let scope = laptop.home();
            let server: BTreeMap<_, _> = log.rows.iter().filter(|((of, ..), _)| *of == scope)
                .map(|((_, table, row), state)| ((table.clone(), row.clone()), serde_json::to_string(state).unwrap())).collect();
            let rows: BTreeMap<_, _> = laptop.rows.iter().map(|(key, state)| (key.clone(), serde_json::to_string(state).unwrap())).collect();
            prop_assert_eq!(&rows, &server, "{}", &laptop.device);
            let ours = laptop.scopes.get(&scope).copied().unwrap_or_default();
            let theirs = log.scopes.get(&scope).copied().unwrap_or_default();
            prop_assert_eq!((ours.cursor, ours.sum), (theirs.head, theirs.sum));
        }
    }
}
