//! Escale on the desktop: a window, and the adapters that only a desktop has.
//!
//! Behaviour lives in `escale_app`; this program passes commands down, events up, and closes the
//! notebook when the person leaves, the computer sleeps, or the window goes.

// No console behind the window on Windows.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod bridge;
mod journal;
mod notebook;
mod platform;
mod save;
mod watch;
mod window;

use tauri::{Manager as _, RunEvent};

use crate::notebook::Notebook;

fn main() {
    platform::harden();
    platform::ready_for_window();
    refuse_automation();
    let Some(folder) = escale_host::paths::data_folder() else {
        give_up("no home folder on this account");
    };
    if let Err(error) = escale_host::paths::ensure_private(&folder) {
        give_up(&format!("{}: {error}", folder.display()));
    }
    // Without a journal the program still works.
    let _ = journal::start(&folder);
    tracing::info!(version = env!("CARGO_PKG_VERSION"), "started");

    let mut builder = tauri::Builder::default();
    // A courtesy: the window already open comes forward. What keeps two programs from one
    // notebook is the notebook's own lock. A data folder of one's own is a copy of one's own.
    if platform::knows_other_instances() && std::env::var_os("ESCALE_DATA_DIR").is_none() {
        builder = builder.plugin(tauri_plugin_single_instance::init(|app, _, _| {
            if let Some(window) = app.get_webview_window("main") {
                let _ = window.unminimize();
                let _ = window.set_focus();
            }
        }));
    }
    let built = builder
        .invoke_handler(tauri::generate_handler![bridge::command, save::save_file])
        .setup(move |app| {
            // The page is fetched and drawn by a process of its own while the rest gets ready; what
            // it asks is answered once this function has returned.
            window::open(app, Notebook::waits(&folder))?;
            let notebook = Notebook::new(&folder, bridge::Window::new(app.handle().clone()))?;
            watch::start(notebook.clone())?;
            watch::end_with_session(app.handle().clone());
            app.manage(notebook);
            Ok(())
        })
        .build(tauri::generate_context!());
    match built {
        Ok(app) => app.run(|app, event| {
            if matches!(event, RunEvent::Exit) {
                app.state::<Notebook>().lock();
                tracing::info!("ended");
            }
        }),
        Err(error) => give_up(&error.to_string()),
    }
}

/// The web view would let any program drive it that sets this variable, in releases too.
#[cfg(not(feature = "automation"))]
#[allow(unsafe_code)]
fn refuse_automation() {
    // SAFETY: called first in `main`, while there is one thread.
    unsafe { std::env::remove_var("TAURI_WEBVIEW_AUTOMATION") };
}

#[cfg(feature = "automation")]
fn refuse_automation() {}

/// Ends the program before it has a window to say why.
#[allow(clippy::print_stderr)]
fn give_up(why: &str) -> ! {
    tracing::error!(why, "cannot start");
    eprintln!("escale: {why}");
    std::process::exit(1)
}
