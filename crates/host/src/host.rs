//! The app, running: its ports plugged into the computer, its exchanges with the server going on
//! beside the screens.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use escale_app::api::Failure;
use escale_app::ports::{Screens, Vault};
use escale_app::{App, Options, Ports, command};
use serde_json::Value;

use crate::background::{Background, Bell, Exchange};
use crate::clock::SystemClock;
use crate::network;
use crate::random::SystemRandom;
use crate::reactor::Reactor;
use crate::transport::{HttpsTransport, Limits};
use crate::vault::{Keyring, NoKeyring};

/// How a host wants the app.
#[derive(Debug, Clone)]
pub struct HostOptions {
    /// The app's own options.
    pub app: Options,
    /// The service name of the keyring's entries; none to do without a keyring.
    pub keyring: Option<String>,
}

/// The app and what keeps it exchanging. Dropping it ends the exchanges without waiting for the
/// one under way, and leaves the notebook as it is: lock it first.
pub struct Host {
    app: Arc<App>,
    bell: Bell,
    _background: Background,
    _reactor: Arc<Reactor>,
}

/// Opens the app on this computer and starts its exchanges.
///
/// # Errors
/// When the system gives no thread.
pub fn open(options: HostOptions, screens: Arc<dyn Screens>) -> io::Result<Host> {
    let reactor = Arc::new(Reactor::start()?);
    let vault: Arc<dyn Vault> = match options.keyring {
        Some(service) => Arc::new(Keyring::new(service)),
        None => Arc::new(NoKeyring),
    };
    let ports = Ports {
        transport: Arc::new(HttpsTransport::on(Arc::clone(&reactor), Limits::default())),
        vault,
        clock: Arc::new(SystemClock::new()),
        random: Arc::new(SystemRandom),
        screens,
    };
    let app = Arc::new(App::new(options.app, ports));
    let bell = Bell::default();
    let background = Background::spawn(Arc::new(Exchanges(Arc::clone(&app))), bell.clone())?;
    // The app holds the transport, which holds the reactor, which holds this.
    let (told, rung) = (Arc::downgrade(&app), bell.clone());
    network::watch(&reactor, move || {
        if let Some(app) = told.upgrade() {
            app.network_changed();
            rung.ring();
        }
    });
    Ok(Host {
        app,
        bell,
        _background: background,
        _reactor: reactor,
    })
}

impl Host {
    /// The app.
    #[must_use]
    pub fn app(&self) -> &Arc<App> {
        &self.app
    }

    /// Carries out a command of the screens. Blocking.
    ///
    /// # Errors
    /// A [`Failure`], as the screens understand them.
    pub fn command(&self, name: &str, args: Value) -> Result<Value, Failure> {
        let answer = command::dispatch(&self.app, name, args);
        self.look_again();
        answer
    }

    /// Has the plan of exchanges looked at again: whatever is done on the app directly may have
    /// brought the next one forward.
    pub fn look_again(&self) {
        self.bell.ring();
    }
}

impl std::fmt::Debug for Host {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Host").finish_non_exhaustive()
    }
}

/// The app's exchanges, as the background thread sees them.
struct Exchanges(Arc<App>);

impl Exchange for Exchanges {
    fn due(&self) -> Duration {
        Duration::from_millis(self.0.exchange_wait_ms())
    }

    fn once(&self) {
        self.0.exchange_if_due();
        self.0.keep_copy_if_due();
    }
}
