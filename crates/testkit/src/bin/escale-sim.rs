//! The simulator: fresh seeds for so many seconds, each run twice; ends with an error when a
//! promise was broken, a run was not the same twice, or a case was never met.

#![allow(clippy::print_stdout)]

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use clap::Parser;
use escale_testkit::sim::{Broken, Plan, Report, STEPS, Tally, run, shrink};

#[derive(Debug, Parser)]
#[command(about = "Simulated worlds of laptops and a server, from seeds")]
struct Options {
    /// How long to go on, seconds.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// First seed; a run goes on from there.
    #[arg(long)]
    from: Option<u64>,
    /// One seed alone, with its diagram.
    #[arg(long)]
    seed: Option<u64>,
    /// Leave out steps of a failing seed as long as it fails.
    #[arg(long)]
    shrink: bool,
    /// Of so many seeds, print the few that together meet every case.
    #[arg(long)]
    cover: Option<u64>,
    /// Steps of a run.
    #[arg(long, default_value_t = STEPS)]
    steps: usize,
    /// Worlds at the same time.
    #[arg(long, default_value_t = 2)]
    threads: usize,
}

fn plan(options: &Options, seed: u64) -> Plan {
    Plan {
        steps: options.steps,
        ..Plan::of(seed)
    }
}

fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    if let Some(seed) = options.seed {
        return alone(&options, seed);
    }
    if let Some(many) = options.cover {
        return cover(&options, many);
    }
    let clock = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)?;
    let first = options.from.unwrap_or(clock.as_secs() * 1000);
    let (next, until) = (
        AtomicU64::new(first),
        Instant::now() + Duration::from_secs(options.seconds),
    );
    let report = Mutex::new(Report::default());
    std::thread::scope(|scope| {
        for _ in 0..options.threads {
            scope.spawn(|| {
                while Instant::now() < until {
                    let seed = next.fetch_add(1, Ordering::SeqCst);
                    one(&plan(&options, seed), &report);
                }
            });
        }
    });
    let report = report
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    println!("{}", report.table());
    // A short run need not meet everything.
    let missing = if report.tally.seeds >= 60 {
        report.tally.missing()
    } else {
        Vec::new()
    };
    anyhow::ensure!(
        report.broken.is_empty(),
        "promises were broken: add the seeds to crates/testkit/seeds.txt, then mend"
    );
    anyhow::ensure!(missing.is_empty(), "never met: {missing:?}");
    Ok(())
}

fn one(plan: &Plan, report: &Mutex<Report>) {
    let (first, second) = (run(plan), run(plan));
    let name = match &first.failure {
        Some(error) => Some(
            error
                .downcast_ref::<Broken>()
                .map_or("harness", |broken| broken.invariant)
                .to_owned(),
        ),
        None => (first.hash != second.hash).then(|| "determinism".to_owned()),
    };
    let mut report = report
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    report.tally.add(&first.tally);
    if let Some(name) = name {
        if let Some(error) = &first.failure {
            println!("seed {}: {error:#}", plan.seed);
        }
        report.broken.entry(name).or_default().push(plan.seed);
    }
}

/// The seed that meets most of what is missing, again and again.
fn cover(options: &Options, many: u64) -> anyhow::Result<()> {
    let from = options.from.unwrap_or(1);
    let mut tallies = Vec::new();
    for seed in from..from + many {
        let outcome = run(&plan(options, seed));
        if let Some(error) = outcome.failure {
            println!("seed {seed}: {error:#}");
        }
        tallies.push((seed, outcome.tally));
    }
    let mut sum = Tally::default();
    while !sum.missing().is_empty() {
        let left = |tally: &Tally| {
            let mut with = sum.clone();
            with.add(tally);
            with.missing().len()
        };
        let best = tallies.iter().min_by_key(|(_, tally)| left(tally));
        let Some((seed, tally)) = best.filter(|(_, tally)| left(tally) < sum.missing().len())
        else {
            anyhow::bail!("never met: {:?}", sum.missing());
        };
        println!("{seed}");
        sum.add(&tally.clone());
    }
    Ok(())
}

fn alone(options: &Options, seed: u64) -> anyhow::Result<()> {
    let mut plan = plan(options, seed);
    if options.shrink {
        plan = shrink(&plan, 60);
    }
    let (outcome, again) = (run(&plan), run(&plan));
    println!("{}", outcome.trace.join("\n"));
    println!(
        "seed {seed}, {} steps, trace {:016x}, again {:016x}",
        plan.steps - plan.without.iter().filter(|at| **at < plan.steps).count(),
        outcome.hash,
        again.hash
    );
    let reached: Vec<&str> = outcome.tally.reached.keys().copied().collect();
    println!("reached: {}", reached.join(" "));
    if outcome.hash != again.hash {
        let differs = outcome
            .trace
            .iter()
            .zip(&again.trace)
            .find(|(one, two)| one != two);
        anyhow::bail!("not the same twice: {differs:?}");
    }
    match outcome.failure {
        Some(error) => Err(error),
        None => Ok(()),
    }
}
