//! The notebook against what happens to laptops: wrong keys, damaged pages, second windows,
//! kills, and whoever reads the disk.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use common::{Bench, now, record, text};
use escale_store::draft::Draft;
use escale_store::slots::{Binding, KdfCost, Protection, Slots};
use escale_store::{Error, Identity, Key, Notebook, backup};

const CANARY: &str = "Zéphyrine-Canari";

fn files_under(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_under(&path, found)
        } else {
            found.push(path)
        }
    }
}

#[test]
fn no_file_of_the_folder_tells_what_was_written() {
    let bench = Bench::new();
    let binding = Binding {
        db_uuid: "n".into(),
        device_id: "d".into(),
    };
    Slots::create(
        bench.folder(),
        binding,
        &bench.key,
        CANARY,
        Protection::PassphraseAlone(KdfCost::test()),
    )
    .unwrap();
    let notebook = bench.notebook.as_ref().unwrap();
    bench.put(
        "beneficiary",
        "b",
        &[("first_name", text(CANARY)), ("notes", text(CANARY))],
    );
    notebook
        .commit(|tx| {
            tx.put_draft(&Draft {
                id: "d".into(),
                kind: "session".into(),
                record: None,
                body: CANARY.into(),
                saved_at_ms: 1,
            })?;
            tx.set_meta_text("k", CANARY)
        })
        .unwrap();
    notebook.backup(now()).unwrap();
    let mut paths = Vec::new();
    files_under(bench.folder(), &mut paths);
    let names: Vec<_> = paths
        .iter()
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    for expected in [
        "carnet.db",
        "carnet.db-wal",
        "slots.json",
        "carnet-20261119-022640.db",
    ] {
        assert!(
            names.iter().any(|name| name == expected),
            "{expected} among {names:?}"
        );
    }
    for path in &paths {
        let bytes = std::fs::read(path).unwrap();
        for needle in [
            CANARY.as_bytes(),
            &bench.key.as_bytes()[..],
            b"SQLite format 3",
            b"first_name",
        ] {
            assert!(
                !bytes.windows(needle.len()).any(|window| window == needle),
                "{}",
                path.display()
            );
        }
    }
}

#[test]
fn a_wrong_key_is_told_and_touches_nothing() {
    let mut bench = Bench::new();
    bench.put("place", "p", &[("name", text("Mairie"))]);
    bench.close();
    let before = std::fs::read(bench.database()).unwrap();
    let opened = Notebook::open(bench.folder(), &Key::generate().unwrap(), now());
    assert!(matches!(opened, Err(Error::Damaged)), "{opened:?}");
    assert_eq!(std::fs::read(bench.database()).unwrap(), before);
    bench.open();
}

#[test]
fn one_flipped_bit_in_any_page_is_found_and_a_backup_brings_back_the_rest() {
    let mut bench = Bench::new();
    for n in 0..200 {
        bench.put(
            "beneficiary",
            &format!("b{n:03}"),
            &[
                ("first_name", text("Ada")),
                ("notes", text(&"n".repeat(500))),
            ],
        );
    }
    let saved = bench.notebook.as_ref().unwrap().backup(now()).unwrap();
    bench.close();
    let sound = std::fs::read(bench.database()).unwrap();
    let pages = sound.len() / 4096;
    assert!(pages > 20);
    for page in (0..pages).step_by(7) {
        let mut file = std::fs::OpenOptions::new()
            .write(true)
            .open(bench.database())
            .unwrap();
        let at = page * 4096 + 1234;
        file.seek(SeekFrom::Start(at as u64)).unwrap();
        file.write_all(&[sound[at] ^ 4]).unwrap();
        drop(file);
        // As after a power cut: the whole file is looked at before anything else.
        std::fs::write(bench.folder().join("carnet.open"), b"").unwrap();
        let opened = Notebook::open(bench.folder(), &bench.key, now());
        assert!(
            matches!(opened, Err(Error::Damaged)),
            "page {page}: {opened:?}"
        );
        std::fs::write(bench.database(), &sound).unwrap();
    }
    let mut damaged = sound;
    damaged[4096 * 10 + 99] ^= 1;
    std::fs::write(bench.database(), &damaged).unwrap();
    let aside = backup::restore(bench.folder(), &bench.key, &saved.path, now())
        .unwrap()
        .unwrap();
    assert_eq!(std::fs::read(aside).unwrap(), damaged);
    bench.open();
    let page = bench.read(|reader| reader.beneficiary_page("", 0, 1));
    assert_eq!(page.total, 200);
}

