//! Enrol, unlock, lock. The key exists in memory only while the notebook is open, or wrapped by
//! the quick code; a keyring that has lost its half leads to recovery, never to a new key.

mod enrol;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use escale_domain::passphrase;
use escale_store::key::KeyringSecret;
use escale_store::slots::{QuickPin, Slots};
use escale_store::{Key, Notebook};
use zeroize::Zeroizing;

pub use self::enrol::{enrol, suggest};
use crate::api::access::{Adviser, AppState, KeyringState, Phase, Pin, Unlock};
use crate::api::failure::FailureCode;
use crate::open::Open;
use crate::ports::{Event, VaultError};
use crate::{App, Failure, Result, held, settings, time};

/// Folder of the notebook inside the person's data folder.
const NOTEBOOK: &str = "carnet";

/// What the lock screen needs, in memory.
#[derive(Default)]
pub(crate) struct Access {
    pin: Option<QuickPin>,
    /// When something was last done here, milliseconds of the clock that never goes back.
    last_activity_ms: u64,
    idle_lock_minutes: Option<u32>,
    /// What the keyring last said. Asked once, then again by each try to unlock: a keyring that
    /// does not answer must not hold the lock screen at each of its questions.
    keyring: Option<KeyringState>,
    /// The keyring said that it holds nothing for the notebook on disk.
    keyring_lost: bool,
    /// The code last shown to the server and the seed of the key shown with it. The answer may be
    /// lost on the way: a code serves once, and the server gives the same identity to the same key.
    shown: Option<(String, Zeroizing<[u8; 32]>)>,
}

/// Whether there is a notebook in the person's data folder. Reads nothing of it.
#[must_use]
pub fn has_notebook(folder: &Path) -> bool {
    let folder = folder.join(NOTEBOOK);
    Slots::exist(&folder) || Notebook::exists(&folder)
}

pub(crate) fn vault_name(db_uuid: &str) -> String {
    format!("carnet-{db_uuid}")
}

/// Whether a file or folder of the data folder is one that this program made.
pub(crate) fn is_ours(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| {
        [NOTEBOOK, enrol::MAKING, crate::practice::FOLDER].contains(&name)
            || ["carnet-", "look.", "journal."]
                .iter()
                .any(|begins| name.starts_with(begins))
    })
}

impl App {
    pub(crate) fn notebook_folder(&self) -> PathBuf {
        self.options.folder.join(NOTEBOOK)
    }

    /// The keyring's half for the notebook on disk.
    fn keyring_secret(&self, slots: &Slots) -> Result<Option<KeyringSecret>> {
        if !slots.need_keyring() {
            return Ok(None);
        }
        let answer = self.ports.vault.get(&vault_name(&slots.binding().db_uuid));
        {
            let mut access = held(&self.access);
            access.keyring = Some(match answer {
                Ok(_) => KeyringState::Available,
                Err(_) => KeyringState::Unavailable,
            });
            access.keyring_lost = matches!(answer, Ok(None));
        }
        match answer {
            Ok(Some(bytes)) => {
                let bytes: Zeroizing<[u8; 32]> = Zeroizing::new(
                    bytes
                        .as_slice()
                        .try_into()
                        .map_err(|_| Failure::new(FailureCode::KeyringLost))?,
                );
                Ok(Some(KeyringSecret::from_bytes(*bytes)))
            }
            Ok(None) => Err(Failure::new(FailureCode::KeyringLost)),
            Err(VaultError::Unavailable | VaultError::Refused) => {
                Err(Failure::new(FailureCode::KeyringUnavailable))
            }
        }
    }

    /// Whether a keyring answers and has a part in opening the notebook of this folder.
    fn keyring(&self) -> KeyringState {
        if let Some(known) = held(&self.access).keyring {
            return known;
        }
        match Slots::load(&self.notebook_folder()) {
            Ok(slots) if slots.need_keyring() => {
                let _ = self.keyring_secret(&slots);
            }
            // This notebook's passphrase stands alone: nobody is asked, the start is not held.
            Ok(_) => held(&self.access).keyring = Some(KeyringState::Unavailable),
            Err(_) => {
                // No notebook to ask for: a name nobody uses.
                let state = match self.ports.vault.get("presence") {
                    Ok(_) => KeyringState::Available,
                    Err(_) => KeyringState::Unavailable,
                };
                held(&self.access).keyring = Some(state);
            }
        }
        held(&self.access)
            .keyring
            .unwrap_or(KeyringState::Unavailable)
    }

