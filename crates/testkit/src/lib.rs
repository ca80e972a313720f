//! What tests and the demonstration need: a bad network, builders, data that is nobody's.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod line;
pub mod vault;
