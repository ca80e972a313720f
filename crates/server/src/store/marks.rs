//! Durable marks: how far verified copies reach, and which copies there were.
//!
//! A mark only rises within an epoch, and only by a copy that was proved: a laptop lets go of
//! what it kept below it.

use std::collections::BTreeMap;

use super::book::{Book, values};
use super::copy::Facts;
use super::meta;
use crate::Error;

/// A verified copy, as the database remembers it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct BackupLine {
    /// When it was taken, milliseconds since 1970.
    pub taken: u64,
    /// Name of its file.
    pub file: String,
    /// Count of commits it holds.
    pub commits: u64,
    /// Operations it holds.
    pub operations: u64,
    /// Size of its file.
    pub bytes: u64,
    /// It raised the durable marks.
    pub durable: bool,
}

/// Remembers a verified copy; raises the marks when it counts as durable. Whether it did: a copy
/// of another epoch (the database was replaced meanwhile) raises nothing.
pub(crate) fn publish(book: &Book<'_>, facts: &Facts, line: &BackupLine) -> Result<bool, Error> {
    let durable = line.durable && meta::mark(book)?.epoch == facts.epoch;
    if durable {
        for (id, q) in &facts.devices {
            book.execute(
                "UPDATE device SET durable_q = ?2 WHERE id = ?1 AND durable_q < ?2",
                values![id, *q],
            )?;
        }
        for (id, (head, _)) in &facts.scopes {
            book.execute(
                "UPDATE scope SET durable_seq = ?2 WHERE id = ?1 AND durable_seq < ?2",
                values![id, *head],
            )?;
        }
    }
    book.execute(
        "INSERT INTO backup (taken, file, commits, operations, bytes, durable) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        values![
            line.taken,
            &line.file,
            line.commits,
            line.operations,
            line.bytes,
            durable
        ],
    )?;
    Ok(durable)
}

/// The last verified copy.
pub(crate) fn last(book: &Book<'_>) -> Result<Option<BackupLine>, Error> {
    book.one(
        "SELECT taken, file, commits, operations, bytes, durable FROM backup ORDER BY num DESC LIMIT 1",
        &[],
        |row| {
            Ok(BackupLine {
                taken: row.get(0)?,
                file: row.get(1)?,
                commits: row.get(2)?,
                operations: row.get(3)?,
                bytes: row.get(4)?,
                durable: row.get(5)?,
            })
        },
    )
}

/// Each scope's last sequence that a verified copy holds.
pub(crate) fn scopes(book: &Book<'_>) -> Result<BTreeMap<String, u64>, Error> {
    book.rows("SELECT id, durable_seq FROM scope", &[], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}
