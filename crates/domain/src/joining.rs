//! Joining two files of one person, and telling them apart again.
//!
//! The national platform’s rule: the file that stays wins, what it lacks is filled from the other
//! one. Here nothing is lost by it: texts are kept one under the other, the person sees each
//! choice beforehand, and what was taken is remembered so that it can be given back.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use ts_rs::TS;

use crate::catalogue::{self, Class, Field};
use crate::fields::{self, Fields};
use crate::vocabulary::AgeBand;

/// Which of two values will stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MergeChoice {
    /// The one of the file that stays.
    Target,
    /// The one of the file that is joined to it.
    Source,
    /// Both: texts one under the other, sets together.
    Both,
}

/// A field to choose, with what each file says. Its `Debug` shows nothing of the person.
#[derive(Clone, PartialEq)]
pub struct Choosing {
    /// Wire name.
    pub field: &'static str,
    /// What the joined file says; null when nothing.
    pub source: Value,
    /// What the file that stays says; null when nothing.
    pub target: Value,
    /// What stands unless the person says otherwise.
    pub choice: MergeChoice,
    /// Both may be kept.
    pub both: bool,
}

impl std::fmt::Debug for Choosing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Choosing")
            .field("field", &self.field)
            .field("choice", &self.choice)
            .finish_non_exhaustive()
    }
}

/// The field that goes with another one and is never chosen alone.
fn follower(field: &str) -> Option<&'static str> {
    match field {
        "phone" => Some("no_phone"),
        "birth_year" => Some("age_band"),
        _ => None,
    }
}

fn follows(field: &str) -> bool {
    matches!(field, "no_phone" | "age_band")
}

/// Whether a value says something: a blank text and "non communiqué" do not.
fn says(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty() && text != AgeBand::Undeclared.value(),
        Value::Array(elements) => !elements.is_empty(),
        _ => true,
    }
}

/// What a file says of a field, together with the one that follows it.
fn told(file: &Fields, field: &str) -> Value {
    let value = file.get(field).cloned().unwrap_or_default();
    if says(&value) {
        return value;
    }
    match field {
        "phone" if fields::flag(file, "no_phone") == Some(true) => {
            Value::from("N’a pas de téléphone")
        }
        "birth_year" => fields::case(file, "age_band", AgeBand::from_value)
            .filter(|band| *band != AgeBand::Undeclared)
            .map(|band| Value::from(band.label()))
            .unwrap_or_default(),
        _ => Value::Null,
    }
}

/// Whether the joined file knows more exactly: a number rather than none, a year rather than a
/// band.
fn better(source: &Fields, target: &Fields, field: &str) -> bool {
    let exact = |file: &Fields| file.get(field).is_some_and(says);
    exact(source) && !exact(target)
}

fn chosen_fields() -> impl Iterator<Item = &'static Field> {
    catalogue::BENEFICIARY
        .fields
        .iter()
        .filter(|field| !follows(field.name))
}

/// The fields at least one of the two files has.
#[must_use]
pub fn choosing(source: &Fields, target: &Fields) -> Vec<Choosing> {
    chosen_fields()
        .map(|field| {
            let (ours, theirs) = (told(source, field.name), told(target, field.name));
            let both = matches!(field.class, Class::Prose | Class::Set)
                && says(&ours)
                && says(&theirs)
                && ours != theirs;
            let choice = if both {
                MergeChoice::Both
            } else if better(source, target, field.name) || (says(&ours) && !says(&theirs)) {
                MergeChoice::Source
            } else {
                MergeChoice::Target
            };
            Choosing {
                field: field.name,
                source: ours,
                target: theirs,
                choice,
                both,
            }
        })
        .filter(|field| says(&field.source) || says(&field.target))
        .collect()
}

/// The file that stands for both. Fields without a choice stand as [`choosing`] says.
#[must_use]
pub fn join(source: &Fields, target: &Fields, choices: &BTreeMap<String, MergeChoice>) -> Fields {
    let mut joined = target.clone();
    let mut take = |name: &str, value: Option<Value>| match value {
        Some(value) => {
            joined.insert(name.to_owned(), value);
        }
        None => {
            joined.remove(name);
        }
    };
    for field in choosing(source, target) {
        let choice = choices
            .get(field.field)
            .copied()
            .filter(|choice| field.both || *choice != MergeChoice::Both)
            .unwrap_or(field.choice);
        match choice {
            MergeChoice::Target => {}
            MergeChoice::Source => {
                take(field.field, source.get(field.field).cloned());
                if let Some(follower) = follower(field.field) {
                    take(follower, source.get(follower).cloned());
                }
            }
            MergeChoice::Both => take(field.field, Some(together(&field.target, &field.source))),
        }
    }
    joined
}

/// Texts one under the other, sets together.
fn together(one: &Value, other: &Value) -> Value {
    match (one, other) {
        (Value::String(one), Value::String(other)) => Value::from(format!("{one}\n\n{other}")),
        (Value::Array(one), Value::Array(other)) => {
            let mut all = one.clone();
            all.extend(other.iter().filter(|value| !one.contains(value)).cloned());
            Value::Array(all)
        }
        _ => one.clone(),
    }
}

/// What the file that stays took, to be remembered: `{field: {"before": …, "after": …}}`.
#[must_use]
pub fn taken(before: &Fields, after: &Fields) -> Value {
    let mut map = Map::new();
    for field in catalogue::BENEFICIARY.fields {
        let (old, new) = (before.get(field.name), after.get(field.name));
        if old != new {
            map.insert(field.name.to_owned(), json!({"before": old, "after": new}));
        }
    }
    Value::Object(map)
}

/// The changes that give back what was taken: only what nobody has corrected since. A field to
/// empty has the value null.
#[must_use]
pub fn given_back(taken: &Value, today: &Fields) -> Fields {
    let mut changes = Fields::new();
    for (field, change) in taken.as_object().into_iter().flatten() {
        let part = |name: &str| change.get(name).cloned().unwrap_or_default();
        if today.get(field).cloned().unwrap_or_default() == part("after") {
            changes.insert(field.clone(), part("before"));
        }
    }
    changes
}

/// The fields of a joined file that somebody wrote since, with their value; null when emptied.
#[must_use]
pub fn written_since(seen: &Value, today: &Fields) -> Fields {
    let mut late = Fields::new();
    for field in catalogue::BENEFICIARY.fields {
        let then = seen.get(field.name).cloned().unwrap_or_default();
        let now = today.get(field.name).cloned().unwrap_or_default();
        if then != now {
            late.insert(field.name.to_owned(), now);
        }
    }
    late
}

/// A record that belongs to a joined file, wherever it is at the moment. Only ever added: what a
/// laptop learnt once cannot be undone by another one that did not know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Carried {
    /// Wire name of its table.
    pub table: String,
    /// Identifier.
    pub row: String,
    /// The session it hangs on, for those that have one.
    pub session: Option<String>,
}

impl Carried {
    /// Reads an element of the set.
    #[must_use]
    pub fn read(element: &str) -> Option<Self> {
        let (table, rest) = element.split_once(':')?;
        let (row, session) = match rest.split_once('@') {
            Some((row, session)) => (row, Some(session.to_owned())),
            None => (rest, None),
        };
        Some(Self {
            table: table.to_owned(),
            row: row.to_owned(),
            session,
        })
    }

    /// The element of the set.
    #[must_use]
    pub fn element(&self) -> String {
        match &self.session {
            Some(session) => format!("{}:{}@{session}", self.table, self.row),
            None => format!("{}:{}", self.table, self.row),
        }
    }
}

#[cfg(test)]
mod tests;
