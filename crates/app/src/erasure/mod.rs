//! A person's file is erased: asked for here without network, carried out by the server, gone from
//! every laptop.
//!
//! The request is an ordinary record, which the adviser's other laptops see and which may be called
//! off. Once an exchange has brought and sent everything, [`carry`] turns it into one operation for
//! each record concerned; the server carries them out and tells every laptop, this one included.
//! [`wipe`] then makes sure that no file keeps it, and says so. [`retention`] asks by itself when
//! the time of a file has ended.

mod carry;
mod retention;
mod wipe;

pub(crate) use carry::{came, confirming, tell_again};

use std::collections::BTreeMap;

use chrono::NaiveDate;
use escale_domain::beneficiary::display_name;
use escale_domain::catalogue;
use escale_domain::erasure::{self as rules, Contact, Erasure, Why};
use escale_store::Reader;
use escale_store::erasure::{ErasedRow, Gone};
use escale_sync::op::derived_id;
use escale_sync::wire::ErasureTold;

use crate::api::draft::ById;
use crate::api::erasure::{
    ContactNote, ErasureAsk, ErasureFile, ErasureGoes, ErasureLine, ErasureState, Erasures,
    LateLine, NearEnd,
};
use crate::api::failure::FailureCode;
use crate::failure::not_found;
use crate::open::Open;
use crate::record::Author;
use crate::{App, Failure, Result, label, merge, time};

const TABLE: &str = "erasure";
const CONTACT: &str = "contact";
const PERSON: &str = "beneficiary";
/// What a person is called whose file was erased.
pub(crate) const GONE: &str = "Personne effacée";
/// Changes not kept that are listed.
const LATE: u32 = 20;

/// The record of a person's erasure; also the identifier of the erasure.
fn row_of(person: &str) -> String {
    derived_id(TABLE, &[person])
}

/// The erasures asked for and not called off, of this adviser's notebook, by person.
fn standing(reader: &Reader<'_>, open: &Open) -> Result<Vec<Erasure>> {
    let own = open.enrolment.own_scope();
    let rows = reader.erasures()?.into_iter();
    Ok(rows
        .filter(|row| row.scope == own)
        .filter_map(|row| Erasure::from_fields(&row.values))
        .collect())
}

/// Whether the person's file is in this adviser's notebook, in the corbeille or not.
fn is_here(reader: &Reader<'_>, open: &Open, person: &str) -> Result<bool> {
    let record = reader.record(PERSON, person)?;
    let own = open.enrolment.own_scope();
    Ok(record.is_some_and(|row| row.scope == own) && !reader.is_erased(person)?)
}

fn name(reader: &Reader<'_>, person: &str) -> Result<Option<String>> {
    let row = reader.row(&catalogue::BENEFICIARY, person)?;
    let text = |row: &escale_store::Row, field: &str| {
        let value = row.values.get(field).and_then(serde_json::Value::as_str);
        value.unwrap_or_default().to_owned()
    };
    Ok(row.map(|row| display_name(&text(&row, "first_name"), &text(&row, "last_name"))))
}

fn goes(reader: &Reader<'_>, open: &Open, person: &str) -> Result<ErasureGoes> {
    let mut goes = ErasureGoes::default();
    for part in carry::parts(reader, open, person)? {
        match part.table.as_str() {
            PERSON if part.row == person => {}
            PERSON => goes.joined += 1,
            "merge" => {}
            "session" => goes.notes += 1,
            _ => goes.texts += 1,
        }
    }
    let totals = reader.beneficiary_totals(person)?;
    (goes.sessions, goes.minutes) = (totals.sessions, totals.minutes);
    Ok(goes)
}

fn file(
    reader: &Reader<'_>,
    open: &Open,
    person: &str,
    asked: Option<&Erasure>,
    told: &BTreeMap<String, ErasureTold>,
) -> Result<ErasureFile> {
    let erased = reader.is_erased(person)?;
    let row = reader.erased_row(PERSON, person)?;
    let state = match (asked, row.as_ref().map(|row| row.gone)) {
        _ if erased => ErasureState::Erased,
        (None, _) => ErasureState::Here,
        (_, Some(Gone::Refused)) => ErasureState::Refused,
        (_, Some(_)) => ErasureState::Sent,
        (Some(_), None) => ErasureState::Asked,
    };
    let goes = if erased {
        ErasureGoes::default()
    } else {
        goes(reader, open, person)?
    };
    let progress = row.and_then(|row| told.get(&row.by));
    Ok(ErasureFile {
        state,
        why: asked.map(|one| one.why),
        date: asked.and_then(|one| one.date.clone()),
        goes,
        confirmed: progress.map(|one| one.confirmed),
        pending: progress.map(|one| one.pending),
    })
}

/// Where a person's file stands, and what would go with it.
///
/// # Errors
/// `not_found` when it never was in this notebook; `locked`.
pub fn get(app: &App, request: ById) -> Result<ErasureFile> {
    let open = app.open()?;
    open.notebook.read(|reader| {
        let id = merge::living(reader, &request.id)?;
        if !is_here(reader, &open, &id)? && !reader.is_erased(&id)? {
            return Err(not_found());
        }
        let standing = standing(reader, &open)?;
        let asked = standing.iter().find(|one| one.person == id);
        file(reader, &open, &id, asked, &carry::told(reader)?)
    })
}

