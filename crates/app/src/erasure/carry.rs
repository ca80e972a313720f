//! From a request to the operations the server carries out, and what they do here.
//!
//! One rule, looked at again at the end of every exchange that brought and sent everything: what
//! speaks of a person whose file is to be erased, or was, and is still here, is to go. A goal noted
//! by a laptop that did not know yet goes like that too.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike;
use escale_domain::erasure::{self as rules, Why};
use escale_domain::handover::kept;
use escale_store::erasure::{ErasedRow, Erasing as Came, Gone, LateChange, Wiped};
use escale_store::{Reader, Tx};
use escale_sync::client::Confirming;
use escale_sync::erasure::{Erasing, late};
use escale_sync::merge::{DELETED, RowState};
use escale_sync::op::{Chain, Op, kind};
use escale_sync::wire::{
    self, ErasedRow as Told, ErasureTold, OpResult, SyncRequest, SyncResponse, erasures_mark,
};

use super::{PERSON, asked, row_of, standing};
use crate::exchange::ACKED_Q;
use crate::open::Open;
use crate::record::{self, Author, Fields};
use crate::{App, Failure, Result, merge, time};

/// Operations of one transaction, well under the 512 it may have.
const TOGETHER: usize = 300;
/// How far erasures went, as last told.
const TOLD: &str = "erasures_told";
/// The epoch changed: what was erased is told to the server.
const TELL: &str = "tell_erased";

/// Something of a person's file that holds what is personal.
pub(super) struct Part {
    pub(super) table: String,
    pub(super) row: String,
    /// The fields that go; nothing: the whole row.
    only: Option<BTreeSet<String>>,
    keep: Fields,
}

/// What of a person's file is here and holds what is personal: the files first.
pub(super) fn parts(reader: &Reader<'_>, open: &Open, person: &str) -> Result<Vec<Part>> {
    let own = open.enrolment.own_scope();
    parts_of(reader, &own, &[person.to_owned()])
}

fn parts_of(reader: &Reader<'_>, own: &str, people: &[String]) -> Result<Vec<Part>> {
    let people = merge::group(reader, people)?;
    let mut rows = reader.dossier(&people, own)?;
    let sessions = reader.sessions_alone_with(&people, own)?;
    rows.extend(sessions.into_iter().map(|id| ("session".to_owned(), id)));
    let seats = reader.registrations_of(&people, own)?;
    rows.extend(seats.into_iter().map(|id| ("registration".to_owned(), id)));
    let mut parts = Vec::new();
    for (table, row) in rows {
        let Some(state) = record::state(reader, &table, &row)? else {
            continue;
        };
        parts.extend(part(table, row, &state));
    }
    parts.sort_by_key(|part| part.table != PERSON);
    Ok(parts)
}

fn part(table: String, row: String, state: &RowState) -> Option<Part> {
    if state.is_erased() {
        return None;
    }
    if table == PERSON {
        return Some(Part {
            table,
            row,
            only: None,
            keep: Fields::new(),
        });
    }
    // A field that was ever written: former values go too.
    let personal = rules::personal(&table);
    let written = |name: &&str| state.fields.contains_key(*name) || state.sets.contains_key(*name);
    let gone = |name: &&str| state.erased_fields().any(|erased| erased == *name);
    let left = personal.iter().any(|name| written(name) && !gone(name));
    left.then(|| Part {
        table,
        row,
        only: Some(personal.iter().map(|name| (*name).to_owned()).collect()),
        keep: Fields::new(),
    })
}

/// What is to go and was not asked of the server yet, each with its erasure and its reason.
fn plan(reader: &Reader<'_>, open: &Open) -> Result<Vec<(Part, String, Why)>> {
    let known: BTreeSet<(String, String)> = reader
        .erased_rows()?
        .into_iter()
        .map(|one| (one.table, one.row))
        .collect();
    let unknown = |part: &Part| !known.contains(&(part.table.clone(), part.row.clone()));
    let standing = standing(reader, open)?;
    let people: Vec<String> = standing.iter().map(|one| one.person.clone()).collect();
    // Nearly always, all of it went long ago.
    let own = open.enrolment.own_scope();
    if !parts_of(reader, &own, &people)?.iter().any(unknown) {
        return Ok(Vec::new());
    }
    let mut going = Vec::new();
    for one in standing {
        let by = row_of(&one.person);
        for part in parts(reader, open, &one.person)? {
            if unknown(&part) {
                going.push((part, by.clone(), one.why));
            }
        }
    }
    Ok(going)
}

impl App {
    /// Asks the server for what is to go; the time it just told decides what has ended. Whether
    /// there was anything.
    pub(crate) fn send_erasures(&self, open: &Open, server_ms: u64) -> Result<bool> {
        let waiting = open
            .notebook
            .read(|reader| Ok::<_, Failure>(reader.outbox_counts()?.operations > 0))?;
        if waiting {
            return Ok(false);
        }
        let ended = self.end_files(open, server_ms)?;
        let nothing = open
            .notebook
            .read(|reader| Ok::<_, Failure>(plan(reader, open)?.is_empty()))?;
        if nothing {
            return Ok(ended);
        }
        let year = time::today(&self.ports).year();
        let sent = self.record(open, |author| {
            let going = plan(author.tx, open)?;
            for (part, by, why) in going.into_iter().take(TOGETHER) {
                send(author, part, by, why, year)?;
            }
            Ok(true)
        })?;
        self.changed(&["erasures"]);
        Ok(sent)
    }

