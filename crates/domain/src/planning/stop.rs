//! Permanence: a place, on days of the week, from one hour to another, every so many weeks.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::agenda::Series;
use super::hours::Hours;
use crate::fields::{self, Fields};
use crate::rule::{FieldError, RuleCode};
use crate::vocabulary::Weekday;

/// Rarest rhythm: one week out of so many.
pub const EVERY_MAX: u32 = 8;

/// What the screen sends for a permanence. Hours are as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct StopForm {
    /// Identifier of the place.
    pub place: Option<String>,
    /// One week out of so many, from the week of `first_day`; zero for once only.
    pub every: u32,
    /// Days of the week; left aside when it is once only.
    pub weekdays: Vec<Weekday>,
    /// Start, as typed (`9h`, `9:30`).
    pub starts: String,
    /// End, as typed.
    pub ends: String,
    /// First day, ISO 8601.
    pub first_day: Option<String>,
    /// Last day, ISO 8601; absent when it has no end.
    pub last_day: Option<String>,
}

/// A permanence that keeps every rule. Made by [`Stop::new`] only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// Identifier of the place.
    pub place: String,
    /// Days of the week, in order, at least one.
    pub weekdays: Vec<Weekday>,
    /// Hours.
    pub hours: Hours,
    /// One week out of so many, 1 to 8.
    pub every: u32,
    /// First day.
    pub first_day: NaiveDate,
    /// Last day, included.
    pub last_day: Option<NaiveDate>,
}

impl Stop {
    /// The permanence of that form.
    ///
    /// # Errors
    /// Every broken rule, on the field that breaks it.
    pub fn new(form: &StopForm) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let once = form.every == 0;
        let place = form.place.clone().filter(|place| !place.is_empty());
        if place.is_none() {
            errors.push(FieldError::new("place", RuleCode::PlaceRequired));
        }
        let first_day = super::required_day("first_day", form.first_day.as_deref(), &mut errors);
        let last_day = if once {
            first_day
        } else {
            super::day("last_day", form.last_day.as_deref(), &mut errors)
        };
        let mut weekdays = form.weekdays.clone();
        if once {
            weekdays = first_day
                .map(|day| Weekday::of(day.weekday()))
                .into_iter()
                .collect();
        } else if weekdays.is_empty() {
            errors.push(FieldError::new("weekdays", RuleCode::WeekdaysRequired));
        }
        weekdays.sort_unstable();
        weekdays.dedup();
        if form.every > EVERY_MAX {
            errors.push(FieldError::new("every", RuleCode::EveryInvalid));
        }
        let hours = Hours::of_form(&form.starts, &form.ends, &mut errors);
        if let (Some(first), Some(last)) = (first_day, last_day)
            && last < first
        {
            errors.push(FieldError::new("last_day", RuleCode::LastBeforeFirst));
        }
        let (Some(place), Some(hours), Some(first_day), true) =
            (place, hours, first_day, errors.is_empty())
        else {
            return Err(errors);
        };
        let stop = Self {
            place,
            weekdays,
            hours,
            every: form.every.max(1),
            first_day,
            last_day,
        };
        if let Some(last) = last_day
            && stop.series("").days(first_day, last).next().is_none()
        {
            return Err(vec![FieldError::new("last_day", RuleCode::NeverHappens)]);
        }
        Ok(stop)
    }

    /// The same as a series to expand.
    #[must_use]
    pub fn series(&self, id: &str) -> Series {
        Series {
            id: id.to_owned(),
            place: Some(self.place.clone()),
            weekdays: self.weekdays.clone(),
            hours: self.hours,
            every: self.every,
            first_day: self.first_day,
            last_day: self.last_day,
        }
    }

    /// The wire form.
    #[must_use]
    pub fn fields(&self) -> Fields {
        let mut map = Fields::new();
        fields::put_text(&mut map, "place", Some(&self.place));
        fields::put_set(
            &mut map,
            "weekdays",
            self.weekdays.iter().map(|day| day.value()),
        );
        self.hours.put(&mut map);
        map.insert("every".to_owned(), self.every.into());
        fields::put_text(&mut map, "first_day", Some(&self.first_day.to_string()));
        if let Some(last) = self.last_day {
            fields::put_text(&mut map, "last_day", Some(&last.to_string()));
        }
        map
    }

    /// The form of a wire form.
    #[must_use]
    pub fn from_fields(map: &Fields) -> StopForm {
        let text = |name: &str| fields::text(map, name);
        let once = text("first_day").is_some() && text("first_day") == text("last_day");
        StopForm {
            place: text("place"),
            every: if once { 0 } else { every(map) },
            weekdays: weekdays(map),
            starts: text("starts").unwrap_or_default(),
            ends: text("ends").unwrap_or_default(),
            first_day: text("first_day"),
            last_day: text("last_day").filter(|_| !once),
        }
    }
}

