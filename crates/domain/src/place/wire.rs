//! The wire form of a place, and the form a screen opens from it.

use super::{Place, PlaceForm};
use crate::fields::{self, Fields};
use crate::geo::Point;
use crate::opening;
use crate::phone;
use crate::vocabulary::{
    AccessMode, Fee, Programme, Public, Service, SpecialCare, SupportMode, TrainingLabel, Typology,
};

impl Place {
    /// The wire form.
    #[must_use]
    pub fn fields(&self) -> Fields {
        let mut map = Fields::new();
        for (name, value) in [
            ("name", Some(&self.name)),
            ("address", self.address.as_ref()),
            ("address_more", self.address_more.as_ref()),
            ("siret", self.siret.as_ref()),
            ("rna", self.rna.as_ref()),
            ("identifier", self.identifier.as_ref()),
            ("phone", self.phone.as_ref()),
            ("opening_hours", self.opening_hours.as_ref()),
            ("summary", self.summary.as_ref()),
            ("details", self.details.as_ref()),
            ("source", self.source.as_ref()),
            ("source_id", self.source_id.as_ref()),
            ("parent", self.parent.as_ref()),
            ("accessibility_url", self.accessibility_url.as_ref()),
            ("booking_url", self.booking_url.as_ref()),
            ("updated_on", self.updated_on.as_ref()),
        ] {
            fields::put_text(&mut map, name, value.map(String::as_str));
        }
        fields::put_commune(&mut map, "commune", Some(&self.commune));
        if let Some(point) = self.position {
            map.insert("position".to_owned(), point.to_value());
        }
        fields::put_flag(&mut map, "itinerant", self.itinerant);
        fields::put_flag(&mut map, "fixed", self.fixed);
        macro_rules! sets {
            ($($name:ident),+) => {$(
                fields::put_set(&mut map, stringify!($name), self.$name.iter().map(|case| case.value()));
            )+};
        }
        sets!(
            typologies,
            services,
            publics,
            special_care,
            fees,
            programmes,
            labels
        );
        sets!(access_modes, support_modes);
        for (name, values) in [
            ("emails", &self.emails),
            ("websites", &self.websites),
            ("other_labels", &self.other_labels),
        ] {
            fields::put_set(&mut map, name, values.iter().map(String::as_str));
        }
        map
    }

    /// The form of a wire form.
    #[must_use]
    pub fn from_fields(map: &Fields) -> PlaceForm {
        let text = |name: &str| fields::text(map, name).unwrap_or_default();
        let flag = |name: &str| fields::flag(map, name).unwrap_or_default();
        let position = map.get("position").and_then(Point::from_value);
        let (latitude, longitude) = position.map(Point::degrees).unwrap_or_default();
        let opening_hours = text("opening_hours");
        let week = if opening_hours.is_empty() {
            Some(opening::Week::default())
        } else {
            opening::parse(&opening_hours)
        };
        PlaceForm {
            name: text("name"),
            address: text("address"),
            address_more: text("address_more"),
            commune: fields::commune(map, "commune"),
            latitude,
            longitude,
            typologies: known(map, "typologies", Typology::from_value),
            siret: text("siret"),
            rna: text("rna"),
            identifier: text("identifier"),
            itinerant: flag("itinerant"),
            fixed: flag("fixed"),
            phone: phone::display(&text("phone")),
            emails: fields::strings(map, "emails"),
            websites: fields::strings(map, "websites"),
            days: week
                .as_ref()
                .map(|week| (0..7).map(|day| typed(&week.words(day))).collect())
                .unwrap_or_default(),
            hours_note: week.and_then(|week| week.comment).unwrap_or_default(),
            opening_hours,
            summary: text("summary"),
            details: text("details"),
            source: text("source"),
            source_id: text("source_id"),
            parent: text("parent"),
            services: known(map, "services", Service::from_value),
            publics: known(map, "publics", Public::from_value),
            special_care: known(map, "special_care", SpecialCare::from_value),
            fees: known(map, "fees", Fee::from_value),
            programmes: known(map, "programmes", Programme::from_value),
            labels: known(map, "labels", TrainingLabel::from_value),
            other_labels: fields::strings(map, "other_labels"),
            access_modes: known(map, "access_modes", AccessMode::from_value),
            support_modes: known(map, "support_modes", SupportMode::from_value),
            accessibility_url: text("accessibility_url"),
            booking_url: text("booking_url"),
        }
    }
}

/// A day as one would type it again.
fn typed(words: &str) -> String {
    words.replace('–', "-")
}

/// Values this version knows, in the order of their list.
fn known<T: Ord + Copy + std::fmt::Display>(
    map: &Fields,
    name: &str,
    from: fn(&str) -> Option<T>,
) -> Vec<String> {
    let values = fields::strings(map, name);
    let mut cases: Vec<T> = values.iter().filter_map(|value| from(value)).collect();
    cases.sort_unstable();
    cases.iter().map(T::to_string).collect()
}
