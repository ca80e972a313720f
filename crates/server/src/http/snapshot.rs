//! `GET /v1/scopes/{id}/snapshot` and `GET /v1/blobs/{hash}`: a long log, taken whole.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use escale_sync::server::Log;
use escale_sync::snapshot::{MEDIA_TYPE, Offer, Part};
use tokio::time::{Instant, timeout_at};

use super::App;
use super::answer::Answer;
use super::caller::Signed;
use super::orders::told_all;
use super::problem::{Refusal, not_found};
use crate::store::log::BookLog;
use crate::store::snapshot;
use crate::{access, snapshot as making};

/// How long a caller waits for one to be made before being told to come back.
const WAIT: Duration = Duration::from_secs(15);
/// When to come back, seconds.
const COME_BACK: u64 = 5;

/// Where the snapshot of a scope stands: 200, or 202 while it is being made.
pub(crate) async fn offer(
    State(app): State<Arc<App>>,
    Path(scope): Path<String>,
    uri: Uri,
    signed: Signed,
) -> Result<Response, Refusal> {
    let until = Instant::now() + WAIT;
    // All of them when none is named.
    let part = match uri.query() {
        Some("part=hot") => Some(Part::Hot),
        Some("part=cold") => Some(Part::Cold),
        _ => None,
    };
    let caller = told_all(&app, signed.caller).await?;
    let adviser = caller.adviser().to_owned();
    if let Some(offer) = fresh(&app, &adviser, &scope).await? {
        return Ok(told(offer, part));
    }
    // One at a time: it reads a whole log.
    let permit = timeout_at(until, Arc::clone(&app.building).acquire_owned()).await;
    if let Ok(Ok(permit)) = permit {
        if let Some(offer) = fresh(&app, &adviser, &scope).await? {
            return Ok(told(offer, part));
        }
        let (store, of, now) = (app.store.clone(), scope.clone(), app.now());
        // It goes on should the caller go away: the next one finds it.
        let made = tokio::spawn(async move {
            let made = making::make(&store, of, now).await;
            drop(permit);
            made
        });
        if let Ok(Ok(made)) = timeout_at(until, made).await {
            made?;
            if let Some(offer) = fresh(&app, &adviser, &scope).await? {
                return Ok(told(offer, part));
            }
        }
    }
    let nothing = Offer {
        end: true,
        ..Offer::default()
    };
    let mut response = Answer(nothing).into_response();
    *response.status_mut() = StatusCode::ACCEPTED;
    let headers = response.headers_mut();
    headers.insert(header::RETRY_AFTER, HeaderValue::from(COME_BACK));
    Ok(response)
}

fn told(mut offer: Offer, part: Option<Part>) -> Response {
    offer
        .parts
        .retain(|one| part.is_none_or(|part| part == one.part));
    Answer(offer).into_response()
}

/// The snapshot of a scope that adviser may read, unless it is too far behind.
async fn fresh(app: &App, adviser: &str, scope: &str) -> Result<Option<Offer>, Refusal> {
    let (adviser, scope, now) = (adviser.to_owned(), scope.to_owned(), app.now());
    let found = app
        .store
        .read(move |book| {
            if !access::scopes(book, &adviser)?.contains(&scope) {
                return Ok(None);
            }
            let head = BookLog::new(book, now).scope(&scope)?.head;
            let least = head.saturating_sub(making::BEHIND);
            Ok(Some(snapshot::latest(book, &scope, least)?))
        })
        .await?;
    // What somebody may not read is not there.
    found.ok_or_else(not_found)
}

