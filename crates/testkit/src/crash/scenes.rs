//! The crashes.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child as Process, Command, Output, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use escale_app::api::access::Phase;
use escale_server::{Admin, Backups, Clock, NewCode};
use escale_store::slots::KdfCost;
use tempfile::TempDir;

use super::{Lengths, Line};
use crate::central::Central;
use crate::clock::World;
use crate::demo::draw::Draw;
use crate::folder;
use crate::laptop::{Laptop, PASSPHRASE};
use crate::sim::air::Air;

/// Calls that change files.
const CALLS: [&str; 5] = ["pwrite64", "fsync", "rename", "unlink", "ftruncate"];

fn spawn(command: &mut Command) -> Result<Process> {
    Ok(command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?)
}

/// Lets some microseconds go by, more exactly than a sleep would.
fn linger(microseconds: u64) {
    let began = Instant::now();
    while began.elapsed() < Duration::from_micros(microseconds) {
        std::hint::spin_loop();
    }
}

/// Hears so many lines, kills a little later, hears what it had still said.
fn kill_after(mut process: Process, lines: u64, microseconds: u64) -> Result<Vec<String>> {
    let out = process.stdout.take().context("no output")?;
    let mut heard = BufReader::new(out).lines();
    let mut said = Vec::new();
    for _ in 0..lines {
        if let Some(line) = heard.next() {
            said.push(line?);
        }
    }
    linger(microseconds);
    process.kill()?;
    process.wait()?;
    said.extend(heard.map_while(Result::ok));
    Ok(said)
}

/// Whole identifiers: half a line was not said.
fn ids(said: &[String]) -> impl Iterator<Item = String> + '_ {
    said.iter().filter(|line| line.len() == 36).cloned()
}

fn open(world: &World, folder: &Path) -> Result<Laptop> {
    let laptop = Laptop::at(world, folder, PASSPHRASE, KdfCost::test())?;
    laptop.unlock().context("after a kill")?;
    laptop.verify().context("after a kill")?;
    Ok(laptop)
}

fn sessions(laptop: &Laptop) -> Result<BTreeSet<String>> {
    Ok(laptop.sessions()?.into_iter().map(|line| line.id).collect())
}

/// A server and one enrolled laptop's folder.
pub(super) struct Place {
    pub(super) world: World,
    pub(super) central: Central,
    pub(super) adviser: String,
    pub(super) folder: tempfile::TempDir,
}

impl Place {
    pub(super) fn new() -> Result<Self> {
        let world = World::at(chrono::Utc::now());
        let central = Central::start_clear(&world, Central::no_limits())?;
        let team = central.team("Itinérance Cotentin")?;
        let adviser = central.adviser(&team, "Camille Exemple")?;
        let folder = tempfile::tempdir()?;
        let place = Self {
            world,
            central,
            adviser,
            folder,
        };
        let laptop = place.laptop(place.folder.path())?;
        laptop.enrol(&place.code()?, "Portable 1")?;
        laptop.exchange_until_quiet()?;
        laptop.lock()?;
        Ok(place)
    }

    fn laptop(&self, folder: &Path) -> Result<Laptop> {
        let air = Air::new(self.central.address(), &self.world, 1);
        Ok(Laptop::at(&self.world, folder, PASSPHRASE, KdfCost::test())?.with_transport(air as _))
    }

    fn code(&self) -> Result<String> {
        self.central.code(&self.adviser, self.central.address())
    }
}

/// A laptop that records.
pub(super) fn records(program: &Path, lengths: &Lengths, seed: u64) -> Result<Line> {
    let place = Place::new()?;
    let mut draw = Draw::new(seed);
    let mut line = Line {
        what: "recording".into(),
        ..Line::default()
    };
    let mut told = BTreeSet::new();
    for _ in 0..lengths.kills {
        let child = spawn(
            Command::new(program)
                .arg("record")
                .arg(place.folder.path())
                .arg("0"),
        )?;
        let said = kill_after(child, 1 + draw.any() % 5, draw.any() % 9_973)?;
        told.extend(ids(&said));
        let laptop = open(&place.world, place.folder.path())?;
        let found = sessions(&laptop)?;
        // The chain: everything that waits is taken by the server, in order, without a fork.
        line.cycles += 1;
        line.recovered = found.len();
        line.lost += told.difference(&found).count();
        laptop.lock()?;
    }
    line.acknowledged = told.len();
    let laptop = place.laptop(place.folder.path())?;
    laptop.unlock()?;
    laptop.exchange_until_quiet()?;
    let counts = place.central.counts()?;
    ensure!(
        counts.devices == 1,
        "the chain was broken: another identity was taken"
    );
    ensure!(
        counts.rows["session"] as usize == line.recovered,
        "the server has another number"
    );
    Ok(line)
}

