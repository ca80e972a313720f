//! A person's file goes to a colleague: asked for without network, carried out by the server,
//! nothing lost on the way, nothing of it left with the one who gave it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use anyhow::Result;
use escale_app::api::failure::FailureCode;
use escale_app::api::followup::{FollowUp, FollowUpFile};
use escale_app::api::handover::{Colleague, HandoverFile, HandoverReceived, HandoverState};
use escale_app::api::history::History;
use escale_app::api::session::Saved;
use escale_app::api::sync::LineState;
use escale_domain::vocabulary::Theme;
use escale_testkit::forms;
use escale_testkit::laptop::Laptop;
use escale_tests::scene::{Scene, a_day};
use serde_json::json;

/// A team of two: the giver with two laptops, the receiver with one.
struct Team {
    scene: Scene,
    first: Laptop,
    second: Laptop,
    colleague: Laptop,
    /// Identifier of the colleague.
    to: String,
    /// A person known to both laptops of the giver, with a session and a goal.
    person: String,
    session: String,
}

fn team() -> Result<Team> {
    let scene = Scene::new()?;
    let to = scene.central.adviser(&scene.team, "Dominique Exemple")?;
    let (first, second) = (scene.laptop("Portable 1")?, scene.laptop("Portable 2")?);
    let colleague = scene.laptop_of(&to, "Portable 8")?;
    let person = first.save_person(&forms::person("Anaïs", "Ben Saïd", "06 39 98 00 01"))?;
    let session = first.note_named(None, &person)?;
    goal(&first, &person, "Écrire à sa fille")?;
    scene.settle(&[&first, &second, &colleague])?;
    Ok(Team {
        scene,
        first,
        second,
        colleague,
        to,
        person,
        session,
    })
}

fn goal(laptop: &Laptop, person: &str, wording: &str) -> Result<String> {
    let file: FollowUpFile = laptop.get(
        "followup_open",
        json!({"kind": "goal", "id": null, "beneficiary": person, "session": null}),
    )?;
    let mut form = serde_json::to_value(&file.form)?;
    form["form"]["wording"] = json!(wording);
    form["form"]["theme"] = json!(Theme::Email);
    let save = json!({"id": null, "draft": null, "form": form, "version": file.version});
    Ok(laptop.get::<Saved>("followup_save", save)?.id)
}

fn follow_up(laptop: &Laptop, person: &str) -> Result<usize> {
    let file: FollowUp = laptop.get("followup_get", json!({"id": person}))?;
    Ok(file.items.len())
}

fn ask(laptop: &Laptop, person: &str, to: &str) -> Result<()> {
    let form = json!({"receiver": to, "message": "Elle préfère le matin."});
    laptop.get("handover_ask", json!({"id": person, "form": form}))
}

fn standing(laptop: &Laptop, person: &str) -> Result<HandoverFile> {
    laptop.get("handover_get", json!({"id": person}))
}

fn received(laptop: &Laptop) -> Result<Vec<HandoverReceived>> {
    laptop.get("handover_received", ())
}

/// Whether any table of the notebook but the outbox holds that text.
fn holds(laptop: &Laptop, needle: &str) -> Result<Vec<String>> {
    laptop.inspect(|reader| reader.tables_with(needle))
}

impl Team {
    fn settle(&self) -> Result<()> {
        self.scene
            .settle(&[&self.first, &self.second, &self.colleague])
    }
}

