//! Seeds of the simulator that stay: those that once broke a promise, and a few that together
//! meet every case. Each is run twice and must be the same run.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use anyhow::{Context as _, Result};
use escale_testkit::sim::{Plan, Tally, run};

/// `SEED`, one a line; what follows `#` says why it is here.
const SEEDS: &str = include_str!("../seeds.txt");

fn seeds() -> Result<Vec<u64>> {
    SEEDS
        .lines()
        .map(|line| line.split('#').next().unwrap_or_default().trim())
        .filter(|line| !line.is_empty())
        .map(|line| line.parse().with_context(|| format!("seed {line}")))
        .collect()
}

/// Runs a seed twice; what happened in it.
fn twice(seed: u64) -> Result<Tally> {
    let (first, second) = (run(&Plan::of(seed)), run(&Plan::of(seed)));
    if let Some(error) = first.failure {
        anyhow::bail!("{}\nseed {seed}: {error:#}", first.trace.join("\n"));
    }
    assert_eq!(
        first.trace, second.trace,
        "seed {seed} is not the same twice"
    );
    assert_eq!(first.hash, second.hash);
    Ok(first.tally)
}

#[test]
fn every_seed_keeps_every_promise_and_together_they_meet_every_case() -> Result<()> {
    let seeds = seeds()?;
    let (some, others) = seeds.split_at(seeds.len() / 2);
    let tallies = std::thread::scope(|scope| {
        let run = |seeds: &[u64]| seeds.iter().copied().map(twice).collect::<Result<Vec<_>>>();
        let other = scope.spawn(move || run(others));
        let mut tallies = run(some)?;
        tallies.extend(other.join().expect("a run panicked")?);
        Ok::<_, anyhow::Error>(tallies)
    })?;
    let mut sum = Tally::default();
    tallies.iter().for_each(|tally| sum.add(tally));
    assert_eq!(
        sum.missing(),
        [""; 0],
        "nothing proves these cases any more"
    );
    Ok(())
}
