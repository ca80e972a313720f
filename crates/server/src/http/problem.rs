//! Every refusal of the server, in one place: stable code, status, French title, what to do.
//!
//! A refusal is never the fate of an operation: well-formed operations are logged or quarantined.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use escale_sync::wire::{Action, Problem};

use crate::Error;

/// Media type of problems (RFC 9457).
pub(crate) const MEDIA_TYPE: &str = "application/problem+json";

/// A problem on its way out.
#[derive(Debug)]
pub(crate) struct Refusal(Box<Content>);

#[derive(Debug)]
struct Content {
    problem: Problem,
    retry_after: Option<u64>,
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self(Box::new(Content {
            problem,
            retry_after: None,
        }))
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        if super::passes(&error) {
            tracing::warn!(%error, "busy");
            return busy();
        }
        tracing::error!(%error, "request failed");
        Problem::new(
            "internal",
            500,
            "Le serveur a rencontré une erreur",
            Action::Retry,
        )
        .into()
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let Content {
            problem,
            retry_after,
        } = *self.0;
        let status =
            StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let code = Code(problem.code().to_owned());
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let mut response = (status, [(header::CONTENT_TYPE, MEDIA_TYPE)], body).into_response();
        let headers = response.headers_mut();
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("DPoP"));
        }
        response.extensions_mut().insert(code);
        response
    }
}

/// The stable code of a refusal, for the line of the log.
#[derive(Clone)]
pub(crate) struct Code(pub(crate) String);

impl Refusal {
    fn after(mut self, seconds: u64) -> Self {
        self.0.retry_after = Some(seconds);
        self
    }
}

fn refusal(code: &str, status: u16, title: &str, action: Action) -> Refusal {
    Problem::new(code, status, title, action).into()
}

/// 404.
pub(crate) fn not_found() -> Refusal {
    refusal("not-found", 404, "Adresse inconnue", Action::CallForHelp)
}

/// 405.
pub(crate) fn method_not_allowed() -> Refusal {
    refusal(
        "method-not-allowed",
        405,
        "Méthode non prévue à cette adresse",
        Action::CallForHelp,
    )
}

/// 408.
pub(crate) fn timeout() -> Refusal {
    refusal("timeout", 408, "L’envoi s’est interrompu", Action::Retry)
}

/// 413.
pub(crate) fn too_large(max: usize) -> Refusal {
    Problem::new("too-large", 413, "Envoi trop volumineux", Action::Split)
        .with("max", max)
        .into()
}

/// 415.
pub(crate) fn unsupported() -> Refusal {
    refusal(
        "unsupported-media-type",
        415,
        "Format d’envoi non reconnu",
        Action::CallForHelp,
    )
}

/// 422. `pointer` names the place, never what is there.
pub(crate) fn malformed(pointer: impl Into<String>) -> Refusal {
    Problem::new("malformed", 422, "Envoi illisible", Action::CallForHelp)
        .with("pointer", pointer.into())
        .into()
}

/// 426.
pub(crate) fn client_too_old() -> Refusal {
    let proto = vec![escale_sync::PROTO, escale_sync::PROTO];
    Problem::new(
        "client-too-old",
        426,
        "Cette version d’Escale ne parle pas avec ce serveur",
        Action::Upgrade,
    )
    .with("proto", proto)
    .into()
}

/// 429.
pub(crate) fn slow_down(seconds: u64) -> Refusal {
    refusal(
        "slow-down",
        429,
        "Trop de demandes en peu de temps",
        Action::Wait,
    )
    .after(seconds)
}

/// 503.
pub(crate) fn busy() -> Refusal {
    refusal(
        "busy",
        503,
        "Le serveur est momentanément occupé",
        Action::Wait,
    )
    .after(5)
}

/// 403, the same whether the code is wrong, expired, used or tried too often.
pub(crate) fn enrolment_refused() -> Refusal {
    refusal(
        "enrolment-refused",
        403,
        "Ce code ne permet pas d’ajouter cet ordinateur",
        Action::CallForHelp,
    )
}

/// 409: this key is already somebody's.
pub(crate) fn device_exists() -> Refusal {
    refusal(
        "device-exists",
        409,
        "Cet ordinateur est déjà inscrit",
        Action::NewDeviceId,
    )
}

