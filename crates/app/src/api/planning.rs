//! The week: permanences, exceptions, workshops to come, and where one is now.

use escale_domain::planning::stop::StopForm;
use escale_domain::planning::stop_change::StopChangeForm;
use escale_domain::vocabulary::StopChangeKind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::workshop::WorkshopLine;

/// Ask for a period of the plan, at most 400 days.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PlanningAsk {
    /// First day, ISO 8601.
    pub from: String,
    /// Last day, included.
    pub to: String,
}

/// One permanence on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StopLine {
    /// Identifier of the permanence.
    pub stop: String,
    /// The day, ISO 8601.
    pub date: String,
    /// The day its rhythm had put it on.
    pub planned: String,
    /// Start, `09:00`.
    pub starts: String,
    /// End, `12:00`.
    pub ends: String,
    /// Identifier of the place.
    pub place: Option<String>,
    /// Name of the place.
    pub place_name: Option<String>,
    /// "Commune (50)".
    pub commune: Option<String>,
    /// Identifier of the exception that changed it, if any.
    pub change: Option<String>,
    /// What the exception is.
    pub kind: Option<StopChangeKind>,
}

/// What one day holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DayPlan {
    /// The day, ISO 8601.
    pub date: String,
    /// Permanences, cancelled ones too, in the order of the day.
    pub stops: Vec<StopLine>,
    /// Workshops, in the order of the day.
    pub workshops: Vec<WorkshopLine>,
    /// Minutes of travel noted.
    pub travel: Option<u32>,
    /// Minutes of preparation noted.
    pub preparation: Option<u32>,
}

/// A period of the plan.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Planning {
    /// Today, ISO 8601.
    pub today: String,
    /// Every day of the period.
    pub days: Vec<DayPlan>,
}

/// Hours at a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PlaceHours {
    /// Identifier of the place.
    pub place: String,
    /// Name of the place.
    pub name: String,
    /// Start, `09:00`.
    pub starts: String,
    /// End, `12:00`.
    pub ends: String,
}

/// Today as planned, beside the place one is at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TodayPlan {
    /// The place was chosen by hand, for today.
    pub chosen: bool,
    /// Hours planned at the place one is at.
    pub here: Option<PlaceHours>,
    /// What comes next today.
    pub next: Option<PlaceHours>,
    /// Where the plan says one is, when another place was chosen by hand.
    pub planned: Option<PlaceHours>,
    /// What the day holds.
    pub day: DayPlan,
}

/// A permanence, opened.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct StopFile {
    /// The form it was saved from, as it stands today.
    pub form: StopForm,
    /// Name of its place.
    pub place_name: Option<String>,
    /// What was seen, opaque; hand it back with the save.
    pub version: String,
}

/// Save a permanence, new or changed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct StopSave {
    /// The permanence to change; a new one when absent.
    pub id: Option<String>,
    /// The draft this form came from, dropped in the same transaction.
    pub draft: Option<String>,
    /// The form.
    pub form: StopForm,
    /// The `version` of the file this form was opened from.
    pub version: Option<String>,
}

/// Change one day of a permanence, or add one.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct StopChangeSave {
    /// The form.
    pub form: StopChangeForm,
}
