//! The server's side of an exchange: a pure function over one transaction of its log.
//!
//! Locks come first (device, then every touched scope in order of identifiers), so that two
//! pushes cannot both read old heads, and a reader never sees a sequence before a smaller one
//! (I4). There is no refusal of a well-formed operation: what a device may not write is
//! quarantined, where a person decides.

use std::collections::{BTreeMap, BTreeSet};

use crate::clock::{Arrival, Hlc, effective};
use crate::merge::RowState;
use crate::op::{Chain, Dot, Op};
use crate::wire::{
    Action, Entry, OpResult, Page, Problem, Push, Pushed, SyncRequest, SyncResponse,
};

/// Most operations of one page.
pub const PAGE_OPS: usize = 500;
/// Code of the problem told to the second of two disks with one identity.
pub const FORKED: &str = "device-forked";
/// Most bytes of one page, before compression.
pub const PAGE_BYTES: usize = 256 * 1024;

/// What the log knows of a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DeviceHead {
    /// Last operation kept.
    pub last_q: u64,
    /// Chain at `last_q`.
    pub chain: Chain,
    /// Last operation covered by a verified backup.
    pub durable_q: u64,
    /// Effective stamp of the last operation kept.
    pub last_e: Hlc,
}

/// What the log knows of a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ScopeHead {
    /// Last sequence given.
    pub head: u64,
    /// Sum of the live cells.
    pub sum: u128,
}

/// The operations that `Log::page` found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Slice {
    /// Contiguous entries, ending with a transaction.
    pub entries: Vec<Entry>,
}

/// One transaction over the server's store. Nothing is visible to others until it commits.
pub trait Log {
    /// Why the store failed.
    type Error;

    /// Locks and reads a device.
    ///
    /// # Errors
    /// When the store fails.
    fn device(&mut self, device: &str) -> Result<DeviceHead, Self::Error>;

    /// Writes a device.
    ///
    /// # Errors
    /// When the store fails.
    fn put_device(&mut self, device: &str, head: &DeviceHead) -> Result<(), Self::Error>;

