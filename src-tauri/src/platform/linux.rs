//! Linux: no core dump, no reading by other processes of the same person, and logind's notice
//! before sleep, held back by a delay inhibitor until the notebook is locked.

use std::time::Duration;

use rustix::fs::Mode;
use rustix::process::{
    DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit, umask,
};
use rustix::time::{ClockId, clock_gettime};
use zbus::blocking::{Connection, Proxy};
use zbus::zvariant::OwnedFd;

pub(super) fn harden() {
    let none = Rlimit {
        current: Some(0),
        maximum: Some(0),
    };
    let _ = setrlimit(Resource::Core, none);
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    umask(Mode::RWXG | Mode::RWXO);
}

/// The web view paints the pages with the processor: a page of forms is drawn sooner than the
/// programs of a graphics chip are made ready, and old chips and their drivers are left alone
/// (docs/adr/0017). Whoever sets the variable decides.
#[allow(unsafe_code)]
pub(super) fn ready_for_window() {
    const PAINTING: &str = "WEBKIT_SKIA_ENABLE_CPU_RENDERING";
    if std::env::var_os(PAINTING).is_none() {
        // SAFETY: called in `main` before anything else has a thread.
        unsafe { std::env::set_var(PAINTING, "1") };
    }
}

pub(super) fn uptime() -> Duration {
    clock_gettime(ClockId::Boottime)
        .try_into()
        .unwrap_or_default()
}

/// With no session bus in the environment, asking for one would start one that nobody stops.
pub(super) fn knows_other_instances() -> bool {
    std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some_and(|address| !address.is_empty())
}

pub(super) fn before_sleep(ready: impl Fn()) {
    if let Err(error) = Connection::system().and_then(|bus| watch(&bus, ready)) {
        tracing::info!(%error, "no notice before sleep on this system");
    }
}

fn watch(bus: &Connection, ready: impl Fn()) -> zbus::Result<()> {
    let logind = Proxy::new(
        bus,
        "org.freedesktop.login1",
        "/org/freedesktop/login1",
        "org.freedesktop.login1.Manager",
    )?;
    let notices = logind.receive_signal("PrepareForSleep")?;
    let mut delay = inhibit(&logind);
    for notice in notices {
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
    logind
        .call(
            "Inhibit",
            &("sleep", "Escale", "Locking the notebook", "delay"),
        )
        .ok()
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead as _, BufReader, Read as _};
    use std::os::fd::OwnedFd as Handle;
    use std::os::unix::net::UnixStream;
    use std::process::{Child, Command, Stdio};
    use std::sync::mpsc::{Sender, channel};
    use std::time::Duration;

    use zbus::blocking::connection::Builder;

    use super::*;

    const PATIENCE: Duration = Duration::from_secs(30);

    /// A logind whose sleep the test decides. Each inhibitor it gives is the end of a wire that
    /// the test holds by the other end.
    struct Logind {
        given: Sender<UnixStream>,
    }

    #[zbus::interface(name = "org.freedesktop.login1.Manager")]
    impl Logind {
        fn inhibit(&self, what: &str, _who: &str, _why: &str, mode: &str) -> OwnedFd {
            assert_eq!((what, mode), ("sleep", "delay"));
            let (ours, theirs) = UnixStream::pair().unwrap();
            ours.set_read_timeout(Some(PATIENCE)).unwrap();
            self.given.send(ours).unwrap();
            Handle::from(theirs).into()
        }
    }

    struct Bus(Child);

    impl Drop for Bus {
        fn drop(&mut self) {
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }

    fn bus() -> (Bus, String) {
        let mut daemon = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--print-address=1"])
            .stdout(Stdio::piped())
            .spawn()
            .expect("dbus-daemon is there: `make setup` installs it");
        let mut address = String::new();
        BufReader::new(daemon.stdout.take().unwrap())
            .read_line(&mut address)
            .unwrap();
        (Bus(daemon), address.trim().to_owned())
    }

    #[test]
    fn the_computer_sleeps_only_once_the_notebook_is_locked() {
        let (_bus, address) = bus();
        let (given, inhibitors) = channel();
        let logind = Builder::address(address.as_str())
            .unwrap()
            .name("org.freedesktop.login1")
            .unwrap()
            .serve_at("/org/freedesktop/login1", Logind { given })
            .unwrap()
            .build()
            .unwrap();
        let announce = |sleeping: bool| {
            let (path, interface) = ("/org/freedesktop/login1", "org.freedesktop.login1.Manager");
            logind
                .emit_signal(None::<&str>, path, interface, "PrepareForSleep", &sleeping)
                .unwrap();
        };
        let (lock, locked) = channel();
        let ours = Builder::address(address.as_str()).unwrap().build().unwrap();
        std::thread::spawn(move || watch(&ours, || lock.send(()).unwrap()));

        for _ in 0..2 {
            let mut inhibitor = inhibitors.recv_timeout(PATIENCE).unwrap();
            announce(true);
            assert_eq!(
                inhibitor.read(&mut [0]).unwrap(),
                0,
                "the inhibitor is given back"
            );
            assert!(locked.try_recv().is_ok(), "locked before that");
            announce(false);
        }
    }
}
