//! Who sees what: a team shares its places; people and sessions stay with their adviser; another
//! team sees nothing; a laptop shut out loses nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use anyhow::Result;
use escale_app::api::sync::LineState;
use escale_tests::scene::{Scene, a_day};

#[test]
fn a_team_shares_its_places_and_nothing_else() -> Result<()> {
    let scene = Scene::new()?;
    let first = scene.laptop("Portable 1")?;
    let colleague = scene.laptop_of(
        &scene.central.adviser(&scene.team, "Dominique Exemple")?,
        "Portable 8",
    )?;
    let elsewhere = scene.central.team("Itinérance Avranchin")?;
    let stranger = scene.laptop_of(
        &scene.central.adviser(&elsewhere, "Sacha Exemple")?,
        "Portable 9",
    )?;

    a_day(&first)?;
    scene.settle(&[&first, &colleague, &stranger])?;
    assert_eq!(colleague.places("portbail")?.len(), 1);
    assert!(colleague.sessions()?.is_empty() && colleague.people("")?.is_empty());
    let tables: Vec<String> = colleague
        .records()?
        .into_iter()
        .map(|record| record.0)
        .collect();
    assert_eq!(tables, ["place"], "a row of somebody else's came in");
    assert!(stranger.records()?.is_empty());
    assert_eq!(stranger.sync_state()?.line, LineState::Online);

    // The colleague works at the shared place; nobody else sees her session.
    let place = colleague.places("portbail")?.remove(0);
    assert_eq!(place.sessions, 0);
    colleague.note_anonymous(Some(&place.id))?;
    scene.settle(&[&colleague, &first, &stranger])?;
    assert_eq!(first.sessions()?.len(), 10);
    assert_eq!(
        colleague.sessions()?[0].place.as_deref(),
        Some("Mairie de Portbail")
    );
    assert!(stranger.records()?.is_empty());
    scene.all_agree(&[&first])
}

#[test]
fn a_laptop_shut_out_keeps_what_it_has_and_says_so() -> Result<()> {
    let scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    a_day(&laptop)?;
    laptop.exchange_until_quiet()?;
    laptop.note_anonymous(None)?;
    let mut admin = scene.central.admin()?;
    let device = admin.devices()?.remove(0).id;
    admin.revoke(&device)?;
    let mut state = laptop.exchange()?;
    for _ in 0..5 {
        laptop.exchange_when_due();
        state = laptop.sync_state()?;
    }
    assert_eq!((state.line, state.pending), (LineState::Refused, 1));
    assert_eq!(laptop.sessions()?.len(), 11);
    // It may still record.
    laptop.note_anonymous(None)?;
    assert_eq!(laptop.sync_state()?.pending, 2);
    // Let in again, everything leaves.
    admin.confirm(&device)?;
    laptop.exchange_until_quiet()?;
    assert_eq!(scene.central.rows("session")?, 12);
    scene.all_agree(&[&laptop])
}
