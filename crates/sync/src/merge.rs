//! Merging: the state of a row as a pure function of the set of operations on it.
//!
//! A field's *heads* are the writes nobody has overwritten: not named as base by another write,
//! not followed by a later write of the same device. One head is agreement; several heads with
//! different values are a conflict, which is a state and not an event. What is displayed is the
//! head with the greatest (stamp, dot). Arrival order, duplicates and restores change nothing.
//!
//! The shape of a value says how it merges (a set travels as `{"+":…,"-":…}`), so the server
//! merges tables and fields it has never heard of.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::canonical;
use crate::clock::Hlc;
use crate::op::{Dot, Op, kind};

mod erase;
mod join;
mod state;

/// Reserved field: whether the row is in the corbeille.
pub const DELETED: &str = "_deleted";
/// Reserved base: the last write of the row its deleter had seen.
pub const ROW: &str = "_row";

/// What is known of one write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Write {
    /// Effective stamp (the device's own until the server has answered).
    pub e: Hlc,
    /// The adviser who acted.
    pub author: String,
}

/// A field with its heads.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Register {
    /// Values nobody has overwritten, by the dot that wrote them.
    pub heads: BTreeMap<Dot, Value>,
    /// Dots named as overwritten and not seen yet.
    pub waiting: BTreeSet<Dot>,
    /// The latest write of each device on this field, head or not.
    pub last: BTreeMap<String, u64>,
}

/// A set field: the dots that keep each element present.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Elements {
    /// Additions not removed, by element.
    pub added: BTreeMap<String, BTreeSet<Dot>>,
    /// Additions removed before they were seen, by element.
    pub waiting: BTreeMap<String, BTreeSet<Dot>>,
}

/// The state of one row.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RowState {
    /// Every write applied to this row.
    pub writes: BTreeMap<Dot, Write>,
    /// Fields.
    pub fields: BTreeMap<String, Register>,
    /// Set fields.
    pub sets: BTreeMap<String, Elements>,
    /// Fields erased for good, [`WHOLE`](crate::erasure::WHOLE) for the row, each by the
    /// operations that say so: none of them yet when only the ledger of a restored server does.
    pub erased: BTreeMap<String, BTreeSet<Dot>>,
}

/// A value that was overwritten: it goes to the history.
#[derive(Clone, PartialEq)]
pub struct Superseded {
    /// Field.
    pub field: String,
    /// The value it had.
    pub value: Value,
    /// The write that had set it.
    pub dot: Dot,
    /// Its stamp.
    pub e: Hlc,
    /// Who had set it.
    pub author: String,
    /// The write that overwrote it.
    pub by: Dot,
}

impl std::fmt::Debug for Superseded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Superseded")
            .field("field", &self.field)
            .field("dot", &self.dot)
            .finish_non_exhaustive()
    }
}

/// What one operation changed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Applied {
    /// False when the operation had been applied before, is of an unknown kind, or its row is
    /// erased.
    pub fresh: bool,
    /// Values that left the heads.
    pub superseded: Vec<Superseded>,
}

/// Whether this program knows how to apply an operation; others are parked untouched.
#[must_use]
pub fn understands(op: &Op) -> bool {
    matches!(
        op.k.as_str(),
        kind::PUT | kind::DEL | kind::UNDEL | kind::RESOLVE
    ) || op.erasing().is_some()
}

impl RowState {
    /// Applies `op`, written by `device` with effective stamp `e`. Applying it again changes
    /// nothing.
    pub fn apply(&mut self, device: &str, op: &Op, e: Hlc) -> Applied {
        let dot = Dot::new(device, op.q);
        if !understands(op) || self.writes.contains_key(&dot) {
            return Applied::default();
        }
        if let Some(erasing) = op.erasing() {
            return self.erase(dot, op, &erasing, e);
        }
        if self.is_erased() {
            return Applied::default();
        }
        self.writes.insert(
            dot.clone(),
            Write {
                e,
                author: op.a.clone(),
            },
        );
        let mut applied = Applied {
            fresh: true,
            superseded: Vec::new(),
        };
        for (name, value) in &op.f {
            if self.erased.contains_key(name) {
                continue;
            }
            if let Some(change) = SetChange::of(value) {
                self.change_set(name, &dot, &change);
            } else {
                self.write(name, &dot, value.clone(), op, &mut applied);
            }
        }
        match op.k.as_str() {
            kind::DEL => self.write(DELETED, &dot, Value::Bool(true), op, &mut applied),
            kind::UNDEL => self.write(DELETED, &dot, Value::Bool(false), op, &mut applied),
            _ => {}
        }
        applied
    }

