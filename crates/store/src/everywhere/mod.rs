//! Looking everywhere at once, from a few letters: people, places, sessions. Wider than the
//! searches of the forms: letters inside a word count, after those that begin one.

use std::cmp::Reverse;

use rusqlite::params;

use crate::beneficiary::BeneficiaryPage;
use crate::error::Result;
use crate::notebook::Reader;
use crate::place::PlaceLine;
use crate::search::Query;
use crate::session::SessionLine;

/// Latest sessions among which a theme is looked for: twenty years of one adviser.
const LATEST: u32 = 5_000;
/// Titles that match, followed to their sessions.
const TITLES: usize = 20;

impl Reader<'_> {
    /// People by the beginning or the inside of their names, part of a phone, typos forgiven when
    /// nothing else is found. Best first, `limit` rows at most; nobody for one or two digits.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn people_anywhere(&self, typed: &str, limit: u32) -> Result<BeneficiaryPage> {
        let query = Query::new(typed);
        let mut page = BeneficiaryPage {
            total: 0,
            rows: Vec::new(),
            approximate: false,
        };
        if query.says_nothing() {
            return Ok(page);
        }
        let everyone = self.candidates()?;
        let mut found: Vec<_> = everyone
            .iter()
            .filter_map(|one| {
                let rank = if !query.matches(&one.key, &one.digits) {
                    query.is_within(&one.key, &one.digits).then_some(0)?
                } else if query.begins_name(&one.name) {
                    2
                } else {
                    1
                };
                Some((Reverse(rank), one))
            })
            .collect();
        if found.is_empty() {
            found = everyone
                .iter()
                .filter_map(|one| Some((Reverse(query.closeness(&one.key, &one.digits)?), one)))
                .collect();
            page.approximate = !found.is_empty();
        }
        page.total = u32::try_from(found.len()).unwrap_or(u32::MAX);
        found.sort_by(|(rank, a), (other, b)| {
            (rank, Reverse(&a.last_day), &a.name, &a.id).cmp(&(
                other,
                Reverse(&b.last_day),
                &b.name,
                &b.id,
            ))
        });
        let ids: Vec<String> = found
            .into_iter()
            .take(limit as usize)
            .map(|(_, one)| one.id.clone())
            .collect();
        page.rows = self.beneficiary_lines(&ids)?;
        Ok(page)
    }

    /// Places by the beginning or the inside of their name or commune, typos forgiven when
    /// nothing else is found; `limit` at most.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn places_anywhere(&self, typed: &str, limit: u32) -> Result<Vec<PlaceLine>> {
        let query = Query::new(typed);
        if query.is_empty() {
            return Ok(Vec::new());
        }
        let sql = "SELECT id, key FROM place_search ORDER BY name, id";
        let all: Vec<(String, String)> = self.all(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut found: Vec<(Reverse<u32>, &String)> = all
            .iter()
            .filter_map(|(id, key)| {
                let rank = if query.matches_words(key) {
                    1
                } else {
                    query.is_within(key, key).then_some(0)?
                };
                Some((Reverse(rank), id))
            })
            .collect();
        if found.is_empty() {
            found = all
                .iter()
                .filter_map(|(id, key)| Some((Reverse(query.closeness(key, key)?), id)))
                .collect();
        }
        // Stable: places of one rank stay in the order of their names.
        found.sort_by_key(|(rank, _)| *rank);
        let mut lines = Vec::new();
        for (_, id) in found.into_iter().take(limit as usize) {
            lines.extend(self.place_line(id)?);
        }
        Ok(lines)
    }

    /// Workshops by the beginning or the inside of their title, typos forgiven when nothing else
    /// is found; latest first, `limit` at most.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn sessions_titled(&self, typed: &str, limit: u32) -> Result<Vec<SessionLine>> {
        let query = Query::new(typed);
        if query.is_digits() {
            return Ok(Vec::new());
        }
        let sql = "SELECT DISTINCT title FROM session WHERE deleted = 0 AND title IS NOT NULL ORDER BY title";
        let titles: Vec<(String, String)> = self
            .all(sql, [], |row| row.get::<_, String>(0))?
            .into_iter()
            .map(|title| (crate::search::key(&[&title]), title))
            .collect();
        let mut matching: Vec<&String> = titles
            .iter()
            .filter(|(key, _)| query.matches_words(key) || query.is_within(key, key))
            .map(|(_, title)| title)
            .collect();
        if matching.is_empty() {
            matching = titles
                .iter()
                .filter(|(key, _)| query.closeness(key, key).is_some())
                .map(|(_, title)| title)
                .collect();
        }
        let mut ids = Vec::new();
        for title in matching.into_iter().take(TITLES) {
            let sql = include_str!("titled.sql");
            ids.extend(self.all(sql, params![title, limit], |row| row.get::<_, String>(0))?);
        }
        let mut lines = self.session_lines(&ids)?;
        lines.sort_by(|a, b| {
            let order = |line: &SessionLine| (line.date.clone(), line.recorded_at_ms);
            (order(b), &b.id).cmp(&(order(a), &a.id))
        });
        lines.truncate(limit as usize);
        Ok(lines)
    }

    /// Sessions about a theme (its wire value) among the 5 000 latest, latest first, `limit` at most.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn sessions_about(&self, theme: &str, limit: u32) -> Result<Vec<SessionLine>> {
        let sql = include_str!("about.sql");
        let ids: Vec<String> = self.all(sql, params![theme, limit, LATEST], |row| row.get(0))?;
        self.session_lines(&ids)
    }

    fn session_lines(&self, ids: &[String]) -> Result<Vec<SessionLine>> {
        let mut lines = Vec::with_capacity(ids.len());
        let waiting = self.waiting_sessions()?;
        for id in ids {
            lines.extend(self.line_of(id, &waiting)?);
        }
        Ok(lines)
    }
}
