//! Ten sessions recorded without network reach the server and the adviser's other laptop, once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use anyhow::Result;
use escale_app::api::sync::LineState;
use escale_tests::scene::{Scene, a_day};

#[test]
fn recorded_in_a_dead_zone_found_after_a_power_cut_then_everywhere() -> Result<()> {
    let scene = Scene::new()?;
    let (first, second) = (scene.laptop("Portable 1")?, scene.laptop("Portable 2")?);

    scene.cut();
    let noted = a_day(&first)?;
    let state = first.exchange()?;
    assert_eq!(state.line, LineState::Offline);
    // Ten sessions, two people, one place: presences count with their session.
    assert_eq!(state.pending, 13);
    assert!(first.sessions()?.iter().all(|session| !session.sent));

    let first = first.cut_power()?;
    first.unlock()?;
    let mut found: Vec<String> = first
        .sessions()?
        .into_iter()
        .map(|session| session.id)
        .collect();
    found.sort();
    let mut expected = noted;
    expected.sort();
    assert_eq!(found, expected);
    assert_eq!(first.sync_state()?.pending, 13);

    scene.open();
    let state = first.exchange_until_quiet()?;
    assert_eq!(
        (state.pending, state.line, state.conflicts),
        (0, LineState::Online, 0)
    );
    assert!(first.sessions()?.iter().all(|session| session.sent));
    second.exchange_until_quiet()?;
    assert_eq!(second.sessions()?.len(), 10);
    let (ours, theirs) = (first.sessions()?, second.sessions()?);
    for (ours, theirs) in ours.iter().zip(&theirs) {
        assert!(ours == theirs, "{} and {}", ours.id, theirs.id);
    }
    let workshop = theirs
        .iter()
        .find(|session| session.title.is_some())
        .unwrap();
    assert_eq!((workshop.anonymous, workshop.named), (7, 0));
    assert_eq!(second.open_session(&workshop.id)?.form.anonymous.already, 1);
    assert_eq!(second.find_person("lemarchand")?.sessions, 1);

    let counts = scene.central.counts()?;
    let rows = |table: &str| counts.rows.get(table).copied().unwrap_or(0);
    assert_eq!(
        [
            rows("session"),
            rows("beneficiary"),
            rows("place"),
            rows("attendance"),
            rows("outcome")
        ],
        [10, 2, 1, 2, 0]
    );
    assert_eq!(counts.quarantined, 0);

    // The same exchange again changes nothing, on either side.
    let before = first.records()?;
    for _ in 0..3 {
        let state = first.exchange_until_quiet()?;
        assert_eq!(state.pending, 0);
        second.exchange_until_quiet()?;
    }
    assert_eq!(scene.central.counts()?, counts);
    assert_eq!(first.records()?, before);
    scene.all_agree(&[&first, &second])
}

#[test]
fn the_servers_restart_is_noticed_by_nobody() -> Result<()> {
    let mut scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    laptop.note_anonymous(None)?;
    laptop.exchange_until_quiet()?;
    scene.central.restart()?;
    laptop.note_anonymous(None)?;
    laptop.exchange_until_quiet()?;
    assert_eq!(scene.central.rows("session")?, 2);
    scene.all_agree(&[&laptop])
}

#[test]
fn a_witness_tells_what_was_not_sent_and_what_differs() -> Result<()> {
    let scene = Scene::new()?;
    let (first, second) = (scene.laptop("Portable 1")?, scene.laptop("Portable 2")?);
    let session = first.note_anonymous(None)?;
    assert!(
        scene.all_agree(&[&first]).is_err(),
        "one session more than the server"
    );
    first.exchange_until_quiet()?;
    assert!(
        scene.all_agree(&[&second]).is_err(),
        "one session less than the server"
    );
    second.exchange_until_quiet()?;
    scene.all_agree(&[&first, &second])?;
    first.correct_session(&first.open_session(&session)?, |form| {
        form.duration = Some(45)
    })?;
    assert!(
        scene.all_agree(&[&first]).is_err(),
        "another duration than the server"
    );
    Ok(())
}
