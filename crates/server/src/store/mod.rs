//! The central notebook: one SQLCipher file with one writer and a few readers, or PostgreSQL.
//!
//! Invariants: an answer leaves only after `COMMIT` returned (`synchronous=FULL`, `synchronous_commit`); writes are
//! serial in a scope, so the log of a scope has no hole a reader could miss; the raw connections do not
//! leave this module, every noun has its file, written against [`book::Book`]. It does not judge
//! who may do what.

pub(crate) mod adviser;
pub(crate) mod book;
pub(crate) mod code;
mod connection;
pub(crate) mod copy;
pub(crate) mod count;
pub(crate) mod device;
pub(crate) mod erasures;
pub(crate) mod log;
pub(crate) mod marks;
pub(crate) mod meta;
mod moves;
pub(crate) mod order;
pub(crate) mod postgres;
pub(crate) mod quarantine;
mod reader;
pub(crate) mod snapshot;
pub(crate) mod token;
mod transfer;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rusqlite::{Connection, TransactionBehavior};

use self::book::Book;
use self::connection::Opener;
use self::postgres::{Database, Postgres};
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
    /// The PostgreSQL that keeps the notebook; a file of the folder when absent.
    pub(crate) postgres: Option<Database>,
}

impl Paths {
    /// Those of a data folder, with the key and the witness beside it.
    pub(crate) fn beside(data: &Path) -> Self {
        Self {
            data: data.to_path_buf(),
            key: beside(data, ".key"),
            witness: beside(data, ".witness"),
            postgres: None,
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
pub(crate) enum Store {
    /// A file, with one writer and a few readers.
    File {
        /// Carries out the writes.
        writer: Arc<Writer>,
        /// Carry out the reads.
        readers: Arc<Readers>,
    },
    /// PostgreSQL.
    Postgres(Arc<Postgres>),
}

impl Store {
    /// Opens the database, brings the schema up to date, compares with the witness.
    pub(crate) fn open(paths: &Paths) -> Result<Self, Error> {
        if let Some(postgres) = elsewhere(paths)? {
            return Ok(Self::Postgres(Arc::new(postgres)));
        }
        let (opener, connection, witness) = prepare(paths)?;
        let epoch = meta::read(&Book::sqlite(&connection))?.epoch;
        Ok(Self::File {
            writer: Arc::new(Writer::start(connection, witness, epoch)?),
            readers: Arc::new(Readers::new(opener)),
        })
    }

    /// Runs `job` in a transaction that writes; answers once it is on disk.
    ///
    /// # Errors
    /// What the job answers (its changes are then undone, and only its), [`Error::Busy`] when
    /// too many jobs are waiting, or when two could not both be done.
    pub(crate) async fn write<T, F>(&self, job: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&Book<'_>) -> Result<T, Error> + Send + 'static,
    {
        match self {
            Self::File { writer, .. } => writer.write(job).await,
            Self::Postgres(postgres) => postgres.run(true, job).await,
        }
    }

    /// Runs `query` in a transaction that cannot write, over one consistent picture.
    pub(crate) async fn read<T, F>(&self, query: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&Book<'_>) -> Result<T, Error> + Send + 'static,
    {
        match self {
            Self::File { readers, .. } => {
                let readers = Arc::clone(readers);
                tokio::task::spawn_blocking(move || readers.read(query))
                    .await
                    .map_err(|_| Error::Stopped)?
            }
            Self::Postgres(postgres) => postgres.run(false, query).await,
        }
    }

    /// Whether others write while one writes: what a writing transaction reads without locking
    /// it is then no consistent picture.
    pub(crate) fn is_shared(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// The epoch of the database, as of the last commit.
    pub(crate) fn epoch(&self) -> String {
        match self {
            Self::File { writer, .. } => writer.epoch(),
            Self::Postgres(postgres) => postgres.epoch(),
        }
    }

    /// Whether writes are still carried out.
    pub(crate) fn writes(&self) -> bool {
        match self {
            Self::File { writer, .. } => writer.lives(),
            Self::Postgres(postgres) => postgres.lives(),
        }
    }

    /// Waits for the writes already accepted, then folds the journal into the file.
    pub(crate) fn close(&self) {
        match self {
            Self::File { writer, readers } => {
                readers.close();
                writer.close();
            }
            Self::Postgres(postgres) => postgres.close(),
        }
    }
}

/// The store seen by a command of the operator: one connection, while a server may be running.
#[derive(Debug)]
pub(crate) enum Desk {
    /// A file.
    File {
        /// The connection.
        connection: Connection,
        /// Told of each commit.
        witness: Witness,
    },
    /// PostgreSQL.
    Postgres(Postgres),
}

impl Desk {
    /// Opens the database, as [`Store::open`].
    pub(crate) fn open(paths: &Paths) -> Result<Self, Error> {
        if let Some(postgres) = elsewhere(paths)? {
            return Ok(Self::Postgres(postgres));
        }
        let (_, connection, witness) = prepare(paths)?;
        Ok(Self::File {
            connection,
            witness,
        })
    }

    /// One transaction.
    pub(crate) fn write<T>(
        &mut self,
        job: impl FnOnce(&Book<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let (connection, witness) = match self {
            Self::File {
                connection,
                witness,
            } => (connection, witness),
            Self::Postgres(postgres) => return postgres.run_here(true, job),
        };
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let book = Book::sqlite(&transaction);
        let answer = job(&book)?;
        let mark = meta::count_commit(&book)?;
        transaction.commit()?;
        // A witness that lags is still right; the operation is already durable.
        if let Err(error) = witness.write(&mark) {
            tracing::error!(%error, "witness not written");
        }
        Ok(answer)
    }

    /// One query.
    pub(crate) fn read<T>(
        &self,
        query: impl FnOnce(&Book<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        match self {
            Self::File { connection, .. } => query(&Book::sqlite(connection)),
            Self::Postgres(postgres) => postgres.run_here(false, query),
        }
    }

    /// Several queries over one picture, while others write.
    pub(crate) fn picture<T>(
        &self,
        query: impl FnOnce(&Book<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let connection = match self {
            Self::File { connection, .. } => connection,
            Self::Postgres(postgres) => return postgres.run_here(false, query),
        };
        let transaction = connection.unchecked_transaction()?;
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

/// Looks at a PostgreSQL, and touches nothing.
pub(crate) fn look(database: &Database) -> Result<Option<Glimpse>, Error> {
    postgres::look(database)
}

/// Looks at the file, for reading only.
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

/// The PostgreSQL of these settings, if the notebook is in one.
fn elsewhere(paths: &Paths) -> Result<Option<Postgres>, Error> {
    let Some(database) = &paths.postgres else {
        return Ok(None);
    };
    if paths.database().exists() {
        return Err(Error::Unsafe(
            "the data folder holds a notebook in a file: move it with migrate-to-postgres first",
        ));
    }
    make_folder(&paths.data)?;
    Postgres::open(database, &paths.witness).map(Some)
}

/// Writes the notebook of a file into an empty PostgreSQL, and proves what arrived.
pub(crate) fn move_to(paths: &Paths, database: &Database) -> Result<copy::Facts, Error> {
    let (_, mut connection, _) = prepare(paths)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let from = Book::sqlite(&transaction);
    copy::is_whole(&from)?;
    let known = copy::facts(&from)?;
    postgres::fill(database, &paths.witness, |to| {
        if to.number("SELECT count(*) FROM meta", &[])? > 0 {
            return if copy::facts(to)? == known {
                Ok(())
            } else {
                Err(Error::Unsafe("this PostgreSQL holds a notebook already"))
            };
        }
        transfer::transfer(&from, to)?;
        copy::is_whole(to)?;
        if copy::facts(to)? == known {
            Ok(())
        } else {
            Err(Error::Copy("what arrived differs"))
        }
    })?;
    transaction.rollback()?;
    connection.close().map_err(|(_, error)| error)?;
    Ok(known)
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

#[cfg(all(test, unix))]
mod both;
#[cfg(all(test, unix))]
#[path = "../../tests/common/cluster.rs"]
mod cluster;
#[cfg(all(test, unix))]
mod holes;
#[cfg(all(test, unix))]
mod script;
#[cfg(all(test, unix))]
mod speed;
#[cfg(test)]
mod tests;
