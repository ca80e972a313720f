//! What a person recognises a record by, where only its identifier is known.

use chrono::{Datelike, NaiveDate};
use escale_domain::beneficiary::display_name;
use escale_domain::vocabulary::Theme;
use escale_store::Reader;
use serde_json::Value;

use crate::Result;

pub(crate) const MONTHS: [&str; 12] = [
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
            let theme = reader
                .session_line(id)?
                .and_then(|line| {
                    line.themes
                        .first()
                        .and_then(|theme| Theme::from_value(theme))
                })
                .map(|theme| format!(" · {}", theme.label()))
                .unwrap_or_default();
            format!("{}{theme}", session_of(text("date")))
        }
        "attendance" | "outcome" => {
            let session = match text("session") {
                Some(session) => reader.session_line(session)?.and_then(|line| line.date),
                None => None,
            };
            let what = if table == "attendance" {
                "Présence"
            } else {
                "Résultat"
            };
            format!("{what} · {}", session_of(session.as_deref()).to_lowercase())
        }
        "beneficiary" => display_name(
            text("first_name").unwrap_or_default(),
            text("last_name").unwrap_or_default(),
        ),
        _ => text("name").unwrap_or("Élément").to_owned(),
    })
}

/// What a record of that table is called.
pub(crate) fn noun(table: &str) -> &'static str {
    match table {
        "session" => "Séance",
        "beneficiary" => "Bénéficiaire",
        "place" => "Lieu",
        "tag" => "Étiquette",
        "attendance" => "Présence",
        "outcome" => "Résultat",
        _ => "Élément",
    }
}

fn session_of(date: Option<&str>) -> String {
    let day = date.and_then(|date| date.parse::<NaiveDate>().ok());
    let month = day.and_then(|day| MONTHS.get(day.month0() as usize));
    match (day, month) {
        (Some(day), Some(month)) if day.day() == 1 => format!("Séance du 1er {month}"),
        (Some(day), Some(month)) => format!("Séance du {} {month}", day.day()),
        _ => "Séance".to_owned(),
    }
}
