//! The hole that a sequence leaves in a log: a number is taken before its transaction commits, so
//! a reader may pass it by for ever. A deliberately naive log, kept here only, falls into it; ours
//! does not.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use escale_sync::clock::Hlc;
use escale_sync::op::Op;
use escale_sync::server::Log;

use super::tests::{Engine, NOW, opened};
use super::*;
use crate::store::book::values;
use crate::store::device::Status;
use crate::store::log::BookLog;

const WRITERS: u64 = 12;
const EACH: u64 = 25;
const SCOPE: &str = "team:t";

/// Writes one line inside the transaction; its sequence.
type Append = fn(&Book<'_>, &str, u64) -> Result<i64, Error>;
/// The sequences after one.
type Poll = fn(&Book<'_>, i64) -> Result<Vec<i64>, Error>;

fn naive_append(book: &Book<'_>, device: &str, q: u64) -> Result<i64, Error> {
    let sql = "INSERT INTO naive (body) VALUES (?1) RETURNING seq";
    let body = format!("{device}/{q}");
    book.one(sql, values![&body], |row| row.get(0))?
        .ok_or(Error::Corrupt("seq"))
}

fn naive_poll(book: &Book<'_>, after: i64) -> Result<Vec<i64>, Error> {
    book.rows(
        "SELECT seq FROM naive WHERE seq > ?1 ORDER BY seq LIMIT 500",
        values![after],
        |row| row.get(0),
    )
}

fn our_append(book: &Book<'_>, device: &str, q: u64) -> Result<i64, Error> {
    let mut log = BookLog::new(book, NOW);
    log.device(device)?;
    let scope = SCOPE.to_owned();
    let mut heads = log.lock_scopes(&BTreeSet::from([scope.clone()]))?;
    let mut head = heads.remove(&scope).ok_or(Error::Unknown("scope"))?;
    head.head += 1;
    let op = Op {
        q,
        x: q,
        s: scope.clone(),
        t: "place".into(),
        r: format!("{device}/{q}"),
        k: "put".into(),
        f: Default::default(),
        b: Default::default(),
        h: Hlc::new(NOW, 0),
        v: 1,
        a: "a".into(),
        n: String::new(),
        more: Default::default(),
    };
    log.append(&scope, head.head, Hlc::new(NOW, 0), device, &op, false)?;
    log.put_scope(&scope, &head)?;
    Ok(head.head.cast_signed())
}

fn our_poll(book: &Book<'_>, after: i64) -> Result<Vec<i64>, Error> {
    let slice = BookLog::new(book, NOW).page(SCOPE, after.cast_unsigned(), 500, 1 << 20, "")?;
    let seqs: Vec<i64> = slice.entries.iter().map(|entry| entry.seq as i64).collect();
    // Contiguity, on every read.
    for (n, seq) in seqs.iter().enumerate() {
        assert_eq!(*seq, after + 1 + n as i64);
    }
    Ok(seqs)
}

/// Transactions of varied duration, one in twenty undone, and a reader that never waits: how many
/// were committed, and how many of those the reader passed by for ever.
async fn race(store: &Store, append: Append, poll: Poll) -> (usize, usize) {
    let mut devices = Vec::new();
    for n in 0..WRITERS {
        let device = store
            .write(move |book| {
                let team = adviser::add_team(book, "t", NOW)?;
                let adviser = adviser::add(book, &team, "a", NOW)?;
                let key = [crate::secret::random::<31>()?.as_slice(), &[n as u8]].concat();
                let key: [u8; 32] = key.try_into().unwrap();
                Ok(device::add(book, &adviser, "d", &key, Status::Confirmed, NOW)?.id)
            })
            .await
            .unwrap();
        devices.push(device);
    }
    let running = Arc::new(AtomicUsize::new(devices.len()));
    let writers: Vec<_> = devices
        .into_iter()
        .enumerate()
        .map(|(n, device)| {
            let (store, running) = (store.clone(), Arc::clone(&running));
            tokio::spawn(async move {
                let mut kept = Vec::new();
                let mut q = 1;
                for turn in 0..EACH {
                    let device = device.clone();
                    let undone = (turn + n as u64) % 20 == 19;
                    let lasts = (turn * 7 + n as u64 * 3) % 5 * 2;
                    let done = store
                        .write(move |book| {
                            let seq = append(book, &device, q)?;
                            let wait = format!("SELECT count(*) FROM pg_sleep(0.00{lasts})");
                            book.number(&wait, &[])?;
                            if undone {
                                return Err(Error::Unknown("on purpose"));
                            }
                            Ok(seq)
                        })
                        .await;
                    match done {
                        Ok(seq) => {
                            kept.push(seq);
                            q += 1;
                        }
                        Err(error) => assert!(undone, "{error}"),
                    }
                }
                running.fetch_sub(1, Ordering::SeqCst);
                kept
            })
        })
        .collect();
    let (mut cursor, mut delivered) = (0, BTreeSet::new());
    loop {
        // Known before the read: what is committed by then is read, or passed by for ever.
        let last = running.load(Ordering::SeqCst) == 0;
        let seqs = store.read(move |book| poll(book, cursor)).await.unwrap();
        cursor = seqs.last().copied().unwrap_or(cursor);
        let found = !seqs.is_empty();
        delivered.extend(seqs);
        if last && !found {
            break;
        }
    }
    let mut committed = BTreeSet::new();
    for writer in writers {
        committed.extend(writer.await.unwrap());
    }
    assert!(delivered.is_subset(&committed));
    (committed.len(), committed.difference(&delivered).count())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_naive_log_loses_lines_and_ours_does_not() {
    let mut found = 0;
    for _ in 0..10 {
        let (mut opened, store) = opened(Engine::Postgres);
        opened
            .base
            .as_mut()
            .unwrap()
            .ask("CREATE TABLE naive (seq BIGSERIAL PRIMARY KEY, body TEXT NOT NULL)");
        let (committed, missed) = race(&store, naive_append, naive_poll).await;
        assert!(committed > 200);
        found += missed;
        if found > 0 {
            break;
        }
    }
    assert!(found > 0, "the naive log must show its hole");

    let (_opened, store) = opened(Engine::Postgres);
    let (committed, missed) = race(&store, our_append, our_poll).await;
    assert_eq!(
        (committed, missed),
        (EACH as usize * WRITERS as usize - 12, 0)
    );
}
