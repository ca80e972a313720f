//! Twins: two files that may be the same person.
//!
//! The national platform’s rule: at least two of last name, first name, phone and e-mail are the
//! same, names being compared without case, accents, spaces nor hyphens. A looser mode accepts
//! names that resemble (trigram similarity above 0.4), to warn while typing.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::beneficiary::BeneficiaryForm;
use crate::fields::{self, Fields};
use crate::text::{self, Trigrams};
use crate::{email, phone};

mod search;

pub use search::pairs;

/// Above this similarity two names resemble.
const RESEMBLANCE: f64 = 0.4;
/// Facts that must agree for two files to be the same person.
const AGREEMENT: u32 = 2;

/// A fact that identifies a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// Nom d’usage.
    LastName,
    /// Prénom(s).
    FirstName,
    /// Phone.
    Phone,
    /// E-mail.
    Email,
}

/// A name in comparable form.
#[derive(Clone, Default, PartialEq, Eq)]
struct Name {
    text: String,
    trigrams: Trigrams,
}

impl Name {
    /// Of a folded text.
    fn folded(text: &str) -> Self {
        let text = text.replace(' ', "");
        Self {
            trigrams: Trigrams::of(&text),
            text,
        }
    }

    fn known(&self) -> bool {
        !self.text.is_empty()
    }

    fn resembles(&self, other: &Self) -> bool {
        self.known()
            && other.known()
            && (self.text == other.text || self.trigrams.similarity(&other.trigrams) > RESEMBLANCE)
    }
}

/// What identifies a person, in comparable form. Its `Debug` shows nothing.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Identity {
    first_name: Name,
    last_name: Name,
    phone: Option<String>,
    email: Option<String>,
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Identity(‹personal›)")
    }
}

impl Identity {
    /// From the four facts, as typed or as kept.
    #[must_use]
    pub fn new(first_name: &str, last_name: &str, phone: &str, email: &str) -> Self {
        Self {
            first_name: Name::folded(&text::fold(first_name)),
            last_name: Name::folded(&text::fold(last_name)),
            phone: phone::normalise(phone),
            email: email::normalise(email),
        }
    }

    /// From names already folded, and from a phone and an e-mail already in a form where equal
    /// is the same; empty when not known.
    #[must_use]
    pub fn from_keys(first_name: &str, last_name: &str, phone: &str, email: &str) -> Self {
        let known = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Self {
            first_name: Name::folded(first_name),
            last_name: Name::folded(last_name),
            phone: known(phone),
            email: known(email),
        }
    }

    /// The comparable text of a fact, if known.
    fn fact(&self, fact: Fact) -> Option<&str> {
        match fact {
            Fact::LastName => Some(self.last_name.text.as_str()).filter(|text| !text.is_empty()),
            Fact::FirstName => Some(self.first_name.text.as_str()).filter(|text| !text.is_empty()),
            Fact::Phone => self.phone.as_deref(),
            Fact::Email => self.email.as_deref(),
        }
    }
}

impl From<&BeneficiaryForm> for Identity {
    fn from(form: &BeneficiaryForm) -> Self {
        Self::new(&form.first_name, &form.last_name, &form.phone, &form.email)
    }
}

/// How much two identities agree.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Score {
    /// Facts that are the same, 0 to 4.
    pub same: u32,
    /// Facts that are the same or resemble, 0 to 4 (first and last name may be swapped).
    pub alike: u32,
    /// Facts that both have and that differ.
    pub different: u32,
}

impl Score {
    /// The platform’s rule.
    #[must_use]
    pub fn is_twin(self) -> bool {
        self.same >= AGREEMENT
    }

    /// The looser rule: worth showing while typing.
    #[must_use]
    pub fn may_be_twin(self) -> bool {
        self.alike >= AGREEMENT
    }

    /// The likeliest first when sorted.
    #[must_use]
    pub fn rank(self) -> (std::cmp::Reverse<u32>, std::cmp::Reverse<u32>, u32) {
        (
            std::cmp::Reverse(self.same),
            std::cmp::Reverse(self.alike),
            self.different,
        )
    }
}

