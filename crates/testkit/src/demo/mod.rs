//! The demonstration: a team of the Manche and three months of its work, fictional and plausible.
//!
//! Everything passes through the use cases a screen uses, on laptops whose clock is set to the day
//! of each session, then through the real exchange. The content depends on the seed and the day
//! only; keys and identifiers are drawn anew. Nothing here is ever read by the program itself.

pub mod draw;
pub mod fill;
pub mod followups;
pub mod people;
pub mod plan;
pub mod sessions;
pub mod shares;
pub mod territory;

use std::net::SocketAddr;
use std::path::Path;

use anyhow::Context as _;
use chrono::{DateTime, Datelike, Days, Local, NaiveDate, NaiveTime, TimeZone, Utc, Weekday};
use escale_domain::vocabulary::Theme;
use escale_server::{Admin, NewCode};
use escale_store::slots::KdfCost;
use serde_json::{Value, json};

use crate::clock::World;
use crate::laptop::Laptop;
use draw::Draw;
use sessions::Stop;
use territory::{DEPARTMENT, ROUNDS, Round, TEAM};

/// The seed of the demonstration.
pub const SEED: u64 = 50;
/// How far back it goes, days.
const DAYS: u64 = 91;
/// Sessions of each adviser: a year of the average one, a season of one with a bus.
const SESSIONS: usize = 230;
/// Named people of each adviser: with so many sessions, 94 % of people stay anonymous.
const PEOPLE: usize = 25;

/// Creates the team on the server of that data folder, gives each adviser a season, and leaves in
/// `folder` the first one's laptop, locked, everything sent. Laptops reach the server by `via`.
///
/// # Errors
/// When the server does not answer, or a disk does not.
pub fn seed(server: &Path, via: SocketAddr, folder: &Path, passphrase: &str) -> anyhow::Result<()> {
    let mut admin = desk(server)?;
    let team = admin.add_team(TEAM)?;
    let until = Utc::now();
    for (number, round) in ROUNDS.iter().enumerate() {
        let adviser = admin.add_adviser(&team, round.adviser)?;
        let world = World::at(until - chrono::TimeDelta::days(i64::try_from(DAYS)?));
        let elsewhere = tempfile::tempdir()?;
        let (path, cost) = if number == 0 {
            (folder, KdfCost::standard_a())
        } else {
            (elsewhere.path(), KdfCost::test())
        };
        let laptop = Laptop::at(&world, path, passphrase, cost)?;
        laptop
            .enrol(&code(&mut admin, &adviser, via)?, round.laptop)
            .context("enrolment")?;
        let mut draw = Draw::new(SEED.wrapping_add(number as u64));
        season(&laptop, &world, round, number, &mut draw, until)?;
        if number == 0 {
            followups::follow(&laptop)?;
            unfinished(&laptop)?;
            plan::plan(&laptop)?;
        }
        // What took a moment here took none in the story: the laptop's clock is right again.
        world.reach(Utc::now());
        laptop.exchange_until_quiet().context("exchange")?;
        laptop.lock()?;
    }
    // The first laptop sees the places that the others added.
    let laptop = Laptop::at(
        &World::at(Utc::now()),
        folder,
        passphrase,
        KdfCost::standard_a(),
    )?;
    laptop.unlock()?;
    laptop.exchange_until_quiet().context("last exchange")?;
    laptop.lock().map(drop)
}

/// A team of one adviser with years of work, everything sent, in `folder`; locked.
///
/// # Errors
/// When the server does not answer, or a disk does not.
pub fn years(
    server: &Path,
    via: SocketAddr,
    folder: &Path,
    passphrase: &str,
    profile: fill::Profile,
) -> anyhow::Result<()> {
    let mut admin = desk(server)?;
    let team = admin.add_team(TEAM)?;
    let round = ROUNDS.first().context("no round")?;
    let adviser = admin.add_adviser(&team, round.adviser)?;
    let laptop = Laptop::at(
        &World::at(Utc::now()),
        folder,
        passphrase,
        KdfCost::standard_a(),
    )?;
    laptop
        .enrol(&code(&mut admin, &adviser, via)?, round.laptop)
        .context("enrolment")?;
    fill::fill(&laptop, profile, SEED)?;
    laptop.exchange_until_quiet().context("exchange")?;
    laptop.lock().map(drop)
}

/// Enrols in `folder` one more laptop of the adviser whose laptop was enrolled first, and brings
/// it up to date; locked.
///
/// # Errors
/// When nothing was seeded, or the server does not answer.
pub fn enrol(
    server: &Path,
    via: SocketAddr,
    folder: &Path,
    passphrase: &str,
) -> anyhow::Result<()> {
    let mut admin = desk(server)?;
    let adviser = admin
        .devices()?
        .into_iter()
        .next()
        .context("nobody is enrolled on this server: seed it")?
        .adviser;
    let laptops = admin
        .devices()?
        .iter()
        .filter(|device| device.adviser == adviser)
        .count();
    let laptop = Laptop::at(
        &World::at(Utc::now()),
        folder,
        passphrase,
        KdfCost::standard_a(),
    )?;
    laptop.enrol(
        &code(&mut admin, &adviser, via)?,
        &format!("Portable de secours {laptops}"),
    )?;
    laptop.exchange_until_quiet()?;
    laptop.lock().map(drop)
}

