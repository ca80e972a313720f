//! Access tokens: opaque, short, kept only as a hash. A start of the server forgets them all,
//! because the nonces already seen with them are only remembered in memory.

use rusqlite::{Connection, OptionalExtension, params};

use super::device::{self, Device};
use crate::Error;

/// Keeps a token, and forgets the expired ones.
pub(crate) fn add(
    connection: &Connection,
    hash: &[u8; 32],
    device: i64,
    (now, expires): (u64, u64),
) -> Result<(), Error> {
    connection.execute("DELETE FROM token WHERE expires <= ?1", [now.cast_signed()])?;
    connection.execute(
        "INSERT INTO token (hash, device, expires) VALUES (?1, ?2, ?3)",
        params![hash, device, expires.cast_signed()],
    )?;
    Ok(())
}

/// The device of a token that has not expired, and when it will.
pub(crate) fn holder(
    connection: &Connection,
    hash: &[u8; 32],
    now: u64,
) -> Result<Option<(Device, u64)>, Error> {
    let found: Option<(i64, i64)> = connection
        .prepare_cached("SELECT device, expires FROM token WHERE hash = ?1 AND expires > ?2")?
        .query_row(params![hash, now.cast_signed()], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    let Some((num, expires)) = found else {
        return Ok(None);
    };
    Ok(device::by_num(connection, num)?.map(|device| (device, expires.cast_unsigned())))
}

/// Forgets every token.
pub(crate) fn clear(connection: &Connection) -> Result<(), Error> {
    connection.execute("DELETE FROM token", [])?;
    Ok(())
}
