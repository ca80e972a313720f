//! Rows erased: whatever the order, nothing of them is left, and everybody agrees on what is.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::json;

use super::laptop::Laptop;
use super::*;

const HERS: &str = "CANARI";

fn person() -> serde_json::Value {
    json!({"last_name": HERS, "notes": HERS, "status": "RETRAITE"})
}

fn exchange(log: &mut MemoryLog, laptop: &mut Laptop, rx: u64) -> SyncResponse {
    let asked = laptop.request(rx, usize::MAX);
    let response = sync(log, &context(&laptop.device, rx, "e1"), &asked)
        .unwrap()
        .unwrap();
    laptop.answer(&response, rx, rx + 10);
    response
}

/// Everything a server keeps, as text.
fn kept(log: &MemoryLog) -> String {
    let entries: Vec<_> = log.entries.values().map(|(entry, _)| entry).collect();
    let rows: Vec<_> = log.rows.values().collect();
    let apart: Vec<_> = log.quarantine.iter().map(|(_, op, _)| op).collect();
    serde_json::to_string(&(entries, rows, apart)).unwrap()
}

fn held(laptop: &Laptop) -> String {
    let rows: Vec<_> = laptop.rows.values().collect();
    serde_json::to_string(&(rows, &laptop.outbox)).unwrap()
}

#[test]
fn nothing_of_an_erased_row_is_left_but_what_may_stay() {
    let mut log = MemoryLog::default();
    let (mut one, mut two) = (Laptop::new("d1"), Laptop::new("d2"));
    one.record("r", person(), 1_000);
    exchange(&mut log, &mut one, 2_000);
    exchange(&mut log, &mut two, 3_000);
    two.record(
        "r",
        json!({"last_name": "CANARI-bis", "status": "RETRAITE"}),
        4_000,
    );
    exchange(&mut log, &mut two, 5_000);
    exchange(&mut log, &mut one, 5_500);
    one.ask_erasure("r", None, 6_000);
    assert!(held(&one).contains(HERS), "asked is not done");
    exchange(&mut log, &mut one, 7_000);
    assert!(!kept(&log).contains(HERS), "{}", kept(&log));
    assert!(!held(&one).contains(HERS));
    // The other laptop has not heard of it yet, and corrects her.
    two.record("r", json!({"last_name": "CANARI-ter"}), 8_000);
    let response = exchange(&mut log, &mut two, 9_000);
    assert_eq!(response.push.unwrap().results[0].r, "erased");
    exchange(&mut log, &mut one, 10_000);
    exchange(&mut log, &mut two, 11_000);
    for laptop in [&one, &two] {
        assert!(!held(laptop).contains(HERS));
        let row = &laptop.rows[&("beneficiary".to_owned(), "r".to_owned())];
        assert!(row.is_erased() && row.deleted());
        assert_eq!(
            row.values(),
            BTreeMap::from([("gender".to_owned(), json!("FEMININ"))])
        );
    }
    assert!(!kept(&log).contains(HERS));
    // Numbers, places and stamps stay.
    assert_eq!(log.entries.len() as u64, log.scopes[SCOPE].head);
    // Both have confirmed by now.
    let told = log.erasures(SCOPE).unwrap();
    assert_eq!((told[0].id.as_str(), told[0].confirmed), ("e-r", 2));
}

#[test]
fn a_field_goes_and_the_rest_of_the_row_lives() {
    let mut log = MemoryLog::default();
    let (mut one, mut two) = (Laptop::new("d1"), Laptop::new("d2"));
    one.record("r", person(), 1_000);
    exchange(&mut log, &mut one, 2_000);
    exchange(&mut log, &mut two, 3_000);
    one.ask_erasure("r", Some(&["last_name", "notes"]), 4_000);
    exchange(&mut log, &mut one, 5_000);
    two.record(
        "r",
        json!({"last_name": HERS, "notes": "CANARI-2", "status": "ACTIF"}),
        6_000,
    );
    let response = exchange(&mut log, &mut two, 7_000);
    assert_eq!(response.push.unwrap().results[0].r, "erased");
    exchange(&mut log, &mut one, 8_000);
    exchange(&mut log, &mut two, 9_000);
    assert_eq!(one.rows, two.rows);
    let row = &one.rows[&("beneficiary".to_owned(), "r".to_owned())];
    assert_eq!(
        row.values(),
        BTreeMap::from([("status".to_owned(), json!("ACTIF"))]),
        "what a person wrote of the rest stands"
    );
    assert!(!kept(&log).contains(HERS) && !held(&two).contains(HERS));
}

#[test]
fn nobody_erases_in_a_notebook_that_is_not_hers() {
    let mut log = MemoryLog::default();
    let mut one = Laptop::new("d1");
    one.record("r", person(), 1_000);
    exchange(&mut log, &mut one, 2_000);
    let mut other = Laptop::of("b", "d2");
    other.ask_erasure("r", None, 3_000);
    other.outbox[0].s = SCOPE.into();
    other.chains[1] = other.chains[0].then(&other.outbox[0].canonical().unwrap());
    let asked = other.request(4_000, usize::MAX);
    let context = Context {
        adviser: "b".into(),
        // Even with the right to read there.
        scopes: BTreeSet::from([SCOPE.to_owned(), "adv:b".to_owned()]),
        ..context("d2", 4_000, "e1")
    };
    let response = sync(&mut log, &context, &asked).unwrap().unwrap();
    let result = &response.push.unwrap().results[0];
    assert_eq!(
        (result.r.as_str(), result.why.as_deref()),
        ("quarantined", Some("erase"))
    );
    assert!(kept(&log).contains(HERS));
}

