//! Procedure: an administrative *démarche* followed until it comes to its end.
//!
//! Sessions of the same person that name it the same way move it on by themselves.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{day, discreet, identifier, person, required, unless};
use crate::fields::{self, Fields};
use crate::rule::{self, FieldError, RuleCode};
use crate::session::{NOTES_MAX, TITLE_MAX};
use crate::vocabulary::Theme;

/// What the screen sends for a procedure.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct ProcedureForm {
    /// The person.
    pub beneficiary: String,
    /// The session it began with, if one.
    pub session: Option<String>,
    /// Its name, as in the sessions.
    pub name: String,
    /// Administrative theme.
    pub theme: Option<Theme>,
    /// Day to look at it again, ISO 8601.
    pub look_again: Option<String>,
    /// Notes.
    pub notes: String,
}

/// A procedure that keeps every rule.
#[derive(Clone, PartialEq, Eq)]
pub struct Procedure(ProcedureForm);

discreet!(ProcedureForm, Procedure);

impl Procedure {
    /// The procedure of that form.
    ///
    /// # Errors
    /// Every broken rule, on the field that breaks it.
    pub fn new(form: &ProcedureForm) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let errs = &mut errors;
        if form.theme.is_some_and(|theme| !theme.is_administrative()) {
            errs.push(FieldError::new("theme", RuleCode::ProcedureTheme));
        }
        let procedure = ProcedureForm {
            beneficiary: person(&form.beneficiary, errs),
            session: identifier(form.session.as_deref()),
            name: required(
                "name",
                &form.name,
                TITLE_MAX,
                RuleCode::ProcedureRequired,
                errs,
            ),
            theme: form.theme,
            look_again: day("look_again", form.look_again.as_deref(), errs),
            notes: rule::text("notes", &form.notes, NOTES_MAX, true, errs).unwrap_or_default(),
        };
        unless(errors, Self(procedure))
    }

    /// The wire form.
    #[must_use]
    pub fn fields(&self) -> Fields {
        let form = &self.0;
        let mut map = Fields::new();
        fields::put_text(&mut map, "beneficiary", Some(&form.beneficiary));
        fields::put_text(&mut map, "session", form.session.as_deref());
        fields::put_text(&mut map, "name", Some(&form.name));
        fields::put_text(&mut map, "theme", form.theme.map(Theme::value));
        fields::put_text(&mut map, "look_again", form.look_again.as_deref());
        fields::put_text(&mut map, "notes", Some(&form.notes));
        map
    }

    /// The form of a wire form.
    #[must_use]
    pub fn from_fields(map: &Fields) -> ProcedureForm {
        let text = |name: &str| fields::text(map, name).unwrap_or_default();
        ProcedureForm {
            beneficiary: text("beneficiary"),
            session: fields::text(map, "session"),
            name: text("name"),
            theme: fields::case(map, "theme", Theme::from_value),
            look_again: fields::text(map, "look_again"),
            notes: text("notes"),
        }
    }
}
