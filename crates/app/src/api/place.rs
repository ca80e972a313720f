//! Places of activity and communes.

use escale_domain::commune::CommuneRef;
use escale_domain::place::PlaceForm;
use escale_domain::vocabulary::Service;
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
    /// The draft this form came from, dropped in the same transaction.
    #[serde(default)]
    pub draft: Option<String>,
    /// The `version` of the place this form was opened from; absent for a new place.
    #[serde(default)]
    pub version: Option<String>,
}

/// A place, whole.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct PlaceFile {
    /// The line.
    pub line: PlaceLine,
    /// The form as it stands.
    pub form: PlaceForm,
    /// The hours of the seven days in words, Monday first ("9:00–12:00", "fermé", "" when not
    /// known); empty when the hours kept cannot be read.
    pub hours: Vec<String>,
    /// Somebody measured where it stands; else it is placed at the centre of its commune.
    pub located: bool,
    /// Day of the last change, ISO 8601.
    pub updated_on: Option<String>,
    /// It is the stop of the moment.
    pub here: bool,
    /// Diagnostics of the territory made about it.
    pub diagnostics: u32,
    /// What was seen, opaque; hand it back with the save.
    pub version: String,
}

/// Ask the directory.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DirectoryAsk {
    /// Name or commune, as typed; empty for all.
    pub query: String,
    /// Only places that offer this.
    pub service: Option<Service>,
    /// Only places open on that day (0 is Monday).
    pub day: Option<u8>,
    /// … at that minute of the day.
    pub minute: Option<u16>,
    /// With a day: those whose hours are not known too.
    pub hours_unknown: bool,
    /// Distances from the centre of this commune; from the stop of the moment when absent.
    pub from: Option<CommuneRef>,
    /// Only places so near, kilometres as the crow flies.
    pub within: Option<u32>,
    /// Nearest first; by name otherwise.
    pub nearest: bool,
    /// Rows to leave out from the start.
    pub offset: u32,
    /// Rows at most (1 to 200).
    pub limit: u32,
}

/// A page of the directory.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct Directory {
    /// How many in all.
    pub total: u32,
    /// The rows asked for.
    pub rows: Vec<DirectoryLine>,
    /// Places that offer it and whose hours that day are not known.
    pub hours_unknown: u32,
    /// Places left out because nobody knows where they are.
    pub distance_unknown: u32,
    /// Where distances are counted from; nothing when that is not known.
    pub origin: Option<String>,
}

/// A place of the directory.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DirectoryLine {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
    /// "Commune (50)".
    pub commune: Option<String>,
    /// Street address.
    pub address: Option<String>,
    /// Phone, as displayed.
    pub phone: Option<String>,
    /// Services, values of the standard.
    pub services: Vec<String>,
    /// Typology codes.
    pub typologies: Vec<String>,
    /// Goes from place to place.
    pub itinerant: bool,
    /// Distance as the crow flies, metres.
    pub distance_m: Option<u32>,
    /// Hours of the day asked, or of today, in words; empty when not known.
    pub hours: String,
}

/// A file of places to import.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PlaceImportAsk {
    /// The text of the file.
    pub text: String,
    /// Only the places of these départements ("50"); all when empty.
    pub departments: Vec<String>,
    /// Change the places known already by what the file says of them.
    pub update: bool,
}

/// What an import would do, or did.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct PlaceImportReport {
    /// The import, to undo it; absent for a trial.
    pub import: Option<String>,
    /// Lines of the départements chosen.
    pub lines: u32,
    /// Places that are new.
    pub created: u32,
    /// Places known already of which the file says something else.
    pub different: u32,
    /// Places known already of which it says nothing else.
    pub same: u32,
    /// Lines that cannot be taken.
    pub refused: u32,
    /// The départements of the whole file, most lines first.
    pub departments: Vec<DepartmentCount>,
    /// What is to be said of lines, in order; 1 000 at most.
    pub remarks: Vec<LineRemark>,
    /// Remarks that are not in the list.
    pub more_remarks: u32,
}

/// How many lines of a département.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DepartmentCount {
    /// Code ("50").
    pub code: String,
    /// Lines.
    pub lines: u32,
}

/// Something to say of a line of a file.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LineRemark {
    /// Number of the line in the file, the heading being 1.
    pub line: u32,
    /// Name of the place, as far as it can be read.
    pub name: String,
    /// Column of the standard.
    pub column: String,
    /// What is said of it.
    pub message: String,
    /// The line is not taken.
    pub refused: bool,
}

/// The latest import that can be undone.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct PlaceImportDone {
    /// Its identifier.
    pub id: String,
    /// When, RFC 3339, local time.
    pub at: String,
    /// Places it made.
    pub created: u32,
    /// Places it changed.
    pub changed: u32,
}

/// An import was undone.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PlaceImportUndone {
    /// Places taken away.
    pub removed: u32,
    /// Places that are again what they were.
    pub restored: u32,
    /// Places kept because somebody used or changed them since.
    pub kept: u32,
}
