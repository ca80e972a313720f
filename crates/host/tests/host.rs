//! The app opened on this computer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::sync::{Arc, Weak};
use std::thread;
use std::time::{Duration, Instant};

use escale_app::api::FailureCode;
use escale_app::ports::{Event, Screens};
use escale_host::host::{self, HostOptions};
use serde_json::Value;

struct Nobody;

impl Screens for Nobody {
    fn tell(&self, _: Event) {}
}

fn open(folder: &std::path::Path) -> host::Host {
    let options = HostOptions {
        app: escale_app::Options::new(folder.to_owned(), "0.0.0"),
        keyring: None,
    };
    host::open(options, Arc::new(Nobody)).unwrap()
}

#[test]
fn a_fresh_computer_answers_and_has_no_notebook() {
    let place = tempfile::tempdir().unwrap();
    let host = open(place.path());
    let state = host.command("app_state", Value::Null).unwrap();
    assert_eq!(state["phase"], "fresh", "{state}");
    assert_eq!(state["keyring"], "unavailable", "{state}");
    let failure = host.command("today", Value::Null).unwrap_err();
    assert_eq!(failure.code, FailureCode::Locked);
    assert_eq!(
        std::fs::read_dir(place.path()).unwrap().count(),
        0,
        "something was written"
    );
}

#[test]
fn dropped_it_leaves_nothing_running() {
    let place = tempfile::tempdir().unwrap();
    let host = open(place.path());
    let app: Weak<_> = Arc::downgrade(host.app());
    drop(host);
    // The thread of the exchanges and that of the network let the app go on their own time.
    let limit = Instant::now() + Duration::from_secs(20);
    while app.strong_count() > 0 {
        assert!(Instant::now() < limit, "something still holds the app");
        thread::yield_now();
    }
}
