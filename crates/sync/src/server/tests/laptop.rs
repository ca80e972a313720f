//! A laptop in memory, as far as the protocol sees it.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use serde_json::Value;

use crate::author;
use crate::client::{Confirming, OwnOp, Replica, ScopeState, Standing, apply_page, request};
use crate::clock::{Clock, Hlc};
use crate::erasure::{Erasing, late};
use crate::merge::{Applied, RowState};
use crate::op::{Chain, Dot, Op, kind};
use crate::wire::{Action, Cursor, Entry, ErasedRow, Problem, SyncRequest, SyncResponse};

/// A laptop in memory.
#[derive(Default)]
pub(crate) struct Laptop {
    pub(crate) device: String,
    pub(crate) adviser: String,
    pub(crate) epoch: String,
    pub(crate) clock: Clock,
    pub(crate) chains: Vec<Chain>,
    pub(crate) outbox: Vec<Op>,
    pub(crate) acked: u64,
    pub(crate) stamps: BTreeMap<u64, Hlc>,
    pub(crate) rows: BTreeMap<(String, String), RowState>,
    pub(crate) scopes: BTreeMap<String, ScopeState>,
    pub(crate) history: usize,
    pub(crate) past: BTreeMap<(String, String), Vec<(String, Dot)>>,
    pub(crate) parked: usize,
    /// Rows that went elsewhere.
    pub(crate) departed: BTreeSet<String>,
    /// Rows of which something was erased.
    pub(crate) erased: BTreeSet<ErasedRow>,
    /// Erasures to confirm.
    pub(crate) acks: Vec<String>,
    /// The epoch changed: what was erased is to be told.
    pub(crate) announces: bool,
}

impl Replica for Laptop {
    type Error = Infallible;

    fn row(&mut self, table: &str, row: &str) -> Result<Option<RowState>, Infallible> {
        Ok(self.rows.get(&(table.to_owned(), row.to_owned())).cloned())
    }

    fn put_row(
        &mut self,
        _: &str,
        table: &str,
        row: &str,
        state: &RowState,
        applied: &Applied,
    ) -> Result<(), Infallible> {
        self.give_way(table, row, applied);
        self.departed.remove(row);
        self.rows
            .insert((table.to_owned(), row.to_owned()), state.clone());
        Ok(())
    }

    fn past(&mut self, table: &str, row: &str) -> Result<Vec<(String, Dot)>, Infallible> {
        let key = (table.to_owned(), row.to_owned());
        Ok(self.past.get(&key).cloned().unwrap_or_default())
    }

    fn own(&mut self, q: u64, _: u64, e: Hlc) -> Result<Option<OwnOp>, Infallible> {
        self.stamps.insert(q, e);
        Ok(self.outbox.get(q as usize - 1).map(|op| OwnOp {
            table: op.t.clone(),
            row: op.r.clone(),
        }))
    }

    fn own_op(&mut self, q: u64) -> Result<Option<Op>, Infallible> {
        Ok(self.outbox.get(q as usize - 1).cloned())
    }

    fn depart(&mut self, _: &str, op: &Op, _: Hlc) -> Result<Option<RowState>, Infallible> {
        self.departed.insert(op.r.clone());
        Ok(self.rows.remove(&(op.t.clone(), op.r.clone())))
    }

    fn erased(&mut self, op: &Op, erasing: &Erasing) -> Result<(), Infallible> {
        for (q, old) in self.outbox.iter_mut().enumerate() {
            if old.r == op.r && erasing.concerns(old) {
                *old = erasing.emptied(old).linked(self.chains[q + 1]);
            }
        }
        self.erased.insert(ErasedRow {
            s: op.s.clone(),
            t: op.t.clone(),
            r: op.r.clone(),
        });
        self.acks.push(erasing.by.clone());
        Ok(())
    }

    fn park(&mut self, _: &str, _: &Entry) -> Result<(), Infallible> {
        self.parked += 1;
        Ok(())
    }

