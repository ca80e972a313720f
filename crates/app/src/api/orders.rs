//! A notebook held by an order or by silence; a computer that was erased; what was set aside.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why an open notebook shows nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HoldKind {
    /// The organisation locked this computer. Everything is kept.
    Locked,
    /// The organisation asked for everything to be sent, then erased.
    Draining,
    /// The server was not reached for too long. Everything is kept.
    Silent,
}

/// A notebook that is held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Hold {
    /// Why.
    pub kind: HoldKind,
    /// Who ordered it, in words; empty for silence.
    pub by: String,
    /// What was said with it.
    pub reason: String,
    /// When it was ordered, RFC 3339, local time.
    pub at: Option<String>,
    /// Days without contact after which a notebook locks, for silence.
    pub days: u32,
    /// Records with something still to send.
    pub pending: u32,
}

/// What was done on a computer that was ordered to erase its notebook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Wiped {
    /// Who ordered it, in words.
    pub by: String,
    /// What was said with it.
    pub reason: String,
    /// When it was done, RFC 3339, local time.
    pub at: String,
    /// Everything had been sent and acknowledged before.
    pub drained: bool,
    /// Some files could not be removed; they can no longer be read.
    pub left: bool,
}

/// What was decided of an operation set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AsideState {
    /// Nobody decided yet.
    Waiting,
    /// It was added after all.
    Accepted,
    /// It was not taken; kept thirty days more.
    Rejected,
}

/// Why something of this notebook was set aside by the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AsideWhy {
    /// It is for a notebook or a team that this person may not write in (any more).
    Rights,
    /// This computer had been shut out.
    ShutOut,
    /// It was for somebody who is not a colleague.
    Recipient,
    /// Another reason, of a newer server.
    Other,
}

/// Something of this notebook that was set aside.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AsideItem {
    /// What a person recognises.
    pub label: String,
    /// `session`, `beneficiary`, `place`…
    pub table: String,
    /// Why.
    pub why: AsideWhy,
    /// When, RFC 3339, local time.
    pub at: String,
    /// What became of it.
    pub state: AsideState,
    /// What was said with the decision.
    pub reason: Option<String>,
}
