//! Files that may be of one person: by the profession's rule, but for the pairs somebody said are
//! of two people.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use escale_domain::text;
use escale_domain::twins::{self, Fact, Identity, Score};

use super::BeneficiaryLine;
use crate::error::Result;
use crate::notebook::Reader;
use crate::search::{national, same_mail};

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
    /// The file to leave out, with those known not to be its twins.
    pub except: Option<String>,
}

/// Two files that may be of one person.
#[derive(Debug, Clone, PartialEq)]
pub struct TwinPair {
    /// One, the first by name.
    pub first: BeneficiaryLine,
    /// The other.
    pub second: BeneficiaryLine,
    /// What is the same.
    pub same: Vec<Fact>,
    /// What both have and that differs.
    pub different: Vec<Fact>,
}

/// A page of pairs.
#[derive(Debug, Clone, PartialEq)]
pub struct TwinPage {
    /// How many in all.
    pub total: u32,
    /// The pairs asked for, likeliest first.
    pub rows: Vec<TwinPair>,
}

struct Known {
    id: String,
    identity: Identity,
}

impl Reader<'_> {
    /// People who may be the one being typed, likeliest first, `limit` at most: two facts at
    /// least are the same or resemble, or the phone or the e-mail is hers.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn beneficiary_alike(&self, like: &Likeness, limit: u32) -> Result<Vec<BeneficiaryLine>> {
        let typed = Identity::from_keys(
            &text::fold(&like.first_name),
            &text::fold(&like.last_name),
            &national(&like.phone),
            &same_mail(&like.email),
        );
        let others = match &like.except {
            Some(id) => self.not_twins_of(id)?,
            None => BTreeSet::new(),
        };
        let mut found: Vec<(_, String)> = self
            .identities()?
            .into_iter()
            .filter(|one| Some(&one.id) != like.except.as_ref() && !others.contains(&one.id))
            .filter_map(|one| {
                let score = twins::score(&typed, &one.identity);
                let (same, _) = twins::facts(&typed, &one.identity);
                let reached = same
                    .iter()
                    .any(|fact| matches!(fact, Fact::Phone | Fact::Email));
                (score.may_be_twin() || reached)
                    .then_some(((score.rank(), Reverse(reached)), one.id))
            })
            .collect();
        found.sort();
        let ids: Vec<String> = found
            .into_iter()
            .take(limit as usize)
            .map(|(_, id)| id)
            .collect();
        self.beneficiary_lines(&ids)
    }

    /// The pairs of the whole notebook that may be one person, likeliest first. `loose`: names
    /// may only resemble.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn beneficiary_pairs(&self, loose: bool, offset: u32, limit: u32) -> Result<TwinPage> {
        let known = self.identities()?;
        let told = self.told_apart()?;
        let identities: Vec<Identity> = known.iter().map(|one| one.identity.clone()).collect();
        let pairs: Vec<(&Known, &Known, Score)> = twins::pairs(&identities, loose)
            .into_iter()
            .filter_map(|(a, b, score)| Some((known.get(a)?, known.get(b)?, score)))
            .filter(|(a, b, _)| !told.contains(&in_order(&a.id, &b.id)))
            .collect();
        let total = u32::try_from(pairs.len()).unwrap_or(u32::MAX);
        let mut rows = Vec::new();
        for (a, b, _) in pairs.into_iter().skip(offset as usize).take(limit as usize) {
            let (same, different) = twins::facts(&a.identity, &b.identity);
            let lines = (self.beneficiary_line(&a.id)?, self.beneficiary_line(&b.id)?);
            if let (Some(first), Some(second)) = lines {
                rows.push(TwinPair {
                    first,
                    second,
                    same,
                    different,
                });
            }
        }
        Ok(TwinPage { total, rows })
    }

    /// Everybody, by name, in comparable form.
    fn identities(&self) -> Result<Vec<Known>> {
        let sql = "SELECT id, name, digits, email FROM beneficiary_search ORDER BY name, id";
        self.all(sql, [], |row| {
            let (name, digits, email): (String, String, String) =
                (row.get(1)?, row.get(2)?, row.get(3)?);
            let (last, first) = name.split_once('\u{1f}').unwrap_or((&name, ""));
            Ok(Known {
                id: row.get(0)?,
                identity: Identity::from_keys(first, last, &digits, &email),
            })
        })
    }

    /// Those that somebody said are not the same person as that one.
    fn not_twins_of(&self, id: &str) -> Result<BTreeSet<String>> {
        let sql = "SELECT CASE first WHEN ?1 THEN second ELSE first END FROM not_twin
            WHERE deleted = 0 AND ?1 IN (first, second) AND first IS NOT NULL AND second IS NOT NULL";
        Ok(self.all(sql, [id], |row| row.get(0))?.into_iter().collect())
    }

    /// The pairs that somebody said are two people, each in order.
    fn told_apart(&self) -> Result<BTreeSet<(String, String)>> {
        let sql = "SELECT first, second FROM not_twin
            WHERE deleted = 0 AND first IS NOT NULL AND second IS NOT NULL";
        let pairs: Vec<(String, String)> =
            self.all(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(pairs.into_iter().map(|(a, b)| in_order(&a, &b)).collect())
    }
}

fn in_order(a: &str, b: &str) -> (String, String) {
    let (first, second) = if a < b { (a, b) } else { (b, a) };
    (first.to_owned(), second.to_owned())
}
