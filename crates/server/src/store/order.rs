//! What laptops are ordered. The latest order of a device is the one that stands, until the laptop
//! tells that it is done.

use escale_sync::order::Command;
use serde::{Deserialize, Serialize};

use super::book::{Book, Row, values};
use super::device;
use crate::Error;

/// An order, as kept and as written in the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Given {
    pub(crate) id: String,
    pub(crate) command: Command,
    pub(crate) issued: u64,
    pub(crate) by: String,
    pub(crate) reason: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) done: Option<u64>,
}

const COLUMNS: &str = "id, command, issued, given_by, reason, done";

fn name(command: Command) -> &'static str {
    match command {
        Command::Lock => "lock",
        Command::Unlock => "unlock",
        Command::DrainThenWipe => "drain-then-wipe",
        Command::Wipe => "wipe",
    }
}

fn read(row: &Row<'_>) -> Result<Given, Error> {
    let command = match row.text(1)? {
        "lock" => Command::Lock,
        "unlock" => Command::Unlock,
        "drain-then-wipe" => Command::DrainThenWipe,
        "wipe" => Command::Wipe,
        _ => return Err(Error::Corrupt("order")),
    };
    Ok(Given {
        id: row.get(0)?,
        command,
        issued: row.get(2)?,
        by: row.get(3)?,
        reason: row.get(4)?,
        done: row.get(5)?,
    })
}

/// The latest order of a device, done or not.
pub(crate) fn latest(book: &Book<'_>, device: i64) -> Result<Option<Given>, Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM device_order WHERE device = ?1 ORDER BY issued DESC LIMIT 1"
    );
    book.one(&sql, values![device], read)
}

/// The order that a device has still to follow, or follows.
pub(crate) fn standing(book: &Book<'_>, device: i64) -> Result<Option<Given>, Error> {
    Ok(latest(book, device)?.filter(|given| given.done.is_none()))
}

/// Whether a device is told nothing more: it is locked, or it leaves.
pub(crate) fn holds(book: &Book<'_>, device: i64) -> Result<bool, Error> {
    let standing = standing(book, device)?;
    Ok(standing.is_some_and(|given| given.command != Command::Unlock))
}

/// Whether a device that is shut out may still send what it has.
pub(crate) fn leaves(book: &Book<'_>, device: i64) -> Result<bool, Error> {
    let standing = standing(book, device)?;
    Ok(standing.is_some_and(|given| given.command == Command::DrainThenWipe))
}

/// Orders a device and those sprung from it; their identifiers.
pub(crate) fn give(
    book: &Book<'_>,
    device: &str,
    command: Command,
    (by, reason): (&str, &str),
    now: u64,
) -> Result<Vec<String>, Error> {
    let kin = device::kin(book, device)?;
    if kin.is_empty() {
        return Err(Error::Unknown("device"));
    }
    let mut ordered = Vec::new();
    for (num, id) in kin {
        // A clock that was put back, or a copy restored, must not make it look older.
        let last = latest(book, num)?.map_or(0, |given| given.issued);
        let given = Given {
            id: uuid::Uuid::now_v7().to_string(),
            command,
            issued: now.max(last + 1),
            by: by.to_owned(),
            reason: reason.to_owned(),
            done: None,
        };
        put(book, num, &given)?;
        ordered.push(id);
    }
    Ok(ordered)
}

/// Keeps an order, as given or as a ledger remembers it.
pub(crate) fn put(book: &Book<'_>, device: i64, given: &Given) -> Result<(), Error> {
    book.execute(
        "INSERT INTO device_order (id, device, command, issued, given_by, reason, done)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (id) DO UPDATE SET done = excluded.done",
        values![
            &given.id,
            device,
            name(given.command),
            given.issued,
            &given.by,
            &given.reason,
            given.done
        ],
    )?;
    Ok(())
}

/// The device that springs from another obeys what the other was ordered.
pub(crate) fn inherit(book: &Book<'_>, from: i64, to: i64) -> Result<(), Error> {
    if let Some(given) = standing(book, from)? {
        let given = Given {
            id: uuid::Uuid::now_v7().to_string(),
            ..given
        };
        put(book, to, &given)?;
    }
    Ok(())
}

/// Notes that a device has done what it was ordered; whether that order was its.
pub(crate) fn done(book: &Book<'_>, device: i64, order: &str, now: u64) -> Result<bool, Error> {
    let changed = book.execute(
        "UPDATE device_order SET done = ?3 WHERE id = ?2 AND device = ?1 AND done IS NULL",
        values![device, order, now],
    )?;
    let known = book.one(
        "SELECT id FROM device_order WHERE id = ?2 AND device = ?1",
        values![device, order],
        |_| Ok(()),
    )?;
    Ok(changed == 1 || known.is_some())
}

/// Notes the last operation that a device says it made.
pub(crate) fn reported(book: &Book<'_>, device: i64, last_q: u64) -> Result<(), Error> {
    book.execute(
        "UPDATE device SET reported_q = ?2 WHERE num = ?1 AND reported_q < ?2",
        values![device, last_q],
    )?;
    Ok(())
}

/// The last operation that a device said it had made.
pub(crate) fn last_reported(book: &Book<'_>, device: i64) -> Result<u64, Error> {
    Ok(book
        .number(
            "SELECT reported_q FROM device WHERE num = ?1",
            values![device],
        )?
        .cast_unsigned())
}
