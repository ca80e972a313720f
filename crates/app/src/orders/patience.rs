//! How long nothing was heard, and how long something waits: the count of `sync::silence`, looked
//! at now and then, kept in the notebook once an hour.

use escale_store::{Reader, Tx};
use escale_sync::silence::Silence;

use super::Held;
use crate::open::Open;
use crate::{App, Failure, Result, time};

const KEY: &str = "silence";
/// A count is kept when it has moved by this much: a quiet poll writes nothing.
const KEPT_EVERY_MS: u64 = 3_600_000;

/// The count of an open notebook.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Patience {
    silence: Silence,
    /// As last kept in the notebook.
    kept: Silence,
    /// The steady clock at the last look of this opening.
    steady_ms: Option<u64>,
}

impl Patience {
    /// As a notebook has it.
    pub(crate) fn read(reader: &Reader<'_>) -> Result<Self> {
        let kept: Silence = reader
            .meta_text(KEY)?
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default();
        Ok(Self {
            silence: kept,
            kept,
            steady_ms: None,
        })
    }

    /// Days without contact before the lock.
    pub(crate) fn days(&self) -> u32 {
        self.silence.days
    }

    /// Days left before the lock, when that is near.
    pub(crate) fn announced(&self) -> Option<u32> {
        self.silence.announced()
    }

    /// Whole days that the oldest record has waited.
    pub(crate) fn waited_days(&self, recorded_ms: Option<i64>) -> u32 {
        self.silence
            .waited_days(recorded_ms.and_then(|ms| u64::try_from(ms).ok()))
    }

    fn due(&self) -> bool {
        let moved = |now: u64, before: u64| now.abs_diff(before) >= KEPT_EVERY_MS;
        moved(self.silence.silent_ms, self.kept.silent_ms)
            || moved(self.silence.seen_ms, self.kept.seen_ms)
            || moved(self.silence.unsent_ms, self.kept.unsent_ms)
            || self.silence.days != self.kept.days
            || self.silence.locks() != self.kept.locks()
    }

    fn keep(&mut self, tx: &mut Tx<'_>) -> Result<()> {
        tx.set_meta_text(KEY, &serde_json::to_string(&self.silence)?)?;
        self.kept = self.silence;
        Ok(())
    }
}

impl App {
    /// Time passes for an open notebook; it is held when the server was silent for too long.
    pub(crate) fn wait_patiently(&self, open: &Open, waiting: bool) {
        self.count(open, |silence, wall, steady| {
            silence.look(wall, steady, waiting);
        });
    }

    /// The server answered: what silence held is free again.
    pub(crate) fn heard(&self, open: &Open, days: Option<u32>, took: bool) {
        self.count(open, |silence, wall, steady| {
            silence.look(wall, steady, true);
            silence.heard(days);
            if took {
                silence.took();
            }
        });
        if open.held() == Some(Held::Silent) {
            open.release();
            self.changed(&["access", "sync"]);
        }
    }

    fn count(&self, open: &Open, change: impl FnOnce(&mut Silence, u64, u64)) {
        if open.practice {
            return;
        }
        let (wall, now) = (time::wall_ms(&self.ports), self.ports.clock.monotonic_ms());
        let patience = open.with_patience(|patience| {
            let steady = patience.steady_ms.map_or(0, |at| now.saturating_sub(at));
            patience.steady_ms = Some(now);
            change(&mut patience.silence, wall, steady);
            *patience
        });
        if patience.due() {
            let kept = open.notebook.commit(|tx| {
                open.with_patience(|patience| patience.keep(tx))?;
                Ok::<_, Failure>(())
            });
            if let Err(failure) = kept {
                // Counted again from the last time it was kept.
                tracing::warn!(code = ?failure.code, "the silence was not noted");
            }
        }
        if patience.silence.locks() && open.held().is_none() {
            open.hold(Held::Silent);
            tracing::warn!(days = patience.silence.days, "silent for too long: held");
            self.changed(&["access", "sync"]);
        }
    }
}
