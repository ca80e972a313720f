//! Copies: made while laptops write, opened by the recovery secret alone, proved, restored on
//! another machine where the same laptops go on.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use std::path::{Path, PathBuf};

use common::{Bench, NOON};
use escale_server::{Admin, Backups, Error, RecoverySecret, manifest, restore};
use escale_sync::wire::{Action, SyncResponse};

fn safe() -> Backups {
    Backups {
        copied_elsewhere: true,
        ..Backups::default()
    }
}

/// The secret as its first start left it.
fn secret(bench: &Bench) -> RecoverySecret {
    let path = bench.data().with_file_name("data.recovery");
    std::fs::read_to_string(path)
        .unwrap()
        .trim()
        .parse()
        .unwrap()
}

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_is_restored_on_another_machine_and_laptops_go_on() {
    let mut bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    let mut laptop = bench.laptop(&adviser).await;
    for row in ["a", "b", "c"] {
        laptop.record(&bench, row).await;
    }
    let (path, line) = bench.admin().backup(&safe()).unwrap();
    assert!(line.durable);
    assert_eq!((line.taken, line.operations), (NOON, 3));
    let told = manifest(&path).unwrap();
    assert_eq!((told.operations, told.devices), (3, 1));
    assert_eq!(told.epoch, bench.server().epoch());

    let mut after = laptop.clone();
    // After the copy: known to the server, lost with it.
    laptop.record(&bench, "d").await;
    let secret = secret(&bench);
    bench.stop().await;
    let machine = tempfile::tempdir().unwrap();
    let data = machine.path().join("other");
    let restored = restore(&path, &secret, &data, None, None).unwrap();
    assert_eq!(restored.copy, told);
    assert_ne!(restored.epoch, told.epoch);
    assert_eq!(
        files(&data),
        ["authority.crt", "authority.key", "escale.db"]
    );
    bench.move_to(&data).await;
    assert_eq!(bench.server().epoch(), restored.epoch);

    // The same authority, the same identity: only a new epoch, where to send again from.
    laptop.authenticate(&bench).await;
    let scope = format!("adv:{adviser}");
    let problem = laptop
        .sync_reply(&bench, &laptop.pulling(&bench, &[(&scope, 4)]))
        .await
        .problem("epoch-changed", 409, Action::AdoptEpoch);
    assert_eq!(problem.number("last_q"), Some(3));
    assert_eq!(problem.more["heads"][&scope], 3);
    (after.epoch, after.token) = (restored.epoch, laptop.token);
    after.record(&bench, "d").await;
    assert_eq!(bench.admin().count().unwrap().operations, 4);
    // The copy's file is only a file: it can be restored again, elsewhere.
    let third = machine.path().join("third");
    restore(&path, &secret, &third, None, None).unwrap();
    let admin = Admin::open(&third, None, None, bench.clock()).unwrap();
    assert_eq!(admin.count().unwrap().operations, 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn marks_rise_to_what_a_proved_copy_holds_and_laptops_learn_them_without_sending() {
    let bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    let mut laptop = bench.laptop(&adviser).await;
    let pushed = laptop.record(&bench, "a").await;
    assert_eq!(pushed.durable_q, 0);
    // On the disk of the data a copy is made, and promises nothing.
    let (_, line) = bench.admin().backup(&Backups::default()).unwrap();
    assert!(!line.durable);
    let quiet: SyncResponse = laptop.sync(&bench, &laptop.pulling(&bench, &[])).await;
    assert_eq!(quiet.durable_q, 0);
    bench.admin().backup(&safe()).unwrap();
    let quiet: SyncResponse = laptop.sync(&bench, &laptop.pulling(&bench, &[])).await;
    assert_eq!(quiet.durable_q, 1);
    let pushed = laptop.record(&bench, "b").await;
    assert_eq!(
        (pushed.durable_q, pushed.push.unwrap().durable_q),
        (1, 1),
        "the mark waits for the next copy"
    );
    let hello: escale_sync::wire::Hello = laptop.get(&bench, "/v1/hello").await.ok(200);
    let scope = format!("adv:{adviser}");
    assert_eq!((hello.heads[&scope], hello.durable[&scope]), (2, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn copies_are_whole_while_laptops_write() {
    let bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    let mut laptop = bench.laptop(&adviser).await;
    let (clock, data) = (bench.clock(), bench.data());
    let copying = tokio::task::spawn_blocking(move || {
        let mut admin = Admin::open(&data, None, None, clock).unwrap();
        let mut paths = Vec::new();
        for _ in 0..8 {
            paths.push(admin.backup(&safe()).unwrap());
        }
        paths
    });
    let mut row = 0;
    while !copying.is_finished() {
        row += 1;
        laptop.record(&bench, &format!("r{row}")).await;
    }
    let copies = copying.await.unwrap();
    let secret = secret(&bench);
    let (newest, line) = copies.last().unwrap();
    let machine = tempfile::tempdir().unwrap();
    let data = machine.path().join("d");
    restore(newest, &secret, &data, None, None).unwrap();
    let admin = Admin::open(&data, None, None, bench.clock()).unwrap();
    assert_eq!(admin.count().unwrap().operations, line.operations);
    assert!(row > 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_that_was_altered_cut_or_is_anothers_makes_nothing() {
    let bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    bench.laptop(&adviser).await.record(&bench, "a").await;
    let (path, _) = bench.admin().backup(&safe()).unwrap();
    let secret = secret(&bench);
    let machine = tempfile::tempdir().unwrap();
    let whole = std::fs::read(&path).unwrap();
    let first_line = whole.iter().position(|b| *b == b'\n').unwrap();
    let mut tried = 0;
    let mut try_with = |bytes: &[u8], secret: &RecoverySecret| -> Error {
        tried += 1;
        let file = machine.path().join("file");
        std::fs::write(&file, bytes).unwrap();
        let data: PathBuf = machine.path().join(format!("d{tried}"));
        let error = restore(&file, secret, &data, None, None).unwrap_err();
        assert!(!data.join("escale.db").exists());
        error
    };
    for at in [3, first_line + 12, whole.len() / 2, whole.len() - 1] {
        let mut altered = whole.clone();
        altered[at] ^= 1;
        let error = try_with(&altered, &secret);
        assert!(
            matches!(error, Error::Copy(_) | Error::NotThisSecret),
            "{at}: {error}"
        );
    }
    for length in [0, 10, whole.len() / 2, whole.len() - 1] {
        let error = try_with(&whole[..length], &secret);
        assert!(matches!(error, Error::Copy(_)), "{length}: {error}");
    }
    let mut admin = bench.admin();
    assert!(admin.is_recovery_secret(&secret).unwrap());
    let other = admin.new_recovery_secret().unwrap();
    assert!(!admin.is_recovery_secret(&secret).unwrap());
    assert!(matches!(try_with(&whole, &other), Error::NotThisSecret));
    // The new secret opens what is copied from now on.
    let (newer, _) = admin.backup(&safe()).unwrap();
    let newer = std::fs::read(newer).unwrap();
    assert!(matches!(try_with(&newer, &secret), Error::NotThisSecret));
    let data = machine.path().join("at last");
    let file = machine.path().join("newer");
    std::fs::write(&file, newer).unwrap();
    restore(&file, &other, &data, None, None).unwrap();
    // Never over something.
    assert!(matches!(
        restore(&file, &other, &data, None, None),
        Err(Error::NotEmpty(_))
    ));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_contradicts_itself_is_kept_aside_and_raises_nothing() {
    let bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    let mut laptop = bench.laptop(&adviser).await;
    laptop.record(&bench, "a").await;
    bench.alter("UPDATE scope SET sum = randomblob(16) WHERE head > 0");
    let error = bench.admin().backup(&safe()).unwrap_err();
    assert!(matches!(error, Error::Copy(_)), "{error}");
    let folder = bench.data().with_file_name("data.backups");
    assert_eq!(
        files(&folder),
        ["copying.lock", "devices.ledger", "doubtful.database"]
    );
    assert_eq!(laptop.record(&bench, "b").await.durable_q, 0);
    bench.alter("DELETE FROM log WHERE seq = 1");
    assert!(bench.admin().backup(&safe()).is_err());
    assert_eq!(bench.admin().last_backup().unwrap(), None);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn copies_hold_nothing_readable_and_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::start().await;
    let mut admin = bench.admin();
    let team = admin.add_team("CANARI-EQUIPE").unwrap();
    admin.add_adviser(&team, "CANARI-NOM").unwrap();
    let (path, _) = admin.backup(&safe()).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    for clear in [&b"CANARI"[..], b"SQLite format", b"PRIVATE KEY"] {
        assert!(!bytes.windows(clear.len()).any(|window| window == clear));
    }
    let folder = path.parent().unwrap();
    assert_eq!(files(folder).len(), 2, "{:?}", files(folder));
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(folder), mode(&path)), (0o700, 0o600));
    assert_eq!(mode(&bench.data().with_file_name("data.recovery")), 0o600);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ledger_that_was_cut_or_forged_lets_nobody_in() {
    let bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    let (path, _) = bench.admin().backup(&safe()).unwrap();
    let laptop = bench.laptop(&adviser).await;
    let ledger = path.with_file_name("devices.ledger");
    let text = std::fs::read_to_string(&ledger).unwrap();
    assert_eq!(text.lines().count(), 1);
    assert!(!text.contains("Portable"), "nobody's name");
    // Another key in a line of ours, a line of nobody's, half a line.
    let forged = text.replacen("\"public_key\":\"", "\"public_key\":\"00", 1);
    let half = &text[..text.len() / 2];
    std::fs::write(&ledger, format!("{forged}{text}not a line\n{half}")).unwrap();
    let machine = tempfile::tempdir().unwrap();
    let data = machine.path().join("d");
    let restored = restore(&path, &secret(&bench), &data, None, None).unwrap();
    let devices = restored.devices;
    assert_eq!(
        (devices.enrolled, devices.changed, devices.ignored),
        (1, 0, 3)
    );
    let admin = Admin::open(&data, None, None, bench.clock()).unwrap();
    let known: Vec<_> = admin
        .devices()
        .unwrap()
        .into_iter()
        .map(|line| line.id)
        .collect();
    assert_eq!(known, [laptop.device]);
}
