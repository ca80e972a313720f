//! A window with an empty page: what Tauri and the system's web view cost by themselves, the
//! yardstick for Escale's own start.
//!
//! Prints `ready` when the page has loaded, and stays open.

#![allow(clippy::print_stdout, clippy::expect_used)]

use tauri::http::Response;
use tauri::webview::PageLoadEvent;
use tauri::{WebviewUrl, WebviewWindowBuilder};

// Where a program's own scheme begins, which Windows can only show as a host.
const PAGE: &str = if cfg!(windows) {
    "http://empty.localhost/"
} else {
    "empty://localhost/"
};

fn main() {
    tauri::Builder::default()
        .register_uri_scheme_protocol("empty", |_, _| {
            Response::builder()
                .header("content-type", "text/html")
                .body(b"<!doctype html><title>Empty</title>".as_slice())
                .expect("an answer without surprises")
        })
        .setup(|app| {
            WebviewWindowBuilder::new(app, "empty", WebviewUrl::CustomProtocol(PAGE.parse()?))
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
