//! A process that records is killed (SIGKILL) at random instants, again and again: every session
//! it had acknowledged is in the notebook, which opens and verifies each time.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Result;
use escale_store::slots::KdfCost;
use escale_testkit::central::Central;
use escale_testkit::clock::World;
use escale_testkit::laptop::{Laptop, PASSPHRASE};

/// Kills.
const CYCLES: u64 = 12;

/// Lets some microseconds go by, more exactly than a sleep would.
fn linger(microseconds: u64) {
    let began = Instant::now();
    while began.elapsed() < Duration::from_micros(microseconds) {
        std::hint::spin_loop();
    }
}

#[test]
fn every_acknowledged_session_survives_kill_9() -> Result<()> {
    let world = World::yesterday();
    let central = Central::start(&world)?;
    let team = central.team("Itinérance Cotentin")?;
    let adviser = central.adviser(&team, "Camille Exemple")?;
    let folder = tempfile::tempdir()?;
    let mut laptop = Laptop::at(&world, folder.path(), PASSPHRASE, KdfCost::test())?;
    laptop.enrol(&central.code(&adviser, central.address())?, "Portable 1")?;
    laptop.exchange_until_quiet()?;
    laptop.restart();

    let mut told = BTreeSet::new();
    for cycle in 0..CYCLES {
        let mut scribe = Command::new(env!("CARGO_BIN_EXE_escale-scribe"))
            .arg("--folder")
            .arg(folder.path())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut heard = BufReader::new(scribe.stdout.take().unwrap()).lines();
        for _ in 0..(1 + cycle * 7 % 5) {
            told.insert(heard.next().unwrap()?);
        }
        // Somewhere in the next sessions: a commit takes a few milliseconds.
        linger(cycle * 7_919 % 9_973);
        scribe.kill()?;
        assert!(!scribe.wait()?.success());
        // What it had said before it died counts; half a line does not.
        told.extend(heard.map_while(Result::ok).filter(|line| line.len() == 36));

        laptop.unlock()?;
        let found: BTreeSet<String> = laptop
            .sessions()?
            .into_iter()
            .map(|session| session.id)
            .collect();
        assert!(
            told.is_subset(&found),
            "lost after kill {cycle}: {:?}",
            told.difference(&found)
        );
        assert!(
            found.len() as u64 <= told.len() as u64 + cycle + 1,
            "more than one unheard session by kill"
        );
        assert_eq!(laptop.sync_state()?.pending as usize, found.len());
        laptop.restart();
    }
    laptop.unlock()?;
    laptop.exchange_until_quiet()?;
    assert_eq!(central.rows("session")?, laptop.sessions()?.len() as u64);
    assert!(told.len() as u64 >= CYCLES);
    Ok(())
}
