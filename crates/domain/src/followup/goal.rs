//! Goal: what a person wants to be able to do, by theme.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{day, discreet, person, required, unless};
use crate::fields::{self, Fields};
use crate::rule::{self, FieldError, RuleCode};
use crate::session::{NOTES_MAX, TITLE_MAX};
use crate::vocabulary::Theme;

/// What the screen sends for a goal.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct GoalForm {
    /// The person.
    pub beneficiary: String,
    /// Theme.
    pub theme: Option<Theme>,
    /// What the person wants to be able to do, in her words.
    pub wording: String,
    /// Day by which she would like it, ISO 8601.
    pub target: Option<String>,
    /// Day to look at it again, ISO 8601.
    pub look_again: Option<String>,
    /// Notes.
    pub notes: String,
}

/// A goal that keeps every rule.
#[derive(Clone, PartialEq, Eq)]
pub struct Goal(GoalForm);

discreet!(GoalForm, Goal);

impl Goal {
    /// The goal of that form.
    ///
    /// # Errors
    /// Every broken rule, on the field that breaks it.
    pub fn new(form: &GoalForm) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let errs = &mut errors;
        if form.theme.is_none() {
            errs.push(FieldError::new("theme", RuleCode::ThemeRequired));
        }
        let goal = GoalForm {
            beneficiary: person(&form.beneficiary, errs),
            theme: form.theme,
            wording: required(
                "wording",
                &form.wording,
                TITLE_MAX,
                RuleCode::GoalRequired,
                errs,
            ),
            target: day("target", form.target.as_deref(), errs),
            look_again: day("look_again", form.look_again.as_deref(), errs),
            notes: rule::text("notes", &form.notes, NOTES_MAX, true, errs).unwrap_or_default(),
        };
        unless(errors, Self(goal))
    }

    /// The wire form.
    #[must_use]
    pub fn fields(&self) -> Fields {
        let form = &self.0;
        let mut map = Fields::new();
        fields::put_text(&mut map, "beneficiary", Some(&form.beneficiary));
        fields::put_text(&mut map, "theme", form.theme.map(Theme::value));
        fields::put_text(&mut map, "wording", Some(&form.wording));
        fields::put_text(&mut map, "target", form.target.as_deref());
        fields::put_text(&mut map, "look_again", form.look_again.as_deref());
        fields::put_text(&mut map, "notes", Some(&form.notes));
        map
    }

    /// The form of a wire form.
    #[must_use]
    pub fn from_fields(map: &Fields) -> GoalForm {
        let text = |name: &str| fields::text(map, name).unwrap_or_default();
        GoalForm {
            beneficiary: text("beneficiary"),
            theme: fields::case(map, "theme", Theme::from_value),
            wording: text("wording"),
            target: fields::text(map, "target"),
            look_again: fields::text(map, "look_again"),
            notes: text("notes"),
        }
    }
}
