//! What crosses the boundary between the screens and the application: requests, answers,
//! failures. Every type here becomes a TypeScript type. Those that carry personal data have no
//! `Debug`, so that no log can print them.

pub mod access;
pub mod beneficiary;
pub mod conflict;
pub mod corbeille;
pub mod draft;
pub mod failure;
pub mod file;
pub mod import;
pub mod paper;
pub mod place;
pub mod session;
pub mod settings;
pub mod sync;
pub mod tag;

pub use failure::{Failure, FailureCode};
