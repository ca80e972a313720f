//! Devices: one installation each, known by its Ed25519 key.

use super::book::{Book, Row, Value, values};
use crate::Error;

/// Whether a device may read and write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Enrolled, and waiting for a coordinator: no right on any data.
    Awaiting,
    /// May read and write what its adviser may.
    Confirmed,
    /// Lost, stolen or left: no right any more.
    Revoked,
}

impl Status {
    /// As stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Awaiting => "awaiting",
            Self::Confirmed => "confirmed",
            Self::Revoked => "revoked",
        }
    }

    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        match text {
            "awaiting" => Ok(Self::Awaiting),
            "confirmed" => Ok(Self::Confirmed),
            "revoked" => Ok(Self::Revoked),
            _ => Err(Error::Corrupt("device status")),
        }
    }
}

/// A device as the server knows it.
#[derive(Clone)]
pub(crate) struct Device {
    pub(crate) num: i64,
    pub(crate) id: String,
    pub(crate) adviser: String,
    pub(crate) name: String,
    pub(crate) public_key: [u8; 32],
    pub(crate) status: Status,
    pub(crate) last_seen: Option<u64>,
    pub(crate) last_q: u64,
}

const COLUMNS: &str = "num, id, adviser, name, public_key, status, last_seen, last_q";

fn read(row: &Row<'_>) -> Result<Device, Error> {
    Ok(Device {
        num: row.get(0)?,
        id: row.get(1)?,
        adviser: row.get(2)?,
        name: row.get(3)?,
        public_key: row.get(4)?,
        status: Status::parse(row.text(5)?)?,
        last_seen: row.get(6)?,
        last_q: row.get(7)?,
    })
}

fn find(book: &Book<'_>, condition: &str, value: Value<'_>) -> Result<Option<Device>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM device WHERE {condition}");
    book.one(&sql, &[value], read)
}

/// A device by identifier.
pub(crate) fn get(book: &Book<'_>, id: &str) -> Result<Option<Device>, Error> {
    find(book, "id = ?1", id.into())
}

/// A device by its number in this database.
pub(crate) fn by_num(book: &Book<'_>, num: i64) -> Result<Option<Device>, Error> {
    find(book, "num = ?1", num.into())
}

/// A device by public key.
pub(crate) fn by_key(book: &Book<'_>, public_key: &[u8; 32]) -> Result<Option<Device>, Error> {
    find(book, "public_key = ?1", public_key.into())
}

/// All devices, oldest first.
pub(crate) fn list(book: &Book<'_>) -> Result<Vec<Device>, Error> {
    let sql = format!("SELECT {COLUMNS} FROM device ORDER BY num");
    book.rows(&sql, &[], read)
}

/// Enrols a device.
pub(crate) fn add(
    book: &Book<'_>,
    adviser: &str,
    name: &str,
    public_key: &[u8; 32],
    status: Status,
    now: u64,
) -> Result<Device, Error> {
    let id = uuid::Uuid::now_v7().to_string();
    book.execute(
        "INSERT INTO device (id, adviser, name, public_key, status, created, chain)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        values![
            &id,
            adviser,
            name,
            public_key,
            status.as_str(),
            now,
            &[0; 32]
        ],
    )?;
    get(book, &id)?.ok_or(Error::Corrupt("device"))
}

/// Puts back a device that a ledger remembers, under the identifier it had.
pub(crate) fn add_known(
    book: &Book<'_>,
    id: &str,
    adviser: &str,
    public_key: &[u8; 32],
    status: Status,
) -> Result<(), Error> {
    book.execute(
        "INSERT INTO device (id, adviser, name, public_key, status, created, chain)
         VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6)",
        values![
            id,
            adviser,
            "Portable retrouvé",
            public_key,
            status.as_str(),
            &[0; 32]
        ],
    )?;
    Ok(())
}

/// A device and those sprung from it: the thief of a cloned disk may have any of them.
const KIN: &str = "WITH RECURSIVE kin (num) AS (SELECT num FROM device WHERE id = ?1
    UNION SELECT device.num FROM device JOIN kin ON device.sprung_from = kin.num)";

/// A device and those sprung from it: numbers and identifiers.
pub(crate) fn kin(book: &Book<'_>, id: &str) -> Result<Vec<(i64, String)>, Error> {
    let sql = format!(
        "{KIN} SELECT device.num, device.id FROM device JOIN kin ON kin.num = device.num
         ORDER BY device.num"
    );
    book.rows(&sql, values![id], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Changes the status; tokens of a device that is no longer confirmed are forgotten. Shutting a
/// device out shuts out those sprung from it; letting it in lets in itself alone.
pub(crate) fn set_status(book: &Book<'_>, id: &str, status: Status) -> Result<(), Error> {
    let of = if status == Status::Revoked {
        KIN
    } else {
        "WITH kin (num) AS (SELECT num FROM device WHERE id = ?1)"
    };
    let changed = book.execute(
        &format!("{of} UPDATE device SET status = ?2 WHERE num IN (SELECT num FROM kin)"),
        values![id, status.as_str()],
    )?;
    if changed == 0 {
        return Err(Error::Unknown("device"));
    }
    if status != Status::Confirmed {
        book.execute(
            &format!("{of} DELETE FROM token WHERE device IN (SELECT num FROM kin)"),
            values![id],
        )?;
    }
    Ok(())
}

/// Notes that a device was stopped: another disk writes under its identity.
pub(crate) fn stop(book: &Book<'_>, num: i64) -> Result<(), Error> {
    book.execute("UPDATE device SET forked = 1 WHERE num = ?1", values![num])?;
    Ok(())
}

/// A stopped device takes another identity: whether it was stopped.
pub(crate) fn mend(book: &Book<'_>, num: i64) -> Result<bool, Error> {
    let changed = book.execute(
        "UPDATE device SET forked = 0 WHERE num = ?1 AND forked = 1",
        values![num],
    )?;
    Ok(changed == 1)
}

/// The device that one sprang from.
pub(crate) fn sprung_from(book: &Book<'_>, num: i64) -> Result<Option<i64>, Error> {
    book.one(
        "SELECT sprung_from FROM device WHERE num = ?1",
        values![num],
        |row| row.get(0),
    )?
    .ok_or(Error::Unknown("device"))
}

/// Remembers it.
pub(crate) fn set_sprung_from(book: &Book<'_>, num: i64, from: i64) -> Result<(), Error> {
    book.execute(
        "UPDATE device SET sprung_from = ?2 WHERE num = ?1",
        values![num, from],
    )?;
    Ok(())
}

/// Notes a contact.
pub(crate) fn seen(book: &Book<'_>, num: i64, now: u64) -> Result<(), Error> {
    book.execute(
        "UPDATE device SET last_seen = ?2 WHERE num = ?1",
        values![num, now],
    )?;
    Ok(())
}
