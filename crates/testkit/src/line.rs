//! A bad network: a proxy of TCP connections that delays, slows, starves and cuts them.
//!
//! It knows nothing of what passes. A line has a thread of its own, so that tests which are not
//! asynchronous may use it, and takes its randomness from a seed, so that a storm can be had
//! again. `impostor` has those who answer in place of the server.

pub mod impostor;
mod pump;

use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;

/// What the network does to connections, from now on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Weather {
    /// No network: live connections are dropped and new ones are at once.
    pub cut: bool,
    /// Each connection is dropped once that many bytes have passed, both directions together.
    pub cut_after_bytes: Option<u64>,
    /// As `cut_after_bytes`, drawn anew for each connection.
    pub storm: Option<Storm>,
    /// How late each byte comes, each way.
    pub delay_ms: u64,
    /// The speed of each direction of each connection. Zero: nothing passes and nobody is told.
    pub bytes_per_second: Option<u64>,
    /// Connections are dropped by a reset, which also loses what was on its way.
    pub reset: bool,
}

/// Connections that last from `min_bytes` to `max_bytes`, drawn from `seed` and their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Storm {
    /// The same seed gives the same lengths.
    pub seed: u64,
    /// The shortest.
    pub min_bytes: u64,
    /// The longest, included.
    pub max_bytes: u64,
}

impl Weather {
    /// Nothing happens to connections.
    #[must_use]
    pub fn fair() -> Self {
        Self::default()
    }

    /// No network.
    #[must_use]
    pub fn no_network() -> Self {
        Self {
            cut: true,
            ..Self::default()
        }
    }

    /// Each connection is cut after a random number of bytes.
    #[must_use]
    pub fn stormy(seed: u64, min_bytes: u64, max_bytes: u64) -> Self {
        Self {
            storm: Some(Storm {
                seed,
                min_bytes,
                max_bytes,
            }),
            ..Self::default()
        }
    }

    /// How many bytes the connection of that order may carry.
    fn limit(&self, order: u64) -> u64 {
        let drawn = self.storm.map_or(u64::MAX, |storm| storm.length(order));
        drawn.min(self.cut_after_bytes.unwrap_or(u64::MAX))
    }
}

impl Storm {
    fn length(&self, order: u64) -> u64 {
        let span = self
            .max_bytes
            .saturating_sub(self.min_bytes)
            .saturating_add(1);
        self.min_bytes
            .saturating_add(mix(self.seed.wrapping_add(order)) % span)
    }
}

/// SplitMix64: neighbouring numbers become unrelated ones.
fn mix(number: u64) -> u64 {
    let mut z = number
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        .wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// What has passed since the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Connections let through.
    pub connections: u64,
    /// Connections turned away because the line was cut.
    pub refused: u64,
    /// Bytes carried to the server.
    pub up: u64,
    /// Bytes carried from the server.
    pub down: u64,
}

/// A line between those who connect to [`Line::address`] and a server.
#[derive(Debug)]
pub struct Line {
    address: SocketAddr,
    shared: Arc<Shared>,
    weather: watch::Sender<Weather>,
    end: Option<tokio::sync::oneshot::Sender<()>>,
}

#[derive(Debug)]
struct Shared {
    to: Mutex<SocketAddr>,
    connections: AtomicU64,
    refused: AtomicU64,
    up: AtomicU64,
    down: AtomicU64,
    live: Mutex<usize>,
    fewer: Condvar,
}

impl Line {
    /// A line to `to`, on a free port of loopback, in fair weather.
    ///
    /// # Errors
    /// When the system gives no port or no thread.
    pub fn start(to: SocketAddr) -> io::Result<Self> {
        Self::listen(SocketAddr::from(([127, 0, 0, 1], 0)), to)
    }

