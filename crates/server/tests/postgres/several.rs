//! Several server processes on one database.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::sync::Arc;

use escale_sync::wire::{Hello, SyncResponse};
use serde_json::json;

use crate::common::Bench;

/// Eight laptops write in one scope through two servers at once, a poller reads through both in
/// turn: contiguity is asserted on every read.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_servers_keep_one_dense_log_and_laptops_go_from_one_to_the_other() {
    let one = Bench::start().await;
    let url = one.base.as_ref().unwrap().url();
    let benches = Arc::new([one, Bench::on(&url).await]);
    assert_eq!(benches[0].server().epoch(), benches[1].server().epoch());
    let (team, adviser) = benches[0].adviser();
    let scope = format!("team:{team}");
    let mut laptops = Vec::new();
    for n in 0..8 {
        laptops.push((n % 2, benches[n % 2].laptop(&adviser).await));
    }
    let mut readers = [
        benches[0].laptop(&adviser).await,
        benches[1].laptop(&adviser).await,
    ];
    let pushes: Vec<_> = laptops
        .into_iter()
        .map(|(at, mut laptop)| {
            let (benches, scope) = (Arc::clone(&benches), scope.clone());
            tokio::spawn(async move {
                for n in 0..12 {
                    let fields = json!({"name": format!("lieu {n}")});
                    let op = laptop.op(&scope, "place", "same", fields);
                    let request = laptop.pushing(&benches[at], vec![op]);
                    // Told to come back: it does.
                    while laptop.sync_reply(&benches[at], &request).await.status == 503 {}
                }
                (at, laptop)
            })
        })
        .collect();
    let (mut cursor, mut reads) = (0, 0);
    while cursor < 96 {
        let at = reads % 2;
        reads += 1;
        let reader = &mut readers[at];
        let request = reader.pulling(&benches[at], &[(&scope, cursor)]);
        let reply = reader.sync_reply(&benches[at], &request).await;
        if reply.status == 401 {
            reader.authenticate(&benches[at]).await;
            continue;
        }
        for page in reply.ok::<SyncResponse>(200).pull {
            for entry in page.ops {
                cursor += 1;
                assert_eq!(entry.seq, cursor);
            }
            assert!(page.head >= cursor);
        }
    }
    let mut last = None;
    for push in pushes {
        last = Some(push.await.unwrap());
    }
    // A laptop that comes by the other server presents itself again, and goes on where it was.
    let (at, mut laptop) = last.unwrap();
    let other = &benches[1 - at];
    laptop.http = other.http();
    laptop.authenticate(other).await;
    laptop.record(other, "r1").await;
    let hello: Hello = laptop.get(other, "/v1/hello").await.ok(200);
    assert_eq!((hello.heads[&scope], hello.last_q), (96, 13));
    assert_eq!(benches[0].admin().count().unwrap().operations, 97);
}
