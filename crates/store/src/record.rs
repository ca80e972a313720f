//! Replicated records: the truth and its projection, written together.
//!
//! `state` is opaque here. The caller derives the values from it and hands them over; each
//! becomes a column of the projection when the catalogue knows it. A value of the wrong kind
//! becomes NULL there and stays whole in `state`; an unknown table is kept as a record only.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use escale_domain::catalogue::{self, Field, Kind, Table};
use rusqlite::types::Value as Sql;
use rusqlite::{Row as SqlRow, params};
use serde_json::Value;

use crate::error::{Error, Result};
use crate::notebook::{Notebook, Reader, Tx};
use crate::search;

/// A record as replicated.
#[derive(Clone, PartialEq, Eq)]
pub struct RecordRow {
    /// Wire name of its table.
    pub table: String,
    /// Identifier.
    pub id: String,
    /// The scope it lives in.
    pub scope: String,
    /// In the bin.
    pub deleted: bool,
    /// Values and merge metadata, as the caller keeps them.
    pub state: String,
    /// First write, device time, Unix milliseconds.
    pub recorded_at_ms: i64,
    /// Last change, Unix milliseconds.
    pub changed_at_ms: i64,
    /// Fields where several values stand.
    pub conflict: Vec<String>,
}

/// A record as projected.
#[derive(Clone, PartialEq)]
pub struct Row {
    /// Identifier.
    pub id: String,
    /// The scope it lives in.
    pub scope: String,
    /// In the bin.
    pub deleted: bool,
    /// Fields where several values stand.
    pub conflict: Vec<String>,
    /// First write, device time, Unix milliseconds.
    pub recorded_at_ms: i64,
    /// Last change, Unix milliseconds.
    pub changed_at_ms: i64,
    /// Fields that have a value, by wire name. The sets of a record in the bin are empty.
    pub values: BTreeMap<String, Value>,
}

/// `Debug` without what people wrote.
macro_rules! discreet {
    ($($name:ident),+) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name)).field("id", &self.id).finish_non_exhaustive()
            }
        }
    )+};
}
pub(crate) use discreet;

discreet!(RecordRow, Row);

const RECORD: &str = "tbl, id, scope, deleted, state, conflict, recorded_at, changed_at";

pub(crate) fn conflict_text(conflict: &[String]) -> Result<Option<String>> {
    if conflict.is_empty() {
        Ok(None)
    } else {
        Ok(Some(serde_json::to_string(conflict)?))
    }
}

pub(crate) fn conflict_list(text: Option<String>) -> Vec<String> {
    text.and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default()
}

fn record(row: &SqlRow<'_>) -> rusqlite::Result<RecordRow> {
    Ok(RecordRow {
        table: row.get(0)?,
        id: row.get(1)?,
        scope: row.get(2)?,
        deleted: row.get(3)?,
        state: row.get(4)?,
        conflict: conflict_list(row.get(5)?),
        recorded_at_ms: row.get(6)?,
        changed_at_ms: row.get(7)?,
    })
}

