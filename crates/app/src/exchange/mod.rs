//! The exchange with the central server: one at a time, never in the path of a record.
//!
//! What was recorded leaves first, then what others wrote comes in. The notebook is never held
//! while the network is awaited. Every outcome but an authenticated answer leaves the outbox as
//! it was, and the next try is always armed.

mod again;
mod call;
mod mend;
pub(crate) mod replica;
mod report;
mod snapshot;

pub(crate) use call::{Outcome, bare};
pub use report::{now, report, state};

use escale_store::sync::Exchange;
use escale_sync::client::{self, BATCH_MAX, BATCH_MIN, BATCH_START, Standing, Verdict, apply_page};
use escale_sync::op::Op;
use escale_sync::schedule::{Ended, Schedule};
use escale_sync::wire::{Cursor, Page, SyncResponse};

use crate::api::failure::FailureCode;
use crate::api::sync::LineState;
use crate::exchange::call::Call;
use crate::exchange::replica::{
    NotebookReplica, chain_at, durable_until, keep_scope, scope, stamped,
};
use crate::open::Open;
use crate::pen::{clock, keep_clock, next_q};
use crate::ports::Event;
use crate::{App, Failure, Result, colleague, erasure, held, orders, time};

pub(crate) const ACKED_Q: &str = "acked_q";
pub(crate) const EPOCH: &str = "epoch";
/// A change of the offset to the server's time worth a write by itself, milliseconds.
const OFFSET_KEPT_MS: u64 = 500;

/// What is known of the line, in memory.
pub(crate) struct Line {
    schedule: Schedule,
    /// Identifier of this start of the program.
    boot: String,
    state: LineState,
    token: Option<call::Token>,
    batch: usize,
    /// Bytes of a snapshot asked for at once.
    piece: u64,
    /// Scopes whose snapshot did not say what it announced: their logs are read.
    declined: Vec<String>,
    tries: u32,
    last_contact_ms: Option<i64>,
    last_sent_ms: Option<i64>,
    /// Wall time of the next try, as last planned.
    next_try_ms: Option<i64>,
    /// A scope whose sum disagreed and was read again from its start since the program began.
    reread: Vec<String>,
    /// Times that moves were asked for again since the program began.
    pub(crate) asked_again: u32,
}

impl Line {
    pub(crate) fn new(monotonic_ms: u64, boot: &str) -> Self {
        Self {
            schedule: Schedule::new(monotonic_ms),
            boot: boot.to_owned(),
            state: LineState::Unknown,
            token: None,
            batch: BATCH_START,
            piece: snapshot::PIECE_START,
            declined: Vec::new(),
            tries: 0,
            last_contact_ms: None,
            last_sent_ms: None,
            next_try_ms: None,
            reread: Vec::new(),
            asked_again: 0,
        }
    }
}

/// What one exchange did.
#[derive(Debug, Clone, Copy, Default)]
struct Done {
    sent: u32,
    received: u32,
    more: bool,
    next_poll: u64,
}

/// How one exchange failed.
#[derive(Debug, Clone, Copy)]
struct Trouble {
    state: LineState,
    retry_after: Option<u64>,
    /// Try again at once: the trouble was mended on the spot.
    mended: bool,
}

impl Trouble {
    fn new(state: LineState) -> Self {
        Self {
            state,
            retry_after: None,
            mended: false,
        }
    }

    fn mended(state: LineState) -> Self {
        Self {
            state,
            retry_after: None,
            mended: true,
        }
    }
}

impl App {
    /// Milliseconds until the next exchange is due.
    #[must_use]
    pub fn exchange_wait_ms(&self) -> u64 {
        held(&self.line)
            .schedule
            .wait(self.ports.clock.monotonic_ms())
    }

    /// Something says that the network changed: a hint, worth one early try.
    pub fn network_changed(&self) {
        held(&self.line)
            .schedule
            .network_changed(self.ports.clock.monotonic_ms());
    }

    pub(crate) fn committed(&self) {
        held(&self.line)
            .schedule
            .committed(self.ports.clock.monotonic_ms());
        // The screens ask for the line after the save: counting what waits here would make the
        // person wait for it (a commit empties the reader's cache of deciphered pages).
        self.changed(&["sync"]);
    }

