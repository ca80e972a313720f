//! Enrol, unlock, lock. The key exists in memory only while the notebook is open, or wrapped by
//! the quick code; a keyring that has lost its half leads to recovery, never to a new key.

use std::path::PathBuf;
use std::sync::Arc;

use data_encoding::BASE64URL_NOPAD as B64;
use ed25519_dalek::SigningKey;
use escale_domain::passphrase::{self, Strength};
use escale_store::key::KeyringSecret;
use escale_store::slots::{Binding, Protection, QuickPin, Slots};
use escale_store::{Identity, Key, Notebook};
use escale_sync::PROTO;
use escale_sync::client::Verdict;
use escale_sync::enrolment::EnrolmentCode;
use escale_sync::wire::{Action, EnrolAnswer, EnrolRequest};
use zeroize::Zeroizing;

use crate::api::access::{Adviser, AppState, Enrol, KeyringState, Phase, Pin, Suggestion, Unlock};
use crate::api::failure::FailureCode;
use crate::exchange::{self, Outcome};
use crate::open::{Enrolment, Open, keep_enrolment};
use crate::ports::{Event, ServerAddress, VaultError};
use crate::{App, Failure, Result, held, settings, time};

/// Folder of the notebook inside the person's data folder.
const NOTEBOOK: &str = "carnet";
/// Where a notebook is made before it takes its place in one rename.
const MAKING: &str = "en-cours";
/// Words of a suggested passphrase: with the keyring's half (55 bits), and alone (88 bits).
const WORDS_WITH_KEYRING: usize = 5;
const WORDS_ALONE: usize = 8;
/// Bits of one word of the list.
const BITS_PER_WORD: usize = 11;
/// Fewest characters of a passphrase that is not made of words and stands alone.
const LENGTH_ALONE: usize = 20;
/// Longest device name kept, characters.
const DEVICE_NAME_MAX: usize = 60;

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

fn vault_name(db_uuid: &str) -> String {
    format!("carnet-{db_uuid}")
}

impl App {
    fn folder(&self) -> PathBuf {
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
                let bytes: Zeroizing<[u8; 32]> =
                    Zeroizing::new(bytes.as_slice().try_into().map_err(|_| Failure::new(FailureCode::KeyringLost))?);
                Ok(Some(KeyringSecret::from_bytes(*bytes)))
            }
            Ok(None) => Err(Failure::new(FailureCode::KeyringLost)),
            Err(VaultError::Unavailable | VaultError::Refused) => Err(Failure::new(FailureCode::KeyringUnavailable)),
        }
    }

    /// Whether this computer has a keyring that answers.
    fn keyring(&self) -> KeyringState {
        if let Some(known) = held(&self.access).keyring {
            return known;
        }
        if let Ok(slots) = Slots::load(&self.folder())
            && slots.need_keyring()
        {
            let _ = self.keyring_secret(&slots);
        } else {
            // No notebook to ask for: a name nobody uses.
            let answers = self.ports.vault.get("presence").is_ok();
            let state = if answers { KeyringState::Available } else { KeyringState::Unavailable };
            held(&self.access).keyring = Some(state);
        }
        held(&self.access).keyring.unwrap_or(KeyringState::Unavailable)
    }

    /// The device's key to show with a code: a new one, or that of the last try of the same code.
    fn key_for(&self, code: &str) -> SigningKey {
        let mut access = held(&self.access);
        let again = access.shown.as_ref().filter(|(shown, _)| shown == code).map(|(_, seed)| seed.clone());
        let seed = again.unwrap_or_else(|| {
            let mut seed = Zeroizing::new([0; 32]);
            self.ports.random.fill(seed.as_mut());
            access.shown = Some((code.to_owned(), seed.clone()));
            seed
        });
        SigningKey::from_bytes(&seed)
    }

    fn phase(&self) -> Phase {
        if held(&self.open).is_some() {
            return Phase::Unlocked;
        }
        let folder = self.folder();
        if !Slots::exist(&folder) && !Notebook::exists(&folder) {
            return Phase::Fresh;
        }
        self.keyring();
        if held(&self.access).keyring_lost { Phase::Recovery } else { Phase::Locked }
    }

    fn state(&self) -> AppState {
        let phase = self.phase();
        let now_ms = time::now_ms(&self.ports);
        let tries = held(&self.access).pin.as_ref().map_or(0, |pin| pin.tries_left(now_ms));
        let adviser = held(&self.open).as_ref().map(|open| Adviser {
            id: open.enrolment.adviser.id.clone(),
            name: open.name().0.to_owned(),
            team: open.enrolment.team.name.clone(),
            device: open.enrolment.device_name.clone(),
        });
        let retry_after = Slots::load(&self.folder()).map_or(0, |slots| slots.wait(now_ms));
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
        }
    }

    fn idle_lock_minutes(&self) -> u32 {
        held(&self.access).idle_lock_minutes.unwrap_or(settings::IDLE_LOCK_MINUTES)
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
        let idle = self.ports.clock.monotonic_ms().saturating_sub(held(&self.access).last_activity_ms);
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
            self.ports.screens.tell(Event::Locked);
        }
    }

    fn enter(&self, notebook: Notebook) -> Result<()> {
        let open = Open::new(notebook)?;
        let chosen = settings::read(&open)?;
        self.set_idle_lock(chosen.idle_lock_minutes);
        *held(&self.open) = Some(Arc::new(open));
        self.active();
        self.ask_exchange();
        self.changed(&["access"]);
        Ok(())
    }

    fn open_with(&self, key: &Key) -> Result<()> {
        self.enter(Notebook::open(&self.folder(), key, time::now(&self.ports))?)
    }
}

