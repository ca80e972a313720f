//! `POST /v1/devices`: a one-time code and a public key become a device.
//!
//! Asking again with the same code and the same key answers the same identity: a lost answer
//! costs nothing.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use argon2::Argon2;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::StatusCode;
use ed25519_dalek::VerifyingKey;
use escale_sync::enrolment::canonical_code;
use escale_sync::wire::{EnrolAnswer, EnrolRequest, Named};

use super::answer::Answer;
use super::caller::{check_proto, decode};
use super::problem::{Refusal, busy, device_exists, enrolment_refused, malformed, slow_down};
use super::{App, body};
use crate::store::device::{self, Device, Status};
use crate::store::{adviser, code, meta};
use crate::{Error, access, ledger, limit, secret};

/// How long an enrolment may wait for its turn to hash.
const TURN: Duration = Duration::from_secs(10);
/// Most characters of the name of a laptop.
const NAME: usize = 80;

pub(crate) async fn enrol(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Result<(StatusCode, Answer<EnrolAnswer>), Refusal> {
    let (parts, sent) = request.into_parts();
    let sent = body::read(sent).await?;
    check_proto(&parts.headers)?;
    let now = app.now();
    app.enrolments
        .take(&limit::network(peer.ip()), 1, now)
        .map_err(slow_down)?;
    let request: EnrolRequest = body::json(&parts.headers, &sent)?;
    let key = decode(&request.public_key)
        .filter(|key| VerifyingKey::from_bytes(key).is_ok_and(|key| !key.is_weak()))
        .ok_or_else(|| malformed("/public_key"))?;
    let name = request.device_name.trim().to_owned();
    if name.is_empty() || name.chars().count() > NAME || name.chars().any(char::is_control) {
        return Err(malformed("/device_name"));
    }
    let code = canonical_code(&request.code).ok_or_else(enrolment_refused)?;
    let locator = code[..code::LOCATOR].to_owned();

    let found = {
        let locator = locator.clone();
        app.store
            .write(move |book| code::take_try(book, &locator, now))
            .await?
    };
    let _turn = tokio::time::timeout(TURN, app.hashes.acquire())
        .await
        .map_err(|_| busy())?;
    // A locator nobody has takes as long as a wrong code.
    let (salt, expected) = found
        .as_ref()
        .map_or(([0; 16], [0; 32]), |found| (found.salt, found.hash));
    let hash = tokio::task::spawn_blocking(move || hash(&code, &salt))
        .await
        .map_err(|_| busy())??;
    let candidate = found
        .filter(|_| secret::same(&hash, &expected))
        .ok_or_else(enrolment_refused)?;

    let order_key = app.order_key.clone();
    let made = app
        .store
        .write(move |book| {
            let device = match become_device(book, &candidate, &locator, &name, &key, now)? {
                Outcome::Device(device) => device,
                Outcome::Used => return Ok(Err(enrolment_refused())),
                Outcome::Exists => return Ok(Err(device_exists())),
            };
            Ok(Ok(introduction(book, device, order_key)?))
        })
        .await?;
    let answer = made?;
    written_down(&app, &answer.device).await?;
    tracing::info!(device = answer.device, "device enrolled");
    Ok((StatusCode::CREATED, Answer(answer)))
}

/// A device that was let in is in the ledger before it is told so.
pub(super) async fn written_down(app: &App, device: &str) -> Result<(), Refusal> {
    let device = device.to_owned();
    Ok(app
        .store
        .read(move |book| ledger::note(book, &device))
        .await?)
}

/// What a device is told of itself.
pub(super) fn introduction(
    book: &crate::store::book::Book<'_>,
    device: Device,
    order_key: String,
) -> Result<EnrolAnswer, Error> {
    let adviser = adviser::get(book, &device.adviser)?;
    let team = adviser::teams(book, &device.adviser)?
        .into_iter()
        .next()
        .ok_or(Error::Corrupt("membership"))?;
    Ok(EnrolAnswer {
        device: device.id,
        scopes: access::scopes(book, &adviser.id)?.into_iter().collect(),
        adviser: Named {
            id: adviser.id,
            name: adviser.name,
        },
        team: Named {
            id: team.id,
            name: team.name,
        },
        epoch: meta::read(book)?.epoch,
        order_keys: vec![order_key],
        end: true,
    })
}

enum Outcome {
    Device(Device),
    Used,
    Exists,
}

fn become_device(
    book: &crate::store::book::Book<'_>,
    candidate: &code::Candidate,
    locator: &str,
    name: &str,
    key: &[u8; 32],
    now: u64,
) -> Result<Outcome, Error> {
    let same_key = device::by_key(book, key)?;
    // Read in this transaction: another request may have used the code since its hash was checked.
    if let Some(num) = code::used_by(book, locator)? {
        return Ok(match same_key {
            Some(device) if device.num == num => Outcome::Device(device),
            _ => Outcome::Used,
        });
    }
    if same_key.is_some() {
        return Ok(Outcome::Exists);
    }
    let status = if candidate.hold {
        Status::Awaiting
    } else {
        Status::Confirmed
    };
    let device = device::add(book, &candidate.adviser, name, key, status, now)?;
    code::mark_used(book, locator, device.num, now)?;
    Ok(Outcome::Device(device))
}

/// Argon2id of a code (19 MiB, 2 passes).
pub(crate) fn hash(code: &str, salt: &[u8; 16]) -> Result<[u8; 32], Error> {
    let mut hash = [0; 32];
    Argon2::default()
        .hash_password_into(code.as_bytes(), salt, &mut hash)
        .map_err(|_| Error::Corrupt("salt"))?;
    Ok(hash)
}
