//! The rules a session keeps (those of the national platform, and a few it lacks).

use chrono::{Datelike, NaiveDate};

use super::{AnonymousGroup, Session, SessionForm};
use crate::commune::CommuneRef;
use crate::outcome::Outcome;
use crate::rule::{self, FieldError, RuleCode};
use crate::vocabulary::{PlaceKind, SessionKind, Theme};

/// Longest duration, in minutes: 23 h 59.
pub const DURATION_MAX: u32 = 23 * 60 + 59;
/// Longest title and procedure name, in characters.
pub const TITLE_MAX: usize = 200;
/// Longest notes, in characters.
pub const NOTES_MAX: usize = 2_000;
/// No session is older than the profession.
const FIRST_YEAR: i32 = 2000;
/// A clock before the program itself existed is not believed, so that a dead clock battery
/// never prevents noting a session.
const CLOCK_FLOOR_YEAR: i32 = 2026;

/// What the rules need to know of the world.
#[derive(Debug, Clone, Copy)]
pub struct SessionContext {
    /// Today, local date.
    pub today: NaiveDate,
}

impl Session {
    /// The session of that form.
    ///
    /// What does not apply ([`SessionForm::cleared`]) is left out, except administrative themes
    /// and procedure without their parent theme, which are refused in words.
    ///
    /// # Errors
    /// Every broken rule, on the field that breaks it.
    pub fn new(form: &SessionForm, context: &SessionContext) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        check_themes(form, &mut errors);
        let form = form.cleared();
        let date = check_date(form.date.as_deref(), context.today, &mut errors);
        let duration = check_duration(form.duration, &mut errors);
        let where_ = check_place(&form, &mut errors);
        let people = distinct(&form.people);
        let anonymous = check_people(&form, &people, &mut errors);
        let residence = check_residence(&form, &people, &mut errors);
        let optional = |value: &Option<String>| value.clone().unwrap_or_default();
        let procedure = rule::text(
            "procedure",
            &optional(&form.procedure),
            TITLE_MAX,
            false,
            &mut errors,
        );
        let title = rule::text(
            "title",
            &optional(&form.title),
            TITLE_MAX,
            false,
            &mut errors,
        );
        let notes = rule::text(
            "notes",
            &optional(&form.notes),
            NOTES_MAX,
            true,
            &mut errors,
        );
        match (date, duration, where_) {
            (Some(date), Some(duration), Some((place_kind, place, commune)))
                if errors.is_empty() =>
            {
                let mut tags = distinct(&form.tags);
                tags.sort();
                Ok(Self {
                    kind: form.kind,
                    date,
                    duration,
                    place_kind,
                    place,
                    commune,
                    materials: ordered(&form.materials),
                    themes: ordered(&form.themes),
                    procedure,
                    tags,
                    notes,
                    title,
                    level: form.level,
                    anonymous,
                    residence,
                    people,
                    outcome: Outcome::new(&form.outcome),
                })
            }
            _ => Err(errors),
        }
    }
}

fn check_themes(form: &SessionForm, errors: &mut Vec<FieldError>) {
    if form.themes.is_empty() {
        errors.push(FieldError::new("themes", RuleCode::ThemesRequired));
    }
    if form
        .themes
        .contains(&Theme::AideAuxDemarchesAdministratives)
    {
        return;
    }
    if form.themes.iter().any(|theme| theme.is_administrative()) {
        errors.push(FieldError::new("themes", RuleCode::AdministrativeThemes));
    }
    if form
        .procedure
        .as_deref()
        .is_some_and(|text| !text.trim().is_empty())
    {
        errors.push(FieldError::new("procedure", RuleCode::Procedure));
    }
}

pub(crate) fn check_date(
    date: Option<&str>,
    today: NaiveDate,
    errors: &mut Vec<FieldError>,
) -> Option<NaiveDate> {
    let mut refuse = |code| {
        errors.push(FieldError::new("date", code));
        None
    };
    let text = date.map(str::trim).unwrap_or_default();
    if text.is_empty() {
        return refuse(RuleCode::DateRequired);
    }
    let Some(date) = parse_day(text).filter(|date| date.year() >= FIRST_YEAR) else {
        return refuse(RuleCode::DateInvalid);
    };
    if date > today && today.year() >= CLOCK_FLOOR_YEAR {
        return refuse(RuleCode::DateFuture);
    }
    Some(date)
}

/// An ISO 8601 day, `YYYY-MM-DD` and nothing else.
pub(crate) fn parse_day(text: &str) -> Option<NaiveDate> {
    let shape = text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| match i {
            4 | 7 => b == b'-',
            _ => b.is_ascii_digit(),
        });
    shape
        .then(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok())
        .flatten()
}

fn check_duration(duration: Option<u32>, errors: &mut Vec<FieldError>) -> Option<u32> {
    let code = match duration {
        None => RuleCode::DurationRequired,
        Some(0) => RuleCode::DurationZero,
        Some(1..=DURATION_MAX) => return duration,
        Some(_) => RuleCode::DurationTooLong,
    };
    errors.push(FieldError::new("duration", code));
    None
}

type Where = (PlaceKind, Option<String>, Option<CommuneRef>);

fn check_place(form: &SessionForm, errors: &mut Vec<FieldError>) -> Option<Where> {
    let Some(kind) = form.place_kind else {
        errors.push(FieldError::new("place_kind", RuleCode::PlaceKindRequired));
        return None;
    };
    let place = form
        .place
        .as_deref()
        .map(str::trim)
        .filter(|place| !place.is_empty());
    if kind.has_place() && place.is_none() {
        errors.push(FieldError::new("place", RuleCode::PlaceRequired));
    }
    match &form.commune {
        None if kind.has_commune() => {
            errors.push(FieldError::new("commune", RuleCode::CommuneRequired));
        }
        Some(commune) if !commune.is_complete() => {
            errors.push(FieldError::new("commune", RuleCode::CommuneIncomplete));
        }
        _ => {}
    }
    Some((kind, place.map(str::to_owned), form.commune.clone()))
}

fn check_people(
    form: &SessionForm,
    people: &[String],
    errors: &mut Vec<FieldError>,
) -> AnonymousGroup {
    match form.kind {
        SessionKind::Individual => {
            if people.len() > 1 {
                errors.push(FieldError::new("people", RuleCode::OnePerson));
            }
            if people.is_empty() {
                form.person.group()
            } else {
                AnonymousGroup::default()
            }
        }
        SessionKind::Workshop => {
            let group = form.anonymous.clone().tidied();
            group.check(errors);
            if people.is_empty() && group.total == 0 {
                errors.push(FieldError::new("people", RuleCode::NobodyPresent));
            }
            group
        }
    }
}

fn check_residence(
    form: &SessionForm,
    people: &[String],
    errors: &mut Vec<FieldError>,
) -> Option<CommuneRef> {
    let commune = form.person.commune.clone().filter(|_| people.is_empty())?;
    if !commune.is_complete() {
        errors.push(FieldError::new(
            "person.commune",
            RuleCode::CommuneIncomplete,
        ));
        return None;
    }
    Some(commune)
}

/// Trimmed, each once, in the order given, without empty ones.
fn distinct(texts: &[String]) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for text in texts
        .iter()
        .map(|text| text.trim())
        .filter(|text| !text.is_empty())
    {
        if !kept.iter().any(|other| other == text) {
            kept.push(text.to_owned());
        }
    }
    kept
}

/// In display order, each once.
fn ordered<T: Ord + Copy>(cases: &[T]) -> Vec<T> {
    let mut cases = cases.to_vec();
    cases.sort_unstable();
    cases.dedup();
    cases
}
