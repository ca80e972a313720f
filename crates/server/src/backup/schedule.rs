//! When the next copy is due, and the task that makes it while serving.
//!
//! At once when the last one is too old or there is none, so that a machine that is switched off
//! every night still makes copies. A failure is told, counted, and tried again soon.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;

use super::{Backups, take};
use crate::metrics::Metrics;
use crate::secret::random;
use crate::store::marks::{self, BackupLine};
use crate::store::{Paths, Store, quarantine};
use crate::{Clock, Error};

const MINUTE: u64 = 60_000;
/// First wait after a failure; doubled at each further one, up to the interval.
const AGAIN: u64 = 2 * MINUTE;

/// Milliseconds until the next copy. The jitter, a tenth of the interval at most, keeps servers
/// that started together from copying together.
fn wait(now: u64, last: Option<u64>, every: u64, random: u64) -> u64 {
    match last {
        // A copy dated in the future was made by a clock that was wrong.
        Some(last) if last <= now && now - last < every => {
            last + every - now + random % (every / 10 + 1)
        }
        _ => 0,
    }
}

/// Milliseconds until the next try after that many failures in a row.
fn again(failures: u32, every: u64) -> u64 {
    AGAIN
        .saturating_mul(1 << failures.saturating_sub(1).min(16))
        .min(every)
        .max(MINUTE)
}

/// Makes copies until aborted.
pub(crate) fn start(
    store: Store,
    paths: Paths,
    backups: Backups,
    clock: Clock,
    metrics: Arc<Metrics>,
) -> JoinHandle<()> {
    tokio::spawn(async move {
        let every = u64::from(backups.every) * MINUTE;
        let mut failures = 0;
        loop {
            let last = store.read(marks::last).await.ok().flatten();
            let pause = if failures > 0 {
                again(failures, every)
            } else {
                let jitter = random().map(u64::from_be_bytes).unwrap_or(0);
                wait(clock.now(), last.map(|line| line.taken), every, jitter)
            };
            tokio::time::sleep(Duration::from_millis(pause)).await;
            match once(&store, &paths, &backups, clock.now()).await {
                Ok(line) => {
                    failures = 0;
                    tracing::info!(
                        file = line.file,
                        operations = line.operations,
                        bytes = line.bytes,
                        durable = line.durable,
                        "copy made and proved"
                    );
                    metrics.copied(line);
                }
                Err(error) => {
                    failures += 1;
                    tracing::error!(%error, failures, "no copy could be made");
                    metrics.not_copied();
                }
            }
        }
    })
}

async fn once(
    store: &Store,
    paths: &Paths,
    backups: &Backups,
    now: u64,
) -> Result<BackupLine, Error> {
    let (paths, backups) = (paths.clone(), backups.clone());
    let taken = store
        .read(move |book| take(book, &paths, &backups, now))
        .await?;
    store
        .write(move |book| {
            let durable = marks::publish(book, &taken.facts, &taken.line)?;
            quarantine::forget(book, now)?;
            Ok(BackupLine {
                durable,
                ..taken.line
            })
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_due_at_once_when_the_last_is_too_old_missing_or_of_the_future() {
        let hour = 60 * MINUTE;
        assert_eq!(wait(hour, None, hour, 7), 0);
        assert_eq!(wait(3 * hour, Some(hour), hour, 7), 0);
        assert_eq!(wait(2 * hour, Some(hour), hour, 7), 0);
        assert_eq!(wait(hour, Some(2 * hour), hour, 7), 0);
        assert_eq!(wait(hour + 1, Some(hour), hour, 0), hour - 1);
        let latest = (0..1000).map(|random| wait(hour, Some(hour), hour, random * 7919));
        assert!(latest.max().unwrap() <= hour + hour / 10);
    }

    #[test]
    fn after_a_failure_it_tries_again_soon_then_at_its_pace() {
        let hour = 60 * MINUTE;
        assert_eq!(again(1, hour), 2 * MINUTE);
        assert_eq!(again(2, hour), 4 * MINUTE);
        assert_eq!(again(40, hour), hour);
        assert_eq!(again(1, 1), MINUTE);
    }
}
