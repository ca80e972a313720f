//! That an Aidants Connect mandate exists: how, from when, for how long. Never the document.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{day, discreet, person, unless};
use crate::fields::{self, Fields};
use crate::rule::{FieldError, RuleCode};
use crate::vocabulary::{MANDATE_DAYS, MandateKind};

/// What the screen sends for a mandate.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct MandateForm {
    /// The person.
    pub beneficiary: String,
    /// How it was signed.
    pub kind: Option<MandateKind>,
    /// Duration, days: 1, 31, 182 or 365.
    pub days: Option<u32>,
    /// Day it begins, ISO 8601.
    pub start: Option<String>,
    /// Day to look at it again, ISO 8601.
    pub look_again: Option<String>,
}

/// A mandate that keeps every rule.
#[derive(Clone, PartialEq, Eq)]
pub struct Mandate(MandateForm);

discreet!(MandateForm, Mandate);

impl Mandate {
    /// The mandate of that form.
    ///
    /// # Errors
    /// Every broken rule, on the field that breaks it.
    pub fn new(form: &MandateForm) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let errs = &mut errors;
        if form.kind.is_none() {
            errs.push(FieldError::new("kind", RuleCode::MandateKindRequired));
        }
        if !form.days.is_some_and(|days| MANDATE_DAYS.contains(&days)) {
            errs.push(FieldError::new("days", RuleCode::MandateDays));
        }
        if form
            .start
            .as_deref()
            .is_none_or(|typed| typed.trim().is_empty())
        {
            errs.push(FieldError::new("start", RuleCode::DateRequired));
        }
        let mandate = MandateForm {
            beneficiary: person(&form.beneficiary, errs),
            kind: form.kind,
            days: form.days,
            start: day("start", form.start.as_deref(), errs),
            look_again: day("look_again", form.look_again.as_deref(), errs),
        };
        unless(errors, Self(mandate))
    }

    /// The day it expires, ISO 8601: a mandate of one day signed on the 24th expires on the 25th.
    #[must_use]
    pub fn end(form: &MandateForm) -> Option<String> {
        let start: NaiveDate = form.start.as_deref()?.parse().ok()?;
        let days = Days::new(u64::from(form.days?));
        start.checked_add_days(days).map(|end| end.to_string())
    }

    /// The wire form.
    #[must_use]
    pub fn fields(&self) -> Fields {
        let form = &self.0;
        let mut map = Fields::new();
        fields::put_text(&mut map, "beneficiary", Some(&form.beneficiary));
        fields::put_text(&mut map, "kind", form.kind.map(MandateKind::value));
        if let Some(days) = form.days {
            map.insert("days".to_owned(), days.into());
        }
        fields::put_text(&mut map, "start", form.start.as_deref());
        fields::put_text(&mut map, "look_again", form.look_again.as_deref());
        map
    }

    /// The form of a wire form.
    #[must_use]
    pub fn from_fields(map: &Fields) -> MandateForm {
        MandateForm {
            beneficiary: fields::text(map, "beneficiary").unwrap_or_default(),
            kind: fields::case(map, "kind", MandateKind::from_value),
            days: fields::integer(map, "days").and_then(|days| u32::try_from(days).ok()),
            start: fields::text(map, "start"),
            look_again: fields::text(map, "look_again"),
        }
    }
}
