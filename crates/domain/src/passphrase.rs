//! Passphrases: French words drawn at random, and what makes a chosen one strong enough.
//!
//! The list has 2 048 words, so a word is worth exactly eleven bits. Randomness comes from the
//! caller.

use std::sync::OnceLock;

use crate::text;

const WORDS: &str = include_str!("../data/words.txt");
/// Bits a word is worth.
pub const BITS_PER_WORD: u32 = 11;
/// Words proposed by default: 55 bits, slowed down by the key derivation.
pub const WORDS_DEFAULT: usize = 5;
/// Words of the list a passphrase must have, or else length and classes.
const WORDS_MIN: usize = 5;
const LENGTH_MIN: usize = 12;
const CLASSES_MIN: usize = 3;
/// Different characters a password must have: "aaaaaaaaaaA1" has two letters too few.
const DISTINCT_MIN: usize = 6;

/// Beginnings of what everybody tries first (folded, without spaces).
const COMMON: &[&str] = &[
    "123456",
    "azerty",
    "qwerty",
    "password",
    "motdepasse",
    "bonjour",
    "soleil",
    "doudou",
    "marseille",
    "jetaime",
    "admin",
    "conseillernumerique",
    "escale",
    "mediateur",
    "numerique",
    "franceservices",
    "lacoop",
    "abcdef",
    "000000",
    "111111",
];

/// The list, as written.
fn list() -> &'static [&'static str] {
    static LIST: OnceLock<Vec<&'static str>> = OnceLock::new();
    LIST.get_or_init(|| WORDS.lines().collect())
}

/// The list, folded and sorted.
fn folded() -> &'static [String] {
    static LIST: OnceLock<Vec<String>> = OnceLock::new();
    LIST.get_or_init(|| {
        let mut folded: Vec<String> = list().iter().map(|word| text::fold(word)).collect();
        folded.sort_unstable();
        folded
    })
}

/// That many different words of the list, separated by single spaces. Eleven bits of each number
/// drawn make a word; one already drawn gives way to the next of the list, since [`strength`]
/// counts different words. What that costs is far under a tenth of a bit.
#[must_use]
pub fn generate(words: usize, random: &mut dyn FnMut() -> u16) -> String {
    let list = list();
    let mut drawn: Vec<&str> = Vec::with_capacity(words);
    for _ in 0..words {
        let from = list.iter().cycle().skip(usize::from(random() & 0x7ff));
        drawn.extend(from.take(list.len()).find(|word| !drawn.contains(word)));
    }
    drawn.join(" ")
}

/// The form from which keys are derived: lower case without accents, words separated by single
/// spaces, so that a phrase typed on another keyboard opens the notebook. Signs are kept.
#[must_use]
pub fn normalise(typed: &str) -> String {
    let word = |word: &str| {
        let mut out = String::new();
        for c in word.chars() {
            if c.is_alphanumeric() || !c.is_ascii() {
                // One character at a time, so that a sign is neither lost nor turned to a space.
                let folded = text::fold(c.encode_utf8(&mut [0; 4]));
                if folded.is_empty() && !is_mark(c) {
                    out.push(c);
                } else {
                    out.push_str(&folded);
                }
            } else {
                out.push(c);
            }
        }
        out
    };
    typed
        .split_whitespace()
        .map(word)
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// How strong a chosen passphrase is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strength {
    /// Strong enough: that many different words of the list.
    Words(u32),
    /// Strong enough: long and mixed.
    Mixed,
    /// Too weak, and why.
    Weak(Weakness),
}

/// What a passphrase lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weakness {
    /// Too few words of the list to count as words, too short to count as characters.
    TooShort,
    /// Long enough, of too few classes of characters.
    TooPlain,
    /// Among what everybody tries first, or the same thing repeated.
    TooCommon,
}

