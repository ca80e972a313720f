//! Tags, the corbeille and many sessions at once, on the laptops of one adviser and on those of
//! her team.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use anyhow::Result;
use escale_app::api::corbeille::Corbeille;
use escale_app::api::failure::FailureCode;
use escale_app::api::session::{Ids, Saved, SessionDefaults, Sessions};
use escale_app::api::tag::{TagFile, TagLine};
use escale_app::session::record_all;
use escale_testkit::forms;
use escale_testkit::laptop::Laptop;
use escale_tests::scene::{Scene, town_hall};
use serde_json::{Value, json};

const DAY: u64 = 24 * 60;

fn tags(laptop: &Laptop) -> Result<Vec<TagLine>> {
    laptop.get("tag_list", Value::Null)
}

fn new_tag(laptop: &Laptop, name: &str, team: bool) -> Result<String> {
    let form = json!({"name": name, "description": ""});
    let save = json!({"id": null, "team": team, "form": form, "version": null});
    Ok(laptop.get::<Saved>("tag_save", save)?.id)
}

fn rename(laptop: &Laptop, file: &TagFile, name: &str, description: &str) -> Result<()> {
    let form = json!({"name": name, "description": description});
    let save = json!({"id": file.line.id, "team": false, "form": form, "version": file.version});
    laptop.get::<Saved>("tag_save", save).map(|_| ())
}

fn tagged(laptop: &Laptop, tag: &str) -> Result<String> {
    let mut form = forms::anonymous(&laptop.today(), None);
    form.tags = vec![tag.to_owned()];
    laptop.save_session(&form)
}

fn with_tag(laptop: &Laptop, tag: &str) -> Result<Sessions> {
    let sieve = json!({"tag": tag});
    laptop.get(
        "session_page",
        json!({"offset": 0, "limit": 200, "from": null, "to": null, "beneficiary": null, "sieve": sieve}),
    )
}

fn corbeille(laptop: &Laptop) -> Result<Corbeille> {
    laptop.get("corbeille_page", json!({"offset": 0, "limit": 200}))
}

fn take_out(laptop: &Laptop, table: &str, id: &str) -> Result<()> {
    laptop.get("corbeille_restore", json!({"table": table, "id": id}))
}

#[test]
fn one_word_created_on_two_laptops_is_one_tag() -> Result<()> {
    let scene = Scene::new()?;
    let (first, second) = (scene.laptop("Portable 1")?, scene.laptop("Portable 2")?);
    scene.cut();
    let here = new_tag(&first, "Café des aidants", false)?;
    let there = new_tag(&second, "cafe des AIDANTS", false)?;
    tagged(&first, &here)?;
    tagged(&second, &there)?;
    scene.open();
    scene.settle(&[&first, &second])?;
    for laptop in [&first, &second] {
        let all = tags(laptop)?;
        assert_eq!(all.len(), 1);
        assert_eq!((all[0].sessions, all[0].team), (2, false));
        assert_eq!(with_tag(laptop, &all[0].id)?.total, 2);
    }
    // The same word again is the same tag, not another.
    assert_eq!(
        new_tag(&first, "CAFÉ DES AIDANTS", false)?,
        tags(&first)?[0].id
    );
    assert_eq!(tags(&first)?.len(), 1);
    scene.all_agree(&[&first, &second])
}

#[test]
fn two_tags_renamed_to_one_word_are_shown_counted_and_deleted_as_one() -> Result<()> {
    let scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    let bus = new_tag(&laptop, "Bus", false)?;
    scene.world.pass(1);
    let van = new_tag(&laptop, "Camion", false)?;
    tagged(&laptop, &bus)?;
    tagged(&laptop, &van)?;
    let file: TagFile = laptop.get("tag_get", json!({"id": van}))?;
    rename(&laptop, &file, "bus", "La tournée")?;
    let all = tags(&laptop)?;
    assert_eq!(all.len(), 1);
    assert_eq!(
        (all[0].id.as_str(), &all[0].aliases),
        (bus.as_str(), &vec![van.clone()])
    );
    assert_eq!(
        (all[0].sessions, all[0].description.as_deref()),
        (2, Some("La tournée"))
    );
    assert_eq!(with_tag(&laptop, &bus)?.total, 2);
    assert_eq!(with_tag(&laptop, &van)?.total, 2);
    // The former word is free again, and is another tag.
    let again = new_tag(&laptop, "Camion", false)?;
    assert_ne!(again, van);
    assert_eq!(with_tag(&laptop, &again)?.total, 0);

    let gone: Ids = laptop.get("tag_delete", json!({"id": bus}))?;
    assert_eq!(gone.ids.len(), 2);
    assert_eq!(tags(&laptop)?.len(), 1);
    assert!(
        laptop
            .sessions()?
            .iter()
            .all(|session| session.tags.is_empty())
    );
    laptop.get::<()>("tag_restore", json!({"ids": gone.ids}))?;
    let words: Vec<_> = laptop.sessions()?.into_iter().map(|s| s.tags).collect();
    assert!(
        words
            .iter()
            .all(|tags| tags.len() == 1 && tags[0].eq_ignore_ascii_case("bus"))
    );
    Ok(())
}

