//! Importing people from the national platform's workbook: a look that records nothing, then one
//! import. What it made is known under one identifier, kept in the same transactions, so that
//! taking it back removes exactly that, even after a power cut half-way.

use std::collections::{BTreeMap, BTreeSet};

use data_encoding::BASE64;
use escale_domain::beneficiary::{Beneficiary, display_name};
use escale_domain::phone;
use escale_domain::text::fold;
use escale_domain::twins::{self, Identity};
use escale_export::people::{self, BookError, Person};
use escale_store::Reader;
use serde::{Deserialize, Serialize};

use crate::api::failure::FailureCode;
use crate::api::import::{
    Import, ImportBatch, ImportFault, ImportFile, ImportPreview, ImportRow, ImportRun,
    ImportUndone, LastImport,
};
use crate::failure::not_found;
use crate::{App, Failure, Result, place, time};

const TABLE: &str = "beneficiary";
/// The last import of this laptop.
const LAST: &str = "last_import";
/// People of one transaction.
const TOGETHER: usize = 200;
/// Files read at a time when looking for twins.
const PAGE: u32 = 200;
/// Longest file in base64: ten mebibytes of bytes.
const LONGEST: usize = (10 << 20) / 3 * 4 + 8;

/// What is remembered of the last import, here only.
#[derive(Serialize, Deserialize)]
struct Kept {
    batch: String,
    at: String,
    ids: Vec<String>,
}

fn refused(reason: &str) -> Failure {
    Failure::new(FailureCode::FileNotRead).with("reason", reason)
}

/// The rows of a file, judged.
fn judged(app: &App, base64: &str) -> Result<Vec<Person>> {
    if base64.len() > LONGEST {
        return Err(refused("too_large"));
    }
    let bytes = BASE64
        .decode(base64.as_bytes())
        .map_err(|_| Failure::new(FailureCode::BadRequest))?;
    let rows = people::read(&bytes).map_err(|error| {
        refused(match error {
            BookError::TooLarge => "too_large",
            BookError::NotABook => "not_a_book",
            BookError::NotTheModel => "not_the_model",
            BookError::TooMany => "too_many",
        })
    })?;
    let today = time::today(&app.ports);
    Ok(rows.iter().map(|row| people::check(row, today)).collect())
}

/// Everybody known, by what makes twins: names, phone.
#[derive(Default)]
struct Known {
    people: Vec<(Identity, String)>,
    by: BTreeMap<String, Vec<usize>>,
}

impl Known {
    fn add(&mut self, identity: Identity, keys: &[String], shown: String) {
        let at = self.people.len();
        self.people.push((identity, shown));
        for key in keys {
            self.by.entry(key.clone()).or_default().push(at);
        }
    }

    /// The first that is the same person by the platform's rule.
    fn twin(&self, identity: &Identity, keys: &[String]) -> Option<&str> {
        let near = keys.iter().filter_map(|key| self.by.get(key)).flatten();
        near.filter_map(|at| self.people.get(*at))
            .find(|(other, _)| twins::score(identity, other).is_twin())
            .map(|(_, shown)| shown.as_str())
    }
}

/// Two people can be twins only if they share one of these.
fn keys(first_name: &str, last_name: &str, phone: &str) -> Vec<String> {
    let compact = |name: &str| fold(name).replace(' ', "");
    let mut keys = vec![format!("n {} {}", compact(first_name), compact(last_name))];
    keys.extend(phone::normalise(phone).map(|phone| format!("p {phone}")));
    keys
}

fn everybody(reader: &Reader<'_>) -> Result<Known> {
    let mut known = Known::default();
    let mut offset = 0;
    loop {
        let page = reader.beneficiary_page("", offset, PAGE)?;
        if page.rows.is_empty() {
            return Ok(known);
        }
        offset += PAGE;
        for row in page.rows {
            let (first, last) = (
                row.first_name.unwrap_or_default(),
                row.last_name.unwrap_or_default(),
            );
            let phone = row.phone.unwrap_or_default();
            known.add(
                Identity::new(&first, &last, &phone, ""),
                &keys(&first, &last, &phone),
                display_name(&first, &last),
            );
        }
    }
}

/// Looks at a file; records nothing.
///
/// # Errors
/// `file_not_read` with its `reason`, `locked`.
pub fn preview(app: &App, request: ImportFile) -> Result<ImportPreview> {
    let open = app.open()?;
    let people = judged(app, &request.base64)?;
    let mut known = open.notebook.read(everybody)?;
    let rows = people
        .into_iter()
        .map(|person| {
            let form = &person.form;
            let identity = Identity::from(form);
            let keys = keys(&form.first_name, &form.last_name, &form.phone);
            let twin = known.twin(&identity, &keys).map(str::to_owned);
            if !person.sample && person.faults.is_empty() {
                known.add(identity, &keys, format!("ligne {}", person.row));
            }
            line(&person, twin)
        })
        .collect();
    Ok(ImportPreview { rows })
}

