//! How many pushes each engine keeps, beside the same lines sent straight to it, in one run:
//! `cargo test -p escale-server --lib -- --ignored --nocapture speed`.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use escale_sync::clock::Hlc;
use escale_sync::op::{Chain, Op};
use escale_sync::server::{Context, sync};
use escale_sync::wire::{Push, SyncRequest};
use serde_json::json;

use super::tests::{Engine, NOW, opened};
use super::*;
use crate::store::book::values;
use crate::store::device::Status;
use crate::store::log::BookLog;

const WRITERS: u64 = 8;
const PUSHES: u64 = 40;
const OPS: u64 = 50;

/// One push: a chunk of operations on as many new rows.
fn push(n: u64, chain: Chain, scope: &str) -> (Push, Chain) {
    let (mut after, mut ops) = (chain, Vec::new());
    for k in 1..=OPS {
        let q = n * OPS + k;
        let fields = json!({"date": "2026-01-05", "duration": 60, "notes": "Messagerie et pièces jointes", "mode": "in_person"});
        let op = Op {
            q,
            x: q,
            s: scope.to_owned(),
            t: "session".into(),
            r: format!("0199a3c2-f1e0-7000-8000-{q:012}"),
            k: "put".into(),
            f: serde_json::from_value(fields).unwrap(),
            b: BTreeMap::new(),
            h: Hlc::new(NOW + q, 0),
            v: 1,
            a: "a".into(),
            n: String::new(),
            more: BTreeMap::new(),
        };
        after = after.then(&op.canonical().unwrap());
        ops.push(op);
    }
    let push = Push {
        prev_chain: chain,
        ops,
        stamped: Vec::new(),
    };
    (push, after)
}

async fn ours(store: &Store) -> f64 {
    let mut devices = Vec::new();
    for n in 0..WRITERS {
        let device = store
            .write(move |book| {
                let team = adviser::add_team(book, "t", NOW)?;
                let adviser = adviser::add(book, &team, "a", NOW)?;
                Ok(device::add(book, &adviser, "d", &[n as u8; 32], Status::Confirmed, NOW)?.id)
            })
            .await
            .unwrap();
        devices.push(device);
    }
    let epoch = store.read(meta::read).await.unwrap().epoch;
    let began = Instant::now();
    let tasks: Vec<_> = devices
        .into_iter()
        .enumerate()
        .map(|(n, device)| {
            let (store, epoch) = (store.clone(), epoch.clone());
            tokio::spawn(async move {
                let scope = format!("adv:{n}");
                let mut chain = Chain::default();
                for turn in 0..PUSHES {
                    let (push, after) = push(turn, chain, &scope);
                    chain = after;
                    let context = Context {
                        device: device.clone(),
                        adviser: "a".into(),
                        scopes: BTreeSet::from([scope.clone()]),
                        colleagues: Vec::new(),
                        epoch: epoch.clone(),
                        rx_ms: NOW,
                        next_poll: 300,
                        snapshot_from: u64::MAX,
                    };
                    let request = SyncRequest {
                        boot: "b".into(),
                        boot_q: None,
                        sent_at: NOW,
                        epoch: epoch.clone(),
                        last_q: None,
                        push: Some(push),
                        pull: Vec::new(),
                        ..SyncRequest::default()
                    };
                    let answer = store
                        .write(move |book| sync(&mut BookLog::new(book, NOW), &context, &request))
                        .await
                        .unwrap();
                    assert_eq!(answer.unwrap().push.unwrap().last_q, (turn + 1) * OPS);
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    began.elapsed().as_secs_f64()
}

async fn straight(store: &Store) -> f64 {
    store
        .write(|book| {
            let team = adviser::add_team(book, "t", NOW)?;
            let adviser = adviser::add(book, &team, "a", NOW)?;
            for n in 0..WRITERS {
                device::add(book, &adviser, "d", &[n as u8; 32], Status::Confirmed, NOW)?;
                book.execute(
                    "INSERT INTO scope (id, sum) VALUES (?1, ?2)",
                    values![&format!("adv:{n}"), &[0; 16]],
                )?;
            }
            Ok(())
        })
        .await
        .unwrap();
    let began = Instant::now();
    let body = "x".repeat(220);
    let tasks: Vec<_> = (0..WRITERS)
        .map(|n| {
            let (store, body) = (store.clone(), body.clone());
            tokio::spawn(async move {
                for turn in 0..PUSHES {
                    let body = body.clone();
                    store
                        .write(move |book| {
                            for k in 1..=OPS {
                                let q = turn * OPS + k;
                                let row = format!("0199a3c2-f1e0-7000-8000-{q:012}");
                                book.execute(
                                    "INSERT INTO row (scope, tbl, id, state, deleted) VALUES (?1, ?2, ?3, ?4, 0)",
                                    values![n + 1, "session", &row, &body],
                                )?;
                                book.execute(
                                    "INSERT INTO log (scope, seq, dev, q, x, e, body, moved) VALUES (?1, ?2, ?3, ?4, ?4, ?4, ?5, 0)",
                                    values![n + 1, q, n + 1, q, &body],
                                )?;
                            }
                            Ok(())
                        })
                        .await
                        .unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    began.elapsed().as_secs_f64()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[ignore = "a measure, not a test"]
async fn pushes_beside_the_same_lines_sent_straight() {
    let total = (WRITERS * PUSHES) as f64;
    for (name, engine) in [("SQLite", Engine::File), ("PostgreSQL", Engine::Postgres)] {
        let (kept, store) = opened(engine);
        let ours = ours(&store).await;
        let (bare, other) = self::opened(engine);
        let straight = straight(&other).await;
        println!(
            "{name}: {:.0} pushes of {OPS} operations a second, straight {:.0}, ratio {:.2}",
            total / ours,
            total / straight,
            straight / ours
        );
        drop((bare, other));
        drop((kept, store));
    }
}
