//! The central notebook on disk: one SQLCipher file, one writer, a few readers.
//!
//! Invariants: an answer leaves only after `COMMIT` returned (`synchronous=FULL`); writes are
//! serial, so the log of a scope has no hole a reader could miss; the raw connections do not
//! leave this module, every noun has its file, written against [`book::Book`]. It does not judge
//! who may do what.

pub(crate) mod adviser;
pub(crate) mod book;
pub(crate) mod code;
mod connection;
pub(crate) mod copy;
pub(crate) mod count;
pub(crate) mod device;
pub(crate) mod log;
pub(crate) mod marks;
pub(crate) mod meta;
mod moves;
pub(crate) mod order;
pub(crate) mod quarantine;
mod reader;
pub(crate) mod token;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::{Connection, TransactionBehavior};

use self::book::Book;
use self::connection::Opener;
use self::reader::Readers;
use self::writer::Writer;
use crate::Error;
use crate::witness::{Mark, Witness};

/// The files of a server.
#[derive(Debug, Clone)]
pub(crate) struct Paths {
    /// The data folder.
    pub(crate) data: PathBuf,
    /// The key of the database, outside the folder: a stolen copy of the folder is unreadable.
    pub(crate) key: PathBuf,
    /// The witness, outside the folder: it must not be restored with it.
    pub(crate) witness: PathBuf,
}

impl Paths {
    /// Those of a data folder, with the key and the witness beside it.
    pub(crate) fn beside(data: &Path) -> Self {
        Self {
            data: data.to_path_buf(),
            key: beside(data, ".key"),
            witness: beside(data, ".witness"),
        }
    }

    /// A file or folder beside the data folder.
    pub(crate) fn aside(&self, ending: &str) -> PathBuf {
        beside(&self.data, ending)
    }

    /// The recovery secret of a first start, until a person takes it off the machine.
    pub(crate) fn recovery(&self) -> PathBuf {
        self.aside(".recovery")
    }

    /// The database.
    pub(crate) fn database(&self) -> PathBuf {
        self.data.join("escale.db")
    }
}

fn beside(data: &Path, ending: &str) -> PathBuf {
    let mut name = data.file_name().unwrap_or("escale".as_ref()).to_os_string();
    name.push(ending);
    data.with_file_name(name)
}

/// The running store of a server.
#[derive(Debug, Clone)]
pub(crate) struct Store {
    writer: Arc<Writer>,
    readers: Arc<Readers>,
}

impl Store {
    /// Opens the folder, brings the schema up to date, compares with the witness.
    pub(crate) fn open(paths: &Paths) -> Result<Self, Error> {
        let (opener, connection, witness) = prepare(paths)?;
        let epoch = meta::read(&Book::sqlite(&connection))?.epoch;
        Ok(Self {
            writer: Arc::new(Writer::start(connection, witness, epoch)?),
            readers: Arc::new(Readers::new(opener)),
        })
    }

