//! How notebooks agree: operation, clock, merge, wire, and the engines of both sides.
//!
//! Pure and deterministic: no clock, no randomness, no input or output; time, nonces and stored
//! rows come as arguments. The whole protocol therefore runs in memory under test. The nine
//! invariants it keeps are listed in docs/SYNC.md.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod author;
pub mod canonical;
pub mod client;
pub mod clock;
pub mod enrolment;
pub mod erasure;
pub mod memory;
pub mod merge;
pub mod op;
pub mod order;
pub mod parcel;
pub mod proof;
pub mod reissue;
pub mod schedule;
pub mod server;
pub mod silence;
pub mod snapshot;
pub mod wire;

/// Version of the protocol spoken by this program (header `Sync-Proto`).
pub const PROTO: u32 = 1;

/// Version of the catalogue written by this program (`v` of an operation).
pub const SCHEMA: u32 = 1;

/// Media type of requests and answers.
pub const MEDIA_TYPE: &str = "application/vnd.escale.sync+json";
