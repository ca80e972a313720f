use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::json;

use self::laptop::Laptop;
use super::*;
use crate::memory::MemoryLog;
use crate::merge::RowState;
use crate::op::Chain;
use crate::wire::Cursor;

mod erasures;
pub(crate) mod laptop;
mod moves;
mod replay;

pub(crate) const SCOPE: &str = "adv:a";

pub(crate) fn context(device: &str, rx_ms: u64, epoch: &str) -> Context {
    Context {
        device: device.into(),
        adviser: "a".into(),
        scopes: BTreeSet::from([SCOPE.to_owned()]),
        colleagues: Vec::new(),
        epoch: epoch.into(),
        rx_ms,
        next_poll: 300,
        snapshot_from: u64::MAX,
    }
}

pub(crate) fn exchange(log: &mut MemoryLog, laptop: &mut Laptop, wall: u64, rx: u64, most: usize) {
    let asked = laptop.request(wall, most);
    let response = sync(log, &context(&laptop.device, rx, "e1"), &asked)
        .unwrap()
        .unwrap();
    laptop.answer(&response, wall, wall + 10);
}

#[test]
fn a_session_recorded_on_one_laptop_reaches_the_other() {
    let mut log = MemoryLog::default();
    let (mut one, mut two) = (Laptop::new("d1"), Laptop::new("d2"));
    one.record(
        "r1",
        json!({"last_name": "Le Gall", "phone": "+33639981234"}),
        1_000,
    );
    exchange(&mut log, &mut one, 2_000, 2_000, 100);
    exchange(&mut log, &mut two, 3_000, 3_000, 100);
    assert_eq!(one.rows, two.rows);
    // Both sums were compared on the way (the page reached the head with nothing pending).
    assert_eq!(one.scopes, two.scopes);
}

#[test]
fn the_same_push_twice_changes_nothing() {
    let mut log = MemoryLog::default();
    let mut one = Laptop::new("d1");
    one.record("r1", json!({"last_name": "Le Gall"}), 1_000);
    let asked = one.request(2_000, 100);
    let first = sync(&mut log, &context("d1", 2_000, "e1"), &asked)
        .unwrap()
        .unwrap();
    let kept = log.clone();
    let second = sync(&mut log, &context("d1", 9_000, "e1"), &asked)
        .unwrap()
        .unwrap();
    assert_eq!(log.entries, kept.entries);
    assert_eq!(first.push, second.push);
}

#[test]
fn a_hole_is_named_and_a_clone_is_recognised() {
    let mut log = MemoryLog::default();
    let mut one = Laptop::new("d1");
    one.record("r1", json!({"last_name": "A"}), 1_000);
    one.record("r1", json!({"last_name": "B"}), 1_001);
    let mut late = one.request(2_000, 100);
    late.push.as_mut().unwrap().ops.remove(0);
    let problem = sync(&mut log, &context("d1", 2_000, "e1"), &late)
        .unwrap()
        .unwrap_err();
    assert_eq!(
        (problem.code(), problem.number("expected_q")),
        ("gap", Some(1))
    );
    assert!(log.entries.is_empty());

    exchange(&mut log, &mut one, 2_000, 2_000, 100);
    let mut clone = Laptop::new("d1");
    clone.record("r2", json!({"last_name": "C"}), 1_000);
    clone.record("r2", json!({"last_name": "D"}), 1_000);
    clone.record("r2", json!({"last_name": "E"}), 1_000);
    let problem = sync(
        &mut log,
        &context("d1", 2_000, "e1"),
        &clone.request(3_000, 100),
    )
    .unwrap()
    .unwrap_err();
    assert_eq!(
        (problem.code(), problem.action),
        ("device-forked", Action::NewDeviceId)
    );
    assert!(problem.data_safe);
}

#[test]
fn an_operation_for_a_foreign_scope_is_kept_apart_and_blocks_nothing() {
    let mut log = MemoryLog::default();
    let mut one = Laptop::new("d1");
    one.record("r1", json!({"last_name": "A"}), 1_000);
    one.record("r2", json!({"last_name": "B"}), 1_000);
    one.outbox[0].s = "adv:other".into();
    one.chains = one
        .outbox
        .iter()
        .fold(vec![Chain::default()], |mut chains, op| {
            chains.push(chains.last().unwrap().then(&op.canonical().unwrap()));
            chains
        });
    let response = sync(
        &mut log,
        &context("d1", 2_000, "e1"),
        &one.request(2_000, 100),
    )
    .unwrap()
    .unwrap();
    let pushed = response.push.unwrap();
    assert_eq!(
        (pushed.last_q, pushed.results.len(), log.quarantine.len()),
        (2, 1, 1)
    );
    assert_eq!(log.entries.len(), 1);
}

#[test]
fn an_operation_under_a_colleagues_name_is_kept_apart() {
    let mut log = MemoryLog::default();
    let mut one = Laptop::new("d1");
    one.record("r1", json!({"last_name": "A"}), 1_000);
    one.outbox[0].a = "colleague".into();
    let response = sync(
        &mut log,
        &context("d1", 2_000, "e1"),
        &one.request(2_000, 100),
    )
    .unwrap()
    .unwrap();
    let pushed = response.push.unwrap();
    assert_eq!(pushed.results[0].why.as_deref(), Some("author"));
    assert!(log.entries.is_empty() && log.rows.is_empty());
}

