//! What a recorded value says, in the words of the screens and of paper: the one place for it.

pub(crate) mod day;
pub(crate) mod field;

use escale_domain::commune::CommuneRef;
use escale_domain::phone;
use escale_domain::vocabulary as v;
use escale_store::Reader;
use serde_json::Value;

use crate::{Result, place};

/// A place whose file never reached this laptop.
const UNKNOWN_PLACE: &str = "Un lieu que cet ordinateur ne connaît pas";
/// A tag that never reached this laptop.
const UNKNOWN_TAG: &str = "Une étiquette que cet ordinateur ne connaît pas";

/// The words of a value; empty when the field was emptied.
pub(crate) fn of(reader: &Reader<'_>, table: &str, field: &str, value: &Value) -> Result<String> {
    if let (Some(id), "place" | "redirection_place") = (value.as_str(), field) {
        return Ok(reader
            .place_line(id)?
            .and_then(|line| line.name)
            .unwrap_or_else(|| UNKNOWN_PLACE.to_owned()));
    }
    if let (Some(ids), "session", "tags") = (value.as_array(), table, field) {
        let names = ids.iter().filter_map(Value::as_str);
        let names = names.map(|id| tag_name(reader, id));
        return Ok(names.collect::<Result<Vec<_>>>()?.join(", "));
    }
    Ok(plain(table, field, value))
}

fn tag_name(reader: &Reader<'_>, id: &str) -> Result<String> {
    let name = reader.row(&escale_domain::catalogue::TAG, id)?;
    let name = name.and_then(|row| Some(row.values.get("name")?.as_str()?.to_owned()));
    Ok(name.unwrap_or_else(|| UNKNOWN_TAG.to_owned()))
}

fn plain(table: &str, field: &str, value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => "Oui".to_owned(),
        Value::Bool(false) => "Non".to_owned(),
        Value::String(text) => label(table, field, text).unwrap_or_else(|| text.clone()),
        Value::Number(number) => match (field, number.as_u64().and_then(|n| u32::try_from(n).ok()))
        {
            ("duration", Some(minutes)) => v::duration_label(minutes),
            _ => number.to_string(),
        },
        Value::Array(elements) => {
            let words: Vec<String> = elements
                .iter()
                .map(|element| plain(table, field, element))
                .collect();
            words.join(", ")
        }
        Value::Object(members) => match members.get("total").and_then(Value::as_u64) {
            Some(1) => "1 personne anonyme".to_owned(),
            Some(total) => format!("{total} personnes anonymes"),
            // What cannot be read is still shown: somebody wrote it.
            None => CommuneRef::from_value(value).map_or_else(
                || value.to_string(),
                |commune| place::commune_label(&commune),
            ),
        },
    }
}

/// The label of a case of a closed list, a phone or a day as read.
fn label(table: &str, field: &str, text: &str) -> Option<String> {
    let label = match (table, field) {
        ("beneficiary", "phone") => return Some(phone::display(text)),
        (
            "session" | "goal" | "referral" | "needs_assessment" | "mandate" | "pix_result"
            | "digital_pass" | "procedure" | "follow_step",
            "date" | "target" | "look_again" | "start",
        ) => return day::in_figures(text),
        ("beneficiary", "gender") => v::Gender::from_value(text)?.label(),
        ("beneficiary", "age_band") => v::AgeBand::from_value(text)?.label(),
        ("beneficiary", "status") => v::SocialStatus::from_value(text)?.label(),
        ("session", "kind") => v::SessionKind::from_value(text)?.label(),
        ("session", "place_kind") => v::PlaceKind::from_value(text)?.label(),
        ("session", "level") => v::WorkshopLevel::from_value(text)?.label(),
        ("session", "themes") => v::Theme::from_value(text)?.label(),
        ("session", "materials") => v::Material::from_value(text)?.label(),
        ("outcome", "autonomy") => v::Autonomy::from_value(text)?.label(),
        ("outcome", "procedure_state") => v::ProcedureState::from_value(text)?.label(),
        ("outcome" | "referral", "redirection") => v::Redirection::from_value(text)?.label(),
        ("place", "typologies") => v::Typology::from_value(text)?.label(),
        ("goal" | "procedure", "theme") => v::Theme::from_value(text)?.label(),
        ("mandate", "kind") => v::MandateKind::from_value(text)?.label(),
        ("pix_result", "kind") => v::PixKind::from_value(text)?.label(),
        ("needs_assessment", "notes") => return None,
        ("needs_assessment", _) => v::BasicLevel::from_value(text)?.label(),
        _ => return None,
    };
    Some(label.to_owned())
}

/// The label of a state of a goal, a referral or a procedure; the state itself when a newer
/// version wrote it.
pub(crate) fn state(kind: &str, state: &str) -> String {
    let label = match kind {
        "goal" => v::GoalState::from_value(state).map(v::GoalState::label),
        "referral" => v::ReferralState::from_value(state).map(v::ReferralState::label),
        "procedure" => v::ProcedureState::from_value(state).map(v::ProcedureState::label),
        _ => None,
    };
    label.unwrap_or(state).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_are_said_as_the_screens_say_them() {
        let cases = [
            (
                "beneficiary",
                "phone",
                json!("+33639981234"),
                "06 39 98 12 34",
            ),
            ("beneficiary", "status", json!("retraite"), "Retraité"),
            ("beneficiary", "no_phone", json!(true), "Oui"),
            ("beneficiary", "birth_year", json!(1948), "1948"),
            ("beneficiary", "email", Value::Null, ""),
            ("session", "date", json!("2026-11-24"), "24/11/2026"),
            ("session", "duration", json!(90), "1h30"),
            (
                "session",
                "themes",
                json!(["email", "sante"]),
                "E-mail, Santé",
            ),
            (
                "session",
                "anonymous",
                json!({"total": 7}),
                "7 personnes anonymes",
            ),
            ("session", "kind", json!("quelque_chose"), "quelque_chose"),
            ("goal", "target", json!("2026-12-24"), "24/12/2026"),
            (
                "pix_result",
                "kind",
                json!("niveau"),
                "Niveau sur son profil Pix",
            ),
            (
                "needs_assessment",
                "email",
                json!("avec_aide"),
                "Avec de l’aide",
            ),
            ("beneficiary", "gender", json!("feminin"), "Féminin"),
            ("beneficiary", "gender", json!("futur"), "futur"),
            (
                "beneficiary",
                "commune",
                json!({"futur": 1}),
                "{\"futur\":1}",
            ),
        ];
        for (table, field, value, words) in cases {
            assert_eq!(plain(table, field, &value), words, "{table}.{field}");
        }
    }
}
