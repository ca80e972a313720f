//! The encrypted notebook on disk: key slots, one SQLCipher file, its backups.
//!
//! Invariants: every change passes through [`Notebook::commit`], one transaction, durable when it
//! returns; no byte of a person's file reaches the disk unencrypted; nothing is ever deleted
//! because an attempt failed. This crate talks to no keyring, no clock and no network: secrets
//! and instants come as arguments. It does not know the exchange protocol: replicated state and
//! operations are opaque text to it.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod backup;
pub mod beneficiary;
pub mod corbeille;
pub mod draft;
pub mod erasure;
pub mod error;
mod everywhere;
mod files;
pub mod followup;
pub mod handover;
pub mod key;
pub mod meta;
pub mod notebook;
pub mod place;
pub mod planning;
pub mod record;
mod search;
pub mod session;
pub mod slots;
pub mod sync;
pub mod tag;
pub mod territory;

pub use error::{Error, Result};
pub use key::{Key, KeyringSecret};
pub use notebook::{Identity, Notebook, Reader, Tx};
pub use record::{RecordRow, Row};
