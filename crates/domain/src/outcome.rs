//! Outcome: what a session changed for the person.
//!
//! Only individual sessions have one. The orientation keeps its structure only when the person
//! was indeed sent somewhere.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::fields::{self, Fields};
use crate::vocabulary::{Autonomy, ProcedureState, Redirection};

/// The outcome part of a session form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct OutcomeForm {
    /// Level of autonomy reached.
    pub autonomy: Option<Autonomy>,
    /// Whether the objective of the session was reached.
    pub objective_reached: Option<bool>,
    /// State of the administrative procedure.
    pub procedure_state: Option<ProcedureState>,
    /// Whether the person was sent to another structure.
    pub oriented: Option<bool>,
    /// Which kind of structure (kept only when `oriented` is true).
    pub redirection: Option<Redirection>,
    /// The place of the directory the person was sent to, if chosen.
    pub redirection_place: Option<String>,
}

impl OutcomeForm {
    /// Nothing was answered.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The same without what has no meaning: a structure for somebody who was not sent anywhere.
    #[must_use]
    pub fn cleared(&self) -> Self {
        let mut form = self.clone();
        form.redirection_place = form
            .redirection_place
            .filter(|place| !place.trim().is_empty());
        if form.oriented != Some(true) {
            form.redirection = None;
            form.redirection_place = None;
        }
        form
    }
}

/// What a session changed, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome(OutcomeForm);

impl Outcome {
    /// The outcome of that form, unless nothing was answered.
    #[must_use]
    pub fn new(form: &OutcomeForm) -> Option<Self> {
        let form = form.cleared();
        (!form.is_empty()).then_some(Self(form))
    }

    /// The answers.
    #[must_use]
    pub fn form(&self) -> &OutcomeForm {
        &self.0
    }

    /// The wire form; `beneficiary` is absent for an anonymous person.
    #[must_use]
    pub fn fields(&self, session: &str, beneficiary: Option<&str>) -> Fields {
        let form = &self.0;
        let mut map = Fields::new();
        fields::put_text(&mut map, "session", Some(session));
        fields::put_text(&mut map, "beneficiary", beneficiary);
        fields::put_text(&mut map, "autonomy", form.autonomy.map(Autonomy::value));
        fields::put_text(
            &mut map,
            "procedure_state",
            form.procedure_state.map(ProcedureState::value),
        );
        fields::put_text(
            &mut map,
            "redirection",
            form.redirection.map(Redirection::value),
        );
        fields::put_text(
            &mut map,
            "redirection_place",
            form.redirection_place.as_deref(),
        );
        // "No" is an answer here: unlike a box left unticked, it is kept.
        for (name, answer) in [
            ("objective_reached", form.objective_reached),
            ("oriented", form.oriented),
        ] {
            if let Some(answer) = answer {
                map.insert(name.to_owned(), answer.into());
            }
        }
        map
    }

    /// The form of a wire form.
    #[must_use]
    pub fn from_fields(map: &Fields) -> OutcomeForm {
        OutcomeForm {
            autonomy: fields::case(map, "autonomy", Autonomy::from_value),
            objective_reached: fields::flag(map, "objective_reached"),
            procedure_state: fields::case(map, "procedure_state", ProcedureState::from_value),
            oriented: fields::flag(map, "oriented"),
            redirection: fields::case(map, "redirection", Redirection::from_value),
            redirection_place: fields::text(map, "redirection_place"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn oriented(answer: Option<bool>) -> OutcomeForm {
        OutcomeForm {
            oriented: answer,
            redirection: Some(Redirection::SocialAid),
            redirection_place: Some("p1".to_owned()),
            ..OutcomeForm::default()
        }
    }

    #[test]
    fn a_structure_is_kept_only_for_somebody_sent_there() {
        let kept = |answer| Outcome::new(&oriented(answer)).map(|o| o.form().redirection.is_some());
        assert_eq!(kept(Some(true)), Some(true));
        assert_eq!(kept(Some(false)), Some(false));
        assert_eq!(kept(None), None);
    }

    #[test]
    fn the_wire_form_comes_back_and_is_in_the_catalogue() {
        let form = OutcomeForm {
            autonomy: Some(Autonomy::PartlyAutonomous),
            objective_reached: Some(false),
            procedure_state: Some(ProcedureState::Filed),
            ..oriented(Some(true))
        };
        let map = Outcome::new(&form).unwrap().fields("s1", Some("b1"));
        assert_eq!(Outcome::from_fields(&map), form);
        assert_eq!(map.len(), 8);
        assert!(
            map.keys()
                .all(|name| crate::catalogue::OUTCOME.field(name).is_some())
        );
    }

    #[test]
    fn an_unknown_value_of_a_newer_version_is_skipped() {
        let map = Fields::from([
            ("autonomy".to_owned(), "tres_autonome".into()),
            ("oriented".to_owned(), "oui".into()),
        ]);
        assert_eq!(Outcome::from_fields(&map), OutcomeForm::default());
    }
}
