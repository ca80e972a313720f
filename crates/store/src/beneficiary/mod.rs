//! People, read: search, lists, what their sessions were about. Those in the bin are nowhere
//! but in `row`.
//!
//! Search compares every folded key in memory: a few thousand short rows, read in one pass, so
//! that words match in any order and typos can be forgiven without another index to keep.

use std::cmp::Reverse;

use rusqlite::params;
use serde_json::Value;

use crate::error::Result;
use crate::notebook::Reader;
use crate::record::{conflict_list, discreet};
use crate::search::Query;

mod file;
mod held;
mod merge;
mod twins;

pub use self::file::{PersonTotals, ThemeSum};
pub use self::merge::{MergeRow, PersonRow};
pub use self::twins::{Likeness, TwinPage, TwinPair};

/// A person in a list.
#[derive(Clone, PartialEq)]
pub struct BeneficiaryLine {
    /// Identifier.
    pub id: String,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Year of birth.
    pub birth_year: Option<i64>,
    /// Commune of residence, as recorded.
    pub commune: Option<Value>,
    /// Phone, as recorded.
    pub phone: Option<String>,
    /// Sessions attended.
    pub sessions: u32,
    /// Day of the last one, ISO 8601.
    pub last_session: Option<String>,
    /// Fields where several values stand.
    pub conflict: Vec<String>,
}

discreet!(BeneficiaryLine);

/// A page of people.
#[derive(Debug, Clone, PartialEq)]
pub struct BeneficiaryPage {
    /// How many in all.
    pub total: u32,
    /// The rows asked for.
    pub rows: Vec<BeneficiaryLine>,
    /// Nothing matched exactly: typos were forgiven.
    pub approximate: bool,
}

pub(crate) struct Candidate {
    pub(crate) id: String,
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) digits: String,
    pub(crate) last_day: Option<String>,
}

impl Reader<'_> {
    /// People found, best match first; all of them by name when nothing was typed.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn beneficiary_page(
        &self,
        typed: &str,
        offset: u32,
        limit: u32,
    ) -> Result<BeneficiaryPage> {
        let query = Query::new(typed);
        if query.is_empty() {
            let total = self.count("SELECT count(*) FROM beneficiary_search", [])?;
            let sql = "SELECT id FROM beneficiary_search ORDER BY name, id LIMIT ?1 OFFSET ?2";
            let ids: Vec<String> = self.all(sql, params![limit, offset], |row| row.get(0))?;
            return Ok(BeneficiaryPage {
                total,
                rows: self.beneficiary_lines(&ids)?,
                approximate: false,
            });
        }
        let everyone = self.candidates()?;
        let mut approximate = false;
        let mut found: Vec<(Reverse<u32>, &Candidate)> = everyone
            .iter()
            .filter(|one| query.matches(&one.key, &one.digits))
            .map(|one| (Reverse(u32::from(query.begins_name(&one.name))), one))
            .collect();
        if found.is_empty() {
            found = everyone
                .iter()
                .filter_map(|one| Some((Reverse(query.closeness(&one.key, &one.digits)?), one)))
                .collect();
            approximate = !found.is_empty();
        }
        found.sort_by(|(rank, a), (other, b)| {
            (rank, Reverse(&a.last_day), &a.name, &a.id).cmp(&(
                other,
                Reverse(&b.last_day),
                &b.name,
                &b.id,
            ))
        });
        let ids: Vec<String> = found
            .iter()
            .skip(offset as usize)
            .take(limit as usize)
            .map(|(_, one)| one.id.clone())
            .collect();
        let total = u32::try_from(found.len()).unwrap_or(u32::MAX);
        Ok(BeneficiaryPage {
            total,
            rows: self.beneficiary_lines(&ids)?,
            approximate,
        })
    }

    /// A person's line, in the bin or not.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn beneficiary_line(&self, id: &str) -> Result<Option<BeneficiaryLine>> {
        self.one(include_str!("line.sql"), [id], |row| {
            Ok(BeneficiaryLine {
                id: row.get(0)?,
                first_name: row.get(1)?,
                last_name: row.get(2)?,
                birth_year: row.get(3)?,
                commune: row
                    .get::<_, Option<String>>(4)?
                    .and_then(|text| serde_json::from_str(&text).ok()),
                phone: row.get(5)?,
                sessions: row.get(6)?,
                last_session: row.get(7)?,
                conflict: conflict_list(row.get(8)?),
            })
        })
    }

    /// Identifiers of everybody found, in the order of the list.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn beneficiary_found(&self, typed: &str) -> Result<Vec<String>> {
        if Query::new(typed).is_empty() {
            let sql = "SELECT id FROM beneficiary_search ORDER BY name, id";
            return self.all(sql, [], |row| row.get(0));
        }
        let page = self.beneficiary_page(typed, 0, u32::MAX)?;
        Ok(page.rows.into_iter().map(|line| line.id).collect())
    }

    pub(crate) fn candidates(&self) -> Result<Vec<Candidate>> {
        self.all(
            "SELECT id, key, name, digits, last_day FROM beneficiary_search",
            [],
            |row| {
                Ok(Candidate {
                    id: row.get(0)?,
                    key: row.get(1)?,
                    name: row.get(2)?,
                    digits: row.get(3)?,
                    last_day: row.get(4)?,
                })
            },
        )
    }

    pub(crate) fn beneficiary_lines(&self, ids: &[String]) -> Result<Vec<BeneficiaryLine>> {
        let mut lines = Vec::with_capacity(ids.len());
        for id in ids {
            lines.extend(self.beneficiary_line(id)?);
        }
        Ok(lines)
    }
}
