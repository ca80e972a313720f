//! `make bench`: measures what is promised, each thing beside its yardstick in the same run.
//!
//! A figure is a ratio to something that anybody can run (a bare commit of SQLite, an empty
//! window), because machines differ and are busy. Where a promise is an absolute budget, both
//! are shown. `escale-bench NAME…` runs some benchmarks only; it ends with an error when a limit
//! is broken, and writes the figures into the page given by `--page`.

#![allow(clippy::print_stdout, clippy::print_stderr)]

mod career;
mod commit;
mod communes;
mod desk;
mod everywhere;
mod exchange;
mod lists;
mod measure;
mod opening;
mod page;
mod screen;
mod search;
mod slow;
mod start;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, ensure};

use crate::desk::Desk;
use crate::measure::Figure;

/// A benchmark: its name on the command line, and what it measures.
type Bench = (&'static str, fn(&Desk) -> Result<Vec<Figure>>);

const BENCHES: &[Bench] = &[
    ("commit", commit::run),
    ("search", search::run),
    ("everywhere", everywhere::run),
    ("lists", lists::run),
    ("communes", communes::run),
    ("exchange", exchange::run),
    ("slow", slow::run),
    ("opening", opening::run),
    ("start", start::run),
];

fn main() -> ExitCode {
    match measure_all() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error:?}");
            ExitCode::FAILURE
        }
    }
}

/// Whether every limit is kept.
fn measure_all() -> Result<bool> {
    let mut wanted = Vec::new();
    let mut page = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--page" => page = arguments.next().map(PathBuf::from),
            communes::FIRST_USE => {
                println!("{}", communes::first_use());
                return Ok(true);
            }
            name => wanted.push(name.to_owned()),
        }
    }
    let known = |name: &String| BENCHES.iter().any(|(known, _)| known == name);
    ensure!(
        wanted.iter().all(known),
        "the benchmarks are: {}",
        BENCHES
            .iter()
            .map(|(name, _)| *name)
            .collect::<Vec<_>>()
            .join(" ")
    );
    let desk = Desk::new()?;
    let machine = page::machine(&desk)?;
    println!("{machine}");
    let mut kept = true;
    for (name, run) in BENCHES {
        if !wanted.is_empty() && !wanted.iter().any(|wanted| wanted == name) {
            continue;
        }
        eprintln!("… {name}");
        let figures = run(&desk)?;
        let table = page::table(&figures);
        println!("\n{name}\n{table}");
        kept &= figures.iter().all(Figure::kept);
        if let Some(page) = &page {
            page::write(page, name, &table)?;
            page::write(page, "machine", &machine)?;
        }
    }
    println!(
        "\n{}",
        if kept {
            "Every limit is kept."
        } else {
            "A LIMIT IS BROKEN."
        }
    );
    Ok(kept)
}
