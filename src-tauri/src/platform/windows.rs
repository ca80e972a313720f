//! Windows: error reports without the heap. Sleep is noticed on waking, by the clock that does
//! not stop. The profile's own access list keeps other people out of the data folder.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use windows_sys::Win32::System::ErrorReporting::{WER_FAULT_REPORTING_FLAG_NOHEAP, WerSetFlags};

#[allow(unsafe_code)]
pub(super) fn harden() {
    // SAFETY: takes a number, touches no memory of ours.
    let _ = unsafe { WerSetFlags(WER_FAULT_REPORTING_FLAG_NOHEAP) };
}

/// The performance counter behind `Instant` goes on during sleep on this system.
pub(super) fn uptime() -> Duration {
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}

pub(super) fn ready_for_window() {}

pub(super) fn before_sleep(_ready: impl Fn()) {}

pub(super) fn knows_other_instances() -> bool {
    true
}
