//! A notebook goes from its file to PostgreSQL, and from a copy of PostgreSQL back to a file.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use escale_server::{Admin, Backups, Database, Error, RecoverySecret, Settings};
use escale_sync::wire::Hello;

use crate::common::Bench;
use crate::common::cluster::Cluster;

/// A bench on a file, whatever the rest of these tests is on.
async fn on_a_file() -> Bench {
    let mut bench = Bench::start().await;
    bench.stop().await;
    bench.base = None;
    let data = bench.data().with_file_name("filed");
    bench.move_to(&data).await;
    bench
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_laptop_syncs_the_server_moves_and_the_laptop_notices_nothing() {
    let mut bench = on_a_file().await;
    let (_, adviser) = bench.adviser();
    let (mut laptop, reader) = (bench.laptop(&adviser).await, bench.laptop(&adviser).await);
    let scope = format!("adv:{adviser}");
    for row in ["r1", "r2", "r3"] {
        laptop.record(&bench, row).await;
    }
    let before: Hello = reader.get(&bench, "/v1/hello").await.ok(200);
    let seen = reader
        .sync(&bench, &reader.pulling(&bench, &[(&scope, 0)]))
        .await;
    let (epoch, data) = (bench.server().epoch(), bench.data());
    let base = Cluster::shared().database();
    let database = Database::new(&base.url(), None);
    // Never under a running server.
    let error = escale_server::migrate_to_postgres(&data, None, None, &database).unwrap_err();
    assert!(matches!(error, Error::Served(_)), "{error}");
    bench.stop().await;
    let moved = escale_server::migrate_to_postgres(&data, None, None, &database).unwrap();
    assert_eq!(
        (&moved.epoch, moved.operations, moved.devices),
        (&epoch, 3, 2)
    );
    assert!(moved.file.exists() && !data.join("escale.db").exists());

    bench.base = Some(base);
    bench.restart().await;
    assert_eq!(bench.server().epoch(), epoch);
    let (mut laptop, mut reader) = (laptop, reader);
    laptop.authenticate(&bench).await;
    reader.authenticate(&bench).await;
    let after: Hello = reader.get(&bench, "/v1/hello").await.ok(200);
    assert_eq!((after.heads, after.epoch), (before.heads, before.epoch));
    // Nothing is sent again, in either direction; what is new goes on at the next number.
    let nothing = reader
        .sync(&bench, &reader.pulling(&bench, &[(&scope, 3)]))
        .await;
    assert!(nothing.pull.is_empty());
    let again = reader
        .sync(&bench, &reader.pulling(&bench, &[(&scope, 0)]))
        .await;
    assert_eq!(again.pull, seen.pull);
    let answer = laptop.record(&bench, "r4").await;
    assert_eq!(answer.push.unwrap().last_q, 4);
    let page = reader
        .sync(&bench, &reader.pulling(&bench, &[(&scope, 3)]))
        .await;
    assert_eq!(page.pull[0].ops[0].seq, 4);
    // New numbers do not meet old ones.
    bench.laptop(&adviser).await;
    assert_eq!(bench.admin().count().unwrap().devices, 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_not_moved_over_another_notebook_nor_served_twice() {
    let mut bench = on_a_file().await;
    bench.adviser();
    bench.stop().await;
    let other = Bench::on(&Cluster::shared().database_url()).await;
    let database = other.database().unwrap();
    let error = escale_server::migrate_to_postgres(&bench.data(), None, None, &database);
    assert!(matches!(error.unwrap_err(), Error::Unsafe(_)));
    let settings = Settings {
        database: Some(database),
        ..bench.settings()
    };
    let error = escale_server::start(settings).await.unwrap_err();
    assert!(error.to_string().contains("migrate-to-postgres"), "{error}");
}

/// The copy of a PostgreSQL is proved as any other, and makes a server on a file.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_of_postgres_is_proved_raises_the_marks_and_is_restored() {
    let mut bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    let mut laptop = bench.laptop(&adviser).await;
    laptop.record(&bench, "r1").await;
    laptop.record(&bench, "r2").await;
    let near = Backups::default();
    let (_, line) = bench.admin().backup(&near).unwrap();
    assert!(
        !line.durable,
        "a database of this machine may share its disk"
    );
    let safe = Backups {
        copied_elsewhere: true,
        ..Backups::default()
    };
    let (path, line) = bench.admin().backup(&safe).unwrap();
    assert!(line.durable);
    assert_eq!(line.operations, 2);
    let hello: Hello = laptop.get(&bench, "/v1/hello").await.ok(200);
    assert_eq!((hello.durable_q, hello.last_q), (2, 2));
    laptop.record(&bench, "r3").await;
    let epoch = bench.server().epoch();

    let paper = bench.data().with_file_name("data.recovery");
    let secret: RecoverySecret = std::fs::read_to_string(paper).unwrap().parse().unwrap();
    let data = bench.data().with_file_name("restored");
    let restored = escale_server::restore(&path, &secret, &data, None, None).unwrap();
    assert_eq!(restored.copy.operations, 2);
    assert_ne!(restored.epoch, epoch);
    let admin = Admin::open(&data, None, None, bench.clock()).unwrap();
    assert_eq!(admin.count().unwrap().operations, 2);
    drop(admin);

    // And from there into another PostgreSQL, where the laptop sends again what the copy lacked.
    bench.stop().await;
    let base = Cluster::shared().database();
    let database = Database::new(&base.url(), None);
    escale_server::migrate_to_postgres(&data, None, None, &database).unwrap();
    bench.base = Some(base);
    bench.move_to(&data).await;
    assert_eq!(bench.server().epoch(), restored.epoch);
    laptop.authenticate(&bench).await;
    let hello: Hello = laptop.get(&bench, "/v1/hello").await.ok(200);
    assert_eq!(hello.last_q, 2);
}

/// A copy that contradicts itself is kept aside and raises nothing, as on a file.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_postgres_that_contradicts_itself_raises_nothing() {
    let bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    let mut laptop = bench.laptop(&adviser).await;
    laptop.record(&bench, "r1").await;
    bench.base.as_ref().unwrap().ask("UPDATE log SET seq = 7");
    assert!(matches!(
        bench.admin().backup(&Backups::default()).unwrap_err(),
        Error::Copy(_)
    ));
    assert_eq!(bench.admin().last_backup().unwrap(), None);
}