/// Where the program stands.
///
/// # Errors
/// None today.
pub fn state(app: &App, (): ()) -> Result<AppState> {
    Ok(app.state())
}

/// A passphrase to propose.
///
/// # Errors
/// None today.
pub fn suggest(app: &App, (): ()) -> Result<Suggestion> {
    let words = match app.keyring() {
        KeyringState::Available => WORDS_WITH_KEYRING,
        KeyringState::Unavailable => WORDS_ALONE,
    };
    let mut draw = || {
        let mut bytes = [0; 2];
        app.ports.random.fill(&mut bytes);
        u16::from_be_bytes(bytes)
    };
    let passphrase = passphrase::generate(words, &mut draw);
    Ok(Suggestion { passphrase, bits: u32::try_from(words * BITS_PER_WORD).unwrap_or(u32::MAX) })
}

fn strong_enough(typed: &str, keyring: KeyringState) -> bool {
    match (passphrase::strength(typed), keyring) {
        (Strength::Weak(_), _) => false,
        (_, KeyringState::Available) => true,
        (Strength::Words(words), KeyringState::Unavailable) => words as usize >= WORDS_ALONE,
        (Strength::Mixed, KeyringState::Unavailable) => typed.trim().chars().count() >= LENGTH_ALONE,
    }
}

/// Enrols this laptop: the server gives an identity, then the notebook is made.
///
/// A notebook whose keyring half is lost is set aside, whole, never deleted.
///
/// # Errors
/// `already_enrolled`, `weak_passphrase`, `code_malformed`, `code_refused`, `server_unreachable`,
/// `foreign_answer`, or what the disk says. Nothing is left half made.
pub fn enrol(app: &App, request: Enrol) -> Result<AppState> {
    held(&app.access).keyring = None;
    let phase = app.phase();
    if !matches!(phase, Phase::Fresh | Phase::Recovery) {
        return Err(Failure::new(FailureCode::AlreadyEnrolled));
    }
    let keyring = app.keyring();
    let chosen = Zeroizing::new(request.passphrase);
    if !strong_enough(&chosen, keyring) {
        return Err(Failure::new(FailureCode::WeakPassphrase));
    }
    let code: EnrolmentCode = request
        .code
        .parse()
        .map_err(|part| Failure::new(FailureCode::CodeMalformed).with("part", part))?;
    let device_name: String = request.device_name.trim().chars().take(DEVICE_NAME_MAX).collect();

    let device_key = app.key_for(&code.code);
    let server = ServerAddress { origin: format!("https://{}", code.address), authority: code.authority };
    let answer = introduce(app, &server, &code, &device_name, &device_key)?;
    let enrolment = Enrolment {
        device: answer.device.clone(),
        device_name,
        adviser: answer.adviser.clone(),
        team: answer.team.clone(),
        origin: server.origin,
        authority: server.authority,
        order_keys: answer.order_keys.clone(),
    };
    make(app, keyring, &passphrase::normalise(&chosen), &enrolment, &device_key, &answer, phase)?;
    held(&app.access).shown = None;
    Ok(app.state())
}

fn introduce(
    app: &App,
    server: &ServerAddress,
    code: &EnrolmentCode,
    device_name: &str,
    device_key: &SigningKey,
) -> Result<EnrolAnswer> {
    let request = EnrolRequest {
        code: code.code.clone(),
        public_key: B64.encode(device_key.verifying_key().as_bytes()),
        device_name: device_name.to_owned(),
        proto: PROTO,
    };
    let outcome = exchange::bare(&app.ports, server, "/v1/devices", &request, |answer: &EnrolAnswer| answer.end)?;
    match outcome {
        Outcome::Judged(Verdict::Ours(answer), _) => Ok(answer),
        Outcome::Judged(Verdict::Problem(problem), retry_after) => {
            tracing::info!(code = problem.code(), "enrolment refused");
            Err(match problem.action {
                Action::Wait | Action::Retry => Failure::new(FailureCode::ServerUnreachable)
                    .with("retry_after", retry_after.unwrap_or(0)),
                _ => Failure::new(FailureCode::CodeRefused),
            })
        }
        Outcome::Judged(Verdict::Portal, _) => Err(Failure::new(FailureCode::ForeignAnswer)),
        Outcome::Judged(_, _) => Err(Failure::new(FailureCode::ServerUnreachable)),
        Outcome::Transport(error) => Err(error.into()),
    }
}

