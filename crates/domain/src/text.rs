//! Folding of French text for search: accents, ligatures, case, apostrophes and typos forgiven.
//!
//! Pure and approximate by design: what it makes is for finding, never for showing or storing
//! in place of what was typed.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case without accents nor ligatures; anything but letters and digits becomes one space.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    let mut push = |c: char| {
        if c.is_alphanumeric() {
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(c);
        } else {
            gap = true;
        }
    };
    if text.is_ascii() {
        text.bytes()
            .for_each(|b| push(char::from(b.to_ascii_lowercase())));
        return out;
    }
    // Compatibility forms first (ﬁ, ², full width): people paste from anywhere.
    for c in text
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
    {
        match c {
            'œ' => "oe".chars().for_each(&mut push),
            'æ' => "ae".chars().for_each(&mut push),
            'ß' => "ss".chars().for_each(&mut push),
            'ø' => push('o'),
            'ł' => push('l'),
            'đ' | 'ð' => push('d'),
            // Lower-casing may itself bring a mark (İ).
            c if is_combining_mark(c) => {}
            c => push(c),
        }
    }
    out
}

/// The words of a text, folded.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// What to search in: the folded words, then the joined form of those written with an
/// apostrophe or a hyphen. `N'Guyen` gives `n guyen nguyen`, so that both spellings find it.
#[must_use]
pub fn search_key(text: &str) -> String {
    let mut key = fold(text);
    for word in text.split_whitespace() {
        let folded = fold(word);
        if folded.contains(' ') {
            key.push(' ');
            key.extend(folded.split(' '));
        }
    }
    key
}

/// Every word of the query begins a word of the key (made by [`search_key`]); no typo forgiven.
#[must_use]
pub fn matches(query: &str, key: &str) -> bool {
    let key: Vec<&str> = key.split(' ').collect();
    words(query)
        .iter()
        .all(|word| key.iter().any(|other| other.starts_with(word.as_str())))
}

/// How well a query matches a key made by [`search_key`], typos forgiven; higher is better,
/// nothing when some word of the query matches none of the key. An empty query matches all.
///
/// A typo is one letter wrong, missing, added or swapped from four letters on, two from eight on.
#[must_use]
pub fn fuzzy_score(query: &str, candidate_key: &str) -> Option<u32> {
    let key: Vec<&str> = candidate_key.split(' ').collect();
    let query = words(query);
    let apart = query
        .iter()
        .try_fold(0u32, |sum, word| Some(sum + best_score(word, &key)?));
    if apart.is_some() || query.len() < 2 {
        return apart;
    }
    // "jean pierre" also finds "jeanpierre".
    best_score(&query.concat(), &key)
}

fn best_score(word: &str, key: &[&str]) -> Option<u32> {
    key.iter().filter_map(|other| word_score(word, other)).max()
}

fn word_score(word: &str, other: &str) -> Option<u32> {
    if word == other {
        return Some(100);
    }
    if other.starts_with(word) {
        return Some(80);
    }
    let letters = word.chars().count();
    let allowed = match letters {
        0..4 => return None,
        4..8 => 1,
        _ => 2,
    };
    // The word may still be being typed: compare with the same length of the other one too.
    let beginning: String = other.chars().take(letters).collect();
    let whole = strsim::osa_distance(word, other);
    let begun = strsim::osa_distance(word, &beginning).saturating_add(1);
    let penalty = match (whole <= allowed, begun <= allowed + 1) {
        (true, _) => whole,
        (false, true) => begun,
        (false, false) => return None,
    };
    Some(60u32.saturating_sub(u32::try_from(penalty).unwrap_or(60) * 10))
}

/// Share of trigrams two texts have in common, 0 to 1, each word padded as PostgreSQL’s
/// `pg_trgm` does (two spaces before, one after).
#[must_use]
pub fn trigram_similarity(a: &str, b: &str) -> f64 {
    Trigrams::of(a).similarity(&Trigrams::of(b))
}

/// The trigrams of a text, made once where one text is compared with many.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Trigrams(Vec<[char; 3]>);

