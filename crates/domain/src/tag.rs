//! Tag: a word of one's own, or of the team, put on sessions to find and count them again.
//!
//! Sessions hold identifiers of tags, so that renaming one changes one record. The identifier
//! derives from scope and [`key`]: two laptops creating the same word make the same tag. Where
//! renaming brings two to the same word, they are shown as one.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::fields::{self, Fields};
use crate::rule::{self, FieldError, RuleCode};
use crate::text;

/// Shortest name, in characters (rule of the national platform).
pub const NAME_MIN: usize = 3;
/// Longest name, in characters (rule of the national platform).
pub const NAME_MAX: usize = 80;
/// Longest description, in characters (rule of the national platform).
pub const DESCRIPTION_MAX: usize = 280;

/// What the screen sends.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct TagForm {
    /// The word.
    pub name: String,
    /// What it is for.
    pub description: String,
}

/// A tag that keeps every rule. Made by [`Tag::new`] only.
#[derive(Clone, PartialEq, Eq)]
pub struct Tag {
    /// The word.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
}

impl Tag {
    /// The tag of that form.
    ///
    /// # Errors
    /// Every broken rule, on the field that breaks it.
    pub fn new(form: &TagForm) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let words = form.name.split_whitespace().collect::<Vec<_>>().join(" ");
        let name = rule::text("name", &words, NAME_MAX, false, &mut errors).unwrap_or_default();
        // A name without a letter or a digit could not be told from another.
        if errors.is_empty() && (name.chars().count() < NAME_MIN || key(&name).is_empty()) {
            errors.push(FieldError::new("name", RuleCode::TagNameShort));
        }
        let description = rule::text(
            "description",
            &form.description,
            DESCRIPTION_MAX,
            true,
            &mut errors,
        );
        if errors.is_empty() {
            Ok(Self { name, description })
        } else {
            Err(errors)
        }
    }

    /// The wire form.
    #[must_use]
    pub fn fields(&self) -> Fields {
        let mut map = Fields::new();
        fields::put_text(&mut map, "name", Some(&self.name));
        fields::put_text(&mut map, "description", self.description.as_deref());
        map
    }
}

/// What two names of one tag have in common: case, accents and spaces set aside.
#[must_use]
pub fn key(name: &str) -> String {
    text::fold(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(name: &str, description: &str) -> Result<Tag, Vec<FieldError>> {
        Tag::new(&TagForm {
            name: name.to_owned(),
            description: description.to_owned(),
        })
    }

    fn faults(name: &str, description: &str) -> Vec<(String, RuleCode)> {
        let errors = tag(name, description).err().unwrap_or_default();
        errors.into_iter().map(|e| (e.field, e.code)).collect()
    }

    #[test]
    fn a_name_has_three_to_eighty_characters() {
        let fault = |code| vec![("name".to_owned(), code)];
        assert_eq!(faults("", ""), fault(RuleCode::TagNameShort));
        assert_eq!(faults(" ab ", ""), fault(RuleCode::TagNameShort));
        assert_eq!(faults("…!?", ""), fault(RuleCode::TagNameShort));
        assert_eq!(faults(&"é".repeat(81), ""), fault(RuleCode::TextTooLong));
        assert_eq!(faults("a\u{7}bc", ""), fault(RuleCode::TextInvalid));
        assert_eq!(faults("CAF", &"x".repeat(280)), []);
        assert_eq!(
            faults("CAF", &"x".repeat(281)),
            [("description".to_owned(), RuleCode::TextTooLong)]
        );
        assert_eq!(faults(&"é".repeat(80), ""), []);
    }

    #[test]
    fn spaces_are_tidied_and_one_word_written_two_ways_is_one() {
        let kept = tag("  Café   des  aidants ", " ").unwrap();
        assert_eq!(
            (kept.name.as_str(), kept.description.as_deref()),
            ("Café des aidants", None)
        );
        assert_eq!(key("Café des aidants"), key("CAFE DES AIDANTS"));
        assert_ne!(key("Café"), key("Cafés"));
    }

    #[test]
    fn the_wire_form_is_in_the_catalogue() {
        let map = tag("Bus", "Tournée du jeudi").unwrap().fields();
        assert_eq!(map.len(), 2);
        assert!(
            map.keys()
                .all(|name| crate::catalogue::TAG.field(name).is_some())
        );
    }
}
