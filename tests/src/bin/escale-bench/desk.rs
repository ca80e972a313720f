//! Where the benchmarks run: one folder of the disk that is measured, a server, two laptops (one
//! on its first day, one after a career), a bare SQLite file.

use std::cell::OnceCell;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use escale_store::slots::KdfCost;
use escale_testkit::central::Central;
use escale_testkit::clock::World;
use escale_testkit::laptop::{Laptop, PASSPHRASE};
use rusqlite::Connection;
use tempfile::TempDir;

use crate::career;

pub(crate) struct Desk {
    world: World,
    career: OnceCell<Laptop>,
    central: OnceCell<Central>,
    folder: TempDir,
}

impl Desk {
    /// Beside the program: `/tmp` may be memory, where making durable costs nothing.
    pub(crate) fn new() -> Result<Self> {
        let program = std::env::current_exe()?;
        let beside = program.parent().context("a program stands in a folder")?;
        let folder = tempfile::Builder::new()
            .prefix("escale-bench-")
            .tempdir_in(beside)?;
        Ok(Self {
            world: World::yesterday(),
            career: OnceCell::new(),
            central: OnceCell::new(),
            folder,
        })
    }

    pub(crate) fn world(&self) -> &World {
        &self.world
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A new laptop, enrolled and open, without a keyring, its data in the measured folder.
    pub(crate) fn laptop(&self, name: &str) -> Result<Laptop> {
        let laptop = Laptop::at(&self.world, &self.place(name), PASSPHRASE, KdfCost::test())?;
        if self.central.get().is_none() {
            let _ = self.central.set(Central::start(&self.world)?);
        }
        let central = self.central.get().context("the server has started")?;
        let adviser = central.adviser(&central.team("Itinérance nord")?, "Camille Exemple")?;
        laptop.enrol(&central.code(&adviser, central.address())?, name)?;
        Ok(laptop)
    }

    /// The laptop after a career (50 000 sessions, 5 000 named people), open.
    pub(crate) fn career(&self) -> Result<&Laptop> {
        if self.career.get().is_none() {
            let laptop = self.laptop("career")?;
            career::fill(&laptop)?;
            let _ = self.career.set(laptop);
        }
        self.career.get().context("the career is there")
    }

    /// A bare SQLite file in the same folder: no key, write-ahead log, every commit durable.
    pub(crate) fn bare(&self, name: &str) -> Result<Connection> {
        let bare = Connection::open(self.place(name))?;
        bare.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32768;",
        )?;
        Ok(bare)
    }

    fn place(&self, name: &str) -> PathBuf {
        self.folder().join(name)
    }
}
