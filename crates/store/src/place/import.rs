//! Imports of places made on this laptop: what each made or changed, so that it can be undone.

use rusqlite::params;

use crate::error::Result;
use crate::notebook::{Reader, Tx};

/// An import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceImport {
    /// Identifier.
    pub id: String,
    /// When, Unix milliseconds.
    pub at_ms: i64,
    /// Places it made.
    pub created: u32,
    /// Places it changed.
    pub changed: u32,
}

/// A place that an import made or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedRow {
    /// Identifier of the place.
    pub id: String,
    /// Last change of the place once imported, Unix milliseconds.
    pub changed_at_ms: i64,
    /// For a changed place: what it was, as the caller keeps it.
    pub seen: Option<String>,
}

impl Reader<'_> {
    /// The latest import that was not undone.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn place_import_latest(&self) -> Result<Option<PlaceImport>> {
        let sql = "SELECT i.id, i.at,
                (SELECT count(*) FROM place_import_row WHERE import = i.id AND seen IS NULL),
                (SELECT count(*) FROM place_import_row WHERE import = i.id AND seen IS NOT NULL)
            FROM place_import AS i WHERE i.undone_at IS NULL ORDER BY i.at DESC, i.id DESC LIMIT 1";
        self.one(sql, [], |row| {
            Ok(PlaceImport {
                id: row.get(0)?,
                at_ms: row.get(1)?,
                created: row.get(2)?,
                changed: row.get(3)?,
            })
        })
    }

    /// The places of an import that was not undone, by identifier.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn place_import_rows(&self, id: &str) -> Result<Vec<ImportedRow>> {
        let sql = "SELECT r.id, r.changed_at, r.seen FROM place_import_row AS r
            JOIN place_import AS i ON i.id = r.import
            WHERE r.import = ?1 AND i.undone_at IS NULL ORDER BY r.id";
        self.all(sql, [id], |row| {
            Ok(ImportedRow {
                id: row.get(0)?,
                changed_at_ms: row.get(1)?,
                seen: row.get(2)?,
            })
        })
    }
}

impl Tx<'_> {
    /// Begins an import; nothing when it began already.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn begin_place_import(&mut self, id: &str, at_ms: i64) -> Result<()> {
        let sql = "INSERT OR IGNORE INTO place_import (id, at) VALUES (?1, ?2)";
        self.execute(sql, params![id, at_ms]).map(drop)
    }

    /// Keeps what an import did to a place.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn keep_place_import(&mut self, import: &str, row: &ImportedRow) -> Result<()> {
        let sql = "INSERT OR REPLACE INTO place_import_row (import, id, changed_at, seen)
            VALUES (?1, ?2, ?3, ?4)";
        self.execute(sql, params![import, row.id, row.changed_at_ms, row.seen])
            .map(drop)
    }

    /// A place is no longer part of an import: it was undone, or kept on purpose.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn drop_place_import_row(&mut self, import: &str, id: &str) -> Result<()> {
        let sql = "DELETE FROM place_import_row WHERE import = ?1 AND id = ?2";
        self.execute(sql, [import, id]).map(drop)
    }

    /// An import was undone.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn end_place_import(&mut self, id: &str, at_ms: i64) -> Result<()> {
        let sql = "UPDATE place_import SET undone_at = ?2 WHERE id = ?1";
        self.execute(sql, params![id, at_ms]).map(drop)
    }
}
