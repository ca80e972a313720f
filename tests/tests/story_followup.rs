//! Follow-up on two laptops: what is expected of a person, what became of it, and nothing lost
//! when both note it without network.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use anyhow::Result;
use chrono::{Days, NaiveDate};
use escale_app::api::failure::FailureCode;
use escale_app::api::followup::{
    FollowUp, FollowUpFile, FollowUpItem, FollowUpUndo, Relances, RelancesCount, SessionFollowUp,
};
use escale_app::api::session::Saved;
use escale_domain::followup::FollowUpForm;
use escale_domain::vocabulary::{Autonomy, ProcedureState, Redirection, Theme};
use escale_testkit::forms;
use escale_testkit::laptop::Laptop;
use escale_tests::scene::Scene;
use serde_json::{Value, json};

fn two() -> Result<(Scene, Laptop, Laptop, String)> {
    let scene = Scene::new()?;
    let (first, second) = (scene.laptop("Portable 1")?, scene.laptop("Portable 2")?);
    let person = first.save_person(&forms::person("Anaïs", "Ben Saïd", "06 39 98 00 01"))?;
    scene.settle(&[&first, &second])?;
    Ok((scene, first, second, person))
}

fn opened(laptop: &Laptop, ask: Value) -> Result<FollowUpFile> {
    let mut request = json!({"id": null, "beneficiary": null, "session": null});
    request
        .as_object_mut()
        .unwrap()
        .extend(ask.as_object().unwrap().clone());
    laptop.get("followup_open", request)
}

/// Saves a form after the changes made to it, as a screen does.
fn save(laptop: &Laptop, file: FollowUpFile, changes: Value) -> Result<String> {
    let mut form = serde_json::to_value(&file.form)?;
    form["form"]
        .as_object_mut()
        .unwrap()
        .extend(changes.as_object().unwrap().clone());
    let saved: Saved = laptop.get(
        "followup_save",
        json!({"id": file.id, "draft": null, "form": form, "version": file.version}),
    )?;
    Ok(saved.id)
}

fn create(laptop: &Laptop, kind: &str, person: &str, changes: Value) -> Result<String> {
    let file = opened(laptop, json!({"kind": kind, "beneficiary": person}))?;
    save(laptop, file, changes)
}

fn of(laptop: &Laptop, person: &str) -> Result<FollowUp> {
    laptop.get("followup_get", json!({"id": person}))
}

fn item(laptop: &Laptop, person: &str, id: &str) -> Result<FollowUpItem> {
    let all = of(laptop, person)?.items;
    Ok(all.into_iter().find(|item| item.id == id).unwrap())
}

fn relances(laptop: &Laptop) -> Result<Relances> {
    laptop.get("relances", json!({"offset": 0, "limit": 50}))
}

fn due(laptop: &Laptop) -> Result<u32> {
    Ok(laptop.get::<RelancesCount>("relances_count", ())?.due)
}

fn moved(laptop: &Laptop, kind: &str, id: &str, state: &str) -> Result<FollowUpUndo> {
    laptop.get(
        "followup_move",
        json!({"kind": kind, "id": id, "state": state, "date": null}),
    )
}

fn day(laptop: &Laptop, offset: i64) -> String {
    let today: NaiveDate = laptop.today().parse().unwrap();
    let days = Days::new(offset.unsigned_abs());
    let day = if offset < 0 {
        today.checked_sub_days(days)
    } else {
        today.checked_add_days(days)
    };
    day.unwrap().to_string()
}

fn states(item: &FollowUpItem) -> Vec<&str> {
    item.steps.iter().map(|step| step.state.as_str()).collect()
}

