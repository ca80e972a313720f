//! A workshop to come: when, where, what, for how many; and the session form it becomes.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::hours::{Hours, written};
use crate::fields::{self, Fields};
use crate::rule::{self, FieldError, RuleCode};
use crate::session::{AnonymousGroup, SessionForm, TITLE_MAX};
use crate::vocabulary::{PlaceKind, SessionKind, Theme, WorkshopLevel};

/// Most seats.
pub const CAPACITY_MAX: i64 = 500;

/// What the screen sends. Hours are as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct WorkshopForm {
    /// Day, ISO 8601.
    pub date: Option<String>,
    /// Start, as typed (`14h`, `14:30`).
    pub starts: String,
    /// End, as typed.
    pub ends: String,
    /// Identifier of the place.
    pub place: Option<String>,
    /// Title.
    pub title: String,
    /// Level.
    pub level: Option<WorkshopLevel>,
    /// Themes, administrative ones included.
    pub themes: Vec<Theme>,
    /// Seats; no limit when absent.
    #[ts(type = "number | null")]
    pub capacity: Option<i64>,
    /// Identifier of the outline it follows.
    pub outline: Option<String>,
}

/// A workshop to come that keeps every rule. Made by [`Workshop::new`] only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workshop {
    /// Day.
    pub date: NaiveDate,
    /// Hours.
    pub hours: Hours,
    /// Identifier of the place.
    pub place: String,
    /// Title.
    pub title: String,
    /// Level.
    pub level: Option<WorkshopLevel>,
    /// Themes, in display order.
    pub themes: Vec<Theme>,
    /// Seats.
    pub capacity: Option<u32>,
    /// Identifier of the outline it follows.
    pub outline: Option<String>,
}

/// Themes in display order, each once; administrative ones only with their parent.
pub(super) fn checked_themes(themes: &[Theme], errors: &mut Vec<FieldError>) -> Vec<Theme> {
    if themes.iter().any(|theme| theme.is_administrative())
        && !themes.contains(&Theme::AideAuxDemarchesAdministratives)
    {
        errors.push(FieldError::new("themes", RuleCode::AdministrativeThemes));
    }
    let mut themes = themes.to_vec();
    themes.sort_unstable();
    themes.dedup();
    themes
}

pub(super) fn read_themes(map: &Fields) -> Vec<Theme> {
    let mut themes: Vec<Theme> = fields::strings(map, "themes")
        .iter()
        .filter_map(|theme| Theme::from_value(theme))
        .collect();
    themes.sort_unstable();
    themes
}

pub(super) fn required_title(title: &str, errors: &mut Vec<FieldError>) -> Option<String> {
    if title.trim().is_empty() {
        errors.push(FieldError::new("title", RuleCode::WorkshopTitleRequired));
    }
    rule::text("title", title, TITLE_MAX, false, errors)
}

impl Workshop {
    /// The workshop of that form.
    ///
    /// # Errors
    /// Every broken rule, on the field that breaks it.
    pub fn new(form: &WorkshopForm) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let date = super::required_day("date", form.date.as_deref(), &mut errors);
        let hours = Hours::of_form(&form.starts, &form.ends, &mut errors);
        let place = form.place.clone().filter(|place| !place.is_empty());
        if place.is_none() {
            errors.push(FieldError::new("place", RuleCode::PlaceRequired));
        }
        let title = required_title(&form.title, &mut errors);
        let themes = checked_themes(&form.themes, &mut errors);
        let capacity = form.capacity.map(|seats| {
            if !(1..=CAPACITY_MAX).contains(&seats) {
                errors.push(FieldError::new("capacity", RuleCode::CapacityInvalid));
            }
            u32::try_from(seats).unwrap_or_default()
        });
        match (date, hours, place, title) {
            (Some(date), Some(hours), Some(place), Some(title)) if errors.is_empty() => Ok(Self {
                date,
                hours,
                place,
                title,
                level: form.level,
                themes,
                capacity,
                outline: form.outline.clone().filter(|outline| !outline.is_empty()),
            }),
            _ => Err(errors),
        }
    }

    /// The wire form.
    #[must_use]
    pub fn fields(&self) -> Fields {
        let mut map = Fields::new();
        fields::put_text(&mut map, "date", Some(&self.date.to_string()));
        self.hours.put(&mut map);
        fields::put_text(&mut map, "place", Some(&self.place));
        fields::put_text(&mut map, "title", Some(&self.title));
        fields::put_text(&mut map, "level", self.level.map(WorkshopLevel::value));
        fields::put_set(
            &mut map,
            "themes",
            self.themes.iter().map(|theme| theme.value()),
        );
        if let Some(seats) = self.capacity {
            map.insert("capacity".to_owned(), seats.into());
        }
        fields::put_text(&mut map, "outline", self.outline.as_deref());
        map
    }

    /// The form of a wire form.
    #[must_use]
    pub fn from_fields(map: &Fields) -> WorkshopForm {
        let text = |name: &str| fields::text(map, name);
        WorkshopForm {
            date: text("date"),
            starts: text("starts").unwrap_or_default(),
            ends: text("ends").unwrap_or_default(),
            place: text("place"),
            title: text("title").unwrap_or_default(),
            level: fields::case(map, "level", WorkshopLevel::from_value),
            themes: read_themes(map),
            capacity: fields::integer(map, "capacity"),
            outline: text("outline"),
        }
    }
}

