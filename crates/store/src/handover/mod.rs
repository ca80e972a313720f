//! Files handed over to colleagues: which ones are asked for, what belongs to a file, what went.
//!
//! Of a person whose file went there stays a line without a name, in the bin: what counts sessions
//! by person, age or commune still counts, and nothing finds or opens it.

use std::collections::BTreeMap;

use escale_domain::catalogue::{BENEFICIARY, FOLLOW_STEP, HANDOVER, Kind, MERGE, TABLES};
use rusqlite::params;
use rusqlite::types::ValueRef;
use serde_json::Value;

use crate::error::Result;
use crate::notebook::{Reader, Tx};
use crate::record::{RecordRow, Row};

/// Tables that name a person and are about the adviser's own activity: they never go.
const STAYING: &[&str] = &["attendance", "outcome", "registration"];

/// How far a row is on its way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    /// Asked of the server.
    Asked,
    /// Gone.
    Gone,
    /// The server kept the request apart.
    Refused,
}

impl Leaving {
    fn number(self) -> i64 {
        match self {
            Self::Asked => 0,
            Self::Gone => 1,
            Self::Refused => 2,
        }
    }

    fn from_number(number: i64) -> Self {
        match number {
            0 => Self::Asked,
            1 => Self::Gone,
            _ => Self::Refused,
        }
    }
}

/// A row on its way out, or gone.
#[derive(Clone, PartialEq)]
pub struct Departure {
    /// Wire name of its table.
    pub table: String,
    /// Identifier.
    pub row: String,
    /// The scope it goes to.
    pub target: String,
    /// How far it is.
    pub leaving: Leaving,
    /// The operation that asks for it, where this laptop asked.
    pub q: Option<u64>,
    /// When, Unix milliseconds.
    pub at_ms: i64,
    /// What stays known of a person, by wire name.
    pub kept: BTreeMap<String, Value>,
}

const DEPARTURE: &str = "tbl, row, target, state, q, at, kept";

fn departure(row: &rusqlite::Row<'_>) -> rusqlite::Result<Departure> {
    Ok(Departure {
        table: row.get(0)?,
        row: row.get(1)?,
        target: row.get(2)?,
        leaving: Leaving::from_number(row.get(3)?),
        q: row.get::<_, Option<i64>>(4)?.map(i64::cast_unsigned),
        at_ms: row.get(5)?,
        kept: row
            .get::<_, Option<String>>(6)?
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default(),
    })
}

