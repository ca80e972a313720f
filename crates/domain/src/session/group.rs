//! Counts of anonymous people: what is declared, what is not, and how they travel.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{AnonymousGroup, AnonymousPerson};
use crate::rule::{FieldError, RuleCode};
use crate::vocabulary::{AgeBand, Gender, SocialStatus};

/// Largest number of anonymous people in one count.
pub(super) const COUNT_MAX: i64 = 10_000;

impl AnonymousGroup {
    /// How many of the group did not say their gender.
    #[must_use]
    pub fn undeclared_gender(&self) -> i64 {
        rest(self.total, &self.genders, Gender::Undeclared)
    }

    /// How many of the group did not say their age.
    #[must_use]
    pub fn undeclared_age_band(&self) -> i64 {
        rest(self.total, &self.age_bands, AgeBand::Undeclared)
    }

    /// How many of the group did not say their status.
    #[must_use]
    pub fn undeclared_status(&self) -> i64 {
        rest(self.total, &self.statuses, SocialStatus::Undeclared)
    }

    /// The wire form; nothing for nobody. Zero counts and *non communiqué* are left out.
    #[must_use]
    pub fn to_value(&self) -> Option<Value> {
        if self.total <= 0 {
            return None;
        }
        let mut map = Map::new();
        map.insert("total".to_owned(), self.total.into());
        if self.already > 0 {
            map.insert("already".to_owned(), self.already.into());
        }
        put_family(&mut map, "genders", &self.genders, Gender::value);
        put_family(&mut map, "age_bands", &self.age_bands, AgeBand::value);
        put_family(&mut map, "statuses", &self.statuses, SocialStatus::value);
        Some(map.into())
    }

    /// From the wire form, skipping what is unknown.
    #[must_use]
    pub fn from_value(value: &Value) -> Self {
        let count = |name: &str| value.get(name).and_then(Value::as_i64).unwrap_or(0);
        Self {
            total: count("total"),
            already: count("already"),
            genders: family(value, "genders", Gender::from_value),
            age_bands: family(value, "age_bands", AgeBand::from_value),
            statuses: family(value, "statuses", SocialStatus::from_value),
        }
        .tidied()
    }

    /// Without zero counts nor *non communiqué*, which is computed.
    pub(super) fn tidied(mut self) -> Self {
        self.genders
            .retain(|case, count| *case != Gender::Undeclared && *count != 0);
        self.age_bands
            .retain(|case, count| *case != AgeBand::Undeclared && *count != 0);
        self.statuses
            .retain(|case, count| *case != SocialStatus::Undeclared && *count != 0);
        self
    }

    /// The rules of counts, on a tidied group.
    pub(super) fn check(&self, errors: &mut Vec<FieldError>) {
        check_count("anonymous.total", self.total, errors);
        check_count("anonymous.already", self.already, errors);
        if self.already > self.total {
            errors.push(FieldError::new(
                "anonymous.already",
                RuleCode::SumAboveTotal,
            ));
        }
        check_family(
            "anonymous.genders",
            self.total,
            &self.genders,
            Gender::value,
            errors,
        );
        check_family(
            "anonymous.age_bands",
            self.total,
            &self.age_bands,
            AgeBand::value,
            errors,
        );
        check_family(
            "anonymous.statuses",
            self.total,
            &self.statuses,
            SocialStatus::value,
            errors,
        );
    }
}

impl AnonymousPerson {
    /// The same person as a group of one.
    pub(super) fn group(&self) -> AnonymousGroup {
        AnonymousGroup {
            total: 1,
            already: self.already.into(),
            genders: self.gender.map(|case| (case, 1)).into_iter().collect(),
            age_bands: self.age_band.map(|case| (case, 1)).into_iter().collect(),
            statuses: self.status.map(|case| (case, 1)).into_iter().collect(),
        }
        .tidied()
    }

    /// The person of a group of one (without the commune, kept apart).
    pub(super) fn of_group(group: &AnonymousGroup) -> Self {
        Self {
            already: group.already > 0,
            gender: group.genders.keys().next().copied(),
            age_band: group.age_bands.keys().next().copied(),
            status: group.statuses.keys().next().copied(),
            commune: None,
        }
    }
}

fn sum<K: Ord>(family: &BTreeMap<K, i64>) -> i64 {
    family
        .values()
        .fold(0, |sum: i64, count| sum.saturating_add(*count))
}

fn rest<K: Ord + Copy>(total: i64, family: &BTreeMap<K, i64>, undeclared: K) -> i64 {
    let declared = family
        .iter()
        .filter(|(case, _)| **case != undeclared)
        .fold(0, |sum: i64, (_, count)| sum.saturating_add(*count));
    total.saturating_sub(declared).max(0)
}

fn check_count(field: &str, count: i64, errors: &mut Vec<FieldError>) {
    if count < 0 {
        errors.push(FieldError::new(field, RuleCode::CountNegative));
    } else if count > COUNT_MAX {
        errors.push(FieldError::new(field, RuleCode::CountTooLarge));
    }
}

fn check_family<K: Ord + Copy>(
    field: &str,
    total: i64,
    family: &BTreeMap<K, i64>,
    value: fn(K) -> &'static str,
    errors: &mut Vec<FieldError>,
) {
    for (case, count) in family {
        check_count(&format!("{field}.{}", value(*case)), *count, errors);
    }
    if sum(family) > total {
        errors.push(FieldError::new(field, RuleCode::SumAboveTotal));
    }
}

fn put_family<K: Ord + Copy>(
    map: &mut Map<String, Value>,
    name: &str,
    family: &BTreeMap<K, i64>,
    value: fn(K) -> &'static str,
) {
    let counts: Map<String, Value> = family
        .iter()
        .filter(|(_, count)| **count > 0)
        .map(|(case, count)| (value(*case).to_owned(), (*count).into()))
        .collect();
    if !counts.is_empty() {
        map.insert(name.to_owned(), counts.into());
    }
}

fn family<K: Ord>(value: &Value, name: &str, from: fn(&str) -> Option<K>) -> BTreeMap<K, i64> {
    let counts = value
        .get(name)
        .and_then(Value::as_object)
        .into_iter()
        .flatten();
    counts
        .filter_map(|(case, count)| Some((from(case)?, count.as_i64()?)))
        .collect()
}
