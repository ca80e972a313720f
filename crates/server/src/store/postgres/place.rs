//! Where a PostgreSQL is, and how it is reached: a socket of this machine, or TLS.

use std::path::{Path, PathBuf};
use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod, Runtime};
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};
use tokio_postgres::{Config, NoTls};
use zeroize::Zeroizing;

use super::tls;
use crate::Error;

/// Connections of one process.
const CONNECTIONS: usize = 24;
/// How long a job waits for a connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// Where a PostgreSQL is, as an administrator says it. Its text may hold a password.
#[derive(Clone)]
pub struct Database {
    pub(crate) url: Zeroizing<String>,
    /// The authority its certificate must come from, PEM; those of the system when absent.
    pub(crate) authority: Option<PathBuf>,
}

impl Database {
    /// From `postgres://user:password@host/name`, and the authority of its certificate.
    #[must_use]
    pub fn new(url: &str, authority: Option<PathBuf>) -> Self {
        Self {
            url: Zeroizing::new(url.trim().to_owned()),
            authority,
        }
    }

    /// From a file that only its owner may read.
    ///
    /// # Errors
    /// When it cannot be read, or others can.
    pub fn read(path: &Path, authority: Option<PathBuf>) -> Result<Self, Error> {
        Ok(Self::new(&crate::secret::read(path)?, authority))
    }

    /// Whether it is on another machine, as far as can be known.
    pub(crate) fn is_far(&self) -> bool {
        config(self).is_ok_and(|config| is_far(&config))
    }
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Database")
    }
}

fn config(database: &Database) -> Result<Config, Error> {
    // What the driver says of a malformed address may repeat its password.
    database
        .url
        .parse()
        .map_err(|_| Error::Unsafe("the address of the database cannot be read"))
}

/// Whether the way there leaves this machine.
fn is_far(config: &Config) -> bool {
    config.get_hosts().iter().any(|host| match host {
        Host::Tcp(name) => {
            name != "localhost"
                && !name
                    .parse::<std::net::IpAddr>()
                    .is_ok_and(|address| address.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => false,
    })
}

/// The connections of a process, opened as they are needed.
pub(super) fn pool(database: &Database) -> Result<Pool, Error> {
    let mut config = config(database)?;
    if is_far(&config) || database.authority.is_some() {
        config.ssl_mode(SslMode::Require);
    } else if config.get_ssl_mode() != SslMode::Require {
        config.ssl_mode(SslMode::Disable);
    }
    config
        .application_name("escale-server")
        .connect_timeout(Duration::from_secs(5))
        .tcp_user_timeout(Duration::from_secs(20))
        .target_session_attrs(TargetSessionAttrs::ReadWrite);
    let manners = ManagerConfig {
        recycling_method: RecyclingMethod::Fast,
    };
    let manager = if config.get_ssl_mode() == SslMode::Require {
        let tls = tls::Tls::new(database.authority.as_deref())?;
        Manager::from_config(config, tls, manners)
    } else {
        Manager::from_config(config, NoTls, manners)
    };
    Pool::builder(manager)
        .max_size(CONNECTIONS)
        .wait_timeout(Some(PATIENCE))
        .create_timeout(Some(PATIENCE))
        .runtime(Runtime::Tokio1)
        .build()
        .map_err(|error| Error::Postgres(error.to_string()))
}
