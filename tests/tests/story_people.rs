//! Two files of one person: found, told apart, joined, told apart again, whatever the other laptop
//! was doing meanwhile.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use escale_app::api::beneficiary::{
    BeneficiaryFile, BeneficiaryLine, People, PeopleSummary, Timeline,
};
use escale_app::api::history::{ChangeKind, History};
use escale_app::api::merge::MergePreview;
use escale_app::api::session::{Saved, Sessions};
use escale_app::api::twins::Duplicates;
use escale_domain::joining::MergeChoice;
use escale_domain::vocabulary::{Autonomy, SessionKind};
use escale_testkit::forms;
use escale_testkit::laptop::Laptop;
use escale_tests::scene::Scene;
use serde_json::json;

fn two_laptops() -> Result<(Scene, Laptop, Laptop)> {
    let scene = Scene::new()?;
    let (first, second) = (scene.laptop("Portable 1")?, scene.laptop("Portable 2")?);
    Ok((scene, first, second))
}

fn pairs(laptop: &Laptop) -> Result<BTreeSet<(String, String)>> {
    let page: Duplicates = laptop.get(
        "beneficiary_duplicates",
        json!({"loose": false, "offset": 0, "limit": 50}),
    )?;
    assert_eq!(page.total as usize, page.rows.len());
    Ok(page
        .rows
        .into_iter()
        .map(|pair| {
            let (a, b) = (pair.first.id, pair.second.id);
            if a < b { (a, b) } else { (b, a) }
        })
        .collect())
}

fn preview(laptop: &Laptop, source: &str, target: &str) -> Result<MergePreview> {
    laptop.get(
        "beneficiary_merge_preview",
        json!({"source": source, "target": target}),
    )
}

fn join(laptop: &Laptop, source: &str, target: &str) -> Result<()> {
    join_with(laptop, source, target, &BTreeMap::new())
}

fn join_with(
    laptop: &Laptop,
    source: &str,
    target: &str,
    choices: &BTreeMap<String, MergeChoice>,
) -> Result<()> {
    let seen = preview(laptop, source, target)?;
    let saved: Saved = laptop.get(
        "beneficiary_merge",
        json!({
            "source": source, "target": target, "choices": choices,
            "source_version": seen.source_version, "target_version": seen.target_version,
        }),
    )?;
    assert_eq!(saved.id, target);
    Ok(())
}

fn part(laptop: &Laptop, source: &str) -> Result<()> {
    let saved: Saved = laptop.get("beneficiary_part", json!({"id": source}))?;
    assert_eq!(saved.id, source);
    Ok(())
}

/// Identifiers of a person's sessions.
fn sessions(laptop: &Laptop, person: &str) -> Result<BTreeSet<String>> {
    let page: Sessions = laptop.get(
        "session_page",
        json!({"from": null, "to": null, "beneficiary": person, "offset": 0, "limit": 200}),
    )?;
    Ok(page.rows.into_iter().map(|line| line.id).collect())
}

/// A workshop of today with those people.
fn workshop(laptop: &Laptop, people: &[&str]) -> Result<String> {
    let mut form = forms::workshop(&laptop.today(), None, "Mots de passe", 2);
    form.people = people.iter().map(|id| (*id).to_owned()).collect();
    laptop.save_session(&form)
}

fn set(ids: &[&String]) -> BTreeSet<String> {
    ids.iter().map(|id| (*id).clone()).collect()
}

