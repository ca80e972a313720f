//! The laptop's side of an exchange: what to send, what to make of the answer.
//!
//! Nothing here destroys anything (I7): an answer counts only if it is whole, ours, and echoes
//! the nonce of the request; every other outcome leaves the outbox as it was.

use crate::MEDIA_TYPE;
use crate::clock::Hlc;
use crate::merge::{Applied, RowState, understands};
use crate::op::{Chain, Dot, Op};
use crate::wire::{Cursor, Page, Problem, Push, SyncRequest, SyncResponse};

/// Where to start with the size of batches, in bytes of canonical operations.
pub const BATCH_START: usize = 64 * 1024;
/// Largest batch, in bytes.
pub const BATCH_MAX: usize = 1024 * 1024;
/// Smallest batch asked for, in bytes (one transaction always goes, whatever its size).
pub const BATCH_MIN: usize = 4 * 1024;

/// What the laptop knows when it prepares an exchange.
#[derive(Debug, Clone)]
pub struct Standing {
    /// Identifier of the current start of the program.
    pub boot: String,
    /// First operation made since, if any.
    pub boot_q: Option<u64>,
    /// Corrected time, milliseconds since 1970.
    pub now: u64,
    /// Epoch of the server, as known.
    pub epoch: String,
    /// Last operation this device ever made.
    pub last_q: u64,
    /// Cursors, `acct` first.
    pub cursors: Vec<Cursor>,
}

/// The request for that standing and those operations (contiguous, whole transactions).
/// `stamped` are those that had an effective stamp before the server was restored.
#[must_use]
pub fn request(
    standing: Standing,
    prev_chain: Chain,
    ops: Vec<Op>,
    stamped: Vec<(u64, Hlc)>,
) -> SyncRequest {
    SyncRequest {
        boot: standing.boot,
        boot_q: standing.boot_q,
        sent_at: standing.now,
        epoch: standing.epoch,
        last_q: Some(standing.last_q),
        push: (!ops.is_empty()).then_some(Push {
            prev_chain,
            ops,
            stamped,
        }),
        pull: standing.cursors,
    }
}

/// An answer as the transport brought it; the body already decompressed.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// `Content-Type`, if any.
    pub content_type: Option<String>,
    /// `Sync-Echo`, if any.
    pub echo: Option<String>,
    /// `Retry-After` in seconds, if any.
    pub retry_after: Option<u64>,
    /// The body.
    pub body: Vec<u8>,
}

/// What an answer is.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict<T> {
    /// Ours, whole.
    Ours(T),
    /// Ours, a problem.
    Problem(Problem),
    /// Ours by its headers, but cut or garbled.
    Truncated,
    /// Somebody else's: a Wi-Fi portal or another box in the way. Never interpreted.
    Portal,
    /// The server or a box before it fails (5xx without our mark): wait.
    Unavailable,
}

/// Judges an answer to a request that carried `nonce`; `whole` reads the end mark.
#[must_use]
pub fn judge<T: serde::de::DeserializeOwned>(
    answer: &Answer,
    nonce: &str,
    whole: impl Fn(&T) -> bool,
) -> Verdict<T> {
    let ours = answer.echo.as_deref() == Some(nonce);
    let media = answer
        .content_type
        .as_deref()
        .map(|kind| kind.split(';').next().unwrap_or_default().trim());
    match (ours, media) {
        (true, Some(media)) if media == MEDIA_TYPE && (200..300).contains(&answer.status) => {
            match serde_json::from_slice::<T>(&answer.body) {
                Ok(value) if whole(&value) => Verdict::Ours(value),
                _ => Verdict::Truncated,
            }
        }
        (true, Some("application/problem+json")) => match serde_json::from_slice(&answer.body) {
            Ok(problem) => Verdict::Problem(problem),
            Err(_) => Verdict::Truncated,
        },
        (true, _) => Verdict::Truncated,
        (false, _) if matches!(answer.status, 502..=504) => Verdict::Unavailable,
        (false, _) => Verdict::Portal,
    }
}

/// The end mark of an exchange.
#[must_use]
pub fn is_whole(response: &SyncResponse) -> bool {
    response.end
}

/// What the laptop keeps of a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ScopeState {
    /// Sequence known.
    pub cursor: u64,
    /// Sum of the live cells.
    pub sum: u128,
}

/// The laptop's rows, within one transaction of its notebook.
pub trait Replica {
    /// Why the notebook failed.
    type Error;

    /// The state of a row.
    ///
    /// # Errors
    /// When the notebook fails.
    fn row(&mut self, table: &str, row: &str) -> Result<Option<RowState>, Self::Error>;

    /// Writes a row and everything derived from it.
    ///
    /// # Errors
    /// When the notebook fails.
    fn put_row(
        &mut self,
        scope: &str,
        table: &str,
        row: &str,
        state: &RowState,
        applied: &Applied,
    ) -> Result<(), Self::Error>;

    /// Notes that an operation of ours is in the log, and returns it.
    ///
    /// # Errors
    /// When the notebook fails.
    fn own(&mut self, q: u64, seq: u64, e: Hlc) -> Result<Option<OwnOp>, Self::Error>;

    /// Keeps an entry this program cannot apply yet.
    ///
    /// # Errors
    /// When the notebook fails.
    fn park(&mut self, scope: &str, entry: &crate::wire::Entry) -> Result<(), Self::Error>;

    /// What is kept of a scope.
    ///
    /// # Errors
    /// When the notebook fails.
    fn scope(&mut self, scope: &str) -> Result<ScopeState, Self::Error>;

    /// Writes what is kept of a scope.
    ///
    /// # Errors
    /// When the notebook fails.
    fn put_scope(&mut self, scope: &str, state: ScopeState) -> Result<(), Self::Error>;
}

