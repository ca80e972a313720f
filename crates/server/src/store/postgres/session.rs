//! A transaction of PostgreSQL, behind the one handle.

use std::cell::Cell;

use deadpool_postgres::Object;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{Format, IsNull, ToSql, Type, to_sql_checked};

use super::wait::wait;
use crate::Error;
use crate::store::book::{Row, Value};

/// One connection, inside a transaction.
pub(in crate::store) struct Session<'a> {
    client: &'a Object,
    /// It may write: what it reads to write is locked.
    pub(in crate::store) writes: bool,
    /// A statement failed: PostgreSQL would answer `COMMIT` by a rollback, without a word.
    failed: Cell<bool>,
    /// It could not even be undone: the connection is of no use.
    lost: Cell<bool>,
}

impl<'a> Session<'a> {
    pub(super) fn new(client: &'a Object, writes: bool) -> Self {
        Self {
            client,
            writes,
            failed: Cell::new(false),
            lost: Cell::new(false),
        }
    }

    /// A statement without values or answer.
    pub(super) fn command(&self, sql: &str) -> Result<(), Error> {
        wait(self.client.batch_execute(sql)).map_err(|error| self.told(&error))
    }

    pub(super) fn commit(&self) -> Result<(), Error> {
        if self.failed.get() {
            return Err(Error::Busy);
        }
        self.command("COMMIT")
    }

    pub(super) fn roll_back(&self) {
        if self.command("ROLLBACK").is_err() {
            self.lost.set(true);
        }
    }

    pub(super) fn is_lost(&self) -> bool {
        self.lost.get()
    }

    pub(in crate::store) fn execute(&self, sql: &str, values: &[Value<'_>]) -> Result<u64, Error> {
        wait(async {
            let statement = self.client.prepare_cached(&translated(sql)).await?;
            self.client.execute(&statement, &borrowed(values)).await
        })
        .map_err(|error| self.told(&error))
    }

    /// Line after line, as long as `read` wants another.
    pub(in crate::store) fn each(
        &self,
        sql: &str,
        values: &[Value<'_>],
        mut read: impl FnMut(&Row<'_>) -> Result<bool, Error>,
    ) -> Result<(), Error> {
        let rows = wait(async {
            let statement = self.client.prepare_cached(&translated(sql)).await?;
            self.client.query(&statement, &borrowed(values)).await
        })
        .map_err(|error| self.told(&error))?;
        for row in &rows {
            if !read(&Row::Postgres(row))? {
                break;
            }
        }
        Ok(())
    }

    /// Every line, a thousand at a time.
    pub(in crate::store) fn all(
        &self,
        sql: &str,
        mut read: impl FnMut(&Row<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.command(&format!("DECLARE every_line NO SCROLL CURSOR FOR {sql}"))?;
        loop {
            let rows = wait(self.client.query("FETCH 1000 FROM every_line", &[]))
                .map_err(|error| self.told(&error))?;
            for row in &rows {
                read(&Row::Postgres(row))?;
            }
            if rows.is_empty() {
                break;
            }
        }
        self.command("CLOSE every_line")
    }

    fn told(&self, error: &tokio_postgres::Error) -> Error {
        self.failed.set(true);
        failure(error)
    }
}

/// What a failure of the database is to us: what passes by itself is [`Error::Busy`], answered by
/// "come back"; the rest is told without its detail, which may hold values.
pub(super) fn failure(error: &tokio_postgres::Error) -> Error {
    let Some(told) = error.as_db_error() else {
        // The connection: refused, cut, or the server is away.
        tracing::warn!(%error, "the database does not answer");
        return Error::Busy;
    };
    let code = told.code();
    let passes = [
        SqlState::T_R_SERIALIZATION_FAILURE,
        SqlState::T_R_DEADLOCK_DETECTED,
        SqlState::LOCK_NOT_AVAILABLE,
        SqlState::TOO_MANY_CONNECTIONS,
        SqlState::ADMIN_SHUTDOWN,
        SqlState::CRASH_SHUTDOWN,
        SqlState::CANNOT_CONNECT_NOW,
        SqlState::QUERY_CANCELED,
        SqlState::READ_ONLY_SQL_TRANSACTION,
    ];
    if passes.contains(code) || code.code().starts_with("08") {
        tracing::warn!(code = code.code(), "the database asks to come back");
        Error::Busy
    } else {
        Error::Postgres(format!("{} ({})", told.message(), code.code()))
    }
}

fn borrowed<'a>(values: &'a [Value<'a>]) -> Vec<&'a (dyn ToSql + Sync)> {
    values.iter().map(|value| value as _).collect()
}

/// `?1` is `$1` there; no text of ours holds a question mark of another meaning.
fn translated(sql: &str) -> String {
    sql.replace('?', "$")
}

/// The value of a column.
pub(in crate::store) fn value(
    row: &tokio_postgres::Row,
    at: usize,
) -> Result<Value<'_>, tokio_postgres::Error> {
    let kind = row.columns().get(at).map(|column| column.type_().clone());
    Ok(match kind {
        Some(Type::INT8) => row.try_get::<_, Option<i64>>(at)?.into(),
        Some(Type::INT4) => row.try_get::<_, Option<i32>>(at)?.map(i64::from).into(),
        Some(Type::BOOL) => row.try_get::<_, Option<bool>>(at)?.into(),
        Some(Type::BYTEA) => row.try_get::<_, Option<&[u8]>>(at)?.into(),
        _ => row.try_get::<_, Option<&str>>(at)?.into(),
    })
}

impl std::fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Value")
    }
}

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut tokio_postgres::types::private::BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match *self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(number) if *kind == Type::INT4 => i32::try_from(number)?.to_sql(kind, out),
            Self::Int(number) if *kind == Type::INT8 => number.to_sql(kind, out),
            Self::Text(text) if <&str as ToSql>::accepts(kind) => text.to_sql(kind, out),
            Self::Bytes(bytes) if *kind == Type::BYTEA => bytes.to_sql(kind, out),
            _ => Err("a value of another kind than its column".into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    fn encode_format(&self, _: &Type) -> Format {
        Format::Binary
    }

    to_sql_checked!();
}
