//! The territory's diagnostic: for a place or a commune, what exists, which needs were expressed,
//! by which structures (never by which people), what is proposed; dated, repeatable.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::commune::CommuneRef;
use crate::fields::{self, Fields};
use crate::place::{LIST_MAX, NAME_MAX};
use crate::rule::{self, FieldError, RuleCode};
use crate::vocabulary::Theme;

/// Longest text of a part, in characters.
pub const PART_MAX: usize = 5_000;

/// What the screen sends.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct TerritoryForm {
    /// Day of the diagnostic, ISO 8601.
    pub date: String,
    /// The place it is about.
    pub place: Option<String>,
    /// The commune it is about, when it is not about one place.
    pub commune: Option<CommuneRef>,
    /// What exists.
    pub existing: String,
    /// Needs expressed, by theme.
    pub themes: Vec<Theme>,
    /// Needs expressed, in words.
    pub needs: String,
    /// Structures that expressed them.
    pub structures: Vec<String>,
    /// What is proposed.
    pub proposals: String,
}

/// A diagnostic that keeps every rule.
#[derive(Clone, PartialEq, Eq)]
pub struct Territory {
    /// Day.
    pub date: NaiveDate,
    /// The place it is about.
    pub place: Option<String>,
    /// The commune it is about.
    pub commune: Option<CommuneRef>,
    /// What exists.
    pub existing: Option<String>,
    /// Needs expressed, by theme.
    pub themes: Vec<Theme>,
    /// Needs expressed, in words.
    pub needs: Option<String>,
    /// Structures that expressed them.
    pub structures: Vec<String>,
    /// What is proposed.
    pub proposals: Option<String>,
}

impl Territory {
    /// The diagnostic of that form.
    ///
    /// # Errors
    /// Every broken rule, on the field that breaks it.
    pub fn new(form: &TerritoryForm) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let date = match (form.date.trim(), form.date.trim().parse::<NaiveDate>()) {
            ("", _) => Err(RuleCode::DateRequired),
            (_, Err(_)) => Err(RuleCode::DateInvalid),
            (_, Ok(date)) => Ok(date),
        };
        let date = date
            .map_err(|code| errors.push(FieldError::new("date", code)))
            .ok();
        let place = form.place.clone().filter(|place| !place.is_empty());
        if let Some(commune) = &form.commune
            && !commune.is_complete()
        {
            errors.push(FieldError::new("commune", RuleCode::CommuneIncomplete));
        } else if place.is_none() && form.commune.is_none() {
            errors.push(FieldError::new("commune", RuleCode::TerritoryAbout));
        }
        let part = |field: &str, text: &str, errors: &mut Vec<FieldError>| {
            rule::text(field, text, PART_MAX, true, errors)
        };
        let existing = part("existing", &form.existing, &mut errors);
        let needs = part("needs", &form.needs, &mut errors);
        let proposals = part("proposals", &form.proposals, &mut errors);
        let mut structures: Vec<String> = Vec::new();
        for typed in form.structures.iter().take(LIST_MAX) {
            structures.extend(rule::text(
                "structures",
                typed,
                NAME_MAX,
                false,
                &mut errors,
            ));
        }
        structures.sort_unstable();
        structures.dedup();
        let mut themes = form.themes.clone();
        themes.sort_unstable();
        themes.dedup();
        let said = existing.is_some() || needs.is_some() || proposals.is_some();
        if !said && themes.is_empty() && structures.is_empty() && errors.is_empty() {
            errors.push(FieldError::new("existing", RuleCode::TerritoryEmpty));
        }
        match date {
            Some(date) if errors.is_empty() => Ok(Self {
                date,
                // About a place: its commune is the place's own.
                commune: form.commune.clone().filter(|_| place.is_none()),
                place,
                existing,
                themes,
                needs,
                structures,
                proposals,
            }),
            _ => Err(errors),
        }
    }

    /// The wire form.
    #[must_use]
    pub fn fields(&self) -> Fields {
        let mut map = Fields::new();
        fields::put_text(&mut map, "date", Some(&self.date.to_string()));
        fields::put_text(&mut map, "place", self.place.as_deref());
        fields::put_commune(&mut map, "commune", self.commune.as_ref());
        fields::put_text(&mut map, "existing", self.existing.as_deref());
        fields::put_set(
            &mut map,
            "themes",
            self.themes.iter().map(|theme| theme.value()),
        );
        fields::put_text(&mut map, "needs", self.needs.as_deref());
        fields::put_set(
            &mut map,
            "structures",
            self.structures.iter().map(String::as_str),
        );
        fields::put_text(&mut map, "proposals", self.proposals.as_deref());
        map
    }

    /// The form of a wire form.
    #[must_use]
    pub fn from_fields(map: &Fields) -> TerritoryForm {
        let text = |name: &str| fields::text(map, name).unwrap_or_default();
        let mut themes: Vec<Theme> = fields::strings(map, "themes")
            .iter()
            .filter_map(|theme| Theme::from_value(theme))
            .collect();
        themes.sort_unstable();
        TerritoryForm {
            date: text("date"),
            place: fields::text(map, "place"),
            commune: fields::commune(map, "commune"),
            existing: text("existing"),
            themes,
            needs: text("needs"),
            structures: fields::strings(map, "structures"),
            proposals: text("proposals"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> TerritoryForm {
        TerritoryForm {
            date: "2026-11-20".to_owned(),
            place: Some("place-1".to_owned()),
            existing: "Deux postes à la médiathèque.".to_owned(),
            themes: vec![Theme::Email, Theme::Email],
            structures: vec![" CCAS ".to_owned(), String::new(), "CCAS".to_owned()],
            ..TerritoryForm::default()
        }
    }

    fn refused(change: fn(&mut TerritoryForm)) -> Vec<(String, RuleCode)> {
        let mut form = form();
        change(&mut form);
        let errors = Territory::new(&form).err().unwrap_or_default();
        errors.into_iter().map(|e| (e.field, e.code)).collect()
    }

    type Case = (fn(&mut TerritoryForm), &'static str, RuleCode);

    #[test]
    fn it_is_dated_about_somewhere_and_says_something() {
        assert_eq!(refused(|_| {}), []);
        let cases: [Case; 4] = [
            (|f| f.date.clear(), "date", RuleCode::DateRequired),
            (|f| f.date = "hier".into(), "date", RuleCode::DateInvalid),
            (|f| f.place = None, "commune", RuleCode::TerritoryAbout),
            (
                |f| {
                    f.existing = " ".into();
                    f.themes.clear();
                    f.structures.clear();
                },
                "existing",
                RuleCode::TerritoryEmpty,
            ),
        ];
        for (change, field, code) in cases {
            assert_eq!(refused(change), [(field.to_owned(), code)]);
        }
    }

    #[test]
    fn the_wire_form_comes_back_and_is_in_the_catalogue() {
        let territory = Territory::new(&form()).ok().unwrap();
        assert_eq!(territory.structures, ["CCAS"]);
        let map = territory.fields();
        assert!(
            map.keys()
                .all(|name| crate::catalogue::TERRITORY.field(name).is_some())
        );
        assert!(Territory::new(&Territory::from_fields(&map)).ok() == Some(territory));
    }
}
