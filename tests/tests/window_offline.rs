//! The real window without network: what was noted is there after the battery dies, and what
//! was half typed is offered again with its words.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::fs;

use anyhow::{Result, ensure};
use escale_tests::scene::Scene;
use escale_tests::screens::TODAY;
use escale_tests::window::{Home, Keyring, Window, story};
use fantoccini::Locator;

const HALF_TYPED: &str = "Reprendre la lettre mardi, pièces jointes au bureau";

const CHOSEN: Locator<'static> =
    Locator::Css("[data-field=themes] [role=toolbar] [aria-pressed=true]");

#[test]
fn a_dead_battery_without_network_loses_nothing() -> Result<()> {
    let scene = Scene::now()?;
    story(async {
        let home = Home::new()?;
        let window = Window::open(&home, Keyring::Unlocked).await?;
        let passphrase = window.enrol(&scene.code()?, "Portable du bus").await?;
        scene.cut();

        window.note_first().await?;
        // The place and the duration stay: the theme alone.
        window.keys(&["1", "Ctrl+S"]).await?;
        window.until_count(TODAY, 2).await?;
        window.until_says("Hors ligne · 2 à envoyer").await?;
        window.keep_picture("window-offline").await?;

        window.keys(&["Ctrl+N"]).await?;
        window.until_focus("Thèmes").await?;
        window.keys(&["2"]).await?;
        window.open_notes().await?;
        window.type_words(HALF_TYPED).await?;
        window.until_says("brouillon enregistré à").await?;
        window
            .until_answer("draft_list", |drafts| {
                drafts.to_string().contains(HALF_TYPED)
            })
            .await?;
        window.kill()?;

        let window = Window::open(&home, Keyring::Unlocked).await?;
        window.unlock(&passphrase).await?;
        let journal = fs::read_to_string(home.data().join("journal.log"))?;
        ensure!(journal.contains("the last exit was not clean"), "{journal}");
        for line in window.until_count(TODAY, 2).await? {
            ensure!(
                line.contains("Anonyme") && line.contains("30 min"),
                "{line}"
            );
            ensure!(line.contains("à envoyer"), "{line}");
        }
        window.until_says("À compléter").await?;
        window.keep_picture("window-after-the-kill").await?;
        window.activate("Reprendre").await?;
        window.until_focus("Thèmes").await?;
        window.until_count(CHOSEN, 1).await?;
        window.open_notes().await?;
        ensure!(
            window.notes().await? == HALF_TYPED,
            "{:?}",
            window.notes().await?
        );
        ensure!(scene.central.rows("session")? == 0, "the line was cut");
        window.close()
    })
}
