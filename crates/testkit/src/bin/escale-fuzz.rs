//! The fuzzer: every decoder, for so many seconds in all; ends with an error when one broke, and
//! keeps the input beside the corpus. `--write-corpus` makes the corpus again from a real
//! exchange (inputs already there under other names stay).

#![allow(clippy::print_stdout)]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Parser;
use escale_testkit::fuzz::{Ground, TARGETS, corpus, drive, most_memory, table, write_corpus};

/// Most memory the whole may take, kilobytes: a laptop, a server and inputs of 64 kB.
const MOST_MEMORY: u64 = 700_000;

#[derive(Debug, Parser)]
#[command(about = "Gives every decoder what it does not expect")]
struct Options {
    /// How long in all, seconds.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// Seed of the changes; the time of day when absent.
    #[arg(long)]
    seed: Option<u64>,
    /// These decoders only.
    #[arg(long)]
    only: Vec<String>,
    /// Make the corpus.
    #[arg(long)]
    write_corpus: bool,
}

fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    if options.write_corpus {
        return write_corpus(&corpus());
    }
    let seed = match options.seed {
        Some(seed) => seed,
        None => std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)?
            .as_secs(),
    };
    println!("seed {seed}");
    let targets: Vec<_> = TARGETS
        .iter()
        .filter(|target| options.only.is_empty() || options.only.iter().any(|n| n == target.name))
        .collect();
    let share = Duration::from_secs(options.seconds) / u32::try_from(targets.len().max(1))?;
    let mut figures = BTreeMap::new();
    let mut broken = 0;
    for target in targets {
        let until = Instant::now() + share;
        let mut ground = Ground::default();
        let found = drive(target, &mut ground, seed, |_| Instant::now() < until)?;
        for (why, input) in &found.broken {
            let path: PathBuf = corpus().join(target.name).join(format!("broke-{seed}"));
            std::fs::write(&path, input)?;
            println!("{}: {why}\n  kept in {}", target.name, path.display());
            broken += 1;
        }
        figures.insert(target.name, (found, most_memory()));
    }
    println!("{}", table(&figures));
    anyhow::ensure!(broken == 0, "{broken} decoders broke");
    anyhow::ensure!(most_memory() < MOST_MEMORY, "too much memory was taken");
    Ok(())
}
