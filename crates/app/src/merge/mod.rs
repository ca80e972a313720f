//! Two files of one person become one, by ordinary operations; and two again.
//!
//! The joined file goes to the corbeille, whole. A record of its own (`merge`, with the joined
//! file's identifier) points to the file that stays and remembers what that one took. Presences,
//! outcomes and whatever else names the person are brought over by [`settle`], which looks at what
//! should be and not at what was done: a presence noted meanwhile on a laptop that did not
//! know, two laptops joining at once, one telling apart while the other joins, all end the same.

mod settle;

pub(crate) use settle::waiting;

use std::collections::{BTreeMap, BTreeSet};

use escale_domain::beneficiary::display_name;
use escale_domain::catalogue::BENEFICIARY;
use escale_domain::joining::{self, Choosing};
use escale_store::Reader;
use escale_store::beneficiary::MergeRow;
use escale_sync::merge::RowState;
use serde_json::Value;

use crate::api::draft::ById;
use crate::api::failure::FailureCode;
use crate::api::merge::{
    LateValue, MergeAsk, MergeDo, MergeField, MergePreview, MergeTake, MergedFile,
};
use crate::api::session::Saved;
use crate::failure::not_found;
use crate::record::{self, Author, Fields};
use crate::{App, Failure, Result, beneficiary, time, words};

const TABLE: &str = "merge";
const PERSON: &str = "beneficiary";

/// Whether the joined file is joined indeed: taken out of the corbeille by whatever way, it stands
/// for itself again.
fn stands(row: &MergeRow) -> Option<&str> {
    row.target.as_deref().filter(|_| row.gone)
}

/// The file that stands for that one: itself, or the one it was joined to, however far.
pub(crate) fn living(reader: &Reader<'_>, id: &str) -> Result<String> {
    Ok(root(&reader.merges()?, id).unwrap_or_else(|| id.to_owned()))
}

/// Follows the joins; nothing when they go round in a circle.
fn root(rows: &[MergeRow], id: &str) -> Option<String> {
    let next: BTreeMap<&str, &str> = rows
        .iter()
        .filter_map(|row| Some((row.source.as_str(), stands(row)?)))
        .collect();
    let mut seen = BTreeSet::new();
    let mut at = id;
    while let Some(target) = next.get(at) {
        if !seen.insert(at) {
            return None;
        }
        at = target;
    }
    Some(at.to_owned())
}

/// These people and the files joined to theirs, however far.
pub(crate) fn group(reader: &Reader<'_>, people: &[String]) -> Result<Vec<String>> {
    let rows = reader.merges()?;
    let mut found: BTreeSet<String> = people.iter().cloned().collect();
    for row in &rows {
        if root(&rows, &row.source).is_some_and(|root| people.contains(&root)) {
            found.insert(row.source.clone());
        }
    }
    Ok(found.into_iter().collect())
}

fn live_state(reader: &Reader<'_>, id: &str) -> Result<RowState> {
    record::state(reader, PERSON, id)?
        .filter(|state| !state.deleted())
        .ok_or_else(not_found)
}

/// What joining two files would give; nothing is written.
///
/// # Errors
/// `not_found` when one of them is gone, `bad_request` when they are one, `locked`.
pub fn preview(app: &App, request: MergeAsk) -> Result<MergePreview> {
    if request.source == request.target {
        return Err(Failure::new(FailureCode::BadRequest));
    }
    let open = app.open()?;
    open.notebook.read(|reader| {
        let (source, target) = (
            live_state(reader, &request.source)?,
            live_state(reader, &request.target)?,
        );
        let line = |id: &str| -> Result<_> {
            Ok(beneficiary::line(
                reader.beneficiary_line(id)?.ok_or_else(not_found)?,
            ))
        };
        let lines = (line(&request.source)?, line(&request.target)?);
        let shared = reader.sessions_in_common(&request.source, &request.target)?;
        let fields = joining::choosing(&source.values(), &target.values())
            .into_iter()
            .map(|field| shown(reader, field))
            .collect::<Result<_>>()?;
        Ok(MergePreview {
            sessions: (lines.0.sessions + lines.1.sessions).saturating_sub(shared),
            source: lines.0,
            target: lines.1,
            fields,
            shared,
            source_version: serde_json::to_string(&source)?,
            target_version: serde_json::to_string(&target)?,
        })
    })
}

fn shown(reader: &Reader<'_>, field: Choosing) -> Result<MergeField> {
    Ok(MergeField {
        source: words::of(reader, PERSON, field.field, &field.source)?,
        target: words::of(reader, PERSON, field.field, &field.target)?,
        field: field.field.to_owned(),
        choice: field.choice,
        both: field.both,
    })
}

