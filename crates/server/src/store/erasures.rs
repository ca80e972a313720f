//! Erasures: the bodies they empty, what is told of them, who confirmed.

use std::collections::{BTreeMap, BTreeSet};

use escale_sync::clock::Hlc;
use escale_sync::erasure::Erasing;
use escale_sync::merge::RowState;
use escale_sync::op::Op;
use escale_sync::server::Carried;
use escale_sync::wire::{Entry, ErasureTold};

use super::book::{Book, Row, values};
use super::snapshot;
use crate::Error;

/// In the log: a body that an erasure emptied.
pub(super) const REDACTED: i64 = -3;
/// Erasures told to a laptop, latest first.
const TOLD: i64 = 50;

/// A device that has to confirm an erasure.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Confirming {
    /// Identifier.
    pub device: String,
    /// When it confirmed, milliseconds since 1970.
    pub confirmed: Option<u64>,
    /// Last contact, milliseconds since 1970.
    pub last_seen: Option<u64>,
}

impl Confirming {
    /// `confirmed`, `pending`, or `silent` after so many days without contact.
    #[must_use]
    pub fn standing(&self, now: u64, days: u64) -> &'static str {
        let silent = days.saturating_mul(24 * 3_600_000);
        match (self.confirmed, self.last_seen) {
            (Some(_), _) => "confirmed",
            (None, Some(seen)) if now.saturating_sub(seen) <= silent => "pending",
            (None, _) => "silent",
        }
    }
}

/// An erasure, as listed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ErasureLine {
    /// Identifier.
    pub id: String,
    /// The notebook it was carried out in.
    pub scope: String,
    /// Why, one word.
    pub why: String,
    /// When, milliseconds since 1970.
    pub at: u64,
    /// Rows of which something was erased.
    pub rows: u64,
    /// The devices that follow that notebook, and were let in before.
    pub devices: Vec<Confirming>,
}

/// The body of an entry of the log.
struct Body {
    scope: i64,
    seq: i64,
    moved: i64,
    text: String,
}

fn rule(only: Option<&BTreeSet<String>>, by: &str) -> Erasing {
    Erasing {
        by: by.to_owned(),
        why: String::new(),
        only: only.cloned(),
        keep: BTreeMap::new(),
    }
}

/// What an erasure takes from a body; nothing when it does not concern it.
fn emptied(text: &str, only: Option<&BTreeSet<String>>, by: &str) -> Result<Option<String>, Error> {
    let entry = Entry {
        seq: 0,
        e: Hlc::default(),
        dev: None,
        q: 0,
        op: serde_json::from_str(text).map_err(|_| Error::Corrupt("operation"))?,
    };
    if !entry
        .operation()
        .is_some_and(|op| rule(only, by).concerns(&op))
    {
        return Ok(None);
    }
    serde_json::to_string(&entry.redacted(only, by).op)
        .map(Some)
        .map_err(|_| Error::Corrupt("operation"))
}

/// Empties the bodies of these operations (number of the device, number of the operation).
pub(super) fn redact(
    book: &Book<'_>,
    dots: &[(i64, u64)],
    only: Option<&BTreeSet<String>>,
    by: &str,
) -> Result<(), Error> {
    for (device, q) in dots {
        let found = book.one(
            "SELECT scope, seq, moved, body FROM log WHERE dev = ?1 AND q = ?2 AND moved <> -1",
            values![*device, *q],
            |row| {
                Ok(Body {
                    scope: row.get(0)?,
                    seq: row.get(1)?,
                    moved: row.get(2)?,
                    text: row.get(3)?,
                })
            },
        )?;
        let Some(body) = found.filter(|body| body.moved != REDACTED) else {
            continue;
        };
        let Some(left) = emptied(&body.text, only, by)? else {
            continue;
        };
        let moved = if only.is_some() { body.moved } else { REDACTED };
        book.execute(
            "UPDATE log SET body = ?3, moved = ?4 WHERE scope = ?1 AND seq = ?2",
            values![body.scope, body.seq, &left, moved],
        )?;
    }
    Ok(())
}

