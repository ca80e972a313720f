//! A whole copy of the database under another key, and what proves that a copy is whole.
//!
//! A copy is proved by reading it as a restored server would: every page authenticates, the tree
//! is sound, each log is dense up to its head, each device's operations are all there, and the
//! sum of each scope is computed again from its rows.

use std::collections::BTreeMap;
use std::path::Path;

use escale_sync::merge::RowState;
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use zeroize::Zeroizing;

use super::book::{Book, values};
use super::connection::{self, Opener};
use super::transfer::transfer;
use super::{meta, snapshot};
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

/// How far a database goes, as it says itself.
pub(crate) fn facts(book: &Book<'_>) -> Result<Facts, Error> {
    let mark = meta::mark(book)?;
    let scopes = book.rows("SELECT id, head, sum FROM scope", &[], |row| {
        Ok((row.get(0)?, (row.get(1)?, u128::from_be_bytes(row.get(2)?))))
    })?;
    let devices = book.rows("SELECT id, last_q FROM device", &[], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
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
    source: &Book<'_>,
    target: &Path,
    key: &[u8; 32],
    files: &[Kept],
) -> Result<Facts, Error> {
    let seen = facts(source)?;
    match source.file() {
        Some(file) => pages(file, target, key)?,
        None => lines(source, target, key)?,
    }
    let copy = Opener::new(target.to_path_buf(), key).alone()?;
    copy.execute_batch(
        "BEGIN;
         CREATE TABLE kept_file (name TEXT PRIMARY KEY, body BLOB NOT NULL) STRICT;
         DELETE FROM token;",
    )?;
    snapshot::forget_all(&Book::sqlite(&copy))?;
    for file in files {
        Book::sqlite(&copy).execute(
            "INSERT INTO kept_file (name, body) VALUES (?1, ?2)",
            values![&file.name, file.body.as_slice()],
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

/// Every line of `source` into a file of the same tables: what another engine holds.
fn lines(source: &Book<'_>, target: &Path, key: &[u8; 32]) -> Result<(), Error> {
    secret::private_file(target)?;
    let mut copy = Opener::new(target.to_path_buf(), key).alone()?;
    connection::migrate(&mut copy)?;
    let transaction = copy.transaction()?;
    transfer(source, &Book::sqlite(&transaction))?;
    transaction.commit()?;
    copy.close().map_err(|(_, error)| error.into())
}

/// Whether what a database holds is what it counts: dense logs, every operation of each device,
/// rows of the right sum.
pub(super) fn is_whole(book: &Book<'_>) -> Result<(), Error> {
    if !dense(book)? {
        return Err(Error::Copy("a log has a hole"));
    }
    if !complete(book)? {
        return Err(Error::Copy("an operation of a device is missing"));
    }
    if sums(book)? != facts(book)?.scopes {
        return Err(Error::Copy("the rows of a scope are not those it counts"));
    }
    Ok(())
}

/// Proves a copy; how far it goes.
pub(crate) fn verify(path: &Path, key: &[u8; 32]) -> Result<Facts, Error> {
    let connection = Opener::new(path.to_path_buf(), key).reader()?;
    let wrong = |what| Err(Error::Copy(what));
    let book = Book::sqlite(&connection);
    if !none(&book, "PRAGMA cipher_integrity_check")? {
        return wrong("a page does not authenticate");
    }
    let integrity: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    if integrity != "ok" {
        return wrong("its tree is damaged");
    }
    if !none(&book, "PRAGMA foreign_key_check")? {
        return wrong("a line names another that is not there");
    }
    if !connection::is_current(&connection)? {
        return wrong("its schema is not that of this program");
    }
    let known = facts(&book)?;
    is_whole(&book)?;
    Ok(known)
}

fn none(book: &Book<'_>, sql: &str) -> Result<bool, Error> {
    Ok(book.one(sql, &[], |_| Ok(()))?.is_none())
}

/// Each log has every sequence from 1 to its head.
fn dense(book: &Book<'_>) -> Result<bool, Error> {
    none(
        book,
        "SELECT 1 FROM scope LEFT JOIN
            (SELECT scope, count(*) AS lines, max(seq) AS last FROM log GROUP BY scope) AS kept
            ON kept.scope = scope.num
         WHERE coalesce(kept.lines, 0) <> scope.head OR coalesce(kept.last, 0) <> scope.head",
    )
}

/// Each device's operations are all in a log or in the quarantine.
fn complete(book: &Book<'_>) -> Result<bool, Error> {
    none(
        book,
        "SELECT 1 FROM device LEFT JOIN
            (SELECT dev, count(*) AS ops, max(q) AS last
             FROM (SELECT dev, q FROM log UNION SELECT dev, q FROM quarantine) AS sent GROUP BY dev) AS kept
            ON kept.dev = device.num
         WHERE coalesce(kept.ops, 0) <> device.last_q OR coalesce(kept.last, 0) <> device.last_q",
    )
}

/// Head of each scope, and its sum computed from the rows.
fn sums(book: &Book<'_>) -> Result<BTreeMap<String, (u64, u128)>, Error> {
    let mut scopes: BTreeMap<i64, (String, u64, u128)> =
        book.rows("SELECT num, id, head FROM scope", &[], |row| {
            Ok((row.get(0)?, (row.get(1)?, row.get(2)?, 0)))
        })?;
    book.all("SELECT scope, tbl, id, state FROM row", |row| {
        let state: RowState =
            serde_json::from_str(row.text(3)?).map_err(|_| Error::Copy("a row cannot be read"))?;
        let Some((_, _, sum)) = scopes.get_mut(&row.get(0)?) else {
            return Err(Error::Copy("a row has no scope"));
        };
        *sum = sum.wrapping_add(state.sum(row.text(1)?, row.text(2)?));
        Ok(())
    })?;
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

/// The ledgers beside a copy, where there are.
#[derive(Clone, Copy, Default)]
pub(crate) struct Ledgers<'a> {
    /// Who was let in and shut out.
    pub(crate) devices: Option<&'a Path>,
    /// What was erased.
    pub(crate) erasures: Option<&'a Path>,
}

/// Makes a database under `key` from a verified copy, in a new epoch: laptops will send again
/// what the copy never saw. Codes not used yet are void: one may have been used since.
pub(crate) fn begin_again(
    from: &Path,
    from_key: &[u8; 32],
    target: &Path,
    key: &[u8; 32],
    ledger: Ledgers<'_>,
) -> Result<Begun, Error> {
    let source = Opener::new(from.to_path_buf(), from_key).reader()?;
    pages(&source, target, key)?;
    drop(source);
    let mut restored = Opener::new(target.to_path_buf(), key).alone()?;
    let transaction = restored.transaction()?;
    let book = Book::sqlite(&transaction);
    let files = book.rows(
        "SELECT name, body FROM kept_file ORDER BY name",
        &[],
        |row| {
            Ok(Kept {
                name: row.get(0)?,
                body: Zeroizing::new(row.get(1)?),
            })
        },
    )?;
    transaction.execute_batch(
        "DROP TABLE kept_file;
         DELETE FROM token;
         DELETE FROM enrolment_code WHERE used_at IS NULL;",
    )?;
    let mut replayed = Replayed::default();
    if let Some(path) = ledger.devices {
        replayed = ledger::replay(&book, path)?;
    }
    if let Some(path) = ledger.erasures {
        ledger::erase_again(&book, path, &mut replayed)?;
    }
    meta::begin_epoch(&book)?;
    let mark = meta::count_commit(&book)?;
    transaction.commit()?;
    restored.close().map_err(|(_, error)| error)?;
    secret::flush(target)?;
    Ok(Begun {
        mark,
        files,
        replayed,
    })
}
