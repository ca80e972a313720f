//! Places of activity, the stop of the moment, and communes.

pub mod directory;
pub mod export;
pub mod import;

use chrono::NaiveDate;
use escale_domain::catalogue;
use escale_domain::commune::{CommuneHit, CommuneRef, Communes};
use escale_domain::geo::Point;
use escale_domain::opening;
use escale_domain::place::Place;
use escale_store::Reader;
use escale_store::place::PlaceLine as Kept;
use escale_sync::merge::RowState;

use crate::api::draft::ById;
use crate::api::place::{PlaceFile, PlaceLine, PlaceSave, Search};
use crate::api::session::Saved;
use crate::failure::not_found;
use crate::record::Author;
use crate::{App, Failure, Result, planning, time};

const TABLE: &str = "place";
const UPDATED: &str = "updated_on";
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

/// A place, whole.
///
/// # Errors
/// `not_found`, `locked`.
pub fn get(app: &App, request: ById) -> Result<PlaceFile> {
    let open = app.open()?;
    let now = app.ports.clock.now().naive_local();
    open.notebook.read(|reader| {
        let row = reader
            .row(&catalogue::PLACE, &request.id)?
            .filter(|row| !row.deleted)
            .ok_or_else(not_found)?;
        let kept = reader.place_line(&request.id)?.ok_or_else(not_found)?;
        let form = Place::from_fields(&row.values);
        let week = opening::parse(&form.opening_hours);
        let here = planning::today(reader, now)?
            .0
            .is_some_and(|here| here.id == request.id);
        let (diagnostics, _) = reader.territory_page(Some(&request.id), None, 0, 1)?;
        Ok(PlaceFile {
            line: line(kept),
            hours: week
                .map(|week| (0..7).map(|day| week.words(day)).collect())
                .unwrap_or_default(),
            located: row
                .values
                .get("position")
                .and_then(Point::from_value)
                .is_some(),
            updated_on: row
                .values
                .get(UPDATED)
                .and_then(serde_json::Value::as_str)
                .map(str::to_owned),
            form,
            here,
            diagnostics,
            version: reader
                .record(TABLE, &request.id)?
                .map(|record| record.state)
                .unwrap_or_default(),
        })
    })
}

/// Saves a place, shared with the team. Only what differs from what was seen is written.
///
/// # Errors
/// `invalid` with its fields, `not_found`, `locked`, `disk_full`.
pub fn save(app: &App, request: PlaceSave) -> Result<Saved> {
    let open = app.open()?;
    let place = Place::new(&request.form).map_err(Failure::invalid)?;
    let seen: Option<RowState> = match &request.version {
        Some(version) => Some(serde_json::from_str(version)?),
        None => None,
    };
    let scope = open.enrolment.team_scope();
    let today = time::today(&app.ports).to_string();
    let id = app.record(&open, |author| {
        let id = author.row_to_save(TABLE, request.id.as_deref())?;
        put(author, &id, &scope, &place, &today, seen.as_ref())?;
        if let Some(draft) = &request.draft {
            author.tx.delete_draft(draft)?;
        }
        Ok(id)
    })?;
    app.changed(&["places", "drafts"]);
    Ok(Saved { id })
}

/// Writes a place, dated of `today` if anything of it changes.
fn put(
    author: &mut Author<'_, '_>,
    id: &str,
    scope: &str,
    place: &Place,
    today: &str,
    seen: Option<&RowState>,
) -> Result<bool> {
    let mut wanted = place.fields();
    let before = match seen {
        Some(seen) => seen.values(),
        None => author
            .tx
            .row(&catalogue::PLACE, id)?
            .map(|row| row.values)
            .unwrap_or_default(),
    };
    let same = |a: &crate::record::Fields, b: &crate::record::Fields| {
        let but = |map: &crate::record::Fields| {
            let mut map = map.clone();
            map.remove(UPDATED);
            map
        };
        but(a) == but(b)
    };
    let day = match before.get(UPDATED) {
        Some(day) if same(&before, &wanted) => Some(day.clone()),
        None if same(&before, &wanted) => None,
        _ => Some(today.into()),
    };
    if let Some(day) = day {
        wanted.insert(UPDATED.to_owned(), day);
    }
    author.put(TABLE, id, scope, wanted, seen)
}

/// Puts a place in the corbeille; sessions held there keep its name.
///
/// # Errors
/// `not_found`, `locked`, `disk_full`.
pub fn delete(app: &App, request: ById) -> Result<()> {
    app.shelve(TABLE, &request.id, true, &["places"])
}

/// Takes a place out of the corbeille.
///
/// # Errors
/// `not_found`, `locked`, `disk_full`.
pub fn restore(app: &App, request: ById) -> Result<()> {
    app.shelve(TABLE, &request.id, false, &["places"])
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
