//! Diagnostic of needs: how a person says to manage each of the eight basics, on one day. Made
//! again later, it shows what has changed.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{discreet, past, person, unless};
use crate::fields::{self, Fields};
use crate::rule::{self, FieldError, RuleCode};
use crate::session::NOTES_MAX;
use crate::vocabulary::{Basic, BasicLevel};

/// What the screen sends for a diagnostic.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct NeedsAssessmentForm {
    /// The person.
    pub beneficiary: String,
    /// Day, ISO 8601.
    pub date: Option<String>,
    /// What the person answered; what she did not answer is not there.
    pub answers: BTreeMap<Basic, BasicLevel>,
    /// Notes.
    pub notes: String,
}

/// A diagnostic that keeps every rule.
#[derive(Clone, PartialEq, Eq)]
pub struct NeedsAssessment(NeedsAssessmentForm);

discreet!(NeedsAssessmentForm, NeedsAssessment);

impl NeedsAssessment {
    /// The diagnostic of that form.
    ///
    /// # Errors
    /// Every broken rule, on the field that breaks it.
    pub fn new(form: &NeedsAssessmentForm, today: NaiveDate) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let errs = &mut errors;
        if form.answers.is_empty() {
            errs.push(FieldError::new("answers", RuleCode::AnswersRequired));
        }
        let assessment = NeedsAssessmentForm {
            beneficiary: person(&form.beneficiary, errs),
            date: past(form.date.as_deref(), today, errs),
            answers: form.answers.clone(),
            notes: rule::text("notes", &form.notes, NOTES_MAX, true, errs).unwrap_or_default(),
        };
        unless(errors, Self(assessment))
    }

    /// The wire form.
    #[must_use]
    pub fn fields(&self) -> Fields {
        let form = &self.0;
        let mut map = Fields::new();
        fields::put_text(&mut map, "beneficiary", Some(&form.beneficiary));
        fields::put_text(&mut map, "date", form.date.as_deref());
        for (basic, level) in &form.answers {
            fields::put_text(&mut map, basic.field(), Some(level.value()));
        }
        fields::put_text(&mut map, "notes", Some(&form.notes));
        map
    }

    /// The form of a wire form.
    #[must_use]
    pub fn from_fields(map: &Fields) -> NeedsAssessmentForm {
        let answer = |basic: &Basic| {
            fields::case(map, basic.field(), BasicLevel::from_value).map(|level| (*basic, level))
        };
        NeedsAssessmentForm {
            beneficiary: fields::text(map, "beneficiary").unwrap_or_default(),
            date: fields::text(map, "date"),
            answers: Basic::ALL.iter().filter_map(answer).collect(),
            notes: fields::text(map, "notes").unwrap_or_default(),
        }
    }
}
