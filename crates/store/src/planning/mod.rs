//! The plan, read: permanences and exceptions of a period, workshops to come and who is expected,
//! outlines. What is in the bin is nowhere but in `row`.

use escale_domain::catalogue::{self, Table};
use rusqlite::Params;

use crate::error::Result;
use crate::notebook::Reader;
use crate::record::{Row, conflict_list, discreet};

/// Somebody expected at a workshop.
#[derive(Clone, PartialEq, Eq)]
pub struct Registration {
    /// Identifier.
    pub id: String,
    /// First write, Unix milliseconds: the order of registration.
    pub recorded_at_ms: i64,
    /// The named person, by identifier.
    pub beneficiary: Option<String>,
    /// Her first name.
    pub first_name: Option<String>,
    /// Her last name.
    pub last_name: Option<String>,
    /// Her file is in the bin, or not here; also when nobody is named.
    pub gone: bool,
    /// First name or initials of somebody who is not followed.
    pub name: Option<String>,
    /// How many people, at least one.
    pub count: u32,
    /// How many of them came.
    pub present: u32,
    /// Fields where several values stand.
    pub conflict: Vec<String>,
}

discreet!(Registration);

impl Reader<'_> {
    fn rows(&self, table: &Table, sql: &str, params: impl Params) -> Result<Vec<Row>> {
        let ids: Vec<String> = self.all(sql, params, |row| row.get(0))?;
        let mut rows = Vec::with_capacity(ids.len());
        for id in ids {
            rows.extend(self.row(table, &id)?);
        }
        Ok(rows)
    }

    /// Permanences that may matter from one day to another, ISO 8601, both included.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn stops(&self, from: &str, to: &str) -> Result<Vec<Row>> {
        self.rows(&catalogue::STOP, include_str!("stops.sql"), [from, to])
    }

    /// Exceptions that touch a period.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn stop_changes(&self, from: &str, to: &str) -> Result<Vec<Row>> {
        let sql = "SELECT id FROM stop_change
            WHERE deleted = 0 AND (date BETWEEN ?1 AND ?2 OR moved_to BETWEEN ?1 AND ?2) ORDER BY id";
        self.rows(&catalogue::STOP_CHANGE, sql, [from, to])
    }

    /// Days of a period on which something was noted.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn workdays(&self, from: &str, to: &str) -> Result<Vec<Row>> {
        let sql =
            "SELECT id FROM workday WHERE deleted = 0 AND date BETWEEN ?1 AND ?2 ORDER BY date, id";
        self.rows(&catalogue::WORKDAY, sql, [from, to])
    }

    /// Workshops of a period, in the order of the day.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn workshops(&self, from: &str, to: &str) -> Result<Vec<Row>> {
        let sql = "SELECT id FROM workshop
            WHERE deleted = 0 AND date BETWEEN ?1 AND ?2 ORDER BY date, starts, id";
        self.rows(&catalogue::WORKSHOP, sql, [from, to])
    }

    /// The latest workshops until a day, latest first.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn workshops_until(&self, day: &str, limit: u32) -> Result<Vec<Row>> {
        let sql = "SELECT id FROM workshop
            WHERE deleted = 0 AND date <= ?1 ORDER BY date DESC, starts DESC, id DESC LIMIT ?2";
        self.rows(&catalogue::WORKSHOP, sql, rusqlite::params![day, limit])
    }

    /// Who is expected at a workshop, in the order of registration.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn registrations(&self, workshop: &str) -> Result<Vec<Registration>> {
        let number = |value: Option<i64>| value.and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
        self.all(include_str!("registrations.sql"), [workshop], |row| {
            Ok(Registration {
                id: row.get(0)?,
                recorded_at_ms: row.get(1)?,
                beneficiary: row.get(2)?,
                first_name: row.get(3)?,
                last_name: row.get(4)?,
                gone: row.get(5)?,
                name: row.get(6)?,
                count: number(row.get(7)?).max(1),
                present: number(row.get(8)?),
                conflict: conflict_list(row.get(9)?),
            })
        })
    }

    /// Outlines of the team, by title.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn outlines(&self) -> Result<Vec<Row>> {
        let sql = "SELECT id FROM outline WHERE deleted = 0 ORDER BY title, id";
        self.rows(&catalogue::OUTLINE, sql, [])
    }
}
