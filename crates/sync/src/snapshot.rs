//! A scope as it stood at one sequence, to be taken whole instead of reading its log: rows with
//! their merge state and what they were before, in two parts, the recent one first.
//!
//! A snapshot says what the log says and nothing else: the state of each row, the values that
//! gave way, and those entries that are in no row (moves, what a newer program wrote). Taking one
//! is joining states, so it may be taken in pieces, twice, or over what is there already.
//!
//! A part is a text of lines, one JSON object each, compressed by whoever keeps it. What one line
//! holds belongs together (a session, who was there, its outcome) and is applied together.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::client::{self, Replica, ScopeState};
use crate::clock::Hlc;
use crate::merge::{Applied, RowState, Superseded, understands};
use crate::op::Dot;
use crate::server::{Log, Source};
use crate::wire::Entry;

/// Media type of the bytes of a part.
pub const MEDIA_TYPE: &str = "application/vnd.escale.snapshot";
/// Longest line, bytes: nothing a program of ours writes comes near it.
pub const LINE_MAX: usize = 8 * 1024 * 1024;
/// From how many operations on a log is long enough to be taken as a snapshot.
pub const FROM: u64 = 2_000;

/// One value that gave way: field, value, who wrote it when, what replaced it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Past(
    /// Field.
    pub String,
    /// Value.
    pub Value,
    /// The write.
    pub Dot,
    /// Its stamp.
    pub Hlc,
    /// Its author.
    pub String,
    /// The write that replaced it.
    pub Dot,
);

impl From<Superseded> for Past {
    fn from(old: Superseded) -> Self {
        Self(old.field, old.value, old.dot, old.e, old.author, old.by)
    }
}

impl From<Past> for Superseded {
    fn from(Past(field, value, dot, e, author, by): Past) -> Self {
        Self {
            field,
            value,
            dot,
            e,
            author,
            by,
        }
    }
}

/// A row of a snapshot.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Table.
    pub t: String,
    /// Identifier.
    pub r: String,
    /// State.
    pub s: RowState,
    /// What it was before, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub h: Vec<Past>,
}

/// A line of a snapshot.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Line {
    /// Entries of the log that are in no row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<Entry>,
    /// Rows that belong together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<Row>,
}

impl Line {
    /// Reads a line; `None` when it is not one.
    #[must_use]
    pub fn read(text: &[u8]) -> Option<Self> {
        if text.len() > LINE_MAX {
            return None;
        }
        serde_json::from_slice(text).ok()
    }

    /// Applies it, within one transaction. Rows taken.
    ///
    /// # Errors
    /// When the notebook fails.
    pub fn apply<R: Replica>(
        self,
        replica: &mut R,
        device: &str,
        id: &str,
        scope: &mut ScopeState,
    ) -> Result<u64, R::Error> {
        for entry in &self.entries {
            client::apply_entry(replica, device, id, entry, scope)?;
        }
        let taken = self.rows.len() as u64;
        for row in self.rows {
            let known = replica.row(&row.t, &row.r)?;
            let past = match &known {
                Some(_) => replica.past(&row.t, &row.r)?,
                None => Vec::new(),
            };
            let mut state = known.unwrap_or_default();
            let before = state.sum(&row.t, &row.r);
            let Applied { fresh, superseded } = state.join(&row.s);
            for (dot, write) in &row.s.writes {
                if dot.device == device {
                    replica.own(dot.q, scope.cursor, write.e)?;
                }
            }
            let mut gone: Vec<Superseded> = row.h.into_iter().map(Superseded::from).collect();
            gone.extend(superseded);
            let mut told: Vec<(String, Dot)> = past;
            let mut fresh_past = Vec::new();
            for old in gone {
                let name = (old.field.clone(), old.dot.clone());
                if !told.contains(&name) {
                    told.push(name);
                    fresh_past.push(old);
                }
            }
            scope.sum = scope
                .sum
                .wrapping_sub(before)
                .wrapping_add(state.sum(&row.t, &row.r));
            let applied = Applied {
                fresh,
                superseded: fresh_past,
            };
            replica.put_row(id, &row.t, &row.r, &state, &applied)?;
        }
        Ok(taken)
    }
}

/// Where a row belongs. What a session is, the caller knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Always needed, whatever its age.
    Base,
    /// It happened on that day (`2026-11-24`), others hang on it.
    Dated(String),
    /// It hangs on the row of that identifier.
    Hangs(String),
}

/// Which part of a snapshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// What a person works with.
    Hot,
    /// What is older.
    Cold,
}

/// What was written of one part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counted {
    /// Rows.
    pub rows: u64,
    /// Dated rows among them (sessions), those in the bin left out.
    pub dated: u64,
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Built {
    /// The sequence it stands for.
    pub seq: u64,
    /// Sum of the scope there.
    pub sum: u128,
    /// The recent part.
    pub hot: Counted,
    /// The older part.
    pub cold: Counted,
}

