//! Starting and stopping a server, alone in a process or inside a test.

use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use escale_sync::enrolment;
use hyper_util::rt::TokioTimer;
use tokio::task::JoinHandle;

use crate::backup::{self, Backups, schedule};
use crate::http::{App, router, watch};
use crate::limit::Limits;
use crate::metrics::Metrics;
use crate::store::marks::BackupLine;
use crate::store::postgres::Database;
use crate::store::{Paths, Store, meta};
use crate::tls::{self, Authority, Certificates};
use crate::{Clock, Error};

/// How long requests under way may take when the server stops.
const GRACE: Duration = Duration::from_secs(10);
/// How long a caller may take to send its headers.
const HEADERS: Duration = Duration::from_secs(15);

/// What a server needs to know.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Data folder, made when missing.
    pub data: PathBuf,
    /// File of the database's key; beside the folder (`DATA.key`) when absent.
    pub key: Option<PathBuf>,
    /// The PostgreSQL that keeps the notebook; a file of the folder when absent.
    pub database: Option<Database>,
    /// Witness file, which must not be restored with the folder; `DATA.witness` when absent.
    pub witness: Option<PathBuf>,
    /// Where to listen; port 0 lets the system choose.
    pub listen: SocketAddr,
    /// Host names and addresses laptops use, for our own certificates.
    pub names: Vec<String>,
    /// `host:port` printed in enrolment codes; the listening address when absent.
    pub public_address: Option<String>,
    /// Where certificates come from.
    pub certificates: Certificates,
    /// What a caller may ask for.
    pub limits: Limits,
    /// Seconds suggested to laptops between two unprompted exchanges.
    pub next_poll: u64,
    /// Days without contact after which laptops lock themselves (7 to 60); 45 when absent.
    pub silent_days: Option<u32>,
    /// A log of so many operations is offered as a snapshot to laptops that have read nothing of
    /// it.
    pub snapshot_from: u64,
    /// Copies made while serving.
    pub backups: Backups,
    /// Loopback address of the page of figures; none when absent.
    pub metrics: Option<SocketAddr>,
    /// The time.
    pub clock: Clock,
}

impl Settings {
    /// The usual settings over a data folder: loopback, any port, own authority.
    #[must_use]
    pub fn new(data: impl Into<PathBuf>) -> Self {
        Self {
            data: data.into(),
            key: None,
            database: None,
            witness: None,
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            names: Vec::new(),
            public_address: None,
            certificates: Certificates::Own,
            limits: Limits::default(),
            next_poll: 300,
            silent_days: None,
            snapshot_from: escale_sync::snapshot::FROM,
            backups: Backups {
                every: 0,
                ..Backups::default()
            },
            metrics: None,
            clock: Clock::default(),
        }
    }
}

pub(crate) fn paths(data: &Path, key: Option<&PathBuf>, witness: Option<&PathBuf>) -> Paths {
    let mut paths = Paths::beside(data);
    if let Some(key) = key {
        paths.key.clone_from(key);
    }
    if let Some(witness) = witness {
        paths.witness.clone_from(witness);
    }
    paths
}

/// A running server. Dropping it stops it without waiting for requests under way;
/// [`Server::stop`] waits.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    public_address: String,
    authority: Option<(String, Vec<u8>)>,
    store: Store,
    handle: Handle<SocketAddr>,
    running: Option<JoinHandle<std::io::Result<()>>>,
    tasks: Vec<JoinHandle<()>>,
    watched: Option<SocketAddr>,
    metrics: Arc<Metrics>,
    /// Held while the folder is served.
    _lock: File,
}

