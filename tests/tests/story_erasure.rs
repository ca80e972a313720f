//! A person's file is erased: asked for without network, carried out by the server, nowhere any
//! more on any laptop nor on the server, and not brought back by anything.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::path::Path;

use anyhow::{Context, Result};
use escale_app::api::erasure::{ErasureFile, ErasureState, Erasures};
use escale_app::api::failure::FailureCode;
use escale_app::api::followup::FollowUpFile;
use escale_app::api::session::Saved;
use escale_domain::vocabulary::Theme;
use escale_testkit::laptop::Laptop;
use escale_testkit::{folder, forms};
use escale_tests::scene::Scene;
use serde_json::{Value, json};

/// What nothing may say any more: her names, her phone, what was written about her.
const HERS: [&str; 6] = [
    "Zéphirine",
    "Quatremarre",
    "639987531",
    "CANARI-FICHE",
    "CANARI-SEANCE",
    "CANARI-OBJECTIF",
];

/// Two laptops of one adviser who know a person well.
struct Two {
    scene: Scene,
    first: Laptop,
    second: Laptop,
    person: String,
    session: String,
    goal: String,
}

fn two() -> Result<Two> {
    let scene = Scene::new()?;
    let (first, second) = (scene.laptop("Portable 1")?, scene.laptop("Portable 2")?);
    let (person, session, goal) = well_known(&first)?;
    // Her file was corrected since: the former values are in the history.
    let opened = first.open_person(&person)?;
    first.correct_person(&opened, |form| form.notes = "CANARI-FICHE, revue".into())?;
    scene.settle(&[&first, &second])?;
    Ok(Two {
        scene,
        first,
        second,
        person,
        session,
        goal,
    })
}

fn well_known(laptop: &Laptop) -> Result<(String, String, String)> {
    let mut form = forms::person("Zéphirine", "Quatremarre", "06 39 98 75 31");
    form.birth_year = "1948".into();
    form.notes = "CANARI-FICHE".into();
    let person = laptop.save_person(&form)?;
    let session = laptop.note_named(None, &person)?;
    notes(laptop, &session, "CANARI-SEANCE")?;
    let goal = goal(laptop, &person)?;
    Ok((person, session, goal))
}

/// Notes on a session, as its form saves them.
fn notes(laptop: &Laptop, session: &str, text: &str) -> Result<()> {
    let file: Value = laptop.get("session_get", json!({"id": session}))?;
    let mut form = file["form"].clone();
    form["notes"] = json!(text);
    let save = json!({"id": session, "draft": null, "form": form, "version": file["version"]});
    laptop.get::<Saved>("session_save", save)?;
    Ok(())
}

fn goal(laptop: &Laptop, person: &str) -> Result<String> {
    let file: FollowUpFile = laptop.get(
        "followup_open",
        json!({"kind": "goal", "id": null, "beneficiary": person, "session": null}),
    )?;
    let mut form = serde_json::to_value(&file.form)?;
    form["form"]["wording"] = json!("CANARI-OBJECTIF");
    form["form"]["theme"] = json!(Theme::Email);
    let save = json!({"id": null, "draft": null, "form": form, "version": file.version});
    Ok(laptop.get::<Saved>("followup_save", save)?.id)
}

fn ask(laptop: &Laptop, person: &str) -> Result<()> {
    laptop.get("erasure_ask", json!({"ids": [person], "ended": false}))
}

fn file(laptop: &Laptop, person: &str) -> Result<ErasureFile> {
    laptop.get("erasure_get", json!({"id": person}))
}

fn list(laptop: &Laptop) -> Result<Erasures> {
    laptop.get("erasure_list", ())
}

/// What of hers an open notebook says anywhere, what is to be sent included.
fn said(laptop: &Laptop) -> Result<Vec<String>> {
    laptop.inspect(|reader| {
        let mut found = Vec::new();
        for text in HERS {
            found.extend(reader.tables_with(text)?);
        }
        for row in reader.outbox_batch(0, usize::MAX)?.rows {
            if HERS.iter().any(|text| row.body.contains(text)) {
                found.push("outbox".to_owned());
            }
        }
        Ok(found)
    })
}

