//! The outbox: what is to be sent, in order. A body stays until a verified backup of the server
//! covers it and no older backup that lacks it may still be restored.

use std::collections::BTreeSet;

use rusqlite::{Row, params};

use crate::error::Result;
use crate::notebook::{Reader, Tx};

/// An operation to send.
#[derive(Clone, PartialEq, Eq)]
pub struct OutboxRow {
    /// Dense number of this device, from 1.
    pub q: u64,
    /// Number of its transaction.
    pub txn: u64,
    /// Scope.
    pub scope: String,
    /// Wire name of the table.
    pub table: String,
    /// Identifier of the record.
    pub row: String,
    /// The operation, opaque; empty once durable.
    pub body: String,
    /// Head of the hash chain after this operation.
    pub chain: [u8; 32],
    /// Stamp: provisional, then the server's.
    pub stamp: u64,
    /// Number given by the server, once acknowledged.
    pub seq: Option<u64>,
    /// When it was recorded, Unix milliseconds.
    pub recorded_at_ms: i64,
}

impl std::fmt::Debug for OutboxRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OutboxRow")
            .field("q", &self.q)
            .field("txn", &self.txn)
            .finish_non_exhaustive()
    }
}

/// Whole transactions to send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Their operations, in order.
    pub rows: Vec<OutboxRow>,
    /// There are more.
    pub more: bool,
}

/// What the honest line counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OutboxCounts {
    /// Records with something to send.
    pub records: u32,
    /// Operations to send.
    pub operations: u32,
    /// When the oldest of them was recorded, Unix milliseconds.
    pub oldest_ms: Option<i64>,
    /// Operations acknowledged and not yet covered by a verified backup of the server.
    pub not_durable: u32,
}

/// A record that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingItem {
    /// Wire name of its table.
    pub table: String,
    /// Identifier.
    pub id: String,
    /// When its oldest unsent change was recorded, Unix milliseconds.
    pub recorded_at_ms: i64,
}

/// Where the store keeps how far verified backups of the server reach.
const DURABLE: &str = "durable_q";

/// What waits, as a person counts it: a presence and an outcome are part of their session. It
/// all comes after what the server has: no index of what waits has to be kept at each save.
/// (`state > 0` is said again wherever the index of what the server has is to be used.)
const WAITING: &str = "SELECT CASE WHEN whole IS NULL THEN tbl ELSE 'session' END AS tbl,
        coalesce(whole, row) AS id, recorded_at
    FROM (SELECT tbl, row, recorded_at, CASE tbl
            WHEN 'attendance' THEN (SELECT session FROM attendance WHERE id = row)
            WHEN 'outcome' THEN (SELECT session FROM outcome WHERE id = row) END AS whole
        FROM outbox WHERE state = 0
            AND q > (SELECT coalesce(max(last), 0) FROM (
                SELECT max(q) AS last FROM outbox WHERE state = 1 AND state > 0
                UNION ALL SELECT max(q) FROM outbox WHERE state = 2 AND state > 0)))";

const COLUMNS: &str = "q, txn, scope, tbl, row, body, chain, stamp, seq, recorded_at";

fn operation(row: &Row<'_>) -> rusqlite::Result<OutboxRow> {
    Ok(OutboxRow {
        q: row.get::<_, i64>(0)?.cast_unsigned(),
        txn: row.get::<_, i64>(1)?.cast_unsigned(),
        scope: row.get(2)?,
        table: row.get(3)?,
        row: row.get(4)?,
        body: row.get(5)?,
        chain: row.get(6)?,
        stamp: row.get::<_, i64>(7)?.cast_unsigned(),
        seq: row.get::<_, Option<i64>>(8)?.map(i64::cast_unsigned),
        recorded_at_ms: row.get(9)?,
    })
}