/// Bytes of a part, whole or a range of it (RFC 9110, one range).
pub(crate) async fn blob(
    State(app): State<Arc<App>>,
    Path(hash): Path<String>,
    signed: Signed,
) -> Result<Response, Refusal> {
    let range = range(signed.headers());
    let caller = told_all(&app, signed.caller).await?;
    let adviser = caller.adviser().to_owned();
    let found = app
        .store
        .read(move |book| {
            let Some(blob) = snapshot::blob(book, &hash)? else {
                return Ok(None);
            };
            if !access::scopes(book, &adviser)?.contains(&blob.scope) {
                return Ok(None);
            }
            let wanted = match range {
                None => Some((0, blob.bytes)),
                Some(range) => range.within(blob.bytes),
            };
            let bytes = match wanted {
                Some((from, to)) => snapshot::bytes(book, &blob, from, to)?,
                None => Vec::new(),
            };
            Ok(Some((blob.bytes, wanted, bytes)))
        })
        .await?;
    let Some((of, wanted, bytes)) = found else {
        return Err(not_found());
    };
    let (status, place) = match (range, wanted) {
        (None, _) => (StatusCode::OK, None),
        (_, None) => (
            StatusCode::RANGE_NOT_SATISFIABLE,
            Some(format!("bytes */{of}")),
        ),
        (_, Some((from, to))) => (
            StatusCode::PARTIAL_CONTENT,
            Some(format!("bytes {from}-{}/{of}", to - 1)),
        ),
    };
    let mut response = (status, [(header::CONTENT_TYPE, MEDIA_TYPE)], bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    if let Some(place) = place.and_then(|place| HeaderValue::from_str(&place).ok()) {
        headers.insert(header::CONTENT_RANGE, place);
    }
    Ok(response)
}

/// One range, as asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Range {
    /// From a place up to another, included.
    Between(u64, u64),
    /// From a place on.
    From(u64),
    /// So many at the end.
    Last(u64),
}

impl Range {
    /// Where it is in so many bytes: from, up to (left out).
    fn within(self, of: u64) -> Option<(u64, u64)> {
        let (from, to) = match self {
            Self::Between(from, last) => (from, last.saturating_add(1).min(of)),
            Self::From(from) => (from, of),
            Self::Last(most) => (of.saturating_sub(most), of),
        };
        (from < to).then_some((from, to))
    }
}

/// The range asked for. What is not exactly one range of bytes is as if it had not been said.
fn range(headers: &HeaderMap) -> Option<Range> {
    let text = headers.get(header::RANGE)?.to_str().ok()?;
    let (from, last) = text.strip_prefix("bytes=")?.trim().split_once('-')?;
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !digits(from) || !digits(last) {
        return None;
    }
    match (from.parse(), last.parse()) {
        (Ok(from), Ok(last)) if from <= last => Some(Range::Between(from, last)),
        (Ok(from), Err(_)) if last.is_empty() => Some(Range::From(from)),
        (Err(_), Ok(most)) if from.is_empty() => Some(Range::Last(most)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &str, of: u64) -> Option<Option<(u64, u64)>> {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, HeaderValue::from_str(text).unwrap());
        range(&headers).map(|range| range.within(of))
    }

    #[test]
    fn ranges_are_those_of_rfc_9110() {
        assert_eq!(asked("bytes=0-9", 100), Some(Some((0, 10))));
        assert_eq!(asked("bytes=90-199", 100), Some(Some((90, 100))));
        assert_eq!(asked("bytes=99-", 100), Some(Some((99, 100))));
        assert_eq!(asked("bytes=-5", 100), Some(Some((95, 100))));
        assert_eq!(asked("bytes=-500", 100), Some(Some((0, 100))));
        assert_eq!(asked("bytes=100-", 100), Some(None));
        assert_eq!(asked("bytes=-0", 100), Some(None));
        assert_eq!(
            asked(&format!("bytes=5-{}", u64::MAX), 100),
            Some(Some((5, 100)))
        );
        for other in [
            "bytes=9-0",
            "bytes=0-1,5-6",
            "lines=0-1",
            "bytes=-",
            "bytes=+1-2",
            "bytes=a-b",
        ] {
            assert_eq!(asked(other, 100), None, "{other}");
        }
    }
}
