//! What to do when the two sides do not agree: a problem of the server's, sums that differ, a
//! restored server. Nothing is ever discarded; at most something is sent or read again.

use escale_sync::client::BATCH_MIN;
use escale_sync::merge::RowState;
use escale_sync::op::Chain;
use escale_sync::wire::{Action, Problem};

use super::replica::{keep_scope, scope};
use super::{ACKED_Q, EPOCH, Trouble};
use crate::api::sync::LineState;
use crate::open::Open;
use crate::{App, Result, erasure, held};

impl App {
    /// The sums disagree: count ours again from the rows; if they still do, read the scope again
    /// from its start. Applying an operation twice changes nothing, and the outbox stays.
    pub(super) fn mend(&self, open: &Open, id: &str) -> Result<()> {
        let again = {
            let mut line = held(&self.line);
            let again = !line.reread.iter().any(|known| known == id);
            line.reread.push(id.to_owned());
            again
        };
        tracing::warn!(scope = id, again, "the sums disagree");
        open.notebook.commit(|tx| {
            let mut sum = 0u128;
            tx.records(id, |record| {
                let state: RowState = serde_json::from_str(&record.state)?;
                sum = sum.wrapping_add(state.sum(&record.table, &record.id));
                Ok(())
            })?;
            let mut known = scope(tx, id)?;
            known.sum = sum;
            if again {
                known.cursor = 0;
            }
            keep_scope(tx, id, known)
        })
    }

    /// Acts on a problem of ours. Nothing is ever discarded.
    pub(super) fn problem(
        &self,
        open: &Open,
        problem: &Problem,
        retry_after: Option<u64>,
    ) -> Result<Trouble> {
        tracing::info!(
            code = problem.code(),
            status = problem.status,
            "the server answers with a problem"
        );
        Ok(match problem.action {
            Action::ReAuthenticate => {
                held(&self.line).token = None;
                Trouble::mended(LineState::Online)
            }
            Action::Resend => match problem.number("expected_q") {
                Some(expected) if self.resend_after(open, expected.saturating_sub(1))? => {
                    Trouble::mended(LineState::Online)
                }
                _ => Trouble::new(LineState::Refused),
            },
            Action::AdoptEpoch => {
                if self.adopt_epoch(open, problem)? {
                    Trouble::mended(LineState::Online)
                } else {
                    Trouble::new(LineState::Refused)
                }
            }
            Action::Split => {
                let mut line = held(&self.line);
                line.batch = (line.batch / 2).max(BATCH_MIN);
                Trouble::new(LineState::Online)
            }
            Action::Wait | Action::Retry => Trouble {
                state: LineState::Busy,
                retry_after,
                mended: false,
            },
            Action::Upgrade => Trouble::new(LineState::TooOld),
            Action::NewDeviceId => match self.begin_again(open)? {
                Ok(()) => Trouble::mended(LineState::Online),
                Err(trouble) => trouble,
            },
            Action::CallForHelp | Action::None => Trouble::new(LineState::Refused),
        })
    }

    /// Goes back to an earlier operation. Whether that is possible (what a verified backup of the
    /// server covered has left this laptop's outbox) and moves something.
    fn resend_after(&self, open: &Open, q: u64) -> Result<bool> {
        open.notebook.commit(|tx| {
            let acked = tx.meta_u64(ACKED_Q)?.unwrap_or(0);
            let kept = q == 0 || tx.outbox_row(q)?.is_some();
            if q >= acked || !kept {
                return Ok(false);
            }
            tx.outbox_unack_after(q)?;
            tx.set_meta_u64(ACKED_Q, q)?;
            Ok(true)
        })
    }

    /// The server was restored: send again what it lost, read again from where it stands.
    fn adopt_epoch(&self, open: &Open, problem: &Problem) -> Result<bool> {
        let (Some(epoch), Some(last_q)) = (
            problem.more.get("epoch").and_then(|epoch| epoch.as_str()),
            problem.number("last_q"),
        ) else {
            return Ok(false);
        };
        open.notebook.commit(|tx| {
            let acked = tx.meta_u64(ACKED_Q)?.unwrap_or(0);
            // It may know operations we never wrote, from a double of this disk. Where its last one
            // is not ours, that one is sent again, so that it says so.
            let theirs = problem.more.get("chain").and_then(|chain| chain.as_str());
            let ours = match last_q {
                0 => Some(Chain::default()),
                q => tx.outbox_row(q)?.map(|row| Chain(row.chain)),
            };
            let same = theirs.is_none_or(|theirs| ours.is_some_and(|c| c.to_string() == theirs));
            let back = last_q.saturating_sub(u64::from(!same)).min(acked);
            tx.outbox_unack_after(back)?;
            tx.set_meta_u64(ACKED_Q, back)?;
            // No body goes: what the restored server's backups cover is older than itself.
            let durable = problem.number("durable_q").unwrap_or(0).min(back);
            tx.outbox_durable_until(durable, 0)?;
            let heads = problem.more.get("heads");
            for known in tx.scopes()? {
                let restored = heads
                    .and_then(|heads| heads.get(&known.id))
                    .and_then(serde_json::Value::as_u64);
                let mut kept = scope(tx, &known.id)?;
                kept.cursor = kept.cursor.min(restored.unwrap_or(0));
                keep_scope(tx, &known.id, kept)?;
                // What was on its way may be of what the server lost.
                tx.forget_snapshot(&known.id)?;
            }
            tx.set_meta_text(EPOCH, epoch)?;
            // A copy of before an erasure would bring somebody back.
            erasure::tell_again(tx)?;
            Ok(true)
        })
    }
}
