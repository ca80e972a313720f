//! Places from the national file: a trial that says everything, then one import that can be
//! undone as a whole. The text comes from a file somebody was sent: nothing of it is believed.

use std::collections::BTreeMap;

use escale_domain::commune::CommuneRef;
use escale_domain::place::Place;
use escale_domain::standard::{self, Line};
use escale_domain::{catalogue, text};
use escale_store::Reader;
use escale_store::place::ImportedRow;
use escale_sync::merge::RowState;
use serde::{Deserialize, Serialize};

use super::{TABLE, UPDATED};
use crate::api::draft::ById;
use crate::api::failure::FailureCode;
use crate::api::place::{
    DepartmentCount, LineRemark, PlaceImportAsk, PlaceImportDone, PlaceImportReport,
    PlaceImportUndone,
};
use crate::record::{Author, Fields, state};
use crate::{App, Failure, Result, time};

/// Longest file, in bytes: several times the national one.
const LONGEST: usize = 64 * 1024 * 1024;
/// Most lines of a file.
const MOST_LINES: usize = 100_000;
/// Most remarks given back.
const MOST_REMARKS: usize = 1_000;
/// Places of one transaction: well under the bytes a transaction may have.
const TOGETHER: usize = 25;

/// What a changed place was, and what it was once imported.
#[derive(Serialize, Deserialize)]
struct Seen {
    before: Fields,
    after: RowState,
}

enum Fate {
    New(Fields),
    Changes(String, Fields),
    Nothing,
}

fn department(commune: &CommuneRef) -> String {
    let overseas = commune.code.starts_with("97") || commune.code.starts_with("98");
    commune
        .code
        .chars()
        .take(if overseas { 3 } else { 2 })
        .collect()
}

fn not_understood(missing: &[&str]) -> Failure {
    Failure::new(FailureCode::FileNotUnderstood).with("missing", missing.join(", "))
}

