//! What a record was, field by field: who, when, what before.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Ask for the changes of a record.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct HistoryAsk {
    /// Wire name of its table.
    pub table: String,
    /// Its identifier.
    pub id: String,
}

/// One field of one change.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct FieldChange {
    /// The field.
    pub field: String,
    /// What it said before, in words; empty when nothing.
    pub before: String,
    /// What it said after, in words; empty when it was emptied.
    pub after: String,
    /// This change wrote the value that stands today.
    pub stands: bool,
    /// The value this change wrote may be put back.
    pub restorable: bool,
}

/// What a change did to the record itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// The first one.
    Created,
    /// A correction.
    Changed,
    /// Put in the corbeille.
    Deleted,
    /// Taken out of the corbeille.
    Restored,
}

/// What was changed at once.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct Change {
    /// Which write it is; hand it back to put a value back.
    pub write: String,
    /// When, RFC 3339, local time.
    pub at: String,
    /// Who; nothing when this laptop does not know the name.
    pub author: Option<String>,
    /// Written on this laptop.
    pub here: bool,
    /// What became of the record.
    pub kind: ChangeKind,
    /// Its fields.
    pub fields: Vec<FieldChange>,
}

/// The changes of a record.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct History {
    /// Most recent first.
    pub changes: Vec<Change>,
    /// What was seen, opaque; hand it back to put a value back.
    pub version: String,
}

/// Puts a former value back.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct HistoryRestore {
    /// Wire name of the table.
    pub table: String,
    /// Identifier of the record.
    pub id: String,
    /// The field.
    pub field: String,
    /// The change that wrote the value.
    pub write: String,
    /// The `version` of the history this was chosen from.
    pub version: String,
}
