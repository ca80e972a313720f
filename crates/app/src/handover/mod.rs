//! A person's file goes to a colleague: asked for here without network, carried out by the server.
//!
//! The request is an ordinary record, which the adviser's other laptops see and which may be
//! called off. Once an exchange has brought everything and sent everything, [`send`] turns it into
//! one move for each record of the file; the server carries them out, and tells every laptop
//! concerned. The request itself goes with the file: it tells the colleague from whom it comes.

mod send;

pub(crate) use send::{depart, stand_in_again};

use chrono::Datelike;
use escale_domain::beneficiary::display_name;
use escale_domain::catalogue;
use escale_domain::handover::{Before, Handover};
use escale_domain::rule::{FieldError, RuleCode};
use escale_store::Reader;
use escale_store::handover::Leaving;
use escale_store::record::Row;
use escale_sync::op::derived_id;

use crate::api::draft::ById;
use crate::api::failure::FailureCode;
use crate::api::handover::{
    HandoverAsk, HandoverFile, HandoverGoes, HandoverReceived, HandoverState, HandoverTold,
};
use crate::failure::not_found;
use crate::open::Open;
use crate::record::Fields;
use crate::{App, Failure, Result, colleague, merge, time};

const TABLE: &str = "handover";
const PERSON: &str = "beneficiary";
/// What a person is called whose file went.
pub(crate) const GONE: &str = "Personne transmise";

/// The record of a person's handover.
fn row_of(person: &str) -> String {
    derived_id(TABLE, &[person])
}

/// A person's handover as it stands, in this adviser's notebook.
fn standing(reader: &Reader<'_>, open: &Open, person: &str) -> Result<Option<Handover>> {
    let row = reader.row(&catalogue::HANDOVER, &row_of(person))?;
    Ok(row.and_then(|row| here(open, &row)))
}

/// What a record tells, when it is live and in this adviser's notebook.
fn here(open: &Open, row: &Row) -> Option<Handover> {
    let lives = !row.deleted && row.scope == open.enrolment.own_scope();
    lives.then(|| Handover::from_fields(&row.values)).flatten()
}

/// Whether the person's file is in this adviser's notebook, not in the corbeille.
fn is_here(reader: &Reader<'_>, open: &Open, person: &str) -> Result<bool> {
    let record = reader.record(PERSON, person)?;
    Ok(record.is_some_and(|row| !row.deleted && row.scope == open.enrolment.own_scope()))
}

/// Everything that goes with a person.
fn dossier(reader: &Reader<'_>, open: &Open, person: &str) -> Result<Vec<(String, String)>> {
    dossiers(reader, open, &[person.to_owned()])
}

/// Everything that goes with people.
fn dossiers(reader: &Reader<'_>, open: &Open, people: &[String]) -> Result<Vec<(String, String)>> {
    let people = merge::group(reader, people)?;
    Ok(reader.dossier(&people, &open.enrolment.own_scope())?)
}

/// How far the file is on its way: whatever of it is furthest behind.
fn leaving(reader: &Reader<'_>, dossier: &[(String, String)]) -> Result<Option<Leaving>> {
    let mut found = None;
    for (table, row) in dossier {
        match reader.departure(table, row)?.map(|one| one.leaving) {
            Some(Leaving::Refused) => return Ok(Some(Leaving::Refused)),
            Some(other) => found = Some(other),
            None => {}
        }
    }
    Ok(found)
}

/// Whether something is being typed about what would go.
fn being_typed(reader: &Reader<'_>, dossier: &[(String, String)]) -> Result<bool> {
    let about: Vec<String> = reader
        .drafts()?
        .into_iter()
        .filter_map(|draft| draft.record)
        .collect();
    Ok(dossier.iter().any(|(_, row)| about.contains(row)))
}

