//! The real window, closed by its cross: the program ends as it should and lets the notebook go.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::fs;

use anyhow::{Result, ensure};
use escale_store::{Error, Key, Notebook};
use escale_tests::scene::Scene;
use escale_tests::window::{Home, Keyring, Window, story};

#[test]
fn the_cross_ends_the_program_and_lets_the_notebook_go() -> Result<()> {
    let scene = Scene::now()?;
    story(async {
        let home = Home::new()?;
        let window = Window::open(&home, Keyring::Unlocked).await?;
        let passphrase = window.enrol(&scene.code()?, "Portable du bus").await?;
        ensure!(is_held(&home)?, "the notebook is open");

        window.close_by_the_cross()?;
        ensure!(!is_held(&home)?, "the notebook's lock outlived the program");
        let journal = fs::read_to_string(home.data().join("journal.log"))?;
        ensure!(journal.contains("ended"), "a clean end: {journal}");
        ensure!(!journal.contains("panic"), "{journal}");

        let window = Window::open(&home, Keyring::Unlocked).await?;
        window.unlock(&passphrase).await?;
        let journal = fs::read_to_string(home.data().join("journal.log"))?;
        ensure!(!journal.contains("not clean"), "{journal}");
        window.close()
    })
}

/// Does another program hold this home's notebook? A stranger with any key is told so first.
fn is_held(home: &Home) -> Result<bool> {
    let carnet = home.data().join("carnet");
    match Notebook::open(&carnet, &Key::generate()?, chrono::Utc::now()) {
        Err(Error::AlreadyOpen) => Ok(true),
        Err(Error::Damaged) => Ok(false),
        other => anyhow::bail!("{:?}", other.map(drop)),
    }
}
