//! *Fiche de relais*: where somebody is sent, for her to carry. It names nobody but who sends
//! her: a paper that is lost says nothing of her.

use super::{From, facts};
use crate::page::{Block, Document};

/// Where somebody is sent.
#[derive(Clone, Default)]
pub struct RelaySheet {
    /// Who sends her.
    pub from: From,
    /// Name of the place.
    pub place: String,
    /// Its address, lines separated by `\n`.
    pub address: Option<String>,
    /// Its phone, as displayed.
    pub phone: Option<String>,
    /// Its opening hours, in words, one line a day or a group of days.
    pub hours: Vec<String>,
    /// What for, in the words agreed with the person.
    pub reason: String,
    /// Appointment, in words.
    pub appointment: Option<String>,
    /// What to bring.
    pub bring: Vec<String>,
    /// A phone where the sender answers.
    pub back: Option<String>,
}

impl RelaySheet {
    /// The document.
    #[must_use]
    pub fn document(&self) -> Document {
        let hours = self.hours.join("\n");
        let mut blocks = vec![
            Block::Lead(self.place.clone()),
            facts([
                ("Adresse", self.address.as_deref()),
                ("Téléphone", self.phone.as_deref()),
                ("Horaires", Some(&hours)),
                ("Rendez-vous", self.appointment.as_deref()),
            ]),
            Block::Heading("Pourquoi y aller".to_owned()),
            Block::Text(self.reason.clone()),
        ];
        let bring: Vec<String> = self
            .bring
            .iter()
            .filter(|thing| !thing.trim().is_empty())
            .cloned()
            .collect();
        if !bring.is_empty() {
            blocks.push(Block::Heading("À apporter".to_owned()));
            blocks.push(Block::Points(bring));
        }
        blocks.push(Block::Heading("De la part de".to_owned()));
        blocks.push(facts([
            ("Nom", Some(&self.from.adviser)),
            ("Structure", Some(&self.from.team)),
            ("Pour nous joindre", self.back.as_deref()),
            ("Fait le", Some(&self.from.day)),
        ]));
        Document {
            title: "Où aller maintenant".to_owned(),
            foot: self.from.foot(),
            blocks,
        }
    }
}
