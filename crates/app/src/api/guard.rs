//! A free text, looked at while it is typed.

use escale_domain::sensitive::WarningKind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A text to look at. Nothing of it is kept.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TextAsk {
    /// As typed.
    pub text: String,
}

/// What it looks like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TextWarning {
    /// The kind.
    pub kind: WarningKind,
    /// The sentence to show.
    pub message: String,
}
