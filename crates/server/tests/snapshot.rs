//! A long log taken whole: to whom, in which pieces, and what is forgotten at once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use common::{Bench, Laptop, Reply, anonymous};
use escale_sync::op::Op;
use escale_sync::snapshot::{Line, MEDIA_TYPE, Offer, Part};
use escale_sync::wire::Action;
use serde_json::json;

const LOG: u64 = 40;

/// A laptop that has recorded, a colleague's, and the first one's scope.
async fn long_log(bench: &mut Bench) -> (Laptop, Laptop, String) {
    bench
        .restart_with(|settings| settings.snapshot_from = LOG)
        .await;
    let (team, adviser) = bench.adviser();
    let colleague = bench
        .admin()
        .add_adviser(&team, "Dominique Exemple")
        .unwrap();
    let mut laptop = bench.laptop(&adviser).await;
    let other = bench.laptop(&colleague).await;
    let scope = format!("adv:{adviser}");
    let mut ops = Vec::new();
    for n in 0..LOG {
        let day = if n % 2 == 0 {
            "2019-03-04"
        } else {
            "2999-01-01"
        };
        let fields = json!({"date": day, "duration": 60, "notes": format!("{n} {}", noise(n))});
        ops.push(laptop.op(&scope, "session", &format!("s{n:02}"), fields));
    }
    let request = laptop.pushing(bench, ops);
    laptop.sync(bench, &request).await;
    (laptop, other, scope)
}

/// Digits that cannot be compressed much.
fn noise(seed: u64) -> String {
    blake3::hash(&seed.to_be_bytes()).to_hex().to_string()
}

async fn offer(bench: &Bench, laptop: &Laptop, scope: &str) -> Offer {
    let path = format!("/v1/scopes/{scope}/snapshot");
    laptop.get(bench, &path).await.ok(200)
}

async fn range(bench: &Bench, laptop: &Laptop, hash: &str, range: &str) -> Reply {
    laptop
        .draft("GET", &format!("/v1/blobs/{hash}"), Vec::new())
        .set("range", range)
        .send(bench, &laptop.http)
        .await
}

#[tokio::test]
async fn a_part_comes_whole_or_in_ranges_and_is_what_its_name_says() {
    let mut bench = Bench::start().await;
    let (mut laptop, _, scope) = long_log(&mut bench).await;
    let offer = offer(&bench, &laptop, &scope).await;
    assert_eq!((offer.seq, offer.parts.len()), (LOG, 2));
    for part in &offer.parts {
        assert_eq!((part.rows, part.sessions), (LOG / 2, LOG / 2));
        let whole = range(&bench, &laptop, &part.hash, "lines=1-2").await;
        assert_eq!(whole.status, 200);
        assert_eq!(whole.header("content-type"), Some(MEDIA_TYPE));
        assert_eq!(whole.header("content-encoding"), None);
        assert_eq!(whole.body.len() as u64, part.bytes);
        assert_eq!(blake3::hash(&whole.body).to_hex().as_str(), part.hash);
        let mut body = Vec::new();
        while (body.len() as u64) < part.bytes {
            let from = body.len();
            let asked = format!("bytes={from}-{}", from + 699);
            let piece = range(&bench, &laptop, &part.hash, &asked).await;
            piece.check_dress(&bench);
            assert_eq!(piece.status, 206);
            let last = (from as u64 + 699).min(part.bytes - 1);
            let told = format!("bytes {from}-{last}/{}", part.bytes);
            assert_eq!(piece.header("content-range"), Some(told.as_str()));
            body.extend(piece.body);
        }
        assert_eq!(body, whole.body);
        let text = zstd::stream::decode_all(body.as_slice()).unwrap();
        let days: Vec<String> = text
            .split(|b| *b == b'\n')
            .filter_map(Line::read)
            .flat_map(|line| line.rows)
            .map(|row| row.s.value("date").unwrap().as_str().unwrap().to_owned())
            .collect();
        let day = match part.part {
            Part::Hot => "2999-01-01",
            Part::Cold => "2019-03-04",
        };
        assert!(days.len() as u64 == LOG / 2 && days.iter().all(|d| d == day));
        let beyond = range(
            &bench,
            &laptop,
            &part.hash,
            &format!("bytes={}-", part.bytes),
        )
        .await;
        assert_eq!(beyond.status, 416);
        let told = format!("bytes */{}", part.bytes);
        assert_eq!(beyond.header("content-range"), Some(told.as_str()));
    }
    let hot: Offer = laptop
        .get(&bench, &format!("/v1/scopes/{scope}/snapshot?part=hot"))
        .await
        .ok(200);
    assert_eq!(hot.parts, offer.parts[..1]);

    // It stands while the log goes on, and answers the same name.
    laptop.record(&bench, "later").await;
    let again: Offer = laptop
        .get(&bench, &format!("/v1/scopes/{scope}/snapshot"))
        .await
        .ok(200);
    assert_eq!(again, offer);
}