    pub(crate) fn ask_exchange(&self) {
        held(&self.line)
            .schedule
            .asked(self.ports.clock.monotonic_ms());
    }

    /// Carries out an exchange if one is due and the notebook is open. Blocks on the network.
    /// Whether one took place.
    pub fn exchange_if_due(&self) -> bool {
        let Ok(_turn) = self.exchanging.try_lock() else {
            return false;
        };
        if !held(&self.line)
            .schedule
            .start(self.ports.clock.monotonic_ms())
        {
            return false;
        }
        let Ok(open) = self.notebook() else {
            // Nothing can be sent while locked; unlocking asks for an exchange.
            self.report_wiped();
            self.plan(Ended::Done { next_poll: 0 });
            return false;
        };
        if open.practice {
            // Nothing of the practice space is ever sent.
            self.plan(Ended::Done { next_poll: 0 });
            self.tell_line();
            return false;
        }
        self.tell_line();
        self.settle_merges();
        let outcome = self.exchange(&open);
        self.settle_merges();
        let outcome = outcome.and_then(|ended| {
            self.end_departure(&open)?;
            Ok(ended)
        });
        let (state, done) = match outcome {
            Ok(Ok(done)) => {
                self.plan(if done.more {
                    Ended::More
                } else {
                    Ended::Done {
                        next_poll: done.next_poll,
                    }
                });
                (LineState::Online, done)
            }
            Ok(Err(trouble)) => {
                let retry_after = trouble.retry_after;
                self.plan(if trouble.mended {
                    Ended::More
                } else {
                    Ended::Failed { retry_after }
                });
                (trouble.state, Done::default())
            }
            // The notebook failed (full disk, locked meanwhile): nothing was acknowledged.
            Err(failure) => {
                tracing::warn!(code = ?failure.code, "the exchange could not be kept");
                self.plan(Ended::Failed { retry_after: None });
                (held(&self.line).state, Done::default())
            }
        };
        self.note(&open, state, done);
        true
    }

    fn plan(&self, ended: Ended) {
        let random = time::random_u64(&self.ports);
        let now = self.ports.clock.monotonic_ms();
        let mut line = held(&self.line);
        line.schedule.ended(now, ended, random);
        line.tries = line.tries.wrapping_add(1);
        let wait = i64::try_from(line.schedule.wait(now)).unwrap_or(i64::MAX);
        line.next_try_ms = Some(time::now_ms(&self.ports).saturating_add(wait));
    }

    fn note(&self, open: &Open, state: LineState, done: Done) {
        let now_ms = time::now_ms(&self.ports);
        let changed = {
            let mut line = held(&self.line);
            let changed = line.state != state;
            line.state = state;
            if state == LineState::Online {
                line.last_contact_ms = Some(now_ms);
            }
            if done.sent > 0 {
                line.last_sent_ms = Some(now_ms);
            }
            changed
        };
        // A quiet poll writes nothing: the journal keeps what a person would look for.
        if changed || done.sent > 0 || done.received > 0 {
            let kept = open.notebook.commit(|tx| {
                tx.push_exchange(&Exchange {
                    at_ms: now_ms,
                    line: report::line_name(state).to_owned(),
                    sent: done.sent,
                    received: done.received,
                })
            });
            if let Err(error) = kept {
                tracing::warn!(%error, "the exchange was not noted");
            }
        }
        if done.received > 0 || done.sent > 0 {
            self.changed(&["sessions", "beneficiaries", "places", "planning", "sync"]);
        }
        self.tell_line();
    }

    pub(crate) fn tell_line(&self) {
        if let Ok(state) = state(self, ()) {
            self.ports.screens.tell(Event::Sync { state });
        }
    }

