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

    fn parse(text: &str) -> Result<Self, Error> {
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

/// Changes the status; tokens of a device that is no longer confirmed are forgotten.
pub(crate) fn set_status(connection: &Connection, id: &str, status: Status) -> Result<(), Error> {
    let changed = connection.execute(
        "UPDATE device SET status = ?2 WHERE id = ?1",
        params![id, status.as_str()],
    )?;
    if changed == 0 {
        return Err(Error::Unknown("device"));
    }
    if status != Status::Confirmed {
        connection.execute(
            "DELETE FROM token WHERE device = (SELECT num FROM device WHERE id = ?1)",
            [id],
        )?;
    }
    Ok(())
}

/// Notes a contact.
pub(crate) fn seen(connection: &Connection, num: i64, now: u64) -> Result<(), Error> {
    connection
        .prepare_cached("UPDATE device SET last_seen = ?2 WHERE num = ?1")?
        .execute(params![num, now.cast_signed()])?;
    Ok(())
}