    fn phase(&self) -> Phase {
        if let Some(open) = held(&self.open).as_ref() {
            return match open.held() {
                Some(_) => Phase::Held,
                None => Phase::Unlocked,
            };
        }
        if self.wiped().is_some() {
            return Phase::Wiped;
        }
        if !has_notebook(&self.options.folder) {
            return Phase::Fresh;
        }
        self.keyring();
        if held(&self.access).keyring_lost {
            Phase::Recovery
        } else {
            Phase::Locked
        }
    }

    fn state(&self) -> AppState {
        let phase = self.phase();
        let now_ms = time::now_ms(&self.ports);
        let tries = held(&self.access)
            .pin
            .as_ref()
            .map_or(0, |pin| pin.tries_left(now_ms));
        let adviser = self.open().ok().map(|open| Adviser {
            id: open.enrolment.adviser.id.clone(),
            name: open.name().0.to_owned(),
            team: open.enrolment.team.name.clone(),
            device: open.enrolment.device_name.clone(),
        });
        let retry_after =
            Slots::load(&self.notebook_folder()).map_or(0, |slots| slots.wait(now_ms));
        AppState {
            keyring: self.keyring(),
            phase,
            pin_armed: tries > 0,
            pin_tries_left: tries,
            retry_after,
            adviser,
            version: self.options.version.clone(),
            demonstration: self.options.demonstration,
            idle_lock_minutes: self.idle_lock_minutes(),
            practice: self.practising(),
            hold: self.notebook().ok().and_then(|open| self.hold(&open)),
            wiped: match phase {
                Phase::Wiped => self.wiped(),
                _ => None,
            },
        }
    }

    /// The quick code opens nothing any more.
    pub(crate) fn forget_pin(&self) {
        held(&self.access).pin = None;
    }

    fn idle_lock_minutes(&self) -> u32 {
        held(&self.access)
            .idle_lock_minutes
            .unwrap_or(settings::IDLE_LOCK_MINUTES)
    }

    pub(crate) fn set_idle_lock(&self, minutes: u32) {
        held(&self.access).idle_lock_minutes = Some(minutes);
    }

    /// Somebody did something here.
    pub fn active(&self) {
        held(&self.access).last_activity_ms = self.ports.clock.monotonic_ms();
    }

    /// Locks the notebook if nobody did anything for the chosen time. Whether it did.
    pub fn lock_if_idle(&self) -> bool {
        let idle = self
            .ports
            .clock
            .monotonic_ms()
            .saturating_sub(held(&self.access).last_activity_ms);
        let limit = u64::from(self.idle_lock_minutes()) * 60_000;
        let lock = held(&self.open).is_some() && idle >= limit;
        if lock {
            self.close();
        }
        lock
    }

    /// Closes the notebook: waits for the transaction under way, forgets the key.
    pub(crate) fn close(&self) {
        let open = held(&self.open).take();
        if let Some(open) = open {
            open.notebook.close();
            if open.practice {
                self.sweep_practice();
            }
            self.ports.screens.tell(Event::Locked);
        }
    }

    /// Erases the practice space, if it can.
    fn sweep_practice(&self) {
        if let Err(error) = self.erase_practice() {
            // Encrypted under a key that no longer exists; the next entry erases it first.
            tracing::warn!(kind = ?error.kind(), "the practice space was not erased");
        }
    }

    fn enter(&self, notebook: Notebook) -> Result<()> {
        // What a crash left of it does not stay beside a notebook.
        self.sweep_practice();
        let open = Open::new(notebook)?;
        crate::projection::bring_up_to_date(&open)?;
        let chosen = settings::read(&open)?;
        self.set_idle_lock(chosen.idle_lock_minutes);
        let open = Arc::new(open);
        let waiting = open
            .notebook
            .read(|reader| Ok::<_, Failure>(reader.outbox_counts()?.records > 0))?;
        *held(&self.open) = Some(Arc::clone(&open));
        self.wait_patiently(&open, waiting);
        self.active();
        self.ask_exchange();
        self.changed(&["access"]);
        Ok(())
    }

