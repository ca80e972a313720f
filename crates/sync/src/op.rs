//! The operation: a patch of one row by one device, the unit that is logged, sent and merged.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::canonical;
use crate::clock::Hlc;

/// Most operations one local transaction may hold.
pub const MAX_TXN_OPS: usize = 512;
/// Most bytes of one local transaction, canonical form.
pub const MAX_TXN_BYTES: usize = 256 * 1024;

/// The identity of an operation: which device, which number. Written `device:q`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dot {
    /// The device.
    pub device: String,
    /// Its dense counter, from 1.
    pub q: u64,
}

impl Dot {
    /// A dot.
    #[must_use]
    pub fn new(device: impl Into<String>, q: u64) -> Self {
        Self {
            device: device.into(),
            q,
        }
    }
}

impl fmt::Display for Dot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.device, self.q)
    }
}

/// A dot that is not of the form `device:number`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("malformed dot")]
pub struct MalformedDot;

impl FromStr for Dot {
    type Err = MalformedDot;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (device, q) = text.rsplit_once(':').ok_or(MalformedDot)?;
        let q = q.parse().map_err(|_| MalformedDot)?;
        if device.is_empty() {
            Err(MalformedDot)
        } else {
            Ok(Self::new(device, q))
        }
    }
}

impl Serialize for Dot {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Dot {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// The dots a write has seen and overwrites: one, or several when it closes a conflict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Base {
    /// The usual case.
    One(Dot),
    /// Several heads at once.
    Many(Vec<Dot>),
}

impl Base {
    /// The dots.
    #[must_use]
    pub fn dots(&self) -> &[Dot] {
        match self {
            Self::One(dot) => std::slice::from_ref(dot),
            Self::Many(dots) => dots,
        }
    }

    /// From a list: nothing, one, or several.
    #[must_use]
    pub fn from_dots(mut dots: Vec<Dot>) -> Option<Self> {
        match dots.len() {
            0 => None,
            1 => dots.pop().map(Self::One),
            _ => Some(Self::Many(dots)),
        }
    }
}

/// Kinds this program understands. An operation of another kind is logged and kept, untouched.
pub mod kind {
    /// Creates or patches a row.
    pub const PUT: &str = "put";
    /// Puts a row in the corbeille.
    pub const DEL: &str = "del";
    /// Takes a row out of the corbeille.
    pub const UNDEL: &str = "undel";
    /// Writes a value and closes the heads it names.
    pub const RESOLVE: &str = "resolve";
    /// Takes the row to the scope that the field `to` names: not a write, nothing merges it. Other
    /// fields tell what may stay known of the row where it was.
    pub const MOVE: &str = "move";
    /// What the log keeps, in the place it had, of an operation that went to another scope with
    /// its row. Nobody sends it.
    pub const AWAY: &str = "away";
    /// Takes a row, or some of its fields, away for good ([`crate::erasure`]).
    pub const ERASE: &str = "erase";
    /// An operation whose body an erasure emptied.
    pub const REDACTED: &str = "redacted";
}

/// The field of a move that names the scope it goes to.
pub const TO: &str = "to";

/// An operation. Members this program does not know are kept in `more` and hashed with the rest.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Op {
    /// Dense per-device counter, from 1.
    pub q: u64,
    /// Local transaction number; all operations of one are applied together.
    pub x: u64,
    /// Scope (`adv:…`, `team:…`, `acct:…`).
    pub s: String,
    /// Table (stable wire name).
    pub t: String,
    /// Row.
    pub r: String,
    /// Kind.
    pub k: String,
    /// Fields changed. A set field holds `{"+":[…],"-":{element:[dots]}}`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub f: BTreeMap<String, Value>,
    /// Dots seen and overwritten, per field; absent on creation.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub b: BTreeMap<String, Base>,
    /// Stamp given by the device.
    pub h: Hlc,
    /// Version of the author's catalogue.
    pub v: u32,
    /// The adviser who acted.
    pub a: String,
    /// Salt (16 random bytes, base64url): the hash of an erased body cannot be used to guess it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub n: String,
    /// Members of newer versions.
    #[serde(flatten)]
    pub more: BTreeMap<String, Value>,
}

impl fmt::Debug for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Values may be personal: names of fields only.
        f.debug_struct("Op")
            .field("q", &self.q)
            .field("x", &self.x)
            .field("s", &self.s)
            .field("t", &self.t)
            .field("r", &self.r)
            .field("k", &self.k)
            .field("f", &self.f.keys().collect::<Vec<_>>())
            .field("h", &self.h)
            .finish_non_exhaustive()
    }
}

