//! The right of access and of portability, with the line cut: a person is given all that is held on
//! her, on paper and as a file, and nobody else is.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use anyhow::{Context as _, Result};
use data_encoding::BASE64;
use escale_app::api::FailureCode;
use escale_app::api::file::FileOut;
use escale_app::api::merge::MergePreview;
use escale_app::api::session::Saved;
use escale_domain::vocabulary::{Autonomy, Theme};
use escale_testkit::forms;
use escale_testkit::laptop::Laptop;
use escale_tests::paper::{follow, merge, read, says};
use escale_tests::scene::{Scene, town_hall};
use serde_json::{Value, json};

#[test]
fn a_person_is_given_all_that_is_held_on_her_and_nobody_else_is() -> Result<()> {
    let scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    let colleague = scene.laptop_of(
        &scene.central.adviser(&scene.team, "Dominique Exemple")?,
        "Portable 8",
    )?;
    scene.cut();
    let place = town_hall(&laptop)?;
    let mut form = forms::person("Odette", "Lemarinel", "02 33 00 00 01");
    form.notes = "Préfère le matin\u{202f}; vient à pied.".to_owned();
    form.birth_year = "1948".to_owned();
    let odette = laptop.save_person(&form)?;
    let file = laptop.open_person(&odette)?;
    laptop.correct_person(&file, |form| form.phone = "02 33 00 00 02".to_owned())?;
    let other = laptop.save_person(&forms::person("Évrard", "Œuvrard", ""))?;
    let mut session = forms::named(&laptop.today(), Some(&place), &odette);
    session.themes = vec![Theme::Email];
    session.notes = Some("Sait joindre une photo.".to_owned());
    session.outcome.autonomy = Some(Autonomy::PartlyAutonomous);
    laptop.save_session(&session)?;
    laptop.note_named(Some(&place), &other)?;
    // A workshop: she was there; what was noted of the group is not hers alone.
    let mut workshop = forms::workshop(&laptop.today(), Some(&place), "Trier ses photos", 3);
    workshop.people = vec![odette.clone(), other];
    workshop.notes = Some("Évrard aide les autres.".to_owned());
    laptop.save_session(&workshop)?;

    let (file, text) = read(
        &laptop,
        "paper_person",
        json!({"id": odette, "large": false}),
    )?;
    assert_eq!(file.name, format!("escale-dossier-{}.pdf", laptop.today()));
    says(
        &text,
        &[
            "Odette Lemarinel",
            "02 33 00 00 02",
            "1948",
            "Préfère le matin ; vient à pied.",
            "Séances : 2",
            "E-mail",
            "Sait joindre une photo.",
            "Autonome avec guidage en cas de besoin",
            "Atelier collectif : Trier ses photos",
            "Mairie de Portbail",
            // What was corrected is still kept, hence still hers to see.
            "Valeurs d’avant",
            "02 33 00 00 01",
        ],
    )?;
    assert!(
        !text.contains("Œuvrard") && !text.contains("Évrard"),
        "somebody else is named: {text}"
    );

    let (_, notice) = read(&laptop, "paper_notice", json!({"large": true}))?;
    says(
        &notice,
        &[
            "Vos données, vos droits",
            "Camille Exemple",
            "Itinérance Cotentin",
            "12 mois",
            "CNIL",
        ],
    )?;
    assert!(!notice.contains("Odette"));

    // A colleague has no paper of hers, before or after the line is back.
    scene.open();
    scene.settle(&[&laptop, &colleague])?;
    let refused = colleague.ask("paper_person", json!({"id": odette, "large": false}));
    assert_eq!(refused.unwrap_err().code, FailureCode::NotFound);
    // Nothing is printed of a locked notebook.
    laptop.lock()?;
    for (command, args) in [
        ("paper_person", json!({"id": odette, "large": false})),
        ("paper_notice", json!({"large": false})),
    ] {
        let refused = laptop
            .ask(command, args)
            .err()
            .context("a locked notebook was printed")?;
        assert_eq!(refused.code, FailureCode::Locked);
    }
    Ok(())
}

