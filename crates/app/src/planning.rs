//! The week, where one is now, days of work, the calendar file.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate, NaiveDateTime};
use escale_domain::commune::CommuneRef;
use escale_domain::planning::agenda::{self, Change, Occurrence, Series};
use escale_domain::planning::calendar::{self, Event};
use escale_domain::planning::hours::{self, Hours};
use escale_domain::planning::workday::{Workday, WorkdayForm};
use escale_domain::planning::workshop::Workshop;
use escale_domain::rule::{FieldError, RuleCode};
use escale_store::Reader;
use escale_sync::op::derived_id;

use crate::api::file::FileOut;
use crate::api::place::PlaceLine;
use crate::api::planning::{DayPlan, PlaceHours, Planning, PlanningAsk, StopLine, TodayPlan};
use crate::{App, Failure, Result, place, time, workshop};

const WORKDAY: &str = "workday";
/// Longest period asked for at once, days.
const LONGEST: u64 = 400;

/// The first and last day asked for.
fn period(ask: &PlanningAsk) -> Result<(NaiveDate, NaiveDate)> {
    let wrong = |field: &str, code| Failure::invalid(vec![FieldError::new(field, code)]);
    let read = |field: &str, typed: &str| {
        typed
            .parse::<NaiveDate>()
            .map_err(|_| wrong(field, RuleCode::DateInvalid))
    };
    let (from, to) = (read("from", &ask.from)?, read("to", &ask.to)?);
    let last = from.checked_add_days(Days::new(LONGEST));
    if to < from {
        return Err(wrong("to", RuleCode::LastBeforeFirst));
    }
    if last.is_none_or(|last| to > last) {
        return Err(wrong("to", RuleCode::DateInvalid));
    }
    Ok((from, to))
}

/// Places looked up once each.
pub(crate) struct Places<'a, 'c> {
    reader: &'a Reader<'c>,
    known: BTreeMap<String, Option<PlaceLine>>,
}

impl<'a, 'c> Places<'a, 'c> {
    pub(crate) fn new(reader: &'a Reader<'c>) -> Self {
        Self {
            reader,
            known: BTreeMap::new(),
        }
    }

    pub(crate) fn of(&mut self, id: Option<&str>) -> Result<Option<PlaceLine>> {
        let Some(id) = id else {
            return Ok(None);
        };
        if !self.known.contains_key(id) {
            let found = self.reader.place_line(id)?.map(place::line);
            self.known.insert(id.to_owned(), found);
        }
        Ok(self.known.get(id).cloned().flatten())
    }
}

fn occurrences(reader: &Reader<'_>, from: NaiveDate, to: NaiveDate) -> Result<Vec<Occurrence>> {
    let (first, last) = (from.to_string(), to.to_string());
    let series: Vec<Series> = reader
        .stops(&first, &last)?
        .iter()
        .filter_map(|row| Series::of_fields(&row.id, &row.values))
        .collect();
    let changes: Vec<Change> = reader
        .stop_changes(&first, &last)?
        .iter()
        .filter_map(|row| Change::of_fields(&row.id, &row.values))
        .collect();
    Ok(agenda::occurrences(&series, &changes, from, to))
}

fn stop_line(one: Occurrence, places: &mut Places<'_, '_>) -> Result<StopLine> {
    let place = places.of(one.place.as_deref())?;
    let (change, kind) = one.change.unzip();
    Ok(StopLine {
        stop: one.stop,
        date: one.date.to_string(),
        planned: one.planned.to_string(),
        starts: hours::written(one.hours.starts),
        ends: hours::written(one.hours.ends),
        place: one.place,
        place_name: place.as_ref().map(|place| place.name.clone()),
        commune: place.and_then(|place| place.commune),
        change,
        kind,
    })
}

