//! Beneficiary: a person followed by name. Anonymous people are counts on a session, never rows.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::commune::CommuneRef;
use crate::fields::{self, Fields};
use crate::rule::{self, FieldError, RuleCode};
use crate::session::NOTES_MAX;
use crate::vocabulary::{AgeBand, Gender, SocialStatus};
use crate::{email, phone};

/// What the screen sends for a named person. Its `Debug` shows nothing of the person.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct BeneficiaryForm {
    /// Prénom(s).
    pub first_name: String,
    /// Nom d’usage.
    pub last_name: String,
    /// Phone as typed.
    pub phone: String,
    /// The person has no phone (erases `phone`).
    pub no_phone: bool,
    /// E-mail as typed.
    pub email: String,
    /// Year of birth as typed (empty when unknown).
    pub birth_year: String,
    /// Commune of residence.
    pub commune: Option<CommuneRef>,
    /// Gender.
    pub gender: Option<Gender>,
    /// Age band, when the year of birth is unknown.
    pub age_band: Option<AgeBand>,
    /// Social status.
    pub status: Option<SocialStatus>,
    /// Notes.
    pub notes: String,
}

impl BeneficiaryForm {
    /// The age band in a given year: from the year of birth, else as told; nothing when neither
    /// says anything.
    #[must_use]
    pub fn shown_age_band(&self, current_year: i32) -> Option<AgeBand> {
        birth_year(self.birth_year.trim(), current_year)
            .map(|year| AgeBand::from_birth_year(year, current_year))
            .or(self.age_band)
            .filter(|band| *band != AgeBand::Undeclared)
    }
}

impl std::fmt::Debug for BeneficiaryForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BeneficiaryForm(‹personal›)")
    }
}

/// Longest name, in characters.
pub const NAME_MAX: usize = 100;
/// The text shown for somebody whose name is not known.
pub const ANONYMOUS: &str = "Bénéficiaire anonyme";

/// "Prénom Nom", or [`ANONYMOUS`] when there is neither.
#[must_use]
pub fn display_name(first_name: &str, last_name: &str) -> String {
    let name = format!("{} {}", first_name.trim(), last_name.trim());
    match name.trim() {
        "" => ANONYMOUS.to_owned(),
        name => name.to_owned(),
    }
}

/// A named person that keeps every rule. Made by [`Beneficiary::new`] only. Its `Debug` shows
/// nothing of the person.
#[derive(Clone, PartialEq, Eq)]
pub struct Beneficiary {
    /// Prénom(s).
    pub first_name: String,
    /// Nom d’usage.
    pub last_name: String,
    /// Canonical number, `+33…`.
    pub phone: Option<String>,
    /// The person has no phone.
    pub no_phone: bool,
    /// E-mail, lower case.
    pub email: Option<String>,
    /// Year of birth.
    pub birth_year: Option<i32>,
    /// Commune of residence.
    pub commune: Option<CommuneRef>,
    /// Gender.
    pub gender: Option<Gender>,
    /// Age band as told; never kept beside a year of birth, from which it derives.
    pub told_age_band: Option<AgeBand>,
    /// Social status.
    pub status: Option<SocialStatus>,
    /// Notes.
    pub notes: Option<String>,
}

impl std::fmt::Debug for Beneficiary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Beneficiary(‹personal›)")
    }
}

