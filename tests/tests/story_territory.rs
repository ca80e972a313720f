//! The territory's diagnostic: written with no network, shared with the team, corrected by two
//! colleagues at once without losing a word, read out whole.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use anyhow::Result;
use escale_app::api::conflict::Conflict;
use escale_app::api::failure::FailureCode;
use escale_app::api::session::Saved;
use escale_app::api::territory::{Territories, TerritoryFile, TerritoryText};
use escale_domain::territory::TerritoryForm;
use escale_domain::vocabulary::Theme;
use escale_testkit::forms;
use escale_testkit::laptop::Laptop;
use escale_tests::scene::{Scene, town_hall};
use serde_json::json;

fn save(laptop: &Laptop, form: &TerritoryForm) -> Result<String> {
    let save = json!({"id": null, "draft": null, "form": form, "version": null});
    Ok(laptop.get::<Saved>("territory_save", save)?.id)
}

fn open(laptop: &Laptop, id: &str) -> Result<TerritoryFile> {
    laptop.get("territory_get", json!({"id": id}))
}

fn correct(laptop: &Laptop, id: &str, change: impl FnOnce(&mut TerritoryForm)) -> Result<()> {
    let file = open(laptop, id)?;
    let mut form = file.form;
    change(&mut form);
    let save = json!({"id": id, "draft": null, "form": form, "version": file.version});
    laptop.get::<Saved>("territory_save", save).map(drop)
}

fn page(laptop: &Laptop, place: Option<&str>, commune: Option<&str>) -> Result<Territories> {
    let ask = json!({"place": place, "commune": commune, "offset": 0, "limit": 100});
    laptop.get("territory_page", ask)
}

fn about(place: &str) -> TerritoryForm {
    TerritoryForm {
        date: "2026-11-01".to_owned(),
        place: Some(place.to_owned()),
        existing: "Un poste à l’accueil.\n\nPas de Wi-Fi.".to_owned(),
        themes: vec![Theme::Email],
        needs: "Remplir des dossiers.".to_owned(),
        structures: vec!["CCAS".to_owned(), "Club des aînés".to_owned()],
        proposals: "Un atelier par mois.".to_owned(),
        ..TerritoryForm::default()
    }
}

#[test]
fn several_over_time_are_found_by_place_and_commune_and_read_out_whole() -> Result<()> {
    let scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    scene.cut();
    let place = town_hall(&laptop)?;
    let first = save(&laptop, &about(&place))?;
    let mut again = about(&place);
    again.date = "2026-11-20".to_owned();
    let second = save(&laptop, &again)?;
    let commune = TerritoryForm {
        date: "2026-10-01".to_owned(),
        commune: Some(forms::commune("Valognes", "50")?),
        needs: "Du matériel.".to_owned(),
        ..TerritoryForm::default()
    };
    save(&laptop, &commune)?;
    let ids =
        |found: Territories| -> Vec<String> { found.rows.into_iter().map(|row| row.id).collect() };
    assert_eq!(page(&laptop, None, None)?.total, 3);
    assert_eq!(
        ids(page(&laptop, Some(&place), None)?),
        [second, first.clone()]
    );
    let portbail = forms::commune("Port-Bail-sur-Mer", "50")?.code;
    assert_eq!(page(&laptop, None, Some(&portbail))?.total, 2);

    let text: TerritoryText = laptop.get("territory_text", json!({"id": first}))?;
    assert_eq!(text.about, "Mairie de Portbail");
    assert_eq!(text.commune.as_deref(), Some("Port-Bail-sur-Mer (50)"));
    assert_eq!(
        (text.date.as_str(), text.team.as_str()),
        ("1er novembre 2026", "Itinérance Cotentin")
    );
    let parts: Vec<(&str, usize, Vec<&str>)> = text
        .parts
        .iter()
        .map(|part| {
            let items = part.items.iter().map(String::as_str).collect();
            (part.title.as_str(), part.paragraphs.len(), items)
        })
        .collect();
    assert_eq!(
        parts,
        [
            ("Ce qui existe", 2, vec![]),
            ("Besoins exprimés", 1, vec!["E-mail"]),
            ("Exprimés par", 0, vec!["CCAS", "Club des aînés"]),
            ("Ce qui est proposé", 1, vec![]),
        ]
    );
    // To the corbeille and back.
    laptop.get::<()>("territory_delete", json!({"id": first}))?;
    let gone = laptop
        .ask("territory_get", json!({"id": first}))
        .unwrap_err();
    assert_eq!(gone.code, FailureCode::NotFound);
    laptop.get::<()>("territory_restore", json!({"id": first}))?;
    assert!(open(&laptop, &first)?.form == about(&place));
    let waiting = laptop.sync_report()?;
    assert!(
        waiting
            .items
            .iter()
            .any(|item| item.label == "Diagnostic du 20 novembre")
    );
    Ok(())
}

#[test]
fn two_colleagues_write_the_same_part_and_both_texts_are_kept() -> Result<()> {
    let scene = Scene::new()?;
    let first = scene.laptop("Portable 1")?;
    let second = scene.laptop_of(
        &scene.central.adviser(&scene.team, "Dominique Exemple")?,
        "Portable 8",
    )?;
    let place = town_hall(&first)?;
    let id = save(&first, &about(&place))?;
    scene.settle(&[&first, &second])?;
    assert_eq!(open(&second, &id)?.about, "Mairie de Portbail");
    scene.cut();
    correct(&first, &id, |form| {
        form.proposals = "Deux ateliers par mois.".to_owned()
    })?;
    correct(&second, &id, |form| {
        form.proposals = "Une permanence le samedi.".to_owned();
        form.structures.push("Mission locale".to_owned());
    })?;
    scene.open();
    scene.settle(&[&first, &second])?;
    let file = open(&first, &id)?;
    assert_eq!(file.conflicts, ["proposals"]);
    assert_eq!(file.form.structures.len(), 3);
    let ask = json!({"table": "territory", "id": id});
    let standing: Vec<Conflict> = first.get("conflict_get", ask)?;
    let seen: Vec<&str> = standing[0]
        .values
        .iter()
        .map(|v| v.write.as_str())
        .collect();
    assert_eq!((standing[0].both, seen.len()), (true, 2));
    first.get::<()>(
        "conflict_choose",
        json!({"table": "territory", "id": id, "field": "proposals", "seen": seen, "keep": null}),
    )?;
    scene.settle(&[&first, &second])?;
    let proposals = open(&second, &id)?.form.proposals;
    assert!(
        proposals.contains("Deux ateliers") && proposals.contains("le samedi"),
        "{proposals}"
    );
    assert!(open(&second, &id)?.conflicts.is_empty());
    scene.all_agree(&[&first])
}
