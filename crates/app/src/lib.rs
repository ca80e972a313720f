//! Use cases: one function for each thing a person does; the list of commands; the ports.
//!
//! This room carries changes between the notebook (`store`) and the protocol (`sync`), which do
//! not know each other. It starts no thread and opens no socket: hosts do, through [`ports`].
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod access;
pub mod api;
pub mod beneficiary;
pub mod colleague;
pub mod command;
pub mod conflict;
mod copies;
pub mod corbeille;
pub mod draft;
pub mod erasure;
pub mod everywhere;
pub mod exchange;
mod failure;
pub mod followup;
pub mod guard;
pub mod handover;
mod held;
pub mod history;
pub mod import;
mod label;
pub mod leaving;
pub mod merge;
mod open;
pub mod orders;
pub mod outline;
pub mod paper;
pub mod parcel;
mod pen;
pub mod people;
pub mod place;
pub mod planning;
pub mod portable;
pub mod ports;
pub mod practice;
mod projection;
mod record;
pub mod session;
pub mod sessions;
pub mod settings;
pub mod stop;
pub mod tag;
pub mod territory;
mod time;
pub mod timeline;
pub mod twins;
pub mod typescript;
mod words;
pub mod workshop;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use api::Failure;
use api::failure::FailureCode;
use escale_store::slots::KdfCost;

use crate::exchange::Line;
use crate::open::Open;
use crate::ports::{Clock, Event, Random, Screens, Transport, Vault};

/// What every use case answers.
pub type Result<T> = std::result::Result<T, Failure>;

/// How a host wants the application.
#[derive(Debug, Clone)]
pub struct Options {
    /// The person's data folder for Escale.
    pub folder: PathBuf,
    /// Version of the program.
    pub version: String,
    /// A demonstration build.
    pub demonstration: bool,
    /// Cost of a passphrase together with the keyring.
    pub cost_with_keyring: KdfCost,
    /// Cost of a passphrase alone, and of the quick code.
    pub cost_alone: KdfCost,
}

impl Options {
    /// The usual costs.
    #[must_use]
    pub fn new(folder: PathBuf, version: &str) -> Self {
        Self {
            folder,
            version: version.to_owned(),
            demonstration: false,
            cost_with_keyring: KdfCost::standard_a(),
            cost_alone: KdfCost::standard_b(),
        }
    }
}

/// The adapters a host brings.
#[derive(Clone)]
pub struct Ports {
    /// The network.
    pub transport: Arc<dyn Transport>,
    /// The keyring.
    pub vault: Arc<dyn Vault>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// The screens.
    pub screens: Arc<dyn Screens>,
}

/// The application.
pub struct App {
    options: Options,
    ports: Ports,
    open: Mutex<Option<Arc<Open>>>,
    access: Mutex<access::Access>,
    line: Mutex<Line>,
    /// One exchange at a time.
    exchanging: Mutex<()>,
    /// Day of the last copy tried since the program started.
    copied: Mutex<Option<chrono::NaiveDate>>,
}

pub(crate) fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic while holding leaves plain data behind, still consistent field by field.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl App {
    /// The application over a folder and its adapters. Touches nothing yet.
    #[must_use]
    pub fn new(options: Options, ports: Ports) -> Self {
        let line = Line::new(ports.clock.monotonic_ms(), &time::id(&ports));
        Self {
            options,
            ports,
            open: Mutex::new(None),
            access: Mutex::new(access::Access::default()),
            line: Mutex::new(line),
            exchanging: Mutex::new(()),
            copied: Mutex::new(None),
        }
    }

    /// The open notebook, for what a person does with it.
    ///
    /// # Errors
    /// `locked` when it is not open, `held` when an order or a long silence holds it.
    pub(crate) fn open(&self) -> Result<Arc<Open>> {
        let open = self.notebook()?;
        match open.held() {
            Some(_) => Err(Failure::new(FailureCode::Held)),
            None => Ok(open),
        }
    }

    /// The open notebook, held or not: for exchanges, and for what leaves it sealed.
    ///
    /// # Errors
    /// `locked` when it is not open.
    pub(crate) fn notebook(&self) -> Result<Arc<Open>> {
        held(&self.open)
            .clone()
            .ok_or_else(|| Failure::new(FailureCode::Locked))
    }

    pub(crate) fn changed(&self, tags: &[&str]) {
        self.ports.screens.tell(Event::Changed {
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        });
    }
}
