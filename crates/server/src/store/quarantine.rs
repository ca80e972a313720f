//! What laptops sent and may not be applied: listed for the operator, decided by one, told to the
//! laptop. Its content never leaves by here: who decides sees where it belongs, not what it says.

use escale_sync::op::Op;
use escale_sync::wire::Aside;

use super::book::{Book, Row, values};
use super::log::BookLog;
use crate::Error;

/// How long what was rejected is kept, milliseconds.
const KEPT_MS: u64 = 30 * 24 * 3_600_000;
/// Why what a laptop sends after it was shut out is set aside.
const SHUT_OUT: &str = "shut-out";
/// Most that is told to a laptop in one answer.
const TOLD: i64 = 200;

/// One of them, as listed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct QuarantineLine {
    /// What names it.
    pub ticket: String,
    /// The laptop that sent it.
    pub device: String,
    /// Whose laptop that is.
    pub adviser: String,
    /// Its name.
    pub name: String,
    /// Number of the operation.
    pub q: u64,
    /// Where it was to go.
    pub scope: String,
    /// `session`, `beneficiary`…; empty once it is no longer kept.
    pub table: String,
    /// Identifier of the row.
    pub row: String,
    /// What it does there (`put`, `del`, `move`…).
    pub kind: String,
    /// Why it was set aside.
    pub why: String,
    /// When, milliseconds since 1970.
    pub at: u64,
    /// `accepted` or `rejected`.
    pub decision: Option<String>,
    /// What was said with it.
    pub reason: Option<String>,
    /// When it was decided.
    pub decided: Option<u64>,
}

/// What is to be decided of.
pub(crate) struct Pending {
    pub(crate) device: String,
    pub(crate) adviser: String,
    pub(crate) op: Op,
}

impl BookLog<'_> {
    /// Over what a laptop that was shut out still had.
    pub(crate) fn shut_out(mut self, shut_out: bool) -> Self {
        self.shut_out = shut_out;
        self
    }
}

/// Sets an operation aside; its ticket. `shut_out`: its laptop has no right any more.
pub(super) fn add(
    book: &Book<'_>,
    device: i64,
    op: &Op,
    (why, shut_out): (&str, bool),
    now: u64,
) -> Result<String, Error> {
    let ticket = uuid::Uuid::now_v7().to_string();
    let body = serde_json::to_string(op).map_err(|_| Error::Corrupt("operation"))?;
    let why = if shut_out { SHUT_OUT } else { why };
    book.execute(
        "INSERT INTO quarantine (ticket, dev, q, scope, why, body, at, changed)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7,
            (SELECT coalesce(max(other.changed), 0) + 1 FROM quarantine AS other
                WHERE other.dev = ?2))",
        values![&ticket, device, op.q, &op.s, why, &body, now],
    )?;
    Ok(ticket)
}

/// All of them, undecided first, then the latest decided.
pub(crate) fn list(book: &Book<'_>, most: i64) -> Result<Vec<QuarantineLine>, Error> {
    book.rows(
        "SELECT quarantine.ticket, device.id, adviser.name, device.name, quarantine.q,
            quarantine.scope, quarantine.body, quarantine.why, quarantine.at,
            quarantine.decision, quarantine.reason, quarantine.decided
         FROM quarantine JOIN device ON device.num = quarantine.dev
         JOIN adviser ON adviser.id = device.adviser
         ORDER BY CASE WHEN quarantine.decided IS NULL THEN 0 ELSE 1 END,
            quarantine.decided DESC, quarantine.at, quarantine.dev, quarantine.q LIMIT ?1",
        values![most],
        line,
    )
}

fn line(row: &Row<'_>) -> Result<QuarantineLine, Error> {
    let op: Option<Op> = serde_json::from_str(row.text(6)?).ok();
    let (table, id, kind) = op.map_or_else(Default::default, |op| (op.t, op.r, op.k));
    Ok(QuarantineLine {
        ticket: row.get(0)?,
        device: row.get(1)?,
        adviser: row.get(2)?,
        name: row.get(3)?,
        q: row.get(4)?,
        scope: row.get(5)?,
        table,
        row: id,
        kind,
        why: row.get(7)?,
        at: row.get(8)?,
        decision: row.get(9)?,
        reason: row.get(10)?,
        decided: row.get(11)?,
    })
}

/// One that nobody decided of yet.
pub(crate) fn pending(book: &Book<'_>, ticket: &str) -> Result<Pending, Error> {
    let sql = format!(
        "SELECT device.id, device.adviser, quarantine.body FROM quarantine
         JOIN device ON device.num = quarantine.dev
         WHERE quarantine.ticket = ?1 AND quarantine.decided IS NULL{}",
        book.locking()
    );
    book.one(&sql, values![ticket], |row| {
        Ok(Pending {
            device: row.get(0)?,
            adviser: row.get(1)?,
            op: serde_json::from_str(row.text(2)?).map_err(|_| Error::Corrupt("operation"))?,
        })
    })?
    .ok_or(Error::Unknown("ticket, or decided already"))
}

/// Notes a decision.
pub(crate) fn decide(
    book: &Book<'_>,
    ticket: &str,
    (decision, reason): (&str, Option<&str>),
    now: u64,
) -> Result<(), Error> {
    book.execute(
        "UPDATE quarantine SET decided = ?2, decision = ?3, reason = ?4,
            changed = (SELECT coalesce(max(other.changed), 0) + 1 FROM quarantine AS other
                WHERE other.dev = quarantine.dev)
         WHERE ticket = ?1 AND decided IS NULL",
        values![ticket, now, decision, reason],
    )?;
    forget(book, now)
}

/// Empties what was rejected thirty days ago. Its line stays: it says that nothing is missing.
pub(crate) fn forget(book: &Book<'_>, now: u64) -> Result<(), Error> {
    book.execute(
        "UPDATE quarantine SET body = '' WHERE decision = 'rejected' AND decided <= ?1",
        values![now.saturating_sub(KEPT_MS)],
    )?;
    Ok(())
}

/// What a laptop does not know yet of its own, in the order it is to learn it.
pub(crate) fn told(book: &Book<'_>, device: i64, after: u64) -> Result<Vec<Aside>, Error> {
    let Ok(after) = i64::try_from(after) else {
        return Ok(Vec::new());
    };
    book.rows(
        "SELECT q, changed, why, at, decision, reason FROM quarantine
         WHERE dev = ?1 AND changed > ?2 ORDER BY changed LIMIT ?3",
        values![device, after, TOLD],
        |row| {
            Ok(Aside {
                q: row.get(0)?,
                n: row.get(1)?,
                why: row.get(2)?,
                at: row.get(3)?,
                decision: row.get(4)?,
                reason: row.get(5)?,
            })
        },
    )
}

/// How many operations of a device were set aside.
pub(crate) fn of(book: &Book<'_>, device: i64) -> Result<u64, Error> {
    let count = book.number(
        "SELECT count(*) FROM quarantine WHERE dev = ?1",
        values![device],
    )?;
    Ok(count.cast_unsigned())
}

/// Whether a scope is somebody's: what is accepted goes nowhere else.
pub(crate) fn is_somebodys(book: &Book<'_>, scope: &str) -> Result<bool, Error> {
    let Some((kind, id)) = scope.split_once(':') else {
        return Ok(false);
    };
    let sql = match kind {
        "acct" | "adv" => "SELECT id FROM adviser WHERE id = ?1",
        "team" => "SELECT id FROM team WHERE id = ?1",
        _ => return Ok(false),
    };
    Ok(book.one(sql, values![id], |_| Ok(()))?.is_some())
}