fn join(laptop: &Laptop, id: &str, into: &str) -> Result<Ids> {
    laptop.get("tag_join", json!({"id": id, "into": into}))
}

/// A tag as listed: its word, whether it is the team's, its sessions.
type Listed = (String, bool, u32);

/// The tags as listed, and the words each session is shown with.
fn shown(laptop: &Laptop) -> Result<(Vec<Listed>, Vec<Vec<String>>)> {
    let tags = tags(laptop)?.into_iter();
    let mut words: Vec<_> = laptop.sessions()?.into_iter().map(|s| s.tags).collect();
    words.sort();
    Ok((tags.map(|t| (t.name, t.team, t.sessions)).collect(), words))
}

#[test]
fn my_tag_joined_to_the_teams_keeps_its_sessions_on_both_laptops_and_can_be_parted() -> Result<()> {
    let scene = Scene::new()?;
    let (first, second) = (scene.laptop("Portable 1")?, scene.laptop("Portable 2")?);
    let mine = new_tag(&first, "Café des aidants", false)?;
    let team = new_tag(&first, "Aidants", true)?;
    let session = tagged(&first, &mine)?;
    tagged(&first, &team)?;
    scene.settle(&[&first, &second])?;
    let before = shown(&first)?;
    let version: TagFile = second.get("tag_get", json!({"id": mine}))?;

    scene.cut();
    let pointing = join(&first, &mine, &team)?;
    assert_eq!(pointing.ids, std::slice::from_ref(&mine));
    // Meanwhile the other laptop goes on with it: on a session, and under another name.
    tagged(&second, &mine)?;
    rename(&second, &version, "Café des aidantes", "")?;
    scene.open();
    scene.settle(&[&first, &second])?;
    for laptop in [&first, &second] {
        let (names, words) = shown(laptop)?;
        assert_eq!(names, [("Aidants".to_owned(), true, 3)]);
        assert_eq!(words, vec![vec!["Aidants".to_owned()]; 3]);
        for id in [&mine, &team] {
            assert_eq!(with_tag(laptop, id)?.total, 3);
        }
        let file: TagFile = laptop.get("tag_get", json!({"id": team}))?;
        assert_eq!(file.line.aliases, std::slice::from_ref(&mine));
        assert_eq!(file.joined[0].name, "Café des aidantes");
        // Renamed by the team, it is renamed alone.
        assert_eq!(new_tag(laptop, "café des aidantes", false)?, team);
    }
    // The session itself was not rewritten: it still says what was put on it.
    let kept: Value = first.get("session_get", json!({"id": session}))?;
    assert_eq!(kept["form"]["tags"], json!([mine]));
    scene.all_agree(&[&first, &second])?;

    let file: TagFile = first.get("tag_get", json!({"id": team}))?;
    rename(&first, &file, "Aidants familiaux", "")?;
    first.get::<()>("tag_part", json!({"ids": pointing.ids}))?;
    scene.settle(&[&first, &second])?;
    for laptop in [&first, &second] {
        let (names, words) = shown(laptop)?;
        assert_eq!(
            names,
            [
                ("Café des aidantes".to_owned(), false, 2),
                ("Aidants familiaux".to_owned(), true, 1)
            ]
        );
        assert_eq!(words.len(), before.1.len() + 1);
    }
    scene.all_agree(&[&first, &second])
}

