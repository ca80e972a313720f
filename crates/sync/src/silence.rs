//! How long a laptop has heard nothing, and how long its oldest record waits, reckoned so that no
//! clock decides alone.
//!
//! Time is counted in steps, from one look to the next. A step counts for what the steady clock of
//! the program says or, where the program was closed or the computer slept in between, for what
//! the wall clock says, *but no more than a few days*. Hence: a wall clock that leaps ahead by
//! years, alone, locks nothing and alarms nobody; one that is put back gives no time back, since
//! what was counted stays counted until the server answers. The price is said: a laptop that was
//! off for months counts a few days only, but while it is off it is closed.

use serde::{Deserialize, Serialize};

const DAY_MS: u64 = 24 * 3_600_000;
/// Days without contact before the lock, where the organisation says nothing.
pub const USUAL_DAYS: u32 = 45;
/// Fewest and most days an organisation may choose.
pub const FEWEST_DAYS: u32 = 7;
/// See [`FEWEST_DAYS`].
pub const MOST_DAYS: u32 = 60;
/// The lock is announced that many days before, or half of the time where it is short.
const ANNOUNCED_DAYS: u32 = 10;
/// Most that one step unheard by the steady clock counts towards the lock, milliseconds.
const STEP_MS: u64 = 7 * DAY_MS;
/// Most that one such step counts towards the reminder: under its first mark of three days.
const UNSENT_STEP_MS: u64 = 60 * 3_600_000;

/// What was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Silence {
    /// Without contact, milliseconds.
    pub silent_ms: u64,
    /// Since what waits began to wait, or since the server last took some of it, milliseconds.
    pub unsent_ms: u64,
    /// Wall clock at the last look, milliseconds since 1970; 0 before the first.
    pub seen_ms: u64,
    /// Days without contact before the lock.
    pub days: u32,
}

impl Default for Silence {
    fn default() -> Self {
        Self {
            silent_ms: 0,
            unsent_ms: 0,
            seen_ms: 0,
            days: USUAL_DAYS,
        }
    }
}

impl Silence {
    /// Time passes: the wall clock says `wall_ms`; `steady_ms` have passed on the steady clock
    /// since the last look, as far as this start of the program knows. `waiting`: something is
    /// to be sent.
    pub fn look(&mut self, wall_ms: u64, steady_ms: u64, waiting: bool) {
        let leap = if self.seen_ms == 0 {
            0
        } else {
            wall_ms.saturating_sub(self.seen_ms)
        };
        // One leap alone never locks, however short the time chosen.
        let most = STEP_MS.min(self.limit_ms() / 2);
        self.silent_ms = self.silent_ms.saturating_add(steady_ms.max(leap.min(most)));
        self.unsent_ms = if waiting {
            let step = steady_ms.max(leap.min(UNSENT_STEP_MS));
            self.unsent_ms.saturating_add(step)
        } else {
            0
        };
        self.seen_ms = wall_ms.max(1);
    }

    /// The server answered, authenticated; what the organisation chose comes with it.
    pub fn heard(&mut self, days: Option<u32>) {
        self.silent_ms = 0;
        self.days = days.unwrap_or(USUAL_DAYS).clamp(FEWEST_DAYS, MOST_DAYS);
    }

    /// The server took some of what waited.
    pub fn took(&mut self) {
        self.unsent_ms = 0;
    }

    fn limit_ms(&self) -> u64 {
        u64::from(self.days.clamp(FEWEST_DAYS, MOST_DAYS)) * DAY_MS
    }

    /// Whether the laptop locks until it has reached the server.
    #[must_use]
    pub fn locks(&self) -> bool {
        self.silent_ms >= self.limit_ms()
    }

    /// Days left before it locks, when that is near.
    #[must_use]
    pub fn announced(&self) -> Option<u32> {
        let left = self.limit_ms().saturating_sub(self.silent_ms);
        let near = u64::from(ANNOUNCED_DAYS.min(self.days / 2)) * DAY_MS;
        (left <= near).then(|| u32::try_from(left.div_ceil(DAY_MS)).unwrap_or(u32::MAX))
    }