/// Joins two files as previewed. A value that came since the preview is not overwritten unseen.
///
/// # Errors
/// `not_found` when one of them is gone, `bad_request` when they are one, `locked`, `disk_full`.
pub fn join(app: &App, request: MergeDo) -> Result<Saved> {
    if request.source == request.target {
        return Err(Failure::new(FailureCode::BadRequest));
    }
    let open = app.open()?;
    let source: RowState = serde_json::from_str(&request.source_version)?;
    let target: RowState = serde_json::from_str(&request.target_version)?;
    app.record(&open, |author| {
        live_state(author.tx, &request.source)?;
        live_state(author.tx, &request.target)?;
        let (theirs, ours) = (source.values(), target.values());
        let joined = joining::join(&theirs, &ours, &request.choices);
        let scope = author
            .tx
            .record(PERSON, &request.source)?
            .ok_or_else(not_found)?
            .scope;
        let wanted = Fields::from([
            ("target".to_owned(), Value::from(request.target.clone())),
            ("taken".to_owned(), joining::taken(&ours, &joined)),
            ("seen".to_owned(), seen(&theirs)),
        ]);
        let home = author.tx.record(PERSON, &request.target)?;
        let home = home.ok_or_else(not_found)?.scope;
        author.put(PERSON, &request.target, &home, joined, Some(&target))?;
        author.restore(TABLE, &request.source)?;
        match record::state(author.tx, TABLE, &request.source)? {
            Some(_) => author.amend(TABLE, &request.source, wanted, None)?,
            None => author.put(TABLE, &request.source, &scope, wanted, None)?,
        };
        author.delete(PERSON, &request.source)
    })?;
    settle::settle(app, &open)?;
    app.changed(&["beneficiaries", "sessions"]);
    Ok(Saved { id: request.target })
}

/// The fields of a file, as remembered.
fn seen(values: &Fields) -> Value {
    let known = values
        .iter()
        .filter(|(name, _)| BENEFICIARY.field(name).is_some());
    known
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// Tells a joined file apart again: it is as it was, with its sessions; what the other file had
/// taken from it is given back, unless somebody corrected it since.
///
/// # Errors
/// `not_found` when it is not joined, `locked`, `disk_full`.
pub fn part(app: &App, request: ById) -> Result<Saved> {
    let open = app.open()?;
    app.record(&open, |author| {
        let row = joined(author.tx, &request.id)?;
        let target = row
            .get("target")
            .and_then(Value::as_str)
            .ok_or_else(not_found)?;
        if let Some(today) = record::state(author.tx, PERSON, target)? {
            let back = row
                .get("taken")
                .map(|taken| joining::given_back(taken, &today.values()))
                .unwrap_or_default();
            author.amend(PERSON, target, back, None)?;
        }
        author.restore(PERSON, &request.id)?;
        forget(author, &request.id)
    })?;
    settle::settle(app, &open)?;
    app.changed(&["beneficiaries", "sessions"]);
    Ok(Saved { id: request.id })
}

/// What is remembered of a joined file.
fn joined(reader: &Reader<'_>, id: &str) -> Result<Fields> {
    record::state(reader, TABLE, id)?
        .map(|state| state.values())
        .filter(|values| values.contains_key("target"))
        .ok_or_else(not_found)
}

/// The file stands for itself; what it carried over is brought back by [`settle`].
fn forget(author: &mut Author<'_, '_>, id: &str) -> Result<()> {
    let nothing = ["target", "taken", "seen"].map(|name| (name.to_owned(), Value::Null));
    author.amend(TABLE, id, Fields::from(nothing), None)?;
    Ok(())
}

/// The files joined to that one, with what was written to them since by somebody who did not know.
pub(crate) fn into(reader: &Reader<'_>, id: &str) -> Result<Vec<MergedFile>> {
    let rows = reader.merges()?;
    let mut found = Vec::new();
    for row in rows.iter().filter(|row| stands(row) == Some(id)) {
        let Some(file) = record::state(reader, PERSON, &row.source)? else {
            continue;
        };
        let values = file.values();
        let text = |name: &str| values.get(name).and_then(Value::as_str).unwrap_or_default();
        let mut late = Vec::new();
        for (field, value) in late_of(reader, &row.source, &values)? {
            late.push(LateValue {
                words: words::of(reader, PERSON, &field, &value)?,
                field,
            });
        }
        found.push(MergedFile {
            id: row.source.clone(),
            name: display_name(text("first_name"), text("last_name")),
            at: time::local(row.changed_at_ms),
            late,
        });
    }
    Ok(found)
}

fn late_of(reader: &Reader<'_>, source: &str, values: &Fields) -> Result<Fields> {
    Ok(joined(reader, source)?
        .get("seen")
        .map(|seen| joining::written_since(seen, values))
        .unwrap_or_default())
}

/// Settles what was written to a joined file since: takes the chosen fields into the file that
/// stays, leaves the others where they are.
///
/// # Errors
/// `not_found` when it is not joined, `locked`, `disk_full`.
pub fn take(app: &App, request: MergeTake) -> Result<()> {
    let open = app.open()?;
    app.record(&open, |author| {
        let values = record::state(author.tx, PERSON, &request.source)?
            .ok_or_else(not_found)?
            .values();
        let mut late = late_of(author.tx, &request.source, &values)?;
        late.retain(|field, _| request.fields.contains(field));
        let target = living(author.tx, &request.source)?;
        author.amend(PERSON, &target, late, None)?;
        let seen = Fields::from([("seen".to_owned(), seen(&values))]);
        author.amend(TABLE, &request.source, seen, None)
    })?;
    app.changed(&["beneficiaries"]);
    Ok(())
}

impl App {
    /// Brings what hangs on joined files where it belongs, when something came that does not.
    pub(crate) fn settle_merges(&self) {
        let Ok(open) = self.open() else {
            return;
        };
        match settle::settle(self, &open) {
            Ok(true) => self.changed(&["beneficiaries", "sessions"]),
            Ok(false) => {}
            // Tried again after the next exchange.
            Err(failure) => tracing::warn!(code = ?failure.code, "joined files are not settled"),
        }
    }
}
