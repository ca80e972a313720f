//! Sessions, the day, and what a new form starts with.

use escale_domain::commune::CommuneRef;
use escale_domain::session::SessionForm;
use escale_domain::vocabulary::{PlaceKind, SessionKind, Theme};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::draft::Draft;
use super::place::PlaceLine;
use super::planning::TodayPlan;

/// A session in a list.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SessionLine {
    /// Identifier.
    pub id: String,
    /// Individual or workshop.
    pub kind: SessionKind,
    /// Day, ISO 8601.
    pub date: String,
    /// When it was recorded, RFC 3339, local time.
    pub recorded_at: String,
    /// Minutes.
    pub duration: u32,
    /// Display name of the first named person, if any.
    pub person: Option<String>,
    /// Named people present.
    pub named: u32,
    /// Anonymous people present.
    pub anonymous: u32,
    /// Title of the workshop.
    pub title: Option<String>,
    /// Themes.
    pub themes: Vec<Theme>,
    /// Where.
    pub place_kind: Option<PlaceKind>,
    /// Name of the place or of the commune.
    pub place: Option<String>,
    /// Whether the central server has confirmed it.
    pub sent: bool,
    /// Two laptops wrote different values at the same time: to be looked at.
    pub conflict: bool,
    /// Names of its tags.
    pub tags: Vec<String>,
}

/// What a list of sessions is sifted by, all at once.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct SessionSieve {
    /// Only that kind.
    pub kind: Option<SessionKind>,
    /// Only at that place.
    pub place: Option<String>,
    /// Only with that theme.
    pub theme: Option<Theme>,
    /// Only with that tag.
    pub tag: Option<String>,
}

/// Ask for a page of sessions, most recent first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SessionPage {
    /// Rows to leave out from the start.
    pub offset: u32,
    /// Rows at most (1 to 200).
    pub limit: u32,
    /// From that day on, ISO 8601.
    pub from: Option<String>,
    /// Until that day, ISO 8601.
    pub to: Option<String>,
    /// Only that person's.
    pub beneficiary: Option<String>,
    /// More to sift by.
    #[serde(default)]
    #[ts(optional)]
    pub sieve: Option<SessionSieve>,
}

/// Ask for the identifiers of every session that a list holds.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SessionSelect {
    /// From that day on, ISO 8601.
    pub from: Option<String>,
    /// Until that day, ISO 8601.
    pub to: Option<String>,
    /// Only that person's.
    pub beneficiary: Option<String>,
    /// More to sift by.
    pub sieve: SessionSieve,
}

/// Identifiers of records of one kind.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Ids {
    /// The identifiers.
    pub ids: Vec<String>,
}

/// Put a tag on sessions, or take it off.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SessionsTag {
    /// The sessions.
    pub ids: Vec<String>,
    /// The tag.
    pub tag: String,
    /// Put it on; else take it off.
    pub on: bool,
}

/// A page of sessions.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct Sessions {
    /// How many in all.
    pub total: u32,
    /// The rows asked for.
    pub rows: Vec<SessionLine>,
}

/// A session, opened.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct SessionFile {
    /// The form it was saved from, as it stands today.
    pub form: SessionForm,
    /// Its line.
    pub line: SessionLine,
    /// Display names of the people present, in the order of `form.people`.
    pub people: Vec<String>,
    /// Name of the place the person was sent to, if one was chosen.
    pub redirection_place: Option<String>,
    /// Field names in which two laptops wrote different values at the same time.
    pub conflicts: Vec<String>,
    /// What was seen, opaque; hand it back with the save, so that what a colleague changes in
    /// the meantime is neither lost nor silently overwritten.
    pub version: String,
}

/// Save a session, new or changed.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SessionSave {
    /// The session to change; a new one when absent.
    pub id: Option<String>,
    /// The draft this form came from, dropped in the same transaction.
    pub draft: Option<String>,
    /// The form.
    pub form: SessionForm,
    /// The `version` of the file this form was opened from; absent for a new session.
    pub version: Option<String>,
    /// The planned workshop this new session records.
    #[serde(default)]
    #[ts(optional)]
    pub workshop: Option<String>,
}

/// What was saved.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Saved {
    /// Its identifier.
    pub id: String,
}

/// What a new session form starts with.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct SessionDefaults {
    /// Today, ISO 8601.
    pub date: String,
    /// The stop the adviser is at.
    pub place: Option<PlaceLine>,
    /// The commune of the last session outside a place.
    pub commune: Option<CommuneRef>,
    /// Durations to offer, minutes: mine, most used first, then the usual ones.
    pub durations: Vec<u32>,
    /// My usual duration.
    pub duration: Option<u32>,
    /// Themes (not administrative), my most used first.
    pub themes: Vec<Theme>,
    /// Administrative themes, my most used first.
    pub administrative_themes: Vec<Theme>,
    /// The last session of today, for "same as before".
    pub previous: Option<SessionForm>,
}

/// The first screen of the day.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct Today {
    /// Today, ISO 8601.
    pub date: String,
    /// The stop the adviser is at.
    pub place: Option<PlaceLine>,
    /// The day as planned.
    pub plan: TodayPlan,
    /// Sessions dated today, latest recorded first.
    pub sessions: Vec<SessionLine>,
    /// People met today (accompagnements).
    pub people: u32,
    /// Minutes noted today.
    pub minutes: u32,
    /// Drafts to finish.
    pub drafts: Vec<Draft>,
}
