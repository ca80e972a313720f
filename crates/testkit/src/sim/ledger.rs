//! What people did, kept outside the program: the yardstick.
//!
//! Telephone numbers are the sensitive field under watch: each one typed is unique, so that a
//! number names its write. A write covers the number that was before the author's eyes, and
//! whatever the same disk had written before.

use std::collections::{BTreeMap, BTreeSet};

/// One telephone number typed.
#[derive(Debug, Clone)]
pub(crate) struct Write {
    pub(crate) person: String,
    /// As kept: `+33639980001`.
    pub(crate) number: String,
    /// The number on the form as it was opened.
    pub(crate) over: String,
    /// On which laptop.
    pub(crate) by: usize,
    /// Which laptops it has been one with.
    pub(crate) family: usize,
}

/// A person's file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Person {
    pub(crate) adviser: usize,
    /// A choice or a joining moved values in ways this yardstick does not follow: only presence
    /// is checked.
    pub(crate) loose: bool,
    /// Somebody asked for her file to be erased: what was written of her may go.
    pub(crate) erased: bool,
}

/// A session.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) adviser: usize,
    pub(crate) person: Option<String>,
}

/// All of it.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    pub(crate) writes: Vec<Write>,
    pub(crate) people: BTreeMap<String, Person>,
    pub(crate) sessions: Vec<Session>,
    pub(crate) places: Vec<String>,
    /// Joined files: source, target.
    pub(crate) joined: BTreeMap<String, String>,
    /// Families whose disks were cloned.
    pub(crate) cloned: BTreeSet<usize>,
    /// Names of the laptops that were ever locked: all are unlocked at the end.
    pub(crate) locked: BTreeSet<String>,
}

impl Ledger {
    /// The numbers of a person that must stand, and those that may.
    pub(crate) fn standing(&self, person: &str) -> (BTreeSet<&str>, BTreeSet<&str>) {
        let of: Vec<&Write> = self
            .writes
            .iter()
            .filter(|write| write.person == person)
            .collect();
        let overwritten = |at: usize, strict: bool| {
            let this = of[at];
            if strict && self.cloned.contains(&this.family) {
                // What a cloned disk had not sent, each of its doubles may issue again: what was
                // typed over one of them leaves the other.
                return false;
            }
            of[at + 1..].iter().any(|later| {
                later.over == this.number
                    || if strict {
                        later.by == this.by
                    } else {
                        later.family == this.family
                    }
            }) || of.iter().any(|other| other.over == this.number)
        };
        let pick = |strict: bool| {
            (0..of.len())
                .filter(|at| !overwritten(*at, strict))
                .map(|at| of[at].number.as_str())
                .collect()
        };
        (pick(false), pick(true))
    }
}
