//! The laptop's rows as the sync core sees them, within one transaction of the notebook.

use escale_store::sync::{OutboxRow, Scope};
use escale_store::{Reader, Tx};
use escale_sync::client::{OwnOp, Replica, ScopeState};
use escale_sync::clock::Hlc;
use escale_sync::erasure::Erasing;
use escale_sync::merge::{Applied, RowState};
use escale_sync::op::{Chain, Dot, Op};
use escale_sync::wire::{Entry, SyncResponse};

use crate::{App, Failure, Result, erasure, handover, held, record};

/// What is kept of a scope.
pub(crate) fn scope(reader: &Reader<'_>, id: &str) -> Result<ScopeState> {
    Ok(reader
        .scope(id)?
        .map(|scope| ScopeState {
            cursor: scope.cursor,
            sum: u128::from_be_bytes(scope.sum),
        })
        .unwrap_or_default())
}

/// Keeps it.
pub(crate) fn keep_scope(tx: &mut Tx<'_>, id: &str, state: ScopeState) -> Result<()> {
    tx.put_scope(&Scope {
        id: id.to_owned(),
        cursor: state.cursor,
        sum: state.sum.to_be_bytes(),
    })?;
    Ok(())
}

/// How long a body stays in the outbox although a verified backup of the server covers it: as
/// long as the server keeps backups, any of which may be the one restored. Milliseconds.
const KEPT_MS: u64 = 35 * 24 * 3_600_000;

/// Notes how far verified backups of the server reach; never beyond what it acknowledged. The
/// server's time decides what is old: a laptop's clock may be years ahead.
pub(crate) fn durable_until(tx: &mut Tx<'_>, response: &SyncResponse, acked: u64) -> Result<()> {
    let before = i64::try_from(response.time.saturating_sub(KEPT_MS)).unwrap_or(0);
    tx.outbox_durable_until(response.durable_q.min(acked), before)?;
    Ok(())
}

impl App {
    /// Identifier of this start of the program.
    pub(crate) fn boot(&self) -> String {
        held(&self.line).boot.clone()
    }
}

/// The chain after an operation of this laptop.
pub(crate) fn chain_at(reader: &Reader<'_>, q: u64) -> Result<Chain> {
    Ok(match q {
        0 => Chain::default(),
        q => Chain(
            reader
                .outbox_row(q)?
                .map(|row| row.chain)
                .unwrap_or_default(),
        ),
    })
}

/// The stamps that some operations had before the server was restored.
pub(crate) fn stamped(rows: &[OutboxRow]) -> Vec<(u64, Hlc)> {
    rows.iter()
        .filter(|row| row.seq.is_some())
        .map(|row| (row.q, Hlc(row.stamp)))
        .collect()
}

pub(crate) struct NotebookReplica<'a, 'c> {
    pub(crate) tx: &'a mut Tx<'c>,
    pub(crate) now_ms: i64,
}

impl Replica for NotebookReplica<'_, '_> {
    type Error = Failure;

    fn row(&mut self, table: &str, row: &str) -> Result<Option<RowState>> {
        record::state(self.tx, table, row)
    }

    fn put_row(
        &mut self,
        scope: &str,
        table: &str,
        row: &str,
        state: &RowState,
        applied: &Applied,
    ) -> Result<()> {
        self.tx.came_back(table, row)?;
        record::put_state(self.tx, scope, table, row, state, applied, self.now_ms)
    }

    fn past(&mut self, table: &str, row: &str) -> Result<Vec<(String, Dot)>> {
        let known = self.tx.history(table, row)?;
        Ok(known
            .into_iter()
            .filter_map(|old| Some((old.field, old.dot.parse().ok()?)))
            .collect())
    }

    fn own(&mut self, q: u64, seq: u64, e: Hlc) -> Result<Option<OwnOp>> {
        let Some(row) = self.tx.outbox_row(q)? else {
            return Ok(None);
        };
        self.tx.outbox_stamp(q, seq, e.0)?;
        Ok(Some(OwnOp {
            table: row.table,
            row: row.row,
        }))
    }

    fn own_op(&mut self, q: u64) -> Result<Option<Op>> {
        let body = self.tx.outbox_row(q)?.map(|row| row.body);
        Ok(match body.filter(|body| !body.is_empty()) {
            Some(body) => Some(serde_json::from_str(&body)?),
            None => None,
        })
    }

    fn depart(&mut self, scope: &str, op: &Op, e: Hlc) -> Result<Option<RowState>> {
        handover::depart(self.tx, scope, op, e)
    }

    fn erased(&mut self, op: &Op, erasing: &Erasing) -> Result<()> {
        erasure::came(self.tx, op, erasing, self.now_ms)
    }

    fn park(&mut self, scope: &str, entry: &Entry) -> Result<()> {
        self.tx
            .park(scope, entry.seq, &serde_json::to_string(entry)?)?;
        Ok(())
    }

    fn scope(&mut self, id: &str) -> Result<ScopeState> {
        scope(self.tx, id)
    }

    fn put_scope(&mut self, id: &str, state: ScopeState) -> Result<()> {
        keep_scope(self.tx, id, state)
    }
}
