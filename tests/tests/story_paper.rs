//! Paper, with the line cut: what the adviser prints says what the notebook says, to whom it may
//! be said, and nothing where everybody can read (names of files, properties of files).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use anyhow::{Context as _, Result, ensure};
use data_encoding::BASE64;
use escale_app::api::FailureCode;
use escale_app::api::file::FileOut;
use escale_app::api::followup::FollowUpFile;
use escale_app::api::merge::MergePreview;
use escale_app::api::paper::RelayAbout;
use escale_app::api::session::Saved;
use escale_domain::vocabulary::{Autonomy, Redirection, Theme, WorkshopLevel};
use escale_testkit::forms;
use escale_testkit::laptop::Laptop;
use escale_tests::scene::{Scene, town_hall};
use serde_json::{Value, json};

/// The words of a document, and its bytes. Kept in the folder `ESCALE_PAPERS`, when that is set.
fn read(laptop: &Laptop, command: &str, args: Value) -> Result<(FileOut, String)> {
    let file: FileOut = laptop.get(command, args)?;
    ensure!(file.media_type == "application/pdf", "not a PDF");
    let bytes = BASE64.decode(file.base64.as_bytes())?;
    if let Some(folder) = std::env::var_os("ESCALE_PAPERS") {
        let folder = std::path::PathBuf::from(folder);
        let rank = std::fs::read_dir(&folder)?.count();
        std::fs::write(folder.join(format!("{command}-{rank}.pdf")), &bytes)?;
    }
    let clear = String::from_utf8_lossy(&bytes);
    ensure!(
        !clear.contains("Lemarinel"),
        "a name stands in clear in the file"
    );
    let pdf = lopdf::Document::load_mem(&bytes)?;
    let pages: Vec<u32> = pdf.get_pages().into_keys().collect();
    let text = pdf.extract_text(&pages)?.replace('\u{a0}', " ");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok((file, text))
}

fn says(text: &str, words: &[&str]) -> Result<()> {
    for words in words {
        ensure!(text.contains(words), "no « {words} » in: {text}");
    }
    Ok(())
}

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

/// Something that follows a person, saved from an opened form as a screen does.
fn follow(laptop: &Laptop, kind: &str, ask: Value, changes: Value) -> Result<String> {
    let mut request = json!({"kind": kind, "id": null, "beneficiary": null, "session": null});
    merge(&mut request, ask);
    let file: FollowUpFile = laptop.get("followup_open", request)?;
    let mut form = serde_json::to_value(&file.form)?;
    merge(&mut form["form"], changes);
    let save = json!({"id": file.id, "draft": null, "form": form, "version": file.version});
    Ok(laptop.get::<Saved>("followup_save", save)?.id)
}

fn merge(into: &mut Value, from: Value) {
    let (Some(into), Value::Object(from)) = (into.as_object_mut(), from) else {
        panic!("objects")
    };
    into.extend(from);
}

fn relay_args(of: &Value) -> Value {
    json!({"of": of, "reason": false, "look_again": true, "bring": "", "appointment": "",
        "contact": "", "large": false})
}

/// A town hall that tells everything of itself.
fn known_place(laptop: &Laptop) -> Result<String> {
    let mut form = forms::place(
        "France Services de Portbail",
        forms::commune("Port-Bail-sur-Mer", "50")?,
        &["MUNI"],
    );
    form.address = "1 place de l’Exemple".to_owned();
    form.address_more = "derrière la poste".to_owned();
    form.phone = "02 33 00 00 09".to_owned();
    form.days = ["9h-12h", "9h-12h", "", "14h-17h30", "", "", ""]
        .map(str::to_owned)
        .into();
    form.fees = vec!["Gratuit".to_owned()];
    form.access_modes = vec!["Se présenter".to_owned()];
    laptop.save_place(&form)
}

