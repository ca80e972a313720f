//! Opening hours: the OSM form of the national standard, read, written and typed by people.
//!
//! What is read is what places of mediation use: days, ranges of days, slots, `off`, a comment.
//! Anything else (months, weeks, "on request") is not understood and stays as it was written: a
//! place is never said to be open on a guess.

use crate::text;

/// English abbreviations of the days, Monday first.
const DAYS: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
/// The days, as people say them.
pub const DAY_NAMES: [&str; 7] = [
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
];
const MIDNIGHT: u16 = 24 * 60;
/// Most slots of a day.
const SLOTS: usize = 6;

/// From a minute of the day to another, later, one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    /// First minute open.
    pub from: u16,
    /// First minute closed again; 1440 at most.
    pub to: u16,
}

/// The hours of a week, Monday first. A day is unknown, closed (no slot) or open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Week {
    /// The seven days.
    pub days: [Option<Vec<Slot>>; 7],
    /// What the hours do not say.
    pub comment: Option<String>,
}

impl Week {
    /// Nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.days.iter().all(Option::is_none) && self.comment.is_none()
    }

    /// Whether it is open on that day (0 is Monday), at that minute or at any time. Nothing when
    /// the hours of that day are not known.
    #[must_use]
    pub fn open(&self, day: usize, minute: Option<u16>) -> Option<bool> {
        let slots = self.days.get(day)?.as_ref()?;
        Some(match minute {
            None => !slots.is_empty(),
            Some(minute) => slots
                .iter()
                .any(|slot| (slot.from..slot.to).contains(&minute)),
        })
    }

    /// The OSM form: equal consecutive days together, closed days said.
    #[must_use]
    pub fn to_osm(&self) -> String {
        let closed = |day: &Option<Vec<Slot>>| day.as_ref().is_some_and(Vec::is_empty);
        let mut rules: Vec<(Vec<&str>, &[Slot])> = Vec::new();
        let mut before: Option<&[Slot]> = None;
        for (name, day) in DAYS.into_iter().zip(&self.days) {
            let slots = day.as_deref();
            match (slots, rules.last_mut()) {
                (Some(_), Some((names, _))) if before == slots => names.push(name),
                (Some(slots), _) => rules.push((vec![name], slots)),
                (None, _) => {}
            }
            before = slots;
        }
        let parts: Vec<String> = if self.days.iter().all(closed) {
            vec!["off".to_owned()]
        } else {
            let rule = |(names, slots): (Vec<&str>, &[Slot])| {
                let hours = if slots.is_empty() {
                    "off".to_owned()
                } else {
                    join(slots, ",", "-", clock)
                };
                format!("{} {hours}", names.join(","))
            };
            rules.into_iter().map(rule).collect()
        };
        let hours = parts.join(";");
        match (&self.comment, hours.is_empty()) {
            (None, _) => hours,
            (Some(comment), true) => quoted(comment),
            (Some(comment), false) => format!("{hours}; {}", quoted(comment)),
        }
    }

    /// A day as people read it: "9:00–12:00, 14:00–17:30", "fermé", or nothing.
    #[must_use]
    pub fn words(&self, day: usize) -> String {
        match self.days.get(day).and_then(Option::as_ref) {
            None => String::new(),
            Some(slots) if slots.is_empty() => "fermé".to_owned(),
            Some(slots) => join(slots, ", ", "–", spoken),
        }
    }
}

fn quoted(comment: &str) -> String {
    format!("\"{}\"", comment.replace('"', "”"))
}

fn join(slots: &[Slot], between: &str, to: &str, write: fn(u16) -> String) -> String {
    let slots = slots
        .iter()
        .map(|slot| format!("{}{to}{}", write(slot.from), write(slot.to)));
    slots.collect::<Vec<_>>().join(between)
}

fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

fn spoken(minute: u16) -> String {
    format!("{}:{:02}", minute / 60, minute % 60)
}

/// Reads the OSM form; nothing when any part of it is not understood.
#[must_use]
pub fn parse(osm: &str) -> Option<Week> {
    let mut week = Week::default();
    for rule in rules(osm)? {
        let rule = rule.trim();
        if rule.is_empty() {
            continue;
        }
        if let Some(comment) = rule.strip_prefix('"').and_then(|r| r.strip_suffix('"')) {
            let comment = comment.trim();
            if comment.contains('"') || comment.is_empty() {
                return None;
            }
            week.comment = Some(comment.to_owned());
            continue;
        }
        if rule == "24/7" {
            let always = vec![Slot {
                from: 0,
                to: MIDNIGHT,
            }];
            week.days = std::array::from_fn(|_| Some(always.clone()));
            continue;
        }
        let (days, hours) = match rule.split_once(' ') {
            Some((days, hours)) if days.starts_with(|c: char| c.is_ascii_alphabetic()) => {
                (days, hours.trim())
            }
            _ => ("Mo-Su", rule),
        };
        // Public holidays: known to exist, of no use for a day of the week.
        if days == "PH" && matches!(hours, "off" | "closed") {
            continue;
        }
        let slots = match hours {
            "off" | "closed" => Vec::new(),
            hours => slots(hours.split(','), '-', minute_osm)?,
        };
        for day in self::days(days)? {
            if let Some(known) = week.days.get_mut(day) {
                *known = Some(slots.clone());
            }
        }
    }
    (!week.is_empty()).then_some(week)
}

