//! The server's disk dies and an earlier copy takes its place, on this machine or another: laptops
//! give back what it lost, and every value that was shown before is shown after.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use anyhow::Result;
use escale_app::api::sync::LineState;
use escale_testkit::forms;
use escale_testkit::laptop::Laptop;
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

/// Bodies of the outbox that are still there.
fn bodies(laptop: &Laptop) -> Result<usize> {
    laptop.inspect(|reader| Ok(reader.outbox_batch(0, usize::MAX)?.rows.len()))
}

#[test]
fn the_machine_burns_and_the_last_copy_with_the_laptops_gives_everything_back() -> Result<()> {
    let mut scene = Scene::new()?;
    let (first, second) = (scene.laptop("Portable 1")?, scene.laptop("Portable 2")?);
    let person = first.save_person(&forms::person("Marie-Thérèse", "Hamel", "02 61 91 10 10"))?;
    a_day(&first)?;
    second.note_anonymous(None)?;
    scene.settle(&[&first, &second])?;
    assert!(first.sync_state()?.not_durable > 0);
    let copy = scene.central.back_up()?;
    scene.settle(&[&first, &second])?;
    assert_eq!(first.sync_state()?.not_durable, 0, "learnt without sending");

    // Acknowledged after the copy, by both, with a value that both changed.
    scene.world.pass(60);
    a_day(&second)?;
    let (ours, theirs) = (first.open_person(&person)?, second.open_person(&person)?);
    second.correct_person(&theirs, |form| form.phone = "02 61 91 20 20".into())?;
    scene.world.pass(1);
    first.correct_person(&ours, |form| form.phone = "02 61 91 30 30".into())?;
    scene.settle(&[&first, &second])?;
    let not_durable = first.sync_state()?.not_durable;
    assert!(not_durable > 0);
    let before = (first.records()?, scene.central.counts()?);

    scene.central.burn_and_restore(&copy)?;
    assert_eq!(scene.central.rows("session")?, 11);
    scene.settle(&[&first, &second])?;
    let after = scene.central.counts()?;
    assert_eq!(
        (&after.rows, after.operations),
        (&before.1.rows, before.1.operations)
    );
    assert_eq!(first.records()?, before.0, "the same to the byte");
    assert_eq!(second.open_person(&person)?.conflicts, ["phone"]);
    // It promises nothing for the copy it was made of, before it has made its own.
    assert!(first.sync_state()?.not_durable > not_durable);
    scene.all_agree(&[&first, &second])?;

    // The restored server makes its own copies, and the story can begin again.
    let again = scene.central.back_up()?;
    first.exchange_until_quiet()?;
    assert_eq!(first.sync_state()?.not_durable, 0);
    first.note_anonymous(None)?;
    scene.settle(&[&first, &second])?;
    scene.central.burn_and_restore(&again)?;
    scene.settle(&[&first, &second])?;
    assert_eq!(scene.central.rows("session")?, 22);
    scene.all_agree(&[&first, &second])
}

#[test]
fn any_copy_still_kept_is_enough_even_when_a_later_one_covered_more() -> Result<()> {
    let mut scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    laptop.note_anonymous(None)?;
    laptop.exchange_until_quiet()?;
    let oldest = scene.central.back_up()?;
    scene.world.pass(30 * 24 * 60);
    a_day(&laptop)?;
    laptop.exchange_until_quiet()?;
    scene.central.back_up()?;
    laptop.exchange_until_quiet()?;
    // Covered, and kept all the same: the newest copy may be the one that cannot be found.
    assert_eq!(laptop.sync_state()?.not_durable, 0);
    let all = bodies(&laptop)?;
    assert!(all > 10);
    scene.central.burn_and_restore(&oldest)?;
    laptop.exchange_until_quiet()?;
    assert_eq!(scene.central.rows("session")?, 11);
    scene.all_agree(&[&laptop])?;

    // Once every copy that can still exist has them, bodies go, a little later than the mark.
    scene.central.back_up()?;
    laptop.exchange_until_quiet()?;
    assert_eq!(bodies(&laptop)?, all);
    scene.world.pass(40 * 24 * 60);
    laptop.note_anonymous(None)?;
    laptop.exchange_until_quiet()?;
    scene.central.back_up()?;
    laptop.exchange_until_quiet()?;
    assert_eq!(bodies(&laptop)?, 1);
    scene.all_agree(&[&laptop])
}

#[test]
fn a_laptop_enrolled_or_shut_out_after_the_copy_is_still_known_so() -> Result<()> {
    let mut scene = Scene::new()?;
    let (first, stolen) = (scene.laptop("Portable 1")?, scene.laptop("Portable 2")?);
    first.note_anonymous(None)?;
    first.exchange_until_quiet()?;
    let copy = scene.central.back_up()?;
    // All of this after the copy.
    let newcomer = scene.laptop("Portable 3")?;
    newcomer.note_anonymous(None)?;
    newcomer.exchange_until_quiet()?;
    newcomer.note_anonymous(None)?;
    let devices = scene.central.admin()?.devices()?;
    scene.central.admin()?.revoke(&devices[1].id)?;

    scene.central.burn_and_restore(&copy)?;
    stolen.note_anonymous(None)?;
    // Its token is worth nothing any more; when it presents itself again, it is refused.
    stolen.exchange()?;
    assert_eq!(stolen.exchange()?.line, LineState::Refused);
    newcomer.exchange_until_quiet()?;
    first.exchange_until_quiet()?;
    newcomer.exchange_until_quiet()?;
    assert_eq!(scene.central.rows("session")?, 3);
    scene.all_agree(&[&first, &newcomer])
}
