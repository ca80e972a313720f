//! Sessions: the day, a new form, save, corbeille.

use std::collections::{BTreeMap, BTreeSet};

use escale_domain::attendance;
use escale_domain::beneficiary::display_name;
use escale_domain::catalogue;
use escale_domain::outcome::Outcome;
use escale_domain::session::{Session, SessionContext, SessionForm};
use escale_domain::vocabulary::{DURATION_DEFAULTS, PlaceKind, SessionKind, Theme};
use escale_store::Reader;
use escale_store::session::{SessionFilter, SessionLine as Kept};
use escale_sync::merge::RowState;
use escale_sync::op::derived_id;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::api::draft::ById;
use crate::api::session::{
    Saved, SessionDefaults, SessionFile, SessionLine, SessionPage, SessionSave, SessionSieve,
    Sessions, Today,
};
use crate::failure::not_found;
use crate::record::Author;
use crate::{App, Failure, Result, draft, merge, planning, record, tag, time, workshop};

const TABLE: &str = "session";
const ATTENDANCE: &str = "attendance";
const OUTCOME: &str = "outcome";
/// Most rows of a page.
const MOST: u32 = 200;
/// Sessions of one transaction of [`record_all`]: with their presences and outcomes, well under the
/// 512 operations a transaction may have.
const TOGETHER: usize = 100;

pub(crate) fn line(kept: Kept) -> SessionLine {
    let number = |value: i64| u32::try_from(value).unwrap_or(0);
    SessionLine {
        id: kept.id,
        kind: kept
            .kind
            .as_deref()
            .and_then(SessionKind::from_value)
            .unwrap_or_default(),
        date: kept.date.unwrap_or_default(),
        recorded_at: time::local(kept.recorded_at_ms),
        duration: kept.duration.map_or(0, number),
        person: kept.person,
        named: kept.named,
        anonymous: number(kept.anonymous),
        title: kept.title,
        themes: kept
            .themes
            .iter()
            .filter_map(|theme| Theme::from_value(theme))
            .collect(),
        place_kind: kept.place_kind.as_deref().and_then(PlaceKind::from_value),
        place: kept.place,
        sent: kept.sent,
        conflict: kept.disputed,
        tags: tag::distinct(kept.tags),
    }
}

/// What a person saw of a session: its own state and those of the rows that hang on it.
#[derive(Default, Serialize, Deserialize)]
struct Seen {
    session: RowState,
    outcome: Option<RowState>,
    people: BTreeSet<String>,
}

/// Today: the stop, what was noted, what is left to finish.
///
/// # Errors
/// `locked`.
pub fn today(app: &App, (): ()) -> Result<Today> {
    let open = app.open()?;
    let now = time::here(&app.ports);
    let day = now.date().to_string();
    open.notebook.read(|reader| {
        let (place, plan) = planning::today(reader, now)?;
        let filter = SessionFilter {
            from: Some(day.clone()),
            to: Some(day.clone()),
            limit: MOST,
            ..SessionFilter::default()
        };
        let (_, sessions) = reader.session_page(&filter)?;
        let sums = reader.session_day(&day)?;
        Ok(Today {
            place,
            plan,
            sessions: sessions.into_iter().map(line).collect(),
            people: sums.people,
            minutes: sums.minutes,
            drafts: reader
                .drafts()?
                .into_iter()
                .filter_map(draft::shown)
                .collect(),
            date: day.clone(),
        })
    })
}

/// What a new session form starts with.
///
/// # Errors
/// `locked`.
pub fn defaults(app: &App, (): ()) -> Result<SessionDefaults> {
    let open = app.open()?;
    let now = time::here(&app.ports);
    let day = now.date().to_string();
    open.notebook.read(|reader| {
        let mine = reader.session_durations()?;
        let mut durations: Vec<u32> = mine
            .iter()
            .filter_map(|count| u32::try_from(count.value).ok())
            .collect();
        for usual in DURATION_DEFAULTS {
            if !durations.contains(usual) {
                durations.push(*usual);
            }
        }
        let (themes, administrative_themes) = themes_by_use(reader)?;
        let previous = match reader.session_latest_of(&day)? {
            Some(row) => Some(form(reader, &row.id)?),
            None => None,
        };
        Ok(SessionDefaults {
            date: day.clone(),
            place: planning::today(reader, now)?.0,
            commune: previous
                .as_ref()
                .and_then(|form: &SessionForm| form.commune.clone()),
            durations,
            duration: reader
                .session_usual_duration()?
                .and_then(|minutes| u32::try_from(minutes).ok()),
            themes,
            administrative_themes,
            previous,
        })
    })
}

