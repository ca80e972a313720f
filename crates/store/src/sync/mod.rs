//! What the exchange needs to remember. This module knows rows, not the protocol.

mod aside;
mod outbox;
mod snapshot;

use rusqlite::params;

pub use self::aside::Aside;
pub use self::outbox::{Batch, OutboxCounts, OutboxRow, PendingItem};
pub use self::snapshot::SnapshotPart;
use crate::error::Result;
use crate::notebook::{Reader, Tx};

/// Exchanges remembered.
const JOURNAL: u32 = 200;

/// How far a scope was received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// Identifier.
    pub id: String,
    /// Last number received.
    pub cursor: u64,
    /// Sum of its state.
    pub sum: [u8; 16],
}

/// A value that gave way to another.
#[derive(Clone, PartialEq, Eq)]
pub struct HistoryRow {
    /// Wire name of the table.
    pub table: String,
    /// Identifier of the record.
    pub row: String,
    /// Wire name of the field.
    pub field: String,
    /// The value, JSON.
    pub value: String,
    /// The operation that wrote it.
    pub dot: String,
    /// Its stamp.
    pub stamp: u64,
    /// Who wrote it.
    pub author: String,
    /// The operation that replaced it.
    pub superseded_by: String,
    /// When this notebook noted it, Unix milliseconds.
    pub at_ms: i64,
}

impl std::fmt::Debug for HistoryRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HistoryRow")
            .field("row", &self.row)
            .field("field", &self.field)
            .finish_non_exhaustive()
    }
}

/// An operation this program does not understand yet.
#[derive(Clone, PartialEq, Eq)]
pub struct Parked {
    /// Its handle here.
    pub n: i64,
    /// Scope.
    pub scope: String,
    /// Number in the scope's log.
    pub seq: u64,
    /// The operation, whole.
    pub body: String,
}

impl std::fmt::Debug for Parked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Parked")
            .field("scope", &self.scope)
            .field("seq", &self.seq)
            .finish_non_exhaustive()
    }
}

/// One exchange of the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// When, Unix milliseconds.
    pub at_ms: i64,
    /// How it ended.
    pub line: String,
    /// Operations confirmed.
    pub sent: u32,
    /// Operations received.
    pub received: u32,
}

/// Scopes stand among the facts: what every save changes shares one page.
fn scope_key(id: &str) -> String {
    format!("scope:{id}")
}

/// Eight bytes of cursor, sixteen of sum.
fn scope_from(id: &str, bytes: &[u8]) -> Option<Scope> {
    let (cursor, sum) = bytes.split_first_chunk::<8>()?;
    Some(Scope {
        id: id.to_owned(),
        cursor: u64::from_be_bytes(*cursor),
        sum: sum.try_into().ok()?,
    })
}