#[test]
fn noted_without_network_and_followed_on_the_other_laptop() -> Result<()> {
    let (scene, first, second, person) = two()?;
    scene.cut();
    let goal = create(
        &first,
        "goal",
        &person,
        json!({"theme": "email", "wording": "Écrire seule à son fils", "target": day(&first, -2)}),
    )?;
    let referral = create(
        &first,
        "referral",
        &person,
        json!({"place_name": "Point conseil budget", "reason": "Surendettement", "look_again": day(&first, 7)}),
    )?;
    let procedure = create(
        &first,
        "procedure",
        &person,
        json!({"name": "Carte Vitale", "theme": "social_sante", "look_again": day(&first, 0)}),
    )?;
    let list = relances(&first)?;
    let order: Vec<&str> = list.rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(
        order,
        [&goal, &procedure, &referral],
        "the longest overdue first"
    );
    assert_eq!((list.total, list.due, due(&first)?), (3, 2, 2));
    assert_eq!(list.rows[0].person.as_deref(), Some("Anaïs Ben Saïd"));
    assert_eq!(due(&second)?, 0);

    scene.open();
    scene.settle(&[&first, &second])?;
    assert_eq!(due(&second)?, 2);
    scene.world.pass(1);
    let undo = moved(&second, "goal", &goal, "atteint")?;
    assert_eq!(due(&second)?, 1, "what is reached is not due");
    second.get::<()>("followup_undo", &undo)?;
    assert_eq!(states(&item(&second, &person, &goal)?), ["en_cours"]);
    assert_eq!(due(&second)?, 2, "undone, it is due again");
    moved(&second, "goal", &goal, "atteint")?;
    let put_off: FollowUpUndo = second.get(
        "followup_postpone",
        json!({"kind": "procedure", "id": procedure, "until": day(&second, 7)}),
    )?;
    assert_eq!(put_off.look_again, Some(day(&second, 0)));
    scene.settle(&[&second, &first])?;
    for laptop in [&first, &second] {
        assert_eq!(due(laptop)?, 0);
        let goal = item(laptop, &person, &goal)?;
        assert_eq!(states(&goal), ["en_cours", "atteint"]);
        let FollowUpForm::Goal(form) = goal.form else {
            panic!("a goal")
        };
        assert_eq!(form.target, Some(day(laptop, -2)), "the target day stays");
    }
    scene.all_agree(&[&first, &second])
}

#[test]
fn two_laptops_that_move_one_goal_keep_both_steps() -> Result<()> {
    let (scene, first, second, person) = two()?;
    let goal = create(
        &first,
        "goal",
        &person,
        json!({"theme": "email", "wording": "Répondre à un message", "look_again": day(&first, 0)}),
    )?;
    scene.settle(&[&first, &second])?;
    scene.cut();
    scene.world.pass(1);
    moved(&first, "goal", &goal, "atteint")?;
    scene.world.pass(3);
    // One closes it while the other puts it off: it is not due any more.
    second.get::<FollowUpUndo>(
        "followup_postpone",
        json!({"kind": "goal", "id": goal, "until": day(&second, -1)}),
    )?;
    scene.open();
    scene.settle(&[&first, &second])?;
    for laptop in [&first, &second] {
        assert_eq!(relances(laptop)?.total, 0);
    }
    scene.cut();
    moved(&first, "goal", &goal, "abandonne")?;
    scene.world.pass(3);
    moved(&second, "goal", &goal, "en_cours")?;
    scene.open();
    scene.settle(&[&first, &second])?;
    for laptop in [&first, &second] {
        let goal = item(laptop, &person, &goal)?;
        assert_eq!(
            states(&goal),
            ["en_cours", "atteint", "abandonne", "en_cours"],
            "nothing that was noted is lost"
        );
        assert_eq!(goal.state.as_deref(), Some("en_cours"));
    }
    scene.all_agree(&[&first, &second])
}

#[test]
fn one_orientation_followed_on_two_laptops_is_one_and_shows_both_reasons() -> Result<()> {
    let (scene, first, second, person) = two()?;
    let mut form = forms::named(&first.today(), None, &person);
    form.outcome.oriented = Some(true);
    form.outcome.redirection = Some(Redirection::SocialAid);
    let session = first.save_session(&form)?;
    scene.settle(&[&first, &second])?;
    let proposed = of(&first, &person)?.suggestions;
    assert_eq!(proposed.len(), 1);
    assert_eq!(
        proposed[0].title.as_deref(),
        Some(Redirection::SocialAid.label())
    );
    scene.cut();
    let ask = json!({"kind": "referral", "session": session});
    let (one, other) = (opened(&first, ask.clone())?, opened(&second, ask)?);
    assert_eq!(one.person.as_deref(), Some("Anaïs Ben Saïd"));
    assert_eq!(
        one.session_place.as_deref(),
        Some(Redirection::SocialAid.label())
    );
    let id = save(&first, one, json!({"reason": "Logement"}))?;
    scene.world.pass(3);
    assert_eq!(save(&second, other, json!({"reason": "Budget"}))?, id);
    scene.open();
    scene.settle(&[&first, &second])?;
    for laptop in [&first, &second] {
        let all = of(laptop, &person)?;
        assert_eq!((all.items.len(), all.suggestions.len()), (1, 0));
        assert!(all.items[0].conflict, "both reasons stand");
        assert_eq!(states(&all.items[0]), ["proposee"], "it began once");
        assert_eq!(relances(laptop)?.disputed.len(), 1);
        let there: SessionFollowUp = laptop.get("followup_of_session", json!({"id": session}))?;
        assert!(there.oriented && there.item.is_some());
    }
    let shown: Vec<escale_app::api::conflict::Conflict> =
        second.get("conflict_get", json!({"table": "referral", "id": id}))?;
    let seen: Vec<&str> = shown[0]
        .values
        .iter()
        .map(|value| value.write.as_str())
        .collect();
    second.get::<()>(
        "conflict_choose",
        json!({"table": "referral", "id": id, "field": "reason", "seen": seen, "keep": null}),
    )?;
    scene.settle(&[&second, &first])?;
    let FollowUpForm::Referral(form) = item(&first, &person, &id)?.form else {
        panic!("a referral")
    };
    assert_eq!(form.reason, "Logement\n\nBudget");
    assert_eq!(
        form.place, None,
        "the session says where: it is not repeated"
    );
    scene.all_agree(&[&first, &second])
}