/// Every theme, mine first: not administrative, administrative.
fn themes_by_use(reader: &Reader<'_>) -> Result<(Vec<Theme>, Vec<Theme>)> {
    let used: BTreeMap<Theme, u32> = reader
        .session_themes()?
        .into_iter()
        .filter_map(|count| Theme::from_value(&count.value).map(|theme| (theme, count.count)))
        .collect();
    let mut all: Vec<Theme> = Theme::ALL.to_vec();
    // Stable: themes never used keep the display order of the profession.
    all.sort_by_key(|theme| std::cmp::Reverse(used.get(theme).copied().unwrap_or(0)));
    Ok(all
        .into_iter()
        .partition(|theme| !theme.is_administrative()))
}

/// A page of sessions.
///
/// # Errors
/// `locked`.
pub fn page(app: &App, request: SessionPage) -> Result<Sessions> {
    let open = app.open()?;
    let (total, rows) = open.notebook.read(|reader| {
        let filter = SessionFilter {
            from: request.from,
            to: request.to,
            beneficiary: request.beneficiary,
            offset: request.offset,
            limit: request.limit.clamp(1, MOST),
            ..sifted(reader, request.sieve.unwrap_or_default())?
        };
        Ok::<_, Failure>(reader.session_page(&filter)?)
    })?;
    Ok(Sessions {
        total,
        rows: rows.into_iter().map(line).collect(),
    })
}

/// A filter of the sieve alone. A tag stands for every tag of its name.
pub(crate) fn sifted(reader: &Reader<'_>, sieve: SessionSieve) -> Result<SessionFilter> {
    Ok(SessionFilter {
        kind: sieve.kind.map(|kind| kind.value().to_owned()),
        place: sieve.place,
        theme: sieve.theme.map(|theme| theme.value().to_owned()),
        tags: match sieve.tag {
            Some(id) => tag::same(reader, &id)?,
            None => Vec::new(),
        },
        ..SessionFilter::default()
    })
}

/// The form a session was saved from, as it stands.
pub(crate) fn form(reader: &Reader<'_>, id: &str) -> Result<SessionForm> {
    let row = reader.row(&catalogue::SESSION, id)?.ok_or_else(not_found)?;
    let mut form = Session::from_fields(&row.values);
    form.people = reader
        .session_people(id)?
        .into_iter()
        .map(|person| person.beneficiary)
        .collect();
    if let Some(outcome) = reader.session_outcome(id)? {
        form.outcome = Outcome::from_fields(&outcome.values);
    }
    Ok(form)
}

/// A session, opened.
///
/// # Errors
/// `not_found`, `locked`.
pub fn get(app: &App, request: ById) -> Result<SessionFile> {
    let open = app.open()?;
    open.notebook.read(|reader| {
        let kept = reader.session_line(&request.id)?.ok_or_else(not_found)?;
        let form = form(reader, &request.id)?;
        let people = reader.session_people(&request.id)?;
        let seen = Seen {
            session: record::state(reader, TABLE, &request.id)?.unwrap_or_default(),
            outcome: match outcome_id(reader, &request.id)? {
                Some(id) => record::state(reader, OUTCOME, &id)?,
                None => None,
            },
            people: form.people.iter().cloned().collect(),
        };
        Ok(SessionFile {
            people: people
                .into_iter()
                .map(|person| {
                    display_name(
                        &person.first_name.unwrap_or_default(),
                        &person.last_name.unwrap_or_default(),
                    )
                })
                .collect(),
            redirection_place: match &form.outcome.redirection_place {
                Some(place) => reader.place_line(place)?.and_then(|place| place.name),
                None => None,
            },
            conflicts: kept.conflict.clone(),
            line: line(kept),
            form,
            version: serde_json::to_string(&seen)?,
        })
    })
}