#[test]
fn the_sheet_she_carries_says_where_to_go_and_nothing_of_her() -> Result<()> {
    let scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    scene.cut();
    let place = known_place(&laptop)?;
    let odette = laptop.save_person(&forms::person("Odette", "Lemarinel", "02 33 00 00 01"))?;
    let referral = follow(
        &laptop,
        "referral",
        json!({"beneficiary": odette}),
        json!({"place": place, "reason": "Dossier de surendettement", "notes": "Très inquiète.",
            "look_again": "2026-12-04"}),
    )?;
    let of = json!({"referral": referral, "session": null});
    let about: RelayAbout = laptop.get("relay_about", &of)?;
    assert!(about.known && about.contact.is_empty());
    assert_eq!(about.place, "France Services de Portbail");
    assert_eq!(about.reason.as_deref(), Some("Dossier de surendettement"));

    let mut args = relay_args(&of);
    merge(
        &mut args,
        json!({"bring": "pièce d’identité\n\nnuméro d’allocataire", "appointment": "jeudi à 14 h",
            "contact": "06 39 98 00 02"}),
    );
    let (file, text) = read(&laptop, "paper_relay", args.clone())?;
    assert_eq!(
        file.name,
        format!("escale-fiche-de-relais-{}.pdf", laptop.today())
    );
    says(
        &text,
        &[
            "Où aller maintenant",
            "France Services de Portbail",
            "1 place de l’Exemple derrière la poste 50580 Port-Bail-sur-Mer",
            "02 33 00 00 09",
            "lundi et mardi : 9 h – 12 h",
            "jeudi : 14 h – 17 h 30",
            "Se présenter",
            "Gratuit",
            "jeudi à 14 h",
            "• pièce d’identité",
            "• numéro d’allocataire",
            "Nous en reparlons à partir du 4 décembre 2026",
            "Camille Exemple",
            "06 39 98 00 02",
        ],
    )?;
    for hers in [
        "Odette",
        "Lemarinel",
        "surendettement",
        "inquiète",
        "00 00 01",
    ] {
        assert!(!text.contains(hers), "« {hers} » is on the sheet: {text}");
    }
    // What was typed once is proposed again; the rest is not kept.
    let about: RelayAbout = laptop.get("relay_about", &of)?;
    assert_eq!(about.contact, "06 39 98 00 02");
    // The reason stands on it when she agrees.
    merge(
        &mut args,
        json!({"reason": true, "look_again": false, "large": true}),
    );
    let (_, large) = read(&laptop, "paper_relay", args.clone())?;
    says(&large, &["Pourquoi y aller", "Dossier de surendettement"])?;
    assert!(!large.contains("reparlons"));
    // Too long a line is refused on its field, and nothing is made.
    merge(&mut args, json!({"appointment": "a".repeat(200)}));
    let refused = laptop.ask("paper_relay", args).unwrap_err();
    assert_eq!(refused.code, FailureCode::Invalid);
    assert_eq!(refused.fields[0].field, "appointment");

    // In the corbeille, it leads nowhere; locked, nothing is printed.
    laptop.get::<Value>(
        "followup_delete",
        json!({"kind": "referral", "id": referral}),
    )?;
    let gone = laptop.ask("paper_relay", relay_args(&of)).unwrap_err();
    assert_eq!(gone.code, FailureCode::NotFound);
    laptop.lock()?;
    let locked = laptop.ask("paper_relay", relay_args(&of)).unwrap_err();
    assert_eq!(locked.code, FailureCode::Locked);
    Ok(())
}

#[test]
fn a_place_told_in_words_and_one_told_by_a_session_have_their_sheet_too() -> Result<()> {
    let scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    scene.cut();
    let odette = laptop.save_person(&forms::person("Odette", "Lemarinel", ""))?;
    let referral = follow(
        &laptop,
        "referral",
        json!({"beneficiary": odette}),
        json!({"place_name": "Point conseil budget de la cantine", "look_again": null}),
    )?;
    let of = json!({"referral": referral, "session": null});
    assert!(!laptop.get::<RelayAbout>("relay_about", &of)?.known);
    let (_, text) = read(&laptop, "paper_relay", relay_args(&of))?;
    says(
        &text,
        &[
            "Point conseil budget de la cantine",
            "Adresse ……",
            "Téléphone ……",
        ],
    )?;
    assert!(!text.contains("reparlons"));

    // A session that sent an anonymous person somewhere, before anybody follows it.
    let place = known_place(&laptop)?;
    let mut session = forms::anonymous(&laptop.today(), Some(&place));
    session.outcome.oriented = Some(true);
    session.outcome.redirection = Some(Redirection::SocialAid);
    let kind_only = laptop.save_session(&session)?;
    session.outcome.redirection_place = Some(place);
    let with_place = laptop.save_session(&session)?;
    for (session, words) in [
        (kind_only, "Structure d’aide sociale"),
        (with_place, "02 33 00 00 09"),
    ] {
        let of = json!({"referral": null, "session": session});
        let (_, text) = read(&laptop, "paper_relay", relay_args(&of))?;
        says(&text, &[words])?;
    }
    // One that sent nobody anywhere has none.
    let of = json!({"referral": null, "session": laptop.note_anonymous(None)?});
    let none = laptop.ask("paper_relay", relay_args(&of)).unwrap_err();
    assert_eq!(none.code, FailureCode::NotFound);
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
        merge(&mut form, who);
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

/// Everything that can be noted of a person.
fn fully_noted(scene: &Scene, laptop: &Laptop, odette: &str) -> Result<()> {
    let place = town_hall(laptop)?;
    let today = laptop.today();
    let on = || json!({"beneficiary": odette});
    follow(
        laptop,
        "goal",
        on(),
        json!({"theme": "email", "wording": "Écrire seule à son fils", "target": "2026-12-24",
            "notes": "Le soir."}),
    )?;
    let gone = follow(
        laptop,
        "referral",
        on(),
        json!({"place": place, "reason": "Dossier de surendettement"}),
    )?;
    scene.world.pass(1);
    let moved = json!({"kind": "referral", "id": gone, "state": "aboutie", "date": null});
    laptop.get::<Value>("followup_move", moved)?;
    follow(
        laptop,
        "procedure",
        on(),
        json!({"name": "Carte Vitale", "theme": "social_sante"}),
    )?;
    follow(
        laptop,
        "needs_assessment",
        on(),
        json!({"answers": {"navigation": "avec_aide", "courriel": "pas_encore"}}),
    )?;
    let mandate = follow(
        laptop,
        "mandate",
        on(),
        json!({"kind": "en_presence", "days": 31, "start": "2026-11-02"}),
    )?;
    follow(
        laptop,
        "pix_result",
        on(),
        json!({"kind": "niveau", "points": 112}),
    )?;
    follow(
        laptop,
        "digital_pass",
        on(),
        json!({"count": 10, "face_value": 10}),
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
        json!({"choices": {}, "source_version": preview.source_version,
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
