//! What the next operation is made from: numbers, chain and clock.

use escale_store::{Reader, Tx};
use escale_sync::clock::Clock;
use escale_sync::op::Chain;
use serde::{Deserialize, Serialize};

use crate::Result;

const PEN: &str = "pen";

/// What the next operation is made from. One fact: every save reads it and keeps it.
#[derive(Serialize, Deserialize)]
pub(crate) struct Pen {
    /// Number of the next operation.
    pub(crate) q: u64,
    /// Number of the next transaction.
    pub(crate) x: u64,
    /// The chain, after the last operation.
    pub(crate) chain: Chain,
    /// The clock.
    pub(crate) clock: Clock,
}

/// The pen, as last kept.
pub(crate) fn pen(reader: &Reader<'_>) -> Result<Pen> {
    Ok(match reader.meta_text(PEN)? {
        Some(text) => serde_json::from_str(&text)?,
        None => Pen {
            q: 1,
            x: 1,
            chain: Chain::default(),
            clock: Clock::default(),
        },
    })
}

/// Keeps the pen.
pub(crate) fn keep(tx: &mut Tx<'_>, pen: &Pen) -> Result<()> {
    tx.set_meta_text(PEN, &serde_json::to_string(pen)?)?;
    Ok(())
}

/// The number of the next operation.
pub(crate) fn next_q(reader: &Reader<'_>) -> Result<u64> {
    Ok(pen(reader)?.q)
}

/// The clock, as last persisted.
pub(crate) fn clock(reader: &Reader<'_>) -> Result<Clock> {
    Ok(pen(reader)?.clock)
}

/// Persists the clock.
pub(crate) fn keep_clock(tx: &mut Tx<'_>, clock: &Clock) -> Result<()> {
    let mut pen = pen(tx)?;
    pen.clock = *clock;
    keep(tx, &pen)
}
