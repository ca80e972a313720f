//! Follow-up, read: what hangs on a person, steps, progress, what is to be looked at again.
//! What is in the bin is nowhere but in `row`.

use std::sync::LazyLock;

use escale_domain::catalogue::Table;
use escale_domain::vocabulary::{GoalState, ProcedureState, ReferralState};
use rusqlite::params;

use crate::error::Result;
use crate::notebook::Reader;
use crate::record::{conflict_list, discreet};

/// After every day a person can write.
const EVER: &str = "9999-12-31";

/// A change of state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Identifier of the step, or of the outcome of the session that says it.
    pub id: String,
    /// Wire value of the state.
    pub state: Option<String>,
    /// Day, ISO 8601.
    pub date: Option<String>,
    /// The session that says it; none when it was noted by hand.
    pub session: Option<String>,
}

/// What a session of a person says and nobody follows yet.
#[derive(Clone, PartialEq, Eq)]
pub struct Suggested {
    /// Wire name of the table it would go to.
    pub kind: String,
    /// Identifier of the session.
    pub session: String,
    /// Its day, ISO 8601.
    pub date: Option<String>,
    /// Name of the place or of the procedure, if told.
    pub title: Option<String>,
    /// Wire value of the kind of structure, or of the state of the procedure.
    pub state: Option<String>,
}

/// The level of autonomy noted at a session, for one of its themes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AutonomyPoint {
    /// Wire value of the theme.
    pub theme: String,
    /// Identifier of the session.
    pub session: String,
    /// Its day, ISO 8601.
    pub date: String,
    /// Wire value of the level.
    pub autonomy: String,
}

/// Something to look at again.
#[derive(Clone, PartialEq, Eq)]
pub struct Expected {
    /// Wire name of its table.
    pub kind: String,
    /// Identifier.
    pub id: String,
    /// Identifier of the person, unless anonymous.
    pub beneficiary: Option<String>,
    /// "Prénom Nom" of the person, as recorded.
    pub person: Option<String>,
    /// Identifier of the session it comes from.
    pub session: Option<String>,
    /// Day of that session, ISO 8601.
    pub session_date: Option<String>,
    /// Wording, name of the place or of the procedure.
    pub title: Option<String>,
    /// Wire value of the latest state.
    pub state: Option<String>,
    /// Day to look at it again, ISO 8601.
    pub look_again: String,
    /// Fields where several values stand.
    pub conflict: Vec<String>,
}

discreet!(Expected);

impl std::fmt::Debug for Suggested {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Suggested")
            .field("session", &self.session)
            .finish_non_exhaustive()
    }
}

/// What is due, its closed states told by the vocabulary of the profession.
static DUE: LazyLock<String> = LazyLock::new(|| {
    let closed: Vec<String> = GoalState::ALL
        .iter()
        .filter(|state| state.is_closed())
        .map(|state| state.value())
        .chain(
            ReferralState::ALL
                .iter()
                .filter(|state| state.is_closed())
                .map(|state| state.value()),
        )
        .chain(
            ProcedureState::ALL
                .iter()
                .filter(|state| state.is_closed())
                .map(|state| state.value()),
        )
        .map(|value| format!("'{value}'"))
        .collect();
    include_str!("relances.sql")
        .replace("{expected}", include_str!("expected.sql"))
        .replace("{closed}", &closed.join(", "))
});

