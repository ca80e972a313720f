//! The vault against a real keyring: a session bus and gnome-keyring of the test's own, in a
//! home of its own. Needs the packages `dbus` and `gnome-keyring`.
//!
//! A program finds its session bus in its environment, so each story runs in a child of this
//! test program whose environment names a bus that the story itself starts and stops.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use escale_app::ports::{Vault, VaultError};
use escale_host::vault::Keyring;

/// Set in the child: a story run otherwise would write in the developer's own keyring.
const TOLD: &str = "ESCALE_TEST_STORY";

const SECRET: &[u8] = &[0, 1, 2, 250, 251, 255];

/// Runs a story below in a child with its own home and the address of a bus not yet started.
fn tell(story: &str) {
    let home = tempfile::tempdir().unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", story, "--ignored", "--nocapture"])
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", home.path().join("data"))
        .env("XDG_RUNTIME_DIR", home.path())
        .env(
            "DBUS_SESSION_BUS_ADDRESS",
            format!("unix:path={}", bus_path(home.path()).display()),
        )
        .env(TOLD, "yes")
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && told.contains("1 passed"),
        "{told}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

fn bus_path(home: &Path) -> PathBuf {
    home.join("bus")
}

/// A session bus, until dropped.
struct Bus(Child);

impl Bus {
    fn start() -> Self {
        let home = PathBuf::from(std::env::var_os("HOME").unwrap());
        let _ = std::fs::remove_file(bus_path(&home));
        let address = std::env::var("DBUS_SESSION_BUS_ADDRESS").unwrap();
        let mut bus = Command::new("dbus-daemon")
            .args([
                "--session",
                "--nofork",
                "--print-address",
                "--address",
                &address,
            ])
            .stdout(Stdio::piped())
            .spawn()
            .expect("the package dbus is needed");
        // It prints its address once it listens.
        let mut line = String::new();
        BufReader::new(bus.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        assert!(line.starts_with("unix:path="), "{line}");
        Self(bus)
    }
}

impl Drop for Bus {
    /// The keyring's daemon leaves with its bus.
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

/// Starts the keyring as a login would: it is ready when the command ends.
fn log_in(password: &str) {
    let mut daemon = Command::new("gnome-keyring-daemon")
        .args(["--unlock", "--components=secrets"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the package gnome-keyring is needed");
    daemon
        .stdin
        .take()
        .unwrap()
        .write_all(password.as_bytes())
        .unwrap();
    assert!(daemon.wait().unwrap().success());
}

fn vault() -> Keyring {
    assert!(
        std::env::var_os(TOLD).is_some(),
        "stories are run by the tests of their subject"
    );
    Keyring::new("escale-test")
}

#[test]
fn a_secret_is_kept_replaced_and_removed() {
    tell("story_of_a_secret");
}

#[test]
#[ignore = "run by the test of the same subject, in its own session"]
fn story_of_a_secret() {
    let _bus = Bus::start();
    log_in("mot de passe");
    let vault = vault();
    assert_eq!(vault.get("key").unwrap(), None);
    vault.set("key", SECRET).unwrap();
    assert_eq!(vault.get("key").unwrap().unwrap().as_slice(), SECRET);
    assert_eq!(vault.get("other").unwrap(), None);
    vault.set("key", b"newer").unwrap();
    assert_eq!(vault.get("key").unwrap().unwrap().as_slice(), b"newer");
    vault.remove("key").unwrap();
    assert_eq!(vault.get("key").unwrap(), None);
    vault.remove("key").unwrap();
}

#[test]
fn a_locked_keyring_is_not_an_empty_one() {
    tell("story_of_a_locked_keyring");
}

#[test]
#[ignore = "run by the test of the same subject, in its own session"]
fn story_of_a_locked_keyring() {
    let first = Bus::start();
    log_in("mot de passe");
    vault().set("key", SECRET).unwrap();
    drop(first);

    // Another session of the same person, whose keyring nobody has unlocked.
    let second = Bus::start();
    assert_eq!(vault().get("key"), Err(VaultError::Refused));
    assert_eq!(vault().set("key", b"newer"), Err(VaultError::Refused));
    drop(second);

    let _third = Bus::start();
    log_in("mot de passe");
    assert_eq!(vault().get("key").unwrap().unwrap().as_slice(), SECRET);
}

#[test]
fn a_keyring_that_starts_late_or_again_is_found() {
    tell("story_of_a_late_keyring");
}

#[test]
#[ignore = "run by the test of the same subject, in its own session"]
fn story_of_a_late_keyring() {
    let vault = vault();
    assert_eq!(vault.get("key"), Err(VaultError::Unavailable));
    assert_eq!(vault.set("key", SECRET), Err(VaultError::Unavailable));

    let first = Bus::start();
    log_in("mot de passe");
    vault.set("key", SECRET).unwrap();
    drop(first);
    assert_eq!(vault.get("key"), Err(VaultError::Unavailable));

    let _again = Bus::start();
    log_in("mot de passe");
    assert_eq!(vault.get("key").unwrap().unwrap().as_slice(), SECRET);
}

#[test]
fn a_keyring_that_never_answers_is_not_waited_for() {
    tell("story_of_a_mute_keyring");
}

#[test]
#[ignore = "run by the test of the same subject, in its own session"]
fn story_of_a_mute_keyring() {
    let home = PathBuf::from(std::env::var_os("HOME").unwrap());
    // A bus that accepts and says nothing.
    let _mute = std::os::unix::net::UnixListener::bind(bus_path(&home)).unwrap();
    let vault = vault().with_patience(Duration::from_millis(200));
    let start = Instant::now();
    assert_eq!(vault.get("key"), Err(VaultError::Refused));
    // The first call still holds its turn: a later write must not overtake it.
    assert_eq!(vault.set("key", b"newer"), Err(VaultError::Refused));
    assert!(start.elapsed() < Duration::from_secs(5));
}
