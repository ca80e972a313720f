//! From a request to the moves the server carries out, and what is left of a file that went.
//!
//! One rule, looked at again at the end of every exchange that brought and sent everything: what
//! belongs to a file that is asked for, or that has gone, and is still here, is to go. A goal noted
//! by a laptop that did not know yet follows like that, and so does a file that a restored server
//! gave back.

use std::collections::BTreeMap;

use escale_domain::handover::kept;
use escale_store::handover::{Departure, Leaving};
use escale_store::{Reader, Tx};
use escale_sync::clock::Hlc;
use escale_sync::merge::RowState;
use escale_sync::op::{Op, TO, kind};
use escale_sync::wire::OpResult;

use super::{GONE, PERSON, being_typed, dossier, dossiers, here, is_here, leaving, year};
use crate::exchange::ACKED_Q;
use crate::open::Open;
use crate::record::{Author, Fields};
use crate::{App, Failure, Result, held, record};

/// Moves of one transaction, well under the 512 operations it may have.
const TOGETHER: usize = 300;

/// How often what the server did not carry out is asked for again, from one start of the program to
/// the next: a disagreement nobody foresaw must not write for ever.
const MOST_AGAIN: u32 = 5;

/// A record to send to a scope.
struct Going {
    table: String,
    row: String,
    to: String,
}

/// What is to go and was not asked of the server yet.
fn plan(reader: &Reader<'_>, open: &Open) -> Result<Vec<Going>> {
    let mut files: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let own = open.enrolment.own_scope();
    for one in reader.departures(Leaving::Gone)? {
        if one.table == PERSON && one.target != own {
            files.entry(one.target).or_default().push(one.row);
        }
    }
    for row in reader.handovers()? {
        let asked = here(open, &row).filter(|one| one.giver == open.enrolment.adviser.id);
        let Some(asked) = asked.filter(|one| one.receiver != one.giver) else {
            continue;
        };
        if !is_here(reader, open, &asked.person)? {
            continue;
        }
        let dossier = dossier(reader, open, &asked.person)?;
        let waits =
            leaving(reader, &dossier)? == Some(Leaving::Refused) || being_typed(reader, &dossier)?;
        if !waits {
            let to = format!("adv:{}", asked.receiver);
            files.entry(to).or_default().push(asked.person);
        }
    }
    let mut going = BTreeMap::new();
    for (to, people) in files {
        for (table, row) in dossiers(reader, open, &people)? {
            if reader.departure(&table, &row)?.is_none() {
                going.entry((table, row)).or_insert_with(|| to.clone());
            }
        }
    }
    // The people first: what follows them is known by them.
    let mut going: Vec<Going> = going
        .into_iter()
        .map(|((table, row), to)| Going { table, row, to })
        .collect();
    going.sort_by_key(|one| one.table != PERSON);
    Ok(going)
}

/// What was asked of the server, acknowledged, and is here all the same: it is asked again.
fn idle(reader: &Reader<'_>) -> Result<Vec<Departure>> {
    let acked = reader.meta_u64(ACKED_Q)?.unwrap_or(0);
    let mut asked = reader.departures(Leaving::Asked)?;
    asked.retain(|one| one.q.is_none_or(|q| q <= acked));
    Ok(asked)
}

impl App {
    /// Asks the server for what is to go. Whether there was anything.
    pub(crate) fn send_handovers(&self, open: &Open) -> Result<bool> {
        let (waiting, stuck, nothing) = open.notebook.read(|reader| {
            let waiting = reader.outbox_counts()?.operations > 0;
            Ok::<_, Failure>((
                waiting,
                !idle(reader)?.is_empty(),
                plan(reader, open)?.is_empty(),
            ))
        })?;
        let again = stuck && held(&self.line).asked_again < MOST_AGAIN;
        if waiting || (nothing && !again) {
            return Ok(false);
        }
        if again {
            held(&self.line).asked_again += 1;
        }
        let year = year(self);
        self.record(open, |author| {
            for one in idle(author.tx)?.into_iter().filter(|_| again) {
                author.tx.forget_departure(&one.table, &one.row)?;
            }
            let going = plan(author.tx, open)?;
            for one in going.iter().take(TOGETHER) {
                send(author, one, year)?;
            }
            Ok(!going.is_empty())
        })
    }

    /// Notes the moves that the server keeps apart: the request is shown as refused.
    pub(crate) fn note_refusals(&self, open: &Open, results: &[OpResult]) -> Result<()> {
        let mut refused = Vec::new();
        open.notebook.read(|reader| {
            let asked = reader.departures(Leaving::Asked)?;
            for result in results.iter().filter(|one| one.r == "quarantined") {
                refused.extend(asked.iter().filter(|one| one.q == Some(result.q)).cloned());
            }
            Ok::<_, Failure>(())
        })?;
        if refused.is_empty() {
            return Ok(());
        }
        open.notebook.commit(|tx| {
            for one in refused {
                tx.put_departure(&Departure {
                    leaving: Leaving::Refused,
                    ..one
                })?;
            }
            Ok::<_, Failure>(())
        })?;
        self.changed(&["beneficiaries"]);
        Ok(())
    }
}

fn send(author: &mut Author<'_, '_>, one: &Going, year: i32) -> Result<()> {
    let stays = match record::state(author.tx, PERSON, &one.row)? {
        Some(state) if one.table == PERSON => kept(&state.values(), year),
        _ => Fields::new(),
    };
    let q = author.move_out(&one.table, &one.row, &one.to, stays.clone())?;
    let at_ms = author.now_ms();
    author.tx.put_departure(&Departure {
        table: one.table.clone(),
        row: one.row.clone(),
        target: one.to.clone(),
        leaving: Leaving::Asked,
        q: Some(q),
        at_ms,
        kept: stays,
    })?;
    Ok(())
}

/// A row went from a scope: it leaves this notebook if it is there. The state it had.
pub(crate) fn depart(tx: &mut Tx<'_>, scope: &str, op: &Op, e: Hlc) -> Result<Option<RowState>> {
    debug_assert_eq!(op.k, kind::MOVE);
    let record = tx.record(&op.t, &op.r)?;
    if record.as_ref().is_some_and(|record| record.scope != scope) {
        // It is already where it went, in another notebook this laptop follows.
        return Ok(None);
    }
    let mut stays = op.f.clone();
    let target = stays.remove(TO);
    tx.let_go(&op.t, &op.r)?;
    let one = Departure {
        table: op.t.clone(),
        row: op.r.clone(),
        target: target
            .as_ref()
            .and_then(serde_json::Value::as_str)
            .unwrap_or_default()
            .to_owned(),
        leaving: Leaving::Gone,
        q: None,
        at_ms: i64::try_from(e.ms()).unwrap_or(i64::MAX),
        kept: stays,
    };
    tx.put_departure(&one)?;
    stand_in(tx, &one)?;
    Ok(match record {
        Some(record) => Some(serde_json::from_str(&record.state)?),
        None => None,
    })
}

/// The line without a name of a person whose file went.
fn stand_in(tx: &mut Tx<'_>, one: &Departure) -> Result<()> {
    if one.table == PERSON {
        tx.put_stand_in(&one.row, GONE, &one.kept, one.at_ms)?;
    }
    Ok(())
}

/// Writes these lines again, after the projections were rebuilt.
pub(crate) fn stand_in_again(tx: &mut Tx<'_>) -> Result<()> {
    for one in tx.departures(Leaving::Gone)? {
        stand_in(tx, &one)?;
    }
    Ok(())
}
