//! *Diagnostic du territoire*: what exists around a place or a commune, which needs were
//! expressed and by which structures (never by which people), what is proposed.

use super::{From, facts};
use crate::page::{Block, Column, Document, Table};

/// The diagnostic of a place or commune at a day.
#[derive(Clone, Default)]
pub struct TerritoryDiagnostic {
    /// Who made it.
    pub from: From,
    /// Name of the place or commune.
    pub territory: String,
    /// Day it was made, in words.
    pub day: String,
    /// What the territory is, in a few lines.
    pub context: Option<String>,
    /// What exists.
    pub existing: Vec<ExistingOffer>,
    /// Needs.
    pub needs: Vec<ExpressedNeed>,
    /// What is proposed.
    pub proposals: Vec<String>,
}

/// Something that exists already.
#[derive(Clone, Default)]
pub struct ExistingOffer {
    /// Who offers it.
    pub who: String,
    /// What.
    pub what: String,
    /// Where and when.
    pub when: String,
}

/// A need somebody expressed.
#[derive(Clone, Default)]
pub struct ExpressedNeed {
    /// The need.
    pub need: String,
    /// The structures that expressed it.
    pub by: String,
}

impl TerritoryDiagnostic {
    /// The document.
    #[must_use]
    pub fn document(&self) -> Document {
        let mut blocks = vec![
            Block::Lead(self.territory.clone()),
            facts([
                ("Établi le", Some(&self.day)),
                ("Par", Some(&self.from.adviser)),
                ("Structure", Some(&self.from.team)),
            ]),
        ];
        if let Some(context) = self.context.as_deref().filter(|text| !text.is_empty()) {
            blocks.push(Block::Heading("Le territoire".to_owned()));
            blocks.push(Block::Text(context.to_owned()));
        }
        let rows = self.existing.iter();
        let rows =
            rows.map(|offer| vec![offer.who.clone(), offer.what.clone(), offer.when.clone()]);
        section(
            &mut blocks,
            "Ce qui existe",
            "Aucune offre relevée.",
            &[("Qui", 3.0), ("Quoi", 4.0), ("Où et quand", 3.0)],
            rows.collect(),
        );
        let rows = self.needs.iter();
        let rows = rows.map(|need| vec![need.need.clone(), need.by.clone()]);
        section(
            &mut blocks,
            "Besoins exprimés",
            "Aucun besoin relevé.",
            &[("Besoin", 6.0), ("Exprimé par", 4.0)],
            rows.collect(),
        );
        blocks.push(Block::Heading("Ce qui est proposé".to_owned()));
        blocks.push(if self.proposals.is_empty() {
            Block::Text("Rien encore.".to_owned())
        } else {
            Block::Points(self.proposals.clone())
        });
        Document {
            title: "Diagnostic du territoire".to_owned(),
            foot: self.from.foot(),
            blocks,
        }
    }
}

fn section(
    blocks: &mut Vec<Block>,
    heading: &str,
    nothing: &str,
    columns: &[(&str, f32)],
    rows: Vec<Vec<String>>,
) {
    blocks.push(Block::Heading(heading.to_owned()));
    if rows.is_empty() {
        blocks.push(Block::Text(nothing.to_owned()));
        return;
    }
    blocks.push(Block::Table(Table {
        columns: columns
            .iter()
            .map(|(heading, share)| Column::new(heading, *share))
            .collect(),
        rows,
        lines: 1.0,
    }));
}
