//! Workshops to come: saved, copied, filled with registrations, and recorded once as a session.
//!
//! The session that records a workshop has an identifier that derives from the workshop's: two
//! laptops that record it write one session, and what they wrote at once is shown as any other
//! conflict is.

use escale_domain::beneficiary::display_name;
use escale_domain::catalogue;
use escale_domain::planning::queue::{Registered, Standing, queue};
use escale_domain::planning::registration::{Registration, with_present};
use escale_domain::planning::workshop::Workshop;
use escale_store::planning::Registration as Kept;
use escale_store::{Reader, Row};
use escale_sync::op::derived_id;

use crate::api::draft::ById;
use crate::api::session::Saved;
use crate::api::workshop::{
    RegistrationLine, RegistrationSave, RollCall, WorkshopFile, WorkshopLine, WorkshopModels,
    WorkshopSave, WorkshopSession,
};
use crate::failure::not_found;
use crate::planning::Places;
use crate::{App, Failure, Result, outline, record, time};

const TABLE: &str = "workshop";
const REGISTRATION: &str = "registration";
/// Workshops offered to be copied.
const RECENT: u32 = 12;

/// The session that records that workshop.
pub(crate) fn session_id(workshop: &str) -> String {
    derived_id("session", &["workshop", workshop])
}

/// The live session that records a workshop, if there is one.
fn recorded(reader: &Reader<'_>, workshop: &str) -> Result<Option<String>> {
    let id = session_id(workshop);
    let row = reader.record("session", &id)?;
    Ok(row.filter(|row| !row.deleted).map(|row| row.id))
}

fn standings(kept: &[Kept], capacity: Option<u32>) -> Vec<Standing> {
    let registered: Vec<Registered> = kept
        .iter()
        .map(|one| Registered {
            at_ms: one.recorded_at_ms,
            id: one.id.clone(),
            person: one.beneficiary.clone(),
            count: one.count,
        })
        .collect();
    queue(&registered, capacity)
}

fn capacity(row: &Row) -> Option<u32> {
    let seats = row.values.get("capacity").and_then(|seats| seats.as_u64());
    seats.and_then(|seats| u32::try_from(seats).ok())
}

pub(crate) fn line(
    reader: &Reader<'_>,
    row: &Row,
    places: &mut Places<'_, '_>,
) -> Result<WorkshopLine> {
    let form = Workshop::from_fields(&row.values);
    let standings = standings(&reader.registrations(&row.id)?, capacity(row));
    let (starts, ends) = form.shown_hours();
    Ok(WorkshopLine {
        id: row.id.clone(),
        date: form.date.unwrap_or_default(),
        starts,
        ends,
        place_name: places.of(form.place.as_deref())?.map(|place| place.name),
        place: form.place,
        title: form.title,
        level: form.level,
        capacity: capacity(row),
        registered: standings.iter().map(|one| one.seated).sum(),
        waiting: standings.iter().map(|one| one.waiting).sum(),
        session: recorded(reader, &row.id)?,
    })
}

fn live(reader: &Reader<'_>, id: &str) -> Result<Row> {
    reader
        .row(&catalogue::WORKSHOP, id)?
        .filter(|row| !row.deleted)
        .ok_or_else(not_found)
}

/// Who a registration is, in words.
fn who(kept: &Kept) -> String {
    match (&kept.beneficiary, kept.gone) {
        (Some(_), true) => "Fiche supprimée".to_owned(),
        (Some(_), false) => display_name(
            kept.first_name.as_deref().unwrap_or_default(),
            kept.last_name.as_deref().unwrap_or_default(),
        ),
        (None, _) => kept.name.clone().unwrap_or_default(),
    }
}

/// A workshop to come, with the people expected in the order of registration.
///
/// # Errors
/// `not_found`, `locked`.
pub fn get(app: &App, request: ById) -> Result<WorkshopFile> {
    let open = app.open()?;
    open.notebook.read(|reader| {
        let row = live(reader, &request.id)?;
        let kept = reader.registrations(&request.id)?;
        let registrations = standings(&kept, capacity(&row))
            .into_iter()
            .filter_map(|standing| {
                let one = kept.iter().find(|one| one.id == standing.id)?;
                Some(RegistrationLine {
                    id: standing.id,
                    beneficiary: one.beneficiary.clone(),
                    name: who(one),
                    count: one.count,
                    seated: standing.seated,
                    waiting: standing.waiting,
                    present: one.present,
                    double: standing.double,
                })
            })
            .collect();
        let form = Workshop::from_fields(&row.values);
        Ok(WorkshopFile {
            line: line(reader, &row, &mut Places::new(reader))?,
            registrations,
            outline: match &form.outline {
                Some(id) => outline::title(reader, id)?,
                None => None,
            },
            form,
            today: time::today(&app.ports).to_string(),
            version: record::version(reader, TABLE, &request.id)?,
        })
    })
}

