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
    /// The record: a session, a person.
    pub id: String,
    /// Large type.
    pub large: bool,
}
