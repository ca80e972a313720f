//! Follow-up, written.

use escale_domain::catalogue;
use escale_domain::followup::{FollowUpForm, FollowUpKind, Mandate, MandateForm, step};
use escale_domain::rule::{FieldError, RuleCode};
use escale_sync::merge::RowState;
use escale_sync::op::derived_id;

use crate::api::FailureCode;
use crate::api::followup::{
    FollowUpMove, FollowUpPostpone, FollowUpRef, FollowUpSave, FollowUpUndo,
};
use crate::api::session::Saved;
use crate::failure::not_found;
use crate::record::{Author, Fields};
use crate::{App, Failure, Result, time};

const STEP: &str = "follow_step";
const LOOK_AGAIN: &str = "look_again";

/// What follows a person lives where her file lives; what follows a session, with it.
fn scope_of(author: &Author<'_, '_>, form: &FollowUpForm, own: String) -> Result<String> {
    let named = form
        .beneficiary()
        .map(|id| (catalogue::BENEFICIARY.name, id));
    let parent = named.or_else(|| form.session().map(|id| (catalogue::SESSION.name, id)));
    let Some((table, id)) = parent else {
        return Ok(own);
    };
    let record = author.tx.record(table, id)?.ok_or_else(not_found)?;
    Ok(record.scope)
}

/// The day to be reminded of a mandate: when it expires, unless it lasts a day.
fn reminder(form: &MandateForm) -> Option<String> {
    Mandate::end(form).filter(|_| form.days.is_some_and(|days| days > 1))
}

fn set(fields: &mut Fields, name: &str, value: Option<&str>) {
    match value {
        Some(value) => fields.insert(name.to_owned(), value.into()),
        None => fields.remove(name),
    };
}

/// Saves a form, new or changed, and drops its draft. Something new has its first step.
///
/// # Errors
/// `invalid` with its fields, `not_found`, `locked`, `disk_full`.
pub fn save(app: &App, request: FollowUpSave) -> Result<Saved> {
    let open = app.open()?;
    let today = time::today(&app.ports);
    let form = &request.form;
    let mut fields = form.fields(today).map_err(Failure::invalid)?;
    let seen: Option<RowState> = match &request.version {
        Some(version) => Some(serde_json::from_str(version)?),
        None => None,
    };
    let (kind, table) = (form.kind(), form.kind().table());
    let own = open.enrolment.own_scope();
    let id = app.record(&open, |author| {
        // What two laptops draw from one session is one row.
        let derived = form.session().map(|id| derived_id(table.name, &[id]));
        let wanted = request.id.clone().or(derived);
        let before = match &wanted {
            Some(id) => author.tx.row(table, id)?,
            None => None,
        };
        let id = match (&request.id, &wanted) {
            (Some(id), _) => author.row_to_save(table.name, Some(id))?,
            (None, Some(id)) => {
                author.restore(table.name, id)?;
                id.clone()
            }
            (None, None) => time::id(&app.ports),
        };
        let scope = match &before {
            Some(row) => row.scope.clone(),
            None => scope_of(author, form, own)?,
        };
        let seen = match (&seen, &before) {
            (Some(seen), _) => Some(seen.clone()),
            // Another laptop wrote it meanwhile, and nobody here has seen it: both stand.
            (None, Some(row)) if !row.deleted && request.id.is_none() => Some(RowState::default()),
            _ => None,
        };
        match form {
            FollowUpForm::Goal(goal) if before.is_none() && goal.look_again.is_none() => {
                let target = fields.get("target").cloned();
                fields.extend(target.map(|day| (LOOK_AGAIN.to_owned(), day)));
            }
            FollowUpForm::Mandate(mandate) => {
                let old = before.as_ref().map(|row| Mandate::from_fields(&row.values));
                if old.is_none_or(|old| Mandate::end(&old) != Mandate::end(mandate)) {
                    set(&mut fields, LOOK_AGAIN, reminder(mandate).as_deref());
                }
            }
            _ => {}
        }
        author.put(table.name, &id, &scope, fields, seen.as_ref())?;
        if before.is_none() {
            begin(author, form, kind, &id, &scope, &today.to_string())?;
        }
        if let Some(draft) = &request.draft {
            author.tx.delete_draft(draft)?;
        }
        Ok(id)
    })?;
    app.changed(&["followups", "drafts"]);
    Ok(Saved { id })
}

