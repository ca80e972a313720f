//! Finding a commune as people write it: accents, hyphens and "st" forgiven, postcodes and INSEE
//! codes, former names, words in any order.
//!
//! A beginning of word is found by halving a sorted index; the names are scanned only when that
//! gave too few answers. Nearest first, then the most populated.

use std::ops::Range;

use super::list::{Communes, Name};
use super::{CommuneHit, list::Tail};
use crate::text;

/// How near a name is to the query, nearest first.
#[derive(Clone, Copy)]
enum Nearness {
    /// The very name.
    Exact,
    /// Its beginning.
    Beginning,
    /// The beginning of one of its words.
    Word,
    /// All the words, in any order.
    Words,
    /// Somewhere within, spaces ignored.
    Within,
}

/// The words of a name or of a query, "st" and "ste" spelt out.
pub(super) fn key(name: &str) -> String {
    let folded = text::fold(name);
    if !folded.split(' ').any(|word| matches!(word, "st" | "ste")) {
        return folded;
    }
    let spelt = folded.split(' ').map(|word| match word {
        "st" => "saint",
        "ste" => "sainte",
        word => word,
    });
    spelt.collect::<Vec<_>>().join(" ")
}

/// What was found, before it is ranked.
struct Found<'a> {
    list: &'a Communes,
    /// Digits of the query: postcode, INSEE code or département, all of which must fit.
    codes: Vec<String>,
    hits: Vec<(u64, u32)>,
}

impl Found<'_> {
    fn push(&mut self, name: u32, nearness: Nearness) {
        let Some(Name {
            commune, former, ..
        }) = self.list.names.get(name as usize)
        else {
            return;
        };
        let Some(place) = self.list.communes.get(*commune as usize) else {
            return;
        };
        let fits = |code: &String| {
            place.code.to_ascii_lowercase().starts_with(code.as_str())
                || place
                    .postcodes
                    .split(' ')
                    .any(|other| other.starts_with(code.as_str()))
        };
        if !self.codes.iter().all(fits) {
            return;
        }
        // Nearness first, then population, then today's name before a former one.
        let order =
            (nearness as u64) << 40 | u64::from(place.rank) << 1 | u64::from(former.is_some());
        self.hits.push((order, name));
    }

    fn best(mut self, limit: usize) -> Vec<CommuneHit> {
        // A commune may come several times, by its words and its former names.
        let enough = limit.saturating_mul(8).max(64);
        if self.hits.len() > enough {
            self.hits.select_nth_unstable(enough);
            self.hits.truncate(enough);
        }
        self.hits.sort_unstable();
        let mut seen = std::collections::BTreeSet::new();
        let mut best = Vec::new();
        for (_, name) in self.hits {
            let Some(name) = self.list.names.get(name as usize) else {
                continue;
            };
            if best.len() < limit && seen.insert(name.commune) {
                best.extend(self.list.hit(name.commune, name.former));
            }
        }
        best
    }
}

impl Communes {
    /// Communes answering to what was typed, `limit` at most: a name, a postcode, an INSEE code,
    /// or a name with the beginning of one of them. Nothing typed finds nothing.
    #[must_use]
    pub fn search(&self, query: &str, limit: usize) -> Vec<CommuneHit> {
        let query = key(query);
        let (codes, words): (Vec<&str>, Vec<&str>) = query
            .split(' ')
            .filter(|word| !word.is_empty())
            .partition(|word| is_code(word));
        let mut found = Found {
            list: self,
            codes: Vec::new(),
            hits: Vec::new(),
        };
        if limit == 0 {
            return Vec::new();
        }
        match (words.as_slice(), codes.as_slice()) {
            ([], []) => {}
            ([], [first, rest @ ..]) => {
                found.codes = rest.iter().map(|code| (*code).to_owned()).collect();
                self.find_code(first, &mut found);
            }
            (words, codes) => {
                found.codes = codes.iter().map(|code| (*code).to_owned()).collect();
                self.find_words(words, limit, &mut found);
            }
        }
        found.best(limit)
    }

