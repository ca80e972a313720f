//! Rows that change scope: a file handed over to a colleague.
//!
//! The operations a row was made of go to the log of its new scope, each with its name and its
//! stamp: whoever reads them there folds the same row, with its heads, its conflicts and its
//! history, as if it had always been there. In the log they leave, their places stay, empty, so
//! that its sequence has no hole, and the move itself says where the row went.
//!
//! What arrives later for the former scope goes where the row is: it was written by somebody who
//! did not know yet. Where that is follows from the moves and their stamps, not from their order
//! of arrival: after the server was restored, they may come again in another one.

use std::collections::BTreeSet;

use super::{Context, Journey, Log, Moved, Scopes, erasures};
use crate::clock::Hlc;
use crate::merge::RowState;
use crate::op::{Chain, Op, kind};

/// What begins the name of a scope that belongs to an adviser.
const OF_AN_ADVISER: &str = "adv:";

/// Why an operation may not be carried out.
pub(super) fn refusal(context: &Context, op: &Op) -> Option<&'static str> {
    if op.a != context.adviser {
        Some("author")
    } else if !context.scopes.contains(&op.s) {
        Some("scope")
    } else if op.k == kind::MOVE && !is_allowed(context, op) {
        Some("target")
    } else if op.k == kind::ERASE && !erasures::is_allowed(context, op) {
        Some("erase")
    } else {
        None
    }
}

/// A file goes from an adviser's notebook to a colleague's, nowhere else.
fn is_allowed(context: &Context, op: &Op) -> bool {
    let colleague = op
        .destination()
        .and_then(|to| to.strip_prefix(OF_AN_ADVISER));
    op.s.starts_with(OF_AN_ADVISER)
        && colleague.is_some_and(|to| context.colleagues.iter().any(|one| one.id == to))
}

/// The scopes that these operations touch.
pub(super) fn touched<L: Log>(
    log: &mut L,
    context: &Context,
    ops: &[(&Op, Chain)],
) -> Result<BTreeSet<String>, L::Error> {
    let mut scopes = BTreeSet::new();
    for (op, _) in ops {
        if refusal(context, op).is_some() {
            continue;
        }
        scopes.insert(op.s.clone());
        scopes.insert(home(log, &op.s, &op.t, &op.r)?);
        if let Some(to) = op.destination() {
            scopes.insert(home(log, to, &op.t, &op.r)?);
            scopes.insert(to.to_owned());
        }
    }
    Ok(scopes)
}

/// Where a row that was once in that scope is now: each move followed is later than the one
/// before.
pub(super) fn home<L: Log>(
    log: &mut L,
    scope: &str,
    table: &str,
    row: &str,
) -> Result<String, L::Error> {
    let (mut at, mut after) = (scope.to_owned(), Hlc::default());
    while let Some(moved) = log.moved(&at, table, row)? {
        if moved.e <= after {
            break;
        }
        (at, after) = (moved.to, moved.e);
    }
    Ok(at)
}

/// Logs a move and carries it out. One that a later move has undone, or that finds its row gone
/// elsewhere, moves nothing.
pub(super) fn carry_out<L: Log>(
    log: &mut L,
    context: &Context,
    scopes: &mut Scopes,
    op: &Op,
    e: Hlc,
) -> Result<(), L::Error> {
    let to = op.destination().unwrap_or_default();
    let from = op.s.as_str();
    let state = log.row(from, &op.t, &op.r)?;
    if state.as_ref().is_some_and(RowState::is_erased) {
        // Nothing is left to take anywhere.
        let source = scopes.head(log, from)?;
        source.head += 1;
        return log.append(from, source.head, e, &context.device, op, true);
    }
    let known = log.moved(from, &op.t, &op.r)?;
    let source = scopes.head(log, from)?;
    source.head += 1;
    let seq = source.head;
    let moved = |seq| Moved {
        to: to.to_owned(),
        e,
        seq,
    };
    let mut told = true;
    match &known {
        // Also when the row is not there: it comes later, from somebody who sends it again.
        None => log.put_moved(from, &op.t, &op.r, &moved(seq))?,
        Some(before) if state.is_some() && e > before.e => {
            log.put_moved(from, &op.t, &op.r, &moved(seq))?;
        }
        // It went before, and the log says so. Elsewhere: that stands.
        Some(before) => {
            told = false;
            if e > before.e && before.to == to {
                log.put_moved(from, &op.t, &op.r, &moved(before.seq))?;
            }
        }
    }
    let home = home(log, from, &op.t, &op.r)?;
    let stays = home == from;
    log.append(from, seq, e, &context.device, op, stays || !told)?;
    let Some(state) = state.filter(|_| !stays) else {
        return Ok(());
    };
    let source = scopes.head(log, from)?;
    source.sum = source.sum.wrapping_sub(state.sum(&op.t, &op.r));
    if let Some(before) = log.moved(&home, &op.t, &op.r)? {
        log.silence(&home, before.seq)?;
    }
    let group = scopes.group(&home);
    let target = scopes.head(log, &home)?;
    let journey = Journey {
        from,
        to: &home,
        table: &op.t,
        row: &op.r,
        head: target.head,
        group,
    };
    let carried = log.carry(&journey, &state)?;
    // What its new owner wrote before a restored server was told of the move is there already.
    let mut row = log.row(&home, &op.t, &op.r)?.unwrap_or_default();
    let before = row.sum(&op.t, &op.r);
    for entry in &carried {
        if let (Some(device), Some(op)) = (&entry.dev, entry.operation()) {
            row.apply(device, &op, entry.e);
        }
    }
    target.head += carried.len() as u64;
    target.sum = target
        .sum
        .wrapping_sub(before)
        .wrapping_add(row.sum(&op.t, &op.r));
    log.put_row(&home, &op.t, &op.r, &row)
}
