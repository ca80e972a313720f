//! Files of people: those of one person found, what a file was put back, several put away at once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use anyhow::Result;
use escale_app::api::beneficiary::{BeneficiaryLine, People, PeopleSummary, Timeline};
use escale_app::api::history::{ChangeKind, History};
use escale_app::api::session::Saved;
use escale_domain::vocabulary::SessionKind;
use escale_testkit::forms;
use escale_tests::people::{pairs, two_laptops, workshop};
use serde_json::json;

#[test]
fn probable_pairs_are_found_and_those_told_apart_never_come_back() -> Result<()> {
    let (scene, first, second) = two_laptops()?;
    let one = first.save_person(&forms::person("Odette", "Le Marinel", "06 39 98 00 01"))?;
    let two = first.save_person(&forms::person("ODETTE", "Lemarinel", ""))?;
    let other = first.save_person(&forms::person("Yann", "Petit", ""))?;
    assert_eq!(pairs(&first)?.len(), 1);
    let pair = json!({"first": two, "second": one});
    first.get::<()>("beneficiary_tell_apart", &pair)?;
    assert!(pairs(&first)?.is_empty());
    scene.settle(&[&first, &second])?;
    assert!(pairs(&second)?.is_empty(), "the other laptop knows too");
    let form = second.open_person(&one)?.form;
    let twins = |except: &str| -> Result<Vec<String>> {
        let lines: Vec<BeneficiaryLine> =
            second.get("beneficiary_twins", json!({"except": except, "form": form}))?;
        Ok(lines.into_iter().map(|line| line.id).collect())
    };
    assert!(twins(&one)?.is_empty());
    assert_eq!(twins(&other)?.len(), 2);
    // Said while typing a new file: remembered with it.
    let save = json!({
        "id": null, "draft": null, "form": forms::person("Odette", "Lemarinel", ""),
        "version": null, "different": [one, two],
    });
    let third = second.get::<Saved>("beneficiary_save", save)?.id;
    assert!(pairs(&second)?.is_empty());
    second.get::<()>(
        "beneficiary_tell_together",
        json!({"first": one, "second": third}),
    )?;
    assert_eq!(pairs(&second)?.len(), 1);
    scene.settle(&[&second, &first])?;
    assert_eq!(pairs(&first)?, pairs(&second)?);
    scene.all_agree(&[&first, &second])
}

#[test]
fn every_value_a_file_had_can_be_put_back() -> Result<()> {
    let (scene, first, second) = two_laptops()?;
    let person = first.save_person(&forms::person("Odette", "Lemarinel", "06 39 98 00 01"))?;
    scene.settle(&[&first, &second])?;
    scene.world.pass(60);
    second.correct_person(&second.open_person(&person)?, |form| {
        form.phone = String::new();
        form.no_phone = true;
        form.last_name = "Le Marinel".into();
    })?;
    scene.settle(&[&second, &first])?;
    let history: History =
        first.get("history_get", json!({"table": "beneficiary", "id": person}))?;
    let kinds: Vec<ChangeKind> = history.changes.iter().map(|change| change.kind).collect();
    assert_eq!(kinds, [ChangeKind::Changed, ChangeKind::Created]);
    let (late, created) = (&history.changes[0], &history.changes[1]);
    assert!(created.here && !late.here);
    assert_eq!(late.author.as_deref(), Some("Camille Exemple"));
    let of = |change: &escale_app::api::history::Change, field: &str| {
        change
            .fields
            .iter()
            .find(|one| one.field == field)
            .map(|one| (one.before.clone(), one.after.clone(), one.restorable))
    };
    assert_eq!(
        of(late, "last_name"),
        Some(("Lemarinel".into(), "Le Marinel".into(), false))
    );
    assert_eq!(
        of(late, "phone"),
        Some(("06 39 98 00 01".into(), String::new(), false))
    );
    assert_eq!(
        of(created, "phone"),
        Some((String::new(), "06 39 98 00 01".into(), true))
    );
    first.get::<()>(
        "history_restore",
        json!({
            "table": "beneficiary", "id": person, "field": "phone",
            "write": created.write, "version": history.version,
        }),
    )?;
    scene.settle(&[&first, &second])?;
    for laptop in [&first, &second] {
        let form = laptop.open_person(&person)?.form;
        assert_eq!(
            (form.phone.as_str(), form.no_phone),
            ("06 39 98 00 01", false)
        );
        assert_eq!(form.last_name, "Le Marinel");
        assert_eq!(laptop.sync_state()?.conflicts, 0);
        let again: History =
            laptop.get("history_get", json!({"table": "beneficiary", "id": person}))?;
        assert_eq!(again.changes.len(), 3);
    }
    scene.all_agree(&[&first, &second])
}

