//! The directory: every place with what a search by need looks at, and what tells two apart.

use rusqlite::Row as SqlRow;
use serde_json::Value;

use crate::error::Result;
use crate::notebook::Reader;
use crate::search::Query;

/// A place of the directory. Places are no personal data.
#[derive(Debug, Clone, PartialEq)]
pub struct DirectoryRow {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: Option<String>,
    /// Commune, as recorded.
    pub commune: Option<Value>,
    /// Position, as recorded.
    pub position: Option<Value>,
    /// Street address.
    pub address: Option<String>,
    /// Phone, canonical.
    pub phone: Option<String>,
    /// Opening hours, as recorded.
    pub opening_hours: Option<String>,
    /// Goes from place to place.
    pub itinerant: bool,
    /// Services, values of the standard.
    pub services: Vec<String>,
    /// Typology codes.
    pub typologies: Vec<String>,
}

/// What an import compares a line with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceMark {
    /// Identifier.
    pub id: String,
    /// Identifier where it came from.
    pub source_id: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// INSEE code of its commune.
    pub commune: Option<String>,
}

fn json<T: serde::de::DeserializeOwned>(text: Option<String>) -> Option<T> {
    serde_json::from_str(&text?).ok()
}

fn directory(row: &SqlRow<'_>) -> rusqlite::Result<(String, DirectoryRow)> {
    Ok((
        row.get(1)?,
        DirectoryRow {
            id: row.get(0)?,
            name: row.get(2)?,
            commune: json(row.get(3)?),
            position: json(row.get(4)?),
            address: row.get(5)?,
            phone: row.get(6)?,
            opening_hours: row.get(7)?,
            itinerant: row.get::<_, Option<bool>>(8)?.unwrap_or_default(),
            services: json(row.get(9)?).unwrap_or_default(),
            typologies: json(row.get(10)?).unwrap_or_default(),
        },
    ))
}

impl Reader<'_> {
    /// Places whose name or commune has every word typed, offering that service when one is
    /// given; by name.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn place_directory(&self, typed: &str, service: Option<&str>) -> Result<Vec<DirectoryRow>> {
        let query = Query::new(typed);
        let found = self.all(include_str!("directory.sql"), [service], directory)?;
        Ok(found
            .into_iter()
            .filter(|(key, _)| query.is_empty() || query.matches_words(key))
            .map(|(_, row)| row)
            .collect())
    }

    /// What an import compares its lines with, every live place, by name.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn place_marks(&self) -> Result<Vec<PlaceMark>> {
        let sql = "SELECT p.id, p.source_id, p.name, json_extract(p.commune, '$.code')
            FROM place_search AS f JOIN place AS p ON p.id = f.id ORDER BY f.name, f.id";
        self.all(sql, [], |row| {
            Ok(PlaceMark {
                id: row.get(0)?,
                source_id: row.get(1)?,
                name: row.get(2)?,
                commune: row.get(3)?,
            })
        })
    }
}