/// Everything that can be noted of a person.
fn fully_noted(scene: &Scene, laptop: &Laptop, odette: &str) -> Result<()> {
    let place = town_hall(laptop)?;
    let today = laptop.today();
    let on = || json!({"beneficiary": odette});
    follow(
        laptop,
        "goal",
        &on(),
        &json!({"theme": "email", "wording": "Écrire seule à son fils", "target": "2026-12-24",
            "notes": "Le soir."}),
    )?;
    let gone = follow(
        laptop,
        "referral",
        &on(),
        &json!({"place": place, "reason": "Dossier de surendettement"}),
    )?;
    scene.world.pass(1);
    let moved = json!({"kind": "referral", "id": gone, "state": "aboutie", "date": null});
    laptop.get::<Value>("followup_move", moved)?;
    follow(
        laptop,
        "procedure",
        &on(),
        &json!({"name": "Carte Vitale", "theme": "social_sante"}),
    )?;
    follow(
        laptop,
        "needs_assessment",
        &on(),
        &json!({"answers": {"navigation": "avec_aide", "courriel": "pas_encore"}}),
    )?;
    let mandate = follow(
        laptop,
        "mandate",
        &on(),
        &json!({"kind": "en_presence", "days": 31, "start": "2026-11-02"}),
    )?;
    follow(
        laptop,
        "pix_result",
        &on(),
        &json!({"kind": "niveau", "points": 112}),
    )?;
    follow(
        laptop,
        "digital_pass",
        &on(),
        &json!({"count": 10, "face_value": 10}),
    )?;
    let mut session = forms::named(&today, Some(&place), odette);
    session.themes = vec![Theme::Email];
    session.notes = Some("Sait joindre une photo.".to_owned());
    session.outcome.autonomy = Some(Autonomy::PartlyAutonomous);
    laptop.save_session(&session)?;
    session.notes = Some("Notée par erreur.".to_owned());
    let mistaken = laptop.save_session(&session)?;
    laptop.delete_session(&mistaken)?;
    let form = json!({"date": today, "starts": "14h", "ends": "16h", "place": place,
        "title": "Trier ses photos", "level": null, "themes": [], "capacity": null, "outline": null});
    let save = json!({"id": null, "draft": null, "form": form, "version": null});
    let planned = laptop.get::<Saved>("workshop_save", save)?.id;
    let form = json!({"workshop": planned, "beneficiary": odette, "name": "", "count": 1});
    laptop.get::<Saved>("registration_save", json!({"form": form}))?;
    laptop.get::<Value>("followup_delete", json!({"kind": "mandate", "id": mandate}))?;
    Ok(())
}

