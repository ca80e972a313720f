//! Everything the notebook holds on one person, gathered once: [`crate::paper`] says it in words,
//! [`crate::portable`] in a file for another program.
//!
//! The bin is part of it, and so are values that gave way: both are still kept. Of a workshop,
//! the notes and the counts speak of the group, hence of others: they are left out. A form that is
//! being typed is not recorded, and is not here.

use std::collections::{BTreeMap, BTreeSet};

use escale_domain::catalogue::{self, Kind, Table};
use escale_store::Reader;
use escale_sync::merge::DELETED;
use serde_json::Value;

use crate::failure::not_found;
use crate::record::{self, Fields};
use crate::{Result, merge, time, words};

/// The tables that speak of a person: a new one is named in words and in the file, or tests fail.
#[cfg(test)]
pub(crate) const TABLES: [&Table; 12] = [
    &catalogue::BENEFICIARY,
    &catalogue::SESSION,
    &catalogue::OUTCOME,
    &catalogue::GOAL,
    &catalogue::REFERRAL,
    &catalogue::PROCEDURE,
    &catalogue::NEEDS_ASSESSMENT,
    &catalogue::MANDATE,
    &catalogue::PIX_RESULT,
    &catalogue::DIGITAL_PASS,
    &catalogue::CONTACT,
    &catalogue::REGISTRATION,
];
/// Those that name her in `beneficiary`, besides presences and outcomes.
const NAMING: [&Table; 9] = [
    &catalogue::GOAL,
    &catalogue::REFERRAL,
    &catalogue::PROCEDURE,
    &catalogue::NEEDS_ASSESSMENT,
    &catalogue::MANDATE,
    &catalogue::PIX_RESULT,
    &catalogue::DIGITAL_PASS,
    &catalogue::CONTACT,
    &catalogue::REGISTRATION,
];
/// Fields that only lead to another row.
pub(crate) const LINKS: [&str; 3] = ["beneficiary", "session", "workshop"];
/// What a workshop says of its whole group.
const OF_THE_GROUP: [&str; 3] = ["notes", "anonymous", "residence"];

/// What is held on a person.
pub(crate) struct Held {
    /// Her file: the one that stands, when hers was joined to another.
    pub(crate) person: Row,
    /// Files joined to it.
    pub(crate) joined: Vec<Row>,
    /// Her sessions, latest day first, each with what it changed for her.
    pub(crate) sessions: Vec<(Row, Option<Row>)>,
    /// What follows her, and her registrations: table by table, latest recorded first.
    pub(crate) more: Vec<Row>,
}

/// A row that speaks of her.
pub(crate) struct Row {
    /// Its table.
    pub(crate) table: &'static Table,
    /// Its identifier.
    pub(crate) id: String,
    /// It waits in the bin.
    pub(crate) in_bin: bool,
    /// What it says, fields of a newer version included.
    pub(crate) values: Fields,
    /// Fields where several values stand at once, with all of them.
    pub(crate) standing: Vec<(String, Vec<Value>)>,
    /// Values that gave way: field, value, day (ISO 8601), oldest first.
    pub(crate) earlier: Vec<(String, Value, String)>,
}

impl Row {
    /// A text it holds.
    pub(crate) fn text(&self, field: &str) -> Option<&str> {
        self.values.get(field).and_then(Value::as_str)
    }

    /// Its fields in the order of the catalogue, then those of a newer version.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&str, &Value)> {
        let known = self.table.fields.iter().map(|field| field.name);
        let newer = self.values.keys().map(String::as_str);
        let newer = newer.filter(|name| self.table.field(name).is_none());
        known
            .chain(newer)
            .filter(|name| !LINKS.contains(name))
            .filter_map(|name| Some((name, self.values.get(name)?)))
    }

    /// What it says, in words: name of the field, value; nothing for what says nothing.
    pub(crate) fn said(&self, reader: &Reader<'_>) -> Result<Vec<(&str, String)>> {
        let mut said = Vec::new();
        for (field, value) in self.fields() {
            if field == "no_phone" && value == &Value::Bool(false) {
                continue;
            }
            let words = words::of(reader, self.table.name, field, value)?;
            if !words.trim().is_empty() {
                said.push((field, words));
            }
        }
        Ok(said)
    }

    /// Leaves some fields out of everything.
    fn without(mut self, fields: &[&str]) -> Self {
        self.values
            .retain(|name, _| !fields.contains(&name.as_str()));
        self.standing
            .retain(|(name, _)| !fields.contains(&name.as_str()));
        self.earlier
            .retain(|(name, _, _)| !fields.contains(&name.as_str()));
        self
    }
}