impl Reader<'_> {
    /// A record.
    ///
    /// # Errors
    /// [`Error::Damaged`].
    pub fn record(&self, table: &str, id: &str) -> Result<Option<RecordRow>> {
        self.one(
            &format!("SELECT {RECORD} FROM record WHERE tbl = ?1 AND id = ?2"),
            [table, id],
            record,
        )
    }

    /// Every record of a scope, those in the bin too, by table then identifier.
    ///
    /// # Errors
    /// Those of `each`, which end the walk; [`Error::Damaged`].
    pub fn records(
        &self,
        scope: &str,
        mut each: impl FnMut(RecordRow) -> Result<()>,
    ) -> Result<()> {
        let sql = format!("SELECT {RECORD} FROM record WHERE scope = ?1 ORDER BY tbl, id");
        let mut statement = self.prepare(&sql)?;
        let mut rows = statement.query([scope])?;
        while let Some(row) = rows.next()? {
            each(record(row)?)?;
        }
        Ok(())
    }

    /// A record as projected, with every field it has; records in the bin too.
    ///
    /// # Errors
    /// [`Error::Damaged`].
    pub fn row(&self, table: &Table, id: &str) -> Result<Option<Row>> {
        let columns: Vec<&Field> = columns(table).collect();
        let list: String = columns
            .iter()
            .map(|field| format!(", \"{}\"", field.name))
            .collect();
        let sql = format!(
            "SELECT id, scope, deleted, conflict, recorded_at, changed_at{list} FROM \"{}\" WHERE id = ?1",
            table.name
        );
        let found = self.one(&sql, [id], |row| {
            let mut values = BTreeMap::new();
            for (at, field) in columns.iter().enumerate() {
                if let Some(value) = from_sql(field.kind, row.get(at + 6)?) {
                    values.insert(field.name.to_owned(), value);
                }
            }
            Ok(Row {
                id: row.get(0)?,
                scope: row.get(1)?,
                deleted: row.get(2)?,
                conflict: conflict_list(row.get(3)?),
                recorded_at_ms: row.get(4)?,
                changed_at_ms: row.get(5)?,
                values,
            })
        })?;
        let Some(mut row) = found else {
            return Ok(None);
        };
        for field in sets(table) {
            let sql = format!(
                "SELECT value FROM \"{}_{}\" WHERE id = ?1 ORDER BY value",
                table.name, field.name
            );
            let members: Vec<String> = self.all(&sql, [id], |row| row.get(0))?;
            if !members.is_empty() {
                row.values.insert(field.name.to_owned(), members.into());
            }
        }
        Ok(Some(row))
    }
}

impl Tx<'_> {
    /// Writes a record and its projection.
    ///
    /// # Errors
    /// [`Error::DiskFull`], [`Error::Damaged`].
    pub fn put_record(&mut self, row: &RecordRow, values: &BTreeMap<String, Value>) -> Result<()> {
        let conflict = conflict_text(&row.conflict)?;
        let cells = params![
            row.table,
            row.id,
            row.scope,
            row.deleted,
            row.state,
            conflict,
            row.recorded_at_ms,
            row.changed_at_ms
        ];
        let added = self.execute(
            "INSERT INTO record (tbl, id, scope, deleted, state, conflict, recorded_at, changed_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (id, tbl) DO NOTHING",
            cells,
        )? == 1;
        if !added {
            self.execute(
                "UPDATE record SET scope = ?3, deleted = ?4, state = ?5, conflict = ?6,
                    recorded_at = ?7, changed_at = ?8 WHERE tbl = ?1 AND id = ?2",
                cells,
            )?;
        }
        match catalogue::table(&row.table) {
            Some(table) => self.project(table, row, values, added),
            None => Ok(()),
        }
    }

    /// Removes a record and its projection for good (purge, erasure). Follow an erasure with
    /// [`Notebook::checkpoint`].
    ///
    /// # Errors
    /// [`Error::DiskFull`], [`Error::Damaged`].
    pub fn delete_record(&mut self, table: &str, id: &str) -> Result<()> {
        self.execute("DELETE FROM record WHERE tbl = ?1 AND id = ?2", [table, id])?;
        let Some(table) = catalogue::table(table) else {
            return Ok(());
        };
        let people = search::touched(self, table, id)?;
        self.execute(
            &format!("DELETE FROM \"{}\" WHERE id = ?1", table.name),
            [id],
        )?;
        for field in sets(table) {
            self.execute(
                &format!(
                    "DELETE FROM \"{}_{}\" WHERE id = ?1",
                    table.name, field.name
                ),
                [id],
            )?;
        }
        search::forget(self, table, id)?;
        search::refresh_use(self, &people)
    }

    /// `added`: nothing of it is projected yet.
    pub(crate) fn project(
        &self,
        table: &Table,
        row: &RecordRow,
        values: &BTreeMap<String, Value>,
        added: bool,
    ) -> Result<()> {
        let mut cells = vec![
            Sql::from(row.id.clone()),
            Sql::from(row.scope.clone()),
            Sql::from(row.deleted),
            Sql::from(conflict_text(&row.conflict)?),
            Sql::from(row.recorded_at_ms),
            Sql::from(row.changed_at_ms),
        ];
        cells.extend(columns(table).map(|field| match field.kind {
            Kind::Strings if row.deleted => Sql::Null,
            kind => to_sql(kind, values.get(field.name)),
        }));
        // Whom it named before: her count changes too when it names another person now.
        let before = match table.name {
            "attendance" if !added => search::touched(self, table, &row.id)?,
            _ => Vec::new(),
        };
        self.execute(upsert(table), rusqlite::params_from_iter(cells))?;
        for field in sets(table) {
            let child = format!("\"{}_{}\"", table.name, field.name);
            if !added {
                self.execute(&format!("DELETE FROM {child} WHERE id = ?1"), [&row.id])?;
            }
            let members = values
                .get(field.name)
                .and_then(Value::as_array)
                .filter(|_| !row.deleted);
            let sql = format!("INSERT OR IGNORE INTO {child} (id, value) VALUES (?1, ?2)");
            for member in members.into_iter().flatten().filter_map(Value::as_str) {
                self.execute(&sql, [row.id.as_str(), member])?;
            }
        }
        search::refresh(self, table, row, values, added)?;
        let now = values.get("beneficiary").and_then(Value::as_str);
        let before: Vec<String> = before
            .into_iter()
            .filter(|person| Some(person.as_str()) != now)
            .collect();
        search::refresh_use(self, &before)
    }
}