#[test]
fn a_file_asked_for_without_network_leaves_with_all_it_was() -> Result<()> {
    let team = team()?;
    let (first, second, colleague) = (&team.first, &team.second, &team.colleague);
    // A value that gave way, and two that stand: the colleague must find them.
    first.correct_person(&first.open_person(&team.person)?, |form| {
        form.email = "anais@example.org".into();
    })?;
    team.settle()?;
    let (ours, theirs) = (
        first.open_person(&team.person)?,
        second.open_person(&team.person)?,
    );
    first.correct_person(&ours, |form| form.phone = "06 39 98 00 02".into())?;
    second.correct_person(&theirs, |form| form.phone = "06 39 98 00 03".into())?;
    team.settle()?;
    let history: History = first.get(
        "history_get",
        json!({"table": "beneficiary", "id": team.person}),
    )?;

    // The colleagues are known without network.
    team.scene.cut();
    let known: Vec<Colleague> = first.get("colleague_list", ())?;
    assert_eq!(known.len(), 1);
    assert_eq!(known[0].name, "Dominique Exemple");
    ask(first, &team.person, &known[0].id)?;
    let here = standing(first, &team.person)?;
    assert_eq!(here.state, HandoverState::Asked);
    assert_eq!(here.asked.unwrap().receiver, "Dominique Exemple");
    assert_eq!((here.goes.goals, here.goes.sessions), (1, 1));
    // Until the server has done it, the file is where it was.
    assert_eq!(first.exchange()?.line, LineState::Offline);
    assert!(first.open_person(&team.person).is_ok());

    team.scene.open();
    team.settle()?;
    for laptop in [first, second] {
        let failure = laptop.ask("beneficiary_get", json!({"id": team.person}));
        assert_eq!(failure.unwrap_err().code, FailureCode::NotFound);
        assert!(laptop.people("")?.is_empty());
        for text in [
            "Anaïs",
            "Saïd",
            "anais",
            "+33639980002",
            "63998",
            "sa fille",
        ] {
            assert_eq!(holds(laptop, text)?, Vec::<String>::new(), "{text}");
        }
        // Her sessions stay, with a nameless person.
        let file = laptop.open_session(&team.session)?;
        assert_eq!(file.people, ["Personne transmise"]);
        assert_eq!(
            laptop.sessions()?[0].person.as_deref(),
            Some("Personne transmise")
        );
        let gone = standing(laptop, &team.person)?;
        assert_eq!(gone.state, HandoverState::Gone);
        assert_eq!(gone.asked.unwrap().receiver, "Dominique Exemple");
        assert_eq!(gone.goes.sessions, 1);
        // Nor does a later version, which rebuilds what screens read, forget what stays of her.
        laptop.alter(|tx| tx.clear_meta("projected"))?;
        assert_eq!(
            laptop.open_session(&team.session)?.people,
            ["Personne transmise"]
        );
        assert!(laptop.people("")?.is_empty());
        // Correcting the session does not lose her presence.
        laptop.correct_session(&file, |form| form.duration = Some(45))?;
        laptop.exchange_until_quiet()?;
        assert_eq!(
            laptop.open_session(&team.session)?.people,
            ["Personne transmise"]
        );
    }
    let file = colleague.open_person(&team.person)?;
    assert_eq!(
        (file.form.email.as_str(), file.conflicts),
        ("anais@example.org", vec!["phone".into()])
    );
    assert_eq!(follow_up(colleague, &team.person)?, 1);
    let theirs: History = colleague.get(
        "history_get",
        json!({"table": "beneficiary", "id": team.person}),
    )?;
    let told = |history: &History| -> Vec<(String, String)> {
        let fields = history.changes.iter().flat_map(|change| &change.fields);
        fields
            .map(|one| (one.field.clone(), one.after.clone()))
            .collect()
    };
    assert_eq!(
        told(&theirs),
        told(&history),
        "the same values, in the same order"
    );
    assert!(told(&theirs).len() > 5);

    // She is told, once.
    let news = received(colleague)?;
    assert_eq!(news.len(), 1);
    assert_eq!(
        (news[0].name.as_str(), news[0].told.giver.as_str()),
        ("Anaïs Ben Saïd", "Camille Exemple")
    );
    assert_eq!(
        news[0].told.message.as_deref(),
        Some("Elle préfère le matin.")
    );
    assert_eq!(news[0].told.before.sessions, 1);
    colleague.get::<()>("handover_notice", json!({"id": team.person}))?;
    assert!(received(colleague)?.is_empty());
    assert_eq!(
        standing(colleague, &team.person)?.received.unwrap().giver,
        "Camille Exemple"
    );
    team.settle()?;
    team.scene.all_agree(&[first, second])?;
    let late = team.scene.laptop_of(&team.to, "Portable 9")?;
    assert_eq!(late.records()?, colleague.records()?);
    assert_eq!(team.scene.central.counts()?.quarantined, 0);
    Ok(())
}

