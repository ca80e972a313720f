//! Documents on paper, filled from the notebook. What they look like is in `escale_export`.
//!
//! What is made here leaves the encrypted notebook: the screens say so before, the name of the
//! file says nothing of anybody, and nothing is written until the person has chosen where.

mod person;
mod words;

use data_encoding::BASE64;
use escale_domain::beneficiary::display_name;
use escale_domain::vocabulary::{SessionKind, duration_label};
use escale_export::page::{Document, Setting};
use escale_export::paper::{AttendanceSheet, From, Notice};

use crate::api::file::FileOut;
use crate::api::paper::{PaperOf, PaperSetting};
use crate::failure::{not_found, unexpected};
use crate::open::Open;
use crate::{App, Failure, Result, session, time};

pub use person::person;

/// Months a file is kept after the last contact, as the notice says it.
const KEPT_MONTHS: u32 = 12;
/// Rows of an attendance sheet, those to fill by hand included.
const ROWS: usize = 12;
/// Empty rows at least, for whoever comes without being expected.
const SPARE: usize = 4;
/// Empty rows at most: a typing mistake must not print a ream.
const SPARE_MOST: usize = 60;

/// Who hands the paper over, today.
fn from(app: &App, open: &Open) -> From {
    From {
        adviser: open.enrolment.adviser.name.clone(),
        team: open.enrolment.team.name.clone(),
        day: words::day(time::today(&app.ports)),
    }
}

/// The file of a document: `escale-<what>-<day>.pdf`.
fn file(what: &str, day: &str, document: &Document, large: bool) -> Result<FileOut> {
    let bytes = document
        .pdf(Setting { large })
        .map_err(|error| unexpected(&error))?;
    tracing::info!(what, "a document was made");
    Ok(FileOut {
        name: format!("escale-{what}-{day}.pdf"),
        media_type: "application/pdf".to_owned(),
        base64: BASE64.encode(&bytes),
    })
}

/// The attendance sheet of a workshop: its people, and rows to fill by hand.
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
        let blank = expected
            .max(ROWS.saturating_sub(people.len()))
            .clamp(SPARE, SPARE_MOST);
        let level = session::form(reader, &request.id)?.level;
        Ok::<_, Failure>((
            AttendanceSheet {
                from: from(app, &open),
                title: line.title.unwrap_or_default(),
                day: words::long_day(&line.date),
                hours: None,
                duration: (line.duration > 0).then(|| duration_label(line.duration)),
                place: line.place,
                level: level.map(|level| level.label().to_owned()),
                people,
                blank,
            },
            line.date,
        ))
    })?;
    file("feuille-emargement", &day, &sheet.document(), request.large)
}

/// The information notice: what is kept of somebody, why, how long, her rights.
///
/// # Errors
/// `locked`.
pub fn notice(app: &App, request: PaperSetting) -> Result<FileOut> {
    let open = app.open()?;
    let notice = Notice {
        from: from(app, &open),
        months: KEPT_MONTHS,
        contact: None,
    };
    let day = time::today(&app.ports).to_string();
    file(
        "notice-information",
        &day,
        &notice.document(),
        request.large,
    )
}
