//! What the screens send and show of a place: everything as typed.

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
    /// Building, floor.
    pub address_more: String,
    /// Commune.
    pub commune: Option<CommuneRef>,
    /// Latitude in degrees, with `longitude` or not at all.
    pub latitude: String,
    /// Longitude in degrees.
    pub longitude: String,
    /// Typologies, codes of the national standard (`MUNI`, `CCAS`, …).
    pub typologies: Vec<String>,
    /// SIRET, 14 digits, or empty.
    pub siret: String,
    /// RNA, `W` and 9 digits, or empty.
    pub rna: String,
    /// Another identifier (RIDET), or empty.
    pub identifier: String,
    /// Itinerant (a bus, for instance).
    pub itinerant: bool,
    /// Stands somewhere.
    pub fixed: bool,
    /// Phone, in any way of writing one.
    pub phone: String,
    /// E-mail addresses.
    pub emails: Vec<String>,
    /// Web addresses.
    pub websites: Vec<String>,
    /// Opening hours as they were written; `days` replaces them when it says otherwise.
    pub opening_hours: String,
    /// The hours of the seven days, Monday first, as typed ("9h-12h, 14h-17h30", "fermé", "").
    /// Empty where the hours kept cannot be read, and are left as they are.
    pub days: Vec<String>,
    /// What the hours do not say.
    pub hours_note: String,
    /// Presentation, 280 characters at most.
    pub summary: String,
    /// Presentation at length.
    pub details: String,
    /// Who says so.
    pub source: String,
    /// Identifier where it came from.
    pub source_id: String,
    /// The structure it belongs to.
    pub parent: String,
    /// What it helps with: values of the standard.
    pub services: Vec<String>,
    /// People it is meant for.
    pub publics: Vec<String>,
    /// Care it can take.
    pub special_care: Vec<String>,
    /// What it costs.
    pub fees: Vec<String>,
    /// National programmes.
    pub programmes: Vec<String>,
    /// Training and labels.
    pub labels: Vec<String>,
    /// Other training and labels, free.
    pub other_labels: Vec<String>,
    /// How one gets in.
    pub access_modes: Vec<String>,
    /// How one is helped.
    pub support_modes: Vec<String>,
    /// Its file at Acceslibre.
    pub accessibility_url: String,
    /// Where to book.
    pub booking_url: String,
}
