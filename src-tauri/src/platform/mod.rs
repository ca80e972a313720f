//! What differs from one operating system to the next, behind one face.
//!
//! Each system's file gives the same functions: `harden` (before anything else),
//! `ready_for_window` (what the system's web view must be told before there is one), `uptime`
//! (time since some moment, the time asleep included), `before_sleep` (calls back while the system
//! waits for us to be ready to sleep) and `knows_other_instances`. Nothing here knows of notebooks.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(windows)]
mod windows;

#[cfg(target_os = "linux")]
use linux as here;
#[cfg(target_os = "macos")]
use macos as here;
#[cfg(windows)]
use windows as here;

use std::time::Duration;

/// Keeps the process's memory out of crash dumps and its files out of other people's sight.
/// To be called first, while there is one thread. A refusal is not fatal: the notebook is
/// encrypted on disk all the same.
pub(crate) fn harden() {
    here::harden();
}

/// Tells the system's web view how to work here. To be called while there is one thread.
pub(crate) fn ready_for_window() {
    here::ready_for_window();
}

/// Time since some fixed moment, counting the time the computer slept.
pub(crate) fn uptime() -> Duration {
    here::uptime()
}

/// Calls `ready` each time the computer is about to sleep, and returns from the notice only
/// when it has ended. Blocks for ever where the system gives such notice, and returns at once
/// where it does not: the caller also watches [`uptime`].
pub(crate) fn before_sleep(ready: impl Fn()) {
    here::before_sleep(ready);
}

/// Can another copy of the program be reached without risk of waiting?
pub(crate) fn knows_other_instances() -> bool {
    here::knows_other_instances()
}
