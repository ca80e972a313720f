//! The plan of a round: recorded with no network, the same on both laptops of an adviser; where
//! she is now follows from it; a workshop is filled, called, and recorded once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use anyhow::Result;
use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate};
use escale_app::api::conflict::Conflict;
use escale_app::api::file::FileOut;
use escale_app::api::planning::{Planning, StopLine};
use escale_app::api::session::{Saved, SessionDefaults, Today};
use escale_app::api::workshop::{OutlineFile, OutlineLine, WorkshopFile, WorkshopSession};
use escale_app::ports::Clock;
use escale_domain::vocabulary::{StopChangeKind, Weekday};
use escale_testkit::forms;
use escale_testkit::laptop::Laptop;
use escale_tests::scene::{Scene, town_hall};
use serde_json::{Value, json};

fn day(laptop: &Laptop, after: u64) -> NaiveDate {
    laptop.today().parse::<NaiveDate>().unwrap() + Days::new(after)
}

fn weekday(day: NaiveDate) -> &'static str {
    Weekday::of(day.weekday()).value()
}

/// A permanence of every week, from today on.
fn permanence(laptop: &Laptop, place: &str, starts: &str, ends: &str) -> Result<String> {
    let today = day(laptop, 0);
    let form = json!({"place": place, "every": 1, "weekdays": [weekday(today)], "starts": starts, "ends": ends,
        "first_day": today.to_string(), "last_day": null});
    let save = json!({"id": null, "draft": null, "form": form, "version": null});
    Ok(laptop.get::<Saved>("stop_save", save)?.id)
}

fn plan(laptop: &Laptop, from: NaiveDate, days: u64) -> Result<Planning> {
    let ask = json!({"from": from.to_string(), "to": (from + Days::new(days)).to_string()});
    laptop.get("planning_get", ask)
}

fn stops(laptop: &Laptop, from: NaiveDate, days: u64) -> Result<Vec<StopLine>> {
    let days = plan(laptop, from, days)?.days;
    Ok(days.into_iter().flat_map(|day| day.stops).collect())
}

fn workshop(laptop: &Laptop, place: &str, capacity: u32) -> Result<String> {
    let form = json!({"date": laptop.today(), "starts": "14h", "ends": "16h", "place": place,
        "title": "Premiers pas sur tablette", "level": "debutant", "themes": ["prendre_en_main_du_materiel"],
        "capacity": capacity, "outline": null});
    let save = json!({"id": null, "draft": null, "form": form, "version": null});
    Ok(laptop.get::<Saved>("workshop_save", save)?.id)
}

fn register(laptop: &Laptop, workshop: &str, who: &Value) -> Result<String> {
    let mut form = json!({"workshop": workshop, "beneficiary": null, "name": "", "count": 1});
    form.as_object_mut()
        .unwrap()
        .extend(who.as_object().unwrap().clone());
    Ok(laptop
        .get::<Saved>("registration_save", json!({"form": form}))?
        .id)
}

fn open(laptop: &Laptop, workshop: &str) -> Result<WorkshopFile> {
    laptop.get("workshop_get", json!({"id": workshop}))
}

fn seats(laptop: &Laptop, workshop: &str) -> Result<Vec<(String, u32, u32)>> {
    let file = open(laptop, workshop)?;
    Ok(file
        .registrations
        .into_iter()
        .map(|one| (one.name, one.seated, one.waiting))
        .collect())
}

/// Moves the world to an hour of the laptop's day, later than now.
fn reach(scene: &Scene, laptop: &Laptop, after: u64, hour: u32, minute: u32) {
    let time = day(laptop, after).and_hms_opt(hour, minute, 0).unwrap();
    let zone: FixedOffset = *laptop.clock().now().offset();
    let local: DateTime<FixedOffset> = time.and_local_timezone(zone).unwrap();
    scene.world.reach(local.to_utc());
}

