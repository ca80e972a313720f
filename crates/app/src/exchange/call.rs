//! One authenticated request: token, nonce, proof, compression, judgement of the answer.

use std::cell::RefCell;
use std::io::Read as _;

use data_encoding::BASE64URL_NOPAD as B64;
use ed25519_dalek::Signer as _;
use escale_sync::client::{Answer, Verdict, judge};
use escale_sync::order::SignedOrder;
use escale_sync::wire::{Action, Problem, TokenAnswer, TokenRequest};
use escale_sync::{MEDIA_TYPE, PROTO, proof, snapshot};
use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use super::Trouble;
use crate::api::sync::LineState;
use crate::open::{Identity, Open};
use crate::ports::{HttpRequest, HttpResponse, ServerAddress, TransportError};
use crate::{App, Failure, Ports, Result, held, time};

/// Largest answer, decompressed, bytes.
const ANSWER_MAX: u64 = 16 * 1024 * 1024;
/// Requests up to this size are compressed as hard as can be: some milliseconds of work, a
/// twentieth of the bytes of a day saved. Larger ones would take tenths of a second.
const HARD_UP_TO: usize = 64 * 1024;
/// Answers smaller than this gain nothing by compression; requests likewise.
const COMPRESS_FROM: usize = 256;
/// A token is renewed this long before it expires, milliseconds.
const RENEW_MS: u64 = 60_000;

/// A token, with the moment (never-going-back clock) it must be renewed.
#[derive(Clone)]
pub(crate) struct Token {
    value: Zeroizing<String>,
    renew_at: u64,
}

/// What came of a request.
pub(crate) enum Outcome<T> {
    /// An answer, judged; and the wait it asked for, seconds.
    Judged(Verdict<T>, Option<u64>),
    /// None.
    Transport(TransportError),
}

impl<T> Outcome<T> {
    /// Whether the line let go of an exchange under way: less at once may get through. Where
    /// nothing answers at all, how much was to be sent is not to blame.
    pub(super) fn is_cut(&self) -> bool {
        matches!(
            self,
            Self::Judged(Verdict::Truncated, _)
                | Self::Transport(TransportError::Cut | TransportError::Timeout)
        )
    }

    /// What to tell of an outcome that is not an answer of ours.
    pub(super) fn trouble(&self) -> Trouble {
        Trouble::new(match self {
            Self::Judged(Verdict::Portal, _) => LineState::Portal,
            Self::Judged(Verdict::Unavailable, _) => LineState::Busy,
            Self::Judged(_, _) => LineState::Truncated,
            Self::Transport(error) => transport_state(*error),
        })
    }
}

fn transport_state(error: TransportError) -> LineState {
    match error {
        TransportError::Offline | TransportError::Timeout => LineState::Offline,
        TransportError::Untrusted => LineState::Inspected,
        TransportError::Cut => LineState::Truncated,
        TransportError::TooLarge | TransportError::Redirected { .. } => LineState::Portal,
    }
}

/// Sends a request without authentication and judges the answer (enrolment, token).
pub(crate) fn bare<Q: Serialize, T: DeserializeOwned>(
    ports: &Ports,
    server: &ServerAddress,
    path: &str,
    body: &Q,
    nonce: &str,
    whole: impl Fn(&T) -> bool,
) -> Result<Outcome<T>> {
    let headers = common_headers(nonce);
    send(
        ports,
        server,
        HttpRequest {
            method: "POST",
            path: path.to_owned(),
            headers,
            body: serde_json::to_vec(body)?,
        },
        nonce,
        whole,
    )
}

fn common_headers(nonce: &str) -> Vec<(String, String)> {
    [
        ("content-type", MEDIA_TYPE),
        ("accept", MEDIA_TYPE),
        ("accept-encoding", "zstd"),
        ("sync-nonce", nonce),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .chain([("sync-proto".to_owned(), PROTO.to_string())])
    .collect()
}

fn send<T: DeserializeOwned>(
    ports: &Ports,
    server: &ServerAddress,
    request: HttpRequest,
    nonce: &str,
    whole: impl Fn(&T) -> bool,
) -> Result<Outcome<T>> {
    let response = match ports.transport.send(server, request) {
        Ok(response) => response,
        Err(error) => return Ok(Outcome::Transport(error)),
    };
    let answer = heard(response);
    let verdict = judge(&answer, nonce, whole);
    Ok(Outcome::Judged(verdict, answer.retry_after))
}

/// An answer as it is judged.
fn heard(response: HttpResponse) -> Answer {
    Answer {
        status: response.status,
        content_type: response.header("content-type").map(str::to_owned),
        echo: response.header("sync-echo").map(str::to_owned),
        retry_after: response
            .header("retry-after")
            .and_then(|seconds| seconds.trim().parse().ok()),
        body: body_of(response),
    }
}

/// The body, decompressed; empty when it cannot be, which is then judged as cut.
fn body_of(response: HttpResponse) -> Vec<u8> {
    if response.header("content-encoding") != Some("zstd") {
        return response.body;
    }
    let mut body = Vec::new();
    let whole = zstd::stream::read::Decoder::new(response.body.as_slice())
        .and_then(|decoder| decoder.take(ANSWER_MAX).read_to_end(&mut body));
    match whole {
        Ok(_) => body,
        Err(_) => Vec::new(),
    }
}

/// The calls of one exchange.
pub(crate) struct Call<'a> {
    app: &'a App,
    identity: Identity,
    server: ServerAddress,
    /// Nonce of the last request.
    nonce: RefCell<String>,
    /// What a refusal said to do, with the nonce of the request it answered.
    told: RefCell<Option<(SignedOrder, String)>>,
}

