//! Two real windows, two laptops of one adviser: what one notes without network is on the other
//! once the line is back, and the server holds exactly that.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use anyhow::{Result, ensure};
use escale_tests::scene::Scene;
use escale_tests::screens::TODAY;
use escale_tests::window::{Home, Keyring, Window, story};

#[test]
fn what_one_laptop_notes_is_on_the_other() -> Result<()> {
    let scene = Scene::now()?;
    story(async {
        let home = Home::new()?;
        let first = Window::open(&home, Keyring::Unlocked).await?;
        first.enrol(&scene.code()?, "Portable du bus").await?;
        scene.cut();
        first.note_first().await?;
        first.keys(&["3", "Ctrl+S"]).await?;
        first.until_count(TODAY, 2).await?;
        first.until_says("Hors ligne · 2 à envoyer").await?;

        scene.open();
        send(&first).await?;
        first.keep_picture("window-sync").await?;
        ensure!(scene.central.rows("session")? == 2);
        first.activate("Aujourd’hui").await?;
        for line in first.until_count(TODAY, 2).await? {
            ensure!(line.contains("envoyée"), "{line}");
        }

        let other = Home::new()?;
        let second = Window::open(&other, Keyring::Unlocked).await?;
        let passphrase = second.enrol(&scene.code()?, "Portable de secours").await?;
        second.until_count(TODAY, 2).await?;
        second.keys(&["Ctrl+L"]).await?;
        second.unlock(&passphrase).await?;
        second.until_count(TODAY, 2).await?;

        second.note_first().await?;
        send(&second).await?;
        send(&first).await?;
        first.activate("Aujourd’hui").await?;
        first.until_count(TODAY, 3).await?;
        ensure!(scene.central.rows("session")? == 3);
        first.close()?;
        second.close()
    })
}

/// Asks for an exchange as a person does, and waits until the line says that all is sent.
async fn send(window: &Window) -> Result<()> {
    window.activate("Synchronisation").await?;
    window.until_title("Synchronisation").await?;
    window.activate("Envoyer maintenant").await?;
    window.until_says("Tout est envoyé").await
}
