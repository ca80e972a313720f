//! What a form field can break, as codes for machines with the sentence the profession uses.
//!
//! Sentences are those of the national platform where it has one, to the apostrophe.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

macro_rules! rules {
    ($( $(#[$meta:meta])* $case:ident = $code:literal, $message:literal; )+) => {
        /// A rule that a form can break. The code is stable; the sentence may be reworded.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        pub enum RuleCode {
            $(
                #[doc = concat!("« ", $message, " »")]
                $(#[$meta])*
                #[serde(rename = $code)]
                $case,
            )+
        }

        impl RuleCode {
            /// Every rule.
            pub const ALL: &'static [Self] = &[$(Self::$case),+];

            /// Stable code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$case => $code),+ }
            }

            /// The sentence to show, in French. `{max}` stands for the limit of
            /// [`RuleCode::TextTooLong`].
            #[must_use]
            pub const fn message(self) -> &'static str {
                match self { $(Self::$case => $message),+ }
            }
        }
    };
}

rules! {
    DateRequired = "date_required", "Veuillez renseigner une date";
    DateInvalid = "date_invalid", "Veuillez renseigner une date valide";
    /// Stricter than the platform, which accepts any day: what has not happened is a draft.
    DateFuture = "date_future", "La date ne peut pas être dans le futur";
    DurationRequired = "duration_required", "Veuillez renseigner une durée";
    DurationZero = "duration_zero", "Veuillez renseigner une durée personnalisée";
    DurationTooLong = "duration_too_long", "La durée ne peut pas dépasser 23 h 59";
    PlaceKindRequired = "place_kind_required", "Veuillez renseigner un lieu d’accompagnement";
    PlaceRequired = "place_required", "Veuillez renseigner le lieu d’activité";
    CommuneRequired = "commune_required", "Veuillez renseigner la commune";
    CommuneIncomplete = "commune_incomplete", "La commune doit avoir un nom, un code postal et un code INSEE";
    ThemesRequired = "themes_required", "Veuillez renseigner au moins une thématique";
    AdministrativeThemes = "administrative_themes", "Les thématiques administratives ne sont autorisées que si la thématique \"Aide aux démarches administratives\" est sélectionnée";
    Procedure = "procedure", "Le nom de la démarche n’est autorisé que si la thématique \"Aide aux démarches administratives\" est sélectionnée";
    OnePerson = "one_person", "Un accompagnement individuel ne concerne qu’une seule personne";
    NobodyPresent = "nobody_present", "Veuillez renseigner au moins un bénéficiaire suivi ou anonyme";
    SumAboveTotal = "sum_above_total", "La somme des données socio-démographiques dépasse le total des bénéficiaires anonymes";
    CountNegative = "count_negative", "Le nombre ne peut pas être négatif";
    CountTooLarge = "count_too_large", "Le nombre ne peut pas dépasser 10\u{a0}000";
    TextTooLong = "text_too_long", "Ce texte ne peut pas dépasser {max} caractères";
    TextInvalid = "text_invalid", "Ce texte contient des caractères qui ne s’écrivent pas";
    FirstNameRequired = "first_name_required", "Le prénom est obligatoire";
    LastNameRequired = "last_name_required", "Le nom est obligatoire";
    PhoneInvalid = "phone_invalid", "Veuillez renseigner un numéro de téléphone valide";
    EmailInvalid = "email_invalid", "Veuillez renseigner une adresse e-mail valide";
    BirthYearInvalid = "birth_year_invalid", "Veuillez renseigner une année de naissance valide";
    PlaceNameRequired = "place_name_required", "Veuillez renseigner le nom du lieu d’activité";
    TagNameShort = "tag_name_short", "Le nom d’une étiquette a de 3 à 80 caractères";
    TypologyUnknown = "typology_unknown", "Cette typologie n’existe pas";
    SiretInvalid = "siret_invalid", "Veuillez renseigner un SIRET valide (14 chiffres)";
    PersonRequired = "person_required", "Veuillez choisir la personne";
    ColleagueRequired = "colleague_required", "Veuillez choisir à qui transmettre la fiche";
    ContactReasonRequired = "contact_reason_required", "Veuillez dire quel contact a eu lieu";
    Erased = "erased", "La personne dont parlait ce texte a été effacée : il ne peut plus être écrit ici";
    ThemeRequired = "theme_required", "Veuillez renseigner une thématique";
    GoalRequired = "goal_required", "Veuillez renseigner l’objectif";
    ReferralPlaceRequired = "referral_place_required", "Veuillez renseigner le lieu vers lequel la personne est orientée";
    ProcedureRequired = "procedure_required", "Veuillez renseigner le nom de la démarche";
    ProcedureTheme = "procedure_theme", "Une démarche relève d’une thématique administrative";
    AnswersRequired = "answers_required", "Veuillez répondre à au moins une ligne";
    MandateKindRequired = "mandate_kind_required", "Veuillez renseigner le type de mandat";
    MandateDays = "mandate_days", "Un mandat Aidants Connect dure 1, 31, 182 ou 365 jours";
    PixKindRequired = "pix_kind_required", "Veuillez renseigner ce que la personne a obtenu";
    PixRequired = "pix_required", "Veuillez renseigner le nombre de pix";
    PixRange = "pix_range", "Le nombre de pix va de 0 à 1\u{a0}024";
    PassCountRequired = "pass_count_required", "Veuillez renseigner le nombre de pass remis";
    FaceValueRange = "face_value_range", "La valeur d’un pass va de 1 à 1\u{a0}000 euros";
    IdentifierInvalid = "identifier_invalid", "Veuillez renseigner un identifiant de 9 à 14 lettres ou chiffres";
    ChoiceUnknown = "choice_unknown", "Ce choix n’existe pas dans le standard national";
    PositionInvalid = "position_invalid", "Veuillez renseigner une latitude et une longitude en degrés, par exemple 49,336 et -1,700";
    UrlInvalid = "url_invalid", "Veuillez renseigner une adresse web valide, commençant par https:// ou http://";
    AccessibilityUrl = "accessibility_url", "L’adresse doit commencer par https://acceslibre.beta.gouv.fr/";
    HoursInvalid = "hours_invalid", "Écrivez par exemple 9:00-12:00, 14:00-17:30, ou fermé";
    PhoneNeeded = "phone_needed", "Ce lieu se contacte par téléphone : veuillez renseigner le numéro";
    EmailNeeded = "email_needed", "Ce lieu se contacte par mail : veuillez renseigner l’adresse e-mail";
    TerritoryAbout = "territory_about", "Veuillez choisir un lieu ou une commune";
    TerritoryEmpty = "territory_empty", "Veuillez dire ce qui existe, ce qui est demandé ou ce qui est proposé";
    RnaInvalid = "rna_invalid", "Veuillez renseigner un numéro RNA valide (W suivi de 9 chiffres)";
    WeekdaysRequired = "weekdays_required", "Veuillez choisir au moins un jour de la semaine";
    TimeRequired = "time_required", "Veuillez renseigner une heure";
    TimeInvalid = "time_invalid", "Veuillez renseigner une heure valide, par exemple 9h30";
    EndBeforeStart = "end_before_start", "L’heure de fin doit être après l’heure de début";
    EveryInvalid = "every_invalid", "Le rythme va de toutes les semaines à une semaine sur huit";
    LastBeforeFirst = "last_before_first", "La date de fin ne peut pas être avant la date de début";
    NeverHappens = "never_happens", "Aucun des jours choisis ne tombe entre ces deux dates";
    WorkshopTitleRequired = "workshop_title_required", "Veuillez renseigner le titre de l’atelier";
    CapacityInvalid = "capacity_invalid", "Le nombre de places va de 1 à 500";
    RegistrationEmpty = "registration_empty", "Veuillez choisir une personne, ou indiquer un prénom ou des initiales";
    RegistrationCount = "registration_count", "Le nombre de personnes va de 1 à 50";
    DurationInvalid = "duration_invalid", "Veuillez renseigner une durée valide, par exemple 1h30";
}

