//! What travels: requests, answers, problems. Unknown members are ignored by the reader of an
//! envelope and kept inside operations.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::clock::Hlc;
use crate::op::{Chain, Op, kind};
use crate::order::SignedOrder;

mod orders;

pub use self::orders::{Aside, OpResult, OrderDone, OrderNoted, ParcelTaken};

mod erasures;

pub use erasures::{ErasedRow, ErasureTold, erasures_mark};

/// Enrolment request, `POST /v1/devices`.
#[derive(Clone, Serialize, Deserialize)]
pub struct EnrolRequest {
    /// The one-time code, canonical.
    pub code: String,
    /// Ed25519 public key of the device, base64url without padding.
    pub public_key: String,
    /// Name of the laptop, as its owner calls it.
    pub device_name: String,
    /// Protocol spoken.
    pub proto: u32,
}

/// Another identity for a device whose disk was cloned, `POST /v1/devices/again`, signed by the
/// identity it had.
#[derive(Clone, Serialize, Deserialize)]
pub struct EnrolAgain {
    /// Ed25519 public key of the new identity, base64url without padding.
    pub public_key: String,
}

/// Somebody or something with a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Identifier.
    pub id: String,
    /// Name.
    pub name: String,
}

/// Enrolment answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolAnswer {
    /// Identifier given to this installation.
    pub device: String,
    /// Whose laptop it is.
    pub adviser: Named,
    /// In which team.
    pub team: Named,
    /// Scopes to follow.
    pub scopes: Vec<String>,
    /// Epoch of the server.
    pub epoch: String,
    /// Ed25519 public keys of the server that may sign orders, current then next, base64url.
    pub order_keys: Vec<String>,
    /// Whole answer received.
    pub end: bool,
}

/// Token request, `POST /v1/token`.
#[derive(Clone, Serialize, Deserialize)]
pub struct TokenRequest {
    /// The device.
    pub device: String,
    /// The challenge received; empty to ask for one.
    pub challenge: String,
    /// Signature of `proof::token`, base64url without padding; empty to ask for a challenge.
    pub signature: String,
}

/// Token answer.
#[derive(Clone, Serialize, Deserialize)]
pub struct TokenAnswer {
    /// Opaque token.
    pub token: String,
    /// Seconds it lives.
    pub expires_in: u64,
    /// Whole answer received.
    pub end: bool,
}

/// `GET /v1/hello`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// Epoch.
    pub epoch: String,
    /// Server time, milliseconds since 1970.
    pub time: u64,
    /// Protocols accepted, lowest and highest.
    pub proto: [u32; 2],
    /// Last operation of this device in the log.
    pub last_q: u64,
    /// Last operation of this device in a verified backup.
    pub durable_q: u64,
    /// Heads of the scopes this device may read.
    pub heads: BTreeMap<String, u64>,
    /// Of each, the last sequence in a verified backup.
    #[serde(default)]
    pub durable: BTreeMap<String, u64>,
    /// Whole answer received.
    pub end: bool,
}

/// Operations pushed, in order, never splitting a transaction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Push {
    /// Chain before the first operation.
    pub prev_chain: Chain,
    /// The operations.
    pub ops: Vec<Op>,
    /// Effective stamps that some of them had before the server was restored: they keep them,
    /// so that the same values win as before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stamped: Vec<(u64, Hlc)>,
}

/// A scope and how far it is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// Scope.
    pub s: String,
    /// Sequence known.
    pub c: u64,
}

/// `POST /v1/sync`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SyncRequest {
    /// Identifier of the device's current start.
    pub boot: String,
    /// Operations from that number on were made since that start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boot_q: Option<u64>,
    /// The device's corrected time, milliseconds since 1970.
    pub sent_at: u64,
    /// Epoch the device knows.
    pub epoch: String,
    /// Last operation it ever made. A server that has a later one has it from another disk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_q: Option<u64>,
    /// What it sends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub push: Option<Push>,
    /// What it wants to know.
    #[serde(default)]
    pub pull: Vec<Cursor>,
    /// Mark of the colleagues it knows: they come only when they have changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colleagues: Option<String>,
    /// Instant of the last order it followed: only later ones come. Absent for a program that
    /// knows no orders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<u64>,
    /// How far it knows what became of its operations that were set aside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aside: Option<u64>,
    /// Erasures of which nothing is left on this laptop.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub erased_acks: Vec<String>,
    /// After a change of epoch, rows that were erased: a restored server may not know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub erased: Vec<ErasedRow>,
    /// Mark of the erasures it knows the progress of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erasures: Option<String>,
    /// It can take a scope it has read nothing of as a snapshot.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub snapshots: bool,
}

