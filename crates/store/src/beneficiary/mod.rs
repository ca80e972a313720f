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
use crate::search::{Query, key, national, same_mail};
use crate::session::Count;

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

/// What tells that two files may be of one person.
#[derive(Clone, Default)]
pub struct Likeness {
    /// First name, as typed.
    pub first_name: String,
    /// Last name, as typed.
    pub last_name: String,
    /// Phone, in any form.
    pub phone: String,
    /// E-mail.
    pub email: String,
    /// The file to leave out.
    pub except: Option<String>,
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

    /// People who share a word of their name, the phone or the e-mail; those who share most
    /// first, `limit` at most. Whether they are the same person is not judged here.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn beneficiary_alike(&self, like: &Likeness, limit: u32) -> Result<Vec<BeneficiaryLine>> {
        let typed = key(&[&like.first_name, &like.last_name]);
        // A single letter is an initial, not a name.
        let words: Vec<&str> = typed
            .split(' ')
            .filter(|word| word.chars().count() > 1)
            .collect();
        let (digits, mail) = (national(&like.phone), same_mail(&like.email));
        let sql = "SELECT id, key, digits, email FROM beneficiary_search ORDER BY id";
        let mut found = self.all(sql, [], |row| {
            let (id, key, phone, email): (String, String, String, String) =
                (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
            let shared = words
                .iter()
                .filter(|word| key.contains(&format!(" {word} ")))
                .count()
                + usize::from(!digits.is_empty() && phone == digits) * 4
                + usize::from(!mail.is_empty() && email == mail) * 4;
            Ok((Reverse(shared), id))
        })?;
        found.retain(|(shared, id)| shared.0 > 0 && Some(id) != like.except.as_ref());
        found.sort();
        let ids: Vec<String> = found
            .into_iter()
            .take(limit as usize)
            .map(|(_, id)| id)
            .collect();
        self.beneficiary_lines(&ids)
    }

    /// Themes of a person's sessions, most frequent first.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn beneficiary_themes(&self, id: &str) -> Result<Vec<Count<String>>> {
        self.all(include_str!("themes.sql"), [id], |row| {
            Ok(Count {
                value: row.get(0)?,
                count: row.get(1)?,
            })
        })
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
