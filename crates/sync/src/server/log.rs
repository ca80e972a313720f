//! The port of the server's store: one transaction over its logs.

use std::collections::{BTreeMap, BTreeSet};

use crate::clock::Hlc;
use crate::merge::RowState;
use crate::op::{Chain, Dot, Op};
use crate::wire::{Entry, ErasureTold};

/// What the log knows of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DeviceHead {
    /// Last operation kept.
    pub last_q: u64,
    /// Chain at `last_q`.
    pub chain: Chain,
    /// Last operation covered by a verified backup.
    pub durable_q: u64,
    /// Effective stamp of the last operation kept.
    pub last_e: Hlc,
}

/// What the log knows of a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ScopeHead {
    /// Last sequence given.
    pub head: u64,
    /// Sum of the live cells.
    pub sum: u128,
}

/// The operations that `Log::page` found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Slice {
    /// Contiguous entries, ending with a transaction.
    pub entries: Vec<Entry>,
}

/// One transaction over the server's store. Nothing is visible to others until it commits.
pub trait Log {
    /// Why the store failed.
    type Error;

    /// Locks and reads a device.
    ///
    /// # Errors
    /// When the store fails.
    fn device(&mut self, device: &str) -> Result<DeviceHead, Self::Error>;

    /// Writes a device.
    ///
    /// # Errors
    /// When the store fails.
    fn put_device(&mut self, device: &str, head: &DeviceHead) -> Result<(), Self::Error>;

