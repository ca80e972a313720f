//! A long log is taken as a snapshot: fetched in pieces that stay when the line is cut, proved
//! by their hash, taken in short transactions, the recent part first.
//!
//! The person works meanwhile, and what she records leaves between two steps. Taking a row is
//! joining it with what is here: nothing recorded gives way, and a snapshot taken twice, or over
//! half of another, is the same. It is over only when as many rows were taken as were announced,
//! with the sum that was announced; then the log is read from there.

use std::io::{BufRead as _, BufReader, Read as _};

use escale_store::Tx;
use escale_store::sync::SnapshotPart;
use escale_sync::client::Verdict;
use escale_sync::snapshot::{LINE_MAX, Line, Offer};
use escale_sync::wire::{Action, Problem};

use super::call::{Call, Outcome, Token};
use super::replica::{NotebookReplica, keep_scope, scope};
use super::{App, LineState, Open, Result, Trouble};
use crate::pen::{clock, keep_clock};
use crate::{Failure, held, time};

/// Bytes asked for at first.
pub(super) const PIECE_START: u64 = 64 * 1024;
const PIECE_MAX: u64 = 1024 * 1024;
const PIECE_MIN: u64 = 16 * 1024;
/// A piece that took longer is not followed by a larger one, milliseconds.
const PIECE_MS: u64 = 5_000;
/// Rows taken in one transaction: a save waits no longer than that.
const ROWS: u64 = 256;
/// How long an exchange goes on taking before what was recorded meanwhile may leave, milliseconds.
const TURN_MS: u64 = 5_000;
/// Pieces and transactions of one exchange at most.
const TURN_STEPS: u32 = 256;
/// How often the screens are told, milliseconds.
const TELL_MS: u64 = 500;
/// Largest part a laptop takes, bytes.
const PART_MAX: u64 = 256 * 1024 * 1024;

/// What an exchange took.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Taken {
    /// Rows.
    pub(super) rows: u32,
    /// There is more to take.
    pub(super) more: bool,
}

/// What is left of the turn of one exchange.
struct Turn {
    ends: u64,
    steps: u32,
    told: u64,
}

/// Why taking stops.
enum Stop {
    /// The turn is over.
    Turn,
    Trouble(Trouble),
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

type Step<T> = std::result::Result<T, Stop>;

impl App {
    /// Takes what the server offers instead of a log, as far as the turn goes.
    pub(super) fn take_snapshots(
        &self,
        open: &Open,
        call: &Call<'_>,
        token: &Token,
        offered: &[String],
    ) -> Result<std::result::Result<Taken, Trouble>> {
        self.forget_others(open, offered)?;
        let now = self.ports.clock.monotonic_ms();
        let mut turn = Turn {
            ends: now.saturating_add(TURN_MS),
            steps: 0,
            told: now,
        };
        let mut taken = Taken::default();
        for id in offered {
            match self.take_one(open, call, token, id, &mut turn, &mut taken.rows)? {
                Ok(()) => taken.more = true,
                Err(Stop::Turn) => {
                    taken.more = true;
                    break;
                }
                Err(Stop::Trouble(trouble)) => return Ok(Err(trouble)),
            }
        }
        Ok(Ok(taken))
    }

    /// What was on its way and is not offered any more: its log is read.
    fn forget_others(&self, open: &Open, offered: &[String]) -> Result<()> {
        let parts = open.notebook.read(|reader| reader.snapshot_parts())?;
        let mut others: Vec<String> = parts
            .into_iter()
            .map(|part| part.scope)
            .filter(|id| !offered.contains(id))
            .collect();
        others.dedup();
        if others.is_empty() {
            return Ok(());
        }
        open.notebook.commit(|tx| {
            others
                .iter()
                .try_for_each(|id| tx.forget_snapshot(id))
                .map_err(Failure::from)
        })
    }

