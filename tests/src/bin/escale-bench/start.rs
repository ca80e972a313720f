//! From the start of the program to a usable unlock screen (the last change of the picture: page,
//! letters, focus in the field), and the memory of all its processes, beside an empty window of
//! the same kind. Neither is driven: a robot's hand would change both.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use escale_testkit::folder;
use escale_tests::process::Program;
use escale_tests::window::Home;

use crate::desk::Desk;
use crate::measure::{Figure, Limit, Samples, Unit};
use crate::screen::{Screen, differ};

const STARTS: usize = 11;
const CALM: Duration = Duration::from_secs(3);
const PATIENCE: Duration = Duration::from_secs(90);
const LIMIT: Limit = Limit::Ratio(1.5);

struct Started {
    ms: f64,
    mib: f64,
    picture: Vec<u8>,
}

pub(crate) fn run(desk: &Desk) -> Result<Vec<Figure>> {
    let (escale, empty) = (program("escale")?, program("examples/empty")?);
    let enrolled = desk.laptop("locked")?;
    enrolled.lock()?;
    let notebook = enrolled.folder().to_owned();
    let ours = || start(&escale, Some(&notebook));
    let theirs = || start(&empty, None);
    // The first start of each reads the disk, and is not counted; it says what to see.
    let (unlock, blank) = (ours()?.picture, theirs()?.picture);
    ensure!(
        differ(&unlock, &blank),
        "the unlock screen is as empty as the empty window"
    );
    let (mut times, mut bare_times) = (Samples::default(), Samples::default());
    let (mut sizes, mut bare_sizes) = (Samples::default(), Samples::default());
    for round in 0..STARTS * 2 {
        // The order changes: empty, ours, ours, empty…
        let is_ours = matches!(round % 4, 1 | 2);
        let started = if is_ours { ours()? } else { theirs()? };
        let expected = if is_ours { &unlock } else { &blank };
        ensure!(
            !differ(&started.picture, expected),
            "a start ended on another picture than the first"
        );
        let (times, sizes) = if is_ours {
            (&mut times, &mut sizes)
        } else {
            (&mut bare_times, &mut bare_sizes)
        };
        times.push(started.ms);
        sizes.push(started.mib);
    }
    Ok(vec![
        Figure::new(
            "cold start to a usable unlock screen",
            Unit::Ms,
            times,
            LIMIT,
        )
        .beside("empty window", bare_times),
        Figure::new(
            "memory at the unlock screen (PSS, all processes)",
            Unit::Mib,
            sizes,
            LIMIT,
        )
        .beside("empty window", bare_sizes),
    ])
}

/// Built beside this program.
fn program(name: &str) -> Result<PathBuf> {
    let path = std::env::current_exe()?
        .parent()
        .context("a program stands in a folder")?
        .join(name);
    ensure!(
        path.is_file(),
        "{} is not built: scripts/bench.sh builds it",
        path.display()
    );
    Ok(path)
}

/// One start, in a new home, on a new display. The empty window is there when its page has loaded
/// and nothing changes any more; Escale when nothing changes any more.
fn start(program: &Path, notebook: Option<&Path>) -> Result<Started> {
    let home = Home::new()?;
    if let Some(notebook) = notebook {
        folder::copy(notebook, &home.data())?;
    }
    let mut screen = Screen::start()?;
    let before = screen.look()?;
    let began = Instant::now();
    let mut running = Program::start(
        home.command(program)
            .env("DISPLAY", &screen.name)
            .stdout(if notebook.is_some() {
                Stdio::null()
            } else {
                Stdio::piped()
            })
            .stderr(Stdio::null()),
    )?;
    let loaded = running.child().stdout.take().map(|output| {
        std::thread::spawn(move || {
            let mut line = String::new();
            let read = BufReader::new(output).read_line(&mut line);
            (Instant::now(), read.is_ok() && line.trim() == "ready")
        })
    });
    let (mut there, picture) = screen.settle(&before, CALM, PATIENCE)?;
    if let Some(loaded) = loaded {
        let (at, ready) = loaded
            .join()
            .map_err(|_| anyhow::anyhow!("the reader stopped"))?;
        ensure!(ready, "the empty window did not say that it was ready");
        there = there.max(at);
    }
    Ok(Started {
        ms: (there - began).as_secs_f64() * 1000.0,
        mib: memory(running.id())?,
        picture,
    })
}

/// Proportional set size of a process and all its descendants, MiB: shared pages count once.
fn memory(root: u32) -> Result<f64> {
    let mut parents: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for entry in fs::read_dir("/proc")? {
        let Some(id) = entry?
            .file_name()
            .to_str()
            .and_then(|name| name.parse::<u32>().ok())
        else {
            continue;
        };
        let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        let parent = stat
            .rsplit(')')
            .next()
            .and_then(|rest| rest.split_whitespace().nth(1)?.parse().ok());
        parents.entry(parent.unwrap_or(0)).or_default().push(id);
    }
    let (mut kib, mut next) = (0_u64, vec![root]);
    while let Some(id) = next.pop() {
        let rollup = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).unwrap_or_default();
        let pss = rollup.lines().find_map(|line| {
            line.strip_prefix("Pss:")?
                .split_whitespace()
                .next()?
                .parse()
                .ok()
        });
        kib += pss.unwrap_or(0_u64);
        next.extend(parents.remove(&id).unwrap_or_default());
    }
    ensure!(kib > 0, "the memory of the program cannot be read");
    Ok(kib as f64 / 1024.0)
}
