//! Everything that can go wrong with the notebook, told apart by what a person can do about it.
//!
//! No message carries a recorded value: SQL text has only bound parameters.

use std::io;

use rusqlite::ErrorCode;

/// Result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The passphrase (or the keyring secret with it) opens no slot.
    #[error("the passphrase opens no key slot")]
    WrongPassphrase,
    /// Too early for another try.
    #[error("wait {seconds} s before the next try")]
    Wait {
        /// Seconds left, at least 1.
        seconds: u32,
    },
    /// The file of key slots cannot be read, nor its copy.
    #[error("the key slots are damaged")]
    SlotDamaged,
    /// The slot needs the keyring's half and it was not given. Never a reason for a new key.
    #[error("the keyring secret is needed")]
    KeyringNeeded,
    /// No file of key slots here.
    #[error("there are no key slots")]
    NoSlots,
    /// The quick code is wrong.
    #[error("wrong quick code")]
    WrongPin {
        /// Tries left.
        tries_left: u8,
    },
    /// No quick code is armed any more: use the passphrase.
    #[error("no quick code is armed")]
    PinUnavailable,
    /// There is no notebook in this folder.
    #[error("there is no notebook here")]
    NoNotebook,
    /// There is already a notebook (or key slots) in this folder.
    #[error("there is already a notebook here")]
    AlreadyExists,
    /// Another process, or another handle, has this notebook open.
    #[error("the notebook is already open")]
    AlreadyOpen,
    /// The key does not open the file, or the file is damaged: with a key proved by its slot,
    /// damaged.
    #[error("the notebook is damaged, or its key is wrong")]
    Damaged,
    /// Written by a newer program; nothing was touched.
    #[error("the notebook has schema {found}, this program knows {known}")]
    Newer {
        /// Schema version of the file.
        found: u32,
        /// Latest schema version known here.
        known: u32,
    },
    /// The disk is full; what was recorded before is safe and can be read.
    #[error("the disk is full")]
    DiskFull,
    /// The disk refuses writing.
    #[error("the disk refuses writing")]
    ReadOnly,
    /// The SQLite linked in has a known corruption defect.
    #[error("the SQLite library is too old")]
    OldSqlite,
    /// Recorded data changed outside the one write door: a defect of this program.
    #[error("a write outside of a commit was refused")]
    StrayWrite,
    /// The notebook was closed, or a failed connection could not be replaced.
    #[error("the notebook is closed")]
    Closed,
    /// A backup did not pass its checks and was not kept.
    #[error("the backup did not pass its checks")]
    BadBackup,
    /// A migration failed; the file is as it was before.
    #[error("the migration failed")]
    Migration(#[source] Box<rusqlite_migration::Error>),
    /// A cryptographic primitive refused its parameters, or the system gave no randomness.
    #[error("cryptography unavailable")]
    Crypto,
    /// The file system.
    #[error("file system: {0}")]
    Io(io::Error),
    /// SQLite.
    #[error("database: {0}")]
    Sql(rusqlite::Error),
    /// Text kept as JSON that is not.
    #[error("malformed JSON in the notebook")]
    Json(#[from] serde_json::Error),
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Self::Damaged,
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            Some(ErrorCode::AuthorizationForStatementDenied) => Self::StrayWrite,
            _ => Self::Sql(error),
        }
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => Self::ReadOnly,
            _ => Self::Io(error),
        }
    }
}

impl From<rusqlite_migration::Error> for Error {
    fn from(error: rusqlite_migration::Error) -> Self {
        match error {
            rusqlite_migration::Error::RusqliteError { query, err } => match Self::from(err) {
                Self::Sql(err) => {
                    Self::Migration(Box::new(rusqlite_migration::Error::RusqliteError {
                        query,
                        err,
                    }))
                }
                known => known,
            },
            other => Self::Migration(Box::new(other)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_that_refuses_is_told_from_one_that_is_full() {
        let of_disk = |kind: io::ErrorKind| Error::from(io::Error::from(kind));
        assert!(matches!(
            of_disk(io::ErrorKind::StorageFull),
            Error::DiskFull
        ));
        assert!(matches!(
            of_disk(io::ErrorKind::ReadOnlyFilesystem),
            Error::ReadOnly
        ));
        let of_sqlite = |code| {
            Error::from(rusqlite::Error::SqliteFailure(
                rusqlite::ffi::Error::new(code),
                None,
            ))
        };
        assert!(matches!(
            of_sqlite(rusqlite::ffi::SQLITE_FULL),
            Error::DiskFull
        ));
        assert!(matches!(
            of_sqlite(rusqlite::ffi::SQLITE_READONLY_DIRECTORY),
            Error::ReadOnly
        ));
        assert!(matches!(
            of_sqlite(rusqlite::ffi::SQLITE_NOTADB),
            Error::Damaged
        ));
        assert!(matches!(
            of_sqlite(rusqlite::ffi::SQLITE_CORRUPT_VTAB),
            Error::Damaged
        ));
        assert!(matches!(
            of_sqlite(rusqlite::ffi::SQLITE_BUSY),
            Error::Sql(_)
        ));
    }
}
