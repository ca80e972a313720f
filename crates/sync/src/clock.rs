//! Hybrid logical clock (Kulkarni–Demirbas): 48 bits of milliseconds, 16 bits of counter.
//!
//! Local generation never fails and never goes back, whatever the wall clock does. What the
//! server learns from a push decides the *effective* stamp of each operation, so that a laptop
//! with a dead clock battery neither wins for ever nor loses what it had seen.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How far in the future of the server a stamp may be before it is clamped, in milliseconds.
pub const FUTURE_TOLERANCE_MS: u64 = 60_000;
/// Skew under which stamps of the current boot are left as they are, in milliseconds.
pub const SKEW_TOLERANCE_MS: i64 = 120_000;
/// Offsets to the server's time under this are ignored, in milliseconds.
pub const OFFSET_FLOOR_MS: i64 = 2_000;

/// A stamp: sorts as a `u64`, written `0199a3c2f1e0.0007`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Hlc(pub u64);

impl Hlc {
    /// A stamp from milliseconds since 1970 and a counter. Milliseconds beyond 48 bits saturate.
    #[must_use]
    pub fn new(ms: u64, counter: u16) -> Self {
        Self((ms.min((1 << 48) - 1) << 16) | u64::from(counter))
    }

    /// Milliseconds since 1970.
    #[must_use]
    pub fn ms(self) -> u64 {
        self.0 >> 16
    }

    /// The counter.
    #[must_use]
    pub fn counter(self) -> u16 {
        (self.0 & 0xffff) as u16
    }

    /// The next stamp; the counter overflows into the milliseconds.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl fmt::Display for Hlc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:012x}.{:04x}", self.ms(), self.counter())
    }
}

/// A stamp that is not of the form `012 hexadecimal digits.04 hexadecimal digits`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("malformed stamp")]
pub struct MalformedStamp;

impl FromStr for Hlc {
    type Err = MalformedStamp;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let hex = |part: &str, len: usize| {
            (part.len() == len && part.bytes().all(|b| b.is_ascii_hexdigit()))
                .then(|| u64::from_str_radix(part, 16).ok())
                .flatten()
                .ok_or(MalformedStamp)
        };
        let (ms, counter) = text.split_once('.').ok_or(MalformedStamp)?;
        Ok(Self((hex(ms, 12)? << 16) | hex(counter, 4)?))
    }
}

impl Serialize for Hlc {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hlc {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// The clock of one laptop; persisted in the same transaction as the operation it stamps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Clock {
    /// Last stamp given or seen.
    pub last: Hlc,
    /// What to add to the wall clock to read the server's, in milliseconds.
    pub offset_ms: i64,
    /// Round trip of the sample that gave the offset, in milliseconds; 0 when none.
    pub rtt_ms: u64,
}

impl Clock {
    /// The corrected physical time.
    #[must_use]
    pub fn physical(&self, wall_ms: u64) -> u64 {
        let offset = if self.offset_ms.abs() < OFFSET_FLOOR_MS {
            0
        } else {
            self.offset_ms
        };
        wall_ms.saturating_add_signed(offset)
    }

    /// A new stamp, strictly greater than every one given before.
    pub fn tick(&mut self, wall_ms: u64) -> Hlc {
        self.last = self.last.next().max(Hlc::new(self.physical(wall_ms), 0));
        self.last
    }

    /// Sees a stamp of somebody else. A stamp far in the future never drags this clock along.
    pub fn see(&mut self, stamp: Hlc, wall_ms: u64) {
        let ceiling = Hlc::new(
            self.physical(wall_ms).saturating_add(FUTURE_TOLERANCE_MS),
            u16::MAX,
        );
        if stamp <= ceiling {
            self.last = self.last.max(stamp);
        }
    }

    /// Learns the server's time from one exchange (NTP formula). The sample with the smallest
    /// round trip is kept, unless the new one contradicts it beyond both round trips: then this
    /// computer's clock was changed and the new sample is the truth.
    pub fn learn(&mut self, sent_wall_ms: u64, received_wall_ms: u64, server_ms: u64) {
        let rtt = received_wall_ms.saturating_sub(sent_wall_ms);
        let middle = sent_wall_ms.saturating_add(rtt / 2);
        let signed = |ms: u64| i64::try_from(ms).unwrap_or(i64::MAX);
        let offset = signed(server_ms).saturating_sub(signed(middle));
        let gap = offset.saturating_sub(self.offset_ms).unsigned_abs();
        let first = self.rtt_ms == 0;
        if first || rtt <= self.rtt_ms || gap > rtt.saturating_add(self.rtt_ms) {
            self.offset_ms = offset;
            self.rtt_ms = rtt.max(1);
        }
    }
}

/// What the server knows when it gives an operation its effective stamp.
#[derive(Debug, Clone, Copy)]
pub struct Arrival {
    /// Server time of arrival, milliseconds since 1970.
    pub rx_ms: u64,
    /// The device's own corrected time when it sent the push, milliseconds since 1970.
    pub sent_at: u64,
    /// The operation was made since the device's current start.
    pub current_boot: bool,
}

/// An effective stamp and how it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effective {
    /// The stamp.
    pub stamp: Hlc,
    /// It was brought back from the future.
    pub clamped: bool,
    /// It was moved by the device's skew.
    pub shifted: bool,
}