/// What of hers a database of the server says anywhere, deciphered.
fn told(data: &Path) -> Result<Vec<String>> {
    let copy = tempfile::tempdir()?;
    folder::copy(data, copy.path())?;
    let key = std::fs::read_to_string(data.with_extension("key"))
        .or_else(|_| std::fs::read_to_string(format!("{}.key", data.display())))?;
    let db = rusqlite::Connection::open(copy.path().join("escale.db"))?;
    db.execute_batch(&format!("PRAGMA key = \"x'{}'\";", key.trim()))?;
    let names: Vec<String> = db
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    anyhow::ensure!(names.iter().any(|name| name == "log"), "not the server's");
    let mut found = Vec::new();
    for name in names {
        let mut statement = db.prepare(&format!("SELECT * FROM \"{name}\""))?;
        let columns = statement.column_count();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            for column in 0..columns {
                let bytes = match row.get_ref(column)? {
                    rusqlite::types::ValueRef::Text(bytes)
                    | rusqlite::types::ValueRef::Blob(bytes) => bytes,
                    _ => continue,
                };
                if HERS.iter().any(|text| folder::holds(bytes, text)) {
                    found.push(name.clone());
                }
            }
        }
    }
    Ok(found)
}

/// What is counted of the work: sessions with their minutes and themes, who they were for.
fn figures(laptop: &Laptop, person: &str, session: &str) -> Result<Value> {
    let (sessions, kept) = laptop.inspect(|reader| {
        let session = reader.row(&escale_domain::catalogue::SESSION, session)?;
        let person = reader.row(&escale_domain::catalogue::BENEFICIARY, person)?;
        let mut session = session.map(|row| row.values).unwrap_or_default();
        session.remove("notes");
        let person = person.map(|row| row.values).unwrap_or_default();
        let band = escale_domain::beneficiary::Beneficiary::from_fields(&person)
            .shown_age_band(2026)
            .map(|band| band.value());
        let kept = json!({
            "gender": person.get("gender"), "status": person.get("status"),
            "commune": person.get("commune"), "age_band": band,
        });
        Ok((session, kept))
    })?;
    let totals = laptop.inspect(|reader| {
        let totals = reader.beneficiary_totals(person)?;
        Ok(json!([
            totals.sessions,
            totals.minutes,
            totals.first,
            totals.last
        ]))
    })?;
    let page: Value = laptop.get("session_page", json!({"offset": 0, "limit": 50}))?;
    Ok(json!([sessions, kept, totals, page["total"]]))
}

#[test]
fn a_file_asked_to_be_erased_without_network_is_nowhere_any_more() -> Result<()> {
    let mut two = two()?;
    let before = figures(&two.first, &two.person, &two.session)?;
    two.scene.cut();
    ask(&two.first, &two.person)?;
    let standing = file(&two.first, &two.person)?;
    assert_eq!(standing.state, ErasureState::Asked);
    assert_eq!(
        (
            standing.goes.notes,
            standing.goes.texts,
            standing.goes.sessions
        ),
        (1, 1, 1)
    );
    assert!(two.first.sync_state()?.pending > 0, "told as waiting");
    assert_eq!(
        two.first.open_person(&two.person)?.form.phone,
        "06 39 98 75 31"
    );

    two.scene.open();
    two.scene.settle(&[&two.first, &two.second])?;
    for laptop in [&two.first, &two.second] {
        assert_eq!(said(laptop)?, Vec::<String>::new());
        assert!(folder::leaks(laptop.folder(), &HERS)?.is_empty());
        assert_eq!(file(laptop, &two.person)?.state, ErasureState::Erased);
        assert_eq!(figures(laptop, &two.person, &two.session)?, before);
        let gone = laptop
            .ask("beneficiary_get", json!({"id": two.person}))
            .unwrap_err();
        assert_eq!(gone.code, FailureCode::NotFound);
        let bin: Value = laptop.get("corbeille_page", json!({"offset": 0, "limit": 50}))?;
        assert_eq!(bin["total"], 0, "an erased file is not in the corbeille");
        let found: Value = laptop.get("search_everywhere", json!({"query": "quatremarre"}))?;
        assert_eq!(found["people_total"], 0);
    }
    // Both have said so, and both know it.
    two.scene.settle(&[&two.first, &two.second])?;
    let lines = two.scene.central.admin()?.erasures()?;
    assert_eq!(lines.len(), 1);
    assert!(lines[0].devices.iter().all(|one| one.confirmed.is_some()));
    assert_eq!(lines[0].devices.len(), 2);
    let told_to = list(&two.first)?;
    assert_eq!(told_to.lines.len(), 1);
    assert!(told_to.lines[0].name.is_none());
    assert_eq!(told_to.lines[0].file.confirmed, Some(2));
    two.scene.all_agree(&[&two.first, &two.second])?;
    two.scene.central.stop()?;
    assert_eq!(told(&two.scene.central.data())?, Vec::<String>::new());
    assert!(folder::leaks(two.scene.central.folder(), &HERS)?.is_empty());
    Ok(())
}

