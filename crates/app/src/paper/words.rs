//! Days and kept values, in the words of a document.

use chrono::{Datelike, NaiveDate};
use escale_domain::commune::CommuneRef;
use escale_domain::phone;
use escale_domain::vocabulary::{AgeBand, Gender, SocialStatus};
use serde_json::Value;

use crate::label::MONTHS;
use crate::place;

const WEEKDAYS: [&str; 7] = [
    "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
];

/// "24 novembre 2026".
pub(super) fn day(day: NaiveDate) -> String {
    let month = MONTHS
        .get(day.month0() as usize)
        .copied()
        .unwrap_or_default();
    match day.day() {
        1 => format!("1er {month} {}", day.year()),
        number => format!("{number} {month} {}", day.year()),
    }
}

/// "mardi 24 novembre 2026" of an ISO day; what it is otherwise.
pub(super) fn long_day(iso: &str) -> String {
    match iso.parse::<NaiveDate>() {
        Ok(date) => {
            let weekday = date.weekday().num_days_from_monday() as usize;
            let weekday = WEEKDAYS.get(weekday).copied().unwrap_or_default();
            format!("{weekday} {}", day(date))
        }
        Err(_) => iso.to_owned(),
    }
}

/// "24 novembre 2026" of an ISO day; what it is otherwise.
pub(super) fn short_day(iso: &str) -> String {
    iso.parse().map_or_else(|_| iso.to_owned(), day)
}

/// The label of a person's field.
pub(super) fn field(name: &str) -> &str {
    match name {
        "first_name" => "Prénom(s)",
        "last_name" => "Nom d’usage",
        "phone" => "Téléphone",
        "no_phone" => "N’a pas de téléphone",
        "email" => "Adresse e-mail",
        "birth_year" => "Année de naissance",
        "commune" => "Commune de résidence",
        "gender" => "Genre",
        "age_band" => "Tranche d’âge",
        "status" => "Statut",
        "notes" => "Notes",
        other => other,
    }
}

/// A kept value of a person's field; none when it says nothing.
pub(super) fn value(name: &str, value: &Value) -> Option<String> {
    let text = match (name, value) {
        (_, Value::Null) | ("no_phone", Value::Bool(false)) => return None,
        ("no_phone", Value::Bool(true)) => "oui".to_owned(),
        ("phone", Value::String(text)) => phone::display(text),
        ("gender", Value::String(text)) => known(text, Gender::from_value, Gender::label),
        ("age_band", Value::String(text)) => known(text, AgeBand::from_value, AgeBand::label),
        ("status", Value::String(text)) => {
            known(text, SocialStatus::from_value, SocialStatus::label)
        }
        (_, Value::String(text)) => text.clone(),
        ("commune", object) => CommuneRef::from_value(object)
            .map_or_else(|| object.to_string(), |known| place::commune_label(&known)),
        (_, other) => other.to_string(),
    };
    Some(text).filter(|text| !text.trim().is_empty())
}

/// The label of a value; the value itself when a newer version wrote it.
fn known<T>(text: &str, find: fn(&str) -> Option<T>, label: fn(T) -> &'static str) -> String {
    find(text).map_or_else(|| text.to_owned(), |case| label(case).to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn days_and_values_read_as_a_person_says_them() {
        assert_eq!(long_day("2026-11-24"), "mardi 24 novembre 2026");
        assert_eq!(short_day("2026-02-01"), "1er février 2026");
        assert_eq!(long_day("un jour"), "un jour");
        assert_eq!(
            value("phone", &json!("+33233000000")).unwrap(),
            "02 33 00 00 00"
        );
        assert_eq!(value("gender", &json!("feminin")).unwrap(), "Féminin");
        assert_eq!(value("gender", &json!("futur")).unwrap(), "futur");
        assert_eq!(value("birth_year", &json!(1948)).unwrap(), "1948");
        assert_eq!(value("notes", &json!("  ")), None);
        assert_eq!(value("no_phone", &json!(false)), None);
    }
}