    /// A line to `to` that listens at a given address.
    ///
    /// # Errors
    /// When that address cannot be had.
    pub fn listen(at: SocketAddr, to: SocketAddr) -> io::Result<Self> {
        let shared = Arc::new(Shared {
            to: Mutex::new(to),
            connections: AtomicU64::new(0),
            refused: AtomicU64::new(0),
            up: AtomicU64::new(0),
            down: AtomicU64::new(0),
            live: Mutex::new(0),
            fewer: Condvar::new(),
        });
        let (weather, seen) = watch::channel(Weather::fair());
        let (end, ended) = tokio::sync::oneshot::channel::<()>();
        let (ready, wait) = mpsc::sync_channel(1);
        let carried = Arc::clone(&shared);
        thread::Builder::new()
            .name("line".to_owned())
            .spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build();
                let runtime = match runtime {
                    Ok(runtime) => runtime,
                    Err(error) => {
                        let _ = ready.send(Err(error));
                        return;
                    }
                };
                runtime.block_on(async move {
                    let bound = TcpListener::bind(at).await;
                    let bound = bound.and_then(|listener| Ok((listener.local_addr()?, listener)));
                    match bound {
                        Ok((address, listener)) => {
                            let _ = ready.send(Ok(address));
                            tokio::select! {
                                _ = ended => {}
                                () = accept(listener, carried, seen) => {}
                            }
                        }
                        Err(error) => {
                            let _ = ready.send(Err(error));
                        }
                    }
                });
            })?;
        let address = wait.recv().map_err(io::Error::other)??;
        Ok(Self {
            address,
            shared,
            weather,
            end: Some(end),
        })
    }

    /// Where to connect instead of the server.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Changes the weather, for live connections too. When it returns from a cut, no connection
    /// is left.
    pub fn set(&self, weather: Weather) {
        self.weather.send_replace(weather);
        if !weather.cut {
            return;
        }
        let live = self
            .shared
            .live
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        // Dropping a connection waits for nobody; the limit only spares a test from hanging.
        let (live, _) = self
            .shared
            .fewer
            .wait_timeout_while(live, Duration::from_secs(10), |live| *live > 0)
            .unwrap_or_else(PoisonError::into_inner);
        debug_assert_eq!(*live, 0, "a connection outlived the cut");
    }

    /// Leads new connections elsewhere, for instance to an impostor.
    pub fn lead_to(&self, to: SocketAddr) {
        *self
            .shared
            .to
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = to;
    }

    /// What has passed.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let read = |counter: &AtomicU64| counter.load(Ordering::SeqCst);
        Counts {
            connections: read(&self.shared.connections),
            refused: read(&self.shared.refused),
            up: read(&self.shared.up),
            down: read(&self.shared.down),
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if let Some(end) = self.end.take() {
            let _ = end.send(());
        }
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>, weather: watch::Receiver<Weather>) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Out of file descriptors: others must end first.
            tokio::time::sleep(Duration::from_millis(10)).await;
            continue;
        };
        // Counted before the weather is looked at: `set` waits for whoever missed the change.
        let live = Live::one_more(&shared);
        if weather.borrow().cut {
            shared.refused.fetch_add(1, Ordering::SeqCst);
            let _ = stream.set_zero_linger();
            continue;
        }
        let order = shared.connections.fetch_add(1, Ordering::SeqCst);
        let (shared, weather) = (Arc::clone(&shared), weather.clone());
        tokio::spawn(async move {
            let _live = live;
            pump::carry(stream, &shared, weather, order).await;
        });
    }
}

/// A connection in being.
struct Live(Arc<Shared>);

impl Live {
    fn one_more(shared: &Arc<Shared>) -> Self {
        *shared.live.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        Self(Arc::clone(shared))
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        *self.0.live.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.0.fewer.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_storm_can_be_had_again_and_stays_in_its_bounds() {
        let lengths = |seed| -> Vec<u64> {
            let storm = Weather::stormy(seed, 10, 1000);
            (0..100).map(|order| storm.limit(order)).collect()
        };
        assert_eq!(lengths(7), lengths(7));
        assert_ne!(lengths(7), lengths(8));
        assert!(lengths(7).iter().all(|length| (10..=1000).contains(length)));
        let spread: std::collections::BTreeSet<u64> = lengths(7).into_iter().collect();
        assert!(spread.len() > 50, "the lengths hardly vary");
        assert_eq!(Weather::stormy(7, 5, 5).limit(3), 5);
        assert_eq!(
            Weather::stormy(7, 0, u64::MAX).limit(3),
            Weather::stormy(7, 0, u64::MAX).limit(3)
        );
    }
}
