//! The same story on PostgreSQL: each included file runs on a database of a real cluster.
#![cfg(unix)]
#![allow(clippy::duplicate_mod)]

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