impl Reader<'_> {
    /// Identifiers of the rows of a table that hang on a person, latest recorded first.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn follow_up_of(&self, table: &Table, beneficiary: &str) -> Result<Vec<String>> {
        let sql = format!(
            "SELECT id FROM \"{}\" WHERE beneficiary = ?1 AND deleted = 0 ORDER BY recorded_at DESC, id DESC",
            table.name
        );
        self.all(&sql, [beneficiary], |row| row.get(0))
    }

    /// The referral that a session gave rise to.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn referral_of_session(&self, session: &str) -> Result<Option<String>> {
        let sql = "SELECT id FROM referral
            WHERE session = ?1 AND deleted = 0 AND session IS NOT NULL ORDER BY recorded_at, id LIMIT 1";
        self.one(sql, [session], |row| row.get(0))
    }

    /// Steps of a goal or a referral, oldest first.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn follow_steps(&self, item: &str) -> Result<Vec<Step>> {
        self.steps(include_str!("steps.sql"), item)
    }

    /// Steps of a procedure, oldest first, with those that sessions say.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn procedure_steps(&self, item: &str) -> Result<Vec<Step>> {
        self.steps(include_str!("procedure_steps.sql"), item)
    }

    fn steps(&self, sql: &str, item: &str) -> Result<Vec<Step>> {
        self.all(sql, [item], |row| {
            Ok(Step {
                id: row.get(0)?,
                state: row.get(1)?,
                date: row.get(2)?,
                session: row.get(3)?,
            })
        })
    }

    /// What sessions of a person say and nobody follows yet, latest first.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn follow_up_suggested(&self, beneficiary: &str, limit: u32) -> Result<Vec<Suggested>> {
        self.all(
            include_str!("suggested.sql"),
            params![beneficiary, limit],
            |row| {
                Ok(Suggested {
                    kind: row.get(0)?,
                    session: row.get(1)?,
                    date: row.get(2)?,
                    title: row
                        .get::<_, Option<String>>(3)?
                        .filter(|title| !title.is_empty()),
                    state: row.get(4)?,
                })
            },
        )
    }

    /// Levels of autonomy of a person by theme, oldest first; the `most` latest of each theme.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn autonomy_by_theme(&self, beneficiary: &str, most: u32) -> Result<Vec<AutonomyPoint>> {
        self.all(
            include_str!("autonomy.sql"),
            params![beneficiary, most],
            |row| {
                Ok(AutonomyPoint {
                    theme: row.get(0)?,
                    session: row.get(1)?,
                    date: row.get(2)?,
                    autonomy: row.get(3)?,
                })
            },
        )
    }

    /// How many things are to be looked at again by that day (ISO 8601); by any day when absent.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn expected_count(&self, by: Option<&str>) -> Result<u32> {
        self.count(
            &format!("SELECT count(*) {}", *DUE),
            params![by.unwrap_or(EVER)],
        )
    }

    /// What is to be looked at again, the longest overdue first.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn expected(&self, offset: u32, limit: u32) -> Result<Vec<Expected>> {
        let sql = format!(
            "SELECT e.kind, e.id, e.beneficiary,
                trim(coalesce(b.first_name, '') || ' ' || coalesce(b.last_name, '')),
                e.session, s.date, e.title, e.state, e.look_again, e.conflict
            {} ORDER BY e.look_again, e.recorded_at, e.id LIMIT ?2 OFFSET ?3",
            *DUE
        );
        self.all(&sql, params![EVER, limit, offset], |row| {
            Ok(Expected {
                kind: row.get(0)?,
                id: row.get(1)?,
                beneficiary: row.get(2)?,
                person: row
                    .get::<_, Option<String>>(3)?
                    .filter(|name| !name.is_empty()),
                session: row.get(4)?,
                session_date: row.get(5)?,
                title: row.get(6)?,
                state: row.get(7)?,
                look_again: row.get(8)?,
                conflict: conflict_list(row.get(9)?),
            })
        })
    }

    /// Rows of follow-up where several values stand, with the person and the session they hang on.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn follow_up_disputed(&self, limit: u32) -> Result<Vec<(String, String)>> {
        // The plus keeps the search to the index of what is disputed, which is short.
        let sql = "SELECT tbl, id FROM record
            WHERE conflict IS NOT NULL AND deleted = 0
                AND +tbl IN ('goal', 'referral', 'procedure', 'needs_assessment')
            ORDER BY changed_at DESC, tbl, id LIMIT ?1";
        self.all(sql, [limit], |row| Ok((row.get(0)?, row.get(1)?)))
    }
}
