//! Kill -9 of PostgreSQL and of the server while laptops push: what was acknowledged is there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use serde_json::{Value, json};

use crate::common::cluster::Cluster;
use crate::common::{Bench, Laptop};

const CYCLES: usize = 3;
const LAPTOPS: usize = 4;

/// Sends row after row until told to stop; an operation counts only once it is acknowledged, and
/// one that is not is sent again, the same.
async fn persist(bench: &Bench, laptop: &mut Laptop, stop: &AtomicBool, acknowledged: &AtomicU64) {
    let scope = format!("adv:{}", laptop.adviser);
    while !stop.load(Ordering::SeqCst) {
        let row = format!("{}-{}", laptop.device, laptop.q + 1);
        let op = laptop.op(&scope, "session", &row, json!({"duration": 60}));
        let request = laptop.pushing(bench, vec![op]);
        loop {
            let status = laptop.try_sync(bench, &request).await;
            match status {
                Some(200) => {
                    acknowledged.fetch_add(1, Ordering::SeqCst);
                    break;
                }
                Some(401) => {
                    laptop.try_authenticate(bench).await;
                }
                Some(503) | None => {}
                Some(other) => panic!("{other}"),
            }
            if stop.load(Ordering::SeqCst) {
                // Unknown to this laptop; the next cycle sends it again.
                laptop.q -= 1;
                laptop.chain = request.push.unwrap().prev_chain;
                return;
            }
            tokio::task::yield_now().await;
        }
    }
}

async fn pushing(
    bench: Arc<Bench>,
    laptops: Vec<Laptop>,
    acknowledged: Arc<AtomicU64>,
    kill: impl FnOnce() + Send + 'static,
) -> Vec<Laptop> {
    let stop = Arc::new(AtomicBool::new(false));
    let goal = acknowledged.load(Ordering::SeqCst) + 40;
    let tasks: Vec<_> = laptops
        .into_iter()
        .map(|mut laptop| {
            let (bench, stop) = (Arc::clone(&bench), Arc::clone(&stop));
            let acknowledged = Arc::clone(&acknowledged);
            tokio::spawn(async move {
                persist(&bench, &mut laptop, &stop, &acknowledged).await;
                laptop
            })
        })
        .collect();
    while acknowledged.load(Ordering::SeqCst) < goal {
        assert!(!tasks.iter().any(|task| task.is_finished()));
        tokio::task::yield_now().await;
    }
    tokio::task::spawn_blocking(kill).await.unwrap();
    stop.store(true, Ordering::SeqCst);
    let mut laptops = Vec::new();
    for task in tasks {
        laptops.push(task.await.unwrap());
    }
    laptops
}

/// Every row acknowledged is in the log, which is dense; at most one more for each laptop, whose
/// acknowledgement was cut off.
fn check(bench: &Bench, acknowledged: u64) {
    let kept = bench.admin().count().unwrap().operations;
    assert!(
        kept >= acknowledged && kept <= acknowledged + LAPTOPS as u64,
        "{acknowledged} acknowledged, {kept} kept"
    );
    bench.admin().backup(&Default::default()).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn killing_postgres_loses_nothing_acknowledged() {
    let cluster = Arc::new(Cluster::private());
    let base = cluster.database();
    let bench = Arc::new(Bench::on(&base.url()).await);
    let epoch = bench.server().epoch();
    let (_, adviser) = bench.adviser();
    let mut laptops = Vec::new();
    for _ in 0..LAPTOPS {
        laptops.push(bench.laptop(&adviser).await);
    }
    let acknowledged = Arc::new(AtomicU64::new(0));
    for _ in 0..CYCLES {
        let killed = Arc::clone(&cluster);
        let told = Arc::clone(&acknowledged);
        laptops = pushing(Arc::clone(&bench), laptops, told, move || killed.kill()).await;
        cluster.start();
        check(&bench, acknowledged.load(Ordering::SeqCst));
        assert_eq!(bench.server().epoch(), epoch);
    }
    assert!(acknowledged.load(Ordering::SeqCst) >= 40 * CYCLES as u64);
}

fn serve(bench: &Bench, url: &str) -> (Child, std::net::SocketAddr) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_escale-server"))
        .args([
            "serve",
            "--clear",
            "--listen",
            "127.0.0.1:0",
            "--backup-every",
            "0",
        ])
        .args([
            "--requests-per-hour",
            "10000000",
            "--database",
            url,
            "--data",
        ])
        .arg(bench.data())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let ready: Value = serde_json::from_str(&line).unwrap();
    (child, ready["address"].as_str().unwrap().parse().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn killing_the_server_loses_nothing_acknowledged() {
    let mut bench = Bench::start().await;
    let url = bench.base.as_ref().unwrap().url();
    let (_, adviser) = bench.adviser();
    let epoch = bench.server().epoch();
    let mut laptops = Vec::new();
    for _ in 0..LAPTOPS {
        laptops.push(bench.laptop(&adviser).await);
    }
    bench.stop().await;
    let acknowledged = Arc::new(AtomicU64::new(0));
    for _ in 0..CYCLES {
        let (mut child, address) = serve(&bench, &url);
        bench.remote = Some(address);
        let shared = Arc::new(bench);
        let told = Arc::clone(&acknowledged);
        laptops = pushing(Arc::clone(&shared), laptops, told, move || {
            child.kill().unwrap();
            child.wait().unwrap();
        })
        .await;
        bench = Arc::into_inner(shared).unwrap();
        check(&bench, acknowledged.load(Ordering::SeqCst));
    }
    bench.remote = None;
    bench.restart().await;
    assert_eq!(bench.server().epoch(), epoch);
    assert!(acknowledged.load(Ordering::SeqCst) >= 40 * CYCLES as u64);
}