/// The line a record begins on: the reader counts from the empty ones before it.
fn first_line(text: &str, at: &csv::Position) -> u32 {
    let byte = usize::try_from(at.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(byte..).unwrap_or_default();
    let empty = rest.iter().take_while(|b| matches!(b, b'\n' | b'\r'));
    let skipped = empty.filter(|b| **b == b'\n').count() as u64;
    u32::try_from(at.line() + skipped).unwrap_or(u32::MAX)
}

/// Lines of the file with their numbers.
fn lines(text: &str) -> Result<Vec<(u32, Line, String)>> {
    if text.len() > LONGEST {
        return Err(not_understood(&[]));
    }
    let text = text.trim_start_matches('\u{feff}');
    let heading = text.lines().next().unwrap_or_default();
    let delimiter = if heading.matches(';').count() > heading.matches(',').count() {
        b';'
    } else {
        b','
    };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let unreadable = |_: csv::Error| not_understood(&[]);
    let mut columns: BTreeMap<&str, usize> = BTreeMap::new();
    let headers = reader.headers().map_err(unreadable)?.clone();
    for (at, name) in headers.iter().enumerate() {
        let name = name.to_lowercase();
        if let Some(known) = standard::COLUMNS.iter().find(|column| **column == name) {
            columns.entry(known).or_insert(at);
        }
    }
    let missing: Vec<&str> = standard::NEEDED
        .into_iter()
        .filter(|column| !columns.contains_key(column))
        .collect();
    if !missing.is_empty() {
        return Err(not_understood(&missing));
    }
    let mut found = Vec::new();
    for record in reader.records() {
        let record = record.map_err(unreadable)?;
        if record.iter().all(str::is_empty) {
            continue;
        }
        if found.len() >= MOST_LINES {
            return Err(not_understood(&[]));
        }
        let cell = |column: &str| {
            let at = columns.get(column).copied();
            at.and_then(|at| record.get(at)).unwrap_or_default()
        };
        let number = record.position().map_or(0, |at| first_line(text, at));
        let name: String = cell("nom")
            .chars()
            .filter(|c| !c.is_control())
            .take(80)
            .collect();
        found.push((number, standard::read(&cell), name));
    }
    Ok(found)
}

/// The places known, by what a line may name them.
struct Known {
    sources: BTreeMap<String, String>,
    names: BTreeMap<(String, String), String>,
}

impl Known {
    fn read(reader: &Reader<'_>) -> Result<Self> {
        let mut known = Self {
            sources: BTreeMap::new(),
            names: BTreeMap::new(),
        };
        for mark in reader.place_marks()? {
            // Our own identifier is the one we export for a place that had none.
            known
                .sources
                .entry(mark.id.clone())
                .or_insert_with(|| mark.id.clone());
            if let Some(source) = mark.source_id {
                known.sources.insert(source, mark.id.clone());
            }
            if let (Some(name), Some(commune)) = (mark.name, mark.commune) {
                known
                    .names
                    .entry((text::fold(&name), commune))
                    .or_insert(mark.id);
            }
        }
        Ok(known)
    }

    fn find(&self, place: &Place) -> Option<&String> {
        let source = place.source_id.as_ref().and_then(|id| self.sources.get(id));
        let name = || (text::fold(&place.name), place.commune.code.clone());
        source.or_else(|| self.names.get(&name()))
    }
}

/// What becomes of a place of the file: what it says replaces, what it does not say stays.
fn fate(reader: &Reader<'_>, known: &Known, place: &Place) -> Result<Fate> {
    let mut said = place.fields();
    let Some(id) = known.find(place) else {
        return Ok(Fate::New(said));
    };
    // Our own file, back home: the identifier in it is no news.
    if place.source_id.as_ref() == Some(id) {
        said.remove("source_id");
    }
    let row = reader.row(&catalogue::PLACE, id)?;
    let before = row.map(|row| row.values).unwrap_or_default();
    let mut after = before.clone();
    after.extend(said);
    let differs = |name: &String| {
        let sorted = |map: &Fields| {
            let mut value = map.get(name).cloned();
            if let Some(serde_json::Value::Array(items)) = &mut value {
                items.sort_by_key(ToString::to_string);
            }
            value
        };
        name != UPDATED && sorted(&before) != sorted(&after)
    };
    if after.keys().any(differs) {
        Ok(Fate::Changes(id.clone(), after))
    } else {
        Ok(Fate::Nothing)
    }
}

/// The trial: what the file says, and what becomes of each of its places.
fn study(reader: &Reader<'_>, ask: &PlaceImportAsk) -> Result<(PlaceImportReport, Vec<Fate>)> {
    let known = Known::read(reader)?;
    let mut report = PlaceImportReport {
        import: None,
        lines: 0,
        created: 0,
        different: 0,
        same: 0,
        refused: 0,
        departments: Vec::new(),
        remarks: Vec::new(),
        more_remarks: 0,
    };
    let mut departments: BTreeMap<String, u32> = BTreeMap::new();
    let mut met: BTreeMap<(Option<String>, String), u32> = BTreeMap::new();
    let mut fates = Vec::new();
    for (number, line, name) in lines(&ask.text)? {
        let place = line.place;
        if let Some(place) = &place {
            let here = department(&place.commune);
            let chosen = ask.departments.is_empty() || ask.departments.contains(&here);
            *departments.entry(here).or_default() += 1;
            if !chosen {
                continue;
            }
        }
        report.lines += 1;
        let mut say = |column: &str, message: String, refused: bool| {
            if report.remarks.len() >= MOST_REMARKS {
                report.more_remarks += 1;
                return;
            }
            report.remarks.push(LineRemark {
                line: number,
                name: name.clone(),
                column: column.to_owned(),
                message,
                refused,
            });
        };
        let Some(place) = place else {
            report.refused += 1;
            for remark in line.remarks {
                say(remark.column, remark.message, true);
            }
            continue;
        };
        // A file that has the same place twice would change it under its own hands.
        let folded = format!("{} {}", text::fold(&place.name), place.commune.code);
        let same = place.source_id.clone().filter(|id| !id.is_empty());
        let key = if same.is_some() {
            (same, String::new())
        } else {
            (None, folded)
        };
        if let Some(first) = met.insert(key, number) {
            report.refused += 1;
            say("id", format!("le même lieu que la ligne {first}"), true);
            continue;
        }
        for remark in line.remarks {
            say(remark.column, remark.message, false);
        }
        match fate(reader, &known, &place)? {
            Fate::Nothing => report.same += 1,
            Fate::New(fields) => {
                report.created += 1;
                fates.push(Fate::New(fields));
            }
            changes @ Fate::Changes(..) => {
                report.different += 1;
                if ask.update {
                    fates.push(changes);
                }
            }
        }
    }
    report.departments = departments
        .into_iter()
        .map(|(code, lines)| DepartmentCount { code, lines })
        .collect();
    report
        .departments
        .sort_by_key(|department| std::cmp::Reverse(department.lines));
    Ok((report, fates))
}

/// Says what an import of that file would do. Changes nothing.
///
/// # Errors
/// `file_not_understood` with the `missing` columns, `locked`.
pub fn trial(app: &App, request: PlaceImportAsk) -> Result<PlaceImportReport> {
    let open = app.open()?;
    open.notebook.read(|reader| Ok(study(reader, &request)?.0))
}

/// Imports the places of that file.
///
/// # Errors
/// `file_not_understood` with the `missing` columns, `locked`, `disk_full`: what was imported
/// before the disk was full stays, and can be undone.
pub fn run(app: &App, request: PlaceImportAsk) -> Result<PlaceImportReport> {
    let open = app.open()?;
    let (mut report, fates) = open.notebook.read(|reader| study(reader, &request))?;
    let scope = open.enrolment.team_scope();
    let import = time::id(&app.ports);
    for some in fates.chunks(TOGETHER) {
        app.record(&open, |author| {
            author
                .tx
                .begin_place_import(&import, time::now_ms(&app.ports))?;
            for fate in some {
                take(app, author, &import, &scope, fate)?;
            }
            Ok(())
        })?;
    }
    report.import = (!fates.is_empty()).then_some(import);
    app.changed(&["places"]);
    Ok(report)
}

fn take(
    app: &App,
    author: &mut Author<'_, '_>,
    import: &str,
    scope: &str,
    fate: &Fate,
) -> Result<()> {
    let (id, fields, before) = match fate {
        Fate::New(fields) => (time::id(&app.ports), fields, None),
        Fate::Changes(id, fields) => {
            let row = author.tx.row(&catalogue::PLACE, id)?;
            (id.clone(), fields, row.map(|row| row.values))
        }
        Fate::Nothing => return Ok(()),
    };
    author.put(TABLE, &id, scope, fields.clone(), None)?;
    let seen = match before {
        None => None,
        Some(before) => {
            let after = state(author.tx, TABLE, &id)?.unwrap_or_default();
            Some(serde_json::to_string(&Seen { before, after })?)
        }
    };
    let changed_at_ms = author
        .tx
        .record(TABLE, &id)?
        .map_or(0, |record| record.changed_at_ms);
    let row = ImportedRow {
        id,
        changed_at_ms,
        seen,
    };
    Ok(author.tx.keep_place_import(import, &row)?)
}

/// The latest import that was not undone, if any.
///
/// # Errors
/// `locked`.
pub fn latest(app: &App, (): ()) -> Result<Option<PlaceImportDone>> {
    let open = app.open()?;
    let latest = open
        .notebook
        .read(|reader| Ok::<_, Failure>(reader.place_import_latest()?))?;
    Ok(latest.map(|import| PlaceImportDone {
        id: import.id,
        at: time::local(import.at_ms),
        created: import.created,
        changed: import.changed,
    }))
}

/// Undoes an import: the places it made go to the corbeille, those it changed are again what they
/// were. A place that somebody used or changed since is kept as it is.
///
/// # Errors
/// `locked`, `disk_full`.
pub fn undo(app: &App, request: ById) -> Result<PlaceImportUndone> {
    let open = app.open()?;
    let scope = open.enrolment.team_scope();
    let rows = open
        .notebook
        .read(|reader| Ok::<_, Failure>(reader.place_import_rows(&request.id)?))?;
    let mut done = PlaceImportUndone {
        removed: 0,
        restored: 0,
        kept: 0,
    };
    for some in rows.chunks(TOGETHER) {
        let counts = app.record(&open, |author| {
            let mut counts = [0u32; 3];
            for row in some {
                let counted = undo_one(author, &scope, row)?;
                if let Some(count) = counts.get_mut(counted as usize) {
                    *count += 1;
                }
                author.tx.drop_place_import_row(&request.id, &row.id)?;
            }
            Ok(counts)
        })?;
        let [removed, restored, kept] = counts;
        done.removed += removed;
        done.restored += restored;
        done.kept += kept;
    }
    open.notebook.commit(|tx| {
        Ok::<_, Failure>(tx.end_place_import(&request.id, time::now_ms(&app.ports))?)
    })?;
    app.changed(&["places"]);
    Ok(done)
}

#[derive(Clone, Copy)]
enum Undone {
    Removed,
    Restored,
    Kept,
}

fn undo_one(author: &mut Author<'_, '_>, scope: &str, row: &ImportedRow) -> Result<Undone> {
    let record = author.tx.record(TABLE, &row.id)?;
    let untouched = record.is_some_and(|record| record.changed_at_ms == row.changed_at_ms);
    if let Some(seen) = &row.seen {
        let seen: Seen = serde_json::from_str(seen)?;
        if !untouched {
            return Ok(Undone::Kept);
        }
        author.put(TABLE, &row.id, scope, seen.before, Some(&seen.after))?;
        return Ok(Undone::Restored);
    }
    let used = author
        .tx
        .place_line(&row.id)?
        .is_some_and(|line| line.sessions > 0);
    if !untouched || used {
        return Ok(Undone::Kept);
    }
    author.delete(TABLE, &row.id)?;
    Ok(Undone::Removed)
}
