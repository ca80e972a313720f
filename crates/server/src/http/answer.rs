//! What every answer of ours has: echo of the nonce, epoch, time, compression, a line in the log.
//!
//! The line holds no address, no name, no query: method, route, status, code, duration.

use std::sync::Arc;
use std::time::Instant;

use axum::body::{Body, Bytes};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use escale_sync::{MEDIA_TYPE, snapshot};
use serde::Serialize;

use super::App;
use super::caller::NONCE;
use super::problem::{Code, Refusal};
use crate::Error;

const ECHO: HeaderName = HeaderName::from_static("sync-echo");
const EPOCH: HeaderName = HeaderName::from_static("sync-epoch");
const TIME: HeaderName = HeaderName::from_static("sync-time");

/// Bodies shorter than this are not worth compressing.
const WORTH: usize = 512;

/// A JSON answer of our media type.
pub(crate) struct Answer<T>(pub(crate) T);

impl<T: Serialize> IntoResponse for Answer<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(body) => ([(header::CONTENT_TYPE, MEDIA_TYPE)], body).into_response(),
            Err(_) => Refusal::from(Error::Corrupt("answer")).into_response(),
        }
    }
}

/// Dresses every answer, errors included.
pub(crate) async fn dress(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let echo = request
        .headers()
        .get(NONCE)
        .filter(|nonce| is_nonce(nonce.as_bytes()))
        .cloned();
    let zstd = accepts_zstd(request.headers());

    let response = next.run(request).await;

    let (mut parts, body) = response.into_parts();
    let mut bytes = axum::body::to_bytes(body, usize::MAX)
        .await
        .unwrap_or_default();
    let compressed = parts
        .headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind == snapshot::MEDIA_TYPE);
    if zstd && !compressed && bytes.len() >= WORTH {
        match zstd::bulk::compress(&bytes, 3) {
            Ok(smaller) => {
                bytes = Bytes::from(smaller);
                parts
                    .headers
                    .insert(header::CONTENT_ENCODING, HeaderValue::from_static("zstd"));
                parts.headers.remove(header::CONTENT_LENGTH);
            }
            Err(error) => tracing::warn!(%error, "answer not compressed"),
        }
    }
    let headers = &mut parts.headers;
    if let Some(echo) = echo {
        headers.insert(ECHO, echo);
    }
    if let Ok(epoch) = HeaderValue::from_str(&app.store.epoch()) {
        headers.insert(EPOCH, epoch);
    }
    headers.insert(TIME, HeaderValue::from(app.now()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    let route = route.as_ref().map_or("-", MatchedPath::as_str);
    let status = parts.status.as_u16();
    app.metrics.answered(route, status, started.elapsed());
    tracing::info!(
        method = method.as_str(),
        route,
        status,
        code = parts
            .extensions
            .get::<Code>()
            .map_or("", |code| code.0.as_str()),
        ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        "answered"
    );
    Response::from_parts(parts, Body::from(bytes))
}

fn is_nonce(text: &[u8]) -> bool {
    (1..=64).contains(&text.len())
        && text
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || *b == b'-' || *b == b'_')
}

fn accepts_zstd(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|value| {
            value.split(',').any(|coding| {
                let mut parts = coding.split(';').map(str::trim);
                parts.next() == Some("zstd")
                    && !parts.any(|weight| matches!(weight, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
            })
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zstd_is_used_only_when_asked_for() {
        let accepts = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(value));
            accepts_zstd(&headers)
        };
        assert!(accepts("gzip, zstd"));
        assert!(accepts("zstd;q=0.5"));
        assert!(!accepts("gzip"));
        assert!(!accepts("zstd;q=0"));
        assert!(!accepts_zstd(&HeaderMap::new()));
    }

    #[test]
    fn an_echo_is_never_a_way_to_write_headers() {
        assert!(is_nonce(b"AZaz09_-"));
        assert!(!is_nonce(b""));
        assert!(!is_nonce(b"a b"));
        assert!(!is_nonce(&[b'a'; 65]));
    }
}
