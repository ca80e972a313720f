//! The central notebook in PostgreSQL: several server processes at once, each job a transaction.
//!
//! A job that writes locks first, the device then the scopes in the order of their identifiers,
//! and holds its locks until its commit: whoever sees a sequence of a scope sees every smaller
//! one. A job that only reads sees one picture. What two jobs at once cannot both do ends as
//! [`Error::Busy`], answered by "come back": nothing was acknowledged.

mod lineage;
mod place;
mod session;
mod tls;
mod wait;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use deadpool_postgres::{Object, Pool, PoolError};
use refinery::{Migration, Runner};
use tokio::sync::Semaphore;

use self::lineage::Seen;
pub use self::place::Database;
use self::place::pool;
pub(super) use self::session::{Session, value};
use self::wait::{runtime, wait};
use super::book::Book;
use super::{Glimpse, marks, meta};
use crate::Error;
use crate::witness::Witness;

const MIGRATIONS: &[(&str, &str)] = &[
    (
        "V1__origin",
        include_str!("../../../migrations/postgres/V1__origin.sql"),
    ),
    (
        "V2__snapshots",
        include_str!("../../../migrations/postgres/V2__snapshots.sql"),
    ),
    (
        "V3__erasures",
        include_str!("../../../migrations/postgres/V3__erasures.sql"),
    ),
    (
        "V4__orders",
        include_str!("../../../migrations/postgres/V4__orders.sql"),
    ),
];

/// Jobs that may be under way or waiting; beyond, the caller is told to come back.
const WAITING: usize = 256;
/// Between two beats, at least.
const BEAT: Duration = Duration::from_millis(200);
/// What is set on each connection: no lock is awaited for ever, no transaction forgotten.
const MANNERS: &str = "SET lock_timeout = '5s'; SET idle_in_transaction_session_timeout = '60s'";
const WRITE: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";
const READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// A running store over PostgreSQL.
pub(crate) struct Postgres {
    shared: Arc<Shared>,
    waiting: Arc<Semaphore>,
    beats: Mutex<Option<SyncSender<()>>>,
    keeper: Mutex<Option<JoinHandle<()>>>,
}

impl std::fmt::Debug for Postgres {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Postgres").finish_non_exhaustive()
    }
}

struct Shared {
    pool: Pool,
    seen: Mutex<Seen>,
    witness: Mutex<Witness>,
}

impl Postgres {
    /// Connects, brings the schema up to date, compares with the witness.
    pub(super) fn open(database: &Database, witness: &Path) -> Result<Self, Error> {
        let pool = pool(database)?;
        let mut object = connect(&pool)?;
        migrate(&mut object)?;
        drop(object);
        let mut file = Witness::open(witness)?;
        let seen = Seen::of(file.read())?;
        let shared = Arc::new(Shared {
            pool,
            seen: Mutex::new(seen),
            witness: Mutex::new(file),
        });
        let object = connect(&shared.pool)?;
        shared.prove(&object)?;
        drop(object);
        let (beats, heard) = sync_channel(1);
        let kept = Arc::clone(&shared);
        let keeper = std::thread::Builder::new()
            .name("escale-witness".to_owned())
            .spawn(move || keep(&kept, &heard))
            .map_err(Error::io("witness thread"))?;
        Ok(Self {
            shared,
            waiting: Arc::new(Semaphore::new(WAITING)),
            beats: Mutex::new(Some(beats)),
            keeper: Mutex::new(Some(keeper)),
        })
    }