fn desk(server: &Path) -> anyhow::Result<Admin> {
    Admin::open(server, None, None, escale_server::Clock::default())
        .with_context(|| format!("cannot open the server's data in {}", server.display()))
}

fn code(admin: &mut Admin, adviser: &str, via: SocketAddr) -> anyhow::Result<String> {
    let wanted = NewCode {
        adviser: adviser.to_owned(),
        address: Some(via.to_string()),
        hours: 1,
        hold: false,
    };
    Ok(admin.new_code(&wanted)?.to_string())
}

/// Three months of a round, up to now: places, people as they come, sessions on working days and
/// today. The laptop is enrolled and open; its world moves to `until`.
///
/// # Errors
/// When the notebook refuses.
pub fn season(
    laptop: &Laptop,
    world: &World,
    round: &Round,
    number: usize,
    draw: &mut Draw,
    until: DateTime<Utc>,
) -> anyhow::Result<()> {
    let communes = round.communes()?;
    let places = round
        .places()?
        .iter()
        .map(|form| laptop.save_place(form))
        .collect::<anyhow::Result<Vec<_>>>()?;
    let days = working_days(until.with_timezone(&Local).date_naive());
    let mut people: Vec<String> = Vec::new();
    let mut done = 0;
    for (at, day) in days.iter().enumerate() {
        let date = day.to_string();
        let place = places
            .get((at + number) % places.len())
            .context("no place")?;
        let stop = Stop {
            date: &date,
            place,
            communes: &communes,
        };
        let local = |hour, minute| {
            let time = day.and_time(NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default());
            Local
                .from_local_datetime(&time)
                .earliest()
                .map_or(until, |time| time.to_utc())
        };
        let mut hour = local(9, 5);
        if at + 1 == days.len() {
            // Today is not over, and perhaps hardly begun.
            hour = hour
                .min(until - chrono::TimeDelta::hours(6))
                .max(local(0, 0));
        }
        // A little more on some days than on others, the same in the end.
        let whole = SESSIONS * (at + 1) / days.len();
        let target = if at + 1 == days.len() {
            SESSIONS
        } else {
            (whole + draw.below(4)).min(SESSIONS - 3)
        };
        while done < target {
            world.reach(hour.min(until));
            let form = if draw.chance(shares::WORKSHOPS) {
                let known = if draw.chance(300) {
                    draw.pick(&people).cloned()
                } else {
                    None
                };
                sessions::workshop(draw, &stop, known.into_iter().collect())
            } else {
                let person =
                    if people.len() < PEOPLE * (done + 10) / SESSIONS && people.len() < PEOPLE {
                        let form = people::person(
                            draw,
                            &communes,
                            day.year(),
                            number * 1000 + people.len() * 17,
                        );
                        people.push(laptop.save_person(&form)?);
                        people.last().cloned()
                    } else if draw.chance(90) {
                        draw.pick(&people).cloned()
                    } else {
                        None
                    };
                sessions::individual(draw, &stop, person)
            };
            let minutes = i64::from(form.duration.unwrap_or(30));
            hour += chrono::TimeDelta::minutes(minutes);
            world.reach(hour.min(until));
            laptop.save_session(&form)?;
            hour += chrono::TimeDelta::minutes(i64::try_from(draw.below(12))?);
            done += 1;
        }
        if at + 1 == days.len() {
            laptop.get::<Value>("place_set_current", json!({"id": place}))?;
        }
    }
    world.reach(until);
    Ok(())
}

fn working_days(today: NaiveDate) -> Vec<NaiveDate> {
    let first = today.checked_sub_days(Days::new(DAYS)).unwrap_or(today);
    let open =
        |day: &NaiveDate| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) || *day == today;
    // The first day is the one on which the laptop was enrolled and the places noted.
    first
        .iter_days()
        .skip(1)
        .take_while(|day| *day <= today)
        .filter(open)
        .collect()
}

/// Two forms left open.
fn unfinished(laptop: &Laptop) -> anyhow::Result<()> {
    let commune = crate::forms::commune("Valognes", DEPARTMENT)?;
    let session = json!({
        "form": {"kind": "individuel", "date": laptop.today(), "duration": 45, "themes": [Theme::Email.value()],
            "notes": "Reprendre l’envoi des photos"},
        "people": [], "place_name": null, "version": null,
    });
    let person =
        json!({"form": {"first_name": "Odette", "last_name": "Enault", "commune": commune}});
    for (kind, body) in [("session", session), ("beneficiary", person)] {
        laptop.get::<Value>(
            "draft_save",
            json!({"id": null, "kind": kind, "record": null, "body": body}),
        )?;
    }
    Ok(())
}
