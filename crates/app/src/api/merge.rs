//! Two files that become one, and may become two again.

use std::collections::BTreeMap;

use escale_domain::joining::MergeChoice;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::beneficiary::BeneficiaryLine;

/// Ask what joining two files would give.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MergeAsk {
    /// The file that would be joined.
    pub source: String,
    /// The file that would stay.
    pub target: String,
}

/// A field of both files.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct MergeField {
    /// Which one.
    pub field: String,
    /// What the joined file says, in words; empty when nothing.
    pub source: String,
    /// What the file that stays says, in words; empty when nothing.
    pub target: String,
    /// What will stand unless the person says otherwise.
    pub choice: MergeChoice,
    /// Both may be kept.
    pub both: bool,
}

/// What joining two files would give.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct MergePreview {
    /// The file that would be joined.
    pub source: BeneficiaryLine,
    /// The file that would stay.
    pub target: BeneficiaryLine,
    /// The fields that at least one of them has.
    pub fields: Vec<MergeField>,
    /// Sessions that both attended: each counts once afterwards.
    pub shared: u32,
    /// Sessions of the person afterwards.
    pub sessions: u32,
    /// What was seen of the joined file, opaque.
    pub source_version: String,
    /// What was seen of the file that stays, opaque.
    pub target_version: String,
}

/// Joins two files.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MergeDo {
    /// The file to join: it goes to the corbeille, whole.
    pub source: String,
    /// The file that stays.
    pub target: String,
    /// Fields for which the person chose; others as previewed.
    pub choices: BTreeMap<String, MergeChoice>,
    /// From the preview.
    pub source_version: String,
    /// From the preview.
    pub target_version: String,
}

/// A file joined to the one shown.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct MergedFile {
    /// Its identifier.
    pub id: String,
    /// "Prénom Nom", as it says.
    pub name: String,
    /// When they were joined, RFC 3339, local time.
    pub at: String,
    /// What was written to it since, elsewhere, by somebody who did not know.
    pub late: Vec<LateValue>,
}

/// A value written to a joined file by somebody who did not know.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct LateValue {
    /// The field.
    pub field: String,
    /// The value, in words; empty when it was emptied.
    pub words: String,
}

/// Settles what was written to a joined file since.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MergeTake {
    /// The joined file.
    pub source: String,
    /// Fields to take into the file that stays; the others are left where they are.
    pub fields: Vec<String>,
}
