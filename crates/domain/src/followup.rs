//! Follow-up of a person over time: what is expected, what became of it, what was measured.
//!
//! Goals, referrals and procedures have steps ([`step`]): a state and its day, only added. Their
//! state is that of the latest step; it is stored nowhere else. What a session already says
//! (where the person was sent, the state of the procedure) is read from it, not repeated.

mod assessment;
mod digital_pass;
mod goal;
mod mandate;
mod pix;
mod procedure;
mod referral;
pub mod step;
#[cfg(test)]
mod tests;

pub use assessment::{NeedsAssessment, NeedsAssessmentForm};
pub use digital_pass::{DigitalPass, DigitalPassForm};
pub use goal::{Goal, GoalForm};
pub use mandate::{Mandate, MandateForm};
pub use pix::{PixResult, PixResultForm};
pub use procedure::{Procedure, ProcedureForm};
pub use referral::{Referral, ReferralForm};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::catalogue::{self, Table};
use crate::fields::Fields;
use crate::rule::{FieldError, RuleCode};

/// Longest reason, in characters.
pub const REASON_MAX: usize = 500;

/// `Debug` without what people wrote.
macro_rules! discreet {
    ($($name:ident),+) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(‹personal›)"))
            }
        }
    )+};
}
use discreet;

/// What follows a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FollowUpKind {
    /// Objectif.
    Goal,
    /// Orientation, passage de relais.
    Referral,
    /// Démarche administrative.
    Procedure,
    /// A change of state of one of the three above.
    FollowStep,
    /// Diagnostic of needs.
    NeedsAssessment,
    /// Aidants Connect mandate.
    Mandate,
    /// Pix.
    PixResult,
    /// Pass numériques handed over.
    DigitalPass,
}

impl FollowUpKind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Goal,
        Self::Referral,
        Self::Procedure,
        Self::FollowStep,
        Self::NeedsAssessment,
        Self::Mandate,
        Self::PixResult,
        Self::DigitalPass,
    ];

    /// Its replicated table.
    #[must_use]
    pub const fn table(self) -> &'static Table {
        match self {
            Self::Goal => &catalogue::GOAL,
            Self::Referral => &catalogue::REFERRAL,
            Self::Procedure => &catalogue::PROCEDURE,
            Self::FollowStep => &catalogue::FOLLOW_STEP,
            Self::NeedsAssessment => &catalogue::NEEDS_ASSESSMENT,
            Self::Mandate => &catalogue::MANDATE,
            Self::PixResult => &catalogue::PIX_RESULT,
            Self::DigitalPass => &catalogue::DIGITAL_PASS,
        }
    }

    /// The kind of that wire name.
    #[must_use]
    pub fn of(table: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.table().name == table)
    }
}

/// A form of any kind.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", content = "form", rename_all = "snake_case")]
pub enum FollowUpForm {
    /// Objectif.
    Goal(GoalForm),
    /// Orientation, passage de relais.
    Referral(ReferralForm),
    /// Démarche administrative.
    Procedure(ProcedureForm),
    /// Diagnostic of needs.
    NeedsAssessment(NeedsAssessmentForm),
    /// Aidants Connect mandate.
    Mandate(MandateForm),
    /// Pix.
    PixResult(PixResultForm),
    /// Pass numériques handed over.
    DigitalPass(DigitalPassForm),
}

discreet!(FollowUpForm);

impl FollowUpForm {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> FollowUpKind {
        match self {
            Self::Goal(_) => FollowUpKind::Goal,
            Self::Referral(_) => FollowUpKind::Referral,
            Self::Procedure(_) => FollowUpKind::Procedure,
            Self::NeedsAssessment(_) => FollowUpKind::NeedsAssessment,
            Self::Mandate(_) => FollowUpKind::Mandate,
            Self::PixResult(_) => FollowUpKind::PixResult,
            Self::DigitalPass(_) => FollowUpKind::DigitalPass,
        }
    }