    /// Locks scopes, in the order given (ascending), until the end of the transaction; creates
    /// those that do not exist.
    ///
    /// # Errors
    /// When the store fails.
    fn lock_scopes(
        &mut self,
        scopes: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, ScopeHead>, Self::Error>;

    /// Whether another transaction may write while this one waits for a lock.
    fn is_shared(&self) -> bool {
        false
    }

    /// Writes a scope.
    ///
    /// # Errors
    /// When the store fails.
    fn put_scope(&mut self, scope: &str, head: &ScopeHead) -> Result<(), Self::Error>;

    /// The head of a scope, without locking it.
    ///
    /// # Errors
    /// When the store fails.
    fn scope(&mut self, scope: &str) -> Result<ScopeHead, Self::Error>;

    /// How much of a scope a laptop that knows `epoch` may still trust: the smallest head the
    /// scope had when any later epoch began; 0 when that epoch is unknown. The head of *now* would
    /// not do: others may already have written above the restored one.
    ///
    /// # Errors
    /// When the store fails.
    fn restored_head(&mut self, scope: &str, epoch: &str) -> Result<u64, Self::Error>;

    /// The effective stamp of an operation of the log.
    ///
    /// # Errors
    /// When the store fails.
    fn stamp_of(&mut self, dot: &Dot) -> Result<Option<Hlc>, Self::Error>;

    /// The state of a row.
    ///
    /// # Errors
    /// When the store fails.
    fn row(&mut self, scope: &str, table: &str, row: &str)
    -> Result<Option<RowState>, Self::Error>;

    /// Writes the state of a row.
    ///
    /// # Errors
    /// When the store fails.
    fn put_row(
        &mut self,
        scope: &str,
        table: &str,
        row: &str,
        state: &RowState,
    ) -> Result<(), Self::Error>;

    /// Appends an operation to a scope at that sequence, with the stamp it is given. A move is
    /// served whole to everybody, its author included; one that was not carried out (`idle`), as
    /// an empty place.
    ///
    /// # Errors
    /// When the store fails.
    fn append(
        &mut self,
        scope: &str,
        seq: u64,
        e: Hlc,
        device: &str,
        op: &Op,
        idle: bool,
    ) -> Result<(), Self::Error>;

    /// The last move of a row from a scope.
    ///
    /// # Errors
    /// When the store fails.
    fn moved(&mut self, scope: &str, table: &str, row: &str) -> Result<Option<Moved>, Self::Error>;

    /// The stamp of the latest move of a row from anywhere.
    ///
    /// # Errors
    /// When the store fails.
    fn last_move(&mut self, table: &str, row: &str) -> Result<Hlc, Self::Error>;

    /// Remembers a move of a row from a scope.
    ///
    /// # Errors
    /// When the store fails.
    fn put_moved(
        &mut self,
        scope: &str,
        table: &str,
        row: &str,
        moved: &Moved,
    ) -> Result<(), Self::Error>;

    /// Empties the place of a move: the row has come back to that scope, and whoever reads its log
    /// from before must not let go of it.
    ///
    /// # Errors
    /// When the store fails.
    fn silence(&mut self, scope: &str, seq: u64) -> Result<(), Self::Error>;

    /// Takes a row of that state out of a scope, and the operations it was made of: they go after
    /// `head` of the other scope, in their order, each with its name and stamp, to be served whole
    /// to everybody and together in one page. The places they had stay, empty. Answers them.
    ///
    /// # Errors
    /// When the store fails.
    fn carry(&mut self, journey: &Journey<'_>, state: &RowState)
    -> Result<Vec<Entry>, Self::Error>;

    /// Empties the bodies of these operations of a row, in whatever scope they are, and of those
    /// kept apart for a human: of everything, or of these fields. Erasures stay.
    ///
    /// # Errors
    /// When the store fails.
    fn redact(&mut self, carried: &Carried<'_>, dots: &[Dot]) -> Result<(), Self::Error>;

    /// Notes that something of a row was erased, apart from the log too: whoever confirmed this
    /// erasure has more to erase.
    ///
    /// # Errors
    /// When the store fails.
    fn note_erasure(&mut self, carried: &Carried<'_>) -> Result<(), Self::Error>;

    /// A device says that nothing is left there of an erasure; true only where it has read as far
    /// as `cursors`.
    ///
    /// # Errors
    /// When the store fails.
    fn confirm(
        &mut self,
        device: &str,
        erasure: &str,
        cursors: &BTreeMap<String, u64>,
    ) -> Result<(), Self::Error>;

    /// How far the latest erasures of a scope went, latest first.
    ///
    /// # Errors
    /// When the store fails.
    fn erasures(&mut self, scope: &str) -> Result<Vec<ErasureTold>, Self::Error>;

    /// Keeps an operation apart for a human; returns its ticket.
    ///
    /// # Errors
    /// When the store fails.
    fn quarantine(&mut self, device: &str, op: &Op, why: &str) -> Result<String, Self::Error>;

    /// Entries of a scope after a sequence, at most so many and so large, never splitting a
    /// transaction of a device. `reader`'s own come without their body.
    ///
    /// # Errors
    /// When the store fails.
    fn page(
        &mut self,
        scope: &str,
        after: u64,
        ops: usize,
        bytes: usize,
        reader: &str,
    ) -> Result<Slice, Self::Error>;
}

/// An erasure being carried out on one row.
#[derive(Debug, Clone, Copy)]
pub struct Carried<'a> {
    /// Its identifier.
    pub by: &'a str,
    /// Why, one word.
    pub why: &'a str,
    /// Where the row is.
    pub scope: &'a str,
    /// Its table.
    pub table: &'a str,
    /// Its identifier.
    pub row: &'a str,
    /// The fields that go; nothing: everything.
    pub only: Option<&'a BTreeSet<String>>,
    /// When, milliseconds since 1970.
    pub at: u64,
    /// Its place in the log of the scope.
    pub seq: u64,
}

/// That a row left a scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The scope it went to.
    pub to: String,
    /// Stamp of the move.
    pub e: Hlc,
    /// Its sequence in the scope the row left.
    pub seq: u64,
}

/// A row on its way from one scope to another.
#[derive(Debug, Clone, Copy)]
pub struct Journey<'a> {
    /// Where it was.
    pub from: &'a str,
    /// Where it goes.
    pub to: &'a str,
    /// Its table.
    pub table: &'a str,
    /// Its identifier.
    pub row: &'a str,
    /// Head of the scope it goes to.
    pub head: u64,
    /// What this push brings to that scope is one group: above its head when the push began.
    pub group: u64,
}

/// What a snapshot is made from: the log, read as a whole.
pub trait Source: Log {
    /// Every row of a scope.
    ///
    /// # Errors
    /// When the store fails.
    fn each_row(
        &mut self,
        scope: &str,
        each: &mut dyn FnMut(&str, &str, &RowState),
    ) -> Result<(), Self::Error>;

    /// The entries that row of a scope was made of, in the order of the log.
    ///
    /// # Errors
    /// When the store fails.
    fn written(&mut self, scope: &str, state: &RowState) -> Result<Vec<Entry>, Self::Error>;

    /// Every entry of a scope, in order.
    ///
    /// # Errors
    /// When the store fails.
    fn each_entry(&mut self, scope: &str, each: &mut dyn FnMut(Entry)) -> Result<(), Self::Error>;
}
