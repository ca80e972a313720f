//! Two laptops wrote one field at the same time: both values, and the choice between them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Names a record that may be disputed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ConflictAsk {
    /// `beneficiary`, `session`, `outcome`, `outline`.
    pub table: String,
    /// Identifier of the record.
    pub id: String,
}

/// One of the values that stand.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StandingValue {
    /// Which write it is; hand it back to keep this value.
    pub write: String,
    /// The value in words; empty when the field was emptied.
    pub words: String,
    /// Written on this laptop.
    pub here: bool,
    /// When, RFC 3339, local time.
    pub at: String,
    /// The one on display until somebody chooses.
    pub shown: bool,
}

/// A disputed field.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Conflict {
    /// The record, which may be the outcome of the session asked for.
    pub table: String,
    /// Its identifier.
    pub id: String,
    /// The field.
    pub field: String,
    /// The texts may both be kept, one under the other.
    pub both: bool,
    /// The values, oldest first.
    pub values: Vec<StandingValue>,
}

/// Chooses.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ConflictChoose {
    /// The record.
    pub table: String,
    /// Its identifier.
    pub id: String,
    /// The field.
    pub field: String,
    /// Every value that was before the person's eyes; one that came since stays open.
    pub seen: Vec<String>,
    /// The one to keep; all of them, one under the other, when absent (texts only).
    pub keep: Option<String>,
}