impl Trigrams {
    /// Those of that text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut all = Vec::with_capacity(text.len() + 1);
        for word in text.split_whitespace() {
            let mut last = [' ', ' '];
            for c in word.chars().chain([' ']) {
                all.push([last[0], last[1], c]);
                last = [last[1], c];
            }
        }
        all.sort_unstable();
        all.dedup();
        Self(all)
    }

    /// Each trigram once, in order.
    #[must_use]
    pub fn all(&self) -> &[[char; 3]] {
        &self.0
    }

    /// Share of trigrams in common, 0 to 1.
    #[must_use]
    pub fn similarity(&self, other: &Self) -> f64 {
        let mut common = 0usize;
        let (mut ours, mut theirs) = (self.0.iter().peekable(), other.0.iter().peekable());
        while let (Some(a), Some(b)) = (ours.peek(), theirs.peek()) {
            match a.cmp(b) {
                std::cmp::Ordering::Less => drop(ours.next()),
                std::cmp::Ordering::Greater => drop(theirs.next()),
                std::cmp::Ordering::Equal => {
                    common += 1;
                    ours.next();
                    theirs.next();
                }
            }
        }
        self.share(other, common)
    }

    /// The similarity of two texts known to have that many trigrams in common.
    #[must_use]
    pub fn share(&self, other: &Self, common: usize) -> f64 {
        let all = self.0.len() + other.0.len() - common;
        if all == 0 {
            0.0
        } else {
            common as f64 / all as f64
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn french_is_folded() {
        let cases = [
            ("Évrard", "evrard"),
            ("ŒUVRARD", "oeuvrard"),
            ("N’Guyen", "n guyen"),
            ("N'Guyen", "n guyen"),
            ("Jean-François  LE GOFF", "jean francois le goff"),
            ("Læticia", "laeticia"),
            ("Strauß", "strauss"),
            ("  L’Haÿ-les-Roses ", "l hay les roses"),
            ("Cafe\u{301}", "cafe"),
            ("", ""),
            ("--", ""),
        ];
        for (text, folded) in cases {
            assert_eq!(fold(text), folded);
        }
    }

    #[test]
    fn search_keys_hold_split_and_joined_forms() {
        let cases = [
            ("N’Guyen", "n guyen nguyen"),
            (
                "Jean-Pierre N'Guyen",
                "jean pierre n guyen jeanpierre nguyen",
            ),
            ("Durand", "durand"),
        ];
        for (text, key) in cases {
            assert_eq!(search_key(text), key);
        }
    }

    #[test]
    fn names_are_found_as_people_type_them() {
        let cases = [
            ("oeuv", "Œuvrard", true),
            ("nguyen", "N’Guyen", true),
            ("n guyen", "N’Guyen", true),
            ("durand marie", "Marie Durand", true),
            ("mar dur", "Marie Durand", true),
            ("Duran", "Marie Durand", true),
            ("durnad", "Marie Durand", true),
            ("dirand", "Marie Durand", true),
            ("benhamou", "Ben Amou", false),
            ("jean pierre", "Jeanpierre Petit", true),
            ("lefevbre", "Lefebvre", true),
            ("lefebre", "Lefebvre", true),
            ("martin", "Marie Durand", false),
            ("dup", "Marie Durand", false),
            ("", "Marie Durand", true),
        ];
        for (query, name, found) in cases {
            assert_eq!(
                fuzzy_score(query, &search_key(name)).is_some(),
                found,
                "{query} / {name}"
            );
        }
    }

    #[test]
    fn the_better_match_scores_higher() {
        let score = |query: &str, name: &str| fuzzy_score(query, &search_key(name)).unwrap();
        assert!(score("durand", "Durand") > score("durand", "Durandeau"));
        assert!(score("durand", "Durandeau") > score("durand", "Durant"));
        assert!(!matches("durand", "durant") && matches("dura", "marie durant"));
    }

    #[test]
    fn trigrams_compare_as_the_platform_does() {
        assert!((trigram_similarity("durand", "durand") - 1.0).abs() < 1e-9);
        // "durand" and "durant" share 5 of 9 trigrams.
        assert!((trigram_similarity("durand", "durant") - 5.0 / 9.0).abs() < 1e-9);
        assert!(trigram_similarity("", "").abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn folding_is_stable_and_clean(text in "\\PC*") {
            let once = fold(&text);
            prop_assert_eq!(&fold(&once), &once);
            prop_assert!(!once.contains("  ") && once.trim() == once);
        }

        #[test]
        fn a_text_always_finds_itself(text in "\\PC{0,40}", other in "\\PC{0,40}") {
            prop_assert!(fuzzy_score(&text, &search_key(&text)).is_some());
            let _ = fuzzy_score(&other, &search_key(&text));
        }
    }
}