    fn find_code(&self, code: &str, found: &mut Found<'_>) {
        let from = self.postcodes.partition_point(|(other, _)| *other < code);
        let postcodes = self.postcodes.iter().skip(from);
        for (other, commune) in postcodes.take_while(|(other, _)| other.starts_with(code)) {
            let exact = *other == code;
            found.push(
                *commune,
                if exact {
                    Nearness::Exact
                } else {
                    Nearness::Beginning
                },
            );
        }
        let upper = code.to_ascii_uppercase();
        let from = self
            .communes
            .partition_point(|commune| commune.code < upper.as_str());
        let communes = (0u32..).zip(&self.communes).skip(from);
        for (i, commune) in communes.take_while(|(_, c)| c.code.starts_with(&upper)) {
            let exact = commune.code == upper;
            found.push(
                i,
                if exact {
                    Nearness::Exact
                } else {
                    Nearness::Word
                },
            );
        }
    }

    fn find_words(&self, words: &[&str], limit: usize, found: &mut Found<'_>) {
        let phrase = words.join(" ");
        for tail in self.beginning_with(&phrase) {
            let nearness = match tail.start {
                0 if self.tail(*tail).len() == phrase.len() => Nearness::Exact,
                0 => Nearness::Beginning,
                _ => Nearness::Word,
            };
            found.push(tail.name, nearness);
        }
        if words.len() > 1 {
            self.find_any_order(words, found);
        }
        let joined = words.concat();
        if found.hits.len() < limit && joined.len() >= 3 {
            self.scan(&joined, found);
        }
    }

    /// Names that have every word, looked for among those that have the rarest.
    fn find_any_order(&self, words: &[&str], found: &mut Found<'_>) {
        let rarest = words
            .iter()
            .map(|word| self.range(word))
            .min_by_key(ExactSizeIterator::len);
        for tail in rarest
            .and_then(|range| self.tails.get(range))
            .unwrap_or_default()
        {
            let key = self
                .names
                .get(tail.name as usize)
                .map_or("", |name| name.key.as_str());
            let has = |word: &&str| key.split(' ').any(|other| other.starts_with(*word));
            if words.iter().all(has) {
                found.push(tail.name, Nearness::Words);
            }
        }
    }

    /// Names that hold the text anywhere, spaces ignored.
    fn scan(&self, text: &str, found: &mut Found<'_>) {
        let mut last = None;
        for (at, _) in self.joined.match_indices(text) {
            let line = self
                .lines
                .partition_point(|start| *start <= at)
                .saturating_sub(1);
            if last != Some(line) {
                found.push(u32::try_from(line).unwrap_or(u32::MAX), Nearness::Within);
                last = Some(line);
            }
        }
    }

    fn beginning_with(&self, text: &str) -> &[Tail] {
        self.tails.get(self.range(text)).unwrap_or_default()
    }

    fn range(&self, text: &str) -> Range<usize> {
        let from = self.tails.partition_point(|tail| self.tail(*tail) < text);
        let rest = self.tails.get(from..).unwrap_or_default();
        let length = rest.partition_point(|tail| self.tail(*tail).starts_with(text));
        from..from + length
    }
}

