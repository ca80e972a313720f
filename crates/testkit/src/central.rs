//! The real server in this process, over a temporary folder, with an operator at its desk.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::Context as _;
use escale_server::{
    Admin, Backups, Certificates, Counts, Limits, NewCode, RecoverySecret, Server, Settings,
};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::clock::World;
use crate::folder;

/// A central server. It keeps its address when it starts again.
#[derive(Debug)]
pub struct Central {
    world: World,
    folder: TempDir,
    server: Option<Server>,
    address: SocketAddr,
    runtime: Runtime,
    certificates: Certificates,
    limits: Limits,
    silent_days: Option<u32>,
    snapshot_from: u64,
}

/// A copy of the server's data folder, as a backup would have it.
#[derive(Debug)]
pub struct Copy(TempDir);

/// A copy made by the server, and what opens it.
#[derive(Debug)]
pub struct Backup {
    file: PathBuf,
    secret: RecoverySecret,
    _elsewhere: TempDir,
}

impl Backup {
    /// The file, and the paper.
    #[must_use]
    pub fn parts(&self) -> (&Path, &RecoverySecret) {
        (&self.file, &self.secret)
    }
}

/// Opens an encrypted file once before anybody else in this process: SQLite says that it is ready
/// before SQLCipher is, and of two threads that open their first file together one may fail.
pub(crate) fn first_open() {
    static DONE: OnceLock<()> = OnceLock::new();
    DONE.get_or_init(|| {
        let opened = tempfile::tempdir()
            .map_err(escale_store::Error::from)
            .and_then(|folder| {
                let identity = escale_store::Identity {
                    db_uuid: "first".to_owned(),
                };
                escale_store::Notebook::create(
                    folder.path(),
                    &escale_store::Key::generate()?,
                    &identity,
                )
                .map(drop)
            });
        if let Err(error) = opened {
            tracing::warn!(%error, "the first encrypted file could not be opened");
        }
    });
}

impl Central {
    /// A new server on a free port of loopback, with limits no test reaches.
    ///
    /// # Errors
    /// When it cannot serve.
    pub fn start(world: &World) -> anyhow::Result<Self> {
        Self::start_as(world, Certificates::Own, Self::no_limits())
    }

    /// A new server on loopback without TLS, for laptops whose line is simulated.
    ///
    /// # Errors
    /// When it cannot serve.
    pub fn start_clear(world: &World, limits: Limits) -> anyhow::Result<Self> {
        Self::start_as(world, Certificates::Clear, limits)
    }

    /// Limits no test reaches.
    #[must_use]
    pub fn no_limits() -> Limits {
        Limits {
            requests_per_hour: 1_000_000,
            bytes_per_hour: u32::MAX,
            enrolments_per_hour: 1000,
        }
    }

    fn start_as(world: &World, certificates: Certificates, limits: Limits) -> anyhow::Result<Self> {
        first_open();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()?;
        let mut central = Self {
            world: world.clone(),
            folder: tempfile::tempdir()?,
            server: None,
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            runtime,
            certificates,
            limits,
            silent_days: None,
            snapshot_from: escale_sync::snapshot::FROM,
        };
        central.serve()?;
        Ok(central)
    }

    /// Serves again what the folder holds.
    ///
    /// # Errors
    /// When it serves already, or cannot.
    pub fn serve(&mut self) -> anyhow::Result<()> {
        anyhow::ensure!(self.server.is_none(), "the server runs already");
        let settings = Settings {
            listen: self.address,
            limits: self.limits.clone(),
            certificates: self.certificates.clone(),
            silent_days: self.silent_days,
            clock: self.world.server_clock(),
            snapshot_from: self.snapshot_from,
            ..Settings::new(self.data())
        };
        let server = self.runtime.block_on(escale_server::start(settings))?;
        self.address = server.address();
        self.server = Some(server);
        Ok(())
    }

    /// Stops, in order.
    ///
    /// # Errors
    /// When serving had failed.
    pub fn stop(&mut self) -> anyhow::Result<()> {
        if let Some(server) = self.server.take() {
            self.runtime.block_on(server.stop())?;
        }
        Ok(())
    }

    /// From now on a log of so many operations is offered as a snapshot; starts again.
    ///
    /// # Errors
    /// When it cannot.
    pub fn offer_snapshots_from(&mut self, operations: u64) -> anyhow::Result<()> {
        self.snapshot_from = operations;
        self.restart()
    }

    /// Stops and serves the same data again.
    ///
    /// # Errors
    /// When it cannot.
    pub fn restart(&mut self) -> anyhow::Result<()> {
        self.stop()?;
        self.serve()
    }

