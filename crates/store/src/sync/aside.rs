//! Operations of this laptop that the server set aside, and what became of them.

use rusqlite::params;

use crate::error::Result;
use crate::notebook::{Reader, Tx};

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aside {
    /// The operation.
    pub q: u64,
    /// Why, in the server's code.
    pub why: String,
    /// When, server time, Unix milliseconds.
    pub at_ms: i64,
    /// `accepted`, `rejected`; nothing while nobody decided.
    pub decision: Option<String>,
    /// What was said with the decision.
    pub reason: Option<String>,
}

impl Reader<'_> {
    /// Those that wait for a decision first, then the latest decided.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn asides(&self, limit: u32) -> Result<Vec<Aside>> {
        let sql = "SELECT q, why, at, decision, reason FROM aside
            ORDER BY decision IS NOT NULL, q DESC LIMIT ?1";
        self.all(sql, [limit], |row| {
            Ok(Aside {
                q: row.get::<_, i64>(0)?.cast_unsigned(),
                why: row.get(1)?,
                at_ms: row.get(2)?,
                decision: row.get(3)?,
                reason: row.get(4)?,
            })
        })
    }
}

impl Tx<'_> {
    /// Notes what the server tells of one.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn put_aside(&mut self, aside: &Aside) -> Result<()> {
        self.execute(
            "INSERT INTO aside (q, why, at, decision, reason) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (q) DO UPDATE SET why = excluded.why, at = excluded.at,
                decision = excluded.decision, reason = excluded.reason",
            params![
                aside.q.cast_signed(),
                aside.why,
                aside.at_ms,
                aside.decision,
                aside.reason
            ],
        )
        .map(drop)
    }

    /// Another identity begins: its numbers are others.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn clear_asides(&mut self) -> Result<()> {
        self.execute("DELETE FROM aside", []).map(drop)
    }
}
