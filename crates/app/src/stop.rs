//! Permanences and what happens to one of their days.

use escale_domain::catalogue;
use escale_domain::planning::stop::Stop;
use escale_domain::planning::stop_change::StopChange;
use escale_sync::op::derived_id;

use crate::api::draft::ById;
use crate::api::planning::{StopChangeSave, StopFile, StopSave};
use crate::api::session::Saved;
use crate::failure::not_found;
use crate::{App, Failure, Result, record};

const TABLE: &str = "stop";
const CHANGE: &str = "stop_change";

/// A permanence.
///
/// # Errors
/// `not_found`, `locked`.
pub fn get(app: &App, request: ById) -> Result<StopFile> {
    let open = app.open()?;
    open.notebook.read(|reader| {
        let row = reader
            .row(&catalogue::STOP, &request.id)?
            .filter(|row| !row.deleted)
            .ok_or_else(not_found)?;
        let form = Stop::from_fields(&row.values);
        Ok(StopFile {
            place_name: match &form.place {
                Some(place) => reader.place_line(place)?.and_then(|place| place.name),
                None => None,
            },
            version: record::version(reader, TABLE, &request.id)?,
            form,
        })
    })
}

/// Saves a permanence, new or changed.
///
/// # Errors
/// `invalid` with its fields, `not_found`, `locked`, `disk_full`.
pub fn save(app: &App, request: StopSave) -> Result<Saved> {
    let open = app.open()?;
    let stop = Stop::new(&request.form).map_err(Failure::invalid)?;
    let seen = record::seen(request.version.as_deref())?;
    let scope = open.enrolment.own_scope();
    let id = app.record(&open, |author| {
        let id = author.row_to_save(TABLE, request.id.as_deref())?;
        author.put(TABLE, &id, &scope, stop.fields(), seen.as_ref())?;
        if let Some(draft) = &request.draft {
            author.tx.delete_draft(draft)?;
        }
        Ok(id)
    })?;
    app.changed(&["planning", "drafts"]);
    Ok(Saved { id })
}

/// Puts a permanence in the corbeille, with all its days.
///
/// # Errors
/// `not_found`, `locked`, `disk_full`.
pub fn delete(app: &App, request: ById) -> Result<()> {
    app.shelve(TABLE, &request.id, true, &["planning"])
}

/// Takes a permanence out of the corbeille.
///
/// # Errors
/// `not_found`, `locked`, `disk_full`.
pub fn restore(app: &App, request: ById) -> Result<()> {
    app.shelve(TABLE, &request.id, false, &["planning"])
}

/// Cancels, moves or adds one day. The record derives from permanence and day: two laptops that
/// cancel the same day write the same record.
///
/// # Errors
/// `invalid` with its fields, `not_found`, `locked`, `disk_full`.
pub fn change(app: &App, request: StopChangeSave) -> Result<Saved> {
    let open = app.open()?;
    let change = StopChange::new(&request.form).map_err(Failure::invalid)?;
    let scope = open.enrolment.own_scope();
    let key = change.key();
    let id = derived_id(CHANGE, &key.each_ref().map(String::as_str));
    app.record(&open, |author| {
        author
            .tx
            .record(TABLE, &change.stop)?
            .ok_or_else(not_found)?;
        author.restore(CHANGE, &id)?;
        author.put(CHANGE, &id, &scope, change.fields(), None)
    })?;
    app.changed(&["planning"]);
    Ok(Saved { id })
}

/// Gives a day back to the rhythm.
///
/// # Errors
/// `not_found`, `locked`, `disk_full`.
pub fn unchange(app: &App, request: ById) -> Result<()> {
    app.shelve(CHANGE, &request.id, true, &["planning"])
}

/// Applies again an exception that was taken back.
///
/// # Errors
/// `not_found`, `locked`, `disk_full`.
pub fn rechange(app: &App, request: ById) -> Result<()> {
    app.shelve(CHANGE, &request.id, false, &["planning"])
}
