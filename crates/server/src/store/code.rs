//! One-time enrolment codes. The first characters find the line, the whole code proves itself
//! against an Argon2id hash; five tries, one use, one day.
//!
//! A try is counted before the hash is computed: guesses made at the same time cannot share one.

use super::book::{Book, values};
use crate::Error;

/// Characters of a code that only find its line.
pub(crate) const LOCATOR: usize = 4;
/// Tries a code allows.
pub(crate) const TRIES: i64 = 5;

/// What is kept of a code.
pub(crate) struct Candidate {
    pub(crate) salt: [u8; 16],
    pub(crate) hash: [u8; 32],
    pub(crate) adviser: String,
    pub(crate) hold: bool,
}

/// Keeps a new code; expired lines give their locator back.
pub(crate) fn add(
    book: &Book<'_>,
    code: &str,
    (salt, hash): (&[u8; 16], &[u8; 32]),
    adviser: &str,
    hold: bool,
    (now, expires): (u64, u64),
) -> Result<bool, Error> {
    book.execute(
        "DELETE FROM enrolment_code WHERE expires <= ?1",
        values![now],
    )?;
    let added = book.execute(
        "INSERT INTO enrolment_code (locator, salt, hash, adviser, hold, created, expires)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING",
        values![&code[..LOCATOR], salt, hash, adviser, hold, now, expires],
    )?;
    Ok(added == 1)
}

/// Takes one try of the code found by `locator`; `None` when there is none left to take.
pub(crate) fn take_try(
    book: &Book<'_>,
    locator: &str,
    now: u64,
) -> Result<Option<Candidate>, Error> {
    book.one(
        "UPDATE enrolment_code SET tries = tries + 1 WHERE locator = ?1 AND expires > ?2 AND tries < ?3
         RETURNING salt, hash, adviser, hold",
        values![locator, now, TRIES],
        |row| {
            Ok(Candidate {
                salt: row.get(0)?,
                hash: row.get(1)?,
                adviser: row.get(2)?,
                hold: row.get(3)?,
            })
        },
    )
}

/// The device a code made, if it was used. The code is kept from others until the end of the
/// transaction: it makes one device.
pub(crate) fn used_by(book: &Book<'_>, locator: &str) -> Result<Option<i64>, Error> {
    let locking = book.locking();
    Ok(book
        .one(
            &format!("SELECT used_by FROM enrolment_code WHERE locator = ?1{locking}"),
            values![locator],
            |row| row.get::<Option<i64>>(0),
        )?
        .flatten())
}

/// Marks the code as used by a device.
pub(crate) fn mark_used(
    book: &Book<'_>,
    locator: &str,
    device: i64,
    now: u64,
) -> Result<(), Error> {
    book.execute(
        "UPDATE enrolment_code SET used_at = ?3, used_by = ?2 WHERE locator = ?1",
        values![locator, device, now],
    )?;
    Ok(())
}
