//! Drafts: forms kept at each change until they are finished or dropped. The body is opaque.

use rusqlite::{Row, params};

use crate::error::Result;
use crate::notebook::{Reader, Tx};
use crate::record::discreet;

/// A draft.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// Identifier.
    pub id: String,
    /// Which form.
    pub kind: String,
    /// The record being edited, if it exists already.
    pub record: Option<String>,
    /// The form, JSON.
    pub body: String,
    /// When it was last kept, Unix milliseconds.
    pub saved_at_ms: i64,
}

discreet!(Draft);

fn draft(row: &Row<'_>) -> rusqlite::Result<Draft> {
    Ok(Draft {
        id: row.get(0)?,
        kind: row.get(1)?,
        record: row.get(2)?,
        body: row.get(3)?,
        saved_at_ms: row.get(4)?,
    })
}

impl Reader<'_> {
    /// All drafts, latest kept first.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn drafts(&self) -> Result<Vec<Draft>> {
        self.all(
            "SELECT id, kind, record, body, saved_at FROM draft ORDER BY saved_at DESC, id",
            [],
            draft,
        )
    }

    /// A draft.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn draft(&self, id: &str) -> Result<Option<Draft>> {
        self.one(
            "SELECT id, kind, record, body, saved_at FROM draft WHERE id = ?1",
            [id],
            draft,
        )
    }
}

impl Tx<'_> {
    /// Keeps a draft, new or changed.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn put_draft(&mut self, draft: &Draft) -> Result<()> {
        self.execute(
            "INSERT INTO draft (id, kind, record, body, saved_at) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, record = excluded.record,
                body = excluded.body, saved_at = excluded.saved_at",
            params![
                draft.id,
                draft.kind,
                draft.record,
                draft.body,
                draft.saved_at_ms
            ],
        )
        .map(drop)
    }

    /// Drops a draft; a missing one is fine.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn delete_draft(&mut self, id: &str) -> Result<()> {
        self.execute("DELETE FROM draft WHERE id = ?1", [id])
            .map(drop)
    }
}
