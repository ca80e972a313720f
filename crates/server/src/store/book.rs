//! The one handle on the central notebook: a transaction of whichever engine keeps it.
//!
//! Every noun writes its SQL once. Rules of the common dialect:
//! - values are `?1`, `?2`…, given with [`values!`]; never a value inside the text;
//! - kinds are 64-bit integers, texts and bytes; truth is an integer, 0 or 1;
//! - `ON CONFLICT (columns) DO UPDATE SET …` or `ON CONFLICT DO NOTHING`, never `INSERT OR …`;
//! - no `rowid`, `last_insert_rowid()`, JSON function or `PRAGMA`; a number given by the engine
//!   is read back with `RETURNING` or by the identifier;
//! - `CAST(sum(…) AS BIGINT)`: elsewhere a sum is no integer; no `'literal' = ?1` without a
//!   column beside it, from which the kind of the value is known;
//! - whoever reads to write what depends on it locks first: see [`Book::locking`];
//! - a list that may be long is bounded by `LIMIT`.
//!
//! A new table goes into both folders of `migrations/`.

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, params_from_iter};

use super::postgres::{self, Session};
use crate::Error;

/// One value, on its way in or out.
#[derive(Clone, Copy)]
pub(crate) enum Value<'a> {
    Null,
    Int(i64),
    Text(&'a str),
    Bytes(&'a [u8]),
}

/// The values of a statement, in the order of their numbers: `values![scope, seq, true]`.
macro_rules! values {
    ($($value:expr),* $(,)?) => {
        &[$($crate::store::book::Value::from($value)),*]
    };
}
pub(crate) use values;

/// One transaction.
pub(crate) struct Book<'a> {
    engine: Engine<'a>,
}

enum Engine<'a> {
    Sqlite(&'a Connection),
    Postgres(&'a Session<'a>),
}

impl<'a> Book<'a> {
    /// Over the transaction that an SQLite connection is in.
    pub(super) fn sqlite(connection: &'a Connection) -> Self {
        Self {
            engine: Engine::Sqlite(connection),
        }
    }

    /// Over a transaction of PostgreSQL.
    pub(super) fn postgres(session: &'a Session<'a>) -> Self {
        Self {
            engine: Engine::Postgres(session),
        }
    }

    /// Whether others may write what this transaction reads while it lasts, unless it locks it.
    pub(crate) fn is_shared(&self) -> bool {
        matches!(self.engine, Engine::Postgres(_))
    }

