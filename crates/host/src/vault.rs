//! The system's keyring, which holds this computer's half of the notebook's key.
//!
//! Invariants: absence of an entry ([`Ok(None)`]) is never confused with a keyring that cannot
//! be read; a call returns within the vault's patience although the system may be asking the
//! person something; two calls never overlap, so a write that outlived its caller cannot land
//! after a newer one.
//!
//! The store is opened anew for each call instead of through `keyring::Entry::new`, which
//! remembers its first failure until the program ends: a session whose keyring starts late, or
//! restarts, is served.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use data_encoding::BASE64;
use escale_app::ports::{Vault, VaultError};
use keyring::{Entry, Error};
use zeroize::Zeroizing;

/// How long the person may take to answer the system's own question before the app is told to
/// ask again later.
const PATIENCE: Duration = Duration::from_secs(10);

/// The keyring of the person's session.
#[derive(Debug)]
pub struct Keyring {
    service: String,
    patience: Duration,
    turn: Arc<Turn>,
}

impl Keyring {
    /// The entries kept under this service name. Two notebooks of one person must differ by
    /// service or by entry name.
    #[must_use]
    pub fn new(service: impl Into<String>) -> Self {
        Self {
            service: service.into(),
            patience: PATIENCE,
            turn: Arc::default(),
        }
    }

    /// The same, waiting no longer than that for an answer.
    #[must_use]
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Does one thing with one entry on a thread of its own, since the system's prompt may
    /// block it for as long as it likes.
    fn with<T: Send + 'static>(
        &self,
        name: &str,
        act: impl FnOnce(&Entry) -> keyring::Result<T> + Send + 'static,
    ) -> Result<T, VaultError> {
        let deadline = Instant::now() + self.patience;
        let mine = Turn::take(&self.turn, deadline).ok_or(VaultError::Refused)?;
        let (service, name) = (self.service.clone(), name.to_owned());
        let (result, wait) = mpsc::sync_channel(1);
        thread::Builder::new()
            .name("escale-keyring".to_owned())
            .spawn(move || {
                let done = open(&service, &name)
                    .and_then(|entry| act(&entry).map_err(|error| refusal(&error)));
                drop(mine);
                // The caller may have stopped waiting.
                let _ = result.send(done);
            })
            .map_err(|_| VaultError::Unavailable)?;
        match wait.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(done) => done,
            Err(RecvTimeoutError::Timeout) => Err(VaultError::Refused),
            Err(RecvTimeoutError::Disconnected) => Err(VaultError::Unavailable),
        }
    }
}

impl Vault for Keyring {
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError> {
        let text = self.with(name, |entry| match entry.get_password() {
            Ok(text) => Ok(Some(Zeroizing::new(text))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(error),
        })?;
        let Some(text) = text else { return Ok(None) };
        match BASE64.decode(text.as_bytes()) {
            Ok(secret) => Ok(Some(Zeroizing::new(secret))),
            Err(_) => {
                tracing::error!("the keyring's entry is not one of ours");
                Err(VaultError::Refused)
            }
        }
    }

    fn set(&self, name: &str, secret: &[u8]) -> Result<(), VaultError> {
        // Text, because KWallet keeps nothing else.
        let text = Zeroizing::new(BASE64.encode(secret));
        self.with(name, move |entry| entry.set_password(&text))
    }

    fn remove(&self, name: &str) -> Result<(), VaultError> {
        self.with(name, |entry| match entry.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(error),
        })
    }
}

/// A computer without a keyring, by choice of the host (demonstrations, tests).
#[derive(Debug, Clone, Copy, Default)]
pub struct NoKeyring;

impl Vault for NoKeyring {
    fn get(&self, _: &str) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError> {
        Err(VaultError::Unavailable)
    }

    fn set(&self, _: &str, _: &[u8]) -> Result<(), VaultError> {
        Err(VaultError::Unavailable)
    }

    fn remove(&self, _: &str) -> Result<(), VaultError> {
        Err(VaultError::Unavailable)
    }
}

