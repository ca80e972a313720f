//! A step: the state a goal, a referral or a procedure came to, and its day.

use chrono::NaiveDate;

use super::FollowUpKind;
use crate::fields::{self, Fields};
use crate::rule::FieldError;
use crate::vocabulary::{GoalState, ProcedureState, ReferralState};

/// Whether a state ends what a kind expects; nothing when the kind has no such state.
#[must_use]
pub fn closes(kind: FollowUpKind, state: &str) -> Option<bool> {
    match kind {
        FollowUpKind::Goal => GoalState::from_value(state).map(GoalState::is_closed),
        FollowUpKind::Referral => ReferralState::from_value(state).map(ReferralState::is_closed),
        FollowUpKind::Procedure => ProcedureState::from_value(state).map(ProcedureState::is_closed),
        _ => None,
    }
}

/// The state something new is in.
#[must_use]
pub const fn first(kind: FollowUpKind) -> Option<&'static str> {
    match kind {
        FollowUpKind::Goal => Some(GoalState::InProgress.value()),
        FollowUpKind::Referral => Some(ReferralState::Proposed.value()),
        FollowUpKind::Procedure => Some(ProcedureState::Started.value()),
        _ => None,
    }
}

/// The day of a step: today when nothing was said.
///
/// # Errors
/// On `date`, when it is no day or has not come.
pub fn day(typed: Option<&str>, today: NaiveDate) -> Result<String, Vec<FieldError>> {
    let Some(typed) = typed.filter(|typed| !typed.trim().is_empty()) else {
        return Ok(today.to_string());
    };
    let mut errors = Vec::new();
    super::past(Some(typed), today, &mut errors).ok_or(errors)
}

/// The wire form of a step.
#[must_use]
pub fn fields(kind: FollowUpKind, item: &str, state: &str, date: &str) -> Fields {
    let mut map = Fields::new();
    fields::put_text(&mut map, "kind", Some(kind.table().name));
    fields::put_text(&mut map, "item", Some(item));
    fields::put_text(&mut map, "state", Some(state));
    fields::put_text(&mut map, "date", Some(date));
    map
}
