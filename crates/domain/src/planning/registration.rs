//! Registration: one named person, or so many people by a first name or initials, expected at a
//! planned workshop.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::fields::{self, Fields};
use crate::rule::{self, FieldError, RuleCode};

/// Most people of one registration.
pub const COUNT_MAX: u32 = 50;
/// Longest first name or initials, in characters: it is not meant for a full identity.
pub const NAME_MAX: usize = 40;

/// What the screen sends. Its `Debug` shows nothing that was typed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RegistrationForm {
    /// Identifier of the planned workshop.
    pub workshop: String,
    /// The named person, by identifier.
    pub beneficiary: Option<String>,
    /// First name or initials of somebody who is not followed.
    pub name: String,
    /// How many people; one for a named person.
    pub count: u32,
}

/// A registration that keeps every rule. Made by [`Registration::new`] only.
#[derive(Clone, PartialEq, Eq)]
pub struct Registration {
    workshop: String,
    beneficiary: Option<String>,
    name: Option<String>,
    count: u32,
}

impl std::fmt::Debug for Registration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Registration")
            .field("workshop", &self.workshop)
            .finish_non_exhaustive()
    }
}

impl Registration {
    /// The registration of that form.
    ///
    /// # Errors
    /// Every broken rule, on the field that breaks it.
    pub fn new(form: &RegistrationForm) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let beneficiary = form.beneficiary.clone().filter(|id| !id.is_empty());
        let name = match &beneficiary {
            // The person's file says who she is.
            Some(_) => None,
            None => rule::text("name", &form.name, NAME_MAX, false, &mut errors),
        };
        if beneficiary.is_none() && name.is_none() && errors.is_empty() {
            errors.push(FieldError::new("name", RuleCode::RegistrationEmpty));
        }
        if beneficiary.is_none() && !(1..=COUNT_MAX).contains(&form.count) {
            errors.push(FieldError::new("count", RuleCode::RegistrationCount));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Self {
            workshop: form.workshop.clone(),
            count: if beneficiary.is_some() { 1 } else { form.count },
            beneficiary,
            name,
        })
    }

    /// The wire form, presence aside.
    #[must_use]
    pub fn fields(&self) -> Fields {
        let mut map = Fields::new();
        fields::put_text(&mut map, "workshop", Some(&self.workshop));
        fields::put_text(&mut map, "beneficiary", self.beneficiary.as_deref());
        fields::put_text(&mut map, "name", self.name.as_deref());
        map.insert("count".to_owned(), self.count.into());
        map
    }
}

/// The wire form of a registration with so many of its people present.
#[must_use]
pub fn with_present(mut map: Fields, present: u32) -> Fields {
    let count = fields::integer(&map, "count").unwrap_or(1).max(1);
    let present = i64::from(present).min(count);
    if present == 0 {
        map.remove("present");
    } else {
        map.insert("present".to_owned(), present.into());
    }
    map
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> RegistrationForm {
        RegistrationForm {
            workshop: "w".to_owned(),
            beneficiary: None,
            name: " Mme L. ".to_owned(),
            count: 2,
        }
    }

    #[test]
    fn a_first_name_and_a_number_or_a_person() {
        let map = Registration::new(&form()).unwrap().fields();
        let table = crate::catalogue::REGISTRATION;
        assert!(map.keys().all(|name| table.field(name).is_some()));
        assert_eq!(
            (map["name"].as_str(), map["count"].as_i64()),
            (Some("Mme L."), Some(2))
        );
        let named = RegistrationForm {
            beneficiary: Some("b".to_owned()),
            count: 9,
            ..form()
        };
        let map = Registration::new(&named).unwrap().fields();
        assert_eq!(map["count"], 1);
        assert!(!map.contains_key("name"));
    }

    #[test]
    fn nobody_and_impossible_numbers_are_refused() {
        let code = |form: &RegistrationForm| Registration::new(form).unwrap_err()[0].code;
        let mut nobody = form();
        nobody.name = "  ".to_owned();
        assert_eq!(code(&nobody), RuleCode::RegistrationEmpty);
        for count in [0, 51] {
            assert_eq!(
                code(&RegistrationForm { count, ..form() }),
                RuleCode::RegistrationCount
            );
        }
        let long = RegistrationForm {
            name: "a".repeat(41),
            ..form()
        };
        assert_eq!(code(&long), RuleCode::TextTooLong);
    }

    #[test]
    fn no_more_are_present_than_registered() {
        let map = Registration::new(&form()).unwrap().fields();
        assert_eq!(with_present(map.clone(), 9)["present"], 2);
        let with_some = with_present(map.clone(), 1);
        assert_eq!(with_some["present"], 1);
        assert_eq!(with_present(with_some, 0), map);
    }
}
