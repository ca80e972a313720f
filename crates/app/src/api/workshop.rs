//! Workshops to come, who is expected, and the session they become.

use escale_domain::planning::outline::OutlineForm;
use escale_domain::planning::registration::RegistrationForm;
use escale_domain::planning::workshop::WorkshopForm;
use escale_domain::session::SessionForm;
use escale_domain::vocabulary::WorkshopLevel;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A workshop in a list. Nobody's name is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WorkshopLine {
    /// Identifier.
    pub id: String,
    /// Day, ISO 8601.
    pub date: String,
    /// Start, `14:00`.
    pub starts: String,
    /// End, `16:00`.
    pub ends: String,
    /// Identifier of the place.
    pub place: Option<String>,
    /// Name of the place.
    pub place_name: Option<String>,
    /// Title.
    pub title: String,
    /// Level.
    pub level: Option<WorkshopLevel>,
    /// Seats; no limit when absent.
    pub capacity: Option<u32>,
    /// People who have a seat.
    pub registered: u32,
    /// People who wait for one.
    pub waiting: u32,
    /// The session that recorded it, once it is.
    pub session: Option<String>,
}

/// Somebody expected at a workshop.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RegistrationLine {
    /// Identifier.
    pub id: String,
    /// The named person, by identifier.
    pub beneficiary: Option<String>,
    /// Who, in words: a name, a first name, initials.
    pub name: String,
    /// How many people.
    pub count: u32,
    /// How many of them have a seat.
    pub seated: u32,
    /// How many of them wait.
    pub waiting: u32,
    /// How many of them came.
    pub present: u32,
    /// The same person is registered already, earlier; she counts once.
    pub double: bool,
}

/// A workshop to come, opened: what the attendance sheet needs, too.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct WorkshopFile {
    /// Its line.
    pub line: WorkshopLine,
    /// The form it was saved from, as it stands today.
    pub form: WorkshopForm,
    /// Who is expected, in the order of registration.
    pub registrations: Vec<RegistrationLine>,
    /// Title of the outline it follows.
    pub outline: Option<String>,
    /// Today, ISO 8601.
    pub today: String,
    /// What was seen, opaque; hand it back with the save.
    pub version: String,
}

/// Save a workshop to come, new or changed.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct WorkshopSave {
    /// The workshop to change; a new one when absent.
    pub id: Option<String>,
    /// The draft this form came from, dropped in the same transaction.
    pub draft: Option<String>,
    /// The form.
    pub form: WorkshopForm,
    /// The `version` of the file this form was opened from.
    pub version: Option<String>,
}

/// What a new workshop may start from.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct WorkshopModels {
    /// Today, ISO 8601.
    pub today: String,
    /// My latest workshops, latest first.
    pub recent: Vec<WorkshopLine>,
    /// The team's outlines, by title.
    pub outlines: Vec<OutlineLine>,
}

/// Register somebody.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RegistrationSave {
    /// Who.
    pub form: RegistrationForm,
}

/// So many people of a registration came.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Presence {
    /// Identifier of the registration.
    pub id: String,
    /// How many; none to take it back.
    pub present: u32,
}

/// Call the roll.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RollCall {
    /// Who came; registrations that are not named stay as they are.
    pub presences: Vec<Presence>,
}

/// The session form a workshop becomes.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct WorkshopSession {
    /// The session that recorded it already, if one did.
    pub session: Option<String>,
    /// The form, filled with who came.
    pub form: SessionForm,
    /// Display names of `form.people`, in the same order.
    pub people: Vec<String>,
    /// Name of its place.
    pub place_name: Option<String>,
}

/// An outline in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OutlineLine {
    /// Identifier.
    pub id: String,
    /// Title.
    pub title: String,
    /// Level.
    pub level: Option<WorkshopLevel>,
    /// Minutes.
    pub duration: Option<u32>,
    /// Two laptops wrote one of its texts at the same time.
    pub conflict: bool,
}

/// An outline, opened.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct OutlineFile {
    /// The form it was saved from, as it stands today.
    pub form: OutlineForm,
    /// What was seen, opaque; hand it back with the save.
    pub version: String,
}

/// Save an outline, new or changed.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OutlineSave {
    /// The outline to change; a new one when absent.
    pub id: Option<String>,
    /// The draft this form came from, dropped in the same transaction.
    pub draft: Option<String>,
    /// The form.
    pub form: OutlineForm,
    /// The `version` of the file this form was opened from.
    pub version: Option<String>,
}