/// Starts a server; it accepts connections when this returns.
///
/// # Errors
/// Anything that prevents serving: folder served by another process, key missing, address taken,
/// no TLS on an address others can reach.
pub async fn start(settings: Settings) -> Result<Server, Error> {
    let clear = matches!(settings.certificates, Certificates::Clear);
    if clear && !settings.listen.ip().is_loopback() {
        return Err(Error::Clear(settings.listen));
    }
    if let Some(address) = settings
        .metrics
        .filter(|address| !address.ip().is_loopback())
    {
        return Err(Error::Clear(address));
    }
    let mut paths = paths(
        &settings.data,
        settings.key.as_ref(),
        settings.witness.as_ref(),
    );
    paths.postgres.clone_from(&settings.database);
    let (store, lock) = tokio::task::spawn_blocking({
        let paths = paths.clone();
        move || Ok::<_, Error>((Store::open(&paths)?, lock(&paths.data)?))
    })
    .await
    .map_err(|_| Error::Stopped)??;
    begin_ledgers(&store, &paths, &settings.backups).await?;

    let listener =
        TcpListener::bind(settings.listen).map_err(Error::io(settings.listen.to_string()))?;
    listener
        .set_nonblocking(true)
        .map_err(Error::io("listener"))?;
    let address = listener.local_addr().map_err(Error::io("listener"))?;
    let public_address = settings
        .public_address
        .clone()
        .unwrap_or_else(|| address.to_string());

    let (acceptor, authority, renewal) = acceptor(&settings, address, &public_address)?;
    let (said, fingerprint) = (
        public_address.clone(),
        authority
            .as_ref()
            .map(|(fingerprint, _)| fingerprint.clone()),
    );
    let meta = store
        .write(move |book| {
            meta::set_address(book, &said, fingerprint.as_deref())?;
            meta::read(book)
        })
        .await?;

    let metrics = Arc::new(Metrics::default());
    let app = App::new(
        store.clone(),
        &meta,
        &settings.limits,
        settings.next_poll,
        (settings.snapshot_from, settings.silent_days),
        settings.clock.clone(),
        Arc::clone(&metrics),
    )?;
    let app = Arc::new(app);
    let mut tasks = Vec::from_iter(renewal);
    let watched = match settings.metrics {
        Some(address) => {
            let (address, task) = watch_on(address, &app).await?;
            tasks.push(task);
            Some(address)
        }
        None => None,
    };
    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    let handle = Handle::new();
    let running = match acceptor {
        Some(acceptor) => {
            let mut server =
                axum_server::from_tcp_rustls(listener, acceptor).map_err(Error::io("listener"))?;
            server
                .http_builder()
                .http1()
                .timer(TokioTimer::new())
                .header_read_timeout(HEADERS);
            tokio::spawn(server.handle(handle.clone()).serve(service))
        }
        None => {
            let mut server = axum_server::from_tcp(listener).map_err(Error::io("listener"))?;
            server
                .http_builder()
                .http1()
                .timer(TokioTimer::new())
                .header_read_timeout(HEADERS);
            tokio::spawn(server.handle(handle.clone()).serve(service))
        }
    };
    handle.listening().await.ok_or(Error::Stopped)?;
    if settings.backups.every > 0 {
        begin_backups(&store, &paths, &settings.backups).await?;
        tasks.push(schedule::start(
            store.clone(),
            paths.clone(),
            settings.backups,
            settings.clock,
            Arc::clone(&metrics),
        ));
    }
    tracing::info!(%address, tls = !clear, "serving");
    Ok(Server {
        address,
        public_address,
        authority,
        store,
        handle,
        running: Some(running),
        tasks,
        watched,
        metrics,
        _lock: lock,
    })
}

/// Serves the figures, without TLS, to this machine only.
async fn watch_on(
    address: SocketAddr,
    app: &Arc<App>,
) -> Result<(SocketAddr, JoinHandle<()>), Error> {
    let listener = tokio::net::TcpListener::bind(address)
        .await
        .map_err(Error::io(address.to_string()))?;
    let address = listener.local_addr().map_err(Error::io("listener"))?;
    let service = watch(Arc::clone(app));
    let task = tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, service).await {
            tracing::error!(%error, "the figures are no longer served");
        }
    });
    Ok((address, task))
}

/// Before anybody is served: where the ledgers are written, even when this server makes no copies
/// itself.
async fn begin_ledgers(store: &Store, paths: &Paths, backups: &Backups) -> Result<(), Error> {
    crate::store::make_folder(&backups.folder(paths)).unwrap_or_else(|error| {
        tracing::error!(%error, "no folder for the copies");
    });
    let ledger = backups.ledger(paths);
    if store.read(meta::ledger).await?.as_ref() == Some(&ledger) {
        return Ok(());
    }
    store
        .write(move |book| meta::set_ledger(book, &ledger))
        .await
}

