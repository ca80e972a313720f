//! Access tokens: opaque, short, kept only as a hash. The hash takes a secret of the running
//! process along: another process, or a later start, knows none of them, because the nonces
//! already seen with them are only remembered in memory.

use super::book::{Book, values};
use super::device::{self, Device};
use crate::Error;

/// Keeps a token, and forgets the expired ones.
pub(crate) fn add(
    book: &Book<'_>,
    hash: &[u8; 32],
    device: i64,
    (now, expires): (u64, u64),
) -> Result<(), Error> {
    book.execute("DELETE FROM token WHERE expires <= ?1", values![now])?;
    book.execute(
        "INSERT INTO token (hash, device, expires) VALUES (?1, ?2, ?3)",
        values![hash, device, expires],
    )?;
    Ok(())
}

/// The device of a token that has not expired, and when it will.
pub(crate) fn holder(
    book: &Book<'_>,
    hash: &[u8; 32],
    now: u64,
) -> Result<Option<(Device, u64)>, Error> {
    let found = book.one(
        "SELECT device, expires FROM token WHERE hash = ?1 AND expires > ?2",
        values![hash, now],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let Some((num, expires)) = found else {
        return Ok(None);
    };
    Ok(device::by_num(book, num)?.map(|device| (device, expires)))
}
