//! A whole copy of the database under another key, and what proves that a copy is whole.
//!
//! A copy is proved by reading it as a restored server would: every page authenticates, the tree
//! is sound, each log is dense up to its head, each device's operations are all there, and the
//! sum of each scope is computed again from its rows.

use std::collections::BTreeMap;
use std::path::Path;

use escale_sync::merge::RowState;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OptionalExtension, params};
use zeroize::Zeroizing;

use super::connection::{self, Opener};
use super::meta;
use crate::ledger::{self, Replayed};
use crate::{Error, secret};

/// How far a database goes: what a copy must have, to the last number.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Facts {
    /// Its epoch.
    pub(crate) epoch: String,
    /// Its count of commits.
    pub(crate) commits: u64,
    /// Head and sum of each scope.
    pub(crate) scopes: BTreeMap<String, (u64, u128)>,
    /// Last operation of each device.
    pub(crate) devices: BTreeMap<String, u64>,
}

impl Facts {
    /// Operations in the logs.
    pub(crate) fn operations(&self) -> u64 {
        self.scopes.values().map(|(head, _)| head).sum()
    }
}

/// A file of the data folder that a copy takes along.
pub(crate) struct Kept {
    /// Its name in the folder.
    pub(crate) name: String,
    /// What it holds.
    pub(crate) body: Zeroizing<Vec<u8>>,
}

/// How far the database behind a connection goes, as it says itself.
pub(crate) fn facts(connection: &Connection) -> Result<Facts, Error> {
    let mark = meta::mark(connection)?;
    let mut statement = connection.prepare("SELECT id, head, sum FROM scope")?;
    let scopes = statement
        .query_map([], |row| {
            Ok((
                row.get(0)?,
                (
                    row.get::<_, i64>(1)?.cast_unsigned(),
                    u128::from_be_bytes(row.get(2)?),
                ),
            ))
        })?
        .collect::<Result<_, _>>()?;
    let mut statement = connection.prepare("SELECT id, last_q FROM device")?;
    let devices = statement
        .query_map([], |row| {
            Ok((row.get(0)?, row.get::<_, i64>(1)?.cast_unsigned()))
        })?
        .collect::<Result<_, _>>()?;
    Ok(Facts {
        epoch: mark.epoch,
        commits: mark.commits,
        scopes,
        devices,
    })
}

/// Copies what `source` sees into a new file under `key`, with files of the data folder beside.
///
/// `source` is inside a transaction: the copy is one picture, and writers go on meanwhile.
pub(crate) fn write(
    source: &Connection,
    target: &Path,
    key: &[u8; 32],
    files: &[Kept],
) -> Result<Facts, Error> {
    let seen = facts(source)?;
    pages(source, target, key)?;
    let copy = Opener::new(target.to_path_buf(), key).alone()?;
    copy.execute_batch(
        "BEGIN;
         CREATE TABLE kept_file (name TEXT PRIMARY KEY, body BLOB NOT NULL) STRICT;
         DELETE FROM token;",
    )?;
    for file in files {
        copy.execute(
            "INSERT INTO kept_file (name, body) VALUES (?1, ?2)",
            params![file.name, *file.body],
        )?;
    }
    copy.execute_batch("COMMIT")?;
    copy.close().map_err(|(_, error)| error)?;
    secret::flush(target)?;
    Ok(seen)
}

/// Every page of `source`, in one step, into a file nobody else can read.
fn pages(source: &Connection, target: &Path, key: &[u8; 32]) -> Result<(), Error> {
    secret::private_file(target)?;
    let mut copy = Opener::new(target.to_path_buf(), key).fresh()?;
    let step = Backup::new(source, &mut copy)?.step(-1)?;
    if step == StepResult::Done {
        Ok(())
    } else {
        Err(Error::Busy)
    }
}

/// Proves a copy; how far it goes.
pub(crate) fn verify(path: &Path, key: &[u8; 32]) -> Result<Facts, Error> {
    let connection = Opener::new(path.to_path_buf(), key).reader()?;
    let wrong = |what| Err(Error::Copy(what));
    if !none(&connection, "PRAGMA cipher_integrity_check")? {
        return wrong("a page does not authenticate");
    }
    let integrity: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    if integrity != "ok" {
        return wrong("its tree is damaged");
    }
    if !none(&connection, "PRAGMA foreign_key_check")? {
        return wrong("a line names another that is not there");
    }
    if !connection::is_current(&connection)? {
        return wrong("its schema is not that of this program");
    }
    let known = facts(&connection)?;
    if !dense(&connection)? {
        return wrong("a log has a hole");
    }
    if !complete(&connection)? {
        return wrong("an operation of a device is missing");
    }
    if sums(&connection)? != known.scopes {
        return wrong("the rows of a scope are not those it counts");
    }
    Ok(known)
}

