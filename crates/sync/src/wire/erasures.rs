//! What travels about erasures.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Entry;
use crate::erasure::{REDACTED, emptied};

/// A row of which something was erased.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ErasedRow {
    /// Scope.
    pub s: String,
    /// Table.
    pub t: String,
    /// Row.
    pub r: String,
}

/// How far an erasure went, as the server knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErasureTold {
    /// Its identifier.
    pub id: String,
    /// When the server carried it out, milliseconds since 1970.
    pub at: u64,
    /// Laptops that confirmed.
    pub confirmed: u32,
    /// Laptops that did not yet.
    pub pending: u32,
}

/// The mark of what is told of erasures: two lists with one mark are the same.
#[must_use]
pub fn erasures_mark(erasures: &[ErasureTold]) -> String {
    let mut hasher = blake3::Hasher::new();
    for one in erasures {
        hasher.update(one.id.as_bytes());
        hasher.update(&[0]);
        hasher.update(&one.at.to_be_bytes());
        hasher.update(&one.confirmed.to_be_bytes());
        hasher.update(&one.pending.to_be_bytes());
    }
    data_encoding::HEXLOWER.encode(&hasher.finalize().as_bytes()[..8])
}

impl Entry {
    /// Whether an erasure emptied its body: `{"redacted": id}`.
    #[must_use]
    pub fn is_redacted(&self) -> bool {
        self.op.len() == 1 && self.op.contains_key(REDACTED)
    }

    /// What stays of an entry once that erasure emptied its body: of the whole operation, or of
    /// these fields.
    #[must_use]
    pub fn redacted(&self, only: Option<&BTreeSet<String>>, by: &str) -> Self {
        let left = match (only, self.operation()) {
            (Some(only), Some(op)) => {
                let op = emptied(&op, Some(only), by);
                Self::new(self.seq, self.e, "", &op)
                    .ok()
                    .map(|left| left.op)
            }
            _ => None,
        };
        let nothing = || BTreeMap::from([(REDACTED.to_owned(), by.into())]);
        Self {
            op: left.unwrap_or_else(nothing),
            ..self.clone()
        }
    }
}
