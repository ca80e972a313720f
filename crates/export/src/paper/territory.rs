//! *Diagnostic de territoire*: what exists around a place or a commune, which needs were
//! expressed and by which structures (never by which people), what is proposed.

use super::{From, facts};
use crate::page::{Block, Document};

/// The diagnostic of a place or commune at a day.
#[derive(Clone, Default)]
pub struct TerritoryDiagnostic {
    /// Who prints it.
    pub from: From,
    /// Name of the place or commune.
    pub territory: String,
    /// The commune of the place.
    pub commune: Option<String>,
    /// Day it was made, in words.
    pub day: String,
    /// What it says, in order; parts that say nothing are left out.
    pub parts: Vec<DiagnosticPart>,
    /// Names of the parts of which another text, written at the same time, is not shown.
    pub disputed: Vec<String>,
}

/// A part of a diagnostic.
#[derive(Clone, Default)]
pub struct DiagnosticPart {
    /// Its heading.
    pub title: String,
    /// Its paragraphs.
    pub paragraphs: Vec<String>,
    /// Its list.
    pub items: Vec<String>,
}

impl TerritoryDiagnostic {
    /// The document.
    #[must_use]
    pub fn document(&self) -> Document {
        let mut blocks = vec![
            Block::Lead(self.territory.clone()),
            facts([
                ("Commune", self.commune.as_deref()),
                ("Établi le", Some(&self.day)),
                ("Structure", Some(&self.from.team)),
            ]),
        ];
        if !self.disputed.is_empty() {
            blocks.push(Block::Remark(format!(
                "Deux textes ont été écrits en même temps ({}) : un seul figure ici, les deux sont \
                 gardés dans Escale.",
                self.disputed.join(", ")
            )));
        }
        for part in &self.parts {
            if part.paragraphs.is_empty() && part.items.is_empty() {
                continue;
            }
            blocks.push(Block::Heading(part.title.clone()));
            blocks.extend(part.paragraphs.iter().cloned().map(Block::Text));
            if !part.items.is_empty() {
                blocks.push(Block::Points(part.items.clone()));
            }
        }
        Document {
            title: "Diagnostic de territoire".to_owned(),
            foot: self.from.foot(),
            blocks,
        }
    }
}
