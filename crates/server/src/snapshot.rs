//! Making the snapshot of a scope: read over one picture, compressed, kept.

use std::io::Write as _;

use chrono::{DateTime, Months};
use escale_sync::merge::RowState;
use escale_sync::snapshot::{Built, Line, Part, Place, build};
use serde_json::Value;

use crate::Error;
use crate::store::Store;
use crate::store::log::BookLog;
use crate::store::snapshot::{self, Made, PIECE};

/// A snapshot so many operations behind its scope is made again.
pub(crate) const BEHIND: u64 = 2_000;
/// How hard it is compressed: it is made once, and fetched by who waits for it.
const LEVEL: i32 = 9;
/// Pieces kept in one write: others must not wait for all of them.
const PIECES: usize = 4;
/// What is recent, months.
const RECENT: Months = Months::new(12);

/// Where a row belongs. The names are those of the wire, for ever.
fn place(table: &str, _: &str, state: &RowState) -> Place {
    let text = |name| state.value(name).and_then(Value::as_str).map(str::to_owned);
    match table {
        "session" => text("date").map_or(Place::Base, Place::Dated),
        "attendance" | "outcome" => text("session").map_or(Place::Base, Place::Hangs),
        _ => Place::Base,
    }
}

/// The first day that is recent.
fn since(now: u64) -> String {
    let now = i64::try_from(now)
        .ok()
        .and_then(DateTime::from_timestamp_millis)
        .unwrap_or_default();
    let day = now.date_naive();
    day.checked_sub_months(RECENT)
        .unwrap_or(day)
        .format("%Y-%m-%d")
        .to_string()
}

/// Makes the snapshot of a scope. Whether it was kept: something may have had to be forgotten
/// meanwhile.
pub(crate) async fn make(store: &Store, scope: String, now: u64) -> Result<bool, Error> {
    let id = uuid::Uuid::now_v7().to_string();
    let (begun, of) = (id.clone(), scope.clone());
    store
        .write(move |book| snapshot::begin(book, &begun, &of, now))
        .await?;
    let of = scope.clone();
    let (built, parts) = store
        .read(move |book| {
            let mut log = BookLog::new(book, now);
            read(&mut log, &of, &since(now))
        })
        .await?;
    let mut kept = Vec::new();
    for made in parts {
        let hash = blake3::hash(&made.bytes).to_hex().to_string();
        kept.push((made.part, hash, made.bytes.len(), made.rows, made.sessions));
        for (n, piece) in made.bytes.chunks(PIECES * PIECE).enumerate() {
            let (id, piece, part) = (id.clone(), piece.to_vec(), made.part);
            let there = store
                .write(move |book| snapshot::put(book, &id, part, n * PIECES * PIECE, &piece))
                .await?;
            if !there {
                return Ok(false);
            }
        }
    }
    let ready = store
        .write(move |book| snapshot::finish(book, &id, &scope, &built, &kept))
        .await?;
    tracing::info!(ready, seq = built.seq, "a snapshot was made");
    Ok(ready)
}

fn read(log: &mut BookLog<'_>, scope: &str, since: &str) -> Result<(Built, Vec<Made>), Error> {
    let mut hot = Writer::new()?;
    let mut cold = Writer::new()?;
    let built = build(log, scope, since, place, |part, line| match part {
        Part::Hot => hot.line(line),
        Part::Cold => cold.line(line),
    })?;
    let mut parts = Vec::new();
    for (part, writer, counted) in [(Part::Hot, hot, built.hot), (Part::Cold, cold, built.cold)] {
        // The recent part is there even when nothing is: a laptop that took it has begun.
        if part == Part::Hot || counted.rows > 0 {
            parts.push(Made {
                part,
                bytes: writer.finish()?,
                rows: counted.rows,
                sessions: counted.dated,
            });
        }
    }
    Ok((built, parts))
}

struct Writer(zstd::stream::write::Encoder<'static, Vec<u8>>);

impl Writer {
    fn new() -> Result<Self, Error> {
        let encoder = zstd::stream::write::Encoder::new(Vec::new(), LEVEL);
        Ok(Self(encoder.map_err(Error::io("snapshot"))?))
    }

    fn line(&mut self, line: &Line) -> Result<(), Error> {
        let mut text = serde_json::to_vec(line).map_err(|_| Error::Corrupt("row"))?;
        text.push(b'\n');
        self.0.write_all(&text).map_err(Error::io("snapshot"))
    }

    fn finish(self) -> Result<Vec<u8>, Error> {
        self.0.finish().map_err(Error::io("snapshot"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_recent_is_a_year() {
        // 29 February 2028.
        assert_eq!(since(1_835_395_200_000), "2027-02-28");
        assert_eq!(since(u64::MAX), "1969-01-01");
    }
}
