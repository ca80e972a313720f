//! How long until the page of Escale runs, beside what an empty window of the same kind costs
//! on the same machine in the same minute.
//!
//! Both programs start in turn, each time in a new home, on a display nobody sees. Escale has
//! started when its page asks its first question (a line of the journal); the empty window when
//! its page has loaded (a line it prints).

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    missing_docs
)]

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use escale_tests::process::Program;
use escale_tests::window::{Display, Home};

const STARTS: usize = 11;

fn main() {
    // `cargo test --benches` and nextest ask what is in here, and for a run that measures nothing.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let folder = std::env::current_exe()
        .unwrap()
        .ancestors()
        .nth(2)
        .unwrap()
        .to_owned();
    let (escale, empty) = (folder.join("escale"), folder.join("examples/empty"));
    let display = Display::start().unwrap();
    // The first start of each reads the disk, and is not counted.
    let _ = (
        start_escale(&display, &escale),
        start_empty(&display, &empty),
    );
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        theirs.push(start_empty(&display, &empty));
        ours.push(start_escale(&display, &escale));
    }
    let (ours, theirs) = (median(ours), median(theirs));
    println!("cold start, median of {STARTS}:");
    println!("  empty window  {:>6} ms", theirs.as_millis());
    println!("  Escale        {:>6} ms", ours.as_millis());
    println!(
        "  ratio         {:>6.2}",
        ours.as_secs_f64() / theirs.as_secs_f64()
    );
}

fn start_escale(display: &Display, program: &Path) -> Duration {
    let home = Home::new().unwrap();
    let journal: PathBuf = home.data().join("journal.log");
    let began = Instant::now();
    let mut running = Program::start(
        home.command(program)
            .env("DISPLAY", &display.name)
            .stderr(Stdio::null()),
    )
    .unwrap();
    running
        .until("page", || {
            fs::read_to_string(&journal).is_ok_and(|lines| lines.contains("the page is there"))
        })
        .unwrap();
    began.elapsed()
}

fn start_empty(display: &Display, program: &Path) -> Duration {
    let home = Home::new().unwrap();
    let began = Instant::now();
    let mut running = Program::start(
        home.command(program)
            .env("DISPLAY", &display.name)
            .stdout(Stdio::piped())
            .stderr(Stdio::null()),
    )
    .unwrap();
    let mut lines = BufReader::new(running.child().stdout.take().unwrap()).lines();
    assert_eq!(lines.next().unwrap().unwrap(), "ready");
    began.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