    /// Runs a job in a transaction of its own, on a thread that may block.
    pub(super) async fn run<T, F>(self: &Arc<Self>, writes: bool, job: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&Book<'_>) -> Result<T, Error> + Send + 'static,
    {
        if writes && self.closed() {
            return Err(Error::Stopped);
        }
        let permit = Arc::clone(&self.waiting)
            .try_acquire_owned()
            .map_err(|_| Error::Busy)?;
        let pool = self.shared.pool.clone();
        let object = runtime()?
            .spawn(async move { pool.get().await })
            .await
            .map_err(|_| Error::Stopped)?
            .map_err(|error| refused(&error))?;
        let this = Arc::clone(self);
        tokio::task::spawn_blocking(move || {
            let _permit = permit;
            this.carry_out(object, writes, job)
        })
        .await
        .map_err(|_| Error::Stopped)?
    }

    /// Runs a job on this thread.
    pub(super) fn run_here<T>(
        &self,
        writes: bool,
        job: impl FnOnce(&Book<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let object = connect(&self.shared.pool)?;
        self.carry_out(object, writes, job)
    }

    fn carry_out<T>(
        &self,
        object: Object,
        writes: bool,
        job: impl FnOnce(&Book<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        // A new connection may lead to another database than the one before it.
        if Object::metrics(&object).recycle_count == 0
            && let Err(error) = self.shared.prove(&object)
        {
            drop(Object::take(object));
            return Err(error);
        }
        let answer = transaction(object, writes, job)?;
        if writes && let Some(beats) = &*self.beats.lock().unwrap_or_else(PoisonError::into_inner) {
            // Full: a beat is due already.
            let _ = beats.try_send(());
        }
        Ok(answer)
    }

    pub(super) fn epoch(&self) -> String {
        self.shared.seen().epoch.clone()
    }

    fn closed(&self) -> bool {
        self.beats
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .is_none()
    }

    /// Whether writes are still carried out.
    pub(super) fn lives(&self) -> bool {
        !self.closed()
    }

    /// Writes no more; the witness hears of the last commit.
    pub(super) fn close(&self) {
        drop(
            self.beats
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take(),
        );
        let keeper = self
            .keeper
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(keeper) = keeper
            && keeper.join().is_err()
        {
            tracing::error!("the witness had panicked");
        }
        self.shared.pool.close();
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.close();
    }
}

impl Shared {
    fn seen(&self) -> std::sync::MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, seen: Seen) {
        let written = self
            .witness
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .write(&seen.mark());
        // A witness that lags is still right.
        if let Err(error) = written {
            tracing::error!(%error, "witness not written");
        }
        *self.seen() = seen;
    }

    /// A new connection: it must keep what it acknowledges, and lead to the database of the epoch.
    fn prove(&self, object: &Object) -> Result<(), Error> {
        let session = Session::new(object, true);
        session.command(MANNERS)?;
        let seen = self.seen().clone();
        session.command(WRITE)?;
        let book = Book::postgres(&session);
        let proved = keeps(&book).and_then(|()| lineage::prove(&book, &seen));
        let now = finish(&session, proved)?;
        if now.epoch != seen.epoch {
            self.note(now);
        }
        Ok(())
    }

    fn beat(&self) -> Result<(), Error> {
        let object = connect(&self.pool)?;
        if Object::metrics(&object).recycle_count == 0
            && let Err(error) = self.prove(&object)
        {
            drop(Object::take(object));
            return Err(error);
        }
        let seen = self.seen().clone();
        let seen = transaction(object, true, |book| lineage::beat(book, &seen))?;
        self.note(seen);
        Ok(())
    }
}

/// Beats after commits, until the store closes.
fn keep(shared: &Shared, heard: &Receiver<()>) {
    let mut last: Option<Instant> = None;
    while heard.recv().is_ok() {
        if let Some(rest) = last.and_then(|last| BEAT.checked_sub(last.elapsed())) {
            std::thread::sleep(rest);
        }
        if let Err(error) = shared.beat() {
            tracing::warn!(%error, "the witness lags");
        }
        last = Some(Instant::now());
    }
}

/// One transaction on a connection, which is given back only if it is in order.
fn transaction<T>(
    object: Object,
    writes: bool,
    job: impl FnOnce(&Book<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let session = Session::new(&object, writes);
    let answer = session
        .command(if writes { WRITE } else { READ })
        .and_then(|()| {
            let done = catch_unwind(AssertUnwindSafe(|| job(&Book::postgres(&session))));
            let done = done.unwrap_or_else(|_| {
                tracing::error!("a job panicked");
                Err(Error::Stopped)
            });
            finish(&session, done)
        });
    if session.is_lost() {
        drop(Object::take(object));
    }
    answer
}

/// Ends a transaction, for good or not.
fn finish<T>(session: &Session<'_>, done: Result<T, Error>) -> Result<T, Error> {
    let done = done.and_then(|answer| session.commit().map(|()| answer));
    if done.is_err() {
        session.roll_back();
    }
    done
}

/// Runs a job that writes a whole notebook into a database, which then is the one of its epoch.
pub(super) fn fill(
    database: &Database,
    witness: &Path,
    job: impl FnOnce(&Book<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let pool = pool(database)?;
    let mut object = connect(&pool)?;
    migrate(&mut object)?;
    let mut file = Witness::open(witness)?;
    let seen = Seen::of(None)?;
    let seen = transaction(object, true, |book| {
        keeps(book)?;
        job(book)?;
        for table in ["device", "scope", "epoch", "backup"] {
            let sql = format!(
                "SELECT setval(pg_get_serial_sequence('{table}', 'num'),
                    coalesce((SELECT max(num) FROM {table}), 0) + 1, false)"
            );
            book.number(&sql, &[])?;
        }
        lineage::adopt(book)?;
        lineage::prove(book, &seen)
    })?;
    file.write(&seen.mark()).map_err(Error::io(witness))
}

/// Looks at a database, and touches nothing; nothing is seen where there is no notebook yet.
pub(super) fn look(database: &Database) -> Result<Option<Glimpse>, Error> {
    let object = connect(&pool(database)?)?;
    transaction(object, false, |book| {
        keeps(book)?;
        let made =
            "SELECT count(*) FROM pg_class WHERE oid = to_regclass('refinery_schema_history')";
        if book.number(made, &[])? == 0 {
            return Ok(None);
        }
        let schema =
            "SELECT CAST(coalesce(max(version), 0) AS BIGINT) FROM refinery_schema_history";
        let schema = book.number(schema, &[])?;
        let last_seen: Option<Option<u64>> =
            book.one("SELECT max(last_seen) FROM device", &[], |row| row.get(0))?;
        let mark = meta::mark(book)?;
        Ok(Some(Glimpse {
            schema,
            program_schema: MIGRATIONS.len() as i64,
            // Whether it was replaced is known to the database itself: the next start sees.
            witness: Some(mark.clone()),
            mark,
            last_seen: last_seen.flatten().unwrap_or(0),
            last_copy: marks::last(book)?,
        }))
    })
}

/// What must be true of a database before anything is acknowledged.
fn keeps(book: &Book<'_>) -> Result<(), Error> {
    let setting = |name: &str| {
        let sql = format!("SELECT current_setting('{name}')");
        book.one(&sql, &[], |row| row.get::<String>(0))
    };
    let off = |value: Option<String>| value.as_deref() == Some("off");
    for (name, sentence) in [
        (
            "fsync",
            "PostgreSQL runs with fsync=off: a power cut would lose what laptops were told is kept",
        ),
        (
            "synchronous_commit",
            "PostgreSQL runs with synchronous_commit=off: it would confirm what is not on disk yet",
        ),
        (
            "full_page_writes",
            "PostgreSQL runs with full_page_writes=off: a power cut would damage its pages",
        ),
    ] {
        if off(setting(name)?) {
            return Err(Error::Unsafe(sentence));
        }
    }
    Ok(())
}

fn connect(pool: &Pool) -> Result<Object, Error> {
    let pool = pool.clone();
    wait(runtime()?.spawn(async move { pool.get().await }))
        .map_err(|_| Error::Stopped)?
        .map_err(|error| refused(&error))
}

fn refused(error: &PoolError) -> Error {
    match error {
        PoolError::Backend(error) => session::failure(error),
        PoolError::Closed => Error::Stopped,
        _ => Error::Busy,
    }
}

/// Brings the schema up to date, one process at a time; refuses one of a newer program.
fn migrate(object: &mut Object) -> Result<(), Error> {
    let migrations: Vec<_> = MIGRATIONS
        .iter()
        .map(|(name, sql)| Migration::unapplied(name, sql))
        .collect::<Result<_, _>>()
        .map_err(|error| Error::Schema(error.to_string()))?;
    let client: &mut tokio_postgres::Client = object;
    let lock = "SELECT pg_advisory_lock(7285902315)";
    wait(client.batch_execute(lock)).map_err(|error| session::failure(&error))?;
    let run = wait(
        Runner::new(&migrations)
            .set_abort_missing(true)
            .run_async(client),
    )
    .map_err(|error| Error::Schema(error.to_string()));
    wait(client.batch_execute("SELECT pg_advisory_unlock(7285902315)"))
        .map_err(|error| session::failure(&error))?;
    run.map(|_| ())
}
