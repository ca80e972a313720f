//! `POST /v1/devices/again`: a device whose disk was cloned takes an identity of its own.
//!
//! Only a device that this server has stopped may ask, once for each time; it proves itself by
//! the key the two disks share, and gives a new one. Asking again with the same new key answers
//! the same identity. Shutting out the first device shuts out those sprung from it.

use std::sync::Arc;

use crate::store::book::Book;
use axum::extract::State;
use axum::http::StatusCode;
use ed25519_dalek::VerifyingKey;
use escale_sync::wire::{EnrolAgain, EnrolAnswer};

use super::App;
use super::answer::Answer;
use super::caller::{Caller, Signed, decode};
use super::enrolment::{introduction, written_down};
use super::orders::told_all;
use super::problem::{Refusal, device_exists, enrolment_refused, malformed};
use crate::Error;
use crate::store::device::{self, Device, Status};
use crate::store::order;

pub(crate) async fn again(
    State(app): State<Arc<App>>,
    signed: Signed,
) -> Result<(StatusCode, Answer<EnrolAnswer>), Refusal> {
    let request: EnrolAgain = signed.json()?;
    // What it is not told it cannot begin from.
    let caller = told_all(&app, signed.caller).await?;
    let key = decode(&request.public_key)
        .filter(|key| VerifyingKey::from_bytes(key).is_ok_and(|key| !key.is_weak()))
        .ok_or_else(|| malformed("/public_key"))?;
    let (now, order_key) = (app.now(), app.order_key.clone());
    let answer = app
        .store
        .write(move |book| {
            Ok(match spring(book, &caller, &key, now)? {
                Outcome::Device(device) => Ok(introduction(book, device, order_key)?),
                Outcome::Taken => Err(device_exists()),
                Outcome::NotStopped => Err(enrolment_refused()),
            })
        })
        .await??;
    written_down(&app, &answer.device).await?;
    tracing::info!(
        device = answer.device,
        "a stopped device took an identity of its own"
    );
    Ok((StatusCode::CREATED, Answer(answer)))
}

enum Outcome {
    Device(Device),
    Taken,
    NotStopped,
}

fn spring(book: &Book<'_>, caller: &Caller, key: &[u8; 32], now: u64) -> Result<Outcome, Error> {
    if let Some(known) = device::by_key(book, key)? {
        let ours = device::sprung_from(book, known.num)? == Some(caller.num());
        return Ok(if ours && known.status == Status::Confirmed {
            Outcome::Device(known)
        } else {
            Outcome::Taken
        });
    }
    let first = device::by_num(book, caller.num())?.ok_or(Error::Unknown("device"))?;
    if !device::mend(book, first.num)? {
        return Ok(Outcome::NotStopped);
    }
    let name = first.name.clone();
    let made = device::add(book, &first.adviser, &name, key, Status::Confirmed, now)?;
    device::set_sprung_from(book, made.num, first.num)?;
    order::inherit(book, first.num, made.num)?;
    Ok(Outcome::Device(made))
}
