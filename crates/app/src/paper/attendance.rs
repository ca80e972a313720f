//! The attendance sheet: of a workshop to come, with who is expected and who waits; of one that
//! was recorded, with who was noted.

use escale_domain::beneficiary::display_name;
use escale_domain::vocabulary::{SessionKind, duration_label};
use escale_export::paper::AttendanceSheet;
use escale_store::Reader;

use super::{file, from};
use crate::api::draft::ById;
use crate::api::file::FileOut;
use crate::api::paper::PaperOf;
use crate::api::workshop::RegistrationLine;
use crate::failure::not_found;
use crate::words::day;
use crate::{App, Failure, Result, outline, session, workshop as planned};

/// Rows of an attendance sheet, those to fill by hand included.
const ROWS: usize = 12;
/// Empty rows at least, for whoever comes without being expected.
const SPARE: usize = 4;
/// Empty rows at most: a typing mistake must not print a ream.
const SPARE_MOST: usize = 60;
/// A party beyond that has one row for all.
const PARTY_MOST: u32 = 30;

fn blank(expected: usize, people: usize) -> usize {
    expected
        .max(ROWS.saturating_sub(people))
        .clamp(SPARE, SPARE_MOST)
}

/// The attendance sheet of a recorded workshop: its people, and rows to fill by hand. Hours and
/// outline are those of the plan, when it was planned.
///
/// # Errors
/// `not_found` when there is no such workshop, `locked`.
pub fn attendance(app: &App, request: PaperOf) -> Result<FileOut> {
    let open = app.open()?;
    let (sheet, day) = open.notebook.read(|reader| {
        let line = reader
            .session_line(&request.id)?
            .map(session::line)
            .filter(|line| line.kind == SessionKind::Workshop)
            .ok_or_else(not_found)?;
        let people: Vec<String> = reader
            .session_people(&request.id)?
            .into_iter()
            .map(|person| {
                display_name(
                    &person.first_name.unwrap_or_default(),
                    &person.last_name.unwrap_or_default(),
                )
            })
            .collect();
        let expected = usize::try_from(line.anonymous).unwrap_or(SPARE_MOST);
        let level = session::form(reader, &request.id)?.level;
        let (hours, outline) = plan(reader, &request.id, &line.date)?;
        Ok::<_, Failure>((
            AttendanceSheet {
                from: from(app, &open),
                title: line.title.unwrap_or_default(),
                day: day::with_weekday(&line.date),
                hours,
                duration: (line.duration > 0).then(|| duration_label(line.duration)),
                place: line.place,
                level: level.map(|level| level.label().to_owned()),
                outline,
                blank: blank(expected, people.len()),
                people,
                waiting: Vec::new(),
            },
            line.date,
        ))
    })?;
    file("feuille-emargement", &day, &sheet.document(), request.large)
}

/// Hours and outline of the workshop of that day which this session records, if it was planned.
fn plan(
    reader: &Reader<'_>,
    session: &str,
    date: &str,
) -> Result<(Option<String>, Option<String>)> {
    use escale_domain::planning::workshop::Workshop;
    let mut planned = reader.workshops(date, date)?.into_iter();
    let Some(row) = planned.find(|row| planned::session_id(&row.id) == session) else {
        return Ok((None, None));
    };
    let form = Workshop::from_fields(&row.values);
    let (starts, ends) = form.shown_hours();
    let outline = match &form.outline {
        Some(id) => outline::title(reader, id)?,
        None => None,
    };
    Ok((day::from_to(&starts, &ends), outline))
}

/// The attendance sheet of a workshop to come: who is registered, in order, who waits for a seat
/// apart, and rows to fill by hand.
///
/// # Errors
/// `not_found`, `locked`.
pub fn workshop(app: &App, request: PaperOf) -> Result<FileOut> {
    let open = app.open()?;
    let id = request.id.clone();
    let planned = planned::get(app, ById { id })?;
    let line = planned.line;
    let people = rows(&planned.registrations, false);
    let waiting = rows(&planned.registrations, true);
    let seats = line.capacity.unwrap_or(0).saturating_sub(line.registered);
    let sheet = AttendanceSheet {
        from: from(app, &open),
        title: line.title,
        day: day::with_weekday(&line.date),
        hours: day::from_to(&line.starts, &line.ends),
        duration: None,
        place: line.place_name,
        level: line.level.map(|level| level.label().to_owned()),
        outline: planned.outline,
        blank: blank(seats as usize, people.len()),
        people,
        waiting,
    };
    file(
        "feuille-emargement",
        &line.date,
        &sheet.document(),
        request.large,
    )
}

/// A row to sign for each person of each registration, in order.
fn rows(registrations: &[RegistrationLine], wait: bool) -> Vec<String> {
    let mut rows = Vec::new();
    for one in registrations {
        // Those who wait come after those of the same party who have a seat.
        let (first, many) = if wait {
            (one.seated, one.waiting)
        } else {
            (0, one.seated)
        };
        match many {
            0 => {}
            1 if one.count == 1 => rows.push(one.name.clone()),
            1..=PARTY_MOST => rows.extend(
                (1..=many).map(|rank| format!("{} ({} sur {})", one.name, first + rank, one.count)),
            ),
            _ => rows.push(format!("{} ({many} personnes)", one.name)),
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn party(name: &str, seated: u32, waiting: u32) -> RegistrationLine {
        RegistrationLine {
            id: name.to_owned(),
            beneficiary: None,
            name: name.to_owned(),
            count: seated + waiting,
            seated,
            waiting,
            present: 0,
            double: false,
        }
    }

    #[test]
    fn each_person_of_a_party_has_a_row_and_keeps_her_rank() {
        let all = [
            party("Odette", 1, 0),
            party("Famille B.", 2, 1),
            party("Foyer", 0, 2),
            party("Club", 0, 200),
        ];
        assert_eq!(
            rows(&all, false),
            ["Odette", "Famille B. (1 sur 3)", "Famille B. (2 sur 3)"]
        );
        assert_eq!(
            rows(&all, true),
            [
                "Famille B. (3 sur 3)",
                "Foyer (1 sur 2)",
                "Foyer (2 sur 2)",
                "Club (200 personnes)"
            ]
        );
    }

    #[test]
    fn there_is_always_room_and_never_a_ream() {
        assert_eq!(blank(0, 2), 10);
        assert_eq!(blank(0, 40), SPARE);
        assert_eq!(blank(9, 12), 9);
        assert_eq!(blank(5_000, 0), SPARE_MOST);
    }
}
