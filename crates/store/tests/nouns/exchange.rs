//! What the exchange needs: the outbox, and what is remembered between two exchanges.

use escale_store::Result;
use escale_store::sync::{Exchange, HistoryRow, Scope};

use crate::common::Bench;
use crate::filling::{operation, push};

#[test]
fn the_outbox_never_splits_a_transaction_and_lets_go_only_of_what_is_durable() {
    let bench = Bench::new();
    let body = "x".repeat(100);
    push(
        &bench,
        &[
            operation(1, 1, "session", "s1", &body),
            operation(2, 1, "attendance", "a1", &body),
            operation(3, 2, "session", "s1", &body),
            operation(4, 3, "place", "p", &body),
        ],
    );
    let batch = |after, bytes| {
        let batch = bench.read(|reader| reader.outbox_batch(after, bytes));
        (
            batch.rows.iter().map(|row| row.q).collect::<Vec<_>>(),
            batch.more,
        )
    };
    assert_eq!(batch(0, 1), (vec![1, 2], true));
    assert_eq!(batch(0, 350), (vec![1, 2, 3], true));
    assert_eq!(batch(0, 299), (vec![1, 2], true));
    assert_eq!(batch(3, 1), (vec![4], false));
    assert_eq!(batch(0, 9_999), (vec![1, 2, 3, 4], false));
    let counts = bench.read(|reader| reader.outbox_counts());
    assert_eq!(
        (
            counts.records,
            counts.operations,
            counts.oldest_ms,
            counts.not_durable
        ),
        (3, 4, Some(1_000), 0)
    );
    let items: Vec<_> = bench
        .read(|reader| reader.outbox_items(2))
        .into_iter()
        .map(|item| item.id)
        .collect();
    assert_eq!(items, ["s1", "a1"]);
    let notebook = bench.notebook.as_ref().unwrap();
    notebook.commit(|tx| tx.outbox_ack_until(3)).unwrap();
    notebook
        .commit(|tx| tx.outbox_stamp(2, 18_240, u64::MAX))
        .unwrap();
    let not_durable = || bench.read(|reader| reader.outbox_counts()).not_durable;
    assert_eq!(not_durable(), 3);
    // Covered, and young: the bodies stay, for an older backup may still be restored.
    notebook.commit(|tx| tx.outbox_durable_until(2, 0)).unwrap();
    assert_eq!(bench.read(|reader| reader.outbox_durable()), 2);
    assert_eq!((not_durable(), batch(0, 9_999).0), (1, vec![1, 2, 3, 4]));
    notebook
        .commit(|tx| tx.outbox_durable_until(9, i64::MAX))
        .unwrap();
    let counts = bench.read(|reader| reader.outbox_counts());
    assert_eq!(
        (counts.records, counts.operations, counts.not_durable),
        (1, 1, 0)
    );
    let row = bench.read(|reader| reader.outbox_row(2)).unwrap();
    assert_eq!(
        (row.seq, row.stamp, row.body.as_str()),
        (Some(18_240), u64::MAX, "")
    );
    assert_eq!(
        bench.read(|reader| reader.outbox_row(4)).unwrap().body,
        body
    );
    assert_eq!(batch(0, 9_999), (vec![4], false));
}

#[test]
fn a_restored_server_is_given_again_what_it_lost() {
    let bench = Bench::new();
    push(
        &bench,
        &[
            operation(1, 1, "place", "p", "{}"),
            operation(2, 2, "place", "q", "{}"),
        ],
    );
    let notebook = bench.notebook.as_ref().unwrap();
    notebook.commit(|tx| tx.outbox_ack_until(2)).unwrap();
    notebook.commit(|tx| tx.outbox_unack_after(1)).unwrap();
    assert_eq!(bench.read(|reader| reader.outbox_counts()).operations, 1);
    assert_eq!(
        bench.read(|reader| reader.outbox_batch(1, 99)).rows.len(),
        1
    );
}

#[test]
fn what_the_exchange_needs_is_remembered() {
    let bench = Bench::new();
    let notebook = bench.notebook.as_ref().unwrap();
    let scope = Scope {
        id: "team:1".into(),
        cursor: 9,
        sum: [3; 16],
    };
    let value = HistoryRow {
        table: "place".into(),
        row: "p".into(),
        field: "name".into(),
        value: "\"Mairie\"".into(),
        dot: "d:1".into(),
        stamp: 4,
        author: "adv:1".into(),
        superseded_by: "d:2".into(),
        at_ms: 5,
    };
    let done: Result<()> = notebook.commit(|tx| {
        tx.put_scope(&scope)?;
        tx.push_history(&value)?;
        tx.park("team:1", 12, "{}")?;
        tx.put_erased("x")?;
        tx.put_erased("x")?;
        tx.set_meta_u64("clock", u64::MAX - 1)?;
        tx.set_meta_blob("chain", &[1, 2])?;
        tx.set_meta_text("epoch", "e")?;
        tx.set_setting("theme", "dark")?;
        for n in 0..205 {
            tx.push_exchange(&Exchange {
                at_ms: n,
                line: "online".into(),
                sent: 1,
                received: 2,
            })?;
        }
        Ok(())
    });
    done.unwrap();
    bench.read(|reader| {
        assert_eq!(reader.scope("team:1")?, Some(scope));
        assert_eq!(reader.history("place", "p")?, [value]);
        assert_eq!(
            (
                reader.is_erased("x")?,
                reader.is_erased("y")?,
                reader.erased()?.len()
            ),
            (true, false, 1)
        );
        assert_eq!(reader.meta_u64("clock")?, Some(u64::MAX - 1));
        assert_eq!(reader.meta_blob("chain")?, Some(vec![1, 2]));
        assert_eq!(
            (
                reader.meta_text("epoch")?.as_deref(),
                reader.meta_text("none")?
            ),
            (Some("e"), None)
        );
        assert_eq!(reader.setting("theme")?.as_deref(), Some("dark"));
        let journal = reader.exchanges(999)?;
        assert_eq!((journal.len(), journal[0].at_ms), (200, 204));
        Ok(())
    });
    let parked = bench.read(|reader| reader.parked("team:1"));
    notebook.commit(|tx| tx.unpark(parked[0].n)).unwrap();
    assert!(bench.read(|reader| reader.parked("team:1")).is_empty());
    assert!(!format!("{parked:?}").contains("body"));
}
