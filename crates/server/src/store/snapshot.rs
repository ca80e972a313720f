//! Snapshots of scopes, in the encrypted database.
//!
//! One is made in three steps: its line first, not ready; its bytes; then it is ready, if its line
//! is still there. Whoever makes somebody be forgotten removes the line in the same transaction,
//! so that no snapshot ever outlives what it holds, not even one that is being made.

use super::book::{Book, values};
use crate::Error;
use escale_sync::snapshot::{Built, Offer, Part, PartOffer};

/// Bytes of a piece.
pub(crate) const PIECE: usize = 256 * 1024;
/// Snapshots of one scope kept: the latest, and the one somebody may still be fetching.
const KEPT: usize = 2;
/// How long one is kept, milliseconds.
const KEPT_MS: u64 = 7 * 24 * 3_600_000;

/// A part on its way to the store.
pub(crate) struct Made {
    /// Which.
    pub(crate) part: Part,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
    /// Its rows.
    pub(crate) rows: u64,
    /// Sessions among them.
    pub(crate) sessions: u64,
}

fn number(part: Part) -> i64 {
    match part {
        Part::Hot => 0,
        Part::Cold => 1,
    }
}

/// Forgets every snapshot of a scope, those being made included: to be called in the transaction
/// in which something leaves that scope.
pub(crate) fn forget_snapshots(book: &Book<'_>, scope: &str) -> Result<(), Error> {
    let ids: Vec<String> = book.rows(
        "SELECT id FROM snapshot WHERE scope = ?1",
        values![scope],
        |row| row.get(0),
    )?;
    ids.iter().try_for_each(|id| forget(book, id))
}

/// Forgets all of them: a copy takes none along.
pub(crate) fn forget_all(book: &Book<'_>) -> Result<(), Error> {
    for sql in [
        "DELETE FROM snapshot_piece",
        "DELETE FROM snapshot_part",
        "DELETE FROM snapshot",
    ] {
        book.execute(sql, values![])?;
    }
    Ok(())
}

fn forget(book: &Book<'_>, id: &str) -> Result<(), Error> {
    for sql in [
        "DELETE FROM snapshot_piece WHERE snapshot = ?1",
        "DELETE FROM snapshot_part WHERE snapshot = ?1",
        "DELETE FROM snapshot WHERE id = ?1",
    ] {
        book.execute(sql, values![id])?;
    }
    Ok(())
}

/// Begins one. What an earlier try left goes, and what is old.
pub(crate) fn begin(book: &Book<'_>, id: &str, scope: &str, now: u64) -> Result<(), Error> {
    let stale: Vec<String> = book.rows(
        "SELECT id FROM snapshot WHERE (scope = ?1 AND ready = 0) OR made < ?2",
        values![scope, now.saturating_sub(KEPT_MS)],
        |row| row.get(0),
    )?;
    stale.iter().try_for_each(|old| forget(book, old))?;
    book.execute(
        "INSERT INTO snapshot (id, scope, seq, sum, made, ready) VALUES (?1, ?2, 0, ?3, ?4, 0)",
        values![id, scope, &[0_u8; 16], now],
    )?;
    Ok(())
}

/// Keeps bytes of one that is being made, from `at` on; false when it was forgotten meanwhile.
pub(crate) fn put(
    book: &Book<'_>,
    id: &str,
    part: Part,
    at: usize,
    bytes: &[u8],
) -> Result<bool, Error> {
    if !is_there(book, id)? {
        return Ok(false);
    }
    for (n, piece) in bytes.chunks(PIECE).enumerate() {
        book.execute(
            "INSERT INTO snapshot_piece (snapshot, part, at, body) VALUES (?1, ?2, ?3, ?4)",
            values![id, number(part), (at + n * PIECE) as u64, piece],
        )?;
    }
    Ok(true)
}

/// Locked until the transaction ends: whoever forgets it waits, and forgets what was added too.
fn is_there(book: &Book<'_>, id: &str) -> Result<bool, Error> {
    let sql = format!("SELECT made FROM snapshot WHERE id = ?1{}", book.locking());
    Ok(book.one(&sql, values![id], |_| Ok(()))?.is_some())
}

