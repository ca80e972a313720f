//! What tests and the demonstration need: a bad network, laptops, a server, data that is nobody's.
//!
//! Everything here drives the real rooms from outside, as a screen or an operator does; nothing
//! replaces them but time, the keyring and the weather on the line.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod central;
pub mod clock;
pub mod crash;
pub mod demo;
pub mod detour;
pub mod folder;
pub mod forms;
pub mod fuzz;
pub mod laptop;
pub mod line;
mod recording;
pub mod sim;
pub mod vault;