    /// Serves again, with laptops that lock after that many days of silence.
    ///
    /// # Errors
    /// When it cannot.
    pub fn silent_after(&mut self, days: u32) -> anyhow::Result<()> {
        self.silent_days = Some(days);
        self.restart()
    }

    /// A copy of the data as they are now.
    ///
    /// # Errors
    /// When the server cannot be stopped, copied or started.
    pub fn copy(&mut self) -> anyhow::Result<Copy> {
        self.stop()?;
        let kept = tempfile::tempdir()?;
        folder::copy(&self.data(), kept.path())?;
        self.serve()?;
        Ok(Copy(kept))
    }

    /// Puts an earlier copy in place of the data, as after a disaster; the key and the witness,
    /// which live beside the folder, stay.
    ///
    /// # Errors
    /// When files cannot be replaced or the server not started.
    pub fn restore(&mut self, copy: &Copy) -> anyhow::Result<()> {
        self.stop()?;
        std::fs::remove_dir_all(self.data())?;
        folder::copy(copy.0.path(), &self.data())?;
        self.serve()
    }

    /// A copy made by the server itself while it runs, carried to another place with the paper
    /// that opens it.
    ///
    /// # Errors
    /// When it cannot be made or proved.
    pub fn back_up(&self) -> anyhow::Result<Backup> {
        let backups = Backups {
            copied_elsewhere: true,
            ..Backups::default()
        };
        let (path, _) = self.admin()?.backup(&backups)?;
        let elsewhere = tempfile::tempdir()?;
        let file = elsewhere.path().join("copy");
        std::fs::copy(path, &file)?;
        let paper = std::fs::read_to_string(self.folder.path().join("data.recovery"))?;
        Ok(Backup {
            file,
            secret: paper.trim().parse()?,
            _elsewhere: elsewhere,
        })
    }

    /// The machine burns, with its data, key, witness and copies; a new one is made of a copy that
    /// was elsewhere, and has the former's address.
    ///
    /// # Errors
    /// When the copy cannot be restored or the server not started.
    pub fn burn_and_restore(&mut self, backup: &Backup) -> anyhow::Result<()> {
        self.stop()?;
        // The ledger of devices is on the disk of the copies, which does not burn.
        // So is that of erasures.
        for name in ["devices.ledger", "erasures.ledger"] {
            let ledger = self.folder.path().join("data.backups").join(name);
            if ledger.exists() {
                std::fs::copy(ledger, backup.file.with_file_name(name))?;
            }
        }
        self.folder = tempfile::tempdir()?;
        escale_server::restore(&backup.file, &backup.secret, &self.data(), None, None)?;
        // The same paper opens the copies of the new machine.
        std::fs::write(
            self.folder.path().join("data.recovery"),
            backup.secret.written().as_bytes(),
        )?;
        self.serve()
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The data folder.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Everything of this server on disk: data, key, witness.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The epoch of its database.
    #[must_use]
    pub fn epoch(&self) -> String {
        self.server.as_ref().map(Server::epoch).unwrap_or_default()
    }

    /// The operator's desk.
    ///
    /// # Errors
    /// When the folder cannot be opened.
    pub fn admin(&self) -> anyhow::Result<Admin> {
        Ok(Admin::open(
            &self.data(),
            None,
            None,
            self.world.server_clock(),
        )?)
    }

    /// A new team.
    ///
    /// # Errors
    /// When the store fails.
    pub fn team(&self, name: &str) -> anyhow::Result<String> {
        Ok(self.admin()?.add_team(name)?)
    }

    /// A new adviser of a team.
    ///
    /// # Errors
    /// When the team is unknown.
    pub fn adviser(&self, team: &str, name: &str) -> anyhow::Result<String> {
        Ok(self.admin()?.add_adviser(team, name)?)
    }

    /// A one-time code for a laptop of that adviser, who reaches the server by `via`.
    ///
    /// # Errors
    /// When the adviser is unknown.
    pub fn code(&self, adviser: &str, via: SocketAddr) -> anyhow::Result<String> {
        let wanted = NewCode {
            adviser: adviser.to_owned(),
            address: Some(via.to_string()),
            hours: 24,
            hold: false,
        };
        Ok(self
            .admin()?
            .new_code(&wanted)
            .context("no code")?
            .to_string())
    }

    /// How much it holds.
    ///
    /// # Errors
    /// When the store fails.
    pub fn counts(&self) -> anyhow::Result<Counts> {
        Ok(self.admin()?.count()?)
    }

    /// Live rows of one table.
    ///
    /// # Errors
    /// When the store fails.
    pub fn rows(&self, table: &str) -> anyhow::Result<u64> {
        Ok(self.counts()?.rows.get(table).copied().unwrap_or(0))
    }
}
