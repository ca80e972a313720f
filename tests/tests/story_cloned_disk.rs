//! A disk was cloned, or an older copy put back: two laptops write under one identity. The second
//! takes another by itself; nothing is lost, nothing is there twice, nobody is asked anything.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::sync::Arc;

use anyhow::Result;
use escale_testkit::detour::Detour;
use escale_testkit::forms;
use escale_testkit::laptop::Laptop;
use escale_tests::scene::{Scene, a_day};

#[test]
fn both_laptops_keep_all_they_wrote_and_both_go_on() -> Result<()> {
    let scene = Scene::new()?;
    let first = scene.laptop("Portable 1")?;
    let person = first.save_person(&forms::person("Marie-Thérèse", "Hamel", "02 61 91 10 10"))?;
    a_day(&first)?;
    first.exchange_until_quiet()?;
    // Not sent yet when the disk is cloned: both have it, under the same name.
    first.note_anonymous(None)?;
    let second = first.clone_disk()?;
    second.unlock()?;
    let before = scene.central.counts()?.operations;

    let (ours, theirs) = (first.open_person(&person)?, second.open_person(&person)?);
    second.correct_person(&theirs, |form| form.phone = "02 61 91 20 20".into())?;
    let deleted = second.note_anonymous(None)?;
    scene.world.pass(1);
    first.correct_person(&ours, |form| form.phone = "02 61 91 30 30".into())?;
    first.correct_person(&first.open_person(&person)?, |form| {
        form.email = "mt.hamel@example.org".into();
    })?;
    let mine = first.note_named(None, &person)?;

    second.exchange_until_quiet()?;
    let sent = scene.central.counts()?.operations - before;
    first.exchange_until_quiet()?;
    second.exchange_until_quiet()?;
    first.exchange_until_quiet()?;
    for laptop in [&first, &second] {
        let file = laptop.open_person(&person)?;
        assert_eq!(file.conflicts, ["phone"]);
        assert_eq!(file.form.phone, "02 61 91 30 30");
        assert_eq!(file.form.email, "mt.hamel@example.org");
        let sessions: Vec<String> = laptop.sessions()?.into_iter().map(|line| line.id).collect();
        assert_eq!(sessions.len(), 13);
        assert!(sessions.contains(&mine) && sessions.contains(&deleted));
    }
    let counts = scene.central.counts()?;
    assert_eq!((counts.rows["session"], counts.devices), (13, 2));
    // The session that both had goes once, with the second's correction and session; then the
    // first's two corrections, its session, and who was there.
    assert_eq!((sent, counts.operations - before - sent), (3, 4));
    scene.all_agree(&[&first, &second])?;

    // They are two laptops now, as any others.
    first.note_anonymous(None)?;
    second.note_anonymous(None)?;
    scene.settle(&[&first, &second])?;
    assert_eq!(scene.central.rows("session")?, 15);
    scene.all_agree(&[&first, &second])
}

#[test]
fn a_clone_with_nothing_to_send_is_not_deaf_to_its_double() -> Result<()> {
    let scene = Scene::new()?;
    let first = scene.laptop("Portable 1")?;
    a_day(&first)?;
    first.exchange_until_quiet()?;
    let second = first.clone_disk()?;
    second.unlock()?;
    let there = second.note_anonymous(None)?;
    second.exchange_until_quiet()?;
    first.exchange_until_quiet()?;
    assert!(first.sessions()?.iter().any(|line| line.id == there));
    scene.all_agree(&[&first, &second])
}

#[test]
fn an_older_copy_put_back_gets_everything_and_gives_everything() -> Result<()> {
    let mut scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    laptop.note_anonymous(None)?;
    laptop.exchange_until_quiet()?;
    let yesterday = laptop.clone_disk()?;
    a_day(&laptop)?;
    laptop.exchange_until_quiet()?;
    drop(laptop);
    yesterday.unlock()?;
    let today = yesterday.note_anonymous(None)?;
    yesterday.exchange_until_quiet()?;
    assert_eq!(yesterday.sessions()?.len(), 12);
    assert!(yesterday.sessions()?.iter().any(|line| line.id == today));
    scene.all_agree(&[&yesterday])?;
    // Told after a restart too, and by a restored server.
    let copy = scene.central.back_up()?;
    let mut yesterday = yesterday;
    yesterday.restart();
    yesterday.unlock()?;
    yesterday.note_anonymous(None)?;
    yesterday.exchange_until_quiet()?;
    scene.central.burn_and_restore(&copy)?;
    yesterday.exchange_until_quiet()?;
    assert_eq!(scene.central.rows("session")?, 13);
    scene.all_agree(&[&yesterday])
}