/// Every fact.
const FACTS: [Fact; 4] = [Fact::LastName, Fact::FirstName, Fact::Phone, Fact::Email];

/// How much two identities agree. What one of them does not have neither agrees nor differs.
#[must_use]
pub fn score(a: &Identity, b: &Identity) -> Score {
    let mut score = Score::default();
    for fact in FACTS {
        match (a.fact(fact), b.fact(fact)) {
            (Some(x), Some(y)) if x == y => score.same += 1,
            (Some(_), Some(_)) => score.different += 1,
            _ => {}
        }
    }
    let straight = u32::from(a.first_name.resembles(&b.first_name))
        + u32::from(a.last_name.resembles(&b.last_name));
    // Swapped names count only when both agree: "Martin Paul" and "Paul Martin".
    let crossed = a.first_name.resembles(&b.last_name) && a.last_name.resembles(&b.first_name);
    let names = if crossed { 2 } else { straight };
    let contacts = [Fact::Phone, Fact::Email]
        .into_iter()
        .filter(|fact| a.fact(*fact).is_some() && a.fact(*fact) == b.fact(*fact))
        .count();
    score.alike = names + u32::try_from(contacts).unwrap_or(0);
    score
}

/// The facts that are the same, and those that both have and that differ.
#[must_use]
pub fn facts(a: &Identity, b: &Identity) -> (Vec<Fact>, Vec<Fact>) {
    FACTS
        .into_iter()
        .filter(|fact| a.fact(*fact).is_some() && b.fact(*fact).is_some())
        .partition(|fact| a.fact(*fact) == b.fact(*fact))
}

/// The same two, whoever comes first.
#[must_use]
pub fn in_order<'a>(one: &'a str, other: &'a str) -> (&'a str, &'a str) {
    if one < other {
        (one, other)
    } else {
        (other, one)
    }
}

/// The wire form of "these two files are of two people".
#[must_use]
pub fn told_apart(one: &str, other: &str) -> Fields {
    let (first, second) = in_order(one, other);
    let mut map = Fields::new();
    fields::put_text(&mut map, "first", Some(first));
    fields::put_text(&mut map, "second", Some(second));
    map
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_recognised() {
        let base = ("Marie", "Durand", "06 39 98 12 34", "marie@example.org");
        let cases = [
            // The other file, twin by the platform's rule, worth showing.
            (("Marie", "Durand", "", ""), true, true),
            (("MARIE", "Dúrand", "", ""), true, true),
            (("Marie", "Petit", "0639981234", ""), true, true),
            (
                ("Maria", "Petit", "+33639981234", "MARIE@example.org"),
                true,
                true,
            ),
            (("Marie", "Durant", "", ""), false, true),
            (("Durand", "Marie", "", ""), false, true),
            (("Marie", "Petit", "", ""), false, false),
            (("Paul", "Durand", "", ""), false, false),
            (("", "", "", ""), false, false),
        ];
        let a = Identity::new(base.0, base.1, base.2, base.3);
        for (other, twin, possible) in cases {
            let b = Identity::new(other.0, other.1, other.2, other.3);
            let found = score(&a, &b);
            assert_eq!(
                (found.is_twin(), found.may_be_twin()),
                (twin, possible),
                "{other:?}"
            );
            assert_eq!(
                score(&b, &a),
                found,
                "the order of the files does not matter"
            );
        }
    }

    #[test]
    fn compound_names_are_the_same_however_written() {
        let a = Identity::new("Jean-Pierre", "Le Goff", "", "");
        let b = Identity::new("jean pierre", "LEGOFF", "", "");
        assert!(score(&a, &b).is_twin());
    }

    #[test]
    fn two_files_without_facts_do_not_agree() {
        let nobody = Identity::default();
        assert_eq!(score(&nobody, &nobody), Score::default());
    }

    #[test]
    fn two_people_told_apart_are_the_same_pair_whoever_comes_first() {
        assert_eq!(told_apart("b", "a"), told_apart("a", "b"));
        let table = crate::catalogue::NOT_TWIN;
        assert!(
            told_apart("a", "b")
                .keys()
                .all(|name| table.field(name).is_some())
        );
    }
}