    fn scope(&mut self, scope: &str) -> Result<ScopeState, Infallible> {
        Ok(self.scopes.get(scope).copied().unwrap_or_default())
    }

    fn put_scope(&mut self, scope: &str, state: ScopeState) -> Result<(), Infallible> {
        self.scopes.insert(scope.to_owned(), state);
        Ok(())
    }
}

impl Laptop {
    pub(crate) fn new(device: &str) -> Self {
        Self::of("a", device)
    }

    pub(crate) fn of(adviser: &str, device: &str) -> Self {
        Self {
            device: device.into(),
            adviser: adviser.into(),
            epoch: "e1".into(),
            chains: vec![Chain::default()],
            ..Self::default()
        }
    }

    fn give_way(&mut self, table: &str, row: &str, applied: &Applied) {
        self.history += applied.superseded.len();
        let past = self.past.entry((table.into(), row.into())).or_default();
        for old in &applied.superseded {
            past.push((old.field.clone(), old.dot.clone()));
        }
    }

    /// Where what this laptop writes goes.
    pub(crate) fn home(&self) -> String {
        format!("adv:{}", self.adviser)
    }

    /// Hands a row over to a colleague.
    pub(crate) fn hand_over(&mut self, row: &str, to: &str, wall: u64) {
        let mut patch = author::Patch::default();
        patch
            .f
            .insert(crate::op::TO.into(), format!("adv:{to}").into());
        self.issue(row, kind::MOVE, patch, wall);
    }

    pub(crate) fn record(&mut self, row: &str, wanted: Value, wall: u64) {
        let key = ("beneficiary".to_owned(), row.to_owned());
        let wanted: BTreeMap<String, Value> = serde_json::from_value(wanted).unwrap();
        let Some(patch) = author::patch("beneficiary", self.rows.get(&key), &wanted) else {
            return;
        };
        self.issue(row, kind::PUT, patch, wall);
    }

    pub(crate) fn delete(&mut self, row: &str, wall: u64) {
        let key = ("beneficiary".to_owned(), row.to_owned());
        let Some(patch) = self.rows.get(&key).map(author::corbeille) else {
            return;
        };
        self.issue(row, kind::DEL, patch, wall);
    }

    /// Asks for a row to be erased, or some of its fields.
    pub(crate) fn ask_erasure(&mut self, row: &str, only: Option<&[&str]>, wall: u64) {
        let erasing = Erasing {
            by: format!("e-{row}"),
            why: "asked".into(),
            only: only.map(|names| names.iter().map(|name| (*name).to_owned()).collect()),
            keep: match only {
                None => BTreeMap::from([("gender".to_owned(), "FEMININ".into())]),
                Some(_) => BTreeMap::new(),
            },
        };
        let patch = author::Patch {
            f: erasing.fields(),
            ..author::Patch::default()
        };
        self.issue(row, kind::ERASE, patch, wall);
    }

    pub(crate) fn issue(&mut self, row: &str, kind: &str, patch: author::Patch, wall: u64) {
        let q = self.outbox.len() as u64 + 1;
        let op = Op {
            q,
            x: q,
            s: self.home(),
            t: "beneficiary".into(),
            r: row.into(),
            k: kind.into(),
            f: patch.f,
            b: patch.b,
            h: self.clock.tick(wall),
            v: 1,
            a: self.adviser.clone(),
            n: String::new(),
            more: BTreeMap::new(),
        };
        self.chains
            .push(self.chains.last().unwrap().then(&op.canonical().unwrap()));
        self.outbox.push(op.clone());
        if kind == kind::ERASE {
            // The server carries it out.
            return;
        }
        let mut state = self
            .rows
            .get(&("beneficiary".to_owned(), row.to_owned()))
            .cloned()
            .unwrap_or_default();
        let before = state.sum("beneficiary", row);
        let applied = state.apply(&self.device.clone(), &op, op.h);
        let home = self.home();
        let scope = self.scopes.entry(home).or_default();
        scope.sum = scope
            .sum
            .wrapping_sub(before)
            .wrapping_add(state.sum("beneficiary", row));
        self.give_way("beneficiary", row, &applied);
        if applied.fresh {
            self.rows
                .insert(("beneficiary".to_owned(), row.to_owned()), state);
        }
    }

