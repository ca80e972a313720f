//! Documents on paper, filled from the notebook. What they look like is in `escale_export`.
//!
//! What is made here leaves the encrypted notebook: the screens say so before, the name of the
//! file says nothing of anybody, and nothing is written until the person has chosen where.

mod attendance;
mod person;
mod relay;

use data_encoding::BASE64;
use escale_export::page::{Document, Setting};
use escale_export::paper::{DiagnosticPart, From, Notice, TerritoryDiagnostic};

use crate::api::draft::ById;
use crate::api::file::FileOut;
use crate::api::paper::{PaperOf, PaperSetting};
use crate::failure::unexpected;
use crate::open::Open;
use crate::{App, Result, territory, time, words};

pub use attendance::{attendance, workshop};
pub use person::person;
pub use relay::{relay, relay_about};

/// Who hands the paper over, today.
fn from(app: &App, open: &Open) -> From {
    From {
        adviser: open.enrolment.adviser.name.clone(),
        team: open.enrolment.team.name.clone(),
        day: words::day::whole(time::today(&app.ports)),
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

/// The information notice: what is kept of somebody, why, how long, her rights.
///
/// # Errors
/// `locked`.
pub fn notice(app: &App, request: PaperSetting) -> Result<FileOut> {
    let open = app.open()?;
    let notice = Notice {
        from: from(app, &open),
        months: escale_domain::erasure::KEPT_MONTHS,
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

/// A diagnostic of the territory, as its screen reads it.
///
/// # Errors
/// `not_found`, `locked`.
pub fn diagnostic(app: &App, request: PaperOf) -> Result<FileOut> {
    let open = app.open()?;
    let id = || ById {
        id: request.id.clone(),
    };
    let (text, disputed) = (territory::text(app, id())?, territory::get(app, id())?);
    let disputed = disputed.conflicts.iter().map(|field| match field.as_str() {
        "existing" => "Ce qui existe",
        "needs" => "Besoins exprimés",
        _ => "Ce qui est proposé",
    });
    let sheet = TerritoryDiagnostic {
        from: from(app, &open),
        territory: text.about,
        commune: text.commune,
        day: text.date,
        disputed: disputed.map(str::to_owned).collect(),
        parts: text
            .parts
            .into_iter()
            .map(|part| DiagnosticPart {
                title: part.title,
                paragraphs: part.paragraphs,
                items: part.items,
            })
            .collect(),
    };
    let day = time::today(&app.ports).to_string();
    file(
        "diagnostic-territoire",
        &day,
        &sheet.document(),
        request.large,
    )
}
