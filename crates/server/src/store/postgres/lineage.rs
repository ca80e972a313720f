//! Whether the database behind a connection is the one that acknowledged, and goes as far.
//!
//! Two marks. The database's identity (cluster, timeline, database, table) is kept inside it: a
//! database recovered to a point in time, promoted, or loaded from a dump has another one. And
//! each server process counts beats in the database, the last of which its witness file, outside,
//! remembers: a disk put back to yesterday keeps its identity, and lost beats.
//! Either disagreement begins a new epoch, which costs laptops a second sending and never an
//! operation. The witness may be behind, never ahead.

use crate::Error;
use crate::secret::random;
use crate::store::book::{Book, values};
use crate::store::meta;
use crate::witness::Mark;

const IDENTITY: &str = "SELECT concat_ws('/',
    (SELECT system_identifier FROM pg_control_system()),
    substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8),
    (SELECT oid FROM pg_database WHERE datname = current_database()),
    (SELECT oid FROM pg_class WHERE oid = to_regclass('meta')),
    pg_relation_filenode(to_regclass('meta')))";

/// What a process knows of the database it serves.
#[derive(Clone)]
pub(super) struct Seen {
    /// The process: made at its first start, kept in its witness.
    pub(super) process: String,
    /// The epoch it served.
    pub(super) epoch: String,
    /// Its last beat.
    pub(super) beat: u64,
}

impl Seen {
    /// From the witness file; a new process when it says nothing.
    pub(super) fn of(witness: Option<Mark>) -> Result<Self, Error> {
        let known = witness.and_then(|mark| {
            let (epoch, process) = mark.epoch.split_once('/')?;
            Some(Self {
                process: process.to_owned(),
                epoch: epoch.to_owned(),
                beat: mark.commits,
            })
        });
        Ok(match known {
            Some(known) => known,
            None => Self {
                process: data_encoding::HEXLOWER.encode(&random::<8>()?),
                epoch: String::new(),
                beat: 0,
            },
        })
    }

    pub(super) fn mark(&self) -> Mark {
        Mark {
            epoch: format!("{}/{}", self.epoch, self.process),
            commits: self.beat,
        }
    }
}

/// The identity of the database as it is now.
pub(super) fn identity(book: &Book<'_>) -> Result<String, Error> {
    book.one(IDENTITY, &[], |row| row.get(0))?
        .ok_or(Error::Corrupt("identity"))
}

/// Declares the database to be the one of its epoch: what was moved here, moved whole.
pub(super) fn adopt(book: &Book<'_>) -> Result<(), Error> {
    let identity = identity(book)?;
    book.execute("UPDATE meta SET identity = ?1", values![&identity])?;
    Ok(())
}

/// Compares the database with what it says of itself and with what this process saw of it; makes
/// the line of a new one; begins an epoch when they disagree. What the process knows from now on.
pub(super) fn prove(book: &Book<'_>, seen: &Seen) -> Result<Seen, Error> {
    meta::make(book)?;
    let (epoch, kept): (String, String) = book
        .one(
            "SELECT epoch, identity FROM meta FOR NO KEY UPDATE",
            &[],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?
        .ok_or(Error::Corrupt("meta"))?;
    book.execute(
        "INSERT INTO process (id) VALUES (?1) ON CONFLICT DO NOTHING",
        values![&seen.process],
    )?;
    let beat = book
        .one(
            "SELECT beat FROM process WHERE id = ?1",
            values![&seen.process],
            |row| row.get::<u64>(0),
        )?
        .ok_or(Error::Corrupt("process"))?;
    let now = identity(book)?;
    // An epoch this database has left already was left because of the same fault.
    let behind = epoch == seen.epoch && beat < seen.beat;
    let strange = !seen.epoch.is_empty() && !is_known(book, &seen.epoch)?;
    if kept != now || behind || strange {
        if !epoch.is_empty() {
            tracing::warn!("the database was replaced by another copy: new epoch");
        }
        meta::begin_epoch(book)?;
        book.execute("UPDATE meta SET identity = ?1", values![&now])?;
    }
    Ok(Seen {
        epoch: meta::mark(book)?.epoch,
        beat,
        ..seen.clone()
    })
}

fn is_known(book: &Book<'_>, epoch: &str) -> Result<bool, Error> {
    Ok(book
        .one(
            "SELECT num FROM epoch WHERE id = ?1",
            values![epoch],
            |row| row.get::<i64>(0),
        )?
        .is_some())
}

/// Counts one beat of a process.
pub(super) fn beat(book: &Book<'_>, seen: &Seen) -> Result<Seen, Error> {
    let mark = meta::count_commit(book)?;
    let beat = book
        .one(
            "UPDATE process SET beat = beat + 1 WHERE id = ?1 RETURNING beat",
            values![&seen.process],
            |row| row.get(0),
        )?
        .ok_or(Error::Corrupt("process"))?;
    Ok(Seen {
        epoch: mark.epoch,
        beat,
        ..seen.clone()
    })
}
