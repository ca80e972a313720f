//! The central server: it keeps what laptops send, and gives it to those who may read it.
//!
//! The protocol is decided in `escale_sync::server`, pure; here are the door (HTTP, identity,
//! limits), the cupboard (SQLCipher or PostgreSQL) and the keys (TLS). Invariants: nothing is acknowledged
//! before it is durable; nothing an authenticated device sends is dropped; a log line never
//! holds personal data.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod access;
mod admin;
mod backup;
mod check;
mod clock;
mod error;
mod http;
mod ledger;
mod limit;
mod metrics;
mod migrate;
mod parcel;
mod restore;
mod secret;
mod serve;
mod snapshot;
mod store;
mod tls;
mod witness;

pub use admin::{Admin, DeviceLine, NewCode, ParcelLine};
pub use backup::{Backups, Manifest, RecoverySecret, manifest};
pub use check::{Finding, Level, check};
pub use clock::Clock;
pub use error::Error;
pub use escale_sync::order::Command;
pub use ledger::Replayed;
pub use limit::Limits;
pub use migrate::{Moved, migrate_to_postgres};
pub use restore::{Restored, restore};
pub use serve::{Server, Settings, start};
pub use store::count::Counts;
pub use store::device::Status;
pub use store::erasures::{Confirming, ErasureLine};
pub use store::marks::BackupLine;
pub use store::postgres::Database;
pub use store::quarantine::QuarantineLine;
pub use tls::Certificates;