    /// Locks scopes, in the order given (ascending), until the end of the transaction; creates
    /// those that do not exist.
    ///
    /// # Errors
    /// When the store fails.
    fn lock_scopes(
        &mut self,
        scopes: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, ScopeHead>, Self::Error>;

    /// Writes a scope.
    ///
    /// # Errors
    /// When the store fails.
    fn put_scope(&mut self, scope: &str, head: &ScopeHead) -> Result<(), Self::Error>;

    /// The head of a scope, without locking it.
    ///
    /// # Errors
    /// When the store fails.
    fn scope(&mut self, scope: &str) -> Result<ScopeHead, Self::Error>;

    /// How much of a scope a laptop that knows `epoch` may still trust: the smallest head the
    /// scope had when any later epoch began; 0 when that epoch is unknown. The head of *now* would
    /// not do: others may already have written above the restored one.
    ///
    /// # Errors
    /// When the store fails.
    fn restored_head(&mut self, scope: &str, epoch: &str) -> Result<u64, Self::Error>;

    /// The effective stamp of an operation of the log.
    ///
    /// # Errors
    /// When the store fails.
    fn stamp_of(&mut self, dot: &Dot) -> Result<Option<Hlc>, Self::Error>;

    /// The state of a row.
    ///
    /// # Errors
    /// When the store fails.
    fn row(&mut self, scope: &str, table: &str, row: &str)
    -> Result<Option<RowState>, Self::Error>;

    /// Writes the state of a row.
    ///
    /// # Errors
    /// When the store fails.
    fn put_row(
        &mut self,
        scope: &str,
        table: &str,
        row: &str,
        state: &RowState,
    ) -> Result<(), Self::Error>;

    /// Appends an operation to a scope at that sequence.
    ///
    /// # Errors
    /// When the store fails.
    fn append(
        &mut self,
        scope: &str,
        seq: u64,
        e: Hlc,
        device: &str,
        op: &Op,
    ) -> Result<(), Self::Error>;

    /// Keeps an operation apart for a human; returns its ticket.
    ///
    /// # Errors
    /// When the store fails.
    fn quarantine(&mut self, device: &str, op: &Op, why: &str) -> Result<String, Self::Error>;

    /// Entries of a scope after a sequence, at most so many and so large, never splitting a
    /// transaction of a device. `reader`'s own come without their body.
    ///
    /// # Errors
    /// When the store fails.
    fn page(
        &mut self,
        scope: &str,
        after: u64,
        ops: usize,
        bytes: usize,
        reader: &str,
    ) -> Result<Slice, Self::Error>;
}

/// Who asks, and when.
#[derive(Debug, Clone)]
pub struct Context {
    /// The authenticated device.
    pub device: String,
    /// Whose it is: nobody writes under a colleague's name.
    pub adviser: String,
    /// Scopes it may read and write.
    pub scopes: BTreeSet<String>,
    /// Epoch of this server.
    pub epoch: String,
    /// Time of arrival, milliseconds since 1970.
    pub rx_ms: u64,
    /// Seconds to suggest before the next unprompted exchange.
    pub next_poll: u64,
}

/// Carries out one exchange.
///
/// # Errors
/// When the store fails; the caller rolls back and answers "busy". A `Problem` is an answer: the
/// caller may commit or roll back, nothing was written.
pub fn sync<L: Log>(
    log: &mut L,
    context: &Context,
    request: &SyncRequest,
) -> Result<Result<SyncResponse, Problem>, L::Error> {
    let device = log.device(&context.device)?;
    if request.epoch != context.epoch {
        return Ok(Err(epoch_changed(log, context, device, request)?));
    }
    if request.last_q.is_some_and(|made| made < device.last_q) {
        return Ok(Err(forked(device)));
    }
    let pushed = match &request.push {
        Some(push) => match self::push(log, context, device, request, push)? {
            Ok(pushed) => Some(pushed),
            Err(problem) => return Ok(Err(problem)),
        },
        None => None,
    };
    let mut pull = Vec::new();
    let mut denied = Vec::new();
    for cursor in &request.pull {
        if !context.scopes.contains(&cursor.s) {
            denied.push(cursor.s.clone());
            continue;
        }
        if let Some(page) = self::page(log, context, &cursor.s, cursor.c)? {
            pull.push(page);
        }
    }
    let asked: BTreeSet<&String> = request.pull.iter().map(|cursor| &cursor.s).collect();
    let granted = context
        .scopes
        .iter()
        .filter(|scope| !asked.contains(scope))
        .cloned()
        .collect();
    Ok(Ok(SyncResponse {
        epoch: context.epoch.clone(),
        time: context.rx_ms,
        push: pushed,
        pull,
        denied,
        granted,
        durable_q: device.durable_q,
        next_poll: context.next_poll,
        end: true,
    }))
}

fn epoch_changed<L: Log>(
    log: &mut L,
    context: &Context,
    device: DeviceHead,
    request: &SyncRequest,
) -> Result<Problem, L::Error> {
    let mut heads = serde_json::Map::new();
    for cursor in request
        .pull
        .iter()
        .filter(|cursor| context.scopes.contains(&cursor.s))
    {
        heads.insert(
            cursor.s.clone(),
            log.restored_head(&cursor.s, &request.epoch)?.into(),
        );
    }
    Ok(Problem::new(
        "epoch-changed",
        409,
        "Le serveur a été restauré",
        Action::AdoptEpoch,
    )
    .with("epoch", context.epoch.clone())
    .with("heads", heads)
    .with("last_q", device.last_q)
    .with("chain", device.chain.to_string())
    .with("durable_q", device.durable_q))
}

fn push<L: Log>(
    log: &mut L,
    context: &Context,
    mut device: DeviceHead,
    request: &SyncRequest,
    push: &Push,
) -> Result<Result<Pushed, Problem>, L::Error> {
    let new = match fresh(device, push) {
        Ok(new) => new,
        Err(problem) => return Ok(Err(problem)),
    };
    let wanted: BTreeSet<String> = new
        .iter()
        .map(|(op, _)| op.s.clone())
        .filter(|scope| context.scopes.contains(scope))
        .collect();
    let mut scopes = log.lock_scopes(&wanted)?;
    let mut results = Vec::new();
    for (op, chain) in new {
        let why = if op.a == context.adviser {
            "scope"
        } else {
            "author"
        };
        if let Some(scope) = scopes.get_mut(&op.s).filter(|_| why == "scope") {
            let result = append(log, context, &mut device, scope, request, op)?;
            results.extend(result);
        } else {
            let ticket = log.quarantine(&context.device, op, why)?;
            results.push(OpResult {
                q: op.q,
                r: "quarantined".into(),
                why: Some(why.into()),
                ticket: Some(ticket),
            });
        }
        device.last_q = op.q;
        device.chain = chain;
    }
    for (scope, head) in &scopes {
        log.put_scope(scope, head)?;
    }
    log.put_device(&context.device, &device)?;
    Ok(Ok(Pushed {
        last_q: device.last_q,
        chain: device.chain,
        durable_q: device.durable_q,
        results,
    }))
}

/// Two disks write under one identity: whoever comes second is stopped, and keeps everything.
fn forked(device: DeviceHead) -> Problem {
    Problem::new(
        FORKED,
        409,
        "Deux installations utilisent la même identité",
        Action::NewDeviceId,
    )
    .with("last_q", device.last_q)
    .with("chain", device.chain.to_string())
}

/// The operations of a push that the log does not have yet, each with the chain after it.
fn fresh(device: DeviceHead, push: &Push) -> Result<Vec<(&Op, Chain)>, Problem> {
    let malformed = |pointer: String| {
        Problem::new("malformed", 422, "Envoi illisible", Action::CallForHelp)
            .with("pointer", pointer)
    };
    let first = push.ops.first().map_or(device.last_q + 1, |op| op.q);
    if first > device.last_q + 1 {
        return Err(Problem::new(
            "gap",
            409,
            "Il manque des éléments avant ceux-ci",
            Action::Resend,
        )
        .with("expected_q", device.last_q + 1));
    }
    let mut chain = push.prev_chain;
    if first == device.last_q + 1 && chain != device.chain {
        return Err(forked(device));
    }
    let mut new = Vec::new();
    for (i, op) in push.ops.iter().enumerate() {
        if op.q != first + i as u64 {
            return Err(malformed(format!("/push/ops/{i}/q")));
        }
        let Ok(bytes) = op.canonical() else {
            return Err(malformed(format!("/push/ops/{i}")));
        };
        chain = chain.then(&bytes);
        if op.q == device.last_q && chain != device.chain {
            return Err(forked(device));
        }
        if op.q > device.last_q {
            new.push((op, chain));
        }
    }
    Ok(new)
}

fn append<L: Log>(
    log: &mut L,
    context: &Context,
    device: &mut DeviceHead,
    scope: &mut ScopeHead,
    request: &SyncRequest,
    op: &Op,
) -> Result<Option<OpResult>, L::Error> {
    let mut bases = Hlc::default();
    for dot in op.b.values().flat_map(|base| base.dots()) {
        bases = bases.max(log.stamp_of(dot)?.unwrap_or_default());
    }
    let arrival = Arrival {
        rx_ms: context.rx_ms,
        sent_at: request.sent_at,
        current_boot: request.boot_q.is_some_and(|first| op.q >= first),
    };
    let given = request
        .push
        .iter()
        .flat_map(|push| &push.stamped)
        .find(|(q, _)| *q == op.q);
    let stamp = match given {
        // Not moved a second time, but still never in the future nor under what it overwrites.
        Some((_, e)) => effective(
            *e,
            Arrival {
                current_boot: false,
                ..arrival
            },
            bases,
        ),
        None => effective(op.h, arrival, bases.max(device.last_e)),
    };
    let mut row = log.row(&op.s, &op.t, &op.r)?.unwrap_or_default();
    let before = row.sum(&op.t, &op.r);
    let disputed_before = row.disputed().len();
    row.apply(&context.device, op, stamp.stamp);
    scope.sum = scope
        .sum
        .wrapping_sub(before)
        .wrapping_add(row.sum(&op.t, &op.r));
    scope.head += 1;
    log.put_row(&op.s, &op.t, &op.r, &row)?;
    log.append(&op.s, scope.head, stamp.stamp, &context.device, op)?;
    device.last_e = device.last_e.max(stamp.stamp);
    let flag = if row.disputed().len() > disputed_before {
        Some("conflict")
    } else if stamp.clamped {
        Some("clamped")
    } else if stamp.shifted {
        Some("shifted")
    } else {
        None
    };
    Ok(flag.map(|r| OpResult {
        q: op.q,
        r: r.into(),
        why: None,
        ticket: None,
    }))
}

fn page<L: Log>(
    log: &mut L,
    context: &Context,
    scope: &str,
    after: u64,
) -> Result<Option<Page>, L::Error> {
    let ScopeHead { head, sum } = log.scope(scope)?;
    if after >= head {
        return Ok(None);
    }
    let entries = log
        .page(scope, after, PAGE_OPS, PAGE_BYTES, &context.device)?
        .entries;
    let to = entries.last().map_or(after, |entry| entry.seq);
    Ok(Some(Page {
        s: scope.to_owned(),
        from: after,
        to,
        head,
        more: to < head,
        sum: (to == head).then(|| format!("{sum:032x}")),
        ops: entries,
    }))
}

#[cfg(test)]
mod tests;
