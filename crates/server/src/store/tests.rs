//! The store against its promises: groups that do not harm each other, and the same answers as
//! the log in memory that the protocol is proved with.

use std::collections::BTreeSet;

use escale_sync::memory::MemoryLog;
use escale_sync::op::Chain;
use escale_sync::server::{Context, Log, Source, sync};
use escale_sync::snapshot::{Place, build};
use escale_sync::wire::{Cursor, Named, SyncRequest, colleagues_mark};
use serde_json::Value;

use super::book::values;
use super::device::Status;
use super::log::BookLog;
use super::script::{Author, Dice, ops};
use super::*;

pub(super) const NOW: u64 = 1_767_268_800_000;

/// What keeps the notebook.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Engine {
    File,
    Postgres,
}

/// What goes with a test.
pub(super) struct Opened {
    pub(super) _folder: tempfile::TempDir,
    pub(super) paths: Paths,
    pub(super) base: Option<cluster::Base>,
}

pub(super) fn opened(engine: Engine) -> (Opened, Store) {
    let folder = tempfile::tempdir().unwrap();
    let base = (engine == Engine::Postgres).then(|| cluster::Cluster::shared().database());
    let mut paths = Paths::beside(&folder.path().join("data"));
    paths.postgres = base.as_ref().map(|base| Database::new(&base.url(), None));
    let store = Store::open(&paths).unwrap();
    let opened = Opened {
        _folder: folder,
        paths,
        base,
    };
    (opened, store)
}

/// The same test on each engine.
macro_rules! on_both {
    ($($name:ident),* $(,)?) => {
        mod on_file {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() { super::$name(super::Engine::File).await; })*
        }
        mod on_postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() { super::$name(super::Engine::Postgres).await; })*
        }
    };
}
pub(super) use on_both;

on_both!(
    a_job_that_fails_or_panics_undoes_only_itself,
    a_closed_store_writes_no_more_and_a_reader_never_writes,
    answers_as_the_log_in_memory_does,
    what_an_earlier_epoch_may_still_trust,
    a_copy_takes_no_snapshot_along,
    a_snapshot_in_the_making_is_forgotten_too,
);

pub(super) fn teams(book: &Book<'_>) -> Result<i64, Error> {
    book.number("SELECT count(*) FROM team", &[])
}

/// Holds the writer until released, so that what is written meanwhile waits and is grouped.
async fn hold(
    store: &Store,
) -> (
    std::sync::mpsc::Sender<()>,
    tokio::task::JoinHandle<Result<(), Error>>,
) {
    let (release, released) = std::sync::mpsc::channel::<()>();
    let (start, started) = tokio::sync::oneshot::channel();
    let store = store.clone();
    let held = tokio::spawn(async move {
        store
            .write(move |_| {
                start.send(()).unwrap();
                let _ = released.recv();
                Ok(())
            })
            .await
    });
    started.await.unwrap();
    (release, held)
}

async fn a_job_that_fails_or_panics_undoes_only_itself(engine: Engine) {
    let (_opened, store) = opened(engine);
    let (release, held) = hold(&store).await;
    let good = store.write(|book| adviser::add_team(book, "a", NOW));
    let bad = store.write(|book| {
        adviser::add_team(book, "b", NOW)?;
        Err::<(), _>(Error::Unknown("test"))
    });
    let broken = store.write(|book| {
        adviser::add_team(book, "c", NOW)?;
        assert!(teams(book)? == 0, "on purpose");
        Ok(())
    });
    let last = store.write(|book| adviser::add_team(book, "d", NOW));
    let (good, bad, broken, last, ()) = tokio::join!(good, bad, broken, last, async {
        release.send(()).unwrap();
    });
    held.await.unwrap().unwrap();
    assert!(good.is_ok() && last.is_ok());
    assert!(matches!(bad, Err(Error::Unknown("test"))));
    assert!(matches!(broken, Err(Error::Stopped)));
    assert_eq!(store.read(teams).await.unwrap(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn too_many_waiting_writes_are_told_to_come_back() {
    let (_opened, store) = opened(Engine::File);
    let (release, held) = hold(&store).await;
    let waiting: Vec<_> = (0..400)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move { store.write(|book| adviser::add_team(book, "x", NOW)).await })
        })
        .collect();
    // Those that found no room are answered although the writer is held.
    while waiting.iter().filter(|write| write.is_finished()).count() < 400 - 256 {
        tokio::task::yield_now().await;
    }
    release.send(()).unwrap();
    held.await.unwrap().unwrap();
    let mut done = 0;
    for write in waiting {
        match write.await.unwrap() {
            Ok(_) => done += 1,
            Err(error) => assert!(matches!(error, Error::Busy)),
        }
    }
    assert_eq!(done, 256);
    assert_eq!(store.read(teams).await.unwrap(), done);
}

