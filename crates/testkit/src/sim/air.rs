//! The line of one simulated laptop: whatever a network may do to a request, drawn from a seed.
//!
//! What gets through reaches the real server over a plain loopback connection; what does not
//! never leaves. Time passes in the simulated world only.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use escale_app::ports::{HttpRequest, HttpResponse, ServerAddress, Transport, TransportError};

use crate::clock::World;
use crate::demo::draw::Draw;

type Answer = Result<HttpResponse, TransportError>;

/// What may happen to one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It arrives and its answer comes back.
    Fair,
    /// Nothing answers.
    NoNetwork,
    /// The name of the server leads elsewhere, where nothing speaks.
    HalfOpen,
    /// It arrives; its answer is lost after the server has committed.
    AnswerLost,
    /// It arrives twice; the laptop gets the first answer.
    TwiceFirst,
    /// It arrives twice; the laptop gets the second answer.
    TwiceSecond,
    /// It arrives much later, after newer ones; the laptop had given up.
    Late,
    /// The answer is cut in the middle.
    Cut,
    /// Something is glued to the end of the answer.
    Garbage,
    /// A Wi-Fi portal answers with its page.
    Portal,
    /// A portal redirects.
    Redirect,
    /// Another box answers with a plausible problem of ours.
    Impostor,
    /// A proxy gives an answer of earlier.
    Stale,
    /// A proxy takes our headers off.
    Stripped,
    /// A box before the server fails.
    Unavailable,
    /// The traffic is inspected.
    Inspected,
    /// A slow line: large requests stall, small ones take long.
    Slow,
}

impl Fate {
    /// All of them.
    pub const ALL: [Self; 17] = [
        Self::Fair,
        Self::NoNetwork,
        Self::HalfOpen,
        Self::AnswerLost,
        Self::TwiceFirst,
        Self::TwiceSecond,
        Self::Late,
        Self::Cut,
        Self::Garbage,
        Self::Portal,
        Self::Redirect,
        Self::Impostor,
        Self::Stale,
        Self::Stripped,
        Self::Unavailable,
        Self::Inspected,
        Self::Slow,
    ];

    /// As printed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Fair => "fair",
            Self::NoNetwork => "no-network",
            Self::HalfOpen => "half-open",
            Self::AnswerLost => "answer-lost",
            Self::TwiceFirst => "twice-first",
            Self::TwiceSecond => "twice-second",
            Self::Late => "late",
            Self::Cut => "cut-answer",
            Self::Garbage => "garbage",
            Self::Portal => "portal",
            Self::Redirect => "redirect",
            Self::Impostor => "impostor",
            Self::Stale => "stale-proxy",
            Self::Stripped => "stripped",
            Self::Unavailable => "unavailable",
            Self::Inspected => "inspected",
            Self::Slow => "slow",
        }
    }
}

struct Inside {
    draw: Draw,
    weather: Vec<(Fate, usize)>,
    connection: Option<BufReader<TcpStream>>,
    late: Vec<HttpRequest>,
    /// The last whole answer to each path, for a proxy that keeps them.
    kept: BTreeMap<String, HttpResponse>,
    met: BTreeMap<Fate, u64>,
}

/// The line of one laptop.
pub struct Air {
    server: SocketAddr,
    world: World,
    inside: Mutex<Inside>,
    /// Whole answers of the server that reached the laptop.
    whole: AtomicU64,
    /// Pieces of snapshots among them.
    pieces: AtomicU64,
}

impl Air {
    /// A fair line.
    #[must_use]
    pub fn new(server: SocketAddr, world: &World, seed: u64) -> Arc<Self> {
        Arc::new(Self {
            server,
            world: world.clone(),
            inside: Mutex::new(Inside {
                draw: Draw::new(seed),
                weather: vec![(Fate::Fair, 1)],
                connection: None,
                late: Vec::new(),
                kept: BTreeMap::new(),
                met: BTreeMap::new(),
            }),
            whole: AtomicU64::new(0),
            pieces: AtomicU64::new(0),
        })
    }