#[test]
fn damage_met_while_open_is_told_by_verify() {
    let mut bench = Bench::new();
    // Enough rows that the middle of the file is one of theirs, however many tables stand before
    // them: a copy does not read the page of an empty index.
    for n in 0..300 {
        bench.put(
            "place",
            &format!("p{n}"),
            &[("name", text(&"Mairie ".repeat(60)))],
        );
    }
    bench.close();
    bench.open();
    bench.notebook.as_ref().unwrap().verify().unwrap();
    let mut bytes = std::fs::read(bench.database()).unwrap();
    // Several pages: a copy does not read those of an index, which it makes again.
    let length = bytes.len();
    for at in (length / 3..length * 2 / 3).step_by(4096) {
        bytes[at] ^= 1;
    }
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .open(bench.database())
        .unwrap();
    file.write_all(&bytes).unwrap();
    drop(file);
    assert!(matches!(
        bench.notebook.as_ref().unwrap().verify(),
        Err(Error::Damaged)
    ));
    let refused = bench.notebook.as_ref().unwrap().backup(now());
    assert!(refused.is_err());
    assert!(backup::list(bench.folder()).unwrap().is_empty());
    bench.close();
    let opened = Notebook::open(bench.folder(), &bench.key, now());
    assert!(matches!(opened, Err(Error::Damaged)), "{opened:?}");
}

#[test]
fn a_damaged_backup_is_never_put_in_place() {
    let mut bench = Bench::new();
    let saved = bench.notebook.as_ref().unwrap().backup(now()).unwrap();
    let before_close = backup::restore(bench.folder(), &bench.key, &saved.path, now());
    assert!(matches!(before_close, Err(Error::AlreadyOpen)));
    bench.close();
    let mut bytes = std::fs::read(&saved.path).unwrap();
    bytes[5000] ^= 1;
    std::fs::write(&saved.path, bytes).unwrap();
    let before = std::fs::read(bench.database()).unwrap();
    let restored = backup::restore(bench.folder(), &bench.key, &saved.path, now());
    assert!(matches!(restored, Err(Error::BadBackup)));
    assert_eq!(std::fs::read(bench.database()).unwrap(), before);
}

#[test]
fn what_is_erased_leaves_the_log_and_the_search_too() {
    // That freed pages are overwritten is SQLite's `secure_delete`, checked with the settings.
    let bench = Bench::new();
    bench.put("beneficiary", "b", &[("first_name", text(CANARY))]);
    let notebook = bench.notebook.as_ref().unwrap();
    notebook
        .commit(|tx| tx.delete_record("beneficiary", "b"))
        .unwrap();
    notebook.checkpoint().unwrap();
    assert_eq!(
        bench
            .folder()
            .join("carnet.db-wal")
            .metadata()
            .unwrap()
            .len(),
        0
    );
    assert!(
        bench
            .read(|reader| reader.record("beneficiary", "b"))
            .is_none()
    );
    assert_eq!(
        bench
            .read(|reader| reader.beneficiary_page("zephyrine", 0, 9))
            .total,
        0
    );
}

#[test]
fn a_second_opening_is_refused_here_and_from_another_process() {
    let mut bench = Bench::new();
    let again = Notebook::open(bench.folder(), &bench.key, now());
    assert!(matches!(again, Err(Error::AlreadyOpen)));
    assert_eq!(
        child(&bench, "open")
            .wait_with_output()
            .unwrap()
            .status
            .code(),
        Some(17)
    );
    bench.close();
    assert_eq!(
        child(&bench, "open")
            .wait_with_output()
            .unwrap()
            .status
            .code(),
        Some(0)
    );
    bench.open();
}

#[test]
fn whatever_was_acknowledged_survives_a_kill_at_any_instant() {
    let mut bench = Bench::new();
    bench.close();
    let mut acknowledged: Vec<String> = Vec::new();
    for round in 0..20 {
        let mut process = child(&bench, &format!("write {round}"));
        let mut lines = BufReader::new(process.stdout.take().unwrap());
        let mut dice = [0_u8; 1];
        getrandom::fill(&mut dice).unwrap();
        // Killed right after an acknowledgement, in the middle of the following transactions.
        let mut line = String::new();
        for _ in 0..=dice[0] % 25 {
            line.clear();
            lines.read_line(&mut line).unwrap();
            acknowledged.extend(acknowledgement(&line));
        }
        process.kill().unwrap();
        let mut rest = String::new();
        lines.read_to_string(&mut rest).unwrap();
        // A last line without its end was not acknowledged.
        let whole = rest.rfind('\n').map_or("", |end| &rest[..=end]);
        acknowledged.extend(whole.split_inclusive('\n').filter_map(acknowledgement));
        process.wait().unwrap();
        bench.open();
        bench.notebook.as_ref().unwrap().verify().unwrap();
        for id in &acknowledged {
            assert!(
                bench.read(|reader| reader.record("place", id)).is_some(),
                "{id} was acknowledged"
            );
        }
        bench.close();
    }
    assert!(acknowledged.len() >= 20, "{}", acknowledged.len());
}

