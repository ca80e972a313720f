//! Two states of one row made one: what folding both sets of operations together would give.
//!
//! A head stands where nobody who knows of it, or of what followed it, has let it go. That is
//! enough to join states without the operations they were made of: a laptop that has read half of
//! a log, or recorded something meanwhile, takes the state of a snapshot without losing anything.

use std::collections::{BTreeMap, BTreeSet};

use super::{Applied, Elements, Register, RowState, Superseded};
use crate::op::Dot;

impl RowState {
    /// Adds what `other` knows. Of writes that both have, `other`'s stamps and values stand: it
    /// speaks for the log. Answers whether anything was new, and the values that gave way.
    ///
    /// What one side knows to be erased is so on both: it is in no history either.
    pub fn join(&mut self, other: &Self) -> Applied {
        if self.erased == other.erased {
            return self.join_alike(other);
        }
        let mut other = other.clone();
        if self.is_erased() || other.is_erased() {
            self.forget(None);
            other.forget(None);
        } else {
            let fields = |side: &Self| side.erased.keys().cloned().collect::<BTreeSet<_>>();
            let (ours, theirs) = (fields(self), fields(&other));
            self.forget(Some(&theirs));
            other.forget(Some(&ours));
        }
        let mut erased = self.erased.clone();
        for (name, dots) in &other.erased {
            erased
                .entry(name.clone())
                .or_default()
                .extend(dots.iter().cloned());
        }
        let applied = self.join_alike(&other);
        self.erased = erased;
        applied
    }

    fn join_alike(&mut self, other: &Self) -> Applied {
        let fresh = other
            .writes
            .keys()
            .any(|dot| !self.writes.contains_key(dot));
        let mut gone: Vec<(String, Dot, serde_json::Value)> = Vec::new();
        let mut fields = BTreeMap::new();
        for name in names(&self.fields, &other.fields) {
            let register = self.join_field(other, &name, &mut gone);
            fields.insert(name, register);
        }
        let mut sets = BTreeMap::new();
        for name in names(&self.sets, &other.sets) {
            let elements = self.join_set(other, &name);
            sets.insert(name, elements);
        }
        for (dot, write) in &other.writes {
            self.writes.insert(dot.clone(), write.clone());
        }
        (self.fields, self.sets) = (fields, sets);
        let superseded = gone
            .into_iter()
            .filter_map(|(field, dot, value)| {
                let write = self.writes.get(&dot)?;
                let by = self.shown(self.fields.get(&field)?)?.0.clone();
                Some(Superseded {
                    e: write.e,
                    author: write.author.clone(),
                    field,
                    value,
                    dot,
                    by,
                })
            })
            .collect();
        Applied { fresh, superseded }
    }

    /// Whether this side knows that a head of a field was overwritten.
    fn has_let_go(&self, name: &str, dot: &Dot) -> bool {
        let Some(register) = self.fields.get(name) else {
            return self.writes.contains_key(dot);
        };
        if register.heads.contains_key(dot) {
            return false;
        }
        self.writes.contains_key(dot)
            || register.waiting.contains(dot)
            || register
                .last
                .get(&dot.device)
                .is_some_and(|last| *last > dot.q)
    }

    fn join_field(
        &self,
        other: &Self,
        name: &str,
        gone: &mut Vec<(String, Dot, serde_json::Value)>,
    ) -> Register {
        let mut joined = Register::default();
        // The log's value comes last and stands.
        for register in [self, other]
            .iter()
            .filter_map(|side| side.fields.get(name))
        {
            for (dot, value) in &register.heads {
                if self.has_let_go(name, dot) || other.has_let_go(name, dot) {
                    gone.push((name.to_owned(), dot.clone(), value.clone()));
                } else {
                    joined.heads.insert(dot.clone(), value.clone());
                }
            }
            joined.waiting.extend(self.unseen(other, &register.waiting));
            for (device, q) in &register.last {
                let last = joined.last.entry(device.clone()).or_default();
                *last = (*q).max(*last);
            }
        }
        joined
    }

    fn join_set(&self, other: &Self, name: &str) -> Elements {
        let removed = |side: &Self, element: &str, dot: &Dot| {
            let has = |at: &BTreeMap<String, BTreeSet<Dot>>| {
                at.get(element).is_some_and(|dots| dots.contains(dot))
            };
            match side.sets.get(name) {
                Some(set) if has(&set.added) => false,
                Some(set) => side.writes.contains_key(dot) || has(&set.waiting),
                None => side.writes.contains_key(dot),
            }
        };
        let mut joined = Elements::default();
        for set in [self, other].iter().filter_map(|side| side.sets.get(name)) {
            for (element, dots) in &set.added {
                let kept = dots
                    .iter()
                    .filter(|dot| !removed(self, element, dot) && !removed(other, element, dot));
                joined
                    .added
                    .entry(element.clone())
                    .or_default()
                    .extend(kept.cloned());
            }
            for (element, dots) in &set.waiting {
                joined
                    .waiting
                    .entry(element.clone())
                    .or_default()
                    .extend(self.unseen(other, dots));
            }
        }
        joined.added.retain(|_, dots| !dots.is_empty());
        joined.waiting.retain(|_, dots| !dots.is_empty());
        joined
    }

    /// Of these writes, those that neither side has.
    fn unseen(&self, other: &Self, dots: &BTreeSet<Dot>) -> BTreeSet<Dot> {
        dots.iter()
            .filter(|dot| !self.writes.contains_key(dot) && !other.writes.contains_key(dot))
            .cloned()
            .collect()
    }
}

fn names<T>(ours: &BTreeMap<String, T>, theirs: &BTreeMap<String, T>) -> BTreeSet<String> {
    ours.keys().chain(theirs.keys()).cloned().collect()
}
