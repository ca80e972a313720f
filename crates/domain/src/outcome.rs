//! Outcome: what a session changed for the person.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

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
