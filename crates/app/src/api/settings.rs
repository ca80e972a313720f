//! What a person chooses for this laptop. Kept here, never sent.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Light, dark, or as the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ThemeChoice {
    /// As the system.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// Settings of this laptop.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Theme.
    pub theme: ThemeChoice,
    /// Text size in percent (100 to 200).
    pub text_percent: u32,
    /// Less motion.
    pub reduced_motion: bool,
    /// Idle minutes before locking (2 to 15).
    pub idle_lock_minutes: u32,
    /// Shortcuts of one character (`?`, the digits of the chips) are listened to.
    pub single_keys: bool,
    /// Shortcuts that were changed, by the name the screens give them: the keys as they are read
    /// (`Ctrl J`).
    pub shortcuts: BTreeMap<String, String>,
    /// The first-run tour was followed or put aside.
    pub tour_seen: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: ThemeChoice::System,
            text_percent: 100,
            reduced_motion: false,
            idle_lock_minutes: 10,
            single_keys: true,
            shortcuts: BTreeMap::new(),
            tour_seen: false,
        }
    }
}
