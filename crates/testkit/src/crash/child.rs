//! The processes to be killed. What is kept is said on standard output, a line each.

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Result;
use clap::Subcommand;
use escale_server::{Certificates, Settings};
use escale_store::slots::KdfCost;

use crate::central::Central;
use crate::clock::World;
use crate::laptop::{Laptop, PASSPHRASE};
use crate::sim::air::Air;

/// What a process does until it is killed.
#[derive(Debug, Clone, Subcommand)]
pub enum Child {
    /// Records sessions; so many, or without end.
    Record {
        /// The data folder of an enrolled laptop.
        folder: PathBuf,
        /// How many; 0 is without end.
        count: u64,
    },
    /// Records and exchanges in turn, without end; says what was acknowledged (`A`) and kept.
    Exchange {
        /// The data folder of an enrolled laptop.
        folder: PathBuf,
        /// The server, without TLS.
        server: SocketAddr,
    },
    /// Enrols a laptop.
    Enrol {
        /// Its data folder.
        folder: PathBuf,
        /// The server, without TLS.
        server: SocketAddr,
        /// The code.
        code: String,
    },
    /// Serves; says where.
    Serve {
        /// Data folder.
        data: PathBuf,
        /// Where.
        listen: SocketAddr,
    },
}

/// Is that process.
///
/// # Errors
/// When it cannot go on.
pub fn be(child: Child) -> Result<()> {
    let world = World::at(chrono::Utc::now());
    let mut out = std::io::stdout().lock();
    let at = |folder| Laptop::at(&world, folder, PASSPHRASE, KdfCost::test());
    match child {
        Child::Record { folder, count } => {
            let laptop = at(&folder)?;
            laptop.unlock()?;
            for turn in 1_u64.. {
                let id = match turn % 3 {
                    0 => laptop.note_workshop(None, "Atelier interrompu", 6)?,
                    _ => laptop.note_anonymous(None)?,
                };
                writeln!(out, "{id}")?;
                out.flush()?;
                if turn == count {
                    break;
                }
            }
        }
        Child::Exchange { folder, server } => {
            let laptop = at(&folder)?.with_transport(Air::new(server, &world, 1) as _);
            laptop.unlock()?;
            loop {
                let id = laptop.note_anonymous(None)?;
                writeln!(out, "{id}")?;
                out.flush()?;
                let state = laptop.exchange()?;
                if state.pending == 0 {
                    writeln!(out, "A{id}")?;
                    out.flush()?;
                }
            }
        }
        Child::Enrol {
            folder,
            server,
            code,
        } => {
            let laptop = at(&folder)?.with_transport(Air::new(server, &world, 1) as _);
            laptop.enrol(&code, "Portable")?;
            writeln!(out, "enrolled")?;
            out.flush()?;
            laptop.exchange_until_quiet()?;
        }
        Child::Serve { data, listen } => {
            let settings = Settings {
                listen,
                limits: Central::no_limits(),
                certificates: Certificates::Clear,
                ..Settings::new(data)
            };
            let runtime = tokio::runtime::Runtime::new()?;
            let server = runtime.block_on(escale_server::start(settings))?;
            writeln!(out, "{}", server.address())?;
            out.flush()?;
            loop {
                std::thread::park();
            }
        }
    }
    Ok(())
}
