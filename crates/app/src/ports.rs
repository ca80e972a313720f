//! What the application asks of the outside world. Hosts bring the adapters.
//!
//! Deliberately absent: files (the store owns its folder), threads (hosts decide when to call),
//! and anything that only one system has.

use chrono::{DateTime, FixedOffset};
use serde::Serialize;
use ts_rs::TS;
use zeroize::Zeroizing;

use crate::api::sync::SyncState;

/// A request to the central server.
#[derive(Clone)]
pub struct HttpRequest {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// Path, without personal data.
    pub path: String,
    /// Headers.
    pub headers: Vec<(String, String)>,
    /// Body as sent.
    pub body: Vec<u8>,
}

impl std::fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} {} ({} bytes)",
            self.method,
            self.path,
            self.body.len()
        )
    }
}

/// What came back.
#[derive(Clone)]
pub struct HttpResponse {
    /// Status.
    pub status: u16,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// Body as received.
    pub body: Vec<u8>,
}

impl std::fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({} bytes)", self.status, self.body.len())
    }
}

impl HttpResponse {
    /// The first header of that lower-case name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

/// Where the central server is, and how it is recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerAddress {
    /// `https://host:port`.
    pub origin: String,
    /// First 16 bytes of the SHA-256 of the authority's certificate (DER); the system's trust
    /// store decides when absent.
    pub authority: Option<[u8; 16]>,
}

/// Why a request brought no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// Nothing answers: no route, no name, refused.
    #[error("nothing answers")]
    Offline,
    /// No progress for too long.
    #[error("no progress")]
    Timeout,
    /// The certificate does not come from the expected authority.
    #[error("unexpected authority")]
    Untrusted,
    /// The answer was cut after it had begun.
    #[error("cut")]
    Cut,
    /// The answer is larger than any of ours.
    #[error("too large")]
    TooLarge,
    /// Somebody redirects elsewhere.
    #[error("redirected")]
    Redirected {
        /// Status.
        status: u16,
    },
}

/// The network. Blocking; called from a thread that may wait.
pub trait Transport: Send + Sync {
    /// Sends one request, follows nothing, interprets nothing.
    ///
    /// # Errors
    /// When no whole answer came.
    fn send(
        &self,
        server: &ServerAddress,
        request: HttpRequest,
    ) -> Result<HttpResponse, TransportError>;
}

/// Why the keyring did not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// There is none on this computer.
    #[error("no keyring")]
    Unavailable,
    /// It is locked, or said no, or took too long.
    #[error("keyring refused")]
    Refused,
}

/// The keyring of the operating system.
pub trait Vault: Send + Sync {
    /// A secret, or nothing when it holds none of that name.
    ///
    /// # Errors
    /// When it cannot be asked.
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError>;

    /// Keeps a secret.
    ///
    /// # Errors
    /// When it cannot be kept.
    fn set(&self, name: &str, secret: &[u8]) -> Result<(), VaultError>;

    /// Forgets a secret.
    ///
    /// # Errors
    /// When it cannot be asked.
    fn remove(&self, name: &str) -> Result<(), VaultError>;
}

/// Time.
pub trait Clock: Send + Sync {
    /// Wall clock with the local offset.
    fn now(&self) -> DateTime<FixedOffset>;

    /// Milliseconds of a clock that never goes back.
    fn monotonic_ms(&self) -> u64;
}

/// Randomness for keys, identifiers and jitter.
pub trait Random: Send + Sync {
    /// Fills `bytes`.
    fn fill(&self, bytes: &mut [u8]);
}

/// Something the screens should know without having asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// What those tags name has changed.
    Changed {
        /// Tags.
        tags: Vec<String>,
    },
    /// The state of the exchange has changed.
    Sync {
        /// The state.
        state: SyncState,
    },
    /// The notebook was locked.
    Locked,
}

/// The screens.
pub trait Screens: Send + Sync {
    /// Tells them.
    fn tell(&self, event: Event);
}