#[test]
fn followed_while_the_other_had_followed_already_nothing_is_overwritten_unseen() -> Result<()> {
    let (scene, first, second, person) = two()?;
    let mut form = forms::named(&first.today(), None, &person);
    form.outcome.oriented = Some(true);
    let session = first.save_session(&form)?;
    scene.settle(&[&first, &second])?;
    let ask = json!({"kind": "referral", "session": session});
    let open_here = opened(&first, ask.clone())?;
    save(
        &second,
        opened(&second, ask)?,
        json!({"notes": "Madame Petit, le mardi."}),
    )?;
    scene.settle(&[&second, &first])?;
    // Her form was open, empty, when the other's arrived.
    let id = save(&first, open_here, json!({"notes": "Appeler avant."}))?;
    scene.settle(&[&first, &second])?;
    for laptop in [&first, &second] {
        assert!(item(laptop, &person, &id)?.conflict);
        let record = laptop
            .inspect(|reader| reader.record("referral", &id))?
            .unwrap();
        assert!(record.state.contains("Madame Petit") && record.state.contains("Appeler avant"));
    }
    scene.all_agree(&[&first, &second])
}

#[test]
fn the_next_session_moves_the_procedure_on() -> Result<()> {
    let (scene, first, second, person) = two()?;
    let note = |laptop: &Laptop, state: ProcedureState| {
        let mut form = forms::named(&laptop.today(), None, &person);
        form.themes = vec![Theme::AideAuxDemarchesAdministratives, Theme::SocialSante];
        form.procedure = Some("Carte Vitale".to_owned());
        form.outcome.procedure_state = Some(state);
        laptop.save_session(&form)
    };
    let session = note(&first, ProcedureState::Started)?;
    let file = opened(&first, json!({"kind": "procedure", "session": session}))?;
    let FollowUpForm::Procedure(form) = &file.form else {
        panic!("a procedure")
    };
    assert_eq!(
        (form.name.as_str(), form.theme),
        ("Carte Vitale", Some(Theme::SocialSante))
    );
    let id = save(&first, file, json!({"look_again": day(&first, 0)}))?;
    assert_eq!(
        states(&item(&first, &person, &id)?),
        ["commencee"],
        "said once"
    );
    scene.settle(&[&first, &second])?;
    scene.world.pass(60);
    moved(&second, "procedure", &id, "bloquee")?;
    assert_eq!(due(&second)?, 1);
    scene.world.pass(60);
    note(&second, ProcedureState::Succeeded)?;
    assert_eq!(due(&second)?, 0, "the session ended it");
    scene.settle(&[&second, &first])?;
    for laptop in [&first, &second] {
        assert_eq!(
            states(&item(laptop, &person, &id)?),
            ["commencee", "bloquee", "aboutie"]
        );
        assert!(of(laptop, &person)?.suggestions.is_empty());
    }
    scene.all_agree(&[&first, &second])
}

#[test]
fn autonomy_and_needs_show_before_and_after() -> Result<()> {
    let (scene, first, second, person) = two()?;
    for level in [Autonomy::Guided, Autonomy::Autonomous] {
        let mut form = forms::named(&first.today(), None, &person);
        form.outcome.autonomy = Some(level);
        first.save_session(&form)?;
        scene.world.pass(60);
    }
    create(
        &first,
        "needs_assessment",
        &person,
        json!({"date": day(&first, -30), "answers": {"courriel": "pas_encore", "navigation": "avec_aide"}}),
    )?;
    scene.world.pass(1);
    create(
        &first,
        "needs_assessment",
        &person,
        json!({"answers": {"courriel": "a_l_aise"}}),
    )?;
    scene.settle(&[&first, &second])?;
    let all = of(&second, &person)?;
    let levels: Vec<Autonomy> = all.autonomy[0]
        .points
        .iter()
        .map(|point| point.autonomy)
        .collect();
    assert_eq!(levels, [Autonomy::Guided, Autonomy::Autonomous]);
    assert_eq!(all.autonomy[0].theme, Theme::NavigationSurInternet);
    let told: Vec<usize> = all
        .items
        .iter()
        .filter_map(|item| match &item.form {
            FollowUpForm::NeedsAssessment(form) => Some(form.answers.len()),
            _ => None,
        })
        .collect();
    assert_eq!(told, [1, 2]);
    scene.all_agree(&[&first, &second])
}

