//! The file of a person, for her: everything the notebook holds about her, in plain words.

use escale_domain::catalogue;
use escale_domain::followup::Mandate;
use escale_domain::vocabulary::{SessionKind, Theme, duration_label};
use escale_export::paper::{PersonFile, PersonSection, PersonSession};
use escale_store::Reader;

use super::{file, from};
use crate::api::file::FileOut;
use crate::api::paper::PaperOf;
use crate::held::{self, Held, Row};
use crate::words::{self, day, field};
use crate::{App, Failure, Result, followup, label, session, time};

/// Beside what waits in the bin.
const IN_BIN: &str = "\n(dans la corbeille)";
/// What is read apart from the other facts of a session.
const APART: [&str; 7] = [
    "kind",
    "date",
    "duration",
    "place",
    "place_kind",
    "title",
    "themes",
];

/// The file of a person, for her.
///
/// # Errors
/// `not_found`, `locked`.
pub fn person(app: &App, request: PaperOf) -> Result<FileOut> {
    let open = app.open()?;
    let document = open.notebook.read(|reader| {
        let held = held::of(reader, &request.id)?;
        let identity = facts(reader, &held.person, &["notes"])?;
        let notes = held.person.text("notes").map(str::to_owned);
        let themes = reader.beneficiary_themes(&held.person.id)?;
        Ok::<_, Failure>(
            PersonFile {
                from: from(app, &open),
                name: label::of(reader, catalogue::BENEFICIARY.name, &held.person.id)?,
                identity,
                notes,
                sessions: sessions(reader, &held)?,
                themes: themes
                    .into_iter()
                    .map(|count| (theme(&count.value), count.count))
                    .collect(),
                more: more(reader, &held)?,
                standing: standing(reader, &held)?,
                earlier: earlier(reader, &held)?,
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

/// What a row says, under the names of its fields; `but` is said elsewhere.
fn facts(reader: &Reader<'_>, row: &Row, but: &[&str]) -> Result<Vec<(String, String)>> {
    let said = row.said(reader)?.into_iter();
    Ok(said
        .filter(|(name, _)| !but.contains(name))
        .map(|(name, words)| (field::of(row.table.name, name).to_owned(), words))
        .collect())
}

/// The same, a line each.
fn lines(reader: &Reader<'_>, row: &Row, but: &[&str]) -> Result<Vec<String>> {
    let facts = facts(reader, row, but)?.into_iter();
    Ok(facts
        .map(|(name, words)| format!("{name} : {words}"))
        .collect())
}

fn sessions(reader: &Reader<'_>, held: &Held) -> Result<Vec<PersonSession>> {
    let mut all = Vec::new();
    for (row, outcome) in &held.sessions {
        let Some(line) = reader.session_line(&row.id)?.map(session::line) else {
            continue;
        };
        let individual = line.kind == SessionKind::Individual;
        let mut said = facts(reader, row, &[&APART[..], &["notes"][..]].concat())?;
        if let Some(outcome) = outcome {
            said.extend(facts(reader, outcome, &[])?);
        }
        let title = line.title.filter(|title| !title.is_empty());
        let mut day = day::read(&line.date);
        if row.in_bin {
            day.push_str(IN_BIN);
        }
        all.push(PersonSession {
            day,
            kind: match title {
                Some(title) => format!("{} : {title}", line.kind.label()),
                None => line.kind.label().to_owned(),
            },
            duration: duration_label(line.duration),
            place: line
                .place
                .or_else(|| line.place_kind.map(|kind| kind.label().to_owned())),
            themes: line
                .themes
                .iter()
                .map(|theme| theme.label().to_owned())
                .collect(),
            outcome: said,
            // The notes of a workshop speak of the group: others may be named there.
            notes: row.text("notes").filter(|_| individual).map(str::to_owned),
        });
    }
    Ok(all)
}

fn more(reader: &Reader<'_>, held: &Held) -> Result<Vec<PersonSection>> {
    let mut sections = Vec::new();
    for (table, heading, column) in [
        ("goal", "Objectifs", "Objectif"),
        ("referral", "Orientations", "Vers"),
        ("procedure", "Démarches", "Démarche"),
        ("needs_assessment", "Ce que vous dites savoir faire", "Jour"),
        ("mandate", "Mandats Aidants Connect", "Mandat"),
        ("pix_result", "Pix", "Jour"),
        ("digital_pass", "Pass numériques remis", "Jour"),
        ("contact", "Contacts notés pour garder votre fiche", "Jour"),
        ("registration", "Inscriptions à des ateliers", "Atelier"),
    ] {
        let mut rows = Vec::new();
        for row in held.more.iter().filter(|row| row.table.name == table) {
            rows.push(entry(reader, row)?);
        }
        sections.push(section(heading, column, rows));
    }
    let progress = followup::autonomy(reader, &held.person.id)?.into_iter();
    let progress = progress.map(|theme| {
        let points = theme.points.iter();
        let points = points.map(|at| format!("{} : {}", day::read(&at.date), at.autonomy.label()));
        [
            theme.theme.label().to_owned(),
            points.collect::<Vec<_>>().join("\n"),
        ]
    });
    sections.push(section(
        "Autonomie au fil des séances",
        "Sujet",
        progress.collect(),
    ));
    let mut joined = Vec::new();
    for row in &held.joined {
        let name = label::of(reader, catalogue::BENEFICIARY.name, &row.id)?;
        joined.push([name, lines(reader, row, &[])?.join("\n")]);
    }
    sections.push(section("Fiches réunies à celle-ci", "Fiche", joined));
    Ok(sections)
}

fn section(heading: &str, column: &str, rows: Vec<[String; 2]>) -> PersonSection {
    PersonSection {
        heading: heading.to_owned(),
        columns: [column.to_owned(), "Ce qui est noté".to_owned()],
        rows,
    }
}

/// What a row is, and what is noted of it.
fn entry(reader: &Reader<'_>, row: &Row) -> Result<[String; 2]> {
    let dated = |name: &str| row.text(name).map(day::read).unwrap_or_default();
    let text = |name: &str| row.text(name).unwrap_or_default().to_owned();
    let (mut what, but): (String, &[&str]) = match row.table.name {
        "goal" => (text("wording"), &["wording"]),
        "procedure" => (text("name"), &["name"]),
        "referral" => (
            followup::whither(reader, &row.values)?,
            &["place", "place_name"],
        ),
        "mandate" => (format!("À partir du {}", dated("start")), &["start"]),
        "registration" => (workshop(reader, row)?, &["name"]),
        _ => (dated("date"), &["date"]),
    };
    if row.in_bin {
        what.push_str(IN_BIN);
    }
    let mut noted = lines(reader, row, but)?;
    if row.table.name == "mandate"
        && let Some(end) = Mandate::end(&Mandate::from_fields(&row.values))
    {
        noted.push(format!("Jusqu’au : {}", day::read(&end)));
    }
    let steps = match row.table.name {
        "goal" | "referral" => reader.follow_steps(&row.id)?,
        "procedure" => reader.procedure_steps(&row.id)?,
        _ => Vec::new(),
    };
    let steps = steps.into_iter().filter_map(|step| {
        let state = words::state(row.table.name, step.state.as_deref()?);
        Some(format!("{state} ({})", day::read(step.date.as_deref()?)))
    });
    let steps: Vec<String> = steps.collect();
    if !steps.is_empty() {
        noted.push(format!("Étapes : {}", steps.join(", ")));
    }
    Ok([what, noted.join("\n")])
}

/// Title and day of the workshop somebody is registered for.
fn workshop(reader: &Reader<'_>, row: &Row) -> Result<String> {
    let Some(id) = row.text("workshop") else {
        return Ok(String::new());
    };
    let Some(found) = reader.row(&catalogue::WORKSHOP, id)? else {
        return Ok(String::new());
    };
    let text = |name: &str| found.values.get(name).and_then(|value| value.as_str());
    let day = text("date").map(day::read).unwrap_or_default();
    Ok(format!("{}\n{day}", text("title").unwrap_or_default()))
}

/// Every row, and what its fields are fields of.
fn rows(held: &Held) -> impl Iterator<Item = (&'static str, &Row)> {
    let person = std::iter::once(("", &held.person));
    let joined = held.joined.iter().map(|row| ("Fiche réunie · ", row));
    let sessions = held.sessions.iter().flat_map(|(session, outcome)| {
        std::iter::once(("Séance · ", session))
            .chain(outcome.iter().map(|outcome| ("Séance · ", outcome)))
    });
    let more = held.more.iter().map(|row| {
        let what = match row.table.name {
            "goal" => "Objectif · ",
            "referral" => "Orientation · ",
            "procedure" => "Démarche · ",
            "needs_assessment" => "Diagnostic · ",
            "mandate" => "Mandat · ",
            "pix_result" => "Pix · ",
            "digital_pass" => "Pass numérique · ",
            "contact" => "Contact · ",
            _ => "Inscription · ",
        };
        (what, row)
    });
    person.chain(joined).chain(sessions).chain(more)
}

fn named(what: &str, row: &Row, name: &str) -> String {
    format!("{what}{}", field::of(row.table.name, name))
}

/// Values that stand at once, until somebody chooses.
fn standing(reader: &Reader<'_>, held: &Held) -> Result<Vec<[String; 2]>> {
    let mut lines = Vec::new();
    for (what, row) in rows(held) {
        for (name, values) in &row.standing {
            let mut said = Vec::new();
            for value in values {
                said.push(words::of(reader, row.table.name, name, value)?);
            }
            said.retain(|words| !words.is_empty());
            lines.push([named(what, row, name), said.join("\n")]);
        }
    }
    Ok(lines)
}

/// Values that gave way and are still kept, oldest first.
fn earlier(reader: &Reader<'_>, held: &Held) -> Result<Vec<[String; 3]>> {
    let mut dated = Vec::new();
    for (what, row) in rows(held) {
        for (name, value, at) in &row.earlier {
            let said = words::of(reader, row.table.name, name, value)?;
            if !said.trim().is_empty() {
                dated.push((at, [day::read(at), named(what, row, name), said]));
            }
        }
    }
    // Stable: those of one day stay in the order of the document.
    dated.sort_by_key(|(at, _)| *at);
    Ok(dated.into_iter().map(|(_, line)| line).collect())
}
