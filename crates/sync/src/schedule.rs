//! When to try the next exchange: after a save, on network return, on a timer with jitter, and
//! again after every failure. It never gives up and is always armed. One exchange at a time.

/// Wait after a local commit, milliseconds, so that a burst of saves leaves together.
pub const DEBOUNCE_MS: u64 = 5_000;
/// Wait after a sign that the network is back, milliseconds.
pub const NETWORK_MS: u64 = 500;
/// First wait after a failure, milliseconds.
pub const BACKOFF_BASE_MS: u64 = 2_000;
/// Longest wait after failures, milliseconds.
pub const BACKOFF_CAP_MS: u64 = 15 * 60_000;
/// Usual wait between unprompted exchanges, milliseconds, when the server suggests none.
pub const POLL_MS: u64 = 5 * 60_000;

/// How an exchange ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The server answered and nothing is left to do now; seconds it suggests to wait.
    Done {
        /// Suggested wait, seconds.
        next_poll: u64,
    },
    /// The server answered and there is more to send or to read.
    More,
    /// It failed; seconds the server asked to wait, if it could.
    Failed {
        /// Asked wait, seconds.
        retry_after: Option<u64>,
    },
}

fn earliest(planned: Option<u64>, at: u64) -> Option<u64> {
    Some(planned.map_or(at, |planned| planned.min(at)))
}

/// The plan. Times are milliseconds of a clock that never goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Schedule {
    next: u64,
    /// Last wait after a failure; 0 when the last exchange succeeded.
    backoff: u64,
    /// The server asked not to be called before that.
    not_before: u64,
    running: bool,
    /// Wished while an exchange was under way, which may have read the outbox before: kept for
    /// when it has succeeded.
    after_success: Option<u64>,
    /// The same, for when it has failed: what was recorded waits for the back-off, a person and
    /// a new network do not.
    after_failure: Option<u64>,
}

impl Schedule {
    /// A plan that tries at once.
    #[must_use]
    pub fn new(now: u64) -> Self {
        Self {
            next: now,
            backoff: 0,
            not_before: 0,
            running: false,
            after_success: None,
            after_failure: None,
        }
    }

    /// Something was recorded. During an outage the planned try is kept: a save must not turn
    /// the back-off into a hammer.
    pub fn committed(&mut self, now: u64) {
        let at = now + DEBOUNCE_MS;
        if self.running {
            self.after_success = earliest(self.after_success, at);
        } else if self.backoff == 0 {
            self.bring_forward(at);
        }
    }

    /// The system says that the network changed: a hint worth one early try.
    pub fn network_changed(&mut self, now: u64) {
        self.backoff = 0;
        self.bring_forward(now + NETWORK_MS);
    }

    /// A person asks.
    pub fn asked(&mut self, now: u64) {
        self.not_before = 0;
        self.bring_forward(now);
    }

    fn bring_forward(&mut self, at: u64) {
        if self.running {
            self.after_success = earliest(self.after_success, at);
            self.after_failure = earliest(self.after_failure, at);
        }
        self.next = self.next.min(at).max(self.not_before);
    }

    /// Milliseconds until the next try.
    #[must_use]
    pub fn wait(&self, now: u64) -> u64 {
        self.next.saturating_sub(now)
    }

    /// Takes the turn if it is time; false when it is too early or an exchange is under way.
    pub fn start(&mut self, now: u64) -> bool {
        let go = !self.running && now >= self.next;
        if go {
            self.running = true;
            // Armed in any case: should the exchange vanish, the timer still brings another.
            self.next = now + BACKOFF_CAP_MS;
        }
        go
    }

    /// The exchange ended; `random` is any number.
    pub fn ended(&mut self, now: u64, how: Ended, random: u64) {
        self.running = false;
        let after_success = self.after_success.take();
        let after_failure = self.after_failure.take();
        let wished = match how {
            Ended::Failed { .. } => after_failure,
            Ended::More | Ended::Done { .. } => after_success,
        };
        match how {
            Ended::More => {
                self.backoff = 0;
                self.next = now;
            }
            Ended::Done { next_poll } => {
                self.backoff = 0;
                let base = if next_poll == 0 {
                    POLL_MS
                } else {
                    next_poll.saturating_mul(1000).min(BACKOFF_CAP_MS)
                };
                // ± 50 %, so that a département does not call as one.
                self.next = now + base / 2 + random % base.max(1);
            }
            Ended::Failed { retry_after } => {
                let top = (self.backoff.max(BACKOFF_BASE_MS))
                    .saturating_mul(3)
                    .min(BACKOFF_CAP_MS);
                let span = top - BACKOFF_BASE_MS;
                self.backoff = BACKOFF_BASE_MS + random % span.max(1);
                self.next = now + self.backoff;
                if let Some(seconds) = retry_after {
                    self.not_before = now + seconds.saturating_mul(1000).min(BACKOFF_CAP_MS);
                    self.next = self.next.max(self.not_before);
                }
            }
        }
        if let Some(at) = wished {
            self.bring_forward(at);
        }
    }