#[test]
fn what_another_laptop_wrote_meanwhile_is_not_kept_and_it_says_so() -> Result<()> {
    let two = two()?;
    ask(&two.first, &two.person)?;
    two.first.exchange_until_quiet()?;
    // The other laptop has not heard of it: it corrects her, notes a goal, writes on her session.
    let opened = two.second.open_person(&two.person)?;
    two.second.correct_person(&opened, |form| {
        form.notes = "CANARI-FICHE, plus tard".into()
    })?;
    notes(&two.second, &two.session, "CANARI-SEANCE, plus tard")?;
    let late = goal(&two.second, &two.person)?;
    two.scene.settle(&[&two.second, &two.first])?;
    for laptop in [&two.first, &two.second] {
        assert_eq!(said(laptop)?, Vec::<String>::new());
    }
    let late_lines = list(&two.second)?.late;
    let nouns: Vec<&str> = late_lines.iter().map(|one| one.noun.as_str()).collect();
    assert_eq!(nouns, ["Séance", "Bénéficiaire"]);
    assert!(list(&two.first)?.late.is_empty());
    // The goal came after all was asked: its text followed, the row stays to be counted.
    for id in [&late, &two.goal] {
        let goal = two
            .first
            .inspect(|reader| reader.row(&escale_domain::catalogue::GOAL, id))?;
        let goal = goal.context("the goal is counted")?;
        assert!(goal.values.contains_key("theme") && !goal.values.contains_key("wording"));
    }
    // Nothing more may be written about her there.
    let refused = notes(&two.second, &two.session, "CANARI-SEANCE encore");
    assert!(refused.is_err());
    // But the session may still be corrected.
    notes(&two.second, &two.session, "")?;
    two.scene.all_agree(&[&two.first, &two.second])
}

#[test]
fn a_request_may_be_called_off_until_it_has_left() -> Result<()> {
    let two = two()?;
    two.scene.cut();
    ask(&two.first, &two.person)?;
    assert!(
        two.first
            .get::<bool>("erasure_cancel", json!({"id": two.person}))?
    );
    two.scene.open();
    two.scene.settle(&[&two.first, &two.second])?;
    assert_eq!(file(&two.first, &two.person)?.state, ErasureState::Here);
    assert_eq!(
        two.second.open_person(&two.person)?.form.notes,
        "CANARI-FICHE, revue"
    );
    ask(&two.first, &two.person)?;
    two.scene.settle(&[&two.first, &two.second])?;
    assert!(
        !two.first
            .get::<bool>("erasure_cancel", json!({"id": two.person}))?
    );
    assert_eq!(file(&two.second, &two.person)?.state, ErasureState::Erased);
    Ok(())
}

#[test]
fn a_server_put_back_to_yesterday_brings_nobody_back() -> Result<()> {
    for ledger in [true, false] {
        let mut two = two()?;
        let yesterday = two.scene.central.copy()?;
        two.scene.world.pass(24 * 60);
        ask(&two.first, &two.person)?;
        two.scene.settle(&[&two.first, &two.second])?;
        if !ledger {
            let path = two
                .scene
                .central
                .folder()
                .join("data.backups/erasures.ledger");
            std::fs::remove_file(path)?;
            two.scene.central.restore(&yesterday)?;
            // Whoever asked is not there to ask again: the other laptop tells.
            two.second.exchange_until_quiet()?;
        } else {
            two.scene.central.restore(&yesterday)?;
            // Nobody reached it yet.
            two.scene.central.stop()?;
            assert_eq!(told(&two.scene.central.data())?, Vec::<String>::new());
            two.scene.central.restart()?;
        }
        let newcomer = two.scene.laptop("Portable 3")?;
        assert_eq!(said(&newcomer)?, Vec::<String>::new(), "ledger {ledger}");
        two.scene.settle(&[&two.second, &two.first, &newcomer])?;
        for laptop in [&two.first, &two.second, &newcomer] {
            assert_eq!(said(laptop)?, Vec::<String>::new(), "ledger {ledger}");
            assert_eq!(file(laptop, &two.person)?.state, ErasureState::Erased);
        }
        two.scene.all_agree(&[&two.first, &two.second, &newcomer])?;
        two.scene.central.stop()?;
        assert_eq!(told(&two.scene.central.data())?, Vec::<String>::new());
    }
    Ok(())
}

#[test]
fn a_sealed_copy_of_before_is_emptied_as_it_is_restored() -> Result<()> {
    let mut two = two()?;
    let copy = two.scene.central.back_up()?;
    ask(&two.first, &two.person)?;
    two.scene.settle(&[&two.first, &two.second])?;
    let before = figures(&two.first, &two.person, &two.session)?;
    two.scene.central.burn_and_restore(&copy)?;
    two.scene.central.stop()?;
    assert_eq!(told(&two.scene.central.data())?, Vec::<String>::new());
    two.scene.central.restart()?;
    two.scene.settle(&[&two.first, &two.second])?;
    assert_eq!(figures(&two.second, &two.person, &two.session)?, before);
    two.scene.all_agree(&[&two.first, &two.second])
}

