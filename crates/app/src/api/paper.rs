//! Documents on paper.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Ask for a document that is about nobody in particular.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PaperSetting {
    /// Large type.
    pub large: bool,
}

/// Ask for a document about one record.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PaperOf {
    /// The record: a session, a workshop, a diagnostic, a person.
    pub id: String,
    /// Large type.
    pub large: bool,
}

/// Which orientation: one that is followed, or that of a session nobody follows yet.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RelayAsk {
    /// The referral.
    pub referral: Option<String>,
    /// The session, when there is no referral.
    pub session: Option<String>,
}

/// What the sheet of an orientation would say.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct RelayAbout {
    /// Name of the place, or kind of structure.
    pub place: String,
    /// The place is one of the directory: its address and hours are on the sheet.
    pub known: bool,
    /// The reason that was noted.
    pub reason: Option<String>,
    /// Day to look at it again, in words.
    pub look_again: Option<String>,
    /// Where the adviser answers, as last written on a sheet.
    pub contact: String,
}

/// Ask for the sheet of an orientation. What is typed here goes to the paper and is not kept,
/// `contact` excepted.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RelayPaper {
    /// Which orientation.
    pub of: RelayAsk,
    /// Write the reason that was noted.
    pub reason: bool,
    /// Write the day to look at it again.
    pub look_again: bool,
    /// What to bring, one thing a line.
    pub bring: String,
    /// Appointment, in words.
    pub appointment: String,
    /// Where the adviser answers.
    pub contact: String,
    /// Large type.
    pub large: bool,
}
