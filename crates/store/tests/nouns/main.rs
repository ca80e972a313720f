//! The contract of each noun: what is put is found, counted and ordered as a person expects.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod beneficiaries;
#[path = "../common/mod.rs"]
mod common;
mod drafts;
mod everywhere;
mod exchange;
mod filling;
mod followup;
mod handover;
mod places;
mod planning;
mod records;
mod sessions;
mod sifting;
mod territory;
