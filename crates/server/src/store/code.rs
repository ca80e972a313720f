//! One-time enrolment codes. The first characters find the line, the whole code proves itself
//! against an Argon2id hash; five tries, one use, one day.
//!
//! A try is counted before the hash is computed: guesses made at the same time cannot share one.

use rusqlite::{Connection, OptionalExtension, params};

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
    connection: &Connection,
    code: &str,
    (salt, hash): (&[u8; 16], &[u8; 32]),
    adviser: &str,
    hold: bool,
    (now, expires): (u64, u64),
) -> Result<bool, Error> {
    connection.execute(
        "DELETE FROM enrolment_code WHERE expires <= ?1",
        [now.cast_signed()],
    )?;
    let added = connection.execute(
        "INSERT OR IGNORE INTO enrolment_code (locator, salt, hash, adviser, hold, created, expires)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![&code[..LOCATOR], salt, hash, adviser, hold, now.cast_signed(), expires.cast_signed()],
    )?;
    Ok(added == 1)
}

/// Takes one try of the code found by `locator`; `None` when there is none left to take.
pub(crate) fn take_try(
    connection: &Connection,
    locator: &str,
    now: u64,
) -> Result<Option<Candidate>, Error> {
    Ok(connection
        .query_row(
            "UPDATE enrolment_code SET tries = tries + 1 WHERE locator = ?1 AND expires > ?2 AND tries < ?3
             RETURNING salt, hash, adviser, hold",
            params![locator, now.cast_signed(), TRIES],
            |row| {
                Ok(Candidate {
                    salt: row.get(0)?,
                    hash: row.get(1)?,
                    adviser: row.get(2)?,
                    hold: row.get(3)?,
                })
            },
        )
        .optional()?)
}

/// The device a code made, if it was used.
pub(crate) fn used_by(connection: &Connection, locator: &str) -> Result<Option<i64>, Error> {
    Ok(connection
        .query_row(
            "SELECT used_by FROM enrolment_code WHERE locator = ?1",
            [locator],
            |row| row.get(0),
        )
        .optional()?
        .flatten())
}

/// Marks the code as used by a device.
pub(crate) fn mark_used(
    connection: &Connection,
    locator: &str,
    device: i64,
    now: u64,
) -> Result<(), Error> {
    connection.execute(
        "UPDATE enrolment_code SET used_at = ?3, used_by = ?2 WHERE locator = ?1",
        params![locator, device, now.cast_signed()],
    )?;
    Ok(())
}
