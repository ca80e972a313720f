//! From permanences and their exceptions to what each day holds.
//!
//! Weeks begin on Monday; one week out of so many is counted from the week of the first day. An
//! exception for a day on which its permanence does not come (its rhythm was changed since) does
//! nothing and harms nothing.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};

use super::hours::Hours;
use crate::vocabulary::{StopChangeKind, Weekday};

/// A permanence to expand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Identifier of the permanence.
    pub id: String,
    /// Identifier of the place.
    pub place: Option<String>,
    /// Days of the week.
    pub weekdays: Vec<Weekday>,
    /// Hours.
    pub hours: Hours,
    /// One week out of so many, at least 1.
    pub every: u32,
    /// First day.
    pub first_day: NaiveDate,
    /// Last day, included.
    pub last_day: Option<NaiveDate>,
}

/// An exception.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Identifier of the exception.
    pub id: String,
    /// Identifier of the permanence.
    pub stop: String,
    /// The day it changes, or is added.
    pub date: NaiveDate,
    /// Cancelled, moved, extra.
    pub kind: StopChangeKind,
    /// The day it moves to.
    pub moved_to: Option<NaiveDate>,
    /// Other hours.
    pub hours: Option<Hours>,
    /// Another place.
    pub place: Option<String>,
}

/// One permanence on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// The day.
    pub date: NaiveDate,
    /// Hours.
    pub hours: Hours,
    /// Identifier of the permanence.
    pub stop: String,
    /// Identifier of the place.
    pub place: Option<String>,
    /// The day the rhythm had put it on.
    pub planned: NaiveDate,
    /// Identifier and kind of the exception that changed it, if any.
    pub change: Option<(String, StopChangeKind)>,
}

impl Occurrence {
    /// It does not take place.
    #[must_use]
    pub fn cancelled(&self) -> bool {
        matches!(self.change, Some((_, StopChangeKind::Cancelled)))
    }
}

/// The Monday of that day's week.
#[must_use]
pub fn monday(day: NaiveDate) -> NaiveDate {
    let back = u64::from(day.weekday().num_days_from_monday());
    day.checked_sub_days(Days::new(back)).unwrap_or(day)
}

impl Series {
    /// Whether it comes on that day by its rhythm alone.
    #[must_use]
    pub fn comes_on(&self, day: NaiveDate) -> bool {
        let weeks = (monday(day) - monday(self.first_day)).num_days() / 7;
        day >= self.first_day
            && self.last_day.is_none_or(|last| day <= last)
            && self.weekdays.contains(&Weekday::of(day.weekday()))
            && weeks % i64::from(self.every.max(1)) == 0
    }

    /// Its days from one to another, both included.
    pub fn days(&self, from: NaiveDate, to: NaiveDate) -> impl Iterator<Item = NaiveDate> + '_ {
        let from = from.max(self.first_day);
        let to = self.last_day.map_or(to, |last| last.min(to));
        from.iter_days()
            .take_while(move |day| *day <= to)
            .filter(|day| self.comes_on(*day))
    }
}

/// Every permanence from one day to another, both included, cancelled ones too, in the order of
/// the day.
#[must_use]
pub fn occurrences(
    series: &[Series],
    changes: &[Change],
    from: NaiveDate,
    to: NaiveDate,
) -> Vec<Occurrence> {
    let mut replaced: BTreeMap<(&str, NaiveDate), &Change> = BTreeMap::new();
    for change in changes.iter().filter(|c| c.kind != StopChangeKind::Extra) {
        let kept = replaced
            .entry((&change.stop, change.date))
            .or_insert(change);
        // Two of them for one day: one and the same on every laptop.
        if change.id > kept.id {
            *kept = change;
        }
    }
    let mut found = Vec::new();
    for one in series {
        let mine = |change: &&Change| change.stop == one.id;
        for day in one.days(from, to) {
            if !replaced.contains_key(&(one.id.as_str(), day)) {
                found.push(occurrence(one, day, None));
            }
        }
        // By exception, so that one moved in from outside the period is seen.
        for change in replaced.values().copied().filter(mine) {
            if one.comes_on(change.date) {
                found.push(occurrence(one, change.date, Some(change)));
            }
        }
        let extra = |change: &&Change| change.kind == StopChangeKind::Extra;
        for change in changes.iter().filter(mine).filter(extra) {
            found.push(occurrence(one, change.date, Some(change)));
        }
    }
    found.retain(|one| (from..=to).contains(&one.date));
    found.sort_by(|a, b| {
        let key = |one: &Occurrence| (one.date, one.hours, one.stop.clone(), one.change.clone());
        key(a).cmp(&key(b))
    });
    found
}

fn occurrence(series: &Series, planned: NaiveDate, change: Option<&Change>) -> Occurrence {
    Occurrence {
        date: change.and_then(|c| c.moved_to).unwrap_or(planned),
        hours: change.and_then(|c| c.hours).unwrap_or(series.hours),
        stop: series.id.clone(),
        place: change
            .and_then(|c| c.place.clone())
            .or_else(|| series.place.clone()),
        planned,
        change: change.map(|c| (c.id.clone(), c.kind)),
    }
}

#[cfg(test)]
mod tests;