    /// Runs `job` in the next group of writes; answers once the group is on disk.
    ///
    /// # Errors
    /// What the job answers (its changes are then undone, and only its), [`Error::Busy`] when
    /// too many jobs are waiting.
    pub(crate) async fn write<T, F>(&self, job: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&Book<'_>) -> Result<T, Error> + Send + 'static,
    {
        self.writer.write(job).await
    }

    /// Runs `query` on a connection that cannot write, over one consistent picture.
    pub(crate) async fn read<T, F>(&self, query: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&Book<'_>) -> Result<T, Error> + Send + 'static,
    {
        let readers = Arc::clone(&self.readers);
        tokio::task::spawn_blocking(move || readers.read(query))
            .await
            .map_err(|_| Error::Stopped)?
    }

    /// The epoch of the database, as of the last commit.
    pub(crate) fn epoch(&self) -> String {
        self.writer.epoch()
    }

    /// Whether writes are still carried out.
    pub(crate) fn writes(&self) -> bool {
        self.writer.lives()
    }

    /// Waits for the writes already accepted, then folds the journal into the file.
    pub(crate) fn close(&self) {
        self.readers.close();
        self.writer.close();
    }
}

/// The store seen by a command of the operator: one connection, while a server may be running.
#[derive(Debug)]
pub(crate) struct Desk {
    connection: Connection,
    witness: Witness,
}

impl Desk {
    /// Opens the folder, as [`Store::open`].
    pub(crate) fn open(paths: &Paths) -> Result<Self, Error> {
        let (_, connection, witness) = prepare(paths)?;
        Ok(Self {
            connection,
            witness,
        })
    }

    /// One transaction.
    pub(crate) fn write<T>(
        &mut self,
        job: impl FnOnce(&Book<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let book = Book::sqlite(&transaction);
        let answer = job(&book)?;
        let mark = meta::count_commit(&book)?;
        transaction.commit()?;
        // A witness that lags is still right; the operation is already durable.
        if let Err(error) = self.witness.write(&mark) {
            tracing::error!(%error, "witness not written");
        }
        Ok(answer)
    }

    /// One query.
    pub(crate) fn read<T>(
        &self,
        query: impl FnOnce(&Book<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        query(&Book::sqlite(&self.connection))
    }

    /// Several queries over one picture, while others write.
    pub(crate) fn picture<T>(
        &self,
        query: impl FnOnce(&Book<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let transaction = self.connection.unchecked_transaction()?;
        let answer = query(&Book::sqlite(&transaction))?;
        transaction.commit()?;
        Ok(answer)
    }
}

/// What is seen of a database without touching it.
#[derive(Debug)]
pub(crate) struct Glimpse {
    /// Version of its schema, and the one of this program.
    pub(crate) schema: i64,
    pub(crate) program_schema: i64,
    /// How far it goes.
    pub(crate) mark: Mark,
    /// How far the witness saw one go.
    pub(crate) witness: Option<Mark>,
    /// Last contact of any device, milliseconds since 1970.
    pub(crate) last_seen: u64,
    /// Last proved copy, if the schema knows copies.
    pub(crate) last_copy: Option<marks::BackupLine>,
}

/// Looks at the database, for reading only.
pub(crate) fn glimpse(paths: &Paths, key: &[u8; 32]) -> Result<Glimpse, Error> {
    let connection = Opener::new(paths.database(), key).reader()?;
    let (schema, program_schema) = connection::versions(&connection)?;
    let book = Book::sqlite(&connection);
    let last_seen: Option<Option<u64>> =
        book.one("SELECT max(last_seen) FROM device", &[], |row| row.get(0))?;
    let witness = if paths.witness.exists() {
        Witness::open(&paths.witness)?.read()
    } else {
        None
    };
    Ok(Glimpse {
        schema,
        program_schema,
        mark: meta::mark(&book)?,
        witness,
        last_seen: last_seen.flatten().unwrap_or(0),
        last_copy: if schema >= 2 {
            marks::last(&book)?
        } else {
            None
        },
    })
}

fn prepare(paths: &Paths) -> Result<(Opener, Connection, Witness), Error> {
    make_folder(&paths.data)?;
    let database = paths.database();
    let key = crate::secret::database_key(&paths.key, database.exists())?;
    let opener = Opener::new(database, &key);
    let mut connection = opener.writer()?;
    connection::migrate(&mut connection)?;
    let mut witness = Witness::open(&paths.witness)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let begun = meta::begin(&Book::sqlite(&transaction), &mut witness)?;
    transaction.commit()?;
    if let Some(mark) = begun {
        witness.write(&mark).map_err(Error::io(&paths.witness))?;
    }
    Ok((opener, connection, witness))
}

pub(crate) fn make_folder(path: &Path) -> Result<(), Error> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(path).map_err(Error::io(path))
}

#[cfg(test)]
mod tests;
