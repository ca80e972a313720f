//! How much one caller may ask for. Nothing is lost when it is too much: the caller waits.
//!
//! In memory: a restart forgives everybody, which harms nobody.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Keys remembered by one budget; full ones are forgotten first, they start afresh anyway.
const REMEMBERED: usize = 50_000;

/// What a server grants. Per hour; a fifth of it may come at once.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Requests of one device.
    pub requests_per_hour: u32,
    /// Bytes of bodies of one device.
    pub bytes_per_hour: u32,
    /// Enrolment attempts from one address. All may come at once.
    pub enrolments_per_hour: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            requests_per_hour: 600,
            bytes_per_hour: 20 * 1024 * 1024,
            enrolments_per_hour: 20,
        }
    }
}

/// A token bucket for each key.
#[derive(Debug)]
pub(crate) struct Budget<K> {
    capacity: f64,
    per_ms: f64,
    buckets: Mutex<BTreeMap<K, Bucket>>,
}

#[derive(Debug)]
struct Bucket {
    left: f64,
    at: u64,
}

impl<K: Ord + Clone> Budget<K> {
    pub(crate) fn new(capacity: u32, per_hour: u32) -> Self {
        Self {
            capacity: f64::from(capacity.max(1)),
            per_ms: f64::from(per_hour.max(1)) / 3_600_000.0,
            buckets: Mutex::default(),
        }
    }

    /// Takes `cost`; otherwise says in how many seconds it could be taken. A cost above the
    /// capacity takes all of it: a large request is slowed down, never impossible.
    pub(crate) fn take(&self, key: &K, cost: usize, now: u64) -> Result<(), u64> {
        let cost = (cost as f64).min(self.capacity);
        let mut buckets = lock(&self.buckets);
        if buckets.len() >= REMEMBERED && !buckets.contains_key(key) {
            let (capacity, per_ms) = (self.capacity, self.per_ms);
            buckets.retain(|_, bucket| bucket.level(now, capacity, per_ms) < capacity);
        }
        let bucket = buckets.entry(key.clone()).or_insert(Bucket {
            left: self.capacity,
            at: now,
        });
        bucket.left = bucket.level(now, self.capacity, self.per_ms);
        bucket.at = now;
        if bucket.left >= cost {
            bucket.left -= cost;
            return Ok(());
        }
        Err((((cost - bucket.left) / self.per_ms / 1000.0).ceil() as u64).max(1))
    }
}

impl Bucket {
    fn level(&self, now: u64, capacity: f64, per_ms: f64) -> f64 {
        (self.left + now.saturating_sub(self.at) as f64 * per_ms).min(capacity)
    }
}

/// The address attempts are counted under: an IPv6 user has a whole /64.
pub(crate) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let mut octets = v6.octets();
            octets[8..].fill(0);
            IpAddr::from(octets)
        }
        v4 => v4,
    }
}

/// Nonces already used, per token (by its hash), for as long as the token lives.
#[derive(Debug, Default)]
pub(crate) struct Nonces {
    seen: Mutex<BTreeMap<[u8; 32], Seen>>,
}

#[derive(Debug)]
struct Seen {
    expires: u64,
    nonces: std::collections::BTreeSet<[u8; 16]>,
}

/// Nonces one token may use; then it must be renewed, never is one forgotten.
const NONCES: usize = 8192;

/// Whether a nonce may be used.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Fresh {
    /// Never seen with that token.
    Yes,
    /// Already used: a replay.
    Replayed,
    /// The token has been used too often.
    Exhausted,
}

impl Nonces {
    /// Uses a nonce of a token that expires at `expires`.
    pub(crate) fn take(&self, token: &[u8; 32], nonce: [u8; 16], expires: u64, now: u64) -> Fresh {
        let mut seen = lock(&self.seen);
        if !seen.contains_key(token) {
            seen.retain(|_, seen| seen.expires > now);
        }
        let known = seen.entry(*token).or_insert_with(|| Seen {
            expires,
            nonces: Default::default(),
        });
        if known.nonces.contains(&nonce) {
            Fresh::Replayed
        } else if known.nonces.len() >= NONCES {
            Fresh::Exhausted
        } else {
            known.nonces.insert(nonce);
            Fresh::Yes
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: u64 = 3_600_000;

    #[test]
    fn a_budget_is_spent_then_comes_back_with_time() {
        let budget = Budget::new(3, 3);
        for _ in 0..3 {
            assert_eq!(budget.take(&"a", 1, 0), Ok(()));
        }
        assert_eq!(budget.take(&"a", 1, 0), Err(1200));
        assert_eq!(budget.take(&"b", 1, 0), Ok(()));
        assert_eq!(budget.take(&"a", 1, HOUR / 3), Ok(()));
        assert!(budget.take(&"a", 1, HOUR / 3).is_err());
    }

    #[test]
    fn more_than_the_capacity_is_slow_and_not_impossible() {
        let budget = Budget::new(10, 10);
        assert_eq!(budget.take(&1, 1000, 0), Ok(()));
        assert!(budget.take(&1, 1000, HOUR / 2).is_err());
        assert_eq!(budget.take(&1, 1000, HOUR), Ok(()));
    }

    #[test]
    fn a_nonce_serves_once_per_token() {
        let nonces = Nonces::default();
        assert_eq!(nonces.take(&[1; 32], [7; 16], 10, 0), Fresh::Yes);
        assert_eq!(nonces.take(&[1; 32], [7; 16], 10, 0), Fresh::Replayed);
        assert_eq!(nonces.take(&[2; 32], [7; 16], 10, 0), Fresh::Yes);
        for n in 1..NONCES {
            assert_eq!(
                nonces.take(&[1; 32], (n as u128).to_be_bytes(), 10, 0),
                Fresh::Yes
            );
        }
        assert_eq!(nonces.take(&[1; 32], [9; 16], 10, 0), Fresh::Exhausted);
    }

    #[test]
    fn an_ipv6_user_counts_once() {
        let a = network("2001:db8::1".parse().unwrap());
        assert_eq!(a, network("2001:db8::ffff".parse().unwrap()));
        assert_ne!(a, network("2001:db8:0:1::1".parse().unwrap()));
        assert_eq!(
            network("::ffff:192.0.2.1".parse().unwrap()),
            network("192.0.2.1".parse().unwrap())
        );
    }
}
