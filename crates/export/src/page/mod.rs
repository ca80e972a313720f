//! A document from blocks of text to the bytes of a PDF: [`clean`] text that the letters can
//! show, [`letters`] shaped and broken into lines, a [`layout`] of marks on A4 sheets, and the
//! tagged file of [`pdf`].
//!
//! One path for screen, print and file. Blocks know nothing of points; the layout knows nothing
//! of PDF.

mod block;
mod clean;
mod layout;
mod letters;
mod pdf;
mod structure;
mod table;

pub use block::{Block, Column, Document, Table};
pub use pdf::PageError;

/// How a document is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Setting {
    /// Large type, for whoever reads with difficulty: one and a half times the usual size.
    pub large: bool,
}

impl Document {
    /// The bytes of the PDF: A4, tagged (PDF/UA-1), in French, letters embedded.
    ///
    /// # Errors
    /// [`PageError`] when the file breaks a rule of its own standard, which is a defect.
    pub fn pdf(&self, setting: Setting) -> Result<Vec<u8>, PageError> {
        pdf::write(&layout::sheets(self, setting))
    }
}
