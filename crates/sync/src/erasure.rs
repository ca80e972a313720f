//! Erasing: what a row loses for good, and what of the log loses its body.
//!
//! An erasure is an operation like another, asked for by an adviser and carried out by the server:
//! it names the whole row, or some of its fields. Whatever order operations come in, what it names
//! is gone: the state of the row is still a function of the set of its operations. Bodies that
//! held it are emptied; their places, numbers and stamps stay, and the chain of their author goes
//! on by the link written where the body was.

use std::collections::{BTreeMap, BTreeSet};

use data_encoding::HEXLOWER as HEX;
use serde_json::Value;

use crate::merge::RowState;
use crate::op::{Chain, Op, kind};

/// In the state of a row: everything was erased.
pub const WHOLE: &str = "*";
/// Member of an emptied body: the erasure that emptied it.
pub const REDACTED: &str = "redacted";
/// Member of an emptied body that travels again: the chain after it.
const LINK: &str = "c";
/// What a body emptied as it arrived says: no erasure of its own did it.
const LATE: &str = "late";
/// Field of an erasure: its identifier; several rows have the same.
const BY: &str = "by";
/// Field of an erasure: why, one word.
const WHY: &str = "why";
/// Field of an erasure: the fields that go; everything when absent.
const ONLY: &str = "only";
/// Field of an erasure of a whole row: what stays of it, which tells nobody who it was.
const KEEP: &str = "keep";

/// What an erasure takes away.
#[derive(Clone, PartialEq)]
pub struct Erasing {
    /// Its identifier.
    pub by: String,
    /// Why, one word of lower case letters.
    pub why: String,
    /// The fields that go; nothing: the whole row.
    pub only: Option<BTreeSet<String>>,
    /// What stays of a whole row.
    pub keep: BTreeMap<String, Value>,
}

impl Erasing {
    /// The fields of the operation.
    #[must_use]
    pub fn fields(&self) -> BTreeMap<String, Value> {
        let mut fields = BTreeMap::from([
            (BY.to_owned(), self.by.clone().into()),
            (WHY.to_owned(), self.why.clone().into()),
        ]);
        if let Some(only) = &self.only {
            let names = only.iter().cloned().map(Value::String).collect();
            fields.insert(ONLY.to_owned(), names);
        }
        if !self.keep.is_empty() {
            let kept = self.keep.clone().into_iter().collect();
            fields.insert(KEEP.to_owned(), Value::Object(kept));
        }
        fields
    }

    /// Whether an operation says something that is gone.
    #[must_use]
    pub fn concerns(&self, op: &Op) -> bool {
        op.k != kind::ERASE
            && match &self.only {
                None => true,
                Some(only) => only.iter().any(|name| op.f.contains_key(name)),
            }
    }

    /// What stays of the body of an operation of the row.
    #[must_use]
    pub fn emptied(&self, op: &Op) -> Op {
        emptied(op, self.only.as_ref(), &self.by)
    }
}

fn name_is_sound(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 64
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// An operation without these fields (all of it when none are named).
#[must_use]
pub fn emptied(op: &Op, only: Option<&BTreeSet<String>>, by: &str) -> Op {
    let mut left = Op {
        n: String::new(),
        ..op.clone()
    };
    if let Some(only) = only {
        left.f.retain(|name, _| !only.contains(name));
        left.b.retain(|name, _| !only.contains(name));
    } else {
        left.k = kind::REDACTED.to_owned();
        left.f.clear();
        left.b.clear();
        // Members of a newer version may say anything.
        left.more.retain(|name, _| name == LINK);
    }
    left.more.insert(REDACTED.to_owned(), by.into());
    left
}

/// What is left of an operation on a row of that state, when the row was erased or something that
/// the operation says of it; nothing when all of it may be kept.
#[must_use]
pub fn late(row: &RowState, op: &Op) -> Option<Op> {
    if matches!(op.k.as_str(), kind::REDACTED | kind::ERASE) {
        return None;
    }
    if row.is_erased() {
        return Some(emptied(op, None, LATE));
    }
    let gone: BTreeSet<String> = row
        .erased_fields()
        .filter(|name| op.f.contains_key(*name))
        .map(str::to_owned)
        .collect();
    (!gone.is_empty()).then(|| emptied(op, Some(&gone), LATE))
}

impl Op {
    /// What this operation erases; nothing for any other, or one that cannot be followed.
    #[must_use]
    pub fn erasing(&self) -> Option<Erasing> {
        if self.k != kind::ERASE {
            return None;
        }
        let text = |name| self.f.get(name).and_then(Value::as_str);
        let only = match self.f.get(ONLY) {
            None => None,
            Some(names) => {
                let names = names.as_array()?.iter();
                let names: BTreeSet<String> = names
                    .map(|name| name.as_str().map(str::to_owned))
                    .collect::<Option<_>>()?;
                if names.is_empty() || names.contains(WHOLE) {
                    return None;
                }
                Some(names)
            }
        };
        let keep = match self.f.get(KEEP) {
            None => BTreeMap::new(),
            Some(kept) => kept.as_object()?.clone().into_iter().collect(),
        };
        Some(Erasing {
            by: text(BY).filter(|by| name_is_sound(by))?.to_owned(),
            why: text(WHY).filter(|why| name_is_sound(why))?.to_owned(),
            only,
            keep,
        })
    }

    /// The erasure that emptied this body, if one did.
    #[must_use]
    pub fn emptied_by(&self) -> Option<&str> {
        self.more.get(REDACTED).and_then(Value::as_str)
    }

    /// The same with the chain after it written down: once its body is emptied, it cannot be
    /// computed any more.
    #[must_use]
    pub fn linked(mut self, chain: Chain) -> Self {
        self.more.insert(LINK.to_owned(), chain.to_string().into());
        self
    }

    /// The chain after this operation: computed from its bytes, or as an emptied one says.
    ///
    /// # Errors
    /// When a value cannot be represented as JSON, which operations read from JSON never have.
    pub fn chain_after(&self, before: Chain) -> Result<Chain, serde_json::Error> {
        let said = self
            .emptied_by()
            .and_then(|_| self.more.get(LINK)?.as_str())
            .and_then(|text| HEX.decode(text.as_bytes()).ok()?.try_into().ok());
        Ok(match said {
            Some(chain) => Chain(chain),
            None => before.then(&self.canonical()?),
        })
    }

    /// The same as an operation that nothing emptied: what a new identity sends.
    #[must_use]
    pub fn relinked(mut self) -> Self {
        self.more.remove(LINK);
        self.more.remove(REDACTED);
        self
    }
}

#[cfg(test)]
mod tests;
