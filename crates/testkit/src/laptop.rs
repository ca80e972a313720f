//! A laptop: the real application over a real notebook, driven by commands as a screen drives it.
//!
//! Time is the world's, the keyring is in memory, key derivation is cheap; the rest is what
//! people run. Nothing happens in the background: an exchange takes place when the test says so.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, anyhow, bail};
use escale_app::api::Failure;
use escale_app::api::access::{AppState, Phase};
use escale_app::api::sync::{LineState, SyncReport, SyncState};
use escale_app::ports::{Clock as _, Event, Random, Screens, Transport, Vault};
use escale_app::{App, Options, Ports, command};
use escale_domain::passphrase;
use escale_host::random::SystemRandom;
use escale_host::transport::{HttpsTransport, Limits};
use escale_store::key::KeyringSecret;
use escale_store::slots::{KdfCost, Slots};
use escale_store::{Notebook, Reader, RecordRow, Tx};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::central::first_open;
use crate::clock::{LaptopClock, World};
use crate::folder;
use crate::vault::MemoryVault;

/// The passphrase of laptops in tests, long enough to stand without a keyring.
pub const PASSPHRASE: &str = "abaisser abandon abdiquer abeille abolir aborder absence absolu";

/// What screens were told, in order.
#[derive(Default)]
pub struct Told(Mutex<Vec<Event>>);

impl Told {
    /// What was told since the last time.
    pub fn take(&self) -> Vec<Event> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Screens for Told {
    fn tell(&self, event: Event) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(event);
    }
}

/// A laptop.
pub struct Laptop {
    app: Arc<App>,
    options: Options,
    ports: Ports,
    vault: Option<Arc<MemoryVault>>,
    clock: Arc<LaptopClock>,
    told: Arc<Told>,
    world: World,
    passphrase: String,
    /// Kept as long as the laptop.
    _folder: Option<TempDir>,
}

/// A replicated record as kept: table, identifier, scope, in the corbeille, canonical state.
pub type Record = (String, String, String, bool, String);

