//! What only a file of its own can do: be put back, be read by a thief, lose its witness.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use common::{Bench, copy};
use escale_sync::wire::Action;
use serde_json::json;

#[tokio::test]
async fn an_older_copy_of_the_folder_begins_a_new_epoch_and_nothing_is_lost() {
    let mut bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    let scope = format!("adv:{adviser}");
    let mut laptop = bench.laptop(&adviser).await;
    laptop.record(&bench, "s1").await;
    bench.stop().await;
    let backup = bench.data().with_file_name("backup");
    copy(&bench.data(), &backup);

    bench.restart().await;
    let first_epoch = bench.server().epoch();
    assert_eq!(first_epoch, laptop.epoch);
    laptop.authenticate(&bench).await;
    let chain_at_backup = laptop.chain;
    let lost = laptop.op(&scope, "session", "s2", json!({"duration": 30}));
    let request = laptop.pushing(&bench, vec![lost.clone()]);
    laptop.sync(&bench, &request).await;
    bench.stop().await;

    std::fs::remove_dir_all(bench.data()).unwrap();
    copy(&backup, &bench.data());
    bench.restart().await;
    assert_ne!(bench.server().epoch(), first_epoch);
    laptop.authenticate(&bench).await;
    let problem = laptop
        .sync_reply(&bench, &laptop.pulling(&bench, &[(&scope, 2)]))
        .await
        .problem("epoch-changed", 409, Action::AdoptEpoch);
    assert_eq!(
        (problem.number("last_q"), &problem.more["heads"]),
        (Some(1), &json!({scope.clone(): 1}))
    );
    laptop.epoch = bench.server().epoch();
    laptop.chain = chain_at_backup;
    let request = laptop.pushing(&bench, vec![lost]);
    assert_eq!(laptop.sync(&bench, &request).await.push.unwrap().last_q, 2);
    assert_eq!(bench.admin().count().unwrap().rows["session"], 2);

    // A restart in the new epoch does not begin another.
    let epoch = bench.server().epoch();
    bench.restart().await;
    assert_eq!(bench.server().epoch(), epoch);
}

#[tokio::test]
async fn a_lost_witness_begins_a_new_epoch_and_a_lost_key_refuses_to_start() {
    let mut bench = Bench::start().await;
    let epoch = bench.server().epoch();
    bench.stop().await;
    std::fs::remove_file(bench.data().with_file_name("data.witness")).unwrap();
    bench.restart().await;
    assert_ne!(bench.server().epoch(), epoch);
    bench.stop().await;
    std::fs::remove_file(bench.data().with_file_name("data.key")).unwrap();
    let error = escale_server::start(bench.settings()).await.unwrap_err();
    assert!(
        matches!(error, escale_server::Error::KeyMissing(_)),
        "{error}"
    );
}

#[tokio::test]
async fn the_file_on_disk_is_unreadable_without_its_key() {
    let mut bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    let mut laptop = bench.laptop(&adviser).await;
    let op = laptop.op(
        &format!("adv:{adviser}"),
        "session",
        "s1",
        json!({"notes": "CANARI-EN-CLAIR"}),
    );
    let request = laptop.pushing(&bench, vec![op]);
    laptop.sync(&bench, &request).await;
    let clear = |path: &std::path::Path| {
        let bytes = std::fs::read(path).unwrap();
        [b"CANARI-EN-CLAIR".as_slice(), b"SQLite format 3"]
            .iter()
            .any(|needle| bytes.windows(needle.len()).any(|window| window == *needle))
    };
    let files = || {
        std::fs::read_dir(bench.data())
            .unwrap()
            .map(|entry| entry.unwrap().path())
    };
    assert!(files().any(|path| path.to_string_lossy().ends_with("-wal")));
    assert!(files().all(|path| !clear(&path)));
    bench.stop().await;
    let files = || {
        std::fs::read_dir(bench.data())
            .unwrap()
            .map(|entry| entry.unwrap().path())
    };
    assert!(files().all(|path| !clear(&path)));
}
