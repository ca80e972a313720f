//! Diagnostics of the territory.

use escale_domain::territory::TerritoryForm;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A diagnostic in a list.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TerritoryLine {
    /// Identifier.
    pub id: String,
    /// The place or the commune it is about.
    pub about: String,
    /// Day, ISO 8601.
    pub date: String,
    /// "Commune (50)": its own, or that of its place.
    pub commune: Option<String>,
    /// Structures that expressed needs.
    pub structures: Vec<String>,
    /// Something to look at (two texts at once).
    pub conflict: bool,
}

/// Ask for diagnostics.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TerritoryPage {
    /// Of that place only.
    pub place: Option<String>,
    /// Of that commune only (INSEE code), its places included.
    pub commune: Option<String>,
    /// Rows to leave out from the start.
    pub offset: u32,
    /// Rows at most (1 to 200).
    pub limit: u32,
}

/// A page of diagnostics, latest first.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct Territories {
    /// How many in all.
    pub total: u32,
    /// The rows asked for.
    pub rows: Vec<TerritoryLine>,
}

/// A diagnostic, whole.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct TerritoryFile {
    /// The place or the commune it is about.
    pub about: String,
    /// Name of the place it is about.
    pub place_name: Option<String>,
    /// "Commune (50)".
    pub commune: Option<String>,
    /// The form as it stands.
    pub form: TerritoryForm,
    /// Field names in which two laptops wrote different texts at the same time.
    pub conflicts: Vec<String>,
    /// What was seen, opaque; hand it back with the save.
    pub version: String,
}

/// Save a diagnostic, new or changed.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TerritorySave {
    /// The diagnostic to change; a new one when absent.
    pub id: Option<String>,
    /// The draft this form came from, dropped in the same transaction.
    pub draft: Option<String>,
    /// The form.
    pub form: TerritoryForm,
    /// The `version` of the file this form was opened from; absent for a new one.
    pub version: Option<String>,
}

/// Everything a diagnostic says, in order.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TerritoryText {
    /// "Diagnostic de territoire".
    pub title: String,
    /// The place or the commune it is about.
    pub about: String,
    /// The commune of the place.
    pub commune: Option<String>,
    /// Day in words, "20 novembre 2026".
    pub date: String,
    /// The team that made it.
    pub team: String,
    /// The parts that say something.
    pub parts: Vec<TerritoryPart>,
}

/// A part of a diagnostic.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct TerritoryPart {
    /// Its heading.
    pub title: String,
    /// Its paragraphs.
    pub paragraphs: Vec<String>,
    /// Its list.
    pub items: Vec<String>,
}
