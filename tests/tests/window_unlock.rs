//! The real window: a laptop joins its team with a real code, locks, and opens again only with
//! its passphrase and its keyring.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::fs;

use anyhow::{Result, ensure};
use escale_testkit::folder;
use escale_tests::scene::Scene;
use escale_tests::window::{Home, Keyring, Window, story};

#[test]
fn a_laptop_enrolls_locks_and_opens_with_its_passphrase_alone() -> Result<()> {
    let scene = Scene::now()?;
    story(async {
        let home = Home::new()?;
        let window = Window::open(&home, Keyring::Unlocked).await?;
        let passphrase = window.enrol(&scene.code()?, "Portable du bus").await?;
        ensure!(scene.central.counts()?.devices == 1);
        window.keep_picture("window-today").await?;

        window.keys(&["Ctrl+L"]).await?;
        window.until_focus("Phrase de passe").await?;
        window.until_says("Le carnet est verrouillé.").await?;
        let words = window.text().await?;
        ensure!(!words.contains("Camille"), "the lock shows a name: {words}");
        window.keep_picture("window-unlock").await?;

        window
            .try_passphrase("abeille aborder absence absolu")
            .await?;
        window
            .until_says("Cette phrase de passe n’ouvre pas le carnet.")
            .await?;
        window.unlock(&passphrase).await?;
        window.close()
    })
}

#[test]
fn a_lost_keyring_is_said_and_no_new_key_is_made() -> Result<()> {
    let scene = Scene::now()?;
    story(async {
        let home = Home::new()?;
        let window = Window::open(&home, Keyring::Unlocked).await?;
        let passphrase = window.enrol(&scene.code()?, "Portable du bus").await?;
        window.close()?;

        // A new session of the desktop, with a keyring of its own.
        let lost = home.path().join("lost");
        fs::rename(home.keyrings(), &lost)?;
        let before = contents(&home)?;
        let window = Window::open(&home, Keyring::Unlocked).await?;
        window
            .until_says("Le carnet est là, mais cet ordinateur n’a plus de quoi l’ouvrir")
            .await?;
        window.keep_picture("window-recovery").await?;
        window.activate("Vérifier de nouveau").await?;
        window
            .until_answer("app_state", |state| state["phase"] == "recovery")
            .await?;
        window.until_says("Rien n’est effacé.").await?;
        window.close()?;
        ensure!(
            contents(&home)? == before,
            "the notebook or its keys changed"
        );

        // The keyring is found again: the same passphrase opens the same notebook.
        fs::remove_dir_all(home.keyrings())?;
        fs::rename(&lost, home.keyrings())?;
        let window = Window::open(&home, Keyring::Unlocked).await?;
        window.unlock(&passphrase).await?;
        window.close()
    })
}

/// Every file of the notebook: its name and what it holds.
fn contents(home: &Home) -> Result<Vec<(String, Vec<u8>)>> {
    let carnet = home.data().join("carnet");
    let mut found = Vec::new();
    for path in folder::files(&carnet)? {
        let name = path.strip_prefix(&carnet)?.display().to_string();
        found.push((name, fs::read(&path)?));
    }
    ensure!(
        !found.is_empty(),
        "the notebook has moved: {}",
        carnet.display()
    );
    Ok(found)
}
