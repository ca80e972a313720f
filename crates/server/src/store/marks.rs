//! Durable marks: how far verified copies reach, and which copies there were.
//!
//! A mark only rises within an epoch, and only by a copy that was proved: a laptop lets go of
//! what it kept below it.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};

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
pub(crate) fn publish(
    connection: &Connection,
    facts: &Facts,
    line: &BackupLine,
) -> Result<bool, Error> {
    let durable = line.durable && meta::mark(connection)?.epoch == facts.epoch;
    if durable {
        let mut device = connection
            .prepare("UPDATE device SET durable_q = ?2 WHERE id = ?1 AND durable_q < ?2")?;
        for (id, q) in &facts.devices {
            device.execute(params![id, q.cast_signed()])?;
        }
        let mut scope = connection
            .prepare("UPDATE scope SET durable_seq = ?2 WHERE id = ?1 AND durable_seq < ?2")?;
        for (id, (head, _)) in &facts.scopes {
            scope.execute(params![id, head.cast_signed()])?;
        }
    }
    connection.execute(
        "INSERT INTO backup (taken, file, commits, operations, bytes, durable) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            line.taken.cast_signed(),
            line.file,
            line.commits.cast_signed(),
            line.operations.cast_signed(),
            line.bytes.cast_signed(),
            durable
        ],
    )?;
    Ok(durable)
}

/// The last verified copy.
pub(crate) fn last(connection: &Connection) -> Result<Option<BackupLine>, Error> {
    Ok(connection
        .query_row(
            "SELECT taken, file, commits, operations, bytes, durable FROM backup ORDER BY num DESC LIMIT 1",
            [],
            |row| {
                let number = |at| Ok::<_, rusqlite::Error>(row.get::<_, i64>(at)?.cast_unsigned());
                Ok(BackupLine {
                    taken: number(0)?,
                    file: row.get(1)?,
                    commits: number(2)?,
                    operations: number(3)?,
                    bytes: number(4)?,
                    durable: row.get(5)?,
                })
            },
        )
        .optional()?)
}

/// Each scope's last sequence that a verified copy holds.
pub(crate) fn scopes(connection: &Connection) -> Result<BTreeMap<String, u64>, Error> {
    Ok(connection
        .prepare("SELECT id, durable_seq FROM scope")?
        .query_map([], |row| {
            Ok((row.get(0)?, row.get::<_, i64>(1)?.cast_unsigned()))
        })?
        .collect::<Result<_, _>>()?)
}
