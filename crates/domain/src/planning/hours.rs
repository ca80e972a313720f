//! Hours of a day as people write them: `9h`, `9 h 30`, `14:00`, `1730`.

use chrono::{NaiveTime, Timelike};

use crate::fields::{self, Fields};
use crate::rule::{FieldError, RuleCode};

/// From one hour to another of the same day; the end is after the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hours {
    /// Start.
    pub starts: NaiveTime,
    /// End.
    pub ends: NaiveTime,
}

/// The hour written, to the minute; `24h` and beyond are none.
#[must_use]
pub fn time(typed: &str) -> Option<NaiveTime> {
    let compact: String = typed
        .to_lowercase()
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    if compact == "midi" {
        return NaiveTime::from_hms_opt(12, 0, 0);
    }
    let compact = compact.replace([':', '.'], "h");
    let (hour, minute) = match compact.split_once('h') {
        Some((hour, rest)) => {
            let rest = rest.strip_suffix("min").unwrap_or(rest);
            (hour, if rest.is_empty() { "0" } else { rest })
        }
        None if compact.len() >= 3 && compact.is_ascii() => compact.split_at(compact.len() - 2),
        None => (compact.as_str(), "0"),
    };
    let number = |text: &str| {
        let digits = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse::<u32>().ok()).flatten()
    };
    NaiveTime::from_hms_opt(number(hour)?, number(minute)?, 0)
}

/// `09:30`, as it travels.
#[must_use]
pub fn written(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

impl Hours {
    /// From a start to a later end.
    #[must_use]
    pub fn new(starts: NaiveTime, ends: NaiveTime) -> Option<Self> {
        (starts < ends).then_some(Self { starts, ends })
    }

    /// What a form says, with its faults on `starts` and `ends`.
    pub(super) fn of_form(starts: &str, ends: &str, errors: &mut Vec<FieldError>) -> Option<Self> {
        let mut read = |field: &str, typed: &str| {
            let code = if typed.trim().is_empty() {
                RuleCode::TimeRequired
            } else {
                match time(typed) {
                    Some(time) => return Some(time),
                    None => RuleCode::TimeInvalid,
                }
            };
            errors.push(FieldError::new(field, code));
            None
        };
        let (starts, ends) = (read("starts", starts), read("ends", ends));
        let (starts, ends) = (starts?, ends?);
        let hours = Self::new(starts, ends);
        if hours.is_none() {
            errors.push(FieldError::new("ends", RuleCode::EndBeforeStart));
        }
        hours
    }

    /// Of a wire form, if both are there and in order.
    #[must_use]
    pub fn of_fields(map: &Fields) -> Option<Self> {
        let read = |name: &str| fields::text(map, name).as_deref().and_then(time);
        Self::new(read("starts")?, read("ends")?)
    }

    pub(super) fn put(self, map: &mut Fields) {
        fields::put_text(map, "starts", Some(&written(self.starts)));
        fields::put_text(map, "ends", Some(&written(self.ends)));
    }

    /// How long, in minutes.
    #[must_use]
    pub fn minutes(self) -> u32 {
        (self.ends.num_seconds_from_midnight() - self.starts.num_seconds_from_midnight()) / 60
    }

    /// How far a moment is from these hours, in seconds; none inside (the end is outside).
    #[must_use]
    pub fn away(self, moment: NaiveTime) -> u32 {
        let of = |time: NaiveTime| time.num_seconds_from_midnight();
        if moment < self.starts {
            of(self.starts) - of(moment)
        } else if moment < self.ends {
            0
        } else {
            of(moment) - of(self.ends) + 1
        }
    }
}

/// Which of these hours a moment belongs to: those it is inside (the last begun when they
/// overlap), else the nearest, the later one when two are as near.
#[must_use]
pub fn current(slots: &[Hours], moment: NaiveTime) -> Option<usize> {
    let key = |hours: &Hours| (hours.away(moment), std::cmp::Reverse(hours.starts));
    (0..slots.len()).min_by_key(|at| slots.get(*at).map(key))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(hour: u32, minute: u32) -> NaiveTime {
        NaiveTime::from_hms_opt(hour, minute, 0).unwrap()
    }

    fn slot(starts: (u32, u32), ends: (u32, u32)) -> Hours {
        Hours::new(at(starts.0, starts.1), at(ends.0, ends.1)).unwrap()
    }

    #[test]
    fn hours_are_read_as_people_write_them() {
        let cases = [
            ("9", Some((9, 0))),
            ("9h", Some((9, 0))),
            ("9 h 30", Some((9, 30))),
            ("09:30", Some((9, 30))),
            ("9.30", Some((9, 30))),
            ("930", Some((9, 30))),
            ("1730", Some((17, 30))),
            ("17h05min", Some((17, 5))),
            ("Midi", Some((12, 0))),
            ("24h", None),
            ("9h60", None),
            ("9h5h", None),
            ("neuf heures", None),
            ("12345", None),
            ("é30", None),
            ("", None),
        ];
        for (typed, expected) in cases {
            assert_eq!(
                time(typed),
                expected.map(|(hour, minute)| at(hour, minute)),
                "{typed}"
            );
        }
    }

    #[test]
    fn the_moment_belongs_to_the_nearest_hours() {
        let day = [slot((9, 0), (12, 0)), slot((14, 0), (17, 0))];
        let cases = [
            ((7, 30), 0),
            ((9, 0), 0),
            ((11, 59), 0),
            ((12, 30), 0),
            ((13, 30), 1),
            ((14, 0), 1),
            ((19, 0), 1),
        ];
        for ((hour, minute), expected) in cases {
            assert_eq!(
                current(&day, at(hour, minute)),
                Some(expected),
                "{hour}:{minute}"
            );
        }
        assert_eq!(current(&[], at(9, 0)), None);
        // A workshop inside a permanence is where one is.
        let inside = [slot((9, 0), (17, 0)), slot((10, 0), (12, 0))];
        assert_eq!(current(&inside, at(10, 30)), Some(1));
        assert_eq!(current(&inside, at(12, 0)), Some(0));
    }

    proptest! {
        #[test]
        fn anything_may_be_typed_and_what_is_written_is_read_back(typed in "\\PC{0,8}", minute in 0u32..1440) {
            let _ = time(&typed);
            let moment = at(minute / 60, minute % 60);
            prop_assert_eq!(time(&written(moment)), Some(moment));
        }
    }
}