/// A row, whole; nothing when it never reached this laptop.
fn row(reader: &Reader<'_>, table: &'static Table, id: &str) -> Result<Option<Row>> {
    let Some(state) = record::state(reader, table.name, id)? else {
        return Ok(None);
    };
    let mut values = state.values();
    values.remove(DELETED);
    let disputed = state.disputed().into_iter().filter_map(|field| {
        let heads = state.fields.get(field)?.heads.values();
        Some((field.to_owned(), heads.cloned().collect()))
    });
    let standing = disputed.filter(|(field, _)| field != DELETED).collect();
    let mut earlier = Vec::new();
    for old in reader.history(table.name, id)? {
        if old.field == DELETED || LINKS.contains(&old.field.as_str()) {
            continue;
        }
        let value: Value = serde_json::from_str(&old.value)?;
        if value.is_null() {
            continue;
        }
        let at = time::local(old.at_ms);
        let day = at.split('T').next().unwrap_or_default().to_owned();
        earlier.push((old.field, value, day));
    }
    Ok(Some(Row {
        table,
        id: id.to_owned(),
        in_bin: state.deleted(),
        values,
        standing,
        earlier,
    }))
}

/// Everything held on the person whose file that is. A file joined to another one is asked of the
/// one that stands for it.
///
/// # Errors
/// `not_found` when the file is in the bin or not here.
pub(crate) fn of(reader: &Reader<'_>, id: &str) -> Result<Held> {
    let id = merge::living(reader, id)?;
    let person = row(reader, &catalogue::BENEFICIARY, &id)?
        .filter(|row| !row.in_bin)
        .ok_or_else(not_found)?;
    let mut joined = Vec::new();
    for merged in reader.merges()? {
        if merged.source != id && merge::living(reader, &merged.source)? == id {
            joined.extend(row(reader, &catalogue::BENEFICIARY, &merged.source)?);
        }
    }
    let mut more = Vec::new();
    for table in NAMING {
        for found in reader.held_of_person(table, &id)? {
            more.extend(row(reader, table, &found)?);
        }
    }
    Ok(Held {
        sessions: sessions(reader, &id)?,
        person,
        joined,
        more,
    })
}

fn sessions(reader: &Reader<'_>, person: &str) -> Result<Vec<(Row, Option<Row>)>> {
    let mut outcomes = BTreeMap::new();
    for id in reader.held_of_person(&catalogue::OUTCOME, person)? {
        if let Some(outcome) = row(reader, &catalogue::OUTCOME, &id)?
            && let Some(session) = outcome.text("session")
        {
            outcomes.insert(session.to_owned(), outcome);
        }
    }
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for presence in reader.held_of_person(&catalogue::ATTENDANCE, person)? {
        let presence = row(reader, &catalogue::ATTENDANCE, &presence)?;
        // Somebody taken off a session was not there.
        let Some(session) = presence
            .filter(|row| !row.in_bin)
            .and_then(|row| row.text("session").map(str::to_owned))
        else {
            continue;
        };
        if !seen.insert(session.clone()) {
            continue;
        }
        let Some(mut held) = row(reader, &catalogue::SESSION, &session)? else {
            continue;
        };
        if held.text("kind") != Some("individuel") {
            held = held.without(&OF_THE_GROUP);
        }
        // One in the bin while its session is not was emptied.
        let outcome = outcomes.remove(&session);
        let outcome = outcome.filter(|outcome| !outcome.in_bin || held.in_bin);
        found.push((held, outcome));
    }
    found.sort_by(|(a, _), (b, _)| b.text("date").cmp(&a.text("date")));
    Ok(found)
}

/// The strings of a set field.
pub(crate) fn strings(value: &Value) -> Vec<&str> {
    let elements = value.as_array().map(Vec::as_slice).unwrap_or_default();
    elements.iter().filter_map(Value::as_str).collect()
}

/// Whether a field is a set of short strings.
pub(crate) fn is_set(table: &Table, field: &str) -> bool {
    let known = table.field(field);
    known.is_some_and(|field| field.kind == Kind::Strings)
}