/// The effective stamp of an operation stamped `h` on its device (sync design 3.3).
///
/// `floor` is the greatest stamp among the values it overwrites and the device's previous
/// operation: whoever overwrites a value has seen it, so the result is always above it.
#[must_use]
pub fn effective(h: Hlc, arrival: Arrival, floor: Hlc) -> Effective {
    let signed = |ms: u64| i64::try_from(ms).unwrap_or(i64::MAX);
    let skew = signed(arrival.rx_ms).saturating_sub(signed(arrival.sent_at));
    let mut stamp = h;
    let mut shifted = false;
    if arrival.current_boot && skew.abs() > SKEW_TOLERANCE_MS {
        stamp = Hlc::new(h.ms().saturating_add_signed(skew), h.counter());
        shifted = true;
    }
    let clamped = stamp.ms() > arrival.rx_ms.saturating_add(FUTURE_TOLERANCE_MS);
    if clamped {
        stamp = Hlc::new(arrival.rx_ms, h.counter());
    }
    if floor > Hlc::default() && stamp <= floor {
        stamp = floor.next();
    }
    Effective {
        stamp,
        clamped,
        shifted: shifted && !clamped,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_stamp_is_written_as_sixteen_digits_and_a_dot() {
        let stamp = Hlc::new(0x0199_a3c2_f1e0, 7);
        assert_eq!(stamp.to_string(), "0199a3c2f1e0.0007");
        assert_eq!("0199a3c2f1e0.0007".parse(), Ok(stamp));
        for bad in [
            "",
            "0199a3c2f1e0",
            "0199a3c2f1e.0007",
            "+199a3c2f1e0.0007",
            "0199a3c2f1e0.007x",
        ] {
            assert_eq!(bad.parse::<Hlc>(), Err(MalformedStamp), "{bad}");
        }
    }

    #[test]
    fn a_laptop_of_the_year_2000_is_right_after_its_first_contact() {
        let (wall, server) = (946_684_800_000, 1_795_000_000_000);
        let mut clock = Clock::default();
        assert_eq!(clock.tick(wall).ms(), wall);
        clock.learn(wall, wall + 400, server);
        assert_eq!(clock.physical(wall + 200), server);
        // Its battery is replaced: the old, better sample must not survive the change.
        clock.learn(server, server + 900, server + 450);
        assert_eq!(clock.physical(server), server);
    }

    #[test]
    fn a_poisoned_stamp_does_not_drag_the_clock() {
        let mut clock = Clock::default();
        let before = clock.tick(1_000_000);
        clock.see(Hlc::new(1 << 47, 0), 1_000_000);
        assert_eq!(clock.tick(1_000_000), before.next());
    }

    #[test]
    fn a_stamp_from_the_future_is_clamped_and_stays_above_what_it_overwrites() {
        let arrival = Arrival {
            rx_ms: 1_000_000,
            sent_at: 1_000_000,
            current_boot: false,
        };
        let got = effective(Hlc::new(9_000_000, 3), arrival, Hlc::default());
        assert_eq!(
            got,
            Effective {
                stamp: Hlc::new(1_000_000, 3),
                clamped: true,
                shifted: false
            }
        );
        let floor = Hlc::new(1_000_050, 0);
        assert_eq!(
            effective(Hlc::new(500, 0), arrival, floor).stamp,
            floor.next()
        );
    }

    #[test]
    fn operations_of_this_boot_are_moved_by_the_skew() {
        let arrival = Arrival {
            rx_ms: 10_000_000,
            sent_at: 5_000_000,
            current_boot: true,
        };
        let got = effective(Hlc::new(4_900_000, 1), arrival, Hlc::default());
        assert_eq!(
            got,
            Effective {
                stamp: Hlc::new(9_900_000, 1),
                clamped: false,
                shifted: true
            }
        );
        let older = Arrival {
            current_boot: false,
            ..arrival
        };
        assert_eq!(
            effective(Hlc::new(4_900_000, 1), older, Hlc::default()).stamp,
            Hlc::new(4_900_000, 1)
        );
    }

    proptest! {
        #[test]
        fn stamps_only_grow_whatever_the_wall_clock_says(walls in prop::collection::vec(any::<u64>(), 1..60)) {
            let mut clock = Clock::default();
            let mut last = Hlc::default();
            for wall in walls {
                let stamp = clock.tick(wall % (1 << 46));
                prop_assert!(stamp > last);
                last = stamp;
            }
        }

        #[test]
        fn writing_and_reading_a_stamp_agree(raw in any::<u64>()) {
            prop_assert_eq!(Hlc(raw).to_string().parse(), Ok(Hlc(raw)));
        }

        #[test]
        fn the_effective_stamp_is_above_its_floor(h in any::<u64>(), rx in 0u64..1 << 46, sent in 0u64..1 << 46,
                                                  boot in any::<bool>(), floor in 1u64..u64::MAX / 2) {
            let arrival = Arrival { rx_ms: rx, sent_at: sent, current_boot: boot };
            prop_assert!(effective(Hlc(h), arrival, Hlc(floor)).stamp > Hlc(floor));
        }
    }
}