impl<'a> Call<'a> {
    pub(crate) fn new(app: &'a App, open: &Open) -> Self {
        Self::of(app, open, open.identity())
    }

    /// The calls of another identity of this notebook.
    pub(super) fn of(app: &'a App, open: &Open, identity: Identity) -> Self {
        Self {
            app,
            identity,
            server: open.enrolment.server(),
            nonce: RefCell::default(),
            told: RefCell::default(),
        }
    }

    /// Nonce of the last request.
    pub(super) fn nonce(&self) -> String {
        self.nonce.borrow().clone()
    }

    /// What a refusal said to do, if it said something.
    pub(super) fn told(&self) -> Option<(SignedOrder, String)> {
        self.told.borrow_mut().take()
    }

    /// Keeps what a refusal says to do; whether it is an order is for `orders` to check.
    fn listen(&self, problem: &Problem) {
        let order = problem.more.get("order").cloned();
        if let Some(order) = order.and_then(|order| serde_json::from_value(order).ok()) {
            *self.told.borrow_mut() = Some((order, self.nonce()));
        }
    }

    /// The token at hand, or a new one: a challenge signed with the device's key.
    pub(super) fn token(&self) -> Result<std::result::Result<Token, Trouble>> {
        let now = self.app.ports.clock.monotonic_ms();
        if let Some(token) = held(&self.app.line)
            .token
            .clone()
            .filter(|token| token.renew_at > now)
        {
            return Ok(Ok(token));
        }
        let mut challenge = String::new();
        for _ in 0..2 {
            let answer = match self.ask_token(&challenge)? {
                Outcome::Judged(Verdict::Ours(answer), _) => answer,
                Outcome::Judged(Verdict::Problem(problem), retry_after) => {
                    match problem
                        .more
                        .get("challenge")
                        .and_then(|value| value.as_str())
                    {
                        Some(fresh) if challenge.is_empty() => {
                            fresh.clone_into(&mut challenge);
                            continue;
                        }
                        _ => {
                            self.listen(&problem);
                            return Ok(Err(refusal(problem.action, retry_after)));
                        }
                    }
                }
                other => return Ok(Err(other.trouble())),
            };
            let lives = answer
                .expires_in
                .saturating_mul(1000)
                .saturating_sub(RENEW_MS);
            let token = Token {
                value: Zeroizing::new(answer.token),
                renew_at: now + lives,
            };
            held(&self.app.line).token = Some(token.clone());
            return Ok(Ok(token));
        }
        Ok(Err(Trouble::new(LineState::Refused)))
    }

    fn ask_token(&self, challenge: &str) -> Result<Outcome<TokenAnswer>> {
        let device = &self.identity.device;
        let signature = if challenge.is_empty() {
            String::new()
        } else {
            B64.encode(
                &self
                    .identity
                    .key
                    .sign(&proof::token(device, challenge))
                    .to_bytes(),
            )
        };
        let request = TokenRequest {
            device: device.clone(),
            challenge: challenge.to_owned(),
            signature,
        };
        let nonce = time::nonce::<16>(&self.app.ports);
        self.nonce.borrow_mut().clone_from(&nonce);
        bare(
            &self.app.ports,
            &self.server,
            "/v1/token",
            &request,
            &nonce,
            |answer: &TokenAnswer| answer.end,
        )
    }