fn acknowledgement(line: &str) -> Option<String> {
    // The test harness writes lines of its own.
    Some(line.strip_prefix("ack ")?.strip_suffix('\n')?.to_owned())
}

fn child(bench: &Bench, task: &str) -> std::process::Child {
    Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "other_process",
            "--ignored",
            "--nocapture",
            "--test-threads=1",
        ])
        .env("STORE_TASK", task)
        .env("STORE_FOLDER", bench.folder())
        .env(
            "STORE_KEY",
            data_encoding::HEXLOWER.encode(bench.key.as_bytes()),
        )
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
#[ignore = "the other process of the tests above"]
fn other_process() {
    let Ok(task) = std::env::var("STORE_TASK") else {
        return;
    };
    let folder = std::path::PathBuf::from(std::env::var_os("STORE_FOLDER").unwrap());
    let key = data_encoding::HEXLOWER
        .decode(std::env::var("STORE_KEY").unwrap().as_bytes())
        .unwrap();
    let key = Key::from_bytes(key.try_into().unwrap());
    let notebook = match Notebook::open(&folder, &key, now()) {
        Err(Error::AlreadyOpen) => std::process::exit(17),
        opened => opened.unwrap(),
    };
    let Some(round) = task.strip_prefix("write ") else {
        return;
    };
    let mut out = std::io::stdout();
    out.write_all(b"\n").unwrap();
    for n in 0.. {
        let id = format!("{round}-{n}");
        let (row, values) = record("place", &id, &[("name", text(&"Mairie ".repeat(20)))]);
        notebook.commit(|tx| tx.put_record(&row, &values)).unwrap();
        // One write: a killed process leaves a whole line or one without its end.
        out.write_all(format!("ack {id}\n").as_bytes()).unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn backups_may_be_taken_while_writing() {
    let bench = Bench::new();
    let notebook = std::sync::Arc::new(bench.notebook.as_ref().unwrap());
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for n in 0..100 {
                bench.put("place", &format!("p{n}"), &[("name", text("Mairie"))]);
            }
        });
        for seconds in 0..4 {
            notebook
                .backup(now() + chrono::TimeDelta::seconds(seconds))
                .unwrap();
        }
        writer.join().unwrap();
    });
    assert_eq!(backup::list(bench.folder()).unwrap().len(), 3);
    assert_eq!(
        notebook.identity().unwrap(),
        Identity {
            db_uuid: "notebook-1".into()
        }
    );
}

/// On a real small disk: `STORE_SMALL_DISK=<empty folder of a 48 MiB file system> cargo test
/// -p escale-store --test disk -- --ignored small_disk`.
#[test]
#[ignore = "needs a small file system of its own"]
fn small_disk_full_for_good_then_given_room() {
    let Some(disk) = std::env::var_os("STORE_SMALL_DISK") else {
        return;
    };
    let folder = Path::new(&disk).join("carnet");
    let key = Key::generate().unwrap();
    let identity = Identity {
        db_uuid: "notebook-1".into(),
    };
    let notebook = Notebook::create(&folder, &key, &identity).unwrap();
    assert!(folder.join("reserve.bin").exists());
    let put = |id: &str| {
        let (row, values) = record("place", id, &[("name", text(&"Mairie ".repeat(20_000)))]);
        notebook.commit(|tx| tx.put_record(&row, &values))
    };
    let mut kept = 0;
    let refused = loop {
        match put(&format!("p{kept}")) {
            Ok(()) => kept += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(refused, Error::DiskFull), "{refused:?}");
    assert!(!folder.join("reserve.bin").exists());
    let all_there = |notebook: &Notebook| {
        (0..kept).all(|n| {
            let read = notebook.read::<_, Error>(|reader| reader.record("place", &format!("p{n}")));
            read.unwrap().is_some()
        })
    };
    assert!(all_there(&notebook));
    // The reserve leaves room to free some more.
    notebook
        .commit(|tx| tx.delete_record("place", "p0"))
        .unwrap();
    put("p0").unwrap();
    assert!(all_there(&notebook));
    // Until nothing at all is left.
    let refused = (0..)
        .map(|n| put(&format!("q{n}")))
        .find_map(Result::err)
        .unwrap();
    assert!(matches!(refused, Error::DiskFull), "{refused:?}");
    assert!(all_there(&notebook));
    drop(notebook);
    let notebook = Notebook::open(&folder, &key, now()).unwrap();
    assert!(all_there(&notebook));
    notebook.verify().unwrap();
}