/// All its bytes are kept: it is ready, unless it was forgotten meanwhile. Whether it is.
pub(crate) fn finish(
    book: &Book<'_>,
    id: &str,
    scope: &str,
    built: &Built,
    parts: &[(Part, String, usize, u64, u64)],
) -> Result<bool, Error> {
    if !is_there(book, id)? {
        return Ok(false);
    }
    for (part, hash, bytes, rows, sessions) in parts {
        book.execute(
            "INSERT INTO snapshot_part (snapshot, part, hash, bytes, lines, sessions)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            values![id, number(*part), hash, *bytes as u64, *rows, *sessions],
        )?;
    }
    book.execute(
        "UPDATE snapshot SET ready = 1, seq = ?2, sum = ?3 WHERE id = ?1",
        values![id, built.seq, &built.sum.to_be_bytes()],
    )?;
    let all: Vec<String> = book.rows(
        "SELECT id FROM snapshot WHERE scope = ?1 AND ready = 1 ORDER BY seq DESC, id DESC",
        values![scope],
        |row| row.get(0),
    )?;
    for old in all.iter().skip(KEPT).filter(|old| *old != id) {
        forget(book, old)?;
    }
    Ok(true)
}

/// The latest one of a scope that stands for `least` or later.
pub(crate) fn latest(book: &Book<'_>, scope: &str, least: u64) -> Result<Option<Offer>, Error> {
    let found: Option<(String, u64, [u8; 16])> = book.one(
        "SELECT id, seq, sum FROM snapshot
         WHERE scope = ?1 AND ready = 1 AND seq >= ?2 ORDER BY seq DESC, id DESC LIMIT 1",
        values![scope, least],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let Some((id, seq, sum)) = found else {
        return Ok(None);
    };
    let parts = book.rows(
        "SELECT part, hash, bytes, lines, sessions FROM snapshot_part
         WHERE snapshot = ?1 ORDER BY part",
        values![&id],
        |row| {
            let part: i64 = row.get(0)?;
            Ok(PartOffer {
                part: if part == 0 { Part::Hot } else { Part::Cold },
                hash: row.get(1)?,
                bytes: row.get(2)?,
                rows: row.get(3)?,
                sessions: row.get(4)?,
            })
        },
    )?;
    Ok(Some(Offer {
        seq,
        sum: format!("{:032x}", u128::from_be_bytes(sum)),
        parts,
        end: true,
    }))
}

/// A part by its name.
pub(crate) struct Blob {
    id: String,
    part: i64,
    /// Whose it is.
    pub(crate) scope: String,
    /// Its bytes.
    pub(crate) bytes: u64,
}

/// The part of that name.
pub(crate) fn blob(book: &Book<'_>, hash: &str) -> Result<Option<Blob>, Error> {
    book.one(
        "SELECT snapshot_part.snapshot, snapshot_part.part, snapshot.scope, snapshot_part.bytes
         FROM snapshot_part JOIN snapshot ON snapshot.id = snapshot_part.snapshot
         WHERE snapshot_part.hash = ?1 AND snapshot.ready = 1
         ORDER BY snapshot.id DESC LIMIT 1",
        values![hash],
        |row| {
            Ok(Blob {
                id: row.get(0)?,
                part: row.get(1)?,
                scope: row.get(2)?,
                bytes: row.get(3)?,
            })
        },
    )
}

/// Its bytes from one place up to another, left out.
pub(crate) fn bytes(book: &Book<'_>, blob: &Blob, from: u64, to: u64) -> Result<Vec<u8>, Error> {
    let first = from - from % PIECE as u64;
    let mut all: Vec<u8> = Vec::new();
    book.each(
        "SELECT body FROM snapshot_piece
         WHERE snapshot = ?1 AND part = ?2 AND at >= ?3 AND at < ?4 ORDER BY at",
        values![&blob.id, blob.part, first, to],
        |row| {
            let body: Vec<u8> = row.get(0)?;
            all.extend(body);
            Ok(true)
        },
    )?;
    let place = |at: u64| usize::try_from(at - first).unwrap_or(usize::MAX);
    let found = all.get(place(from)..place(to));
    Ok(found.ok_or(Error::Corrupt("snapshot"))?.to_vec())
}
