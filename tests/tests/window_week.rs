//! A day of work in the real window, over a notebook that has five years of it (profile M), the
//! line cut from the first key to the last: recorded, corrected, joined, printed, found again; the
//! battery dies; the line returns, and the server has it all, once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::fs;

use anyhow::{Context as _, Result, ensure};
use escale_testkit::demo;
use escale_testkit::demo::fill::Profile;
use escale_tests::paper::words;
use escale_tests::scene::Scene;
use escale_tests::screens::TODAY;
use escale_tests::window::{Home, Keyring, Window, story};
use fantoccini::Locator;
use serde_json::{Value, json};

const PASSPHRASE: &str = "barque boussole lanterne moulin village bougie mouton baril";
const NEXT: &str = "Séance précédente enregistrée. Voici la suivante.";

/// What a command answers, asked by the page itself.
async fn ask(window: &Window, name: &str, args: Value) -> Result<Value> {
    let told = window
        .invoke("command", json!({"name": name, "args": args}))
        .await?;
    told.get("answer").cloned().context(told.to_string())
}

/// Sessions of the day, as the notebook counts them.
async fn of_today(window: &Window) -> Result<usize> {
    let today = ask(window, "today", Value::Null).await?;
    Ok(today["sessions"].as_array().map_or(0, Vec::len))
}

async fn until_noted(window: &Window, count: usize) -> Result<()> {
    window
        .until_answer("today", |today| {
            today["sessions"]
                .as_array()
                .is_some_and(|sessions| sessions.len() == count)
        })
        .await
}

/// A new form, its keys awake.
async fn new_form(window: &Window, keys: &str, focus: &str) -> Result<()> {
    window.keys(&[keys]).await?;
    window.until_focus(focus).await
}

/// Three anonymous people, somebody known, somebody new, a workshop: six sessions.
async fn record(window: &Window, known: &str) -> Result<()> {
    let before = of_today(window).await?;
    new_form(window, "Ctrl+N", "Thèmes").await?;
    for (done, theme) in ["1", "2", "3"].into_iter().enumerate() {
        window.keys(&[theme]).await?;
        window.lasting().await?;
        window.keys(&["Ctrl+Enter"]).await?;
        until_noted(window, before + done + 1).await?;
        window.until_says(NEXT).await?;
        window.until_focus("Thèmes").await?;
    }

    window.keys(&["1"]).await?;
    window.lasting().await?;
    window.take("Qui", known, known).await?;
    window.keys(&["Ctrl+S"]).await?;
    window.until_title("Aujourd’hui").await?;
    until_noted(window, before + 4).await?;

    new_form(window, "Ctrl+N", "Thèmes").await?;
    window.keys(&["2"]).await?;
    window.lasting().await?;
    window.reach_field("Qui").await?;
    window.type_words("zéphirine quettehou").await?;
    let create = "//*[@role='option'][starts-with(normalize-space(), 'Créer une fiche')]";
    window.find(Locator::XPath(create)).await?;
    window.keys(&["Up", "Enter"]).await?;
    window.until_focus("Nouvelle fiche").await?;
    window.overwrite("Téléphone", "06 39 98 77 01").await?;
    window.keys(&["Enter"]).await?;
    window.until_says("Zéphirine Quettehou").await?;
    window.keep_picture("window-week-session").await?;
    window.keys(&["Ctrl+S"]).await?;
    window.until_title("Aujourd’hui").await?;
    until_noted(window, before + 5).await?;

    new_form(window, "Ctrl+Shift+N", "Titre de l’atelier").await?;
    window.type_words("Ranger ses photos de famille").await?;
    window
        .take("Bénéficiaires suivis", "Zéphirine Quettehou", "Quettehou")
        .await?;
    window.reach_field("Combien en tout").await?;
    window.type_words("6").await?;
    window
        .reach(Locator::Css("[data-field=themes] [role=toolbar] button"))
        .await?;
    window.keys(&["3"]).await?;
    window.lasting().await?;
    window.keep_picture("window-week-workshop").await?;
    window.keys(&["Ctrl+S"]).await?;
    window.until_title("Aujourd’hui").await?;
    until_noted(window, before + 6).await
}