    /// Notes what the server did not keep of ours, before what it says of others empties it here.
    pub(crate) fn note_late(&self, open: &Open, response: &SyncResponse) -> Result<()> {
        let at_ms = time::now_ms(&self.ports);
        let results = response.push.as_ref().map(|pushed| &pushed.results[..]);
        let results = results.unwrap_or_default();
        if !results.iter().any(|one| one.r == "erased") {
            return Ok(());
        }
        open.notebook.commit(|tx| {
            for result in results.iter().filter(|one| one.r == "erased") {
                let Some(row) = tx.outbox_row(result.q)?.filter(|row| !row.body.is_empty()) else {
                    continue;
                };
                let op: Op = serde_json::from_str(&row.body)?;
                if op.emptied_by().is_none() {
                    tell_late(tx, &op, at_ms)?;
                }
            }
            Ok::<_, Failure>(())
        })
    }

    /// Notes what the answer of the server says of erasures: what it did not keep of ours, what it
    /// does not know any more, how far others are. Then wipes what came. Whether there is something
    /// to send.
    pub(crate) fn note_erasures(
        &self,
        open: &Open,
        request: &SyncRequest,
        response: &SyncResponse,
    ) -> Result<bool> {
        let results = response.push.as_ref().map(|pushed| &pushed.results[..]);
        let results = results.unwrap_or_default();
        self.note_refusals(open, results)?;
        let speaks = !request.erased_acks.is_empty()
            || !request.erased.is_empty()
            || response.erasures.is_some()
            || results
                .iter()
                .any(|one| one.r == "erased" || one.r == "quarantined");
        if speaks {
            open.notebook.commit(|tx| {
                for id in &request.erased_acks {
                    confirmed(tx, id)?;
                }
                if !request.erased.is_empty() {
                    tx.clear_meta(TELL)?;
                }
                if let Some(told) = &response.erasures {
                    tx.set_meta_text(TOLD, &serde_json::to_string(told)?)?;
                }
                for result in results {
                    note_result(tx, result)?;
                }
                Ok::<_, Failure>(())
            })?;
            self.changed(&["erasures"]);
        }
        let again = !response.unknown_erased.is_empty();
        if again {
            self.record(open, |author| {
                for one in response.unknown_erased.iter().take(TOGETHER) {
                    say_again(author, one)?;
                }
                Ok::<_, Failure>(())
            })?;
        }
        Ok(self.wipe(open)? || again)
    }
}

fn send(author: &mut Author<'_, '_>, part: Part, by: String, why: Why, year: i32) -> Result<()> {
    let record = author.tx.record(&part.table, &part.row)?;
    let record = record.ok_or_else(super::bad)?;
    let state: RowState = serde_json::from_str(&record.state)?;
    let mut keep = part.keep.clone();
    if part.only.is_none() {
        keep.extend(kept(&state.values(), year));
        if state.deleted() {
            keep.insert(DELETED.to_owned(), true.into());
        }
    }
    let erasing = Erasing {
        by,
        why: why.value().to_owned(),
        only: part.only.clone(),
        keep,
    };
    let q = author.erase(&part.table, &part.row, &record.scope, &erasing)?;
    let asked = asked(&part, &record.scope, &erasing.by, q);
    author.tx.put_erased_row(&asked)?;
    Ok(())
}

/// A restored server has no erasure of that row: asked for again, as it was.
fn say_again(author: &mut Author<'_, '_>, one: &Told) -> Result<()> {
    let Some(known) = author.tx.erased_row(&one.t, &one.r)? else {
        return Ok(());
    };
    let Some(state) = record::state(author.tx, &one.t, &one.r)? else {
        return Ok(());
    };
    let erasing = if state.is_erased() {
        let mut keep = state.values();
        if state.value(DELETED) == Some(&true.into()) {
            keep.insert(DELETED.to_owned(), true.into());
        }
        Erasing {
            by: known.by,
            why: Why::Asked.value().to_owned(),
            only: None,
            keep,
        }
    } else {
        let only: BTreeSet<String> = state.erased_fields().map(str::to_owned).collect();
        if only.is_empty() {
            return Ok(());
        }
        Erasing {
            by: known.by,
            why: Why::Asked.value().to_owned(),
            only: Some(only),
            keep: Fields::new(),
        }
    };
    author.erase(&one.t, &one.r, &one.s, &erasing)?;
    Ok(())
}

