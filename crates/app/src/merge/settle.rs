//! What hangs on a joined file is brought to the file that stands for it, and back.
//!
//! One plan from what stands, carried out in transactions of a bounded size until nothing is left
//! to do. Two laptops that carry it out write the same rows (identifiers derive from session and
//! person), so it does not matter which does, nor that both do.

use std::collections::{BTreeMap, BTreeSet};

use escale_domain::attendance;
use escale_domain::joining::Carried;
use escale_store::Reader;
use escale_store::beneficiary::MergeRow;
use escale_sync::op::derived_id;
use serde_json::Value;

use super::{PERSON, TABLE, forget, root, stands};
use crate::open::Open;
use crate::record::{self, Author, Fields};
use crate::{App, Failure, Result};

const ATTENDANCE: &str = "attendance";
const OUTCOME: &str = "outcome";
/// Moves of one transaction: three operations each at most, and one for each joined file.
const TOGETHER: usize = 120;
/// More rounds than any notebook needs: what would go round for ever stops here.
const ROUNDS: usize = 1_000;

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Move {
    /// Each was joined to the other at the same time: this one stands.
    Stand { id: String },
    /// Taken out of the corbeille: it stands for itself.
    Forget { id: String },
    /// Carried to a file that is not the right one (any more).
    Back { source: String, carried: Carried },
    /// Noted on the joined file.
    Over {
        source: String,
        row: String,
        carried: Carried,
    },
}

/// The files each source carried records to.
type Ledger = BTreeMap<String, BTreeSet<Carried>>;

fn ledger(rows: &[MergeRow]) -> Ledger {
    rows.iter()
        .map(|row| {
            let carried = row
                .carried
                .iter()
                .filter_map(|element| Carried::read(element));
            (row.source.clone(), carried.collect())
        })
        .collect()
}

/// What is to be done now: circles and what goes back first, then what goes over.
fn plan(reader: &Reader<'_>) -> Result<Vec<Move>> {
    let rows = reader.merges()?;
    let mut circles = BTreeSet::new();
    let (mut first, mut back, mut over) = (Vec::new(), Vec::new(), Vec::new());
    for row in &rows {
        if row.target.is_some() && !row.gone {
            first.push(Move::Forget {
                id: row.source.clone(),
            });
        }
        let target = match stands(row) {
            None => None,
            Some(_) => match root(&rows, &row.source) {
                Some(target) => Some(target),
                None => {
                    circles.insert(survivor(&rows, &row.source));
                    continue;
                }
            },
        };
        for carried in row
            .carried
            .iter()
            .filter_map(|element| Carried::read(element))
        {
            if target.as_ref() != Some(&carried.target) {
                back.push(Move::Back {
                    source: row.source.clone(),
                    carried,
                });
            }
        }
        let Some(target) = target else {
            continue;
        };
        for found in reader.records_of_person(&row.source)? {
            let key = match (found.table, found.session) {
                (ATTENDANCE | OUTCOME, Some(session)) => session,
                _ => found.id.clone(),
            };
            let carried = Carried {
                table: found.table.to_owned(),
                key,
                target: target.clone(),
                own: false,
            };
            over.push(Move::Over {
                source: row.source.clone(),
                row: found.id,
                carried,
            });
        }
    }
    first.extend(circles.into_iter().map(|id| Move::Stand { id }));
    first.extend(back);
    // What goes over is looked at again once everything is where it came from.
    Ok(if first.is_empty() { over } else { first })
}

/// Of files joined in a circle, the oldest stands (identifiers begin with their time).
fn survivor(rows: &[MergeRow], id: &str) -> String {
    let next: BTreeMap<&str, &str> = rows
        .iter()
        .filter_map(|row| Some((row.source.as_str(), stands(row)?)))
        .collect();
    let mut circle = BTreeSet::new();
    let mut at = id;
    // A tail may lead to the circle: what is seen twice is in it.
    for _ in 0..=rows.len() {
        at = next.get(at).copied().unwrap_or(at);
    }
    while circle.insert(at) {
        at = next.get(at).copied().unwrap_or(at);
    }
    circle.first().map_or(id, |first| first).to_owned()
}

/// Does all there is to do. Whether there was anything.
pub(super) fn settle(app: &App, open: &Open) -> Result<bool> {
    let mut any = false;
    for _ in 0..ROUNDS {
        // Looked at without the writing door: nearly always there is nothing.
        if open
            .notebook
            .read(|reader| Ok::<_, Failure>(plan(reader)?.is_empty()))?
        {
            return Ok(any);
        }
        let wrote = app.record(open, |author| {
            let moves = plan(author.tx)?;
            let before = ledger(&author.tx.merges()?);
            let mut ledger = before.clone();
            let mut wrote = false;
            for one in moves.into_iter().take(TOGETHER) {
                wrote |= carry_out(author, one, &mut ledger)?;
            }
            for (source, carried) in &ledger {
                if before.get(source) != Some(carried) {
                    let elements: Vec<Value> = carried
                        .iter()
                        .map(|one| Value::from(one.element()))
                        .collect();
                    let elements = Fields::from([("carried".to_owned(), Value::from(elements))]);
                    wrote |= author.amend(TABLE, source, elements, None)?;
                }
            }
            Ok(wrote)
        })?;
        if !wrote {
            tracing::error!("joined files: a plan that changes nothing");
            return Ok(any);
        }
        any = true;
    }
    Ok(any)
}

