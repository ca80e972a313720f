//! Paper, with the line cut: what the adviser prints says what the notebook says, to whom it may
//! be said, and nothing where everybody can read (names of files, properties of files).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use anyhow::{Context as _, Result, ensure};
use data_encoding::BASE64;
use escale_app::api::FailureCode;
use escale_app::api::file::FileOut;
use escale_domain::vocabulary::{Autonomy, Theme, WorkshopLevel};
use escale_testkit::forms;
use escale_testkit::laptop::Laptop;
use escale_tests::scene::{Scene, town_hall};
use serde_json::{Value, json};

/// The words of a document, and its bytes.
fn read(laptop: &Laptop, command: &str, args: Value) -> Result<(FileOut, String)> {
    let file: FileOut = laptop.get(command, args)?;
    ensure!(file.media_type == "application/pdf", "not a PDF");
    let bytes = BASE64.decode(file.base64.as_bytes())?;
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
