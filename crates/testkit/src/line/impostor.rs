//! Those who answer in place of the server: a portal that speaks plain HTTP, and a box that
//! speaks TLS in the name of an authority nobody knows.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// What an impostor says to any request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saying {
    /// 302 to a page of the place.
    Redirect,
    /// 200 and a page of the place.
    Page,
}

impl Saying {
    fn bytes(self) -> Vec<u8> {
        let page = "<!doctype html><title>Bienvenue</title><p>Acceptez les conditions.</p>";
        let first = match self {
            Self::Redirect => "302 Found\r\nLocation: http://portail.example.org/",
            Self::Page => "200 OK",
        };
        format!(
            "HTTP/1.1 {first}\r\nContent-Type: text/html; charset=utf-8\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{page}",
            page.len()
        )
        .into_bytes()
    }
}

/// An impostor at work, until dropped.
#[derive(Debug)]
pub struct Impostor {
    address: SocketAddr,
    authority: Option<Vec<u8>>,
    ended: Arc<AtomicBool>,
}

impl Impostor {
    /// A captive portal: plain HTTP, whatever the caller wanted to speak.
    ///
    /// # Errors
    /// When the system gives no port or no thread.
    pub fn portal(saying: Saying) -> io::Result<Self> {
        Self::start(None, move |mut stream| {
            converse(&mut stream, saying)?;
            leave(&mut stream)
        })
    }

    /// An inspecting box: TLS in the server's own name (`127.0.0.1`, `localhost`), signed by an
    /// authority made up for the occasion.
    ///
    /// # Errors
    /// When the system gives no port or no thread.
    pub fn inspector(saying: Saying) -> io::Result<Self> {
        let (config, authority) = identity().map_err(io::Error::other)?;
        Self::start(Some(authority), move |stream| {
            let connection =
                ServerConnection::new(Arc::clone(&config)).map_err(io::Error::other)?;
            let mut stream = StreamOwned::new(connection, stream);
            converse(&mut stream, saying)?;
            stream.conn.send_close_notify();
            stream.flush()?;
            leave(&mut stream.sock)
        })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The certificate (DER) of the authority of an inspector: who pins it sees a trusted server
    /// that says nothing sensible.
    #[must_use]
    pub fn authority(&self) -> Option<&[u8]> {
        self.authority.as_deref()
    }

    fn start<F>(authority: Option<Vec<u8>>, answer: F) -> io::Result<Self>
    where
        F: Fn(TcpStream) -> io::Result<()> + Send + Sync + 'static,
    {
        let listener = TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        let ended = Arc::new(AtomicBool::new(false));
        let over = Arc::clone(&ended);
        let answer = Arc::new(answer);
        thread::Builder::new()
            .name("impostor".to_owned())
            .spawn(move || {
                for stream in listener.incoming() {
                    if over.load(Ordering::SeqCst) {
                        return;
                    }
                    let Ok(stream) = stream else { continue };
                    let answer = Arc::clone(&answer);
                    thread::spawn(move || {
                        // A caller that hangs up on an impostor is right.
                        let _ = stream.set_read_timeout(Some(Duration::from_secs(10)));
                        let _ = answer(stream);
                    });
                }
            })?;
        Ok(Self {
            address,
            authority,
            ended,
        })
    }
}

impl Drop for Impostor {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for a caller.
        let _ = TcpStream::connect(self.address);
    }
}

/// Hears something, then says its piece.
fn converse(stream: &mut (impl Read + Write), saying: Saying) -> io::Result<()> {
    if stream.read(&mut [0; 4096])? > 0 {
        stream.write_all(&saying.bytes())?;
    }
    stream.flush()
}

/// Waits for the caller to leave: closing on one who is still talking takes back what was said.
fn leave(stream: &mut TcpStream) -> io::Result<()> {
    stream.shutdown(Shutdown::Write)?;
    while stream.read(&mut [0; 4096])? > 0 {}
    Ok(())
}

fn identity() -> Result<(Arc<ServerConfig>, Vec<u8>), Box<dyn std::error::Error + Send + Sync>> {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    params
        .distinguished_name
        .push(DnType::CommonName, "Inspection");
    let key = KeyPair::generate()?;
    let authority = params.self_signed(&key)?.der().clone();
    let issuer = Issuer::new(params, key);

    let names = ["127.0.0.1".to_owned(), "localhost".to_owned()];
    let key = KeyPair::generate()?;
    let certificate = CertificateParams::new(names)?
        .signed_by(&key, &issuer)?
        .der()
        .clone();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate, authority.clone()],
            PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der())),
        )?;
    Ok((Arc::new(config), authority.to_vec()))
}
