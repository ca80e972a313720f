//! Sessions, read: lists, days, habits. Sessions in the bin are nowhere but in `row`.

mod list;

pub use list::SessionFilter;

use std::collections::BTreeSet;

use escale_domain::catalogue;
use rusqlite::OptionalExtension;
use serde_json::Value;

use crate::error::Result;
use crate::notebook::Reader;
use crate::record::{Row, conflict_list, discreet};

/// A session in a list.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionLine {
    /// Identifier.
    pub id: String,
    /// Wire value of its kind.
    pub kind: Option<String>,
    /// Day, ISO 8601.
    pub date: Option<String>,
    /// First write, Unix milliseconds.
    pub recorded_at_ms: i64,
    /// Minutes.
    pub duration: Option<i64>,
    /// Title of a workshop.
    pub title: Option<String>,
    /// Wire value of the kind of place.
    pub place_kind: Option<String>,
    /// Anonymous people present.
    pub anonymous: i64,
    /// Named people present.
    pub named: u32,
    /// "Prénom Nom" of the first of them.
    pub person: Option<String>,
    /// Wire values of the themes.
    pub themes: Vec<String>,
    /// Name of the place, else of the commune.
    pub place: Option<String>,
    /// Nothing of it (people and outcome included) waits in the outbox.
    pub sent: bool,
    /// Fields where several values stand.
    pub conflict: Vec<String>,
    /// Several values stand in the session or in what it changed for the person.
    pub disputed: bool,
    /// Names of its tags that are not in the bin.
    pub tags: Vec<String>,
}

/// A named person at a session.
#[derive(Clone, PartialEq, Eq)]
pub struct Attendance {
    /// Identifier of the attendance.
    pub id: String,
    /// Identifier of the person.
    pub beneficiary: String,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// The person's file is in the bin, or not here.
    pub gone: bool,
}

discreet!(SessionLine, Attendance);

/// Sums of a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DaySums {
    /// Sessions.
    pub sessions: u32,
    /// Minutes.
    pub minutes: u32,
    /// People met, named and anonymous (accompagnements).
    pub people: u32,
}

/// How many times a value came up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count<T> {
    /// The value.
    pub value: T,
    /// Times.
    pub count: u32,
}

/// Sessions that say what an adviser does these days: her themes and durations.
const RECENT: u32 = 1_000;

