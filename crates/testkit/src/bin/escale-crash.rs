//! Kills: a laptop that records, one that exchanges, one that enrols, a server that answers, each
//! in a process of its own, killed (SIGKILL) at random or, where `strace` may trace, at every
//! n-th call of each kind that changes files; and power cuts, replayed from the writes it saw,
//! without those that were not flushed. After each: the file is sound, everything that was told to be
//! kept is there. Prints cycles, acknowledged, recovered, lost; ends with an error when
//! something was lost.

#![allow(clippy::print_stdout)]

use clap::Parser;
use escale_testkit::crash::{self, Child, Lengths};

#[derive(Debug, Parser)]
#[command(about = "Kills and power cuts")]
struct Options {
    /// A short run.
    #[arg(long)]
    short: bool,
    /// Seed of the instants.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// One of the processes to kill; for this program itself.
    #[command(subcommand)]
    child: Option<Child>,
}

fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    if let Some(child) = options.child {
        return crash::be(child);
    }
    let lengths = if options.short {
        Lengths::short()
    } else {
        Lengths::long()
    };
    let program = std::env::current_exe()?;
    let lines = crash::all(&program, &lengths, options.seed)?;
    println!("{}", crash::table(&lines));
    let lost: usize = lines.iter().map(|line| line.lost).sum();
    anyhow::ensure!(lost == 0, "{lost} things were lost");
    Ok(())
}