    pub(crate) fn request(&self, wall: u64, most: usize) -> SyncRequest {
        let standing = Standing {
            boot: "b".into(),
            boot_q: Some(1),
            now: self.clock.physical(wall),
            epoch: self.epoch.clone(),
            last_q: self.outbox.len() as u64,
            cursors: vec![Cursor {
                s: self.home(),
                c: self
                    .scopes
                    .get(&self.home())
                    .map_or(0, |scope| scope.cursor),
            }],
            colleagues: None,
            order: 0,
            aside: 0,
            erasing: Confirming {
                acks: self.acks.clone(),
                rows: if self.announces {
                    self.erased.iter().cloned().collect()
                } else {
                    Vec::new()
                },
                mark: Some(String::new()),
            },
            snapshots: true,
        };
        let ops = self
            .outbox
            .iter()
            .skip(self.acked as usize)
            .take(most)
            .cloned()
            .collect();
        let ops: Vec<Op> = ops;
        let stamped = ops
            .iter()
            .filter_map(|op| Some((op.q, *self.stamps.get(&op.q)?)))
            .collect();
        request(standing, self.chains[self.acked as usize], ops, stamped)
    }

    pub(crate) fn answer(&mut self, response: &SyncResponse, sent: u64, received: u64) {
        self.clock.learn(sent, received, response.time);
        if let Some(pushed) = &response.push {
            assert_eq!(self.chains[pushed.last_q as usize], pushed.chain);
            self.acked = self.acked.max(pushed.last_q);
        }
        self.acks.clear();
        self.announces = false;
        for one in &response.unknown_erased {
            self.ask_erasure(&one.r, None, received);
        }
        let device = self.device.clone();
        for page in &response.pull {
            let comparable = self.acked == self.outbox.len() as u64;
            let brought = apply_page(self, &device, page, comparable).unwrap();
            // A restored server may still miss what another laptop will send again.
            assert!(
                brought.agree != Some(false) || self.epoch != "e1",
                "sums differ"
            );
            if brought.agree == Some(false) {
                // As the application does: counted again, and read again from the start.
                let rows = self.rows.iter();
                let sums = rows.map(|((table, row), state)| state.sum(table, row));
                let sum = sums.fold(0, u128::wrapping_add);
                self.scopes
                    .insert(page.s.clone(), ScopeState { cursor: 0, sum });
            }
        }
        self.drop_late(response);
    }

    /// What the server did not keep is not kept here either.
    fn drop_late(&mut self, response: &SyncResponse) {
        for result in response.push.iter().flat_map(|pushed| &pushed.results) {
            let at = result.q as usize - 1;
            let key = ("beneficiary".to_owned(), self.outbox[at].r.clone());
            let late = self
                .rows
                .get(&key)
                .and_then(|row| late(row, &self.outbox[at]));
            if let Some(left) = late.filter(|_| result.r == "erased") {
                self.outbox[at] = left.linked(self.chains[at + 1]);
            }
        }
    }

    pub(crate) fn adopt(&mut self, problem: &Problem) {
        assert_eq!(problem.action, Action::AdoptEpoch);
        self.epoch = problem.more["epoch"].as_str().unwrap().to_owned();
        self.acked = problem
            .number("last_q")
            .unwrap()
            .min(self.outbox.len() as u64);
        let home = self.home();
        let head = problem.more["heads"][&home].as_u64().unwrap();
        let scope = self.scopes.entry(home).or_default();
        scope.cursor = scope.cursor.min(head);
        self.announces = true;
    }
}
