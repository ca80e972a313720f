//! A session as it travels: the fields of the catalogue.

use super::{AnonymousGroup, AnonymousPerson, Session, SessionForm};
use crate::fields::{self, Fields};
use crate::vocabulary::{Material, PlaceKind, SessionKind, Theme, WorkshopLevel};

impl Session {
    /// The wire form. Presences and outcome are records of their own.
    #[must_use]
    pub fn fields(&self) -> Fields {
        let mut map = Fields::new();
        fields::put_text(&mut map, "kind", Some(self.kind.value()));
        let date = self.date.format("%Y-%m-%d").to_string();
        fields::put_text(&mut map, "date", Some(&date));
        map.insert("duration".to_owned(), self.duration.into());
        fields::put_text(&mut map, "place_kind", Some(self.place_kind.value()));
        fields::put_text(&mut map, "place", self.place.as_deref());
        fields::put_commune(&mut map, "commune", self.commune.as_ref());
        fields::put_set(
            &mut map,
            "materials",
            self.materials.iter().map(|case| case.value()),
        );
        fields::put_set(
            &mut map,
            "themes",
            self.themes.iter().map(|case| case.value()),
        );
        fields::put_text(&mut map, "procedure", self.procedure.as_deref());
        fields::put_set(&mut map, "tags", self.tags.iter().map(String::as_str));
        fields::put_text(&mut map, "notes", self.notes.as_deref());
        fields::put_text(&mut map, "title", self.title.as_deref());
        fields::put_text(&mut map, "level", self.level.map(WorkshopLevel::value));
        if let Some(group) = self.anonymous.to_value() {
            map.insert("anonymous".to_owned(), group);
        }
        fields::put_commune(&mut map, "residence", self.residence.as_ref());
        map
    }

    /// The form of a wire form; `people` and `outcome` are for the caller to fill, from the
    /// records that hold them.
    #[must_use]
    pub fn from_fields(map: &Fields) -> SessionForm {
        let kind = fields::case(map, "kind", SessionKind::from_value).unwrap_or_default();
        let group = map
            .get("anonymous")
            .map(AnonymousGroup::from_value)
            .unwrap_or_default();
        let (person, anonymous) = match kind {
            SessionKind::Individual => {
                let commune = fields::commune(map, "residence");
                let person = AnonymousPerson {
                    commune,
                    ..AnonymousPerson::of_group(&group)
                };
                (person, AnonymousGroup::default())
            }
            SessionKind::Workshop => (AnonymousPerson::default(), group),
        };
        let cases = |name: &str| fields::strings(map, name);
        SessionForm {
            kind,
            date: fields::text(map, "date"),
            duration: fields::integer(map, "duration").and_then(|n| u32::try_from(n).ok()),
            place_kind: fields::case(map, "place_kind", PlaceKind::from_value),
            place: fields::text(map, "place"),
            commune: fields::commune(map, "commune"),
            materials: cases("materials")
                .iter()
                .filter_map(|v| Material::from_value(v))
                .collect(),
            themes: cases("themes")
                .iter()
                .filter_map(|v| Theme::from_value(v))
                .collect(),
            procedure: fields::text(map, "procedure"),
            tags: cases("tags"),
            notes: fields::text(map, "notes"),
            title: fields::text(map, "title"),
            level: fields::case(map, "level", WorkshopLevel::from_value),
            people: Vec::new(),
            person,
            anonymous,
            outcome: Default::default(),
        }
    }
}
