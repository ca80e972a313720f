//! The demonstration's data: `escale-demo seed` makes a team and its first laptop, `escale-demo
//! enrol` one more laptop of the same adviser, `escale-demo years` one adviser with years of work. `scripts/run.sh` calls both. The passphrase comes
//! from `ESCALE_DEMO_PASSPHRASE`: eight words of the list, because these notebooks do without a
//! keyring.

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::Context as _;
use clap::{Args, Parser, Subcommand};
use escale_testkit::demo;
use escale_testkit::demo::fill::Profile;

#[derive(Debug, Parser)]
#[command(about = "Fictional data of a team of the Manche")]
struct Line {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// A team, three advisers, three months of sessions, and the first one's laptop.
    Seed(Places),
    /// One adviser with five years of heavy work (profile M of the scale tests).
    Years(Places),
    /// One more laptop of the first adviser, brought up to date.
    Enrol(Places),
}

#[derive(Debug, Args)]
struct Places {
    /// Data folder of the server, which must be running.
    #[arg(long)]
    server: PathBuf,
    /// How laptops reach it, `host:port`.
    #[arg(long)]
    via: SocketAddr,
    /// The laptop's data folder.
    #[arg(long)]
    laptop: PathBuf,
}

fn main() -> anyhow::Result<()> {
    let passphrase =
        std::env::var("ESCALE_DEMO_PASSPHRASE").context("ESCALE_DEMO_PASSPHRASE is not set")?;
    let began = Instant::now();
    match Line::parse().command {
        Command::Seed(places) => {
            demo::seed(&places.server, places.via, &places.laptop, &passphrase)?
        }
        Command::Years(places) => demo::years(
            &places.server,
            places.via,
            &places.laptop,
            &passphrase,
            Profile::M,
        )?,
        Command::Enrol(places) => {
            demo::enrol(&places.server, places.via, &places.laptop, &passphrase)?
        }
    }
    writeln!(
        std::io::stdout(),
        "Ready in {:.1} s.",
        began.elapsed().as_secs_f64()
    )?;
    Ok(())
}