/// A laptop that exchanges: acknowledgements and pages of others.
pub(super) fn exchanges(program: &Path, lengths: &Lengths, seed: u64) -> Result<Line> {
    let place = Place::new()?;
    let mut draw = Draw::new(seed ^ 2);
    let mut line = Line {
        what: "exchanging (acknowledgements, pages)".into(),
        ..Line::default()
    };
    let elsewhere = tempfile::tempdir()?;
    let other = place.laptop(elsewhere.path())?;
    other.enrol(&place.code()?, "Portable 2")?;
    let mut told = BTreeSet::new();
    for _ in 0..lengths.kills {
        for _ in 0..20 {
            told.insert(other.note_anonymous(None)?);
        }
        other.exchange_until_quiet()?;
        let child = spawn(
            Command::new(program)
                .arg("exchange")
                .arg(place.folder.path())
                .arg(place.central.address().to_string()),
        )?;
        let said = kill_after(child, 1 + draw.any() % 4, draw.any() % 40_000)?;
        told.extend(ids(&said));
        let acknowledged = said.iter().filter_map(|line| line.strip_prefix('A'));
        let on_server = place.central.rows("session")? as usize;
        line.cycles += 1;
        let laptop = open(&place.world, place.folder.path())?;
        let found = sessions(&laptop)?;
        line.lost += ids(&said).filter(|id| !found.contains(id)).count();
        let acknowledged = acknowledged.count();
        ensure!(
            on_server >= acknowledged,
            "acknowledged and not on the server"
        );
        laptop.lock()?;
    }
    let laptop = place.laptop(place.folder.path())?;
    laptop.unlock()?;
    laptop.exchange_until_quiet()?;
    other.exchange_until_quiet()?;
    let found = sessions(&laptop)?;
    line.acknowledged = told.len();
    line.recovered = found.len();
    line.lost += told.difference(&found).count();
    ensure!(
        laptop.records()? == other.records()?,
        "the two laptops differ"
    );
    ensure!(place.central.counts()?.devices == 2, "the chain was broken");
    Ok(line)
}

/// A server that answers.
pub(super) fn serves(program: &Path, lengths: &Lengths, seed: u64) -> Result<Line> {
    let world = World::at(chrono::Utc::now());
    let mut draw = Draw::new(seed ^ 3);
    let mut line = Line {
        what: "serving (pushes)".into(),
        ..Line::default()
    };
    let (home, folder) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let data = home.path().join("data");
    let admin = || Ok::<_, anyhow::Error>(Admin::open(&data, None, None, Clock::default())?);
    let serve = |listen: &str| -> Result<(Process, SocketAddr)> {
        let mut process = spawn(Command::new(program).arg("serve").arg(&data).arg(listen))?;
        let mut said = String::new();
        BufReader::new(process.stdout.take().context("no output")?).read_line(&mut said)?;
        Ok((process, said.trim().parse()?))
    };
    let (mut process, address) = serve("127.0.0.1:0")?;
    let team = admin()?.add_team("Itinérance Cotentin")?;
    let adviser = admin()?.add_adviser(&team, "Camille Exemple")?;
    let code = admin()?.new_code(&NewCode {
        adviser,
        address: Some(address.to_string()),
        hours: 24,
        hold: false,
    })?;
    let air = Air::new(address, &world, 1);
    let laptop = Laptop::at(&world, folder.path(), PASSPHRASE, KdfCost::test())?
        .with_transport(std::sync::Arc::clone(&air) as _);
    laptop.enrol(&code.to_string(), "Portable 1")?;
    laptop.exchange_until_quiet()?;
    let mut acknowledged = 0;
    for _ in 0..lengths.kills {
        let pause = Duration::from_micros(draw.any() % 60_000);
        let doomed = std::thread::spawn(move || {
            std::thread::sleep(pause);
            process.kill().and_then(|()| process.wait())
        });
        while !doomed.is_finished() {
            laptop.note_anonymous(None)?;
            if laptop.exchange()?.pending == 0 {
                acknowledged = laptop.sessions()?.len();
            }
        }
        doomed
            .join()
            .map_err(|_| anyhow::anyhow!("the killer panicked"))??;
        line.cycles += 1;
        // A copy proves the file: pages, structure, foreign keys, dense logs, sums.
        admin()?
            .backup(&Backups::default())
            .context("after a kill of the server")?;
        let kept = admin()?.count()?.rows.get("session").copied().unwrap_or(0) as usize;
        line.lost += acknowledged - acknowledged.min(kept);
        air.hang_up();
        (process, _) = serve(&address.to_string())?;
    }
    laptop.exchange_until_quiet()?;
    process.kill()?;
    process.wait()?;
    line.acknowledged = acknowledged;
    line.recovered = admin()?.count()?.rows.get("session").copied().unwrap_or(0) as usize;
    ensure!(
        line.recovered == laptop.sessions()?.len(),
        "the server has another number"
    );
    Ok(line)
}

