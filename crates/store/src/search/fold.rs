//! How names, phones and mails are compared. The folding of French text is the profession's.

use escale_domain::text;

/// Folded words, split and joined, a space around each.
pub(crate) fn key(texts: &[&str]) -> String {
    let mut key = String::from(" ");
    for word in texts.iter().flat_map(|text| {
        text::search_key(text)
            .split(' ')
            .map(str::to_owned)
            .collect::<Vec<_>>()
    }) {
        if !word.is_empty() {
            key.push_str(&word);
            key.push(' ');
        }
    }
    key
}

/// What a list is ordered by: the last name folded, then the first.
pub(crate) fn name(last: &str, first: &str) -> String {
    format!("{}\u{1f}{}", text::fold(last), text::fold(first))
}

/// Phone digits in national form: `+33 6…` and `0033 6…` become `06…`, so do the overseas codes.
pub(crate) fn national(phone: &str) -> String {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let abroad = if phone.trim_start().starts_with('+') {
        Some(digits.as_str())
    } else {
        digits.strip_prefix("00")
    };
    for code in ["33", "262", "590", "594", "596"] {
        if let Some(rest) = abroad.and_then(|abroad| abroad.strip_prefix(code)) {
            return format!("0{}", rest.trim_start_matches('0'));
        }
    }
    digits
}

/// A mail as compared.
pub(crate) fn same_mail(mail: &str) -> String {
    mail.trim().to_lowercase()
}

/// What was typed in a search box.
pub(crate) struct Query {
    words: Vec<String>,
    joined: String,
    letters: Vec<Letters>,
    letters_joined: Letters,
    digits: String,
}

impl Query {
    pub(crate) fn new(typed: &str) -> Self {
        let (digits, words): (Vec<_>, Vec<_>) = text::words(typed)
            .into_iter()
            .partition(|word| word.bytes().all(|b| b.is_ascii_digit()));
        let plus = if typed.trim_start().starts_with('+') {
            "+"
        } else {
            ""
        };
        Self {
            joined: words.join(" "),
            letters: words.iter().map(|word| Letters::of(word)).collect(),
            letters_joined: Letters::of(&words.concat()),
            words,
            digits: national(&(plus.to_owned() + &digits.concat())),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty() && self.digits.is_empty()
    }

    /// Every word begins a word of the key, and the digits are part of the phone.
    pub(crate) fn matches(&self, key: &str, digits: &str) -> bool {
        self.words.iter().all(|word| begins_a_word(key, word)) && digits.contains(&self.digits)
    }

    /// As [`Self::matches`], digits looked for among the words (places have numbers).
    pub(crate) fn matches_words(&self, key: &str) -> bool {
        self.words.iter().all(|word| begins_a_word(key, word))
            && (self.digits.is_empty() || begins_a_word(key, &self.digits))
    }

    /// As [`Self::matches`], but words of three letters and more may stand anywhere in the key.
    pub(crate) fn is_within(&self, key: &str, digits: &str) -> bool {
        !self.words.is_empty()
            && digits.contains(&self.digits)
            && self.words.iter().all(|word| part_of_a_word(key, word))
    }

    /// Too little to look for: a digit or two are in every phone number.
    pub(crate) fn says_nothing(&self) -> bool {
        self.words.is_empty() && self.digits.len() < 3
    }

    /// Digits alone: part of a phone, or of a date.
    pub(crate) fn is_digits(&self) -> bool {
        self.words.is_empty()
    }

    /// A word begins the last or the first name itself, not only a later word of it.
    pub(crate) fn begins_name(&self, name: &str) -> bool {
        let mut names = name.split('\u{1f}');
        names.any(|name| {
            self.words
                .iter()
                .any(|word| name.starts_with(word.as_str()))
        })
    }

    /// How well the words match with typos forgiven; higher is better.
    pub(crate) fn closeness(&self, key: &str, digits: &str) -> Option<u32> {
        if self.words.is_empty() || !digits.contains(&self.digits) || !self.may_match(key) {
            return None;
        }
        text::fuzzy_score(&self.joined, key.trim())
    }

    /// Whether it is worth comparing letter by letter: each word (or all of them, written as one)
    /// has its letters, but for the typos forgiven, in some word of the key.
    fn may_match(&self, key: &str) -> bool {
        let near = |wanted: &Letters| key.split(' ').any(|word| wanted.may_be(Letters::of(word)));
        self.letters.iter().all(near) || near(&self.letters_joined)
    }
}

/// Which letters a word has, one bit each. Letters that share a bit make it forgive more.
#[derive(Clone, Copy)]
struct Letters(u64);

impl Letters {
    fn of(word: &str) -> Self {
        Self(
            word.chars()
                .fold(0, |bits, letter| bits | 1 << (u32::from(letter) % 64)),
        )
    }

    /// A typo of [`text::fuzzy_score`] (two at most) brings one letter at most that the other word
    /// does not have.
    fn may_be(self, other: Self) -> bool {
        (self.0 & !other.0).count_ones() <= 2
    }
}

fn begins_a_word(key: &str, word: &str) -> bool {
    key.match_indices(word)
        .any(|(at, _)| at > 0 && key.as_bytes()[at - 1] == b' ')
}

fn part_of_a_word(key: &str, word: &str) -> bool {
    begins_a_word(key, word) || (word.chars().count() > 2 && key.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_meet_in_national_form() {
        for typed in [
            "06 39 98 12 34",
            "+33 6 39 98 12 34",
            "0033639981234",
            "+33 (0)6 39 98 12 34",
        ] {
            assert_eq!(national(typed), "0639981234");
        }
        assert_eq!(national("3998"), "3998");
    }

    /// The look at letters saves work and changes no answer.
    #[test]
    fn what_is_close_is_never_passed_over() {
        let keys = [
            "Anne-Lise Le Goff",
            "Jeanpierre Petit",
            "Œuvrard",
            "N'Guyen Thi",
            "Lefebvre",
            "Li",
        ];
        let typed = [
            "lefebre",
            "lefevbre",
            "jean pierre",
            "nguyn",
            "oeuvrrad",
            "ane lise",
            "pettit",
            "li",
            "goffe",
            "xxxx",
        ];
        for key in keys.map(|name| key(&[name])) {
            for typed in typed {
                let query = Query::new(typed);
                let plain = text::fuzzy_score(typed, key.trim());
                assert_eq!(query.closeness(&key, ""), plain, "{typed} / {key}");
            }
        }
    }

    #[test]
    fn every_word_in_any_order_begins_a_word() {
        let key = key(&["Anne-Lise", "Le Goff"]);
        for typed in ["goff anne", "annelise", "LE G", "lise goff", ""] {
            assert!(Query::new(typed).matches(&key, "0639981234"), "{typed}");
        }
        for typed in ["off", "anne martin"] {
            assert!(!Query::new(typed).matches(&key, "0639981234"), "{typed}");
        }
        assert!(Query::new("le goff 39 98").matches(&key, "0639981234"));
        assert!(Query::new("+33 6 39").matches(&key, "0639981234"));
        assert!(!Query::new("le goff 77").matches(&key, "0639981234"));
    }
}
