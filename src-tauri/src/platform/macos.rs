//! macOS: no core dump. Sleep is noticed on waking, by the clock that does not stop.

use std::time::Duration;

use rustix::fs::Mode;
use rustix::process::{Resource, Rlimit, setrlimit, umask};
use rustix::time::{ClockId, clock_gettime};

pub(super) fn harden() {
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    let _ = setrlimit(Resource::Core, none);
    umask(Mode::RWXG | Mode::RWXO);
}

/// Unlike Linux's, this system's monotonic clock goes on during sleep.
pub(super) fn uptime() -> Duration {
    clock_gettime(ClockId::Monotonic)
        .try_into()
        .unwrap_or_default()
}

pub(super) fn ready_for_window() {}

pub(super) fn before_sleep(_ready: impl Fn()) {}

pub(super) fn knows_other_instances() -> bool {
    true
}
