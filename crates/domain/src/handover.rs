//! Handing a person's file over to a colleague: to whom, with what word.
//!
//! The record goes with the file: the colleague reads in it who gave it, when, and what was done
//! before, since sessions stay with whoever held them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::fields::{self, Fields};
use crate::rule::{self, FieldError, RuleCode};

/// Longest word to the colleague, in characters.
pub const MESSAGE_MAX: usize = 1_000;

/// What the screen sends.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct HandoverForm {
    /// Identifier of the colleague.
    pub receiver: String,
    /// A word to her.
    pub message: String,
}

/// What was done with the person before: no session goes with the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct Before {
    /// Sessions.
    pub sessions: u32,
    /// Minutes.
    pub minutes: u32,
    /// Day of the first one, ISO 8601.
    pub first: Option<String>,
    /// Day of the last one, ISO 8601.
    pub last: Option<String>,
}

/// A handover that keeps every rule. Made by [`Handover::new`], or read.
#[derive(Clone, PartialEq, Eq)]
pub struct Handover {
    /// The person.
    pub person: String,
    /// Identifier of the adviser who gives.
    pub giver: String,
    /// Identifier of the one who receives.
    pub receiver: String,
    /// Day it was asked for, ISO 8601.
    pub date: Option<String>,
    /// The word to her.
    pub message: Option<String>,
    /// What was done before.
    pub before: Before,
    /// The receiver has seen that she has it.
    pub noticed: bool,
}

impl Handover {
    /// The handover of that form, asked for on a day by that adviser.
    ///
    /// # Errors
    /// Every broken rule, on the field that breaks it.
    pub fn new(
        form: &HandoverForm,
        person: &str,
        giver: &str,
        today: NaiveDate,
        before: Before,
    ) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let receiver = form.receiver.trim();
        if receiver.is_empty() || receiver == giver {
            errors.push(FieldError::new("receiver", RuleCode::ColleagueRequired));
        }
        let message = rule::text("message", &form.message, MESSAGE_MAX, true, &mut errors);
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Self {
            person: person.to_owned(),
            giver: giver.to_owned(),
            receiver: receiver.to_owned(),
            date: Some(today.to_string()),
            message,
            before,
            noticed: false,
        })
    }

    /// The wire form.
    #[must_use]
    pub fn fields(&self) -> Fields {
        let mut map = Fields::new();
        fields::put_text(&mut map, "person", Some(&self.person));
        fields::put_text(&mut map, "giver", Some(&self.giver));
        fields::put_text(&mut map, "receiver", Some(&self.receiver));
        fields::put_text(&mut map, "date", self.date.as_deref());
        fields::put_text(&mut map, "message", self.message.as_deref());
        let before = &self.before;
        map.insert("sessions".to_owned(), before.sessions.into());
        map.insert("minutes".to_owned(), before.minutes.into());
        fields::put_text(&mut map, "first_session", before.first.as_deref());
        fields::put_text(&mut map, "last_session", before.last.as_deref());
        fields::put_flag(&mut map, "noticed", self.noticed);
        map
    }

    /// The handover a record tells of; nothing when it does not say of whom, by whom, to whom.
    #[must_use]
    pub fn from_fields(map: &Fields) -> Option<Self> {
        let count = |name| {
            fields::integer(map, name)
                .and_then(|number| u32::try_from(number).ok())
                .unwrap_or(0)
        };
        Some(Self {
            person: fields::text(map, "person")?,
            giver: fields::text(map, "giver")?,
            receiver: fields::text(map, "receiver")?,
            date: fields::text(map, "date"),
            message: fields::text(map, "message"),
            before: Before {
                sessions: count("sessions"),
                minutes: count("minutes"),
                first: fields::text(map, "first_session"),
                last: fields::text(map, "last_session"),
            },
            noticed: fields::flag(map, "noticed").unwrap_or(false),
        })
    }
}

/// What may stay known of a person where her file was: what statistics count, nothing that tells
/// who she is.
pub const KEPT: &[&str] = &["gender", "age_band", "status", "commune"];

/// What stays known of a person of these values, in a year: her band of age instead of her year of
/// birth.
#[must_use]
pub fn kept(values: &Fields, year: i32) -> Fields {
    let mut map: Fields = KEPT
        .iter()
        .filter_map(|name| Some(((*name).to_owned(), values.get(*name)?.clone())))
        .collect();
    let band = crate::beneficiary::Beneficiary::from_fields(values).shown_age_band(year);
    if let Some(band) = band {
        map.insert("age_band".to_owned(), Value::from(band.value()));
    }
    map
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 3).unwrap()
    }

    fn asked(receiver: &str, message: &str) -> Result<Handover, Vec<FieldError>> {
        let form = HandoverForm {
            receiver: receiver.into(),
            message: message.into(),
        };
        let before = Before {
            sessions: 3,
            minutes: 180,
            first: Some("2026-01-05".into()),
            last: None,
        };
        Handover::new(&form, "p", "me", day(), before)
    }

    #[test]
    fn it_goes_to_a_colleague_never_to_oneself() {
        for receiver in ["", "  ", "me"] {
            let errors = asked(receiver, "").err().unwrap();
            assert_eq!(errors[0].field, "receiver");
            assert_eq!(errors[0].code, RuleCode::ColleagueRequired);
        }
        let errors = asked("", &"a".repeat(MESSAGE_MAX + 1)).err().unwrap();
        assert_eq!(errors.len(), 2);
    }

    #[test]
    fn what_is_written_is_read_again() {
        let handover = asked("her", " Elle préfère le matin.\n ").ok().unwrap();
        assert_eq!(handover.message.as_deref(), Some("Elle préfère le matin."));
        assert!(Handover::from_fields(&handover.fields()) == Some(handover.clone()));
        let table = crate::catalogue::HANDOVER;
        for name in handover.fields().keys() {
            assert!(table.field(name).is_some(), "{name}");
        }
        assert!(Handover::from_fields(&Fields::new()).is_none());
    }

    #[test]
    fn nothing_that_tells_who_she_is_stays() {
        let values: Fields = serde_json::from_value(json!({
            "first_name": "Léa", "last_name": "Martin", "phone": "+33639981234", "birth_year": 1950,
            "email": "lea@exemple.fr", "notes": "x", "gender": "FEMININ",
            "commune": {"code_insee": "50129", "name": "Cherbourg", "postcode": "50100"}
        }))
        .unwrap();
        let kept = kept(&values, 2026);
        let names: Vec<&str> = kept.keys().map(String::as_str).collect();
        assert_eq!(names, ["age_band", "commune", "gender"]);
        for field in crate::catalogue::BENEFICIARY.fields {
            assert!(!(field.personal && kept.contains_key(field.name)));
        }
    }
}
