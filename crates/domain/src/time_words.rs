//! Durations and days as people write them: `1h15`, `90 min`, `hier`, `lundi dernier`, `3/2`.
//!
//! Days are read against a given today, and towards the past: a session has happened. The screens
//! read the same words while they are typed (`ui/src/kit/parse.ts`); both are held to one table,
//! `data/time-words.json`, which decides.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use crate::text;

/// Longest duration read, in minutes.
const DURATION_MAX: u32 = 23 * 60 + 59;

/// The minutes of a duration as typed: `45`, `45 min`, `1h`, `1h15`, `1 h 30`, `1:30`, `0,5h`.
/// `1 h ¼`, `une demi-heure`, `trois quarts d’heure`. A number alone is minutes. Nothing when it is
/// none, or zero, or a day or more.
#[must_use]
pub fn duration(typed: &str) -> Option<u32> {
    let compact: String = typed
        .trim()
        .to_lowercase()
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    let compact = compact
        .replace(',', ".")
        .replace(':', "h")
        .replace('’', "'");
    let minutes = match compact.split_once('h') {
        Some((hours, rest)) => {
            let rest = ["eures", "eure", "rs", "r"]
                .iter()
                .find_map(|end| rest.strip_prefix(end))
                .unwrap_or(rest);
            match part_of_hour(hours) {
                Some(minutes) => rest.is_empty().then_some(minutes)?,
                None => hours_and_minutes(hours, strip_minutes(rest))?,
            }
        }
        None => number(strip_minutes(&compact))?,
    };
    (1..=DURATION_MAX).contains(&minutes).then_some(minutes)
}

/// What stands before "heure" when it is less than one.
fn part_of_hour(words: &str) -> Option<u32> {
    match words {
        "¼" | "1/4" | "quartd'" | "unquartd'" => Some(15),
        "½" | "1/2" | "demi-" | "demi" | "unedemi-" | "unedemi" => Some(30),
        "¾" | "3/4" | "3/4d'" | "troisquartsd'" => Some(45),
        _ => None,
    }
}

