//! Samples, what is said of them, and the limit they are held to.

use std::time::Instant;

use anyhow::Result;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Milliseconds.
    Ms,
    /// Bytes.
    Bytes,
    /// Mebibytes.
    Mib,
    /// Things.
    Count,
}

/// Measures of one thing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Samples(Vec<f64>);

impl Samples {
    pub(crate) fn of(value: f64) -> Self {
        Self(vec![value])
    }

    pub(crate) fn push(&mut self, value: f64) {
        self.0.push(value);
    }

    pub(crate) fn median(&self) -> f64 {
        self.rank(0.5)
    }

    pub(crate) fn p99(&self) -> f64 {
        self.rank(0.99)
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    fn rank(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let at = (share * sorted.len().saturating_sub(1) as f64).round() as usize;
        sorted.get(at).copied().unwrap_or(f64::NAN)
    }
}

/// What a figure is held to.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Limit {
    /// Only looked at.
    None,
    /// The median, in medians of the yardstick.
    Ratio(f64),
    /// The 99th percentile.
    P99(f64),
    /// The median.
    Median(f64),
}

/// A line of the table.
#[derive(Debug)]
pub(crate) struct Figure {
    pub(crate) what: String,
    pub(crate) unit: Unit,
    pub(crate) ours: Samples,
    /// Name and measures of the yardstick.
    pub(crate) yardstick: Option<(&'static str, Samples)>,
    pub(crate) limit: Limit,
}

impl Figure {
    pub(crate) fn new(what: impl Into<String>, unit: Unit, ours: Samples, limit: Limit) -> Self {
        Self {
            what: what.into(),
            unit,
            ours,
            yardstick: None,
            limit,
        }
    }

    pub(crate) fn beside(mut self, name: &'static str, yardstick: Samples) -> Self {
        self.yardstick = Some((name, yardstick));
        self
    }

    /// Ours in yardsticks, medians.
    pub(crate) fn ratio(&self) -> Option<f64> {
        self.yardstick
            .as_ref()
            .map(|(_, yardstick)| self.ours.median() / yardstick.median())
    }

    /// Whether the limit is kept. A measure that failed to be a number keeps none.
    pub(crate) fn kept(&self) -> bool {
        match self.limit {
            Limit::None => true,
            Limit::Ratio(most) => self.ratio().is_some_and(|ratio| ratio <= most),
            Limit::P99(most) => self.ours.p99() <= most,
            Limit::Median(most) => self.ours.median() <= most,
        }
    }
}

/// Milliseconds that something takes.
pub(crate) fn ms<T>(act: impl FnOnce() -> Result<T>) -> Result<f64> {
    let began = Instant::now();
    std::hint::black_box(act()?);
    Ok(began.elapsed().as_secs_f64() * 1000.0)
}

/// Both in turn, each first every other time, so that the machine's moods fall on both alike.
pub(crate) fn in_turn(
    rounds: usize,
    mut ours: impl FnMut(usize) -> Result<f64>,
    mut yardstick: impl FnMut(usize) -> Result<f64>,
) -> Result<(Samples, Samples)> {
    let (mut a, mut b) = (Samples::default(), Samples::default());
    for round in 0..rounds {
        if round % 2 == 0 {
            a.push(ours(round)?);
            b.push(yardstick(round)?);
        } else {
            b.push(yardstick(round)?);
            a.push(ours(round)?);
        }
    }
    Ok((a, b))
}
