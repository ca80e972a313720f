//! A file handed over to a colleague.

use escale_domain::handover::{Before, HandoverForm};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A member of the team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Colleague {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
}

/// Where a person's file stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HandoverState {
    /// Here, and nobody asked for anything.
    Here,
    /// Asked for; it leaves at the next exchange, and may still be called off.
    Asked,
    /// Asked for; it waits for what is being typed about the person on this laptop.
    Typing,
    /// Sent; the server has not answered yet.
    Leaving,
    /// The server kept the request apart: the colleague left the team.
    Refused,
    /// With a colleague; here stays a line without a name.
    Gone,
}

/// A request or what came of it.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct HandoverTold {
    /// Who gave the file, or gives it.
    pub giver: String,
    /// Who receives it.
    pub receiver: String,
    /// Day it was asked for, ISO 8601, if known.
    pub date: Option<String>,
    /// A word to the one who receives.
    pub message: Option<String>,
    /// What was done before.
    pub before: Before,
}

/// What goes with a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HandoverGoes {
    /// Goals.
    pub goals: u32,
    /// Orientations.
    pub referrals: u32,
    /// Démarches.
    pub procedures: u32,
    /// Diagnostics, mandates, Pix, Pass numériques.
    pub others: u32,
    /// Files joined to this one.
    pub joined: u32,
    /// Sessions, which stay.
    pub sessions: u32,
}

/// Where a person's file stands, and what would go.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct HandoverFile {
    /// Where it stands.
    pub state: HandoverState,
    /// To whom, since when: for any state but `here`.
    pub asked: Option<HandoverTold>,
    /// From whom it was received, if it was.
    pub received: Option<HandoverTold>,
    /// What goes with it, while it is here.
    pub goes: HandoverGoes,
}

/// Asks for a file to go to a colleague.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct HandoverAsk {
    /// The person.
    pub id: String,
    /// To whom, with what word.
    pub form: HandoverForm,
}

/// A file received, not yet noticed.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct HandoverReceived {
    /// The person.
    pub id: String,
    /// Her name.
    pub name: String,
    /// Somebody put it in the corbeille meanwhile, not knowing.
    pub in_bin: bool,
    /// From whom, when, with what word.
    pub told: HandoverTold,
}
