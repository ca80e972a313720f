//! Places, read: the most used first, found by name or commune.

mod directory;
mod import;

pub use directory::{DirectoryRow, PlaceMark};
pub use import::{ImportedRow, PlaceImport};
use serde_json::Value;

use crate::error::Result;
use crate::notebook::Reader;
use crate::search::Query;

/// A place in a list. Places are no personal data.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceLine {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: Option<String>,
    /// Commune, as recorded.
    pub commune: Option<Value>,
    /// Typology codes.
    pub typologies: Vec<String>,
    /// Sessions there.
    pub sessions: u32,
}

impl Reader<'_> {
    /// Places whose name or commune has every word typed, most used first; all when nothing
    /// was typed.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn place_search(&self, typed: &str, limit: u32) -> Result<Vec<PlaceLine>> {
        let query = Query::new(typed);
        let places = self.all(include_str!("used.sql"), [], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })?;
        let mut lines = Vec::new();
        let matching = places
            .iter()
            .filter(|(_, key)| query.is_empty() || query.matches_words(key));
        for (id, _) in matching.take(limit as usize) {
            lines.extend(self.place_line(id)?);
        }
        Ok(lines)
    }

    /// A place's line, in the bin or not.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn place_line(&self, id: &str) -> Result<Option<PlaceLine>> {
        let sql = "SELECT p.id, p.name, p.commune,
                (SELECT json_group_array(value ORDER BY value) FROM place_typologies WHERE id = p.id),
                (SELECT count(*) FROM session WHERE place = p.id AND deleted = 0 AND place IS NOT NULL)
            FROM place AS p WHERE p.id = ?1";
        self.one(sql, [id], |row| {
            Ok(PlaceLine {
                id: row.get(0)?,
                name: row.get(1)?,
                commune: row
                    .get::<_, Option<String>>(2)?
                    .and_then(|text| serde_json::from_str(&text).ok()),
                typologies: serde_json::from_str(&row.get::<_, String>(3)?).unwrap_or_default(),
                sessions: row.get(4)?,
            })
        })
    }
}
