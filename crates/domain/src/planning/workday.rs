//! A day of work: minutes of travel and of preparation, noted by who wishes to.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::fields::{self, Fields};
use crate::rule::{FieldError, RuleCode};
use crate::time_words;

/// What the screen sends. Durations are as typed; empty for nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct WorkdayForm {
    /// The day, ISO 8601.
    pub date: String,
    /// Travel, as typed (`45`, `1h30`).
    pub travel: String,
    /// Preparation, as typed.
    pub preparation: String,
}

/// A day of work. Made by [`Workday::new`] only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workday {
    /// The day.
    pub date: NaiveDate,
    /// Travel, minutes.
    pub travel: Option<u32>,
    /// Preparation, minutes.
    pub preparation: Option<u32>,
}

impl Workday {
    /// The day of that form.
    ///
    /// # Errors
    /// Every broken rule, on the field that breaks it.
    pub fn new(form: &WorkdayForm) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let date = super::required_day("date", Some(&form.date), &mut errors);
        let travel = minutes("travel", &form.travel, &mut errors);
        let preparation = minutes("preparation", &form.preparation, &mut errors);
        match date {
            Some(date) if errors.is_empty() => Ok(Self {
                date,
                travel,
                preparation,
            }),
            _ => Err(errors),
        }
    }

    /// The wire form.
    #[must_use]
    pub fn fields(&self) -> Fields {
        let mut map = Fields::new();
        fields::put_text(&mut map, "date", Some(&self.date.to_string()));
        for (name, minutes) in [("travel", self.travel), ("preparation", self.preparation)] {
            if let Some(minutes) = minutes {
                map.insert(name.to_owned(), minutes.into());
            }
        }
        map
    }

    /// Minutes of travel and of preparation of a wire form.
    #[must_use]
    pub fn of_fields(map: &Fields) -> (Option<u32>, Option<u32>) {
        let read =
            |name: &str| fields::integer(map, name).and_then(|minutes| u32::try_from(minutes).ok());
        (read("travel"), read("preparation"))
    }
}

/// A duration as typed; `0` and nothing are no duration.
pub(super) fn minutes(field: &str, typed: &str, errors: &mut Vec<FieldError>) -> Option<u32> {
    let typed = typed.trim();
    if typed.is_empty() || typed == "0" {
        return None;
    }
    let read = time_words::duration(typed);
    if read.is_none() {
        errors.push(FieldError::new(field, RuleCode::DurationInvalid));
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_typed_and_come_back() {
        let form = |travel: &str, preparation: &str| WorkdayForm {
            date: "2026-11-24".to_owned(),
            travel: travel.to_owned(),
            preparation: preparation.to_owned(),
        };
        let day = Workday::new(&form("1h15", "")).unwrap();
        assert_eq!((day.travel, day.preparation), (Some(75), None));
        let map = day.fields();
        assert_eq!(Workday::of_fields(&map), (Some(75), None));
        let table = crate::catalogue::WORKDAY;
        assert!(map.keys().all(|name| table.field(name).is_some()));
        assert_eq!(Workday::new(&form("0", "20")).unwrap().travel, None);
        let errors = Workday::new(&form("loin", "-3")).unwrap_err();
        let fields: Vec<&str> = errors.iter().map(|e| e.field.as_str()).collect();
        assert_eq!(fields, ["travel", "preparation"]);
    }
}
