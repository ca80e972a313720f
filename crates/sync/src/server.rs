//! The server's side of an exchange: a pure function over one transaction of its log.
//!
//! Locks come first (device, then every touched scope in order of identifiers), so that two
//! pushes cannot both read old heads, and a reader never sees a sequence before a smaller one
//! (I4). There is no refusal of a well-formed operation: what a device may not write is
//! quarantined, where a person decides.

use std::collections::{BTreeMap, BTreeSet};

use crate::clock::{Arrival, Effective, Hlc, effective};
use crate::erasure;
use crate::op::{Chain, Op, kind};
use crate::wire::{
    Action, Named, OpResult, Page, Problem, Push, Pushed, SyncRequest, SyncResponse,
    colleagues_mark, erasures_mark,
};

mod erasures;
mod log;
mod moves;

pub use self::log::{Carried, DeviceHead, Journey, Log, Moved, ScopeHead, Slice, Source};

/// Most operations of one page.
pub const PAGE_OPS: usize = 500;
/// Code of the problem told to the second of two disks with one identity.
pub const FORKED: &str = "device-forked";
/// Most bytes of one page, before compression.
pub const PAGE_BYTES: usize = 256 * 1024;

/// Who asks, and when.
#[derive(Debug, Clone)]
pub struct Context {
    /// The authenticated device.
    pub device: String,
    /// Whose it is: nobody writes under a colleague's name.
    pub adviser: String,
    /// Scopes it may read and write.
    pub scopes: BTreeSet<String>,
    /// Those it may hand a file over to, by identifier.
    pub colleagues: Vec<Named>,
    /// Epoch of this server.
    pub epoch: String,
    /// Time of arrival, milliseconds since 1970.
    pub rx_ms: u64,
    /// Seconds to suggest before the next unprompted exchange.
    pub next_poll: u64,
    /// A log of so many operations is offered as a snapshot to whoever has read nothing of it.
    pub snapshot_from: u64,
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
    erasures::confirm(log, context, request)?;
    let unknown_erased = erasures::unknown(log, context, &request.erased)?;
    let told = match &request.erasures {
        Some(known) => {
            let told = log.erasures(&format!("adv:{}", context.adviser))?;
            (*known != erasures_mark(&told)).then_some(told)
        }
        None => None,
    };
    let mut pull = Vec::new();
    let mut denied = Vec::new();
    let mut snapshots = Vec::new();
    for cursor in &request.pull {
        if !context.scopes.contains(&cursor.s) {
            denied.push(cursor.s.clone());
            continue;
        }
        if request.snapshots && cursor.c == 0 {
            let head = log.scope(&cursor.s)?.head;
            if head >= context.snapshot_from {
                snapshots.push(cursor.s.clone());
                continue;
            }
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
        snapshots,
        denied,
        granted,
        durable_q: device.durable_q,
        colleagues: request
            .colleagues
            .as_ref()
            .is_some_and(|known| *known != colleagues_mark(&context.colleagues))
            .then(|| context.colleagues.clone()),
        orders: Vec::new(),
        aside: Vec::new(),
        silent_days: None,
        unknown_erased,
        erasures: told,
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
    let mut scopes = Scopes::new(locked(log, context, &new)?);
    let mut results = Vec::new();
    for (op, chain) in new {
        let home = moves::home(log, &op.s, &op.t, &op.r)?;
        let elsewhere = (op.k == kind::ERASE && home != op.s).then_some("elsewhere");
        if let Some(why) = moves::refusal(context, op).or(elsewhere) {
            let ticket = log.quarantine(&context.device, op, why)?;
            results.push(OpResult {
                q: op.q,
                r: "quarantined".into(),
                why: Some(why.into()),
                ticket: Some(ticket),
            });
        } else {
            let stamp = stamp(log, context, device, request, op)?;
            let flag = if op.k == kind::MOVE {
                moves::carry_out(log, context, &mut scopes, op, stamp.stamp)?;
                None
            } else if let Some(erasing) = op.erasing() {
                erasures::carry_out(log, context, &mut scopes, op, &erasing, stamp.stamp)?;
                None
            } else {
                append(log, context, &mut scopes, &home, op, stamp)?
            };
            device.last_e = device.last_e.max(stamp.stamp);
            results.extend(flag.map(|r| OpResult {
                q: op.q,
                r: r.into(),
                why: None,
                ticket: None,
            }));
        }
        device.last_q = op.q;
        device.chain = chain;
    }
    for (scope, head) in &scopes.heads {
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

/// The scopes that these operations touch, locked. A row may have moved while a lock was awaited:
/// what is touched is asked again until nothing new comes, and cannot change any more then.
fn locked<L: Log>(
    log: &mut L,
    context: &Context,
    new: &[(&Op, Chain)],
) -> Result<BTreeMap<String, ScopeHead>, L::Error> {
    let mut heads = BTreeMap::new();
    let mut wanted = moves::touched(log, context, new)?;
    while !wanted.is_empty() {
        heads.extend(log.lock_scopes(&wanted)?);
        wanted = if log.is_shared() {
            let mut touched = moves::touched(log, context, new)?;
            touched.retain(|scope| !heads.contains_key(scope));
            touched
        } else {
            BTreeSet::new()
        };
    }
    Ok(heads)
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
        let Ok(after) = op.chain_after(chain) else {
            return Err(malformed(format!("/push/ops/{i}")));
        };
        chain = after;
        if op.q == device.last_q && chain != device.chain {
            return Err(forked(device));
        }
        if op.q > device.last_q {
            new.push((op, chain));
        }
    }
    Ok(new)
}

/// The locked scopes of a push.
struct Scopes {
    heads: BTreeMap<String, ScopeHead>,
    /// Their heads when it began.
    began: BTreeMap<String, u64>,
}

impl Scopes {
    fn new(heads: BTreeMap<String, ScopeHead>) -> Self {
        let began = heads.iter().map(|(id, head)| (id.clone(), head.head));
        Self {
            began: began.collect(),
            heads,
        }
    }

    /// A scope, locked.
    fn head<L: Log>(&mut self, log: &mut L, scope: &str) -> Result<&mut ScopeHead, L::Error> {
        if !self.heads.contains_key(scope) {
            let one = BTreeSet::from([scope.to_owned()]);
            self.heads.extend(log.lock_scopes(&one)?);
        }
        Ok(self.heads.entry(scope.to_owned()).or_default())
    }

    /// The group of what this push brings there.
    fn group(&self, scope: &str) -> u64 {
        self.began.get(scope).copied().unwrap_or(0) + 1
    }
}

/// The effective stamp of an operation that arrives.
fn stamp<L: Log>(
    log: &mut L,
    context: &Context,
    device: DeviceHead,
    request: &SyncRequest,
    op: &Op,
) -> Result<Effective, L::Error> {
    let mut bases = Hlc::default();
    for dot in op.b.values().flat_map(|base| base.dots()) {
        bases = bases.max(log.stamp_of(dot)?.unwrap_or_default());
    }
    let floor = match op.k.as_str() {
        // Whoever moves a row has seen it come where it is.
        kind::MOVE => log.last_move(&op.t, &op.r)?,
        _ => Hlc::default(),
    };
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
    Ok(match given {
        // Not moved a second time, but still never in the future nor under what it overwrites.
        Some((_, e)) => effective(
            *e,
            Arrival {
                current_boot: false,
                ..arrival
            },
            bases,
        ),
        None => effective(op.h, arrival, bases.max(device.last_e).max(floor)),
    })
}

/// Adds an operation that had been set aside, because a person decided so. It keeps the stamp its
/// author gave it: what was written since on the same laptop still comes after it. Whether it was
/// added: a file that was to go to somebody, or to be erased, is asked for again by its owner instead.
///
/// # Errors
/// When the store fails.
pub fn accept<L: Log>(log: &mut L, context: &Context, op: &Op) -> Result<bool, L::Error> {
    if op.k == kind::MOVE || op.erasing().is_some() {
        return Ok(false);
    }
    let home = moves::home(log, &op.s, &op.t, &op.r)?;
    let wanted = BTreeSet::from([op.s.clone(), home.clone()]);
    let mut scopes = Scopes::new(log.lock_scopes(&wanted)?);
    let mut bases = Hlc::default();
    for dot in op.b.values().flat_map(|base| base.dots()) {
        bases = bases.max(log.stamp_of(dot)?.unwrap_or_default());
    }
    let arrival = Arrival {
        rx_ms: context.rx_ms,
        sent_at: context.rx_ms,
        current_boot: false,
    };
    let stamp = effective(op.h, arrival, bases);
    append(log, context, &mut scopes, &home, op, stamp)?;
    for (scope, head) in &scopes.heads {
        log.put_scope(scope, head)?;
    }
    Ok(true)
}

/// Applies and logs an operation where its row is now; what is worth telling its author.
fn append<L: Log>(
    log: &mut L,
    context: &Context,
    scopes: &mut Scopes,
    home: &str,
    op: &Op,
    stamp: Effective,
) -> Result<Option<&'static str>, L::Error> {
    let scope = scopes.head(log, home)?;
    let mut row = log.row(home, &op.t, &op.r)?.unwrap_or_default();
    let before = row.sum(&op.t, &op.r);
    let disputed_before = row.disputed().len();
    let late = erasure::late(&row, op);
    let op = late.as_ref().unwrap_or(op);
    row.apply(&context.device, op, stamp.stamp);
    scope.sum = scope
        .sum
        .wrapping_sub(before)
        .wrapping_add(row.sum(&op.t, &op.r));
    scope.head += 1;
    log.put_row(home, &op.t, &op.r, &row)?;
    log.append(home, scope.head, stamp.stamp, &context.device, op, false)?;
    Ok(if late.is_some() {
        Some("erased")
    } else if home != op.s {
        Some("forwarded")
    } else if row.disputed().len() > disputed_before {
        Some("conflict")
    } else if stamp.clamped {
        Some("clamped")
    } else if stamp.shifted {
        Some("shifted")
    } else {
        None
    })
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
pub(crate) mod tests;
