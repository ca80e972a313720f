//! Two files of one person joined, told apart again, whatever the other laptop was doing meanwhile.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use escale_app::api::session::Saved;
use escale_domain::joining::MergeChoice;
use escale_domain::vocabulary::Autonomy;
use escale_testkit::forms;
use escale_tests::people::{
    join, join_with, part, preview, sessions, set, two_laptops, whole, workshop,
};
use serde_json::json;

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
    assert_eq!(sessions(&second, &source)?, set(&[&noted]), "at once");
    scene.settle(&[&second, &first])?;
    for laptop in [&first, &second] {
        assert_eq!(sessions(laptop, &source)?, set(&[&noted]));
        assert!(laptop.open_person(&target)?.merged.is_empty());
    }
    scene.all_agree(&[&first, &second])
}

#[test]
fn taken_out_of_a_session_she_stays_out_whichever_file_she_was_noted_on() -> Result<()> {
    let (scene, first, second) = two_laptops()?;
    let source = first.save_person(&forms::person("Odette", "Le Marinel", ""))?;
    let target = first.save_person(&forms::person("Odette", "Lemarinel", ""))?;
    let other = first.save_person(&forms::person("Yann", "Petit", ""))?;
    let both = workshop(&first, &[&source, &target, &other])?;
    let kept = workshop(&first, &[&source, &target])?;
    join(&first, &source, &target)?;
    let file = first.open_session(&both)?;
    assert_eq!(file.form.people.len(), 2);
    assert_eq!(file.line.named, 2);
    // Saved for another reason, then without her.
    first.correct_session(&file, |form| form.duration = Some(45))?;
    first.correct_session(&first.open_session(&both)?, |form| {
        form.people.retain(|person| *person == other);
    })?;
    scene.settle(&[&first, &second])?;
    part(&second, &source)?;
    scene.settle(&[&second, &first])?;
    for laptop in [&first, &second] {
        assert_eq!(sessions(laptop, &source)?, set(&[&kept]));
        assert_eq!(sessions(laptop, &target)?, set(&[&kept]));
        assert_eq!(
            laptop.open_session(&both)?.form.people,
            std::slice::from_ref(&other)
        );
        assert_eq!(laptop.open_person(&target)?.line.sessions, 1);
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
    for seed in [1, 7, 12] {
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
