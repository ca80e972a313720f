//! How much the server holds: for the operator and for tests. Numbers only.

use std::collections::BTreeMap;

use rusqlite::Connection;

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
pub(crate) fn read(connection: &Connection) -> Result<Counts, Error> {
    Ok(Counts {
        rows: tables(connection, false)?,
        deleted: tables(connection, true)?,
        operations: number(connection, "SELECT count(*) FROM log WHERE moved <> -1")?,
        quarantined: number(
            connection,
            "SELECT count(*) FROM quarantine WHERE decided IS NULL",
        )?,
        devices: number(connection, "SELECT count(*) FROM device")?,
    })
}

/// Operations in the logs, those waiting for a decision, devices that may write: what is cheap
/// to read often.
pub(crate) fn standing(connection: &Connection) -> Result<(u64, u64, u64), Error> {
    Ok((
        number(connection, "SELECT coalesce(sum(head), 0) FROM scope")?,
        number(
            connection,
            "SELECT count(*) FROM quarantine WHERE decided IS NULL",
        )?,
        number(
            connection,
            "SELECT count(*) FROM device WHERE status = 'confirmed'",
        )?,
    ))
}

fn tables(connection: &Connection, deleted: bool) -> Result<BTreeMap<String, u64>, Error> {
    let mut statement =
        connection.prepare("SELECT tbl, count(*) FROM row WHERE deleted = ?1 GROUP BY tbl")?;
    let rows = statement
        .query_map([deleted], |row| {
            Ok((row.get(0)?, row.get::<_, i64>(1)?.cast_unsigned()))
        })?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

fn number(connection: &Connection, sql: &str) -> Result<u64, Error> {
    Ok(connection
        .query_row(sql, [], |row| row.get::<_, i64>(0))?
        .cast_unsigned())
}
