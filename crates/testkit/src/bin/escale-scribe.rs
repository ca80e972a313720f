//! Somebody who records without end, to be killed: opens the notebook of `--folder` with the
//! passphrase of laptops in tests, and says each session once it has been told that it is kept.

use std::io::Write;
use std::path::PathBuf;

use chrono::Utc;
use clap::Parser;
use escale_store::slots::KdfCost;
use escale_testkit::clock::World;
use escale_testkit::laptop::{Laptop, PASSPHRASE};

#[derive(Debug, Parser)]
#[command(about = "Records sessions until killed")]
struct Options {
    /// The data folder of a laptop enrolled without keyring.
    #[arg(long)]
    folder: PathBuf,
}

fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let laptop = Laptop::at(
        &World::at(Utc::now()),
        &options.folder,
        PASSPHRASE,
        KdfCost::test(),
    )?;
    laptop.unlock()?;
    let mut out = std::io::stdout().lock();
    for turn in 0_u64.. {
        let id = match turn % 3 {
            0 => laptop.note_workshop(None, "Atelier interrompu", 6)?,
            _ => laptop.note_anonymous(None)?,
        };
        writeln!(out, "{id}")?;
        out.flush()?;
    }
    Ok(())
}
