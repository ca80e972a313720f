//! Linux: no core dump, no reading by other processes of the same person, and logind's notice
//! before sleep, held back by a delay inhibitor until the notebook is locked.

use std::time::Duration;

use rustix::fs::Mode;
use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit, umask};
use rustix::time::{ClockId, clock_gettime};
use zbus::blocking::{Connection, Proxy};
use zbus::zvariant::OwnedFd;

pub(super) fn harden() {
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    let _ = setrlimit(Resource::Core, none);
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    umask(Mode::RWXG | Mode::RWXO);
}

pub(super) fn uptime() -> Duration {
    clock_gettime(ClockId::Boottime).try_into().unwrap_or_default()
}

/// With no session bus in the environment, asking for one would start one that nobody stops.
pub(super) fn knows_other_instances() -> bool {
    std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some_and(|address| !address.is_empty())
}

pub(super) fn before_sleep(ready: impl Fn()) {
    if let Err(error) = watch(ready) {
        tracing::info!(%error, "no notice before sleep on this system");
    }
}

fn watch(ready: impl Fn()) -> zbus::Result<()> {
    let logind = Proxy::new(
        &Connection::system()?,
        "org.freedesktop.login1",
        "/org/freedesktop/login1",
        "org.freedesktop.login1.Manager",
    )?;
    let mut notices = logind.receive_signal("PrepareForSleep")?;
    let mut delay = inhibit(&logind);
    while let Some(notice) = notices.next() {
        if notice.body().deserialize::<bool>()? {
            ready();
            // Closing it is the permission to sleep.
            delay = None;
        } else if delay.is_none() {
            delay = inhibit(&logind);
        }
    }
    Ok(())
}

/// Asks logind to wait for us (five seconds at most, by its default) before each sleep.
fn inhibit(logind: &Proxy<'_>) -> Option<OwnedFd> {
    logind.call("Inhibit", &("sleep", "Escale", "Locking the notebook", "delay")).ok()
}
