//! Place: a *lieu d’activité*, as in the national standard of places of digital mediation.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::commune::CommuneRef;

/// What the screen sends for a place met on the road.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct PlaceForm {
    /// Name of the place.
    pub name: String,
    /// Street address.
    pub address: String,
    /// Commune.
    pub commune: Option<CommuneRef>,
    /// Typologies, codes of the national standard (`MUNI`, `CCAS`, …).
    pub typologies: Vec<String>,
    /// SIRET, 14 digits, or empty.
    pub siret: String,
    /// RNA, `W` and 9 digits, or empty.
    pub rna: String,
    /// Itinerant (a bus, for instance).
    pub itinerant: bool,
}