#[test]
fn an_older_copy_put_back_meets_a_restored_server() -> Result<()> {
    let mut scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    laptop.note_anonymous(None)?;
    laptop.exchange_until_quiet()?;
    let older = laptop.clone_disk()?;
    laptop.note_anonymous(None)?;
    laptop.exchange_until_quiet()?;
    let copy = scene.central.back_up()?;
    scene.central.burn_and_restore(&copy)?;
    older.unlock()?;
    older.note_anonymous(None)?;
    older.exchange_until_quiet()?;
    scene.settle(&[&laptop, &older])?;
    assert_eq!(scene.central.rows("session")?, 3);
    scene.all_agree(&[&laptop, &older])
}

#[test]
fn answers_that_are_lost_cost_neither_work_nor_identities() -> Result<()> {
    let scene = Scene::new()?;
    let detour = Detour::new()?;
    let first = Laptop::new(&scene.world)?.with_transport(Arc::clone(&detour) as _);
    first.enrol(&scene.code()?, "Portable 1")?;
    first.exchange_until_quiet()?;
    let second = first.clone_disk()?;
    second.unlock()?;
    second.note_anonymous(None)?;
    second.exchange_until_quiet()?;
    let mine = first.note_anonymous(None)?;
    // The server hears every request; the answers to the first, to the second… are lost.
    for lost in 1..=8 {
        let (deaf, mut heard) = (Arc::clone(&detour), 0);
        detour.before(move |_| {
            heard += 1;
            if heard == lost {
                deaf.lose_answers();
            }
            None
        });
        first.exchange()?;
        detour.clear();
        let own = first.sessions()?.iter().any(|line| line.id == mine);
        assert!(own, "never out of sight");
    }
    first.exchange_until_quiet()?;
    assert_eq!(scene.central.counts()?.devices, 2);
    assert_eq!(scene.central.rows("session")?, 2);
    scene.settle(&[&first, &second])?;
    scene.all_agree(&[&first, &second])
}

#[test]
fn a_disk_cloned_again_while_it_takes_another_identity() -> Result<()> {
    let scene = Scene::new()?;
    let detour = Detour::new()?;
    let first = Laptop::new(&scene.world)?.with_transport(Arc::clone(&detour) as _);
    first.enrol(&scene.code()?, "Portable 1")?;
    first.exchange_until_quiet()?;
    let second = first.clone_disk()?;
    second.unlock()?;
    second.note_anonymous(None)?;
    second.exchange_until_quiet()?;
    let mine = first.note_anonymous(None)?;
    // The server gives the other identity; the answer is lost, the key that asked for it is kept.
    let deaf = Arc::clone(&detour);
    detour.before(move |request| {
        if request.path == "/v1/devices/again" {
            deaf.lose_answers();
        }
        None
    });
    first.exchange()?;
    detour.clear();
    let third = first.clone_disk()?;
    third.unlock()?;
    let theirs = third.note_anonymous(None)?;

    first.exchange_until_quiet()?;
    third.exchange_until_quiet()?;
    scene.settle(&[&first, &second, &third])?;
    for laptop in [&first, &second, &third] {
        let found: Vec<String> = laptop.sessions()?.into_iter().map(|line| line.id).collect();
        assert!(found.contains(&mine) && found.contains(&theirs));
    }
    assert_eq!(scene.central.rows("session")?, 3);
    scene.all_agree(&[&first, &second, &third])
}

#[test]
fn a_restored_server_hears_the_double_first() -> Result<()> {
    let mut scene = Scene::new()?;
    let first = scene.laptop("Portable 1")?;
    first.note_anonymous(None)?;
    first.exchange_until_quiet()?;
    let copy = scene.central.back_up()?;
    let second = first.clone_disk()?;
    second.unlock()?;
    // Acknowledged, then lost by the server: this laptop alone has it.
    let mine = first.note_anonymous(None)?;
    first.exchange_until_quiet()?;
    scene.central.burn_and_restore(&copy)?;
    // The number of that operation is now another's.
    let theirs = second.note_anonymous(None)?;
    second.exchange_until_quiet()?;
    first.exchange_until_quiet()?;
    scene.settle(&[&first, &second])?;
    for laptop in [&first, &second] {
        let found: Vec<String> = laptop.sessions()?.into_iter().map(|line| line.id).collect();
        assert!(found.contains(&mine) && found.contains(&theirs));
    }
    assert_eq!(scene.central.rows("session")?, 3);
    scene.all_agree(&[&first, &second])
}
