//! Tokens and signatures: a request counts only if its device signed it, now, for the first time.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use common::{Bench, anonymous};
use data_encoding::BASE64URL_NOPAD;
use escale_server::Limits;
use escale_sync::wire::{Action, Hello, TokenAnswer};

#[tokio::test]
async fn a_signed_challenge_buys_a_token_once() {
    let bench = Bench::start().await;
    let (team, adviser) = bench.adviser();
    let laptop = bench.laptop(&adviser).await;
    let hello: Hello = laptop.get(&bench, "/v1/hello").await.ok(200);
    assert_eq!((hello.last_q, hello.durable_q, hello.proto), (0, 0, [1, 1]));
    assert_eq!(hello.time, bench.now());
    assert_eq!(hello.epoch, laptop.epoch);
    let expected = [
        format!("acct:{adviser}"),
        format!("adv:{adviser}"),
        format!("team:{team}"),
    ];
    assert_eq!(
        hello.heads.into_iter().collect::<Vec<_>>(),
        expected.map(|scope| (scope, 0))
    );

    let challenge = laptop.challenge(&bench).await;
    let signature = laptop.answer(&challenge);
    laptop
        .token_request(&bench, &challenge, &signature)
        .await
        .ok::<TokenAnswer>(200);
    laptop
        .token_request(&bench, &challenge, &signature)
        .await
        .problem("reauth-required", 401, Action::ReAuthenticate);
}

#[tokio::test]
async fn a_challenge_must_be_ours_recent_and_signed_by_the_device() {
    let bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    let laptop = bench.laptop(&adviser).await;
    let other = bench.laptop(&adviser).await;
    let refused =
        |reply: common::Reply| reply.problem("reauth-required", 401, Action::ReAuthenticate);

    let challenge = laptop.challenge(&bench).await;
    let mut stranger = other.clone();
    stranger.device.clone_from(&laptop.device);
    refused(
        laptop
            .token_request(&bench, &challenge, &stranger.answer(&challenge))
            .await,
    );
    refused(laptop.token_request(&bench, &challenge, "AAAA").await);

    let mut forged = BASE64URL_NOPAD.decode(challenge.as_bytes()).unwrap();
    forged[23] ^= 1;
    let forged = BASE64URL_NOPAD.encode(&forged);
    refused(
        laptop
            .token_request(&bench, &forged, &laptop.answer(&forged))
            .await,
    );

    bench.pass(6);
    refused(
        laptop
            .token_request(&bench, &challenge, &laptop.answer(&challenge))
            .await,
    );
}

#[tokio::test]
async fn a_token_lives_fifteen_minutes_and_its_end_is_not_the_end() {
    let bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    let mut laptop = bench.laptop(&adviser).await;
    bench.pass(14);
    assert_eq!(laptop.get(&bench, "/v1/hello").await.status, 200);
    bench.pass(1);
    let reply = laptop.get(&bench, "/v1/hello").await;
    reply.check_dress(&bench);
    let problem = reply.problem("reauth-required", 401, Action::ReAuthenticate);
    assert!(problem.retryable);
    // The challenge that comes with the refusal is enough to come back.
    let challenge = problem.more["challenge"].as_str().unwrap();
    let reply = laptop
        .token_request(&bench, challenge, &laptop.answer(challenge))
        .await;
    laptop.token = reply.ok::<TokenAnswer>(200).token;
    assert_eq!(laptop.get(&bench, "/v1/hello").await.status, 200);
}

#[tokio::test]
async fn a_nonce_serves_once() {
    let bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    let laptop = bench.laptop(&adviser).await;
    let draft = laptop.draft("GET", "/v1/hello", Vec::new());
    let (nonce, headers) = (draft.nonce.clone(), draft.headers.clone());
    assert_eq!(draft.send(&bench, &laptop.http).await.status, 200);
    let replay = common::Draft {
        method: "GET",
        path: "/v1/hello".into(),
        body: Vec::new(),
        nonce,
        headers,
    };
    let reply = replay.send(&bench, &laptop.http).await;
    reply.check_dress(&bench);
    reply.problem("nonce-replayed", 409, Action::Retry);
}

