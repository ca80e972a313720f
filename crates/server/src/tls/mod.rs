//! TLS without anybody's help: our own authority, or certificates the operator brings.
//!
//! The leaf and the authority are both sent, so that a laptop recognises the authority by the
//! fingerprint printed in its enrolment code.

mod authority;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum_server::tls_rustls::RustlsConfig;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::task::JoinHandle;

use crate::{Clock, Error};

pub(crate) use authority::Authority;

/// Where certificates come from.
#[derive(Debug, Clone, Default)]
pub enum Certificates {
    /// Our own authority, made at first start; leaves for these host names and addresses, and
    /// for this machine's loopback.
    #[default]
    Own,
    /// Files of the operator, from an authority that laptops already trust.
    Files {
        /// Certificate chain, PEM.
        certificate: PathBuf,
        /// Private key, PEM.
        key: PathBuf,
    },
    /// No TLS: loopback only, for a proxy on the same machine and for tests.
    Clear,
}

/// How long a leaf is used before another is issued.
const RENEWAL: std::time::Duration = std::time::Duration::from_secs(24 * 3600);

/// The acceptor's configuration, from our own authority; renewed every day while it runs.
pub(crate) fn own(
    authority: Authority,
    names: Vec<String>,
    clock: &Clock,
) -> Result<(RustlsConfig, JoinHandle<()>), Error> {
    let acceptor = RustlsConfig::from_config(own_config(&authority, &names, clock.now())?);
    let (renewed, clock) = (acceptor.clone(), clock.clone());
    let renewal = tokio::spawn(async move {
        loop {
            tokio::time::sleep(RENEWAL).await;
            match own_config(&authority, &names, clock.now()) {
                Ok(config) => renewed.reload_from_config(config),
                Err(error) => tracing::error!(%error, "certificate not renewed"),
            }
        }
    });
    Ok((acceptor, renewal))
}

fn own_config(
    authority: &Authority,
    names: &[String],
    now: u64,
) -> Result<Arc<ServerConfig>, Error> {
    let (chain, key) = authority.leaf(names, now)?;
    config(chain, key)
}

/// The acceptor's configuration, from the operator's files.
pub(crate) fn files(certificate: &Path, key: &Path) -> Result<RustlsConfig, Error> {
    let unreadable = |path: &Path| {
        let path = path.display().to_string();
        move |error: rustls::pki_types::pem::Error| Error::Certificate(format!("{path}: {error}"))
    };
    let chain = CertificateDer::pem_file_iter(certificate)
        .map_err(unreadable(certificate))?
        .collect::<Result<Vec<_>, _>>()
        .map_err(unreadable(certificate))?;
    let private = PrivateKeyDer::from_pem_slice(crate::secret::read(key)?.as_bytes())
        .map_err(unreadable(key))?;
    Ok(RustlsConfig::from_config(config(chain, private)?))
}

fn config(
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
) -> Result<Arc<ServerConfig>, Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}
