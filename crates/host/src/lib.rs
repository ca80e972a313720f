//! What every host of the app (the desktop, the development host) needs from the computer: the
//! network, the keyring, the clock, chance, the folders.
//!
//! Only adapters to the app's ports: no behaviour, no data of its own.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod background;
pub mod clock;
pub mod host;
mod network;
pub mod paths;
pub mod random;
mod reactor;
pub mod save;
pub mod tls;
pub mod transport;
pub mod vault;
