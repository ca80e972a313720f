//! A server in this process and laptops that talk to it over real TLS, with real signatures.
#![allow(dead_code, unreachable_pub, unused_imports)]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use ed25519_dalek::SigningKey;
use escale_server::{Admin, Clock, Database, Limits, NewCode, Server, Settings};
use escale_sync::enrolment::EnrolmentCode;
use escale_sync::op::Chain;
use escale_sync::wire::EnrolAnswer;

#[cfg(unix)]
pub mod cluster;
mod laptop;

pub use laptop::{Draft, Laptop, Reply, anonymous};

/// The whole story runs twice: each file of tests on its own is on a file, and included by
/// `on_postgres` it is on a real PostgreSQL.
pub const POSTGRES: bool = matches!(env!("CARGO_CRATE_NAME").as_bytes(), b"on_postgres");

/// Noon, the first of January 2026.
pub const NOON: u64 = 1_767_268_800_000;

pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).unwrap();
    bytes
}

/// A folder, a clock moved by hand, a server.
pub struct Bench {
    folder: tempfile::TempDir,
    data: PathBuf,
    time: Arc<AtomicU64>,
    pub limits: Limits,
    server: Option<Server>,
    certificate: Vec<u8>,
    #[cfg(unix)]
    pub base: Option<cluster::Base>,
    /// The database, when it is another bench's.
    pub url: Option<String>,
    /// A server in a process of its own, without TLS, in the place of ours.
    pub remote: Option<std::net::SocketAddr>,
}

impl Bench {
    pub async fn start() -> Self {
        Self::with(Limits {
            requests_per_hour: 1_000_000,
            bytes_per_hour: u32::MAX,
            enrolments_per_hour: 1000,
        })
        .await
    }

    pub async fn with(limits: Limits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut bench = Self {
            data: folder.path().join("data"),
            folder,
            time: Arc::new(AtomicU64::new(NOON)),
            limits,
            server: None,
            certificate: Vec::new(),
            #[cfg(unix)]
            base: POSTGRES.then(|| cluster::Cluster::shared().database()),
            url: None,
            remote: None,
        };
        bench.restart().await;
        bench
    }

    /// A server on that PostgreSQL.
    pub async fn on(url: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut bench = Self {
            data: folder.path().join("data"),
            folder,
            time: Arc::new(AtomicU64::new(NOON)),
            limits: Limits {
                requests_per_hour: 1_000_000,
                bytes_per_hour: u32::MAX,
                enrolments_per_hour: 1000,
            },
            server: None,
            certificate: Vec::new(),
            #[cfg(unix)]
            base: None,
            url: Some(url.to_owned()),
            remote: None,
        };
        bench.restart().await;
        bench
    }

    pub fn data(&self) -> PathBuf {
        self.data.clone()
    }

    /// Serves another data folder from now on.
    pub async fn move_to(&mut self, data: &Path) {
        self.data = data.to_path_buf();
        self.restart().await;
    }

    /// Changes the database behind the server's back.
    pub fn alter(&self, sql: &str) {
        let key = std::fs::read_to_string(self.data.with_file_name("data.key")).unwrap();
        let connection = rusqlite::Connection::open(self.data.join("escale.db")).unwrap();
        connection
            .execute_batch(&format!("PRAGMA key = \"x'{}'\"; {sql};", key.trim()))
            .unwrap();
    }

    pub fn settings(&self) -> Settings {
        Settings {
            limits: self.limits.clone(),
            clock: self.clock(),
            database: self.database(),
            ..Settings::new(self.data())
        }
    }

    /// The PostgreSQL behind, if it is one.
    pub fn database(&self) -> Option<Database> {
        if let Some(url) = &self.url {
            return Some(Database::new(url, None));
        }
        #[cfg(unix)]
        return self
            .base
            .as_ref()
            .map(|base| Database::new(&base.url(), None));
        #[cfg(not(unix))]
        None
    }

    pub fn clock(&self) -> Clock {
        let time = Arc::clone(&self.time);
        Clock::new(move || time.load(Ordering::SeqCst))
    }

    pub fn now(&self) -> u64 {
        self.time.load(Ordering::SeqCst)
    }

    pub fn pass(&self, minutes: u64) {
        self.time.fetch_add(minutes * 60_000, Ordering::SeqCst);
    }

    pub async fn stop(&mut self) {
        if let Some(server) = self.server.take() {
            server.stop().await.unwrap();
        }
    }

    pub async fn restart(&mut self) {
        self.restart_with(|_| ()).await;
    }

    /// Starts again with other settings.
    pub async fn restart_with(&mut self, change: impl FnOnce(&mut Settings)) {
        self.stop().await;
        let mut settings = self.settings();
        change(&mut settings);
        let server = escale_server::start(settings).await.unwrap();
        self.certificate = server.authority_certificate().unwrap().to_vec();
        self.server = Some(server);
    }

    pub fn server(&self) -> &Server {
        self.server.as_ref().unwrap()
    }

    pub fn url(&self, path: &str) -> String {
        if let Some(remote) = self.remote {
            return format!("http://{remote}{path}");
        }
        format!("https://{}{path}", self.server().address())
    }

    pub fn admin(&self) -> Admin {
        let database = self.database();
        Admin::open_on(&self.data(), None, None, database.as_ref(), self.clock()).unwrap()
    }

    /// A new team and one adviser in it: (team, adviser).
    pub fn adviser(&self) -> (String, String) {
        let mut admin = self.admin();
        let team = admin.add_team("Itinérance nord").unwrap();
        let adviser = admin.add_adviser(&team, "Camille Exemple").unwrap();
        (team, adviser)
    }

    pub fn code(&self, adviser: &str) -> EnrolmentCode {
        self.code_with(adviser, false)
    }

    pub fn code_with(&self, adviser: &str, hold: bool) -> EnrolmentCode {
        let wanted = NewCode {
            adviser: adviser.to_owned(),
            address: None,
            hours: 24,
            hold,
        };
        self.admin().new_code(&wanted).unwrap()
    }

    pub fn http(&self) -> reqwest::Client {
        let mut roots = rustls::RootCertStore::empty();
        roots.add(self.certificate.clone().into()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap()
    }

    /// A laptop that has a key and nothing else.
    pub fn new_laptop(&self) -> Laptop {
        Laptop {
            http: self.http(),
            key: SigningKey::from_bytes(&random()),
            device: String::new(),
            adviser: String::new(),
            token: String::new(),
            epoch: String::new(),
            q: 0,
            chain: Chain::default(),
        }
    }

    /// An enrolled laptop with a token.
    pub async fn laptop(&self, adviser: &str) -> Laptop {
        let code = self.code(adviser);
        let mut laptop = self.new_laptop();
        laptop.enrol(self, &code.code).await.ok::<EnrolAnswer>(201);
        laptop.authenticate(self).await;
        laptop
    }
}

/// Copies a folder, files only.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}