/// Opens the system's store and names one entry in it.
fn open(service: &str, name: &str) -> Result<Entry, VaultError> {
    let inner = platform::entry(service, name).map_err(|error| {
        tracing::warn!(kind = kind(&error), "no keyring");
        VaultError::Unavailable
    })?;
    Ok(Entry { inner })
}

/// What a failure means, once the keyring has answered.
fn refusal(error: &Error) -> VaultError {
    tracing::warn!(kind = kind(error), "the keyring failed");
    match error {
        Error::PlatformFailure(_) | Error::NoDefaultStore | Error::NotSupportedByStore(_) => {
            VaultError::Unavailable
        }
        _ => VaultError::Refused,
    }
}

/// A word for the journal. The whole error is kept out of it: some variants carry the secret.
fn kind(error: &Error) -> &'static str {
    match error {
        Error::PlatformFailure(_) => "platform",
        Error::NoStorageAccess(_) => "locked",
        Error::NoEntry => "no-entry",
        Error::BadEncoding(_) | Error::BadDataFormat(..) | Error::BadStoreFormat(_) => "format",
        Error::Ambiguous(_) => "ambiguous",
        _ => "other",
    }
}

#[cfg(target_os = "linux")]
mod platform {
    use std::collections::HashMap;

    use keyring_core::api::CredentialStoreApi;

    pub(super) fn entry(service: &str, name: &str) -> keyring::Result<keyring_core::Entry> {
        let store = zbus_secret_service_keyring_store::Store::new()?;
        // What the person reads in the system's list of passwords.
        let label = HashMap::from([("label", "Escale")]);
        store.build(service, name, Some(&label))
    }
}

#[cfg(target_os = "windows")]
mod platform {
    use std::collections::HashMap;

    use keyring_core::api::CredentialStoreApi;

    pub(super) fn entry(service: &str, name: &str) -> keyring::Result<keyring_core::Entry> {
        let store = windows_native_keyring_store::Store::new()?;
        // "Enterprise", the default, would carry the secret to other computers of the domain.
        let local = HashMap::from([("persistence", "Local")]);
        store.build(service, name, Some(&local))
    }
}

#[cfg(target_os = "macos")]
mod platform {
    use keyring_core::api::CredentialStoreApi;

    pub(super) fn entry(service: &str, name: &str) -> keyring::Result<keyring_core::Entry> {
        apple_native_keyring_store::keychain::Store::new()?.build(service, name, None)
    }
}

/// One call at a time, even when the caller of the previous one has given up.
#[derive(Debug, Default)]
struct Turn {
    taken: Mutex<bool>,
    free: Condvar,
}

impl Turn {
    /// Waits for the turn until `deadline`.
    fn take(turn: &Arc<Self>, deadline: Instant) -> Option<Mine> {
        let taken = turn.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let left = deadline.saturating_duration_since(Instant::now());
        let (mut taken, _) = turn
            .free
            .wait_timeout_while(taken, left, |taken| *taken)
            .unwrap_or_else(PoisonError::into_inner);
        if *taken {
            return None;
        }
        *taken = true;
        Some(Mine(Arc::clone(turn)))
    }
}

/// The turn, given back when dropped.
struct Mine(Arc<Turn>);

impl Drop for Mine {
    fn drop(&mut self) {
        *self.0.taken.lock().unwrap_or_else(PoisonError::into_inner) = false;
        self.0.free.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_that_outlives_its_caller_keeps_its_turn() {
        let vault = Keyring::new("test").with_patience(Duration::from_millis(50));
        let first = Turn::take(&vault.turn, Instant::now()).unwrap();
        assert_eq!(vault.set("key", b"newer"), Err(VaultError::Refused));
        drop(first);
        assert!(Turn::take(&vault.turn, Instant::now()).is_some());
    }

    #[test]
    fn no_keyring_is_not_an_empty_keyring() {
        assert_eq!(NoKeyring.get("key"), Err(VaultError::Unavailable));
        assert_eq!(
            NoKeyring.set("key", b"secret"),
            Err(VaultError::Unavailable)
        );
    }
}