/// Makes the notebook aside and gives it its place in one rename: a crash in between leaves
/// nothing that looks like a notebook.
fn make(
    app: &App,
    keyring: KeyringState,
    chosen: &str,
    enrolment: &Enrolment,
    device_key: &SigningKey,
    answer: &EnrolAnswer,
    phase: Phase,
) -> Result<()> {
    let making = app.options.folder.join(MAKING);
    if making.exists() {
        // What an interrupted enrolment left: nothing was ever recorded in it.
        std::fs::remove_dir_all(&making).map_err(escale_store::Error::from)?;
    }
    let db_uuid = time::id(&app.ports);
    let binding = Binding { db_uuid: db_uuid.clone(), device_id: enrolment.device.clone() };
    let key = Key::generate()?;
    let notebook = Notebook::create(&making, &key, &Identity { db_uuid: db_uuid.clone() })?;
    notebook.commit(|tx| {
        keep_enrolment(tx, enrolment, device_key)?;
        exchange::begin(tx, &answer.epoch, &answer.scopes)
    })?;
    if keyring == KeyringState::Available {
        let secret = KeyringSecret::generate()?;
        let name = vault_name(&db_uuid);
        let refused = |_| Failure::new(FailureCode::KeyringUnavailable);
        app.ports.vault.set(&name, secret.as_bytes()).map_err(refused)?;
        // Read back: a keyring that forgets is worse than none.
        let kept = app.ports.vault.get(&name).map_err(refused)?;
        if kept.is_none_or(|kept| kept.as_slice() != secret.as_bytes().as_slice()) {
            return Err(Failure::new(FailureCode::KeyringUnavailable));
        }
        Slots::create(&making, binding, &key, chosen, Protection::WithKeyring(&secret, app.options.cost_with_keyring))?;
    } else {
        Slots::create(&making, binding, &key, chosen, Protection::PassphraseAlone(app.options.cost_alone))?;
    }
    notebook.close();
    drop(notebook);
    let folder = app.folder();
    if phase == Phase::Recovery {
        set_aside(app, &folder)?;
    }
    std::fs::rename(&making, &folder).map_err(escale_store::Error::from)?;
    app.open_with(&key)
}

/// Keeps the notebook that cannot be opened beside the new one, under its own number.
fn set_aside(app: &App, folder: &std::path::Path) -> Result<()> {
    let aside = app.options.folder.join(format!("{NOTEBOOK}-{}", time::now_ms(&app.ports)));
    std::fs::rename(folder, aside).map_err(|error| escale_store::Error::from(error).into())
}

/// Unlocks with the passphrase.
///
/// # Errors
/// `not_enrolled`, `wrong_passphrase`, `wait_before_retry`, `keyring_unavailable`,
/// `keyring_lost`, `damaged`, `newer_notebook`, `already_open`.
pub fn unlock(app: &App, request: Unlock) -> Result<AppState> {
    if app.phase() == Phase::Unlocked {
        return Ok(app.state());
    }
    let typed = Zeroizing::new(request.passphrase);
    let normal = Zeroizing::new(passphrase::normalise(&typed));
    let slots = Slots::load(&app.folder())?;
    let secret = app.keyring_secret(&slots)?;
    let now_ms = time::now_ms(&app.ports);
    let key = slots.open(&normal, secret.as_ref(), now_ms).map_err(|error| {
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
        let pin = access.pin.as_mut().ok_or_else(|| Failure::new(FailureCode::PinUnavailable))?;
        pin.open(&typed, now_ms)?
    };
    if app.phase() != Phase::Unlocked {
        app.open_with(&key)?;
    }
    Ok(app.state())
}

/// Arms the quick code, until the program ends or four hours have passed.
///
/// # Errors
/// `weak_pin`, `locked`.
pub fn set_pin(app: &App, request: Pin) -> Result<AppState> {
    let typed = Zeroizing::new(request.pin);
    if !is_pin(&typed) {
        return Err(Failure::new(FailureCode::WeakPin));
    }
    let open = app.open()?;
    let pin = open.notebook.arm_pin(&typed, app.options.cost_with_keyring, time::now_ms(&app.ports))?;
    held(&app.access).pin = Some(pin);
    Ok(app.state())
}

/// Six digits, not all alike, not in sequence.
fn is_pin(typed: &str) -> bool {
    let digits = typed.as_bytes();
    let steps = |step: i16| digits.windows(2).all(|pair| i16::from(pair[1]) - i16::from(pair[0]) == step);
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
        for bad in ["", "12345", "1234567", "123456", "654321", "000000", "12a456", "١٢٣٤٥٦"] {
            assert!(!is_pin(bad), "{bad}");
        }
    }

    #[test]
    fn a_passphrase_that_stands_alone_must_be_longer() {
        let five = "abaisser abandon abdiquer abeille abolir";
        assert!(strong_enough(five, KeyringState::Available));
        assert!(!strong_enough(five, KeyringState::Unavailable));
        assert!(!strong_enough("motdepasse", KeyringState::Available));
    }
}