    /// Whole days that the oldest record has waited; `recorded_ms` is when the wall clock of then
    /// says it was recorded. Both must say it, unless the clock was put back since.
    #[must_use]
    pub fn waited_days(&self, recorded_ms: Option<u64>) -> u32 {
        let told = recorded_ms
            .map(|at| self.seen_ms.saturating_sub(at))
            .filter(|told| *told > 0);
        let days = self.unsent_ms.min(told.unwrap_or(u64::MAX)) / DAY_MS;
        u32::try_from(days).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const HOUR: u64 = 3_600_000;
    const START: u64 = 1_790_000_000_000;

    fn begun() -> Silence {
        let mut silence = Silence::default();
        silence.look(START, 0, false);
        silence
    }

    #[test]
    fn forty_five_days_of_use_lock_and_one_answer_opens() {
        let mut silence = begun();
        for day in 1..=45 {
            assert!(!silence.locks(), "day {day}");
            // Closed every evening: the steady clock begins again.
            silence.look(START + day * DAY_MS, 0, true);
        }
        assert!(silence.locks());
        assert_eq!(silence.announced(), Some(0));
        silence.heard(Some(30));
        assert!(!silence.locks());
        assert_eq!((silence.announced(), silence.days), (None, 30));
    }

    #[test]
    fn weeks_without_network_lock_nothing() {
        let mut silence = begun();
        for day in 1..=34 {
            silence.look(START + day * DAY_MS, 0, true);
            assert!(!silence.locks());
            assert_eq!(silence.announced(), None);
        }
        silence.look(START + 36 * DAY_MS, 0, true);
        assert_eq!(silence.announced(), Some(9));
    }

    #[test]
    fn a_clock_that_leaps_alone_locks_nothing_and_alarms_nobody() {
        for days in [FEWEST_DAYS, USUAL_DAYS, MOST_DAYS] {
            let mut silence = begun();
            silence.heard(Some(days));
            silence.look(START + HOUR, HOUR, true);
            silence.look(START + 30_000 * DAY_MS, 60_000, true);
            assert!(!silence.locks());
            assert!(silence.waited_days(Some(START)) < 3);
            // Put right again: counted on, from where it was.
            silence.look(START + 2 * HOUR, HOUR, true);
            assert!(!silence.locks());
        }
    }

    #[test]
    fn a_clock_put_back_gives_no_time_back() {
        let mut silence = begun();
        for _ in 0..60 {
            // Eight hours of work, then the clock put back to the morning.
            silence.look(START + 8 * HOUR, 8 * HOUR, true);
            silence.look(START, 0, true);
        }
        assert_eq!(silence.silent_ms, 60 * 8 * HOUR);
        for _ in 0..75 {
            silence.look(START + 8 * HOUR, 8 * HOUR, true);
            silence.look(START, 0, true);
        }
        assert!(silence.locks());
    }

    #[test]
    fn what_waits_is_counted_from_when_it_began_to_wait() {
        let mut silence = begun();
        silence.look(START + 2 * DAY_MS, 0, false);
        for day in 3..=6 {
            silence.look(START + day * DAY_MS, 0, true);
        }
        assert_eq!(silence.waited_days(Some(START + 2 * DAY_MS)), 4);
        // The oldest was recorded yesterday.
        assert_eq!(silence.waited_days(Some(START + 5 * DAY_MS)), 1);
        // The clock is behind what it said then.
        assert_eq!(silence.waited_days(Some(START + 90 * DAY_MS)), 4);
        silence.took();
        assert_eq!(silence.waited_days(Some(START)), 0);
    }

    proptest! {
        /// Whatever clocks do, no look takes time away, and time away from the steady clock is
        /// bounded at each look.
        #[test]
        fn no_clock_decides_alone(looks in prop::collection::vec((0u64..u64::MAX / 2, 0u64..48), 1..40)) {
            let mut silence = begun();
            let mut before = 0;
            for (wall, hours) in looks {
                silence.look(wall, hours * HOUR, true);
                prop_assert!(silence.silent_ms >= before + hours * HOUR);
                prop_assert!(silence.silent_ms <= before + (hours * HOUR).max(STEP_MS));
                before = silence.silent_ms;
            }
        }
    }
}