#[test]
fn my_tag_stands_again_when_the_teams_goes_and_nothing_else_may_be_joined() -> Result<()> {
    let scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    let colleague = scene.laptop_of(
        &scene.central.adviser(&scene.team, "Dominique Exemple")?,
        "Portable 2",
    )?;
    let mine = new_tag(&laptop, "Bus", false)?;
    let other = new_tag(&laptop, "Camion", false)?;
    let team = new_tag(&laptop, "Tournée", true)?;
    tagged(&laptop, &mine)?;
    for (id, into) in [(&mine, &other), (&team, &mine), (&team, &team)] {
        let refused = laptop.ask("tag_join", json!({"id": id, "into": into}));
        assert_eq!(refused.unwrap_err().code, FailureCode::BadRequest);
    }
    join(&laptop, &mine, &team)?;
    scene.settle(&[&laptop, &colleague])?;
    assert_eq!(
        tags(&colleague)?[0].sessions,
        0,
        "my sessions are not theirs"
    );
    let gone: Ids = colleague.get("tag_delete", json!({"id": team}))?;
    assert_eq!(gone.ids, std::slice::from_ref(&team));
    scene.settle(&[&colleague, &laptop])?;
    let (names, words) = shown(&laptop)?;
    assert_eq!(
        names,
        [
            ("Bus".to_owned(), false, 1),
            ("Camion".to_owned(), false, 0)
        ]
    );
    assert_eq!(words, [["Bus"]]);
    colleague.get::<()>("tag_restore", json!({"ids": gone.ids}))?;
    scene.settle(&[&colleague, &laptop])?;
    assert_eq!(shown(&laptop)?.1, [["Tournée"]]);
    scene.all_agree(&[&laptop])
}

#[test]
fn a_tag_of_the_team_reaches_a_colleague_and_mine_does_not() -> Result<()> {
    let scene = Scene::new()?;
    let mine = scene.laptop("Portable 1")?;
    let colleague = scene.laptop_of(
        &scene.central.adviser(&scene.team, "Dominique Exemple")?,
        "Portable 2",
    )?;
    new_tag(&mine, "À moi seule", false)?;
    let shared = new_tag(&mine, "Semaine du numérique", true)?;
    scene.settle(&[&mine, &colleague])?;
    let theirs = tags(&colleague)?;
    assert_eq!(theirs.len(), 1);
    assert_eq!(
        (theirs[0].id.as_str(), theirs[0].team),
        (shared.as_str(), true)
    );
    // Renamed by one, described by the other, at the same time: both stand.
    let (ours, their): (TagFile, TagFile) = (
        mine.get("tag_get", json!({"id": shared}))?,
        colleague.get("tag_get", json!({"id": shared}))?,
    );
    scene.cut();
    rename(&mine, &ours, "Semaine numérique", "")?;
    scene.world.pass(3);
    rename(&colleague, &their, "Semaine du numérique", "En mars")?;
    scene.open();
    scene.settle(&[&mine, &colleague])?;
    for laptop in [&mine, &colleague] {
        let tag = tags(laptop)?.into_iter().find(|tag| tag.team).unwrap();
        assert_eq!(
            (tag.name.as_str(), tag.description.as_deref()),
            ("Semaine numérique", Some("En mars"))
        );
    }
    Ok(())
}

