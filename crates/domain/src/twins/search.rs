//! All probable pairs of a whole notebook, without comparing everybody with everybody.

use std::collections::{BTreeMap, BTreeSet};

use super::{FACTS, Fact, Identity, RESEMBLANCE, Score, score};
use crate::text::Trigrams;

/// Pairs of positions, the smaller first.
type Pairs = BTreeSet<(usize, usize)>;

/// The pairs that may be one person, likeliest first; by the platform’s rule, or by the `loose`
/// one, where names may only resemble.
#[must_use]
pub fn pairs(people: &[Identity], loose: bool) -> Vec<(usize, usize, Score)> {
    let mut candidates = Pairs::new();
    if loose {
        share(people, &[Fact::Phone], &mut candidates);
        share(people, &[Fact::Email], &mut candidates);
        resembling(people, &mut candidates);
    }
    for (at, one) in FACTS.iter().enumerate() {
        for other in FACTS.iter().skip(at + 1) {
            share(people, &[*one, *other], &mut candidates);
        }
    }
    let mut found: Vec<(usize, usize, Score)> = candidates
        .into_iter()
        .filter_map(|(a, b)| Some((a, b, score(people.get(a)?, people.get(b)?))))
        .filter(|(_, _, score)| score.is_twin() || (loose && score.may_be_twin()))
        .collect();
    found.sort_by_key(|(a, b, score)| (score.rank(), *a, *b));
    found
}

/// Everybody with the same known facts, two by two.
fn share(people: &[Identity], facts: &[Fact], into: &mut Pairs) {
    let mut groups: BTreeMap<Vec<&str>, Vec<usize>> = BTreeMap::new();
    for (at, person) in people.iter().enumerate() {
        let key: Option<Vec<&str>> = facts.iter().map(|fact| person.fact(*fact)).collect();
        if let Some(key) = key {
            groups.entry(key).or_default().push(at);
        }
    }
    for group in groups.values() {
        for (n, a) in group.iter().enumerate() {
            into.extend(group.iter().skip(n + 1).map(|b| (*a, *b)));
        }
    }
}

/// Everybody whose two names resemble, straight or swapped.
fn resembling(people: &[Identity], into: &mut Pairs) {
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    let mut trigrams: Vec<&Trigrams> = Vec::new();
    for person in people {
        for name in [&person.first_name, &person.last_name] {
            if name.known() && !names.contains_key(name.text.as_str()) {
                names.insert(&name.text, trigrams.len());
                trigrams.push(&name.trigrams);
            }
        }
    }
    let near = neighbours(&trigrams);
    let number =
        |fact, person: &Identity| person.fact(fact).and_then(|name| names.get(name).copied());
    let known: Vec<(usize, usize, usize)> = people
        .iter()
        .enumerate()
        .filter_map(|(at, person)| {
            Some((
                at,
                number(Fact::FirstName, person)?,
                number(Fact::LastName, person)?,
            ))
        })
        .collect();
    let mut by_last: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    let mut by_first: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for (at, first, last) in &known {
        by_last.entry(*last).or_default().push((*at, *first));
        by_first.entry(*first).or_default().push((*at, *last));
    }
    for (at, first, last) in &known {
        let Some(like_first) = near.get(*first) else {
            continue;
        };
        for like_last in near.get(*last).into_iter().flatten() {
            // Straight: their last name like ours, their first name too. Swapped: their first
            // name like our last, their last like our first.
            for people in [by_last.get(like_last), by_first.get(like_last)] {
                for (other, name) in people.into_iter().flatten() {
                    if at < other && like_first.contains(name) {
                        into.insert((*at, *other));
                    } else if other < at && like_first.contains(name) {
                        into.insert((*other, *at));
                    }
                }
            }
        }
    }
}

/// For each name, itself and those that resemble it.
fn neighbours(names: &[&Trigrams]) -> Vec<BTreeSet<usize>> {
    let mut holders: BTreeMap<[char; 3], Vec<usize>> = BTreeMap::new();
    for (at, trigrams) in names.iter().enumerate() {
        for three in trigrams.all() {
            holders.entry(*three).or_default().push(at);
        }
    }
    let mut shared = vec![0usize; names.len()];
    let mut touched = Vec::new();
    names
        .iter()
        .enumerate()
        .map(|(at, trigrams)| {
            for other in trigrams
                .all()
                .iter()
                .filter_map(|three| holders.get(three))
                .flatten()
            {
                if let Some(count) = shared.get_mut(*other) {
                    if *count == 0 {
                        touched.push(*other);
                    }
                    *count += 1;
                }
            }
            let mut near = BTreeSet::from([at]);
            for other in touched.drain(..) {
                let common = shared.get_mut(other).map(std::mem::take).unwrap_or(0);
                if names
                    .get(other)
                    .is_some_and(|theirs| trigrams.share(theirs, common) > RESEMBLANCE)
                {
                    near.insert(other);
                }
            }
            near
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn brute(people: &[Identity], loose: bool) -> Vec<(usize, usize, Score)> {
        let mut found = Vec::new();
        for a in 0..people.len() {
            for b in a + 1..people.len() {
                let score = score(&people[a], &people[b]);
                if score.is_twin() || (loose && score.may_be_twin()) {
                    found.push((a, b, score));
                }
            }
        }
        found.sort_by_key(|(a, b, score)| (score.rank(), *a, *b));
        found
    }

    fn somebody() -> impl Strategy<Value = Identity> {
        let first = prop::sample::select(vec!["Marie", "Maria", "Paul", "Martin", "Anne-Lise", ""]);
        let last = prop::sample::select(vec!["Martin", "Martine", "Paul", "Le Goff", "Legof", ""]);
        let phone = prop::sample::select(vec!["", "", "0639980001", "0639980002"]);
        let mail = prop::sample::select(vec!["", "", "a@example.org", "b@example.org"]);
        (first, last, phone, mail)
            .prop_map(|(first, last, phone, mail)| Identity::new(first, last, phone, mail))
    }

    proptest! {
        /// Not comparing everybody with everybody changes no answer.
        #[test]
        fn no_pair_is_passed_over(
            people in prop::collection::vec(somebody(), 0..14),
            loose in any::<bool>(),
        ) {
            prop_assert_eq!(pairs(&people, loose), brute(&people, loose));
        }
    }
}