/// A laptop that enrols: its folder is made whole or not at all.
pub(super) fn enrols(program: &Path, lengths: &Lengths, seed: u64) -> Result<Line> {
    let place = Place::new()?;
    let mut draw = Draw::new(seed ^ 4);
    let mut line = Line {
        what: "enrolling (rename of the notebook)".into(),
        ..Line::default()
    };
    for _ in 0..lengths.kills {
        let folder = tempfile::tempdir()?;
        let child = spawn(
            Command::new(program)
                .arg("enrol")
                .arg(folder.path())
                .arg(place.central.address().to_string())
                .arg(place.code()?),
        )?;
        let said = kill_after(child, 0, 20_000 + draw.any() % 400_000)?;
        line.cycles += 1;
        enrolled(&place, folder.path(), !said.is_empty(), &mut line)?;
    }
    Ok(line)
}

/// After an enrolment that died: a notebook that opens, or none, and enrolling again works.
fn enrolled(place: &Place, folder: &Path, told: bool, line: &mut Line) -> Result<()> {
    let laptop = place.laptop(folder)?;
    let phase = laptop.state()?.phase;
    line.acknowledged += usize::from(told);
    if phase == Phase::Locked {
        laptop.unlock()?;
        laptop.verify()?;
        line.recovered += 1;
    } else {
        line.lost += usize::from(told);
        laptop.enrol(&place.code()?, "Portable")?;
    }
    laptop.exchange_until_quiet()?;
    Ok(())
}

/// Whether `strace` is here and may trace.
pub(super) fn may_trace() -> bool {
    Command::new("strace")
        .args(["-qq", "-o", "/dev/null", "true"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Dies at the n-th call of each kind, for n spread over all it makes, while recording and while
/// enrolling.
pub(super) fn calls(program: &Path, lengths: &Lengths) -> Result<Vec<Line>> {
    let mut lines = Vec::new();
    for call in CALLS {
        let mut line = Line {
            what: format!("recording, enrolling: at each {call}"),
            ..Line::default()
        };
        let place = Place::new()?;
        let fresh = || -> Result<TempDir> {
            let folder = tempfile::tempdir()?;
            folder::copy(place.folder.path(), folder.path())?;
            Ok(folder)
        };
        let record = |mut command: Command, folder: &Path| -> Result<Output> {
            command.arg(program).arg("record").arg(folder).arg("6");
            Ok(command.stderr(Stdio::null()).output()?)
        };
        let enrol = |mut command: Command, folder: &Path| -> Result<Output> {
            command
                .arg(program)
                .arg("enrol")
                .arg(folder)
                .arg(place.central.address().to_string())
                .arg(place.code()?);
            Ok(command.stderr(Stdio::null()).output()?)
        };
        let made = counted(call, |command| record(command, fresh()?.path()))?;
        for n in spread(made, lengths.calls) {
            let folder = fresh()?;
            let output = record(killing(call, n), folder.path())?;
            ensure!(
                !output.status.success(),
                "{call} {n} of {made} did not kill"
            );
            let said: Vec<String> = String::from_utf8_lossy(&output.stdout)
                .lines()
                .map(str::to_owned)
                .collect();
            let laptop =
                open(&place.world, folder.path()).with_context(|| format!("{call} {n}"))?;
            let (found, told) = (sessions(&laptop)?, ids(&said).collect::<BTreeSet<_>>());
            line.cycles += 1;
            line.acknowledged += told.len();
            line.recovered += found.len();
            line.lost += told.difference(&found).count();
        }
        let made = counted(call, |command| enrol(command, tempfile::tempdir()?.path()))?;
        for n in spread(made, lengths.calls) {
            let folder = tempfile::tempdir()?;
            let output = enrol(killing(call, n), folder.path())?;
            line.cycles += 1;
            enrolled(&place, folder.path(), !output.stdout.is_empty(), &mut line)
                .with_context(|| format!("enrolling, {call} {n}"))?;
        }
        lines.push(line);
    }
    Ok(lines)
}

/// So many numbers of 1..=most, the first and the last among them.
fn spread(most: usize, many: usize) -> BTreeSet<usize> {
    (0..many.min(most))
        .map(|at| 1 + at * (most - 1) / (many.min(most) - 1).max(1))
        .collect()
}

/// How many of these calls the busiest thread of a process makes: injections count by thread.
fn counted(call: &str, run: impl FnOnce(Command) -> Result<Output>) -> Result<usize> {
    let log = tempfile::NamedTempFile::new()?;
    let mut command = Command::new("strace");
    command
        .args(["-f", "-qq", "-o"])
        .arg(log.path())
        .arg(format!("--trace={call}"));
    ensure!(
        run(command)?.status.success(),
        "a process that nobody killed failed"
    );
    let text = std::fs::read_to_string(log.path())?;
    let mut threads: BTreeMap<&str, usize> = BTreeMap::new();
    for line in text.lines().filter(|line| !line.contains("resumed>")) {
        *threads
            .entry(line.split(' ').next().unwrap_or_default())
            .or_default() += 1;
    }
    Ok(threads.into_values().max().unwrap_or(0))
}

fn killing(call: &str, n: usize) -> Command {
    let mut command = Command::new("strace");
    command
        .args(["-f", "-qq", "-o", "/dev/null"])
        .arg(format!("--trace={call}"))
        .arg(format!("--inject={call}:signal=KILL:when={n}"));
    command
}
