//! The profession: nouns, vocabularies, rules.
//!
//! Pure: no clock, no randomness, no input or output, no panic. Dates and identifiers come as
//! arguments. Shared by the laptop and the server. Labels and rules are those of the national
//! platform (La Coop de la médiation numérique), to the apostrophe, so that figures compare.

pub mod attendance;
pub mod beneficiary;
pub mod catalogue;
pub mod commune;
pub mod outcome;
pub mod pii;
pub mod place;
pub mod rule;
pub mod session;
pub mod text;
pub mod vocabulary;
