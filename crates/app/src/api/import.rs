//! A workbook of people: a look first, then one import that can be taken back.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The file, as the person chose it.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ImportFile {
    /// Its bytes, in base64.
    pub base64: String,
}

/// What is wrong in a cell.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportFault {
    /// The heading of the column.
    pub column: String,
    /// The sentence.
    pub message: String,
}

/// A row of the file, judged.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportRow {
    /// Its number in the sheet.
    pub row: u32,
    /// "Prénom Nom"; what there is of it.
    pub name: String,
    /// Year of birth, commune, phone: what helps to recognise the person.
    pub details: String,
    /// Why it cannot be recorded, when it cannot.
    pub faults: Vec<ImportFault>,
    /// What to look at again before recording it.
    pub warnings: Vec<String>,
    /// Who seems to be the same person: a file, or another row.
    pub twin: Option<String>,
    /// The example of the model.
    pub sample: bool,
}

/// What an import would do. Nothing is recorded yet.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct ImportPreview {
    /// Every row that has something in it.
    pub rows: Vec<ImportRow>,
}

/// Import these rows of the file; none of them when one has faults.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ImportRun {
    /// The bytes of the file, in base64.
    pub base64: String,
    /// Numbers of the rows to record.
    pub rows: Vec<u32>,
}

/// An import.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Import {
    /// Its identifier.
    pub batch: String,
    /// When, RFC 3339, local time.
    pub at: String,
    /// Files it made.
    pub count: u32,
}

/// The last import, if it may still be taken back.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LastImport {
    /// The import.
    pub import: Option<Import>,
}

/// An import to take back.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ImportBatch {
    /// Its identifier.
    pub batch: String,
}

/// What taking an import back did.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ImportUndone {
    /// Files put in the corbeille.
    pub removed: u32,
    /// Files kept because sessions were noted with them since.
    pub kept: u32,
}
