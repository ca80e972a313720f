//! The app behind the routes.

use std::sync::Arc;

use escale_app::api::{Failure, FailureCode};
use escale_app::ports::{Event, Screens};
use escale_host::host::Host;

use crate::events::Listeners;
use crate::http::Desk;

impl Desk for Host {
    fn command(&self, name: &str, request: &[u8]) -> Result<Vec<u8>, Vec<u8>> {
        let Ok(request) = serde_json::from_slice(request) else {
            return Err(told(&Failure::new(FailureCode::BadRequest)));
        };
        match Self::command(self, name, request) {
            Ok(answer) => Ok(told(&answer)),
            Err(failure) => Err(told(&failure)),
        }
    }
}

fn told(value: &impl serde::Serialize) -> Vec<u8> {
    // Our own types and JSON values are always expressible; an empty body reads as `unexpected`.
    serde_json::to_vec(value).unwrap_or_default()
}

/// The browsers that listen, as the app sees them.
pub(crate) struct Browsers(pub(crate) Arc<Listeners>);

impl Screens for Browsers {
    fn tell(&self, event: Event) {
        match serde_json::to_string(&event) {
            Ok(json) => self.0.tell(&json),
            Err(error) => tracing::error!(line = error.line(), "an event that is not JSON"),
        }
    }
}
