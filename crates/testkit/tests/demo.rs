//! The demonstration is what it says: proportions, plausibility, the same each time; and a laptop
//! can be filled.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    missing_docs
)]

use anyhow::Result;
use escale_app::api::access::Phase;
use escale_domain::vocabulary::SessionKind;
use escale_store::slots::KdfCost;
use escale_testkit::central::Central;
use escale_testkit::clock::World;
use escale_testkit::demo::fill::{Profile, fill};
use escale_testkit::demo::{self, draw::Draw, territory::ROUNDS};
use escale_testkit::laptop::{Laptop, PASSPHRASE};

/// A laptop open on a server of its own.
fn laptop(world: &World) -> Result<(Central, Laptop)> {
    let central = Central::start(world)?;
    let team = central.team("Itinérance Cotentin")?;
    let adviser = central.adviser(&team, "Camille Exemple")?;
    let laptop = Laptop::new(world)?;
    laptop.enrol(&central.code(&adviser, central.address())?, "Portable 1")?;
    Ok((central, laptop))
}

#[test]
fn a_season_has_the_proportions_of_the_country_and_repeats() -> Result<()> {
    let mut seen = Vec::new();
    for _ in 0..2 {
        let world = World::yesterday();
        let until = chrono::DateTime::from_timestamp_millis(i64::try_from(world.now())?).unwrap();
        let past = World::at(until - chrono::TimeDelta::days(91));
        let (_central, laptop) = laptop(&past)?;
        demo::season(
            &laptop,
            &past,
            &ROUNDS[0],
            0,
            &mut Draw::new(demo::SEED),
            until,
        )?;
        let sessions = laptop.sessions()?;
        assert_eq!(
            (
                sessions.len(),
                laptop.people("")?.len(),
                laptop.places("")?.len()
            ),
            (230, 25, 7)
        );
        let workshops: Vec<_> = sessions
            .iter()
            .filter(|line| line.kind == SessionKind::Workshop)
            .collect();
        assert!(
            (25..50).contains(&workshops.len()),
            "{} workshops",
            workshops.len()
        );
        let heads: u32 = workshops
            .iter()
            .map(|line| line.anonymous + line.named)
            .sum();
        let mean = f64::from(heads) / workshops.len() as f64;
        assert!((5.5..7.5).contains(&mean), "{mean} people in a workshop");
        let anonymous: u32 = sessions.iter().map(|line| line.anonymous).sum();
        let named = 25.0 / (25.0 + f64::from(anonymous));
        assert!((0.04..0.08).contains(&named), "{named} of people are named");
        for line in &sessions {
            assert!(
                line.recorded_at.starts_with(&line.date),
                "{} recorded {}",
                line.date,
                line.recorded_at
            );
        }
        // Without their order: the last ones may have been recorded in the same instant.
        let mut told: Vec<_> = sessions
            .iter()
            .map(|line| (line.date.clone(), line.duration, line.person.clone()))
            .collect();
        told.sort();
        seen.push(told);
    }
    assert!(seen[0] == seen[1], "two seasons of the same seed differ");
    Ok(())
}

#[test]
fn seeded_then_a_second_laptop_sees_the_same() -> Result<()> {
    let world = World::at(chrono::Utc::now());
    let central = Central::start(&world)?;
    let (one, two) = (tempfile::tempdir()?, tempfile::tempdir()?);
    demo::seed(&central.data(), central.address(), one.path(), PASSPHRASE)?;
    let counts = central.counts()?;
    assert_eq!(
        (
            counts.rows["session"],
            counts.rows["beneficiary"],
            counts.rows["place"]
        ),
        (690, 75, 20)
    );
    let planned = ["stop", "workshop", "registration", "outline"].map(|table| counts.rows[table]);
    assert_eq!(planned, [7, 1, 6, 2]);
    demo::enrol(&central.data(), central.address(), two.path(), PASSPHRASE)?;
    let open = |folder: &tempfile::TempDir| -> Result<Laptop> {
        let laptop = Laptop::at(&world, folder.path(), PASSPHRASE, KdfCost::test())?;
        assert_eq!(laptop.unlock()?.phase, Phase::Unlocked);
        Ok(laptop)
    };
    let (one, two) = (open(&one)?, open(&two)?);
    assert_eq!(one.records()?, two.records()?);
    assert_eq!((one.sessions()?.len(), one.places("")?.len()), (230, 20));
    assert_eq!(one.sync_state()?.pending, 0);
    Ok(())
}

#[test]
fn a_year_fills_a_laptop_and_leaves_it() -> Result<()> {
    let (central, laptop) = laptop(&World::yesterday())?;
    fill(&laptop, Profile::S, 1)?;
    assert_eq!(
        (laptop.sessions()?.len(), laptop.people("")?.len()),
        (230, 25)
    );
    laptop.exchange_until_quiet()?;
    assert_eq!(
        (central.rows("session")?, central.rows("beneficiary")?),
        (230, 25)
    );
    Ok(())
}

/// Run by hand: `cargo test -p escale-testkit --test demo -- --ignored --nocapture`.
#[test]
#[ignore = "a measure, some minutes long"]
fn a_departments_five_years_fill_a_laptop() -> Result<()> {
    let (_central, laptop) = laptop(&World::yesterday())?;
    let began = std::time::Instant::now();
    fill(&laptop, Profile::Xl, 1)?;
    eprintln!("XL in {:?}", began.elapsed());
    let state = laptop.sync_state()?;
    assert_eq!(state.pending, 50_000 + 5_000 + 20);
    Ok(())
}

#[test]
fn people_of_the_demonstration_are_followed() -> Result<()> {
    let world = World::yesterday();
    let (_central, laptop) = laptop(&world)?;
    for (first, last) in [("Ada", "Un"), ("Zoé", "Deux"), ("Léa", "Trois")] {
        laptop.save_person(&escale_testkit::forms::person(first, last, ""))?;
    }
    demo::followups::follow(&laptop)?;
    let list: escale_app::api::followup::Relances =
        laptop.get("relances", serde_json::json!({"offset": 0, "limit": 50}))?;
    // One goal of three is reached; three referrals, three procedures less one nobody is there
    // for, a mandate.
    assert_eq!(list.total, 2 + 3 + 2 + 1);
    assert!(list.rows[0].look_again < list.today, "something is overdue");
    assert!(list.due >= 3);
    let person = laptop.people("")?[0].id.clone();
    let file: escale_app::api::followup::FollowUp =
        laptop.get("followup_get", serde_json::json!({"id": person}))?;
    assert_eq!(file.items.len(), 7);
    Ok(())
}
