//! Paper, with the line cut: what the adviser prints says what the notebook says, and nothing
//! leaves a notebook that has closed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use anyhow::{Context as _, Result};
use escale_app::api::FailureCode;
use escale_app::api::session::Saved;
use escale_domain::vocabulary::WorkshopLevel;
use escale_testkit::forms;
use escale_tests::paper::{merge, read, says};
use escale_tests::scene::{Scene, town_hall};
use serde_json::{Value, json};

#[test]
fn a_workshop_is_printed_with_its_people_and_room_for_others() -> Result<()> {
    let scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    scene.cut();
    let place = town_hall(&laptop)?;
    let odette = laptop.save_person(&forms::person("Odette", "Lemarinel", ""))?;
    let workshop = laptop.save_session(&escale_domain::session::SessionForm {
        people: vec![odette],
        level: WorkshopLevel::ALL.first().copied(),
        ..forms::workshop(
            &laptop.today(),
            Some(&place),
            "Premiers pas avec son téléphone",
            7,
        )
    })?;

    let (file, text) = read(
        &laptop,
        "paper_attendance",
        json!({"id": workshop, "large": false}),
    )?;
    assert_eq!(
        file.name,
        format!("escale-feuille-emargement-{}.pdf", laptop.today())
    );
    says(
        &text,
        &[
            "Feuille d’émargement",
            "Premiers pas avec son téléphone",
            "Mairie de Portbail",
            "2h",
            "Camille Exemple",
            "Itinérance Cotentin",
            "1 Odette Lemarinel",
            "12 ",
        ],
    )?;
    let (_, large) = read(
        &laptop,
        "paper_attendance",
        json!({"id": workshop, "large": true}),
    )?;
    says(&large, &["Odette Lemarinel", "Signature"])?;

    // An individual session has no sheet; nor has one that is not there.
    for id in [
        laptop.note_anonymous(None)?,
        "00000000-0000-7000-8000-000000000000".to_owned(),
    ] {
        let refused = laptop.ask("paper_attendance", json!({"id": id, "large": false}));
        assert_eq!(refused.unwrap_err().code, FailureCode::NotFound);
    }
    Ok(())
}

#[test]
fn a_planned_workshop_has_its_sheet_before_any_session() -> Result<()> {
    let scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    scene.cut();
    let place = town_hall(&laptop)?;
    let outline = json!({"id": null, "draft": null, "version": null, "form": {
        "title": "Le téléphone, pas à pas", "level": null, "themes": [], "duration": "",
        "aims": "", "materials": "", "steps": ""}});
    let outline = laptop.get::<Saved>("outline_save", outline)?.id;
    let odette = laptop.save_person(&forms::person("Odette", "Lemarinel", ""))?;
    let form = json!({"date": laptop.today(), "starts": "14h", "ends": "16h30", "place": place,
        "title": "Prendre en main son téléphone", "level": "debutant",
        "themes": ["email"], "capacity": 3, "outline": outline});
    let save = json!({"id": null, "draft": null, "form": form, "version": null});
    let planned = laptop.get::<Saved>("workshop_save", save)?.id;
    for who in [
        json!({"beneficiary": odette, "name": "", "count": 1}),
        json!({"beneficiary": null, "name": "Famille B.", "count": 3}),
        json!({"beneficiary": null, "name": "Ginette", "count": 1}),
    ] {
        let mut form = json!({"workshop": planned});
        merge(&mut form, &who);
        laptop.get::<Saved>("registration_save", json!({"form": form}))?;
        scene.world.pass(1);
    }
    let (file, text) = read(
        &laptop,
        "paper_workshop",
        json!({"id": planned, "large": false}),
    )?;
    assert_eq!(
        file.name,
        format!("escale-feuille-emargement-{}.pdf", laptop.today())
    );
    says(
        &text,
        &[
            "Prendre en main son téléphone",
            "de 14 h à 16 h 30",
            "Mairie de Portbail",
            "Débutant",
            "Le téléphone, pas à pas",
            "1 Odette Lemarinel",
            "2 Famille B. (1 sur 3)",
            "3 Famille B. (2 sur 3)",
        ],
    )?;
    let (seated, waiting) = text.split_once("Liste d’attente").context("no list")?;
    assert!(!seated.contains("Ginette"), "{text}");
    says(waiting, &["1 Famille B. (3 sur 3)", "2 Ginette"])?;

    // Recorded, its session says the hours of the plan.
    let mut session: Value = laptop.get("workshop_session", json!({"id": planned}))?;
    session["form"]["people"] = json!([odette]);
    let save = json!({"id": null, "draft": null, "form": session["form"], "version": null,
        "workshop": planned});
    let recorded = laptop.get::<Saved>("session_save", save)?.id;
    let (_, text) = read(
        &laptop,
        "paper_attendance",
        json!({"id": recorded, "large": false}),
    )?;
    says(
        &text,
        &[
            "de 14 h à 16 h 30",
            "Le téléphone, pas à pas",
            "1 Odette Lemarinel",
        ],
    )?;
    for command in ["paper_workshop", "paper_diagnostic"] {
        let gone = laptop
            .ask(command, json!({"id": odette, "large": false}))
            .unwrap_err();
        assert_eq!(gone.code, FailureCode::NotFound);
    }
    Ok(())
}

#[test]
fn a_diagnostic_is_printed_as_its_screen_reads_it() -> Result<()> {
    let scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    scene.cut();
    let form = json!({"date": "2026-11-20", "place": town_hall(&laptop)?, "commune": null,
        "existing": "Deux postes à la médiathèque.\n\nUn car le mercredi.",
        "themes": ["email"], "needs": "Les démarches de retraite.",
        "structures": ["CCAS", "Club des aînés"], "proposals": ""});
    let save = json!({"id": null, "draft": null, "form": form, "version": null});
    let id = laptop.get::<Saved>("territory_save", save)?.id;
    let (file, text) = read(
        &laptop,
        "paper_diagnostic",
        json!({"id": id, "large": false}),
    )?;
    assert_eq!(
        file.name,
        format!("escale-diagnostic-territoire-{}.pdf", laptop.today())
    );
    says(
        &text,
        &[
            "Diagnostic de territoire",
            "Mairie de Portbail",
            "20 novembre 2026",
            "Deux postes à la médiathèque. Un car le mercredi.",
            "Les démarches de retraite. • E-mail",
            "• Club des aînés",
        ],
    )?;
    assert!(
        !text.contains("proposé"),
        "an empty part is printed: {text}"
    );
    Ok(())
}

/// The person is asked where to put the file; meanwhile the notebook closes, by itself or by
/// somebody. Whoever answers then gets nothing of it, even once it is opened again.
#[test]
fn a_file_on_its_way_stays_in_when_the_notebook_closes() -> Result<()> {
    let scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    let app = laptop.app();
    let opening = app.opening().ok().context("open")?;
    assert!(app.still(&opening).is_ok());
    laptop.lock()?;
    assert_eq!(
        app.still(&opening).err().map(|failure| failure.code),
        Some(FailureCode::Locked)
    );
    assert!(app.opening().is_err());
    laptop.unlock()?;
    assert_eq!(
        app.still(&opening).err().map(|failure| failure.code),
        Some(FailureCode::Locked)
    );
    Ok(())
}