/// The first step of something new, unless the session it comes from says its state.
fn begin(
    author: &mut Author<'_, '_>,
    form: &FollowUpForm,
    kind: FollowUpKind,
    id: &str,
    scope: &str,
    today: &str,
) -> Result<()> {
    let said = matches!(form, FollowUpForm::Procedure(_)) && form.session().is_some();
    let Some(state) = step::first(kind).filter(|_| !said) else {
        return Ok(());
    };
    let day = match form {
        FollowUpForm::Referral(form) => form.date.as_deref().unwrap_or(today),
        _ => today,
    };
    // Derived, so that what two laptops begin has begun once.
    let row = derived_id(STEP, &[id]);
    author.put(STEP, &row, scope, step::fields(kind, id, state, day), None)?;
    Ok(())
}

/// Changes the day to be reminded on, nothing else. The day it was.
fn remind(
    author: &mut Author<'_, '_>,
    kind: FollowUpKind,
    id: &str,
    day: Option<&str>,
) -> Result<Option<String>> {
    let table = kind.table();
    table.field(LOOK_AGAIN).ok_or_else(not_found)?;
    let row = author
        .tx
        .row(table, id)?
        .filter(|row| !row.deleted)
        .ok_or_else(not_found)?;
    let before = row
        .values
        .get(LOOK_AGAIN)
        .and_then(serde_json::Value::as_str)
        .map(str::to_owned);
    let mut fields = row.values;
    set(&mut fields, LOOK_AGAIN, day);
    author.put(table.name, id, &row.scope, fields, None)?;
    Ok(before)
}

/// Says what it has come to, by a step that is added; what it closes is not due any more. Without
/// a state, only stops reminding. What undoes it.
///
/// # Errors
/// `bad_request` for a state that is none of its kind, `invalid` for a day to come, `not_found`,
/// `locked`, `disk_full`.
pub fn mark(app: &App, request: FollowUpMove) -> Result<FollowUpUndo> {
    let open = app.open()?;
    let FollowUpMove {
        kind,
        id,
        state,
        date,
    } = request;
    let day = step::day(date.as_deref(), time::today(&app.ports)).map_err(Failure::invalid)?;
    let closes = match &state {
        Some(state) => {
            step::closes(kind, state).ok_or_else(|| Failure::new(FailureCode::BadRequest))?
        }
        None => true,
    };
    let undo = app.record(&open, |author| {
        let row = author
            .tx
            .row(kind.table(), &id)?
            .filter(|row| !row.deleted)
            .ok_or_else(not_found)?;
        let step = match &state {
            Some(state) => {
                let step = time::id(&app.ports);
                let fields = step::fields(kind, &id, state, &day);
                author.put(STEP, &step, &row.scope, fields, None)?;
                Some(step)
            }
            None => None,
        };
        let look_again = row
            .values
            .get(LOOK_AGAIN)
            .and_then(serde_json::Value::as_str)
            .map(str::to_owned);
        if closes && look_again.is_some() {
            remind(author, kind, &id, None)?;
        }
        Ok(FollowUpUndo {
            kind,
            id: id.clone(),
            step,
            look_again,
        })
    })?;
    app.changed(&["followups"]);
    Ok(undo)
}

/// Is reminded on another day. What undoes it.
///
/// # Errors
/// `invalid` when it is no day, `not_found`, `locked`, `disk_full`.
pub fn postpone(app: &App, request: FollowUpPostpone) -> Result<FollowUpUndo> {
    let open = app.open()?;
    let FollowUpPostpone { kind, id, until } = request;
    let day: chrono::NaiveDate = until
        .parse()
        .map_err(|_| Failure::invalid(vec![FieldError::new("until", RuleCode::DateInvalid)]))?;
    let look_again = app.record(&open, |author| {
        remind(author, kind, &id, Some(&day.to_string()))
    })?;
    app.changed(&["followups"]);
    Ok(FollowUpUndo {
        kind,
        id,
        step: None,
        look_again,
    })
}

/// Undoes a move or a postponement.
///
/// # Errors
/// `not_found`, `locked`, `disk_full`.
pub fn undo(app: &App, request: FollowUpUndo) -> Result<()> {
    let open = app.open()?;
    let FollowUpUndo {
        kind,
        id,
        step,
        look_again,
    } = request;
    app.record(&open, |author| {
        if let Some(step) = &step {
            author.delete(STEP, step)?;
        }
        remind(author, kind, &id, look_again.as_deref())
    })?;
    app.changed(&["followups"]);
    Ok(())
}

/// Puts it in the corbeille; its steps stay attached to it. A step too can be put there.
///
/// # Errors
/// `not_found`, `locked`, `disk_full`.
pub fn delete(app: &App, request: FollowUpRef) -> Result<()> {
    app.shelve(request.kind.table().name, &request.id, true, &["followups"])
}

/// Takes it out of the corbeille.
///
/// # Errors
/// `not_found`, `locked`, `disk_full`.
pub fn restore(app: &App, request: FollowUpRef) -> Result<()> {
    app.shelve(
        request.kind.table().name,
        &request.id,
        false,
        &["followups"],
    )
}
