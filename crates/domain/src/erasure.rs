//! Erasing a person's file, and how long a file is kept.
//!
//! What tells who somebody is goes: the file, and in everything that hangs on it the fields that
//! the catalogue calls personal. What is counted stays: of the person her age band, her gender,
//! her status and her commune ([`crate::handover::kept`]), of her sessions everything but the notes.

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::catalogue;
use crate::fields::{self, Fields};
use crate::rule::{self, FieldError, RuleCode};

/// Months a file is kept after the last contact.
pub const KEPT_MONTHS: u32 = 12;
/// Days a file is shown as near its end before it is erased.
pub const NOTICE_DAYS: u64 = 30;
/// More files than one in so many are not erased at once by themselves.
pub const ONE_IN: usize = 20;
/// Longest note on a contact, in characters.
pub const REASON_MAX: usize = 500;

/// Why a file is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Somebody asked for it: the person, or her adviser.
    Asked,
    /// The time it may be kept has ended.
    Ended,
}

impl Why {
    /// Its wire name.
    #[must_use]
    pub const fn value(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Ended => "ended",
        }
    }

    /// From its wire name; a reason of a newer version counts as asked for.
    #[must_use]
    pub fn from_value(value: &str) -> Self {
        if value == Self::Ended.value() {
            Self::Ended
        } else {
            Self::Asked
        }
    }
}

/// The day from which a file may be erased, given the last contact.
#[must_use]
pub fn ends(last: NaiveDate) -> NaiveDate {
    last.checked_add_months(Months::new(KEPT_MONTHS))
        .unwrap_or(NaiveDate::MAX)
}

/// Whether a file of that last contact is to be shown as near its end.
#[must_use]
pub fn is_near(last: NaiveDate, today: NaiveDate) -> bool {
    ends(last)
        .checked_sub_days(Days::new(NOTICE_DAYS))
        .is_some_and(|from| from <= today)
}

/// The day it is erased: its adviser has seen it in the list for [`NOTICE_DAYS`] before.
#[must_use]
pub fn falls_due(last: NaiveDate, shown_since: NaiveDate) -> NaiveDate {
    let noticed = shown_since
        .checked_add_days(Days::new(NOTICE_DAYS))
        .unwrap_or(NaiveDate::MAX);
    ends(last).max(noticed)
}

/// Whether so many files of so many are too many to be erased without asking.
#[must_use]
pub const fn asks_first(due: usize, files: usize) -> bool {
    due.saturating_mul(ONE_IN) > files
}

/// The personal fields of a table: what an erasure takes from a row that hangs on a person.
#[must_use]
pub fn personal(table: &str) -> Vec<&'static str> {
    let known = catalogue::table(table).map(|table| table.fields);
    let fields = known.unwrap_or_default().iter();
    fields
        .filter(|field| field.personal)
        .map(|field| field.name)
        .collect()
}

/// What the screen sends to keep a file.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct ContactForm {
    /// What contact took place.
    pub reason: String,
}

/// A contact that keeps every rule.
#[derive(Clone, PartialEq, Eq)]
pub struct Contact {
    beneficiary: String,
    date: NaiveDate,
    reason: String,
}

impl Contact {
    /// The contact of that form with a person, on a day.
    ///
    /// # Errors
    /// Every broken rule, on the field that breaks it.
    pub fn new(form: &ContactForm, person: &str, date: NaiveDate) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let reason = rule::text("reason", &form.reason, REASON_MAX, true, &mut errors);
        if reason.is_none() && errors.is_empty() {
            errors.push(FieldError::new("reason", RuleCode::ContactReasonRequired));
        }
        match reason {
            Some(reason) if errors.is_empty() => Ok(Self {
                beneficiary: person.to_owned(),
                date,
                reason,
            }),
            _ => Err(errors),
        }
    }

    /// The wire form.
    #[must_use]
    pub fn fields(&self) -> Fields {
        let mut map = Fields::new();
        fields::put_text(&mut map, "beneficiary", Some(&self.beneficiary));
        fields::put_text(&mut map, "date", Some(&self.date.to_string()));
        fields::put_text(&mut map, "reason", Some(&self.reason));
        map
    }
}