fn hours_and_minutes(hours: &str, rest: &str) -> Option<u32> {
    if let Some((whole, part)) = hours.split_once('.') {
        // "0,5h" is half an hour; "1,5h30" is nothing.
        let digits =
            |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(part) || !rest.is_empty() {
            return None;
        }
        let hundredths = number(part)?.checked_mul(if part.len() == 1 { 10 } else { 1 })?;
        return Some(number(whole)? * 60 + (hundredths * 60 + 50) / 100);
    }
    let minutes = match rest {
        "" => 0,
        "¼" | "1/4" | "etquart" => 15,
        "½" | "1/2" | "etdemie" | "etdemi" => 30,
        "¾" | "3/4" => 45,
        rest => number(rest)?,
    };
    let hours = if hours == "une" { 1 } else { number(hours)? };
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

fn strip_minutes(text: &str) -> &str {
    let ends = ["minutes", "minute", "mins", "min", "mn", "m", "'"];
    ends.iter()
        .find_map(|end| text.strip_suffix(end))
        .unwrap_or(text)
}

fn number(text: &str) -> Option<u32> {
    let digits = (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// The day written, read against `today`: `aujourd’hui`, `hier`, `avant-hier`, `demain`,
/// `il y a 3 jours`, `lun`, `lundi dernier`, `3/2`, `03/02/2026`, `3 février`, `030226`, `2026-02-03`.
///
/// A day of the week is the latest one, today included, unless `dernier` follows. A day without
/// a year is the latest one, today included. A full date is kept as written, future or not: the
/// rules of the form judge it.
#[must_use]
pub fn day(typed: &str, today: NaiveDate) -> Option<NaiveDate> {
    let folded = text::fold(typed);
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        [] => None,
        ["aujourd", "hui"] | ["aujourdhui" | "auj" | "ajd"] => Some(today),
        ["hier"] => today.pred_opt(),
        ["avant", "hier"] | ["avanthier"] => before(today, 2),
        ["demain"] => today.succ_opt(),
        ["il", "y", "a", count, "jours" | "jour"] => before(today, u64::from(some(count)?)),
        ["il", "y", "a", count, "semaines" | "semaine"] => {
            before(today, u64::from(some(count)?) * 7)
        }
        [name] if weekday(name).is_some() => Some(latest(weekday(name)?, today)),
        [name, "dernier" | "passe"] => Some(latest(weekday(name)?, today.pred_opt()?)),
        // "lundi 3 février": the date alone counts.
        [name, rest @ ..] if weekday(name).is_some() => numbers(rest, today),
        words => numbers(words, today),
    }
}

fn some(word: &str) -> Option<u32> {
    match word {
        "un" | "une" => Some(1),
        word => number(word),
    }
}

/// The first and last day written: a day as [`day`] reads it, or a month by its name (`mars`,
/// `mars 2025`), the latest one begun when no year is said.
#[must_use]
pub fn days(typed: &str, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
    if let Some(day) = day(typed, today) {
        return Some((day, day));
    }
    let folded = text::fold(typed);
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let named = |word: &str| number(word).is_none().then(|| month(word)).flatten();
    let first = match words.as_slice() {
        [name] => without_year(1, named(name)?, today)?,
        [name, year] if year.len() == 4 => {
            NaiveDate::from_ymd_opt(i32::try_from(number(year)?).ok()?, named(name)?, 1)?
        }
        _ => return None,
    };
    let last = first.checked_add_months(Months::new(1))?.pred_opt()?;
    Some((first, last))
}

fn before(today: NaiveDate, days: u64) -> Option<NaiveDate> {
    today.checked_sub_days(Days::new(days))
}

fn latest(day: Weekday, from: NaiveDate) -> NaiveDate {
    let back = (7 + from.weekday().num_days_from_monday() - day.num_days_from_monday()) % 7;
    before(from, u64::from(back)).unwrap_or(from)
}

/// A day of the week by its name or a beginning of three letters.
fn weekday(word: &str) -> Option<Weekday> {
    const DAYS: &[(&str, Weekday)] = &[
        ("lundi", Weekday::Mon),
        ("mardi", Weekday::Tue),
        ("mercredi", Weekday::Wed),
        ("jeudi", Weekday::Thu),
        ("vendredi", Weekday::Fri),
        ("samedi", Weekday::Sat),
        ("dimanche", Weekday::Sun),
    ];
    let found = DAYS
        .iter()
        .find(|(name, _)| word.len() >= 3 && name.starts_with(word));
    found.map(|(_, day)| *day)
}

/// A month by its number, its name or a beginning that is its own.
fn month(word: &str) -> Option<u32> {
    const MONTHS: &[&str] = &[
        "janvier",
        "fevrier",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "aout",
        "septembre",
        "octobre",
        "novembre",
        "decembre",
    ];
    if let Some(number) = number(word) {
        return (1..=12).contains(&number).then_some(number);
    }
    let mut found = (1..)
        .zip(MONTHS)
        .filter(|(_, name)| word.len() >= 3 && name.starts_with(word));
    match (found.next(), found.next()) {
        (Some((month, _)), None) => Some(month),
        _ => None,
    }
}

fn numbers(words: &[&str], today: NaiveDate) -> Option<NaiveDate> {
    match words {
        [digits] if digits.bytes().all(|b| b.is_ascii_digit()) => together(digits, today),
        [year, month_, day] if year.len() == 4 => date(year, month(month_)?, day_of_month(day)?),
        [day, month_] => without_year(day_of_month(day)?, month(month_)?, today),
        [day, month_, year] => date(year, month(month_)?, day_of_month(day)?),
        _ => None,
    }
}

/// Digits without separators: `0302`, `030226`, `03022026`.
fn together(digits: &str, today: NaiveDate) -> Option<NaiveDate> {
    let (day, month_) = (number(digits.get(..2)?)?, number(digits.get(2..4)?)?);
    match digits.len() {
        4 => without_year(day, month_, today),
        6 | 8 => date(digits.get(4..)?, month_, day),
        _ => None,
    }
}

fn day_of_month(word: &str) -> Option<u32> {
    number(word.strip_suffix("er").unwrap_or(word)).filter(|day| (1..=31).contains(day))
}

fn date(year: &str, month: u32, day: u32) -> Option<NaiveDate> {
    let number = i32::try_from(number(year)?).ok()?;
    let year = match year.len() {
        2 => 2000 + number,
        4 => number,
        _ => return None,
    };
    NaiveDate::from_ymd_opt(year, month, day)
}

/// The latest such day, today included; 29 February may be up to eight years ago.
fn without_year(day: u32, month: u32, today: NaiveDate) -> Option<NaiveDate> {
    let years = (0..=8).map(|back| today.year() - back);
    years
        .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
        .find(|date| *date <= today)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What the screens and this room agree upon.
    #[derive(serde::Deserialize)]
    struct Table {
        today: NaiveDate,
        durations: Vec<(String, Option<u32>)>,
        days: Vec<(String, Option<NaiveDate>)>,
    }

    fn table() -> Table {
        serde_json::from_str(include_str!("../data/time-words.json")).unwrap()
    }

    #[test]
    fn durations_are_read_as_people_write_them() {
        for (typed, minutes) in table().durations {
            assert_eq!(duration(&typed), minutes, "{typed}");
        }
    }

    #[test]
    fn durations_shown_are_read_back() {
        for minutes in 1..=DURATION_MAX {
            let shown = crate::vocabulary::duration_label(minutes);
            assert_eq!(duration(&shown), Some(minutes), "{shown}");
        }
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        let Table { today, days, .. } = table();
        for (typed, expected) in days {
            assert_eq!(day(&typed, today), expected, "{typed}");
        }
    }

    #[test]
    fn a_month_is_all_its_days() {
        let today = NaiveDate::from_ymd_opt(2026, 2, 4).unwrap();
        let cases = [
            ("février", Some(("2026-02-01", "2026-02-28"))),
            ("mars", Some(("2025-03-01", "2025-03-31"))),
            ("fév 2024", Some(("2024-02-01", "2024-02-29"))),
            ("décembre", Some(("2025-12-01", "2025-12-31"))),
            ("hier", Some(("2026-02-03", "2026-02-03"))),
            ("3 février", Some(("2026-02-03", "2026-02-03"))),
            // "juin" or "juillet"; a number is no name.
            ("jui", None),
            ("2", None),
            ("2 2026", None),
            ("mars attaque", None),
            ("", None),
        ];
        for (typed, expected) in cases {
            let found = days(typed, today).map(|(a, b)| (a.to_string(), b.to_string()));
            let expected = expected.map(|(a, b)| (a.to_owned(), b.to_owned()));
            assert_eq!(found, expected, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn anything_may_be_typed(typed in "\\PC{0,20}", offset in 0u64..40_000) {
            let today = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap() + Days::new(offset);
            let _ = duration(&typed);
            let _ = day(&typed, today);
            let _ = days(&typed, today);
        }

        #[test]
        fn a_short_date_is_never_in_the_future(d in 1u32..32, m in 1u32..13, offset in 0u64..20_000) {
            let today = NaiveDate::from_ymd_opt(2008, 1, 1).unwrap() + Days::new(offset);
            if let Some(date) = day(&format!("{d}/{m}"), today) {
                prop_assert!(date <= today);
            }
        }
    }
}
