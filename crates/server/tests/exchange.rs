//! What laptops send is kept, once, and given to those who may read it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use common::Bench;
use escale_sync::wire::{Action, Hello, SyncResponse};
use serde_json::json;

#[tokio::test]
async fn what_one_laptop_pushes_another_of_the_team_pulls() {
    let bench = Bench::start().await;
    let (team, adviser) = bench.adviser();
    let colleague = bench
        .admin()
        .add_adviser(&team, "Dominique Exemple")
        .unwrap();
    let (mut a, b) = (bench.laptop(&adviser).await, bench.laptop(&colleague).await);
    let (own, shared) = (format!("adv:{adviser}"), format!("team:{team}"));

    let session = a.op(&own, "session", "s1", json!({"duration": 60, "notes": "x"}));
    let place = a.op(
        &shared,
        "place",
        "p1",
        json!({"name": "Mairie", "typologies": {"+": ["MUNI"]}}),
    );
    let request = a.pushing(&bench, vec![session, place.clone()]);
    let answer = a.sync(&bench, &request).await;
    let pushed = answer.push.unwrap();
    assert_eq!(
        (pushed.last_q, pushed.chain, pushed.durable_q),
        (2, a.chain, 0)
    );
    assert!(pushed.results.is_empty());

    let answer = b
        .sync(&bench, &b.pulling(&bench, &[(&shared, 0), (&own, 0)]))
        .await;
    assert_eq!(answer.denied, [own.as_str()]);
    assert_eq!(
        answer.granted,
        [format!("acct:{colleague}"), format!("adv:{colleague}")]
    );
    assert_eq!(answer.pull.len(), 1);
    let page = &answer.pull[0];
    assert_eq!(
        (page.s.as_str(), page.from, page.to, page.head, page.more),
        (shared.as_str(), 0, 1, 1, false)
    );
    assert_eq!(page.ops[0].operation(), Some(place));
    assert_eq!(page.ops[0].dev.as_deref(), Some(a.device.as_str()));
    assert!(page.sum.is_some());

    // The author gets the numbers back, not the bodies.
    let answer = a
        .sync(&bench, &a.pulling(&bench, &[(&own, 0), (&shared, 0)]))
        .await;
    assert_eq!(answer.pull.len(), 2);
    assert_eq!(
        (
            answer.pull[0].ops[0].dev.as_deref(),
            answer.pull[0].ops[0].q
        ),
        (None, 1)
    );
    assert!(answer.pull[0].ops[0].op.is_empty());

    // Nothing new, nothing sent.
    let answer = b.sync(&bench, &b.pulling(&bench, &[(&shared, 1)])).await;
    assert!(answer.pull.is_empty());

    let count = bench.admin().count().unwrap();
    assert_eq!(
        count.rows,
        [("place".to_owned(), 1), ("session".to_owned(), 1)].into()
    );
    assert_eq!((count.operations, count.quarantined), (2, 0));
}

#[tokio::test]
async fn a_row_in_the_corbeille_is_not_counted_as_live() {
    let bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    let mut laptop = bench.laptop(&adviser).await;
    laptop.record(&bench, "s1").await;
    laptop.record(&bench, "s2").await;
    let mut del = laptop.op(&format!("adv:{adviser}"), "session", "s1", json!({}));
    del.k = "del".into();
    let request = laptop.pushing(&bench, vec![del]);
    laptop.sync(&bench, &request).await;
    let count = bench.admin().count().unwrap();
    assert_eq!(
        (
            count.rows["session"],
            count.deleted["session"],
            count.operations
        ),
        (1, 1, 3)
    );
}

#[tokio::test]
async fn a_push_sent_twice_counts_once() {
    let bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    let mut laptop = bench.laptop(&adviser).await;
    let op = laptop.op(
        &format!("adv:{adviser}"),
        "session",
        "s1",
        json!({"duration": 60}),
    );
    let request = laptop.pushing(&bench, vec![op]);
    let first = laptop.sync(&bench, &request).await;
    let again = laptop.sync(&bench, &request).await;
    assert_eq!(first.push, again.push);
    assert_eq!(bench.admin().count().unwrap().operations, 1);
}