impl Reader<'_> {
    /// A session's line, in the bin or not.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn session_line(&self, id: &str) -> Result<Option<SessionLine>> {
        self.line_of(id, &self.waiting_sessions()?)
    }

    pub(crate) fn line_of(
        &self,
        id: &str,
        waiting: &BTreeSet<String>,
    ) -> Result<Option<SessionLine>> {
        self.one(include_str!("line.sql"), [id], |row| {
            Ok(SessionLine {
                id: row.get(0)?,
                kind: row.get(1)?,
                date: row.get(2)?,
                recorded_at_ms: row.get(3)?,
                duration: row.get(4)?,
                title: row.get(5)?,
                place_kind: row.get(6)?,
                anonymous: row.get(7)?,
                named: row.get(8)?,
                person: row
                    .get::<_, Option<String>>(9)?
                    .filter(|name| !name.is_empty()),
                themes: serde_json::from_str(&row.get::<_, String>(10)?).unwrap_or_default(),
                place: row.get(11)?,
                sent: !waiting.contains(id),
                conflict: conflict_list(row.get(12)?),
                disputed: row.get(13)?,
                tags: serde_json::from_str(&row.get::<_, String>(14)?).unwrap_or_default(),
            })
        })
    }

    /// Sums of a day, ISO 8601.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn session_day(&self, day: &str) -> Result<DaySums> {
        let sums = self.one(include_str!("day.sql"), [day], |row| {
            Ok(DaySums {
                sessions: row.get(0)?,
                minutes: row.get(1)?,
                people: row.get(2)?,
            })
        })?;
        Ok(sums.unwrap_or_default())
    }

    /// The named people of a session, in the order they were noted.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn session_people(&self, session: &str) -> Result<Vec<Attendance>> {
        self.all(include_str!("people.sql"), [session], |row| {
            Ok(Attendance {
                id: row.get(0)?,
                beneficiary: row.get(1)?,
                first_name: row.get(2)?,
                last_name: row.get(3)?,
                gone: row.get(4)?,
            })
        })
    }

    /// Identifiers of every attendance of a session, removed ones included: a person put back
    /// finds the same record again.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn session_attendances(&self, session: &str) -> Result<Vec<(String, bool)>> {
        self.all(
            "SELECT id, deleted FROM attendance
             WHERE id BETWEEN born(?1) AND born(?1) || '~' AND session = ?1 ORDER BY id",
            [session],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// What a session changed, if it was noted.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn session_outcome(&self, session: &str) -> Result<Option<Row>> {
        let sql = "SELECT id FROM outcome
             WHERE id BETWEEN born(?1) AND born(?1) || '~' AND session = ?1 AND deleted = 0
             ORDER BY changed_at DESC, id LIMIT 1";
        match self.one(sql, [session], |row| row.get::<_, String>(0))? {
            Some(id) => self.row(&catalogue::OUTCOME, &id),
            None => Ok(None),
        }
    }

    /// The session of a day recorded last.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn session_latest_of(&self, day: &str) -> Result<Option<Row>> {
        let sql = "SELECT id FROM session WHERE deleted = 0 AND date = ?1 ORDER BY date DESC, recorded_at DESC, id DESC LIMIT 1";
        match self.one(sql, [day], |row| row.get::<_, String>(0))? {
            Some(id) => self.row(&catalogue::SESSION, &id),
            None => Ok(None),
        }
    }

    /// Durations (minutes) used more than five times in the last 1 000 sessions, most used first,
    /// ten at most.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn session_durations(&self) -> Result<Vec<Count<i64>>> {
        let sql = "SELECT duration, count(*) AS n FROM (
                SELECT duration FROM session WHERE deleted = 0
                ORDER BY date DESC, recorded_at DESC, id DESC LIMIT ?1)
            WHERE duration IS NOT NULL
            GROUP BY duration HAVING n > 5 ORDER BY n DESC, duration LIMIT 10";
        self.all(sql, [RECENT], |row| {
            Ok(Count {
                value: row.get(0)?,
                count: row.get(1)?,
            })
        })
    }

    /// The duration (minutes) used most in the last 1 000 sessions.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn session_usual_duration(&self) -> Result<Option<i64>> {
        let sql = "SELECT duration FROM (
                SELECT duration FROM session WHERE deleted = 0
                ORDER BY date DESC, recorded_at DESC, id DESC LIMIT ?1)
            WHERE duration IS NOT NULL
            GROUP BY duration ORDER BY count(*) DESC, duration LIMIT 1";
        self.one(sql, [RECENT], |row| row.get(0))
    }

    /// Themes by use in the last 1 000 sessions, most used first.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn session_themes(&self) -> Result<Vec<Count<String>>> {
        let sql = "SELECT value, count(*) AS n FROM session_themes WHERE id IN (
                SELECT id FROM session WHERE deleted = 0
                ORDER BY date DESC, recorded_at DESC, id DESC LIMIT ?1)
            GROUP BY value ORDER BY n DESC, value";
        self.all(sql, [RECENT], |row| {
            Ok(Count {
                value: row.get(0)?,
                count: row.get(1)?,
            })
        })
    }

    /// Identifier of the place of the latest session that had one.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn session_last_place(&self) -> Result<Option<String>> {
        let sql = "SELECT place FROM session WHERE deleted = 0 AND place IS NOT NULL
            ORDER BY date DESC, recorded_at DESC, id DESC LIMIT 1";
        self.one(sql, [], |row| row.get(0))
    }

    /// Commune of the latest session that took place elsewhere than in a place of activity.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn session_last_commune(&self) -> Result<Option<Value>> {
        let sql = "SELECT commune FROM session WHERE deleted = 0 AND place IS NULL AND commune IS NOT NULL
            ORDER BY date DESC, recorded_at DESC, id DESC LIMIT 1";
        let found: Option<String> = self
            .prepare(sql)?
            .query_row([], |row| row.get(0))
            .optional()?;
        Ok(found.and_then(|text| serde_json::from_str(&text).ok()))
    }
}
