//! Values of the catalogue as they travel: a map from wire name to JSON value.
//!
//! Absent means absent: an empty text, an unticked flag or an empty set is not in the map.
//! Reading is lenient, because a newer version may have written: what is unknown or of another
//! kind is skipped, never an error. To save a change, compare the map of the form as it was read
//! with the map of the form as it is now ([`changes`]): values this version could not read are
//! in neither, and so are left alone.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::commune::CommuneRef;

/// Wire names and values of one record.
pub type Fields = BTreeMap<String, Value>;

/// What differs from one map to the other: the new value, or nothing where it was removed.
#[must_use]
pub fn changes(before: &Fields, after: &Fields) -> BTreeMap<String, Option<Value>> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    names
        .into_iter()
        .filter(|name| before.get(*name) != after.get(*name))
        .map(|name| (name.clone(), after.get(name).cloned()))
        .collect()
}

pub(crate) fn put_text(fields: &mut Fields, name: &str, value: Option<&str>) {
    if let Some(value) = value.filter(|value| !value.is_empty()) {
        fields.insert(name.to_owned(), value.into());
    }
}

pub(crate) fn put_flag(fields: &mut Fields, name: &str, value: bool) {
    if value {
        fields.insert(name.to_owned(), true.into());
    }
}

pub(crate) fn put_set<'a>(
    fields: &mut Fields,
    name: &str,
    values: impl IntoIterator<Item = &'a str>,
) {
    let values: Vec<Value> = values.into_iter().map(Value::from).collect();
    if !values.is_empty() {
        fields.insert(name.to_owned(), values.into());
    }
}

pub(crate) fn put_commune(fields: &mut Fields, name: &str, value: Option<&CommuneRef>) {
    if let Some(commune) = value {
        fields.insert(name.to_owned(), commune.to_value());
    }
}

pub(crate) fn text(fields: &Fields, name: &str) -> Option<String> {
    fields
        .get(name)
        .and_then(Value::as_str)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

pub(crate) fn flag(fields: &Fields, name: &str) -> Option<bool> {
    fields.get(name).and_then(Value::as_bool)
}

pub(crate) fn integer(fields: &Fields, name: &str) -> Option<i64> {
    fields.get(name).and_then(Value::as_i64)
}

pub(crate) fn strings(fields: &Fields, name: &str) -> Vec<String> {
    let texts = fields
        .get(name)
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    texts.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// A case of a vocabulary, or nothing when this version does not know it.
pub(crate) fn case<T>(fields: &Fields, name: &str, from: fn(&str) -> Option<T>) -> Option<T> {
    fields.get(name).and_then(Value::as_str).and_then(from)
}

pub(crate) fn commune(fields: &Fields, name: &str) -> Option<CommuneRef> {
    fields.get(name).and_then(CommuneRef::from_value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_name_what_was_set_and_what_was_removed() {
        let map = |pairs: &[(&str, i32)]| -> Fields {
            pairs
                .iter()
                .map(|(k, v)| ((*k).to_owned(), Value::from(*v)))
                .collect()
        };
        let found = changes(
            &map(&[("a", 1), ("b", 2), ("c", 3)]),
            &map(&[("b", 2), ("c", 4), ("d", 5)]),
        );
        let expected = BTreeMap::from([
            ("a".to_owned(), None),
            ("c".to_owned(), Some(Value::from(4))),
            ("d".to_owned(), Some(Value::from(5))),
        ]);
        assert_eq!(found, expected);
    }
}
