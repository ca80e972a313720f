//! Opening the encrypted file, the same way for the writer, the readers and the operator.

use std::path::PathBuf;
use std::sync::Once;
use std::time::Duration;

use data_encoding::HEXLOWER;
use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};
use zeroize::Zeroizing;

use crate::Error;

/// How long a writer waits for another process's transaction.
const PATIENCE: Duration = Duration::from_secs(10);

const MIGRATIONS: &[M<'static>] = &[
    M::up(include_str!("../../migrations/sqlite/01_origin.sql")),
    M::up(include_str!("../../migrations/sqlite/02_backups.sql")),
    M::up(include_str!("../../migrations/sqlite/03_forks.sql")),
    M::up(include_str!("../../migrations/sqlite/04_ledger.sql")),
    M::up(include_str!("../../migrations/sqlite/05_moves.sql")),
    M::up(include_str!("../../migrations/sqlite/06_erasures.sql")),
    M::up(include_str!("../../migrations/sqlite/07_orders.sql")),
    M::up(include_str!("../../migrations/sqlite/08_snapshots.sql")),
];

/// Brings the schema up to date; refuses a file written by a newer program.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), Error> {
    Ok(Migrations::from_slice(MIGRATIONS).to_latest(connection)?)
}

/// Whether the schema is the one of this program.
pub(super) fn is_current(connection: &Connection) -> Result<bool, Error> {
    let (version, ours) = versions(connection)?;
    Ok(version == ours)
}

/// Version of the schema, and the one of this program.
pub(super) fn versions(connection: &Connection) -> Result<(i64, i64), Error> {
    let version = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    Ok((version, i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)))
}

/// Opens connections on one keyed file.
pub(super) struct Opener {
    path: PathBuf,
    key: Zeroizing<String>,
}

impl Opener {
    pub(super) fn new(path: PathBuf, key: &[u8; 32]) -> Self {
        Self {
            path,
            key: Zeroizing::new(HEXLOWER.encode(key)),
        }
    }

    /// A connection that writes.
    pub(super) fn writer(&self) -> Result<Connection, Error> {
        let connection = self.open()?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL;
             PRAGMA secure_delete = ON;
             PRAGMA foreign_keys = ON;
             PRAGMA cache_size = -65536;",
        )?;
        Ok(connection)
    }

    /// A connection that only reads.
    pub(super) fn reader(&self) -> Result<Connection, Error> {
        let connection = self.open()?;
        connection.execute_batch("PRAGMA query_only = ON; PRAGMA cache_size = -16384;")?;
        Ok(connection)
    }

    /// A connection to an empty file, for pages to be copied into.
    pub(super) fn fresh(&self) -> Result<Connection, Error> {
        self.open()
    }

    /// A connection to a file nobody else uses, which leaves no journal beside it.
    pub(super) fn alone(&self) -> Result<Connection, Error> {
        let connection = self.open()?;
        connection.execute_batch(
            "PRAGMA journal_mode = DELETE;
             PRAGMA synchronous = FULL;
             PRAGMA secure_delete = ON;
             PRAGMA foreign_keys = ON;",
        )?;
        Ok(connection)
    }

    fn open(&self) -> Result<Connection, Error> {
        static STARTED: Once = Once::new();
        // SQLite calls itself ready before its cipher is: a second thread opening at that instant
        // would be told that there is no such thing as a key.
        STARTED.call_once(|| {
            let _ = Connection::open_in_memory()
                .and_then(|connection| connection.execute_batch("PRAGMA key = 'none';"));
        });
        let connection = Connection::open(&self.path)?;
        // A raw key: the file's 256 bits are already random, deriving would only cost time.
        let key = Zeroizing::new(format!("PRAGMA key = \"x'{}'\";", *self.key));
        connection.execute_batch(&key)?;
        connection.busy_timeout(PATIENCE)?;
        connection.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY;")?;
        connection.query_row("SELECT count(*) FROM sqlite_master", [], |row| {
            row.get::<_, i64>(0)
        })?;
        connection.set_prepared_statement_cache_capacity(64);
        Ok(connection)
    }
}

impl std::fmt::Debug for Opener {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opener")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn migrations_are_valid_sql() {
        Migrations::from_slice(MIGRATIONS).validate().unwrap();
    }
}
