//! A laptop that hears nothing, and one whose records wait: counted so that no clock decides alone.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use anyhow::{Context as _, Result};
use escale_app::api::access::Phase;
use escale_app::api::failure::FailureCode;
use escale_app::api::orders::HoldKind;
use escale_app::api::sync::LineState;
use escale_tests::scene::Scene;
use serde_json::json;

#[test]
fn a_silent_laptop_locks_and_one_answer_opens_it() -> Result<()> {
    let scene = Scene::new()?;
    let mut laptop = scene.laptop("Portable 1")?;
    laptop.note_anonymous(None)?;
    scene.cut();
    let mut announced = None;
    for day in 1..=44 {
        scene.world.pass(24 * 60);
        if day % 3 == 0 {
            laptop.restart();
            laptop.unlock()?;
        }
        laptop.exchange()?;
        assert_eq!(laptop.state()?.phase, Phase::Unlocked, "day {day}");
        announced = announced.or(laptop.sync_state()?.locks_in_days.map(|left| (day, left)));
    }
    let (day, left) = announced.context("never announced")?;
    assert!((34..=36).contains(&day) && left <= 10, "{day}: {left}");
    scene.world.pass(2 * 24 * 60);
    laptop.exchange()?;
    let hold = laptop.state()?.hold.context("not held")?;
    assert_eq!(
        (hold.kind, hold.days, hold.pending),
        (HoldKind::Silent, 45, 1)
    );
    assert_eq!(
        laptop.ask("today", json!(null)).unwrap_err().code,
        FailureCode::Held
    );
    laptop.clock().set("2020-01-01T00:00:00Z".parse()?);
    laptop.restart();
    laptop.unlock()?;
    assert_eq!(laptop.state()?.phase, Phase::Held, "the clock was put back");

    scene.open();
    laptop.exchange_until_quiet()?;
    assert_eq!(laptop.state()?.phase, Phase::Unlocked);
    assert_eq!(scene.central.rows("session")?, 1);
    laptop.clock().set_right();
    scene.all_agree(&[&laptop])
}

#[test]
fn the_organisation_chooses_how_long_a_silence_may_be() -> Result<()> {
    let mut scene = Scene::new()?;
    scene.central.silent_after(7)?;
    let laptop = scene.laptop("Portable 1")?;
    scene.cut();
    scene.world.pass(4 * 24 * 60);
    laptop.exchange()?;
    assert_eq!(laptop.sync_state()?.locks_in_days, Some(3));
    scene.world.pass(4 * 24 * 60);
    laptop.exchange()?;
    assert_eq!(laptop.state()?.hold.context("not held")?.days, 7);
    Ok(())
}

#[test]
fn a_clock_that_leaps_locks_nothing_and_alarms_nobody() -> Result<()> {
    let scene = Scene::new()?;
    let mut laptop = scene.laptop("Portable 1")?;
    scene.cut();
    laptop.note_anonymous(None)?;
    laptop.clock().set("2093-01-01T00:00:00Z".parse()?);
    for _ in 0..3 {
        laptop.restart();
        laptop.unlock()?;
        assert_eq!(laptop.exchange()?.line, LineState::Offline);
        let state = laptop.sync_state()?;
        assert_eq!((state.locks_in_days, state.waited_days), (None, 2));
        assert_eq!(laptop.state()?.phase, Phase::Unlocked);
    }
    laptop.clock().set_right();
    assert!(laptop.sync_state()?.waited_days < 3);
    Ok(())
}

#[test]
fn what_waits_three_days_is_said_until_it_has_left() -> Result<()> {
    let scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    scene.cut();
    // Nothing waits: time passes for nobody.
    scene.world.pass(5 * 24 * 60);
    assert_eq!(laptop.sync_state()?.waited_days, 0);
    laptop.note_anonymous(None)?;
    for day in 1..=8 {
        scene.world.pass(24 * 60);
        assert_eq!(laptop.sync_state()?.waited_days, day);
    }
    scene.open();
    let state = laptop.exchange_until_quiet()?;
    assert_eq!((state.waited_days, state.pending), (0, 0));
    Ok(())
}
