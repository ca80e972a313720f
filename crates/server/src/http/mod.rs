//! The HTTP side: what each address answers.

mod again;
mod answer;
mod body;
mod caller;
mod enrolment;
mod exchange;
mod health;
mod hello;
mod orders;
pub(crate) mod problem;
mod snapshot;
mod token;
mod watch;

pub(crate) use enrolment::hash as hash_code;
pub(crate) use watch::watch;

use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};
use ed25519_dalek::SigningKey;
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use crate::limit::{Budget, Limits, Nonces};
use crate::metrics::Metrics;
use crate::store::Store;
use crate::store::meta::Meta;
use crate::{Clock, Error};

/// Argon2 computations at the same time: enrolments must not exhaust memory.
const HASHES: usize = 2;

/// What every request needs.
pub(crate) struct App {
    store: Store,
    clock: Clock,
    challenge_key: Zeroizing<[u8; 32]>,
    /// Part of what is kept of a token: it is worth something to this process only.
    pepper: Zeroizing<[u8; 32]>,
    /// Signs orders; parcels are sealed to it.
    order_signing: SigningKey,
    /// Its public half, base64url.
    order_key: String,
    /// Days without contact after which laptops lock themselves, when not the usual ones.
    silent_days: Option<u32>,
    parcels: Budget<IpAddr>,
    requests: Budget<i64>,
    bytes: Budget<i64>,
    enrolments: Budget<IpAddr>,
    hashes: Semaphore,
    nonces: Nonces,
    /// Challenges already answered, as if they were the nonces of one token.
    challenges: Nonces,
    next_poll: u64,
    /// From how many operations on a log is offered as a snapshot.
    snapshot_from: u64,
    /// Snapshots made at the same time.
    building: Arc<Semaphore>,
    metrics: Arc<Metrics>,
}

impl App {
    pub(crate) fn new(
        store: Store,
        meta: &Meta,
        limits: &Limits,
        next_poll: u64,
        (snapshot_from, silent_days): (u64, Option<u32>),
        clock: Clock,
        metrics: Arc<Metrics>,
    ) -> Result<Self, Error> {
        let order_signing = SigningKey::from_bytes(&meta.order_key);
        Ok(Self {
            store,
            clock,
            challenge_key: meta.challenge_key.clone(),
            pepper: Zeroizing::new(crate::secret::random()?),
            order_key: orders::public(&order_signing),
            order_signing,
            silent_days,
            parcels: Budget::new(limits.enrolments_per_hour, limits.enrolments_per_hour),
            requests: Budget::new(limits.requests_per_hour / 5, limits.requests_per_hour),
            bytes: Budget::new(limits.bytes_per_hour / 5, limits.bytes_per_hour),
            enrolments: Budget::new(limits.enrolments_per_hour, limits.enrolments_per_hour),
            hashes: Semaphore::new(HASHES),
            nonces: Nonces::default(),
            challenges: Nonces::default(),
            next_poll,
            snapshot_from,
            building: Arc::new(Semaphore::new(1)),
            metrics,
        })
    }

    /// What is kept of a token.
    fn kept_of(&self, token: &str) -> [u8; 32] {
        *blake3::keyed_hash(&self.pepper, token.as_bytes()).as_bytes()
    }

    fn now(&self) -> u64 {
        self.clock.now()
    }
}

/// All addresses.
pub(crate) fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/v1/devices", post(enrolment::enrol))
        .route("/v1/devices/again", post(again::again))
        .route("/v1/token", post(token::issue))
        .route("/v1/hello", get(hello::hello))
        .route("/v1/sync", post(exchange::sync))
        .route("/v1/orders/done", post(orders::done))
        .route("/v1/parcels", post(orders::parcel))
        .route("/v1/scopes/{id}/snapshot", get(snapshot::offer))
        .route("/v1/blobs/{hash}", get(snapshot::blob))
        .route("/v1/healthz", get(health::healthz))
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/generate_204", get(health::generate_204))
        .fallback(health::not_found)
        .method_not_allowed_fallback(health::method_not_allowed)
        .layer(axum::middleware::from_fn_with_state(
            Arc::clone(&app),
            answer::dress,
        ))
        .with_state(app)
}

/// Whether a failure of the store passes by itself.
fn passes(error: &Error) -> bool {
    use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked};
    match error {
        Error::Busy | Error::Stopped => true,
        Error::Sql(error) => matches!(
            error.sqlite_error_code(),
            Some(DatabaseBusy | DatabaseLocked)
        ),
        _ => false,
    }
}