impl Notebook {
    /// Rebuilds the projections of these tables from the records, in one transaction. `values`
    /// derives the fields of a record from its state; `after` ends the transaction.
    ///
    /// # Errors
    /// Those of `values` and `after`: nothing changes then; [`Error::DiskFull`],
    /// [`Error::Damaged`].
    pub fn reproject<E: From<Error>>(
        &self,
        tables: &[&Table],
        mut values: impl FnMut(&RecordRow) -> Result<BTreeMap<String, Value>, E>,
        after: impl FnOnce(&mut Tx<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.commit(|tx| {
            for table in tables {
                tx.execute(&format!("DELETE FROM \"{}\"", table.name), [])?;
                for field in sets(table) {
                    let child = format!("DELETE FROM \"{}_{}\"", table.name, field.name);
                    tx.execute(&child, [])?;
                }
                search::forget_all(tx, table)?;
            }
            let sql = format!("SELECT {RECORD} FROM record WHERE tbl = ?1 ORDER BY id");
            for table in tables {
                let mut statement = tx.prepare(&sql)?;
                let mut rows = statement.query([table.name]).map_err(Error::from)?;
                while let Some(row) = rows.next().map_err(Error::from)? {
                    let row = record(row).map_err(Error::from)?;
                    // What other tables count of it stands: it is counted again, not added.
                    tx.project(table, &row, &values(&row)?, false)?;
                }
            }
            after(tx)
        })
    }
}

fn columns(table: &Table) -> impl Iterator<Item = &'static Field> {
    table.fields.iter().filter(|field| !is_aside(table, field))
}

fn sets(table: &Table) -> impl Iterator<Item = &'static Field> {
    table.fields.iter().filter(|field| is_aside(table, field))
}

/// Sets that nothing looks up: they stay in the row, as JSON, and no save touches a page for them.
const IN_ROW: &[(&str, &str)] = &[("session", "materials")];

/// A set with a table of its own.
fn is_aside(table: &Table, field: &Field) -> bool {
    field.kind == Kind::Strings && !IN_ROW.contains(&(table.name, field.name))
}

/// The statement that projects a row of this table; made once in a program's life.
fn upsert(table: &Table) -> &'static str {
    static MADE: OnceLock<BTreeMap<&str, String>> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let tables = catalogue::TABLES.iter();
        tables.map(|table| (table.name, upsert_of(table))).collect()
    });
    made.get(table.name).map_or("", String::as_str)
}

