//! *Feuille d’émargement*: who came to a workshop, signed by each.

use super::{From, facts};
use crate::page::{Block, Column, Document, Table};

/// Where somebody writes by hand what is not known.
const BY_HAND: &str = "de …………………… à ……………………";

/// The attendance sheet of a workshop.
#[derive(Clone, Default)]
pub struct AttendanceSheet {
    /// Who holds the workshop.
    pub from: From,
    /// Title of the workshop.
    pub title: String,
    /// Day of the workshop, in words.
    pub day: String,
    /// "de 14 h à 16 h"; room to write when not known.
    pub hours: Option<String>,
    /// "2 h".
    pub duration: Option<String>,
    /// Name of the place, or of the commune.
    pub place: Option<String>,
    /// Level, in words.
    pub level: Option<String>,
    /// Title of the outline it follows.
    pub outline: Option<String>,
    /// Names of the people expected, in the order of the sheet.
    pub people: Vec<String>,
    /// Names of those who wait for a seat, in their order.
    pub waiting: Vec<String>,
    /// Empty rows after them.
    pub blank: usize,
}

impl AttendanceSheet {
    /// The document.
    #[must_use]
    pub fn document(&self) -> Document {
        let signed = |names: Vec<&str>| {
            Block::Table(Table {
                columns: vec![
                    Column::new("N°", 0.9),
                    Column::new("Prénom et nom", 5.0),
                    Column::new("Signature", 4.6),
                ],
                rows: names
                    .into_iter()
                    .enumerate()
                    .map(|(at, name)| vec![(at + 1).to_string(), name.to_owned(), String::new()])
                    .collect(),
                lines: 1.7,
            })
        };
        let expected = self.people.iter().map(String::as_str);
        let mut sheet = vec![signed(
            expected
                .chain(std::iter::repeat_n("", self.blank))
                .collect(),
        )];
        if !self.waiting.is_empty() {
            sheet.push(Block::Heading("Liste d’attente".to_owned()));
            sheet.push(Block::Text(
                "À faire signer si une place se libère, dans cet ordre.".to_owned(),
            ));
            sheet.push(signed(self.waiting.iter().map(String::as_str).collect()));
        }
        let mut blocks = vec![
            Block::Lead(if self.title.trim().is_empty() {
                "Atelier collectif".to_owned()
            } else {
                self.title.clone()
            }),
            facts([
                ("Date", Some(&self.day)),
                ("Horaires", Some(self.hours.as_deref().unwrap_or(BY_HAND))),
                ("Durée", self.duration.as_deref()),
                ("Lieu", self.place.as_deref()),
                ("Niveau", self.level.as_deref()),
                ("Trame", self.outline.as_deref()),
                ("Animé par", Some(&self.from.adviser)),
                ("Structure", Some(&self.from.team)),
            ]),
        ];
        blocks.append(&mut sheet);
        blocks.push(Block::Remark(
            "Cette feuille atteste la présence à l’atelier et ne sert à rien d’autre. \
             Donner son nom n’est pas obligatoire pour participer : une croix suffit. \
             La notice d’information dit ce qui est gardé, et vos droits."
                .to_owned(),
        ));
        Document {
            title: "Feuille d’émargement".to_owned(),
            foot: self.from.foot(),
            blocks,
        }
    }
}
