//! Diagnostics of the territory, read: latest first.

use serde_json::Value;

use crate::error::Result;
use crate::notebook::Reader;
use crate::record::{conflict_list, discreet};

/// A diagnostic in a list.
#[derive(Clone, PartialEq)]
pub struct TerritoryLine {
    /// Identifier.
    pub id: String,
    /// Day, ISO 8601.
    pub date: Option<String>,
    /// The place it is about.
    pub place: Option<String>,
    /// Name of that place.
    pub place_name: Option<String>,
    /// Its commune, or the place's.
    pub commune: Option<Value>,
    /// Structures that expressed needs.
    pub structures: Vec<String>,
    /// Fields where several values stand.
    pub conflict: Vec<String>,
}

discreet!(TerritoryLine);

const WHERE: &str = "FROM territory AS t LEFT JOIN place AS p ON p.id = t.place
    WHERE t.deleted = 0 AND (?1 IS NULL OR t.place = ?1)
    AND (?2 IS NULL OR json_extract(coalesce(t.commune, p.commune), '$.code') = ?2)";

impl Reader<'_> {
    /// Diagnostics of a place, of a commune (INSEE code) or all, latest first, and how many.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn territory_page(
        &self,
        place: Option<&str>,
        commune: Option<&str>,
        offset: u32,
        limit: u32,
    ) -> Result<(u32, Vec<TerritoryLine>)> {
        let total = self.count(&format!("SELECT count(*) {WHERE}"), [place, commune])?;
        let rows = self.all(
            include_str!("page.sql"),
            rusqlite::params![place, commune, limit, offset],
            |row| {
                let json = |text: Option<String>| text.and_then(|t| serde_json::from_str(&t).ok());
                Ok(TerritoryLine {
                    id: row.get(0)?,
                    date: row.get(1)?,
                    place: row.get(2)?,
                    place_name: row.get(3)?,
                    commune: json(row.get(4)?),
                    conflict: conflict_list(row.get(5)?),
                    structures: serde_json::from_str(&row.get::<_, String>(6)?).unwrap_or_default(),
                })
            },
        )?;
        Ok((total, rows))
    }
}
