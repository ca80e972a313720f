//! What a record was: every write of every field, who and when, and the way back to a value.
//!
//! From the merge state (the writes that stand) and from the values that gave way. Elements of a
//! set that were removed leave no value behind: only the present ones are told.

use std::collections::BTreeMap;

use escale_domain::catalogue::{self, Kind};
use escale_store::Reader;
use escale_sync::merge::{DELETED, RowState};
use escale_sync::op::Dot;
use serde_json::Value;

use crate::api::history::{Change, ChangeKind, FieldChange, History, HistoryAsk, HistoryRestore};
use crate::failure::not_found;
use crate::open::Open;
use crate::record::{self, Fields};
use crate::{App, Result, colleague, time, words};

/// A value that a field had, or has.
struct Written {
    stamp: u64,
    author: String,
    value: Value,
    stands: bool,
}

/// The values of each field, by stamp and write.
type Values = BTreeMap<String, BTreeMap<(u64, Dot), Written>>;

/// Every value of every field, in the order they were written.
fn written(reader: &Reader<'_>, table: &str, id: &str, state: &RowState) -> Result<Values> {
    let mut fields = Values::new();
    let mut add = |field: &str, dot: &Dot, stamp: u64, author: &str, value: Value, stands: bool| {
        // The stamp the server gave, where it is known.
        let write = state.writes.get(dot);
        let stamp = write.map_or(stamp, |write| write.e.0);
        let written = Written {
            stamp,
            author: author.to_owned(),
            value,
            stands,
        };
        fields
            .entry(field.to_owned())
            .or_default()
            .entry((stamp, dot.clone()))
            .or_insert(written);
    };
    for (field, register) in &state.fields {
        let shown = state.shown(register).map(|(dot, _)| dot);
        for (dot, value) in &register.heads {
            if let Some(write) = state.writes.get(dot) {
                add(
                    field,
                    dot,
                    write.e.0,
                    &write.author,
                    value.clone(),
                    shown == Some(dot),
                );
            }
        }
    }
    for old in reader.history(table, id)? {
        if let Ok(dot) = old.dot.parse::<Dot>() {
            let value = serde_json::from_str(&old.value)?;
            add(&old.field, &dot, old.stamp, &old.author, value, false);
        }
    }
    for (field, elements) in &state.sets {
        let mut by_write: BTreeMap<&Dot, Vec<Value>> = BTreeMap::new();
        for (element, dots) in &elements.added {
            if let Some(dot) = dots.first() {
                by_write
                    .entry(dot)
                    .or_default()
                    .push(Value::from(element.clone()));
            }
        }
        for (dot, elements) in by_write {
            if let Some(write) = state.writes.get(dot) {
                add(
                    field,
                    dot,
                    write.e.0,
                    &write.author,
                    Value::from(elements),
                    true,
                );
            }
        }
    }
    Ok(fields)
}

/// The changes of a record, most recent first.
pub(crate) fn changes(
    reader: &Reader<'_>,
    open: &Open,
    table: &str,
    id: &str,
    state: &RowState,
) -> Result<Vec<Change>> {
    let known = catalogue::table(table);
    let mut found: BTreeMap<(u64, Dot), Change> = BTreeMap::new();
    for (field, values) in written(reader, table, id, state)? {
        let kind = known
            .and_then(|known| known.field(&field))
            .map(|field| field.kind);
        if kind.is_none() && field != DELETED {
            continue;
        }
        let mut before = Value::Null;
        for ((stamp, dot), value) in values {
            let author = if value.author == open.enrolment.adviser.id {
                Some(open.enrolment.adviser.name.clone())
            } else {
                colleague::name(reader, &value.author)?
            };
            let change = found.entry((stamp, dot.clone())).or_insert_with(|| Change {
                write: dot.to_string(),
                at: time::local(at_ms(value.stamp)),
                author,
                here: dot.device == open.enrolment.device,
                kind: ChangeKind::Changed,
                fields: Vec::new(),
            });
            if field == DELETED {
                change.kind = match value.value {
                    Value::Bool(true) => ChangeKind::Deleted,
                    _ => ChangeKind::Restored,
                };
                continue;
            }
            let set = kind == Some(Kind::Strings);
            let was = if set { Value::Null } else { before };
            change.fields.push(FieldChange {
                before: words::of(reader, table, &field, &was)?,
                after: words::of(reader, table, &field, &value.value)?,
                stands: value.stands,
                restorable: !set && !value.stands,
                field: field.clone(),
            });
            before = value.value;
        }
    }
    let mut changes: Vec<Change> = found.into_values().collect();
    if let Some(first) = changes.first_mut()
        && first.kind == ChangeKind::Changed
    {
        first.kind = ChangeKind::Created;
    }
    for change in &mut changes {
        change.fields.retain(|field| field.before != field.after);
    }
    changes.retain(|change| !change.fields.is_empty() || change.kind != ChangeKind::Changed);
    changes.reverse();
    Ok(changes)
}

/// Milliseconds of a packed stamp.
fn at_ms(stamp: u64) -> i64 {
    i64::try_from(escale_sync::clock::Hlc(stamp).ms()).unwrap_or(i64::MAX)
}

/// The changes of a record, most recent first.
///
/// # Errors
/// `not_found`, `locked`.
pub fn get(app: &App, request: HistoryAsk) -> Result<History> {
    let open = app.open()?;
    open.notebook.read(|reader| {
        let state = record::state(reader, &request.table, &request.id)?.ok_or_else(not_found)?;
        Ok(History {
            changes: changes(reader, &open, &request.table, &request.id, &state)?,
            version: serde_json::to_string(&state)?,
        })
    })
}

/// Puts a former value back, by an ordinary change: it has its own line in the history, and a
/// value that came since this history was looked at is not overwritten unseen.
///
/// # Errors
/// `not_found` when that value is not known (any more), `locked`, `disk_full`.
pub fn restore(app: &App, request: HistoryRestore) -> Result<()> {
    let open = app.open()?;
    let dot: Dot = request.write.parse().map_err(|_| not_found())?;
    let seen: RowState = serde_json::from_str(&request.version)?;
    let known = catalogue::table(&request.table).and_then(|table| table.field(&request.field));
    if known.is_none_or(|field| field.kind == Kind::Strings) {
        return Err(not_found());
    }
    app.record(&open, |author| {
        let today = record::state(author.tx, &request.table, &request.id)?
            .filter(|state| !state.deleted())
            .ok_or_else(not_found)?;
        let value = written(author.tx, &request.table, &request.id, &today)?
            .remove(&request.field)
            .and_then(|values| {
                values
                    .into_iter()
                    .find(|((_, write), _)| *write == dot)
                    .map(|(_, written)| written.value)
            })
            .ok_or_else(not_found)?;
        let changes = together(&request.table, &request.field, value);
        author.amend(&request.table, &request.id, changes, Some(&seen))
    })?;
    app.changed(&["beneficiaries", "sessions", "places"]);
    Ok(())
}

/// The value with what cannot stand beside it: a phone beside "no phone", a band beside a year.
fn together(table: &str, field: &str, value: Value) -> Fields {
    let mut changes = Fields::new();
    let gone = match (table, field) {
        ("beneficiary", "phone") => Some("no_phone"),
        ("beneficiary", "no_phone") if value == true => Some("phone"),
        ("beneficiary", "birth_year") => Some("age_band"),
        _ => None,
    };
    if let Some(gone) = gone.filter(|_| !value.is_null()) {
        changes.insert(gone.to_owned(), Value::Null);
    }
    changes.insert(field.to_owned(), value);
    changes
}
