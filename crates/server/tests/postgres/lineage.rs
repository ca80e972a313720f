//! Which database it is: replaced, put back, or one that would not keep what it acknowledges.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use escale_server::{Database, Error, Settings};
use escale_sync::wire::Action;

use crate::common::Bench;
use crate::common::cluster::Cluster;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restart_keeps_the_epoch_and_so_does_a_new_process() {
    let mut bench = Bench::start().await;
    let epoch = bench.server().epoch();
    bench.restart().await;
    assert_eq!(bench.server().epoch(), epoch);
    let other = Bench::on(&bench.base.as_ref().unwrap().url()).await;
    assert_eq!(other.server().epoch(), epoch);
}

/// A dump of an hour ago is loaded into a new database: laptops send again what it never saw.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_loaded_from_a_dump_begins_a_new_epoch_and_nothing_is_lost() {
    let mut bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    let mut laptop = bench.laptop(&adviser).await;
    let epoch = bench.server().epoch();
    laptop.record(&bench, "r1").await;
    bench.stop().await;
    let again = bench.base.as_ref().unwrap().reloaded();
    bench.restart().await;
    let chain = laptop.chain;
    laptop.authenticate(&bench).await;
    laptop.record(&bench, "r2").await;
    bench.stop().await;
    bench.base = Some(again);
    bench.restart().await;
    assert_ne!(bench.server().epoch(), epoch);
    laptop.authenticate(&bench).await;
    let request = laptop.pulling(&bench, &[(&format!("adv:{adviser}"), 2)]);
    let problem =
        laptop
            .sync_reply(&bench, &request)
            .await
            .problem("epoch-changed", 409, Action::AdoptEpoch);
    assert_eq!(problem.number("last_q"), Some(1));
    laptop.epoch = bench.server().epoch();
    (laptop.q, laptop.chain) = (1, chain);
    laptop.record(&bench, "r2").await;
    assert_eq!(bench.admin().count().unwrap().operations, 2);
}

/// A disk put back to yesterday has the same identity; the witness remembers more beats.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_disk_put_back_begins_a_new_epoch_once() {
    let mut bench = Bench::start().await;
    let epoch = bench.server().epoch();
    let base = || bench.base.as_ref().unwrap();
    let beat = base().ask("SELECT beat FROM process");
    bench.adviser();
    assert!(
        base()
            .ask("SELECT beat FROM process")
            .parse::<u64>()
            .unwrap()
            > beat.parse().unwrap()
    );
    bench.stop().await;
    bench
        .base
        .as_ref()
        .unwrap()
        .ask("UPDATE process SET beat = 0");
    bench.restart().await;
    let second = bench.server().epoch();
    assert_ne!(second, epoch);
    bench.restart().await;
    assert_eq!(bench.server().epoch(), second);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_would_lose_what_it_acknowledges_is_refused() {
    let base = Cluster::shared().database();
    let folder = tempfile::tempdir().unwrap();
    let settings = || Settings {
        database: Some(Database::new(&base.url(), None)),
        ..Settings::new(folder.path().join("data"))
    };
    base.ask(&format!(
        "ALTER DATABASE {} SET synchronous_commit = off",
        base.name()
    ));
    let error = escale_server::start(settings()).await.unwrap_err();
    assert!(matches!(error, Error::Unsafe(_)), "{error}");
    assert!(error.to_string().contains("synchronous_commit=off"));
    base.ask(&format!(
        "ALTER DATABASE {} RESET synchronous_commit",
        base.name()
    ));
    escale_server::start(settings())
        .await
        .unwrap()
        .stop()
        .await
        .unwrap();

    let bare = Cluster::private_with("-c fsync=off");
    let base = bare.database();
    let settings = Settings {
        database: Some(Database::new(&base.url(), None)),
        ..Settings::new(folder.path().join("other"))
    };
    let error = escale_server::start(settings).await.unwrap_err();
    assert!(error.to_string().contains("fsync=off"), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_password_in_a_wrong_address_is_not_repeated() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings {
        database: Some(Database::new("postgres://camille:s3cret@[broken/x", None)),
        ..Settings::new(folder.path().join("data"))
    };
    assert!(!format!("{settings:?}").contains("s3cret"));
    let error = escale_server::start(settings).await.unwrap_err();
    assert!(!error.to_string().contains("s3cret"), "{error}");
}
