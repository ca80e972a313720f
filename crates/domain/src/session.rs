//! Session: one act of mediation on one day, individual or workshop (one CRA of the national
//! platform).
//!
//! A [`SessionForm`] holds what a person typed, complete or not; a [`Session`] is one that keeps
//! every rule. People are named elsewhere: here they are identifiers and counts.

mod group;
mod rules;
#[cfg(test)]
mod tests;
mod wire;

pub use rules::{DURATION_MAX, NOTES_MAX, SessionContext, TITLE_MAX};
pub(crate) use rules::{check_date, parse_day};

use chrono::NaiveDate;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::commune::CommuneRef;
use crate::outcome::{Outcome, OutcomeForm};
use crate::vocabulary::{
    AgeBand, Gender, Material, PlaceKind, SessionKind, SocialStatus, Theme, WorkshopLevel,
};

/// What the screen sends: everything optional that a person may not have filled yet, so that a
/// draft has the same shape as a finished form. Its `Debug` shows no text that was typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct SessionForm {
    /// Individual or workshop.
    pub kind: SessionKind,
    /// Day of the session, ISO 8601 (`2026-11-24`).
    pub date: Option<String>,
    /// Duration in minutes.
    pub duration: Option<u32>,
    /// Where it took place.
    pub place_kind: Option<PlaceKind>,
    /// Identifier of the place, when `place_kind` is a place of activity.
    pub place: Option<String>,
    /// The commune, at home or elsewhere.
    pub commune: Option<CommuneRef>,
    /// Equipment used.
    pub materials: Vec<Material>,
    /// Themes, administrative ones included.
    pub themes: Vec<Theme>,
    /// Name of the administrative procedure.
    pub procedure: Option<String>,
    /// Tags, by identifier.
    pub tags: Vec<String>,
    /// Free notes. No sensitive data.
    pub notes: Option<String>,
    /// Title of the workshop.
    pub title: Option<String>,
    /// Level of the workshop.
    pub level: Option<WorkshopLevel>,
    /// Named people present, by identifier (at most one for an individual session).
    pub people: Vec<String>,
    /// The anonymous person of an individual session, when nobody is named.
    pub person: AnonymousPerson,
    /// The anonymous participants of a workshop.
    pub anonymous: AnonymousGroup,
    /// What the session changed (individual sessions).
    pub outcome: OutcomeForm,
}

/// Optional facts about the anonymous person of an individual session.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct AnonymousPerson {
    /// Already helped before by this adviser.
    pub already: bool,
    /// Gender.
    pub gender: Option<Gender>,
    /// Age band.
    pub age_band: Option<AgeBand>,
    /// Social status.
    pub status: Option<SocialStatus>,
    /// Commune of residence.
    pub commune: Option<CommuneRef>,
}

/// Anonymous participants of a session, kept as marginal counts; people are never invented.
///
/// Each family may count fewer people than `total`: the rest is *non communiqué*. Values are
/// signed so that an impossible negative number reaches the rule that refuses it in words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct AnonymousGroup {
    /// How many anonymous people.
    #[ts(type = "number")]
    pub total: i64,
    /// How many of them had been helped before.
    #[ts(type = "number")]
    pub already: i64,
    /// Counts by gender (without *non communiqué*, which is computed).
    #[ts(type = "Partial<Record<Gender, number>>")]
    pub genders: std::collections::BTreeMap<Gender, i64>,
    /// Counts by age band (without *non communiqué*).
    #[ts(type = "Partial<Record<AgeBand, number>>")]
    pub age_bands: std::collections::BTreeMap<AgeBand, i64>,
    /// Counts by social status (without *non communiqué*).
    #[ts(type = "Partial<Record<SocialStatus, number>>")]
    pub statuses: std::collections::BTreeMap<SocialStatus, i64>,
}

impl std::fmt::Debug for SessionForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SessionForm")
            .field("kind", &self.kind)
            .field("date", &self.date)
            .field("duration", &self.duration)
            .finish_non_exhaustive()
    }
}

impl SessionForm {
    /// The same without what no longer applies, as the platform's form does when a choice is
    /// changed: administrative themes and procedure without their parent theme, a place or a
    /// commune that the kind of place does not have, what belongs to the other kind of session,
    /// the anonymous person when somebody is named.
    #[must_use]
    pub fn cleared(&self) -> Self {
        let mut form = self.clone();
        if !form
            .themes
            .contains(&Theme::AideAuxDemarchesAdministratives)
        {
            form.themes.retain(|theme| !theme.is_administrative());
            form.procedure = None;
        }
        // While nobody has said where, nothing is dropped.
        if let Some(kind) = form.place_kind {
            form.place = form.place.filter(|_| kind.has_place());
            form.commune = form.commune.filter(|_| kind.has_commune());
        }
        match form.kind {
            SessionKind::Individual => {
                form.title = None;
                form.level = None;
                form.anonymous = AnonymousGroup::default();
                if !form.people.is_empty() {
                    form.person = AnonymousPerson::default();
                }
                form.outcome = form.outcome.cleared();
            }
            SessionKind::Workshop => {
                form.person = AnonymousPerson::default();
                form.outcome = OutcomeForm::default();
            }
        }
        form
    }
}

/// A session that keeps every rule. Made by [`Session::new`] only. Its `Debug` shows no text
/// that was typed.
#[derive(Clone, PartialEq, Eq)]
pub struct Session {
    /// Individual or workshop.
    pub kind: SessionKind,
    /// Day.
    pub date: NaiveDate,
    /// Minutes, 1 to 1439.
    pub duration: u32,
    /// Where.
    pub place_kind: PlaceKind,
    /// Identifier of the place of activity.
    pub place: Option<String>,
    /// The commune, at home or elsewhere.
    pub commune: Option<CommuneRef>,
    /// Equipment, in display order.
    pub materials: Vec<Material>,
    /// Themes, in display order, at least one.
    pub themes: Vec<Theme>,
    /// Name of the administrative procedure.
    pub procedure: Option<String>,
    /// Tags, by identifier, sorted.
    pub tags: Vec<String>,
    /// Notes.
    pub notes: Option<String>,
    /// Title of the workshop.
    pub title: Option<String>,
    /// Level of the workshop.
    pub level: Option<WorkshopLevel>,
    /// Anonymous people present.
    pub anonymous: AnonymousGroup,
    /// Commune of residence of the anonymous person of an individual session.
    pub residence: Option<CommuneRef>,
    people: Vec<String>,
    outcome: Option<Outcome>,
}

impl Session {
    /// Identifiers of the named people present, in the order of the form, each once.
    #[must_use]
    pub fn attendances(&self) -> &[String] {
        &self.people
    }

    /// What the session changed; nothing for a workshop or when nothing was answered.
    #[must_use]
    pub fn outcome(&self) -> Option<&Outcome> {
        self.outcome.as_ref()
    }

    /// People present, named and anonymous: what this session counts for in the statistics.
    #[must_use]
    pub fn headcount(&self) -> usize {
        self.people
            .len()
            .saturating_add(usize::try_from(self.anonymous.total).unwrap_or(0))
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("kind", &self.kind)
            .field("date", &self.date)
            .field("duration", &self.duration)
            .finish_non_exhaustive()
    }
}