#[test]
fn what_the_other_laptop_wrote_meanwhile_reaches_the_colleague() -> Result<()> {
    let team = team()?;
    let (first, second, colleague) = (&team.first, &team.second, &team.colleague);
    // Both at once, without network: one hands over, the other corrects, notes, adds a session.
    ask(first, &team.person, &team.to)?;
    let opened = second.open_person(&team.person)?;
    second.correct_person(&opened, |form| form.phone = "06 39 98 00 09".into())?;
    goal(second, &team.person, "Prendre rendez-vous en ligne")?;
    let session = second.note_named(None, &team.person)?;
    first.exchange_until_quiet()?;
    colleague.exchange_until_quiet()?;
    // The colleague writes another phone before the second laptop is back.
    let file = colleague.open_person(&team.person)?;
    colleague.correct_person(&file, |form| form.phone = "06 39 98 00 07".into())?;
    colleague.exchange_until_quiet()?;

    team.settle()?;
    let file = colleague.open_person(&team.person)?;
    assert_eq!(file.conflicts, ["phone"], "neither was overwritten unseen");
    assert_eq!(follow_up(colleague, &team.person)?, 2, "the goal followed");
    for laptop in [first, second] {
        assert!(laptop.people("")?.is_empty());
        assert_eq!(holds(laptop, "rendez-vous")?, Vec::<String>::new());
        assert_eq!(
            laptop.open_session(&session)?.people,
            ["Personne transmise"]
        );
        assert_eq!(laptop.sync_state()?.pending, 0);
    }
    assert_eq!(team.scene.central.counts()?.quarantined, 0);
    team.scene.all_agree(&[first, second])
}

#[test]
fn a_request_may_be_called_off_and_waits_for_what_is_being_typed() -> Result<()> {
    let team = team()?;
    let (first, second) = (&team.first, &team.second);
    team.scene.cut();
    ask(first, &team.person, &team.to)?;
    assert!(first.get::<bool>("handover_cancel", json!({"id": team.person}))?);
    assert_eq!(standing(first, &team.person)?.state, HandoverState::Here);
    team.scene.open();
    team.settle()?;
    assert!(first.open_person(&team.person).is_ok());
    assert!(team.colleague.people("")?.is_empty());

    // Something is being typed about her: the file waits, and the screen says why.
    let draft = json!({"id": null, "kind": "beneficiary", "record": team.person, "body": {}});
    let draft: serde_json::Value = first.get("draft_save", draft)?;
    ask(first, &team.person, &team.to)?;
    first.exchange_until_quiet()?;
    assert_eq!(standing(first, &team.person)?.state, HandoverState::Typing);
    first.get::<()>("draft_discard", json!({"id": draft["id"]}))?;
    team.settle()?;
    assert_eq!(standing(first, &team.person)?.state, HandoverState::Gone);
    assert_eq!(standing(second, &team.person)?.state, HandoverState::Gone);
    // Too late.
    assert!(!first.get::<bool>("handover_cancel", json!({"id": team.person}))?);
    assert_eq!(team.colleague.people("")?.len(), 1);
    Ok(())
}

#[test]
fn the_colleague_gives_it_back_and_it_is_whole() -> Result<()> {
    let team = team()?;
    let (first, colleague) = (&team.first, &team.colleague);
    let before = first.open_person(&team.person)?;
    ask(first, &team.person, &team.to)?;
    team.settle()?;
    ask(colleague, &team.person, &team.scene.adviser)?;
    team.settle()?;
    team.settle()?;
    let after = first.open_person(&team.person)?;
    assert_eq!(after.version, before.version, "to the byte");
    assert_eq!(
        (after.line.sessions, follow_up(first, &team.person)?),
        (1, 1)
    );
    assert_eq!(
        first.open_session(&team.session)?.people,
        ["Anaïs Ben Saïd"]
    );
    assert!(colleague.people("")?.is_empty());
    assert_eq!(standing(first, &team.person)?.state, HandoverState::Here);
    assert_eq!(received(first)?.len(), 1);
    team.scene.all_agree(&[first, &team.second])
}

#[test]
fn joined_files_go_together_and_can_still_be_told_apart() -> Result<()> {
    let team = team()?;
    let (first, colleague) = (&team.first, &team.colleague);
    let twin = first.save_person(&forms::person("Anaïs", "Bensaid", "06 39 98 00 01"))?;
    goal(first, &twin, "Payer en ligne")?;
    first.note_named(None, &twin)?;
    let preview: serde_json::Value = first.get(
        "beneficiary_merge_preview",
        json!({"source": twin, "target": team.person}),
    )?;
    let join = json!({"source": twin, "target": team.person, "choices": {},
        "source_version": preview["source_version"], "target_version": preview["target_version"]});
    first.get::<Saved>("beneficiary_merge", join)?;
    team.settle()?;
    ask(first, &team.person, &team.to)?;
    team.settle()?;
    assert_eq!(follow_up(colleague, &team.person)?, 2);
    assert_eq!(holds(first, "Bensaid")?, Vec::<String>::new());
    assert_eq!(first.sessions()?.len(), 2);
    colleague.get::<Saved>("beneficiary_part", json!({"id": twin}))?;
    assert_eq!(follow_up(colleague, &twin)?, 1);
    assert_eq!(follow_up(colleague, &team.person)?, 1);
    team.settle()?;
    team.scene.all_agree(&[first, &team.second])
}

