//! The corbeille.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Ask for a page of the corbeille, latest deleted first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CorbeillePage {
    /// Rows to leave out from the start.
    pub offset: u32,
    /// Rows at most (1 to 200).
    pub limit: u32,
}

/// A record in the corbeille.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CorbeilleRow {
    /// Wire name of its table.
    pub table: String,
    /// Identifier.
    pub id: String,
}

/// What was deleted, in words.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CorbeilleLine {
    /// Wire name of its table.
    pub table: String,
    /// Identifier.
    pub id: String,
    /// What it is: « Séance », « Bénéficiaire »…
    pub noun: String,
    /// What a person recognises it by.
    pub label: String,
    /// A little more, where the label is not enough.
    pub detail: Option<String>,
    /// When it was deleted, RFC 3339, local time.
    pub deleted_at: String,
    /// Whole days during which it can still be restored.
    pub days_left: u32,
}

/// A page of the corbeille.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct Corbeille {
    /// How many in all.
    pub total: u32,
    /// The rows asked for.
    pub rows: Vec<CorbeilleLine>,
}
