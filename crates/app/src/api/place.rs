//! Places of activity and communes.

use escale_domain::place::PlaceForm;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A place in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PlaceLine {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// "Commune (50)".
    pub commune: Option<String>,
    /// Typology codes.
    pub typologies: Vec<String>,
    /// Sessions of this adviser there.
    pub sessions: u32,
}

/// Search words (places, communes).
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Search {
    /// What was typed; empty for the most used.
    pub query: String,
    /// Rows at most (1 to 100).
    pub limit: u32,
}

/// Save a place, new or changed.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PlaceSave {
    /// The place to change; a new one when absent.
    pub id: Option<String>,
    /// The form.
    pub form: PlaceForm,
}
