//! Pass numériques handed over to a person: how many, of how many euros each; no more.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{discreet, past, person, unless};
use crate::fields::{self, Fields};
use crate::rule::{FieldError, RuleCode};

/// Most pass handed over at once.
const COUNT_MAX: i64 = 10_000;
/// Highest face value, euros.
const VALUE_MAX: i64 = 1_000;

/// What the screen sends for pass handed over.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct DigitalPassForm {
    /// The person.
    pub beneficiary: String,
    /// Day, ISO 8601.
    pub date: Option<String>,
    /// How many.
    #[ts(type = "number")]
    pub count: i64,
    /// Face value of one, euros.
    #[ts(type = "number")]
    pub face_value: i64,
}

/// Pass handed over, that keep every rule.
#[derive(Clone, PartialEq, Eq)]
pub struct DigitalPass(DigitalPassForm);

discreet!(DigitalPassForm, DigitalPass);

impl DigitalPass {
    /// What that form says was handed over.
    ///
    /// # Errors
    /// Every broken rule, on the field that breaks it.
    pub fn new(form: &DigitalPassForm, today: NaiveDate) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let errs = &mut errors;
        let broken = match form.count {
            ..=-1 => Some(RuleCode::CountNegative),
            0 => Some(RuleCode::PassCountRequired),
            1..=COUNT_MAX => None,
            _ => Some(RuleCode::CountTooLarge),
        };
        errs.extend(broken.map(|code| FieldError::new("count", code)));
        if !(1..=VALUE_MAX).contains(&form.face_value) {
            errs.push(FieldError::new("face_value", RuleCode::FaceValueRange));
        }
        let pass = DigitalPassForm {
            beneficiary: person(&form.beneficiary, errs),
            date: past(form.date.as_deref(), today, errs),
            ..*form
        };
        unless(errors, Self(pass))
    }

    /// The wire form.
    #[must_use]
    pub fn fields(&self) -> Fields {
        let form = &self.0;
        let mut map = Fields::new();
        fields::put_text(&mut map, "beneficiary", Some(&form.beneficiary));
        fields::put_text(&mut map, "date", form.date.as_deref());
        map.insert("count".to_owned(), form.count.into());
        map.insert("face_value".to_owned(), form.face_value.into());
        map
    }

    /// The form of a wire form.
    #[must_use]
    pub fn from_fields(map: &Fields) -> DigitalPassForm {
        DigitalPassForm {
            beneficiary: fields::text(map, "beneficiary").unwrap_or_default(),
            date: fields::text(map, "date"),
            count: fields::integer(map, "count").unwrap_or_default(),
            face_value: fields::integer(map, "face_value").unwrap_or_default(),
        }
    }
}