/// Empties what was kept apart of a row.
pub(super) fn redact_apart(book: &Book<'_>, carried: &Carried<'_>) -> Result<(), Error> {
    let apart: Vec<(String, String)> = book.rows(
        "SELECT ticket, body FROM quarantine WHERE body LIKE ?1",
        values![&format!("%{}%", carried.row)],
        |line| Ok((line.get(0)?, line.get(1)?)),
    )?;
    let rule = rule(carried.only, carried.by);
    for (ticket, text) in apart {
        let op: Op = serde_json::from_str(&text).map_err(|_| Error::Corrupt("operation"))?;
        if op.t != carried.table || op.r != carried.row || !rule.concerns(&op) {
            continue;
        }
        let left =
            serde_json::to_string(&rule.emptied(&op)).map_err(|_| Error::Corrupt("operation"))?;
        book.execute(
            "UPDATE quarantine SET body = ?2 WHERE ticket = ?1",
            values![&ticket, &left],
        )?;
    }
    Ok(())
}

/// Notes a row of an erasure: whoever confirmed has more to erase.
pub(super) fn note(book: &Book<'_>, carried: &Carried<'_>) -> Result<(), Error> {
    book.execute(
        "INSERT INTO erasure (id, scope, why, at, seq, touched) VALUES (?1, ?2, ?3, ?4, ?5, 1)
         ON CONFLICT (scope, id) DO UPDATE SET at = excluded.at, seq = excluded.seq,
            touched = erasure.touched + 1",
        values![
            carried.by,
            carried.scope,
            carried.why,
            carried.at,
            carried.seq
        ],
    )?;
    book.execute(
        "DELETE FROM erasure_ack WHERE scope = ?1 AND erasure = ?2",
        values![carried.scope, carried.by],
    )?;
    Ok(())
}

/// A device confirms, where it has read as far as the erasure goes.
pub(super) fn confirm(
    book: &Book<'_>,
    device: i64,
    erasure: &str,
    cursors: &BTreeMap<String, u64>,
    now: u64,
) -> Result<(), Error> {
    for (scope, cursor) in cursors {
        let last: Option<u64> = book.one(
            "SELECT seq FROM erasure WHERE scope = ?1 AND id = ?2",
            values![scope, erasure],
            |row| row.get(0),
        )?;
        if last.is_some_and(|seq| seq <= *cursor) {
            book.execute(
                "INSERT INTO erasure_ack (scope, erasure, dev, at) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (scope, erasure, dev) DO NOTHING",
                values![scope, erasure, device, now],
            )?;
        }
    }
    Ok(())
}

/// How far the latest erasures of a scope went.
pub(super) fn told(book: &Book<'_>, scope: &str) -> Result<Vec<ErasureTold>, Error> {
    let lines = lines(book, Some(scope), TOLD)?;
    let told = lines.into_iter().map(|line| {
        let count = |confirmed: bool| {
            let devices = line.devices.iter();
            let found = devices.filter(|one| one.confirmed.is_some() == confirmed);
            u32::try_from(found.count()).unwrap_or(u32::MAX)
        };
        ErasureTold {
            confirmed: count(true),
            pending: count(false),
            id: line.id.clone(),
            at: line.at,
        }
    });
    Ok(told.collect())
}

fn line(row: &Row<'_>) -> Result<ErasureLine, Error> {
    Ok(ErasureLine {
        id: row.get(0)?,
        scope: row.get(1)?,
        why: row.get(2)?,
        at: row.get(3)?,
        rows: row.get(4)?,
        devices: Vec::new(),
    })
}

