//! What a watchman may know: counts and durations, in the text format of Prometheus. No person,
//! no device, no team: names and numbers of the program only.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::store::marks::BackupLine;

/// Upper bounds of the durations counted, milliseconds.
const BOUNDS: [u64; 10] = [5, 10, 25, 50, 100, 250, 500, 1000, 2000, 5000];

/// What is counted since the start.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    /// Answers by route and status.
    answers: Mutex<BTreeMap<(String, u16), u64>>,
    /// Durations by route: one count for each bound, one for the rest, and their sum in
    /// microseconds.
    durations: Mutex<BTreeMap<String, Durations>>,
    accepted: AtomicU64,
    quarantined: AtomicU64,
    copies: AtomicU64,
    copies_failed: AtomicU64,
    last_copy: Mutex<Option<BackupLine>>,
    /// Told at each end of a try to copy.
    tried: tokio::sync::Notify,
}

#[derive(Debug, Default, Clone)]
struct Durations {
    counts: [u64; BOUNDS.len() + 1],
    micros: u64,
}

/// What is read at the moment of asking.
#[derive(Debug, Clone, Default)]
pub(crate) struct Standing {
    /// The time, milliseconds since 1970.
    pub(crate) now: u64,
    /// Operations in the logs.
    pub(crate) operations: u64,
    /// Operations waiting for a decision.
    pub(crate) waiting: u64,
    /// Devices that may write.
    pub(crate) devices: u64,
    /// The last proved copy, this program's or the administrator's.
    pub(crate) last_copy: Option<BackupLine>,
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Metrics {
    /// A request was answered.
    pub(crate) fn answered(&self, route: &str, status: u16, took: Duration) {
        *held(&self.answers)
            .entry((route.to_owned(), status))
            .or_default() += 1;
        let mut durations = held(&self.durations);
        let of_route = durations.entry(route.to_owned()).or_default();
        let ms = took.as_millis();
        let at = BOUNDS.iter().position(|bound| ms <= u128::from(*bound));
        of_route.counts[at.unwrap_or(BOUNDS.len())] += 1;
        of_route.micros += u64::try_from(took.as_micros()).unwrap_or(0);
    }

    /// Operations were kept.
    pub(crate) fn kept(&self, accepted: u64, quarantined: u64) {
        self.accepted.fetch_add(accepted, Ordering::Relaxed);
        self.quarantined.fetch_add(quarantined, Ordering::Relaxed);
    }

    /// A copy was made and proved.
    pub(crate) fn copied(&self, line: BackupLine) {
        self.copies.fetch_add(1, Ordering::Relaxed);
        *held(&self.last_copy) = Some(line);
        self.tried.notify_waiters();
    }

    /// A copy could not be made.
    pub(crate) fn not_copied(&self) {
        self.copies_failed.fetch_add(1, Ordering::Relaxed);
        self.tried.notify_waiters();
    }

    /// Once a copy was tried since the start: the last made, and how many failed.
    pub(crate) async fn copies(&self) -> (Option<BackupLine>, u64) {
        loop {
            let tried = self.tried.notified();
            let made = held(&self.last_copy).clone();
            let failed = self.copies_failed.load(Ordering::Relaxed);
            if made.is_some() || failed > 0 {
                return (made, failed);
            }
            tried.await;
        }
    }

    /// The page.
    pub(crate) fn page(&self, standing: &Standing) -> String {
        let mut page = Page(String::new());
        page.head("escale_answers_total", "counter", "Requests answered.");
        for ((route, status), count) in held(&self.answers).iter() {
            page.line(
                "escale_answers_total",
                &format!("{{route=\"{route}\",status=\"{status}\"}}"),
                count,
            );
        }
        let name = "escale_answer_seconds";
        page.head(name, "histogram", "Time to answer.");
        for (route, durations) in held(&self.durations).iter() {
            page.durations(name, route, durations);
        }
        let count = |number: &AtomicU64| number.load(Ordering::Relaxed);
        for (name, help, value) in [
            (
                "escale_operations_accepted_total",
                "Operations put in a log.",
                count(&self.accepted),
            ),
            (
                "escale_operations_quarantined_total",
                "Operations kept apart for a decision.",
                count(&self.quarantined),
            ),
            (
                "escale_backups_total",
                "Copies made and proved.",
                count(&self.copies),
            ),
            (
                "escale_backup_failures_total",
                "Copies that could not be made.",
                count(&self.copies_failed),
            ),
        ] {
            page.head(name, "counter", help);
            page.line(name, "", value);
        }
        for (name, help, value) in [
            (
                "escale_operations",
                "Operations in the logs.",
                standing.operations,
            ),
            (
                "escale_quarantine_waiting",
                "Operations waiting for a decision.",
                standing.waiting,
            ),
            (
                "escale_devices_confirmed",
                "Devices that may write.",
                standing.devices,
            ),
        ] {
            page.head(name, "gauge", help);
            page.line(name, "", value);
        }
        // Absent before the first copy: an alert on `absent()` sees that too.
        if let Some(copy) = &standing.last_copy {
            for (name, help, value) in [
                (
                    "escale_backup_age_seconds",
                    "Age of the last proved copy.",
                    standing.now.saturating_sub(copy.taken) / 1000,
                ),
                (
                    "escale_backup_bytes",
                    "Size of the last proved copy.",
                    copy.bytes,
                ),
                (
                    "escale_backup_durable",
                    "1 when it outlives the disk of the data.",
                    u64::from(copy.durable),
                ),
            ] {
                page.head(name, "gauge", help);
                page.line(name, "", value);
            }
        }
        page.0
    }
}

struct Page(String);

impl Page {
    fn head(&mut self, name: &str, kind: &str, help: &str) {
        // Writing to a text cannot fail.
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    fn line(&mut self, name: &str, labels: &str, value: impl std::fmt::Display) {
        let _ = writeln!(self.0, "{name}{labels} {value}");
    }

    fn durations(&mut self, name: &str, route: &str, durations: &Durations) {
        let mut total = 0;
        for (at, count) in durations.counts.iter().enumerate() {
            total += count;
            let bound = BOUNDS
                .get(at)
                .map_or("+Inf".to_owned(), |ms| (*ms as f64 / 1000.0).to_string());
            self.line(
                &format!("{name}_bucket"),
                &format!("{{route=\"{route}\",le=\"{bound}\"}}"),
                total,
            );
        }
        let labels = format!("{{route=\"{route}\"}}");
        let seconds = durations.micros as f64 / 1e6;
        self.line(&format!("{name}_sum"), &labels, seconds);
        self.line(&format!("{name}_count"), &labels, total);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_what_prometheus_reads() {
        let metrics = Metrics::default();
        metrics.answered("/v1/sync", 200, Duration::from_millis(7));
        metrics.answered("/v1/sync", 200, Duration::from_secs(60));
        metrics.kept(3, 1);
        let standing = Standing {
            now: 10_000,
            last_copy: Some(BackupLine {
                taken: 4_000,
                file: "escale-CANARI.backup".into(),
                commits: 1,
                operations: 4,
                bytes: 99,
                durable: true,
            }),
            ..Standing::default()
        };
        let page = metrics.page(&standing);
        for line in [
            "escale_answers_total{route=\"/v1/sync\",status=\"200\"} 2",
            "escale_answer_seconds_bucket{route=\"/v1/sync\",le=\"0.005\"} 0",
            "escale_answer_seconds_bucket{route=\"/v1/sync\",le=\"0.01\"} 1",
            "escale_answer_seconds_bucket{route=\"/v1/sync\",le=\"5\"} 1",
            "escale_answer_seconds_bucket{route=\"/v1/sync\",le=\"+Inf\"} 2",
            "escale_answer_seconds_sum{route=\"/v1/sync\"} 60.007",
            "escale_answer_seconds_count{route=\"/v1/sync\"} 2",
            "escale_operations_accepted_total 3",
            "escale_operations_quarantined_total 1",
            "escale_backup_age_seconds 6",
            "escale_backup_durable 1",
        ] {
            assert!(page.lines().any(|found| found == line), "{line}\n{page}");
        }
        assert!(!page.contains("CANARI"));
        assert!(
            !Metrics::default()
                .page(&Standing::default())
                .contains("backup_age")
        );
    }
}