/// One broken rule on one field of a form.
///
/// `field` is the form's own field name (`"themes"`, `"anonymous.total"`); `code` is a stable
/// machine code; `message` is the French sentence to show under the field, verbatim from the
/// national platform where it has one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FieldError {
    /// Path of the field in the form.
    pub field: String,
    /// Stable code of the broken rule.
    pub code: RuleCode,
    /// The sentence for the person.
    pub message: String,
}

impl FieldError {
    /// That rule broken on that field.
    #[must_use]
    pub fn new(field: impl Into<String>, code: RuleCode) -> Self {
        Self {
            field: field.into(),
            code,
            message: code.message().to_owned(),
        }
    }

    /// A text longer than `max` characters.
    #[must_use]
    pub fn too_long(field: impl Into<String>, max: usize) -> Self {
        let message = RuleCode::TextTooLong
            .message()
            .replace("{max}", &grouped(max));
        Self {
            field: field.into(),
            code: RuleCode::TextTooLong,
            message,
        }
    }
}

/// A number with a no-break space between thousands.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('\u{a0}');
        }
        out.push(digit);
    }
    out
}

/// An optional free text: trimmed, absent when empty, refused beyond `max` characters or with
/// control characters (line breaks and tabs only where `lines` is allowed).
#[must_use]
pub fn text(
    field: &str,
    value: &str,
    max: usize,
    lines: bool,
    errors: &mut Vec<FieldError>,
) -> Option<String> {
    let value = value.trim();
    if value.is_empty() {
        return None;
    }
    if value.chars().count() > max {
        errors.push(FieldError::too_long(field, max));
        return None;
    }
    let refused = |c: char| c.is_control() && !(lines && matches!(c, '\n' | '\r' | '\t'));
    if value.chars().any(refused) {
        errors.push(FieldError::new(field, RuleCode::TextInvalid));
        return None;
    }
    Some(value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_told_in_words() {
        let cases = [
            (100, "Ce texte ne peut pas dépasser 100 caractères"),
            (2000, "Ce texte ne peut pas dépasser 2\u{a0}000 caractères"),
        ];
        for (max, message) in cases {
            assert_eq!(FieldError::too_long("notes", max).message, message);
        }
    }

    #[test]
    fn codes_are_unique_and_are_the_wire_form() {
        for (i, rule) in RuleCode::ALL.iter().enumerate() {
            assert!(
                RuleCode::ALL[..i]
                    .iter()
                    .all(|other| other.code() != rule.code())
            );
            assert_eq!(serde_json::to_value(rule).unwrap(), rule.code());
        }
    }

    #[test]
    fn no_sentence_has_a_straight_apostrophe() {
        for rule in RuleCode::ALL {
            assert!(!rule.message().contains('\''), "{rule:?}");
        }
    }

    #[test]
    fn text_is_trimmed_bounded_and_printable() {
        let check = |value: &str, lines| {
            let mut errors = Vec::new();
            let kept = text("notes", value, 5, lines, &mut errors);
            (kept, errors.first().map(|e| e.code))
        };
        assert_eq!(check("  ab ", false), (Some("ab".to_owned()), None));
        assert_eq!(check("   ", false), (None, None));
        assert_eq!(check("éééééé", false), (None, Some(RuleCode::TextTooLong)));
        assert_eq!(check("a\nb", true), (Some("a\nb".to_owned()), None));
        assert_eq!(check("a\nb", false), (None, Some(RuleCode::TextInvalid)));
        assert_eq!(check("a\u{0}b", true), (None, Some(RuleCode::TextInvalid)));
    }
}
