//! A scope on its way as a snapshot: pieces received, lines taken.

use rusqlite::{Row, params};

use crate::error::Result;
use crate::notebook::{Reader, Tx};

/// One part of a snapshot, and how far it was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotPart {
    /// Scope.
    pub scope: String,
    /// Its place in the order in which parts are taken, from 0.
    pub part: u32,
    /// Name of its bytes.
    pub hash: String,
    /// Sequence of the scope it stands for.
    pub seq: u64,
    /// Sum of the whole scope there, as the server writes it.
    pub sum: String,
    /// Its bytes, compressed.
    pub bytes: u64,
    /// Its rows.
    pub rows: u64,
    /// Sessions among them.
    pub sessions: u64,
    /// Lines taken.
    pub taken_lines: u64,
    /// Rows taken.
    pub taken_rows: u64,
    /// Sessions taken.
    pub taken_sessions: u64,
    /// Sum of the rows taken, as they came.
    pub taken_sum: [u8; 16],
}

fn part(row: &Row<'_>) -> rusqlite::Result<SnapshotPart> {
    let number = |at: usize| row.get::<_, i64>(at).map(i64::cast_unsigned);
    Ok(SnapshotPart {
        scope: row.get(0)?,
        part: row.get(1)?,
        hash: row.get(2)?,
        seq: number(3)?,
        sum: row.get(4)?,
        bytes: number(5)?,
        rows: number(6)?,
        sessions: number(7)?,
        taken_lines: number(8)?,
        taken_rows: number(9)?,
        taken_sessions: number(10)?,
        taken_sum: row.get(11)?,
    })
}

impl Reader<'_> {
    /// The parts on their way, by scope, in the order in which they are taken.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn snapshot_parts(&self) -> Result<Vec<SnapshotPart>> {
        self.all(
            "SELECT scope, part, hash, seq, sum, bytes, rows, sessions,
                taken_lines, taken_rows, taken_sessions, taken_sum
             FROM snapshot_part ORDER BY scope, part",
            [],
            part,
        )
    }

    /// How many bytes of a part were received, from its start.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn snapshot_received(&self, hash: &str) -> Result<u64> {
        let received = self.one(
            "SELECT at + length(body) FROM snapshot_piece WHERE hash = ?1 ORDER BY at DESC LIMIT 1",
            [hash],
            |row| row.get::<_, i64>(0),
        )?;
        Ok(received.unwrap_or(0).cast_unsigned())
    }

    /// The bytes received of a part.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn snapshot_bytes(&self, hash: &str) -> Result<Vec<u8>> {
        let pieces: Vec<Vec<u8>> = self.all(
            "SELECT body FROM snapshot_piece WHERE hash = ?1 ORDER BY at",
            [hash],
            |row| row.get(0),
        )?;
        Ok(pieces.concat())
    }
}

impl Tx<'_> {
    /// Keeps a part, or how far it was taken.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn put_snapshot_part(&mut self, part: &SnapshotPart) -> Result<()> {
        self.execute(
            "INSERT INTO snapshot_part (scope, part, hash, seq, sum, bytes, rows, sessions,
                taken_lines, taken_rows, taken_sessions, taken_sum)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
             ON CONFLICT (scope, part) DO UPDATE SET taken_lines = excluded.taken_lines,
                taken_rows = excluded.taken_rows, taken_sessions = excluded.taken_sessions,
                taken_sum = excluded.taken_sum",
            params![
                part.scope,
                part.part,
                part.hash,
                part.seq.cast_signed(),
                part.sum,
                part.bytes.cast_signed(),
                part.rows.cast_signed(),
                part.sessions.cast_signed(),
                part.taken_lines.cast_signed(),
                part.taken_rows.cast_signed(),
                part.taken_sessions.cast_signed(),
                part.taken_sum,
            ],
        )
        .map(drop)
    }

    /// Keeps a piece that continues what was received.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn put_snapshot_piece(&mut self, hash: &str, at: u64, body: &[u8]) -> Result<()> {
        self.execute(
            "INSERT INTO snapshot_piece (hash, at, body) VALUES (?1, ?2, ?3)",
            params![hash, at.cast_signed(), body],
        )
        .map(drop)
    }

    /// Lets the bytes of a part go: its rows are in.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn drop_snapshot_pieces(&mut self, hash: &str) -> Result<()> {
        self.execute("DELETE FROM snapshot_piece WHERE hash = ?1", [hash])
            .map(drop)
    }

    /// Forgets the snapshot of a scope; the rows taken of it stay.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn forget_snapshot(&mut self, scope: &str) -> Result<()> {
        self.execute(
            "DELETE FROM snapshot_piece WHERE hash IN
                (SELECT hash FROM snapshot_part WHERE scope = ?1)",
            [scope],
        )?;
        self.execute("DELETE FROM snapshot_part WHERE scope = ?1", [scope])
            .map(drop)
    }
}
