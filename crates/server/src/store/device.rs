//! Devices: one installation each, known by its Ed25519 key.

use rusqlite::{Connection, OptionalExtension, params};

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

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<(Device, String)> {
    let device = Device {
        num: row.get(0)?,
        id: row.get(1)?,
        adviser: row.get(2)?,
        name: row.get(3)?,
        public_key: row.get(4)?,
        status: Status::Revoked,
        last_seen: row.get::<_, Option<i64>>(6)?.map(i64::cast_unsigned),
        last_q: row.get::<_, i64>(7)?.cast_unsigned(),
    };
    Ok((device, row.get(5)?))
}

fn judged((device, status): (Device, String)) -> Result<Device, Error> {
    Ok(Device {
        status: Status::parse(&status)?,
        ..device
    })
}

fn find(
    connection: &Connection,
    condition: &str,
    value: impl rusqlite::ToSql,
) -> Result<Option<Device>, Error> {
    connection
        .prepare_cached(&format!("SELECT {COLUMNS} FROM device WHERE {condition}"))?
        .query_row([value], read)
        .optional()?
        .map(judged)
        .transpose()
}

/// A device by identifier.
pub(crate) fn get(connection: &Connection, id: &str) -> Result<Option<Device>, Error> {
    find(connection, "id = ?1", id)
}

/// A device by its number in this database.
pub(crate) fn by_num(connection: &Connection, num: i64) -> Result<Option<Device>, Error> {
    find(connection, "num = ?1", num)
}

/// A device by public key.
pub(crate) fn by_key(
    connection: &Connection,
    public_key: &[u8; 32],
) -> Result<Option<Device>, Error> {
    find(connection, "public_key = ?1", public_key)
}

/// All devices, oldest first.
pub(crate) fn list(connection: &Connection) -> Result<Vec<Device>, Error> {
    let mut statement =
        connection.prepare(&format!("SELECT {COLUMNS} FROM device ORDER BY num"))?;
    let rows = statement
        .query_map([], read)?
        .collect::<Result<Vec<_>, _>>()?;
    rows.into_iter().map(judged).collect()
}

/// Enrols a device.
pub(crate) fn add(
    connection: &Connection,
    adviser: &str,
    name: &str,
    public_key: &[u8; 32],
    status: Status,
    now: u64,
) -> Result<Device, Error> {
    let id = uuid::Uuid::now_v7().to_string();
    connection.execute(
        "INSERT INTO device (id, adviser, name, public_key, status, created) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![id, adviser, name, public_key, status.as_str(), now.cast_signed()],
    )?;
    get(connection, &id)?.ok_or(Error::Corrupt("device"))
}

/// Puts back a device that a ledger remembers, under the identifier it had.
pub(crate) fn add_known(
    connection: &Connection,
    id: &str,
    adviser: &str,
    public_key: &[u8; 32],
    status: Status,
) -> Result<(), Error> {
    connection.execute(
        "INSERT INTO device (id, adviser, name, public_key, status, created) VALUES (?1, ?2, ?3, ?4, ?5, 0)",
        params![id, adviser, "Portable retrouvé", public_key, status.as_str()],
    )?;
    Ok(())
}

/// A device and those sprung from it: the thief of a cloned disk may have any of them.
const KIN: &str = "WITH RECURSIVE kin (num) AS (SELECT num FROM device WHERE id = ?1
    UNION SELECT device.num FROM device JOIN kin ON device.sprung_from = kin.num)";

/// Changes the status; tokens of a device that is no longer confirmed are forgotten. Shutting a
/// device out shuts out those sprung from it; letting it in lets in itself alone.
pub(crate) fn set_status(connection: &Connection, id: &str, status: Status) -> Result<(), Error> {
    let of = if status == Status::Revoked {
        KIN
    } else {
        "WITH kin (num) AS (SELECT num FROM device WHERE id = ?1)"
    };
    let changed = connection.execute(
        &format!("{of} UPDATE device SET status = ?2 WHERE num IN (SELECT num FROM kin)"),
        params![id, status.as_str()],
    )?;
    if changed == 0 {
        return Err(Error::Unknown("device"));
    }
    if status != Status::Confirmed {
        connection.execute(
            &format!("{of} DELETE FROM token WHERE device IN (SELECT num FROM kin)"),
            [id],
        )?;
    }
    Ok(())
}

/// Notes that a device was stopped: another disk writes under its identity.
pub(crate) fn stop(connection: &Connection, num: i64) -> Result<(), Error> {
    connection.execute("UPDATE device SET forked = 1 WHERE num = ?1", [num])?;
    Ok(())
}

/// A stopped device takes another identity: whether it was stopped.
pub(crate) fn mend(connection: &Connection, num: i64) -> Result<bool, Error> {
    let changed = connection.execute(
        "UPDATE device SET forked = 0 WHERE num = ?1 AND forked = 1",
        [num],
    )?;
    Ok(changed == 1)
}

/// The device that one sprang from.
pub(crate) fn sprung_from(connection: &Connection, num: i64) -> Result<Option<i64>, Error> {
    Ok(connection.query_row(
        "SELECT sprung_from FROM device WHERE num = ?1",
        [num],
        |row| row.get(0),
    )?)
}

/// Remembers it.
pub(crate) fn set_sprung_from(connection: &Connection, num: i64, from: i64) -> Result<(), Error> {
    connection.execute(
        "UPDATE device SET sprung_from = ?2 WHERE num = ?1",
        [num, from],
    )?;
    Ok(())
}

/// Notes a contact.
pub(crate) fn seen(connection: &Connection, num: i64, now: u64) -> Result<(), Error> {
    connection
        .prepare_cached("UPDATE device SET last_seen = ?2 WHERE num = ?1")?
        .execute(params![num, now.cast_signed()])?;
    Ok(())
}
