//! A laptop of a simulated world.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, Result};
use escale_app::api::access::Phase;
use escale_app::api::beneficiary::BeneficiaryFile;
use escale_app::ports::Random;

use super::air::Air;
use crate::clock::World;
use crate::demo::draw::Draw;
use crate::laptop::Laptop;

/// Chance that can be had again.
pub(crate) struct Seeded(Mutex<Draw>);

impl Seeded {
    pub(crate) fn new(seed: u64) -> Arc<Self> {
        Arc::new(Self(Mutex::new(Draw::new(seed))))
    }
}

impl Random for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        let mut draw = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for chunk in bytes.chunks_mut(8) {
            let drawn = draw.any().to_le_bytes();
            chunk.copy_from_slice(&drawn[..chunk.len()]);
        }
    }
}

/// A laptop, its line, and what its person knows.
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) adviser: usize,
    pub(crate) air: Arc<Air>,
    laptop: Option<Laptop>,
    /// Shut out by the server's administrator.
    pub(crate) revoked: bool,
    /// Numbers of what was typed on this disk (writes of the ledger).
    pub(crate) typed: BTreeSet<usize>,
    /// Records seen on this disk: none may ever go.
    pub(crate) seen: BTreeSet<(String, String)>,
    /// A form left open: whose, as it was.
    pub(crate) form: Option<BeneficiaryFile>,
    /// A copy of this disk, as it was some time ago.
    pub(crate) older: Option<Box<Member>>,
    /// Laptops that have been one with this one.
    pub(crate) family: usize,
}

impl Member {
    pub(crate) fn enrol(
        world: &World,
        air: Arc<Air>,
        seed: u64,
        adviser: usize,
        name: &str,
        code: &str,
    ) -> Result<Self> {
        let laptop = Laptop::new(world)?
            .with_transport(Arc::clone(&air) as _)
            .with_random(Seeded::new(seed));
        laptop.enrol(code, name)?;
        let family = name.trim_start_matches('L').parse().unwrap_or(0);
        Ok(Self {
            name: name.to_owned(),
            adviser,
            air,
            laptop: Some(laptop),
            revoked: false,
            typed: BTreeSet::new(),
            seen: BTreeSet::new(),
            form: None,
            older: None,
            family,
        })
    }

    /// Whether an order or a long silence holds its notebook.
    pub(crate) fn held(&self) -> Result<bool> {
        Ok(self.laptop()?.state()?.phase == Phase::Held)
    }

    pub(crate) fn laptop(&self) -> Result<&Laptop> {
        self.laptop.as_ref().context("no laptop")
    }

    /// The power goes; the files are as they are.
    pub(crate) fn cut_power(&mut self) -> Result<()> {
        let laptop = self.laptop.take().context("no laptop")?;
        self.form = None;
        let after = laptop.cut_power()?;
        after.unlock()?;
        self.laptop = Some(after);
        Ok(())
    }

    pub(crate) fn restart(&mut self) -> Result<()> {
        let laptop = self.laptop.as_mut().context("no laptop")?;
        laptop.restart();
        laptop.unlock()?;
        Ok(())
    }

    /// Another laptop with the same disk.
    pub(crate) fn clone_disk(&self, name: &str, air: Arc<Air>, seed: u64) -> Result<Self> {
        let laptop = self
            .laptop()?
            .clone_disk()?
            .with_transport(Arc::clone(&air) as _)
            .with_random(Seeded::new(seed));
        laptop.unlock()?;
        Ok(Self {
            name: name.to_owned(),
            adviser: self.adviser,
            air,
            laptop: Some(laptop),
            revoked: self.revoked,
            typed: self.typed.clone(),
            seen: self.seen.clone(),
            form: None,
            older: None,
            family: self.family,
        })
    }
}
