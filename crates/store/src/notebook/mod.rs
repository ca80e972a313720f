//! The notebook, open: one door to write, one view to read.
//!
//! One writing connection behind a mutex and one reading connection behind another (the
//! write-ahead log lets a read go on during a commit). A commit may read through the notebook;
//! a read never commits: whoever needs both mutexes takes the writer's first. The order of
//! opening matters: lock, key, version, and only then anything that writes.

pub(crate) mod connection;
mod door;
pub(crate) mod presence;
pub(crate) mod schema;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use rusqlite::{Connection, TransactionBehavior};
use rusqlite_migration::Migrations;

use self::connection::{Door, guard, keyed, settle, user_version, verify};
pub use self::door::{Reader, Tx};
use self::presence::{Ballast, Lock, Marker};
use crate::backup;
use crate::error::{Error, Result};
use crate::files;
use crate::key::Key;
use crate::slots::{KdfCost, QuickPin};

const DB_UUID: &str = "db_uuid";

/// What a notebook is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Identifier of the notebook, the one its key slots are bound to.
    pub db_uuid: String,
}

/// An open notebook. Share it behind an `Arc`; [`Notebook::close`] or the last drop closes the
/// file, forgets the key and frees the lock.
pub struct Notebook {
    folder: PathBuf,
    key: Mutex<Option<Key>>,
    door: Door,
    reader: Mutex<Option<Connection>>,
    writer: Mutex<Option<Connection>>,
    damaged: AtomicBool,
    ballast: Ballast,
    marker: Marker,
    lock: Mutex<Option<Lock>>,
}

impl std::fmt::Debug for Notebook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Notebook").finish_non_exhaustive()
    }
}

impl Notebook {
    /// Whether the folder has a notebook, readable or not.
    #[must_use]
    pub fn exists(folder: &Path) -> bool {
        folder.join(files::DATABASE).exists()
    }

    /// Makes a new notebook and opens it. It appears under its name only once complete.
    ///
    /// # Errors
    /// [`Error::AlreadyExists`], [`Error::AlreadyOpen`], [`Error::DiskFull`], [`Error::ReadOnly`].
    pub fn create(folder: &Path, key: &Key, identity: &Identity) -> Result<Self> {
        files::private_folder(folder)?;
        let lock = Lock::take(folder)?;
        let path = folder.join(files::DATABASE);
        if path.exists() {
            return Err(Error::AlreadyExists);
        }
        let unfinished = folder.join("carnet.new");
        for suffix in ["", "-wal", "-shm", "-journal"] {
            files::remove(&folder.join(format!("carnet.new{suffix}")))?;
        }
        files::private(&unfinished)?;
        let mut conn = keyed(&unfinished, key, true)?;
        settle(&conn, false)?;
        schema::migrate(&mut conn, schema::current().0)?;
        conn.execute(
            "INSERT INTO meta (key, value) VALUES (?1, ?2)",
            [DB_UUID, &identity.db_uuid],
        )?;
        conn.close().map_err(|(_, error)| error)?;
        files::flush(&unfinished)?;
        std::fs::rename(&unfinished, &path)?;
        files::flush_folder(&path)?;
        let writer = keyed(&path, key, false)?;
        settle(&writer, false)?;
        Self::assemble(folder, key, lock, writer)
    }

    /// Opens a notebook with a key its slot proved.
    ///
    /// After an unclean exit the whole file is verified first. A file of an older schema is
    /// verified, backed up (`now` names the backup), then migrated.
    ///
    /// # Errors
    /// [`Error::NoNotebook`], [`Error::AlreadyOpen`], [`Error::Damaged`] (also for a wrong key),
    /// [`Error::Newer`], [`Error::Migration`], [`Error::DiskFull`], [`Error::ReadOnly`]. The file
    /// is as it was after any of them.
    pub fn open(folder: &Path, key: &Key, now: DateTime<Utc>) -> Result<Self> {
        Self::open_at(folder, key, now, schema::current())
    }

