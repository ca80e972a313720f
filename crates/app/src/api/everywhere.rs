//! Looking everywhere at once.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::beneficiary::BeneficiaryLine;
use super::place::PlaceLine;
use super::session::SessionLine;

/// What was typed, to be looked for everywhere.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SearchEverywhere {
    /// A name, part of a phone, a place, a day, a title, a theme.
    pub query: String,
}

/// What was found, each group best first.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct FoundEverywhere {
    /// People (8 at most).
    pub people: Vec<BeneficiaryLine>,
    /// How many people in all.
    pub people_total: u32,
    /// The people match only approximately (a typo was forgiven).
    pub approximate: bool,
    /// Places (5 at most).
    pub places: Vec<PlaceLine>,
    /// Sessions by their day or month, then by title, then by theme (8 at most).
    pub sessions: Vec<SessionLine>,
}
