//! Who sends a request, proved: the only way to a [`Caller`] is a live token, a signature by the
//! key of a *confirmed* device over this very request, and a nonce never seen.
//!
//! Handlers that touch data take a [`Signed`]; there is nothing for them to remember to check.

use std::sync::Arc;

use axum::extract::{FromRequest, Request};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderMap, HeaderName};
use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::{Signature, VerifyingKey};
use escale_sync::{PROTO, proof};
use serde::de::DeserializeOwned;

use super::problem::{
    Refusal, client_too_old, device_awaiting, device_revoked, nonce_replayed, proof_refused,
    reauth_required, slow_down,
};
use super::{App, body, token};
use crate::limit::Fresh;
use crate::store::device::{Device, Status};
use crate::store::order;
use crate::store::token as tokens;

/// Header of the nonce.
pub(crate) const NONCE: HeaderName = HeaderName::from_static("sync-nonce");
const PROTOCOL: HeaderName = HeaderName::from_static("sync-proto");
const DEVICE: HeaderName = HeaderName::from_static("sync-device");
const PROOF: HeaderName = HeaderName::from_static("sync-proof");

/// A confirmed device, and whose it is.
#[derive(Clone)]
pub(crate) struct Caller {
    num: i64,
    device: String,
    adviser: String,
    /// Shut out, and ordered to send what it still has: nothing else is for it.
    leaving: bool,
}

impl Caller {
    /// The only constructor: a device that is not confirmed never becomes a caller.
    fn confirmed(device: Device) -> Result<Self, Refusal> {
        match device.status {
            Status::Confirmed => Ok(Self {
                num: device.num,
                device: device.id,
                adviser: device.adviser,
                leaving: false,
            }),
            Status::Awaiting => Err(device_awaiting()),
            Status::Revoked => Err(device_revoked()),
        }
    }

    /// One that is shut out and was ordered to send everything before it erases itself.
    fn leaving(device: Device) -> Self {
        Self {
            num: device.num,
            device: device.id,
            adviser: device.adviser,
            leaving: true,
        }
    }

    /// Whether it may only send, for somebody to decide.
    pub(crate) fn leaves(&self) -> bool {
        self.leaving
    }

    /// The caller, if it has its rights.
    pub(crate) fn rightful(self) -> Result<Self, Refusal> {
        if self.leaving {
            Err(device_revoked())
        } else {
            Ok(self)
        }
    }

    /// Number of the device in the store.
    pub(crate) fn num(&self) -> i64 {
        self.num
    }

    /// Identifier of the device.
    pub(crate) fn device(&self) -> &str {
        &self.device
    }

    /// Whose device it is.
    pub(crate) fn adviser(&self) -> &str {
        &self.adviser
    }
}

/// A request proved to come, unaltered and for the first time, from its caller.
pub(crate) struct Signed {
    pub(crate) caller: Caller,
    /// Nonce of the request, for what is signed in answer.
    pub(crate) nonce: String,
    headers: HeaderMap,
    sent: axum::body::Bytes,
}

impl Signed {
    /// The headers.
    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        body::json(&self.headers, &self.sent)
    }
}

impl FromRequest<Arc<App>> for Signed {
    type Rejection = Refusal;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Refusal> {
        let (parts, sent) = request.into_parts();
        let claim = match claim(app, &parts.headers).await {
            Ok(claim) => claim,
            Err(refusal) => {
                let _ = body::read(sent).await;
                return Err(refusal);
            }
        };
        let sent = body::read(sent).await?;
        let path = parts.uri.path_and_query();
        let message = proof::request(
            parts.method.as_str(),
            path.map_or("/", PathAndQuery::as_str),
            &sent,
            &claim.nonce_text,
            &claim.token,
        );
        claim
            .key
            .verify_strict(&message, &claim.signature)
            .map_err(|_| proof_refused())?;
        let now = app.now();
        match app
            .nonces
            .take(&claim.token_hash, claim.nonce, claim.expires, now)
        {
            Fresh::Yes => {}
            Fresh::Replayed => return Err(nonce_replayed()),
            Fresh::Exhausted => return Err(reauth_required(token::challenge(app)?)),
        }
        let num = claim.caller.num;
        app.requests.take(&num, 1, now).map_err(slow_down)?;
        app.bytes.take(&num, sent.len(), now).map_err(slow_down)?;
        Ok(Self {
            caller: claim.caller,
            nonce: claim.nonce_text,
            headers: parts.headers,
            sent,
        })
    }
}

/// What the headers claim; true once the signature is verified.
struct Claim {
    caller: Caller,
    key: VerifyingKey,
    token: String,
    token_hash: [u8; 32],
    expires: u64,
    nonce: [u8; 16],
    nonce_text: String,
    signature: Signature,
}

async fn claim(app: &App, headers: &HeaderMap) -> Result<Claim, Refusal> {
    check_proto(headers)?;
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(token) =
        text(axum::http::header::AUTHORIZATION).and_then(|value| value.strip_prefix("DPoP "))
    else {
        return Err(reauth_required(token::challenge(app)?));
    };
    let nonce_text = text(NONCE).ok_or_else(proof_refused)?.to_owned();
    let nonce = decode(&nonce_text).ok_or_else(proof_refused)?;
    let signature = text(PROOF).and_then(decode).ok_or_else(proof_refused)?;
    let (token, token_hash, now) = (token.to_owned(), app.kept_of(token), app.now());
    let found = app
        .store
        .read(move |book| {
            let found = tokens::holder(book, &token_hash, now)?;
            Ok(match found {
                Some((device, expires)) => {
                    let leaves =
                        device.status == Status::Revoked && order::leaves(book, device.num)?;
                    Some((device, expires, leaves))
                }
                None => None,
            })
        })
        .await?;
    let Some((device, expires, leaves)) = found else {
        return Err(reauth_required(token::challenge(app)?));
    };
    if text(DEVICE) != Some(device.id.as_str()) {
        return Err(proof_refused());
    }
    let key = VerifyingKey::from_bytes(&device.public_key).map_err(|_| proof_refused())?;
    let caller = if leaves {
        Caller::leaving(device)
    } else {
        Caller::confirmed(device)?
    };
    let signature = Signature::from_bytes(&signature);
    Ok(Claim {
        caller,
        key,
        token,
        token_hash,
        expires,
        nonce,
        nonce_text,
        signature,
    })
}

/// Whether the request speaks our protocol.
pub(crate) fn check_proto(headers: &HeaderMap) -> Result<(), Refusal> {
    let spoken = headers
        .get(PROTOCOL)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.parse().ok());
    if spoken == Some(PROTO) {
        Ok(())
    } else {
        Err(client_too_old())
    }
}

/// Exactly `N` bytes, base64url without padding.
pub(crate) fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    BASE64URL_NOPAD
        .decode(text.as_bytes())
        .ok()?
        .try_into()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A token can outlive its device's status for an instant: the status alone decides.
    #[test]
    fn only_a_confirmed_device_becomes_a_caller() {
        let caller = |status| {
            Caller::confirmed(Device {
                num: 1,
                id: "d".to_owned(),
                adviser: "a".to_owned(),
                name: String::new(),
                public_key: [0; 32],
                status,
                last_seen: None,
                last_q: 0,
            })
        };
        assert!(caller(Status::Confirmed).is_ok());
        assert!(caller(Status::Awaiting).is_err());
        assert!(caller(Status::Revoked).is_err());
    }
}
