//! The documents a person takes away. Each is a structure of text, filled by the application,
//! and says what it is made of as a [`Document`](crate::page::Document).
//!
//! Dates arrive in words: nothing here reads a clock. Nothing is asked of a notebook.

mod attendance;
mod notice;
mod person;
mod relay;
mod territory;

pub use attendance::AttendanceSheet;
pub use notice::Notice;
pub use person::{PersonFile, PersonSection, PersonSession};
pub use relay::RelaySheet;
pub use territory::{DiagnosticPart, TerritoryDiagnostic};

use crate::page::Block;

/// Who hands the paper over, and when. On every document.
#[derive(Clone, Default)]
pub struct From {
    /// "Camille Exemple".
    pub adviser: String,
    /// "Itinérance Côte des Isles".
    pub team: String,
    /// Day of printing, in words: "24 novembre 2026".
    pub day: String,
}

impl From {
    fn foot(&self) -> String {
        format!("{} · {}", self.day, self.team)
    }
}

/// The facts that are known.
fn facts<const N: usize>(known: [(&str, Option<&str>); N]) -> Block {
    Block::Facts(
        known
            .into_iter()
            .filter_map(|(name, value)| {
                let value = value.map(str::trim).filter(|value| !value.is_empty())?;
                Some((name.to_owned(), value.to_owned()))
            })
            .collect(),
    )
}

fn texts<const N: usize>(texts: [&str; N]) -> Vec<String> {
    texts.map(str::to_owned).into()
}
