//! Forms as a screen would send them, filled just enough to be accepted.

use std::collections::BTreeMap;

use escale_domain::beneficiary::BeneficiaryForm;
use escale_domain::commune::{CommuneRef, Communes};
use escale_domain::place::PlaceForm;
use escale_domain::session::{AnonymousGroup, AnonymousPerson, SessionForm};
use escale_domain::vocabulary::{AgeBand, Gender, Material, PlaceKind, SessionKind, Theme};

/// The commune of that exact name in that département, from the list the program ships.
///
/// # Errors
/// When there is none.
pub fn commune(name: &str, department: &str) -> anyhow::Result<CommuneRef> {
    let found = Communes::embedded().search(name, 30);
    found
        .into_iter()
        .find(|hit| hit.name == name && hit.code.starts_with(department))
        .and_then(|hit| {
            let postcode = hit.postcodes.first()?.clone();
            Some(CommuneRef {
                code: hit.code,
                name: hit.name,
                postcode,
            })
        })
        .ok_or_else(|| anyhow::anyhow!("no commune {name} in {department}"))
}

/// A place of activity.
#[must_use]
pub fn place(name: &str, commune: CommuneRef, typologies: &[&str]) -> PlaceForm {
    PlaceForm {
        name: name.to_owned(),
        commune: Some(commune),
        typologies: typologies.iter().map(|code| (*code).to_owned()).collect(),
        ..PlaceForm::default()
    }
}

/// A named person.
#[must_use]
pub fn person(first_name: &str, last_name: &str, phone: &str) -> BeneficiaryForm {
    BeneficiaryForm {
        first_name: first_name.to_owned(),
        last_name: last_name.to_owned(),
        phone: phone.to_owned(),
        ..BeneficiaryForm::default()
    }
}

/// A session with one anonymous person, on that day, at that place, or remotely.
#[must_use]
pub fn anonymous(date: &str, place: Option<&str>) -> SessionForm {
    SessionForm {
        kind: SessionKind::Individual,
        date: Some(date.to_owned()),
        duration: Some(30),
        place_kind: Some(if place.is_some() {
            PlaceKind::Activity
        } else {
            PlaceKind::Remote
        }),
        place: place.map(str::to_owned),
        materials: vec![Material::Computer],
        themes: vec![Theme::Email],
        person: AnonymousPerson {
            gender: Some(Gender::Female),
            ..AnonymousPerson::default()
        },
        ..SessionForm::default()
    }
}

/// A session with one named person.
#[must_use]
pub fn named(date: &str, place: Option<&str>, person: &str) -> SessionForm {
    SessionForm {
        people: vec![person.to_owned()],
        person: AnonymousPerson::default(),
        themes: vec![Theme::NavigationSurInternet],
        ..anonymous(date, place)
    }
}

/// A workshop for so many anonymous people, a third of them men, half of them over seventy.
#[must_use]
pub fn workshop(date: &str, place: Option<&str>, title: &str, total: i64) -> SessionForm {
    SessionForm {
        kind: SessionKind::Workshop,
        duration: Some(120),
        title: Some(title.to_owned()),
        person: AnonymousPerson::default(),
        anonymous: AnonymousGroup {
            total,
            already: total / 4,
            genders: BTreeMap::from([
                (Gender::Male, total / 3),
                (Gender::Female, total - total / 3),
            ]),
            age_bands: BTreeMap::from([(AgeBand::From70, total / 2)]),
            statuses: BTreeMap::new(),
        },
        ..anonymous(date, place)
    }
}
