//! Saving a file: the person chooses where in the system's own dialog; the page never names a
//! path, and never learns which one was chosen. If the notebook closed while the dialog was open,
//! nothing is written: whoever answers it then may be somebody else.

use std::path::PathBuf;

use escale_app::api::file::FileOut;
use escale_app::api::{Failure, FailureCode};
use tauri::{State, WebviewWindow};

use crate::notebook::Notebook;

/// Asks where and writes. Whether it was written: `false` when the person changed her mind.
#[tauri::command]
pub(crate) async fn save_file(
    window: WebviewWindow,
    notebook: State<'_, Notebook>,
    file: FileOut,
) -> Result<bool, Failure> {
    let opening = notebook.opening()?;
    let name = escale_host::save::name(&file)?.to_owned();
    let Some(path) = choose(&window, &name).await else {
        return Ok(false);
    };
    notebook.still(&opening)?;
    tauri::async_runtime::spawn_blocking(move || escale_host::save::write(&path, &file))
        .await
        .unwrap_or_else(|_| Err(Failure::new(FailureCode::Unexpected)))?;
    Ok(true)
}

/// Where the person wants it.
async fn choose(window: &WebviewWindow, name: &str) -> Option<PathBuf> {
    if let Some(folder) = folder_of_tests() {
        return Some(folder.join(name));
    }
    let ending = name.rsplit('.').next().unwrap_or_default();
    let chosen = rfd::AsyncFileDialog::new()
        .set_parent(window)
        .set_title("Enregistrer le fichier")
        .set_file_name(name)
        .add_filter(ending.to_uppercase(), &[ending])
        .save_file()
        .await?;
    Some(chosen.path().to_owned())
}

/// Tests cannot answer a dialog of the system: they say beforehand where, and the dialog itself is
/// then not shown, hence not tested. Everything before and after it is the same.
#[cfg(feature = "automation")]
fn folder_of_tests() -> Option<PathBuf> {
    std::env::var_os("ESCALE_SAVE_DIR").map(PathBuf::from)
}

#[cfg(not(feature = "automation"))]
fn folder_of_tests() -> Option<PathBuf> {
    None
}
