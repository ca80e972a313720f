//! Drafts: a form kept at each change, encrypted, until it is finished or dropped.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Which form a draft belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DraftKind {
    /// A session form.
    Session,
    /// A beneficiary form.
    Beneficiary,
    /// A form of follow-up: goal, referral, procedure, diagnostic…
    FollowUp,
    /// A permanence form.
    Stop,
    /// A form of a workshop to come.
    Workshop,
    /// A workshop outline form.
    Outline,
    /// A place form.
    Place,
    /// A territory diagnostic form.
    Territory,
}

/// Keep a form as it stands.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DraftSave {
    /// The draft to replace; a new one when absent.
    pub id: Option<String>,
    /// Which form.
    pub kind: DraftKind,
    /// The record being edited, if it exists already.
    pub record: Option<String>,
    /// The form, as the screen holds it (opaque to the application).
    #[ts(type = "unknown")]
    pub body: serde_json::Value,
}

/// A draft was kept.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DraftSaved {
    /// Its identifier.
    pub id: String,
    /// When, RFC 3339, local time.
    pub saved_at: String,
}

/// A draft.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct Draft {
    /// Its identifier.
    pub id: String,
    /// Which form.
    pub kind: DraftKind,
    /// The record being edited, if it exists already.
    pub record: Option<String>,
    /// When it was last kept, RFC 3339, local time.
    pub saved_at: String,
    /// The form.
    #[ts(type = "unknown")]
    pub body: serde_json::Value,
}

/// Names one record.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ById {
    /// Its identifier.
    pub id: String,
}
