//! What should not be written in notes: social security numbers, bank cards, bank accounts,
//! passwords, health. The finder warns where it saw something; it never changes a text, and it
//! never repeats what it found.
//!
//! Approximate by nature. Numbers are checked by their key, so that a phone number or a file
//! number rarely alarms; words are only a lexicon.

mod lexicon;
mod numbers;

pub(crate) use numbers::luhn;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a piece of text looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum WarningKind {
    /// A French social security number (NIR).
    SocialSecurityNumber,
    /// A bank card number.
    CardNumber,
    /// A bank account (IBAN).
    BankAccount,
    /// A password or a code.
    Password,
    /// Health.
    Health,
}

impl WarningKind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::SocialSecurityNumber,
        Self::CardNumber,
        Self::BankAccount,
        Self::Password,
        Self::Health,
    ];

    /// Stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::SocialSecurityNumber => "social_security_number",
            Self::CardNumber => "card_number",
            Self::BankAccount => "bank_account",
            Self::Password => "password",
            Self::Health => "health",
        }
    }

    /// The sentence to show.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::SocialSecurityNumber => {
                "Ceci ressemble à un numéro de sécurité sociale. Ne le conservez pas ici."
            }
            Self::CardNumber => {
                "Ceci ressemble à un numéro de carte bancaire. Ne le conservez pas ici."
            }
            Self::BankAccount => "Ceci ressemble à un IBAN. Ne le conservez pas ici.",
            Self::Password => {
                "Ceci ressemble à un mot de passe ou à un code. Ne le conservez pas ici."
            }
            Self::Health => {
                "Ceci ressemble à une information de santé. Il est interdit d’en conserver ici."
            }
        }
    }
}

/// A piece of text to look at again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
pub struct Warning {
    /// First character (not byte) of the piece.
    pub start: usize,
    /// First character after it.
    pub end: usize,
    /// What it looks like.
    pub kind: WarningKind,
}

/// Everything in the text that should be looked at again, in order.
#[must_use]
pub fn warnings(text: &str) -> Vec<Warning> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    numbers::numbers(&chars, &mut found);
    numbers::accounts(&chars, &mut found);
    let words = lexicon::words(&chars);
    lexicon::passwords(&chars, &words, &mut found);
    lexicon::health(&words, &mut found);
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests;
