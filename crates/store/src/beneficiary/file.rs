//! What a person's file adds up.

use crate::error::Result;
use crate::notebook::Reader;

/// Sums over a person's sessions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonTotals {
    /// Sessions.
    pub sessions: u32,
    /// Minutes.
    pub minutes: u32,
    /// Day of the first one, ISO 8601.
    pub first: Option<String>,
    /// Day of the last one, ISO 8601.
    pub last: Option<String>,
}

/// A theme of a person's sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeSum {
    /// The theme.
    pub value: String,
    /// Sessions about it.
    pub count: u32,
    /// Minutes of these sessions; one about two themes counts for both.
    pub minutes: u32,
}

impl Reader<'_> {
    /// Sums over a person's sessions.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn beneficiary_totals(&self, id: &str) -> Result<PersonTotals> {
        let found = self.one(include_str!("totals.sql"), [id], |row| {
            Ok(PersonTotals {
                sessions: row.get(0)?,
                minutes: row.get(1)?,
                first: row.get(2)?,
                last: row.get(3)?,
            })
        })?;
        Ok(found.unwrap_or_default())
    }

    /// Themes of a person's sessions, most frequent first.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn beneficiary_themes(&self, id: &str) -> Result<Vec<ThemeSum>> {
        self.all(include_str!("themes.sql"), [id], |row| {
            Ok(ThemeSum {
                value: row.get(0)?,
                count: row.get(1)?,
                minutes: row.get(2)?,
            })
        })
    }

    /// How many sessions these people attended, each session once.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn sessions_of(&self, people: &[String]) -> Result<u32> {
        self.count(
            "SELECT count(DISTINCT s.id) FROM json_each(?1) AS p
             JOIN attendance AS a ON a.beneficiary = p.value AND a.deleted = 0
             JOIN session AS s ON s.id = a.session AND s.deleted = 0",
            [serde_json::to_string(people)?],
        )
    }
}
