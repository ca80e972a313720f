//! The one window: what it shows is inside the program, and it goes nowhere else.

use tauri::webview::NewWindowResponse;
use tauri::{App, Url, WebviewUrl, WebviewWindowBuilder};

/// The page that shows the lock screen by itself, before its scripts are read.
const LOCKED: &str = "verrou.html";

/// Opens the window described in `tauri.conf.json`, on the lock screen when there is a notebook to
/// open. It is not opened from there because what it must refuse can only be said here.
pub(crate) fn open(app: &App, locked: bool) -> tauri::Result<()> {
    for config in &app.config().app.windows {
        let mut config = config.clone();
        if locked {
            config.url = WebviewUrl::App(LOCKED.into());
        }
        WebviewWindowBuilder::from_config(app, &config)?
            // Nothing of the page stays on disk. Only a web view with a profile can be driven.
            .incognito(!cfg!(feature = "automation"))
            .on_navigation(is_ours)
            .on_new_window(|_, _| NewWindowResponse::Deny)
            .on_download(|_, _| false)
            .build()?;
    }
    Ok(())
}

/// Is this page one of those inside the program?
fn is_ours(url: &Url) -> bool {
    match (url.scheme(), url.host_str()) {
        ("tauri", Some("localhost")) => true,
        // Windows cannot give a page a scheme of its own.
        ("http" | "https", Some("tauri.localhost")) => cfg!(windows),
        // Where every web view begins.
        ("about", None) => url.path() == "blank",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(url: &str) -> bool {
        is_ours(&url.parse().unwrap())
    }

    #[test]
    fn only_the_pages_inside_the_program_are_ours() {
        assert!(judged("tauri://localhost/index.html#/seances"));
        assert!(judged("tauri://localhost/verrou.html"));
        assert!(judged("about:blank"));
        for elsewhere in [
            "https://example.org/",
            "http://localhost/",
            "tauri://example.org/",
            "file:///etc/passwd",
            "data:text/html,<p>",
            "about:srcdoc",
            "javascript:alert(1)",
        ] {
            assert!(!judged(elsewhere), "{elsewhere}");
        }
    }
}