    /// The file behind, for what only a file can do: copying its pages.
    pub(super) fn file(&self) -> Option<&'a Connection> {
        match self.engine {
            Engine::Sqlite(connection) => Some(connection),
            Engine::Postgres(_) => None,
        }
    }

    /// Carries out a statement; how many lines it changed.
    pub(crate) fn execute(&self, sql: &str, values: &[Value<'_>]) -> Result<u64, Error> {
        match self.engine {
            Engine::Sqlite(connection) => Ok(connection
                .prepare_cached(sql)?
                .execute(params_from_iter(values))?
                as u64),
            Engine::Postgres(session) => session.execute(sql, values),
        }
    }

    /// The first line found, if any.
    pub(crate) fn one<T>(
        &self,
        sql: &str,
        values: &[Value<'_>],
        read: impl FnOnce(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        let mut read = Some(read);
        let mut found = None;
        self.each(sql, values, |row| {
            found = read.take().map(|read| read(row)).transpose()?;
            Ok(false)
        })?;
        Ok(found)
    }

    /// Every line, in the collection wanted.
    pub(crate) fn rows<T, C: FromIterator<T>>(
        &self,
        sql: &str,
        values: &[Value<'_>],
        mut read: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<C, Error> {
        let mut found = Vec::new();
        self.each(sql, values, |row| {
            found.push(read(row)?);
            Ok(true)
        })?;
        Ok(found.into_iter().collect())
    }

    /// Line after line, as long as `read` wants another.
    pub(crate) fn each(
        &self,
        sql: &str,
        values: &[Value<'_>],
        mut read: impl FnMut(&Row<'_>) -> Result<bool, Error>,
    ) -> Result<(), Error> {
        match self.engine {
            Engine::Sqlite(connection) => {
                let mut statement = connection.prepare_cached(sql)?;
                let mut rows = statement.query(params_from_iter(values))?;
                while let Some(row) = rows.next()? {
                    if !read(&Row::Sqlite(row))? {
                        break;
                    }
                }
            }
            Engine::Postgres(session) => session.each(sql, values, read)?,
        }
        Ok(())
    }

    /// Every line of a question without values, however many there are.
    pub(crate) fn all(
        &self,
        sql: &str,
        mut read: impl FnMut(&Row<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        match self.engine {
            Engine::Sqlite(_) => self.each(sql, &[], |row| read(row).map(|()| true)),
            Engine::Postgres(session) => session.all(sql, read),
        }
    }

    /// The number that a question without lines answers, such as `SELECT count(*)`.
    pub(crate) fn number(&self, sql: &str, values: &[Value<'_>]) -> Result<i64, Error> {
        self.one(sql, values, |row| row.get(0))?
            .ok_or(Error::Corrupt("number"))
    }

    /// What a reading statement ends with to keep its lines from other writers until the end of
    /// the transaction. One writer alone needs nothing.
    pub(crate) fn locking(&self) -> &'static str {
        match self.engine {
            Engine::Postgres(session) if session.writes => " FOR NO KEY UPDATE",
            Engine::Sqlite(_) | Engine::Postgres(_) => "",
        }
    }
}

/// One line of an answer.
pub(crate) enum Row<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a tokio_postgres::Row),
}

impl Row<'_> {
    /// The value of a column, from 0.
    pub(crate) fn get<T: Column>(&self, at: usize) -> Result<T, Error> {
        T::read(self.value(at)?).ok_or(Error::Corrupt("column"))
    }

    /// A text, without copying it.
    pub(crate) fn text(&self, at: usize) -> Result<&str, Error> {
        match self.value(at)? {
            Value::Text(text) => Ok(text),
            _ => Err(Error::Corrupt("column")),
        }
    }

    /// A value of any kind.
    pub(super) fn value(&self, at: usize) -> Result<Value<'_>, Error> {
        match self {
            Self::Sqlite(row) => match row.get_ref(at)? {
                ValueRef::Null => Ok(Value::Null),
                ValueRef::Integer(number) => Ok(Value::Int(number)),
                ValueRef::Text(text) => std::str::from_utf8(text)
                    .map(Value::Text)
                    .map_err(|_| Error::Corrupt("text")),
                ValueRef::Blob(bytes) => Ok(Value::Bytes(bytes)),
                ValueRef::Real(_) => Err(Error::Corrupt("column")),
            },
            Self::Postgres(row) => postgres::value(row, at).map_err(|_| Error::Corrupt("column")),
        }
    }
}

/// What a column can be read as.
pub(crate) trait Column: Sized {
    /// `None` when it is of another kind.
    fn read(value: Value<'_>) -> Option<Self>;
}

impl Column for i64 {
    fn read(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Int(number) => Some(number),
            _ => None,
        }
    }
}

/// Kept as the signed number of the same bits.
impl Column for u64 {
    fn read(value: Value<'_>) -> Option<Self> {
        i64::read(value).map(i64::cast_unsigned)
    }
}

impl Column for bool {
    fn read(value: Value<'_>) -> Option<Self> {
        i64::read(value).map(|number| number != 0)
    }
}

impl Column for String {
    fn read(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Text(text) => Some(text.to_owned()),
            _ => None,
        }
    }
}

impl Column for Vec<u8> {
    fn read(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Bytes(bytes) => Some(bytes.to_vec()),
            _ => None,
        }
    }
}

impl<const N: usize> Column for [u8; N] {
    fn read(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Bytes(bytes) => bytes.try_into().ok(),
            _ => None,
        }
    }
}

impl<T: Column> Column for Option<T> {
    fn read(value: Value<'_>) -> Option<Self> {
        match value {
            Value::Null => Some(None),
            value => T::read(value).map(Some),
        }
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<u64> for Value<'_> {
    fn from(number: u64) -> Self {
        Self::Int(number.cast_signed())
    }
}

impl From<bool> for Value<'_> {
    fn from(truth: bool) -> Self {
        Self::Int(i64::from(truth))
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Value<'a> {
    fn from(bytes: &'a [u8; N]) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match *self {
            Self::Null => ValueRef::Null,
            Self::Int(number) => ValueRef::Integer(number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}
