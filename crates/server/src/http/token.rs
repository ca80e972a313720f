//! `POST /v1/token`: a challenge signed by the device key buys a short opaque token.
//!
//! No refresh token exists at rest. The challenge is stateless (random, time, keyed hash) and is
//! answered once.

use std::sync::Arc;

use axum::extract::{Request, State};
use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::{Signature, VerifyingKey};
use escale_sync::order::Command;
use escale_sync::proof;
use escale_sync::wire::{TokenAnswer, TokenRequest};

use super::answer::Answer;
use super::caller::{check_proto, decode};
use super::problem::{
    Refusal, device_awaiting, device_ordered, device_revoked, device_unknown, reauth_required,
    slow_down,
};
use super::{App, body, orders};
use crate::limit::Fresh;
use crate::secret::{random, same};
use crate::store::device::{self, Status};
use crate::store::order;
use crate::store::token as tokens;

/// How long a token lives, in seconds.
const LIFE: u64 = 15 * 60;
/// How long a challenge may be answered, in milliseconds.
const CHALLENGE_LIFE: u64 = 5 * 60 * 1000;

pub(crate) async fn issue(
    State(app): State<Arc<App>>,
    request: Request,
) -> Result<Answer<TokenAnswer>, Refusal> {
    let (parts, sent) = request.into_parts();
    let sent = body::read(sent).await?;
    check_proto(&parts.headers)?;
    let request: TokenRequest = body::json(&parts.headers, &sent)?;
    let now = app.now();
    let Some(random_part) = live(&app, &request.challenge, now) else {
        return Err(reauth_required(challenge(&app)?));
    };
    let id = request.device.clone();
    let known = app
        .store
        .read(move |book| device::get(book, &id))
        .await?
        .ok_or_else(device_unknown)?;
    let message = proof::token(&request.device, &request.challenge);
    let signed = decode(&request.signature).is_some_and(|signature| {
        VerifyingKey::from_bytes(&known.public_key).is_ok_and(|key| {
            key.verify_strict(&message, &Signature::from_bytes(&signature))
                .is_ok()
        })
    });
    if !signed
        || app
            .challenges
            .take(&[0; 32], random_part, now + CHALLENGE_LIFE, now)
            != Fresh::Yes
    {
        return Err(reauth_required(challenge(&app)?));
    }
    // From here on the true owner of the key asks: only it spends its budget and learns its status.
    app.requests.take(&known.num, 1, now).map_err(slow_down)?;
    match known.status {
        Status::Confirmed => {}
        Status::Awaiting => return Err(device_awaiting()),
        Status::Revoked => {
            let num = known.num;
            let standing = app
                .store
                .read(move |book| order::standing(book, num))
                .await?;
            match standing {
                // It may still send what it has, for somebody to decide.
                Some(given) if given.command == Command::DrainThenWipe => {}
                Some(given) => {
                    let nonce = orders::nonce_of(&parts.headers);
                    let order = orders::sign(&app.order_signing, &known.id, given, &nonce)?;
                    return Err(device_ordered(&order));
                }
                None => return Err(device_revoked()),
            }
        }
    }
    let token = BASE64URL_NOPAD.encode(&random::<32>()?);
    let hash = app.kept_of(&token);
    app.store
        .write(move |book| {
            tokens::add(book, &hash, known.num, (now, now + LIFE * 1000))?;
            device::seen(book, known.num, now)
        })
        .await?;
    Ok(Answer(TokenAnswer {
        token,
        expires_in: LIFE,
        end: true,
    }))
}

/// A new challenge.
pub(crate) fn challenge(app: &App) -> Result<String, Refusal> {
    let mut bytes = [0; 56];
    bytes[..16].copy_from_slice(&random::<16>()?);
    bytes[16..24].copy_from_slice(&app.now().to_be_bytes());
    let tag = blake3::keyed_hash(&app.challenge_key, &bytes[..24]);
    bytes[24..].copy_from_slice(tag.as_bytes());
    Ok(BASE64URL_NOPAD.encode(&bytes))
}

/// The random part of a challenge of ours that may still be answered.
fn live(app: &App, text: &str, now: u64) -> Option<[u8; 16]> {
    let bytes: [u8; 56] = decode(text)?;
    let tag = blake3::keyed_hash(&app.challenge_key, &bytes[..24]);
    if !same(tag.as_bytes(), &bytes[24..]) {
        return None;
    }
    let at = u64::from_be_bytes(bytes[16..24].try_into().ok()?);
    if at > now || now - at > CHALLENGE_LIFE {
        return None;
    }
    bytes[..16].try_into().ok()
}
