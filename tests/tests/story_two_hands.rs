//! The same file in two hands: what two laptops write at the same time is kept, shown, and agreed
//! upon; what one had not touched is never undone by the other.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use anyhow::Result;
use escale_domain::vocabulary::Theme;
use escale_testkit::forms;
use escale_testkit::laptop::Laptop;
use escale_tests::scene::Scene;

/// Two laptops of one adviser that both know one person and one session with her.
fn two() -> Result<(Scene, Laptop, Laptop, String, String)> {
    let scene = Scene::new()?;
    let (first, second) = (scene.laptop("Portable 1")?, scene.laptop("Portable 2")?);
    let person = first.save_person(&forms::person("Anaïs", "Ben Saïd", "06 39 98 00 01"))?;
    let session = first.note_named(None, &person)?;
    scene.settle(&[&first, &second])?;
    Ok((scene, first, second, person, session))
}

#[test]
fn two_phone_numbers_at_once_are_both_kept_and_shown_to_both() -> Result<()> {
    let (scene, first, second, person, _) = two()?;
    scene.cut();
    first.correct_person(&first.open_person(&person)?, |form| {
        form.phone = "06 39 98 11 11".into()
    })?;
    scene.world.pass(3);
    second.correct_person(&second.open_person(&person)?, |form| {
        form.phone = "06 39 98 22 22".into()
    })?;
    scene.open();
    scene.settle(&[&first, &second])?;
    for laptop in [&first, &second] {
        let file = laptop.open_person(&person)?;
        assert_eq!(file.conflicts, ["phone"]);
        assert!(file.line.conflict);
        assert_eq!(file.form.phone, "06 39 98 22 22", "the later one is shown");
        assert_eq!(laptop.sync_state()?.conflicts, 1);
        let state = laptop
            .inspect(|reader| reader.record("beneficiary", &person))?
            .unwrap()
            .state;
        assert!(
            state.contains("+33639981111") && state.contains("+33639982222"),
            "one number was lost"
        );
        // The number both replaced is in the history.
        let history = laptop.inspect(|reader| reader.history("beneficiary", &person))?;
        assert!(
            history
                .iter()
                .any(|old| old.field == "phone" && old.value.contains("+33639980001"))
        );
    }
    scene.all_agree(&[&first, &second])
}

#[test]
fn of_two_durations_at_once_the_later_is_shown_and_no_alarm_is_raised() -> Result<()> {
    let (scene, first, second, _, session) = two()?;
    scene.cut();
    // The later correction leaves first, so that arrival does not decide.
    first.correct_session(&first.open_session(&session)?, |form| {
        form.duration = Some(45)
    })?;
    scene.world.pass(3);
    second.correct_session(&second.open_session(&session)?, |form| {
        form.duration = Some(90)
    })?;
    scene.open();
    second.exchange_until_quiet()?;
    scene.settle(&[&first, &second])?;
    for laptop in [&first, &second] {
        let file = laptop.open_session(&session)?;
        assert_eq!((file.form.duration, file.conflicts.len()), (Some(90), 0));
        assert_eq!(laptop.sync_state()?.conflicts, 0);
    }
    scene.all_agree(&[&first, &second])?;
    // The other value is still there, and goes to the history of both with the next correction.
    second.correct_session(&second.open_session(&session)?, |form| {
        form.duration = Some(120)
    })?;
    scene.settle(&[&second, &first])?;
    for laptop in [&first, &second] {
        let history = laptop.inspect(|reader| reader.history("session", &session))?;
        let old: Vec<&str> = history
            .iter()
            .filter(|old| old.field == "duration")
            .map(|old| old.value.as_str())
            .collect();
        assert!(old.contains(&"45") && old.contains(&"90"), "{old:?}");
    }
    scene.all_agree(&[&first, &second])
}

#[test]
fn a_form_opened_before_a_colleagues_change_does_not_undo_it() -> Result<()> {
    let (scene, first, second, person, session) = two()?;
    let (file, opened) = (first.open_person(&person)?, first.open_session(&session)?);
    second.correct_person(&second.open_person(&person)?, |form| {
        form.phone = "06 39 98 77 77".into();
        form.birth_year = "1951".into();
    })?;
    let other = second.save_person(&forms::person("Loïc", "N’Diaye", ""))?;
    second.correct_session(&second.open_session(&session)?, |form| {
        form.themes.push(Theme::Sante);
        form.people = vec![other.clone()];
    })?;
    scene.settle(&[&second, &first])?;

    first.correct_person(&file, |form| {
        form.notes = "Préfère être rappelée le matin.".into()
    })?;
    first.correct_session(&opened, |form| form.duration = Some(75))?;
    scene.settle(&[&first, &second])?;
    for laptop in [&first, &second] {
        let file = laptop.open_person(&person)?;
        assert_eq!(
            (file.form.phone.as_str(), file.form.birth_year.as_str()),
            ("06 39 98 77 77", "1951")
        );
        assert_eq!(file.form.notes, "Préfère être rappelée le matin.");
        assert_eq!(laptop.sync_state()?.conflicts, 0);
        let session = laptop.open_session(&session)?.form;
        assert_eq!(session.duration, Some(75));
        assert!(session.themes.contains(&Theme::Sante));
        assert!(
            session.people.contains(&other),
            "whom the other laptop added stays"
        );
    }
    scene.all_agree(&[&first, &second])
}

#[test]
fn deleted_here_restored_there() -> Result<()> {
    let (scene, first, second, person, session) = two()?;
    first.delete_session(&session)?;
    scene.settle(&[&first, &second])?;
    assert!(second.sessions()?.is_empty());
    assert_eq!(second.find_person("saïd")?.sessions, 0);
    assert_eq!(
        (
            scene.central.counts()?.deleted["session"],
            scene.central.rows("session")?
        ),
        (1, 0)
    );

    second.restore_session(&session)?;
    scene.settle(&[&second, &first])?;
    for laptop in [&first, &second] {
        assert_eq!(laptop.sessions()?.len(), 1);
        assert_eq!(laptop.find_person("saïd")?.sessions, 1);
        assert_eq!(
            laptop.open_session(&session)?.form.people,
            std::slice::from_ref(&person)
        );
    }
    scene.all_agree(&[&first, &second])
}

#[test]
fn what_was_written_while_somebody_deleted_comes_back_with_it() -> Result<()> {
    let (scene, first, second, _, session) = two()?;
    scene.cut();
    first.delete_session(&session)?;
    second.correct_session(&second.open_session(&session)?, |form| {
        form.notes = Some("À finir jeudi.".into())
    })?;
    scene.open();
    scene.settle(&[&first, &second])?;
    assert!(first.sessions()?.is_empty() && second.sessions()?.is_empty());
    first.restore_session(&session)?;
    scene.settle(&[&first, &second])?;
    for laptop in [&first, &second] {
        assert_eq!(
            laptop.open_session(&session)?.form.notes.as_deref(),
            Some("À finir jeudi.")
        );
    }
    scene.all_agree(&[&first, &second])
}
