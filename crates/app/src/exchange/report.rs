//! The honest line: derived from the outbox and from what the server confirmed, never from
//! "the last call succeeded".

use crate::api::sync::{Arriving, ExchangeLine, LineState, PendingItem, SyncReport, SyncState};
use escale_store::sync::SnapshotPart;

use crate::pen::clock;
use crate::{App, Failure, Result, held, label, orders, time};

/// Most waiting things listed.
const ITEMS: u32 = 200;
/// Exchanges listed.
const EXCHANGES: u32 = 20;

/// The state of the exchange.
///
/// # Errors
/// `locked`.
pub fn state(app: &App, (): ()) -> Result<SyncState> {
    let open = app.notebook()?;
    let (counts, conflicts, offset_ms, last_contact, last_sent, parts) =
        open.notebook.read(|reader| {
            let journal = reader.exchanges(200)?;
            let online = |exchange: &&escale_store::sync::Exchange| {
                exchange.line == line_name(LineState::Online)
            };
            Ok::<_, Failure>((
                reader.outbox_counts()?,
                reader.conflict_count()?,
                clock(reader)?.offset_ms,
                journal.iter().find(online).map(|exchange| exchange.at_ms),
                journal
                    .iter()
                    .find(|exchange| exchange.sent > 0)
                    .map(|exchange| exchange.at_ms),
                reader.snapshot_parts()?,
            ))
        })?;
    app.wait_patiently(&open, counts.records > 0);
    let patience = open.patience();
    let line = held(&app.line);
    if open.practice {
        // What is known of the line is the business of the person's own notebook.
        return Ok(SyncState {
            pending: counts.records,
            oldest_pending_at: None,
            not_durable: 0,
            line: LineState::Unknown,
            busy: false,
            tries: line.tries,
            last_contact_at: None,
            last_sent_at: None,
            next_try_at: None,
            clock_offset: 0,
            conflicts,
            waited_days: 0,
            locks_in_days: None,
            arriving: None,
            practice: true,
        });
    }
    let offset = if offset_ms.abs() < escale_sync::clock::OFFSET_FLOOR_MS {
        0
    } else {
        -offset_ms / 1000
    };
    Ok(SyncState {
        pending: counts.records,
        oldest_pending_at: counts.oldest_ms.map(time::local),
        not_durable: u64::from(counts.not_durable),
        line: line.state,
        busy: line.schedule.running(),
        tries: line.tries,
        last_contact_at: line.last_contact_ms.or(last_contact).map(time::local),
        last_sent_at: line.last_sent_ms.or(last_sent).map(time::local),
        next_try_at: line.next_try_ms.map(time::local),
        clock_offset: offset,
        conflicts,
        waited_days: match counts.records {
            0 => 0,
            _ => patience.waited_days(counts.oldest_ms),
        },
        locks_in_days: patience.announced(),
        arriving: arriving(&parts),
        practice: false,
    })
}

/// How far the snapshots on their way are in.
fn arriving(parts: &[SnapshotPart]) -> Option<Arriving> {
    let sum = |count: fn(&SnapshotPart) -> u64| {
        u32::try_from(parts.iter().map(count).sum::<u64>()).unwrap_or(u32::MAX)
    };
    (!parts.is_empty()).then(|| Arriving {
        sessions: sum(|part| part.taken_sessions),
        of: sum(|part| part.sessions),
        recent: parts
            .iter()
            .all(|part| part.part > 0 || part.taken_rows == part.rows),
    })
}

/// The synchronisation screen.
///
/// # Errors
/// `locked`.
pub fn report(app: &App, (): ()) -> Result<SyncReport> {
    let open = app.open()?;
    let state = state(app, ())?;
    let (items, asides, exchanges) = open.notebook.read(|reader| {
        let mut items = Vec::new();
        for item in reader.outbox_items(ITEMS)? {
            items.push(PendingItem {
                label: label::of(reader, &item.table, &item.id)?,
                table: item.table,
                id: item.id,
                recorded_at: time::local(item.recorded_at_ms),
            });
        }
        let asides = orders::asides(reader)?;
        Ok::<_, Failure>((items, asides, reader.exchanges(EXCHANGES)?))
    })?;
    let exchanges = exchanges
        .into_iter()
        .map(|exchange| ExchangeLine {
            at: time::local(exchange.at_ms),
            line: line_named(&exchange.line),
            sent: exchange.sent,
            received: exchange.received,
        })
        .collect();
    Ok(SyncReport {
        state,
        items,
        asides,
        exchanges,
        server: open.enrolment.origin.clone(),
    })
}

/// Asks for an exchange now; the answer is the state at once, the rest comes as events.
///
/// # Errors
/// `locked`.
pub fn now(app: &App, (): ()) -> Result<SyncState> {
    app.notebook()?;
    app.ask_exchange();
    state(app, ())
}

const NAMES: [(LineState, &str); 9] = [
    (LineState::Unknown, "unknown"),
    (LineState::Online, "online"),
    (LineState::Offline, "offline"),
    (LineState::Portal, "portal"),
    (LineState::Inspected, "inspected"),
    (LineState::Truncated, "truncated"),
    (LineState::Busy, "busy"),
    (LineState::Refused, "refused"),
    (LineState::TooOld, "too_old"),
];

/// The name kept in the journal.
pub(super) fn line_name(state: LineState) -> &'static str {
    NAMES
        .iter()
        .find(|(known, _)| *known == state)
        .map_or("unknown", |(_, name)| name)
}

fn line_named(name: &str) -> LineState {
    NAMES
        .iter()
        .find(|(_, known)| *known == name)
        .map_or(LineState::Unknown, |(state, _)| *state)
}
