//! Orders on their way to a laptop, signed for the request that is answered; and what comes back:
//! that it is done, or a rescue parcel.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, StatusCode};
use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::{Signature, SigningKey, VerifyingKey};
use escale_sync::order::{Command, Order, SignedOrder};
use escale_sync::proof;
use escale_sync::wire::{OrderDone, OrderNoted, ParcelTaken};

use super::answer::Answer;
use super::caller::{Caller, NONCE, check_proto, decode};
use super::problem::{
    Refusal, device_awaiting, device_unknown, parcel_refused, parcel_too_large, proof_refused,
    slow_down,
};
use super::{App, body};
use crate::parcel::{self, NotTaken};
use crate::store::device::{self, Status};
use crate::store::order::{self, Given};
use crate::{Error, ledger, limit};

/// Signs an order for the device, in answer to the request with that nonce.
pub(super) fn sign(
    key: &SigningKey,
    device: &str,
    given: Given,
    nonce: &str,
) -> Result<SignedOrder, Error> {
    let order = Order {
        device: device.to_owned(),
        order: given.command,
        id: given.id,
        issued_at: given.issued,
        nonce: nonce.to_owned(),
        by: given.by,
        reason: given.reason,
    };
    order.sign(key).map_err(|_| Error::Corrupt("order"))
}

/// The nonce of a request, as its sender wrote it.
pub(super) fn nonce_of(headers: &HeaderMap) -> String {
    let text = headers.get(NONCE).and_then(|value| value.to_str().ok());
    text.unwrap_or_default().to_owned()
}

/// The caller, if it may be told what others wrote: neither locked nor leaving.
pub(super) async fn told_all(app: &App, caller: Caller) -> Result<Caller, Refusal> {
    let caller = caller.rightful()?;
    let num = caller.num();
    if app.store.read(move |book| order::holds(book, num)).await? {
        return Err(device_awaiting());
    }
    Ok(caller)
}

/// `POST /v1/orders/done`: a laptop tells that it did what it was ordered. It may have no token
/// any more: the signature of its key says who it is, and saying it again changes nothing.
pub(crate) async fn done(
    State(app): State<Arc<App>>,
    request: Request,
) -> Result<Answer<OrderNoted>, Refusal> {
    let (parts, sent) = request.into_parts();
    let sent = body::read(sent).await?;
    check_proto(&parts.headers)?;
    let told: OrderDone = body::json(&parts.headers, &sent)?;
    let now = app.now();
    let id = told.device.clone();
    let known = app
        .store
        .read(move |book| device::get(book, &id))
        .await?
        .ok_or_else(device_unknown)?;
    let signature = decode(&told.signature).ok_or_else(proof_refused)?;
    VerifyingKey::from_bytes(&known.public_key)
        .and_then(|key| {
            key.verify_strict(
                &proof::done(&told.device, &told.order),
                &Signature::from_bytes(&signature),
            )
        })
        .map_err(|_| proof_refused())?;
    app.requests.take(&known.num, 1, now).map_err(slow_down)?;
    let device = told.device.clone();
    let noted = app
        .store
        .write(move |book| {
            let latest = order::latest(book, known.num)?;
            let erased = latest.is_some_and(|given| {
                given.id == told.order
                    && matches!(given.command, Command::Wipe | Command::DrainThenWipe)
            });
            let noted = order::done(book, known.num, &told.order, now)?;
            if noted && erased {
                // There is nothing behind this identity any more.
                device::set_status(book, &told.device, Status::Revoked)?;
            }
            Ok(noted)
        })
        .await?;
    if noted {
        tracing::info!(device, "did what it was ordered");
        app.store
            .read(move |book| ledger::note(book, &device))
            .await?;
    }
    Ok(Answer(OrderNoted { end: true }))
}

/// `POST /v1/parcels`: a rescue parcel, by whatever hand. It proves itself.
pub(crate) async fn parcel(
    State(app): State<Arc<App>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Result<(StatusCode, Answer<ParcelTaken>), Refusal> {
    let now = app.now();
    app.parcels
        .take(&limit::network(peer.ip()), 1, now)
        .map_err(slow_down)?;
    let sent = body::read(request.into_body())
        .await
        .map_err(|_| parcel_too_large())?;
    let key = app.order_signing.clone();
    let taken = app
        .store
        .write(move |book| parcel::take(book, &key, &sent, now))
        .await?;
    match taken {
        Ok(taken) => {
            app.metrics
                .kept(taken.new.saturating_sub(taken.aside), taken.aside);
            tracing::info!(new = taken.new, aside = taken.aside, "a parcel was taken");
            Ok((StatusCode::ACCEPTED, Answer(taken)))
        }
        Err(NotTaken::Problem(_, problem)) => Err((*problem).into()),
        Err(refused) => {
            tracing::info!(%refused, "a parcel was not taken");
            Err(parcel_refused())
        }
    }
}

/// Public half of the key that signs, base64url.
pub(super) fn public(key: &SigningKey) -> String {
    BASE64URL_NOPAD.encode(key.verifying_key().as_bytes())
}