    /// Takes one scope; what it is when all of it is in.
    fn take_one(
        &self,
        open: &Open,
        call: &Call<'_>,
        token: &Token,
        id: &str,
        turn: &mut Turn,
        rows: &mut u32,
    ) -> Result<Step<()>> {
        let mut parts = self.parts_of(open, id)?;
        if parts.is_empty() {
            parts = match self.ask(open, call, token, id)? {
                Ok(parts) => parts,
                Err(trouble) => return Ok(Err(trouble.into())),
            };
            self.tell_line();
        }
        for part in &mut parts {
            if part.taken_rows == part.rows && part.bytes > 0 && part.taken_lines > 0 {
                continue;
            }
            let step = match self.fetch(open, call, token, part, turn)? {
                Ok(()) => self.take_part(open, part, turn, rows)?,
                stop => stop,
            };
            if let Err(stop) = step {
                return Ok(Err(stop));
            }
        }
        self.finish(open, id, &parts)
    }

    fn parts_of(&self, open: &Open, id: &str) -> Result<Vec<SnapshotPart>> {
        let parts = open.notebook.read(|reader| reader.snapshot_parts())?;
        Ok(parts.into_iter().filter(|part| part.scope == id).collect())
    }

    /// Asks what the snapshot is made of, and keeps it.
    fn ask(
        &self,
        open: &Open,
        call: &Call<'_>,
        token: &Token,
        id: &str,
    ) -> Result<std::result::Result<Vec<SnapshotPart>, Trouble>> {
        let path = format!("/v1/scopes/{id}/snapshot");
        let outcome: Outcome<Offer> = call.get(&path, token, |offer: &Offer| offer.end)?;
        let offer = match outcome {
            Outcome::Judged(Verdict::Ours(offer), retry_after) => {
                if offer.parts.is_empty() {
                    // It is being made.
                    return Ok(Err(Trouble {
                        state: LineState::Online,
                        retry_after: Some(retry_after.unwrap_or(2)),
                        mended: false,
                    }));
                }
                offer
            }
            Outcome::Judged(Verdict::Problem(problem), retry_after) => {
                return Ok(Err(self.refused(&problem, id, retry_after)));
            }
            other => return Ok(Err(other.trouble())),
        };
        let plain = offer.parts.iter().all(|part| {
            let hex = part.hash.bytes().all(|b| b.is_ascii_hexdigit());
            part.hash.len() == 64 && hex && (1..=PART_MAX).contains(&part.bytes)
        });
        if !plain {
            return Ok(Err(self.decline(open, id, "an offer that cannot be")?));
        }
        let parts: Vec<SnapshotPart> = offer
            .parts
            .iter()
            .zip(0..)
            .map(|(part, at)| SnapshotPart {
                scope: id.to_owned(),
                part: at,
                hash: part.hash.clone(),
                seq: offer.seq,
                sum: offer.sum.clone(),
                bytes: part.bytes,
                rows: part.rows,
                sessions: part.sessions,
                taken_lines: 0,
                taken_rows: 0,
                taken_sessions: 0,
                taken_sum: [0; 16],
            })
            .collect();
        open.notebook.commit(|tx| {
            tx.forget_snapshot(id)?;
            parts.iter().try_for_each(|part| tx.put_snapshot_part(part))
        })?;
        Ok(Ok(parts))
    }

    fn refused(&self, problem: &Problem, id: &str, retry_after: Option<u64>) -> Trouble {
        tracing::info!(code = problem.code(), scope = id, "no snapshot");
        match problem.action {
            Action::ReAuthenticate => {
                held(&self.line).token = None;
                Trouble::mended(LineState::Online)
            }
            Action::Wait | Action::Retry => Trouble {
                state: LineState::Busy,
                retry_after,
                mended: false,
            },
            _ => {
                // It was forgotten meanwhile, or was never known: the next exchange asks afresh.
                Trouble::new(LineState::Online)
            }
        }
    }

    /// A snapshot that is not what it says: its scope is read from the log.
    fn decline(&self, open: &Open, id: &str, why: &str) -> Result<Trouble> {
        tracing::error!(scope = id, why, "a snapshot is given up, the log is read");
        open.notebook.commit(|tx| tx.forget_snapshot(id))?;
        held(&self.line).declined.push(id.to_owned());
        Ok(Trouble::mended(LineState::Online))
    }