/// Before the first copy: to whom it is sealed; and what the administrator should know.
async fn begin_backups(store: &Store, paths: &Paths, backups: &Backups) -> Result<(), Error> {
    if store.read(meta::recipient).await?.is_none() {
        let first = backup::first_secret(paths)?;
        store
            .write(move |book| meta::set_recipient(book, &first.0))
            .await?;
    }
    let recovery = paths.recovery();
    if recovery.exists() {
        tracing::warn!(
            file = %recovery.display(),
            "the recovery secret is still on this machine: write it down, check it, then remove the file"
        );
    }
    if !backups.outlive(paths) {
        tracing::warn!(
            folder = %backups.folder(paths).display(),
            "copies are on the disk of the data: they do not count, and laptops keep everything"
        );
    }
    Ok(())
}

type Acceptor = (
    Option<RustlsConfig>,
    Option<(String, Vec<u8>)>,
    Option<JoinHandle<()>>,
);

fn acceptor(
    settings: &Settings,
    address: SocketAddr,
    public_address: &str,
) -> Result<Acceptor, Error> {
    match &settings.certificates {
        Certificates::Clear => Ok((None, None, None)),
        Certificates::Files { certificate, key } => {
            Ok((Some(tls::files(certificate, key)?), None, None))
        }
        Certificates::Own => {
            let authority = Authority::open(&settings.data, settings.clock.now())?;
            let said = (
                enrolment::encode(&authority.fingerprint()),
                authority.certificate().to_vec(),
            );
            let mut names = settings.names.clone();
            if !address.ip().is_unspecified() {
                names.push(address.ip().to_string());
            }
            if let Some((host, _)) = public_address.rsplit_once(':') {
                names.push(host.trim_matches(['[', ']']).to_owned());
            }
            let (acceptor, renewal) = tls::own(authority, names, &settings.clock)?;
            Ok((Some(acceptor), Some(said), Some(renewal)))
        }
    }
}

/// One server per folder: two would not share the nonces they have seen.
pub(crate) fn lock(data: &Path) -> Result<File, Error> {
    let path = data.join("serve.lock");
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(Error::io(&path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => Err(Error::Served(data.to_path_buf())),
        Err(std::fs::TryLockError::Error(error)) => Err(Error::io(path)(error)),
    }
}

impl Server {
    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// `host:port` for laptops.
    #[must_use]
    pub fn public_address(&self) -> &str {
        &self.public_address
    }

    /// Fingerprint of its own authority, as printed in enrolment codes; none behind certificates
    /// of a public authority.
    #[must_use]
    pub fn authority(&self) -> Option<&str> {
        self.authority
            .as_ref()
            .map(|(fingerprint, _)| fingerprint.as_str())
    }

    /// Certificate of its own authority, DER.
    #[must_use]
    pub fn authority_certificate(&self) -> Option<&[u8]> {
        self.authority
            .as_ref()
            .map(|(_, certificate)| certificate.as_slice())
    }

    /// Epoch of its database.
    #[must_use]
    pub fn epoch(&self) -> String {
        self.store.epoch()
    }

    /// Where the figures are served, if they are.
    #[must_use]
    pub fn watched(&self) -> Option<SocketAddr> {
        self.watched
    }

    /// Waits until a copy was tried since the start: the last made, and how many could not be.
    pub async fn copies(&self) -> (Option<BackupLine>, u64) {
        self.metrics.copies().await
    }

    /// Stops: no new book, requests under way finish (10 s at most), the journal is folded.
    ///
    /// # Errors
    /// When serving had failed.
    pub async fn stop(mut self) -> Result<(), Error> {
        self.handle.graceful_shutdown(Some(GRACE));
        for task in &self.tasks {
            task.abort();
        }
        let served = match self.running.take() {
            Some(running) => running.await.map_err(|_| Error::Stopped)?,
            None => Ok(()),
        };
        let store = self.store.clone();
        tokio::task::spawn_blocking(move || store.close())
            .await
            .map_err(|_| Error::Stopped)?;
        tracing::info!("stopped");
        served.map_err(Error::io("listener"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.handle.shutdown();
        for task in &self.tasks {
            task.abort();
        }
        // A thread that still holds the encrypted file when the process ends would crash it: the
        // cipher's library is already gone then.
        self.store.close();
    }
}