/// How strong a passphrase is, as typed: five different words of the list, or twelve characters
/// mixing letters, digits and signs that are not what everybody tries first.
#[must_use]
pub fn strength(typed: &str) -> Strength {
    let normal = normalise(typed);
    let mut known: Vec<&str> = normal
        .split(' ')
        .filter(|word| {
            folded()
                .binary_search_by(|other| other.as_str().cmp(word))
                .is_ok()
        })
        .collect();
    known.sort_unstable();
    known.dedup();
    if known.len() >= WORDS_MIN {
        return Strength::Words(u32::try_from(known.len()).unwrap_or(u32::MAX));
    }
    // Judged in the form keys are derived from: capitals and accents add nothing there.
    if normal.chars().count() < LENGTH_MIN {
        return Strength::Weak(Weakness::TooShort);
    }
    let joined = normal.replace(' ', "");
    let mut distinct: Vec<char> = joined.chars().collect();
    distinct.sort_unstable();
    distinct.dedup();
    // A common word is no harm inside a long phrase: what remains beside it must be long enough.
    let rest = COMMON
        .iter()
        .fold(joined.clone(), |rest, word| rest.replace(word, ""));
    let common = rest.len() < joined.len() && rest.chars().count() < LENGTH_MIN - 4;
    if common || distinct.len() < DISTINCT_MIN {
        return Strength::Weak(Weakness::TooCommon);
    }
    let classes = [
        normal.chars().any(char::is_alphabetic),
        normal.chars().any(char::is_numeric),
        normal.chars().any(|c| !c.is_alphanumeric()),
    ];
    if classes.iter().filter(|class| **class).count() < CLASSES_MIN {
        return Strength::Weak(Weakness::TooPlain);
    }
    Strength::Mixed
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_list_is_whole_and_its_words_differ_once_folded() {
        assert_eq!(list().len(), 2048);
        assert_eq!(list().first(), Some(&"abaisser"));
        assert!(
            folded().is_sorted_by(|a, b| a < b),
            "no two words fold alike"
        );
        assert!(
            folded()
                .iter()
                .all(|word| word.bytes().all(|b| b.is_ascii_lowercase()))
        );
    }

    #[test]
    fn words_are_drawn_from_eleven_bits() {
        let mut next = [0u16, 1, 0x7ff, 0xf800, 0xffff].into_iter();
        let phrase = generate(5, &mut || next.next().unwrap());
        let words: Vec<&str> = phrase.split(' ').collect();
        let at = |index: usize| list()[index];
        // The fourth and the fifth were drawn before: the next ones stand in.
        assert_eq!(words, [at(0), at(1), at(2047), at(2), at(3)]);
    }

    #[test]
    fn phrases_open_however_they_are_typed() {
        let cases = [
            ("  Éléphant   JAUNE ", "elephant jaune"),
            ("e\u{301}léphant jaune", "elephant jaune"),
            ("Soleil&2024 !", "soleil&2024 !"),
            ("l’été", "l’ete"),
            ("", ""),
        ];
        for (typed, normal) in cases {
            assert_eq!(normalise(typed), normal, "{typed}");
        }
    }

    #[test]
    fn strength_is_judged() {
        use Strength::{Mixed, Weak, Words};
        use Weakness::{TooCommon, TooPlain, TooShort};
        let cases = [
            ("abaisser abandon abdiquer abeille abolir", Words(5)),
            (
                "ABAISSER abandon abdiquer  abeille abolir aborder",
                Words(6),
            ),
            (
                "abaisser abaisser abaisser abaisser abaisser",
                Weak(TooPlain),
            ),
            ("abaisser abandon", Weak(TooPlain)),
            ("court", Weak(TooShort)),
            ("Gr4nd-Mât!", Weak(TooShort)),
            ("tourterelles", Weak(TooPlain)),
            ("Tourterelle42", Weak(TooPlain)),
            ("Tourterelle&42", Mixed),
            ("Azerty123456!", Weak(TooCommon)),
            ("MotDePasse2024!", Weak(TooCommon)),
            ("aaaaaaaaaaA1!", Weak(TooCommon)),
            ("Le soleil de 1998 sur Granville", Mixed),
        ];
        for (typed, expected) in cases {
            assert_eq!(strength(typed), expected, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn what_is_generated_is_accepted(
            numbers in prop::collection::vec(prop_oneof![any::<u16>(), 0u16..4], 8),
        ) {
            let mut numbers = numbers.into_iter();
            let phrase = generate(8, &mut || numbers.next().unwrap());
            prop_assert_eq!(strength(&phrase), Strength::Words(8));
            prop_assert_eq!(normalise(&phrase), normalise(&phrase.to_uppercase()));
        }

        #[test]
        fn normalising_twice_changes_nothing(typed in "\\PC{0,40}") {
            let once = normalise(&typed);
            prop_assert_eq!(&normalise(&once), &once);
            let _ = strength(&typed);
        }
    }
}