/// The rules, cut at semicolons that no comment holds.
fn rules(osm: &str) -> Option<Vec<&str>> {
    let mut found = Vec::new();
    let (mut start, mut within) = (0, false);
    for (at, c) in osm.char_indices() {
        match c {
            '"' => within = !within,
            ';' if !within => {
                found.push(osm.get(start..at)?);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(osm.get(start..)?);
    (!within).then_some(found)
}

fn days(text: &str) -> Option<Vec<usize>> {
    let number = |name: &str| DAYS.iter().position(|day| *day == name);
    let mut found = Vec::new();
    for part in text.split(',') {
        match part.split_once('-') {
            None => found.push(number(part)?),
            Some((from, to)) => {
                let (from, to) = (number(from)?, number(to)?);
                let mut day = from;
                loop {
                    found.push(day);
                    if day == to {
                        break;
                    }
                    day = (day + 1) % 7;
                }
            }
        }
    }
    Some(found)
}

fn slots<'a>(
    parts: impl Iterator<Item = &'a str>,
    to: char,
    minute: fn(&str) -> Option<u16>,
) -> Option<Vec<Slot>> {
    let mut found: Vec<Slot> = Vec::new();
    for part in parts {
        let (from, to) = part.trim().split_once(to)?;
        let (from, to) = (minute(from.trim())?, minute(to.trim())?);
        // A slot over midnight, or one that begins before the last ended, is a slip.
        if from >= to || found.last().is_some_and(|last| from < last.to) || found.len() >= SLOTS {
            return None;
        }
        found.push(Slot { from, to });
    }
    (!found.is_empty()).then_some(found)
}

fn minute_osm(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    at(hours, minutes, 1..=2)
}

fn at(hours: &str, minutes: &str, width: std::ops::RangeInclusive<usize>) -> Option<u16> {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !width.contains(&hours.len()) || minutes.len() != 2 || !digits(hours) || !digits(minutes) {
        return None;
    }
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    let total = hours * 60 + minutes;
    (minutes < 60 && total <= MIDNIGHT).then_some(total)
}

/// Reads the hours of a day as people type them: "9h-12h, 14h-17h30", "9:00-12:00 et 14:00-17:00",
/// "fermé". The outer nothing is a text that is not understood, the inner one an empty text.
#[must_use]
pub fn parse_day(typed: &str) -> Option<Option<Vec<Slot>>> {
    let plain = typed.trim().to_lowercase();
    if plain.is_empty() {
        return Some(None);
    }
    if matches!(text::fold(&plain).as_str(), "ferme" | "fermee" | "off") {
        return Some(Some(Vec::new()));
    }
    let mut even = plain.replace(['–', '—', '→'], "-");
    for (words, sign) in [
        (" à ", "-"),
        (" a ", "-"),
        (" puis ", ","),
        (" et ", ","),
        ("de ", ""),
    ] {
        even = even.replace(words, sign);
    }
    let even: String = even.replace([';', '/', '+'], ",");
    let parts: Vec<String> = even
        .split(',')
        .map(|part| part.split_whitespace().collect::<String>())
        .filter(|part| !part.is_empty())
        .collect();
    slots(parts.iter().map(String::as_str), '-', minute_typed).map(Some)
}

/// "9", "9h", "9h30", "9:30", "09.30".
fn minute_typed(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(['h', ':', '.']).unwrap_or((text, ""));
    at(
        hours,
        if minutes.is_empty() { "00" } else { minutes },
        1..=2,
    )
}

/// The week of seven typed days and a comment.
///
/// # Errors
/// The numbers of the days that are not understood.
pub fn week(days: &[String], comment: Option<String>) -> Result<Week, Vec<usize>> {
    let mut week = Week {
        comment,
        ..Week::default()
    };
    let mut wrong = Vec::new();
    for (number, typed) in days.iter().enumerate() {
        match (parse_day(typed), week.days.get_mut(number)) {
            (Some(slots), Some(day)) => *day = slots,
            _ => wrong.push(number),
        }
    }
    if wrong.is_empty() {
        Ok(week)
    } else {
        Err(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn osm(days: [&str; 7], comment: &str) -> String {
        let comment = Some(comment.to_owned()).filter(|text| !text.is_empty());
        week(&days.map(str::to_owned), comment).unwrap().to_osm()
    }

    #[test]
    fn the_platforms_own_examples_are_written_alike() {
        let closed = "fermé";
        assert_eq!(osm([closed; 7], ""), "off");
        assert_eq!(osm([""; 7], "Only a comment"), "\"Only a comment\"");
        assert_eq!(osm([closed, "", "", "", "", "", ""], ""), "Mo off");
        assert_eq!(
            osm(["8h-12h, 13h-18h", "", "", "", "", "", ""], ""),
            "Mo 08:00-12:00,13:00-18:00"
        );
        let slots = "9:00-11:00, 14:00-16:00";
        assert_eq!(
            osm(
                [slots, slots, closed, "", "", "", ""],
                "Grouped days comment"
            ),
            "Mo,Tu 09:00-11:00,14:00-16:00;We off; \"Grouped days comment\""
        );
        assert_eq!(
            osm(["", "9-12", "", "9-12", "", "", ""], ""),
            "Tu 09:00-12:00;Th 09:00-12:00"
        );
    }

    #[test]
    fn what_people_type_is_understood_or_refused() {
        let cases: &[(&str, Option<&str>)] = &[
            ("9h-12h et 14h-17h30", Some("9:00–12:00, 14:00–17:30")),
            ("de 9h à 12h", Some("9:00–12:00")),
            ("9–12 / 13.30-17", Some("9:00–12:00, 13:30–17:00")),
            ("Fermé", Some("fermé")),
            (" ", Some("")),
            ("le matin", None),
            ("12h-9h", None),
            ("9h-25h", None),
            ("9h-12h, 11h-13h", None),
            ("9:5-10", None),
        ];
        for (typed, words) in cases {
            let read = parse_day(typed).map(|day| {
                let mut week = Week::default();
                week.days[0] = day;
                week.words(0)
            });
            assert_eq!(read.as_deref(), *words, "{typed}");
        }
        assert_eq!(week(&["9-12".into(), "matin".into()], None), Err(vec![1]));
    }

    #[test]
    fn hours_of_real_files_are_read_and_rubbish_is_not() {
        let read = parse("Tu-Th 09:00-12:00,13:30-17:00; Mo 13:30-17:00; Fr off").unwrap();
        assert_eq!(read.words(0), "13:30–17:00");
        assert_eq!(read.words(2), "9:00–12:00, 13:30–17:00");
        assert_eq!(
            (read.open(4, None), read.open(5, None)),
            (Some(false), None)
        );
        assert_eq!(read.open(1, Some(12 * 60)), Some(false), "closes at noon");
        assert_eq!(read.open(1, Some(9 * 60)), Some(true));
        assert_eq!(
            parse("Sa-Mo 10:00-12:00").unwrap().open(6, None),
            Some(true)
        );
        assert!(parse("Mo 09:00-12:00; \"a; b\"").unwrap().comment.is_some());
        assert!(parse("Mo-Fr 08:00-20:00; PH off").is_some());
        for rubbish in [
            "",
            "Mo,Fr :undefined-undefined:undefined",
            "Mo 9:302:30",
            "Fr 08:30-12:00,17:00:8:30",
            "Mo 12:00-09:00",
            "week 1-53/2 Fr 09:00-12:00",
            "Jan-Mar Mo 09:00-12:00",
            "Mo[1] 09:00-12:00",
            "Mo 09:00-12:00 \"unfinished",
            "sur rendez-vous",
        ] {
            assert_eq!(parse(rubbish), None, "{rubbish}");
        }
    }

    proptest::proptest! {
        #[test]
        fn reading_never_panics(text in "\\PC{0,60}") {
            let _ = parse(&text);
            let _ = parse_day(&text);
        }

        #[test]
        fn what_is_written_is_read_back(
            days in proptest::collection::vec(
                proptest::option::of(proptest::collection::vec(0u16..90, 0..4)), 7..=7),
        ) {
            let mut week = Week::default();
            for (day, starts) in week.days.iter_mut().zip(days) {
                *day = starts.map(|mut starts| {
                    starts.sort_unstable();
                    starts.dedup();
                    starts.iter().map(|n| Slot { from: n * 15, to: n * 15 + 10 }).collect()
                });
            }
            let osm = week.to_osm();
            if week.is_empty() {
                proptest::prop_assert_eq!(osm, "");
            } else {
                proptest::prop_assert_eq!(parse(&osm), Some(week));
            }
        }
    }
}