    /// The person, if named.
    #[must_use]
    pub fn beneficiary(&self) -> Option<&str> {
        let id = match self {
            Self::Goal(form) => &form.beneficiary,
            Self::Referral(form) => return form.beneficiary.as_deref(),
            Self::Procedure(form) => &form.beneficiary,
            Self::NeedsAssessment(form) => &form.beneficiary,
            Self::Mandate(form) => &form.beneficiary,
            Self::PixResult(form) => &form.beneficiary,
            Self::DigitalPass(form) => &form.beneficiary,
        };
        Some(id.as_str()).filter(|id| !id.is_empty())
    }

    /// The session it comes from, if any.
    #[must_use]
    pub fn session(&self) -> Option<&str> {
        match self {
            Self::Referral(form) => form.session.as_deref(),
            Self::Procedure(form) => form.session.as_deref(),
            _ => None,
        }
    }

    /// The wire form, checked; `today` bounds what has happened.
    ///
    /// # Errors
    /// Every broken rule, on the field that breaks it.
    pub fn fields(&self, today: NaiveDate) -> Result<Fields, Vec<FieldError>> {
        Ok(match self {
            Self::Goal(form) => Goal::new(form)?.fields(),
            Self::Referral(form) => Referral::new(form, today)?.fields(),
            Self::Procedure(form) => Procedure::new(form)?.fields(),
            Self::NeedsAssessment(form) => NeedsAssessment::new(form, today)?.fields(),
            Self::Mandate(form) => Mandate::new(form)?.fields(),
            Self::PixResult(form) => PixResult::new(form, today)?.fields(),
            Self::DigitalPass(form) => DigitalPass::new(form, today)?.fields(),
        })
    }

    /// The form of a wire form; none for a step, which has no form.
    #[must_use]
    pub fn from_fields(kind: FollowUpKind, map: &Fields) -> Option<Self> {
        Some(match kind {
            FollowUpKind::Goal => Self::Goal(Goal::from_fields(map)),
            FollowUpKind::Referral => Self::Referral(Referral::from_fields(map)),
            FollowUpKind::Procedure => Self::Procedure(Procedure::from_fields(map)),
            FollowUpKind::FollowStep => return None,
            FollowUpKind::NeedsAssessment => {
                Self::NeedsAssessment(NeedsAssessment::from_fields(map))
            }
            FollowUpKind::Mandate => Self::Mandate(Mandate::from_fields(map)),
            FollowUpKind::PixResult => Self::PixResult(PixResult::from_fields(map)),
            FollowUpKind::DigitalPass => Self::DigitalPass(DigitalPass::from_fields(map)),
        })
    }
}

/// The person, who must be chosen.
fn person(typed: &str, errors: &mut Vec<FieldError>) -> String {
    let id = typed.trim();
    if id.is_empty() {
        errors.push(FieldError::new("beneficiary", RuleCode::PersonRequired));
    }
    id.to_owned()
}

/// A text that must be there.
fn required(
    field: &str,
    typed: &str,
    max: usize,
    code: RuleCode,
    errors: &mut Vec<FieldError>,
) -> String {
    if typed.trim().is_empty() {
        errors.push(FieldError::new(field, code));
    }
    crate::rule::text(field, typed, max, false, errors).unwrap_or_default()
}

/// A day to come or past, optional, ISO 8601.
fn day(field: &str, typed: Option<&str>, errors: &mut Vec<FieldError>) -> Option<String> {
    let typed = typed.map(str::trim).filter(|typed| !typed.is_empty())?;
    match crate::session::parse_day(typed) {
        Some(date) => Some(date.to_string()),
        None => {
            errors.push(FieldError::new(field, RuleCode::DateInvalid));
            None
        }
    }
}

/// The field `date`: a day that has come.
fn past(typed: Option<&str>, today: NaiveDate, errors: &mut Vec<FieldError>) -> Option<String> {
    crate::session::check_date(typed, today, errors).map(|date| date.to_string())
}

fn identifier(typed: Option<&str>) -> Option<String> {
    typed
        .map(str::trim)
        .filter(|id| !id.is_empty())
        .map(str::to_owned)
}

/// The answer, unless a rule is broken.
fn unless<T>(errors: Vec<FieldError>, answer: T) -> Result<T, Vec<FieldError>> {
    if errors.is_empty() {
        Ok(answer)
    } else {
        Err(errors)
    }
}