    /// Fetches what is missing of a part, each piece kept as it comes.
    fn fetch(
        &self,
        open: &Open,
        call: &Call<'_>,
        token: &Token,
        part: &SnapshotPart,
        turn: &mut Turn,
    ) -> Result<Step<()>> {
        let mut received = open
            .notebook
            .read(|reader| reader.snapshot_received(&part.hash))?;
        while received < part.bytes {
            if let Err(stop) = self.go_on(turn) {
                return Ok(Err(stop));
            }
            let size = held(&self.line).piece;
            let until = received.saturating_add(size).min(part.bytes);
            let began = self.ports.clock.monotonic_ms();
            let outcome = call.piece(&part.hash, (received, until, part.bytes), token)?;
            let took = self.ports.clock.monotonic_ms().saturating_sub(began);
            let body = match outcome {
                Outcome::Judged(Verdict::Ours(body), _) => body,
                Outcome::Judged(Verdict::Problem(problem), retry_after) => {
                    let trouble = self.refused(&problem, &part.scope, retry_after);
                    if trouble.state == LineState::Online && !trouble.mended {
                        // It is there no more: another is asked for.
                        open.notebook.commit(|tx| tx.forget_snapshot(&part.scope))?;
                        return Ok(Err(Trouble::mended(LineState::Online).into()));
                    }
                    return Ok(Err(trouble.into()));
                }
                other => {
                    if other.is_cut() {
                        let mut line = held(&self.line);
                        line.piece = (size / 2).max(PIECE_MIN);
                    }
                    return Ok(Err(other.trouble().into()));
                }
            };
            open.notebook
                .commit(|tx| tx.put_snapshot_piece(&part.hash, received, &body))?;
            received = until;
            if took < PIECE_MS {
                held(&self.line).piece = (size * 2).min(PIECE_MAX);
            }
        }
        Ok(Ok(()))
    }

    /// Takes the lines of a part that is whole, from where it was left.
    fn take_part(
        &self,
        open: &Open,
        part: &mut SnapshotPart,
        turn: &mut Turn,
        rows: &mut u32,
    ) -> Result<Step<()>> {
        let bytes = open
            .notebook
            .read(|reader| reader.snapshot_bytes(&part.hash))?;
        if blake3::hash(&bytes).to_hex().as_str() != part.hash {
            tracing::warn!(scope = part.scope, "a snapshot came altered: fetched again");
            open.notebook
                .commit(|tx| tx.drop_snapshot_pieces(&part.hash))?;
            return Ok(Err(Trouble::new(LineState::Truncated).into()));
        }
        let Ok(decoder) = zstd::stream::read::Decoder::new(bytes.as_slice()) else {
            return Ok(Err(self.decline(open, &part.scope, "no frame")?.into()));
        };
        let mut lines = Lines {
            text: BufReader::new(decoder),
        };
        for _ in 0..part.taken_lines {
            if !matches!(lines.next(), Some(Ok(_))) {
                return Ok(Err(self.decline(open, &part.scope, "shorter")?.into()));
            }
        }
        loop {
            if let Err(stop) = self.go_on(turn) {
                return Ok(Err(stop));
            }
            let mut group = Vec::new();
            let (mut count, mut over) = (0, false);
            while count < ROWS {
                match lines.next() {
                    None => {
                        over = true;
                        break;
                    }
                    Some(Ok(line)) => {
                        count += line.rows.len() as u64;
                        group.push(line);
                    }
                    Some(Err(Garbled)) => {
                        return Ok(Err(self.decline(open, &part.scope, "garbled")?.into()));
                    }
                }
            }
            if over && part.taken_rows + count != part.rows {
                return Ok(Err(self.decline(open, &part.scope, "rows missing")?.into()));
            }
            let now_ms = time::now_ms(&self.ports);
            let wall = time::wall_ms(&self.ports);
            let device = open.identity().device;
            let next = open.notebook.commit(|tx| {
                let next = take_lines(tx, &device, part, group, now_ms, wall)?;
                if over {
                    tx.drop_snapshot_pieces(&part.hash)?;
                }
                Ok::<_, Failure>(next)
            })?;
            *part = next;
            *rows = rows.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
            self.tell_now_and_then(turn);
            if over {
                self.changed(&["sessions", "beneficiaries", "places", "planning", "sync"]);
                return Ok(Ok(()));
            }
        }
    }

