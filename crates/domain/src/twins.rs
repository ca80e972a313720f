//! Twins: two files that may be the same person.
//!
//! The national platform’s rule: at least two of last name, first name, phone and e-mail are the
//! same, names being compared without case, accents, spaces nor hyphens. A looser mode accepts
//! names that resemble (trigram similarity above 0.4), to warn while typing.

use crate::beneficiary::BeneficiaryForm;
use crate::{email, phone, text};

/// Above this similarity two names resemble.
const RESEMBLANCE: f64 = 0.4;
/// Facts that must agree for two files to be the same person.
const AGREEMENT: u32 = 2;

/// What identifies a person, in comparable form. Its `Debug` shows nothing.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Identity {
    first_name: String,
    last_name: String,
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
            first_name: compact(first_name),
            last_name: compact(last_name),
            phone: phone::normalise(phone),
            email: email::normalise(email),
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
}

/// How much two identities agree. What one of them does not have neither agrees nor differs.
#[must_use]
pub fn score(a: &Identity, b: &Identity) -> Score {
    let mut score = Score::default();
    let names = [(&a.first_name, &b.first_name), (&a.last_name, &b.last_name)];
    let swapped = [(&a.first_name, &b.last_name), (&a.last_name, &b.first_name)];
    let known = |pair: &(&String, &String)| !pair.0.is_empty() && !pair.1.is_empty();
    for (x, y) in names.iter().filter(|pair| known(pair)) {
        if x == y {
            score.same += 1;
        } else {
            score.different += 1;
        }
    }
    let alike = |pairs: &[(&String, &String); 2]| {
        let resemble = |pair: &&(&String, &String)| {
            known(pair)
                && (pair.0 == pair.1 || text::trigram_similarity(pair.0, pair.1) > RESEMBLANCE)
        };
        pairs.iter().filter(resemble).count()
    };
    let straight = alike(&names);
    // Swapped names count only when both agree: "Martin Paul" and "Paul Martin".
    let crossed = if alike(&swapped) == 2 { 2 } else { 0 };
    score.alike = u32::try_from(straight.max(crossed)).unwrap_or(0);
    for (x, y) in [(&a.phone, &b.phone), (&a.email, &b.email)] {
        match (x, y) {
            (Some(x), Some(y)) if x == y => {
                score.same += 1;
                score.alike += 1;
            }
            (Some(_), Some(_)) => score.different += 1,
            _ => {}
        }
    }
    score
}

fn compact(name: &str) -> String {
    text::fold(name).replace(' ', "")
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
}