    /// How often each fate meets a request, from now on.
    pub fn set(&self, weather: &[(Fate, usize)]) {
        weather.clone_into(&mut self.inside().weather);
    }

    /// The server has gone or moved: the connection is of no use any more.
    pub fn hang_up(&self) {
        self.inside().connection = None;
    }

    /// What was delayed arrives now.
    pub fn deliver_late(&self) {
        let mut inside = self.inside();
        for request in std::mem::take(&mut inside.late) {
            let _ = self.forward(&mut inside, &request);
        }
    }

    /// Whole answers of the server so far.
    #[must_use]
    pub fn whole(&self) -> u64 {
        self.whole.load(Ordering::SeqCst)
    }

    /// Pieces of snapshots that reached the laptop.
    #[must_use]
    pub fn pieces(&self) -> u64 {
        self.pieces.load(Ordering::SeqCst)
    }

    /// How often each fate was met.
    #[must_use]
    pub fn met(&self) -> BTreeMap<Fate, u64> {
        self.inside().met.clone()
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One request to the server and its answer. A connection that fails before anything was
    /// sent is made again once.
    fn forward(&self, inside: &mut Inside, request: &HttpRequest) -> Answer {
        if inside.connection.is_none() {
            let stream = TcpStream::connect(self.server).map_err(|_| TransportError::Offline)?;
            stream
                .set_nodelay(true)
                .map_err(|_| TransportError::Offline)?;
            inside.connection = Some(BufReader::new(stream));
        }
        let answer = inside
            .connection
            .as_mut()
            .and_then(|connection| exchange(connection, request).ok());
        if answer.is_none() {
            inside.connection = None;
        }
        answer.ok_or(TransportError::Cut)
    }

    fn judged(&self, inside: &mut Inside, path: &str, answer: Answer) -> Answer {
        if let Ok(response) = &answer {
            self.whole.fetch_add(1, Ordering::SeqCst);
            if response.status == 206 {
                self.pieces.fetch_add(1, Ordering::SeqCst);
            }
            if response.status == 200 {
                inside.kept.insert(path.to_owned(), response.clone());
            }
        }
        answer
    }
}

fn exchange(
    connection: &mut BufReader<TcpStream>,
    request: &HttpRequest,
) -> std::io::Result<HttpResponse> {
    let wrong = || std::io::Error::other("not an answer");
    let mut head = format!(
        "{} {} HTTP/1.1\r\nhost: escale\r\n",
        request.method, request.path
    );
    for (name, value) in &request.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str(&format!("content-length: {}\r\n\r\n", request.body.len()));
    let mut bytes = head.into_bytes();
    bytes.extend_from_slice(&request.body);
    connection.get_mut().write_all(&bytes)?;
    let mut line = String::new();
    connection.read_line(&mut line)?;
    let status = line
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .ok_or_else(wrong)?;
    let mut headers = Vec::new();
    let mut length = 0;
    loop {
        let mut line = String::new();
        if connection.read_line(&mut line)? == 0 {
            return Err(wrong());
        }
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        let (name, value) = (name.to_ascii_lowercase(), value.trim().to_owned());
        if name == "content-length" {
            length = value.parse().map_err(|_| wrong())?;
        }
        headers.push((name, value));
    }
    let mut body = vec![0; length];
    connection.read_exact(&mut body)?;
    Ok(HttpResponse {
        status,
        headers,
        body,
    })
}

fn plain_length(request: &HttpRequest) -> u64 {
    let compressed = request
        .headers
        .iter()
        .any(|(name, value)| name == "content-encoding" && value == "zstd");
    let plain = compressed
        .then(|| zstd::stream::decode_all(request.body.as_slice()).ok())
        .flatten();
    plain.map_or(request.body.len(), |plain| plain.len()) as u64
}

/// A page of somebody else's.
fn foreign(status: u16, kind: &str, body: &str) -> Answer {
    Ok(HttpResponse {
        status,
        headers: vec![("content-type".to_owned(), kind.to_owned())],
        body: body.as_bytes().to_vec(),
    })
}

impl Transport for Air {
    fn send(&self, _: &ServerAddress, request: HttpRequest) -> Answer {
        let mut guard = self.inside();
        let inside = &mut *guard;
        let weather = std::mem::take(&mut inside.weather);
        let fate = inside.draw.weighted(&weather).unwrap_or(Fate::Fair);
        inside.weather = weather;
        *inside.met.entry(fate).or_default() += 1;
        self.world.pass_ms(20 + inside.draw.any() % 400);
        // What was delayed may come just before this one.
        if !inside.late.is_empty() && inside.draw.chance(300) {
            for late in std::mem::take(&mut inside.late) {
                let _ = self.forward(inside, &late);
            }
        }
        match fate {
            Fate::Fair => {
                let answer = self.forward(inside, &request);
                self.judged(inside, &request.path, answer)
            }
            Fate::NoNetwork => Err(TransportError::Offline),
            Fate::HalfOpen => {
                self.world.pass_ms(30_000);
                Err(TransportError::Timeout)
            }
            Fate::AnswerLost => {
                let _ = self.forward(inside, &request);
                Err(TransportError::Cut)
            }
            Fate::TwiceFirst | Fate::TwiceSecond => {
                let first = self.forward(inside, &request);
                let second = self.forward(inside, &request);
                let answer = if fate == Fate::TwiceFirst {
                    first
                } else {
                    second
                };
                self.judged(inside, &request.path, answer)
            }
            Fate::Late => {
                inside.late.push(request);
                self.world.pass_ms(30_000);
                Err(TransportError::Timeout)
            }
            Fate::Cut => {
                let mut answer = self.forward(inside, &request)?;
                let keep = inside.draw.below(answer.body.len());
                answer.body.truncate(keep);
                Ok(answer)
            }
            Fate::Garbage => {
                let mut answer = self.forward(inside, &request)?;
                answer.body.extend_from_slice(b"\0<!-- proxy -->");
                Ok(answer)
            }
            Fate::Portal => foreign(200, "text/html", "<html>Bienvenue sur le Wi-Fi</html>"),
            Fate::Redirect => Err(TransportError::Redirected { status: 302 }),
            Fate::Impostor => {
                const WHAT: [(u16, &str, &str); 6] = [
                    (401, "reauth-required", "re-authenticate"),
                    (403, "device-revoked", "none"),
                    (404, "not-found", "none"),
                    (409, "epoch-changed", "adopt-epoch"),
                    (409, "device-forked", "new-device-id"),
                    (426, "client-too-old", "upgrade"),
                ];
                let (status, code, action) = WHAT[inside.draw.below(WHAT.len())];
                let body = format!(
                    r#"{{"type":"https://escale.invalid/problems/{code}","title":"t","status":{status},"action":"{action}","retryable":false,"data_safe":false,"epoch":"x","heads":{{}},"last_q":0,"durable_q":0}}"#
                );
                foreign(status, "application/problem+json", &body)
            }
            Fate::Stale => match inside.kept.get(&request.path).cloned() {
                Some(kept) => Ok(kept),
                None => foreign(511, "text/html", "<html>Connectez-vous</html>"),
            },
            Fate::Stripped => {
                let mut answer = self.forward(inside, &request)?;
                answer.headers.retain(|(name, _)| name != "sync-echo");
                Ok(answer)
            }
            Fate::Unavailable => foreign(503, "text/html", "<html>503</html>"),
            Fate::Inspected => Err(TransportError::Untrusted),
            Fate::Slow => {
                // Measured before compression: the server draws identifiers of its own, and what
                // they compress to must not change the time.
                let bytes = plain_length(&request);
                self.world.pass_ms(1_600 + bytes / 40);
                if bytes > 24_000 {
                    return Err(TransportError::Timeout);
                }
                let answer = self.forward(inside, &request);
                self.judged(inside, &request.path, answer)
            }
        }
    }
}

impl std::fmt::Debug for Air {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Air").finish_non_exhaustive()
    }
}