impl Reader<'_> {
    /// Operations after `after_q` that still have their body, acknowledged or not (a restored
    /// server asks for some again): whole transactions up to `max_bytes` of bodies, one at least.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn outbox_batch(&self, after_q: u64, max_bytes: usize) -> Result<Batch> {
        let sql = format!("SELECT {COLUMNS} FROM outbox WHERE q > ?1 AND state < 2 ORDER BY q");
        let mut statement = self.prepare(&sql)?;
        let mut found = statement.query([after_q.cast_signed()])?;
        let mut rows: Vec<OutboxRow> = Vec::new();
        let (mut bytes, mut whole) = (0, 0);
        while let Some(row) = found.next()? {
            let row = operation(row)?;
            if rows.last().is_some_and(|last| last.txn != row.txn) {
                whole = rows.len();
            }
            bytes += row.body.len();
            if bytes > max_bytes && whole > 0 {
                rows.truncate(whole);
                return Ok(Batch { rows, more: true });
            }
            rows.push(row);
        }
        Ok(Batch { rows, more: false })
    }

    /// What waits and what is not yet durable.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn outbox_counts(&self) -> Result<OutboxCounts> {
        let sql = format!(
            "SELECT (SELECT count(*) FROM (SELECT DISTINCT tbl, id FROM ({WAITING}))),
            (SELECT count(*) FROM ({WAITING})),
            (SELECT min(recorded_at) FROM ({WAITING})),
            -- Numbers are dense and acknowledged in order.
            coalesce(max(0, (SELECT max(q) FROM outbox WHERE state = 1 AND state > 0)
                - max((SELECT min(q) FROM outbox WHERE state = 1 AND state > 0) - 1,
                    coalesce((SELECT value FROM meta WHERE key = ?1), 0))), 0)"
        );
        let counts = self.one(&sql, [DURABLE], |row| {
            Ok(OutboxCounts {
                records: row.get(0)?,
                operations: row.get(1)?,
                oldest_ms: row.get(2)?,
                not_durable: row.get(3)?,
            })
        })?;
        Ok(counts.unwrap_or_default())
    }

    /// Records that wait, oldest first.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn outbox_items(&self, limit: u32) -> Result<Vec<PendingItem>> {
        let sql = format!(
            "SELECT tbl, id, min(recorded_at) AS oldest FROM ({WAITING})
            GROUP BY tbl, id ORDER BY oldest, tbl, id LIMIT ?1"
        );
        self.all(&sql, [limit], |row| {
            Ok(PendingItem {
                table: row.get(0)?,
                id: row.get(1)?,
                recorded_at_ms: row.get(2)?,
            })
        })
    }

    /// Sessions with something to send: their own row, a presence or an outcome.
    pub(crate) fn waiting_sessions(&self) -> Result<BTreeSet<String>> {
        let sql = format!("SELECT DISTINCT id FROM ({WAITING}) WHERE tbl = 'session'");
        let ids: Vec<String> = self.all(&sql, [], |row| row.get(0))?;
        Ok(ids.into_iter().collect())
    }

    /// Last operation that a verified backup of the server covers.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn outbox_durable(&self) -> Result<u64> {
        Ok(self.meta_u64(DURABLE)?.unwrap_or(0))
    }

    /// One operation, whatever its state.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn outbox_row(&self, q: u64) -> Result<Option<OutboxRow>> {
        self.one(
            &format!("SELECT {COLUMNS} FROM outbox WHERE q = ?1"),
            [q.cast_signed()],
            operation,
        )
    }
}

impl Tx<'_> {
    /// Begins again under another identity: nothing of the former stays.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn outbox_clear(&mut self) -> Result<()> {
        self.execute("DELETE FROM outbox", []).map(drop)
    }

    /// Adds an operation to send.
    ///
    /// # Errors
    /// [`crate::Error::Sql`] when `q` is taken; [`crate::Error::DiskFull`].
    pub fn outbox_push(&mut self, row: &OutboxRow) -> Result<()> {
        self.execute(
            "INSERT INTO outbox (q, txn, scope, tbl, row, body, chain, stamp, seq, recorded_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                row.q.cast_signed(),
                row.txn.cast_signed(),
                row.scope,
                row.table,
                row.row,
                row.body,
                row.chain,
                row.stamp.cast_signed(),
                row.seq.map(u64::cast_signed),
                row.recorded_at_ms
            ],
        )
        .map(drop)
    }

    /// The server has everything up to `q`.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn outbox_ack_until(&mut self, q: u64) -> Result<()> {
        self.execute(
            "UPDATE outbox SET state = 1 WHERE state = 0 AND q <= ?1",
            [q.cast_signed()],
        )
        .map(drop)
    }

    /// The server (restored) no longer has what comes after `q`: to be sent again.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn outbox_unack_after(&mut self, q: u64) -> Result<()> {
        self.execute(
            "UPDATE outbox SET state = 0 WHERE state = 1 AND state > 0 AND q > ?1",
            [q.cast_signed()],
        )
        .map(drop)
    }

    /// The server's number and stamp of an operation.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn outbox_stamp(&mut self, q: u64, seq: u64, stamp: u64) -> Result<()> {
        self.execute(
            "UPDATE outbox SET seq = ?2, stamp = ?3 WHERE q = ?1",
            [q.cast_signed(), seq.cast_signed(), stamp.cast_signed()],
        )
        .map(drop)
    }

    /// A verified backup of the server covers what it acknowledged up to `q`. Bodies recorded
    /// before `before_ms` (Unix milliseconds) go: every backup that may still be restored has
    /// them.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn outbox_durable_until(&mut self, q: u64, before_ms: i64) -> Result<()> {
        self.set_meta_u64(DURABLE, q)?;
        self.execute(
            "UPDATE outbox SET state = 2, body = ''
             WHERE state = 1 AND state > 0 AND q <= ?1 AND recorded_at < ?2",
            params![q.cast_signed(), before_ms],
        )
        .map(drop)
    }
}
