//! A window with an empty page: what Tauri and the system's web view cost by themselves, the
//! yardstick for Escale's own start.
//!
//! Prints `ready` when the page has loaded, and stays open.

#![allow(clippy::print_stdout, clippy::expect_used)]

use tauri::webview::PageLoadEvent;
use tauri::{WebviewUrl, WebviewWindowBuilder};

fn main() {
    tauri::Builder::default()
        .setup(|app| {
            let page = WebviewUrl::External("about:blank".parse()?);
            WebviewWindowBuilder::new(app, "empty", page)
                .title("Empty")
                .inner_size(1180.0, 760.0)
                .incognito(true)
                .on_page_load(|_, load| {
                    if load.event() == PageLoadEvent::Finished {
                        println!("ready");
                    }
                })
                .build()?;
            Ok(())
        })
        .run(tauri::generate_context!())
        .expect("an empty window opens");
}
