//! One HTTPS request to the server, blocking, with every failure told apart.
//!
//! Invariants: https only, no redirect followed, no cookie kept, nothing sent before the server
//! is proved to be the right one; a request ends within [`Limits::total`]. Deliberately ignorant
//! of what is carried: whether an answer is ours is judged by the caller.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use escale_app::ports::{HttpRequest, HttpResponse, ServerAddress, Transport, TransportError};
use reqwest::{Client, Method, Url, redirect};
use tokio::time::timeout;

use crate::reactor::Reactor;
use crate::tls::{self, Fingerprint};

/// How long and how much a request may take.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// To find the server and agree on TLS.
    pub connect: Duration,
    /// Without one byte coming.
    pub stall: Duration,
    /// For everything.
    pub total: Duration,
    /// Largest answer, bytes.
    pub answer: usize,
    /// The slowest upload still worth waiting for, bytes a second. What leaves sits unseen in
    /// the system's buffers, so a large request is granted time instead of being watched.
    pub slowest: u32,
}

impl Limits {
    /// How long to wait for the head of the answer to a request of `bytes`.
    fn for_upload(&self, bytes: usize) -> Duration {
        let sending = bytes as u64 / u64::from(self.slowest.max(1));
        self.stall + Duration::from_secs(sending)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            stall: Duration::from_secs(30),
            total: Duration::from_secs(120),
            answer: 16 * 1024 * 1024,
            slowest: 8 * 1024,
        }
    }
}

/// The network as the app sees it.
#[derive(Debug)]
pub struct HttpsTransport {
    reactor: Arc<Reactor>,
    limits: Limits,
    /// A laptop has one server: its client is kept, with its open connection.
    client: Mutex<Option<Known>>,
}

#[derive(Debug)]
struct Known {
    origin: String,
    authority: Option<Fingerprint>,
    client: Client,
}

impl HttpsTransport {
    /// A transport with its own network thread.
    ///
    /// # Errors
    /// When the thread cannot be started.
    pub fn new(limits: Limits) -> std::io::Result<Self> {
        Ok(Self::on(Arc::new(Reactor::start()?), limits))
    }

    pub(crate) fn on(reactor: Arc<Reactor>, limits: Limits) -> Self {
        Self {
            reactor,
            limits,
            client: Mutex::new(None),
        }
    }

    fn client(&self, server: &ServerAddress) -> Result<Client, TransportError> {
        let mut kept = self.client.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept.as_ref()
            && known.origin == server.origin
            && known.authority == server.authority
        {
            return Ok(known.client.clone());
        }
        let client = build(server, &self.limits)?;
        *kept = Some(Known {
            origin: server.origin.clone(),
            authority: server.authority,
            client: client.clone(),
        });
        Ok(client)
    }
}

impl Transport for HttpsTransport {
    fn send(
        &self,
        server: &ServerAddress,
        request: HttpRequest,
    ) -> Result<HttpResponse, TransportError> {
        let url = address(&server.origin, &request.path)?;
        let client = self.client(server)?;
        let limits = self.limits;
        self.reactor
            .run(async move { exchange(&client, url, request, limits).await })
            .unwrap_or(Err(TransportError::Offline))
    }
}

/// The address of a request. An origin that is not plain `https://host[:port]` cannot be trusted.
fn address(origin: &str, path: &str) -> Result<Url, TransportError> {
    let base = Url::parse(origin).map_err(|_| TransportError::Untrusted)?;
    let plain = base.scheme() == "https"
        && base.username().is_empty()
        && base.password().is_none()
        && base.path() == "/"
        && base.query().is_none()
        && base.fragment().is_none();
    if !plain || !path.starts_with('/') {
        return Err(TransportError::Untrusted);
    }
    let origin = origin.trim_end_matches('/');
    Url::parse(&format!("{origin}{path}")).map_err(|_| TransportError::Untrusted)
}