fn carry_out(author: &mut Author<'_, '_>, one: Move, ledger: &mut Ledger) -> Result<bool> {
    match one {
        Move::Stand { id } => {
            author.restore(PERSON, &id)?;
            forget(author, &id)?;
            Ok(true)
        }
        Move::Forget { id } => {
            forget(author, &id)?;
            Ok(true)
        }
        Move::Back { source, carried } => back(author, &source, carried, ledger),
        Move::Over {
            source,
            row,
            carried,
        } => over(author, &source, &row, carried, ledger),
    }
}

/// Other joined files of which the same record went to the same person.
fn others<'a>(
    ledger: &'a Ledger,
    source: &'a str,
    carried: &'a Carried,
) -> impl Iterator<Item = &'a Carried> {
    ledger
        .iter()
        .filter(move |(id, _)| id.as_str() != source)
        .flat_map(|(_, all)| all)
        .filter(move |other| {
            (&other.table, &other.key, &other.target)
                == (&carried.table, &carried.key, &carried.target)
        })
}

fn live(reader: &Reader<'_>, table: &str, id: &str) -> Result<Option<Fields>> {
    Ok(record::state(reader, table, id)?
        .filter(|state| !state.deleted())
        .map(|state| state.values()))
}

fn scope_of(reader: &Reader<'_>, source: &str) -> Result<String> {
    let record = reader.record(TABLE, source)?;
    Ok(record.ok_or_else(crate::failure::not_found)?.scope)
}

fn over(
    author: &mut Author<'_, '_>,
    source: &str,
    row: &str,
    mut carried: Carried,
    ledger: &mut Ledger,
) -> Result<bool> {
    let scope = scope_of(author.tx, source)?;
    if matches!(carried.table.as_str(), ATTENDANCE | OUTCOME) {
        let (table, session) = (carried.table.clone(), carried.key.clone());
        let there = derived_id(&table, &[&session, &carried.target]);
        if live(author.tx, &table, &there)?.is_some() {
            let same = others(ledger, source, &carried).next();
            carried.own = same.is_none_or(|other| other.own);
        } else {
            let mut wanted = attendance::fields(&session, &carried.target);
            if table == OUTCOME {
                let told = live(author.tx, &table, row)?.unwrap_or_default();
                wanted = told.into_iter().chain(wanted).collect();
            }
            author.restore(&table, &there)?;
            author.put(&table, &there, &scope, wanted, None)?;
        }
        author.delete(&table, row)?;
    } else {
        author.amend(&carried.table, row, person(&carried.target), None)?;
    }
    ledger.entry(source.to_owned()).or_default().insert(carried);
    Ok(true)
}

fn person(id: &str) -> Fields {
    Fields::from([("beneficiary".to_owned(), Value::from(id))])
}

fn back(
    author: &mut Author<'_, '_>,
    source: &str,
    carried: Carried,
    ledger: &mut Ledger,
) -> Result<bool> {
    let drop = |ledger: &mut Ledger, of: &str, what: &Carried| {
        ledger.get_mut(of).is_some_and(|all| all.remove(what))
    };
    let (table, key, target) = (&carried.table, &carried.key, &carried.target);
    let hangs_on_session = matches!(table.as_str(), ATTENDANCE | OUTCOME);
    let row = |person: &str| match hangs_on_session {
        true => derived_id(table, &[key, person]),
        false => key.clone(),
    };
    // The file it went to was itself joined since, and took it further: it came from here.
    let further = ledger.get(target).and_then(|all| {
        all.iter()
            .find(|on| (&on.table, &on.key) == (table, key))
            .cloned()
    });
    if let Some(further) = further {
        drop(ledger, source, &carried);
        if carried.own {
            // That file had its own, which it took further.
            author.restore(table, &row(source))?;
        } else {
            drop(ledger, target, &further);
            ledger.entry(source.to_owned()).or_default().insert(further);
        }
        return Ok(true);
    }
    let there = live(author.tx, table, &row(target))?;
    let shared = others(ledger, source, &carried).next().is_some();
    drop(ledger, source, &carried);
    let Some(there) = there else {
        // Somebody took the person out since: that was said of both.
        return Ok(true);
    };
    if !hangs_on_session {
        if there.get("beneficiary").and_then(Value::as_str) == Some(target.as_str()) {
            author.amend(table, key, person(source), None)?;
        }
        return Ok(true);
    }
    let here = row(source);
    author.restore(table, &here)?;
    if table == OUTCOME && !carried.own {
        // As it stands: what was corrected meanwhile is of that session.
        let wanted = there.into_iter().chain(person(source)).collect();
        author.amend(table, &here, wanted, None)?;
    }
    if !carried.own && !shared {
        author.delete(table, &row(target))?;
    }
    Ok(true)
}
