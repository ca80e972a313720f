//! Failed tries, counted across restarts, and the wait they impose.
//!
//! It slows down somebody at the keyboard. It does not stop a copy of the disk: the cost of the
//! derivation and the keyring's half do. Nothing is ever deleted because of failures, and a disk
//! that cannot keep the count does not lock anybody out.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::files;

const FILE: &str = "attempts.json";
/// Seconds to wait after the first, second… failure; the last for all that follow.
const DELAYS: [u32; 6] = [0, 0, 1, 5, 30, 300];

#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct Count {
    failures: u32,
    /// Unix time of the last one, milliseconds.
    last_ms: i64,
}

pub(super) struct Attempts {
    path: PathBuf,
}

impl Attempts {
    pub(super) fn beside(folder: &Path) -> Self {
        Self {
            path: folder.join(FILE),
        }
    }

    fn count(&self) -> Count {
        let read = std::fs::read(&self.path).unwrap_or_default();
        serde_json::from_slice(&read).unwrap_or_default()
    }

    fn keep(&self, count: Count) {
        let written = serde_json::to_vec(&count)
            .map_err(Error::from)
            .and_then(|bytes| files::write_whole(&self.path, &bytes));
        if let Err(error) = written {
            tracing::warn!(%error, "the count of tries was not kept");
        }
    }

    /// Seconds left before a try is looked at.
    pub(super) fn wait(&self, now_ms: i64) -> u32 {
        let mut count = self.count();
        let Some(last) = count.failures.checked_sub(1) else {
            return 0;
        };
        let delay = DELAYS[DELAYS.len().min(last as usize + 1) - 1];
        if now_ms < count.last_ms {
            // The clock went back: the wait starts now, or a wrong clock could lock for years.
            count.last_ms = now_ms;
            self.keep(count);
        }
        let left_ms = i64::from(delay) * 1000 - (now_ms - count.last_ms);
        u32::try_from((left_ms.max(0) + 999) / 1000).unwrap_or(delay)
    }

    /// Counts a try before it is made, so that killing the program in between earns nothing.
    pub(super) fn begin(&self, now_ms: i64) -> Result<()> {
        let seconds = self.wait(now_ms);
        if seconds > 0 {
            return Err(Error::Wait { seconds });
        }
        self.keep(Count {
            failures: self.count().failures.saturating_add(1),
            last_ms: now_ms,
        });
        Ok(())
    }

    pub(super) fn reset(&self) {
        if let Err(error) = files::remove(&self.path) {
            tracing::warn!(%error, "the count of tries was not reset");
        }
    }
}
