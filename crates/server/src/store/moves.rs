//! Rows that change scope: where they went, and their operations with them.

use escale_sync::clock::Hlc;
use escale_sync::op::Dot;
use escale_sync::server::{Journey, Moved};
use escale_sync::wire::Entry;
use rusqlite::{Connection, OptionalExtension, params};

use crate::Error;

/// In the log: the empty place of what went elsewhere.
pub(super) const AWAY: i64 = -1;
/// In the log: a move.
pub(super) const MOVE: i64 = -2;
/// What an empty place says.
pub(super) const AWAY_BODY: &str = r#"{"k":"away"}"#;

/// The last move of a row from a scope.
pub(super) fn get(
    connection: &Connection,
    scope: &str,
    table: &str,
    row: &str,
) -> Result<Option<Moved>, Error> {
    Ok(connection
        .prepare_cached(
            "SELECT target, e, seq FROM moved WHERE tbl = ?1 AND id = ?2 AND scope = ?3",
        )?
        .query_row([table, row, scope], |row| {
            Ok(Moved {
                to: row.get(0)?,
                e: Hlc(row.get::<_, i64>(1)?.cast_unsigned()),
                seq: row.get::<_, i64>(2)?.cast_unsigned(),
            })
        })
        .optional()?)
}

/// The stamp of the latest move of a row from anywhere.
pub(super) fn last(connection: &Connection, table: &str, row: &str) -> Result<Hlc, Error> {
    let e: Option<i64> = connection
        .prepare_cached("SELECT max(e) FROM moved WHERE tbl = ?1 AND id = ?2")?
        .query_row([table, row], |row| row.get(0))?;
    Ok(Hlc(e.unwrap_or(0).cast_unsigned()))
}

/// Remembers a move.
pub(super) fn put(
    connection: &Connection,
    scope: &str,
    table: &str,
    row: &str,
    moved: &Moved,
) -> Result<(), Error> {
    connection
        .prepare_cached(
            "INSERT INTO moved (tbl, id, scope, target, e, seq) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT DO UPDATE SET target = excluded.target, e = excluded.e, seq = excluded.seq",
        )?
        .execute(params![
            table,
            row,
            scope,
            moved.to,
            moved.e.0.cast_signed(),
            moved.seq.cast_signed()
        ])?;
    Ok(())
}

/// Empties a place of a log.
pub(super) fn empty(connection: &Connection, scope: i64, seq: i64) -> Result<(), Error> {
    connection
        .prepare_cached("UPDATE log SET body = ?3, moved = -1 WHERE scope = ?1 AND seq = ?2")?
        .execute(params![scope, seq, AWAY_BODY])?;
    Ok(())
}

/// One operation on its way.
struct Carried {
    seq: i64,
    device: i64,
    name: String,
    q: i64,
    x: i64,
    e: i64,
    body: String,
}

/// Takes the row of a scope to another one with the operations it was made of, `dots` with the
/// numbers of their devices; answers them as the other log has them.
pub(super) fn carry(
    connection: &Connection,
    (from, to): (i64, i64),
    journey: &Journey<'_>,
    dots: &[(i64, &Dot)],
) -> Result<Vec<Entry>, Error> {
    connection
        .prepare_cached("DELETE FROM row WHERE scope = ?1 AND tbl = ?2 AND id = ?3")?
        .execute(params![from, journey.table, journey.row])?;
    let mut find = connection.prepare_cached(
        "SELECT seq, x, e, body FROM log
         WHERE dev = ?1 AND q = ?2 AND moved <> -1 AND scope = ?3",
    )?;
    let mut found = Vec::with_capacity(dots.len());
    for (device, dot) in dots {
        let q = dot.q.cast_signed();
        let one = find
            .query_row(params![device, q, from], |row| {
                Ok(Carried {
                    seq: row.get(0)?,
                    device: *device,
                    name: dot.device.clone(),
                    q,
                    x: row.get(1)?,
                    e: row.get(2)?,
                    body: row.get(3)?,
                })
            })
            .optional()?;
        found.extend(one);
    }
    found.sort_by_key(|one| one.seq);
    let mut entries = Vec::with_capacity(found.len());
    for (one, seq) in found.into_iter().zip(journey.head + 1..) {
        empty(connection, from, one.seq)?;
        connection
            .prepare_cached(
                "INSERT INTO log (scope, seq, dev, q, x, e, body, moved)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                to,
                seq.cast_signed(),
                one.device,
                one.q,
                one.x,
                one.e,
                one.body,
                journey.group.cast_signed()
            ])?;
        entries.push(Entry {
            seq,
            e: Hlc(one.e.cast_unsigned()),
            dev: Some(one.name),
            q: one.q.cast_unsigned(),
            op: serde_json::from_str(&one.body).map_err(|_| Error::Corrupt("operation"))?,
        });
    }
    Ok(entries)
}
