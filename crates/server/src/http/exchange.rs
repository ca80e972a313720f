//! `POST /v1/sync`: one exchange. The engine of `escale_sync` decides; here is only the door.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::store::book::Book;
use axum::extract::State;
use ed25519_dalek::SigningKey;
use escale_sync::server::{self, Context, Log};
use escale_sync::wire::{Problem, SyncRequest, SyncResponse};

use super::App;
use super::answer::Answer;
use super::caller::{Caller, Signed};
use super::orders::sign;
use super::problem::Refusal;
use crate::store::log::BookLog;
use crate::store::{device, meta, order, quarantine};
use crate::{Error, access};

pub(crate) async fn sync(
    State(app): State<Arc<App>>,
    signed: Signed,
) -> Result<Answer<SyncResponse>, Refusal> {
    let request: SyncRequest = signed.json()?;
    let caller = signed.caller;
    let (num, made) = (caller.num(), request.last_q);
    let writes = request.push.is_some();
    let door = Door {
        caller,
        nonce: signed.nonce,
        order_key: app.order_signing.clone(),
        now: app.now(),
        next_poll: app.next_poll,
        silent_days: app.silent_days,
    };
    let outcome = if writes {
        app.store
            .write(move |book| {
                device::seen(book, num, door.now)?;
                if let Some(made) = made {
                    order::reported(book, num, made)?;
                }
                exchange(book, &door, request)
            })
            .await?
    } else {
        app.store
            .read(move |book| exchange(book, &door, request))
            .await?
    };
    let (outcome, before) = outcome;
    if let Some(made) = made.filter(|made| !writes && *made > before.reported) {
        // It says that it has more than it could send.
        app.store
            .write(move |book| order::reported(book, num, made))
            .await?;
    }
    if outcome
        .as_ref()
        .is_err_and(|problem| problem.code() == server::FORKED)
    {
        tracing::warn!("two disks write under one identity: the second was stopped");
        app.store.write(move |book| device::stop(book, num)).await?;
    }
    let answer = outcome?;
    if let Some(pushed) = &answer.push {
        let kept_apart = pushed
            .results
            .iter()
            .filter(|result| result.r == "quarantined");
        let kept_apart = kept_apart.count() as u64;
        let new = pushed.last_q.saturating_sub(before.last_q);
        app.metrics.kept(new.saturating_sub(kept_apart), kept_apart);
    }
    Ok(Answer(answer))
}

/// What an exchange is judged by, besides what it asks.
struct Door {
    caller: Caller,
    nonce: String,
    order_key: SigningKey,
    now: u64,
    next_poll: u64,
    silent_days: Option<u32>,
}

/// Where the device stood before.
struct Before {
    last_q: u64,
    reported: u64,
}

/// The answer, and what was before it.
type Exchanged = (Result<SyncResponse, Problem>, Before);

fn exchange(book: &Book<'_>, door: &Door, mut request: SyncRequest) -> Result<Exchanged, Error> {
    let caller = &door.caller;
    let standing = order::standing(book, caller.num())?;
    let mut untold = Vec::new();
    if order::holds(book, caller.num())? {
        // What it has is taken; nothing more is told to a laptop that is locked, or that leaves.
        untold.extend(request.pull.drain(..).map(|cursor| cursor.s));
        request.colleagues = None;
    }
    let context = Context {
        device: caller.device().to_owned(),
        adviser: caller.adviser().to_owned(),
        // Read again here, in the same transaction: rights may have changed since the token.
        scopes: if caller.leaves() {
            BTreeSet::new()
        } else {
            access::scopes(book, caller.adviser())?
        },
        colleagues: access::colleagues(book, caller.adviser())?,
        epoch: meta::read(book)?.epoch,
        rx_ms: door.now,
        next_poll: door.next_poll,
    };
    let mut log = BookLog::new(book, door.now).shut_out(caller.leaves());
    let before = Before {
        last_q: log.device(&context.device)?.last_q,
        reported: order::last_reported(book, caller.num())?,
    };
    let outcome = server::sync(&mut log, &context, &request)?;
    let outcome = match outcome {
        Ok(mut answer) => {
            let unknown = standing.filter(|given| {
                request
                    .order
                    .is_some_and(|followed| followed < given.issued)
            });
            if let Some(given) = unknown {
                let signed = sign(&door.order_key, &context.device, given, &door.nonce)?;
                answer.orders.push(signed);
            }
            if let Some(known) = request.aside {
                answer.aside = quarantine::told(book, caller.num(), known)?;
            }
            answer.denied.extend(untold);
            answer.silent_days = door.silent_days;
            Ok(answer)
        }
        Err(problem) => Err(problem),
    };
    Ok((outcome, before))
}
