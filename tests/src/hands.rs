//! A person's hands on the keyboard, and eyes on the page: keys go to whatever has the focus,
//! and nothing is touched that a person could not reach.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use fantoccini::Locator;
use fantoccini::actions::{InputSource as _, KeyAction, KeyActions};
use fantoccini::key::Key;
use serde_json::json;

use crate::process::PATIENCE;
use crate::window::Window;

/// Between two looks at the page.
const LOOK: Duration = Duration::from_millis(50);

/// More than any screen has stops.
const FAR: usize = 150;

/// Spaces at which a line may not break: for the eye, spaces.
const UNBROKEN: [char; 2] = ['\u{a0}', '\u{202f}'];

/// The name of what has the focus, its group's first, as it is read aloud.
const FOCUS: &str = "
    const text = (id) => document.getElementById(id)?.innerText ?? '';
    const named = (e) => e.getAttribute('aria-label')
        ?? (e.getAttribute('aria-labelledby') ?? '').split(' ').map(text).join(' ').trim();
    const here = document.activeElement;
    if (!here || here === document.body) return '';
    const group = here.closest('[role=toolbar], [role=radiogroup], [role=dialog]');
    const labels = [...(here.labels ?? [])].map((label) => label.innerText).join(' ');
    return [group && group !== here ? named(group) : '', labels, named(here), here.innerText]
        .filter(Boolean).join(' · ');";

/// The key that leads nearer to an element: Tab, and arrows inside a group; none once there.
const NEXT: &str = "
    const target = arguments[0];
    const here = document.activeElement;
    if (here === target || (here && here !== document.body && target.contains(here))) return null;
    const group = here?.closest('[role=toolbar], [role=radiogroup]');
    if (!group?.contains(target)) return 'Tab';
    return here.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_FOLLOWING ? 'Right' : 'Left';";

impl Window {
    /// Presses these keys one after the other, as `1`, `Tab`, `Ctrl+Enter` or
    /// `Ctrl+Shift+N`.
    ///
    /// # Errors
    /// When the page does not answer.
    pub async fn keys(&self, keys: &[&str]) -> Result<()> {
        let mut hands = KeyActions::new("keyboard".to_owned());
        for key in keys {
            let (held, key) = chord(key);
            let value = key_of(key)?;
            for value in held.iter().copied() {
                hands = hands.then(KeyAction::Down { value });
            }
            hands = hands
                .then(KeyAction::Down { value })
                .then(KeyAction::Up { value });
            for value in held.iter().rev().copied() {
                hands = hands.then(KeyAction::Up { value });
            }
        }
        Ok(self.client().perform_actions(hands).await?)
    }

    /// Types words into whatever has the focus.
    ///
    /// # Errors
    /// When the page does not answer.
    pub async fn type_words(&self, words: &str) -> Result<()> {
        let hands = words
            .chars()
            .fold(KeyActions::new("keyboard".to_owned()), |hands, value| {
                hands
                    .then(KeyAction::Down { value })
                    .then(KeyAction::Up { value })
            });
        Ok(self.client().perform_actions(hands).await?)
    }

    /// Leads the focus to an element with Tab, then with arrows inside a group.
    ///
    /// # Errors
    /// When there is no such element, or the keyboard does not reach it.
    pub async fn reach(&self, what: Locator<'_>) -> Result<()> {
        let target = serde_json::to_value(self.find(what).await?)?;
        for _ in 0..FAR {
            let next = self.client().execute(NEXT, vec![target.clone()]).await?;
            match next.as_str() {
                Some(key) => self.keys(&[key]).await?,
                None => return Ok(()),
            }
        }
        bail!("the keyboard does not reach {what:?}")
    }

    /// Waits until the focus is on what is read aloud with these words.
    ///
    /// # Errors
    /// When it does not come there.
    pub async fn until_focus(&self, words: &str) -> Result<()> {
        let began = Instant::now();
        loop {
            let focus = self.client().execute(FOCUS, vec![]).await?;
            let focus = focus.as_str().unwrap_or_default();
            if focus.contains(words) {
                return Ok(());
            }
            if began.elapsed() > PATIENCE {
                bail!(
                    "the focus is on {focus:?}, not {words:?}; the page says:\n{}",
                    self.text().await?
                );
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Waits until the page says these words.
    ///
    /// # Errors
    /// When it does not.
    pub async fn until_says(&self, words: &str) -> Result<()> {
        let began = Instant::now();
        loop {
            let text = self.text().await?;
            if text.contains(words) {
                return Ok(());
            }
            if began.elapsed() > PATIENCE {
                bail!("the page does not say {words:?} but:\n{text}");
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Waits until there are that many such elements; their words.
    ///
    /// # Errors
    /// When there are not.
    pub async fn until_count(&self, what: Locator<'_>, count: usize) -> Result<Vec<String>> {
        let began = Instant::now();
        loop {
            let found = self.client().find_all(what).await?;
            // Their words all at once; an element that has gone meanwhile is looked for again.
            let elements = found.iter().map(serde_json::to_value);
            let elements = elements.collect::<std::result::Result<_, _>>()?;
            let words = "return [...arguments].map((element) => element.innerText)";
            if found.len() == count
                && let Ok(words) = self.client().execute(words, elements).await
            {
                let words: Vec<String> = serde_json::from_value(words)?;
                return Ok(words.iter().map(|it| it.replace(UNBROKEN, " ")).collect());
            }
            if began.elapsed() > PATIENCE {
                bail!(
                    "{} of {what:?}, not {count}; the page says:\n{}",
                    found.len(),
                    self.text().await?
                );
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    /// Asks the program itself again and again, as the page would, until the answer is yes.
    ///
    /// # Errors
    /// When it never is.
    pub async fn until_answer(
        &self,
        command: &str,
        ready: impl Fn(&serde_json::Value) -> bool,
    ) -> Result<()> {
        let began = Instant::now();
        loop {
            let asked = json!({ "name": command, "args": null });
            let answer = self.invoke("command", asked).await?;
            if ready(&answer["answer"]) {
                return Ok(());
            }
            if began.elapsed() > PATIENCE {
                bail!("{command} still answers {answer}");
            }
            tokio::time::sleep(LOOK).await;
        }
    }
}

/// The keys held, and the one pressed.
fn chord(mut name: &str) -> (Vec<char>, &str) {
    let mut held = Vec::new();
    for (prefix, key) in [("Ctrl+", Key::Control), ("Shift+", Key::Shift)] {
        if let Some(rest) = name.strip_prefix(prefix) {
            held.push(char::from(key));
            name = rest;
        }
    }
    (held, name)
}

fn key_of(name: &str) -> Result<char> {
    Ok(match name {
        "Tab" => Key::Tab.into(),
        "Enter" => Key::Enter.into(),
        "Escape" => Key::Escape.into(),
        "Left" => Key::Left.into(),
        "Right" => Key::Right.into(),
        "Up" => Key::Up.into(),
        "Down" => Key::Down.into(),
        "Space" => ' ',
        _ => {
            let mut letters = name.chars();
            match (letters.next(), letters.next()) {
                (Some(letter), None) => letter.to_ascii_lowercase(),
                _ => bail!("no key is called {name}"),
            }
        }
    })
}
