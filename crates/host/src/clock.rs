//! The computer's clocks. Both may be wrong or jump; the app lives with it.

use std::time::Instant;

use chrono::{DateTime, FixedOffset, Local};
use escale_app::ports::Clock;

/// The wall clock with the local offset, and a clock that only goes forward.
#[derive(Debug)]
pub struct SystemClock {
    start: Instant,
}

impl SystemClock {
    /// The clocks, the second counting from now.
    #[must_use]
    pub fn new() -> Self {
        Self {
            start: Instant::now(),
        }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    fn now(&self) -> DateTime<FixedOffset> {
        Local::now().fixed_offset()
    }

    fn monotonic_ms(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn monotonic_time_never_goes_back() {
        let clock = SystemClock::new();
        let before = clock.monotonic_ms();
        assert!(clock.monotonic_ms() >= before);
    }
}