async fn a_closed_store_writes_no_more_and_a_reader_never_writes(engine: Engine) {
    let (_opened, store) = opened(engine);
    assert!(
        store
            .read(|book| adviser::add_team(book, "x", NOW))
            .await
            .is_err()
    );
    store.close();
    let refused = store.write(|book| adviser::add_team(book, "x", NOW)).await;
    assert!(matches!(refused, Err(Error::Stopped)));
}

async fn answers_as_the_log_in_memory_does(engine: Engine) {
    let (_opened, store) = opened(engine);
    let mut memory = MemoryLog::default();
    let epoch = store.epoch();
    memory.begin_epoch(&[], &epoch);
    let mut authors = Vec::new();
    for n in 0..3u8 {
        let id = store
            .write(move |book| {
                let team = adviser::add_team(book, "t", NOW)?;
                let adviser = adviser::add(book, &team, "a", NOW)?;
                Ok(device::add(book, &adviser, "d", &[n; 32], Status::Confirmed, NOW)?.id)
            })
            .await
            .unwrap();
        authors.push(Author {
            id,
            q: 0,
            chain: Chain::default(),
        });
    }
    let ids: Vec<String> = authors.iter().map(|author| author.id.clone()).collect();
    let scopes: Vec<String> = ["adv:a", "adv:b", "team:t", "adv:foreign"]
        .map(str::to_owned)
        .into();
    // One who may read both notebooks: what a move changes in either is compared.
    let colleagues = ["a", "b"].map(|id| Named {
        id: id.into(),
        name: id.to_uppercase(),
    });
    let colleagues = colleagues.to_vec();
    let mut dice = Dice(7);
    let mut quarantined = 0;
    for round in 0..300 {
        let author = &mut authors[dice.roll(3) as usize];
        let push = (dice.roll(4) > 0).then(|| ops(author, &mut dice, &ids, &scopes));
        let cursors = scopes
            .iter()
            .map(|s| Cursor {
                s: s.clone(),
                c: dice.roll(round + 1),
            })
            .collect();
        let acks = push.is_some();
        let request = SyncRequest {
            boot: "b".into(),
            boot_q: Some(1 + dice.roll(200)),
            sent_at: NOW + round * 1000 - dice.roll(300_000),
            epoch: if dice.roll(20) == 0 {
                "0".repeat(32)
            } else {
                epoch.clone()
            },
            last_q: None,
            push,
            pull: cursors,
            colleagues: (dice.roll(2) == 0).then(|| colleagues_mark(&colleagues)),
            erased_acks: if acks {
                vec![format!("e-{}", dice.roll(9))]
            } else {
                Vec::new()
            },
            erased: Vec::new(),
            erasures: None,
            snapshots: round % 3 == 0,
            ..SyncRequest::default()
        };
        let context = Context {
            device: author.id.clone(),
            adviser: "a".into(),
            scopes: BTreeSet::from(["adv:a", "adv:b", "team:t"].map(str::to_owned)),
            colleagues: colleagues.clone(),
            epoch: epoch.clone(),
            rx_ms: NOW + round * 1000,
            next_poll: 300,
            snapshot_from: 40,
        };
        let expected = sync(&mut memory, &context, &request).unwrap();
        let answer = {
            let (context, request) = (context.clone(), request.clone());
            store
                .write(move |book| sync(&mut BookLog::new(book, NOW), &context, &request))
                .await
                .unwrap()
        };
        if expected.is_err() {
            // The operations did not get in: the author takes them back.
            if let Some(push) = &request.push {
                author.q -= push.ops.len() as u64;
                author.chain = push.prev_chain;
            }
        }
        assert_eq!(
            without_tickets(&answer),
            without_tickets(&expected),
            "round {round}"
        );
        quarantined = memory.quarantine.len() as u64;
        if request.push.is_none() {
            // A reading book answers the same.
            let read = store
                .read(move |book| sync(&mut BookLog::new(book, NOW), &context, &request))
                .await
                .unwrap();
            assert_eq!(read, answer);
        }
    }
    let away = memory
        .entries
        .values()
        .filter(|(one, _)| one.is_away())
        .count();
    let kept = (memory.entries.len() - away) as u64;
    let counts = store.read(count::read).await.unwrap();
    assert_eq!((counts.operations, counts.quarantined), (kept, quarantined));
    let emptied = memory.entries.values();
    let emptied = emptied.filter(|(one, _)| {
        one.is_redacted() || one.operation().is_some_and(|op| op.emptied_by().is_some())
    });
    assert!(emptied.count() > 5, "bodies must be emptied");
    assert!(
        away > 40 && memory.moved.len() > 10,
        "{away}: rows must move"
    );
    assert!(
        counts.operations > 200 && quarantined > 50,
        "the script must exercise both"
    );
    let live = memory.rows.values().filter(|row| !row.deleted()).count() as u64;
    assert_eq!(counts.rows.values().sum::<u64>(), live);
    for scope in scopes {
        let expected = lines(&mut memory, &scope);
        let found = store
            .read(move |book| Ok(lines(&mut BookLog::new(book, NOW), &scope)))
            .await
            .unwrap();
        assert_eq!(found, expected);
    }
}

