//! Paper in the real window: what is printed lands where the person says, whole, hers alone; a
//! folder that refuses is told in words and costs nothing.
//!
//! The dialog of the system, which no test can answer, is replaced by `ESCALE_SAVE_DIR` in builds
//! with the feature `automation`. Everything before and after it is what a person has.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use escale_app::api::session::Saved;
use escale_testkit::forms;
use escale_tests::paper::words;
use escale_tests::scene::Scene;
use escale_tests::window::{Home, Keyring, Window, story};
use serde_json::{Value, json};

/// The files of a folder.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<std::io::Result<_>>()?;
    found.sort();
    Ok(found)
}

/// What a command answers, asked by the page itself.
async fn ask(window: &Window, name: &str, args: Value) -> Result<Value> {
    let told = window
        .invoke("command", json!({"name": name, "args": args}))
        .await?;
    told.get("answer").cloned().context(told.to_string())
}

async fn go(window: &Window, hash: &str) -> Result<()> {
    let script = format!("location.hash = {hash:?}");
    window.client().execute(&script, vec![]).await?;
    Ok(())
}

#[test]
fn a_paper_lands_where_it_is_put_and_a_folder_that_refuses_is_told() -> Result<()> {
    let scene = Scene::now()?;
    story(async {
        let home = Home::new()?;
        // A stick that is not there yet.
        let stick = home.path().join("stick");
        let window = Window::open_saving_to(&home, Keyring::Unlocked, &stick).await?;
        window.enrol(&scene.code()?, "Portable du bus").await?;
        scene.cut();

        let person = json!({"id": null, "draft": null, "version": null, "different": [],
            "form": forms::person("Odette", "Lemarinel", "02 33 00 00 01")});
        let person = ask(&window, "beneficiary_save", person).await?;
        let person: Saved = serde_json::from_value(person)?;
        go(&window, &format!("#/beneficiaires/{}", person.id)).await?;
        window.until_title("Odette Lemarinel").await?;

        // The folder refuses: told in words, the question stays open, nothing is lost.
        window.activate("Dossier de la personne").await?;
        window.until_focus("Enregistrer le PDF").await?;
        window.keys(&["Enter"]).await?;
        window
            .until_says("Le fichier n’a pas pu être enregistré à cet endroit.")
            .await?;
        window.until_says("Le carnet n’a pas changé.").await?;
        window.keep_picture("window-paper-refused").await?;
        ensure!(!stick.exists(), "a folder was made");

        // The stick is there: the same press, and the file is whole.
        fs::create_dir(&stick)?;
        window.activate("Enregistrer le PDF").await?;
        window.until_says("Le PDF est enregistré.").await?;
        window.keep_picture("window-paper-saved").await?;
        let saved = files(&stick)?;
        let [pdf] = saved.as_slice() else {
            anyhow::bail!("one file, not {saved:?}")
        };
        let name = pdf.file_name().and_then(|name| name.to_str()).unwrap_or("");
        ensure!(
            name.starts_with("escale-dossier-") && name.ends_with(".pdf"),
            "{name}"
        );
        ensure!(pdf.metadata()?.permissions().mode() & 0o777 == 0o600);
        let text = words(&fs::read(pdf)?)?;
        for said in ["Odette Lemarinel", "02 33 00 00 01", "Séances : aucune"] {
            ensure!(text.contains(said), "no « {said} » in {text}");
        }
        let clear = fs::read(pdf)?;
        ensure!(!String::from_utf8_lossy(&clear).contains("Lemarinel"));

        // Again over a full sheet of the same name: replaced whole, no half left beside.
        fs::write(pdf, "x".repeat(1 << 20))?;
        window.activate("Enregistrer le PDF").await?;
        window.until_says("Le PDF est enregistré.").await?;
        window
            .until_answer("app_state", |_| fs::read(pdf).is_ok_and(|now| now == clear))
            .await?;
        ensure!(files(&stick)?.len() == 1);
        window.keys(&["Escape"]).await?;

        // The file for another program.
        window.activate("Copie pour un autre logiciel").await?;
        window.until_focus("Enregistrer le fichier").await?;
        window.keys(&["Enter"]).await?;
        window.until_says("Le fichier est enregistré.").await?;
        let data = files(&stick)?;
        let data = data
            .iter()
            .find(|path| path.extension().is_some_and(|ending| ending == "json"))
            .context("no file for another program")?;
        let held: Value = serde_json::from_slice(&fs::read(data)?)?;
        ensure!(held["beneficiaire"]["nom"] == "Lemarinel", "{held}");
        window.keys(&["Escape"]).await?;

        // Locked, the page gets nothing out, whatever it hands over.
        window.keys(&["Ctrl+L"]).await?;
        window.until_focus("Phrase de passe").await?;
        let file = json!({"name": "escale-dossier-2026-11-24.pdf", "media_type": "application/pdf",
            "base64": "JVBERg=="});
        let told = window.invoke("save_file", json!({"file": file})).await?;
        ensure!(told["refused"]["code"] == "locked", "{told}");
        ensure!(files(&stick)?.len() == 2);
        let journal = fs::read_to_string(home.data().join("journal.log"))?;
        ensure!(
            !journal.contains("Lemarinel") && !journal.contains("stick"),
            "{journal}"
        );
        window.close()
    })
}
