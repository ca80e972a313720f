//! What a person chooses for this laptop. Kept in the notebook; what concerns the eyes is copied
//! beside it, so that the lock screen can be read by who needs large text. That copy says nothing
//! of anybody and nothing depends on it.

use std::io;
use std::path::{Path, PathBuf};

use crate::api::settings::{Settings, ThemeChoice};
use crate::open::Open;
use crate::{App, Failure, Result};

/// Minutes before the lock, until a person chooses.
pub(crate) const IDLE_LOCK_MINUTES: u32 = 10;
const KEY: &str = "screen";
/// The copy for the lock screen.
const LOOK: &str = "look.json";

/// The settings kept in an open notebook.
pub(crate) fn read(open: &Open) -> Result<Settings> {
    let kept = open
        .notebook
        .read(|reader| Ok::<_, Failure>(reader.setting(KEY)?))?;
    // A choice of a newer version falls back to the usual ones rather than to an error.
    Ok(kept
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default())
}

/// Keeps settings in an open notebook.
pub(crate) fn keep(open: &Open, settings: &Settings) -> Result<()> {
    let text = serde_json::to_string(settings)?;
    open.notebook
        .commit(|tx| Ok::<_, Failure>(tx.set_setting(KEY, &text)?))
}

/// What the lock screen follows. A file of another version, or damaged, is none.
#[derive(serde::Serialize, serde::Deserialize)]
struct Look {
    theme: ThemeChoice,
    text_percent: u32,
    reduced_motion: bool,
}

impl Look {
    fn path(app: &App) -> PathBuf {
        app.options.folder.join(LOOK)
    }

    fn of(settings: &Settings) -> Self {
        Self {
            theme: settings.theme,
            text_percent: settings.text_percent,
            reduced_motion: settings.reduced_motion,
        }
    }

    fn keep(&self, path: &Path) -> io::Result<()> {
        // Whole or absent: the next start may come at any moment.
        let partial = path.with_extension("partial");
        std::fs::write(&partial, serde_json::to_vec(self)?)?;
        std::fs::rename(&partial, path)
    }

    fn settings(path: &Path) -> Option<Settings> {
        let look: Self = serde_json::from_slice(&std::fs::read(path).ok()?).ok()?;
        Some(within(Settings {
            theme: look.theme,
            text_percent: look.text_percent,
            reduced_motion: look.reduced_motion,
            ..Settings::default()
        }))
    }
}

/// Longest name of a shortcut and longest keys, in characters: what the screens write is shorter.
const SHORTCUT_MAX: usize = 32;

fn within(chosen: Settings) -> Settings {
    let short = |text: &str| !text.is_empty() && text.chars().count() <= SHORTCUT_MAX;
    let mut shortcuts = chosen.shortcuts;
    shortcuts.retain(|name, keys| short(name) && short(keys));
    Settings {
        shortcuts,
        text_percent: chosen.text_percent.clamp(100, 200),
        idle_lock_minutes: chosen.idle_lock_minutes.clamp(2, 15),
        ..chosen
    }
}

/// The settings; while the notebook is locked, those of the eyes and the usual others.
///
/// # Errors
/// When the notebook cannot be read.
pub fn get(app: &App, (): ()) -> Result<Settings> {
    match app.open() {
        Ok(open) => read(&open),
        Err(_) => Ok(Look::settings(&Look::path(app)).unwrap_or_default()),
    }
}

/// Keeps the settings, each brought within its limits.
///
/// # Errors
/// `locked`, or what the disk says.
pub fn set(app: &App, chosen: Settings) -> Result<Settings> {
    let open = app.open()?;
    let kept = within(chosen);
    keep(&open, &kept)?;
    app.set_idle_lock(kept.idle_lock_minutes);
    if open.practice {
        // What is tried there changes nothing outside it, not even the look of the lock screen.
        return Ok(kept);
    }
    if let Err(error) = Look::of(&kept).keep(&Look::path(app)) {
        // The choice itself is kept: only the lock screen keeps its earlier look.
        tracing::warn!(kind = ?error.kind(), "the look of the lock screen was not kept");
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_screen_follows_the_eyes_and_survives_any_file() {
        let folder = std::env::temp_dir().join(format!("escale-look-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join(LOOK);
        assert_eq!(Look::settings(&path), None);
        let chosen = Settings {
            theme: ThemeChoice::Dark,
            text_percent: 175,
            reduced_motion: true,
            idle_lock_minutes: 2,
            ..Settings::default()
        };
        Look::of(&chosen).keep(&path).unwrap();
        let usual = Settings::default().idle_lock_minutes;
        let expected = Settings {
            idle_lock_minutes: usual,
            ..chosen
        };
        assert_eq!(Look::settings(&path), Some(expected));
        std::fs::write(
            &path,
            r#"{"theme":"dark","text_percent":9000,"reduced_motion":false}"#,
        )
        .unwrap();
        assert_eq!(
            Look::settings(&path).map(|look| look.text_percent),
            Some(200)
        );
        for damaged in [
            "",
            "{",
            r#"{"theme":"sepia","text_percent":100,"reduced_motion":false}"#,
        ] {
            std::fs::write(&path, damaged).unwrap();
            assert_eq!(Look::settings(&path), None, "{damaged}");
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
