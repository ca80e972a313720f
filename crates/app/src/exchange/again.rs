//! Another identity: this disk was cloned, or an older copy of the notebook was put back, and the
//! server has operations under our name that we never made.
//!
//! Nothing is given up. The server gives a new identity, proved by the one we had; everything the
//! log holds is read under it, the operations of our double included; what the log does not have
//! is issued again under the new name. All of it in one transaction: until then the notebook is
//! what it was, and the next exchange begins afresh with the same key.

use std::collections::{BTreeMap, BTreeSet};

use data_encoding::BASE64URL_NOPAD as B64;
use ed25519_dalek::SigningKey;
use escale_store::Tx;
use escale_store::handover::Leaving;
use escale_store::sync::OutboxRow;
use escale_sync::client::{self, Standing, Verdict, apply_page};
use escale_sync::erasure::late;
use escale_sync::merge::{Applied, RowState, understands};
use escale_sync::op::{Chain, Op, kind};
use escale_sync::reissue::reissue;
use escale_sync::wire::{Action, Cursor, EnrolAgain, EnrolAnswer, Page, SyncResponse};
use zeroize::Zeroizing;

use super::call::{Call, Outcome};
use super::replica::{NotebookReplica, keep_scope, scope};
use super::{ACKED_Q, EPOCH, Trouble};
use crate::api::failure::FailureCode;
use crate::api::sync::LineState;
use crate::open::{self, Identity, Open};
use crate::pen::{self, clock};
use crate::record;
use crate::{App, Failure, Result, held, orders, time};

/// Everything the new identity may read.
struct Whole {
    answer: EnrolAnswer,
    pages: Vec<Page>,
}

impl App {
    /// Takes another identity and keeps everything.
    pub(super) fn begin_again(&self, open: &Open) -> Result<std::result::Result<(), Trouble>> {
        tracing::warn!("another disk writes under this identity: taking another");
        let key = self.next_key(open)?;
        let answer = match self.spring(open, &key)? {
            Ok(answer) => answer,
            Err(trouble) => return Ok(Err(trouble)),
        };
        let identity = Identity {
            device: answer.device.clone(),
            key,
            first_q: 0,
        };
        // The token at hand is the former identity's.
        held(&self.line).token = None;
        let whole = self.read_whole(open, &identity, answer);
        held(&self.line).token = None;
        let whole = match whole? {
            Ok(whole) => whole,
            Err(trouble) => return Ok(Err(trouble)),
        };
        let next_q = open
            .notebook
            .commit(|tx| self.rebuild(tx, open, &identity, &whole))?;
        open.become_device(Identity {
            first_q: next_q,
            ..identity
        });
        tracing::info!(again = next_q - 1, "another identity was taken");
        self.changed(&["sessions", "beneficiaries", "places", "sync"]);
        Ok(Ok(()))
    }

    /// The key of the identity to come, kept before it is shown.
    fn next_key(&self, open: &Open) -> Result<SigningKey> {
        if let Some(key) = open.notebook.read(open::next_key)? {
            return Ok(key);
        }
        let mut seed = Zeroizing::new([0; 32]);
        self.ports.random.fill(seed.as_mut());
        let key = SigningKey::from_bytes(&seed);
        open.notebook.commit(|tx| open::keep_next_key(tx, &key))?;
        Ok(key)
    }

    /// Asks for the identity, as the one we had.
    fn spring(
        &self,
        open: &Open,
        key: &SigningKey,
    ) -> Result<std::result::Result<EnrolAnswer, Trouble>> {
        let call = Call::new(self, open);
        let token = match call.token()? {
            Ok(token) => token,
            Err(trouble) => return Ok(Err(trouble)),
        };
        let request = EnrolAgain {
            public_key: B64.encode(key.verifying_key().as_bytes()),
        };
        let outcome = call.post(
            "/v1/devices/again",
            &request,
            &token,
            |answer: &EnrolAnswer| answer.end,
        )?;
        Ok(told(outcome))
    }

