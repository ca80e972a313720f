//! What can go wrong outside a request: at start, in the store, at a command of the operator.
//!
//! What a request may be answered is in [`crate::http::problem`].

use std::path::PathBuf;

/// A failure of the server itself.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or a socket.
    #[error("{path}: {source}")]
    Io {
        /// The file, or the address.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The database.
    #[error("database: {0}")]
    Sql(#[from] rusqlite::Error),
    /// PostgreSQL; without the detail of its answer, which may hold values.
    #[error("database: {0}")]
    Postgres(String),
    /// PostgreSQL, or the way to it, would not keep what it acknowledges.
    #[error("database refused: {0}")]
    Unsafe(&'static str),
    /// The schema of PostgreSQL could not be brought up to date, or is newer than this program.
    #[error("schema: {0}")]
    Schema(String),
    /// The schema could not be brought up to date, or is newer than this program.
    #[error("schema: {0}")]
    Migration(#[from] rusqlite_migration::Error),
    /// A line of the database is not what this program writes.
    #[error("unreadable {0} in the database")]
    Corrupt(&'static str),
    /// A secret file others can read, or that is not what it should be.
    #[error("{path}: {why}")]
    Secret {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The key file is missing although a database exists: a new key could not read it.
    #[error("{0}: this key opens the existing database and is missing")]
    KeyMissing(PathBuf),
    /// Another server already serves this folder.
    #[error("{0}: already served by another process")]
    Served(PathBuf),
    /// The system gave no randomness.
    #[error("no randomness")]
    Random,
    /// Certificates.
    #[error("certificate: {0}")]
    Certificate(String),
    /// A listening address that would expose personal data in clear.
    #[error("refusing to listen on {0} without TLS")]
    Clear(std::net::SocketAddr),
    /// The identifier names nothing.
    #[error("unknown {0}")]
    Unknown(&'static str),
    /// No address to print in an enrolment code: the server never ran here and none was given.
    #[error("no address known: start the server once, or give --address host:port")]
    NoAddress,
    /// A copy of the database is not what it should be: it does not count.
    #[error("copy: {0}")]
    Copy(&'static str),
    /// Another copy is being made into the same folder.
    #[error("{0}: another copy is being made")]
    Copying(PathBuf),
    /// The folder to restore into holds something already.
    #[error("{0}: already there; restore into a folder that does not exist yet")]
    NotEmpty(PathBuf),
    /// What was typed is no recovery secret.
    #[error(
        "not a recovery secret: 28 letters and digits, of which one at least is wrong or missing"
    )]
    MalformedSecret,
    /// The recovery secret is another's.
    #[error("this recovery secret does not open this copy")]
    NotThisSecret,
    /// A rescue parcel that is not taken: nothing of it was kept.
    #[error("parcel: {0}")]
    Parcel(String),
    /// What was set aside and cannot be added: a file that was to go elsewhere, or for nobody here.
    #[error("this cannot be added; it can be rejected")]
    NotAcceptable,
    /// Too many writes are waiting.
    #[error("too many writes are waiting")]
    Busy,
    /// The store is shut, or a job of it failed in an unforeseen way.
    #[error("the store stopped")]
    Stopped,
}

impl Error {
    pub(crate) fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }
}

impl From<rcgen::Error> for Error {
    fn from(error: rcgen::Error) -> Self {
        Self::Certificate(error.to_string())
    }
}

impl From<rustls::Error> for Error {
    fn from(error: rustls::Error) -> Self {
        Self::Certificate(error.to_string())
    }
}