/// What a file says and what hangs on it.
fn whole(laptop: &Laptop, person: &str) -> Result<(String, BTreeSet<String>, u32)> {
    let file: BeneficiaryFile = laptop.open_person(person)?;
    let form = serde_json::to_string(&file.form)?;
    Ok((form, sessions(laptop, person)?, file.line.sessions))
}

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
fn joined_and_told_apart_again_everything_is_as_it_was() -> Result<()> {
    let (scene, first, second) = two_laptops()?;
    let source = first.save_person(&forms::person("Odette", "Le Marinel", "06 39 98 00 01"))?;
    let target = first.save_person(&forms::person("Odette", "Lemarinel", ""))?;
    first.correct_person(&first.open_person(&source)?, |form| {
        form.notes = "Vient le mardi.".into();
    })?;
    first.correct_person(&first.open_person(&target)?, |form| {
        form.notes = "Préfère le matin.".into();
        form.email = "odette@example.org".into();
    })?;
    let alone = first.note_named(None, &source)?;
    first.correct_session(&first.open_session(&alone)?, |form| {
        form.outcome.autonomy = Some(Autonomy::ALL[0]);
    })?;
    let both = workshop(&first, &[&source, &target])?;
    let theirs = first.note_named(None, &target)?;
    scene.settle(&[&first, &second])?;
    let before = [whole(&first, &source)?, whole(&first, &target)?];

    scene.cut();
    let seen = preview(&first, &source, &target)?;
    assert_eq!((seen.shared, seen.sessions), (1, 3));
    let fields: Vec<(&str, MergeChoice)> = seen
        .fields
        .iter()
        .map(|field| (field.field.as_str(), field.choice))
        .collect();
    assert_eq!(
        fields,
        [
            ("first_name", MergeChoice::Target),
            ("last_name", MergeChoice::Target),
            ("phone", MergeChoice::Source),
            ("email", MergeChoice::Target),
            ("notes", MergeChoice::Both),
        ]
    );
    let choices = BTreeMap::from([("last_name".to_owned(), MergeChoice::Source)]);
    join_with(&first, &source, &target, &choices)?;
    scene.open();
    scene.settle(&[&first, &second])?;
    for laptop in [&first, &second] {
        let file = laptop.open_person(&target)?;
        assert_eq!(file.form.last_name, "Le Marinel");
        assert_eq!(file.form.phone, "06 39 98 00 01");
        assert_eq!(file.form.email, "odette@example.org");
        assert_eq!(file.form.notes, "Préfère le matin.\n\nVient le mardi.");
        assert_eq!(sessions(laptop, &target)?, set(&[&alone, &both, &theirs]));
        assert_eq!(file.line.sessions, 3);
        assert_eq!(file.merged.len(), 1);
        assert_eq!(file.merged[0].name, "Odette Le Marinel");
        assert!(file.merged[0].late.is_empty());
        // Whoever follows an old link finds the file that stands.
        assert_eq!(laptop.open_person(&source)?.line.id, target);
        assert!(sessions(laptop, &source)?.is_empty());
        assert_eq!(
            laptop.open_session(&both)?.form.people,
            std::slice::from_ref(&target)
        );
        let session = laptop.open_session(&alone)?.form;
        assert_eq!(session.people, std::slice::from_ref(&target));
        assert_eq!(session.outcome.autonomy, Some(Autonomy::ALL[0]));
        assert_eq!(laptop.sync_state()?.conflicts, 0);
    }
    // What was corrected meanwhile stays corrected.
    second.correct_session(&second.open_session(&alone)?, |form| {
        form.outcome.autonomy = Some(Autonomy::ALL[2]);
    })?;
    part(&second, &source)?;
    scene.settle(&[&second, &first])?;
    for laptop in [&first, &second] {
        assert_eq!([whole(laptop, &source)?, whole(laptop, &target)?], before);
        let session = laptop.open_session(&alone)?.form;
        assert_eq!(session.people, std::slice::from_ref(&source));
        assert_eq!(session.outcome.autonomy, Some(Autonomy::ALL[2]));
        assert_eq!(laptop.sync_state()?.conflicts, 0);
    }
    scene.all_agree(&[&first, &second])
}