impl WorkshopForm {
    /// The session form it becomes: these people present, and so many anonymous ones.
    #[must_use]
    pub fn session(&self, people: Vec<String>, anonymous: u32) -> SessionForm {
        let read = |typed: &str| super::hours::time(typed);
        let hours = read(&self.starts)
            .zip(read(&self.ends))
            .and_then(|(starts, ends)| Hours::new(starts, ends));
        SessionForm {
            kind: SessionKind::Workshop,
            date: self.date.clone(),
            duration: hours.map(Hours::minutes),
            place_kind: self.place.as_ref().map(|_| PlaceKind::Activity),
            place: self.place.clone(),
            themes: self.themes.clone(),
            title: Some(self.title.clone()).filter(|title| !title.is_empty()),
            level: self.level,
            people,
            anonymous: AnonymousGroup {
                total: i64::from(anonymous),
                ..AnonymousGroup::default()
            },
            ..SessionForm::default()
        }
    }

    /// Its hours as the screens show them, when they can be read.
    #[must_use]
    pub fn shown_hours(&self) -> (String, String) {
        let shown = |typed: &str| super::hours::time(typed).map(written).unwrap_or_default();
        (shown(&self.starts), shown(&self.ends))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{Session, SessionContext};

    fn form() -> WorkshopForm {
        WorkshopForm {
            date: Some("2026-11-24".to_owned()),
            starts: "14h".to_owned(),
            ends: "16h30".to_owned(),
            place: Some("p".to_owned()),
            title: " Premiers pas sur tablette ".to_owned(),
            level: Some(WorkshopLevel::Beginner),
            themes: vec![Theme::Email, Theme::PrendreEnMainDuMateriel],
            capacity: Some(8),
            outline: None,
        }
    }

    type Change = fn(&mut WorkshopForm);

    #[test]
    fn broken_rules_are_told_on_their_field() {
        let cases: &[(Change, &str, RuleCode)] = &[
            (|f| f.date = None, "date", RuleCode::DateRequired),
            (
                |f| f.date = Some("bientôt".into()),
                "date",
                RuleCode::DateInvalid,
            ),
            (|f| f.ends = "13h".into(), "ends", RuleCode::EndBeforeStart),
            (|f| f.place = None, "place", RuleCode::PlaceRequired),
            (
                |f| f.title = " ".into(),
                "title",
                RuleCode::WorkshopTitleRequired,
            ),
            (
                |f| f.capacity = Some(0),
                "capacity",
                RuleCode::CapacityInvalid,
            ),
            (
                |f| f.capacity = Some(501),
                "capacity",
                RuleCode::CapacityInvalid,
            ),
            (
                |f| f.capacity = Some(-1),
                "capacity",
                RuleCode::CapacityInvalid,
            ),
            (
                |f| f.themes = vec![Theme::SocialSante],
                "themes",
                RuleCode::AdministrativeThemes,
            ),
        ];
        for (change, field, code) in cases {
            let mut form = form();
            change(&mut form);
            let errors = Workshop::new(&form).unwrap_err();
            assert_eq!(
                (errors[0].field.as_str(), errors[0].code, errors.len()),
                (*field, *code, 1)
            );
        }
    }

    #[test]
    fn the_wire_form_comes_back_and_is_in_the_catalogue() {
        let workshop = Workshop::new(&form()).unwrap();
        let map = workshop.fields();
        let table = crate::catalogue::WORKSHOP;
        assert!(map.keys().all(|name| table.field(name).is_some()));
        assert_eq!(
            Workshop::new(&Workshop::from_fields(&map)).unwrap(),
            workshop
        );
        assert_eq!(workshop.title, "Premiers pas sur tablette");
    }

    #[test]
    fn it_becomes_a_session_that_can_be_saved_as_it_is() {
        let session = form().session(vec!["b1".to_owned()], 6);
        assert_eq!((session.duration, session.anonymous.total), (Some(150), 6));
        let today = "2026-11-24".parse().unwrap();
        let saved = Session::new(&session, &SessionContext { today }).unwrap();
        assert_eq!(saved.headcount(), 7);
    }
}