fn every(map: &Fields) -> u32 {
    fields::integer(map, "every")
        .and_then(|every| u32::try_from(every).ok())
        .filter(|every| *every >= 1)
        .unwrap_or(1)
}

fn weekdays(map: &Fields) -> Vec<Weekday> {
    let mut days: Vec<Weekday> = fields::strings(map, "weekdays")
        .iter()
        .filter_map(|day| Weekday::from_value(day))
        .collect();
    days.sort_unstable();
    days
}

impl Series {
    /// What a wire form lets one expand; nothing while hours or first day are missing.
    #[must_use]
    pub fn of_fields(id: &str, map: &Fields) -> Option<Self> {
        Some(Self {
            id: id.to_owned(),
            place: fields::text(map, "place"),
            weekdays: weekdays(map),
            hours: Hours::of_fields(map)?,
            every: every(map),
            first_day: super::read_day(&fields::text(map, "first_day")?)?,
            last_day: match fields::text(map, "last_day") {
                Some(last) => Some(super::read_day(&last)?),
                None => None,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> StopForm {
        StopForm {
            place: Some("p1".to_owned()),
            every: 2,
            weekdays: vec![Weekday::Thursday, Weekday::Tuesday],
            starts: "9h".to_owned(),
            ends: "12 h 30".to_owned(),
            first_day: Some("2026-11-24".to_owned()),
            last_day: None,
        }
    }

    type Change = fn(&mut StopForm);

    #[test]
    fn broken_rules_are_told_on_their_field() {
        let cases: &[(Change, &str, RuleCode)] = &[
            (|f| f.place = None, "place", RuleCode::PlaceRequired),
            (
                |f| f.weekdays.clear(),
                "weekdays",
                RuleCode::WeekdaysRequired,
            ),
            (|f| f.starts.clear(), "starts", RuleCode::TimeRequired),
            (|f| f.ends = "tard".into(), "ends", RuleCode::TimeInvalid),
            (|f| f.ends = "9h".into(), "ends", RuleCode::EndBeforeStart),
            (|f| f.first_day = None, "first_day", RuleCode::DateRequired),
            (
                |f| f.first_day = Some("24/11".into()),
                "first_day",
                RuleCode::DateInvalid,
            ),
            (
                |f| f.last_day = Some("2026-11-23".into()),
                "last_day",
                RuleCode::LastBeforeFirst,
            ),
            (|f| f.every = 9, "every", RuleCode::EveryInvalid),
            (
                |f| {
                    f.weekdays = vec![Weekday::Monday];
                    f.last_day = Some("2026-11-26".into());
                },
                "last_day",
                RuleCode::NeverHappens,
            ),
        ];
        for (change, field, code) in cases {
            let mut form = form();
            change(&mut form);
            let errors = Stop::new(&form).unwrap_err();
            assert_eq!(
                (errors[0].field.as_str(), errors[0].code, errors.len()),
                (*field, *code, 1)
            );
        }
    }

    #[test]
    fn the_wire_form_comes_back_and_is_in_the_catalogue() {
        let once = StopForm {
            every: 0,
            weekdays: Vec::new(),
            ..form()
        };
        for form in [form(), once] {
            let stop = Stop::new(&form).unwrap();
            let map = stop.fields();
            let table = crate::catalogue::STOP;
            assert!(map.keys().all(|name| table.field(name).is_some()));
            assert_eq!(Stop::new(&Stop::from_fields(&map)).unwrap(), stop);
            assert_eq!(Stop::from_fields(&map).every, form.every);
            assert_eq!(Series::of_fields("s", &map).unwrap(), stop.series("s"));
        }
    }

    #[test]
    fn once_is_one_day_and_the_day_of_the_week_follows() {
        let stop = Stop::new(&StopForm {
            every: 0,
            weekdays: vec![Weekday::Monday],
            last_day: Some("2020-01-01".into()),
            ..form()
        })
        .unwrap();
        assert_eq!(stop.weekdays, [Weekday::Tuesday]);
        assert_eq!(stop.last_day, Some(stop.first_day));
    }
}
