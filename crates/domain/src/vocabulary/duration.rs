//! Durations: how they are shown, and the ranges of the statistics.

use super::vocabulary;

/// Durations proposed before any habit is known, in minutes.
pub const DURATION_DEFAULTS: &[u32] = &[15, 30, 45, 60, 90, 120];

/// A duration as the platform writes it: `15mn`, `1h`, `1h30`, `2h05`.
#[must_use]
pub fn duration_label(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, rest) => format!("{rest}mn"),
        (hours, 0) => format!("{hours}h"),
        (hours, rest) => format!("{hours}h{rest:02}"),
    }
}

vocabulary! {
    /// Ranges of durations in statistics: lower bound included, upper bound left out.
    DurationRange {
        Under30 = "30", "Moins de 30 min";
        From30To60 = "60", "30min à 1 h";
        From60To120 = "120", "1 h à 2 h";
        From120 = "more", "2 h et plus";
    }
}

impl DurationRange {
    /// The range of a duration in minutes.
    #[must_use]
    pub const fn of(minutes: u32) -> Self {
        match minutes {
            0..30 => Self::Under30,
            30..60 => Self::From30To60,
            60..120 => Self::From60To120,
            120.. => Self::From120,
        }
    }
}
