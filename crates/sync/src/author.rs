//! Turning what a person changed into the patch of an operation: only changed fields, with the
//! dots of the values they replace.

use std::collections::{BTreeMap, BTreeSet};

use escale_domain::catalogue::{self, Class};
use serde_json::Value;

use crate::merge::{DELETED, ROW, RowState, SetChange};
use crate::op::{Base, Dot};

/// Fields and bases of an operation to come.
#[derive(Clone, Default, PartialEq)]
pub struct Patch {
    /// Changed fields.
    pub f: BTreeMap<String, Value>,
    /// What they overwrite.
    pub b: BTreeMap<String, Base>,
}

/// The patch that brings a row of `table` to `wanted`; `None` when nothing changes.
///
/// `wanted` holds the whole form: a field of the catalogue that it does not hold is cleared.
/// Fields this program does not know are left alone.
#[must_use]
pub fn patch(
    table: &str,
    state: Option<&RowState>,
    wanted: &BTreeMap<String, Value>,
) -> Option<Patch> {
    let fields = catalogue::table(table)?.fields;
    let empty = RowState::default();
    let state = state.unwrap_or(&empty);
    let mut patch = Patch::default();
    for field in fields {
        let value = wanted.get(field.name).unwrap_or(&Value::Null);
        if field.class == Class::Set {
            if let Some(change) = set_change(state, field.name, value).value() {
                patch.f.insert(field.name.to_owned(), change);
            }
            continue;
        }
        let shown = state.value(field.name).unwrap_or(&Value::Null);
        if shown == value {
            continue;
        }
        patch.f.insert(field.name.to_owned(), value.clone());
        // A plain field is settled by the last writer, who overwrites every head he had; a
        // sensitive one keeps the heads nobody has looked at open.
        let all = field.class == Class::Plain;
        if let Some(base) = Base::from_dots(seen(state, field.name, all)) {
            patch.b.insert(field.name.to_owned(), base);
        }
    }
    (!patch.f.is_empty()).then_some(patch)
}

/// The patch that puts a row in the corbeille, or takes it out.
#[must_use]
pub fn corbeille(state: &RowState) -> Patch {
    let mut patch = Patch::default();
    if let Some(base) = Base::from_dots(seen(state, DELETED, true)) {
        patch.b.insert(DELETED.to_owned(), base);
    }
    if let Some(latest) = state.latest() {
        patch.b.insert(ROW.to_owned(), Base::One(latest.clone()));
    }
    patch
}

fn seen(state: &RowState, field: &str, all: bool) -> Vec<Dot> {
    let Some(register) = state.fields.get(field) else {
        return Vec::new();
    };
    if all {
        register.heads.keys().cloned().collect()
    } else {
        state
            .shown(register)
            .map(|(dot, _)| dot.clone())
            .into_iter()
            .collect()
    }
}

fn set_change(state: &RowState, field: &str, value: &Value) -> SetChange {
    let wanted: BTreeSet<&str> = value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let mut change = SetChange::default();
    let present = state.sets.get(field).map(|elements| &elements.added);
    for element in &wanted {
        if !present.is_some_and(|added| added.contains_key(*element)) {
            change.add.insert((*element).to_owned());
        }
    }
    for (element, dots) in present.into_iter().flatten() {
        if !wanted.contains(element.as_str()) {
            change
                .remove
                .insert(element.clone(), dots.iter().cloned().collect());
        }
    }
    change
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::clock::Hlc;
    use crate::op::{Op, kind};

    fn op(q: u64, patch: Patch) -> Op {
        Op {
            q,
            x: q,
            s: "adv:a".into(),
            t: "session".into(),
            r: "r".into(),
            k: kind::PUT.into(),
            f: patch.f,
            b: patch.b,
            h: Hlc(q),
            v: 1,
            a: "a".into(),
            n: String::new(),
            more: BTreeMap::new(),
        }
    }

    fn fields(value: Value) -> BTreeMap<String, Value> {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn creation_names_no_base_and_later_only_what_changed_travels() {
        let first = patch(
            "session",
            None,
            &fields(json!({"duration": 30, "themes": ["email", "sante"]})),
        )
        .unwrap();
        assert!(first.b.is_empty());
        let mut row = RowState::default();
        row.apply("d1", &op(1, first), Hlc(1));
        let wanted = fields(json!({"duration": 45, "themes": ["email", "bureautique"]}));
        let second = patch("session", Some(&row), &wanted).unwrap();
        assert_eq!(second.f["duration"], json!(45));
        assert_eq!(
            second.f["themes"],
            json!({"+": ["bureautique"], "-": {"sante": ["d1:1"]}})
        );
        assert_eq!(second.b["duration"], Base::One(Dot::new("d1", 1)));
        row.apply("d1", &op(2, second), Hlc(2));
        assert_eq!(
            row.values(),
            fields(json!({"duration": 45, "themes": ["bureautique", "email"]}))
        );
        assert!(patch("session", Some(&row), &wanted).is_none());
    }

    #[test]
    fn a_field_left_out_is_cleared() {
        let mut row = RowState::default();
        row.apply(
            "d1",
            &op(
                1,
                patch(
                    "session",
                    None,
                    &fields(json!({"duration": 30, "notes": "x"})),
                )
                .unwrap(),
            ),
            Hlc(1),
        );
        let cleared = patch("session", Some(&row), &fields(json!({"duration": 30}))).unwrap();
        assert_eq!(cleared.f, fields(json!({"notes": null})));
        row.apply("d1", &op(2, cleared), Hlc(2));
        assert_eq!(row.values(), fields(json!({"duration": 30})));
    }
}
