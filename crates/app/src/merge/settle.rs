//! What hangs on a joined file is brought to the file that stands for it, and back.
//!
//! Where a record belongs is known for ever once it went anywhere (`carried`, a set that only
//! grows); whom it names follows from that and from the joins that stand. So one rule, looked at
//! again whenever something came: two laptops that carry it out write the same, and no order of
//! arrival leaves anything behind.
//!
//! A person is once at a session: of two presences that meet there, one stands and the other waits
//! without a session until the files are told apart.

use std::collections::{BTreeMap, BTreeSet};

use escale_domain::joining::Carried;
use escale_store::Reader;
use escale_store::beneficiary::MergeRow;
use serde_json::Value;

use super::{PERSON, TABLE, forget, root, stands};
use crate::open::Open;
use crate::record::{Author, Fields};
use crate::{App, Failure, Result};

/// Moves of one transaction: one operation each, and one for each joined file.
const TOGETHER: usize = 300;
/// More rounds than any notebook needs: what would go round for ever stops here.
const ROUNDS: usize = 1_000;

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Move {
    /// Each was joined to the other at the same time: this one stands.
    Stand { id: String },
    /// Taken out of the corbeille: it stands for itself.
    Forget { id: String },
    /// A record names somebody else than it should, or is where it should not be.
    Point {
        source: String,
        carried: Carried,
        person: String,
        session: Option<String>,
    },
}

/// A live record of a joined file.
struct Held {
    source: String,
    carried: Carried,
    /// Whom it names now.
    person: Option<String>,
    /// Where it hangs now.
    session: Option<String>,
}

/// What is to be done now: joins first, then what hangs on them.
fn plan(reader: &Reader<'_>) -> Result<Vec<Move>> {
    let rows = reader.merges()?;
    let mut circles = BTreeSet::new();
    let mut joins = Vec::new();
    for row in &rows {
        if row.target.is_some() && !row.gone {
            joins.push(Move::Forget {
                id: row.source.clone(),
            });
        } else if root(&rows, &row.source).is_none() {
            circles.insert(survivor(&rows, &row.source));
        }
    }
    joins.extend(circles.into_iter().map(|id| Move::Stand { id }));
    if !joins.is_empty() {
        return Ok(joins);
    }
    // Those of a session meet there; the others go alone.
    let mut meetings: BTreeMap<(String, String, String), Vec<Held>> = BTreeMap::new();
    let mut moves = Vec::new();
    let (all, claimed) = held(reader, &rows)?;
    for one in all {
        let stands = root(&rows, &one.source).unwrap_or_else(|| one.source.clone());
        match &one.carried.session {
            Some(session) => {
                let meeting = (one.carried.table.clone(), session.clone(), stands);
                meetings.entry(meeting).or_default().push(one);
            }
            None => point(&mut moves, one, &stands, None),
        }
    }
    for ((table, session, stands), held) in meetings {
        let own = reader.records_in_session(&table, &session, &stands)?;
        let theirs = |id: &String| !claimed.contains(&(table.clone(), id.clone()));
        let first = if own.iter().any(theirs) {
            None
        } else {
            let order = |one: &&Held| (one.source != stands, one.carried.row.clone());
            held.iter()
                .min_by_key(order)
                .map(|one| one.carried.row.clone())
        };
        for one in held {
            if Some(&one.carried.row) == first.as_ref() {
                point(&mut moves, one, &stands, Some(&session));
            } else {
                let source = one.source.clone();
                point(&mut moves, one, &source, None);
            }
        }
    }
    Ok(moves)
}

/// Adds what is to be done for a record to name that person there.
fn point(moves: &mut Vec<Move>, one: Held, person: &str, session: Option<&str>) {
    if one.person.as_deref() != Some(person) || one.session.as_deref() != session {
        moves.push(Move::Point {
            source: one.source,
            carried: one.carried,
            person: person.to_owned(),
            session: session.map(str::to_owned),
        });
    }
}

