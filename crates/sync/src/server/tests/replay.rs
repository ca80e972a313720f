//! Requests that come again, chains that do not continue, operations of newer programs.

use super::*;
use crate::author;
use crate::client::apply_page;
use crate::op::kind;

#[test]
fn a_chain_that_does_not_continue_the_log_is_a_fork() {
    let mut log = MemoryLog::default();
    let mut one = Laptop::new("d1");
    one.record("r1", json!({"last_name": "A"}), 1_000);
    exchange(&mut log, &mut one, 2_000, 2_000, 100);
    one.record("r1", json!({"last_name": "B"}), 3_000);
    let mut asked = one.request(4_000, 100);
    asked.push.as_mut().unwrap().prev_chain = Chain::default().then(b"another disk");
    let problem = sync(&mut log, &context("d1", 4_000, "e1"), &asked)
        .unwrap()
        .unwrap_err();
    assert_eq!(problem.code(), FORKED);
    assert_eq!(log.entries.len(), 1);
}

#[test]
fn a_page_that_does_not_continue_what_is_known_is_refused_whole() {
    let mut log = MemoryLog::default();
    let (mut one, mut two) = (Laptop::new("d1"), Laptop::new("d2"));
    for value in ["A", "B", "C"] {
        one.record("r1", json!({"last_name": value}), 1_000);
    }
    exchange(&mut log, &mut one, 2_000, 2_000, 100);
    let asked = two.request(3_000, 0);
    let answer = sync(&mut log, &context("d2", 3_000, "e1"), &asked)
        .unwrap()
        .unwrap();
    let whole = &answer.pull[0];
    let mut hole = whole.clone();
    hole.ops.remove(1);
    let mut ahead = whole.clone();
    ahead.from += 1;
    ahead.ops.remove(0);
    let mut short = whole.clone();
    short.ops.pop();
    for wrong in [hole, ahead, short] {
        assert!(apply_page(&mut two, "d2", &wrong, true).is_err());
        assert!(two.rows.is_empty() && two.scopes.is_empty());
    }
    apply_page(&mut two, "d2", whole, true).unwrap();
    assert_eq!(two.rows, one.rows);
}

/// P10: what an older program cannot apply is parked, hinders nothing, and is in the log whole.
#[test]
fn operations_of_a_newer_program_are_parked_and_kept() {
    let mut log = MemoryLog::default();
    let (mut one, mut two) = (Laptop::new("d1"), Laptop::new("d2"));
    one.record("r1", json!({"last_name": "A"}), 1_000);
    one.issue("r1", "dance", author::Patch::default(), 1_001);
    let mut later = author::Patch::default();
    later.f.insert("not_yet".into(), json!({"sealed": "AAAA"}));
    one.issue("r1", kind::PUT, later, 1_002);
    exchange(&mut log, &mut one, 2_000, 2_000, 100);
    exchange(&mut log, &mut two, 3_000, 3_000, 100);
    assert_eq!(two.parked, 1);
    assert_eq!(two.rows, one.rows);
    assert_eq!(log.entries.len(), 3);
    let row = &two.rows[&("beneficiary".to_owned(), "r1".to_owned())];
    assert_eq!(row.value("not_yet"), Some(&json!({"sealed": "AAAA"})));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    /// P3: any of the requests of a fleet, again and in any order, change neither the log nor
    /// the rows; P7: a page holds nothing but the scope that was asked for.
    #[test]
    fn requests_that_come_again_change_nothing(
        acts in prop::collection::vec((0usize..2, 0u8..3, 0u8..5, any::<bool>()), 2..30),
        again in prop::collection::vec(any::<prop::sample::Index>(), 1..20),
    ) {
        let mut log = MemoryLog::default();
        log.begin_epoch(&[], "e1");
        let mut fleet = [Laptop::new("d1"), Laptop::new("d2")];
        let (mut sent, mut rx) = (Vec::new(), 1_790_000_000_000u64);
        for (at, row, value, send) in acts {
            rx += 1_000;
            let laptop = &mut fleet[at];
            laptop.record(&format!("r{row}"), json!({"phone": format!("v{value}")}), rx);
            if send {
                let asked = laptop.request(rx, 3);
                let answer = sync(&mut log, &context(&laptop.device, rx, "e1"), &asked).unwrap().unwrap();
                prop_assert!(answer.pull.iter().all(|page| page.s == SCOPE));
                laptop.answer(&answer, rx, rx + 10);
                sent.push((laptop.device.clone(), asked));
            }
        }
        let (entries, rows) = (log.entries.clone(), log.rows.clone());
        for index in again.into_iter().filter(|_| !sent.is_empty()) {
            rx += 60_000;
            let (device, asked) = &sent[index.index(sent.len())];
            // A problem (an older count of operations) is an answer as well.
            let _ = sync(&mut log, &context(device, rx, "e1"), asked).unwrap();
            prop_assert_eq!(&log.entries, &entries);
            prop_assert_eq!(&log.rows, &rows);
        }
    }
}