/// Answer to a push.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pushed {
    /// Last operation of this device in the log or the quarantine.
    pub last_q: u64,
    /// Chain at `last_q`.
    pub chain: Chain,
    /// Last operation of this device covered by a verified backup.
    pub durable_q: u64,
    /// Operations that were not plainly applied.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub results: Vec<OpResult>,
}

/// An operation as the log gives it back.
///
/// For the device that wrote it, only the numbers come back (`dev` and the operation are
/// absent): it has the rest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Sequence in the scope.
    pub seq: u64,
    /// Effective stamp.
    pub e: Hlc,
    /// Device; absent for the reader's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dev: Option<String>,
    /// Its operation number.
    pub q: u64,
    /// The operation without `q`; empty for the reader's own. Kept as it came: an operation
    /// this program cannot read is parked, not refused.
    #[serde(flatten)]
    pub op: BTreeMap<String, Value>,
}

impl Entry {
    /// An entry of the log, for the device that reads it.
    ///
    /// # Errors
    /// When the operation cannot be represented as JSON.
    pub fn new(seq: u64, e: Hlc, device: &str, op: &Op) -> Result<Self, serde_json::Error> {
        let mut members: BTreeMap<String, Value> =
            serde_json::from_value(serde_json::to_value(op)?)?;
        members.remove("q");
        Ok(Self {
            seq,
            e,
            dev: Some(device.to_owned()),
            q: op.q,
            op: members,
        })
    }

    /// What stays of an entry, in its place, once its operation went to another scope.
    #[must_use]
    pub fn away(&self) -> Self {
        Self {
            op: BTreeMap::from([("k".to_owned(), kind::AWAY.into())]),
            ..self.clone()
        }
    }

    /// Whether its operation went to another scope.
    #[must_use]
    pub fn is_away(&self) -> bool {
        self.op.get("k").and_then(Value::as_str) == Some(kind::AWAY)
    }

    /// The same entry without what its own author knows.
    #[must_use]
    pub fn own(&self) -> Self {
        Self {
            seq: self.seq,
            e: self.e,
            dev: None,
            q: self.q,
            op: if self.is_away() || self.is_redacted() {
                self.op.clone()
            } else {
                BTreeMap::new()
            },
        }
    }

    /// The operation, if this program can read it.
    #[must_use]
    pub fn operation(&self) -> Option<Op> {
        let mut members: serde_json::Map<String, Value> = self.op.clone().into_iter().collect();
        members.insert("q".into(), self.q.into());
        serde_json::from_value(Value::Object(members)).ok()
    }
}

/// A page of a scope.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Scope.
    pub s: String,
    /// Sequence it starts after.
    pub from: u64,
    /// Sequence it ends with.
    pub to: u64,
    /// Head of the scope.
    pub head: u64,
    /// More is waiting.
    pub more: bool,
    /// Sum of the scope at its head, 32 hexadecimal digits; only when the page reaches it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sum: Option<String>,
    /// Operations, contiguous.
    pub ops: Vec<Entry>,
}

/// Answer to `POST /v1/sync`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SyncResponse {
    /// Epoch.
    pub epoch: String,
    /// Server time, milliseconds since 1970.
    pub time: u64,
    /// Answer to the push.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub push: Option<Pushed>,
    /// Scopes that have changed.
    #[serde(default)]
    pub pull: Vec<Page>,
    /// Scopes to be taken as a snapshot: their logs are long.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub snapshots: Vec<String>,
    /// Scopes asked for that this device may not read (any more).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub denied: Vec<String>,
    /// Scopes this device may read and did not ask for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub granted: Vec<String>,
    /// Last operation of this device in a verified backup: a laptop that has nothing to send
    /// learns it too.
    #[serde(default)]
    pub durable_q: u64,
    /// The colleagues of the adviser, when they are not those the laptop knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colleagues: Option<Vec<Named>>,
    /// What the device is ordered, if it has not followed it yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub orders: Vec<SignedOrder>,
    /// What is new of the device's operations that were set aside.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aside: Vec<Aside>,
    /// Days without contact after which the laptop locks itself; absent for the usual ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub silent_days: Option<u32>,
    /// Rows told as erased of which this server has no erasure: the laptop asks for it again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unknown_erased: Vec<ErasedRow>,
    /// How far the adviser's erasures went, when that is not what the laptop knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erasures: Option<Vec<ErasureTold>>,
    /// Seconds to wait before the next unprompted exchange.
    pub next_poll: u64,
    /// Whole answer received.
    pub end: bool,
}