/// The live records of joined files, and all those that are known to be of one.
#[allow(clippy::type_complexity)]
fn held(reader: &Reader<'_>, rows: &[MergeRow]) -> Result<(Vec<Held>, BTreeSet<(String, String)>)> {
    let mut claimed = BTreeSet::new();
    let mut found = Vec::new();
    for row in rows {
        for carried in row.carried.iter().filter_map(|one| Carried::read(one)) {
            // Of two that claim it, the first: everywhere the same.
            if !claimed.insert((carried.table.clone(), carried.row.clone())) {
                continue;
            }
            if let Some((person, session)) = reader.named_by(&carried.table, &carried.row)? {
                found.push(Held {
                    source: row.source.clone(),
                    carried,
                    person,
                    session,
                });
            }
        }
    }
    for row in rows.iter().filter(|row| stands(row).is_some()) {
        for record in reader.records_of_person(&row.source)? {
            let name = (record.table.to_owned(), record.id.clone());
            if claimed.insert(name) {
                found.push(Held {
                    source: row.source.clone(),
                    person: Some(row.source.clone()),
                    session: record.session.clone(),
                    carried: Carried {
                        table: record.table.to_owned(),
                        row: record.id,
                        session: record.session,
                    },
                });
            }
        }
    }
    Ok((found, claimed))
}

/// The presences of a person at a session that wait for her to be told apart: taking her out of
/// the session takes them out with her.
pub(crate) fn waiting(
    reader: &Reader<'_>,
    table: &str,
    session: &str,
    person: &str,
) -> Result<Vec<String>> {
    let rows = reader.merges()?;
    let mut found = Vec::new();
    for row in &rows {
        if stands(row).is_none() || root(&rows, &row.source).as_deref() != Some(person) {
            continue;
        }
        let here = row.carried.iter().filter_map(|one| Carried::read(one));
        let here = here.filter(|one| one.table == table && one.session.as_deref() == Some(session));
        found.extend(here.map(|one| one.row));
    }
    Ok(found)
}

/// Of files joined in a circle, the oldest stands (identifiers begin with their time).
fn survivor(rows: &[MergeRow], id: &str) -> String {
    let next: BTreeMap<&str, &str> = rows
        .iter()
        .filter_map(|row| Some((row.source.as_str(), stands(row)?)))
        .collect();
    let step = |at| next.get(at).copied().unwrap_or(at);
    // A tail may lead to the circle: after so many steps one is in it.
    let mut at = (0..=rows.len()).fold(id, |at, _| step(at));
    let mut circle = BTreeSet::new();
    while circle.insert(at) {
        at = step(at);
    }
    circle.first().map_or(id, |first| first).to_owned()
}

/// Does all there is to do. Whether there was anything.
pub(super) fn settle(app: &App, open: &Open) -> Result<bool> {
    let mut any = false;
    for _ in 0..ROUNDS {
        // Looked at without the writing door: nearly always there is nothing.
        let idle = open
            .notebook
            .read(|reader| Ok::<_, Failure>(plan(reader)?.is_empty()))?;
        if idle {
            return Ok(any);
        }
        let wrote = app.record(open, |author| {
            let mut wrote = false;
            let mut learnt: BTreeMap<String, Vec<Value>> = BTreeMap::new();
            for one in plan(author.tx)?.into_iter().take(TOGETHER) {
                wrote |= carry_out(author, one, &mut learnt)?;
            }
            for row in author.tx.merges()? {
                if let Some(mut elements) = learnt.remove(&row.source) {
                    elements.extend(row.carried.into_iter().map(Value::from));
                    let carried = Fields::from([("carried".to_owned(), Value::from(elements))]);
                    wrote |= author.amend(TABLE, &row.source, carried, None)?;
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

fn carry_out(
    author: &mut Author<'_, '_>,
    one: Move,
    learnt: &mut BTreeMap<String, Vec<Value>>,
) -> Result<bool> {
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
        Move::Point {
            source,
            carried,
            person,
            session,
        } => {
            let mut changes = Fields::from([("beneficiary".to_owned(), Value::from(person))]);
            if carried.session.is_some() {
                changes.insert("session".to_owned(), Value::from(session));
            }
            let element = Value::from(carried.element());
            learnt.entry(source).or_default().push(element);
            author.amend(&carried.table, &carried.row, changes, None)
        }
    }
}
