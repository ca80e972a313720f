//! The server's disk dies and an earlier copy takes its place: laptops give back what it lost, and
//! every value that was shown before is shown after.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use anyhow::Result;
use escale_testkit::forms;
use escale_tests::scene::{Scene, a_day, town_hall};

#[test]
fn laptops_give_back_what_a_restored_server_has_lost() -> Result<()> {
    let mut scene = Scene::new()?;
    let (first, second) = (scene.laptop("Portable 1")?, scene.laptop("Portable 2")?);
    let person = first.save_person(&forms::person("Marie-Thérèse", "Hamel", "02 61 91 10 10"))?;
    scene.settle(&[&first, &second])?;
    let yesterday = scene.central.copy()?;
    let epoch = scene.central.epoch();
    scene.world.pass(24 * 60);

    // A whole day and a conflict, all known to the server, then lost by it.
    a_day(&first)?;
    let (ours, theirs) = (first.open_person(&person)?, second.open_person(&person)?);
    second.correct_person(&theirs, |form| form.phone = "02 61 91 20 20".into())?;
    scene.world.pass(1);
    first.correct_person(&ours, |form| form.phone = "02 61 91 30 30".into())?;
    second.note_anonymous(None)?;
    scene.settle(&[&first, &second])?;
    assert_eq!(scene.central.rows("session")?, 11);
    let (before, conflicts) = (first.records()?, first.open_person(&person)?.conflicts);
    assert_eq!(conflicts, ["phone"]);

    scene.central.restore(&yesterday)?;
    assert_ne!(scene.central.epoch(), epoch);
    assert_eq!(scene.central.rows("session")?, 0);
    // Somebody writes before those who remember are back.
    let early = scene.laptop("Portable 3")?;
    early.note_anonymous(None)?;
    town_hall(&early)?;
    early.exchange_until_quiet()?;

    scene.settle(&[&second, &first, &early])?;
    assert_eq!(scene.central.rows("session")?, 12);
    for laptop in [&first, &second, &early] {
        let file = laptop.open_person(&person)?;
        assert_eq!(
            (file.form.phone.as_str(), &file.conflicts),
            ("02 61 91 30 30", &conflicts)
        );
        assert_eq!(laptop.sync_state()?.conflicts, 1);
    }
    // To the byte, stamps included: nothing was written a second time with another date.
    let after = first.records()?;
    for record in &before {
        assert!(after.contains(record), "changed by the restore: {record:?}");
    }
    scene.all_agree(&[&first, &second, &early])
}

#[test]
fn a_copy_restored_twice_is_mended_twice() -> Result<()> {
    let mut scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    let copy = scene.central.copy()?;
    for round in 1..=2 {
        laptop.note_anonymous(None)?;
        laptop.exchange_until_quiet()?;
        scene.central.restore(&copy)?;
        laptop.exchange_until_quiet()?;
        assert_eq!(scene.central.rows("session")?, round);
    }
    scene.all_agree(&[&laptop])
}