/// Digits, or the beginning of a Corsican code (`2a…`).
fn is_code(word: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let corsica = word.strip_prefix("2a").or_else(|| word.strip_prefix("2b"));
    word.len() <= 5 && (digits(word) || corsica.is_some_and(digits))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn first(query: &str) -> String {
        let hits = Communes::embedded().search(query, 5);
        hits.first().map(|hit| hit.name.clone()).unwrap_or_default()
    }

    #[test]
    fn the_whole_list_is_there() {
        let list = Communes::embedded();
        assert!(list.len() > 34_800, "{}", list.len());
        assert!(
            list.names
                .iter()
                .filter(|name| name.former.is_some())
                .count()
                > 2_400
        );
        assert!(list.communes.is_sorted_by(|a, b| a.code < b.code));
        let without_postcode = list
            .communes
            .iter()
            .filter(|c| c.postcodes.is_empty())
            .count();
        assert!(without_postcode < 10, "{without_postcode}");
    }

    #[test]
    fn communes_are_found_as_people_write_them() {
        let cases = [
            ("Coutances", "Coutances"),
            ("coutan", "Coutances"),
            ("paris", "Paris"),
            ("st lo", "Saint-Lô"),
            ("SAINT-LÔ", "Saint-Lô"),
            ("saint etienne", "Saint-Étienne"),
            ("Ste Mère Église", "Sainte-Mère-Église"),
            ("hay les roses", "L'Haÿ-les-Roses"),
            ("lhay les roses", "L'Haÿ-les-Roses"),
            ("oeuilly", "Œuilly"),
            ("vaucluse fontaine", "Fontaine-de-Vaucluse"),
            ("ourg en bresse", "Bourg-en-Bresse"),
            ("50200", "Coutances"),
            ("50147", "Coutances"),
            ("2A004", "Ajaccio"),
            ("2a004", "Ajaccio"),
            ("75013", "Paris"),
            ("annecy-le-vieux", "Annecy"),
            ("Saint-Denis 974", "Saint-Denis"),
            ("974 saint-denis", "Saint-Denis"),
        ];
        for (query, name) in cases {
            assert_eq!(first(query), name, "{query}");
        }
        let list = Communes::embedded();
        assert_eq!(
            list.search("saint-denis 974", 1)[0].department,
            "La Réunion (974)"
        );
        assert_eq!(
            list.search("saint-denis 93", 1)[0].department,
            "Seine-Saint-Denis (93)"
        );
    }

    #[test]
    fn a_former_name_tells_which_one_matched() {
        let hits = Communes::embedded().search("Annecy-le-Vieux", 3);
        assert_eq!(hits[0].code, "74010");
        assert_eq!(hits[0].former.as_deref(), Some("Annecy-le-Vieux"));
        assert_eq!(Communes::embedded().search("annecy", 1)[0].former, None);
    }

    #[test]
    fn the_nearest_comes_first_then_the_largest() {
        let hits = Communes::embedded().search("lyon", 20);
        assert_eq!(hits[0].name, "Lyon", "exact first");
        let hits = Communes::embedded().search("saint", 20);
        assert!(hits.is_sorted_by(|a, b| a.population >= b.population));
        assert_eq!(hits.len(), 20);
    }

    #[test]
    fn what_does_not_exist_is_not_found() {
        for query in ["", "   ", "xqzwv", "00000", "99999", "-"] {
            assert!(Communes::embedded().search(query, 10).is_empty(), "{query}");
        }
        assert!(Communes::embedded().search("paris", 0).is_empty());
    }

    #[test]
    fn a_code_gives_its_commune() {
        let hit = Communes::embedded().by_code("50147").unwrap();
        assert_eq!(
            (hit.name.as_str(), hit.postcodes.as_slice()),
            ("Coutances", &["50200".to_owned()][..])
        );
        assert_eq!(hit.department, "Manche (50)");
        assert!(hit.population > 5_000);
        assert_eq!(Communes::embedded().by_code("50999"), None);
    }

    /// A bound on the work, not on time: what is found by halving looks at few names.
    #[test]
    fn beginnings_are_found_without_scanning() {
        let list = Communes::embedded();
        for query in ["coutances", "saint lo", "annecy"] {
            let range = list.range(query);
            assert!(
                !range.is_empty() && range.len() < 100,
                "{query}: {}",
                range.len()
            );
        }
        assert!(
            list.tails
                .is_sorted_by(|a, b| list.tail(*a) <= list.tail(*b))
        );
    }

    proptest! {
        #[test]
        fn anything_may_be_typed(query in "\\PC{0,20}", limit in 0usize..50) {
            prop_assert!(Communes::embedded().search(&query, limit).len() <= limit);
        }

        #[test]
        fn a_commune_is_found_by_its_own_name(i in 0usize..34_000) {
            let list = Communes::embedded();
            let commune = &list.communes[i];
            let query = format!("{} {}", commune.name, commune.code);
            prop_assert_eq!(&list.search(&query, 3)[0].code, commune.code);
        }
    }
}
