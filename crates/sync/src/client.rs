//! The laptop's side of an exchange: what to send, what to make of the answer.
//!
//! Nothing here destroys anything (I7): an answer counts only if it is whole, ours, and echoes
//! the nonce of the request; every other outcome leaves the outbox as it was.

use crate::MEDIA_TYPE;
use crate::clock::Hlc;
use crate::erasure::Erasing;
use crate::merge::{Applied, RowState, understands};
use crate::op::{Chain, Dot, Op, kind};
use crate::wire::{Cursor, Entry, ErasedRow, Page, Problem, Push, SyncRequest, SyncResponse};

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
    /// Mark of the colleagues it knows, if any.
    pub colleagues: Option<String>,
    /// Instant of the last order it followed.
    pub order: u64,
    /// How far it knows what became of what was set aside.
    pub aside: u64,
    /// It can take a scope it has read nothing of as a snapshot.
    pub snapshots: bool,
    /// What it has to say of erasures.
    pub erasing: Confirming,
}

/// What a laptop has to say of erasures.
#[derive(Debug, Clone, Default)]
pub struct Confirming {
    /// Those of which nothing is left there.
    pub acks: Vec<String>,
    /// After a change of epoch, the rows erased.
    pub rows: Vec<ErasedRow>,
    /// Mark of those it knows the progress of.
    pub mark: Option<String>,
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
        colleagues: standing.colleagues,
        order: Some(standing.order),
        aside: Some(standing.aside),
        erased_acks: standing.erasing.acks,
        erased: standing.erasing.rows,
        erasures: standing.erasing.mark,
        snapshots: standing.snapshots,
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

    /// The values of a row that are known to have given way: their fields and who wrote them.
    ///
    /// # Errors
    /// When the notebook fails.
    fn past(&mut self, table: &str, row: &str) -> Result<Vec<(String, Dot)>, Self::Error>;

    /// Notes that an operation of ours is in the log, and returns it.
    ///
    /// # Errors
    /// When the notebook fails.
    fn own(&mut self, q: u64, seq: u64, e: Hlc) -> Result<Option<OwnOp>, Self::Error>;

    /// An operation of ours, if its body is still there.
    ///
    /// # Errors
    /// When the notebook fails.
    fn own_op(&mut self, q: u64) -> Result<Option<Op>, Self::Error>;

    /// A row went from that scope elsewhere (`op` is the move): lets it go, and answers the state
    /// it had if it was held there. What is still to be sent of it stays to be sent.
    ///
    /// # Errors
    /// When the notebook fails.
    fn depart(&mut self, scope: &str, op: &Op, e: Hlc) -> Result<Option<RowState>, Self::Error>;

    /// Something of a row was erased for good, and its state says so: everything else that was
    /// kept of it goes too. `op` is the erasure.
    ///
    /// # Errors
    /// When the notebook fails.
    fn erased(&mut self, op: &Op, erasing: &Erasing) -> Result<(), Self::Error>;

    /// Keeps an entry this program cannot apply yet.
    ///
    /// # Errors
    /// When the notebook fails.
    fn park(&mut self, scope: &str, entry: &Entry) -> Result<(), Self::Error>;

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
        let fresh = apply_entry(replica, device, &page.s, entry, &mut scope)?;
        brought.received += u64::from(fresh);
    }
    scope.cursor = page.to;
    if comparable && let Some(sum) = &page.sum {
        brought.agree = Some(*sum == format!("{:032x}", scope.sum));
    }
    replica.put_scope(&page.s, scope)?;
    Ok(brought)
}

/// Applies an entry of a log; whether it was new here.
pub(crate) fn apply_entry<R: Replica>(
    replica: &mut R,
    device: &str,
    id: &str,
    entry: &Entry,
    scope: &mut ScopeState,
) -> Result<bool, R::Error> {
    let other = entry.dev.as_deref().filter(|dev| *dev != device);
    let by = other.unwrap_or(device);
    // Its own come back whole with a row that was moved here.
    match entry.operation() {
        Some(op) if op.k == kind::MOVE => {
            if other.is_none() {
                replica.own(entry.q, entry.seq, entry.e)?;
            }
            if let Some(row) = replica.depart(id, &op, entry.e)? {
                scope.sum = scope.sum.wrapping_sub(row.sum(&op.t, &op.r));
                return Ok(true);
            }
        }
        Some(op) if understands(&op) => {
            if other.is_none() {
                replica.own(entry.q, entry.seq, entry.e)?;
            }
            let mut row = replica.row(&op.t, &op.r)?.unwrap_or_default();
            let before = row.sum(&op.t, &op.r);
            let applied = row.apply(by, &op, entry.e);
            row.restamp(&Dot::new(by, op.q), entry.e);
            scope.sum = scope
                .sum
                .wrapping_sub(before)
                .wrapping_add(row.sum(&op.t, &op.r));
            replica.put_row(id, &op.t, &op.r, &row, &applied)?;
            if let Some(erasing) = op.erasing() {
                replica.erased(&op, &erasing)?;
            }
            return Ok(applied.fresh);
        }
        _ if entry.is_redacted() => {
            if other.is_none() {
                replica.own(entry.q, entry.seq, entry.e)?;
            }
        }
        _ if other.is_some() && entry.is_away() => {}
        _ if other.is_some() => replica.park(id, entry)?,
        _ => {
            let Some(own) = replica.own(entry.q, entry.seq, entry.e)? else {
                return Ok(false);
            };
            let known = replica.row(&own.table, &own.row)?;
            if known.is_none() && entry.is_away() {
                return Ok(false);
            }
            let mut row = known.unwrap_or_default();
            let before = row.sum(&own.table, &own.row);
            let dot = Dot::new(device, entry.q);
            if !row.writes.contains_key(&dot) && !entry.is_away() {
                // The row went elsewhere and came back while this was still to be sent.
                let Some(op) = replica.own_op(entry.q)?.filter(understands) else {
                    return Ok(false);
                };
                let applied = row.apply(device, &op, entry.e);
                let after = row.sum(&own.table, &own.row);
                scope.sum = scope.sum.wrapping_sub(before).wrapping_add(after);
                replica.put_row(id, &own.table, &own.row, &row, &applied)?;
            } else if row.restamp(&dot, entry.e) {
                let after = row.sum(&own.table, &own.row);
                scope.sum = scope.sum.wrapping_sub(before).wrapping_add(after);
                replica.put_row(id, &own.table, &own.row, &row, &Applied::default())?;
            }
        }
    }
    Ok(false)
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
