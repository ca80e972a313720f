//! What crosses the boundary between the screens and the application: requests, answers,
//! failures. Every type here becomes a TypeScript type. Those that carry personal data have no
//! `Debug`, so that no log can print them.

pub mod access;
pub mod beneficiary;
pub mod conflict;
pub mod corbeille;
pub mod draft;
pub mod erasure;
pub mod everywhere;
pub mod failure;
pub mod file;
pub mod followup;
pub mod guard;
pub mod handover;
pub mod history;
pub mod import;
pub mod merge;
pub mod orders;
pub mod paper;
pub mod place;
pub mod planning;
pub mod session;
pub mod settings;
pub mod sync;
pub mod tag;
pub mod territory;
pub mod twins;
pub mod workshop;

pub use failure::{Failure, FailureCode};
