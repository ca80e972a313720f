//! The profession: nouns, vocabularies, rules.
//!
//! Pure: no clock, no randomness, no input or output, no panic. Dates and identifiers come as
//! arguments. Shared by the laptop and the server. Labels and rules are those of the national
//! platform (La Coop de la médiation numérique), to the apostrophe, so that figures compare.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod attendance;
pub mod beneficiary;
pub mod catalogue;
pub mod commune;
pub mod email;
pub mod erasure;
pub mod fields;
pub mod followup;
pub mod generated;
pub mod geo;
pub mod handover;
pub mod joining;
pub mod opening;
pub mod outcome;
pub mod passphrase;
pub mod phone;
pub mod pii;
pub mod place;
pub mod planning;
pub mod rule;
pub mod sensitive;
pub mod session;
pub mod standard;
pub mod tag;
pub mod territory;
pub mod text;
pub mod time_words;
pub mod twins;
pub mod vocabulary;