    fn write(&mut self, name: &str, dot: &Dot, value: Value, op: &Op, applied: &mut Applied) {
        let register = self.fields.entry(name.to_owned()).or_default();
        let last = register.last.entry(dot.device.clone()).or_default();
        let overtaken = register.waiting.remove(dot) || *last > dot.q;
        *last = dot.q.max(*last);
        let bases =
            op.b.get(name)
                .map(crate::op::Base::dots)
                .unwrap_or_default();
        let covered: Vec<Dot> = register
            .heads
            .keys()
            .filter(|head| bases.contains(head) || (head.device == dot.device && head.q < dot.q))
            .cloned()
            .collect();
        let mut leave = |from: Dot, value: Value, by: &Dot| {
            if let Some(write) = self.writes.get(&from) {
                applied.superseded.push(Superseded {
                    field: name.to_owned(),
                    value,
                    e: write.e,
                    author: write.author.clone(),
                    dot: from,
                    by: by.clone(),
                });
            }
        };
        for base in bases {
            if !self.writes.contains_key(base) {
                register.waiting.insert(base.clone());
            }
        }
        for head in covered {
            if let Some(value) = register.heads.remove(&head) {
                leave(head, value, dot);
            }
        }
        if overtaken {
            // Somebody had already overwritten this value when it arrived: history only.
            leave(dot.clone(), value, dot);
        } else {
            register.heads.insert(dot.clone(), value);
        }
    }

    fn change_set(&mut self, name: &str, dot: &Dot, change: &SetChange) {
        let elements = self.sets.entry(name.to_owned()).or_default();
        for (element, dots) in &change.remove {
            for seen in dots {
                let present = elements
                    .added
                    .get_mut(element)
                    .is_some_and(|dots| dots.remove(seen));
                if !present && !self.writes.contains_key(seen) {
                    elements
                        .waiting
                        .entry(element.clone())
                        .or_default()
                        .insert(seen.clone());
                }
            }
        }
        for element in &change.add {
            let removed = elements
                .waiting
                .get_mut(element)
                .is_some_and(|dots| dots.remove(dot));
            if !removed {
                elements
                    .added
                    .entry(element.clone())
                    .or_default()
                    .insert(dot.clone());
            }
        }
        elements.added.retain(|_, dots| !dots.is_empty());
        elements.waiting.retain(|_, dots| !dots.is_empty());
    }

    /// Gives a write its effective stamp, once the server has decided it; whether that changed it.
    pub fn restamp(&mut self, dot: &Dot, e: Hlc) -> bool {
        let Some(write) = self.writes.get_mut(dot) else {
            return false;
        };
        std::mem::replace(&mut write.e, e) != e
    }

    fn stamp(&self, dot: &Dot) -> Hlc {
        self.writes.get(dot).map_or(Hlc::default(), |write| write.e)
    }

