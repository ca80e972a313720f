//! The national file of places of digital mediation: one line and a place, both ways.
//!
//! A line is read with indulgence and everything that is not kept is said: a remark names the
//! column and quotes the value. A line is refused only when its place has no name or no commune.

mod read;
mod row;

pub use read::read;
pub use row::row;

use crate::place::Place;

/// The columns, in the order of the standard.
pub const COLUMNS: [&str; 32] = [
    "id",
    "pivot",
    "nom",
    "commune",
    "code_postal",
    "code_insee",
    "adresse",
    "complement_adresse",
    "latitude",
    "longitude",
    "typologie",
    "telephone",
    "courriels",
    "site_web",
    "horaires",
    "presentation_resume",
    "presentation_detail",
    "source",
    "itinerance",
    "structure_parente",
    "date_maj",
    "services",
    "publics_specifiquement_adresses",
    "prise_en_charge_specifique",
    "frais_a_charge",
    "dispositif_programmes_nationaux",
    "formations_labels",
    "autres_formations_labels",
    "modalites_acces",
    "modalites_accompagnement",
    "fiche_acces_libre",
    "prise_rdv",
];
/// Without these a file is not one of places.
pub const NEEDED: [&str; 3] = ["nom", "commune", "code_postal"];
/// The pivot of a place that has none.
pub const NO_PIVOT: &str = "00000000000000";

/// Something of a line that was not kept, or is doubted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Column of the standard.
    pub column: &'static str,
    /// What is said of it, with the value.
    pub message: String,
}

/// What a line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The place; absent when the line is refused, for the reasons of the last remarks.
    pub place: Option<Place>,
    /// What was not kept or is doubted.
    pub remarks: Vec<Remark>,
}

#[cfg(test)]
mod tests;
