//! The whole notebook, line by line, from one engine to another: numbers, epochs, sequences and
//! stamps verbatim, so that laptops notice nothing.

use super::book::{Book, Value};
use crate::Error;

/// A table that goes along, with the columns both engines have.
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) columns: &'static str,
    /// Parents before children.
    order: &'static str,
}

const fn table(name: &'static str, columns: &'static str, order: &'static str) -> Table {
    Table {
        name,
        columns,
        order,
    }
}

/// All of them, those named by others first.
pub(super) const TABLES: &[Table] = &[
    table(
        "meta",
        "one, epoch, commits, order_key, challenge_key, address, fingerprint, recipient, ledger",
        "one",
    ),
    table("team", "id, name, created", "id"),
    table("adviser", "id, name, created", "id"),
    table("membership", "adviser, team, since", "adviser, team"),
    table(
        "device",
        "num, id, adviser, name, public_key, status, created, last_seen, last_q, last_e, chain, durable_q, forked, sprung_from, reported_q",
        "num",
    ),
    table(
        "enrolment_code",
        "locator, salt, hash, adviser, hold, created, expires, tries, used_at, used_by",
        "locator",
    ),
    table("scope", "num, id, head, sum, durable_seq", "num"),
    table("epoch", "num, id", "num"),
    table("epoch_head", "epoch, scope, head", "epoch, scope"),
    table("log", "scope, seq, dev, q, x, e, body, moved", "scope, seq"),
    table("row", "scope, tbl, id, state, deleted", "scope, tbl, id"),
    table(
        "quarantine",
        "ticket, dev, q, scope, why, body, at, decided, changed, decision, reason",
        "ticket",
    ),
    table(
        "backup",
        "num, taken, file, commits, operations, bytes, durable",
        "num",
    ),
    table(
        "device_order",
        "id, device, command, issued, given_by, reason, done",
        "id",
    ),
    table("moved", "tbl, id, scope, target, e, seq", "tbl, id, scope"),
    table("erasure", "id, scope, why, at, seq, touched", "scope, id"),
    table(
        "erasure_ack",
        "scope, erasure, dev, at",
        "scope, erasure, dev",
    ),
];

/// What stays: passes of a running process, marks of the processes, snapshots, which are made
/// again, and what the tools that make the tables note.
#[cfg(test)]
pub(super) const APART: &[&str] = &[
    "token",
    "process",
    "snapshot",
    "snapshot_part",
    "snapshot_piece",
    "refinery_schema_history",
];

/// Writes all that `from` sees into `to`, whose tables are empty.
pub(super) fn transfer(from: &Book<'_>, to: &Book<'_>) -> Result<(), Error> {
    for table in TABLES {
        let Table {
            name,
            columns,
            order,
        } = table;
        let width = columns.split(',').count();
        let places: Vec<String> = (1..=width).map(|place| format!("?{place}")).collect();
        let insert = format!(
            "INSERT INTO {name} ({columns}) VALUES ({})",
            places.join(", ")
        );
        from.all(
            &format!("SELECT {columns} FROM {name} ORDER BY {order}"),
            |row| {
                let values: Vec<Value<'_>> = (0..width)
                    .map(|at| row.value(at))
                    .collect::<Result<_, _>>()?;
                to.execute(&insert, &values).map(|_| ())
            },
        )?;
    }
    Ok(())
}