impl Reader<'_> {
    /// Every handover known here that is not in the bin, latest first.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn handovers(&self) -> Result<Vec<Row>> {
        let sql =
            "SELECT id FROM handover WHERE deleted = 0 ORDER BY date DESC, changed_at DESC, id";
        let ids: Vec<String> = self.all(sql, [], |row| row.get(0))?;
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            found.extend(self.row(&HANDOVER, &id)?);
        }
        Ok(found)
    }

    /// What belongs to the file of these people (a person and the files joined to hers) in a
    /// scope, those in the bin too: the people first.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn dossier(&self, people: &[String], scope: &str) -> Result<Vec<(String, String)>> {
        let people = serde_json::to_string(people)?;
        let mut found = Vec::new();
        let mut add = |table: &str, filter: &str| -> Result<()> {
            let sql =
                format!("SELECT id FROM \"{table}\" WHERE scope = ?2 AND {filter} ORDER BY id");
            let ids: Vec<String> = self.all(&sql, params![people, scope], |row| row.get(0))?;
            found.extend(ids.into_iter().map(|id| (table.to_owned(), id)));
            Ok(())
        };
        let of_people = "IN (SELECT value FROM json_each(?1))";
        add(BENEFICIARY.name, &format!("id {of_people}"))?;
        add(MERGE.name, &format!("id {of_people}"))?;
        add(HANDOVER.name, &format!("person {of_people}"))?;
        for table in TABLES {
            let names = table.field("beneficiary");
            if names.is_some_and(|field| field.kind == Kind::Text) && !STAYING.contains(&table.name)
            {
                add(table.name, &format!("beneficiary {of_people}"))?;
            }
        }
        let items = ["goal", "referral", "procedure"]
            .map(|table| format!("item IN (SELECT id FROM {table} WHERE beneficiary {of_people})"));
        add(FOLLOW_STEP.name, &format!("({})", items.join(" OR ")))?;
        Ok(found)
    }

    /// The tables where that text is found, but those of what is to be sent: what the leaving of a
    /// file is checked by.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn tables_with(&self, text: &str) -> Result<Vec<String>> {
        let names: Vec<String> = self.all(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'outbox' ORDER BY name",
            [],
            |row| row.get(0),
        )?;
        let mut found = Vec::new();
        for name in names {
            let mut statement = self.prepare(&format!("SELECT * FROM \"{name}\""))?;
            let columns = statement.column_count();
            let mut rows = statement.query([])?;
            let mut here = false;
            while let Some(row) = rows.next()? {
                for column in 0..columns {
                    let bytes = match row.get_ref(column)? {
                        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes,
                        _ => continue,
                    };
                    let mut windows = bytes.windows(text.len().max(1));
                    here |= windows.any(|window| window == text.as_bytes());
                }
            }
            if here {
                found.push(name);
            }
        }
        Ok(found)
    }

    /// How a row is on its way out, if it is.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn departure(&self, table: &str, row: &str) -> Result<Option<Departure>> {
        let sql = format!("SELECT {DEPARTURE} FROM departure WHERE tbl = ?1 AND row = ?2");
        self.one(&sql, [table, row], departure)
    }

    /// Every row of that state.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn departures(&self, leaving: Leaving) -> Result<Vec<Departure>> {
        let sql = format!("SELECT {DEPARTURE} FROM departure WHERE state = ?1 ORDER BY tbl, row");
        self.all(&sql, [leaving.number()], departure)
    }
}

impl Tx<'_> {
    /// Notes a row on its way out.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn put_departure(&mut self, one: &Departure) -> Result<()> {
        self.execute(
            "INSERT INTO departure (tbl, row, target, state, q, at, kept)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (tbl, row) DO UPDATE SET target = excluded.target, state = excluded.state,
                q = excluded.q, at = excluded.at, kept = excluded.kept",
            params![
                one.table,
                one.row,
                one.target,
                one.leaving.number(),
                one.q.map(u64::cast_signed),
                one.at_ms,
                serde_json::to_string(&one.kept)?
            ],
        )
        .map(drop)
    }

    /// A row is not on its way out (any more), whatever was noted.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn forget_departure(&mut self, table: &str, row: &str) -> Result<()> {
        self.execute(
            "DELETE FROM departure WHERE tbl = ?1 AND row = ?2",
            [table, row],
        )
        .map(drop)
    }

    /// A row that was gone is here again.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn came_back(&mut self, table: &str, row: &str) -> Result<()> {
        self.execute(
            "DELETE FROM departure WHERE tbl = ?1 AND row = ?2 AND state = 1",
            [table, row],
        )
        .map(drop)
    }

    /// Lets a row go: the record, its projection, what search knew, its former values, what was
    /// being typed about it. What is still to be sent stays in the outbox. Of a person there stays
    /// a line of the values `kept` and that name.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`], [`crate::Error::Damaged`].
    pub fn let_go(&mut self, table: &str, id: &str) -> Result<()> {
        self.delete_record(table, id)?;
        self.delete_history(table, id)?;
        self.execute("DELETE FROM draft WHERE record = ?1", [id])
            .map(drop)
    }

    /// The line of a person whose file went.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`], [`crate::Error::Damaged`].
    pub fn put_stand_in(
        &mut self,
        id: &str,
        name: &str,
        kept: &BTreeMap<String, Value>,
        at_ms: i64,
    ) -> Result<()> {
        let mut values = kept.clone();
        values.insert("last_name".to_owned(), name.into());
        let row = RecordRow {
            table: BENEFICIARY.name.to_owned(),
            id: id.to_owned(),
            scope: String::new(),
            deleted: true,
            state: String::new(),
            recorded_at_ms: at_ms,
            changed_at_ms: at_ms,
            conflict: Vec::new(),
        };
        self.project(&BENEFICIARY, &row, &values, false)
    }
}
