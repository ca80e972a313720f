//! Joined files: which ones, and the records that hang on a person.

use std::collections::BTreeMap;

use escale_domain::catalogue::{Kind, TABLES, Table};

use crate::error::Result;
use crate::notebook::Reader;

/// A file that was joined to another one, or was and is not any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeRow {
    /// The joined file.
    pub source: String,
    /// The file that stands for both; nothing once they were told apart.
    pub target: Option<String>,
    /// The joined file is in the corbeille.
    pub gone: bool,
    /// Records that are the joined file's, as written.
    pub carried: Vec<String>,
    /// When it last changed, Unix milliseconds.
    pub changed_at_ms: i64,
}

/// A live record that names a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// Wire name of its table.
    pub table: &'static str,
    /// Identifier.
    pub id: String,
    /// The session it hangs on, for those that have one.
    pub session: Option<String>,
}

/// Tables that name a person in a field `beneficiary`.
fn tables() -> impl Iterator<Item = &'static Table> {
    TABLES.iter().filter(|table| {
        table
            .field("beneficiary")
            .is_some_and(|field| field.kind == Kind::Text)
    })
}

/// The column of the session a record hangs on: a presence or an outcome is of one session, and a
/// person has one of each there.
fn session_of(table: &Table) -> &'static str {
    if matches!(table.name, "attendance" | "outcome") {
        "session"
    } else {
        "NULL"
    }
}

impl Reader<'_> {
    /// Every join there was, by identifier of the joined file.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn merges(&self) -> Result<Vec<MergeRow>> {
        let sql = "SELECT m.id, m.target, coalesce(b.deleted, 0), m.changed_at FROM merge AS m
            LEFT JOIN beneficiary AS b ON b.id = m.id WHERE m.deleted = 0 ORDER BY m.id";
        let mut rows = self.all(sql, [], |row| {
            Ok(MergeRow {
                source: row.get(0)?,
                target: row.get(1)?,
                gone: row.get(2)?,
                carried: Vec::new(),
                changed_at_ms: row.get(3)?,
            })
        })?;
        if rows.is_empty() {
            return Ok(rows);
        }
        let mut carried: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let sql = "SELECT id, value FROM merge_carried ORDER BY id, value";
        for (id, value) in self.all(sql, [], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })? {
            carried.entry(id).or_default().push(value);
        }
        for row in &mut rows {
            row.carried = carried.remove(&row.source).unwrap_or_default();
        }
        Ok(rows)
    }

    /// The live records that name a person.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn records_of_person(&self, id: &str) -> Result<Vec<PersonRow>> {
        let mut found = Vec::new();
        for table in tables() {
            let session = session_of(table);
            let sql = format!(
                "SELECT id, {session} FROM \"{}\" WHERE beneficiary = ?1 AND deleted = 0 ORDER BY id",
                table.name
            );
            found.extend(self.all(&sql, [id], |row| {
                Ok(PersonRow {
                    table: table.name,
                    id: row.get(0)?,
                    session: row.get(1)?,
                })
            })?);
        }
        Ok(found)
    }

    /// Whom a live record names, and the session it hangs on; nothing when it is in the bin.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn named_by(
        &self,
        table: &str,
        id: &str,
    ) -> Result<Option<(Option<String>, Option<String>)>> {
        let Some(table) = tables().find(|known| known.name == table) else {
            return Ok(None);
        };
        let sql = format!(
            "SELECT beneficiary, {} FROM \"{}\" WHERE id = ?1 AND deleted = 0",
            session_of(table),
            table.name
        );
        self.one(&sql, [id], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// The live records of a table that hang on a session and name that person.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn records_in_session(
        &self,
        table: &str,
        session: &str,
        person: &str,
    ) -> Result<Vec<String>> {
        let Some(table) = tables().find(|known| session_of(known) != "NULL" && known.name == table)
        else {
            return Ok(Vec::new());
        };
        let sql = format!(
            "SELECT id FROM \"{}\" WHERE session = ?1 AND beneficiary = ?2 AND deleted = 0 ORDER BY id",
            table.name
        );
        self.all(&sql, [session, person], |row| row.get(0))
    }

    /// How many sessions two people attended together.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn sessions_in_common(&self, one: &str, other: &str) -> Result<u32> {
        self.count(
            "SELECT count(DISTINCT s.id) FROM attendance AS a
             JOIN attendance AS b ON b.id BETWEEN born(a.session) AND born(a.session) || '~'
                AND b.session = a.session AND b.beneficiary = ?2 AND b.deleted = 0
             JOIN session AS s ON s.id = a.session AND s.deleted = 0
             WHERE a.beneficiary = ?1 AND a.deleted = 0",
            [one, other],
        )
    }
}
