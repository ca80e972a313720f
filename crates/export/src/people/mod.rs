//! People of a workbook: the model of the national platform ("Importer des bénéficiaires"), sheet
//! "Bénéficiaires", instructions on the first row, headings on the next two, people below.
//!
//! [`read`] takes the file as hostile: what it says of its own size is never believed. [`check`]
//! tells every fault of a row in the words of the platform; nothing is corrected or dropped
//! without saying so.

mod book;
mod check;

pub use book::{BookError, BookRow, read};
pub use check::{Fault, Person, check};

/// Columns read, A to J.
pub const COLUMNS: usize = 10;
/// People in one file at most.
pub const MOST: usize = 5_000;
