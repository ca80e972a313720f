//! Who has a seat at a workshop and who waits: derived from the registrations, never stored, so
//! that two laptops with the same registrations say the same.
//!
//! Seats go head by head in the order of registration (stamp, then identifier). A party of three
//! may thus have two seats and one person waiting; a seat that frees goes to whoever waits first,
//! and nobody who had a seat loses it because somebody else gave theirs back.

use std::collections::BTreeSet;

/// A registration, as far as the order goes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Registered {
    /// When it was made: stamp of its first write, Unix milliseconds.
    pub at_ms: i64,
    /// Its identifier.
    pub id: String,
    /// The named person, if it is one.
    pub person: Option<String>,
    /// How many people.
    pub count: u32,
}

/// Where a registration stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its identifier.
    pub id: String,
    /// How many of its people have a seat.
    pub seated: u32,
    /// How many of its people wait.
    pub waiting: u32,
    /// The same person is registered already, earlier; she counts once.
    pub double: bool,
}

/// Where each registration stands, in the order of registration. Without `capacity`, everybody
/// has a seat.
#[must_use]
pub fn queue(registrations: &[Registered], capacity: Option<u32>) -> Vec<Standing> {
    let mut ordered: Vec<&Registered> = registrations.iter().collect();
    ordered.sort();
    let mut left = capacity.unwrap_or(u32::MAX);
    let mut known: BTreeSet<&str> = BTreeSet::new();
    let standing = |one: &Registered, seated: u32, double| Standing {
        id: one.id.clone(),
        seated,
        waiting: if double { 0 } else { one.count - seated },
        double,
    };
    let mut found = Vec::with_capacity(ordered.len());
    for one in ordered {
        if one
            .person
            .as_deref()
            .is_some_and(|person| !known.insert(person))
        {
            found.push(standing(one, 0, true));
            continue;
        }
        let seated = one.count.min(left);
        left -= seated;
        found.push(standing(one, seated, false));
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn one(id: &str, at_ms: i64, person: Option<&str>, count: u32) -> Registered {
        Registered {
            at_ms,
            id: id.to_owned(),
            person: person.map(str::to_owned),
            count,
        }
    }

    fn told(standings: &[Standing]) -> Vec<(&str, u32, u32)> {
        standings
            .iter()
            .map(|s| (s.id.as_str(), s.seated, s.waiting))
            .collect()
    }

    #[test]
    fn seats_go_in_the_order_of_registration_and_a_freed_seat_to_who_waits_first() {
        let all = [
            one("c", 3, None, 1),
            one("a", 1, Some("p1"), 1),
            one("b", 2, None, 3),
        ];
        assert_eq!(
            told(&queue(&all, Some(3))),
            [("a", 1, 0), ("b", 2, 1), ("c", 0, 1)]
        );
        let without = [all[0].clone(), all[2].clone()];
        assert_eq!(told(&queue(&without, Some(3))), [("b", 3, 0), ("c", 0, 1)]);
        assert_eq!(
            told(&queue(&all, None)),
            [("a", 1, 0), ("b", 3, 0), ("c", 1, 0)]
        );
    }

    #[test]
    fn the_same_person_counts_once() {
        let all = [
            one("a", 1, Some("p"), 1),
            one("b", 2, Some("p"), 1),
            one("c", 3, None, 1),
        ];
        let found = queue(&all, Some(2));
        assert_eq!(told(&found), [("a", 1, 0), ("b", 0, 0), ("c", 1, 0)]);
        assert!(found[1].double);
    }

    #[test]
    fn registrations_of_the_same_instant_are_told_apart_the_same_way_everywhere() {
        let (a, b) = (one("a", 7, None, 1), one("b", 7, None, 1));
        assert_eq!(
            queue(&[a.clone(), b.clone()], Some(1)),
            queue(&[b, a], Some(1))
        );
    }

    fn some() -> impl Strategy<Value = Vec<Registered>> {
        proptest::collection::vec((0i64..20, proptest::option::of(0u8..6), 1u32..5), 0..20)
            .prop_map(|rows| {
                let named = |(at, (at_ms, person, count)): (usize, (i64, Option<u8>, u32))| {
                    let person = person.map(|p| format!("p{p}"));
                    let count = if person.is_some() { 1 } else { count };
                    one(&format!("r{at}"), at_ms, person.as_deref(), count)
                };
                rows.into_iter().enumerate().map(named).collect()
            })
    }

    proptest! {
        #[test]
        fn seats_are_never_over_capacity_nor_left_empty_while_somebody_waits(all in some(), capacity in 1u32..30) {
            let found = queue(&all, Some(capacity));
            let seated: u32 = found.iter().map(|s| s.seated).sum();
            let waiting: u32 = found.iter().map(|s| s.waiting).sum();
            prop_assert!(seated <= capacity);
            prop_assert!(waiting == 0 || seated == capacity);
            prop_assert_eq!(found.len(), all.len());
        }

        #[test]
        fn nobody_loses_a_seat_when_somebody_else_leaves(all in some(), capacity in 1u32..30, leaving in 0usize..20) {
            prop_assume!(!all.is_empty());
            let leaving = leaving % all.len();
            let before = queue(&all, Some(capacity));
            let mut rest = all;
            let gone = rest.remove(leaving);
            for after in queue(&rest, Some(capacity)) {
                let was = before.iter().find(|s| s.id == after.id).unwrap();
                prop_assert!(after.seated >= was.seated, "{} left and {} lost a seat", gone.id, after.id);
            }
        }

        #[test]
        fn the_order_of_arrival_of_rows_does_not_matter(all in some(), capacity in 1u32..30) {
            let mut other = all.clone();
            other.reverse();
            prop_assert_eq!(queue(&all, Some(capacity)), queue(&other, Some(capacity)));
        }
    }
}