#[tokio::test]
async fn an_operation_for_a_foreign_scope_is_kept_apart_and_the_rest_goes_on() {
    let bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    let (other_team, other) = bench.adviser();
    let mut laptop = bench.laptop(&adviser).await;
    let victim = bench.laptop(&other).await;
    let foreign = laptop.op(
        &format!("adv:{other}"),
        "session",
        "s1",
        json!({"duration": 1}),
    );
    let team = laptop.op(
        &format!("team:{other_team}"),
        "place",
        "p1",
        json!({"name": "x"}),
    );
    let own = laptop.op(
        &format!("adv:{adviser}"),
        "session",
        "s2",
        json!({"duration": 60}),
    );
    let request = laptop.pushing(&bench, vec![foreign, team, own]);
    let pushed = laptop.sync(&bench, &request).await.push.unwrap();
    assert_eq!(pushed.last_q, 3);
    let fates: Vec<_> = pushed
        .results
        .iter()
        .map(|result| (result.q, result.r.as_str()))
        .collect();
    assert_eq!(fates, [(1, "quarantined"), (2, "quarantined")]);
    assert!(pushed.results.iter().all(|result| result.ticket.is_some()));
    let count = bench.admin().count().unwrap();
    assert_eq!((count.operations, count.quarantined), (1, 2));
    let seen = victim
        .sync(
            &bench,
            &victim.pulling(&bench, &[(&format!("adv:{other}"), 0)]),
        )
        .await;
    assert!(seen.pull.is_empty());
    // Sent again, it is not kept twice.
    laptop.sync(&bench, &request).await;
    assert_eq!(bench.admin().count().unwrap().quarantined, 2);
}