/// That a person's file is to be erased, as recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    /// The person.
    pub person: String,
    /// Why.
    pub why: Why,
    /// Day it was asked for, ISO 8601.
    pub date: Option<String>,
}

impl Erasure {
    /// The wire form.
    #[must_use]
    pub fn fields(&self) -> Fields {
        let mut map = Fields::new();
        fields::put_text(&mut map, "person", Some(&self.person));
        fields::put_text(&mut map, "reason", Some(self.why.value()));
        fields::put_text(&mut map, "date", self.date.as_deref());
        map
    }

    /// What a record tells; nothing when it does not say of whom.
    #[must_use]
    pub fn from_fields(map: &Fields) -> Option<Self> {
        Some(Self {
            person: fields::text(map, "person")?,
            why: Why::from_value(&fields::text(map, "reason").unwrap_or_default()),
            date: fields::text(map, "date"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_file_is_kept_twelve_months_and_its_end_is_told_thirty_days_before() {
        let last = day("2025-11-22");
        assert_eq!(ends(last), day("2026-11-22"));
        assert!(!is_near(last, day("2026-10-22")));
        assert!(is_near(last, day("2026-10-23")));
        assert!(is_near(last, day("2027-05-01")));
        assert_eq!(ends(day("2024-02-29")), day("2025-02-28"));
        assert_eq!(ends(NaiveDate::MAX), NaiveDate::MAX);
    }

    #[test]
    fn nothing_is_erased_that_was_not_shown_for_thirty_days() {
        let last = day("2024-01-01");
        assert_eq!(falls_due(last, day("2026-11-01")), day("2026-12-01"));
        assert_eq!(
            falls_due(day("2025-12-20"), day("2026-11-01")),
            day("2026-12-20")
        );
    }

    #[test]
    fn more_than_one_in_twenty_asks_first() {
        assert!(!asks_first(0, 0));
        assert!(asks_first(1, 19));
        assert!(!asks_first(1, 20));
        assert!(!asks_first(5, 100));
        assert!(asks_first(6, 100));
    }

    #[test]
    fn a_contact_says_what_it_was() {
        for text in ["", "   "] {
            let form = ContactForm {
                reason: text.into(),
            };
            let errors = Contact::new(&form, "p", day("2026-11-22")).err().unwrap();
            assert_eq!(errors[0].code, RuleCode::ContactReasonRequired);
        }
        let form = ContactForm {
            reason: " Au téléphone. ".into(),
        };
        let contact = Contact::new(&form, "p", day("2026-11-22")).ok().unwrap();
        let fields = contact.fields();
        assert_eq!(fields["reason"], "Au téléphone.");
        for name in fields.keys() {
            assert!(catalogue::CONTACT.field(name).is_some(), "{name}");
        }
        let long = ContactForm {
            reason: "a".repeat(REASON_MAX + 1),
        };
        assert!(Contact::new(&long, "p", day("2026-11-22")).is_err());
    }

    #[test]
    fn what_is_personal_follows_the_catalogue() {
        assert_eq!(personal("session"), ["notes"]);
        assert_eq!(personal("goal"), ["wording", "notes"]);
        assert!(personal("mandate").is_empty());
        assert!(personal("beneficiary").contains(&"birth_year"));
        assert!(personal("unheard_of").is_empty());
    }

    #[test]
    fn an_erasure_reads_as_it_was_written() {
        let erasure = Erasure {
            person: "p".into(),
            why: Why::Ended,
            date: Some("2026-11-22".into()),
        };
        assert_eq!(Erasure::from_fields(&erasure.fields()), Some(erasure));
        assert_eq!(Why::from_value("later"), Why::Asked);
    }
}