impl Laptop {
    /// A new laptop in a temporary folder, with a keyring in memory.
    ///
    /// # Errors
    /// When the system gives no folder or no thread.
    pub fn new(world: &World) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().to_owned();
        let vault = Arc::new(MemoryVault::new());
        Self::build(
            world,
            path,
            Some(vault),
            PASSPHRASE,
            KdfCost::test(),
            Some(folder),
        )
    }

    /// A laptop over a folder that stays, with no keyring: what stands there opens with the
    /// passphrase alone, wherever the folder goes.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn at(
        world: &World,
        folder: &Path,
        passphrase: &str,
        cost: KdfCost,
    ) -> anyhow::Result<Self> {
        Self::build(world, folder.to_owned(), None, passphrase, cost, None)
    }

    fn build(
        world: &World,
        path: PathBuf,
        vault: Option<Arc<MemoryVault>>,
        passphrase: &str,
        cost: KdfCost,
        folder: Option<TempDir>,
    ) -> anyhow::Result<Self> {
        first_open();
        let clock = match vault {
            Some(_) => LaptopClock::new(world),
            // What stays is for somebody to look at, here.
            None => LaptopClock::in_zone(world, *chrono::Local::now().offset()),
        };
        let clock = Arc::new(clock);
        let told = Arc::new(Told::default());
        let keyring: Arc<dyn Vault> = match &vault {
            Some(vault) => Arc::clone(vault) as _,
            None => Arc::new(escale_host::vault::NoKeyring),
        };
        let ports = Ports {
            transport: Arc::new(HttpsTransport::new(Limits::default())?),
            vault: keyring,
            clock: Arc::clone(&clock) as _,
            random: Arc::new(SystemRandom),
            screens: Arc::clone(&told) as _,
        };
        let mut options = Options::new(path, "0.0.0");
        options.cost_with_keyring = cost;
        options.cost_alone = cost;
        Ok(Self {
            app: Arc::new(App::new(options.clone(), ports.clone())),
            options,
            ports,
            vault,
            clock,
            told,
            world: world.clone(),
            passphrase: passphrase.to_owned(),
            _folder: folder,
        })
    }

    /// The same laptop with another way to the network (an impostor's, or one that watches).
    #[must_use]
    pub fn with_transport(mut self, transport: Arc<dyn Transport>) -> Self {
        self.ports.transport = transport;
        self.app = Arc::new(App::new(self.options.clone(), self.ports.clone()));
        self
    }

    /// The same laptop with another source of chance: one that can be had again.
    #[must_use]
    pub fn with_random(mut self, random: Arc<dyn Random>) -> Self {
        self.ports.random = random;
        self.app = Arc::new(App::new(self.options.clone(), self.ports.clone()));
        self
    }

    // --- commands ---------------------------------------------------------------------------

    /// A command, its failure told apart.
    ///
    /// # Errors
    /// The command's failure.
    pub fn ask(&self, name: &str, args: Value) -> Result<Value, Failure> {
        command::dispatch(&self.app, name, args)
    }

    /// A command that should succeed, with its answer.
    ///
    /// # Errors
    /// When it does not.
    pub fn get<T: DeserializeOwned>(&self, name: &str, args: impl Serialize) -> anyhow::Result<T> {
        let answer = self
            .ask(name, serde_json::to_value(args)?)
            .map_err(|failure| {
                anyhow!(
                    "{name}: {:?} {:?} {:?}",
                    failure.code,
                    failure.params,
                    failure.fields
                )
            })?;
        Ok(serde_json::from_value(answer)?)
    }

    // --- in and out -------------------------------------------------------------------------

    /// Enrols with a code.
    ///
    /// # Errors
    /// When it is refused.
    pub fn enrol(&self, code: &str, device: &str) -> anyhow::Result<AppState> {
        self.get(
            "enrol",
            json!({"code": code, "passphrase": self.passphrase, "device_name": device}),
        )
    }

    /// Unlocks with the passphrase.
    ///
    /// # Errors
    /// When it does not open.
    pub fn unlock(&self) -> anyhow::Result<AppState> {
        self.get("unlock", json!({"passphrase": self.passphrase}))
    }

    /// Locks.
    ///
    /// # Errors
    /// None that should be.
    pub fn lock(&self) -> anyhow::Result<AppState> {
        self.get("lock", ())
    }

    /// Where it stands.
    ///
    /// # Errors
    /// None that should be.
    pub fn state(&self) -> anyhow::Result<AppState> {
        self.get("app_state", ())
    }

    /// Ends the program in order and starts it again; locked.
    pub fn restart(&mut self) {
        // An answer would only say that it is locked already.
        let _ = self.lock();
        self.app = Arc::new(App::new(self.options.clone(), self.ports.clone()));
    }

    /// The same laptop after a power cut: the files as they are at this instant, the program gone
    /// without a word, started again; locked.
    ///
    /// # Errors
    /// When the files cannot be copied.
    pub fn cut_power(self) -> anyhow::Result<Self> {
        let after = tempfile::tempdir()?;
        folder::copy(&self.options.folder, after.path())?;
        let mut options = self.options.clone();
        options.folder = after.path().to_owned();
        let app = Arc::new(App::new(options.clone(), self.ports.clone()));
        let (ports, vault, clock) = (
            self.ports.clone(),
            self.vault.clone(),
            Arc::clone(&self.clock),
        );
        let (told, world, passphrase) = (
            Arc::clone(&self.told),
            self.world.clone(),
            self.passphrase.clone(),
        );
        Ok(Self {
            app,
            options,
            ports,
            vault,
            clock,
            told,
            world,
            passphrase,
            _folder: Some(after),
        })
    }

    /// A second laptop with the same disk: the files as they are now, the same keyring.
    ///
    /// # Errors
    /// When the files cannot be copied.
    pub fn clone_disk(&self) -> anyhow::Result<Self> {
        let open = matches!(self.state()?.phase, Phase::Unlocked | Phase::Held);
        self.lock()?;
        let folder = tempfile::tempdir()?;
        folder::copy(&self.options.folder, folder.path())?;
        let mut options = self.options.clone();
        options.folder = folder.path().to_owned();
        if open {
            self.unlock()?;
        }
        Ok(Self {
            app: Arc::new(App::new(options.clone(), self.ports.clone())),
            options,
            ports: self.ports.clone(),
            vault: self.vault.clone(),
            clock: Arc::clone(&self.clock),
            told: Arc::clone(&self.told),
            world: self.world.clone(),
            passphrase: self.passphrase.clone(),
            _folder: Some(folder),
        })
    }

    // --- exchange ---------------------------------------------------------------------------

    /// Waits until the next exchange is due, and carries it out. Whether one took place.
    pub fn exchange_when_due(&self) -> bool {
        self.world.pass_ms(self.app.exchange_wait_ms());
        self.app.exchange_if_due()
    }

    /// Asks for an exchange and carries it out.
    ///
    /// # Errors
    /// When the notebook is locked.
    pub fn exchange(&self) -> anyhow::Result<SyncState> {
        self.get::<SyncState>("sync_now", ())?;
        self.exchange_when_due();
        self.sync_state()
    }

    /// Asks for an exchange, then exchanges each time one is due until everything has left and
    /// come; time passes as it would.
    ///
    /// # Errors
    /// When it is not quiet after five hundred exchanges.
    pub fn exchange_until_quiet(&self) -> anyhow::Result<SyncState> {
        let mut state = self.exchange()?;
        for _ in 0..500 {
            if state.line == LineState::Online
                && state.pending == 0
                && self.app.exchange_wait_ms() > 0
            {
                return Ok(state);
            }
            self.exchange_when_due();
            state = self.sync_state()?;
        }
        bail!("never quiet: {state:?}")
    }

    /// The honest line.
    ///
    /// # Errors
    /// When the notebook is locked.
    pub fn sync_state(&self) -> anyhow::Result<SyncState> {
        self.get("sync_state", ())
    }

    /// The synchronisation screen.
    ///
    /// # Errors
    /// When the notebook is locked.
    pub fn sync_report(&self) -> anyhow::Result<SyncReport> {
        self.get("sync_report", ())
    }

    // --- what it is made of -----------------------------------------------------------------

    /// The application.
    #[must_use]
    pub fn app(&self) -> &Arc<App> {
        &self.app
    }

    /// Its clock.
    #[must_use]
    pub fn clock(&self) -> &LaptopClock {
        &self.clock
    }

    /// Its keyring in memory, if it has one.
    #[must_use]
    pub fn vault(&self) -> Option<&MemoryVault> {
        self.vault.as_deref()
    }

    /// What its screens were told.
    #[must_use]
    pub fn told(&self) -> &Told {
        &self.told
    }

    /// Its data folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.options.folder
    }

    /// Today, as this laptop believes.
    #[must_use]
    pub fn today(&self) -> String {
        self.clock.now().date_naive().to_string()
    }

    /// Looks into the notebook itself: locks, reads, and unlocks again if it was open.
    ///
    /// # Errors
    /// When it does not open.
    pub fn inspect<T>(
        &self,
        look: impl FnOnce(&Reader<'_>) -> escale_store::Result<T>,
    ) -> anyhow::Result<T> {
        self.with_notebook(|notebook| notebook.read(look))
    }

    /// Verifies the whole file: every page's authentication code, then its structure. Locks, and
    /// unlocks again if it was open.
    ///
    /// # Errors
    /// When it is damaged.
    pub fn verify(&self) -> anyhow::Result<()> {
        self.with_notebook(Notebook::verify)
    }

    /// Does to the notebook itself what another version of the program would have done: locks,
    /// writes in one transaction, and unlocks again if it was open.
    ///
    /// # Errors
    /// When it does not open, or refuses.
    pub fn alter(
        &self,
        change: impl FnOnce(&mut Tx<'_>) -> escale_store::Result<()>,
    ) -> anyhow::Result<()> {
        self.with_notebook(|notebook| notebook.commit(change))
    }

    fn with_notebook<T>(
        &self,
        act: impl FnOnce(&Notebook) -> escale_store::Result<T>,
    ) -> anyhow::Result<T> {
        let was_open = matches!(self.state()?.phase, Phase::Unlocked | Phase::Held);
        self.lock()?;
        let folder = self.options.folder.join("carnet");
        let now = self.clock.now();
        let slots = Slots::load(&folder)?;
        let secret = self
            .ports
            .vault
            .get(&format!("carnet-{}", slots.binding().db_uuid))
            .ok()
            .flatten();
        let secret = match secret {
            Some(bytes) => Some(KeyringSecret::from_bytes(bytes.as_slice().try_into()?)),
            None => None,
        };
        let key = slots.open(
            &passphrase::normalise(&self.passphrase),
            secret.as_ref(),
            now.timestamp_millis(),
        )?;
        let notebook = Notebook::open(&folder, &key, now.to_utc())?;
        let seen = act(&notebook)?;
        drop(notebook);
        if was_open {
            self.unlock().context("after looking inside")?;
        }
        Ok(seen)
    }

    /// Every replicated record, in order: two notebooks that agree answer the same.
    ///
    /// # Errors
    /// When the notebook does not open.
    pub fn records(&self) -> anyhow::Result<Vec<Record>> {
        let mut found = self.inspect(|reader| {
            let mut found = Vec::new();
            for scope in reader.scopes()? {
                reader.records(&scope.id, |row: RecordRow| {
                    found.push((row.table, row.id, row.scope, row.deleted, row.state));
                    Ok(())
                })?;
            }
            Ok(found)
        })?;
        found.sort();
        Ok(found)
    }
}

impl std::fmt::Debug for Laptop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Laptop")
            .field("folder", &self.options.folder)
            .finish_non_exhaustive()
    }
}