/// Which row an operation of ours touches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnOp {
    /// Table.
    pub table: String,
    /// Row.
    pub row: String,
}

/// What a page brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Brought {
    /// Operations of other devices.
    pub received: u64,
    /// The sums agree; `None` when they could not be compared.
    pub agree: Option<bool>,
}

/// Why a page cannot be applied.
#[derive(Debug, thiserror::Error)]
pub enum PageError<E> {
    /// It does not start where this laptop stands, or skips a sequence.
    #[error("the page does not continue what is known")]
    NotContiguous,
    /// The notebook failed.
    #[error(transparent)]
    Replica(#[from] E),
}

/// Applies a page, within one transaction. `comparable` tells that nothing of this scope is
/// pending, so that the sums may be compared.
///
/// # Errors
/// `NotContiguous` before anything is written; otherwise what the notebook says.
pub fn apply_page<R: Replica>(
    replica: &mut R,
    device: &str,
    page: &Page,
    comparable: bool,
) -> Result<Brought, PageError<R::Error>> {
    let mut scope = replica.scope(&page.s)?;
    let contiguous = page
        .ops
        .iter()
        .zip(1..)
        .all(|(entry, n)| page.from.checked_add(n) == Some(entry.seq));
    if page.from != scope.cursor
        || !contiguous
        || page.ops.last().map_or(page.from, |entry| entry.seq) != page.to
    {
        return Err(PageError::NotContiguous);
    }
    let mut brought = Brought::default();
    for entry in &page.ops {
        match &entry.dev {
            // After a server restore, our own operations may come back whole.
            Some(dev) if dev != device => {
                let readable = entry.operation().filter(understands);
                let Some(op) = readable else {
                    replica.park(&page.s, entry)?;
                    continue;
                };
                let mut row = replica.row(&op.t, &op.r)?.unwrap_or_default();
                let before = row.sum(&op.t, &op.r);
                let applied = row.apply(dev, &op, entry.e);
                row.restamp(&Dot::new(dev.clone(), op.q), entry.e);
                scope.sum = scope
                    .sum
                    .wrapping_sub(before)
                    .wrapping_add(row.sum(&op.t, &op.r));
                replica.put_row(&page.s, &op.t, &op.r, &row, &applied)?;
                brought.received += u64::from(applied.fresh);
            }
            _ => {
                let Some(own) = replica.own(entry.q, entry.seq, entry.e)? else {
                    continue;
                };
                let Some(mut row) = replica.row(&own.table, &own.row)? else {
                    continue;
                };
                let before = row.sum(&own.table, &own.row);
                if row.restamp(&Dot::new(device, entry.q), entry.e) {
                    let after = row.sum(&own.table, &own.row);
                    scope.sum = scope.sum.wrapping_sub(before).wrapping_add(after);
                    replica.put_row(&page.s, &own.table, &own.row, &row, &Applied::default())?;
                }
            }
        }
    }
    scope.cursor = page.to;
    if comparable && let Some(sum) = &page.sum {
        brought.agree = Some(*sum == format!("{:032x}", scope.sum));
    }
    replica.put_scope(&page.s, scope)?;
    Ok(brought)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, content_type: &str, echo: Option<&str>, body: &str) -> Answer {
        Answer {
            status,
            content_type: Some(content_type.into()),
            echo: echo.map(Into::into),
            retry_after: None,
            body: body.into(),
        }
    }

    fn verdict(answer: &Answer) -> Verdict<SyncResponse> {
        judge(answer, "n", is_whole)
    }

    const WHOLE: &str = r#"{"epoch":"e","time":1,"pull":[],"next_poll":300,"end":true}"#;

    #[test]
    fn only_a_whole_answer_of_ours_counts() {
        assert!(matches!(
            verdict(&answer(200, MEDIA_TYPE, Some("n"), WHOLE)),
            Verdict::Ours(_)
        ));
        let long = format!("{MEDIA_TYPE}; charset=utf-8");
        assert!(matches!(
            verdict(&answer(200, &long, Some("n"), WHOLE)),
            Verdict::Ours(_)
        ));
        assert_eq!(
            verdict(&answer(200, MEDIA_TYPE, Some("other"), WHOLE)),
            Verdict::Portal
        );
        assert_eq!(
            verdict(&answer(200, MEDIA_TYPE, None, WHOLE)),
            Verdict::Portal
        );
        assert_eq!(
            verdict(&answer(200, "text/html", None, "<html>")),
            Verdict::Portal
        );
        assert_eq!(
            verdict(&answer(200, "application/json", Some("n"), WHOLE)),
            Verdict::Truncated
        );
        let unfinished = WHOLE.replace("true", "false");
        assert_eq!(
            verdict(&answer(200, MEDIA_TYPE, Some("n"), &unfinished)),
            Verdict::Truncated
        );
        for cut in 0..WHOLE.len() {
            assert_eq!(
                verdict(&answer(200, MEDIA_TYPE, Some("n"), &WHOLE[..cut])),
                Verdict::Truncated,
                "cut at {cut}"
            );
        }
    }

    #[test]
    fn a_foreign_refusal_is_never_interpreted() {
        for status in [301, 302, 401, 403, 404, 410, 426, 511] {
            let forged = format!(
                r#"{{"type":"x/device-revoked","title":"t","status":{status},"action":"none","retryable":false,"data_safe":false}}"#
            );
            assert_eq!(
                verdict(&answer(status, "application/problem+json", None, &forged)),
                Verdict::Portal
            );
        }
        assert_eq!(
            verdict(&answer(503, "text/html", None, "")),
            Verdict::Unavailable
        );
    }
}
