//! What an erasure leaves of a row.

use std::collections::BTreeSet;

use super::{Applied, RowState, Write};
use crate::clock::Hlc;
use crate::erasure::{Erasing, WHOLE};
use crate::op::{Dot, Op};

impl RowState {
    /// Whether the whole row was erased: nothing but an erasure changes it any more.
    #[must_use]
    pub fn is_erased(&self) -> bool {
        self.erased.contains_key(WHOLE)
    }

    /// Whether something was erased, and the operations that say all of it are known.
    #[must_use]
    pub fn erased_by_operations(&self) -> bool {
        !self.erased.is_empty() && self.erased.values().all(|dots| !dots.is_empty())
    }

    /// Fields of which nothing may be said any more.
    pub fn erased_fields(&self) -> impl Iterator<Item = &str> {
        self.erased.keys().map(String::as_str)
    }

    /// Takes these fields away (everything when none are named), whoever says so.
    pub fn forget(&mut self, only: Option<&BTreeSet<String>>) {
        if self.is_erased() {
            return;
        }
        if let Some(only) = only {
            for name in only {
                self.fields.remove(name);
                self.sets.remove(name);
                self.erased.entry(name.clone()).or_default();
            }
        } else {
            *self = Self::default();
            self.erased.insert(WHOLE.to_owned(), BTreeSet::new());
        }
    }

    pub(super) fn erase(&mut self, dot: Dot, op: &Op, erasing: &Erasing, e: Hlc) -> Applied {
        if self.is_erased() && erasing.only.is_some() {
            return Applied::default();
        }
        self.forget(erasing.only.as_ref());
        self.writes.insert(
            dot.clone(),
            Write {
                e,
                author: op.a.clone(),
            },
        );
        let whole = BTreeSet::from([WHOLE.to_owned()]);
        for name in erasing.only.as_ref().unwrap_or(&whole) {
            let by = self.erased.entry(name.clone()).or_default();
            by.insert(dot.clone());
        }
        for (name, value) in &erasing.keep {
            let register = self.fields.entry(name.clone()).or_default();
            register.heads.insert(dot.clone(), value.clone());
            let last = register.last.entry(dot.device.clone()).or_default();
            *last = dot.q.max(*last);
        }
        Applied {
            fresh: true,
            superseded: Vec::new(),
        }
    }
}
