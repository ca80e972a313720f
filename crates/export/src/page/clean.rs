//! Text as the embedded letters can show it. Whatever was typed or pasted, nothing that leaves
//! here has a glyph missing, turns the direction of a line or piles up beyond it.
//!
//! The narrow no-break space of French typography, which the letters do not have, becomes an
//! ordinary no-break space. What cannot be shown (another script, an emoji) becomes one
//! [`MISSING`] for each run, so that a reader sees that something stands there.

use unicode_normalization::UnicodeNormalization as _;

/// Stands for characters that the letters do not have.
pub(crate) const MISSING: char = '◊';
/// Accents kept over one letter; a pile of them would leave its line.
const ACCENTS: usize = 2;

/// The text to show, and whether something had to be replaced by [`MISSING`]. The space that French
/// puts inside its quotation marks and before its double signs never ends a line.
pub(crate) fn clean(text: &str, has: impl Fn(char) -> bool) -> (String, bool) {
    let mut shown = String::with_capacity(text.len());
    let mut missed = false;
    let mut accents = 0;
    for c in text.nfc() {
        let kept = match c {
            '\n' => Some('\n'),
            '\t' | '\u{b}' | '\u{c}' | '\u{2028}' | '\u{2029}' | '\u{85}' => Some(' '),
            '\u{202f}' | '\u{2007}' => Some('\u{a0}'),
            '\u{2000}'..='\u{200a}' | '\u{205f}' | '\u{3000}' => Some(' '),
            '\u{2010}' | '\u{2011}' => Some('-'),
            '\u{2012}' | '\u{2015}' => Some('–'),
            c if unseen(c) => None,
            c => Some(c),
        };
        let Some(c) = kept else { continue };
        if accent(c) {
            accents += 1;
            if accents > ACCENTS || shown.is_empty() {
                continue;
            }
        } else {
            accents = 0;
        }
        if c == '\n' || has(c) {
            shown.push(c);
            continue;
        }
        let parts: Vec<char> = std::iter::once(c).nfkd().collect();
        if parts != [c] && parts.iter().all(|part| has(*part)) {
            shown.extend(parts);
        } else {
            missed = true;
            if !accent(c) && !shown.ends_with(MISSING) {
                shown.push(MISSING);
            }
        }
    }
    (held(&shown), missed)
}

/// Holds double signs to the words they follow, and quotation marks to those they enclose.
fn held(text: &str) -> String {
    let mut held = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        let before = letters
            .peek()
            .is_some_and(|next| matches!(next, ';' | ':' | '!' | '?' | '»'));
        if c == ' ' && (before || held.ends_with('«')) {
            held.push('\u{a0}');
        } else {
            held.push(c);
        }
    }
    held
}

/// Controls, marks of direction and of width: they show nothing by themselves.
fn unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// An accent that stands over the letter before it.
pub(crate) fn accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::letters::letters;

    fn shown(text: &str) -> String {
        clean(text, |c| letters().have(c)).0
    }

    #[test]
    fn french_stays_as_it_is_and_its_narrow_space_becomes_one_that_has_a_glyph() {
        for text in ["Où êtes-vous, l’Œuvre ?", "« 12,50 € »", "Ça, dès Noël…"] {
            assert_eq!(shown(text).replace('\u{a0}', " "), text);
        }
        assert_eq!(shown("Quoi\u{202f}?"), "Quoi\u{a0}?");
        assert_eq!(shown("e\u{301}te\u{301}"), "été");
    }

    #[test]
    fn double_signs_and_quotation_marks_hold_to_their_words() {
        assert_eq!(
            shown("Dit « oui » : vient ! Et ; puis ?"),
            "Dit «\u{a0}oui\u{a0}»\u{a0}: vient\u{a0}! Et\u{a0}; puis\u{a0}?"
        );
    }

    #[test]
    fn what_the_letters_lack_is_marked_once_a_run() {
        assert_eq!(shown("Léa 😀🎉 Martin"), "Léa ◊ Martin");
        assert_eq!(shown("שלום عليكم"), "◊ ◊");
        assert!(clean("Юлия", |c| letters().have(c)).1);
        assert!(!clean("Julie", |c| letters().have(c)).1);
        // What has an equivalent is written with it.
        assert_eq!(shown("ﬁn ½ №"), "fin ½ No");
    }

    #[test]
    fn nothing_turns_the_line_or_leaves_it() {
        assert_eq!(shown("a\u{202e}b\u{200b}c\u{0}d\u{7}\te"), "abcd e");
        assert_eq!(
            shown(&format!("q{}", "\u{301}".repeat(50))).chars().count(),
            3
        );
        assert_eq!(shown("\u{301}\u{301}"), "");
    }
}
