//! The plan of an itinerant adviser: permanences, workshops to come, what a day holds.
//!
//! Days are local dates and hours are local hours: a permanence from nine to twelve is from nine
//! to twelve on both sides of a clock change.

pub mod agenda;
pub mod calendar;
pub mod hours;
pub mod outline;
pub mod queue;
pub mod registration;
pub mod stop;
pub mod stop_change;
pub mod workday;
pub mod workshop;

use chrono::NaiveDate;

use crate::rule::{FieldError, RuleCode};

/// A day as the screen sends it (`2026-11-24`), kept within a century of this one.
fn day(field: &str, typed: Option<&str>, errors: &mut Vec<FieldError>) -> Option<NaiveDate> {
    let typed = typed.map(str::trim).filter(|typed| !typed.is_empty())?;
    let read = read_day(typed);
    if read.is_none() {
        errors.push(FieldError::new(field, RuleCode::DateInvalid));
    }
    read
}

fn required_day(
    field: &str,
    typed: Option<&str>,
    errors: &mut Vec<FieldError>,
) -> Option<NaiveDate> {
    if typed.is_none_or(|typed| typed.trim().is_empty()) {
        errors.push(FieldError::new(field, RuleCode::DateRequired));
        return None;
    }
    day(field, typed, errors)
}

/// A day of a wire form; nothing outside 2000 to 2199.
fn read_day(text: &str) -> Option<NaiveDate> {
    use chrono::Datelike;
    text.parse()
        .ok()
        .filter(|day: &NaiveDate| (2000..2200).contains(&day.year()))
}