/// What each day of a period holds.
fn days(reader: &Reader<'_>, from: NaiveDate, to: NaiveDate) -> Result<Vec<DayPlan>> {
    let (first, last) = (from.to_string(), to.to_string());
    let mut places = Places::new(reader);
    let mut days: BTreeMap<String, DayPlan> = from
        .iter_days()
        .take_while(|day| *day <= to)
        .map(|day| {
            let date = day.to_string();
            let empty = DayPlan {
                date: date.clone(),
                stops: Vec::new(),
                workshops: Vec::new(),
                travel: None,
                preparation: None,
            };
            (date, empty)
        })
        .collect();
    for one in occurrences(reader, from, to)? {
        let line = stop_line(one, &mut places)?;
        if let Some(day) = days.get_mut(&line.date) {
            day.stops.push(line);
        }
    }
    for row in reader.workshops(&first, &last)? {
        let line = workshop::line(reader, &row, &mut places)?;
        if let Some(day) = days.get_mut(&line.date) {
            day.workshops.push(line);
        }
    }
    for row in reader.workdays(&first, &last)? {
        let date = row.values.get("date").and_then(|date| date.as_str());
        if let Some(day) = date.and_then(|date| days.get_mut(date)) {
            (day.travel, day.preparation) = Workday::of_fields(&row.values);
        }
    }
    Ok(days.into_values().collect())
}

/// Permanences and workshops of a day that take place somewhere, in the order of the day.
fn slots(day: &DayPlan) -> Vec<(Hours, PlaceHours)> {
    let stops = day
        .stops
        .iter()
        .filter(|line| line.kind != Some(escale_domain::vocabulary::StopChangeKind::Cancelled))
        .map(|line| (&line.starts, &line.ends, &line.place, &line.place_name));
    let workshops = day
        .workshops
        .iter()
        .map(|line| (&line.starts, &line.ends, &line.place, &line.place_name));
    let mut found: Vec<(Hours, PlaceHours)> = stops
        .chain(workshops)
        .filter_map(|(starts, ends, place, name)| {
            let read = Hours::new(hours::time(starts)?, hours::time(ends)?)?;
            let there = PlaceHours {
                place: place.clone()?,
                name: name.clone()?,
                starts: starts.clone(),
                ends: ends.clone(),
            };
            Some((read, there))
        })
        .collect();
    found.sort_by_key(|(hours, _)| *hours);
    found
}

/// Where one is, and what the day holds.
pub(crate) fn today(
    reader: &Reader<'_>,
    now: NaiveDateTime,
) -> Result<(Option<PlaceLine>, TodayPlan)> {
    let mut plan = days(reader, now.date(), now.date())?;
    let day = plan.pop().unwrap_or_else(|| DayPlan {
        date: now.date().to_string(),
        stops: Vec::new(),
        workshops: Vec::new(),
        travel: None,
        preparation: None,
    });
    let slots = slots(&day);
    let list: Vec<Hours> = slots.iter().map(|(hours, _)| *hours).collect();
    let planned = hours::current(&list, now.time()).and_then(|at| slots.get(at));
    let by_hand = place::chosen_on(reader, now.date())?;
    let place = match (&by_hand, planned) {
        (Some(place), _) => Some(place.clone()),
        (None, Some((_, there))) => reader.place_line(&there.place)?.map(place::line),
        (None, None) => place::usual(reader)?,
    };
    let at = place.as_ref().map(|place| place.id.clone());
    let mine: Vec<&(Hours, PlaceHours)> = slots
        .iter()
        .filter(|(_, there)| Some(&there.place) == at.as_ref())
        .collect();
    let mine_hours: Vec<Hours> = mine.iter().map(|(hours, _)| *hours).collect();
    let here = hours::current(&mine_hours, now.time()).and_then(|at| mine.get(at).copied());
    let next = slots
        .iter()
        .find(|slot| slot.0.starts > now.time() && Some(*slot) != here);
    let told = |slot: Option<&(Hours, PlaceHours)>| slot.map(|(_, there)| there.clone());
    let plan = TodayPlan {
        chosen: by_hand.is_some(),
        here: told(here),
        next: told(next),
        planned: told(planned.filter(|(_, there)| Some(&there.place) != at.as_ref())),
        day,
    };
    Ok((place, plan))
}