fn outcome_id(reader: &Reader<'_>, session: &str) -> Result<Option<String>> {
    Ok(reader.session_outcome(session)?.map(|row| row.id))
}

/// Saves a session with its attendances and outcome, in one transaction, and drops its draft.
///
/// # Errors
/// `invalid` with its fields, `not_found`, `locked`, `disk_full`.
pub fn save(app: &App, request: SessionSave) -> Result<Saved> {
    let open = app.open()?;
    let context = SessionContext {
        today: time::today(&app.ports),
    };
    let session = Session::new(&request.form, &context).map_err(Failure::invalid)?;
    let seen: Option<Seen> = match &request.version {
        Some(version) => Some(serde_json::from_str(version)?),
        None => None,
    };
    let scope = open.enrolment.own_scope();
    let id = app.record(&open, |author| {
        let (id, seen) = match (&request.id, &request.workshop) {
            (None, Some(planned)) => recording(author, planned)?,
            (id, _) => (author.row_to_save(TABLE, id.as_deref())?, seen),
        };
        if request.id.is_none() && request.workshop.is_none() {
            create(author, &id, &scope, &session)?;
        } else {
            write(author, &id, &scope, &session, seen.as_ref())?;
        }
        if let Some(draft) = &request.draft {
            author.tx.delete_draft(draft)?;
        }
        Ok(id)
    })?;
    app.changed(&["sessions", "beneficiaries", "drafts", "planning"]);
    Ok(Saved { id })
}

/// The session that records a planned workshop, and what was seen of it: nothing, when another
/// laptop recorded the workshop meanwhile, so that neither account of it overwrites the other.
fn recording(author: &mut Author<'_, '_>, planned: &str) -> Result<(String, Option<Seen>)> {
    let id = workshop::session_id(planned);
    let stands = author
        .tx
        .record(TABLE, &id)?
        .is_some_and(|row| !row.deleted);
    author.restore(TABLE, &id)?;
    Ok((id, stands.then(Seen::default)))
}

/// Writes a session whose identifier was just made: nothing of it can be there yet.
fn create(author: &mut Author<'_, '_>, id: &str, scope: &str, session: &Session) -> Result<()> {
    author.create(TABLE, id, scope, &session.fields())?;
    // A person named twice came once.
    for person in session.attendances().iter().collect::<BTreeSet<_>>() {
        let row = derived_id(ATTENDANCE, &[id, person]);
        author.create(ATTENDANCE, &row, scope, &attendance::fields(id, person))?;
    }
    if let Some(outcome) = session.outcome() {
        let person = session.attendances().first().map(String::as_str);
        let row = derived_id(OUTCOME, &[id, person.unwrap_or_default()]);
        author.create(OUTCOME, &row, scope, &outcome.fields(id, person))?;
    }
    Ok(())
}

fn write(
    author: &mut Author<'_, '_>,
    id: &str,
    scope: &str,
    session: &Session,
    seen: Option<&Seen>,
) -> Result<()> {
    author.put(
        TABLE,
        id,
        scope,
        session.fields(),
        seen.map(|seen| &seen.session),
    )?;
    attend(author, id, scope, session, seen)?;
    conclude(author, id, scope, session, seen)
}