    fn exchange(&self, open: &Open) -> Result<std::result::Result<Done, Trouble>> {
        let call = Call::new(self, open);
        let token = match call.token()? {
            Ok(token) => token,
            Err(trouble) => {
                if let Some((order, nonce)) = call.told() {
                    self.heed(open, &order, &nonce)?;
                }
                return Ok(Err(trouble));
            }
        };
        let (batch, boot) = {
            let line = held(&self.line);
            (line.batch, line.boot.clone())
        };
        let prepared = self.prepare(open, batch, boot)?;
        let more_to_send = prepared.more;
        let sent_wall = time::wall_ms(&self.ports);
        let outcome: Outcome<SyncResponse> =
            call.post("/v1/sync", &prepared.request, &token, client::is_whole)?;
        let received_wall = time::wall_ms(&self.ports);
        let response = match outcome {
            Outcome::Judged(Verdict::Ours(response), _) => response,
            Outcome::Judged(Verdict::Problem(problem), retry_after) => {
                return self.problem(open, &problem, retry_after).map(Err);
            }
            other => {
                let trouble = other.trouble();
                if other.is_cut() {
                    // A poor line: smaller batches get through.
                    let mut line = held(&self.line);
                    line.batch = (line.batch / 2).max(BATCH_MIN);
                }
                return Ok(Err(trouble));
            }
        };
        {
            let mut line = held(&self.line);
            line.batch = (line.batch * 2).min(BATCH_MAX);
        }
        let acked = match self.acknowledge(open, &response, sent_wall, received_wall)? {
            Ok(acked) => acked,
            Err(trouble) => return Ok(Err(trouble)),
        };
        self.heard(open, response.silent_days, acked > 0);
        for order in &response.orders {
            self.heed(open, order, &call.nonce())?;
        }
        self.note_asides(open, &response)?;
        let mut done = Done {
            sent: acked,
            next_poll: response.next_poll,
            more: more_to_send,
            ..Done::default()
        };
        self.note_late(open, &response)?;
        for page in &response.pull {
            let brought = self.bring(open, page)?;
            done.received = done.received.saturating_add(brought);
            done.more |= page.more;
        }
        self.follow(open, &response)?;
        let snapshots = self.take_snapshots(open, &call, &token, &response.snapshots)?;
        let taken = match snapshots {
            Ok(taken) => taken,
            Err(trouble) => {
                // What was exchanged before stays exchanged, and is told.
                self.note(open, LineState::Online, done);
                return Ok(Err(trouble));
            }
        };
        done.received = done.received.saturating_add(taken.rows);
        done.more |= taken.more;
        done.more |= self.note_erasures(open, &prepared.request, &response)?;
        if !done.more && open.held().is_none() {
            // Everything left and came: what is asked of the server now is asked knowing it all.
            done.more = self.send_erasures(open, response.time)? || self.send_handovers(open)?;
        }
        Ok(Ok(done))
    }

    fn prepare(&self, open: &Open, batch: usize, boot: String) -> Result<Prepared> {
        open.notebook.read(|reader| {
            let acked = reader.meta_u64(ACKED_Q)?.unwrap_or(0);
            let rows = reader.outbox_batch(acked, batch)?;
            let prev_chain = chain_at(reader, acked)?;
            let mut ops: Vec<Op> = Vec::with_capacity(rows.rows.len());
            for row in &rows.rows {
                ops.push(serde_json::from_str(&row.body)?);
            }
            let stamped = stamped(&rows.rows);
            let mut cursors: Vec<Cursor> = reader
                .scopes()?
                .into_iter()
                .map(|scope| Cursor {
                    s: scope.id,
                    c: scope.cursor,
                })
                .collect();
            // What says who we are comes first.
            cursors.sort_by_key(|cursor| !cursor.s.starts_with("acct:"));
            let standing = Standing {
                boot,
                boot_q: Some(open.identity().first_q),
                now: clock(reader)?.physical(time::wall_ms(&self.ports)),
                epoch: reader.meta_text(EPOCH)?.unwrap_or_default(),
                last_q: next_q(reader)?.saturating_sub(1),
                cursors,
                colleagues: Some(colleague::mark(reader)?),
                order: orders::followed(reader)?,
                aside: orders::asides_known(reader)?,
                erasing: erasure::confirming(reader)?,
                snapshots: held(&self.line).declined.is_empty(),
            };
            let request = client::request(standing, prev_chain, ops, stamped);
            Ok::<_, Failure>(Prepared {
                request,
                more: rows.more,
            })
        })
    }

