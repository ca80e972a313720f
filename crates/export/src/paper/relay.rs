//! *Fiche de relais*: where somebody is sent, for her to carry. It names nobody but who sends
//! her: a paper that is lost says nothing of her. Why she goes there stands on it only when both
//! agreed that it should.

use super::{From, facts};
use crate::page::{Block, Document};

/// Room to write by hand.
const BY_HAND: &str = "……………………………………………………………";

/// Where somebody is sent.
#[derive(Clone, Default)]
pub struct RelaySheet {
    /// Who sends her.
    pub from: From,
    /// Name of the place, or kind of structure.
    pub place: String,
    /// The place is one of the directory: what it does not say stays out. Otherwise there is room
    /// to write its address and its phone by hand.
    pub known: bool,
    /// Its address, lines separated by `\n`.
    pub address: Option<String>,
    /// Its phone, as displayed.
    pub phone: Option<String>,
    /// Where it answers in writing or takes appointments: name, address.
    pub online: Vec<(String, String)>,
    /// Its opening hours, in words, one line a day or a group of days.
    pub hours: Vec<String>,
    /// How one gets in: "se présenter", "téléphoner".
    pub access: Vec<String>,
    /// Care it can take.
    pub care: Vec<String>,
    /// What it costs.
    pub fees: Vec<String>,
    /// What for, in the words agreed with the person; absent when she had rather not carry it.
    pub reason: Option<String>,
    /// Appointment, in words.
    pub appointment: Option<String>,
    /// What to bring.
    pub bring: Vec<String>,
    /// Day on which both look at it again, in words.
    pub look_again: Option<String>,
    /// Where the sender answers.
    pub back: Option<String>,
}

impl RelaySheet {
    /// The document.
    #[must_use]
    pub fn document(&self) -> Document {
        let or_by_hand = |known: &Option<String>| match known {
            Some(known) => Some(known.clone()),
            None => (!self.known).then(|| BY_HAND.to_owned()),
        };
        let (address, phone) = (or_by_hand(&self.address), or_by_hand(&self.phone));
        let list = |values: &[String]| values.join(", ");
        let mut known = facts([
            ("Adresse", address.as_deref()),
            ("Téléphone", phone.as_deref()),
            ("Horaires", Some(&self.hours.join("\n"))),
            ("Comment y aller", Some(&list(&self.access))),
            ("Accueil adapté", Some(&list(&self.care))),
            ("Coût", Some(&list(&self.fees))),
        ]);
        if let Block::Facts(lines) = &mut known {
            lines.extend(self.online.iter().cloned());
        }
        let mut blocks = vec![Block::Lead(self.place.clone()), known];
        let mut section = |title: &str, block: Option<Block>| {
            if let Some(block) = block {
                blocks.push(Block::Heading(title.to_owned()));
                blocks.push(block);
            }
        };
        let some = |text: &Option<String>| {
            let text = text.as_deref().map(str::trim);
            text.filter(|text| !text.is_empty()).map(str::to_owned)
        };
        section("Rendez-vous", some(&self.appointment).map(Block::Text));
        section("Pourquoi y aller", some(&self.reason).map(Block::Text));
        let bring = self.bring.iter().map(|thing| thing.trim());
        let bring: Vec<String> = bring
            .filter(|thing| !thing.is_empty())
            .map(str::to_owned)
            .collect();
        section(
            "À apporter",
            (!bring.is_empty()).then_some(Block::Points(bring)),
        );
        section(
            "Et après",
            some(&self.look_again)
                .map(|day| Block::Text(format!("Nous en reparlons à partir du {day}."))),
        );
        section(
            "De la part de",
            Some(facts([
                ("Nom", Some(&self.from.adviser)),
                ("Structure", Some(&self.from.team)),
                ("Pour nous joindre", self.back.as_deref()),
            ])),
        );
        Document {
            title: "Où aller maintenant".to_owned(),
            foot: self.from.foot(),
            blocks,
        }
    }
}
