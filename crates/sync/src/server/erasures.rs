//! Erasures carried out: the body of everything the log held of it is emptied, in the transaction
//! that logs the erasure. What arrives later, from somebody who did not know, is logged empty.

use std::collections::BTreeMap;

use super::{Carried, Context, Log, Scopes, moves};
use crate::clock::Hlc;
use crate::erasure::Erasing;
use crate::op::{Dot, Op};
use crate::wire::{ErasedRow, SyncRequest};

/// What begins the name of a scope that belongs to an adviser.
const OF_AN_ADVISER: &str = "adv:";

/// Whether the adviser may ask for that: of her own notebook, and readable.
pub(super) fn is_allowed(context: &Context, op: &Op) -> bool {
    op.erasing().is_some() && op.s.strip_prefix(OF_AN_ADVISER) == Some(&context.adviser)
}

/// Carries an erasure out and logs it.
pub(super) fn carry_out<L: Log>(
    log: &mut L,
    context: &Context,
    scopes: &mut Scopes,
    op: &Op,
    erasing: &Erasing,
    e: Hlc,
) -> Result<(), L::Error> {
    let mut row = log.row(&op.s, &op.t, &op.r)?.unwrap_or_default();
    let dots: Vec<Dot> = row.writes.keys().cloned().collect();
    let scope = scopes.head(log, &op.s)?;
    scope.head += 1;
    let carried = Carried {
        by: &erasing.by,
        why: &erasing.why,
        scope: &op.s,
        table: &op.t,
        row: &op.r,
        only: erasing.only.as_ref(),
        at: context.rx_ms,
        seq: scope.head,
    };
    log.redact(&carried, &dots)?;
    let before = row.sum(&op.t, &op.r);
    row.apply(&context.device, op, e);
    scope.sum = scope
        .sum
        .wrapping_sub(before)
        .wrapping_add(row.sum(&op.t, &op.r));
    log.put_row(&op.s, &op.t, &op.r, &row)?;
    log.append(&op.s, scope.head, e, &context.device, op, false)?;
    log.note_erasure(&carried)
}

/// Notes what the laptop confirms.
pub(super) fn confirm<L: Log>(
    log: &mut L,
    context: &Context,
    request: &SyncRequest,
) -> Result<(), L::Error> {
    if request.erased_acks.is_empty() {
        return Ok(());
    }
    let cursors: BTreeMap<String, u64> = request
        .pull
        .iter()
        .filter(|cursor| context.scopes.contains(&cursor.s))
        .map(|cursor| (cursor.s.clone(), cursor.c))
        .collect();
    for erasure in &request.erased_acks {
        log.confirm(&context.device, erasure, &cursors)?;
    }
    Ok(())
}

/// Rows told as erased that are here, and of which no operation says so.
pub(super) fn unknown<L: Log>(
    log: &mut L,
    context: &Context,
    rows: &[ErasedRow],
) -> Result<Vec<ErasedRow>, L::Error> {
    let mut unknown = Vec::new();
    for one in rows {
        let own = one.s.strip_prefix(OF_AN_ADVISER) == Some(&context.adviser);
        if !own || moves::home(log, &one.s, &one.t, &one.r)? != one.s {
            continue;
        }
        let row = log.row(&one.s, &one.t, &one.r)?;
        if !row.is_some_and(|row| row.erased_by_operations()) {
            unknown.push(one.clone());
        }
    }
    Ok(unknown)
}