    /// All is in: from there on, the log.
    fn finish(&self, open: &Open, id: &str, parts: &[SnapshotPart]) -> Result<Step<()>> {
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
            return Ok(Ok(()));
        };
        let all_in = parts.iter().all(|part| part.taken_rows == part.rows);
        let sum = u128::from_be_bytes(last.taken_sum);
        let sums = parts[..parts.len() - 1].iter().fold(sum, |sum, part| {
            sum.wrapping_add(u128::from_be_bytes(part.taken_sum))
        });
        if !all_in || format!("{sums:032x}") != first.sum {
            return Ok(Err(self
                .decline(open, id, "not what was announced")?
                .into()));
        }
        open.notebook.commit(|tx| {
            let mut known = scope(tx, id)?;
            known.cursor = known.cursor.max(first.seq);
            keep_scope(tx, id, known)?;
            tx.forget_snapshot(id)?;
            Ok::<_, Failure>(())
        })?;
        tracing::info!(scope = id, seq = first.seq, "a snapshot is in");
        Ok(Ok(()))
    }

    /// Whether there is time for one more step.
    fn go_on(&self, turn: &mut Turn) -> Step<()> {
        turn.steps += 1;
        if turn.steps > TURN_STEPS || self.ports.clock.monotonic_ms() >= turn.ends {
            return Err(Stop::Turn);
        }
        Ok(())
    }

    fn tell_now_and_then(&self, turn: &mut Turn) {
        let now = self.ports.clock.monotonic_ms();
        if now.saturating_sub(turn.told) >= TELL_MS {
            turn.told = now;
            self.tell_line();
        }
    }
}

/// Takes lines, and notes how far; one transaction with the rows.
fn take_lines(
    tx: &mut Tx<'_>,
    device: &str,
    part: &SnapshotPart,
    lines: Vec<Line>,
    now_ms: i64,
    wall: u64,
) -> Result<SnapshotPart> {
    let mut next = part.clone();
    let mut clock = clock(tx)?;
    let mut known = scope(tx, &part.scope)?;
    let mut sum = u128::from_be_bytes(part.taken_sum);
    for line in lines {
        for entry in &line.entries {
            clock.see(entry.e, wall);
        }
        for row in &line.rows {
            clock.see(row.s.span().1, wall);
            sum = sum.wrapping_add(row.s.sum(&row.t, &row.r));
            next.taken_sessions += u64::from(row.t == "session" && !row.s.deleted());
        }
        next.taken_lines += 1;
        next.taken_rows += line.apply(
            &mut NotebookReplica { tx, now_ms },
            device,
            &part.scope,
            &mut known,
        )?;
    }
    next.taken_sum = sum.to_be_bytes();
    keep_clock(tx, &clock)?;
    keep_scope(tx, &part.scope, known)?;
    tx.put_snapshot_part(&next)?;
    Ok(next)
}

/// What is not a line.
struct Garbled;

/// The lines of a part.
struct Lines<R> {
    text: BufReader<R>,
}

impl<R: std::io::Read> Lines<R> {
    fn next(&mut self) -> Option<std::result::Result<Line, Garbled>> {
        let mut line = Vec::new();
        let most = LINE_MAX as u64 + 1;
        match self.text.by_ref().take(most).read_until(b'\n', &mut line) {
            Err(_) => Some(Err(Garbled)),
            Ok(0) => None,
            Ok(_) => {
                let text = line.strip_suffix(b"\n");
                Some(text.and_then(Line::read).ok_or(Garbled))
            }
        }
    }
}