    /// Reads every scope from its start, without touching the notebook.
    fn read_whole(
        &self,
        open: &Open,
        identity: &Identity,
        answer: EnrolAnswer,
    ) -> Result<std::result::Result<Whole, Trouble>> {
        let call = Call::of(self, open, identity.clone());
        let token = match call.token()? {
            Ok(token) => token,
            Err(trouble) => return Ok(Err(trouble)),
        };
        let mut cursors: BTreeMap<String, u64> =
            answer.scopes.iter().map(|id| (id.clone(), 0)).collect();
        let mut pages = Vec::new();
        loop {
            let standing = Standing {
                boot: held(&self.line).boot.clone(),
                boot_q: None,
                now: open
                    .notebook
                    .read(clock)?
                    .physical(time::wall_ms(&self.ports)),
                epoch: answer.epoch.clone(),
                last_q: 0,
                cursors: cursors
                    .iter()
                    .map(|(s, c)| Cursor {
                        s: s.clone(),
                        c: *c,
                    })
                    .collect(),
                colleagues: None,
                order: u64::MAX,
                aside: u64::MAX,
                erasing: client::Confirming::default(),
                // What the log has of ours is compared operation by operation.
                snapshots: false,
            };
            let request = client::request(standing, Chain::default(), Vec::new(), Vec::new());
            let outcome: Outcome<SyncResponse> =
                call.post("/v1/sync", &request, &token, client::is_whole)?;
            if let Outcome::Judged(Verdict::Problem(problem), _) = &outcome
                && problem.action == Action::NewDeviceId
            {
                // This disk was cloned after it had asked: its double has taken that identity.
                open.notebook.commit(open::forget_next_key)?;
                return Ok(Err(Trouble::mended(LineState::Online)));
            }
            let response = match told(outcome) {
                Ok(response) => response,
                Err(trouble) => return Ok(Err(trouble)),
            };
            if cursors.keys().any(|id| response.denied.contains(id)) {
                // Locked meanwhile: what is not told cannot be begun from.
                return Ok(Err(Trouble::new(LineState::Refused)));
            }
            let mut more = false;
            for page in response.pull {
                more |= page.more;
                let known = cursors
                    .get_mut(&page.s)
                    .filter(|known| **known == page.from);
                let Some(known) = known else {
                    return Ok(Err(Trouble::new(LineState::Truncated)));
                };
                *known = page.to;
                pages.push(page);
            }
            if !more {
                return Ok(Ok(Whole { answer, pages }));
            }
        }
    }

    /// The notebook under the new identity; the number of its next operation.
    fn rebuild(&self, tx: &mut Tx<'_>, open: &Open, new: &Identity, whole: &Whole) -> Result<u64> {
        let now_ms = time::now_ms(&self.ports);
        let former = open::device(tx)?;
        let rows = to_issue(tx, &former, whole)?;
        for (table, row) in rows
            .iter()
            .map(|row| (&row.table, &row.row))
            .collect::<BTreeSet<_>>()
        {
            let kept = tx.record(table, row)?;
            if kept.is_some_and(|record| !whole.answer.scopes.contains(&record.scope)) {
                // Nobody would give back what others wrote there.
                continue;
            }
            // Its state names our operations as the former identity's: it is folded again.
            tx.delete_record(table, row)?;
            tx.delete_history(table, row)?;
        }
        for id in &whole.answer.scopes {
            for parked in tx.parked(id)? {
                tx.unpark(parked.n)?;
            }
            let mut known = scope(tx, id)?;
            known.cursor = 0;
            keep_scope(tx, id, known)?;
        }
        // What was asked under the former identity is asked again under the new one.
        for one in tx.departures(Leaving::Asked)? {
            tx.forget_departure(&one.table, &one.row)?;
        }
        tx.forget_asked_erasures()?;
        let mut pen = pen::pen(tx)?;
        for page in &whole.pages {
            for entry in &page.ops {
                pen.clock.see(entry.e, time::wall_ms(&self.ports));
            }
            apply_page(
                &mut NotebookReplica { tx, now_ms },
                &new.device,
                page,
                false,
            )
            .map_err(|error| match error {
                client::PageError::Replica(failure) => failure,
                client::PageError::NotContiguous => {
                    Failure::new(FailureCode::Unexpected).with("incident", "page")
                }
            })?;
        }
        orders::forget_asides(tx)?;
        let (next_q, chain) = issue_again(tx, rows, &former, &whole.answer, now_ms)?;
        tx.outbox_durable_until(0, 0)?;
        tx.set_meta_u64(ACKED_Q, 0)?;
        (pen.q, pen.chain) = (next_q, chain);
        pen::keep(tx, &pen)?;
        tx.set_meta_text(EPOCH, &whole.answer.epoch)?;
        for known in tx.scopes()? {
            count_again(tx, &known.id)?;
        }
        let mut enrolment = open.enrolment.clone();
        enrolment.device.clone_from(&new.device);
        open::take_next_key(tx, &enrolment, &new.key)?;
        Ok(next_q)
    }
}

