//! A line one can cut by hand: `escale-line --listen 127.0.0.1:0 --to 127.0.0.1:8443 --control F`.
//!
//! Prints where it listens as one line of JSON, then obeys the file: `cut` drops everything,
//! `open` (or no file) lets everything through.

use std::io::Write;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use clap::Parser;
use escale_testkit::line::{Line, Weather};

/// How often the file is read.
const ATTENTION: Duration = Duration::from_millis(200);

#[derive(Debug, Parser)]
#[command(about = "A network line that can be cut")]
struct Options {
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:0")]
    listen: SocketAddr,
    /// The server behind.
    #[arg(long)]
    to: SocketAddr,
    /// The file that says `cut` or `open`.
    #[arg(long)]
    control: PathBuf,
}

fn main() -> anyhow::Result<()> {
    let options = Options::parse();
    let line = Line::listen(options.listen, options.to)
        .with_context(|| format!("cannot listen at {}", options.listen))?;
    let mut weather = Weather::fair();
    if let Some(first) = wanted(&options.control) {
        weather = first;
        line.set(weather);
    }
    let told = serde_json::json!({ "listening": line.address() });
    writeln!(std::io::stdout(), "{told}")?;
    loop {
        std::thread::sleep(ATTENTION);
        if let Some(next) = wanted(&options.control)
            && next != weather
        {
            weather = next;
            line.set(weather);
        }
    }
}

/// What the file asks for; nothing new while it is being written or says something else.
fn wanted(control: &Path) -> Option<Weather> {
    match std::fs::read_to_string(control) {
        Ok(text) => match text.trim() {
            "cut" => Some(Weather::no_network()),
            "open" => Some(Weather::fair()),
            _ => None,
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Some(Weather::fair()),
        Err(_) => None,
    }
}
