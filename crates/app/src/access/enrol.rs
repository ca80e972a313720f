//! Enrolment: the server gives an identity, then the notebook is made, whole or not at all.

use data_encoding::BASE64URL_NOPAD as B64;
use ed25519_dalek::SigningKey;
use escale_domain::passphrase::{self, Strength};
use escale_store::key::KeyringSecret;
use escale_store::slots::{Binding, Protection, Slots};
use escale_store::{Identity, Key, Notebook};
use escale_sync::PROTO;
use escale_sync::client::Verdict;
use escale_sync::enrolment::EnrolmentCode;
use escale_sync::wire::{Action, EnrolAnswer, EnrolRequest};
use zeroize::Zeroizing;

use super::{NOTEBOOK, vault_name};
use crate::api::access::{AppState, Enrol, KeyringState, Phase, Suggestion};
use crate::api::failure::FailureCode;
use crate::exchange::{self, Outcome};
use crate::open::{Enrolment, keep_enrolment};
use crate::ports::ServerAddress;
use crate::{App, Failure, Result, held, time};

/// Where a notebook is made before it takes its place in one rename.
pub(super) const MAKING: &str = "en-cours";
/// Words of a suggested passphrase: with the keyring's half (55 bits), and alone (88 bits).
const WORDS_WITH_KEYRING: usize = 5;
const WORDS_ALONE: usize = 8;
/// Bits of one word of the list.
const BITS_PER_WORD: usize = 11;
/// Fewest characters of a passphrase that is not made of words and stands alone.
const LENGTH_ALONE: usize = 20;
/// Longest device name kept, characters.
const DEVICE_NAME_MAX: usize = 60;

impl App {
    /// The device's key to show with a code: a new one, or that of the last try of the same code.
    fn key_for(&self, code: &str) -> SigningKey {
        let mut access = held(&self.access);
        let again = access
            .shown
            .as_ref()
            .filter(|(shown, _)| shown == code)
            .map(|(_, seed)| seed.clone());
        let seed = again.unwrap_or_else(|| {
            let mut seed = Zeroizing::new([0; 32]);
            self.ports.random.fill(seed.as_mut());
            access.shown = Some((code.to_owned(), seed.clone()));
            seed
        });
        SigningKey::from_bytes(&seed)
    }
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
    Ok(Suggestion {
        passphrase,
        bits: u32::try_from(words * BITS_PER_WORD).unwrap_or(u32::MAX),
    })
}

fn strong_enough(typed: &str, keyring: KeyringState) -> bool {
    match (passphrase::strength(typed), keyring) {
        (Strength::Weak(_), _) => false,
        (_, KeyringState::Available) => true,
        (Strength::Words(words), KeyringState::Unavailable) => words as usize >= WORDS_ALONE,
        (Strength::Mixed, KeyringState::Unavailable) => {
            typed.trim().chars().count() >= LENGTH_ALONE
        }
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
    let device_name: String = request
        .device_name
        .trim()
        .chars()
        .take(DEVICE_NAME_MAX)
        .collect();

    let device_key = app.key_for(&code.code);
    let server = ServerAddress {
        origin: format!("https://{}", code.address),
        authority: code.authority,
    };
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
    make(
        app,
        keyring,
        &passphrase::normalise(&chosen),
        &enrolment,
        &device_key,
        &answer,
        phase,
    )?;
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
    let nonce = time::nonce::<16>(&app.ports);
    let outcome = exchange::bare(
        &app.ports,
        server,
        "/v1/devices",
        &request,
        &nonce,
        |answer: &EnrolAnswer| answer.end,
    )?;
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
    let binding = Binding {
        db_uuid: db_uuid.clone(),
        device_id: enrolment.device.clone(),
    };
    let key = Key::generate()?;
    let notebook = Notebook::create(
        &making,
        &key,
        &Identity {
            db_uuid: db_uuid.clone(),
        },
    )?;
    notebook.commit(|tx| {
        keep_enrolment(tx, enrolment, device_key)?;
        exchange::begin(tx, &answer.epoch, &answer.scopes)
    })?;
    if keyring == KeyringState::Available {
        let secret = KeyringSecret::generate()?;
        let name = vault_name(&db_uuid);
        let refused = |_| Failure::new(FailureCode::KeyringUnavailable);
        app.ports
            .vault
            .set(&name, secret.as_bytes())
            .map_err(refused)?;
        // Read back: a keyring that forgets is worse than none.
        let kept = app.ports.vault.get(&name).map_err(refused)?;
        if kept.is_none_or(|kept| kept.as_slice() != secret.as_bytes().as_slice()) {
            return Err(Failure::new(FailureCode::KeyringUnavailable));
        }
        Slots::create(
            &making,
            binding,
            &key,
            chosen,
            Protection::WithKeyring(&secret, app.options.cost_with_keyring),
        )?;
    } else {
        Slots::create(
            &making,
            binding,
            &key,
            chosen,
            Protection::PassphraseAlone(app.options.cost_alone),
        )?;
    }
    notebook.close();
    drop(notebook);
    let folder = app.notebook_folder();
    if phase == Phase::Recovery {
        set_aside(app, &folder)?;
    }
    std::fs::rename(&making, &folder).map_err(escale_store::Error::from)?;
    app.open_with(&key)
}

/// Keeps the notebook that cannot be opened beside the new one, under its own number.
fn set_aside(app: &App, folder: &std::path::Path) -> Result<()> {
    let aside = app
        .options
        .folder
        .join(format!("{NOTEBOOK}-{}", time::now_ms(&app.ports)));
    std::fs::rename(folder, aside).map_err(|error| escale_store::Error::from(error).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_that_stands_alone_must_be_longer() {
        let five = "abaisser abandon abdiquer abeille abolir";
        assert!(strong_enough(five, KeyringState::Available));
        assert!(!strong_enough(five, KeyringState::Unavailable));
        assert!(!strong_enough("motdepasse", KeyringState::Available));
    }
}
