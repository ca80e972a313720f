//! The vocabulary as TypeScript constants for the screens, so that a label is written once.
//!
//! The text is the same from one run to the next; the types it names are those derived from the
//! same enumerations and written beside it.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use crate::beneficiary::ANONYMOUS;
use crate::rule::RuleCode;
use crate::sensitive::WarningKind;
use crate::vocabulary::{
    AccessMode, AgeBand, Autonomy, Basic, BasicLevel, DURATION_DEFAULTS, DurationRange, Fee,
    Gender, GoalState, MANDATE_DAYS, MandateKind, Material, PixKind, PlaceKind, ProcedureState,
    Programme, Public, Redirection, ReferralState, Service, SessionKind, SocialStatus, SpecialCare,
    SupportMode, Theme, TrainingLabel, Typology, WorkshopLevel,
};

/// `value` and `label`, then what the vocabulary has of its own.
fn case(value: &str, label: &str) -> Map<String, Value> {
    let mut map = Map::new();
    map.insert("value".to_owned(), value.into());
    map.insert("label".to_owned(), label.into());
    map
}

macro_rules! plain {
    ($out:expr, $name:literal, $type:ident) => {
        array(
            $out,
            $name,
            $type::ALL.iter().map(|x| case(x.value(), x.label())),
        )
    };
}

macro_rules! with {
    ($out:expr, $name:literal, $type:ident, $($member:literal => $method:ident),+) => {
        array($out, $name, $type::ALL.iter().map(|x| {
            let mut map = case(x.value(), x.label());
            $( map.insert($member.to_owned(), Value::from(x.$method())); )+
            map
        }))
    };
}

fn array(out: &mut String, name: &str, cases: impl Iterator<Item = Map<String, Value>>) {
    // Writing to a string cannot fail.
    let _ = writeln!(out, "\nexport const {name} = [");
    for case in cases {
        let _ = writeln!(out, "  {},", Value::from(case));
    }
    out.push_str("] as const;\n");
}

fn record(out: &mut String, name: &str, pairs: impl Iterator<Item = (&'static str, &'static str)>) {
    let _ = writeln!(out, "\nexport const {name} = {{");
    for (code, message) in pairs {
        let _ = writeln!(out, "  {code}: {},", Value::from(message));
    }
    out.push_str("} as const;\n");
}

/// A TypeScript module: one ordered array of `{value, label, …}` per vocabulary, the sentences of
/// the rules (`MESSAGES`) and of the warnings (`WARNINGS`).
#[must_use]
pub fn typescript_vocabulary() -> String {
    let mut text = String::from("// Generated from crates/domain: do not edit.\n");
    let out = &mut text;
    with!(out, "SESSION_KINDS", SessionKind, "plural" => plural_label, "statistics" => statistics_label);
    with!(out, "PLACE_KINDS", PlaceKind, "place" => has_place, "commune" => has_commune);
    plain!(out, "MATERIALS", Material);
    with!(out, "THEMES", Theme, "hint" => hint, "administrative" => is_administrative);
    with!(out, "AUTONOMIES", Autonomy, "stars" => stars);
    plain!(out, "REDIRECTIONS", Redirection);
    with!(out, "WORKSHOP_LEVELS", WorkshopLevel, "stars" => stars);
    with!(out, "PROCEDURE_STATES", ProcedureState, "closed" => is_closed);
    with!(out, "GENDERS", Gender, "sex" => sex_label);
    plain!(out, "AGE_BANDS", AgeBand);
    plain!(out, "SOCIAL_STATUSES", SocialStatus);
    plain!(out, "TYPOLOGIES", Typology);
    plain!(out, "DURATION_RANGES", DurationRange);
    with!(out, "GOAL_STATES", GoalState, "closed" => is_closed);
    with!(out, "REFERRAL_STATES", ReferralState, "closed" => is_closed);
    plain!(out, "BASICS", Basic);
    with!(out, "BASIC_LEVELS", BasicLevel, "points" => points);
    plain!(out, "MANDATE_KINDS", MandateKind);
    plain!(out, "PIX_KINDS", PixKind);
    let _ = writeln!(
        out,
        "\nexport const MANDATE_DAYS = {} as const;",
        json!(MANDATE_DAYS)
    );
    plain!(out, "SERVICES", Service);
    plain!(out, "PUBLICS", Public);
    plain!(out, "SPECIAL_CARES", SpecialCare);
    plain!(out, "FEES", Fee);
    plain!(out, "PROGRAMMES", Programme);
    plain!(out, "TRAINING_LABELS", TrainingLabel);
    plain!(out, "ACCESS_MODES", AccessMode);
    plain!(out, "SUPPORT_MODES", SupportMode);
    let _ = writeln!(
        out,
        "\nexport const DURATION_DEFAULTS = {} as const;",
        json!(DURATION_DEFAULTS)
    );
    let _ = writeln!(out, "\nexport const ANONYMOUS = {};", json!(ANONYMOUS));
    record(
        out,
        "MESSAGES",
        RuleCode::ALL
            .iter()
            .map(|rule| (rule.code(), rule.message())),
    );
    record(
        out,
        "WARNINGS",
        WarningKind::ALL
            .iter()
            .map(|kind| (kind.code(), kind.message())),
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_case_and_sentence_is_there() {
        let text = typescript_vocabulary();
        assert_eq!(text, typescript_vocabulary());
        assert_eq!(text.matches("\"hint\":").count(), Theme::ALL.len());
        assert_eq!(text.matches("\"administrative\":true").count(), 11);
        assert_eq!(text.matches("\n] as const;\n").count(), 27);
        for rule in RuleCode::ALL {
            let line = format!("\n  {}: {},\n", rule.code(), json!(rule.message()));
            assert!(text.contains(&line), "{line}");
        }
        assert!(text.contains("\"label\":\"Lieu d’activité\""));
        assert!(text.contains("\"value\":\"aide_aux_demarches_administratives\""));
    }

    #[test]
    fn cases_come_in_display_order() {
        let text = typescript_vocabulary();
        let at = |case: &str| text.find(case).unwrap();
        assert!(at("\"soixante_dix_plus\"") < at("\"moins_de_douze\""));
        assert!(at("\"lieu_activite\"") < at("\"a_distance\""));
    }
}