#[test]
fn a_server_restored_from_before_loses_nothing_and_moves_it_again() -> Result<()> {
    let mut team = team()?;
    let copy = team.scene.central.copy()?;
    ask(&team.first, &team.person, &team.to)?;
    team.settle()?;
    let opened = team.colleague.open_person(&team.person)?;
    team.colleague
        .correct_person(&opened, |form| form.email = "anais@example.org".into())?;
    a_day(&team.first)?;
    team.settle()?;
    let before = (team.first.records()?, team.colleague.records()?);

    team.scene.central.restore(&copy)?;
    // Whoever comes first, and even before the one who gave the file.
    team.colleague.exchange_until_quiet()?;
    assert_eq!(
        team.colleague.open_person(&team.person)?.form.email,
        "anais@example.org"
    );
    team.second.exchange_until_quiet()?;
    team.settle()?;
    team.settle()?;
    assert_eq!(team.first.records()?, before.0);
    assert_eq!(team.colleague.records()?, before.1, "to the byte");
    assert!(team.second.find_person("Anaïs").is_err());
    let counts = team.scene.central.counts()?;
    assert_eq!((counts.quarantined, counts.rows["goal"]), (0, 1));
    team.scene.all_agree(&[&team.first, &team.second])
}

#[test]
fn a_cloned_disk_that_still_had_something_to_say_of_it() -> Result<()> {
    let team = team()?;
    let (first, colleague) = (&team.first, &team.colleague);
    let clone = first.clone_disk()?;
    clone.unlock()?;
    // Both write under one name; the clone corrects the file that the other hands over.
    let opened = clone.open_person(&team.person)?;
    clone.correct_person(&opened, |form| form.email = "anais@example.org".into())?;
    ask(first, &team.person, &team.to)?;
    first.exchange_until_quiet()?;
    clone.exchange_until_quiet()?;
    team.settle()?;
    clone.exchange_until_quiet()?;
    assert!(clone.people("")?.is_empty());
    assert_eq!(
        colleague.open_person(&team.person)?.form.email,
        "anais@example.org"
    );
    team.scene.all_agree(&[first, &team.second, &clone])
}

#[test]
fn a_file_goes_to_nobody_outside_the_team() -> Result<()> {
    let team = team()?;
    let elsewhere = team.scene.central.team("Itinérance Avranchin")?;
    let stranger = team.scene.central.adviser(&elsewhere, "Sacha Exemple")?;
    let form = json!({"receiver": stranger, "message": ""});
    let refused = team
        .first
        .ask("handover_ask", json!({"id": team.person, "form": form}));
    let failure = refused.unwrap_err();
    assert_eq!(failure.code, FailureCode::Invalid);
    assert_eq!(failure.fields[0].field, "receiver");
    team.settle()?;
    assert!(team.first.open_person(&team.person).is_ok());
    assert_eq!(team.scene.central.rows("handover")?, 0);

    // She was a colleague when this laptop last heard, and is not any more.
    let known = json!([{"id": stranger, "name": "Sacha Exemple"}]).to_string();
    team.first
        .alter(|tx| tx.set_meta_text("colleagues", &known))?;
    ask(&team.first, &team.person, &stranger)?;
    team.settle()?;
    let kept = standing(&team.first, &team.person)?;
    assert_eq!(kept.state, HandoverState::Refused);
    assert!(team.first.open_person(&team.person).is_ok());
    let asked = team.scene.central.counts()?.quarantined;
    assert!(asked > 0);
    team.settle()?;
    assert_eq!(team.scene.central.counts()?.quarantined, asked, "once");
    assert!(
        team.first
            .get::<bool>("handover_cancel", json!({"id": team.person}))?
    );
    ask(&team.first, &team.person, &team.to)?;
    team.settle()?;
    assert_eq!(team.colleague.people("")?.len(), 1);
    let elsewhere = team.scene.laptop_of(&stranger, "Portable 7")?;
    assert!(elsewhere.records()?.is_empty());
    Ok(())
}
