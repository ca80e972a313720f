//! Words that announce a secret or tell of health.

use super::{Warning, WarningKind};
use crate::text;

/// A word, folded, and where it stands.
pub(super) struct Word {
    text: String,
    start: usize,
    end: usize,
}

pub(super) fn words(chars: &[char]) -> Vec<Word> {
    let mut words = Vec::new();
    let mut start = None;
    for (i, c) in chars.iter().chain([&' ']).enumerate() {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(i),
            (false, Some(from)) => {
                let piece: String = chars.get(from..i).unwrap_or_default().iter().collect();
                words.push(Word {
                    text: text::fold(&piece),
                    start: from,
                    end: i,
                });
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// Words that announce a secret.
const SECRET_WORDS: &[&[&str]] = &[
    &["mot", "de", "passe"],
    &["mots", "de", "passe"],
    &["mdp"],
    &["password"],
    &["passwd"],
    &["code", "secret"],
    &["code", "pin"],
    &["code", "confidentiel"],
    &["code", "carte"],
    &["code", "cb"],
    &["code", "acces"],
    &["code", "d", "acces"],
    &["digicode"],
];

/// A word that announces a secret, followed by something that may be one: after `:` or `=`
/// anything, else what mixes digits or signs with letters.
pub(super) fn passwords(chars: &[char], words: &[Word], found: &mut Vec<Warning>) {
    for (i, word) in words.iter().enumerate() {
        let Some(length) = SECRET_WORDS
            .iter()
            .find_map(|phrase| starts(words, i, phrase))
        else {
            continue;
        };
        let Some(last) = words.get(i + length - 1) else {
            continue;
        };
        let mut at = last.end;
        let mut announced = false;
        while let Some(c) = chars
            .get(at)
            .filter(|c| !c.is_alphanumeric() && **c != '\n')
        {
            announced |= matches!(c, ':' | '=');
            if !(c.is_whitespace() || matches!(c, ':' | '=' | '«' | '"' | '’' | '\'')) {
                break;
            }
            at += 1;
        }
        let mut secret = value_at(chars, at);
        // "mot de passe est …", "mdp c’est …"
        if !announced && matches!(secret.as_str(), "est" | "c" | "c’est" | "c'est") {
            at += secret.chars().count();
            at += chars
                .get(at..)
                .unwrap_or_default()
                .iter()
                .take_while(|c| c.is_whitespace())
                .count();
            secret = value_at(chars, at);
        }
        let mixed = secret.chars().any(|c| {
            !c.is_alphabetic() && !matches!(c, '’' | '\'' | '-' | ',' | '.' | ';' | ')' | '!' | '?')
        });
        if secret.chars().count() >= 3 && (announced || mixed) {
            let end = at + secret.chars().count();
            found.push(Warning {
                start: word.start,
                end,
                kind: WarningKind::Password,
            });
        }
    }
}

fn value_at(chars: &[char], at: usize) -> String {
    chars
        .get(at..)
        .unwrap_or_default()
        .iter()
        .take_while(|c| !c.is_whitespace())
        .collect()
}

/// Beginnings of words about health (folded).
const HEALTH_STEMS: &[&str] = &[
    "alcooli",
    "alzheimer",
    "antidepress",
    "autis",
    "avortement",
    "bipolair",
    "cancer",
    "chimio",
    "demence",
    "depressi",
    "diabet",
    "dialyse",
    "epilep",
    "fibromyalg",
    "handicap",
    "hospitalis",
    "ivg",
    "maladie",
    "medicament",
    "neurolog",
    "oncolog",
    "parkinson",
    "pathologi",
    "psychiatr",
    "psychotrop",
    "schizophren",
    "sclerose",
    "seropositi",
    "suicid",
    "toxicoman",
    "traitement",
    "tumeur",
    "vih",
];
/// Whole words about health (folded).
const HEALTH_WORDS: &[&str] = &[
    "aah", "ald", "avc", "enceinte", "mdph", "sida", "tdah", "rqth",
];
/// What a word processor is called: a "treatment" that heals nobody.
const WORD_PROCESSING: &[&str] = &["de", "texte"];

pub(super) fn health(words: &[Word], found: &mut Vec<Warning>) {
    for (i, word) in words.iter().enumerate() {
        let known = HEALTH_WORDS.contains(&word.text.as_str())
            || HEALTH_STEMS.iter().any(|stem| word.text.starts_with(stem));
        let office =
            word.text.starts_with("traitement") && starts(words, i + 1, WORD_PROCESSING).is_some();
        if known && !office {
            found.push(Warning {
                start: word.start,
                end: word.end,
                kind: WarningKind::Health,
            });
        }
    }
}

/// The length of the phrase, if the words from `at` on are it.
fn starts(words: &[Word], at: usize, phrase: &[&str]) -> Option<usize> {
    let piece = words.get(at..at.checked_add(phrase.len())?)?;
    piece
        .iter()
        .zip(phrase)
        .all(|(word, other)| word.text == *other)
        .then_some(phrase.len())
}
