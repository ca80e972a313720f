//! The application, as this program holds it: what the window, the watches and the end of the
//! program may do with the notebook.

use std::path::Path;
use std::sync::Arc;

use escale_app::api::Failure;
use escale_app::leaving::Opening;
use escale_app::ports::Screens;
use escale_host::host::{self, Host, HostOptions};
use serde_json::Value;

/// Under which the keyring shows our entries.
const SERVICE: &str = "Escale";

/// A handle on the application; copies are the same one.
#[derive(Clone)]
pub(crate) struct Notebook(Arc<Host>);

impl Notebook {
    /// Whether the first thing to show is the lock screen: there is a notebook, and nothing that
    /// opens it by itself.
    pub(crate) fn waits(folder: &Path) -> bool {
        escale_app::access::has_notebook(folder) && demonstrated().is_none()
    }

    /// The application over this folder, the notebook closed.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(crate) fn new(folder: &Path, screens: impl Screens + 'static) -> std::io::Result<Self> {
        let mut app = escale_app::Options::new(folder.to_owned(), env!("CARGO_PKG_VERSION"));
        app.demonstration = cfg!(feature = "demonstration");
        // The demonstration's notebooks leave nothing in the keyring of whoever looks at them.
        let keyring = demonstrated().is_none().then(|| SERVICE.to_owned());
        let options = HostOptions { app, keyring };
        let notebook = Self(Arc::new(host::open(options, Arc::new(screens))?));
        if let Some(passphrase) = demonstrated() {
            notebook.open_demonstration(&passphrase);
        }
        Ok(notebook)
    }

    /// Does what the page asks. Blocking.
    pub(crate) fn command(&self, name: &str, args: Value) -> Result<Value, Failure> {
        let answer = escale_app::command::dispatch(self.0.app(), name, args);
        self.0.look_again();
        answer
    }

    /// The opening under way.
    ///
    /// # Errors
    /// `locked`.
    pub(crate) fn opening(&self) -> Result<Opening, Failure> {
        self.0.app().opening()
    }

    /// Whether it still goes on.
    ///
    /// # Errors
    /// `locked` when it has ended.
    pub(crate) fn still(&self, opening: &Opening) -> Result<(), Failure> {
        self.0.app().still(opening)
    }

    /// Closes the notebook now; nothing when it is closed already.
    pub(crate) fn lock(&self) {
        // It has no way to fail, and nobody to tell.
        let _ = escale_app::access::lock(self.0.app(), ());
    }

    /// Closes the notebook when its person has been away for as long as its settings say.
    pub(crate) fn lock_when_idle(&self) {
        self.0.app().lock_if_idle();
    }

    fn open_demonstration(&self, passphrase: &str) {
        let opened = self.command("unlock", serde_json::json!({ "passphrase": passphrase }));
        if let Err(failure) = opened {
            tracing::warn!(code = ?failure.code, "the demonstration stays closed");
        }
    }
}

/// The passphrase that `make run` gives, so that looking at the demonstration asks for nothing.
/// Only builds made for that look at it.
fn demonstrated() -> Option<String> {
    if cfg!(feature = "demonstration") {
        std::env::var("ESCALE_DEMO_PASSPHRASE").ok()
    } else {
        None
    }
}
