//! A level, an attestation or a certification of Pix.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{discreet, past, person, unless};
use crate::fields::{self, Fields};
use crate::rule::{FieldError, RuleCode};
use crate::vocabulary::PixKind;

/// Most pix a profile can have.
const PIX_MAX: i64 = 1_024;

/// What the screen sends for a result of Pix.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct PixResultForm {
    /// The person.
    pub beneficiary: String,
    /// Day, ISO 8601.
    pub date: Option<String>,
    /// What was obtained.
    pub kind: Option<PixKind>,
    /// Number of pix, when it is known.
    #[ts(type = "number | null")]
    pub points: Option<i64>,
}

/// A result that keeps every rule.
#[derive(Clone, PartialEq, Eq)]
pub struct PixResult(PixResultForm);

discreet!(PixResultForm, PixResult);

impl PixResult {
    /// The result of that form.
    ///
    /// # Errors
    /// Every broken rule, on the field that breaks it.
    pub fn new(form: &PixResultForm, today: NaiveDate) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let errs = &mut errors;
        if form.kind.is_none() {
            errs.push(FieldError::new("kind", RuleCode::PixKindRequired));
        }
        match form.points {
            None if form.kind == Some(PixKind::Level) => {
                errs.push(FieldError::new("points", RuleCode::PixRequired));
            }
            Some(points) if !(0..=PIX_MAX).contains(&points) => {
                errs.push(FieldError::new("points", RuleCode::PixRange));
            }
            _ => {}
        }
        let result = PixResultForm {
            beneficiary: person(&form.beneficiary, errs),
            date: past(form.date.as_deref(), today, errs),
            kind: form.kind,
            points: form.points,
        };
        unless(errors, Self(result))
    }

    /// The wire form.
    #[must_use]
    pub fn fields(&self) -> Fields {
        let form = &self.0;
        let mut map = Fields::new();
        fields::put_text(&mut map, "beneficiary", Some(&form.beneficiary));
        fields::put_text(&mut map, "date", form.date.as_deref());
        fields::put_text(&mut map, "kind", form.kind.map(PixKind::value));
        if let Some(points) = form.points {
            map.insert("points".to_owned(), points.into());
        }
        map
    }

    /// The form of a wire form.
    #[must_use]
    pub fn from_fields(map: &Fields) -> PixResultForm {
        PixResultForm {
            beneficiary: fields::text(map, "beneficiary").unwrap_or_default(),
            date: fields::text(map, "date"),
            kind: fields::case(map, "kind", PixKind::from_value),
            points: fields::integer(map, "points"),
        }
    }
}
