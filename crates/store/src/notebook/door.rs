//! What a reader sees and what a transaction may do. The nouns add their own functions to
//! [`Reader`] and [`Tx`] in their modules.

use std::cell::Cell;
use std::ops::Deref;

use rusqlite::{CachedStatement, Connection, OptionalExtension, Params, Row};

use crate::error::{Error, Result};

/// A consistent view of the notebook.
pub struct Reader<'c> {
    conn: &'c Connection,
}

impl<'c> Reader<'c> {
    pub(super) fn new(conn: &'c Connection) -> Self {
        Self { conn }
    }

    pub(crate) fn prepare(&self, sql: &str) -> Result<CachedStatement<'c>> {
        Ok(self.conn.prepare_cached(sql)?)
    }

    /// All rows of a query.
    pub(crate) fn all<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = self.prepare(sql)?;
        let rows = statement
            .query_map(params, map)?
            .collect::<rusqlite::Result<_>>()?;
        Ok(rows)
    }

    /// The only row of a query, if any.
    pub(crate) fn one<T>(
        &self,
        sql: &str,
        params: impl Params,
        map: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>> {
        Ok(self.prepare(sql)?.query_row(params, map).optional()?)
    }

    /// The row of a query that always has one (a count).
    pub(crate) fn count(&self, sql: &str, params: impl Params) -> Result<u32> {
        Ok(self.prepare(sql)?.query_row(params, |row| row.get(0))?)
    }
}

/// A transaction under way: everything done through it becomes durable together, or not at all.
pub struct Tx<'c> {
    reader: Reader<'c>,
    full: Cell<bool>,
}

impl<'c> Tx<'c> {
    pub(super) fn new(conn: &'c Connection) -> Self {
        Self {
            reader: Reader::new(conn),
            full: Cell::new(false),
        }
    }

    /// Changes rows; how many.
    pub(crate) fn execute(&self, sql: &str, params: impl Params) -> Result<usize> {
        let done = self
            .prepare(sql)
            .and_then(|mut statement| Ok(statement.execute(params)?));
        if matches!(done, Err(Error::DiskFull)) {
            self.full.set(true);
        }
        done
    }

    /// A write met a full disk.
    pub(super) fn met_full_disk(&self) -> bool {
        self.full.get()
    }
}

impl<'c> Deref for Tx<'c> {
    type Target = Reader<'c>;

    fn deref(&self) -> &Self::Target {
        &self.reader
    }
}
