//! Copies of the notebook, made by themselves: a damaged disk must not cost more than a day.

use chrono::TimeDelta;
use escale_store::backup;

use crate::{App, held, time};

/// A copy is made when the latest is older than this, hours.
const EVERY_HOURS: i64 = 20;

impl App {
    /// Makes a verified, encrypted copy of the open notebook if the latest is old. Takes a second
    /// on a large notebook; records go on meanwhile. Whether one was made.
    pub fn keep_copy_if_due(&self) -> bool {
        let Ok(open) = self.notebook() else {
            return false;
        };
        if open.practice {
            return false;
        }
        let now = time::now(&self.ports);
        let latest = backup::list(&self.notebook_folder())
            .ok()
            .and_then(|copies| copies.first().map(|copy| copy.at));
        // A copy dated in the future was made by a clock that lied: it does not count.
        let fresh = latest.is_some_and(|at| at <= now && now - at < TimeDelta::hours(EVERY_HOURS));
        if fresh || *held(&self.copied) == Some(now.date_naive()) {
            return false;
        }
        // Once a day even when it fails: a full disk must not be tried again at each exchange.
        *held(&self.copied) = Some(now.date_naive());
        match open.notebook.backup(now) {
            Ok(_) => true,
            Err(error) => {
                tracing::warn!(%error, "no copy of the notebook was made");
                false
            }
        }
    }
}
