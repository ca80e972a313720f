//! What a person recognises a record by, where only its identifier is known.

use chrono::{Datelike, NaiveDate};
use escale_domain::beneficiary::display_name;
use escale_domain::vocabulary::Theme;
use escale_store::Reader;
use serde_json::Value;

use crate::Result;

const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

/// "Séance du 24 novembre · E-mail", "Léa Martin", "Mairie de Portbail".
pub(crate) fn of(reader: &Reader<'_>, table: &str, id: &str) -> Result<String> {
    let Some(known) = escale_domain::catalogue::table(table) else {
        return Ok("Élément".to_owned());
    };
    let Some(row) = reader.row(known, id)? else {
        return Ok("Élément".to_owned());
    };
    let text = |name: &str| row.values.get(name).and_then(Value::as_str);
    Ok(match table {
        "session" => {
            let theme = row
                .values
                .get("themes")
                .and_then(|themes| Theme::from_value(themes.get(0)?.as_str()?))
                .map(|theme| format!(" · {}", theme.label()))
                .unwrap_or_default();
            format!("{}{theme}", session_of(text("date")))
        }
        "attendance" | "outcome" => {
            let session = match text("session") {
                Some(session) => reader.row(&escale_domain::catalogue::SESSION, session)?,
                None => None,
            };
            let date = session.as_ref().and_then(|row| row.values.get("date"));
            let what = if table == "attendance" {
                "Présence"
            } else {
                "Résultat"
            };
            format!(
                "{what} · {}",
                session_of(date.and_then(Value::as_str)).to_lowercase()
            )
        }
        "territory" => dated("Diagnostic", text("date")),
        "beneficiary" => display_name(
            text("first_name").unwrap_or_default(),
            text("last_name").unwrap_or_default(),
        ),
        "goal" | "referral" | "procedure" | "needs_assessment" | "mandate" | "pix_result"
        | "digital_pass" | "contact" => follow_up(reader, table, text("beneficiary"))?,
        "follow_step" => {
            let kind = text("kind").unwrap_or_default();
            let item = match (escale_domain::catalogue::table(kind), text("item")) {
                (Some(known), Some(item)) => reader.row(known, item)?,
                _ => None,
            };
            let person = item.as_ref().and_then(|row| row.values.get("beneficiary"));
            follow_up(reader, kind, person.and_then(Value::as_str))?
        }
        "not_twin" => "Deux fiches de deux personnes".to_owned(),
        "handover" => match text("person") {
            Some(person) => format!("Transmission · {}", of(reader, "beneficiary", person)?),
            None => "Transmission".to_owned(),
        },
        "erasure" => match text("person") {
            Some(person) => format!("Effacement · {}", of(reader, "beneficiary", person)?),
            None => "Effacement".to_owned(),
        },
        "merge" => format!("Fiches réunies · {}", of(reader, "beneficiary", id)?),
        "stop" | "stop_change" => {
            let id = match text("stop") {
                Some(stop) => reader.row(&escale_domain::catalogue::STOP, stop)?,
                None => None,
            };
            let place = id
                .as_ref()
                .and_then(|stop| stop.values.get("place"))
                .and_then(Value::as_str)
                .or_else(|| text("place"));
            let name = match place {
                Some(place) => reader.place_line(place)?.and_then(|place| place.name),
                None => None,
            };
            let what = match text("date") {
                Some(day) => dated("Permanence", Some(day)),
                None => "Permanence".to_owned(),
            };
            name.map_or(what.clone(), |name| format!("{what} · {name}"))
        }
        "workday" => dated("Journée", text("date")),
        "workshop" => format!("Atelier prévu · {}", text("title").unwrap_or("sans titre")),
        "registration" => {
            let workshop = match text("workshop") {
                Some(id) => reader.row(&escale_domain::catalogue::WORKSHOP, id)?,
                None => None,
            };
            let title = workshop
                .as_ref()
                .and_then(|row| row.values.get("title"))
                .and_then(Value::as_str);
            format!("Inscription · {}", title.unwrap_or("atelier"))
        }
        "outline" => format!("Trame · {}", text("title").unwrap_or("sans titre")),
        _ => text("name").unwrap_or("Élément").to_owned(),
    })
}

/// "Objectif · Léa Martin".
fn follow_up(reader: &Reader<'_>, table: &str, person: Option<&str>) -> Result<String> {
    let what = match table {
        "goal" => "Objectif",
        "referral" => "Orientation",
        "procedure" => "Démarche",
        "needs_assessment" => "Diagnostic",
        "mandate" => "Mandat Aidants Connect",
        "pix_result" => "Pix",
        "digital_pass" => "Pass numérique",
        "contact" => "Contact",
        _ => "Suivi",
    };
    let line = match person {
        Some(person) => reader.beneficiary_line(person)?,
        None => None,
    };
    Ok(match line {
        Some(line) => {
            let name = display_name(
                &line.first_name.unwrap_or_default(),
                &line.last_name.unwrap_or_default(),
            );
            format!("{what} · {name}")
        }
        None => what.to_owned(),
    })
}

/// What a record of that table is called.
pub(crate) fn noun(table: &str) -> &'static str {
    match table {
        "session" => "Séance",
        "beneficiary" => "Bénéficiaire",
        "place" => "Lieu",
        "tag" => "Étiquette",
        "goal" => "Objectif",
        "referral" => "Orientation",
        "procedure" => "Démarche",
        "needs_assessment" => "Diagnostic",
        "mandate" => "Mandat Aidants Connect",
        "pix_result" => "Pix",
        "digital_pass" => "Pass numérique",
        "contact" => "Contact",
        "erasure" => "Effacement",
        "stop" => "Permanence",
        "workshop" => "Atelier prévu",
        "registration" => "Inscription",
        "outline" => "Trame d’atelier",
        "territory" => "Diagnostic de territoire",
        "attendance" => "Présence",
        "outcome" => "Résultat",
        _ => "Élément",
    }
}

fn session_of(date: Option<&str>) -> String {
    dated("Séance", date)
}

/// "Séance du 24 novembre"; the word alone without a day.
fn dated(what: &str, date: Option<&str>) -> String {
    match date.and_then(|date| date.parse::<NaiveDate>().ok()) {
        Some(date) => format!("{what} du {}", day(date)),
        None => what.to_owned(),
    }
}

/// "24 novembre", "1er juin".
pub(crate) fn day(date: NaiveDate) -> String {
    let month = MONTHS.get(date.month0() as usize).copied();
    let first = if date.day() == 1 { "er" } else { "" };
    format!("{}{first} {}", date.day(), month.unwrap_or_default())
}
