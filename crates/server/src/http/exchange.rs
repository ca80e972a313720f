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
    let door = Door {
        caller: signed.caller,
        nonce: signed.nonce,
        order_key: app.order_signing.clone(),
        now: app.now(),
        next_poll: app.next_poll,
        snapshot_from: app.snapshot_from,
        silent_days: app.silent_days,
    };
    let (num, made) = (door.caller.num(), request.last_q);
    let writes = request.push.is_some() || !request.erased_acks.is_empty();
    let outcome = if writes && app.store.is_shared() {
        in_two(&app, door, request).await?
    } else if writes {
        app.store
            .write(move |book| {
                arrived(book, &door, &request)?;
                exchange(book, &door, &request)
            })
            .await?
    } else {
        app.store
            .read(move |book| exchange(book, &door, &request))
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
#[derive(Clone)]
struct Door {
    caller: Caller,
    nonce: String,
    order_key: SigningKey,
    now: u64,
    next_poll: u64,
    snapshot_from: u64,
    silent_days: Option<u32>,
}

/// Notes the contact, and how far the laptop says it is.
fn arrived(book: &Book<'_>, door: &Door, request: &SyncRequest) -> Result<(), Error> {
    device::seen(book, door.caller.num(), door.now)?;
    match request.last_q {
        Some(made) => order::reported(book, door.caller.num(), made),
        None => Ok(()),
    }
}

/// Where others write meanwhile, what a push reads is no consistent picture: what it brings is
/// read after its commit, in another transaction.
async fn in_two(app: &App, door: Door, request: SyncRequest) -> Result<Exchanged, Error> {
    let (writer, mut sent) = (door.clone(), request);
    let asked = SyncRequest {
        last_q: None,
        push: None,
        erased_acks: Vec::new(),
        ..sent.clone()
    };
    let pushed = app
        .store
        .write(move |book| {
            arrived(book, &writer, &sent)?;
            // Of another epoch, it is told where its scopes stand, and nothing is written.
            if meta::read(book)?.epoch == sent.epoch {
                sent.pull.clear();
            }
            exchange(book, &writer, &sent)
        })
        .await?;
    let (Ok(pushed), before) = pushed else {
        return Ok(pushed);
    };
    let (pulled, _) = app
        .store
        .read(move |book| exchange(book, &door, &asked))
        .await?;
    let whole = pulled.map(|pulled| SyncResponse {
        push: pushed.push,
        ..pulled
    });
    Ok((whole, before))
}

/// Where the device stood before.
struct Before {
    last_q: u64,
    reported: u64,
}

/// The answer, and what was before it.
type Exchanged = (Result<SyncResponse, Problem>, Before);

fn exchange(book: &Book<'_>, door: &Door, request: &SyncRequest) -> Result<Exchanged, Error> {
    let caller = &door.caller;
    let standing = order::standing(book, caller.num())?;
    let held = order::holds(book, caller.num())?;
    let mut silenced = None;
    let mut untold = Vec::new();
    if held {
        // What it has is taken; nothing more is told to a laptop that is locked, or that leaves.
        untold.extend(request.pull.iter().map(|cursor| cursor.s.clone()));
        silenced = Some(SyncRequest {
            pull: Vec::new(),
            colleagues: None,
            snapshots: false,
            ..request.clone()
        });
    }
    let request = silenced.as_ref().unwrap_or(request);
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
        snapshot_from: door.snapshot_from,
    };
    let mut log = BookLog::new(book, door.now).shut_out(caller.leaves());
    let before = Before {
        last_q: log.device(&context.device)?.last_q,
        reported: order::last_reported(book, caller.num())?,
    };
    let outcome = server::sync(&mut log, &context, request)?;
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