    fn open_at(
        folder: &Path,
        key: &Key,
        now: DateTime<Utc>,
        (migrations, known): (&Migrations<'static>, u32),
    ) -> Result<Self> {
        if !Self::exists(folder) {
            return Err(Error::NoNotebook);
        }
        let lock = Lock::take(folder)?;
        let path = folder.join(files::DATABASE);
        let mut writer = keyed(&path, key, false)?;
        let found = user_version(&writer)?;
        if found > known {
            return Err(Error::Newer { found, known });
        }
        if Marker::left_behind(folder) {
            tracing::info!("the last exit was not clean: verifying the notebook");
            verify(&path, key)?;
        }
        settle(&writer, false)?;
        if found < known {
            verify(&path, key)?;
            backup::write(folder, key, now)?;
            schema::migrate(&mut writer, migrations)?;
        }
        Self::assemble(folder, key, lock, writer)
    }

    fn assemble(folder: &Path, key: &Key, lock: Lock, writer: Connection) -> Result<Self> {
        let door = Door::new(AtomicBool::new(false));
        guard(&writer, &door)?;
        let reader = open_reader(&folder.join(files::DATABASE), key)?;
        let marker = Marker::set(folder)?;
        let ballast = Ballast::beside(folder);
        ballast.restore();
        Ok(Self {
            folder: folder.to_owned(),
            key: Mutex::new(Some(key.clone())),
            door,
            reader: Mutex::new(Some(reader)),
            writer: Mutex::new(Some(writer)),
            damaged: AtomicBool::new(false),
            ballast,
            marker,
            lock: Mutex::new(Some(lock)),
        })
    }

    /// The one door: runs `change` in one transaction, durable when this returns `Ok`. An error
    /// or a panic in it leaves the notebook as it was.
    ///
    /// # Errors
    /// Those of `change`; [`Error::DiskFull`], [`Error::Damaged`], [`Error::ReadOnly`] from the
    /// transaction itself.
    pub fn commit<T, E: From<Error>>(
        &self,
        change: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut guard = held(&self.writer);
        let conn = guard.as_mut().ok_or(Error::Closed)?;
        let (outcome, full) = {
            let transaction = conn
                .transaction_with_behavior(TransactionBehavior::Immediate)
                .map_err(Error::from)?;
            let _ajar = Ajar::open(&self.door);
            let mut tx = Tx::new(&transaction);
            let outcome = change(&mut tx);
            let mut full = tx.met_full_disk();
            let outcome = match outcome {
                // A panic above, or an error here, rolls back when the transaction is dropped.
                Err(error) => Err(error),
                Ok(value) => transaction.commit().map(|()| value).map_err(|error| {
                    let error = Error::from(error);
                    full |= matches!(error, Error::DiskFull);
                    E::from(error)
                }),
            };
            (outcome, full)
        };
        if full {
            self.give_room_back(conn);
        }
        outcome
    }

    /// A consistent view; never waits for a commit.
    ///
    /// # Errors
    /// Those of `look`; [`Error::Damaged`].
    pub fn read<T, E: From<Error>>(
        &self,
        look: impl FnOnce(&Reader<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut guard = held(&self.reader);
        if guard.as_ref().is_none_or(|conn| {
            conn.execute_batch("BEGIN; SELECT 1 FROM meta; COMMIT")
                .is_err()
        }) {
            // One damaged page spoils the connection that met it: look again with a fresh one.
            *guard = None;
            *guard = Some(open_reader(&self.path(), &self.key()?)?);
        }
        let conn = guard.as_mut().ok_or(Error::Closed)?;
        let transaction = conn.transaction().map_err(Error::from)?;
        look(&Reader::new(&transaction))
    }

    /// Reads every page again: authentication codes, then structure. Damage found here makes the
    /// next opening verify first.
    ///
    /// # Errors
    /// [`Error::Damaged`].
    pub fn verify(&self) -> Result<()> {
        let verdict = verify(&self.path(), &self.key()?);
        if matches!(verdict, Err(Error::Damaged)) {
            self.damaged.store(true, Ordering::SeqCst);
        }
        verdict
    }

    /// Writes a verified backup beside the notebook and drops those that had their time.
    ///
    /// # Errors
    /// [`Error::Damaged`], [`Error::BadBackup`], [`Error::DiskFull`]. No earlier backup is
    /// dropped then.
    pub fn backup(&self, now: DateTime<Utc>) -> Result<backup::Backup> {
        backup::write(&self.folder, &self.key()?, now)
    }

    /// Identifier of the notebook.
    ///
    /// # Errors
    /// [`Error::Damaged`] when it has none.
    pub fn identity(&self) -> Result<Identity> {
        let db_uuid = self
            .read::<_, Error>(|reader| reader.meta_text(DB_UUID))?
            .ok_or(Error::Damaged)?;
        Ok(Identity { db_uuid })
    }

    /// Moves the write-ahead log into the file and empties it, so that what was erased is on no
    /// page of either. Call it after an erasure.
    ///
    /// # Errors
    /// [`Error::DiskFull`], [`Error::Damaged`].
    pub fn checkpoint(&self) -> Result<()> {
        let guard = held(&self.writer);
        // A reader in the middle of its view would keep the log from being emptied.
        let _no_reader = held(&self.reader);
        let conn = guard.as_ref().ok_or(Error::Closed)?;
        Ok(conn.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
    }

    /// After an erasure: empties the write-ahead log, makes a fresh copy and drops every other, so
    /// that what was erased is in no file.
    ///
    /// # Errors
    /// [`Error::DiskFull`], [`Error::BadBackup`]: former copies may still be there then.
    pub fn renew_copies(&self, now: DateTime<Utc>) -> Result<()> {
        self.checkpoint()?;
        backup::renew(&self.folder, &self.key()?, now).map(drop)
    }

    /// Arms a quick code for this notebook's key.
    ///
    /// # Errors
    /// [`Error::Closed`], [`Error::Crypto`].
    pub fn arm_pin(&self, pin: &str, cost: KdfCost, now_ms: i64) -> Result<QuickPin> {
        QuickPin::arm(&self.key()?, pin, cost, now_ms)
    }

    /// Closes the file once the commit and the read under way are over, forgets the key and frees
    /// the lock, even while others still hold this notebook: they get [`Error::Closed`].
    pub fn close(&self) {
        let mut writer = held(&self.writer);
        // Readers go first, so that the writer's close moves the log into the file.
        *held(&self.reader) = None;
        *held(&self.key) = None;
        if let Some(conn) = writer.take()
            && conn.close().is_ok()
            && !self.damaged.load(Ordering::SeqCst)
        {
            self.marker.clear();
        }
        *held(&self.lock) = None;
    }

    fn key(&self) -> Result<Key> {
        held(&self.key).clone().ok_or(Error::Closed)
    }

    fn path(&self) -> PathBuf {
        self.folder.join(files::DATABASE)
    }

    fn give_room_back(&self, conn: &Connection) {
        tracing::warn!("the disk is full: giving the reserve back");
        self.ballast.release();
        if let Err(error) = conn.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())) {
            tracing::warn!(error = %Error::from(error), "no checkpoint on a full disk");
        }
    }
}

impl Drop for Notebook {
    fn drop(&mut self) {
        self.close();
    }
}

/// Lets changes through until dropped, whatever happens in between.
struct Ajar<'d>(&'d Door);

impl<'d> Ajar<'d> {
    fn open(door: &'d Door) -> Self {
        door.store(true, Ordering::SeqCst);
        Self(door)
    }
}

impl Drop for Ajar<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

/// A panic while the mutex was held rolled its transaction back: the connection is sound.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn open_reader(path: &Path, key: &Key) -> Result<Connection> {
    let conn = keyed(path, key, false)?;
    settle(&conn, true)?;
    guard(&conn, &Arc::new(AtomicBool::new(false)))?;
    Ok(conn)
}

#[cfg(test)]
mod tests;