/// The snapshot of a scope, as text.
fn lines<S: Source>(log: &mut S, scope: &str) -> Vec<String>
where
    S::Error: std::fmt::Debug,
{
    let mut lines = Vec::new();
    build(
        log,
        scope,
        "",
        |_, _, _| Place::Base,
        |part, line| {
            lines.push(format!("{part:?} {}", serde_json::to_string(line).unwrap()));
            Ok::<_, S::Error>(())
        },
    )
    .unwrap();
    lines
}

fn without_tickets(
    answer: &Result<escale_sync::wire::SyncResponse, escale_sync::wire::Problem>,
) -> Value {
    match answer {
        Ok(answer) => {
            let mut answer = answer.clone();
            for result in answer
                .push
                .iter_mut()
                .flat_map(|pushed| &mut pushed.results)
            {
                assert_eq!(result.ticket.is_some(), result.r == "quarantined");
                result.ticket = None;
            }
            serde_json::to_value(answer).unwrap()
        }
        Err(problem) => serde_json::to_value(problem).unwrap(),
    }
}

async fn what_an_earlier_epoch_may_still_trust(engine: Engine) {
    let (opened, first) = opened(engine);
    let paths = &opened.paths;
    first.close();
    let set = |store: &Store, head: u64| {
        let store = store.clone();
        async move {
            store
                .write(move |book| {
                    let mut log = BookLog::new(book, NOW);
                    let scope = "adv:a".to_owned();
                    let mut heads = log.lock_scopes(&BTreeSet::from([scope.clone()]))?;
                    let mut now = heads.remove(&scope).unwrap();
                    now.head = head;
                    log.put_scope(&scope, &now)
                })
                .await
                .unwrap();
        }
    };
    let mut epochs = Vec::new();
    // Three epochs: the second began at 10, the third at 7 (an older copy), the log is now at 30.
    for at_end in [10, 7, 30] {
        let store = Store::open(paths).unwrap();
        epochs.push(store.epoch());
        set(&store, at_end).await;
        store.close();
        match &opened.base {
            Some(base) => drop(base.ask("UPDATE process SET beat = 0")),
            None => std::fs::remove_file(&paths.witness).unwrap(),
        }
    }
    let store = Store::open(paths).unwrap();
    epochs.push(store.epoch());
    let heads = store
        .read(move |book| {
            let mut log = BookLog::new(book, NOW);
            epochs.push("f".repeat(32));
            epochs
                .iter()
                .map(|epoch| log.restored_head("adv:a", epoch))
                .collect::<Result<Vec<_>, _>>()
        })
        .await
        .unwrap();
    assert_eq!(heads, [7, 7, 30, 0, 0]);
}

/// Snapshots can be made again: a copy takes none along, so that what was forgotten since is not
/// in it twice.
async fn a_copy_takes_no_snapshot_along(engine: Engine) {
    let (opened, store) = opened(engine);
    store
        .write(|book| snapshot::begin(book, "one", "adv:a", NOW))
        .await
        .unwrap();
    let target = opened._folder.path().join("copy");
    let path = target.clone();
    store
        .read(move |book| copy::write(book, &path, &[7; 32], &[]))
        .await
        .unwrap();
    let copied = connection::Opener::new(target, &[7; 32]).reader().unwrap();
    let count: i64 = copied
        .query_row("SELECT count(*) FROM snapshot", [], |row| row.get(0))
        .unwrap();
    assert_eq!(count, 0);
}

/// One that is being made while something has to be forgotten is never ready.
async fn a_snapshot_in_the_making_is_forgotten_too(engine: Engine) {
    use escale_sync::snapshot::{Built, Part};
    let (_opened, store) = opened(engine);
    let ready = store
        .write(|book| {
            snapshot::begin(book, "one", "adv:a", NOW)?;
            assert!(snapshot::put(book, "one", Part::Hot, 0, b"bytes")?);
            snapshot::forget_snapshots(book, "adv:a")?;
            assert!(!snapshot::put(book, "one", Part::Hot, 5, b"bytes")?);
            let part = (Part::Hot, "hash".to_owned(), 5, 1, 1);
            snapshot::finish(book, "one", "adv:a", &Built::default(), &[part])
        })
        .await
        .unwrap();
    assert!(!ready);
    let left: i64 = store
        .read(|book| book.number("SELECT count(*) FROM snapshot_piece", values![]))
        .await
        .unwrap();
    assert_eq!(left, 0);
}
