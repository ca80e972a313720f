//! Files that may be of one person.

use escale_domain::twins::Fact;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::beneficiary::BeneficiaryLine;

/// Ask for the probable pairs of the whole notebook.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DuplicatePage {
    /// Names may only resemble.
    pub loose: bool,
    /// Pairs to leave out from the start.
    pub offset: u32,
    /// Pairs at most (1 to 200).
    pub limit: u32,
}

/// Two files that may be of one person.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct Duplicate {
    /// The first by name.
    pub first: BeneficiaryLine,
    /// The other.
    pub second: BeneficiaryLine,
    /// What is the same.
    pub same: Vec<Fact>,
    /// What both have and that differs.
    pub different: Vec<Fact>,
}

/// A page of pairs, likeliest first.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct Duplicates {
    /// How many in all.
    pub total: u32,
    /// The pairs asked for.
    pub rows: Vec<Duplicate>,
}

/// Two files.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Pair {
    /// One.
    pub first: String,
    /// The other.
    pub second: String,
}
