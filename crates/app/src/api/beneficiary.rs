//! Named people.

use escale_domain::beneficiary::BeneficiaryForm;
use escale_domain::vocabulary::AgeBand;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::history::Change;
use super::merge::MergedFile;
use super::session::SessionLine;

/// A person in a list.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BeneficiaryLine {
    /// Identifier.
    pub id: String,
    /// "Prénom Nom".
    pub name: String,
    /// Year of birth.
    pub birth_year: Option<i32>,
    /// Commune of residence, "Nom (50)".
    pub commune: Option<String>,
    /// Phone, as displayed.
    pub phone: Option<String>,
    /// Sessions attended.
    pub sessions: u32,
    /// Day of the last session, ISO 8601.
    pub last_session: Option<String>,
    /// Something to look at (two values at once).
    pub conflict: bool,
}

/// Ask for people.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct BeneficiaryPage {
    /// What was typed: accents, order, typos forgiven; part of a phone number; empty for all.
    pub query: String,
    /// Rows to leave out from the start.
    pub offset: u32,
    /// Rows at most (1 to 200).
    pub limit: u32,
}

/// A page of people, best match first, else by name.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct Beneficiaries {
    /// How many in all.
    pub total: u32,
    /// The rows asked for.
    pub rows: Vec<BeneficiaryLine>,
    /// The rows match only approximately (a typo was forgiven).
    pub approximate: bool,
}

/// A person's file.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct BeneficiaryFile {
    /// The line.
    pub line: BeneficiaryLine,
    /// The form as it stands.
    pub form: BeneficiaryForm,
    /// Age band: from the year of birth, else as told.
    pub age_band: Option<AgeBand>,
    /// Minutes of all sessions.
    pub minutes: u32,
    /// Day of the first session, ISO 8601.
    pub first_session: Option<String>,
    /// Latest sessions, most recent first (20 at most).
    pub sessions: Vec<SessionLine>,
    /// Themes of all sessions with the number of times, most frequent first.
    pub themes: Vec<ThemeCount>,
    /// Files joined to this one.
    pub merged: Vec<MergedFile>,
    /// Field names in which two laptops wrote different values at the same time.
    pub conflicts: Vec<String>,
    /// What was seen, opaque; hand it back with the save.
    pub version: String,
}

/// How many times a theme came up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ThemeCount {
    /// The theme.
    pub theme: escale_domain::vocabulary::Theme,
    /// Times.
    pub count: u32,
    /// Minutes of these sessions; one about two themes counts for both.
    pub minutes: u32,
}

/// Save a person, new or changed.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct BeneficiarySave {
    /// The person to change; a new one when absent.
    pub id: Option<String>,
    /// The draft this form came from, dropped in the same transaction.
    pub draft: Option<String>,
    /// The form.
    pub form: BeneficiaryForm,
    /// The `version` of the file this form was opened from; absent for a new person.
    pub version: Option<String>,
    /// People shown as resembling while typing and said to be others: not suggested again.
    #[serde(default)]
    #[ts(optional)]
    pub different: Option<Vec<String>>,
}

/// People who may be the same as the one being typed.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct BeneficiaryTwins {
    /// Leave that one out (the file being changed).
    pub except: Option<String>,
    /// The form being typed.
    pub form: BeneficiaryForm,
}

/// Several people.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct People {
    /// Their identifiers.
    pub ids: Vec<String>,
}

/// What a choice of people amounts to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PeopleSummary {
    /// Files, those already gone left out.
    pub people: u32,
    /// Sessions they attended, each once.
    pub sessions: u32,
}

/// Everybody that a search finds.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PeopleFound {
    /// As typed in the list; empty for all.
    pub query: String,
}

/// Ask for what happened with a person.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TimelinePage {
    /// The person.
    pub id: String,
    /// Entries to leave out from the start.
    pub offset: u32,
    /// Entries at most (1 to 200).
    pub limit: u32,
}

/// One thing that happened: a session, or a change of the file.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct TimelineEntry {
    /// The day, ISO 8601.
    pub day: String,
    /// A session.
    pub session: Option<SessionLine>,
    /// A change that matters.
    pub change: Option<Change>,
}

/// What happened with a person, most recent first.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct Timeline {
    /// How much in all.
    pub total: u32,
    /// The entries asked for.
    pub rows: Vec<TimelineEntry>,
}
