//! Enrol, unlock, lock.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::orders::{Hold, Wiped};

/// Where the program stands, before and after the notebook is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// No notebook here: enrol.
    Fresh,
    /// A notebook, closed.
    Locked,
    /// A notebook, open.
    Unlocked,
    /// A notebook whose keyring half is gone: recovery, never a new key.
    Recovery,
    /// A notebook, open and held by an order or by silence: nothing of it is shown.
    Held,
    /// No notebook: it was erased, as the organisation ordered.
    Wiped,
}

/// How the system keyring answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeyringState {
    /// It answers.
    Available,
    /// There is none on this computer: the passphrase alone protects the notebook.
    Unavailable,
}

/// What every screen needs to know first.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AppState {
    /// Where the program stands.
    pub phase: Phase,
    /// The keyring.
    pub keyring: KeyringState,
    /// A quick code is armed for this lock.
    pub pin_armed: bool,
    /// Quick code tries left.
    pub pin_tries_left: u8,
    /// Seconds before the next passphrase try is looked at.
    pub retry_after: u32,
    /// The person of this notebook; only when unlocked (the lock screen shows no name).
    pub adviser: Option<Adviser>,
    /// Version of the program.
    pub version: String,
    /// A demonstration build: shows the developer menu.
    pub demonstration: bool,
    /// Idle minutes before the notebook locks itself.
    pub idle_lock_minutes: u32,
    /// What is open is the practice space: nothing of it is kept or sent.
    pub practice: bool,
    /// Why the notebook is held, for the phase of that name.
    pub hold: Option<Hold>,
    /// What was done, for the phase of that name.
    pub wiped: Option<Wiped>,
}

/// The person of this notebook.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Adviser {
    /// Identifier.
    pub id: String,
    /// Name to show.
    pub name: String,
    /// Name of the team.
    pub team: String,
    /// Name of this laptop, as the team sees it.
    pub device: String,
}

/// Enrol this laptop.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Enrol {
    /// The enrolment code given by the coordinator.
    pub code: String,
    /// The passphrase chosen.
    pub passphrase: String,
    /// A name for this laptop.
    pub device_name: String,
}

/// Unlock with the passphrase.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Unlock {
    /// The passphrase.
    pub passphrase: String,
}

/// Arm, or use, the quick code.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    /// Six digits.
    pub pin: String,
}

/// A generated passphrase.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct Suggestion {
    /// Words separated by single spaces.
    pub passphrase: String,
    /// Its strength in bits.
    pub bits: u32,
}