#[test]
fn a_mandate_is_recalled_when_it_expires() -> Result<()> {
    let (scene, first, second, person) = two()?;
    let short = json!({"kind": "en_presence", "days": 1, "start": day(&first, -30)});
    create(&first, "mandate", &person, short)?;
    assert_eq!(
        relances(&first)?.total,
        0,
        "a mandate of a day is not recalled"
    );
    let long = json!({"kind": "a_distance", "days": 31, "start": day(&first, -40)});
    let id = create(&first, "mandate", &person, long)?;
    assert_eq!(due(&first)?, 1);
    assert_eq!(item(&first, &person, &id)?.ends, Some(day(&first, -9)));
    // The day was wrong: the reminder follows.
    let file = opened(&first, json!({"kind": "mandate", "id": id}))?;
    save(&first, file, json!({"start": day(&first, -1)}))?;
    let list = relances(&first)?;
    assert_eq!(
        (list.due, list.rows[0].look_again.as_str()),
        (0, day(&first, 30).as_str())
    );
    let undo: FollowUpUndo = first.get(
        "followup_move",
        json!({"kind": "mandate", "id": id, "state": null, "date": null}),
    )?;
    assert_eq!(relances(&first)?.total, 0);
    first.get::<()>("followup_undo", &undo)?;
    assert_eq!(relances(&first)?.total, 1);
    create(
        &first,
        "pix_result",
        &person,
        json!({"kind": "niveau", "points": 96}),
    )?;
    create(
        &first,
        "digital_pass",
        &person,
        json!({"count": 10, "face_value": 10}),
    )?;
    scene.settle(&[&first, &second])?;
    assert_eq!(of(&second, &person)?.items.len(), 4);
    scene.all_agree(&[&first, &second])
}

#[test]
fn deleted_and_taken_back_and_refused_in_words() -> Result<()> {
    let (scene, first, second, person) = two()?;
    let goal = create(
        &first,
        "goal",
        &person,
        json!({"theme": "email", "wording": "Imprimer une pièce jointe", "look_again": day(&first, 0)}),
    )?;
    let named = json!({"kind": "goal", "id": goal});
    first.get::<()>("followup_delete", &named)?;
    assert_eq!((of(&first, &person)?.items.len(), due(&first)?), (0, 0));
    first.get::<()>("followup_restore", &named)?;
    assert_eq!((of(&first, &person)?.items.len(), due(&first)?), (1, 1));
    scene.settle(&[&first, &second])?;

    let wrong = first
        .ask(
            "followup_move",
            json!({"kind": "goal", "id": goal, "state": "aboutie", "date": null}),
        )
        .unwrap_err();
    assert_eq!(wrong.code, FailureCode::BadRequest);
    let later = first
        .ask(
            "followup_move",
            json!({"kind": "goal", "id": goal, "state": "atteint", "date": day(&first, 1)}),
        )
        .unwrap_err();
    assert_eq!(
        later.fields[0].message,
        "La date ne peut pas être dans le futur"
    );
    let unknown = first
        .ask(
            "followup_postpone",
            json!({"kind": "goal", "id": "nowhere", "until": day(&first, 1)}),
        )
        .unwrap_err();
    assert_eq!(unknown.code, FailureCode::NotFound);
    let file = opened(&first, json!({"kind": "goal", "beneficiary": person}))?;
    let empty = first
        .ask(
            "followup_save",
            json!({"id": null, "draft": null, "form": file.form, "version": null}),
        )
        .unwrap_err();
    let fields: Vec<&str> = empty
        .fields
        .iter()
        .map(|error| error.field.as_str())
        .collect();
    assert_eq!(fields, ["theme", "wording"]);
    assert_eq!(of(&first, &person)?.items.len(), 1, "nothing half kept");

    // A form opened before a colleague's change does not undo it.
    let before = opened(&first, json!({"kind": "goal", "id": goal}))?;
    let theirs = opened(&second, json!({"kind": "goal", "id": goal}))?;
    save(&second, theirs, json!({"target": day(&second, 90)}))?;
    scene.settle(&[&second, &first])?;
    save(&first, before, json!({"notes": "Chez elle."}))?;
    scene.settle(&[&first, &second])?;
    for laptop in [&first, &second] {
        let FollowUpForm::Goal(form) = item(laptop, &person, &goal)?.form else {
            panic!("a goal")
        };
        assert_eq!(
            (form.target, form.notes.as_str()),
            (Some(day(laptop, 90)), "Chez elle.")
        );
    }
    scene.all_agree(&[&first, &second])
}
