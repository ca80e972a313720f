//! `GET /v1/hello`: where the server stands, for the device that asks.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use escale_sync::PROTO;
use escale_sync::server::Log;
use escale_sync::wire::Hello;

use super::App;
use super::answer::Answer;
use super::caller::Signed;
use super::problem::Refusal;
use crate::access;
use crate::store::log::BookLog;
use crate::store::{marks, meta};

pub(crate) async fn hello(
    State(app): State<Arc<App>>,
    signed: Signed,
) -> Result<Answer<Hello>, Refusal> {
    let (now, caller) = (app.now(), signed.caller.rightful()?);
    let hello = app
        .store
        .read(move |book| {
            let mut log = BookLog::new(book, now);
            let device = log.device(caller.device())?;
            let marks = marks::scopes(book)?;
            let (mut heads, mut durable) = (BTreeMap::new(), BTreeMap::new());
            for scope in access::scopes(book, caller.adviser())? {
                let head = log.scope(&scope)?.head;
                durable.insert(scope.clone(), marks.get(&scope).copied().unwrap_or(0));
                heads.insert(scope, head);
            }
            Ok(Hello {
                epoch: meta::read(book)?.epoch,
                time: now,
                proto: [PROTO, PROTO],
                last_q: device.last_q,
                durable_q: device.durable_q,
                heads,
                durable,
                end: true,
            })
        })
        .await?;
    Ok(Answer(hello))
}