    /// Whether an exchange is under way.
    #[must_use]
    pub fn running(&self) -> bool {
        self.running
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_recorded_during_an_exchange_leaves_soon_after_it() {
        let mut schedule = Schedule::new(0);
        assert!(schedule.start(0));
        schedule.committed(1_000);
        schedule.ended(2_000, Ended::Done { next_poll: 300 }, 7);
        assert_eq!(schedule.wait(2_000), 1_000 + DEBOUNCE_MS - 2_000);
        // Told once.
        assert!(schedule.start(6_000));
        schedule.ended(6_100, Ended::Done { next_poll: 300 }, 7);
        assert!(schedule.wait(6_100) >= 150_000);
    }

    #[test]
    fn what_is_recorded_during_an_exchange_that_fails_waits_for_the_back_off() {
        let mut schedule = Schedule::new(0);
        assert!(schedule.start(0));
        schedule.committed(10);
        schedule.ended(60_000, Ended::Failed { retry_after: None }, 3_000);
        assert_eq!(schedule.wait(60_000), BACKOFF_BASE_MS + 3_000);
        // Its try succeeds: what was recorded meanwhile leaves, whatever the outage was.
        assert!(schedule.start(65_000));
        schedule.committed(65_500);
        schedule.ended(66_000, Ended::Done { next_poll: 300 }, 7);
        assert_eq!(schedule.wait(66_000), DEBOUNCE_MS - 500);
    }

    #[test]
    fn a_person_who_asks_during_an_exchange_that_fails_is_obeyed_after_it() {
        let mut schedule = Schedule::new(0);
        assert!(schedule.start(0));
        schedule.asked(10);
        schedule.ended(60_000, Ended::Failed { retry_after: None }, 3_000);
        assert_eq!(schedule.wait(60_000), 0);
        assert!(schedule.start(60_000));
        schedule.ended(61_000, Ended::Failed { retry_after: None }, 3_000);
        assert!(schedule.wait(61_000) >= BACKOFF_BASE_MS);
    }

    #[test]
    fn a_burst_of_saves_leaves_together_within_five_seconds() {
        let mut plan = Schedule::new(0);
        assert!(plan.start(0));
        plan.ended(0, Ended::Done { next_poll: 300 }, 0);
        plan.committed(1_000);
        plan.committed(4_000);
        assert_eq!(plan.wait(1_000), DEBOUNCE_MS);
        assert!(!plan.start(5_999));
        assert!(plan.start(6_000));
        assert!(!plan.start(6_000), "one exchange at a time");
    }

    #[test]
    fn network_return_ends_the_back_off_but_not_what_the_server_asked() {
        let mut plan = Schedule::new(0);
        for _ in 0..10 {
            plan.ended(0, Ended::Failed { retry_after: None }, u64::MAX / 3);
        }
        plan.network_changed(1_000);
        assert_eq!(plan.wait(1_000), NETWORK_MS);
        plan.ended(
            1_000,
            Ended::Failed {
                retry_after: Some(60),
            },
            0,
        );
        plan.network_changed(2_000);
        assert_eq!(plan.wait(1_000), 60_000);
        plan.asked(2_000);
        assert_eq!(plan.wait(2_000), 0);
    }

    #[derive(Debug, Clone)]
    enum Step {
        Commit,
        Network,
        Asked,
        Try(u8, u64),
        Pass(u64),
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        prop::collection::vec(
            prop_oneof![
                Just(Step::Commit),
                Just(Step::Network),
                Just(Step::Asked),
                (0u8..4, any::<u64>()).prop_map(|(how, random)| Step::Try(how, random)),
                (0u64..2_000_000).prop_map(Step::Pass),
            ],
            0..80,
        )
    }

    proptest! {
        /// P15, the client's part: whatever happened, the next try is at most a quarter of an
        /// hour (and half a poll) away.
        #[test]
        fn it_never_gives_up(steps in steps()) {
            let mut now = 0;
            let mut plan = Schedule::new(now);
            for step in steps {
                match step {
                    Step::Commit => plan.committed(now),
                    Step::Network => plan.network_changed(now),
                    Step::Asked => plan.asked(now),
                    Step::Pass(ms) => now += ms,
                    Step::Try(how, random) => if plan.start(now) {
                        let how = match how {
                            0 => Ended::Done { next_poll: random % 1000 },
                            1 => Ended::More,
                            2 => Ended::Failed { retry_after: Some(random % 100_000) },
                            _ => Ended::Failed { retry_after: None },
                        };
                        plan.ended(now, how, random);
                    },
                }
                prop_assert!(plan.wait(now) <= BACKOFF_CAP_MS * 3 / 2);
            }
        }
    }
}
