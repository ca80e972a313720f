//! Real TLS servers on loopback, each told exactly what to say.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

pub type Tls = StreamOwned<ServerConnection, TcpStream>;

/// Years of validity of a certificate.
#[derive(Clone, Copy)]
pub struct Years(pub i32, pub i32);

pub const ALWAYS: Years = Years(2000, 2999);

/// An authority of our own.
pub struct Authority {
    pub certificate: CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    pub fn new() -> Self {
        let mut params = CertificateParams::default();
        params
            .distinguished_name
            .push(DnType::CommonName, "Autorité d'essai");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        params.not_before = date_time_ymd(ALWAYS.0, 1, 1);
        params.not_after = date_time_ymd(ALWAYS.1, 1, 1);
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap().der().clone();
        Self {
            certificate,
            issuer: Issuer::new(params, key),
        }
    }

    pub fn pin(&self) -> Option<[u8; 16]> {
        Some(escale_host::tls::fingerprint(&self.certificate))
    }

    /// A server's identity: its certificate and that of the authority.
    pub fn identity(&self, names: &[&str], years: Years) -> Identity {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut params = CertificateParams::new(names).unwrap();
        params
            .distinguished_name
            .push(DnType::CommonName, "serveur d'essai");
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.not_before = date_time_ymd(years.0, 1, 1);
        params.not_after = date_time_ymd(years.1, 1, 1);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap().der().clone();
        Identity {
            chain: vec![certificate, self.certificate.clone()],
            key: key.serialize_der(),
        }
    }
}

#[derive(Clone)]
pub struct Identity {
    pub chain: Vec<CertificateDer<'static>>,
    key: Vec<u8>,
}

/// What arrived: the head and the body of each request understood.
pub struct Server {
    pub address: SocketAddr,
    pub heard: mpsc::Receiver<(String, Vec<u8>)>,
    pub connections: Arc<AtomicUsize>,
}

impl Server {
    pub fn origin(&self) -> String {
        format!("https://{}", self.address)
    }
}

/// A server which reads each request whole, then says `answer` its own way.
pub fn serve(identity: Identity, answer: impl Fn(&mut Tls) + Send + Sync + 'static) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let config =
        ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                identity.chain,
                PrivateKeyDer::from(PrivatePkcs8KeyDer::from(identity.key)),
            )
            .unwrap();
    let config = Arc::new(config);
    let (tell, heard) = mpsc::channel();
    let answer = Arc::new(answer);
    let connections = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&connections);
    thread::spawn(move || {
        for stream in listener.incoming() {
            count.fetch_add(1, Ordering::SeqCst);
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut tls = StreamOwned::new(connection, stream.unwrap());
            let (tell, answer) = (tell.clone(), Arc::clone(&answer));
            thread::spawn(move || {
                while let Some(request) = read_request(&mut tls) {
                    let _ = tell.send(request);
                    answer(&mut tls);
                    if tls.conn.wants_write() || tls.flush().is_err() {
                        break;
                    }
                }
            });
        }
    });
    Server {
        address,
        heard,
        connections,
    }
}

fn read_request(tls: &mut Tls) -> Option<(String, Vec<u8>)> {
    let mut seen = Vec::new();
    let end = loop {
        let mut buffer = [0; 4096];
        let read = tls.read(&mut buffer).ok().filter(|read| *read > 0)?;
        seen.extend_from_slice(&buffer[..read]);
        if let Some(end) = seen.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
    };
    let head = String::from_utf8(seen[..end].to_vec()).unwrap();
    let length = head
        .lines()
        .find_map(|line| {
            line.to_ascii_lowercase()
                .strip_prefix("content-length: ")
                .map(str::to_owned)
        })
        .map_or(0, |length| length.parse::<usize>().unwrap());
    let mut body = seen[end..].to_vec();
    let mut rest = vec![0; length - body.len()];
    tls.read_exact(&mut rest).ok()?;
    body.extend_from_slice(&rest);
    Some((head, body))
}

/// Says these bytes.
pub fn say(tls: &mut Tls, bytes: &[u8]) {
    let _ = tls.write_all(bytes);
    let _ = tls.flush();
}

/// Hangs up without the farewell of TLS, as a cut line does.
pub fn hang_up(tls: &mut Tls) {
    let _ = tls.sock.shutdown(std::net::Shutdown::Both);
}
