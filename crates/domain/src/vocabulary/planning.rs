//! What the plan of a week is said with: days, and what may happen to one permanence.

use super::vocabulary;

vocabulary! {
    /// Day of the week, Monday first.
    Weekday {
        Monday = "lundi", "Lundi";
        Tuesday = "mardi", "Mardi";
        Wednesday = "mercredi", "Mercredi";
        Thursday = "jeudi", "Jeudi";
        Friday = "vendredi", "Vendredi";
        Saturday = "samedi", "Samedi";
        Sunday = "dimanche", "Dimanche";
    }
}

impl Weekday {
    /// The same day for the calendar.
    #[must_use]
    pub const fn of(day: chrono::Weekday) -> Self {
        match day {
            chrono::Weekday::Mon => Self::Monday,
            chrono::Weekday::Tue => Self::Tuesday,
            chrono::Weekday::Wed => Self::Wednesday,
            chrono::Weekday::Thu => Self::Thursday,
            chrono::Weekday::Fri => Self::Friday,
            chrono::Weekday::Sat => Self::Saturday,
            chrono::Weekday::Sun => Self::Sunday,
        }
    }
}

vocabulary! {
    /// What happens to a permanence on one day.
    StopChangeKind {
        Cancelled = "annulee", "Annulée";
        Moved = "deplacee", "Déplacée";
        Extra = "supplementaire", "Supplémentaire";
    }
}