/// 401, with what to sign to come back.
pub(crate) fn reauth_required(challenge: String) -> Refusal {
    Problem::new(
        "reauth-required",
        401,
        "Cet ordinateur doit se présenter à nouveau",
        Action::ReAuthenticate,
    )
    .with("challenge", challenge)
    .into()
}

/// 401: the request is not signed by its device, or was altered on its way.
pub(crate) fn proof_refused() -> Refusal {
    refusal(
        "proof-refused",
        401,
        "La signature de l’envoi ne correspond pas",
        Action::Retry,
    )
}

/// 409: a nonce serves once.
pub(crate) fn nonce_replayed() -> Refusal {
    refusal(
        "nonce-replayed",
        409,
        "Cet envoi a déjà été reçu",
        Action::Retry,
    )
}

/// 401: unknown to this server, which may have been restored to a time before its enrolment.
pub(crate) fn device_unknown() -> Refusal {
    refusal(
        "device-unknown",
        401,
        "Cet ordinateur n’est pas connu du serveur",
        Action::CallForHelp,
    )
}

/// 401.
pub(crate) fn device_revoked() -> Refusal {
    refusal(
        "device-revoked",
        401,
        "L’accès de cet ordinateur a été retiré",
        Action::CallForHelp,
    )
}

/// 401, with what the device is to do.
pub(crate) fn device_ordered(order: &escale_sync::order::SignedOrder) -> Refusal {
    let order = serde_json::to_value(order).unwrap_or_default();
    Problem::new(
        "device-revoked",
        401,
        "L’accès de cet ordinateur a été retiré",
        Action::CallForHelp,
    )
    .with("order", order)
    .into()
}

/// 422: the parcel cannot be read, or not proved; it can be given again.
pub(crate) fn parcel_refused() -> Refusal {
    refusal(
        "parcel-refused",
        422,
        "Ce colis n’a pas pu être lu par ce serveur",
        Action::CallForHelp,
    )
}

/// 413: given by hand to the operator instead.
pub(crate) fn parcel_too_large() -> Refusal {
    refusal(
        "too-large",
        413,
        "Ce colis est trop volumineux pour cet envoi : confiez-le à votre coordination",
        Action::CallForHelp,
    )
}

/// 403.
pub(crate) fn device_awaiting() -> Refusal {
    refusal(
        "device-awaiting",
        403,
        "Cet ordinateur attend d’être confirmé par votre coordination",
        Action::Wait,
    )
    .after(60)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn shown(refusal: Refusal) -> (StatusCode, Option<HeaderValue>, Problem) {
        let response = refusal.into_response();
        assert_eq!(response.headers()[header::CONTENT_TYPE], MEDIA_TYPE);
        let (status, retry_after) = (
            response.status(),
            response.headers().get(header::RETRY_AFTER).cloned(),
        );
        let body = axum::body::to_bytes(response.into_body(), 10_000)
            .await
            .unwrap();
        (status, retry_after, serde_json::from_slice(&body).unwrap())
    }

    /// What no test can provoke from outside: a failing disk, a caller that falls asleep.
    #[tokio::test]
    async fn failures_of_the_server_never_look_like_a_loss() {
        let full = rusqlite::Error::SqliteFailure(
            rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_FULL),
            None,
        );
        let locked = rusqlite::Error::SqliteFailure(
            rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY),
            None,
        );
        for (refusal, code, status, action, waits) in [
            (Error::Busy.into(), "busy", 503, Action::Wait, true),
            (Error::Stopped.into(), "busy", 503, Action::Wait, true),
            (Error::Sql(locked).into(), "busy", 503, Action::Wait, true),
            (
                Error::Sql(full).into(),
                "internal",
                500,
                Action::Retry,
                false,
            ),
            (
                Error::Corrupt("row").into(),
                "internal",
                500,
                Action::Retry,
                false,
            ),
            (timeout(), "timeout", 408, Action::Retry, false),
        ] {
            let (answered, retry_after, problem) = shown(refusal).await;
            assert_eq!(
                (problem.code(), problem.status, problem.action),
                (code, status, action)
            );
            assert_eq!(answered.as_u16(), status);
            assert_eq!(retry_after.is_some(), waits, "{code}");
            assert!(problem.retryable && problem.data_safe);
        }
    }
}