fn none(connection: &Connection, sql: &str) -> Result<bool, Error> {
    Ok(connection
        .query_row(sql, [], |_| Ok(()))
        .optional()?
        .is_none())
}

/// Each log has every sequence from 1 to its head.
fn dense(connection: &Connection) -> Result<bool, Error> {
    none(
        connection,
        "SELECT 1 FROM scope LEFT JOIN
            (SELECT scope, count(*) AS lines, max(seq) AS last FROM log GROUP BY scope) AS kept
            ON kept.scope = scope.num
         WHERE coalesce(kept.lines, 0) <> scope.head OR coalesce(kept.last, 0) <> scope.head",
    )
}

/// Each device's operations are all in a log or in the quarantine.
fn complete(connection: &Connection) -> Result<bool, Error> {
    none(
        connection,
        "SELECT 1 FROM device LEFT JOIN
            (SELECT dev, count(*) AS ops, max(q) AS last
             FROM (SELECT dev, q FROM log UNION SELECT dev, q FROM quarantine) GROUP BY dev) AS kept
            ON kept.dev = device.num
         WHERE coalesce(kept.ops, 0) <> device.last_q OR coalesce(kept.last, 0) <> device.last_q",
    )
}

/// Head of each scope, and its sum computed from the rows.
fn sums(connection: &Connection) -> Result<BTreeMap<String, (u64, u128)>, Error> {
    let mut scopes: BTreeMap<i64, (String, u64, u128)> = connection
        .prepare("SELECT num, id, head FROM scope")?
        .query_map([], |row| {
            Ok((
                row.get(0)?,
                (row.get(1)?, row.get::<_, i64>(2)?.cast_unsigned(), 0),
            ))
        })?
        .collect::<Result<_, _>>()?;
    let mut statement = connection.prepare("SELECT scope, tbl, id, state FROM row")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let text = |at: usize| -> rusqlite::Result<&str> { Ok(row.get_ref(at)?.as_str()?) };
        let state: RowState =
            serde_json::from_str(text(3)?).map_err(|_| Error::Copy("a row cannot be read"))?;
        let Some((_, _, sum)) = scopes.get_mut(&row.get(0)?) else {
            return Err(Error::Copy("a row has no scope"));
        };
        *sum = sum.wrapping_add(state.sum(text(1)?, text(2)?));
    }
    Ok(scopes
        .into_values()
        .map(|(id, head, sum)| (id, (head, sum)))
        .collect())
}

/// What a restored database has lost of the copy it comes from: nothing but passes and codes.
pub(crate) struct Begun {
    /// Its new epoch.
    pub(crate) mark: crate::witness::Mark,
    /// The files to put back beside it.
    pub(crate) files: Vec<Kept>,
    /// What the ledger brought.
    pub(crate) replayed: Replayed,
}

/// Makes a database under `key` from a verified copy, in a new epoch: laptops will send again
/// what the copy never saw. Codes not used yet are void: one may have been used since.
pub(crate) fn begin_again(
    from: &Path,
    from_key: &[u8; 32],
    target: &Path,
    key: &[u8; 32],
    ledger: Option<&Path>,
) -> Result<Begun, Error> {
    let source = Opener::new(from.to_path_buf(), from_key).reader()?;
    pages(&source, target, key)?;
    drop(source);
    let mut restored = Opener::new(target.to_path_buf(), key).alone()?;
    let transaction = restored.transaction()?;
    let files = transaction
        .prepare("SELECT name, body FROM kept_file ORDER BY name")?
        .query_map([], |row| {
            Ok(Kept {
                name: row.get(0)?,
                body: Zeroizing::new(row.get(1)?),
            })
        })?
        .collect::<Result<_, _>>()?;
    transaction.execute_batch(
        "DROP TABLE kept_file;
         DELETE FROM token;
         DELETE FROM enrolment_code WHERE used_at IS NULL;",
    )?;
    let replayed = match ledger {
        Some(path) => ledger::replay(&transaction, path)?,
        None => Replayed::default(),
    };
    meta::begin_epoch(&transaction)?;
    let mark = meta::count_commit(&transaction)?;
    transaction.commit()?;
    restored.close().map_err(|(_, error)| error)?;
    secret::flush(target)?;
    Ok(Begun {
        mark,
        files,
        replayed,
    })
}
