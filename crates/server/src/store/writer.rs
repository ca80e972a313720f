//! The one writer: a thread that groups the waiting jobs into one transaction.
//!
//! Each job has its savepoint: a job that fails or panics undoes its own changes and nobody
//! else's. Nobody is answered before `COMMIT` returned.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use rusqlite::Connection;
use tokio::sync::oneshot;

use super::book::Book;
use super::meta;
use crate::Error;
use crate::witness::Witness;

/// Jobs that may wait; beyond, the caller is told to come back.
const WAITING: usize = 256;
/// Jobs in one transaction.
const GROUP: usize = 32;

/// Tells the caller how its job ended, once the transaction did: `false` if it was lost.
type Finish = Box<dyn FnOnce(bool) + Send>;
/// Runs the job; says whether it wants its changes kept, and how to finish.
type Job = Box<dyn FnOnce(&Book<'_>) -> (bool, Finish) + Send>;

#[derive(Debug)]
pub(crate) struct Writer {
    jobs: Mutex<Option<SyncSender<Job>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
    epoch: Arc<Mutex<String>>,
}

impl Writer {
    pub(super) fn start(
        connection: Connection,
        witness: Witness,
        epoch: String,
    ) -> Result<Self, Error> {
        let (sender, receiver) = sync_channel(WAITING);
        let epoch = Arc::new(Mutex::new(epoch));
        let seen = Arc::clone(&epoch);
        let thread = std::thread::Builder::new()
            .name("escale-writer".to_owned())
            .spawn(move || run(&connection, witness, &receiver, &seen))
            .map_err(Error::io("writer thread"))?;
        Ok(Self {
            jobs: Mutex::new(Some(sender)),
            thread: Mutex::new(Some(thread)),
            epoch,
        })
    }

    pub(super) async fn write<T, F>(&self, job: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&Book<'_>) -> Result<T, Error> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |book| {
            let result = job(book);
            let kept = result.is_ok();
            let finish: Finish = Box::new(move |committed| {
                let result = if committed || !kept {
                    result
                } else {
                    Err(Error::Busy)
                };
                // The caller may have gone away; its job is done all the same.
                let _ = answer.send(result);
            });
            (kept, finish)
        });
        {
            let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
            match jobs.as_ref().map(|jobs| jobs.try_send(job)) {
                Some(Ok(())) => {}
                Some(Err(TrySendError::Full(_))) => return Err(Error::Busy),
                Some(Err(TrySendError::Disconnected(_))) | None => return Err(Error::Stopped),
            }
        }
        answered.await.map_err(|_| Error::Stopped)?
    }

    pub(super) fn epoch(&self) -> String {
        self.epoch
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Whether the thread is there.
    pub(super) fn lives(&self) -> bool {
        self.thread
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .as_ref()
            .is_some_and(|thread| !thread.is_finished())
    }

    pub(super) fn close(&self) {
        drop(
            self.jobs
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take(),
        );
        let thread = self
            .thread
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(thread) = thread
            && thread.join().is_err()
        {
            tracing::error!("the writer had panicked");
        }
    }
}

fn run(connection: &Connection, mut witness: Witness, jobs: &Receiver<Job>, epoch: &Mutex<String>) {
    while let Ok(first) = jobs.recv() {
        let mut finishes = Vec::new();
        let outcome = group(connection, first, jobs, &mut finishes);
        match &outcome {
            Ok(Some(mark)) => {
                // A witness that lags is still right; the jobs are already durable.
                if let Err(error) = witness.write(mark) {
                    tracing::error!(%error, "witness not written");
                }
                epoch
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .clone_from(&mark.epoch);
            }
            Ok(None) => {}
            Err(error) => {
                tracing::error!(%error, jobs = finishes.len(), "a group of writes was lost");
                roll_back(connection);
            }
        }
        for finish in finishes {
            finish(outcome.is_ok());
        }
    }
    if let Err(error) = connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)") {
        tracing::warn!(%error, "journal not folded at closing");
    }
}

/// Runs the first job and those already waiting in one transaction.
fn group(
    connection: &Connection,
    first: Job,
    jobs: &Receiver<Job>,
    finishes: &mut Vec<Finish>,
) -> Result<Option<crate::witness::Mark>, Error> {
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let book = Book::sqlite(connection);
    let mut wanted = false;
    let mut next = Some(first);
    while let Some(job) = next {
        connection.execute_batch("SAVEPOINT job")?;
        let kept = match catch_unwind(AssertUnwindSafe(|| job(&book))) {
            Ok((kept, finish)) => {
                finishes.push(finish);
                kept
            }
            // Its caller sees its channel close: `Stopped`.
            Err(_) => {
                tracing::error!("a write panicked");
                false
            }
        };
        connection.execute_batch(if kept {
            "RELEASE job"
        } else {
            "ROLLBACK TO job; RELEASE job"
        })?;
        wanted |= kept;
        next = if finishes.len() < GROUP {
            jobs.try_recv().ok()
        } else {
            None
        };
    }
    if !wanted {
        connection.execute_batch("ROLLBACK")?;
        return Ok(None);
    }
    let mark = meta::count_commit(&book)?;
    connection.execute_batch("COMMIT")?;
    Ok(Some(mark))
}

fn roll_back(connection: &Connection) {
    if !connection.is_autocommit()
        && let Err(error) = connection.execute_batch("ROLLBACK")
    {
        tracing::error!(%error, "rollback failed");
    }
}
