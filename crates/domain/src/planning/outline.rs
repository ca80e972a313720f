//! Outline of a workshop (*trame*): what a colleague needs to give it. Shared by the team; holds
//! nobody's name.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::workshop::{checked_themes, read_themes, required_title};
use crate::fields::{self, Fields};
use crate::rule::{self, FieldError};
use crate::session::NOTES_MAX;
use crate::vocabulary::{Theme, WorkshopLevel, duration_label};

/// What the screen sends. The duration is as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct OutlineForm {
    /// Title.
    pub title: String,
    /// Level.
    pub level: Option<WorkshopLevel>,
    /// Themes.
    pub themes: Vec<Theme>,
    /// Duration, as typed (`1h30`).
    pub duration: String,
    /// What people will be able to do.
    pub aims: String,
    /// What to bring.
    pub materials: String,
    /// Steps, one a line.
    pub steps: String,
}

/// An outline that keeps every rule. Made by [`Outline::new`] only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    title: String,
    level: Option<WorkshopLevel>,
    themes: Vec<Theme>,
    duration: Option<u32>,
    aims: Option<String>,
    materials: Option<String>,
    steps: Option<String>,
}

impl Outline {
    /// The outline of that form.
    ///
    /// # Errors
    /// Every broken rule, on the field that breaks it.
    pub fn new(form: &OutlineForm) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let title = required_title(&form.title, &mut errors);
        let themes = checked_themes(&form.themes, &mut errors);
        let duration = super::workday::minutes("duration", &form.duration, &mut errors);
        let mut prose =
            |field: &str, typed: &str| rule::text(field, typed, NOTES_MAX, true, &mut errors);
        let aims = prose("aims", &form.aims);
        let materials = prose("materials", &form.materials);
        let steps = prose("steps", &form.steps);
        match title {
            Some(title) if errors.is_empty() => Ok(Self {
                title,
                level: form.level,
                themes,
                duration,
                aims,
                materials,
                steps,
            }),
            _ => Err(errors),
        }
    }

    /// The wire form.
    #[must_use]
    pub fn fields(&self) -> Fields {
        let mut map = Fields::new();
        fields::put_text(&mut map, "title", Some(&self.title));
        fields::put_text(&mut map, "level", self.level.map(WorkshopLevel::value));
        fields::put_set(
            &mut map,
            "themes",
            self.themes.iter().map(|theme| theme.value()),
        );
        if let Some(minutes) = self.duration {
            map.insert("duration".to_owned(), minutes.into());
        }
        fields::put_text(&mut map, "aims", self.aims.as_deref());
        fields::put_text(&mut map, "materials", self.materials.as_deref());
        fields::put_text(&mut map, "steps", self.steps.as_deref());
        map
    }

    /// The form of a wire form.
    #[must_use]
    pub fn from_fields(map: &Fields) -> OutlineForm {
        let text = |name: &str| fields::text(map, name).unwrap_or_default();
        OutlineForm {
            title: text("title"),
            level: fields::case(map, "level", WorkshopLevel::from_value),
            themes: read_themes(map),
            duration: minutes(map).map(duration_label).unwrap_or_default(),
            aims: text("aims"),
            materials: text("materials"),
            steps: text("steps"),
        }
    }
}

/// Minutes of a wire form.
#[must_use]
pub fn minutes(map: &Fields) -> Option<u32> {
    fields::integer(map, "duration").and_then(|minutes| u32::try_from(minutes).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::RuleCode;

    fn form() -> OutlineForm {
        OutlineForm {
            title: "Découvrir sa tablette".to_owned(),
            level: Some(WorkshopLevel::Beginner),
            themes: vec![Theme::PrendreEnMainDuMateriel],
            duration: "1h30".to_owned(),
            aims: "Allumer, éteindre, régler le son.".to_owned(),
            materials: "Huit tablettes".to_owned(),
            steps: "Accueil\nTour de table\nPratique".to_owned(),
        }
    }

    #[test]
    fn the_wire_form_comes_back_and_is_in_the_catalogue() {
        let outline = Outline::new(&form()).unwrap();
        let map = outline.fields();
        let table = crate::catalogue::OUTLINE;
        assert!(map.keys().all(|name| table.field(name).is_some()));
        assert_eq!(Outline::from_fields(&map), form());
    }

    #[test]
    fn broken_rules_are_told_on_their_field() {
        let wrong = OutlineForm {
            title: String::new(),
            duration: "longtemps".to_owned(),
            steps: "x".repeat(NOTES_MAX + 1),
            ..form()
        };
        let errors = Outline::new(&wrong).unwrap_err();
        let told: Vec<_> = errors.iter().map(|e| (e.field.as_str(), e.code)).collect();
        assert_eq!(
            told,
            [
                ("title", RuleCode::WorkshopTitleRequired),
                ("duration", RuleCode::DurationInvalid),
                ("steps", RuleCode::TextTooLong),
            ]
        );
    }
}
