//! A place, as a line of the file.

use std::collections::BTreeSet;

use super::NO_PIVOT;
use crate::commune::CommuneRef;
use crate::fields::{self, Fields};
use crate::geo::Point;
use crate::phone;

const ITINERANT: &str = "Itinérant";
const FIXED: &str = "Fixe";

/// The line of a place, as kept: cells in the order of [`COLUMNS`]. `id` and `day` serve where
/// the place has none of its own.
#[must_use]
pub fn row(map: &Fields, id: &str, day: &str) -> [String; 32] {
    let text = |name: &str| fields::text(map, name).unwrap_or_default();
    let set = |name: &str| {
        let values: BTreeSet<String> = fields::strings(map, name).into_iter().collect();
        values.into_iter().collect::<Vec<_>>().join("|")
    };
    let flag = |name: &str| fields::flag(map, name).unwrap_or_default();
    let commune = fields::commune(map, "commune");
    let part =
        |of: fn(&CommuneRef) -> &String| commune.as_ref().map(of).cloned().unwrap_or_default();
    let pivot = ["siret", "rna", "identifier"]
        .into_iter()
        .find_map(|name| fields::text(map, name));
    let (latitude, longitude) = map
        .get("position")
        .and_then(Point::from_value)
        .map(Point::degrees)
        .unwrap_or_default();
    let itinerance: Vec<&str> = [(flag("itinerant"), ITINERANT), (flag("fixed"), FIXED)]
        .into_iter()
        .filter_map(|(yes, value)| yes.then_some(value))
        .collect();
    let own = |name: &str, other: &str| fields::text(map, name).unwrap_or_else(|| other.to_owned());
    let phone = text("phone");
    [
        id.to_owned(),
        pivot.unwrap_or_else(|| NO_PIVOT.to_owned()),
        text("name"),
        part(|commune| &commune.name),
        part(|commune| &commune.postcode),
        part(|commune| &commune.code),
        text("address"),
        text("address_more"),
        latitude,
        longitude,
        set("typologies"),
        phone::normalise(&phone).unwrap_or(phone),
        set("emails"),
        set("websites"),
        text("opening_hours"),
        text("summary"),
        text("details"),
        text("source"),
        itinerance.join("|"),
        text("parent"),
        own("updated_on", day),
        set("services"),
        set("publics"),
        set("special_care"),
        set("fees"),
        set("programmes"),
        set("labels"),
        set("other_labels"),
        set("access_modes"),
        set("support_modes"),
        text("accessibility_url"),
        text("booking_url"),
    ]
}