/// The latest erasures with the devices that have to confirm, latest first.
pub(crate) fn lines(
    book: &Book<'_>,
    scope: Option<&str>,
    limit: i64,
) -> Result<Vec<ErasureLine>, Error> {
    let mut lines: Vec<ErasureLine> = match scope {
        Some(scope) => book.rows(
            "SELECT id, scope, why, at, touched FROM erasure WHERE scope = ?1
             ORDER BY at DESC, id LIMIT ?2",
            values![scope, limit],
            line,
        )?,
        None => book.rows(
            "SELECT id, scope, why, at, touched FROM erasure ORDER BY at DESC, id LIMIT ?1",
            values![limit],
            line,
        )?,
    };
    for one in &mut lines {
        let adviser = one.scope.strip_prefix("adv:").unwrap_or_default();
        one.devices = book.rows(
            "SELECT device.id, erasure_ack.at, device.last_seen FROM device
             LEFT JOIN erasure_ack ON erasure_ack.dev = device.num
                AND erasure_ack.scope = ?1 AND erasure_ack.erasure = ?2
             WHERE device.adviser = ?3 AND device.status = 'confirmed' AND device.created <= ?4
             ORDER BY device.num",
            values![&one.scope, &one.id, adviser, one.at],
            |row| {
                Ok(Confirming {
                    device: row.get(0)?,
                    confirmed: row.get(1)?,
                    last_seen: row.get(2)?,
                })
            },
        )?;
    }
    Ok(lines)
}

/// Carries out again, in a restored database, what the ledger tells of a row: wherever it is, its
/// bodies are emptied and its state forgets. Where it is not yet, it will never be. Whether
/// anything was there to erase.
pub(crate) fn again(book: &Book<'_>, carried: &Carried<'_>) -> Result<bool, Error> {
    book.execute(
        "INSERT INTO scope (id, sum) VALUES (?1, ?2) ON CONFLICT (id) DO NOTHING",
        values![carried.scope, &[0u8; 16]],
    )?;
    let home = book.number(
        "SELECT num FROM scope WHERE id = ?1",
        values![carried.scope],
    )?;
    let mut places: BTreeMap<i64, RowState> = BTreeMap::from([(home, RowState::default())]);
    // The table is named by scope first: a row is looked for in each.
    let scopes: Vec<i64> = book.rows("SELECT num FROM scope", &[], |row| row.get(0))?;
    for scope in scopes {
        let state: Option<String> = book.one(
            "SELECT state FROM row WHERE scope = ?1 AND tbl = ?2 AND id = ?3",
            values![scope, carried.table, carried.row],
            |row| row.get(0),
        )?;
        if let Some(state) = state {
            let state = serde_json::from_str(&state).map_err(|_| Error::Corrupt("row"))?;
            places.insert(scope, state);
        }
    }
    let mut something = false;
    for (scope, mut state) in places {
        if state.is_erased() {
            continue;
        }
        let mut dots = Vec::new();
        for dot in state.writes.keys() {
            let device: Option<i64> = book.one(
                "SELECT num FROM device WHERE id = ?1",
                values![&dot.device],
                |row| row.get(0),
            )?;
            dots.extend(device.map(|num| (num, dot.q)));
        }
        something |= !dots.is_empty();
        redact(book, &dots, carried.only, carried.by)?;
        let before = state.sum(carried.table, carried.row);
        state.forget(carried.only);
        put(book, scope, carried, &state, before)?;
    }
    snapshot::forget_snapshots(book, carried.scope)?;
    redact_apart(book, carried)?;
    note(book, carried)?;
    Ok(something)
}

fn put(
    book: &Book<'_>,
    scope: i64,
    carried: &Carried<'_>,
    state: &RowState,
    before: u128,
) -> Result<(), Error> {
    let after = state.sum(carried.table, carried.row);
    let text = serde_json::to_string(state).map_err(|_| Error::Corrupt("row"))?;
    book.execute(
        "INSERT INTO row (scope, tbl, id, state, deleted) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (scope, tbl, id) DO UPDATE SET state = excluded.state,
            deleted = excluded.deleted",
        values![scope, carried.table, carried.row, &text, state.deleted()],
    )?;
    let sum: Option<[u8; 16]> = book.one(
        "SELECT sum FROM scope WHERE num = ?1",
        values![scope],
        |row| row.get(0),
    )?;
    let sum = u128::from_be_bytes(sum.ok_or(Error::Corrupt("scope"))?)
        .wrapping_sub(before)
        .wrapping_add(after);
    book.execute(
        "UPDATE scope SET sum = ?2 WHERE num = ?1",
        values![scope, &sum.to_be_bytes()],
    )?;
    Ok(())
}
