//! The team's library of workshop outlines.

use escale_domain::catalogue;
use escale_domain::planning::outline::{self, Outline};
use escale_store::Reader;

use crate::api::draft::ById;
use crate::api::session::Saved;
use crate::api::workshop::{OutlineFile, OutlineLine, OutlineSave};
use crate::failure::not_found;
use crate::{App, Failure, Result, record};

const TABLE: &str = "outline";

/// Its title; nothing when it is in the corbeille or not here.
pub(crate) fn title(reader: &Reader<'_>, id: &str) -> Result<Option<String>> {
    let row = reader.row(&catalogue::OUTLINE, id)?;
    Ok(row
        .filter(|row| !row.deleted)
        .map(|row| Outline::from_fields(&row.values).title))
}

pub(crate) fn lines(reader: &Reader<'_>) -> Result<Vec<OutlineLine>> {
    let rows = reader.outlines()?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let form = Outline::from_fields(&row.values);
            OutlineLine {
                title: form.title,
                level: form.level,
                duration: outline::minutes(&row.values),
                conflict: !row.conflict.is_empty(),
                id: row.id,
            }
        })
        .collect())
}

/// Every outline of the team, by title.
///
/// # Errors
/// `locked`.
pub fn list(app: &App, (): ()) -> Result<Vec<OutlineLine>> {
    app.open()?.notebook.read(lines)
}

/// An outline.
///
/// # Errors
/// `not_found`, `locked`.
pub fn get(app: &App, request: ById) -> Result<OutlineFile> {
    let open = app.open()?;
    open.notebook.read(|reader| {
        let row = reader
            .row(&catalogue::OUTLINE, &request.id)?
            .filter(|row| !row.deleted)
            .ok_or_else(not_found)?;
        Ok(OutlineFile {
            form: Outline::from_fields(&row.values),
            version: record::version(reader, TABLE, &request.id)?,
        })
    })
}

/// Saves an outline, new or changed, shared with the team.
///
/// # Errors
/// `invalid` with its fields, `not_found`, `locked`, `disk_full`.
pub fn save(app: &App, request: OutlineSave) -> Result<Saved> {
    let open = app.open()?;
    let outline = Outline::new(&request.form).map_err(Failure::invalid)?;
    let seen = record::seen(request.version.as_deref())?;
    let scope = open.enrolment.team_scope();
    let id = app.record(&open, |author| {
        let id = author.row_to_save(TABLE, request.id.as_deref())?;
        author.put(TABLE, &id, &scope, outline.fields(), seen.as_ref())?;
        if let Some(draft) = &request.draft {
            author.tx.delete_draft(draft)?;
        }
        Ok(id)
    })?;
    app.changed(&["planning", "drafts"]);
    Ok(Saved { id })
}

/// Puts an outline in the corbeille.
///
/// # Errors
/// `not_found`, `locked`, `disk_full`.
pub fn delete(app: &App, request: ById) -> Result<()> {
    app.shelve(TABLE, &request.id, true, &["planning"])
}

/// Takes an outline out of the corbeille.
///
/// # Errors
/// `not_found`, `locked`, `disk_full`.
pub fn restore(app: &App, request: ById) -> Result<()> {
    app.shelve(TABLE, &request.id, false, &["planning"])
}