/// Asks for files to be erased: they go at the end of the next exchange.
///
/// # Errors
/// `not_found` when one is not in this notebook, `locked`, `disk_full`.
pub fn ask(app: &App, request: ErasureAsk) -> Result<()> {
    let open = app.open()?;
    let why = if request.ended {
        Why::Ended
    } else {
        Why::Asked
    };
    let today = time::today(&app.ports);
    app.record(&open, |author| {
        for id in &request.ids {
            let id = merge::living(author.tx, id)?;
            if !is_here(author.tx, &open, &id)? {
                return Err(not_found());
            }
            note(author, &open, &id, why, today)?;
        }
        Ok(())
    })?;
    app.changed(&["beneficiaries", "erasures"]);
    Ok(())
}

fn note(
    author: &mut Author<'_, '_>,
    open: &Open,
    person: &str,
    why: Why,
    today: NaiveDate,
) -> Result<bool> {
    let erasure = Erasure {
        person: person.to_owned(),
        why,
        date: Some(today.to_string()),
    };
    let row = row_of(person);
    author.restore(TABLE, &row)?;
    let scope = open.enrolment.own_scope();
    author.put(TABLE, &row, &scope, erasure.fields(), None)
}

/// Calls a request off. False when it has left: nothing changes then.
///
/// # Errors
/// `locked`, `disk_full`.
pub fn cancel(app: &App, request: ById) -> Result<bool> {
    let open = app.open()?;
    let done = app.record(&open, |author| {
        let id = merge::living(author.tx, &request.id)?;
        let sent = author.tx.erased_row(PERSON, &id)?;
        if sent.is_some_and(|row| row.gone != Gone::Refused) {
            return Ok(false);
        }
        author.delete(TABLE, &row_of(&id))
    })?;
    app.changed(&["beneficiaries", "erasures"]);
    Ok(done)
}

/// Files near their end, erasures under way and done, changes that were not kept.
///
/// # Errors
/// `locked`.
pub fn list(app: &App, (): ()) -> Result<Erasures> {
    let open = app.open()?;
    open.notebook.read(|reader| {
        let told = carry::told(reader)?;
        let clock = retention::clock(reader)?;
        let asked = standing(reader, &open)?;
        let mut lines = Vec::with_capacity(asked.len());
        for one in &asked {
            let file = file(reader, &open, &one.person, Some(one), &told)?;
            let name = match file.state {
                ErasureState::Erased => None,
                _ => name(reader, &one.person)?,
            };
            lines.push(ErasureLine {
                id: one.person.clone(),
                name,
                file,
            });
        }
        let files = retention::near(reader, &open, clock)?;
        let mut near = Vec::with_capacity(files.near.len());
        for one in files.near {
            let deleted = reader.record(PERSON, &one.person)?;
            near.push(NearEnd {
                name: name(reader, &one.person)?.unwrap_or_default(),
                in_bin: deleted.is_some_and(|row| row.deleted),
                last: one.last.to_string(),
                on: one.on.to_string(),
                due: one.due,
                id: one.person,
            });
        }
        let late = reader.late_changes(LATE)?.into_iter();
        Ok(Erasures {
            near,
            asks: files.asks,
            lines,
            late: late
                .map(|one| LateLine {
                    noun: label::noun(&one.table).to_owned(),
                    at: time::local(one.at_ms),
                })
                .collect(),
            clock: clock.map(|day| day.to_string()),
            months: rules::KEPT_MONTHS,
        })
    })
}

/// Notes a contact of today with a person: her file is kept from today on.
///
/// # Errors
/// `invalid` with its fields, `not_found`, `locked`, `disk_full`.
pub fn contact(app: &App, request: ContactNote) -> Result<()> {
    let open = app.open()?;
    let today = time::today(&app.ports);
    app.record(&open, |author| {
        let id = merge::living(author.tx, &request.id)?;
        let record = author.tx.record(PERSON, &id)?.ok_or_else(not_found)?;
        if author.tx.is_erased(&id)? {
            return Err(not_found());
        }
        let contact = Contact::new(&request.form, &id, today).map_err(Failure::invalid)?;
        author.restore(PERSON, &id)?;
        let row = time::id(&app.ports);
        author.create(CONTACT, &row, &record.scope, &contact.fields())?;
        author.tx.forget_near_end(&id)?;
        Ok(())
    })?;
    app.changed(&["beneficiaries", "followups", "erasures"]);
    Ok(())
}

/// What is asked of the server for a row.
fn asked(part: &carry::Part, scope: &str, by: &str, q: u64) -> ErasedRow {
    ErasedRow {
        table: part.table.clone(),
        row: part.row.clone(),
        scope: scope.to_owned(),
        by: by.to_owned(),
        gone: Gone::Asked,
        q: Some(q),
    }
}

/// A failure of this module that cannot happen while its callers keep their word.
fn bad() -> Failure {
    Failure::new(FailureCode::BadRequest)
}
