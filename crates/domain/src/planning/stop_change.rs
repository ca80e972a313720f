//! What happens to a permanence on one day: cancelled, moved, or one more.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::agenda::Change;
use super::hours::Hours;
use crate::fields::{self, Fields};
use crate::rule::{FieldError, RuleCode};
use crate::vocabulary::StopChangeKind;

/// What the screen sends. What is left empty stays as the permanence has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct StopChangeForm {
    /// Identifier of the permanence.
    pub stop: String,
    /// The day it changes, or the day it is added, ISO 8601.
    pub date: String,
    /// Cancelled, moved, extra.
    pub kind: StopChangeKind,
    /// The day it moves to, ISO 8601; the same day when absent.
    pub moved_to: Option<String>,
    /// Start, as typed; empty to keep the hours.
    pub starts: String,
    /// End, as typed; empty to keep the hours.
    pub ends: String,
    /// Another place.
    pub place: Option<String>,
}

/// A change that keeps every rule. Made by [`StopChange::new`] only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StopChange {
    /// Identifier of the permanence.
    pub stop: String,
    /// The day.
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

impl StopChange {
    /// The change of that form.
    ///
    /// # Errors
    /// Every broken rule, on the field that breaks it.
    pub fn new(form: &StopChangeForm) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let date = super::required_day("date", Some(&form.date), &mut errors);
        let cancelled = form.kind == StopChangeKind::Cancelled;
        let moved_to = match form.kind {
            StopChangeKind::Moved => super::day("moved_to", form.moved_to.as_deref(), &mut errors),
            _ => None,
        };
        let same = form.starts.trim().is_empty() && form.ends.trim().is_empty();
        let hours = if cancelled || same {
            None
        } else {
            Hours::of_form(&form.starts, &form.ends, &mut errors)
        };
        if form.stop.is_empty() {
            errors.push(FieldError::new("stop", RuleCode::PlaceRequired));
        }
        match date {
            Some(date) if errors.is_empty() => Ok(Self {
                stop: form.stop.clone(),
                date,
                kind: form.kind,
                moved_to,
                hours,
                place: form
                    .place
                    .clone()
                    .filter(|place| !cancelled && !place.is_empty()),
            }),
            _ => Err(errors),
        }
    }

    /// What its identifier derives from: a day is cancelled or moved once, and added to once.
    #[must_use]
    pub fn key(&self) -> [String; 3] {
        let sort = match self.kind {
            StopChangeKind::Extra => "extra",
            StopChangeKind::Cancelled | StopChangeKind::Moved => "",
        };
        [self.stop.clone(), self.date.to_string(), sort.to_owned()]
    }

    /// The wire form.
    #[must_use]
    pub fn fields(&self) -> Fields {
        let mut map = Fields::new();
        fields::put_text(&mut map, "stop", Some(&self.stop));
        fields::put_text(&mut map, "date", Some(&self.date.to_string()));
        fields::put_text(&mut map, "kind", Some(self.kind.value()));
        if let Some(day) = self.moved_to {
            fields::put_text(&mut map, "moved_to", Some(&day.to_string()));
        }
        if let Some(hours) = self.hours {
            hours.put(&mut map);
        }
        fields::put_text(&mut map, "place", self.place.as_deref());
        map
    }
}

impl Change {
    /// What a wire form lets one apply; nothing when this version does not know its kind.
    #[must_use]
    pub fn of_fields(id: &str, map: &Fields) -> Option<Self> {
        let day = |name: &str| fields::text(map, name).as_deref().and_then(super::read_day);
        Some(Self {
            id: id.to_owned(),
            stop: fields::text(map, "stop")?,
            date: day("date")?,
            kind: fields::case(map, "kind", StopChangeKind::from_value)?,
            moved_to: day("moved_to"),
            hours: Hours::of_fields(map),
            place: fields::text(map, "place"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(kind: StopChangeKind) -> StopChangeForm {
        StopChangeForm {
            stop: "s".to_owned(),
            date: "2026-11-24".to_owned(),
            kind,
            moved_to: Some("2026-11-26".to_owned()),
            starts: "14h".to_owned(),
            ends: "16h".to_owned(),
            place: Some("p2".to_owned()),
        }
    }

    #[test]
    fn the_wire_form_is_in_the_catalogue_and_is_read_back() {
        for kind in StopChangeKind::ALL {
            let change = StopChange::new(&form(*kind)).unwrap();
            let map = change.fields();
            let table = crate::catalogue::STOP_CHANGE;
            assert!(map.keys().all(|name| table.field(name).is_some()));
            let read = Change::of_fields("c", &map).unwrap();
            assert_eq!(
                (read.date, read.kind, read.moved_to, read.hours, read.place),
                (
                    change.date,
                    *kind,
                    change.moved_to,
                    change.hours,
                    change.place
                )
            );
        }
    }

    #[test]
    fn a_cancelled_day_keeps_nothing_else_and_hours_come_in_pairs() {
        let cancelled = StopChange::new(&form(StopChangeKind::Cancelled)).unwrap();
        assert_eq!(
            (cancelled.moved_to, cancelled.hours, cancelled.place),
            (None, None, None)
        );
        let mut half = form(StopChangeKind::Moved);
        half.ends.clear();
        let errors = StopChange::new(&half).unwrap_err();
        assert_eq!(
            (errors[0].field.as_str(), errors[0].code),
            ("ends", RuleCode::TimeRequired)
        );
    }

    #[test]
    fn cancelling_and_moving_one_day_is_one_record_and_adding_is_another() {
        let key = |kind| StopChange::new(&form(kind)).unwrap().key();
        assert_eq!(key(StopChangeKind::Cancelled), key(StopChangeKind::Moved));
        assert_ne!(key(StopChangeKind::Extra), key(StopChangeKind::Moved));
    }
}