#[test]
fn what_was_deleted_waits_thirty_days_on_every_laptop_and_comes_back_in_one_press() -> Result<()> {
    let scene = Scene::new()?;
    let (first, second) = (scene.laptop("Portable 1")?, scene.laptop("Portable 2")?);
    let place = town_hall(&first)?;
    let person = first.save_person(&forms::person("Anaïs", "Ben Saïd", "06 39 98 00 01"))?;
    let session = first.note_named(Some(&place), &person)?;
    let tag = new_tag(&first, "Bus", false)?;
    assert!(corbeille(&first)?.rows.is_empty());
    first.delete_session(&session)?;
    scene.world.pass(1);
    first.get::<Ids>("tag_delete", json!({"id": tag}))?;
    scene.settle(&[&first, &second])?;

    // Without network, on the other laptop.
    scene.cut();
    let found = corbeille(&second)?;
    let told: Vec<(&str, &str, Option<&str>, u32)> = found
        .rows
        .iter()
        .map(|row| {
            (
                row.noun.as_str(),
                row.table.as_str(),
                row.detail.as_deref(),
                row.days_left,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("Étiquette", "tag", None, 30),
            (
                "Séance",
                "session",
                Some("Anaïs Ben Saïd · Mairie de Portbail"),
                30
            ),
        ]
    );
    assert!(found.rows[1].label.starts_with("Séance du "));
    scene.world.pass(29 * DAY);
    assert_eq!(corbeille(&second)?.rows[1].days_left, 1);
    take_out(&second, "session", &session)?;
    assert_eq!(corbeille(&second)?.total, 1);
    assert_eq!(second.find_person("ben said")?.sessions, 1);
    scene.world.pass(DAY + 5);
    assert_eq!(
        corbeille(&second)?.total,
        0,
        "after thirty days it is no longer offered"
    );
    assert!(take_out(&second, "tag", &tag).is_err());
    assert!(take_out(&second, "attendance", &session).is_err());
    scene.open();
    scene.settle(&[&first, &second])?;
    assert_eq!(first.sessions()?.len(), 1);
    scene.all_agree(&[&first, &second])
}

#[test]
fn many_sessions_are_deleted_tagged_and_taken_back_as_one() -> Result<()> {
    let scene = Scene::new()?;
    let (first, second) = (scene.laptop("Portable 1")?, scene.laptop("Portable 2")?);
    let day = first.today();
    let noted = record_all(first.app(), (0..450).map(|_| forms::anonymous(&day, None)))
        .map_err(|failure| anyhow::anyhow!("{:?}", failure.code))?;
    let tag = new_tag(&first, "À relire", false)?;
    let already = tagged(&first, &tag)?;
    let everything: Ids = first.get(
        "session_ids",
        json!({"from": null, "to": null, "beneficiary": null, "sieve": {}}),
    )?;
    assert_eq!(everything.ids.len(), 451);
    let on: Ids = first.get(
        "sessions_tag",
        json!({"ids": everything.ids, "tag": tag, "on": true}),
    )?;
    assert_eq!(on.ids.len(), 450, "one had it already");
    assert_eq!(with_tag(&first, &tag)?.total, 451);
    let off: Ids = first.get(
        "sessions_tag",
        json!({"ids": on.ids, "tag": tag, "on": false}),
    )?;
    assert_eq!(off.ids.len(), 450);
    assert_eq!(with_tag(&first, &tag)?.rows[0].id, already);
    assert_eq!(with_tag(&first, &tag)?.total, 1);

    let gone: Ids = first.get("sessions_delete", json!({"ids": noted}))?;
    assert_eq!(gone.ids.len(), 450);
    assert_eq!(corbeille(&first)?.total, 450);
    let twice: Ids = first.get("sessions_delete", json!({"ids": noted}))?;
    assert!(twice.ids.is_empty());
    first.get::<Ids>("sessions_restore", json!({"ids": gone.ids}))?;
    assert_eq!(corbeille(&first)?.total, 0);
    scene.settle(&[&first, &second])?;
    let page = with_tag(&second, &tag)?;
    assert_eq!(
        (page.total, page.rows[0].tags.as_slice()),
        (1, &["À relire".to_owned()][..])
    );
    scene.all_agree(&[&first, &second])
}

#[test]
fn the_history_of_a_session_names_its_tags() -> Result<()> {
    let scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    let tag = new_tag(&laptop, "Bus du jeudi", false)?;
    let session = laptop.note_anonymous(None)?;
    laptop.get::<Ids>(
        "sessions_tag",
        json!({"ids": [session], "tag": tag, "on": true}),
    )?;
    let told: Value = laptop.get("history_get", json!({"table": "session", "id": session}))?;
    assert_eq!(told["changes"][0]["fields"][0]["after"], "Bus du jeudi");
    Ok(())
}

#[test]
fn durations_used_more_than_five_times_come_first() -> Result<()> {
    let scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    let day = laptop.today();
    let of = |minutes: u32, times: usize| {
        let form = escale_domain::session::SessionForm {
            duration: Some(minutes),
            ..forms::anonymous(&day, None)
        };
        std::iter::repeat_n(form, times)
    };
    record_all(laptop.app(), of(50, 7).chain(of(30, 6)).chain(of(20, 5)))
        .map_err(|failure| anyhow::anyhow!("{:?}", failure.code))?;
    let defaults: SessionDefaults = laptop.get("session_defaults", Value::Null)?;
    assert_eq!(defaults.durations, [50, 30, 15, 45, 60, 90, 120]);
    assert_eq!(defaults.duration, Some(50));
    Ok(())
}

#[test]
fn a_session_to_look_at_is_flagged_in_the_list_of_both() -> Result<()> {
    let scene = Scene::new()?;
    let (first, second) = (scene.laptop("Portable 1")?, scene.laptop("Portable 2")?);
    let session = first.note_anonymous(None)?;
    scene.settle(&[&first, &second])?;
    scene.cut();
    first.correct_session(&first.open_session(&session)?, |form| {
        form.notes = Some("Apporter la facture.".into())
    })?;
    scene.world.pass(3);
    second.correct_session(&second.open_session(&session)?, |form| {
        form.notes = Some("Vient avec sa fille.".into())
    })?;
    scene.open();
    scene.settle(&[&first, &second])?;
    for laptop in [&first, &second] {
        assert!(laptop.sessions()?[0].conflict);
    }
    Ok(())
}