#[test]
fn a_week_planned_without_network_is_the_same_on_the_other_laptop() -> Result<()> {
    let scene = Scene::new()?;
    let (first, second) = (scene.laptop("Portable 1")?, scene.laptop("Portable 2")?);
    let today = day(&first, 0);
    scene.cut();
    let place = town_hall(&first)?;
    permanence(&first, &place, "9h", "12 h 30")?;
    let workshop = workshop(&first, &place, 8)?;
    let noted = json!({"date": today.to_string(), "travel": "1h15", "preparation": ""});
    first.get::<Value>("workday_save", noted)?;
    scene.open();
    scene.settle(&[&first, &second])?;

    let here = plan(&second, today, 14)?;
    assert_eq!(
        serde_json::to_value(&here)?,
        serde_json::to_value(plan(&first, today, 14)?)?
    );
    let dates: Vec<String> = here
        .days
        .iter()
        .filter(|day| !day.stops.is_empty())
        .map(|day| day.date.clone())
        .collect();
    let weeks = [0, 7, 14].map(|after| (today + Days::new(after)).to_string());
    assert_eq!(dates, weeks);
    let of_today = &here.days[0];
    let stop = &of_today.stops[0];
    assert_eq!(
        (
            stop.starts.as_str(),
            stop.ends.as_str(),
            stop.place_name.as_deref()
        ),
        ("09:00", "12:30", Some("Mairie de Portbail"))
    );
    assert_eq!((of_today.travel, of_today.preparation), (Some(75), None));
    assert_eq!(of_today.workshops[0].id, workshop);
    scene.all_agree(&[&first, &second])
}

#[test]
fn where_one_is_follows_the_plan_and_a_choice_by_hand_holds_for_the_day() -> Result<()> {
    let scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    let town = town_hall(&laptop)?;
    let library = laptop.save_place(&forms::place(
        "Médiathèque de Valognes",
        forms::commune("Valognes", "50")?,
        &["BIB"],
    ))?;
    permanence(&laptop, &town, "9h", "12h")?;
    permanence(&laptop, &library, "14h", "17h")?;
    let at = || -> Result<(Option<String>, Today)> {
        let today: Today = laptop.get("today", ())?;
        let defaults: SessionDefaults = laptop.get("session_defaults", ())?;
        let place = today.place.as_ref().map(|place| place.id.clone());
        assert_eq!(
            defaults.place.map(|place| place.id),
            place,
            "a new session starts there too"
        );
        Ok((place, today))
    };

    reach(&scene, &laptop, 0, 11, 0);
    let (place, today) = at()?;
    assert_eq!(place.as_ref(), Some(&town));
    assert_eq!(
        today.plan.here.map(|here| here.ends),
        Some("12:00".to_owned())
    );
    assert_eq!(
        today.plan.next.map(|next| next.place),
        Some(library.clone())
    );
    reach(&scene, &laptop, 0, 13, 30);
    assert_eq!(at()?.0.as_ref(), Some(&library));

    // One press to change; the plan is still told.
    laptop.get::<Value>("place_set_current", json!({"id": town}))?;
    reach(&scene, &laptop, 0, 15, 0);
    let (place, today) = at()?;
    assert_eq!((place.as_ref(), today.plan.chosen), (Some(&town), true));
    assert_eq!(
        today.plan.planned.map(|there| there.place),
        Some(library.clone())
    );
    // One press to come back.
    laptop.get::<Value>("place_follow_plan", ())?;
    assert_eq!(at()?.0.as_ref(), Some(&library));

    // What was chosen by hand holds until the evening only.
    laptop.get::<Value>("place_set_current", json!({"id": town}))?;
    reach(&scene, &laptop, 7, 14, 30);
    let (place, today) = at()?;
    assert_eq!((place.as_ref(), today.plan.chosen), (Some(&library), false));
    assert!(today.plan.next.is_none());
    Ok(())
}

