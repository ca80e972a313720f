//! The corbeille, read: what was deleted, latest first.

use rusqlite::params;

use crate::error::Result;
use crate::notebook::Reader;

/// A record in the bin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BinRow {
    /// Wire name of its table.
    pub table: String,
    /// Identifier.
    pub id: String,
    /// Its last change, which is its deletion unless another laptop changed it at the same time;
    /// Unix milliseconds.
    pub changed_at_ms: i64,
}

impl Reader<'_> {
    /// Records of these tables put in the bin since that instant (Unix milliseconds), latest
    /// first, and how many in all. A file joined to another one is not offered: it is told apart
    /// where it was joined.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn bin_page(
        &self,
        tables: &[&str],
        since_ms: i64,
        offset: u32,
        limit: u32,
    ) -> Result<(u32, Vec<BinRow>)> {
        let tables = serde_json::to_string(tables)?;
        let total = self.count(
            "SELECT count(*) FROM record WHERE deleted = 1 AND changed_at >= ?2
                AND +tbl IN (SELECT value FROM json_each(?1)) AND NOT (tbl = 'beneficiary' AND EXISTS (
                    SELECT 1 FROM merge AS m WHERE m.id = record.id AND m.deleted = 0 AND m.target IS NOT NULL))
                AND NOT EXISTS (SELECT 1 FROM erased AS e WHERE e.id = record.id)",
            params![tables, since_ms],
        )?;
        let rows = self.all(
            "SELECT tbl, id, changed_at FROM record WHERE deleted = 1 AND changed_at >= ?2
                AND +tbl IN (SELECT value FROM json_each(?1)) AND NOT (tbl = 'beneficiary' AND EXISTS (
                    SELECT 1 FROM merge AS m WHERE m.id = record.id AND m.deleted = 0 AND m.target IS NOT NULL))
                AND NOT EXISTS (SELECT 1 FROM erased AS e WHERE e.id = record.id)
             ORDER BY changed_at DESC, tbl, id LIMIT ?3 OFFSET ?4",
            params![tables, since_ms, limit, offset],
            |row| {
                Ok(BinRow {
                    table: row.get(0)?,
                    id: row.get(1)?,
                    changed_at_ms: row.get(2)?,
                })
            },
        )?;
        Ok((total, rows))
    }
}
