//! What the practice space holds at first: two weeks of a round. Nobody here exists; the phone
//! numbers are those set aside for fiction.

use std::collections::BTreeMap;

use chrono::Days;
use escale_domain::beneficiary::BeneficiaryForm;
use escale_domain::commune::{CommuneRef, Communes};
use escale_domain::outcome::OutcomeForm;
use escale_domain::place::PlaceForm;
use escale_domain::session::{AnonymousGroup, AnonymousPerson, SessionForm};
use escale_domain::vocabulary::{
    AgeBand, Autonomy, Gender, Material, PlaceKind, SessionKind, SocialStatus, Theme,
};

use crate::api::draft::ById;
use crate::api::place::PlaceSave;
use crate::{App, Result, beneficiary, place, session, time};

/// Name, commune (INSEE code), kind.
const PLACES: [(&str, &str, &str); 3] = [
    ("Mairie de Barneville-Carteret (essai)", "50031", "MUNI"),
    ("Médiathèque de Valognes (essai)", "50615", "BIB"),
    ("Centre social de Coutances (essai)", "50147", "CS"),
];

/// First name, last name, phone, year of birth, gender, status.
type Somebody = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Gender,
    SocialStatus,
);
const PEOPLE: [Somebody; 8] = [
    (
        "Odette",
        "Exemple",
        "06 39 98 00 01",
        "1948",
        Gender::Female,
        SocialStatus::Retired,
    ),
    (
        "Marcel",
        "Lessai",
        "06 39 98 00 02",
        "1951",
        Gender::Male,
        SocialStatus::Retired,
    ),
    (
        "Anaïs",
        "Fictive",
        "06 39 98 00 03",
        "1996",
        Gender::Female,
        SocialStatus::Unemployed,
    ),
    (
        "Évrard",
        "Œuvrard-Test",
        "06 39 98 00 04",
        "1971",
        Gender::Male,
        SocialStatus::Employed,
    ),
    (
        "Nadia",
        "N’Guyen-Démo",
        "06 39 98 00 05",
        "1983",
        Gender::Female,
        SocialStatus::Employed,
    ),
    (
        "Jean-Pierre",
        "Imaginaire",
        "06 39 98 00 06",
        "1944",
        Gender::Male,
        SocialStatus::Retired,
    ),
    (
        "Fatima",
        "Ben Exemple",
        "06 39 98 00 07",
        "1967",
        Gender::Female,
        SocialStatus::Unemployed,
    ),
    (
        "Loïc",
        "Le Modèle",
        "06 39 98 00 08",
        "2004",
        Gender::Male,
        SocialStatus::Student,
    ),
];

/// What comes back day after day: theme, minutes.
const THEMES: [(Theme, u32); 6] = [
    (Theme::Email, 30),
    (Theme::PrendreEnMainDuMateriel, 45),
    (Theme::NavigationSurInternet, 30),
    (Theme::SecuriteNumerique, 60),
    (Theme::BanqueEtAchatsEnLigne, 30),
    (Theme::Bureautique, 45),
];

/// How many days back it goes, and sessions of a day.
const DAYS: usize = 12;
const A_DAY: usize = 3;

/// Fills the practice notebook, which is open.
pub(super) fn fill(app: &App) -> Result<()> {
    let communes: Vec<Option<CommuneRef>> =
        PLACES.iter().map(|(_, code, _)| commune(code)).collect();
    let mut places = Vec::new();
    for ((name, _, kind), commune) in PLACES.iter().zip(&communes) {
        let form = PlaceForm {
            name: (*name).to_owned(),
            commune: commune.clone(),
            typologies: vec![(*kind).to_owned()],
            ..PlaceForm::default()
        };
        places.push(
            place::save(
                app,
                PlaceSave {
                    id: None,
                    draft: None,
                    version: None,
                    form,
                },
            )?
            .id,
        );
    }
    let forms = PEOPLE.iter().zip(communes.iter().cycle());
    let forms =
        forms.map(
            |((first, last, phone, year, gender, status), commune)| BeneficiaryForm {
                first_name: (*first).to_owned(),
                last_name: (*last).to_owned(),
                phone: (*phone).to_owned(),
                birth_year: (*year).to_owned(),
                gender: Some(*gender),
                status: Some(*status),
                commune: commune.clone(),
                ..BeneficiaryForm::default()
            },
        );
    let people = beneficiary::record_all(app, forms)?;
    let today = time::today(&app.ports);
    let mut forms = Vec::new();
    for n in 0..DAYS * A_DAY {
        let ago = Days::new(u64::try_from(DAYS - 1 - n / A_DAY).unwrap_or(0));
        let date = today.checked_sub_days(ago).unwrap_or(today).to_string();
        let place = places.get(n / A_DAY % PLACES.len()).cloned();
        let person = people.get(n % PEOPLE.len()).cloned();
        forms.push(a_session(n, date, place, person));
    }
    session::record_all(app, forms)?;
    match places.into_iter().next() {
        Some(id) => place::set_current(app, ById { id }),
        None => Ok(()),
    }
}

/// One in four of a followed person, one in nine a workshop, the others anonymous.
fn a_session(n: usize, date: String, place: Option<String>, person: Option<String>) -> SessionForm {
    let (theme, minutes) = THEMES
        .get(n % THEMES.len())
        .copied()
        .unwrap_or((Theme::Email, 30));
    let form = SessionForm {
        kind: SessionKind::Individual,
        date: Some(date),
        duration: Some(minutes),
        place_kind: Some(PlaceKind::Activity),
        place,
        materials: vec![Material::Computer],
        themes: vec![theme],
        ..SessionForm::default()
    };
    if n % 9 == 4 {
        return SessionForm {
            kind: SessionKind::Workshop,
            duration: Some(120),
            title: Some("Premiers pas sur tablette (essai)".to_owned()),
            anonymous: AnonymousGroup {
                total: 7,
                already: 2,
                genders: BTreeMap::from([(Gender::Female, 4), (Gender::Male, 3)]),
                age_bands: BTreeMap::from([(AgeBand::From70, 5)]),
                statuses: BTreeMap::new(),
            },
            ..form
        };
    }
    match person.filter(|_| n.is_multiple_of(4)) {
        Some(person) => SessionForm {
            people: vec![person],
            outcome: OutcomeForm {
                autonomy: Autonomy::ALL.get(n % Autonomy::ALL.len()).copied(),
                ..OutcomeForm::default()
            },
            ..form
        },
        None => SessionForm {
            person: AnonymousPerson {
                gender: Some(if n.is_multiple_of(2) {
                    Gender::Female
                } else {
                    Gender::Male
                }),
                ..AnonymousPerson::default()
            },
            ..form
        },
    }
}

fn commune(code: &str) -> Option<CommuneRef> {
    let found = Communes::embedded().search(code, 1).into_iter().next()?;
    Some(CommuneRef {
        postcode: found.postcodes.first()?.clone(),
        code: found.code,
        name: found.name,
    })
}
