//! The French screens, by the words a person reads on them.

use anyhow::{Context as _, Result};
use fantoccini::Locator;

use crate::window::Window;

/// The sessions of the day, on « Aujourd’hui ».
pub const TODAY: Locator<'static> = Locator::Css("[aria-label='Séances d’aujourd’hui'] > li");

/// The notes of a session, once unfolded.
const NOTES: &str = "//textarea[@id=//label[normalize-space()='Notes sur l’accompagnement']/@for]";

impl Window {
    /// Waits for the screen with this title.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn until_title(&self, title: &str) -> Result<()> {
        let path = format!("//h1[normalize-space()={title:?}]");
        self.find(Locator::XPath(&path)).await.map(drop)
    }

    /// Leads the focus to the button or the link whose words begin so, and presses Enter.
    ///
    /// # Errors
    /// When the keyboard does not reach it.
    pub async fn activate(&self, name: &str) -> Result<()> {
        let path = format!(
            "//*[self::a or self::button][starts-with(normalize-space(), {name:?}) or starts-with(@aria-label, {name:?})]"
        );
        self.reach(Locator::XPath(&path)).await?;
        self.keys(&["Enter"]).await
    }

    /// The first start, from the code to the first screen of the day; the passphrase proposed.
    ///
    /// # Errors
    /// When the code is refused.
    pub async fn enrol(&self, code: &str, device: &str) -> Result<String> {
        self.until_focus("Code d’enrôlement").await?;
        self.type_words(code).await?;
        self.keys(&["Tab"]).await?;
        self.until_focus("Nom de cet ordinateur").await?;
        self.type_words(device).await?;
        let proposed = Locator::Css("output[aria-label='Phrase de passe proposée']");
        let passphrase = self.find(proposed).await?.text().await?;
        let noted = "//label[contains(normalize-space(), 'Je l’ai notée')]";
        self.reach(Locator::XPath(noted)).await?;
        self.keys(&["Space"]).await?;
        self.keep_picture("window-enrol-filled").await?;
        self.activate("Enrôler cet ordinateur").await?;
        self.until_title("Aujourd’hui").await?;
        Ok(passphrase.trim().to_owned())
    }

    /// Types a passphrase on the lock screen.
    ///
    /// # Errors
    /// When the lock screen is not there.
    pub async fn try_passphrase(&self, passphrase: &str) -> Result<()> {
        self.until_focus("Phrase de passe").await?;
        self.type_words(passphrase).await?;
        self.keys(&["Enter"]).await
    }

    /// Opens the notebook, up to the first screen of the day.
    ///
    /// # Errors
    /// When it does not open.
    pub async fn unlock(&self, passphrase: &str) -> Result<()> {
        self.try_passphrase(passphrase).await?;
        self.until_title("Aujourd’hui").await
    }

    /// The first anonymous session of a laptop, when no habit is known yet: the theme, half an
    /// hour, at a distance. Leaves the next form open.
    ///
    /// # Errors
    /// When it is not saved.
    pub async fn note_first(&self) -> Result<()> {
        self.keys(&["Ctrl+N"]).await?;
        self.until_focus("Thèmes").await?;
        self.keys(&["1", "Tab", "Tab"]).await?;
        self.until_focus("Durée").await?;
        self.keys(&["2"]).await?;
        let distance = "//button[normalize-space()='À distance']";
        self.reach(Locator::XPath(distance)).await?;
        self.keys(&["Space"]).await?;
        self.keep_picture("window-session").await?;
        self.keys(&["Ctrl+Enter"]).await?;
        self.until_says("Séance précédente enregistrée. Voici la suivante.")
            .await?;
        self.until_focus("Thèmes").await
    }

    /// Unfolds the notes of the session on the screen, and puts the focus there.
    ///
    /// # Errors
    /// When there are none.
    pub async fn open_notes(&self) -> Result<()> {
        self.activate("Matériel, étiquettes, notes").await?;
        self.reach(Locator::XPath(NOTES)).await
    }

    /// What the notes on the screen hold.
    ///
    /// # Errors
    /// When they are folded.
    pub async fn notes(&self) -> Result<String> {
        let notes = self.find(Locator::XPath(NOTES)).await?;
        notes.prop("value").await?.context("a field has a value")
    }

    /// Leads the focus to the field with this label.
    ///
    /// # Errors
    /// When there is none, or the keyboard does not reach it.
    pub async fn reach_field(&self, label: &str) -> Result<()> {
        let path = format!(
            "//*[self::input or self::textarea][@id=//label[starts-with(normalize-space(), {label:?})]/@for]"
        );
        self.reach(Locator::XPath(&path)).await
    }

    /// Types over what the field with this label holds.
    ///
    /// # Errors
    /// As [`Window::reach_field`].
    pub async fn overwrite(&self, label: &str, words: &str) -> Result<()> {
        self.reach_field(label).await?;
        self.keys(&["Ctrl+A"]).await?;
        self.type_words(words).await
    }

    /// Types in the search with this label, waits for an answer of these words, takes it.
    ///
    /// # Errors
    /// When the answer does not come, or is not the first.
    pub async fn take(&self, label: &str, typed: &str, answer: &str) -> Result<()> {
        self.reach_field(label).await?;
        self.type_words(typed).await?;
        let first = format!("//*[@role='option'][1][contains(normalize-space(), {answer:?})]");
        self.find(Locator::XPath(&first)).await?;
        self.keys(&["Down"]).await?;
        let here =
            format!("//*[@role='option'][@data-focused][contains(normalize-space(), {answer:?})]");
        self.find(Locator::XPath(&here)).await?;
        self.keys(&["Enter"]).await
    }

    /// Opens the palette, types, waits for an answer of these words, takes it with that key.
    ///
    /// # Errors
    /// When the answer does not come, or is not the one chosen.
    pub async fn go_to(&self, typed: &str, answer: &str, key: &str) -> Result<()> {
        self.keys(&["Ctrl+K"]).await?;
        self.until_focus("Rechercher une personne").await?;
        self.type_words(typed).await?;
        let chosen = format!(
            "//*[@role='option'][@aria-selected='true'][contains(normalize-space(), {answer:?})]"
        );
        self.find(Locator::XPath(&chosen)).await?;
        self.keys(&[key]).await
    }

    /// The first duration at hand, where no habit has chosen one.
    ///
    /// # Errors
    /// When the keyboard does not reach the durations.
    pub async fn lasting(&self) -> Result<()> {
        let chosen = Locator::Css("[data-field=duration] [role=radio][aria-checked=true]");
        if !self.client().find_all(chosen).await?.is_empty() {
            return Ok(());
        }
        self.reach(Locator::Css("[data-field=duration] [role=radio]"))
            .await?;
        self.keys(&["2"]).await
    }
}
