//! `POST /v1/sync`: one exchange. The engine of `escale_sync` decides; here is only the door.

use std::sync::Arc;

use crate::store::book::Book;
use axum::extract::State;
use escale_sync::server::{self, Context, Log};
use escale_sync::wire::{Problem, SyncRequest, SyncResponse};

use super::App;
use super::answer::Answer;
use super::caller::{Caller, Signed};
use super::problem::Refusal;
use crate::store::log::BookLog;
use crate::store::{device, meta};
use crate::{Error, access};

pub(crate) async fn sync(
    State(app): State<Arc<App>>,
    signed: Signed,
) -> Result<Answer<SyncResponse>, Refusal> {
    let request: SyncRequest = signed.json()?;
    let (now, advice) = (app.now(), Advice::of(&app));
    let caller = signed.caller;
    let num = caller.num();
    let writes = request.push.is_some() || !request.erased_acks.is_empty();
    let outcome = if writes && app.store.is_shared() {
        in_two(&app, caller, request, now).await?
    } else if writes {
        app.store
            .write(move |book| {
                device::seen(book, caller.num(), now)?;
                exchange(book, &caller, &request, now, advice)
            })
            .await?
    } else {
        app.store
            .read(move |book| exchange(book, &caller, &request, now, advice))
            .await?
    };
    let (outcome, before) = outcome;
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
        let new = pushed.last_q.saturating_sub(before);
        app.metrics.kept(new.saturating_sub(kept_apart), kept_apart);
    }
    Ok(Answer(answer))
}

/// Where others write meanwhile, what a push reads is no consistent picture: what it brings is
/// read after its commit, in another transaction.
async fn in_two(
    app: &App,
    caller: Caller,
    request: SyncRequest,
    now: u64,
) -> Result<Exchanged, Error> {
    let advice = Advice::of(app);
    let (writer, mut sent) = (caller.clone(), request);
    let asked = SyncRequest {
        last_q: None,
        push: None,
        erased_acks: Vec::new(),
        ..sent.clone()
    };
    let pushed = app
        .store
        .write(move |book| {
            device::seen(book, writer.num(), now)?;
            // Of another epoch, it is told where its scopes stand, and nothing is written.
            if meta::read(book)?.epoch == sent.epoch {
                sent.pull.clear();
            }
            exchange(book, &writer, &sent, now, advice)
        })
        .await?;
    let (Ok(pushed), before) = pushed else {
        return Ok(pushed);
    };
    let (pulled, _) = app
        .store
        .read(move |book| exchange(book, &caller, &asked, now, advice))
        .await?;
    let whole = pulled.map(|pulled| SyncResponse {
        push: pushed.push,
        ..pulled
    });
    Ok((whole, before))
}

/// What the server suggests.
#[derive(Clone, Copy)]
struct Advice {
    next_poll: u64,
    snapshot_from: u64,
}

impl Advice {
    fn of(app: &App) -> Self {
        Self {
            next_poll: app.next_poll,
            snapshot_from: app.snapshot_from,
        }
    }
}

/// The answer, and the last operation of the device before it.
type Exchanged = (Result<SyncResponse, Problem>, u64);

fn exchange(
    book: &Book<'_>,
    caller: &Caller,
    request: &SyncRequest,
    now: u64,
    advice: Advice,
) -> Result<Exchanged, Error> {
    let context = Context {
        device: caller.device().to_owned(),
        adviser: caller.adviser().to_owned(),
        // Read again here, in the same transaction: rights may have changed since the token.
        scopes: access::scopes(book, caller.adviser())?,
        colleagues: access::colleagues(book, caller.adviser())?,
        epoch: meta::read(book)?.epoch,
        rx_ms: now,
        next_poll: advice.next_poll,
        snapshot_from: advice.snapshot_from,
    };
    let mut log = BookLog::new(book, now);
    let before = log.device(&context.device)?.last_q;
    Ok((server::sync(&mut log, &context, request)?, before))
}
