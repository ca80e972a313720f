//! For whoever watches over the server: the page of figures, on a loopback address of its own.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::App;
use crate::metrics::Standing;
use crate::store::{count, marks};

/// The addresses of the watch.
pub(crate) fn watch(app: Arc<App>) -> Router {
    Router::new()
        .route("/metrics", get(metrics))
        .with_state(app)
}

async fn metrics(State(app): State<Arc<App>>) -> Response {
    let now = app.now();
    let standing = app
        .store
        .read(move |book| {
            let (operations, waiting, devices) = count::standing(book)?;
            Ok(Standing {
                now,
                operations,
                waiting,
                devices,
                last_copy: marks::last(book)?,
            })
        })
        .await;
    match standing {
        Ok(standing) => (
            [(header::CONTENT_TYPE, "text/plain; version=0.0.4")],
            app.metrics.page(&standing),
        )
            .into_response(),
        Err(error) => {
            tracing::error!(%error, "the figures could not be read");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}
