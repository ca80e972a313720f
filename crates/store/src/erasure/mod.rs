//! What was erased, what is to be, and what is left to wipe; files near the end of their time.

use std::collections::BTreeSet;

use escale_domain::catalogue::{ERASURE, TABLES};
use rusqlite::params;

use crate::error::Result;
use crate::notebook::{Reader, Tx};
use crate::record::Row;

/// How far the erasure of a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gone {
    /// Asked of the server.
    Asked,
    /// Erased.
    Erased,
    /// The server kept the request apart.
    Refused,
}

impl Gone {
    fn number(self) -> i64 {
        match self {
            Self::Asked => 0,
            Self::Erased => 1,
            Self::Refused => 2,
        }
    }

    fn from_number(number: i64) -> Self {
        match number {
            0 => Self::Asked,
            1 => Self::Erased,
            _ => Self::Refused,
        }
    }
}

/// A row of which something is erased, or is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErasedRow {
    /// Wire name of its table.
    pub table: String,
    /// Identifier.
    pub row: String,
    /// Its scope.
    pub scope: String,
    /// The erasure.
    pub by: String,
    /// How far it is.
    pub gone: Gone,
    /// The operation that asks for it, where this laptop asked.
    pub q: Option<u64>,
}

/// How far an erasure is on this laptop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wiped {
    /// Still in the log of the file, or in copies.
    ToWipe,
    /// Nowhere any more, and the server does not know.
    ToConfirm,
    /// Confirmed.
    Done,
}

impl Wiped {
    fn number(self) -> i64 {
        match self {
            Self::ToWipe => 0,
            Self::ToConfirm => 1,
            Self::Done => 2,
        }
    }

    fn from_number(number: i64) -> Self {
        match number {
            0 => Self::ToWipe,
            1 => Self::ToConfirm,
            _ => Self::Done,
        }
    }
}

/// An erasure that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasing {
    /// Its identifier.
    pub id: String,
    /// How far it is here.
    pub wiped: Wiped,
    /// When it came, Unix milliseconds.
    pub at_ms: i64,
}

/// A change that was not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateChange {
    /// Wire name of its table.
    pub table: String,
    /// Identifier.
    pub row: String,
    /// When the server said so, Unix milliseconds.
    pub at_ms: i64,
}

/// The last sign of life of a person's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastContact {
    /// The person.
    pub person: String,
    /// Day of her last session, ISO 8601.
    pub session: Option<String>,
    /// Last change of the file or of what hangs on it, Unix milliseconds.
    pub changed_at_ms: i64,
}

const ROW: &str = "tbl, row, scope, by, state, q";

fn erased_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<ErasedRow> {
    Ok(ErasedRow {
        table: row.get(0)?,
        row: row.get(1)?,
        scope: row.get(2)?,
        by: row.get(3)?,
        gone: Gone::from_number(row.get(4)?),
        q: row.get::<_, Option<i64>>(5)?.map(i64::cast_unsigned),
    })
}

impl Reader<'_> {
    /// Every erasure known here that was not called off, latest first.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn erasures(&self) -> Result<Vec<Row>> {
        let sql =
            "SELECT id FROM erasure WHERE deleted = 0 ORDER BY date DESC, changed_at DESC, id";
        let ids: Vec<String> = self.all(sql, [], |row| row.get(0))?;
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            found.extend(self.row(&ERASURE, &id)?);
        }
        Ok(found)
    }

    /// Every row of which something is erased, or is to be.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn erased_rows(&self) -> Result<Vec<ErasedRow>> {
        let sql = format!("SELECT {ROW} FROM erased_row ORDER BY tbl, row");
        self.all(&sql, [], erased_row)
    }

    /// How far the erasure of a row is, if there is one.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn erased_row(&self, table: &str, row: &str) -> Result<Option<ErasedRow>> {
        let sql = format!("SELECT {ROW} FROM erased_row WHERE tbl = ?1 AND row = ?2");
        self.one(&sql, [table, row], erased_row)
    }

    /// Erasures that came, latest first.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn erasings(&self) -> Result<Vec<Erasing>> {
        self.all(
            "SELECT id, state, at FROM erasing ORDER BY at DESC, id",
            [],
            |row| {
                Ok(Erasing {
                    id: row.get(0)?,
                    wiped: Wiped::from_number(row.get(1)?),
                    at_ms: row.get(2)?,
                })
            },
        )
    }

    /// The latest changes that were not kept, latest first.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn late_changes(&self, limit: u32) -> Result<Vec<LateChange>> {
        self.all(
            "SELECT tbl, row, at FROM erased_late ORDER BY n DESC LIMIT ?1",
            [limit],
            |row| {
                Ok(LateChange {
                    table: row.get(0)?,
                    row: row.get(1)?,
                    at_ms: row.get(2)?,
                })
            },
        )
    }

    /// Individual sessions of these people, those in the bin too, that are in that scope.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn sessions_alone_with(&self, people: &[String], scope: &str) -> Result<Vec<String>> {
        self.all(
            include_str!("alone.sql"),
            params![serde_json::to_string(people)?, scope],
            |row| row.get(0),
        )
    }

    /// Registrations of these people that are in that scope, those in the bin too.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn registrations_of(&self, people: &[String], scope: &str) -> Result<Vec<String>> {
        self.all(
            "SELECT id FROM registration WHERE scope = ?2
                AND beneficiary IN (SELECT value FROM json_each(?1)) ORDER BY id",
            params![serde_json::to_string(people)?, scope],
            |row| row.get(0),
        )
    }

    /// The last sign of life of each file of a scope, those in the bin too, but not those joined
    /// to another one.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn last_contacts(&self, scope: &str) -> Result<Vec<LastContact>> {
        let hanging: Vec<String> = TABLES
            .iter()
            .filter(|table| {
                table.field("beneficiary").is_some()
                    && !["attendance", "outcome", "registration"].contains(&table.name)
            })
            .map(|table| {
                format!(
                    "SELECT beneficiary AS person, max(changed_at) AS at FROM \"{}\"
                     WHERE beneficiary IS NOT NULL GROUP BY beneficiary",
                    table.name
                )
            })
            .collect();
        let sql = include_str!("contacts.sql").replace("{hanging}", &hanging.join(" UNION ALL "));
        self.all(&sql, [scope], |row| {
            Ok(LastContact {
                person: row.get(0)?,
                session: row.get(1)?,
                changed_at_ms: row.get(2)?,
            })
        })
    }

    /// Files shown as near their end, each with the day since when, ISO 8601.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn near_ends(&self) -> Result<Vec<(String, String)>> {
        self.all(
            "SELECT person, since FROM near_end ORDER BY person",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }
}