#[test]
fn her_file_says_what_follows_her_what_gave_way_and_what_waits_in_the_corbeille() -> Result<()> {
    let scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    scene.cut();
    let mut form = forms::person("Odette", "Lemarinel", "02 33 00 00 01");
    form.commune = Some(forms::commune("Port-Bail-sur-Mer", "50")?);
    let odette = laptop.save_person(&form)?;
    let file = laptop.open_person(&odette)?;
    laptop.correct_person(&file, |form| form.phone = "02 33 00 00 02".to_owned())?;
    fully_noted(&scene, &laptop, &odette)?;

    let (_, text) = read(
        &laptop,
        "paper_person",
        json!({"id": odette, "large": false}),
    )?;
    says(
        &text,
        &[
            "Objectifs",
            "Écrire seule à son fils",
            "Souhaité pour le : 24/12/2026",
            "Notes : Le soir.",
            "Étapes : En cours",
            "Mairie de Portbail",
            "Motif : Dossier de surendettement",
            "Aboutie",
            "Carte Vitale",
            "Commencée",
            "Naviguer sur internet : Avec de l’aide",
            "Envoyer et recevoir des e-mails : Pas encore",
            "À partir du 2 novembre 2026",
            "(dans la corbeille)",
            "Signé : En présence",
            "Jusqu’au : 3 décembre 2026",
            "Obtenu : Niveau sur son profil Pix",
            "Pix : 112",
            "Nombre : 10",
            "Trier ses photos",
            "Autonomie au fil des séances",
            "Séances : 2",
            "Notée par erreur.",
            "02 33 00 00 01",
            "Valeurs d’avant",
        ],
    )?;

    let file: FileOut = laptop.get("person_json", json!({"id": odette}))?;
    assert_eq!(file.name, format!("escale-dossier-{}.json", laptop.today()));
    assert_eq!(file.media_type, "application/json");
    let bytes = BASE64.decode(file.base64.as_bytes())?;
    let held: Value = serde_json::from_slice(&bytes)?;
    let text = String::from_utf8(bytes)?;
    assert!(text.contains("Écrire seule à son fils"), "not plain UTF-8");
    assert_eq!(held["format"], "escale-personne");
    assert_eq!(held["version"], 1);
    let hers = &held["beneficiaire"];
    assert_eq!(
        (&hers["prenom"], &hers["nom"], &hers["telephone"]),
        (
            &json!("Odette"),
            &json!("Lemarinel"),
            &json!("+33233000002")
        )
    );
    assert_eq!(hers["communeCodeInsee"], "50412");
    assert_eq!(hers["valeursAnterieures"][0]["valeur"], "+33233000001");
    assert_eq!(held["objectifs"][0]["intitule"], "Écrire seule à son fils");
    assert_eq!(held["orientations"][0]["lieu"]["nom"], "Mairie de Portbail");
    assert_eq!(held["orientations"][0]["etapes"][1]["etat"], "aboutie");
    assert_eq!(held["demarches"][0]["nom"], "Carte Vitale");
    assert_eq!(held["diagnostics"][0]["courriel"], "pas_encore");
    assert_eq!(held["mandatsAidantsConnect"][0]["corbeille"], true);
    assert_eq!(held["pix"][0]["points"], 112);
    assert_eq!(held["passNumeriques"][0]["nombre"], 10);
    assert!(
        held["inscriptions"][0]["atelier"]["libelle"]
            .as_str()
            .is_some_and(|title| title.contains("Trier ses photos"))
    );
    let activities = held["activites"].as_array().context("no list")?;
    let live: Vec<&Value> = activities
        .iter()
        .filter(|one| one["corbeille"] != json!(true))
        .collect();
    assert_eq!((activities.len(), live.len()), (2, 1));
    assert_eq!(live[0]["type"], "individuel");
    assert_eq!(live[0]["thematiques"], json!(["email"]));
    assert_eq!(live[0]["autonomie"], "partiellement_autonome");
    assert_eq!(live[0]["lieuActivite"]["nom"], "Mairie de Portbail");
    assert!(
        !text.contains("\"beneficiary\"") && !text.contains("first_name"),
        "a name of ours is in the file"
    );

    laptop.lock()?;
    let locked = laptop
        .ask("person_json", json!({"id": odette}))
        .unwrap_err();
    assert_eq!(locked.code, FailureCode::Locked);
    Ok(())
}

#[test]
fn a_file_joined_to_another_is_asked_of_the_one_that_stands_and_says_both() -> Result<()> {
    let scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    scene.cut();
    let stays = laptop.save_person(&forms::person("Odette", "Lemarinel", "02 33 00 00 01"))?;
    let joined = laptop.save_person(&forms::person("Odile", "Lemarinel", "02 33 00 00 07"))?;
    laptop.note_named(None, &joined)?;
    let pair = json!({"source": joined, "target": stays});
    let preview: MergePreview = laptop.get("beneficiary_merge_preview", pair.clone())?;
    let mut join = pair;
    merge(
        &mut join,
        &json!({"choices": {}, "source_version": preview.source_version,
            "target_version": preview.target_version}),
    );
    laptop.get::<Saved>("beneficiary_merge", join)?;
    // Asked by either name, the same file.
    for id in [&stays, &joined] {
        let (_, text) = read(&laptop, "paper_person", json!({"id": id, "large": false}))?;
        says(
            &text,
            &[
                "Odette Lemarinel",
                "Séances : 1",
                "Fiches réunies à celle-ci",
                "Odile Lemarinel",
                "02 33 00 00 07",
            ],
        )?;
    }
    let file: FileOut = laptop.get("person_json", json!({"id": joined}))?;
    let held: Value = serde_json::from_slice(&BASE64.decode(file.base64.as_bytes())?)?;
    assert_eq!(held["beneficiaire"]["id"], json!(stays));
    assert_eq!(held["fichesReunies"][0]["prenom"], "Odile");
    assert_eq!(held["activites"].as_array().map(Vec::len), Some(1));
    Ok(())
}
