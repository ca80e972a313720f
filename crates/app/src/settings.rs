//! What a person chooses for this laptop. Kept in the notebook, and readable before unlocking
//! only by its defaults.

use crate::api::settings::Settings;
use crate::open::Open;
use crate::{App, Failure, Result};

/// Minutes before the lock, until a person chooses.
pub(crate) const IDLE_LOCK_MINUTES: u32 = 10;
const KEY: &str = "screen";

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

/// The settings; the usual ones while the notebook is locked.
///
/// # Errors
/// When the notebook cannot be read.
pub fn get(app: &App, (): ()) -> Result<Settings> {
    match app.open() {
        Ok(open) => read(&open),
        Err(_) => Ok(Settings::default()),
    }
}

/// Keeps the settings, each brought within its limits.
///
/// # Errors
/// `locked`, or what the disk says.
pub fn set(app: &App, chosen: Settings) -> Result<Settings> {
    let open = app.open()?;
    let kept = Settings {
        text_percent: chosen.text_percent.clamp(100, 200),
        idle_lock_minutes: chosen.idle_lock_minutes.clamp(2, 15),
        ..chosen
    };
    let text = serde_json::to_string(&kept)?;
    open.notebook
        .commit(|tx| Ok::<_, Failure>(tx.set_setting(KEY, &text)?))?;
    app.set_idle_lock(kept.idle_lock_minutes);
    Ok(kept)
}
