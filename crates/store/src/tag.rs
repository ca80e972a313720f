//! Tags, read.

use crate::error::Result;
use crate::notebook::Reader;
use crate::record::discreet;

/// A tag, as recorded.
#[derive(Clone, PartialEq, Eq)]
pub struct TagLine {
    /// Identifier.
    pub id: String,
    /// The scope it lives in: the adviser's or the team's.
    pub scope: String,
    /// The word.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// The tag it stands for, when it was joined to one.
    pub joined: Option<String>,
    /// Sessions that have it.
    pub sessions: u32,
}

discreet!(TagLine);

impl Reader<'_> {
    /// Every tag that is not in the bin, oldest first.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn tags(&self) -> Result<Vec<TagLine>> {
        let sql = "SELECT t.id, t.scope, t.name, t.description, t.joined,
                (SELECT count(*) FROM session_tags WHERE value = t.id)
            FROM tag AS t WHERE t.deleted = 0 AND t.name IS NOT NULL
            ORDER BY t.recorded_at, t.id";
        self.all(sql, [], |row| {
            Ok(TagLine {
                id: row.get(0)?,
                scope: row.get(1)?,
                name: row.get(2)?,
                description: row.get(3)?,
                joined: row.get(4)?,
                sessions: row.get(5)?,
            })
        })
    }

    /// How many sessions have one of these tags, each session once.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn tag_uses(&self, tags: &[String]) -> Result<u32> {
        let sql = "SELECT count(DISTINCT id) FROM session_tags
            WHERE value IN (SELECT value FROM json_each(?1))";
        self.count(sql, [serde_json::to_string(tags)?])
    }
}
