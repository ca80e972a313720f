//! The list of sessions, sifted and counted in SQL.
//!
//! Every sieve but a person walks the one index of the list in its order and stops at the end of
//! the page: the `+` keeps the planner from sorting what another index would bring in disorder.

use rusqlite::params_from_iter;
use rusqlite::types::Value as Sql;

use super::SessionLine;
use crate::error::Result;
use crate::notebook::Reader;

/// Which sessions, and which slice of them.
#[derive(Clone, Default)]
pub struct SessionFilter {
    /// From that day on, ISO 8601.
    pub from: Option<String>,
    /// Until that day included, ISO 8601.
    pub to: Option<String>,
    /// Only that person's.
    pub beneficiary: Option<String>,
    /// Wire value of the kind.
    pub kind: Option<String>,
    /// Identifier of the place.
    pub place: Option<String>,
    /// Wire value of a theme they have.
    pub theme: Option<String>,
    /// Identifiers of tags, of which they have one at least; every session when empty.
    pub tags: Vec<String>,
    /// Rows left out from the start.
    pub offset: u32,
    /// Rows at most.
    pub limit: u32,
}

impl SessionFilter {
    fn conditions(&self) -> Result<(String, Vec<Sql>)> {
        let mut sql = "s.deleted = 0".to_owned();
        let mut given = Vec::new();
        let mut add = |condition: &str, value: Option<String>| {
            if let Some(value) = value {
                sql.push_str(" AND ");
                sql.push_str(condition);
                given.push(Sql::from(value));
            }
        };
        add("s.date >= ?", self.from.clone());
        add("s.date <= ?", self.to.clone());
        add("+s.kind = ?", self.kind.clone());
        add("+s.place = ?", self.place.clone());
        add(
            "EXISTS (SELECT 1 FROM session_themes AS t WHERE t.id = s.id AND t.value = ?)",
            self.theme.clone(),
        );
        let tags = match self.tags.as_slice() {
            [] => None,
            tags => Some(serde_json::to_string(tags)?),
        };
        add(
            "+s.id IN (SELECT id FROM session_tags WHERE value IN (SELECT value FROM json_each(?)))",
            tags,
        );
        add(
            "s.id IN (SELECT session FROM attendance WHERE beneficiary = ? AND deleted = 0)",
            self.beneficiary.clone(),
        );
        Ok((sql, given))
    }
}

const ORDER: &str = "ORDER BY s.date DESC, s.recorded_at DESC, s.id DESC";

impl Reader<'_> {
    /// A page of sessions, most recent day then latest recorded first, and how many in all.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn session_page(&self, filter: &SessionFilter) -> Result<(u32, Vec<SessionLine>)> {
        let (conditions, mut given) = filter.conditions()?;
        let total = match self.session_set_count(filter)? {
            Some(total) => total,
            None => self.count(
                &format!("SELECT count(*) FROM session AS s WHERE {conditions}"),
                params_from_iter(&given),
            )?,
        };
        given.extend([Sql::from(filter.limit), Sql::from(filter.offset)]);
        let ids: Vec<String> = self.all(
            &format!("SELECT s.id FROM session AS s WHERE {conditions} {ORDER} LIMIT ? OFFSET ?"),
            params_from_iter(&given),
            |row| row.get(0),
        )?;
        let waiting = self.waiting_sessions()?;
        let mut lines = Vec::with_capacity(ids.len());
        for id in ids {
            lines.extend(self.line_of(&id, &waiting)?);
        }
        Ok((total, lines))
    }

    /// The count of a theme or of tags alone, without looking at the sessions: sets are those of
    /// live ones only.
    fn session_set_count(&self, filter: &SessionFilter) -> Result<Option<u32>> {
        let alone = [
            &filter.from,
            &filter.to,
            &filter.beneficiary,
            &filter.kind,
            &filter.place,
        ];
        if alone.into_iter().any(Option::is_some) {
            return Ok(None);
        }
        Ok(match (&filter.theme, filter.tags.as_slice()) {
            (Some(theme), []) => {
                let sql = "SELECT count(*) FROM session_themes WHERE value = ?1";
                Some(self.count(sql, [theme])?)
            }
            (None, tags @ [_, ..]) => Some(self.tag_uses(tags)?),
            _ => None,
        })
    }

    /// Identifiers of all the sessions of a filter, whatever its slice, in the order of the list.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn session_ids(&self, filter: &SessionFilter) -> Result<Vec<String>> {
        let (conditions, given) = filter.conditions()?;
        self.all(
            &format!("SELECT s.id FROM session AS s WHERE {conditions} {ORDER}"),
            params_from_iter(&given),
            |row| row.get(0),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notebook::schema;

    /// How SQLite would read a filter: the page, then the count.
    fn plans(filter: &SessionFilter) -> [String; 2] {
        let mut conn = rusqlite::Connection::open_in_memory().unwrap();
        schema::migrate(&mut conn, schema::current().0).unwrap();
        let (conditions, given) = filter.conditions().unwrap();
        [("s.id", ORDER), ("count(*)", "")].map(|(what, order)| {
            let sql = format!(
                "EXPLAIN QUERY PLAN SELECT {what} FROM session AS s WHERE {conditions} {order}"
            );
            let mut statement = conn.prepare(&sql).unwrap();
            let plan = statement
                .query_map(params_from_iter(&given), |row| row.get::<_, String>(3))
                .unwrap()
                .collect::<rusqlite::Result<Vec<_>>>()
                .unwrap();
            format!("{sql}\n{}", plan.join("\n"))
        })
    }

    fn some(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    /// At fifty thousand sessions, whatever is not read from the index of the list is felt.
    #[test]
    fn every_sieve_reads_the_index_of_the_list_in_its_order() {
        let sieves = [
            SessionFilter::default(),
            SessionFilter {
                from: some("2026-01-01"),
                to: some("2026-12-31"),
                ..SessionFilter::default()
            },
            SessionFilter {
                kind: some("collectif"),
                place: some("p"),
                theme: some("email"),
                tags: vec!["t".to_owned()],
                ..SessionFilter::default()
            },
        ];
        for plan in sieves.iter().flat_map(plans) {
            let (_, told) = plan.split_once('\n').unwrap();
            assert!(told.contains("USING COVERING INDEX session_"), "{plan}");
            assert!(!told.contains("TEMP B-TREE"), "{plan}");
            assert!(!told.contains("SCAN session_t"), "{plan}");
        }
    }

    #[test]
    fn the_sessions_of_a_person_are_reached_by_her() {
        for plan in plans(&SessionFilter {
            beneficiary: some("b"),
            theme: some("email"),
            ..SessionFilter::default()
        }) {
            let (_, told) = plan.split_once('\n').unwrap();
            assert!(told.contains("attendance_beneficiary"), "{plan}");
            assert!(!told.contains("SCAN s"), "{plan}");
        }
    }
}
