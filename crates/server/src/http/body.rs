//! Reading a body: so many bytes as sent, so many once decompressed, and only our media type.

use std::io::Read;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, header};
use escale_sync::MEDIA_TYPE;
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;

use super::problem::{Refusal, malformed, timeout, too_large, unsupported};

/// Most bytes of a body as sent.
pub(crate) const SENT: usize = 1024 * 1024;
/// Most bytes of a body once decompressed.
pub(crate) const DECODED: usize = 8 * 1024 * 1024;
/// Bytes read beyond [`SENT`] only to be able to answer: a sender who is cut off while sending
/// never reads the answer.
const DRAINED: usize = 4 * SENT;
/// How long one piece of a body may take.
const STALL: Duration = Duration::from_secs(30);
/// Largest window a compressed body may ask memory for (8 MiB).
const WINDOW_LOG: u32 = 23;

/// Reads a body as sent.
pub(crate) async fn read(mut body: Body) -> Result<Bytes, Refusal> {
    let mut kept = Vec::new();
    let mut total = 0;
    while let Some(frame) = tokio::time::timeout(STALL, body.frame())
        .await
        .map_err(|_| timeout())?
    {
        let Ok(frame) = frame else {
            return Err(timeout());
        };
        let Ok(data) = frame.into_data() else {
            continue;
        };
        total += data.len();
        if total <= SENT {
            kept.extend_from_slice(&data);
        } else if total > DRAINED {
            break;
        }
    }
    if total > SENT {
        Err(too_large(SENT))
    } else {
        Ok(Bytes::from(kept))
    }
}

/// Reads a JSON body of our media type, as declared by its headers.
pub(crate) fn json<T: DeserializeOwned>(headers: &HeaderMap, sent: &[u8]) -> Result<T, Refusal> {
    let text = |name| {
        headers
            .get(name)
            .map(|value| value.to_str().unwrap_or("?").trim())
    };
    let media = text(header::CONTENT_TYPE)
        .and_then(|value| value.split(';').next())
        .unwrap_or_default();
    if !media.trim().eq_ignore_ascii_case(MEDIA_TYPE) {
        return Err(unsupported());
    }
    match text(header::CONTENT_ENCODING).unwrap_or("identity") {
        "identity" => parse(sent),
        "zstd" => parse(&inflate(sent)?),
        _ => Err(unsupported()),
    }
}

fn inflate(sent: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut decoder = zstd::stream::read::Decoder::with_buffer(sent).map_err(|_| malformed(""))?;
    decoder
        .window_log_max(WINDOW_LOG)
        .map_err(|_| malformed(""))?;
    let mut decoded = Vec::new();
    decoder
        .take(DECODED as u64 + 1)
        .read_to_end(&mut decoded)
        .map_err(|_| malformed(""))?;
    if decoded.len() > DECODED {
        Err(too_large(DECODED))
    } else {
        Ok(decoded)
    }
}

fn parse<T: DeserializeOwned>(text: &[u8]) -> Result<T, Refusal> {
    // The message of the parser may quote a value: only the place goes out.
    serde_json::from_slice(text)
        .map_err(|error| malformed(format!("line {} column {}", error.line(), error.column())))
}
