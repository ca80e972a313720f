//! The same file in two hands: what two laptops write at the same time is kept, shown, and agreed
//! upon; what one had not touched is never undone by the other.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use anyhow::Result;
use escale_app::api::conflict::Conflict;
use escale_domain::vocabulary::Theme;
use escale_testkit::forms;
use escale_testkit::laptop::Laptop;
use escale_tests::scene::Scene;
use serde_json::json;

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

/// The disputed fields of a person, as the screen asks for them.
fn disputes(laptop: &Laptop, person: &str) -> Result<Vec<Conflict>> {
    laptop.get(
        "conflict_get",
        json!({"table": "beneficiary", "id": person}),
    )
}

#[test]
fn a_dispute_shows_both_values_and_one_press_settles_it_everywhere() -> Result<()> {
    let (scene, first, second, person, _) = two()?;
    scene.cut();
    first.correct_person(&first.open_person(&person)?, |form| {
        form.phone = "06 39 98 11 11".into();
        form.notes = "Préfère le matin.".into();
    })?;
    scene.world.pass(3);
    second.correct_person(&second.open_person(&person)?, |form| {
        form.phone = "06 39 98 22 22".into();
        form.notes = "Vient avec sa fille.".into();
    })?;
    scene.open();
    scene.settle(&[&first, &second])?;

    let shown = disputes(&first, &person)?;
    let phone = shown
        .iter()
        .find(|conflict| conflict.field == "phone")
        .unwrap();
    let words: Vec<(&str, bool, bool)> = phone
        .values
        .iter()
        .map(|value| (value.words.as_str(), value.here, value.shown))
        .collect();
    assert_eq!(
        words,
        [
            ("06 39 98 11 11", true, false),
            ("06 39 98 22 22", false, true)
        ]
    );
    assert!(!phone.both, "two numbers are not one");
    let seen: Vec<&str> = phone
        .values
        .iter()
        .map(|value| value.write.as_str())
        .collect();
    first.get::<()>(
        "conflict_choose",
        json!({"table": "beneficiary", "id": person, "field": "phone", "seen": seen, "keep": seen[0]}),
    )?;
    let notes = shown
        .iter()
        .find(|conflict| conflict.field == "notes")
        .unwrap();
    assert!(notes.both);
    let seen: Vec<&str> = notes
        .values
        .iter()
        .map(|value| value.write.as_str())
        .collect();
    first.get::<()>(
        "conflict_choose",
        json!({"table": "beneficiary", "id": person, "field": "notes", "seen": seen, "keep": null}),
    )?;
    scene.settle(&[&first, &second])?;
    for laptop in [&first, &second] {
        let file = laptop.open_person(&person)?;
        assert_eq!(file.form.phone, "06 39 98 11 11");
        assert_eq!(file.form.notes, "Préfère le matin.\n\nVient avec sa fille.");
        assert!(file.conflicts.is_empty() && disputes(laptop, &person)?.is_empty());
    }
    scene.all_agree(&[&first, &second])
}

#[test]
fn choosing_does_not_close_a_value_that_was_not_seen() -> Result<()> {
    let (scene, first, second, person, _) = two()?;
    let third = scene.laptop("Portable 3")?;
    scene.settle(&[&first, &second, &third])?;
    scene.cut();
    for (laptop, phone) in [
        (&first, "06 39 98 11 11"),
        (&second, "06 39 98 22 22"),
        (&third, "06 39 98 33 33"),
    ] {
        laptop.correct_person(&laptop.open_person(&person)?, |form| {
            form.phone = phone.into()
        })?;
        scene.world.pass(1);
    }
    scene.open();
    scene.settle(&[&first, &second])?;
    // The first laptop chooses before the third one's number has come.
    let seen: Vec<String> = disputes(&first, &person)?[0]
        .values
        .iter()
        .map(|value| value.write.clone())
        .collect();
    first.get::<()>(
        "conflict_choose",
        json!({"table": "beneficiary", "id": person, "field": "phone", "seen": seen, "keep": seen[1]}),
    )?;
    assert!(disputes(&first, &person)?.is_empty());
    scene.settle(&[&first, &third, &second])?;
    for laptop in [&first, &second, &third] {
        let left: Vec<String> = disputes(laptop, &person)?[0]
            .values
            .iter()
            .map(|value| value.words.clone())
            .collect();
        assert_eq!(left.len(), 2);
        assert!(
            left.contains(&"06 39 98 33 33".to_owned())
                && left.contains(&"06 39 98 22 22".to_owned())
        );
    }
    scene.all_agree(&[&first, &second, &third])
}

#[test]
fn a_form_saved_after_somebody_deleted_it_stands_again_for_both() -> Result<()> {
    let (scene, first, second, person, session) = two()?;
    let (open, file) = (first.open_session(&session)?, first.open_person(&person)?);
    second.delete_session(&session)?;
    scene.settle(&[&second, &first])?;
    assert_eq!(first.sessions()?.len(), 0);
    // She presses "Enregistrer" and is told that it is recorded: so it must be seen.
    first.correct_session(&open, |form| form.duration = Some(75))?;
    first.correct_person(&file, |form| form.email = "anais@example.org".into())?;
    scene.settle(&[&first, &second])?;
    for laptop in [&first, &second] {
        assert_eq!(laptop.sessions()?.len(), 1);
        assert_eq!(laptop.open_session(&session)?.form.duration, Some(75));
    }
    scene.all_agree(&[&first, &second])
}