/// What the server says of an operation of ours.
fn note_result(tx: &mut Tx<'_>, result: &OpResult) -> Result<()> {
    let Some(row) = tx.outbox_row(result.q)?.filter(|row| !row.body.is_empty()) else {
        return Ok(());
    };
    let op: Op = serde_json::from_str(&row.body)?;
    if result.r == "quarantined" && op.k == kind::ERASE {
        if let Some(known) = tx.erased_row(&op.t, &op.r)? {
            tx.put_erased_row(&ErasedRow {
                gone: Gone::Refused,
                ..known
            })?;
        }
        return Ok(());
    }
    if result.r != "erased" {
        return Ok(());
    }
    // Where the erasure has not come yet, it empties this body when it comes.
    let state = record::state(tx, &op.t, &op.r)?.unwrap_or_default();
    if let Some(left) = late(&state, &op) {
        put_body(tx, result.q, left, row.chain)?;
    }
    Ok(())
}

fn tell_late(tx: &mut Tx<'_>, op: &Op, at_ms: i64) -> Result<()> {
    tx.push_late_change(&LateChange {
        table: op.t.clone(),
        row: op.r.clone(),
        at_ms,
    })?;
    Ok(())
}

fn put_body(tx: &mut Tx<'_>, q: u64, left: Op, chain: [u8; 32]) -> Result<()> {
    let body = left.linked(Chain(chain)).canonical()?;
    tx.set_outbox_body(q, &String::from_utf8_lossy(&body))?;
    Ok(())
}

fn confirmed(tx: &mut Tx<'_>, id: &str) -> Result<()> {
    let known = tx.erasings()?.into_iter().find(|one| one.id == id);
    if let Some(one) = known.filter(|one| one.wiped == Wiped::ToConfirm) {
        tx.put_erasing(&Came {
            wiped: Wiped::Done,
            ..one
        })?;
    }
    Ok(())
}

/// An erasure came: everything else that is kept of the row goes. Its state and what is shown of it
/// have been written.
pub(crate) fn came(tx: &mut Tx<'_>, op: &Op, erasing: &Erasing, now_ms: i64) -> Result<()> {
    tx.forget_row(&op.t, &op.r, erasing.only.as_ref())?;
    if tx.scope(&op.s)?.is_some_and(|scope| scope.cursor > 0) {
        // Pieces of a snapshot of before would bring it back on the disk.
        tx.forget_snapshot(&op.s)?;
    }
    let acked = tx.meta_u64(ACKED_Q)?.unwrap_or(0);
    for (q, body, chain) in tx.outbox_bodies(&op.t, &op.r)? {
        let old: Op = serde_json::from_str(&body)?;
        if erasing.concerns(&old) {
            if q > acked && old.emptied_by().is_none() {
                tell_late(tx, &old, now_ms)?;
            }
            put_body(tx, q, erasing.emptied(&old), chain)?;
        }
    }
    if erasing.only.is_none() {
        tx.put_erased(&op.r)?;
    }
    tx.put_erased_row(&ErasedRow {
        table: op.t.clone(),
        row: op.r.clone(),
        scope: op.s.clone(),
        by: erasing.by.clone(),
        gone: Gone::Erased,
        q: None,
    })?;
    tx.put_erasing(&Came {
        id: erasing.by.clone(),
        wiped: Wiped::ToWipe,
        at_ms: now_ms,
    })?;
    Ok(())
}

/// From the next exchange on, what was erased is told to the server, until it has answered.
pub(crate) fn tell_again(tx: &mut Tx<'_>) -> Result<()> {
    for one in tx.erasings()? {
        if one.wiped == Wiped::Done {
            // It may have lost who confirmed.
            tx.put_erasing(&Came {
                wiped: Wiped::ToConfirm,
                ..one
            })?;
        }
    }
    tx.set_meta_u64(TELL, 1)?;
    Ok(())
}

/// What the next exchange says of erasures.
pub(crate) fn confirming(reader: &Reader<'_>) -> Result<Confirming> {
    let acks = reader
        .erasings()?
        .into_iter()
        .filter(|one| one.wiped == Wiped::ToConfirm)
        .map(|one| one.id)
        .collect();
    let rows = if reader.meta_u64(TELL)?.is_some() {
        let known = reader.erased_rows()?.into_iter();
        known
            .filter(|one| one.gone == Gone::Erased)
            .map(|one| wire::ErasedRow {
                s: one.scope,
                t: one.table,
                r: one.row,
            })
            .collect()
    } else {
        Vec::new()
    };
    let told: Vec<ErasureTold> = last_told(reader)?;
    Ok(Confirming {
        acks,
        rows,
        mark: Some(erasures_mark(&told)),
    })
}

fn last_told(reader: &Reader<'_>) -> Result<Vec<ErasureTold>> {
    let text = reader.meta_text(TOLD)?;
    Ok(text
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default())
}

/// How far erasures went, as last told, by identifier.
pub(super) fn told(reader: &Reader<'_>) -> Result<BTreeMap<String, ErasureTold>> {
    let told = last_told(reader)?.into_iter();
    Ok(told.map(|one| (one.id.clone(), one)).collect())
}
