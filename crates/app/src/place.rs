//! Places of activity, the stop of the moment, and communes.

use chrono::NaiveDate;
use escale_domain::commune::{CommuneHit, CommuneRef, Communes};
use escale_domain::place::Place;
use escale_store::Reader;
use escale_store::place::PlaceLine as Kept;

use crate::api::draft::ById;
use crate::api::place::{PlaceLine, PlaceSave, Search};
use crate::api::session::Saved;
use crate::failure::not_found;
use crate::{App, Failure, Result, time};

const CURRENT: &str = "current_place";
/// The day the current place was chosen, ISO 8601.
const CURRENT_DAY: &str = "current_place_day";
/// Most answers of a search.
const MOST: u32 = 100;

fn limit(asked: u32) -> u32 {
    asked.clamp(1, MOST)
}

/// "Portbail (50)".
pub(crate) fn commune_label(commune: &CommuneRef) -> String {
    let overseas = commune.code.starts_with("97") || commune.code.starts_with("98");
    let department: String = commune
        .code
        .chars()
        .take(if overseas { 3 } else { 2 })
        .collect();
    format!("{} ({department})", commune.name)
}

pub(crate) fn line(kept: Kept) -> PlaceLine {
    PlaceLine {
        id: kept.id,
        name: kept.name.unwrap_or_default(),
        commune: kept
            .commune
            .as_ref()
            .and_then(CommuneRef::from_value)
            .map(|commune| commune_label(&commune)),
        typologies: kept.typologies,
        sessions: kept.sessions,
    }
}

fn chosen(reader: &Reader<'_>) -> Result<Option<PlaceLine>> {
    Ok(match reader.setting(CURRENT)? {
        Some(id) => reader.place_line(&id)?.map(line),
        None => None,
    })
}

/// The place chosen by hand on that very day: it holds until the evening, then the plan speaks
/// again.
pub(crate) fn chosen_on(reader: &Reader<'_>, day: NaiveDate) -> Result<Option<PlaceLine>> {
    if reader.setting(CURRENT_DAY)? == Some(day.to_string()) {
        chosen(reader)
    } else {
        Ok(None)
    }
}

/// Where the adviser is when the plan says nothing: the place she last chose, else that of her
/// latest session.
pub(crate) fn usual(reader: &Reader<'_>) -> Result<Option<PlaceLine>> {
    if let Some(chosen) = chosen(reader)? {
        return Ok(Some(chosen));
    }
    Ok(match reader.session_last_place()? {
        Some(id) => reader.place_line(&id)?.map(line),
        None => None,
    })
}

/// Places by name, commune or use.
///
/// # Errors
/// `locked`.
pub fn search(app: &App, request: Search) -> Result<Vec<PlaceLine>> {
    let open = app.open()?;
    let found = open.notebook.read(|reader| {
        Ok::<_, Failure>(reader.place_search(&request.query, limit(request.limit))?)
    })?;
    Ok(found.into_iter().map(line).collect())
}

/// Saves a place, shared with the team.
///
/// # Errors
/// `invalid` with its fields, `not_found`, `locked`, `disk_full`.
pub fn save(app: &App, request: PlaceSave) -> Result<Saved> {
    let open = app.open()?;
    let place = Place::new(&request.form).map_err(Failure::invalid)?;
    let scope = open.enrolment.team_scope();
    let id = app.record(&open, |author| {
        let id = author.row_to_save("place", request.id.as_deref())?;
        author.put("place", &id, &scope, place.fields(), None)?;
        Ok(id)
    })?;
    app.changed(&["places"]);
    Ok(Saved { id })
}

/// Chooses the stop of the moment, for today.
///
/// # Errors
/// `not_found`, `locked`.
pub fn set_current(app: &App, request: ById) -> Result<()> {
    let open = app.open()?;
    let today = time::today(&app.ports).to_string();
    open.notebook.commit(|tx| {
        tx.place_line(&request.id)?.ok_or_else(not_found)?;
        tx.set_setting(CURRENT, &request.id)?;
        Ok::<_, Failure>(tx.set_setting(CURRENT_DAY, &today)?)
    })?;
    app.changed(&["places", "sessions"]);
    Ok(())
}

/// Lets the plan say where one is, today already.
///
/// # Errors
/// `locked`.
pub fn follow_plan(app: &App, (): ()) -> Result<()> {
    let open = app.open()?;
    open.notebook
        .commit(|tx| Ok::<_, Failure>(tx.set_setting(CURRENT_DAY, "")?))?;
    app.changed(&["places", "sessions"]);
    Ok(())
}

/// Communes by name, former name, postcode or INSEE code; needs no notebook.
///
/// # Errors
/// None today.
pub fn communes(_: &App, request: Search) -> Result<Vec<CommuneHit>> {
    Ok(Communes::embedded().search(&request.query, limit(request.limit) as usize))
}
