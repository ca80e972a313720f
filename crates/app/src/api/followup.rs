//! Follow-up of a person: goals, referrals, procedures, diagnostics, mandates, Pix, pass; what is
//! to be looked at again.

use escale_domain::followup::{FollowUpForm, FollowUpKind};
use escale_domain::vocabulary::{Autonomy, Redirection, Theme};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A change of state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FollowStepLine {
    /// Identifier of the step; that of the session's outcome when a session says it.
    pub id: String,
    /// Wire value of the state, of the vocabulary of its kind.
    pub state: String,
    /// Day, ISO 8601.
    pub date: String,
    /// The session that says it; none when it was noted by hand.
    pub session: Option<String>,
}

/// Something that follows a person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FollowUpItem {
    /// Identifier.
    pub id: String,
    /// As it stands.
    pub form: FollowUpForm,
    /// Wording, name of the place or of the procedure.
    pub title: String,
    /// Wire value of its state, where it has one.
    pub state: Option<String>,
    /// Steps, oldest first.
    pub steps: Vec<FollowStepLine>,
    /// Day a mandate expires, ISO 8601.
    pub ends: Option<String>,
    /// Something to look at (two values at once).
    pub conflict: bool,
}

/// What a session says and nobody follows yet.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FollowUpSuggestion {
    /// What it would become.
    pub kind: FollowUpKind,
    /// The session.
    pub session: String,
    /// Its day, ISO 8601.
    pub date: String,
    /// Name of the place or of the procedure, if told.
    pub title: Option<String>,
}

/// Autonomy noted at one session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AutonomyPoint {
    /// The session.
    pub session: String,
    /// Its day, ISO 8601.
    pub date: String,
    /// Level.
    pub autonomy: Autonomy,
}

/// Autonomy in one theme over time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ThemeAutonomy {
    /// Theme.
    pub theme: Theme,
    /// Oldest first (60 at most, the latest).
    pub points: Vec<AutonomyPoint>,
}

/// All that follows a person.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct FollowUp {
    /// Today, ISO 8601.
    pub today: String,
    /// Everything of every kind, latest recorded first in each.
    pub items: Vec<FollowUpItem>,
    /// What sessions say and nobody follows yet, latest first.
    pub suggestions: Vec<FollowUpSuggestion>,
    /// Autonomy by theme, most often noted first.
    pub autonomy: Vec<ThemeAutonomy>,
}

/// Names something that follows a person.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FollowUpRef {
    /// Kind.
    pub kind: FollowUpKind,
    /// Identifier.
    pub id: String,
}

/// Open a form, existing or new.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FollowUpOpen {
    /// Kind.
    pub kind: FollowUpKind,
    /// The one to change; a new one when absent.
    pub id: Option<String>,
    /// For a new one: the person.
    pub beneficiary: Option<String>,
    /// For a new one: the session it comes from.
    pub session: Option<String>,
}

/// A form, opened.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct FollowUpFile {
    /// Its identifier; absent when it is new.
    pub id: Option<String>,
    /// The form.
    pub form: FollowUpForm,
    /// Display name of the person; absent when anonymous.
    pub person: Option<String>,
    /// Name of the place of the directory that was chosen.
    pub place: Option<String>,
    /// Where the session says the person was sent, in words.
    pub session_place: Option<String>,
    /// Today, ISO 8601.
    pub today: String,
    /// What was seen, opaque; hand it back with the save. Absent when it is new.
    pub version: Option<String>,
}

/// Save a form, new or changed.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FollowUpSave {
    /// The one to change; a new one when absent.
    pub id: Option<String>,
    /// The draft this form came from, dropped in the same transaction.
    pub draft: Option<String>,
    /// The form.
    pub form: FollowUpForm,
    /// The `version` of the file this form was opened from; absent for a new one.
    pub version: Option<String>,
}

/// Say what it has come to.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FollowUpMove {
    /// Kind.
    pub kind: FollowUpKind,
    /// Identifier.
    pub id: String,
    /// Wire value of the state; absent to only stop being reminded.
    pub state: Option<String>,
    /// Day, ISO 8601; today when absent.
    pub date: Option<String>,
}

/// Be reminded on another day.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FollowUpPostpone {
    /// Kind.
    pub kind: FollowUpKind,
    /// Identifier.
    pub id: String,
    /// Day, ISO 8601.
    pub until: String,
}

/// What undoes a move or a postponement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FollowUpUndo {
    /// Kind.
    pub kind: FollowUpKind,
    /// Identifier.
    pub id: String,
    /// The step to take back.
    pub step: Option<String>,
    /// The day to be reminded on, put back; ISO 8601.
    pub look_again: Option<String>,
}

/// Where a session sent its person, and what became of it.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct SessionFollowUp {
    /// Today, ISO 8601.
    pub today: String,
    /// The session says that the person was sent somewhere.
    pub oriented: bool,
    /// Name of the place it says.
    pub place: Option<String>,
    /// Kind of structure it says.
    pub redirection: Option<Redirection>,
    /// The referral that follows it, if one does.
    pub item: Option<FollowUpItem>,
}

/// Ask for a page of what is to be looked at again.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RelancesAsk {
    /// Rows to leave out from the start.
    pub offset: u32,
    /// Rows at most (1 to 200).
    pub limit: u32,
}

/// Something to look at again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Relance {
    /// Kind.
    pub kind: FollowUpKind,
    /// Identifier.
    pub id: String,
    /// The person.
    pub beneficiary: Option<String>,
    /// Display name of the person; absent when anonymous.
    pub person: Option<String>,
    /// The session it comes from.
    pub session: Option<String>,
    /// Its day, ISO 8601.
    pub session_date: Option<String>,
    /// Wording, name of the place or of the procedure.
    pub title: Option<String>,
    /// Wire value of its state.
    pub state: Option<String>,
    /// Day to look at it again, ISO 8601.
    pub look_again: String,
    /// Something to look at (two values at once).
    pub conflict: bool,
}

/// A row where two values stand, and where to settle it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FollowUpDisputed {
    /// Kind.
    pub kind: FollowUpKind,
    /// Identifier.
    pub id: String,
    /// What it is, in words.
    pub label: String,
    /// The person, on whose file both values are shown.
    pub beneficiary: Option<String>,
    /// The session it comes from.
    pub session: Option<String>,
}

/// A page of what is to be looked at again, the longest overdue first.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct Relances {
    /// Today, ISO 8601.
    pub today: String,
    /// How many in all.
    pub total: u32,
    /// How many by today.
    pub due: u32,
    /// The rows asked for.
    pub rows: Vec<Relance>,
    /// Rows where two values stand.
    pub disputed: Vec<FollowUpDisputed>,
}

/// How many things are to be looked at again by today.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RelancesCount {
    /// How many.
    pub due: u32,
}