/// What a new workshop may start from.
///
/// # Errors
/// `locked`.
pub fn models(app: &App, (): ()) -> Result<WorkshopModels> {
    let open = app.open()?;
    let today = time::today(&app.ports).to_string();
    open.notebook.read(|reader| {
        let mut places = Places::new(reader);
        let mut recent = Vec::new();
        for row in reader.workshops_until(&today, RECENT)? {
            recent.push(line(reader, &row, &mut places)?);
        }
        Ok(WorkshopModels {
            recent,
            outlines: outline::lines(reader)?,
            today: today.clone(),
        })
    })
}

/// Saves a workshop to come, new or changed.
///
/// # Errors
/// `invalid` with its fields, `not_found`, `locked`, `disk_full`.
pub fn save(app: &App, request: WorkshopSave) -> Result<Saved> {
    let open = app.open()?;
    let workshop = Workshop::new(&request.form).map_err(Failure::invalid)?;
    let seen = record::seen(request.version.as_deref())?;
    let scope = open.enrolment.own_scope();
    let id = app.record(&open, |author| {
        let id = author.row_to_save(TABLE, request.id.as_deref())?;
        author.put(TABLE, &id, &scope, workshop.fields(), seen.as_ref())?;
        if let Some(draft) = &request.draft {
            author.tx.delete_draft(draft)?;
        }
        Ok(id)
    })?;
    app.changed(&["planning", "drafts"]);
    Ok(Saved { id })
}

/// Puts a workshop to come in the corbeille; its registrations stay attached to it.
///
/// # Errors
/// `not_found`, `locked`, `disk_full`.
pub fn delete(app: &App, request: ById) -> Result<()> {
    app.shelve(TABLE, &request.id, true, &["planning"])
}

/// Takes a workshop to come out of the corbeille.
///
/// # Errors
/// `not_found`, `locked`, `disk_full`.
pub fn restore(app: &App, request: ById) -> Result<()> {
    app.shelve(TABLE, &request.id, false, &["planning"])
}

/// Registers somebody. Each registration is a record of its own: whoever leaves and comes back
/// is at the end of the list again.
///
/// # Errors
/// `invalid` with its fields, `not_found`, `locked`, `disk_full`.
pub fn register(app: &App, request: RegistrationSave) -> Result<Saved> {
    let open = app.open()?;
    let registration = Registration::new(&request.form).map_err(Failure::invalid)?;
    let scope = open.enrolment.own_scope();
    let id = app.record(&open, |author| {
        live(author.tx, &request.form.workshop)?;
        let wanted = request.form.beneficiary.as_deref();
        let already = author
            .tx
            .registrations(&request.form.workshop)?
            .into_iter()
            .find(|one| one.beneficiary.is_some() && one.beneficiary.as_deref() == wanted);
        if let Some(already) = already {
            return Ok(already.id);
        }
        let id = time::id(&app.ports);
        author.put(REGISTRATION, &id, &scope, registration.fields(), None)?;
        Ok(id)
    })?;
    app.changed(&["planning"]);
    Ok(Saved { id })
}

/// Takes a registration away, to the corbeille.
///
/// # Errors
/// `not_found`, `locked`, `disk_full`.
pub fn unregister(app: &App, request: ById) -> Result<()> {
    app.shelve(REGISTRATION, &request.id, true, &["planning"])
}

/// Puts a registration back, with the rank it had.
///
/// # Errors
/// `not_found`, `locked`, `disk_full`.
pub fn reregister(app: &App, request: ById) -> Result<()> {
    app.shelve(REGISTRATION, &request.id, false, &["planning"])
}

/// Notes who came, in one transaction.
///
/// # Errors
/// `not_found`, `locked`, `disk_full`.
pub fn call(app: &App, request: RollCall) -> Result<()> {
    let open = app.open()?;
    app.record(&open, |author| {
        for presence in &request.presences {
            let row = author
                .tx
                .row(&catalogue::REGISTRATION, &presence.id)?
                .ok_or_else(not_found)?;
            let wanted = with_present(row.values, presence.present);
            author.put(REGISTRATION, &presence.id, &row.scope, wanted, None)?;
        }
        Ok(())
    })?;
    app.changed(&["planning"]);
    Ok(())
}

/// The session form a workshop becomes: who came, by name or as counts.
///
/// # Errors
/// `not_found`, `locked`.
pub fn session(app: &App, request: ById) -> Result<WorkshopSession> {
    let open = app.open()?;
    open.notebook.read(|reader| {
        let row = live(reader, &request.id)?;
        let kept = reader.registrations(&request.id)?;
        let standings = standings(&kept, capacity(&row));
        let came = kept.iter().filter(|one| {
            let double = standings.iter().any(|s| s.id == one.id && s.double);
            one.present > 0 && !double
        });
        let (mut ids, mut people, mut anonymous) = (Vec::new(), Vec::new(), 0u32);
        for one in came {
            match &one.beneficiary {
                Some(person) if !one.gone => {
                    ids.push(person.clone());
                    people.push(who(one));
                }
                // Somebody came: she counts, though nothing says who she is any more.
                _ => anonymous = anonymous.saturating_add(one.present),
            }
        }
        let form = Workshop::from_fields(&row.values);
        Ok(WorkshopSession {
            session: recorded(reader, &request.id)?,
            place_name: Places::new(reader)
                .of(form.place.as_deref())?
                .map(|place| place.name),
            form: form.session(ids, anonymous),
            people,
        })
    })
}