fn line(person: &Person, twin: Option<String>) -> ImportRow {
    let form = &person.form;
    let commune = form.commune.as_ref().map(place::commune_label);
    let details = [
        form.birth_year.clone(),
        commune.unwrap_or_default(),
        phone::normalise(&form.phone)
            .map_or_else(|| form.phone.clone(), |known| phone::display(&known)),
        form.email.clone(),
    ];
    let details: Vec<String> = details
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    ImportRow {
        row: person.row,
        name: format!("{} {}", form.first_name, form.last_name)
            .trim()
            .to_owned(),
        details: details.join(" · "),
        faults: person
            .faults
            .iter()
            .map(|fault| ImportFault {
                column: fault.column.to_owned(),
                message: fault.message.clone(),
            })
            .collect(),
        warnings: person
            .warnings
            .iter()
            .map(|text| (*text).to_owned())
            .collect(),
        twin,
        sample: person.sample,
    }
}

/// Records the rows chosen. One that has faults refuses the whole import: nothing is recorded.
///
/// # Errors
/// `file_not_read`, `invalid`, `not_found` for a row that is not in the file, `locked`,
/// `disk_full` (what was recorded before it can be taken back).
pub fn run(app: &App, request: ImportRun) -> Result<Import> {
    let open = app.open()?;
    let today = time::today(&app.ports);
    let wanted: BTreeSet<u32> = request.rows.into_iter().collect();
    let mut people = judged(app, &request.base64)?;
    people.retain(|person| wanted.contains(&person.row));
    if people.len() != wanted.len() || people.is_empty() {
        return Err(not_found());
    }
    let people = people
        .iter()
        .map(|person| {
            if person.faults.is_empty() {
                Beneficiary::new(&person.form, today).map_err(Failure::invalid)
            } else {
                Err(Failure::invalid(Vec::new()))
            }
        })
        .collect::<Result<Vec<Beneficiary>>>()?;
    let scope = open.enrolment.own_scope();
    let mut kept = Kept {
        batch: time::id(&app.ports),
        at: time::local(time::now_ms(&app.ports)),
        ids: Vec::with_capacity(people.len()),
    };
    for some in people.chunks(TOGETHER) {
        app.record(&open, |author| {
            for person in some {
                let id = time::id(&app.ports);
                author.put(TABLE, &id, &scope, person.fields(), None)?;
                kept.ids.push(id);
            }
            author
                .tx
                .set_setting(LAST, &serde_json::to_string(&kept)?)?;
            Ok(())
        })?;
    }
    app.changed(&["beneficiaries"]);
    Ok(shown(&kept))
}

fn shown(kept: &Kept) -> Import {
    Import {
        batch: kept.batch.clone(),
        at: kept.at.clone(),
        count: u32::try_from(kept.ids.len()).unwrap_or(u32::MAX),
    }
}

fn last_kept(reader: &Reader<'_>) -> Result<Option<Kept>> {
    Ok(match reader.setting(LAST)? {
        Some(text) if !text.is_empty() => Some(serde_json::from_str(&text)?),
        _ => None,
    })
}

/// The last import of this laptop, if it was not taken back.
///
/// # Errors
/// `locked`.
pub fn last(app: &App, (): ()) -> Result<LastImport> {
    let open = app.open()?;
    let kept = open.notebook.read(last_kept)?;
    Ok(LastImport {
        import: kept.as_ref().map(shown),
    })
}

/// Takes the last import back: its files go to the corbeille, but those with which sessions were
/// noted since.
///
/// # Errors
/// `not_found` when it is not the last one or was taken back, `locked`, `disk_full`.
pub fn undo(app: &App, request: ImportBatch) -> Result<ImportUndone> {
    let open = app.open()?;
    let kept = open
        .notebook
        .read(last_kept)?
        .filter(|kept| kept.batch == request.batch)
        .ok_or_else(not_found)?;
    let mut done = ImportUndone {
        removed: 0,
        kept: 0,
    };
    let mut chunks = kept.ids.chunks(TOGETHER).peekable();
    while let Some(some) = chunks.next() {
        let last = chunks.peek().is_none();
        app.record(&open, |author| {
            for id in some {
                let used = author
                    .tx
                    .beneficiary_line(id)?
                    .is_some_and(|line| line.sessions > 0);
                if used {
                    done.kept += 1;
                } else if author.delete(TABLE, id)? {
                    done.removed += 1;
                }
            }
            if last {
                author.tx.set_setting(LAST, "")?;
            }
            Ok(())
        })?;
    }
    app.changed(&["beneficiaries", "sessions"]);
    Ok(done)
}
