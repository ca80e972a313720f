//! Files erased, and files near the end of their time.

use escale_domain::erasure::{ContactForm, Why};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How far the erasure of a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ErasureState {
    /// Nobody asked for it.
    Here,
    /// Asked for; it leaves at the next exchange, and may still be called off.
    Asked,
    /// Sent; the server has not carried it out yet.
    Sent,
    /// The server kept the request apart.
    Refused,
    /// Nothing of it is left on this laptop.
    Erased,
}

/// What goes with a file that is erased, and what stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ErasureGoes {
    /// Files joined to this one.
    pub joined: u32,
    /// Goals, orientations, démarches, diagnostics and contacts that hold a text.
    pub texts: u32,
    /// Sessions with a note about the person.
    pub notes: u32,
    /// Sessions, which stay without a name.
    pub sessions: u32,
    /// Minutes of these sessions.
    pub minutes: u32,
}

/// Where a person's file stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ErasureFile {
    /// How far it is.
    pub state: ErasureState,
    /// Why, for any state but `here`.
    pub why: Option<Why>,
    /// Day it was asked for, ISO 8601, for any state but `here`.
    pub date: Option<String>,
    /// What goes and what stays, while it is here.
    pub goes: ErasureGoes,
    /// Other laptops of the adviser that confirmed, and those that did not yet, when the server
    /// said so.
    pub confirmed: Option<u32>,
    /// Those that did not yet.
    pub pending: Option<u32>,
}

/// Asks for files to be erased.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ErasureAsk {
    /// The people.
    pub ids: Vec<String>,
    /// Because their time has ended, not because somebody asked.
    pub ended: bool,
}

/// A file near its end.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct NearEnd {
    /// The person.
    pub id: String,
    /// Her name.
    pub name: String,
    /// Day of the last contact, ISO 8601.
    pub last: String,
    /// Day it is erased if nothing is done, ISO 8601.
    pub on: String,
    /// That day has come: it waits for the adviser, because there are too many at once.
    pub due: bool,
    /// It is in the corbeille.
    pub in_bin: bool,
}

/// An erasure under way or done.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct ErasureLine {
    /// The person.
    pub id: String,
    /// Her name, until it is erased here.
    pub name: Option<String>,
    /// Where it stands.
    pub file: ErasureFile,
}

/// A change that was not kept because what it spoke of had been erased.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LateLine {
    /// What was changed, in a word.
    pub noun: String,
    /// When the server said so, RFC 3339.
    pub at: String,
}

/// Files near their end, erasures, changes not kept.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct Erasures {
    /// Files near their end, soonest first.
    pub near: Vec<NearEnd>,
    /// Those whose day has come are too many to be erased without the adviser.
    pub asks: bool,
    /// Latest first.
    pub lines: Vec<ErasureLine>,
    /// Latest first.
    pub late: Vec<LateLine>,
    /// Day the server last confirmed, ISO 8601: what the clock goes by.
    pub clock: Option<String>,
    /// Months a file is kept after the last contact.
    pub months: u32,
}

/// Notes a contact: the file is kept from that day on.
#[derive(Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ContactNote {
    /// The person.
    pub id: String,
    /// What contact took place.
    pub form: ContactForm,
}