/// The workshop had another title.
async fn correct(window: &Window) -> Result<()> {
    let line = "//*[@aria-label='Séances d’aujourd’hui']//a[contains(normalize-space(), 'Ranger ses photos')]";
    window.reach(Locator::XPath(line)).await?;
    window.keys(&["Enter"]).await?;
    window.until_title("Atelier").await?;
    window
        .overwrite("Titre de l’atelier", "Ranger et partager ses photos")
        .await?;
    window.keys(&["Ctrl+S"]).await?;
    window.until_title("Séances").await?;
    window.until_says("Ranger et partager ses photos").await
}

/// A second file of her, made by mistake, is joined to the first.
async fn join(window: &Window) -> Result<()> {
    window
        .go_to("nouvelle fiche", "Nouvelle fiche", "Enter")
        .await?;
    window.until_focus("Prénom(s)").await?;
    window.type_words("Zephirine").await?;
    window.overwrite("Nom d’usage", "Quettehou").await?;
    window.overwrite("Téléphone", "06 39 98 77 02").await?;
    window.keys(&["Ctrl+S"]).await?;
    window.until_title("Zephirine Quettehou").await?;
    window.activate("Comparer").await?;
    window.until_title("Réunir deux fiches").await?;
    window.keep_picture("window-week-join").await?;
    window.activate("Réunir").await?;
    window.until_says("Parcours").await?;
    let page = json!({"query": "quettehou", "offset": 0, "limit": 10});
    let found = ask(window, "beneficiary_page", page).await?;
    ensure!(found["total"] == 1, "{found}");
    Ok(())
}

#[test]
fn a_day_without_network_over_a_notebook_of_five_years() -> Result<()> {
    let scene = Scene::now()?;
    let home = Home::new()?;
    demo::years(
        &scene.central.data(),
        scene.line.address(),
        &home.data(),
        PASSPHRASE,
        Profile::M,
    )?;
    let stick = home.path().join("stick");
    fs::create_dir(&stick)?;
    let on_server = |table: &str| scene.central.rows(table);
    let (sessions, people) = (on_server("session")?, on_server("beneficiary")?);
    scene.cut();
    story(async {
        let window = Window::open_saving_to(&home, Keyring::None, &stick).await?;
        window.unlock(PASSPHRASE).await?;
        let first = json!({"query": "", "offset": 40, "limit": 1});
        let known = ask(&window, "beneficiary_page", first).await?;
        let known = known["rows"][0]["name"].as_str().context("no name")?;
        let before = of_today(&window).await?;

        record(&window, known).await?;
        correct(&window).await?;
        join(&window).await?;

        window.activate("Dossier de la personne").await?;
        window.until_focus("Enregistrer le PDF").await?;
        window.keys(&["Enter"]).await?;
        window.until_says("Le PDF est enregistré.").await?;
        window.keys(&["Escape"]).await?;
        let [pdf] = fs::read_dir(&stick)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<std::io::Result<Vec<_>>>()?
            .try_into()
            .map_err(|files| anyhow::anyhow!("one file, not {files:?}"))?;
        let printed = words(&fs::read(pdf)?)?;
        for said in [
            "Quettehou",
            "06 39 98 77 01",
            "Ranger et partager ses photos",
        ] {
            ensure!(printed.contains(said), "no « {said} » in {printed}");
        }

        window.kill()?;
        let window = Window::open(&home, Keyring::None).await?;
        window.unlock(PASSPHRASE).await?;
        window.until_count(TODAY, before + 6).await?;
        window.go_to("zefirine", "Quettehou", "Enter").await?;
        window.until_says("Ranger et partager ses photos").await?;
        window.keep_picture("window-week-found").await?;
        ensure!(on_server("session")? == sessions, "the line was cut");

        scene.open();
        window.go_to("synchro", "Synchronisation", "Enter").await?;
        window.activate("Envoyer").await?;
        window.until_says("Tout est envoyé").await?;
        window.keep_picture("window-week-sent").await?;
        ensure!(on_server("session")? == sessions + 6);
        // Of her two files, one stands.
        ensure!(on_server("beneficiary")? == people + 1);
        window.close()
    })
}
