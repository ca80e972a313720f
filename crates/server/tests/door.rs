//! The door: formats, sizes, compression, and an answer of ours to everything.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use common::{Bench, anonymous};
use escale_sync::wire::{Action, SyncResponse};
use serde_json::json;

#[tokio::test]
async fn every_refusal_is_a_problem_of_ours() {
    let bench = Bench::start().await;
    let http = bench.http();
    for (method, path, code, status) in [
        ("GET", "/v1/nothing", "not-found", 404),
        ("DELETE", "/v1/sync", "method-not-allowed", 405),
        ("GET", "/v1/devices", "method-not-allowed", 405),
    ] {
        let reply = anonymous(method, path, Vec::new())
            .send(&bench, &http)
            .await;
        reply.check_dress(&bench);
        reply.problem(code, status, Action::CallForHelp);
    }
    for path in ["/v1/token", "/v1/devices", "/v1/sync"] {
        let draft = anonymous("POST", path, b"{}".to_vec()).without("sync-proto");
        let reply = draft.send(&bench, &http).await;
        reply.check_dress(&bench);
        let problem = reply.problem("client-too-old", 426, Action::Upgrade);
        assert_eq!(problem.more["proto"], json!([1, 1]));
        let reply = anonymous("POST", path, b"{}".to_vec())
            .set("sync-proto", "99")
            .send(&bench, &http)
            .await;
        reply.problem("client-too-old", 426, Action::Upgrade);
    }
}

#[tokio::test]
async fn a_portal_probe_and_a_health_check_need_no_identity() {
    let bench = Bench::start().await;
    let http = bench.http();
    let reply = anonymous("GET", "/generate_204", Vec::new())
        .send(&bench, &http)
        .await;
    assert_eq!((reply.status, reply.body.len()), (204, 0));
    let reply = anonymous("GET", "/v1/healthz", Vec::new())
        .send(&bench, &http)
        .await;
    let health: serde_json::Value = reply.ok(200);
    assert_eq!(health["status"], json!("ok"));
}

#[tokio::test]
async fn only_our_format_is_read() {
    let bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    let laptop = bench.laptop(&adviser).await;
    let body = serde_json::to_vec(&laptop.pulling(&bench, &[])).unwrap();
    let draft = || laptop.draft("POST", "/v1/sync", body.clone());
    for draft in [
        draft().set("content-type", "application/json"),
        draft().without("content-type"),
        draft().set("content-encoding", "gzip"),
    ] {
        let reply = draft.send(&bench, &laptop.http).await;
        reply.check_dress(&bench);
        reply.problem("unsupported-media-type", 415, Action::CallForHelp);
    }
    let charset = format!("{}; charset=utf-8", escale_sync::MEDIA_TYPE);
    assert_eq!(
        draft()
            .set("content-type", charset)
            .send(&bench, &laptop.http)
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn what_cannot_be_read_is_not_repeated() {
    let bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    let laptop = bench.laptop(&adviser).await;
    for body in [
        "",
        "{",
        "[]",
        "{\"boot\":\"CANARI\",\"sent_at\":\"CANARI\"}",
        "null",
        "\u{0}",
    ] {
        let reply = laptop
            .post(&bench, "/v1/sync", body.as_bytes().to_vec())
            .await;
        reply.check_dress(&bench);
        let problem = reply.problem("malformed", 422, Action::CallForHelp);
        assert!(!problem.retryable);
        assert!(problem.more["pointer"].is_string());
        assert!(!String::from_utf8(reply.body).unwrap().contains("CANARI"));
    }
    // Numbers that do not follow each other: the engine says which.
    let mut laptop = laptop;
    let scope = format!("adv:{adviser}");
    let (a, mut b) = (
        laptop.op(&scope, "session", "s", json!({})),
        laptop.op(&scope, "session", "s", json!({})),
    );
    b.q = 7;
    let request = laptop.pushing(&bench, vec![a, b]);
    let problem =
        laptop
            .sync_reply(&bench, &request)
            .await
            .problem("malformed", 422, Action::CallForHelp);
    assert_eq!(problem.more["pointer"], json!("/push/ops/1/q"));
    assert_eq!(bench.admin().count().unwrap().operations, 0);
}

#[tokio::test]
async fn compression_works_both_ways() {
    let bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    let (mut a, b) = (bench.laptop(&adviser).await, bench.laptop(&adviser).await);
    let scope = format!("adv:{adviser}");
    let ops = (0..50)
        .map(|n| a.op(&scope, "session", &format!("s{n}"), json!({"duration": n})))
        .collect();
    let request = serde_json::to_vec(&a.pushing(&bench, ops)).unwrap();
    let small = zstd::bulk::compress(&request, 3).unwrap();
    assert!(small.len() * 3 < request.len());
    let reply = a
        .draft("POST", "/v1/sync", small)
        .set("content-encoding", "zstd")
        .send(&bench, &a.http)
        .await;
    assert_eq!(reply.ok::<SyncResponse>(200).push.unwrap().last_q, 50);

    let pull = serde_json::to_vec(&b.pulling(&bench, &[(&scope, 0)])).unwrap();
    let plain = b
        .draft("POST", "/v1/sync", pull.clone())
        .send(&bench, &b.http)
        .await;
    assert_eq!(plain.header("content-encoding"), None);
    let mut reply = b
        .draft("POST", "/v1/sync", pull)
        .set("accept-encoding", "gzip, zstd")
        .send(&bench, &b.http)
        .await;
    assert_eq!(reply.header("content-encoding"), Some("zstd"));
    assert!(reply.body.len() * 3 < plain.body.len());
    reply.body = zstd::bulk::decompress(&reply.body, 1 << 20).unwrap();
    assert_eq!(reply.ok::<SyncResponse>(200).pull[0].ops.len(), 50);
}

#[tokio::test]
async fn a_bomb_and_a_heavy_body_are_too_large() {
    let bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    let laptop = bench.laptop(&adviser).await;
    // 64 MiB of spaces in a few kilobytes.
    let bomb = zstd::bulk::compress(&vec![b' '; 64 << 20], 3).unwrap();
    assert!(bomb.len() < 100_000);
    let reply = laptop
        .draft("POST", "/v1/sync", bomb)
        .set("content-encoding", "zstd")
        .send(&bench, &laptop.http)
        .await;
    reply.check_dress(&bench);
    assert_eq!(
        reply.problem("too-large", 413, Action::Split).number("max"),
        Some(8 << 20)
    );

    let reply = laptop
        .post(&bench, "/v1/sync", vec![b' '; (1 << 20) + 1])
        .await;
    reply.check_dress(&bench);
    assert_eq!(
        reply.problem("too-large", 413, Action::Split).number("max"),
        Some(1 << 20)
    );

    let torn = zstd::bulk::compress(&[b' '; 1000], 3).unwrap();
    let reply = laptop
        .draft("POST", "/v1/sync", torn[..torn.len() - 4].to_vec())
        .set("content-encoding", "zstd")
        .send(&bench, &laptop.http)
        .await;
    reply.problem("malformed", 422, Action::CallForHelp);
}

#[tokio::test]
async fn a_laptop_that_knows_another_authority_sends_nothing() {
    let bench = Bench::start().await;
    let other = Bench::start().await;
    let error = other
        .http()
        .get(bench.url("/v1/healthz"))
        .send()
        .await
        .unwrap_err();
    assert!(error.is_connect(), "{error:?}");
}