/// The rows of the outbox that the log does not have: neither acknowledged to us, nor sent by our
/// double before the two parted. What was acknowledged may be gone as well, or its number another's,
/// where the server was restored in between; an entry that says nothing any more was erased.
fn to_issue(tx: &Tx<'_>, former: &str, whole: &Whole) -> Result<Vec<OutboxRow>> {
    let acked = tx.meta_u64(ACKED_Q)?.unwrap_or(0);
    let logged: BTreeMap<u64, Option<Op>> = whole
        .pages
        .iter()
        .flat_map(|page| &page.ops)
        .filter(|entry| entry.dev.as_deref() == Some(former))
        .map(|entry| (entry.q, entry.operation()))
        .collect();
    let mut rows = Vec::new();
    for row in tx.outbox_batch(0, usize::MAX)?.rows {
        let op: Op = serde_json::from_str(&row.body)?;
        if op.k == kind::REDACTED {
            // Nothing of it is left to say.
            continue;
        }
        let there = logged.get(&op.q);
        let missing = if op.q > acked {
            there.is_none_or(|kept| kept.as_ref() != Some(&op))
        } else {
            // An erasure may have emptied a part of it, there or here.
            let emptied = |kept: &Op| kept.emptied_by().is_some() || op.emptied_by().is_some();
            whole.answer.scopes.contains(&op.s)
                && there.is_none_or(|kept| {
                    kept.as_ref()
                        .is_some_and(|kept| *kept != op && !emptied(kept))
                })
        };
        if missing {
            rows.push(row);
        }
    }
    Ok(rows)
}

/// Applies and queues the operations under their new names; the next number, and the chain.
fn issue_again(
    tx: &mut Tx<'_>,
    rows: Vec<OutboxRow>,
    former: &str,
    answer: &EnrolAnswer,
    now_ms: i64,
) -> Result<(u64, Chain)> {
    let device = &answer.device;
    let ops: Vec<Op> = rows
        .iter()
        .map(|row| serde_json::from_str(&row.body))
        .collect::<std::result::Result<_, _>>()?;
    tx.outbox_clear()?;
    let (mut next_q, mut chain) = (1, Chain::default());
    for (row, mut op) in rows.into_iter().zip(reissue(&ops, former, device)) {
        if let Some(state) = record::state(tx, &op.t, &op.r)?
            && let Some(left) = late(&state, &op)
        {
            // What the log just told was erased is not said again.
            op = left;
        }
        let body = op.canonical()?;
        chain = chain.then(&body);
        let gone = tx.departure(&op.t, &op.r)?;
        let gone = gone.is_some_and(|one| one.leaving == Leaving::Gone);
        if answer.scopes.contains(&op.s) && understands(&op) && op.k != kind::ERASE && !gone {
            let mut state: RowState = record::state(tx, &op.t, &op.r)?.unwrap_or_default();
            let applied: Applied = state.apply(device, &op, op.h);
            record::put_state(tx, &op.s, &op.t, &op.r, &state, &applied, now_ms)?;
        }
        tx.outbox_push(&OutboxRow {
            q: op.q,
            body: String::from_utf8_lossy(&body).into_owned(),
            chain: chain.0,
            stamp: op.h.0,
            seq: None,
            ..row
        })?;
        next_q = op.q + 1;
    }
    Ok((next_q, chain))
}

/// The sum of a scope, from its rows.
fn count_again(tx: &mut Tx<'_>, id: &str) -> Result<()> {
    let mut sum = 0u128;
    tx.records(id, |record| {
        let state: RowState = serde_json::from_str(&record.state)?;
        sum = sum.wrapping_add(state.sum(&record.table, &record.id));
        Ok(())
    })?;
    let mut known = scope(tx, id)?;
    known.sum = sum;
    keep_scope(tx, id, known)
}

/// An answer of ours, or why there is none.
fn told<T>(outcome: Outcome<T>) -> std::result::Result<T, Trouble> {
    match outcome {
        Outcome::Judged(Verdict::Ours(answer), _) => Ok(answer),
        Outcome::Judged(Verdict::Problem(problem), retry_after) => {
            tracing::info!(code = problem.code(), "no other identity yet");
            Err(match problem.action {
                Action::Wait | Action::Retry => Trouble {
                    state: LineState::Busy,
                    retry_after,
                    mended: false,
                },
                _ => Trouble::new(LineState::Refused),
            })
        }
        other => Err(other.trouble()),
    }
}