    /// The head on display.
    #[must_use]
    pub fn shown<'a>(&self, register: &'a Register) -> Option<(&'a Dot, &'a Value)> {
        register
            .heads
            .iter()
            .max_by_key(|(dot, _)| (self.stamp(dot), *dot))
    }

    /// The displayed value of a field.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.fields
            .get(name)
            .and_then(|register| self.shown(register))
            .map(|(_, value)| value)
    }

    /// Whether the row is in the corbeille, or erased.
    #[must_use]
    pub fn deleted(&self) -> bool {
        self.is_erased() || self.value(DELETED) == Some(&Value::Bool(true))
    }

    /// The displayed values of all fields; sets as sorted arrays; empty values left out.
    #[must_use]
    pub fn values(&self) -> BTreeMap<String, Value> {
        let mut values: BTreeMap<String, Value> = self
            .fields
            .iter()
            .filter(|(name, _)| name.as_str() != DELETED)
            .filter_map(|(name, register)| {
                self.shown(register)
                    .map(|(_, value)| (name.clone(), value.clone()))
            })
            .filter(|(_, value)| !value.is_null())
            .collect();
        for (name, elements) in &self.sets {
            if !elements.added.is_empty() {
                let present = elements.added.keys().cloned().map(Value::String).collect();
                values.insert(name.clone(), Value::Array(present));
            }
        }
        values
    }

    /// Fields with several heads whose values differ.
    #[must_use]
    pub fn disputed(&self) -> Vec<&str> {
        self.fields
            .iter()
            // What stays of an erased row is nobody's to decide.
            .filter(|_| !self.is_erased())
            .filter(|(_, register)| {
                let mut values = register.heads.values();
                let first = values.next();
                values.any(|value| Some(value) != first)
            })
            .map(|(name, _)| name.as_str())
            .collect()
    }

    /// Stamps of the first and the last write.
    #[must_use]
    pub fn span(&self) -> (Hlc, Hlc) {
        let stamps = || self.writes.values().map(|write| write.e);
        (
            stamps().min().unwrap_or_default(),
            stamps().max().unwrap_or_default(),
        )
    }

    /// The dot of the latest write of the row.
    #[must_use]
    pub fn latest(&self) -> Option<&Dot> {
        self.writes
            .iter()
            .max_by_key(|(dot, write)| (write.e, *dot))
            .map(|(dot, _)| dot)
    }

    /// Sum of the hashes of the live cells of this row (sync design 3.8). The sum of a scope is
    /// the wrapping sum of its rows', so both sides keep it up to date by differences.
    #[must_use]
    pub fn sum(&self, table: &str, row: &str) -> u128 {
        let mut total = 0u128;
        let mut add = |field: &str, e: Hlc, value: &[u8]| {
            let mut hasher = blake3::Hasher::new();
            for part in [table.as_bytes(), row.as_bytes(), field.as_bytes()] {
                hasher.update(part);
                hasher.update(&[0]);
            }
            hasher.update(&e.0.to_be_bytes());
            hasher.update(value);
            let mut first = [0u8; 16];
            first.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
            total = total.wrapping_add(u128::from_be_bytes(first));
        };
        for (name, register) in &self.fields {
            if let Some((dot, value)) = self.shown(register) {
                add(name, self.stamp(dot), &canonical::bytes(value));
            }
        }
        for (name, elements) in &self.sets {
            for (element, dots) in &elements.added {
                let e = dots
                    .iter()
                    .map(|dot| self.stamp(dot))
                    .max()
                    .unwrap_or_default();
                add(name, e, element.as_bytes());
            }
        }
        total
    }
}

/// A change of a set, as it travels: `{"+":["email"],"-":{"sante":["device:12"]}}`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SetChange {
    /// Elements added.
    pub add: BTreeSet<String>,
    /// Elements removed, with the additions the author had seen.
    pub remove: BTreeMap<String, Vec<Dot>>,
}

impl SetChange {
    /// Reads a value; `None` when it is not a change of a set.
    #[must_use]
    pub fn of(value: &Value) -> Option<Self> {
        let members = value.as_object()?;
        if members.is_empty() || !members.keys().all(|name| name == "+" || name == "-") {
            return None;
        }
        let mut change = Self::default();
        for element in members
            .get("+")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
        {
            change.add.insert(element.as_str()?.to_owned());
        }
        for (element, dots) in members
            .get("-")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            let dots = dots
                .as_array()?
                .iter()
                .map(|dot| dot.as_str()?.parse().ok())
                .collect::<Option<_>>()?;
            change.remove.insert(element.clone(), dots);
        }
        Some(change)
    }

    /// The value to send; `None` when nothing changes.
    #[must_use]
    pub fn value(&self) -> Option<Value> {
        let mut members = serde_json::Map::new();
        if !self.add.is_empty() {
            members.insert(
                "+".into(),
                self.add.iter().cloned().map(Value::String).collect(),
            );
        }
        if !self.remove.is_empty() {
            let removed = self
                .remove
                .iter()
                .map(|(element, dots)| {
                    (
                        element.clone(),
                        dots.iter()
                            .map(|dot| Value::String(dot.to_string()))
                            .collect::<Value>(),
                    )
                })
                .collect();
            members.insert("-".into(), Value::Object(removed));
        }
        (!members.is_empty()).then_some(Value::Object(members))
    }
}

#[cfg(test)]
mod tests;
