//! The file of a person, for her: everything the notebook holds about her.

use escale_domain::catalogue;
use escale_domain::outcome::OutcomeForm;
use escale_domain::vocabulary::{SessionKind, Theme, duration_label};
use escale_export::paper::{PersonFile, PersonSession};
use escale_store::Reader;
use escale_store::session::SessionFilter;

use super::{file, from, words};
use crate::api::file::FileOut;
use crate::api::paper::PaperOf;
use crate::failure::not_found;
use crate::{App, Failure, Result, session, time};

const TABLE: &str = "beneficiary";
/// Sessions read at a time.
const PAGE: u32 = 200;

/// The file of a person, for her.
///
/// # Errors
/// `not_found`, `locked`.
pub fn person(app: &App, request: PaperOf) -> Result<FileOut> {
    let open = app.open()?;
    let document = open.notebook.read(|reader| {
        let row = reader
            .row(&catalogue::BENEFICIARY, &request.id)?
            .filter(|row| !row.deleted)
            .ok_or_else(not_found)?;
        let name = crate::label::of(reader, TABLE, &request.id)?;
        // In the order of the form, then what a newer version added.
        let known = catalogue::BENEFICIARY.fields.iter().map(|field| field.name);
        let newer = row.values.keys().map(String::as_str);
        let newer = newer.filter(|name| catalogue::BENEFICIARY.field(name).is_none());
        let identity = known
            .chain(newer)
            .filter(|name| *name != "notes")
            .filter_map(|name| {
                let value = words::value(name, row.values.get(name)?)?;
                Some((words::field(name).to_owned(), value))
            })
            .collect();
        let notes = row.values.get("notes");
        let themes = reader.beneficiary_themes(&request.id)?;
        Ok::<_, Failure>(
            PersonFile {
                from: from(app, &open),
                name,
                identity,
                notes: notes.and_then(|notes| words::value("notes", notes)),
                sessions: sessions(reader, &request.id)?,
                themes: themes
                    .into_iter()
                    .map(|count| (theme(&count.value), count.count))
                    .collect(),
                more: Vec::new(),
                earlier: earlier(reader, &request.id)?,
            }
            .document(),
        )
    })?;
    let day = time::today(&app.ports).to_string();
    file("dossier", &day, &document, request.large)
}

fn theme(value: &str) -> String {
    Theme::from_value(value).map_or_else(|| value.to_owned(), |theme| theme.label().to_owned())
}

fn sessions(reader: &Reader<'_>, person: &str) -> Result<Vec<PersonSession>> {
    let mut all = Vec::new();
    loop {
        let filter = SessionFilter {
            beneficiary: Some(person.to_owned()),
            offset: u32::try_from(all.len()).unwrap_or(u32::MAX),
            limit: PAGE,
            ..SessionFilter::default()
        };
        let (total, rows) = reader.session_page(&filter)?;
        if rows.is_empty() {
            return Ok(all);
        }
        for row in rows {
            let form = session::form(reader, &row.id)?;
            let line = session::line(row);
            let individual = line.kind == SessionKind::Individual;
            let mut outcome = answers(reader, &form.outcome)?;
            if let Some(procedure) = form.procedure.filter(|text| !text.is_empty()) {
                outcome.insert(0, ("Démarche".to_owned(), procedure));
            }
            all.push(PersonSession {
                day: words::short_day(&line.date),
                kind: match line.title {
                    Some(title) if !title.is_empty() => {
                        format!("{} : {title}", line.kind.label())
                    }
                    _ => line.kind.label().to_owned(),
                },
                duration: duration_label(line.duration),
                place: line.place,
                themes: line
                    .themes
                    .iter()
                    .map(|theme| theme.label().to_owned())
                    .collect(),
                outcome,
                // The notes of a workshop speak of the group: others may be named there.
                notes: form.notes.filter(|_| individual),
            });
        }
        if all.len() >= total as usize {
            return Ok(all);
        }
    }
}

/// What a session changed, answer by answer.
fn answers(reader: &Reader<'_>, outcome: &OutcomeForm) -> Result<Vec<(String, String)>> {
    let yes = |answer: bool| if answer { "oui" } else { "non" }.to_owned();
    let place = match &outcome.redirection_place {
        Some(id) => reader.place_line(id)?.and_then(|place| place.name),
        None => None,
    };
    let answers = [
        (
            "Niveau d’autonomie",
            outcome.autonomy.map(|level| level.label().to_owned()),
        ),
        ("Objectif atteint", outcome.objective_reached.map(yes)),
        (
            "État de la démarche",
            outcome
                .procedure_state
                .map(|state| state.label().to_owned()),
        ),
        (
            "Orientation vers une autre structure",
            outcome.oriented.map(yes),
        ),
        (
            "Structure",
            outcome.redirection.map(|kind| kind.label().to_owned()),
        ),
        ("Lieu", place),
    ];
    Ok(answers
        .into_iter()
        .filter_map(|(name, answer)| Some((name.to_owned(), answer?)))
        .collect())
}

/// Values that gave way and are still kept, oldest first.
fn earlier(reader: &Reader<'_>, person: &str) -> Result<Vec<[String; 3]>> {
    let kept = reader.history(TABLE, person)?.into_iter();
    Ok(kept
        .filter_map(|old| {
            let value = serde_json::from_str(&old.value).ok()?;
            let value = words::value(&old.field, &value)?;
            let replaced = time::local(old.at_ms);
            let replaced = replaced.split('T').next().unwrap_or_default();
            Some([
                words::short_day(replaced),
                words::field(&old.field).to_owned(),
                value,
            ])
        })
        .collect())
}
