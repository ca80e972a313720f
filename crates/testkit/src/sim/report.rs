//! The figures of many runs.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::acts::ACTS;
use super::air::Fate;

/// Cases that many runs together must have met, or they prove nothing.
const MUST_REACH: &[&str] = &[
    "conflicts",
    "epochs",
    "forks",
    "power-cuts",
    "durable",
    "stale-forms",
    "joined",
    "parted",
    "chosen",
    "deleted",
    "restored",
    "revoked",
    "busy",
    "refusals-ignored",
    "left-behind",
    "held",
    "parcels",
    "erased",
    "snapshots",
];

/// What happened, counted.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Runs.
    pub seeds: u64,
    /// Simulated time of all laptops, milliseconds.
    pub laptop_ms: u64,
    /// Operations in the logs at the end.
    pub operations: u64,
    /// Acts.
    pub acts: BTreeMap<&'static str, u64>,
    /// What the lines did to requests.
    pub fates: BTreeMap<&'static str, u64>,
    /// Cases reached.
    pub reached: BTreeMap<&'static str, u64>,
}

impl Tally {
    pub(crate) fn reach(&mut self, case: &'static str) {
        *self.reached.entry(case).or_default() += 1;
    }

    /// Adds another's figures.
    pub fn add(&mut self, other: &Self) {
        self.seeds += other.seeds;
        self.laptop_ms += other.laptop_ms;
        self.operations += other.operations;
        for (mine, theirs) in [
            (&mut self.acts, &other.acts),
            (&mut self.fates, &other.fates),
            (&mut self.reached, &other.reached),
        ] {
            for (name, times) in theirs {
                *mine.entry(name).or_default() += times;
            }
        }
    }

    /// Cases that were never met: acts, fates and situations.
    #[must_use]
    pub fn missing(&self) -> Vec<&'static str> {
        let none = |map: &BTreeMap<&'static str, u64>, name: &&'static str| {
            map.get(*name).copied().unwrap_or(0) == 0
        };
        let acts = ACTS
            .iter()
            .map(|act| act.name)
            .filter(|name| none(&self.acts, name));
        let fates = Fate::ALL
            .iter()
            .map(|fate| fate.name())
            .filter(|name| none(&self.fates, name));
        let cases = MUST_REACH
            .iter()
            .copied()
            .filter(|name| none(&self.reached, name));
        acts.chain(fates).chain(cases).collect()
    }
}

/// Many runs.
#[derive(Debug, Default)]
pub struct Report {
    /// What happened.
    pub tally: Tally,
    /// Broken promises, by name: the seeds.
    pub broken: BTreeMap<String, Vec<u64>>,
}

impl Report {
    /// As printed.
    #[must_use]
    pub fn table(&self) -> String {
        let mut text = String::new();
        let tally = &self.tally;
        let days = tally.laptop_ms as f64 / 86_400_000.0;
        let _ = writeln!(
            text,
            "seeds              {:>9}  (each run twice, equal traces)",
            tally.seeds
        );
        let _ = writeln!(text, "device-days        {days:>9.0}");
        let _ = writeln!(text, "operations in logs {:>9}", tally.operations);
        for (title, map) in [
            ("acts", &tally.acts),
            ("requests, by what the line did", &tally.fates),
            ("cases reached", &tally.reached),
        ] {
            let _ = writeln!(text, "\n{title}");
            for (name, times) in map {
                let _ = writeln!(text, "  {name:<16} {times:>9}");
            }
        }
        let _ = writeln!(text, "\nviolations");
        for invariant in [
            "I1",
            "I2",
            "I3",
            "I4",
            "I5",
            "I7",
            "I8",
            "I9",
            "harness",
            "determinism",
        ] {
            let seeds = self.broken.get(invariant).map_or(&[][..], Vec::as_slice);
            let _ = writeln!(text, "  {invariant:<16} {:>9}  {seeds:?}", seeds.len());
        }
        text
    }
}
