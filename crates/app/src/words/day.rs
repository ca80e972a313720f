//! Days and hours, as a sentence says them.

use chrono::{Datelike, NaiveDate};
use escale_domain::opening::DAY_NAMES;

use crate::label;

/// "24 novembre 2026", "1er juin 2026".
pub(crate) fn whole(day: NaiveDate) -> String {
    format!("{} {}", label::day(day), day.year())
}

/// "24 novembre 2026" of an ISO day; what it is otherwise.
pub(crate) fn read(iso: &str) -> String {
    iso.parse().map_or_else(|_| iso.to_owned(), whole)
}

/// "mardi 24 novembre 2026" of an ISO day; what it is otherwise.
pub(crate) fn with_weekday(iso: &str) -> String {
    match iso.parse::<NaiveDate>() {
        Ok(date) => {
            let weekday = date.weekday().num_days_from_monday() as usize;
            let weekday = DAY_NAMES.get(weekday).copied().unwrap_or_default();
            format!("{weekday} {}", whole(date))
        }
        Err(_) => iso.to_owned(),
    }
}

/// "24/11/2026" of an ISO day.
pub(crate) fn in_figures(iso: &str) -> Option<String> {
    let day: NaiveDate = iso.parse().ok()?;
    Some(day.format("%d/%m/%Y").to_string())
}

/// "14 h", "9 h 30" of a minute of the day.
pub(crate) fn hour(minute: u16) -> String {
    match (minute / 60, minute % 60) {
        (hour, 0) => format!("{hour}\u{a0}h"),
        (hour, rest) => format!("{hour}\u{a0}h\u{a0}{rest:02}"),
    }
}

/// "de 14 h à 16 h 30" of two hours as they travel (`14:00`); nothing when one is missing.
pub(crate) fn from_to(starts: &str, ends: &str) -> Option<String> {
    Some(format!("de {} à {}", clock(starts)?, clock(ends)?))
}

fn clock(written: &str) -> Option<String> {
    let (hours, minutes) = written.split_once(':')?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then(|| hour(hours * 60 + minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_hours_read_as_a_person_says_them() {
        assert_eq!(with_weekday("2026-11-24"), "mardi 24 novembre 2026");
        assert_eq!(read("2026-02-01"), "1er février 2026");
        assert_eq!(with_weekday("un jour"), "un jour");
        assert_eq!(in_figures("2026-11-24").unwrap(), "24/11/2026");
        assert_eq!(in_figures("un jour"), None);
        assert_eq!(
            from_to("09:00", "16:30").unwrap(),
            "de 9\u{a0}h à 16\u{a0}h\u{a0}30"
        );
        assert_eq!(from_to("09:00", ""), None);
        assert_eq!(from_to("25:00", "26:00"), None);
    }
}
