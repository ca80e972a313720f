//! The server's log in memory: the reference the real stores are held against, and the one that
//! lets the whole protocol run in a test.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use crate::clock::Hlc;
use crate::erasure::emptied;
use crate::merge::RowState;
use crate::op::{Dot, Op, kind};
use crate::server::{Carried, DeviceHead, Journey, Log, Moved, ScopeHead, Slice, Source};
use crate::wire::{Entry, ErasureTold};

/// A log in memory. Cloning it is taking a backup.
#[derive(Debug, Clone, Default)]
pub struct MemoryLog {
    /// Devices.
    pub devices: BTreeMap<String, DeviceHead>,
    /// Scopes.
    pub scopes: BTreeMap<String, ScopeHead>,
    /// Rows, by scope, table, identifier.
    pub rows: BTreeMap<(String, String, String), RowState>,
    /// Entries, by scope and sequence.
    pub entries: BTreeMap<(String, u64), (Entry, u64)>,
    /// Entries that are served whole to everybody, with their group: moves, and what they brought.
    pub whole: BTreeMap<(String, u64), u64>,
    /// Where rows went, by scope, table, identifier.
    pub moved: BTreeMap<(String, String, String), Moved>,
    /// Stamps.
    pub stamps: BTreeMap<Dot, Hlc>,
    /// Quarantined operations.
    pub quarantine: Vec<(String, Op, String)>,
    /// Erasures carried out, by identifier, and who confirmed each.
    pub erasures: BTreeMap<String, (MemoryErasure, BTreeSet<String>)>,
    /// Epochs in order, with the heads of the scopes when each began.
    pub epochs: Vec<(String, BTreeMap<String, u64>)>,
}

/// An erasure carried out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MemoryErasure {
    /// Its scope.
    pub scope: String,
    /// When.
    pub at: u64,
    /// Its last place in the log of the scope.
    pub seq: u64,
}

impl MemoryLog {
    /// Begins an epoch, as a server does that finds itself restored. `known` are the epochs
    /// before it, which a restored copy may not remember.
    pub fn begin_epoch(&mut self, known: &[(String, BTreeMap<String, u64>)], epoch: &str) {
        let heads = self
            .scopes
            .iter()
            .map(|(scope, head)| (scope.clone(), head.head))
            .collect();
        self.epochs = known.to_vec();
        self.epochs.push((epoch.to_owned(), heads));
    }
}

impl Log for MemoryLog {
    type Error = Infallible;

    fn device(&mut self, device: &str) -> Result<DeviceHead, Infallible> {
        Ok(self.devices.get(device).copied().unwrap_or_default())
    }

    fn put_device(&mut self, device: &str, head: &DeviceHead) -> Result<(), Infallible> {
        self.devices.insert(device.to_owned(), *head);
        Ok(())
    }

