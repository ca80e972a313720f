//! The week of the demonstration: a permanence a day, a workshop to come with people registered and
//! one who waits, two outlines. Through the same commands as a screen.

use anyhow::Context as _;
use chrono::{Datelike, Days, NaiveDate};
use escale_app::api::place::PlaceLine;
use escale_app::api::session::{Saved, SessionDefaults};
use escale_domain::planning::agenda::monday;
use escale_domain::vocabulary::Weekday;
use serde_json::{Value, json};

use crate::laptop::Laptop;

/// People registered by a first name or initials, and how many.
const EXPECTED: [(&str, u32); 3] = [("Mme L.", 2), ("René", 1), ("A. et sa voisine", 2)];
/// Seats of the workshop: one person more is expected.
const SEATS: u32 = 7;

/// Plans the weeks around today. Today's permanence is where the adviser is.
///
/// # Errors
/// When the notebook refuses.
pub fn plan(laptop: &Laptop) -> anyhow::Result<()> {
    let today: NaiveDate = laptop.today().parse()?;
    let here = laptop.get::<SessionDefaults>("session_defaults", ())?.place;
    let here = here.context("nowhere")?;
    let mut places: Vec<PlaceLine> = laptop.places("")?;
    places.retain(|place| place.id != here.id);
    let weekdays = Weekday::ALL.iter().take(5);
    for (at, weekday) in weekdays.enumerate() {
        let place = if *weekday == Weekday::of(today.weekday()) {
            &here
        } else {
            places.get(at % places.len().max(1)).context("no place")?
        };
        permanence(laptop, &place.id, *weekday, 1, ("9h", "12h"), today)?;
        if at % 2 == 1 {
            permanence(laptop, &place.id, *weekday, 2, ("14h", "17h"), today)?;
        }
    }
    let outline = outlines(laptop)?;
    let planned = workshop(laptop, &here.id, &outline, today)?;
    for person in laptop.people("")?.into_iter().take(3) {
        register(laptop, &planned, Some(&person.id), "", 1)?;
    }
    for (name, count) in EXPECTED {
        register(laptop, &planned, None, name, count)?;
    }
    let noted = json!({"date": today.to_string(), "travel": "45", "preparation": "30"});
    laptop.get::<Value>("workday_save", noted)?;
    // The demonstration had said where one is: the plan says it now.
    laptop.get::<Value>("place_follow_plan", ()).map(drop)
}

fn permanence(
    laptop: &Laptop,
    place: &str,
    weekday: Weekday,
    every: u32,
    hours: (&str, &str),
    today: NaiveDate,
) -> anyhow::Result<()> {
    let form = json!({
        "place": place, "every": every, "weekdays": [weekday], "starts": hours.0, "ends": hours.1,
        "first_day": monday(today).to_string(), "last_day": null,
    });
    let save = json!({"id": null, "draft": null, "form": form, "version": null});
    laptop.get::<Saved>("stop_save", save).map(drop)
}

fn outlines(laptop: &Laptop) -> anyhow::Result<String> {
    let forms = [
        json!({"title": "Ses photos, du téléphone à l’ordinateur", "level": "intermediaire",
            "themes": ["gere_ses_contenus_numeriques"], "duration": "2h",
            "aims": "Brancher son téléphone, copier ses photos, les retrouver.",
            "materials": "Câbles, une clé USB par personne",
            "steps": "Accueil\nBrancher et copier\nRanger par année\nSauvegarder sur la clé"}),
        json!({"title": "Premiers pas sur tablette", "level": "debutant",
            "themes": ["prendre_en_main_du_materiel"], "duration": "2h",
            "aims": "Allumer, éteindre, régler le son et la luminosité, ouvrir une application.",
            "materials": "Huit tablettes chargées",
            "steps": "Accueil et tour de table\nLes boutons\nLa pratique à deux\nCe que l’on retient"}),
    ];
    let mut last = String::new();
    for form in forms {
        let save = json!({"id": null, "draft": null, "form": form, "version": null});
        last = laptop.get::<Saved>("outline_save", save)?.id;
    }
    Ok(last)
}

fn workshop(
    laptop: &Laptop,
    place: &str,
    outline: &str,
    today: NaiveDate,
) -> anyhow::Result<String> {
    let form = json!({
        "date": (today + Days::new(1)).to_string(), "starts": "14h", "ends": "16h", "place": place,
        "title": "Premiers pas sur tablette", "level": "debutant",
        "themes": ["prendre_en_main_du_materiel"], "capacity": SEATS, "outline": outline,
    });
    let save = json!({"id": null, "draft": null, "form": form, "version": null});
    Ok(laptop.get::<Saved>("workshop_save", save)?.id)
}

fn register(
    laptop: &Laptop,
    workshop: &str,
    person: Option<&str>,
    name: &str,
    count: u32,
) -> anyhow::Result<()> {
    let form = json!({"workshop": workshop, "beneficiary": person, "name": name, "count": count});
    laptop
        .get::<Saved>("registration_save", json!({"form": form}))
        .map(drop)
}