#[tokio::test]
async fn a_gap_a_fork_and_a_foreign_epoch_are_told_apart() {
    let bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    let mut laptop = bench.laptop(&adviser).await;
    let scope = format!("adv:{adviser}");
    laptop.record(&bench, "s1").await;
    let before = laptop.clone();

    let _skipped = laptop.op(&scope, "session", "s2", json!({"duration": 5}));
    let op = laptop.op(&scope, "session", "s3", json!({"duration": 5}));
    let request = laptop.pushing(&bench, vec![op]);
    let problem = laptop
        .sync_reply(&bench, &request)
        .await
        .problem("gap", 409, Action::Resend);
    assert_eq!(problem.number("expected_q"), Some(2));

    // The same disk in two laptops: both write their operation 2.
    let (mut one, mut twin) = (before.clone(), before);
    one.record(&bench, "s4").await;
    let op = twin.op(&scope, "session", "s5", json!({"duration": 9}));
    let request = twin.pushing(&bench, vec![op]);
    let problem =
        twin.sync_reply(&bench, &request)
            .await
            .problem("device-forked", 409, Action::NewDeviceId);
    assert_eq!(problem.number("last_q"), Some(2));

    let mut request = one.pulling(&bench, &[(&scope, 0)]);
    request.epoch = "0123456789abcdef0123456789abcdef".into();
    let problem =
        one.sync_reply(&bench, &request)
            .await
            .problem("epoch-changed", 409, Action::AdoptEpoch);
    assert_eq!(problem.more["epoch"], json!(bench.server().epoch()));
    assert_eq!(problem.more["heads"], json!({scope: 0}));
    assert_eq!(problem.number("last_q"), Some(2));
    assert_eq!(bench.admin().count().unwrap().operations, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pushes_at_the_same_time_leave_a_dense_log() {
    let bench = std::sync::Arc::new(Bench::start().await);
    let (team, adviser) = bench.adviser();
    let scope = format!("team:{team}");
    let mut laptops = Vec::new();
    for _ in 0..4 {
        laptops.push(bench.laptop(&adviser).await);
    }
    let mut reader = bench.laptop(&adviser).await;
    let pushes: Vec<_> = laptops
        .into_iter()
        .map(|mut laptop| {
            let (bench, scope) = (std::sync::Arc::clone(&bench), scope.clone());
            tokio::spawn(async move {
                for n in 0..8 {
                    let op = laptop.op(
                        &scope,
                        "place",
                        "same",
                        json!({"name": format!("lieu {n}")}),
                    );
                    let request = laptop.pushing(&bench, vec![op]);
                    laptop.sync(&bench, &request).await;
                }
            })
        })
        .collect();
    // A reader in the middle of them never sees a hole.
    let mut cursor = 0;
    while cursor < 32 {
        let reply = reader
            .sync_reply(&bench, &reader.pulling(&bench, &[(&scope, cursor)]))
            .await;
        if reply.status == 401 {
            // On a busy machine it asks so often that its token is used up.
            reader.authenticate(&bench).await;
            continue;
        }
        for page in reply.ok::<SyncResponse>(200).pull {
            for entry in page.ops {
                cursor += 1;
                assert_eq!(entry.seq, cursor);
            }
        }
    }
    for push in pushes {
        push.await.unwrap();
    }
    let hello: Hello = reader.get(&bench, "/v1/hello").await.ok(200);
    assert_eq!(hello.heads[&scope], 32);
    let count = bench.admin().count().unwrap();
    assert_eq!((count.rows["place"], count.operations), (1, 32));
}

#[tokio::test]
async fn a_page_never_splits_a_transaction() {
    let bench = Bench::start().await;
    let (team, adviser) = bench.adviser();
    let scope = format!("team:{team}");
    let (mut a, b) = (bench.laptop(&adviser).await, bench.laptop(&adviser).await);
    // Transactions of 300 operations: a page of 500 holds two whole ones.
    for x in 1..=3 {
        let ops: Vec<_> = (0..300)
            .map(|n| {
                let mut op = a.op(&scope, "place", &format!("p{n}"), json!({"name": "x"}));
                op.x = x;
                op
            })
            .collect();
        let request = a.pushing(&bench, ops);
        a.sync(&bench, &request).await;
    }
    let answer = b.sync(&bench, &b.pulling(&bench, &[(&scope, 0)])).await;
    let page = &answer.pull[0];
    assert_eq!(
        (page.ops.len(), page.to, page.head, page.more),
        (600, 600, 900, true)
    );
    assert_eq!(page.sum, None);
    let answer = b.sync(&bench, &b.pulling(&bench, &[(&scope, 600)])).await;
    let page = &answer.pull[0];
    assert_eq!(
        (page.ops.len(), page.to, page.more, page.sum.is_some()),
        (300, 900, false, true)
    );
}

#[tokio::test]
async fn a_restart_keeps_everything_and_the_epoch() {
    let mut bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    let mut laptop = bench.laptop(&adviser).await;
    laptop.record(&bench, "s1").await;
    let (epoch, count) = (bench.server().epoch(), bench.admin().count().unwrap());
    bench.restart().await;
    assert_eq!(bench.server().epoch(), epoch);
    assert_eq!(bench.admin().count().unwrap(), count);
    laptop.authenticate(&bench).await;
    laptop.record(&bench, "s2").await;
    let hello: Hello = laptop.get(&bench, "/v1/hello").await.ok(200);
    assert_eq!(hello.last_q, 2);
}

#[tokio::test]
async fn one_folder_is_served_once_and_never_in_clear_to_others() {
    let bench = Bench::start().await;
    let error = escale_server::start(bench.settings()).await.unwrap_err();
    assert!(matches!(error, escale_server::Error::Served(_)), "{error}");
    let mut settings = bench.settings();
    settings.listen = "0.0.0.0:0".parse().unwrap();
    settings.certificates = escale_server::Certificates::Clear;
    let error = escale_server::start(settings).await.unwrap_err();
    assert!(matches!(error, escale_server::Error::Clear(_)), "{error}");
}
