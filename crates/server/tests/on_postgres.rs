//! The same story on PostgreSQL: each included file runs on a database of a real cluster.
#![cfg(unix)]
#![allow(
    clippy::duplicate_mod,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs
)]

#[path = "common/mod.rs"]
mod common;
#[path = "door.rs"]
mod door;
#[path = "enrolment.rs"]
mod enrolment;
#[path = "exchange.rs"]
mod exchange;
#[path = "forks.rs"]
mod forks;
#[path = "identity.rs"]
mod identity;
#[path = "quiet.rs"]
mod quiet;
#[path = "snapshot.rs"]
mod snapshot;

#[path = "postgres/killed.rs"]
mod killed;
#[path = "postgres/lineage.rs"]
mod lineage;
#[path = "postgres/moved.rs"]
mod moved;
#[path = "postgres/program.rs"]
mod program;
#[path = "postgres/several.rs"]
mod several;
