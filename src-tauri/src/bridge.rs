//! Between the page and the application: one command down, one event up.

use std::sync::Once;

use escale_app::api::{Failure, FailureCode};
use escale_app::ports::{Event, Screens};
use serde_json::Value;
use tauri::{AppHandle, Emitter as _, State};

use crate::notebook::Notebook;

/// The event under which the page hears everything.
const EVENT: &str = "escale";

/// Does what the page asks. Commands read the disk and the network: they never run on the
/// thread that draws the window.
#[tauri::command]
pub(crate) async fn command(
    name: String,
    args: Option<Value>,
    notebook: State<'_, Notebook>,
) -> Result<Value, Failure> {
    static PAGE: Once = Once::new();
    PAGE.call_once(|| tracing::info!("the page is there"));
    let notebook = notebook.inner().clone();
    tauri::async_runtime::spawn_blocking(move || notebook.command(&name, args.unwrap_or_default()))
        .await
        // A panic, which the journal has already placed.
        .unwrap_or_else(|_| Err(Failure::new(FailureCode::Unexpected)))
}

/// The page, as the application sees it.
pub(crate) struct Window {
    app: AppHandle,
}

impl Window {
    pub(crate) fn new(app: AppHandle) -> Self {
        Self { app }
    }
}

impl Screens for Window {
    fn tell(&self, event: Event) {
        if let Err(error) = self.app.emit(EVENT, event) {
            tracing::warn!(%error, "the page was not told");
        }
    }
}