#[test]
fn joined_files_go_together() -> Result<()> {
    let two = two()?;
    let twin = two.first.save_person(&forms::person(
        "Zéphirine",
        "Quatremarre-Bis",
        "06 39 98 75 31",
    ))?;
    let preview: Value = two.first.get(
        "beneficiary_merge_preview",
        json!({"source": twin, "target": two.person}),
    )?;
    two.first.get::<Saved>(
        "beneficiary_merge",
        json!({"source": twin, "target": two.person, "choices": {},
            "source_version": preview["source_version"], "target_version": preview["target_version"]}),
    )?;
    two.scene.settle(&[&two.first, &two.second])?;
    assert_eq!(file(&two.first, &two.person)?.goes.joined, 1);
    ask(&two.second, &two.person)?;
    two.scene.settle(&[&two.second, &two.first])?;
    for laptop in [&two.first, &two.second] {
        assert_eq!(said(laptop)?, Vec::<String>::new());
    }
    two.scene.all_agree(&[&two.first, &two.second])
}

#[test]
fn local_copies_of_before_are_dropped() -> Result<()> {
    let two = two()?;
    assert!(two.first.app().keep_copy_if_due());
    let copies = || escale_store::backup::list(&two.first.folder().join("carnet"));
    let of_before = copies()?;
    assert!(!of_before.is_empty());
    two.scene.world.pass(60);
    ask(&two.first, &two.person)?;
    two.first.exchange_until_quiet()?;
    let after = copies()?;
    assert_eq!(after.len(), 1);
    assert!(!of_before.contains(&after[0]));
    two.first.verify()
}

const DAY: u64 = 24 * 60;

#[test]
fn files_end_a_year_after_the_last_contact_and_are_announced() -> Result<()> {
    let scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    let person = |name: &str, n: usize| {
        laptop.save_person(&forms::person(
            name,
            "Exemple",
            &format!("06 39 98 {n:02} 00"),
        ))
    };
    let (ends, kept) = (person("Zéphirine", 1)?, person("Léonie", 2)?);
    laptop.exchange_until_quiet()?;
    assert!(list(&laptop)?.near.is_empty());
    scene.world.pass(340 * DAY);
    for n in 3..30 {
        person("Camille", n)?;
    }
    laptop.exchange_until_quiet()?;
    let near = list(&laptop)?.near;
    let ids: Vec<&str> = near.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids.len(), 2);
    assert!(ids.contains(&ends.as_str()) && near.iter().all(|one| !one.due));
    let note = json!({"id": kept, "form": {"reason": "Au téléphone."}});
    laptop.get::<()>("contact_note", note)?;
    assert_eq!(list(&laptop)?.near.len(), 1);
    // A year has passed, but the notice of thirty days has not.
    scene.world.pass(28 * DAY);
    laptop.exchange_until_quiet()?;
    assert_eq!(file(&laptop, &ends)?.state, ErasureState::Here);
    // A laptop that believes itself years ahead erases nothing: the server tells the day.
    scene.cut();
    laptop
        .clock()
        .set(chrono::Utc::now() + chrono::TimeDelta::days(4_000));
    laptop.exchange()?;
    assert_eq!(file(&laptop, &ends)?.state, ErasureState::Here);
    laptop.clock().set_right();
    scene.open();
    scene.world.pass(3 * DAY);
    laptop.exchange_until_quiet()?;
    assert_eq!(file(&laptop, &ends)?.state, ErasureState::Erased);
    assert_eq!(file(&laptop, &kept)?.state, ErasureState::Here);
    let lines = scene.central.admin()?.erasures()?;
    assert_eq!((lines.len(), lines[0].why.as_str()), (1, "ended"));
    // All the others come to their end together: nothing goes before their adviser says so.
    scene.world.pass(340 * DAY);
    laptop.exchange_until_quiet()?;
    scene.world.pass(40 * DAY);
    laptop.exchange_until_quiet()?;
    let found = list(&laptop)?;
    assert!(found.asks && found.near.len() > 20);
    assert_eq!(found.lines.len(), 1);
    let ids: Vec<&String> = found.near.iter().map(|one| &one.id).collect();
    laptop.get::<()>("erasure_ask", json!({"ids": ids, "ended": true}))?;
    laptop.exchange_until_quiet()?;
    assert!(list(&laptop)?.near.is_empty());
    Ok(())
}