#[test]
fn an_acknowledgement_before_the_last_row_is_none() {
    let mut log = MemoryLog::default();
    let (mut one, mut two) = (Laptop::new("d1"), Laptop::new("d2"));
    one.record("r", person(), 1_000);
    exchange(&mut log, &mut one, 2_000);
    one.ask_erasure("r", None, 3_000);
    exchange(&mut log, &mut one, 4_000);
    two.acks.push("e-r".into());
    exchange(&mut log, &mut two, 5_000);
    assert_eq!(log.erasures(SCOPE).unwrap()[0].confirmed, 0);
    exchange(&mut log, &mut two, 6_000);
    assert_eq!(log.erasures(SCOPE).unwrap()[0].confirmed, 1);
}

/// The server is restored to a copy of before the erasure; the laptop that asked for it is lost.
#[test]
fn a_restored_server_brings_nobody_back() {
    let mut log = MemoryLog::default();
    let (mut one, mut two) = (Laptop::new("d1"), Laptop::new("d2"));
    one.record("r", person(), 1_000);
    two.record("s", json!({"last_name": "other"}), 1_000);
    exchange(&mut log, &mut one, 2_000);
    exchange(&mut log, &mut two, 3_000);
    let copy = log.clone();
    one.ask_erasure("r", None, 4_000);
    exchange(&mut log, &mut one, 5_000);
    exchange(&mut log, &mut two, 6_000);
    assert!(!held(&two).contains(HERS));
    let mut log = copy;
    log.begin_epoch(&[("e1".into(), BTreeMap::new())], "e2");
    let mut now = 7_000;
    for _ in 0..4 {
        let asked = two.request(now, usize::MAX);
        match sync(&mut log, &context("d2", now, "e2"), &asked).unwrap() {
            Ok(response) => two.answer(&response, now, now + 10),
            Err(problem) => two.adopt(&problem),
        }
        now += 1_000;
    }
    assert!(!kept(&log).contains(HERS), "{}", kept(&log));
    assert!(!held(&two).contains(HERS));
    let row = &log.rows[&(SCOPE.to_owned(), "beneficiary".to_owned(), "r".to_owned())];
    assert!(row.erased_by_operations());
}

/// One thing that happens.
#[derive(Debug, Clone)]
enum Step {
    Record(usize, u8, u8),
    Delete(usize, u8),
    Erase(usize, u8, bool),
    Exchange(usize),
    Restore,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let laptop = 0usize..3;
    let step = prop_oneof![
        4 => (laptop.clone(), 0u8..2, 0u8..5).prop_map(|(l, r, v)| Step::Record(l, r, v)),
        1 => (laptop.clone(), 0u8..2).prop_map(|(l, r)| Step::Delete(l, r)),
        2 => (laptop.clone(), 0u8..2, any::<bool>()).prop_map(|(l, r, w)| Step::Erase(l, r, w)),
        4 => laptop.prop_map(Step::Exchange),
        1 => Just(Step::Restore),
    ];
    prop::collection::vec(step, 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// P6: whatever happens around an erasure, a restored server included, at the end nothing of
    /// what it took is anywhere, and every laptop holds the same rows.
    #[test]
    fn whatever_the_order_an_erasure_wins(steps in steps()) {
        let mut log = MemoryLog::default();
        let mut epoch = 1;
        let mut copy = log.clone();
        let mut laptops: Vec<Laptop> = (0..3).map(|i| Laptop::new(&format!("d{i}"))).collect();
        let mut now = 1_000;
        let mut asked_whole = [false; 2];
        let turn = |log: &mut MemoryLog, laptop: &mut Laptop, epoch: u32, now: u64| {
            let asked = laptop.request(now, usize::MAX);
            let context = context(&laptop.device, now, &format!("e{epoch}"));
            match sync(log, &context, &asked).unwrap() {
                Ok(response) => laptop.answer(&response, now, now + 10),
                Err(problem) => laptop.adopt(&problem),
            }
        };
        for step in &steps {
            now += 1_000;
            match step {
                Step::Record(l, r, v) => {
                    let hers = format!("{HERS}-{r}-{v}");
                    let wanted = json!({"last_name": hers, "notes": hers, "status": format!("S{v}")});
                    laptops[*l].record(&format!("r{r}"), wanted, now);
                }
                Step::Delete(l, r) => laptops[*l].delete(&format!("r{r}"), now),
                Step::Erase(l, r, whole) => {
                    asked_whole[usize::from(*r)] |= whole;
                    let only: Option<&[&str]> = if *whole { None } else { Some(&["last_name", "notes"]) };
                    laptops[*l].ask_erasure(&format!("r{r}"), only, now);
                }
                Step::Exchange(l) => {
                    if now % 3 == 0 {
                        copy = log.clone();
                    }
                    turn(&mut log, &mut laptops[*l], epoch, now);
                }
                Step::Restore => {
                    let known = log.epochs.clone();
                    log = copy.clone();
                    epoch += 1;
                    log.begin_epoch(&known, &format!("e{epoch}"));
                }
            }
        }
        for _ in 0..8 {
            for laptop in &mut laptops {
                now += 1_000;
                turn(&mut log, laptop, epoch, now);
            }
        }
        let everywhere = format!("{}{}", kept(&log), laptops.iter().map(held).collect::<String>());
        for (r, whole) in asked_whole.iter().enumerate() {
            if *whole {
                prop_assert!(!everywhere.contains(&format!("{HERS}-{r}")), "{everywhere}");
            }
        }
        for laptop in &laptops {
            prop_assert_eq!(laptop.acked as usize, laptop.outbox.len());
            for ((table, id), row) in &laptop.rows {
                let theirs = log.rows.get(&(SCOPE.to_owned(), table.clone(), id.clone()));
                prop_assert_eq!(Some(row), theirs, "{}", laptop.device);
            }
        }
    }
}
