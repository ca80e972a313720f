//! What needs no identity: is it alive, is there a captive portal, nothing here.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;

use super::App;
use super::answer::Answer;
use super::problem::{self, Refusal};

/// Alive means that the store answers.
pub(crate) async fn healthz(
    State(app): State<Arc<App>>,
) -> Result<Answer<serde_json::Value>, Refusal> {
    app.store
        .read(|book| book.number("SELECT count(*) FROM meta", &[]))
        .await?;
    Ok(Answer(serde_json::json!({"status": "ok", "end": true})))
}

/// Ready means that writes are carried out too.
pub(crate) async fn readyz(
    State(app): State<Arc<App>>,
) -> Result<Answer<serde_json::Value>, Refusal> {
    if !app.store.writes() {
        return Err(problem::busy());
    }
    healthz(State(app)).await
}

/// The address laptops try to find out whether a portal stands between.
pub(crate) async fn generate_204() -> StatusCode {
    StatusCode::NO_CONTENT
}

pub(crate) async fn not_found() -> Refusal {
    problem::not_found()
}

pub(crate) async fn method_not_allowed() -> Refusal {
    problem::method_not_allowed()
}