#[tokio::test]
async fn a_signature_covers_every_part_of_a_request() {
    let bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    let mut laptop = bench.laptop(&adviser).await;
    let other = bench.laptop(&adviser).await;
    let op = laptop.op(
        &format!("adv:{adviser}"),
        "session",
        "r1",
        serde_json::json!({"duration": 5}),
    );
    let body = serde_json::to_vec(&laptop.pushing(&bench, vec![op])).unwrap();
    let draft = || laptop.draft("POST", "/v1/sync", body.clone());
    let fresh_nonce = BASE64URL_NOPAD.encode(&common::random::<16>());

    let mut altered = draft();
    *altered.body.last_mut().unwrap() = b' ';
    let mut elsewhere = laptop.draft("POST", "/v1/other", body.clone());
    elsewhere.path = "/v1/sync".into();
    let mut renonced = draft().set("sync-nonce", fresh_nonce.clone());
    renonced.nonce = fresh_nonce;
    for draft in [
        altered,
        elsewhere,
        renonced,
        draft().set("authorization", format!("DPoP {}", other.token)),
        draft().set("sync-device", other.device.clone()),
        draft().set("sync-proof", "AAAA"),
        draft().without("sync-proof"),
    ] {
        let problem =
            draft
                .send(&bench, &laptop.http)
                .await
                .problem("proof-refused", 401, Action::Retry);
        assert!(problem.retryable);
    }
    // Another key over the same bytes.
    let mut thief = laptop.clone();
    thief.key = other.key.clone();
    thief
        .post(&bench, "/v1/sync", body.clone())
        .await
        .problem("proof-refused", 401, Action::Retry);
    assert_eq!(bench.admin().count().unwrap().operations, 0);
    // The true one passes.
    assert_eq!(draft().send(&bench, &laptop.http).await.status, 200);
    assert_eq!(bench.admin().count().unwrap().operations, 1);
}

/// Who may call what: nobody, a stranger with an invented token, an awaiting device, a confirmed
/// one, a revoked one that still holds a token.
#[tokio::test]
async fn the_permission_matrix() {
    let bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    let confirmed = bench.laptop(&adviser).await;
    let revoked = bench.laptop(&adviser).await;
    bench.admin().revoke(&revoked.device).unwrap();
    let mut stranger = bench.new_laptop();
    stranger.device = "01930000-0000-7000-8000-000000000000".into();
    stranger.token = BASE64URL_NOPAD.encode(&[7; 32]);
    let code = bench.code_with(&adviser, true).code;
    let mut awaiting = bench.new_laptop();
    awaiting.enrol(&bench, &code).await;
    awaiting.token.clone_from(&stranger.token);

    let pull = serde_json::to_vec(&confirmed.pulling(&bench, &[])).unwrap();
    for (method, path, body) in [("GET", "/v1/hello", Vec::new()), ("POST", "/v1/sync", pull)] {
        let reply = anonymous(method, path, body.clone())
            .send(&bench, &confirmed.http)
            .await;
        reply.problem("reauth-required", 401, Action::ReAuthenticate);
        for (laptop, status) in [
            (&stranger, 401),
            (&awaiting, 401),
            (&revoked, 401),
            (&confirmed, 200),
        ] {
            let draft = laptop.draft(method, path, body.clone());
            assert_eq!(
                draft.send(&bench, &laptop.http).await.status,
                status,
                "{method} {path}"
            );
        }
    }
    stranger
        .present(&bench)
        .await
        .problem("device-unknown", 401, Action::CallForHelp);
    awaiting
        .present(&bench)
        .await
        .problem("device-awaiting", 403, Action::Wait);
    revoked
        .present(&bench)
        .await
        .problem("device-revoked", 401, Action::CallForHelp);
    confirmed.present(&bench).await.ok::<TokenAnswer>(200);
    for (method, path, status) in [
        ("GET", "/v1/healthz", 200),
        ("GET", "/generate_204", 204),
        ("GET", "/v1/devices", 405),
        ("GET", "/v1/token", 405),
        ("POST", "/v1/hello", 405),
        ("GET", "/v1/sync", 405),
        ("GET", "/", 404),
    ] {
        let reply = anonymous(method, path, Vec::new())
            .send(&bench, &confirmed.http)
            .await;
        assert_eq!(reply.status, status, "{method} {path}");
        reply.check_dress(&bench);
    }
}

#[tokio::test]
async fn a_device_that_asks_too_much_waits() {
    let bench = Bench::with(Limits {
        requests_per_hour: 20,
        ..Limits::default()
    })
    .await;
    let (_, adviser) = bench.adviser();
    let laptop = bench.laptop(&adviser).await;
    // A fifth may come at once: one went to the token.
    for _ in 0..3 {
        assert_eq!(laptop.get(&bench, "/v1/hello").await.status, 200);
    }
    let reply = laptop.get(&bench, "/v1/hello").await;
    reply.check_dress(&bench);
    reply.problem("slow-down", 429, Action::Wait);
    assert_eq!(reply.header("retry-after"), Some("180"));
    bench.pass(3);
    assert_eq!(laptop.get(&bench, "/v1/hello").await.status, 200);
}

#[tokio::test]
async fn a_restart_forgets_tokens_because_it_forgets_nonces() {
    let mut bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    let mut laptop = bench.laptop(&adviser).await;
    bench.restart().await;
    laptop
        .get(&bench, "/v1/hello")
        .await
        .problem("reauth-required", 401, Action::ReAuthenticate);
    laptop.authenticate(&bench).await;
    assert_eq!(laptop.get(&bench, "/v1/hello").await.status, 200);
}