impl Beneficiary {
    /// The person of that form; `today` bounds the year of birth.
    ///
    /// # Errors
    /// Every broken rule, on the field that breaks it.
    pub fn new(form: &BeneficiaryForm, today: NaiveDate) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let first_name = name(
            "first_name",
            &form.first_name,
            RuleCode::FirstNameRequired,
            &mut errors,
        );
        let last_name = name(
            "last_name",
            &form.last_name,
            RuleCode::LastNameRequired,
            &mut errors,
        );
        let phone = optional(&form.phone)
            .filter(|_| !form.no_phone)
            .and_then(|typed| {
                accepted(
                    "phone",
                    phone::normalise(typed),
                    RuleCode::PhoneInvalid,
                    &mut errors,
                )
            });
        let email = optional(&form.email).and_then(|typed| {
            accepted(
                "email",
                email::normalise(typed),
                RuleCode::EmailInvalid,
                &mut errors,
            )
        });
        let birth_year = optional(&form.birth_year).and_then(|typed| {
            let year = birth_year(typed, today.year());
            accepted("birth_year", year, RuleCode::BirthYearInvalid, &mut errors)
        });
        if form
            .commune
            .as_ref()
            .is_some_and(|commune| !commune.is_complete())
        {
            errors.push(FieldError::new("commune", RuleCode::CommuneIncomplete));
        }
        let notes = rule::text("notes", &form.notes, NOTES_MAX, true, &mut errors);
        match (first_name, last_name) {
            (Some(first_name), Some(last_name)) if errors.is_empty() => Ok(Self {
                first_name,
                last_name,
                phone,
                no_phone: form.no_phone,
                email,
                birth_year,
                commune: form.commune.clone(),
                gender: form.gender,
                told_age_band: form.age_band.filter(|_| birth_year.is_none()),
                status: form.status,
                notes,
            }),
            _ => Err(errors),
        }
    }

    /// The age band in a given year: derived from the year of birth, else as told, else
    /// undeclared.
    #[must_use]
    pub fn age_band(&self, current_year: i32) -> AgeBand {
        let derived = self
            .birth_year
            .map(|year| AgeBand::from_birth_year(year, current_year));
        derived
            .or(self.told_age_band)
            .unwrap_or(AgeBand::Undeclared)
    }

    /// "Prénom Nom".
    #[must_use]
    pub fn display_name(&self) -> String {
        display_name(&self.first_name, &self.last_name)
    }

    /// The wire form.
    #[must_use]
    pub fn fields(&self) -> Fields {
        let mut map = Fields::new();
        fields::put_text(&mut map, "first_name", Some(&self.first_name));
        fields::put_text(&mut map, "last_name", Some(&self.last_name));
        fields::put_text(&mut map, "phone", self.phone.as_deref());
        fields::put_flag(&mut map, "no_phone", self.no_phone);
        fields::put_text(&mut map, "email", self.email.as_deref());
        if let Some(year) = self.birth_year {
            map.insert("birth_year".to_owned(), year.into());
        }
        fields::put_commune(&mut map, "commune", self.commune.as_ref());
        fields::put_text(&mut map, "gender", self.gender.map(Gender::value));
        fields::put_text(&mut map, "age_band", self.told_age_band.map(AgeBand::value));
        fields::put_text(&mut map, "status", self.status.map(SocialStatus::value));
        fields::put_text(&mut map, "notes", self.notes.as_deref());
        map
    }

    /// The form of a wire form, with the phone as it is shown.
    #[must_use]
    pub fn from_fields(map: &Fields) -> BeneficiaryForm {
        let text = |name: &str| fields::text(map, name).unwrap_or_default();
        BeneficiaryForm {
            first_name: text("first_name"),
            last_name: text("last_name"),
            phone: phone::display(&text("phone")),
            no_phone: fields::flag(map, "no_phone").unwrap_or_default(),
            email: text("email"),
            birth_year: fields::integer(map, "birth_year")
                .map(|year| year.to_string())
                .unwrap_or_default(),
            commune: fields::commune(map, "commune"),
            gender: fields::case(map, "gender", Gender::from_value),
            age_band: fields::case(map, "age_band", AgeBand::from_value),
            status: fields::case(map, "status", SocialStatus::from_value),
            notes: text("notes"),
        }
    }
}

fn optional(typed: &str) -> Option<&str> {
    Some(typed.trim()).filter(|typed| !typed.is_empty())
}

fn accepted<T>(
    field: &str,
    value: Option<T>,
    code: RuleCode,
    errors: &mut Vec<FieldError>,
) -> Option<T> {
    if value.is_none() {
        errors.push(FieldError::new(field, code));
    }
    value
}

fn name(
    field: &str,
    typed: &str,
    required: RuleCode,
    errors: &mut Vec<FieldError>,
) -> Option<String> {
    if optional(typed).is_none() {
        errors.push(FieldError::new(field, required));
        return None;
    }
    rule::text(field, typed, NAME_MAX, false, errors)
}

fn birth_year(typed: &str, current_year: i32) -> Option<i32> {
    let digits = typed.len() == 4 && typed.bytes().all(|b| b.is_ascii_digit());
    let year = digits.then(|| typed.parse().ok()).flatten()?;
    (AgeBand::FIRST_BIRTH_YEAR..=current_year)
        .contains(&year)
        .then_some(year)
}

#[cfg(test)]
mod tests;
