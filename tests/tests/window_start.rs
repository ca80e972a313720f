//! The real program, in a real window: it starts, shows its first screen, and ends cleanly.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::fs;

use escale_tests::window::{Home, Keyring, Window};
use fantoccini::Locator;
use serde_json::json;

#[tokio::test]
async fn a_new_computer_is_asked_to_enrol() {
    let home = Home::new().unwrap();
    let window = Window::open(&home, Keyring::Unlocked).await.unwrap();
    window.find(Locator::Css("h1")).await.unwrap();

    let asked = window
        .invoke("command", json!({ "name": "app_state", "args": null }))
        .await
        .unwrap();
    assert_eq!(asked["answer"]["phase"], "fresh", "{asked}");
    assert_eq!(asked["answer"]["keyring"], "available", "{asked}");
    let words = window.text().await.unwrap();
    assert!(
        words.contains("Code d’enrôlement"),
        "the first screen asks for the enrolment code: {words}"
    );
    window.keep_picture("window-enrol").await.unwrap();

    window.close().unwrap();
    let journal = fs::read_to_string(home.data().join("journal.log")).unwrap();
    assert!(journal.contains("ended"), "a clean end: {journal}");
    assert!(!journal.contains("panic"), "{journal}");
}

#[tokio::test]
async fn without_a_keyring_it_starts_and_says_so() {
    let home = Home::new().unwrap();
    let window = Window::open(&home, Keyring::None).await.unwrap();
    let asked = window
        .invoke("command", json!({ "name": "app_state", "args": null }))
        .await
        .unwrap();
    assert_eq!(asked["answer"]["phase"], "fresh", "{asked}");
    assert_eq!(asked["answer"]["keyring"], "unavailable", "{asked}");
}

#[tokio::test]
async fn the_page_has_no_right_but_its_command() {
    let home = Home::new().unwrap();
    let window = Window::open(&home, Keyring::None).await.unwrap();

    let locked = window
        .invoke("command", json!({ "name": "today", "args": null }))
        .await
        .unwrap();
    assert_eq!(locked["refused"]["code"], "locked", "{locked}");
    for right in [
        "plugin:window|close",
        "plugin:webview|create_webview_window",
        "plugin:event|emit",
        "plugin:path|resolve_directory",
    ] {
        let asked = window.invoke(right, json!({})).await.unwrap();
        assert!(
            asked["refused"]
                .as_str()
                .is_some_and(|why| why.contains("not allowed")),
            "{right}: {asked}"
        );
    }

    let client = window.client();
    let here = client.current_url().await.unwrap();
    for script in [
        "location.href = 'https://example.org/'",
        "window.open('https://example.org/')",
    ] {
        // Refused without an error that the page could see.
        let _ = client.execute(script, vec![]).await;
        assert_eq!(client.current_url().await.unwrap(), here, "{script}");
        assert_eq!(client.windows().await.unwrap().len(), 1, "{script}");
    }
    let fetched = client
        .execute_async(
            "const done = arguments[0];
            fetch('http://127.0.0.1:9/').then(() => done('sent'), () => done('refused'));
            document.addEventListener('securitypolicyviolation', (event) => done(event.effectiveDirective));",
            vec![],
        )
        .await
        .unwrap();
    assert_eq!(
        fetched, "connect-src",
        "the content policy stops the page's own requests"
    );
}
