//! How much the server holds: for the operator and for tests. Numbers only.

use std::collections::BTreeMap;

use super::book::{Book, values};
use crate::Error;

/// Lines of each kind.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Live rows (not in the corbeille) of each replicated table.
    pub rows: BTreeMap<String, u64>,
    /// Rows in the corbeille of each replicated table.
    pub deleted: BTreeMap<String, u64>,
    /// Operations in the logs.
    pub operations: u64,
    /// Operations waiting for somebody's decision.
    pub quarantined: u64,
    /// Devices, whatever their status.
    pub devices: u64,
}

/// Counts.
pub(crate) fn read(book: &Book<'_>) -> Result<Counts, Error> {
    Ok(Counts {
        rows: tables(book, false)?,
        deleted: tables(book, true)?,
        operations: number(book, "SELECT count(*) FROM log WHERE moved <> -1")?,
        quarantined: number(
            book,
            "SELECT count(*) FROM quarantine WHERE decided IS NULL",
        )?,
        devices: number(book, "SELECT count(*) FROM device")?,
    })
}

/// Operations in the logs, those waiting for a decision, devices that may write: what is cheap
/// to read often.
pub(crate) fn standing(book: &Book<'_>) -> Result<(u64, u64, u64), Error> {
    Ok((
        number(
            book,
            "SELECT CAST(coalesce(sum(head), 0) AS BIGINT) FROM scope",
        )?,
        number(
            book,
            "SELECT count(*) FROM quarantine WHERE decided IS NULL",
        )?,
        number(
            book,
            "SELECT count(*) FROM device WHERE status = 'confirmed'",
        )?,
    ))
}

fn tables(book: &Book<'_>, deleted: bool) -> Result<BTreeMap<String, u64>, Error> {
    book.rows(
        "SELECT tbl, count(*) FROM row WHERE deleted = ?1 GROUP BY tbl",
        values![deleted],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

fn number(book: &Book<'_>, sql: &str) -> Result<u64, Error> {
    Ok(book.number(sql, &[])?.cast_unsigned())
}