/// Records many new sessions, so many in a transaction: for what comes from a file or a
/// generator, where one transaction each would take hours. Identifiers, in order. Forms are asked
/// for as they are needed; those of a transaction that fails, and later ones, are not kept.
///
/// # Errors
/// `invalid` with its fields, `locked`, `disk_full`.
pub fn record_all(app: &App, forms: impl IntoIterator<Item = SessionForm>) -> Result<Vec<String>> {
    let open = app.open()?;
    let scope = open.enrolment.own_scope();
    let mut forms = forms.into_iter();
    let mut ids = Vec::new();
    loop {
        let some: Vec<SessionForm> = forms.by_ref().take(TOGETHER).collect();
        if some.is_empty() {
            break;
        }
        let context = SessionContext {
            today: time::today(&app.ports),
        };
        let sessions = some
            .iter()
            .map(|form| Session::new(form, &context).map_err(Failure::invalid));
        let sessions = sessions.collect::<Result<Vec<Session>>>()?;
        ids.extend(app.record(&open, |author| {
            let mut kept = Vec::with_capacity(sessions.len());
            for session in &sessions {
                let id = time::id(&app.ports);
                create(author, &id, &scope, session)?;
                kept.push(id);
            }
            Ok(kept)
        })?);
    }
    app.changed(&["sessions", "beneficiaries"]);
    Ok(ids)
}

/// Adds the people the form has, removes those it had when it was opened and has no more. A
/// person whom another laptop added meanwhile stays.
fn attend(
    author: &mut Author<'_, '_>,
    id: &str,
    scope: &str,
    session: &Session,
    seen: Option<&Seen>,
) -> Result<()> {
    let wanted = session.attendances();
    let present = author.tx.session_people(id)?;
    let people: BTreeSet<String> = present
        .iter()
        .map(|person| person.beneficiary.clone())
        .collect();
    // Who is there already is left as she was noted, perhaps on a file joined to hers since.
    for person in wanted.iter().filter(|person| !people.contains(*person)) {
        let row = derived_id(ATTENDANCE, &[id, person]);
        author.restore(ATTENDANCE, &row)?;
        author.put(
            ATTENDANCE,
            &row,
            scope,
            attendance::fields(id, person),
            None,
        )?;
    }
    let before = seen.map_or(&people, |seen| &seen.people);
    for person in before.iter().filter(|person| !wanted.contains(person)) {
        for row in present.iter().filter(|row| &row.beneficiary == person) {
            author.delete(ATTENDANCE, &row.id)?;
        }
        for row in merge::waiting(author.tx, ATTENDANCE, id, person)? {
            author.delete(ATTENDANCE, &row)?;
        }
    }
    Ok(())
}

/// Writes the outcome of the person of an individual session.
fn conclude(
    author: &mut Author<'_, '_>,
    id: &str,
    scope: &str,
    session: &Session,
    seen: Option<&Seen>,
) -> Result<()> {
    let person = session.attendances().first().map(String::as_str);
    let existing = author.tx.session_outcome(id)?;
    // Hers may have been noted on a file joined to hers since: it stays the same record.
    let hers = existing.as_ref().filter(|row| {
        person.is_some() && row.values.get("beneficiary").and_then(Value::as_str) == person
    });
    let row = hers.map_or_else(
        || derived_id(OUTCOME, &[id, person.unwrap_or_default()]),
        |row| row.id.clone(),
    );
    let existing = existing.map(|row| row.id);
    match session.outcome() {
        Some(outcome) => {
            let same = existing.as_deref() == Some(row.as_str());
            let seen = seen.filter(|_| same).and_then(|seen| seen.outcome.as_ref());
            author.restore(OUTCOME, &row)?;
            author.put(OUTCOME, &row, scope, outcome.fields(id, person), seen)?;
            // The person was changed: the outcome belongs to the new one.
            if let Some(old) = existing.filter(|_| !same) {
                author.delete(OUTCOME, &old)?;
            }
        }
        None => {
            if let Some(old) = existing {
                author.delete(OUTCOME, &old)?;
            }
        }
    }
    Ok(())
}

/// Puts a session in the corbeille; its attendances and outcome stay attached to it.
///
/// # Errors
/// `not_found`, `locked`, `disk_full`.
pub fn delete(app: &App, request: ById) -> Result<()> {
    app.shelve(
        TABLE,
        &request.id,
        true,
        &["sessions", "beneficiaries", "planning"],
    )
}

/// Takes a session out of the corbeille.
///
/// # Errors
/// `not_found`, `locked`, `disk_full`.
pub fn restore(app: &App, request: ById) -> Result<()> {
    app.shelve(
        TABLE,
        &request.id,
        false,
        &["sessions", "beneficiaries", "planning"],
    )
}