/// A period of the plan, day by day.
///
/// # Errors
/// `invalid` (days that cannot be read, more than 400), `locked`.
pub fn week(app: &App, request: PlanningAsk) -> Result<Planning> {
    let open = app.open()?;
    let (from, to) = period(&request)?;
    open.notebook.read(|reader| {
        Ok(Planning {
            today: time::today(&app.ports).to_string(),
            days: days(reader, from, to)?,
        })
    })
}

/// Notes the minutes of travel and preparation of a day; none takes them away.
///
/// # Errors
/// `invalid` with its fields, `locked`, `disk_full`.
pub fn note_day(app: &App, request: WorkdayForm) -> Result<()> {
    let open = app.open()?;
    let day = Workday::new(&request).map_err(Failure::invalid)?;
    let scope = open.enrolment.own_scope();
    let id = derived_id(
        WORKDAY,
        &[&open.enrolment.adviser.id, &day.date.to_string()],
    );
    app.record(&open, |author| {
        author.restore(WORKDAY, &id)?;
        author.put(WORKDAY, &id, &scope, day.fields(), None)
    })?;
    app.changed(&["planning"]);
    Ok(())
}

/// A period as a calendar file. Places and titles; nobody's name.
///
/// # Errors
/// `invalid` (days that cannot be read, more than 400), `locked`.
pub fn calendar_file(app: &App, request: PlanningAsk) -> Result<FileOut> {
    let open = app.open()?;
    let (from, to) = period(&request)?;
    let events = open.notebook.read(|reader| events(reader, from, to))?;
    let text = calendar::calendar(&events, time::now(&app.ports));
    Ok(FileOut {
        name: format!("planning-{from}-{to}.ics"),
        media_type: "text/calendar".to_owned(),
        base64: data_encoding::BASE64.encode(text.as_bytes()),
    })
}

fn events(reader: &Reader<'_>, from: NaiveDate, to: NaiveDate) -> Result<Vec<Event>> {
    let mut places = Places::new(reader);
    let mut events = Vec::new();
    for one in occurrences(reader, from, to)? {
        let cancelled = one.cancelled();
        // The day of the rhythm, not the one it moved to: the same event, moved.
        let extra = one
            .change
            .as_ref()
            .is_some_and(|(_, kind)| *kind == escale_domain::vocabulary::StopChangeKind::Extra);
        let uid = format!(
            "{}-{}{}@escale",
            one.stop,
            one.planned.format("%Y%m%d"),
            if extra { "-extra" } else { "" }
        );
        let place = places.of(one.place.as_deref())?;
        events.push(Event {
            uid,
            date: one.date,
            hours: one.hours,
            summary: match &place {
                Some(place) => format!("Permanence · {}", place.name),
                None => "Permanence".to_owned(),
            },
            location: location(reader, one.place.as_deref())?,
            cancelled,
        });
    }
    for row in reader.workshops(&from.to_string(), &to.to_string())? {
        let Ok(planned) = Workshop::new(&Workshop::from_fields(&row.values)) else {
            continue;
        };
        events.push(Event {
            uid: format!("{}@escale", row.id),
            date: planned.date,
            hours: planned.hours,
            summary: format!("Atelier · {}", planned.title),
            location: location(reader, Some(&planned.place))?,
            cancelled: false,
        });
    }
    events.sort_by(|a, b| (a.date, a.hours, &a.uid).cmp(&(b.date, b.hours, &b.uid)));
    Ok(events)
}

/// "Mairie de Portbail, Place du Parvis, 50580 Port-Bail-sur-Mer".
fn location(reader: &Reader<'_>, place: Option<&str>) -> Result<Option<String>> {
    let Some(id) = place else {
        return Ok(None);
    };
    let Some(row) = reader.row(&escale_domain::catalogue::PLACE, id)? else {
        return Ok(None);
    };
    let text = |name: &str| row.values.get(name).and_then(|value| value.as_str());
    let commune = row.values.get("commune").and_then(CommuneRef::from_value);
    let parts: Vec<String> = [
        text("name").map(str::to_owned),
        text("address").map(str::to_owned),
        commune.map(|commune| format!("{} {}", commune.postcode, commune.name)),
    ]
    .into_iter()
    .flatten()
    .collect();
    Ok((!parts.is_empty()).then(|| parts.join(", ")))
}