    fn open_with(&self, key: &Key) -> Result<()> {
        self.enter(Notebook::open(
            &self.notebook_folder(),
            key,
            time::now(&self.ports),
        )?)
    }
}

/// Where the program stands.
///
/// # Errors
/// None today.
pub fn state(app: &App, (): ()) -> Result<AppState> {
    Ok(app.state())
}

/// Unlocks with the passphrase.
///
/// # Errors
/// `not_enrolled`, `wrong_passphrase`, `wait_before_retry`, `keyring_unavailable`,
/// `keyring_lost`, `damaged`, `newer_notebook`, `already_open`.
pub fn unlock(app: &App, request: Unlock) -> Result<AppState> {
    if app.notebook().is_ok() {
        return Ok(app.state());
    }
    let typed = Zeroizing::new(request.passphrase);
    let normal = Zeroizing::new(passphrase::normalise(&typed));
    let slots = Slots::load(&app.notebook_folder())?;
    let secret = app.keyring_secret(&slots)?;
    let now_ms = time::now_ms(&app.ports);
    let key = slots
        .open(&normal, secret.as_ref(), now_ms)
        .map_err(|error| {
            let failure = Failure::from(error);
            if failure.code == FailureCode::WrongPassphrase {
                failure.with("retry_after", slots.wait(now_ms))
            } else {
                failure
            }
        })?;
    app.open_with(&key)?;
    Ok(app.state())
}

/// Comes back after a lock with the quick code.
///
/// # Errors
/// `wrong_pin` with the tries left, `pin_unavailable`, or what opening says.
pub fn unlock_pin(app: &App, request: Pin) -> Result<AppState> {
    let typed = Zeroizing::new(request.pin);
    let now_ms = time::now_ms(&app.ports);
    let key = {
        let mut access = held(&app.access);
        let pin = access
            .pin
            .as_mut()
            .ok_or_else(|| Failure::new(FailureCode::PinUnavailable))?;
        pin.open(&typed, now_ms)?
    };
    if app.notebook().is_err() {
        app.open_with(&key)?;
    }
    Ok(app.state())
}

/// Arms the quick code, until the program ends or four hours have passed.
///
/// # Errors
/// `weak_pin`, `locked`; `bad_request` in the practice space, whose key opens nothing else.
pub fn set_pin(app: &App, request: Pin) -> Result<AppState> {
    let typed = Zeroizing::new(request.pin);
    if app.practising() {
        return Err(Failure::new(FailureCode::BadRequest));
    }
    if !is_pin(&typed) {
        return Err(Failure::new(FailureCode::WeakPin));
    }
    let open = app.open()?;
    let pin = open.notebook.arm_pin(
        &typed,
        app.options.cost_with_keyring,
        time::now_ms(&app.ports),
    )?;
    held(&app.access).pin = Some(pin);
    Ok(app.state())
}

/// Six digits, not all alike, not in sequence.
fn is_pin(typed: &str) -> bool {
    let digits = typed.as_bytes();
    let steps = |step: i16| {
        digits
            .windows(2)
            .all(|pair| i16::from(pair[1]) - i16::from(pair[0]) == step)
    };
    digits.len() == 6 && digits.iter().all(u8::is_ascii_digit) && ![-1, 0, 1].into_iter().any(steps)
}

/// Locks at once. What was typed is in the drafts.
///
/// # Errors
/// None today.
pub fn lock(app: &App, (): ()) -> Result<AppState> {
    app.close();
    Ok(app.state())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quick_code_is_six_digits_that_nobody_tries_first() {
        for good in ["280491", "112233", "905017"] {
            assert!(is_pin(good), "{good}");
        }
        for bad in [
            "",
            "12345",
            "1234567",
            "123456",
            "654321",
            "000000",
            "12a456",
            "١٢٣٤٥٦",
        ] {
            assert!(!is_pin(bad), "{bad}");
        }
    }
}