#[test]
fn what_a_laptop_that_did_not_know_wrote_is_not_lost() -> Result<()> {
    let (scene, first, second) = two_laptops()?;
    let source = first.save_person(&forms::person("Odette", "Le Marinel", ""))?;
    let target = first.save_person(&forms::person("Odette", "Lemarinel", ""))?;
    scene.settle(&[&first, &second])?;
    let (late_form, opened) = (second.open_person(&source)?, second.open_person(&source)?);
    scene.cut();
    join(&first, &source, &target)?;
    // Meanwhile, elsewhere.
    let noted = second.note_named(None, &source)?;
    second.correct_person(&opened, |form| {
        form.phone = "06 39 98 00 09".into();
        form.email = "odette@example.org".into();
    })?;
    scene.open();
    scene.settle(&[&first, &second])?;
    for laptop in [&first, &second] {
        assert_eq!(sessions(laptop, &target)?, set(&[&noted]));
        let file = laptop.open_person(&target)?;
        let late: Vec<(&str, &str)> = file.merged[0]
            .late
            .iter()
            .map(|late| (late.field.as_str(), late.words.as_str()))
            .collect();
        assert_eq!(
            late,
            [("email", "odette@example.org"), ("phone", "06 39 98 00 09")]
        );
    }
    // A form that was still open is saved to the file that stands.
    let mut form = late_form.form.clone();
    form.birth_year = "1951".into();
    let save = json!({"id": source, "draft": null, "form": form, "version": late_form.version});
    assert_eq!(second.get::<Saved>("beneficiary_save", save)?.id, target);
    assert_eq!(second.open_person(&target)?.form.birth_year, "1951");
    first.get::<()>(
        "beneficiary_merge_take",
        json!({"source": source, "fields": ["phone"]}),
    )?;
    scene.settle(&[&first, &second])?;
    for laptop in [&first, &second] {
        let file = laptop.open_person(&target)?;
        assert_eq!(file.form.phone, "06 39 98 00 09");
        assert_eq!(file.form.email, "");
        assert!(file.merged[0].late.is_empty());
    }
    part(&second, &source)?;
    scene.settle(&[&second, &first])?;
    for laptop in [&first, &second] {
        assert_eq!(
            laptop.open_person(&source)?.form.email,
            "odette@example.org"
        );
        assert_eq!(sessions(laptop, &source)?, set(&[&noted]));
        assert!(sessions(laptop, &target)?.is_empty());
    }
    scene.all_agree(&[&first, &second])
}

#[test]
fn each_joined_to_the_other_at_once_one_stands() -> Result<()> {
    let (scene, first, second) = two_laptops()?;
    let old = first.save_person(&forms::person("Odette", "Lemarinel", ""))?;
    scene.world.pass(1);
    let new = first.save_person(&forms::person("Odette", "Le Marinel", "06 39 98 00 01"))?;
    let (a, b) = (first.note_named(None, &old)?, first.note_named(None, &new)?);
    scene.settle(&[&first, &second])?;
    scene.cut();
    join(&first, &old, &new)?;
    scene.world.pass(3);
    join(&second, &new, &old)?;
    scene.open();
    scene.settle(&[&first, &second])?;
    for laptop in [&first, &second] {
        assert_eq!(laptop.open_person(&new)?.line.id, old);
        assert_eq!(sessions(laptop, &old)?, set(&[&a, &b]));
        assert_eq!(laptop.open_person(&old)?.form.phone, "06 39 98 00 01");
        assert_eq!(laptop.find_person("lemarinel")?.id, old);
    }
    part(&first, &new)?;
    scene.settle(&[&first, &second])?;
    for laptop in [&first, &second] {
        assert_eq!(sessions(laptop, &old)?, set(&[&a]));
        assert_eq!(sessions(laptop, &new)?, set(&[&b]));
    }
    scene.all_agree(&[&first, &second])
}

#[test]
fn taken_out_of_the_corbeille_it_stands_for_itself_with_its_sessions() -> Result<()> {
    let (scene, first, second) = two_laptops()?;
    let source = first.save_person(&forms::person("Odette", "Le Marinel", ""))?;
    let target = first.save_person(&forms::person("Odette", "Lemarinel", ""))?;
    let noted = first.note_named(None, &source)?;
    join(&first, &source, &target)?;
    scene.settle(&[&first, &second])?;
    second.get::<()>("beneficiary_restore", json!({"ids": [source]}))?;
    scene.settle(&[&second, &first])?;
    for laptop in [&first, &second] {
        assert_eq!(sessions(laptop, &source)?, set(&[&noted]));
        assert!(laptop.open_person(&target)?.merged.is_empty());
    }
    scene.all_agree(&[&first, &second])
}