#[test]
fn one_day_cancelled_on_two_laptops_is_one_exception_and_can_be_given_back() -> Result<()> {
    let scene = Scene::new()?;
    let (first, second) = (scene.laptop("Portable 1")?, scene.laptop("Portable 2")?);
    let place = town_hall(&first)?;
    let stop = permanence(&first, &place, "9h", "12h")?;
    scene.settle(&[&first, &second])?;
    scene.cut();
    let today = day(&first, 0);
    let form = |kind: &str, moved_to: Option<String>| {
        json!({"form": {"stop": stop, "date": today.to_string(), "kind": kind, "moved_to": moved_to,
            "starts": "", "ends": "", "place": null}})
    };
    let one: Saved = first.get("stop_change_save", form("annulee", None))?;
    scene.world.pass(5);
    let tomorrow = (today + Days::new(1)).to_string();
    let other: Saved = second.get("stop_change_save", form("deplacee", Some(tomorrow.clone())))?;
    assert_eq!(one.id, other.id);
    scene.open();
    scene.settle(&[&first, &second])?;
    for laptop in [&first, &second] {
        // The later one stands, the day is not there twice, the week after is untouched.
        let found = stops(laptop, today, 7)?;
        let told: Vec<_> = found
            .iter()
            .map(|line| (line.date.clone(), line.kind))
            .collect();
        let next = (today + Days::new(7)).to_string();
        assert_eq!(
            told,
            [
                (tomorrow.clone(), Some(StopChangeKind::Moved)),
                (next, None)
            ]
        );
    }
    first.get::<Value>("stop_change_delete", json!({"id": one.id}))?;
    scene.settle(&[&first, &second])?;
    assert_eq!(stops(&second, today, 1)?[0].kind, None);
    second.get::<Value>("stop_change_restore", json!({"id": one.id}))?;
    assert_eq!(stops(&second, today, 1)?[0].date, tomorrow);

    // The whole permanence goes to the corbeille, and comes back.
    second.get::<Value>("stop_delete", json!({"id": stop}))?;
    assert!(stops(&second, today, 30)?.is_empty());
    second.get::<Value>("stop_restore", json!({"id": stop}))?;
    scene.settle(&[&second, &first])?;
    assert_eq!(stops(&first, today, 30)?.len(), 5);
    scene.all_agree(&[&first, &second])
}

#[test]
fn a_seat_that_frees_goes_to_who_waits_first_and_both_laptops_say_the_same() -> Result<()> {
    let scene = Scene::new()?;
    let (first, second) = (scene.laptop("Portable 1")?, scene.laptop("Portable 2")?);
    let place = town_hall(&first)?;
    let odette = first.save_person(&forms::person("Odette", "Lemarinel", "06 39 98 00 01"))?;
    let yves = first.save_person(&forms::person("Yves", "d’Almeida", ""))?;
    let planned = workshop(&first, &place, 3)?;
    scene.settle(&[&first, &second])?;
    scene.cut();
    let seat = register(&first, &planned, &json!({"beneficiary": odette}))?;
    scene.world.pass(2);
    register(&second, &planned, &json!({"name": "Mme L.", "count": 2}))?;
    scene.world.pass(2);
    register(&first, &planned, &json!({"beneficiary": yves}))?;
    scene.world.pass(2);
    // The same person, registered on the other laptop too.
    register(&second, &planned, &json!({"beneficiary": odette}))?;
    scene.open();
    scene.settle(&[&first, &second])?;
    let told = |name: &str, seated, waiting| (name.to_owned(), seated, waiting);
    let expected = [
        told("Odette Lemarinel", 1, 0),
        told("Mme L.", 2, 0),
        told("Yves d’Almeida", 0, 1),
        told("Odette Lemarinel", 0, 0),
    ];
    assert_eq!(seats(&first, &planned)?, expected);
    assert_eq!(seats(&second, &planned)?, expected);
    let line = open(&second, &planned)?.line;
    assert_eq!((line.registered, line.waiting), (3, 1));

    // A party of two leaves: who waited has a seat, with no word of anybody.
    let party = open(&second, &planned)?.registrations[1].id.clone();
    second.get::<Value>("registration_delete", json!({"id": party}))?;
    scene.settle(&[&second, &first])?;
    assert_eq!(seats(&first, &planned)?[1], told("Yves d’Almeida", 1, 0));
    // Put back by the undo, the party has its rank again; leaving and coming back does not.
    second.get::<Value>("registration_restore", json!({"id": party}))?;
    assert_eq!(seats(&second, &planned)?[1], told("Mme L.", 2, 0));
    first.get::<Value>("registration_delete", json!({"id": seat}))?;
    scene.settle(&[&first, &second])?;
    assert_eq!(seats(&first, &planned)?, seats(&second, &planned)?);
    scene.all_agree(&[&first, &second])
}

fn account(laptop: &Laptop, planned: &str, notes: &str) -> Result<String> {
    let ready: WorkshopSession = laptop.get("workshop_session", json!({"id": planned}))?;
    let mut form = ready.form;
    form.notes = Some(notes.to_owned());
    let save =
        json!({"id": null, "draft": null, "form": form, "version": null, "workshop": planned});
    Ok(laptop.get::<Saved>("session_save", save)?.id)
}