fn told(reader: &Reader<'_>, open: &Open, handover: &Handover) -> Result<HandoverTold> {
    let me = &open.enrolment.adviser;
    let called = |id: &str| {
        if id == me.id {
            Ok(me.name.clone())
        } else {
            colleague::called(reader, id)
        }
    };
    Ok(HandoverTold {
        giver: called(&handover.giver)?,
        receiver: called(&handover.receiver)?,
        date: handover.date.clone(),
        message: handover.message.clone(),
        before: handover.before.clone(),
    })
}

fn goes(reader: &Reader<'_>, dossier: &[(String, String)], sessions: u32) -> Result<HandoverGoes> {
    let mut goes = HandoverGoes {
        sessions,
        ..HandoverGoes::default()
    };
    for (table, row) in dossier {
        let lives = reader.record(table, row)?.is_some_and(|row| !row.deleted);
        let count = match table.as_str() {
            "merge" => &mut goes.joined,
            "goal" => &mut goes.goals,
            "referral" => &mut goes.referrals,
            "procedure" => &mut goes.procedures,
            "needs_assessment" | "mandate" | "pix_result" | "digital_pass" => &mut goes.others,
            _ => continue,
        };
        *count += u32::from(lives);
    }
    Ok(goes)
}

/// Where a person's file stands, and what would go with it.
///
/// # Errors
/// `not_found` when it is not, and never was, in this notebook; `locked`.
pub fn get(app: &App, request: ById) -> Result<HandoverFile> {
    let open = app.open()?;
    open.notebook.read(|reader| {
        let id = merge::living(reader, &request.id)?;
        if !is_here(reader, &open, &id)? {
            return gone(reader, &open, &id);
        }
        let handover = standing(reader, &open, &id)?;
        let me = &open.enrolment.adviser.id;
        let asked = handover.as_ref().filter(|one| one.giver == *me);
        let received = handover.as_ref().filter(|one| one.receiver == *me);
        let dossier = dossier(reader, &open, &id)?;
        let state = match (asked, leaving(reader, &dossier)?) {
            (None, _) => HandoverState::Here,
            (Some(_), Some(Leaving::Refused)) => HandoverState::Refused,
            (Some(_), Some(_)) => HandoverState::Leaving,
            (Some(_), None) if being_typed(reader, &dossier)? => HandoverState::Typing,
            (Some(_), None) => HandoverState::Asked,
        };
        let tell = |one: Option<&Handover>| one.map(|one| told(reader, &open, one)).transpose();
        Ok(HandoverFile {
            state,
            asked: tell(asked)?,
            received: tell(received)?,
            goes: goes(reader, &dossier, reader.beneficiary_totals(&id)?.sessions)?,
        })
    })
}

/// A file that went: to whom, when, and what was done with the person, which stays.
fn gone(reader: &Reader<'_>, open: &Open, id: &str) -> Result<HandoverFile> {
    let departure = reader
        .departure(PERSON, id)?
        .filter(|one| one.leaving == Leaving::Gone)
        .ok_or_else(not_found)?;
    let receiver = departure.target.strip_prefix("adv:").unwrap_or_default();
    let before = before(reader, id)?;
    Ok(HandoverFile {
        state: HandoverState::Gone,
        goes: HandoverGoes {
            sessions: before.sessions,
            ..HandoverGoes::default()
        },
        asked: Some(HandoverTold {
            giver: open.enrolment.adviser.name.clone(),
            receiver: colleague::called(reader, receiver)?,
            date: Some(time::local(departure.at_ms).chars().take(10).collect()),
            message: None,
            before,
        }),
        received: None,
    })
}

fn before(reader: &Reader<'_>, person: &str) -> Result<Before> {
    let totals = reader.beneficiary_totals(person)?;
    Ok(Before {
        sessions: totals.sessions,
        minutes: totals.minutes,
        first: totals.first,
        last: totals.last,
    })
}

