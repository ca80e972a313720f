//! The honest line: what waits, what left, what the server confirmed, what stands in the way.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::orders::AsideItem;

/// What the last tries say of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum LineState {
    /// Nothing was tried since the start.
    Unknown,
    /// The server answered, authenticated.
    Online,
    /// Nothing answers.
    Offline,
    /// A Wi-Fi portal answers in place of the server.
    Portal,
    /// The certificate is not the one expected: the network inspects the traffic.
    Inspected,
    /// The answer was cut.
    Truncated,
    /// The server asks to wait.
    Busy,
    /// The server refuses this laptop (revoked or unknown); nothing here is lost.
    Refused,
    /// This program is too old to receive; it may still send.
    TooOld,
}

/// The state of the exchange, derived from the outbox and from what the server confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SyncState {
    /// Records (sessions, people, places…) with something still to send.
    pub pending: u32,
    /// Age of the oldest unsent change: when it was recorded, RFC 3339, local time.
    pub oldest_pending_at: Option<String>,
    /// Changes confirmed by the server and not yet covered by one of its verified backups.
    #[ts(type = "number")]
    pub not_durable: u64,
    /// What the last tries say.
    pub line: LineState,
    /// An exchange is under way.
    pub busy: bool,
    /// Exchanges tried since the program started: tells whether the one asked for has ended.
    pub tries: u32,
    /// Last time the server answered, RFC 3339, local time.
    pub last_contact_at: Option<String>,
    /// Last time something of ours was confirmed, RFC 3339, local time.
    pub last_sent_at: Option<String>,
    /// Next automatic try, RFC 3339, local time.
    pub next_try_at: Option<String>,
    /// How far ahead of the server's this computer's clock is, in seconds; negative when it is
    /// behind, 0 when under 2 s.
    #[ts(type = "number")]
    pub clock_offset: i64,
    /// Fields where two laptops wrote different values at the same time.
    pub conflicts: u32,
    /// Whole days that the oldest unsent change has waited, reckoned so that a wrong clock alone
    /// makes no alarm.
    pub waited_days: u32,
    /// Days left before the notebook locks for having heard nothing of the server, when near.
    pub locks_in_days: Option<u32>,
    /// What the server has of this person is still coming in.
    pub arriving: Option<Arriving>,
    /// The practice space: nothing of it is ever sent.
    pub practice: bool,
}

/// How far what the server has is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Arriving {
    /// Sessions in.
    pub sessions: u32,
    /// Of so many.
    pub of: u32,
    /// People, places, and the sessions of the last twelve months are in.
    pub recent: bool,
}

/// A thing that waits to be sent.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PendingItem {
    /// `session`, `beneficiary`, `place`…
    pub table: String,
    /// Identifier of the record.
    pub id: String,
    /// What a person recognises ("Séance du 24 novembre, E-mail").
    pub label: String,
    /// When it was recorded, RFC 3339, local time.
    pub recorded_at: String,
}

/// One exchange of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ExchangeLine {
    /// When, RFC 3339, local time.
    pub at: String,
    /// How it ended.
    pub line: LineState,
    /// Changes confirmed.
    pub sent: u32,
    /// Changes received.
    pub received: u32,
}

/// The synchronisation screen.
#[derive(Clone, Serialize, Deserialize, TS)]
pub struct SyncReport {
    /// The state.
    pub state: SyncState,
    /// What waits (200 at most).
    pub items: Vec<PendingItem>,
    /// What the server set aside, undecided first (100 at most).
    pub asides: Vec<AsideItem>,
    /// Last exchanges, most recent first (20 at most).
    pub exchanges: Vec<ExchangeLine>,
    /// Address of the server.
    pub server: String,
}