impl Reader<'_> {
    /// A scope.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn scope(&self, id: &str) -> Result<Option<Scope>> {
        let kept: Option<Vec<u8>> = self.meta_blob(&scope_key(id))?;
        Ok(kept.and_then(|bytes| scope_from(id, &bytes)))
    }

    /// All scopes, by identifier.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn scopes(&self) -> Result<Vec<Scope>> {
        let sql = "SELECT substr(key, 7), value FROM meta
            WHERE key >= 'scope:' AND key < 'scope;' ORDER BY key";
        let kept = self.all(sql, [], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?))
        })?;
        Ok(kept
            .iter()
            .filter_map(|(id, bytes)| scope_from(id, bytes))
            .collect())
    }

    /// Former values of a record, oldest first.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn history(&self, table: &str, row: &str) -> Result<Vec<HistoryRow>> {
        let sql =
            "SELECT tbl, row, field, value, dot, stamp, author, superseded_by, at FROM history
            WHERE tbl = ?1 AND row = ?2 ORDER BY n";
        self.all(sql, [table, row], |row| {
            Ok(HistoryRow {
                table: row.get(0)?,
                row: row.get(1)?,
                field: row.get(2)?,
                value: row.get(3)?,
                dot: row.get(4)?,
                stamp: row.get::<_, i64>(5)?.cast_unsigned(),
                author: row.get(6)?,
                superseded_by: row.get(7)?,
                at_ms: row.get(8)?,
            })
        })
    }

    /// Parked operations of a scope, in the order of its log.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn parked(&self, scope: &str) -> Result<Vec<Parked>> {
        self.all(
            "SELECT n, scope, seq, body FROM parked WHERE scope = ?1 ORDER BY seq, n",
            [scope],
            |row| {
                Ok(Parked {
                    n: row.get(0)?,
                    scope: row.get(1)?,
                    seq: row.get::<_, i64>(2)?.cast_unsigned(),
                    body: row.get(3)?,
                })
            },
        )
    }

    /// Whether a record was erased.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn is_erased(&self, id: &str) -> Result<bool> {
        Ok(self
            .one("SELECT 1 FROM erased WHERE id = ?1", [id], |_| Ok(()))?
            .is_some())
    }

    /// Identifiers of erased records.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn erased(&self) -> Result<Vec<String>> {
        self.all("SELECT id FROM erased ORDER BY id", [], |row| row.get(0))
    }

    /// Fields of live records where several values stand.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn conflict_count(&self) -> Result<u32> {
        self.count(
            "SELECT coalesce(sum(json_array_length(conflict)), 0) FROM record WHERE conflict IS NOT NULL AND deleted = 0",
            [],
        )
    }

    /// Last exchanges, most recent first.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn exchanges(&self, limit: u32) -> Result<Vec<Exchange>> {
        self.all(
            "SELECT at, line, sent, received FROM exchange ORDER BY n DESC LIMIT ?1",
            [limit],
            |row| {
                Ok(Exchange {
                    at_ms: row.get(0)?,
                    line: row.get(1)?,
                    sent: row.get(2)?,
                    received: row.get(3)?,
                })
            },
        )
    }
}

impl Tx<'_> {
    /// Keeps how far a scope was received.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn put_scope(&mut self, scope: &Scope) -> Result<()> {
        let mut bytes = scope.cursor.to_be_bytes().to_vec();
        bytes.extend(scope.sum);
        self.set_meta_blob(&scope_key(&scope.id), &bytes)
    }

    /// Notes a value that gave way.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn push_history(&mut self, row: &HistoryRow) -> Result<()> {
        self.execute(
            "INSERT INTO history (tbl, row, field, value, dot, stamp, author, superseded_by, at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                row.table,
                row.row,
                row.field,
                row.value,
                row.dot,
                row.stamp.cast_signed(),
                row.author,
                row.superseded_by,
                row.at_ms
            ],
        )
        .map(drop)
    }

    /// Removes the former values of a record (erasure).
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn delete_history(&mut self, table: &str, row: &str) -> Result<()> {
        self.execute(
            "DELETE FROM history WHERE tbl = ?1 AND row = ?2",
            [table, row],
        )
        .map(drop)
    }

    /// Keeps an operation for a later version of this program.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn park(&mut self, scope: &str, seq: u64, body: &str) -> Result<()> {
        self.execute(
            "INSERT INTO parked (scope, seq, body) VALUES (?1, ?2, ?3)",
            params![scope, seq.cast_signed(), body],
        )
        .map(drop)
    }

    /// Removes a parked operation, now understood.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn unpark(&mut self, n: i64) -> Result<()> {
        self.execute("DELETE FROM parked WHERE n = ?1", [n])
            .map(drop)
    }

    /// Remembers that a record was erased.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn put_erased(&mut self, id: &str) -> Result<()> {
        self.execute("INSERT OR IGNORE INTO erased (id) VALUES (?1)", [id])
            .map(drop)
    }

    /// Notes an exchange; only the last 200 stay.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn push_exchange(&mut self, exchange: &Exchange) -> Result<()> {
        self.execute(
            "INSERT INTO exchange (at, line, sent, received) VALUES (?1, ?2, ?3, ?4)",
            params![
                exchange.at_ms,
                exchange.line,
                exchange.sent,
                exchange.received
            ],
        )?;
        self.execute(
            "DELETE FROM exchange WHERE n <= (SELECT max(n) FROM exchange) - ?1",
            [JOURNAL],
        )
        .map(drop)
    }
}