/// Asks for a person's file to go to a colleague: it leaves at the end of the next exchange.
///
/// # Errors
/// `invalid` with its fields, `not_found`, `bad_request` when it has left already, `locked`,
/// `disk_full`.
pub fn ask(app: &App, request: HandoverAsk) -> Result<()> {
    let open = app.open()?;
    let me = open.enrolment.adviser.id.clone();
    let scope = open.enrolment.own_scope();
    let today = time::today(&app.ports);
    app.record(&open, |author| {
        let id = merge::living(author.tx, &request.id)?;
        if !is_here(author.tx, &open, &id)? {
            return Err(not_found());
        }
        let done = before(author.tx, &id)?;
        let handover =
            Handover::new(&request.form, &id, &me, today, done).map_err(Failure::invalid)?;
        if colleague::name(author.tx, &handover.receiver)?.is_none() {
            let unknown = FieldError::new("receiver", RuleCode::ColleagueRequired);
            return Err(Failure::invalid(vec![unknown]));
        }
        forget_refused(author.tx, &open, &id)?;
        let row = row_of(&id);
        author.restore(TABLE, &row)?;
        author.put(TABLE, &row, &scope, handover.fields(), None)
    })?;
    app.changed(&["beneficiaries"]);
    Ok(())
}

/// Calls a request off. False when it has left: nothing changes then.
///
/// # Errors
/// `not_found`, `locked`, `disk_full`.
pub fn cancel(app: &App, request: ById) -> Result<bool> {
    let open = app.open()?;
    let done = app.record(&open, |author| {
        let id = merge::living(author.tx, &request.id)?;
        let Some(handover) = standing(author.tx, &open, &id)? else {
            return Ok(false);
        };
        if handover.giver != open.enrolment.adviser.id {
            return Ok(false);
        }
        match forget_refused(author.tx, &open, &id) {
            Ok(()) => author.delete(TABLE, &row_of(&id)),
            Err(failure) if failure.code == FailureCode::BadRequest => Ok(false),
            Err(failure) => Err(failure),
        }
    })?;
    app.changed(&["beneficiaries"]);
    Ok(done)
}

/// Another request may be made: what the server refused is forgotten, what it may be carrying out
/// is not.
fn forget_refused(tx: &mut escale_store::Tx<'_>, open: &Open, person: &str) -> Result<()> {
    let dossier = dossier(tx, open, person)?;
    match leaving(tx, &dossier)? {
        None => return Ok(()),
        Some(Leaving::Refused) => {}
        Some(_) => return Err(Failure::new(FailureCode::BadRequest)),
    }
    for (table, row) in &dossier {
        tx.forget_departure(table, row)?;
    }
    Ok(())
}

/// The files received and not yet noticed, latest first.
///
/// # Errors
/// `locked`.
pub fn received(app: &App, (): ()) -> Result<Vec<HandoverReceived>> {
    let open = app.open()?;
    open.notebook.read(|reader| {
        let mut found = Vec::new();
        for row in reader.handovers()? {
            let handover = here(&open, &row)
                .filter(|one| one.receiver == open.enrolment.adviser.id && !one.noticed);
            let Some(handover) = handover else {
                continue;
            };
            let Some(line) = reader.beneficiary_line(&handover.person)? else {
                continue;
            };
            found.push(HandoverReceived {
                name: display_name(
                    &line.first_name.unwrap_or_default(),
                    &line.last_name.unwrap_or_default(),
                ),
                told: told(reader, &open, &handover)?,
                in_bin: !is_here(reader, &open, &handover.person)?,
                id: handover.person,
            });
        }
        Ok(found)
    })
}

/// The adviser has seen that she received a file.
///
/// # Errors
/// `not_found`, `locked`, `disk_full`.
pub fn notice(app: &App, request: ById) -> Result<()> {
    let open = app.open()?;
    app.record(&open, |author| {
        let noticed = Fields::from([("noticed".to_owned(), true.into())]);
        author.amend(TABLE, &row_of(&request.id), noticed, None)
    })?;
    app.changed(&["beneficiaries"]);
    Ok(())
}

/// The year of today, for the band of age that stays.
fn year(app: &App) -> i32 {
    time::today(&app.ports).year()
}
