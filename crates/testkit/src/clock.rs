//! Time that moves only when somebody says so, the same for the laptops and the server of a test.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use chrono::{DateTime, Days, FixedOffset, Utc};
use escale_app::ports::Clock;

/// The true time, milliseconds since 1970. Copies are the same one; it never goes back.
#[derive(Debug, Clone)]
pub struct World(Arc<AtomicU64>);

impl World {
    /// A world that begins at that time.
    #[must_use]
    pub fn at(time: DateTime<Utc>) -> Self {
        let ms = u64::try_from(time.timestamp_millis()).unwrap_or(0);
        Self(Arc::new(AtomicU64::new(ms)))
    }

    /// A world that begins yesterday at nine: certificates made there are valid today, and the
    /// hour at which tests run makes no difference.
    #[must_use]
    pub fn yesterday() -> Self {
        let day = Utc::now().date_naive();
        let day = day.checked_sub_days(Days::new(1)).unwrap_or(day);
        Self::at(day.and_hms_opt(9, 0, 0).unwrap_or_default().and_utc())
    }

    /// Milliseconds since 1970.
    #[must_use]
    pub fn now(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }

    /// Lets that many milliseconds pass, for everybody.
    pub fn pass_ms(&self, ms: u64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }

    /// Lets that many minutes pass, for everybody.
    pub fn pass(&self, minutes: u64) {
        self.pass_ms(minutes * 60_000);
    }

    /// Moves forward to that time; an earlier one changes nothing.
    pub fn reach(&self, time: DateTime<Utc>) {
        let ms = u64::try_from(time.timestamp_millis()).unwrap_or(0);
        self.0.fetch_max(ms, Ordering::SeqCst);
    }

    /// The server's view of it.
    #[must_use]
    pub fn server_clock(&self) -> escale_server::Clock {
        let world = self.clone();
        escale_server::Clock::new(move || world.now())
    }
}

/// A laptop's clocks: the wall clock may be wrong, the other one only goes forward.
#[derive(Debug)]
pub struct LaptopClock {
    world: World,
    began: u64,
    wrong_by_ms: AtomicI64,
    zone: FixedOffset,
}

impl LaptopClock {
    /// A right clock, on winter time whatever the computer's.
    #[must_use]
    pub fn new(world: &World) -> Self {
        Self::in_zone(
            world,
            FixedOffset::east_opt(3600).unwrap_or_else(|| chrono::Offset::fix(&Utc)),
        )
    }

    /// A right clock, in a zone.
    #[must_use]
    pub fn in_zone(world: &World, zone: FixedOffset) -> Self {
        Self {
            world: world.clone(),
            began: world.now(),
            wrong_by_ms: AtomicI64::new(0),
            zone,
        }
    }

    /// Sets the wall clock to a time, right or not; it goes on from there.
    pub fn set(&self, time: DateTime<Utc>) {
        let now = i64::try_from(self.world.now()).unwrap_or(i64::MAX);
        self.wrong_by_ms.store(
            time.timestamp_millis().saturating_sub(now),
            Ordering::SeqCst,
        );
    }

    /// Sets the wall clock right.
    pub fn set_right(&self) {
        self.wrong_by_ms.store(0, Ordering::SeqCst);
    }
}

impl Clock for LaptopClock {
    fn now(&self) -> DateTime<FixedOffset> {
        let now = i64::try_from(self.world.now()).unwrap_or(i64::MAX);
        let shown = now.saturating_add(self.wrong_by_ms.load(Ordering::SeqCst));
        DateTime::from_timestamp_millis(shown)
            .unwrap_or_default()
            .with_timezone(&self.zone)
    }

    fn monotonic_ms(&self) -> u64 {
        self.world.now().saturating_sub(self.began)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_wall_clock_leaves_the_other_one_alone() {
        let world = World::yesterday();
        let clock = LaptopClock::new(&world);
        clock.set("2000-01-01T00:00:00Z".parse().unwrap());
        world.pass(1);
        assert_eq!(clock.now().to_rfc3339(), "2000-01-01T01:01:00+01:00");
        assert_eq!(clock.monotonic_ms(), 60_000);
        clock.set_right();
        assert_eq!(clock.now().timestamp_millis().unsigned_abs(), world.now());
    }
}
