//! Laptops whose clock is decades wrong work, exchange, and neither win for ever nor always lose.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use anyhow::Result;
use escale_app::api::sync::LineState;
use escale_testkit::forms;
use escale_tests::scene::Scene;

fn wrong_clock(time: &str) -> Result<()> {
    let scene = Scene::new()?;
    let (wrong, right) = (scene.laptop("Portable 1")?, scene.laptop("Portable 2")?);
    let date = right.today();
    wrong.clock().set(time.parse()?);
    scene.cut();

    // A session keeps the day the person gave it, whatever the clock believes.
    let session = wrong.save_session(&forms::anonymous(&date, None))?;
    let person = wrong.save_person(&forms::person("Zoé", "Quesnel", "06 39 98 40 40"))?;
    for _ in 0..3 {
        scene.world.pass(1);
        wrong.correct_session(&wrong.open_session(&session)?, |form| {
            form.duration = form.duration.map(|minutes| minutes + 15);
        })?;
    }
    scene.open();
    let state = wrong.exchange_until_quiet()?;
    assert_eq!((state.line, state.pending), (LineState::Online, 0));
    assert!(
        state.clock_offset.abs() > 3600,
        "the wrong clock is not told: {state:?}"
    );
    right.exchange_until_quiet()?;
    let line = right.sessions()?.remove(0);
    assert_eq!((line.date.as_str(), line.duration), (date.as_str(), 75));
    let gap = chrono_ms(&line.recorded_at)?.abs_diff(i64::try_from(scene.world.now())?);
    if time.starts_with("2080") {
        assert!(gap < 3_600_000, "recorded {}", line.recorded_at);
    }

    // Then each corrects what the other wrote: whoever comes last is shown, on both.
    for round in 1..=3 {
        scene.world.pass(5);
        let phone = format!("06 39 98 50 0{round}");
        right.correct_person(&right.open_person(&person)?, |form| {
            form.phone.clone_from(&phone)
        })?;
        scene.settle(&[&right, &wrong])?;
        assert_eq!(wrong.open_person(&person)?.form.phone, phone);
        scene.world.pass(5);
        let phone = format!("06 39 98 60 0{round}");
        wrong.correct_person(&wrong.open_person(&person)?, |form| {
            form.phone.clone_from(&phone)
        })?;
        scene.settle(&[&wrong, &right])?;
        assert_eq!(right.open_person(&person)?.form.phone, phone);
    }
    assert_eq!(right.sync_state()?.conflicts, 0);
    scene.all_agree(&[&wrong, &right])?;

    // The battery is replaced.
    wrong.clock().set_right();
    wrong.note_anonymous(None)?;
    let state = wrong.exchange_until_quiet()?;
    assert_eq!(state.clock_offset, 0);
    scene.all_agree(&[&wrong])
}

fn chrono_ms(text: &str) -> Result<i64> {
    Ok(text
        .parse::<chrono::DateTime<chrono::FixedOffset>>()?
        .timestamp_millis())
}

#[test]
fn a_laptop_in_the_year_2000() -> Result<()> {
    wrong_clock("2000-01-01T00:10:00Z")
}

#[test]
fn a_laptop_in_the_year_2080() -> Result<()> {
    wrong_clock("2080-06-15T12:00:00Z")
}

#[test]
fn offline_the_far_future_does_not_beat_a_later_correction() -> Result<()> {
    let scene = Scene::new()?;
    let (wrong, right) = (scene.laptop("Portable 1")?, scene.laptop("Portable 2")?);
    let session = right.note_anonymous(None)?;
    scene.settle(&[&right, &wrong])?;
    wrong.clock().set("2080-06-15T12:00:00Z".parse()?);
    scene.cut();
    wrong.correct_session(&wrong.open_session(&session)?, |form| {
        form.duration = Some(45)
    })?;
    scene.open();
    scene.settle(&[&wrong, &right])?;
    scene.world.pass(10);
    right.correct_session(&right.open_session(&session)?, |form| {
        form.duration = Some(60)
    })?;
    scene.settle(&[&right, &wrong])?;
    for laptop in [&wrong, &right] {
        assert_eq!(laptop.open_session(&session)?.form.duration, Some(60));
    }
    scene.all_agree(&[&wrong, &right])
}
