//! The directory searched by need: who helps with what, when, how far.

use chrono::{Datelike, NaiveDateTime};
use escale_domain::commune::CommuneRef;
use escale_domain::geo::Point;
use escale_domain::place::Place;
use escale_domain::{opening, phone};
use escale_store::Reader;
use escale_store::place::DirectoryRow;
use serde_json::Value;

use super::commune_label;
use crate::api::place::{Directory, DirectoryAsk, DirectoryLine};
use crate::{App, Failure, Result, planning};

/// Most rows of a page.
const MOST: u32 = 200;

/// Where distances are counted from: a commune, or the stop of the moment.
fn origin(
    reader: &Reader<'_>,
    from: Option<&CommuneRef>,
    now: NaiveDateTime,
) -> Result<Option<(String, Point)>> {
    if let Some(commune) = from {
        let point = Place::point(None, Some(commune));
        return Ok(point.map(|point| (commune_label(commune), point)));
    }
    let Some(here) = planning::today(reader, now)?.0 else {
        return Ok(None);
    };
    let row = reader.row(&escale_domain::catalogue::PLACE, &here.id)?;
    let point = row.and_then(|row| point(row.values.get("position"), row.values.get("commune")));
    Ok(point.map(|point| (here.name, point)))
}

fn point(position: Option<&Value>, commune: Option<&Value>) -> Option<Point> {
    let commune = commune.and_then(CommuneRef::from_value);
    Place::point(position.and_then(Point::from_value), commune.as_ref())
}

/// Metres, rounded: what a person can use of a distance as the crow flies.
fn metres(kilometres: f64) -> u32 {
    // Half the Earth at most: it fits.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let hundreds = (kilometres * 10.0).round().max(0.0) as u32;
    hundreds * 100
}

/// Places that answer to a need, nearest or alphabetical first.
///
/// # Errors
/// `locked`.
pub fn page(app: &App, request: DirectoryAsk) -> Result<Directory> {
    let open = app.open()?;
    let now = app.ports.clock.now().naive_local();
    let today = now.weekday().num_days_from_monday() as usize;
    open.notebook.read(|reader| {
        let service = request.service.map(|service| service.value());
        let found = reader.place_directory(&request.query, service)?;
        let origin = origin(reader, request.from.as_ref(), now)?;
        let mut answer = Directory {
            total: 0,
            rows: Vec::new(),
            hours_unknown: 0,
            distance_unknown: 0,
            origin: origin.as_ref().map(|(name, _)| name.clone()),
        };
        let mut kept: Vec<(Option<u32>, DirectoryRow, String)> = Vec::new();
        for row in found {
            let hours = row.opening_hours.as_deref().and_then(opening::parse);
            let asked = request.day.map(usize::from);
            if let Some(day) = asked {
                match hours
                    .as_ref()
                    .and_then(|week| week.open(day, request.minute))
                {
                    Some(true) => {}
                    Some(false) => continue,
                    None => {
                        answer.hours_unknown += 1;
                        if !request.hours_unknown {
                            continue;
                        }
                    }
                }
            }
            let place = point(row.position.as_ref(), row.commune.as_ref());
            let distance = match (&origin, place) {
                (Some((_, here)), Some(there)) => Some(metres(here.kilometres(there))),
                _ => None,
            };
            if let Some(within) = request.within {
                match distance {
                    Some(metres) if metres > within.saturating_mul(1000) => continue,
                    Some(_) => {}
                    None => {
                        answer.distance_unknown += 1;
                        continue;
                    }
                }
            }
            let words = hours.map(|week| week.words(asked.unwrap_or(today)));
            kept.push((distance, row, words.unwrap_or_default()));
        }
        if request.nearest || request.within.is_some() {
            // Stable: places as far as each other stay in alphabetical order.
            kept.sort_by_key(|(distance, ..)| distance.unwrap_or(u32::MAX));
        }
        answer.total = u32::try_from(kept.len()).unwrap_or(u32::MAX);
        let rows = kept.into_iter().skip(request.offset as usize);
        answer.rows = rows
            .take(request.limit.clamp(1, MOST) as usize)
            .map(|(distance, row, hours)| line(row, distance, hours))
            .collect();
        Ok::<_, Failure>(answer)
    })
}

fn line(row: DirectoryRow, distance: Option<u32>, hours: String) -> DirectoryLine {
    let commune = row.commune.as_ref().and_then(CommuneRef::from_value);
    DirectoryLine {
        id: row.id,
        name: row.name.unwrap_or_default(),
        commune: commune.as_ref().map(commune_label),
        address: row.address,
        phone: row.phone.as_deref().map(phone::display),
        services: row.services,
        typologies: row.typologies,
        itinerant: row.itinerant,
        distance_m: distance,
        hours,
    }
}