impl Tx<'_> {
    /// Notes how far the erasure of a row is.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn put_erased_row(&mut self, one: &ErasedRow) -> Result<()> {
        self.execute(
            "INSERT INTO erased_row (tbl, row, scope, by, state, q) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (tbl, row) DO UPDATE SET scope = excluded.scope, by = excluded.by,
                state = excluded.state, q = excluded.q",
            params![
                one.table,
                one.row,
                one.scope,
                one.by,
                one.gone.number(),
                one.q.map(u64::cast_signed)
            ],
        )
        .map(drop)
    }

    /// What was asked of the server and not carried out may be asked again.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn forget_asked_erasures(&mut self) -> Result<()> {
        self.execute("DELETE FROM erased_row WHERE state <> 1", [])
            .map(drop)
    }

    /// Notes how far an erasure is on this laptop.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn put_erasing(&mut self, one: &Erasing) -> Result<()> {
        self.execute(
            "INSERT INTO erasing (id, state, at) VALUES (?1, ?2, ?3)
             ON CONFLICT (id) DO UPDATE SET state = excluded.state",
            params![one.id, one.wiped.number(), one.at_ms],
        )
        .map(drop)
    }

    /// Empties what else was kept of a row, of everything or of these fields: former values, what
    /// was being typed about it, what waited for a newer version of this program.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`], [`crate::Error::Damaged`].
    pub fn forget_row(
        &mut self,
        table: &str,
        row: &str,
        only: Option<&BTreeSet<String>>,
    ) -> Result<()> {
        match only {
            None => self.delete_history(table, row)?,
            Some(only) => {
                for field in only {
                    self.execute(
                        "DELETE FROM history WHERE tbl = ?1 AND row = ?2 AND field = ?3",
                        params![table, row, field],
                    )?;
                }
            }
        }
        // A form names the people it is about.
        self.execute(
            "DELETE FROM draft WHERE record = ?1 OR instr(body, ?1) > 0",
            [row],
        )?;
        self.execute("DELETE FROM parked WHERE instr(body, ?1) > 0", [row])?;
        self.execute("DELETE FROM near_end WHERE person = ?1", [row])
            .map(drop)
    }

    /// The bodies kept of what this laptop wrote of a row: number, body, chain after it.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn outbox_bodies(&self, table: &str, row: &str) -> Result<Vec<(u64, String, [u8; 32])>> {
        self.all(
            "SELECT q, body, chain FROM outbox WHERE tbl = ?1 AND row = ?2 AND body <> ''",
            [table, row],
            |row| {
                Ok((
                    row.get::<_, i64>(0)?.cast_unsigned(),
                    row.get(1)?,
                    row.get(2)?,
                ))
            },
        )
    }

    /// Replaces the body of an operation.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn set_outbox_body(&mut self, q: u64, body: &str) -> Result<()> {
        self.execute(
            "UPDATE outbox SET body = ?2 WHERE q = ?1",
            params![q.cast_signed(), body],
        )
        .map(drop)
    }

    /// Notes a change that was not kept.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn push_late_change(&mut self, one: &LateChange) -> Result<()> {
        self.execute(
            "INSERT INTO erased_late (tbl, row, at) VALUES (?1, ?2, ?3)",
            params![one.table, one.row, one.at_ms],
        )
        .map(drop)
    }

    /// Shows a file as near its end from that day on, unless it is already; ISO 8601.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn note_near_end(&mut self, person: &str, since: &str) -> Result<()> {
        self.execute(
            "INSERT INTO near_end (person, since) VALUES (?1, ?2) ON CONFLICT (person) DO NOTHING",
            [person, since],
        )
        .map(drop)
    }

    /// A file is not near its end (any more).
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn forget_near_end(&mut self, person: &str) -> Result<()> {
        self.execute("DELETE FROM near_end WHERE person = ?1", [person])
            .map(drop)
    }
}