/// Writes the snapshot of a scope as it stands: `since` is the first day that is recent. Both
/// parts whole, the recent one first, each with the latest days first.
///
/// # Errors
/// When the store fails, or `write` does.
pub fn build<S: Source, E: From<S::Error>>(
    source: &mut S,
    scope: &str,
    since: &str,
    place: impl Fn(&str, &str, &RowState) -> Place,
    mut write: impl FnMut(Part, &Line) -> Result<(), E>,
) -> Result<Built, E> {
    let head = source.scope(scope)?;
    let mut built = Built {
        seq: head.head,
        sum: head.sum,
        ..Built::default()
    };
    let mut order = Order::default();
    source.each_row(scope, &mut |table, id, state| {
        if !state.writes.is_empty() {
            order.add(table, id, state.deleted(), place(table, id, state));
        }
    })?;
    let entries = aside(source, scope)?;
    if !entries.is_empty() {
        write(
            Part::Hot,
            &Line {
                entries,
                ..Line::default()
            },
        )?;
    }
    for group in order.groups() {
        let part = match &group.day {
            Some(day) if day.as_str() < since => Part::Cold,
            _ => Part::Hot,
        };
        let mut line = Line::default();
        for (table, id) in &group.rows {
            if let Some(row) = row(source, scope, table, id)? {
                line.rows.push(row);
            }
        }
        let counted = match part {
            Part::Hot => &mut built.hot,
            Part::Cold => &mut built.cold,
        };
        counted.rows += line.rows.len() as u64;
        counted.dated += u64::from(group.day.is_some() && !group.deleted);
        write(part, &line)?;
    }
    Ok(built)
}

/// Entries that no row holds, and erasures.
fn aside<S: Source>(source: &mut S, scope: &str) -> Result<Vec<Entry>, S::Error> {
    let mut entries = Vec::new();
    source.each_entry(scope, &mut |entry| {
        // What was erased is told as such, before the rows.
        let in_a_row = entry
            .operation()
            .is_some_and(|op| understands(&op) && op.erasing().is_none());
        if !entry.is_away() && !entry.is_redacted() && !in_a_row {
            entries.push(entry);
        }
    })?;
    Ok(entries)
}

/// A row with its former values, which are found again by folding what it was made of.
fn row<L: Log + Source>(
    source: &mut L,
    scope: &str,
    table: &str,
    id: &str,
) -> Result<Option<Row>, L::Error> {
    let Some(state) = source.row(scope, table, id)? else {
        return Ok(None);
    };
    let mut past = Vec::new();
    if state.writes.len() > 1 {
        let mut fold = RowState::default();
        for entry in source.written(scope, &state)? {
            if let (Some(device), Some(op)) = (&entry.dev, entry.operation()) {
                let applied = fold.apply(device, &op, entry.e);
                past.extend(applied.superseded.into_iter().map(Past::from));
            }
        }
    }
    Ok(Some(Row {
        t: table.to_owned(),
        r: id.to_owned(),
        s: state,
        h: past,
    }))
}

/// Rows that go on one line.
#[derive(Default)]
struct Group {
    day: Option<String>,
    deleted: bool,
    rows: Vec<(String, String)>,
}

#[derive(Default)]
struct Order {
    base: Vec<(String, String)>,
    dated: std::collections::BTreeMap<String, Group>,
    hanging: Vec<(String, (String, String))>,
}

impl Order {
    fn add(&mut self, table: &str, id: &str, deleted: bool, place: Place) {
        let row = (table.to_owned(), id.to_owned());
        match place {
            Place::Base => self.base.push(row),
            Place::Hangs(on) => self.hanging.push((on, row)),
            Place::Dated(day) => {
                let group = self.dated.entry(id.to_owned()).or_default();
                group.day = Some(day);
                group.deleted = deleted;
                group.rows.insert(0, row);
            }
        }
    }

    /// In the order in which they are written.
    fn groups(mut self) -> Vec<Group> {
        for (on, row) in std::mem::take(&mut self.hanging) {
            match self.dated.get_mut(&on) {
                Some(group) => group.rows.push(row),
                // What it hangs on is not here: it goes with what is always needed.
                None => self.base.push(row),
            }
        }
        let mut dated: Vec<(String, Group)> = self.dated.into_iter().collect();
        dated.sort_by(|(a, one), (b, other)| (&other.day, b).cmp(&(&one.day, a)));
        let base = self.base.into_iter().map(|row| Group {
            rows: vec![row],
            ..Group::default()
        });
        base.chain(dated.into_iter().map(|(_, group)| group))
            .collect()
    }
}

/// `GET /v1/scopes/{id}/snapshot`: where a snapshot stands and what it is made of. No parts: it
/// is being made.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Offer {
    /// Sequence it stands for.
    pub seq: u64,
    /// Sum of the scope there, as in a page.
    #[serde(default)]
    pub sum: String,
    /// Its parts, in the order in which they are taken.
    #[serde(default)]
    pub parts: Vec<PartOffer>,
    /// Whole answer received.
    pub end: bool,
}

/// One part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartOffer {
    /// `hot`, then `cold`.
    pub part: Part,
    /// BLAKE3 of its bytes: its name.
    pub hash: String,
    /// Its bytes, compressed.
    pub bytes: u64,
    /// Its rows.
    pub rows: u64,
    /// Sessions among them.
    pub sessions: u64,
}

#[cfg(test)]
mod tests;