impl Op {
    /// Where a move takes its row; nothing for any other operation.
    #[must_use]
    pub fn destination(&self) -> Option<&str> {
        (self.k == kind::MOVE)
            .then(|| self.f.get(TO).and_then(Value::as_str))
            .flatten()
    }

    /// Its canonical bytes, the input of the chain.
    ///
    /// # Errors
    /// When a value cannot be represented as JSON, which operations read from JSON never have.
    pub fn canonical(&self) -> Result<Vec<u8>, serde_json::Error> {
        Ok(canonical::bytes(&serde_json::to_value(self)?))
    }
}

/// The head of a device's hash chain: `c_q = BLAKE3(c_{q-1} ‖ canonical(op_q))`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Chain(pub [u8; 32]);

impl Chain {
    /// The chain after one more operation.
    #[must_use]
    pub fn then(self, canonical: &[u8]) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.0);
        hasher.update(canonical);
        Self(*hasher.finalize().as_bytes())
    }
}

impl fmt::Display for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&data_encoding::HEXLOWER.encode(&self.0))
    }
}

impl Serialize for Chain {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Chain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        data_encoding::HEXLOWER
            .decode(text.as_bytes())
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .map(Self)
            .ok_or_else(|| serde::de::Error::custom("malformed chain"))
    }
}

/// A row identifier derived from what it relates, so that two devices creating the same link
/// create the same row (BLAKE3-128, written as 32 hexadecimal digits).
///
/// When the first part is an identifier, this one has its first 12 digits (the instant of a
/// `UUIDv7`, RFC 9562): what was noted together stands together in every index, and what hangs on a
/// row is found by how its identifier begins.
#[must_use]
pub fn derived_id(table: &str, parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(table.as_bytes());
    for part in parts {
        hasher.update(&[0]);
        hasher.update(part.as_bytes());
    }
    let mut id = data_encoding::HEXLOWER.encode(&hasher.finalize().as_bytes()[..16]);
    if let Some(beginning) = parts.first().and_then(|part| beginning(part)) {
        id.replace_range(..beginning.len(), &beginning);
    }
    id
}

/// The first twelve digits of an identifier: those of the instant it was made at (`UUIDv7`), or
/// what it has from the identifier it derives from.
fn beginning(id: &str) -> Option<String> {
    let hex = |b: u8| matches!(b, b'0'..=b'9' | b'a'..=b'f');
    let digits: String = id.chars().filter(|c| *c != '-').collect();
    (digits.len() == 32 && digits.bytes().all(hex)).then(|| digits[..12].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_members_survive_and_are_hashed() {
        let text = r#"{"q":1,"x":1,"s":"adv:a","t":"session","r":"r1","k":"put","f":{"duration":60},
            "h":"0199a3c2f1e0.0007","v":9,"a":"a","zz":{"later":true}}"#;
        let op: Op = serde_json::from_str(text).unwrap();
        assert_eq!(op.more["zz"]["later"], Value::Bool(true));
        let again: Op = serde_json::from_slice(&op.canonical().unwrap()).unwrap();
        assert_eq!(again, op);
        let mut other = op.clone();
        other.more.clear();
        assert_ne!(
            Chain::default().then(&op.canonical().unwrap()),
            Chain::default().then(&other.canonical().unwrap())
        );
    }

    #[test]
    fn a_derived_id_depends_on_every_part_and_on_their_borders() {
        let id = derived_id("attendance", &["ab", "c"]);
        assert_eq!(id.len(), 32);
        assert_eq!(id, derived_id("attendance", &["ab", "c"]));
        assert_ne!(id, derived_id("attendance", &["a", "bc"]));
        assert_ne!(id, derived_id("outcome", &["ab", "c"]));
        let timed = derived_id("attendance", &["01a1fd55-d458-72e0-bd91-122a0ef73357", "c"]);
        assert_eq!((timed.len(), &timed[..12]), (32, "01a1fd55d458"));
        let other = derived_id("attendance", &["01a1fd55-d458-72e0-bd91-122a0ef73358", "c"]);
        assert_ne!(timed, other, "made in the same millisecond");
        let again = derived_id("attendance", &[&timed, "c"]);
        assert_eq!(
            &again[..12],
            &timed[..12],
            "what derives from a derived one"
        );
        for odd in ["", "01a1fd55-d458", "é1a1fd55-d45-7"] {
            assert_eq!(derived_id("attendance", &[odd]).len(), 32, "{odd}");
        }
    }

    #[test]
    fn debug_prints_no_value() {
        let op: Op = serde_json::from_str(
            r#"{"q":1,"x":1,"s":"s","t":"beneficiary","r":"r","k":"put","f":{"last_name":"CANARI"},"h":"000000000001.0000","v":1,"a":"a"}"#,
        )
        .unwrap();
        assert!(!format!("{op:?}").contains("CANARI"));
    }
}