#[test]
fn a_workshop_is_called_and_recorded_once_even_on_two_laptops() -> Result<()> {
    let scene = Scene::new()?;
    let (first, second) = (scene.laptop("Portable 1")?, scene.laptop("Portable 2")?);
    let place = town_hall(&first)?;
    let odette = first.save_person(&forms::person("Odette", "Lemarinel", ""))?;
    let yves = first.save_person(&forms::person("Yves", "d’Almeida", ""))?;
    let planned = workshop(&first, &place, 12)?;
    let there = register(&first, &planned, &json!({"beneficiary": odette}))?;
    register(&first, &planned, &json!({"beneficiary": yves}))?;
    let party = register(&first, &planned, &json!({"name": "R.", "count": 4}))?;
    let call = json!({"presences": [{"id": there, "present": 1}, {"id": party, "present": 3}]});
    first.get::<Value>("registration_present", call)?;
    scene.settle(&[&first, &second])?;

    let ready: WorkshopSession = second.get("workshop_session", json!({"id": planned}))?;
    assert_eq!(ready.session, None);
    assert_eq!(ready.people, ["Odette Lemarinel"]);
    assert_eq!(
        (
            ready.form.people.as_slice(),
            ready.form.anonymous.total,
            ready.form.duration
        ),
        ([odette].as_slice(), 3, Some(120))
    );

    scene.cut();
    let one = account(&first, &planned, "Prévoir des chargeurs.")?;
    scene.world.pass(3);
    let other = account(&second, &planned, "La salle est trop petite.")?;
    assert_eq!(one, other);
    scene.open();
    scene.settle(&[&first, &second])?;
    assert_eq!(scene.central.rows("session")?, 1, "it was recorded twice");
    for laptop in [&first, &second] {
        assert_eq!(open(laptop, &planned)?.line.session.as_ref(), Some(&one));
        let disputed: Vec<Conflict> =
            laptop.get("conflict_get", json!({"table": "session", "id": one}))?;
        let words: Vec<&str> = disputed
            .iter()
            .flat_map(|conflict| conflict.values.iter().map(|value| value.words.as_str()))
            .collect();
        assert_eq!(
            words,
            ["Prévoir des chargeurs.", "La salle est trop petite."]
        );
        assert_eq!(laptop.sessions()?.len(), 1);
        assert_eq!(laptop.sessions()?[0].anonymous, 3);
    }
    // Deleted by mistake, it is recorded again in the same place.
    first.delete_session(&one)?;
    assert_eq!(open(&first, &planned)?.line.session, None);
    assert_eq!(account(&first, &planned, "Tout s’est bien passé.")?, one);
    scene.settle(&[&first, &second])?;
    assert_eq!(second.sessions()?.len(), 1);
    scene.all_agree(&[&first, &second])
}

#[test]
fn a_workshop_recorded_elsewhere_while_its_form_was_open_is_not_overwritten() -> Result<()> {
    let scene = Scene::new()?;
    let (first, second) = (scene.laptop("Portable 1")?, scene.laptop("Portable 2")?);
    let place = town_hall(&first)?;
    let planned = workshop(&first, &place, 12)?;
    let party = register(&first, &planned, &json!({"name": "R.", "count": 4}))?;
    let call = json!({"presences": [{"id": party, "present": 4}]});
    first.get::<Value>("registration_present", call)?;
    scene.settle(&[&first, &second])?;
    let one = account(&first, &planned, "Noté sur le premier.")?;
    // The second laptop receives it, then saves the form it had open.
    scene.settle(&[&first, &second])?;
    account(&second, &planned, "Noté sur le second.")?;
    scene.settle(&[&second, &first])?;
    let disputed: Vec<Conflict> =
        first.get("conflict_get", json!({"table": "session", "id": one}))?;
    assert_eq!(
        disputed.len(),
        1,
        "one of the two notes was overwritten in silence"
    );
    scene.all_agree(&[&first, &second])
}