fn upsert_of(table: &Table) -> String {
    let names: Vec<&str> = [
        "id",
        "scope",
        "deleted",
        "conflict",
        "recorded_at",
        "changed_at",
    ]
    .into_iter()
    .chain(columns(table).map(|field| field.name))
    .collect();
    let quoted: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    let marks: Vec<String> = (1..=names.len()).map(|at| format!("?{at}")).collect();
    let sets: Vec<String> = quoted[1..]
        .iter()
        .map(|name| format!("{name} = excluded.{name}"))
        .collect();
    format!(
        "INSERT INTO \"{}\" ({}) VALUES ({}) ON CONFLICT (id) DO UPDATE SET {}",
        table.name,
        quoted.join(", "),
        marks.join(", "),
        sets.join(", ")
    )
}

fn to_sql(kind: Kind, value: Option<&Value>) -> Sql {
    let cell = value.and_then(|value| match kind {
        Kind::Text => value.as_str().map(|text| Sql::from(text.to_owned())),
        Kind::Integer => value.as_i64().map(Sql::from),
        Kind::Flag => value.as_bool().map(Sql::from),
        Kind::Object => value.is_object().then(|| Sql::from(value.to_string())),
        Kind::Strings => value
            .as_array()
            .filter(|members| !members.is_empty())
            .map(|_| Sql::from(value.to_string())),
    });
    cell.unwrap_or(Sql::Null)
}

fn from_sql(kind: Kind, cell: Sql) -> Option<Value> {
    match (kind, cell) {
        (Kind::Text, Sql::Text(text)) => Some(text.into()),
        (Kind::Integer, Sql::Integer(number)) => Some(number.into()),
        (Kind::Flag, Sql::Integer(number)) => Some((number != 0).into()),
        (Kind::Object | Kind::Strings, Sql::Text(text)) => serde_json::from_str(&text).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::schema;

    /// The catalogue and the schema may not drift apart.
    #[test]
    fn the_schema_has_every_field_of_the_catalogue_and_no_other() {
        let mut conn = rusqlite::Connection::open_in_memory().unwrap();
        schema::migrate(&mut conn, schema::current().0).unwrap();
        let columns_of = |table: &str| -> BTreeMap<String, String> {
            let mut statement = conn
                .prepare("SELECT name, type FROM pragma_table_info(?1)")
                .unwrap();
            statement
                .query_map([table], |row| Ok((row.get(0)?, row.get(1)?)))
                .unwrap()
                .collect::<rusqlite::Result<_>>()
                .unwrap()
        };
        for table in catalogue::TABLES {
            let mut found = columns_of(table.name);
            for (name, kind) in [
                ("id", "TEXT"),
                ("scope", "TEXT"),
                ("deleted", "INTEGER"),
                ("conflict", "TEXT"),
                ("recorded_at", "INTEGER"),
                ("changed_at", "INTEGER"),
            ] {
                assert_eq!(
                    found.remove(name).as_deref(),
                    Some(kind),
                    "{}.{name}",
                    table.name
                );
            }
            for field in table.fields {
                let (place, expected) = match field.kind {
                    Kind::Text | Kind::Object => (found.remove(field.name), "TEXT"),
                    Kind::Integer | Kind::Flag => (found.remove(field.name), "INTEGER"),
                    Kind::Strings if !is_aside(table, field) => (found.remove(field.name), "TEXT"),
                    Kind::Strings => (
                        columns_of(&format!("{}_{}", table.name, field.name)).remove("value"),
                        "TEXT",
                    ),
                };
                assert_eq!(
                    place.as_deref(),
                    Some(expected),
                    "the catalogue has {table}.{field}: add it in a new file of crates/store/migrations and list it in notebook/schema.rs",
                    table = table.name,
                    field = field.name,
                );
            }
            assert!(
                found.is_empty(),
                "columns of {} without a field in the catalogue: {found:?}",
                table.name
            );
        }
    }
}