/// The mark of a list of colleagues: two lists with one mark are the same.
#[must_use]
pub fn colleagues_mark(colleagues: &[Named]) -> String {
    let mut hasher = blake3::Hasher::new();
    for one in colleagues {
        for part in [&one.id, &one.name] {
            hasher.update(&(part.len() as u64).to_be_bytes());
            hasher.update(part.as_bytes());
        }
    }
    data_encoding::HEXLOWER.encode(&hasher.finalize().as_bytes()[..8])
}

/// A problem (RFC 9457) with the members every problem of ours has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// Address of the problem type; its last segment is the stable code.
    #[serde(rename = "type")]
    pub kind: String,
    /// French title.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// More, in French.
    #[serde(default)]
    pub detail: String,
    /// What the program should do.
    pub action: Action,
    /// Trying again may help.
    pub retryable: bool,
    /// Nothing of the sender's was lost.
    pub data_safe: bool,
    /// Extension members (`expected_q`, `last_q`, `chain`, `epoch`, `heads`, `challenge`, `max`).
    #[serde(flatten)]
    pub more: BTreeMap<String, Value>,
}

/// Base of the problem types.
pub const PROBLEM_BASE: &str = "https://escale.invalid/problems/";

impl Problem {
    /// A problem of that stable code.
    #[must_use]
    pub fn new(code: &str, status: u16, title: &str, action: Action) -> Self {
        Self {
            kind: format!("{PROBLEM_BASE}{code}"),
            title: title.to_owned(),
            status,
            detail: String::new(),
            action,
            retryable: matches!(
                action,
                Action::Retry | Action::Wait | Action::ReAuthenticate | Action::Resend
            ),
            data_safe: true,
            more: BTreeMap::new(),
        }
    }

    /// The same with one more member.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.more.insert(name.to_owned(), value.into());
        self
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &str {
        self.kind.rsplit('/').next().unwrap_or_default()
    }

    /// A whole number among the extension members.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<u64> {
        self.more.get(name).and_then(Value::as_u64)
    }
}

/// What a program does about a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// Try again later.
    Retry,
    /// Try again after `Retry-After`.
    Wait,
    /// Ask for a token, then try again.
    ReAuthenticate,
    /// Send again from `expected_q`.
    Resend,
    /// Adopt the new epoch, send again from `last_q + 1`, read again from `heads`.
    AdoptEpoch,
    /// Take a new device identity and issue the divergent operations again.
    NewDeviceId,
    /// Send smaller batches.
    Split,
    /// Ask a human.
    CallForHelp,
    /// Install a newer version.
    Upgrade,
    /// Nothing to do; an action of a newer version.
    #[serde(other)]
    None,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_gives_its_operation_back() {
        let op: Op = serde_json::from_str(
            r#"{"q":7,"x":1,"s":"adv:a","t":"session","r":"r","k":"put","f":{"duration":5},"h":"000000000001.0000","v":1,"a":"a","later":1}"#,
        )
        .unwrap();
        let entry = Entry::new(3, Hlc(9), "d1", &op).unwrap();
        let text = serde_json::to_string(&entry).unwrap();
        let back: Entry = serde_json::from_str(&text).unwrap();
        assert_eq!(back, entry);
        assert_eq!(back.operation(), Some(op));
        assert_eq!(
            serde_json::to_string(&entry.own()).unwrap(),
            r#"{"seq":3,"e":"000000000000.0009","q":7}"#
        );
    }

    #[test]
    fn an_operation_that_cannot_be_read_is_still_an_entry() {
        let entry: Entry =
            serde_json::from_str(r#"{"seq":1,"e":"000000000000.0001","dev":"d","q":1,"k":5}"#)
                .unwrap();
        assert_eq!(entry.operation(), None);
        assert_eq!(entry.op["k"], Value::from(5));
    }

    #[test]
    fn an_action_of_a_newer_version_is_read() {
        let problem: Problem = serde_json::from_str(
            r#"{"type":"https://x/problems/later","title":"t","status":409,"action":"dance","retryable":false,"data_safe":true,"n":4}"#,
        )
        .unwrap();
        assert_eq!(
            (problem.action, problem.code(), problem.number("n")),
            (Action::None, "later", Some(4))
        );
    }
}