#[test]
fn a_person_of_three_hundred_sessions_goes_over_and_back() -> Result<()> {
    let (scene, first, second) = two_laptops()?;
    let source = first.save_person(&forms::person("Odette", "Le Marinel", ""))?;
    let target = first.save_person(&forms::person("Odette", "Lemarinel", ""))?;
    let day = first.today();
    let forms = (0..300).map(|_| forms::named(&day, None, &source));
    escale_app::session::record_all(first.app(), forms)
        .map_err(|failure| anyhow::anyhow!("{:?}", failure.code))?;
    join(&first, &source, &target)?;
    assert_eq!(first.open_person(&target)?.line.sessions, 300);
    scene.settle(&[&first, &second])?;
    assert_eq!(second.open_person(&target)?.line.sessions, 300);
    part(&second, &source)?;
    scene.settle(&[&second, &first])?;
    assert_eq!(first.open_person(&source)?.line.sessions, 300);
    assert_eq!(first.open_person(&target)?.line.sessions, 0);
    scene.all_agree(&[&first, &second])
}

/// Small, and the same numbers each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n
    }
}

/// Whatever is joined, told apart and noted on two laptops that seldom meet, in the end both hold
/// the same; and once everybody is told apart, everybody has her own sessions.
#[test]
fn whatever_happens_everybody_finds_her_sessions_again() -> Result<()> {
    for seed in 1..=6 {
        let (scene, first, second) = two_laptops()?;
        let laptops = [&first, &second];
        let mut chance = Chance(seed);
        let mut people = Vec::new();
        for n in 0..4 {
            people.push(first.save_person(&forms::person(
                "Odette",
                &format!("Lemarinel {n}"),
                "",
            ))?);
            scene.world.pass(1);
        }
        let mut attended: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        scene.settle(&laptops)?;
        scene.cut();
        for _ in 0..30 {
            let laptop = laptops[chance.below(2)];
            let (one, other) = (chance.below(4), chance.below(4));
            let (one, other) = (&people[one], &people[other]);
            scene.world.pass(1);
            match chance.below(6) {
                0 | 1 => {
                    // As a person sees them: only files that stand can be picked.
                    let standing: BTreeSet<String> = [one, other]
                        .into_iter()
                        .map(|id| Ok(laptop.open_person(id)?.line.id))
                        .collect::<Result<_>>()?;
                    let chosen: Vec<&str> = standing.iter().map(String::as_str).collect();
                    let kept = workshop(laptop, &chosen)?;
                    for id in standing {
                        attended.entry(id).or_default().insert(kept.clone());
                    }
                }
                2 | 3 => {
                    let (one, other) = (
                        laptop.open_person(one)?.line.id,
                        laptop.open_person(other)?.line.id,
                    );
                    if one != other {
                        join(laptop, &one, &other)?;
                    }
                }
                4 => {
                    // Not joined: refused, and nothing happens.
                    let _ = part(laptop, one);
                }
                _ => {
                    scene.open();
                    laptop.exchange_until_quiet()?;
                    scene.cut();
                }
            }
        }
        scene.open();
        scene.settle(&laptops)?;
        scene.settle(&laptops)?;
        scene.all_agree(&laptops)?;
        let total: BTreeSet<&String> = attended.values().flatten().collect();
        let mut standing = BTreeSet::new();
        for person in &people {
            standing.insert(first.open_person(person)?.line.id);
        }
        let mut shown = BTreeSet::new();
        for person in &standing {
            shown.extend(sessions(&second, person)?);
        }
        assert_eq!(
            shown.iter().collect::<BTreeSet<_>>(),
            total,
            "seed {seed}: joined"
        );
        for person in &people {
            let _ = part(&first, person);
        }
        scene.settle(&laptops)?;
        for person in &people {
            let wanted = attended.get(person).cloned().unwrap_or_default();
            for laptop in laptops {
                assert_eq!(sessions(laptop, person)?, wanted, "seed {seed}");
            }
        }
        scene.all_agree(&laptops)?;
    }
    Ok(())
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