    /// Notes what the server has. An acknowledgement that does not match our chain is not one.
    fn acknowledge(
        &self,
        open: &Open,
        response: &SyncResponse,
        sent_wall: u64,
        received_wall: u64,
    ) -> Result<std::result::Result<u32, Trouble>> {
        let (known, durable) = open
            .notebook
            .read(|reader| Ok::<_, Failure>((clock(reader)?, reader.outbox_durable()?)))?;
        let mut learnt = known;
        learnt.learn(sent_wall, received_wall, response.time);
        let drift = learnt.offset_ms.abs_diff(known.offset_ms);
        let quiet = response.push.is_none() && response.durable_q <= durable;
        // A quiet poll writes nothing.
        if quiet && known.rtt_ms > 0 && drift < OFFSET_KEPT_MS {
            return Ok(Ok(0));
        }
        open.notebook.commit(|tx| {
            let mut clock = clock(tx)?;
            clock.learn(sent_wall, received_wall, response.time);
            keep_clock(tx, &clock)?;
            let acked = tx.meta_u64(ACKED_Q)?.unwrap_or(0);
            let Some(pushed) = &response.push else {
                durable_until(tx, response, acked)?;
                return Ok(Ok(0));
            };
            let ours = tx.outbox_row(pushed.last_q)?.map(|row| row.chain);
            // It may be more than was sent this time: a larger batch of before whose answer was lost.
            if ours != Some(pushed.chain.0) {
                tracing::error!(
                    last_q = pushed.last_q,
                    "the server acknowledges what this laptop did not write"
                );
                return Ok(Err(Trouble::new(LineState::Refused)));
            }
            tx.outbox_ack_until(pushed.last_q)?;
            tx.set_meta_u64(ACKED_Q, pushed.last_q.max(acked))?;
            durable_until(tx, response, pushed.last_q.max(acked))?;
            let sent = pushed.last_q.saturating_sub(acked);
            Ok::<_, Failure>(Ok(u32::try_from(sent).unwrap_or(u32::MAX)))
        })
    }

    /// Applies a page in one transaction; answers how many operations of others it brought.
    fn bring(&self, open: &Open, page: &Page) -> Result<u32> {
        let device = open.identity().device;
        let now_ms = time::now_ms(&self.ports);
        let brought = open.notebook.commit(|tx| {
            let comparable = tx.outbox_counts()?.operations == 0;
            let mut clock = clock(tx)?;
            for entry in &page.ops {
                clock.see(entry.e, time::wall_ms(&self.ports));
            }
            keep_clock(tx, &clock)?;
            apply_page(
                &mut NotebookReplica { tx, now_ms },
                &device,
                page,
                comparable,
            )
            .map_err(|error| match error {
                client::PageError::Replica(failure) => failure,
                client::PageError::NotContiguous => {
                    tracing::error!(
                        scope = page.s,
                        from = page.from,
                        "a page does not continue what is known"
                    );
                    Failure::new(FailureCode::Unexpected).with("incident", "page")
                }
            })
        })?;
        if brought.agree == Some(false) {
            self.mend(open, &page.s)?;
        }
        Ok(u32::try_from(brought.received).unwrap_or(u32::MAX))
    }

    /// Follows the scopes the server says we may read.
    fn follow(&self, open: &Open, response: &SyncResponse) -> Result<()> {
        if let Some(colleagues) = &response.colleagues {
            open.notebook.commit(|tx| colleague::keep(tx, colleagues))?;
            self.changed(&["colleagues", "beneficiaries"]);
        }
        if response.granted.is_empty() {
            return Ok(());
        }
        open.notebook.commit(|tx| {
            for id in &response.granted {
                let known = scope(tx, id)?;
                keep_scope(tx, id, known)?;
            }
            Ok(())
        })
    }
}

struct Prepared {
    request: escale_sync::wire::SyncRequest,
    more: bool,
}

/// Writes what a new notebook knows of the server.
pub(crate) fn begin(tx: &mut escale_store::Tx<'_>, epoch: &str, scopes: &[String]) -> Result<()> {
    tx.set_meta_text(EPOCH, epoch)?;
    for id in scopes {
        keep_scope(tx, id, client::ScopeState::default())?;
    }
    Ok(())
}
