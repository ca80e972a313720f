//! The sheet somebody carries to another place: it says where to go, and nothing of her.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use anyhow::Result;
use escale_app::api::FailureCode;
use escale_app::api::paper::RelayAbout;
use escale_domain::vocabulary::Redirection;
use escale_testkit::forms;
use escale_testkit::laptop::Laptop;
use escale_tests::paper::{follow, merge, read, says};
use escale_tests::scene::Scene;
use serde_json::{Value, json};

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
        &json!({"beneficiary": odette}),
        &json!({"place": place, "reason": "Dossier de surendettement", "notes": "Très inquiète.",
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
        &json!({"bring": "pièce d’identité\n\nnuméro d’allocataire", "appointment": "jeudi à 14 h",
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
        &json!({"reason": true, "look_again": false, "large": true}),
    );
    let (_, large) = read(&laptop, "paper_relay", args.clone())?;
    says(&large, &["Pourquoi y aller", "Dossier de surendettement"])?;
    assert!(!large.contains("reparlons"));
    // Too long a line is refused on its field, and nothing is made.
    merge(&mut args, &json!({"appointment": "a".repeat(200)}));
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
        &json!({"beneficiary": odette}),
        &json!({"place_name": "Point conseil budget de la cantine", "look_again": null}),
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