#[test]
fn outlines_are_the_teams_and_the_rest_of_the_plan_stays_with_its_adviser() -> Result<()> {
    let scene = Scene::new()?;
    let first = scene.laptop("Portable 1")?;
    let colleague = scene.laptop_of(
        &scene.central.adviser(&scene.team, "Dominique Exemple")?,
        "Portable 8",
    )?;
    let place = town_hall(&first)?;
    permanence(&first, &place, "9h", "12h")?;
    let planned = workshop(&first, &place, 8)?;
    register(&first, &planned, &json!({"name": "Mme L."}))?;
    let form = json!({"title": "Découvrir sa tablette", "level": "debutant", "themes": ["prendre_en_main_du_materiel"],
        "duration": "1h30", "aims": "Allumer, régler le son.", "materials": "Huit tablettes", "steps": "Accueil\nPratique"});
    let save = json!({"id": null, "draft": null, "form": form, "version": null});
    let outline = first.get::<Saved>("outline_save", save)?.id;
    scene.settle(&[&first, &colleague])?;
    let tables: Vec<String> = colleague.records()?.into_iter().map(|row| row.0).collect();
    assert_eq!(
        tables,
        ["outline", "place"],
        "a row of somebody else's came in"
    );

    // Both improve the steps with no network: neither text is lost.
    scene.cut();
    for (laptop, steps) in [
        (&first, "Accueil\nTour de table"),
        (&colleague, "Accueil\nPause café"),
    ] {
        let file: OutlineFile = laptop.get("outline_get", json!({"id": outline}))?;
        let mut form = file.form;
        form.steps = steps.to_owned();
        let save = json!({"id": outline, "draft": null, "form": form, "version": file.version});
        laptop.get::<Saved>("outline_save", save)?;
        scene.world.pass(1);
    }
    scene.open();
    scene.settle(&[&first, &colleague])?;
    for laptop in [&first, &colleague] {
        let lines: Vec<OutlineLine> = laptop.get("outline_list", ())?;
        assert!(lines[0].conflict);
        let disputed: Vec<Conflict> =
            laptop.get("conflict_get", json!({"table": "outline", "id": outline}))?;
        assert_eq!(disputed[0].values.len(), 2);
    }
    scene.all_agree(&[&first])
}

#[test]
fn the_calendar_file_says_where_and_when_and_names_nobody() -> Result<()> {
    let scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    let place = town_hall(&laptop)?;
    let stop = permanence(&laptop, &place, "9h", "12h")?;
    let person = laptop.save_person(&forms::person("Odette", "Lemarinel", "06 39 98 00 01"))?;
    let planned = workshop(&laptop, &place, 8)?;
    register(&laptop, &planned, &json!({"beneficiary": person}))?;
    register(&laptop, &planned, &json!({"name": "Mme Zélande"}))?;
    let today = day(&laptop, 0);
    let cancelled = json!({"form": {"stop": stop, "date": today.to_string(), "kind": "annulee",
        "moved_to": null, "starts": "", "ends": "", "place": null}});
    laptop.get::<Saved>("stop_change_save", cancelled)?;
    let ask = json!({"from": today.to_string(), "to": (today + Days::new(13)).to_string()});
    let text = || -> Result<(FileOut, String)> {
        let file: FileOut = laptop.get("planning_ics", ask.clone())?;
        let bytes = data_encoding::BASE64.decode(file.base64.as_bytes())?;
        Ok((file, String::from_utf8(bytes)?.replace("\r\n ", "")))
    };
    let (file, calendar) = text()?;
    assert_eq!(file.media_type, "text/calendar");
    assert!(file.name.ends_with(".ics"));
    for word in ["Odette", "Lemarinel", "Zélande"] {
        assert!(!calendar.contains(word), "{word} left the notebook");
    }
    assert_eq!(
        calendar
            .matches("SUMMARY:Permanence · Mairie de Portbail\r\n")
            .count(),
        2
    );
    assert_eq!(calendar.matches("STATUS:CANCELLED").count(), 1);
    assert!(calendar.contains("SUMMARY:Atelier · Premiers pas sur tablette\r\n"));
    assert!(calendar.contains("Port-Bail-sur-Mer"));
    // The same events in the next file: importing twice adds nothing.
    let uids = |text: &str| -> Vec<String> {
        text.lines()
            .filter(|line| line.starts_with("UID:"))
            .map(str::to_owned)
            .collect()
    };
    scene.world.pass(60);
    assert_eq!(uids(&calendar), uids(&text()?.1));
    assert_eq!(uids(&calendar).len(), 3);
    Ok(())
}
