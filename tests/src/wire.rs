//! The laptop's way to the network without TLS, so that what passes can be counted beside systems
//! that have none.

use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context as _, Result};
use escale_app::ports::{HttpRequest, HttpResponse, ServerAddress, Transport, TransportError};
use tokio::runtime::Runtime;

/// The client of `escale_host::transport`, without its TLS: what it puts on the line is the same.
#[derive(Debug)]
pub struct Wire {
    runtime: Runtime,
    client: reqwest::Client,
    requests: AtomicU64,
    bodies: AtomicU64,
}

impl Wire {
    /// A client that runs there.
    ///
    /// # Errors
    /// When the system gives none.
    pub fn new(runtime: Runtime) -> Result<Self> {
        // Asked for by the library, and never used here.
        let tls = escale_host::tls::client_config(Some([0; 16]))?;
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .http1_only()
            .no_proxy()
            .referer(false)
            .user_agent(concat!("escale/", env!("CARGO_PKG_VERSION")))
            .build()
            .context("an HTTP client")?;
        Ok(Self {
            runtime,
            client,
            requests: AtomicU64::new(0),
            bodies: AtomicU64::new(0),
        })
    }

    /// Requests made since the start.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.requests.load(Ordering::SeqCst)
    }

    /// Bytes of their bodies.
    #[must_use]
    pub fn bodies(&self) -> u64 {
        self.bodies.load(Ordering::SeqCst)
    }
}

impl Transport for Wire {
    fn send(
        &self,
        server: &ServerAddress,
        request: HttpRequest,
    ) -> Result<HttpResponse, TransportError> {
        self.requests.fetch_add(1, Ordering::SeqCst);
        self.bodies
            .fetch_add(request.body.len() as u64, Ordering::SeqCst);
        let origin = server.origin.replacen("https:", "http:", 1);
        let method = request
            .method
            .parse()
            .map_err(|_| TransportError::Offline)?;
        let mut outgoing = self
            .client
            .request(method, format!("{origin}{}", request.path))
            .body(request.body);
        for (name, value) in &request.headers {
            outgoing = outgoing.header(name, value);
        }
        self.runtime
            .block_on(async {
                let answer = outgoing.send().await?;
                let status = answer.status().as_u16();
                let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
                let headers = answer
                    .headers()
                    .iter()
                    .map(|(name, value)| (name.to_string(), text(value.as_bytes())));
                let headers = headers.collect();
                Ok::<_, reqwest::Error>(HttpResponse {
                    status,
                    headers,
                    body: answer.bytes().await?.to_vec(),
                })
            })
            .map_err(|_| TransportError::Offline)
    }
}
