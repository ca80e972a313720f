//! A line that cuts every connection at a random byte, in both directions, for a whole journey:
//! slow, never wrong.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::sync::Arc;

use anyhow::Result;
use escale_app::api::sync::LineState;
use escale_app::ports::TransportError;
use escale_testkit::detour::Detour;
use escale_testkit::forms;
use escale_testkit::laptop::Laptop;
use escale_testkit::line::Weather;
use escale_tests::scene::{Scene, a_day};

/// A storm in which a connection sometimes lives just long enough for TLS, sometimes for one or
/// two requests.
fn storm(seed: u64) -> Weather {
    Weather {
        reset: seed.is_multiple_of(2),
        ..Weather::stormy(seed, 600, 6_000)
    }
}

fn journey(seed: u64) -> Result<()> {
    let scene = Scene::new()?;
    let (first, second) = (scene.laptop("Portable 1")?, scene.laptop("Portable 2")?);
    let shared = first.save_person(&forms::person("Maëlle", "Le Gall", "06 39 98 20 20"))?;
    scene.settle(&[&first, &second])?;

    scene.line.set(storm(seed));
    let mut interrupted = 0;
    let mut noted = a_day(&first)?;
    for round in 0..6_u32 {
        noted.push(second.note_anonymous(None)?);
        noted.push(first.note_named(None, &shared)?);
        // Both correct the same person, sometimes the same field, while messages go missing.
        let (ours, theirs) = (first.open_person(&shared)?, second.open_person(&shared)?);
        first.correct_person(&ours, |form| {
            form.notes = format!("Préfère le matin, essai {round}.")
        })?;
        second.correct_person(&theirs, |form| {
            if round % 2 == 0 {
                form.notes = format!("Revenir avec la tablette, essai {round}.");
            } else {
                form.birth_year = format!("195{round}");
            }
        })?;
        if round == 3 {
            first.delete_session(&noted[0])?;
        }
        if round == 4 {
            first.restore_session(&noted[0])?;
            second.delete_session(&noted[10])?;
        }
        for _ in 0..5 {
            for laptop in [&first, &second] {
                laptop.exchange_when_due();
                interrupted += u32::from(laptop.sync_state()?.line != LineState::Online);
            }
        }
    }
    assert!(
        interrupted > 10,
        "there was hardly a storm: {interrupted} of 60"
    );

    scene.open();
    scene.settle(&[&first, &second])?;
    for laptop in [&first, &second] {
        assert_eq!(laptop.sync_state()?.pending, 0);
        let mut found: Vec<String> = laptop
            .sessions()?
            .into_iter()
            .map(|session| session.id)
            .collect();
        found.sort();
        let mut expected = noted.clone();
        expected.remove(10);
        expected.sort();
        assert_eq!(found, expected, "seed {seed}");
    }
    let counts = scene.central.counts()?;
    assert_eq!(
        (
            counts.rows["session"],
            counts.deleted["session"],
            counts.quarantined
        ),
        (21, 1, 0)
    );
    scene.all_agree(&[&first, &second])
}

/// A large batch arrives, its answer does not; the line has become so poor that smaller ones are
/// sent from then on. The server answers each with all it has, which is more than that batch.
#[test]
fn an_acknowledgement_of_more_than_was_sent_this_time_is_one() -> Result<()> {
    let scene = Scene::new()?;
    let detour = Detour::new()?;
    let laptop = Laptop::new(&scene.world)?.with_transport(Arc::clone(&detour) as _);
    laptop.enrol(&scene.code()?, "Portable 1")?;
    laptop.exchange_until_quiet()?;
    for _ in 0..30 {
        laptop.note_anonymous(None)?;
    }
    detour.lose_answers();
    laptop.exchange()?;
    detour.clear();
    assert_eq!(scene.central.rows("session")?, 30, "the batch arrived");
    assert_eq!(laptop.sync_state()?.pending, 30);
    detour.before(|_| Some(Err(TransportError::Offline)));
    for _ in 0..5 {
        laptop.exchange()?;
    }
    detour.clear();
    let state = laptop.exchange()?;
    assert_eq!(state.line, LineState::Online, "nobody refuses this laptop");
    assert_eq!(laptop.exchange_until_quiet()?.pending, 0);
    assert_eq!(scene.central.rows("session")?, 30);
    scene.all_agree(&[&laptop])
}

/// Seeds that gave something to think about join this list and stay.
macro_rules! storms {
    ($($name:ident: $seed:literal),+) => {$(
        #[test]
        fn $name() -> Result<()> {
            journey($seed)
        }
    )+};
}

storms!(storm_1: 1, storm_2: 2, storm_7: 7, storm_50: 50, storm_2026: 2026);