    fn lock_scopes(
        &mut self,
        scopes: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, ScopeHead>, Infallible> {
        Ok(scopes
            .iter()
            .map(|scope| {
                (
                    scope.clone(),
                    *self.scopes.entry(scope.clone()).or_default(),
                )
            })
            .collect())
    }

    fn put_scope(&mut self, scope: &str, head: &ScopeHead) -> Result<(), Infallible> {
        self.scopes.insert(scope.to_owned(), *head);
        Ok(())
    }

    fn scope(&mut self, scope: &str) -> Result<ScopeHead, Infallible> {
        Ok(self.scopes.get(scope).copied().unwrap_or_default())
    }

    fn restored_head(&mut self, scope: &str, epoch: &str) -> Result<u64, Infallible> {
        let Some(known) = self.epochs.iter().position(|(name, _)| name == epoch) else {
            return Ok(0);
        };
        let heads = self.epochs[known + 1..]
            .iter()
            .map(|(_, heads)| heads.get(scope).copied().unwrap_or(0));
        Ok(heads.min().unwrap_or(0))
    }

    fn stamp_of(&mut self, dot: &Dot) -> Result<Option<Hlc>, Infallible> {
        Ok(self.stamps.get(dot).copied())
    }

    fn row(&mut self, scope: &str, table: &str, row: &str) -> Result<Option<RowState>, Infallible> {
        Ok(self
            .rows
            .get(&(scope.to_owned(), table.to_owned(), row.to_owned()))
            .cloned())
    }

    fn put_row(
        &mut self,
        scope: &str,
        table: &str,
        row: &str,
        state: &RowState,
    ) -> Result<(), Infallible> {
        self.rows.insert(
            (scope.to_owned(), table.to_owned(), row.to_owned()),
            state.clone(),
        );
        Ok(())
    }

    fn append(
        &mut self,
        scope: &str,
        seq: u64,
        e: Hlc,
        device: &str,
        op: &Op,
        idle: bool,
    ) -> Result<(), Infallible> {
        self.stamps.insert(Dot::new(device, op.q), e);
        if let Ok(mut entry) = Entry::new(seq, e, device, op) {
            if idle {
                entry = entry.away();
            } else if op.k == kind::REDACTED {
                entry = entry.redacted(None, op.emptied_by().unwrap_or_default());
            }
            self.entries.insert((scope.to_owned(), seq), (entry, op.x));
        }
        if matches!(op.k.as_str(), kind::MOVE | kind::ERASE) && !idle {
            self.whole.insert((scope.to_owned(), seq), 0);
        }
        Ok(())
    }

    fn moved(&mut self, scope: &str, table: &str, row: &str) -> Result<Option<Moved>, Infallible> {
        let key = (scope.to_owned(), table.to_owned(), row.to_owned());
        Ok(self.moved.get(&key).cloned())
    }

    fn last_move(&mut self, table: &str, row: &str) -> Result<Hlc, Infallible> {
        let moves = self
            .moved
            .iter()
            .filter(|((_, t, r), _)| t == table && r == row)
            .map(|(_, moved)| moved.e);
        Ok(moves.max().unwrap_or_default())
    }

    fn put_moved(
        &mut self,
        scope: &str,
        table: &str,
        row: &str,
        moved: &Moved,
    ) -> Result<(), Infallible> {
        let key = (scope.to_owned(), table.to_owned(), row.to_owned());
        self.moved.insert(key, moved.clone());
        Ok(())
    }

    fn silence(&mut self, scope: &str, seq: u64) -> Result<(), Infallible> {
        let place = (scope.to_owned(), seq);
        if let Some((entry, _)) = self.entries.get_mut(&place) {
            *entry = entry.away();
        }
        self.whole.remove(&place);
        Ok(())
    }

    fn carry(&mut self, journey: &Journey<'_>, state: &RowState) -> Result<Vec<Entry>, Infallible> {
        self.rows.remove(&(
            journey.from.to_owned(),
            journey.table.to_owned(),
            journey.row.to_owned(),
        ));
        let mut carried = Vec::new();
        let kept = self.entries.iter_mut();
        for ((scope, seq), (entry, txn)) in kept {
            let dot = entry.dev.as_ref().map(|dev| Dot::new(dev.clone(), entry.q));
            if scope == journey.from
                && !entry.is_away()
                && dot.is_some_and(|dot| state.writes.contains_key(&dot))
            {
                carried.push((entry.clone(), *txn));
                self.whole.remove(&(scope.clone(), *seq));
                *entry = entry.away();
            }
        }
        for ((entry, txn), seq) in carried.iter_mut().zip(journey.head + 1..) {
            entry.seq = seq;
            let place = (journey.to.to_owned(), seq);
            self.entries.insert(place.clone(), (entry.clone(), *txn));
            self.whole.insert(place, journey.group);
        }
        Ok(carried.into_iter().map(|(entry, _)| entry).collect())
    }

    fn redact(&mut self, carried: &Carried<'_>, dots: &[Dot]) -> Result<(), Infallible> {
        let concerned = |op: &Op| {
            op.k != kind::ERASE
                && carried
                    .only
                    .is_none_or(|only| only.iter().any(|name| op.f.contains_key(name)))
        };
        for (place, (entry, _)) in &mut self.entries {
            let named = entry.dev.as_ref().is_some_and(|dev| {
                dots.iter()
                    .any(|dot| dot.device == *dev && dot.q == entry.q)
            });
            if named && entry.operation().is_some_and(|op| concerned(&op)) {
                *entry = entry.redacted(carried.only, carried.by);
                if carried.only.is_none() {
                    self.whole.remove(place);
                }
            }
        }
        for (_, op, _) in &mut self.quarantine {
            if op.t == carried.table && op.r == carried.row && concerned(op) {
                *op = emptied(op, carried.only, carried.by);
            }
        }
        Ok(())
    }

    fn note_erasure(&mut self, carried: &Carried<'_>) -> Result<(), Infallible> {
        let (erasure, confirmed) = self.erasures.entry(carried.by.to_owned()).or_default();
        erasure.scope = carried.scope.to_owned();
        erasure.at = carried.at;
        erasure.seq = carried.seq;
        confirmed.clear();
        Ok(())
    }

    fn confirm(
        &mut self,
        device: &str,
        erasure: &str,
        cursors: &BTreeMap<String, u64>,
    ) -> Result<(), Infallible> {
        if let Some((erasure, confirmed)) = self.erasures.get_mut(erasure)
            && cursors.get(&erasure.scope) >= Some(&erasure.seq)
        {
            confirmed.insert(device.to_owned());
        }
        Ok(())
    }

    fn erasures(&mut self, scope: &str) -> Result<Vec<ErasureTold>, Infallible> {
        let known = self.erasures.iter();
        Ok(known
            .filter(|(_, (erasure, _))| erasure.scope == scope)
            .map(|(id, (erasure, confirmed))| ErasureTold {
                id: id.clone(),
                at: erasure.at,
                confirmed: u32::try_from(confirmed.len()).unwrap_or(u32::MAX),
                pending: 0,
            })
            .collect())
    }

    fn quarantine(&mut self, device: &str, op: &Op, why: &str) -> Result<String, Infallible> {
        self.quarantine
            .push((device.to_owned(), op.clone(), why.to_owned()));
        Ok(format!("ticket-{}", self.quarantine.len()))
    }

    fn page(
        &mut self,
        scope: &str,
        after: u64,
        ops: usize,
        bytes: usize,
        reader: &str,
    ) -> Result<Slice, Infallible> {
        let mut slice = Slice::default();
        let mut size = 0;
        let mut last: Option<(Option<String>, u64)> = None;
        let range = (scope.to_owned(), after.saturating_add(1))..=(scope.to_owned(), u64::MAX);
        for (place, (entry, txn)) in self.entries.range(range) {
            let whole = self.whole.get(place);
            let this = match whole {
                Some(group) if *group > 0 => (None, *group),
                _ => (entry.dev.clone(), *txn),
            };
            let full = slice.entries.len() >= ops || size >= bytes;
            if full && last.as_ref() != Some(&this) {
                break;
            }
            let shown = if entry.dev.as_deref() == Some(reader) && whole.is_none() {
                entry.own()
            } else {
                entry.clone()
            };
            size += serde_json::to_string(&shown).map_or(0, |text| text.len());
            slice.entries.push(shown);
            last = Some(this);
        }
        Ok(slice)
    }
}

impl Source for MemoryLog {
    fn each_row(
        &mut self,
        scope: &str,
        each: &mut dyn FnMut(&str, &str, &RowState),
    ) -> Result<(), Infallible> {
        for ((_, table, id), state) in self.rows.iter().filter(|((s, ..), _)| s == scope) {
            each(table, id, state);
        }
        Ok(())
    }

    fn written(&mut self, scope: &str, state: &RowState) -> Result<Vec<Entry>, Infallible> {
        let mut entries = Vec::new();
        self.each_entry(scope, &mut |entry| {
            let dot = entry.dev.as_ref().map(|dev| Dot::new(dev.clone(), entry.q));
            if !entry.is_away() && dot.is_some_and(|dot| state.writes.contains_key(&dot)) {
                entries.push(entry);
            }
        })?;
        Ok(entries)
    }

    fn each_entry(&mut self, scope: &str, each: &mut dyn FnMut(Entry)) -> Result<(), Infallible> {
        let range = (scope.to_owned(), 0)..=(scope.to_owned(), u64::MAX);
        for (_, (entry, _)) in self.entries.range(range) {
            each(entry.clone());
        }
        Ok(())
    }
}