#[test]
fn a_file_tells_its_time_and_its_changes() -> Result<()> {
    let (scene, first, _) = two_laptops()?;
    let person = first.save_person(&forms::person("Odette", "Lemarinel", ""))?;
    scene.world.pass(60);
    first.note_named(None, &person)?;
    let mut long = forms::named("2026-01-05", None, &person);
    long.duration = Some(90);
    first.save_session(&long)?;
    scene.world.pass(60);
    first.correct_person(&first.open_person(&person)?, |form| {
        form.birth_year = "1950".into();
        form.notes = "Rien d’important.".into();
    })?;
    let file = first.open_person(&person)?;
    assert_eq!(
        (file.minutes, file.first_session.as_deref()),
        (120, Some("2026-01-05"))
    );
    assert_eq!(
        file.age_band.map(|band| band.label()),
        Some("70 ans et plus")
    );
    assert_eq!((file.themes[0].count, file.themes[0].minutes), (2, 120));
    let page = |offset, limit| -> Result<Timeline> {
        first.get(
            "beneficiary_timeline",
            json!({"id": person, "offset": offset, "limit": limit}),
        )
    };
    let all = page(0, 50)?;
    assert_eq!((all.total, all.rows.len()), (4, 4));
    let said: Vec<&str> = all
        .rows
        .iter()
        .map(|entry| match (&entry.session, &entry.change) {
            (Some(session), _) if session.kind == SessionKind::Individual => "session",
            (_, Some(change)) if change.kind == ChangeKind::Created => "created",
            (_, Some(change)) => {
                let fields: Vec<&str> =
                    change.fields.iter().map(|one| one.field.as_str()).collect();
                assert_eq!(fields, ["birth_year"], "notes are not repeated");
                "changed"
            }
            _ => "nothing",
        })
        .collect();
    assert_eq!(said, ["changed", "session", "created", "session"]);
    let last = page(3, 2)?;
    assert_eq!((last.total, last.rows.len()), (4, 1));
    assert_eq!(last.rows[0].day, "2026-01-05");
    Ok(())
}

#[test]
fn many_files_go_to_the_corbeille_and_one_undo_brings_them_back() -> Result<()> {
    let (scene, first, second) = two_laptops()?;
    let forms = (0..450).map(|n| forms::person("Odette", &format!("Lemarinel {n}"), ""));
    escale_app::beneficiary::record_all(first.app(), forms)
        .map_err(|failure| anyhow::anyhow!("{:?}", failure.code))?;
    let kept = first.save_person(&forms::person("Yann", "Petit", ""))?;
    let found: People = first.get("beneficiary_found", json!({"query": "odet"}))?;
    assert_eq!(found.ids.len(), 450);
    let two: Vec<&str> = found.ids.iter().take(2).map(String::as_str).collect();
    workshop(&first, &two)?;
    let summary: PeopleSummary = first.get("beneficiary_summary", &found)?;
    assert_eq!(
        summary,
        PeopleSummary {
            people: 450,
            sessions: 1
        }
    );
    let gone: People = first.get("beneficiary_delete", &found)?;
    assert_eq!(gone.ids.len(), 450);
    let again: People = first.get("beneficiary_delete", &found)?;
    assert!(again.ids.is_empty());
    scene.settle(&[&first, &second])?;
    let left: People = second.get("beneficiary_found", json!({"query": ""}))?;
    assert_eq!(left.ids, [kept]);
    first.get::<()>("beneficiary_restore", &gone)?;
    scene.settle(&[&first, &second])?;
    let all: People = second.get("beneficiary_found", json!({"query": ""}))?;
    assert_eq!(all.ids.len(), 451);
    scene.all_agree(&[&first, &second])
}