#[test]
fn a_scope_of_somebody_else_is_denied() {
    let mut log = MemoryLog::default();
    let one = Laptop::new("d1");
    let mut asked = one.request(2_000, 0);
    asked.pull.push(Cursor {
        s: "adv:other".into(),
        c: 0,
    });
    let response = sync(&mut log, &context("d1", 2_000, "e1"), &asked)
        .unwrap()
        .unwrap();
    assert_eq!(response.denied, ["adv:other"]);
    assert!(response.pull.is_empty());
}

/// What may happen in a fleet of three laptops of one adviser.
#[derive(Debug, Clone)]
enum Step {
    Record {
        laptop: usize,
        row: u8,
        field: usize,
        value: u8,
    },
    Delete {
        laptop: usize,
        row: u8,
    },
    /// The exchange works; the answer may be lost after the server has committed.
    Exchange {
        laptop: usize,
        most: usize,
        lost: bool,
    },
    Clock {
        laptop: usize,
        wall: u64,
    },
    Backup,
    Restore,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => (0usize..3, 0u8..2, 0usize..3, 0u8..4)
            .prop_map(|(laptop, row, field, value)| Step::Record { laptop, row, field, value }),
        1 => (0usize..3, 0u8..2).prop_map(|(laptop, row)| Step::Delete { laptop, row }),
        5 => (0usize..3, 0usize..4, any::<bool>())
            .prop_map(|(laptop, most, lost)| Step::Exchange { laptop, most, lost }),
        1 => (0usize..3, prop_oneof![Just(946_684_800_000), Just(1_790_000_000_000), Just(4_102_444_800_000u64)])
            .prop_map(|(laptop, wall)| Step::Clock { laptop, wall }),
        1 => Just(Step::Backup),
        1 => Just(Step::Restore),
    ];
    prop::collection::vec(step, 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// P1 convergence, P2 no loss, P3 idempotence, P8 contiguity (asserted by `apply_page`),
    /// P11 clocks, P12 a restored server: after the line is back for everybody, all laptops and
    /// the server hold the same rows, byte for byte, and every operation is in the log.
    #[test]
    fn fleets_agree_and_lose_nothing(steps in steps()) {
        let mut log = MemoryLog::default();
        log.begin_epoch(&[], "e1");
        let (mut epoch, mut backup) = (1, log.clone());
        let mut rx = 1_790_000_000_000u64;
        let mut walls = [rx; 3];
        let mut fleet: Vec<Laptop> = (1..4).map(|i| Laptop::new(&format!("d{i}"))).collect();
        let call = |log: &mut MemoryLog, laptop: &mut Laptop, wall: u64, rx: u64, most: usize, lost: bool, epoch: i32| {
            let name = format!("e{epoch}");
            for _ in 0..2 {
                let asked = laptop.request(wall, most);
                match sync(log, &context(&laptop.device, rx, &name), &asked).unwrap() {
                    Ok(response) => {
                        if !lost {
                            laptop.answer(&response, wall, wall + 50);
                        }
                        return;
                    }
                    Err(problem) => {
                        laptop.adopt(&problem);
                    }
                }
            }
        };
        for step in steps {
            rx += 1_000;
            for wall in &mut walls { *wall += 1_000; }
            match step {
                Step::Record { laptop, row, field, value } => {
                    let name = ["last_name", "phone", "gender"][field];
                    let mut wanted = fleet[laptop].rows.get(&("beneficiary".into(), format!("r{row}")))
                        .map(RowState::values).unwrap_or_default();
                    wanted.insert(name.into(), json!(format!("v{value}")));
                    fleet[laptop].record(&format!("r{row}"), json!(wanted), walls[laptop]);
                }
                Step::Delete { laptop, row } => fleet[laptop].delete(&format!("r{row}"), walls[laptop]),
                Step::Exchange { laptop, most, lost } => call(&mut log, &mut fleet[laptop], walls[laptop], rx, most, lost, epoch),
                Step::Clock { laptop, wall } => walls[laptop] = wall,
                Step::Backup => backup = log.clone(),
                Step::Restore => {
                    let known = log.epochs.clone();
                    log = backup.clone();
                    epoch += 1;
                    log.begin_epoch(&known, &format!("e{epoch}"));
                }
            }
        }
        for _ in 0..4 {
            for (i, laptop) in fleet.iter_mut().enumerate() {
                rx += 1_000;
                call(&mut log, laptop, walls[i] + rx % 7, rx, usize::MAX, false, epoch);
            }
        }
        let total: usize = fleet.iter().map(|laptop| laptop.outbox.len()).sum();
        prop_assert_eq!(log.entries.len(), total);
        let server: BTreeMap<_, _> = log.rows.iter()
            .map(|((_, table, row), state)| ((table.clone(), row.clone()), serde_json::to_string(state).unwrap())).collect();
        for laptop in &fleet {
            let rows: BTreeMap<_, _> = laptop.rows.iter().map(|(key, state)| (key.clone(), serde_json::to_string(state).unwrap())).collect();
            prop_assert_eq!(&rows, &server);
        }
    }
}