fn build(server: &ServerAddress, limits: &Limits) -> Result<Client, TransportError> {
    let config = tls::client_config(server.authority).map_err(|error| {
        tracing::error!(%error, "no list of trusted authorities");
        TransportError::Untrusted
    })?;
    let mut builder = Client::builder()
        .tls_backend_preconfigured(config)
        .https_only(true)
        .http1_only()
        .redirect(redirect::Policy::none())
        .referer(false)
        .user_agent(concat!("escale/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(limits.connect)
        // A connection left open across a sleep is dead without saying so.
        .pool_idle_timeout(Duration::from_secs(15))
        .pool_max_idle_per_host(1);
    if is_loopback(&server.origin) {
        builder = builder.no_proxy();
    }
    builder.build().map_err(|error| {
        tracing::error!(%error, "the network client cannot be built");
        TransportError::Offline
    })
}

/// A proxy cannot reach our own loopback.
fn is_loopback(origin: &str) -> bool {
    let Ok(url) = Url::parse(origin) else {
        return false;
    };
    let host = url
        .host_str()
        .unwrap_or_default()
        .trim_start_matches('[')
        .trim_end_matches(']');
    host == "localhost"
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

async fn exchange(
    client: &Client,
    url: Url,
    request: HttpRequest,
    limits: Limits,
) -> Result<HttpResponse, TransportError> {
    timeout(limits.total, talk(client, url, request, limits))
        .await
        .unwrap_or(Err(TransportError::Timeout))
}

async fn talk(
    client: &Client,
    url: Url,
    request: HttpRequest,
    limits: Limits,
) -> Result<HttpResponse, TransportError> {
    let method = Method::from_bytes(request.method.as_bytes()).map_err(|_| unsendable())?;
    let patience = limits.for_upload(request.body.len());
    let mut outgoing = client.request(method, url);
    for (name, value) in &request.headers {
        outgoing = outgoing.header(name, value);
    }
    if !request.body.is_empty() {
        outgoing = outgoing.body(request.body);
    }
    let mut response = timeout(patience, outgoing.send())
        .await
        .map_err(|_| TransportError::Timeout)?
        .map_err(|error| before_answer(&error))?;

    let status = response.status().as_u16();
    if (300..400).contains(&status) {
        return Err(TransportError::Redirected { status });
    }
    if response
        .content_length()
        .is_some_and(|announced| announced > limits.answer as u64)
    {
        return Err(TransportError::TooLarge);
    }
    let headers = response
        .headers()
        .iter()
        .map(|(name, value)| {
            (
                name.as_str().to_owned(),
                String::from_utf8_lossy(value.as_bytes()).into_owned(),
            )
        })
        .collect();
    let mut body = Vec::new();
    loop {
        let chunk = timeout(limits.stall, response.chunk())
            .await
            .map_err(|_| TransportError::Timeout)?
            .map_err(|_| TransportError::Cut)?;
        let Some(chunk) = chunk else { break };
        if body.len() + chunk.len() > limits.answer {
            return Err(TransportError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(HttpResponse {
        status,
        headers,
        body,
    })
}

/// A request that no server could receive: a fault of ours, and nothing was sent.
fn unsendable() -> TransportError {
    tracing::error!("a request that cannot be built");
    TransportError::Offline
}

/// What went wrong before the head of an answer came.
fn before_answer(error: &reqwest::Error) -> TransportError {
    if error.is_connect() {
        return if about_tls(error) {
            TransportError::Untrusted
        } else {
            TransportError::Offline
        };
    }
    if error.is_builder() {
        return unsendable();
    }
    if error.is_timeout() {
        TransportError::Timeout
    } else {
        TransportError::Cut
    }
}

/// Whether TLS itself refused the peer. An `io::Error` hides its content from `source()`.
fn about_tls(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(error) = next {
        if error.is::<rustls::Error>() {
            return true;
        }
        next = match error
            .downcast_ref::<std::io::Error>()
            .and_then(std::io::Error::get_ref)
        {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    false
}
