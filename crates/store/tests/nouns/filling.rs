//! What the tests of several nouns put in a notebook.

use escale_store::sync::OutboxRow;
use serde_json::{Value, json};

use crate::common::{Bench, record, text};

pub(crate) fn session(
    bench: &Bench,
    id: &str,
    day: &str,
    recorded_at_ms: i64,
    more: &[(&str, Value)],
) {
    let mut fields = vec![
        ("kind", text("individuel")),
        ("date", text(day)),
        ("duration", json!(60)),
    ];
    fields.extend(more.iter().cloned());
    let (mut row, values) = record("session", id, &fields);
    row.recorded_at_ms = recorded_at_ms;
    bench.put_row(&row, &values);
}

pub(crate) fn person(bench: &Bench, id: &str, first: &str, last: &str, phone: &str) {
    bench.put(
        "beneficiary",
        id,
        &[
            ("first_name", text(first)),
            ("last_name", text(last)),
            ("phone", text(phone)),
        ],
    );
}

pub(crate) fn attend(bench: &Bench, session: &str, person: &str) {
    let id = format!("{session}+{person}");
    bench.put(
        "attendance",
        &id,
        &[("session", text(session)), ("beneficiary", text(person))],
    );
}

pub(crate) fn bin(bench: &Bench, table: &str, id: &str) {
    let mut row = bench.read(|reader| reader.record(table, id)).unwrap();
    row.deleted = true;
    let values = serde_json::from_str(&row.state).unwrap();
    bench.put_row(&row, &values);
}

pub(crate) fn operation(q: u64, txn: u64, table: &str, row: &str, body: &str) -> OutboxRow {
    OutboxRow {
        q,
        txn,
        scope: "adv:1".into(),
        table: table.into(),
        row: row.into(),
        body: body.into(),
        chain: [7; 32],
        stamp: 100 + q,
        seq: None,
        recorded_at_ms: 1_000 * i64::try_from(q).unwrap(),
    }
}

pub(crate) fn push(bench: &Bench, rows: &[OutboxRow]) {
    bench
        .notebook
        .as_ref()
        .unwrap()
        .commit(|tx| rows.iter().try_for_each(|row| tx.outbox_push(row)))
        .unwrap();
}