    /// An authenticated request.
    pub(crate) fn post<Q: Serialize, T: DeserializeOwned>(
        &self,
        path: &str,
        request: &Q,
        token: &Token,
        whole: impl Fn(&T) -> bool,
    ) -> Result<Outcome<T>> {
        let plain = serde_json::to_vec(request)?;
        let nonce = time::nonce::<16>(&self.app.ports);
        self.nonce.borrow_mut().clone_from(&nonce);
        let mut headers = common_headers(&nonce);
        let body = if plain.len() >= COMPRESS_FROM {
            headers.push(("content-encoding".into(), "zstd".into()));
            let level = if plain.len() <= HARD_UP_TO { 19 } else { 3 };
            zstd::bulk::compress(&plain, level)
                .map_err(|error| crate::failure::unexpected(&error))?
        } else {
            plain
        };
        self.sign(&mut headers, "POST", path, &body, &nonce, token);
        send(
            &self.app.ports,
            &self.server,
            HttpRequest {
                method: "POST",
                path: path.to_owned(),
                headers,
                body,
            },
            &nonce,
            whole,
        )
    }

    /// An authenticated question.
    pub(super) fn get<T: DeserializeOwned>(
        &self,
        path: &str,
        token: &Token,
        whole: impl Fn(&T) -> bool,
    ) -> Result<Outcome<T>> {
        let nonce = time::nonce::<16>(&self.app.ports);
        let mut headers = common_headers(&nonce);
        self.sign(&mut headers, "GET", path, &[], &nonce, token);
        let request = HttpRequest {
            method: "GET",
            path: path.to_owned(),
            headers,
            body: Vec::new(),
        };
        send(&self.app.ports, &self.server, request, &nonce, whole)
    }

    /// Bytes of a part of a snapshot, from one place up to another (left out), of so many in all.
    /// They count only if they are those asked for.
    pub(super) fn piece(
        &self,
        hash: &str,
        (from, to, of): (u64, u64, u64),
        token: &Token,
    ) -> Result<Outcome<Vec<u8>>> {
        let path = format!("/v1/blobs/{hash}");
        let nonce = time::nonce::<16>(&self.app.ports);
        let mut headers = common_headers(&nonce);
        headers.retain(|(name, _)| name != "accept-encoding");
        let last = to.saturating_sub(1);
        headers.push(("range".into(), format!("bytes={from}-{last}")));
        self.sign(&mut headers, "GET", &path, &[], &nonce, token);
        let request = HttpRequest {
            method: "GET",
            path,
            headers,
            body: Vec::new(),
        };
        let response = match self.app.ports.transport.send(&self.server, request) {
            Ok(response) => response,
            Err(error) => return Ok(Outcome::Transport(error)),
        };
        let ours = response.header("sync-echo") == Some(nonce.as_str())
            && response.header("content-type") == Some(snapshot::MEDIA_TYPE);
        if !ours {
            let judged = heard(response);
            // A problem of ours, or somebody else's answer.
            return Ok(Outcome::Judged(
                match judge::<()>(&judged, &nonce, |()| false) {
                    Verdict::Problem(problem) => Verdict::Problem(problem),
                    Verdict::Portal => Verdict::Portal,
                    Verdict::Unavailable => Verdict::Unavailable,
                    Verdict::Ours(()) | Verdict::Truncated => Verdict::Truncated,
                },
                judged.retry_after,
            ));
        }
        let range = format!("bytes {from}-{last}/{of}");
        let whole = response.status == 206
            && response.header("content-range") == Some(range.as_str())
            && response.body.len() as u64 == to - from;
        Ok(Outcome::Judged(
            if whole {
                Verdict::Ours(response.body)
            } else {
                Verdict::Truncated
            },
            None,
        ))
    }

    /// Proves that a request is this laptop's.
    fn sign(
        &self,
        headers: &mut Vec<(String, String)>,
        method: &str,
        path: &str,
        body: &[u8],
        nonce: &str,
        token: &Token,
    ) {
        let signed = proof::request(method, path, body, nonce, &token.value);
        let signature = self.identity.key.sign(&signed).to_bytes();
        headers.push((
            "authorization".into(),
            format!("DPoP {}", token.value.as_str()),
        ));
        headers.push(("sync-device".into(), self.identity.device.clone()));
        headers.push(("sync-proof".into(), B64.encode(&signature)));
    }
}

fn refusal(action: Action, retry_after: Option<u64>) -> Trouble {
    match action {
        Action::Wait | Action::Retry => Trouble {
            state: LineState::Busy,
            retry_after,
            mended: false,
        },
        Action::Upgrade => Trouble::new(LineState::TooOld),
        _ => Trouble::new(LineState::Refused),
    }
}

/// Sending is not what failed: the notebook or this program did.
impl From<TransportError> for Failure {
    fn from(error: TransportError) -> Self {
        use crate::api::failure::FailureCode as Code;
        Self::new(match error {
            TransportError::Offline | TransportError::Timeout | TransportError::Cut => {
                Code::ServerUnreachable
            }
            TransportError::Untrusted
            | TransportError::TooLarge
            | TransportError::Redirected { .. } => Code::ForeignAnswer,
        })
    }
}