#[tokio::test]
async fn it_is_there_only_for_whoever_may_read_the_scope() {
    let mut bench = Bench::start().await;
    let (laptop, other, scope) = long_log(&mut bench).await;
    let path = format!("/v1/scopes/{scope}/snapshot");
    other
        .get(&bench, &path)
        .await
        .problem("not-found", 404, Action::CallForHelp);
    let hash = offer(&bench, &laptop, &scope).await.parts[0].hash.clone();
    other
        .get(&bench, &format!("/v1/blobs/{hash}"))
        .await
        .problem("not-found", 404, Action::CallForHelp);
    for path in [path, format!("/v1/blobs/{hash}")] {
        anonymous("GET", &path, Vec::new())
            .send(&bench, &laptop.http)
            .await
            .problem("reauth-required", 401, Action::ReAuthenticate);
    }
    // The question is signed with the rest of the address.
    let signed = laptop.draft("GET", &format!("/v1/blobs/{hash}"), Vec::new());
    let moved = common::Draft {
        path: format!("/v1/blobs/{hash}?other"),
        ..signed
    };
    assert_eq!(moved.send(&bench, &laptop.http).await.status, 401);
}

#[tokio::test]
async fn what_leaves_a_notebook_is_not_to_be_had_from_its_snapshot() {
    let mut bench = Bench::start().await;
    let (mut laptop, other, scope) = long_log(&mut bench).await;
    let before = offer(&bench, &laptop, &scope).await;
    let mut gone: Op = laptop.op(&scope, "session", "s01", json!({}));
    gone.k = "move".to_owned();
    gone.f = [("to".to_owned(), json!(format!("adv:{}", other.adviser)))].into();
    let request = laptop.pushing(&bench, vec![gone]);
    let pushed = laptop.sync(&bench, &request).await.push.unwrap();
    assert!(pushed.results.is_empty(), "{:?}", pushed.results);
    for part in &before.parts {
        laptop
            .get(&bench, &format!("/v1/blobs/{}", part.hash))
            .await
            .problem("not-found", 404, Action::CallForHelp);
    }
    // Another is made, without it.
    let after = offer(&bench, &laptop, &scope).await;
    assert_eq!(after.seq, LOG + 1);
    assert_eq!(
        after.parts.iter().map(|part| part.rows).sum::<u64>(),
        LOG - 1
    );
}

#[tokio::test]
async fn a_log_that_has_gone_on_is_taken_afresh() {
    let mut bench = Bench::start().await;
    let (mut laptop, _, scope) = long_log(&mut bench).await;
    let first = offer(&bench, &laptop, &scope).await;
    for round in 0..21 {
        let ops = (0..100)
            .map(|n| {
                laptop.op(
                    &scope,
                    "session",
                    &format!("t{round}-{n}"),
                    json!({"duration": 5}),
                )
            })
            .collect();
        let request = laptop.pushing(&bench, ops);
        laptop.sync(&bench, &request).await;
    }
    let second = offer(&bench, &laptop, &scope).await;
    assert_eq!(second.seq, LOG + 2_100);
    // Whoever was fetching the first one may end.
    let path = format!("/v1/blobs/{}", first.parts[0].hash);
    assert_eq!(laptop.get(&bench, &path).await.status, 200);
}
