//! Rows that change scope: where they went, and their operations with them.

use escale_sync::clock::Hlc;
use escale_sync::op::Dot;
use escale_sync::server::{Journey, Moved};
use escale_sync::wire::Entry;

use super::book::{Book, values};
use crate::Error;

/// In the log: the empty place of what went elsewhere.
pub(super) const AWAY: i64 = -1;
/// In the log: a move.
pub(super) const MOVE: i64 = -2;
/// What an empty place says.
pub(super) const AWAY_BODY: &str = r#"{"k":"away"}"#;

/// The last move of a row from a scope.
pub(super) fn get(
    book: &Book<'_>,
    scope: &str,
    table: &str,
    row: &str,
) -> Result<Option<Moved>, Error> {
    book.one(
        "SELECT target, e, seq FROM moved WHERE tbl = ?1 AND id = ?2 AND scope = ?3",
        values![table, row, scope],
        |row| {
            Ok(Moved {
                to: row.get(0)?,
                e: Hlc(row.get(1)?),
                seq: row.get(2)?,
            })
        },
    )
}

/// The stamp of the latest move of a row from anywhere.
pub(super) fn last(book: &Book<'_>, table: &str, row: &str) -> Result<Hlc, Error> {
    let e: Option<Option<u64>> = book.one(
        "SELECT max(e) FROM moved WHERE tbl = ?1 AND id = ?2",
        values![table, row],
        |row| row.get(0),
    )?;
    Ok(Hlc(e.flatten().unwrap_or(0)))
}

/// Remembers a move.
pub(super) fn put(
    book: &Book<'_>,
    scope: &str,
    table: &str,
    row: &str,
    moved: &Moved,
) -> Result<(), Error> {
    book.execute(
        "INSERT INTO moved (tbl, id, scope, target, e, seq) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (tbl, id, scope)
         DO UPDATE SET target = excluded.target, e = excluded.e, seq = excluded.seq",
        values![table, row, scope, &moved.to, moved.e.0, moved.seq],
    )?;
    Ok(())
}

/// Empties a place of a log.
pub(super) fn empty(book: &Book<'_>, scope: i64, seq: i64) -> Result<(), Error> {
    book.execute(
        "UPDATE log SET body = ?3, moved = -1 WHERE scope = ?1 AND seq = ?2",
        values![scope, seq, AWAY_BODY],
    )?;
    Ok(())
}

/// One operation on its way.
struct Carried {
    seq: i64,
    device: i64,
    name: String,
    q: u64,
    x: i64,
    e: u64,
    body: String,
}

/// Takes the row of a scope to another one with the operations it was made of, `dots` with the
/// numbers of their devices; answers them as the other log has them.
pub(super) fn carry(
    book: &Book<'_>,
    (from, to): (i64, i64),
    journey: &Journey<'_>,
    dots: &[(i64, &Dot)],
) -> Result<Vec<Entry>, Error> {
    book.execute(
        "DELETE FROM row WHERE scope = ?1 AND tbl = ?2 AND id = ?3",
        values![from, journey.table, journey.row],
    )?;
    let mut found = Vec::with_capacity(dots.len());
    for (device, dot) in dots {
        let one = book.one(
            "SELECT seq, x, e, body FROM log
             WHERE dev = ?1 AND q = ?2 AND moved <> -1 AND scope = ?3",
            values![*device, dot.q, from],
            |row| {
                Ok(Carried {
                    seq: row.get(0)?,
                    device: *device,
                    name: dot.device.clone(),
                    q: dot.q,
                    x: row.get(1)?,
                    e: row.get(2)?,
                    body: row.get(3)?,
                })
            },
        )?;
        found.extend(one);
    }
    found.sort_by_key(|one| one.seq);
    let mut entries = Vec::with_capacity(found.len());
    for (one, seq) in found.into_iter().zip(journey.head + 1..) {
        empty(book, from, one.seq)?;
        book.execute(
            "INSERT INTO log (scope, seq, dev, q, x, e, body, moved)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            values![
                to,
                seq,
                one.device,
                one.q,
                one.x,
                one.e,
                &one.body,
                journey.group
            ],
        )?;
        entries.push(Entry {
            seq,
            e: Hlc(one.e),
            dev: Some(one.name),
            q: one.q,
            op: serde_json::from_str(&one.body).map_err(|_| Error::Corrupt("operation"))?,
        });
    }
    Ok(entries)
}
