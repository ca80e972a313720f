//! What is on the page: found, read, filled, pressed, by the words a person sees.

use std::time::Instant;

use anyhow::{Result, bail};
use fantoccini::Locator;
use fantoccini::elements::Element;
use serde_json::{Value, json};

use crate::process::PATIENCE;
use crate::window::Window;

impl Window {
    /// Waits for an element.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn find(&self, what: Locator<'_>) -> Result<Element> {
        let since = Instant::now();
        loop {
            let left = PATIENCE.saturating_sub(since.elapsed());
            match self.client().wait().at_most(left).for_element(what).await {
                Ok(found) => return Ok(found),
                // The page drew itself anew between finding and naming the element.
                Err(error) if error.is_stale_element_reference() && !left.is_zero() => {}
                Err(error) => bail!(
                    "no {what:?} ({error}); the page says:\n{}",
                    self.text().await?
                ),
            }
        }
    }

    /// All the words of the page, as a person sees them.
    ///
    /// # Errors
    /// When the page does not answer.
    pub async fn text(&self) -> Result<String> {
        let text = self
            .client()
            .execute("return document.body.innerText", vec![])
            .await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// What the page's own script gets from the program: `answer`, or `refused`.
    ///
    /// # Errors
    /// When the page does not answer.
    pub async fn invoke(&self, right: &str, arguments: Value) -> Result<Value> {
        let script = "const [right, arguments_, done] = arguments;
            window.__TAURI_INTERNALS__.invoke(right, arguments_).then(
                (answer) => done({ answer }), (refused) => done({ refused }));";
        let arguments = vec![json!(right), arguments];
        Ok(self.client().execute_async(script, arguments).await?)
    }

    /// Types into the field with this label.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn fill(&self, label: &str, words: &str) -> Result<()> {
        // A star may follow the words of the label.
        let path = format!("//input[@id=//label[starts-with(normalize-space(), {label:?})]/@for]");
        self.find(Locator::XPath(&path))
            .await?
            .send_keys(words)
            .await?;
        Ok(())
    }

    /// Presses the button with this name.
    ///
    /// # Errors
    /// When there is no such button.
    pub async fn press(&self, name: &str) -> Result<()> {
        let path = format!("//button[normalize-space()={name:?} or @aria-label={name:?}]");
        loop {
            match self.find(Locator::XPath(&path)).await?.click().await {
                Ok(()) => return Ok(()),
                // Drawn anew in between: there is one to find again, or `find` says so.
                Err(error) if error.is_stale_element_reference() => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}
