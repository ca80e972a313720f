//! Two values at once: shown side by side, settled by one press, by an ordinary operation that
//! names what it closes. A value that was not before the person's eyes is never closed.

use escale_domain::catalogue::{self, Class};
use escale_store::Reader;
use escale_sync::merge::{Register, RowState};
use escale_sync::op::Dot;
use serde_json::Value;

use crate::api::conflict::{Conflict, ConflictAsk, ConflictChoose, StandingValue};
use crate::failure::not_found;
use crate::{App, Result, record, time, words};

fn is_prose(table: &str, field: &str) -> bool {
    catalogue::table(table)
        .and_then(|table| table.field(field))
        .is_some_and(|field| field.class == Class::Prose)
}

/// Heads, oldest first.
fn by_age<'a>(state: &'a RowState, register: &'a Register) -> Vec<(&'a Dot, &'a Value)> {
    let mut heads: Vec<_> = register.heads.iter().collect();
    heads.sort_by_key(|(dot, _)| (state.writes.get(dot).map(|write| write.e), *dot));
    heads
}

fn of(reader: &Reader<'_>, table: &str, id: &str, device: &str) -> Result<Vec<Conflict>> {
    let Some(state) = record::state(reader, table, id)? else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    for field in record::conflicts(table, &state) {
        let Some(register) = state.fields.get(&field) else {
            continue;
        };
        let shown = state.shown(register).map(|(dot, _)| dot);
        let mut values = Vec::new();
        for (dot, value) in by_age(&state, register) {
            let at = state.writes.get(dot).map_or(0, |write| write.e.ms());
            values.push(StandingValue {
                write: dot.to_string(),
                words: words::of(reader, table, &field, value)?,
                here: dot.device == device,
                at: time::local(i64::try_from(at).unwrap_or(i64::MAX)),
                shown: shown == Some(dot),
            });
        }
        found.push(Conflict {
            table: table.to_owned(),
            id: id.to_owned(),
            both: is_prose(table, &field),
            field,
            values,
        });
    }
    Ok(found)
}

/// The disputed fields of a record; for a session, those of its outcome too.
///
/// # Errors
/// `locked`.
pub fn get(app: &App, request: ConflictAsk) -> Result<Vec<Conflict>> {
    let open = app.open()?;
    let device = &open.identity().device;
    open.notebook.read(|reader| {
        let mut found = of(reader, &request.table, &request.id, device)?;
        if request.table == "session"
            && let Some(outcome) = reader.session_outcome(&request.id)?
        {
            found.extend(of(reader, "outcome", &outcome.id, device)?);
        }
        Ok(found)
    })
}

/// Settles a disputed field.
///
/// # Errors
/// `not_found` when the value to keep does not stand any more (look again), `locked`.
pub fn choose(app: &App, request: ConflictChoose) -> Result<()> {
    let open = app.open()?;
    let seen: Vec<Dot> = request
        .seen
        .iter()
        .filter_map(|dot| dot.parse().ok())
        .collect();
    app.record(&open, |author| {
        let state = record::state(author.tx, &request.table, &request.id)?.ok_or_else(not_found)?;
        let register = state.fields.get(&request.field).ok_or_else(not_found)?;
        let value = match &request.keep {
            Some(keep) => {
                let keep: Dot = keep.parse().map_err(|_| not_found())?;
                register.heads.get(&keep).ok_or_else(not_found)?.clone()
            }
            None if is_prose(&request.table, &request.field) => together(&state, register),
            None => return Err(not_found()),
        };
        author.resolve(&request.table, &request.id, &request.field, value, seen)
    })?;
    app.changed(&["sessions", "beneficiaries", "planning", "territory", "sync"]);
    Ok(())
}

/// All texts, oldest first, each once.
fn together(state: &RowState, register: &Register) -> Value {
    let mut texts: Vec<&str> = Vec::new();
    for (_, value) in by_age(state, register) {
        if let Some(text) = value.as_str()
            && !texts.contains(&text)
        {
            texts.push(text);
        }
    }
    Value::String(texts.join("\n\n"))
}
