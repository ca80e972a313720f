//! The simulator: one seed is one run of a small world of laptops, advisers, networks, clocks,
//! crashes and disasters.
//!
//! The laptops are the real application over real notebooks, the server is the real one over its
//! real store; the line between them, time and chance are the simulator's. Each step draws from a
//! seed of its own, so that steps may be left out of a run without changing the others. What a
//! person does and what may go wrong is one list, [`acts::ACTS`]: a new act is one line there.
//!
//! In *safety* runs faults go on until the end, then everything is healed. In *liveness* runs one
//! laptop stays behind a portal while the others must become quiet without it.

pub mod acts;
pub mod air;
mod check;
mod faults;
mod ledger;
mod member;
mod orders;
mod report;
mod shrink;

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hasher};

use anyhow::{Context as _, Result};

use crate::central::{Backup, Central, Copy};
use crate::clock::World;
use crate::demo::draw::Draw;

use self::acts::ACTS;
use self::air::{Air, Fate};
use self::ledger::Ledger;
use self::member::Member;

pub use self::report::{Report, Tally};
pub use self::shrink::shrink;

/// Steps of a run, unless told otherwise.
pub const STEPS: usize = 90;
/// Age beyond which no copy of the server is kept, milliseconds (ADR 14).
const OLDEST_COPY_MS: u64 = 35 * 24 * 3_600_000;
/// Laptops at the same time, clones included.
const MOST_LAPTOPS: usize = 6;
/// Operations from which logs are taken as snapshots, in worlds where they are at all.
const SNAPSHOTS_FROM: u64 = 6;
/// When every world begins.
const BEGINNING: &str = "2026-03-02T08:00:00Z";

/// A promise that was not kept.
#[derive(Debug, thiserror::Error)]
#[error("{invariant}: {what}")]
pub struct Broken {
    /// Which one (`I1`…`I9`), as named in docs/SYNC.md.
    pub invariant: &'static str,
    /// What was seen.
    pub what: String,
}

pub(crate) fn broken(invariant: &'static str, what: impl Into<String>) -> anyhow::Error {
    anyhow::Error::new(Broken {
        invariant,
        what: what.into(),
    })
}

/// A run to make.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The seed.
    pub seed: u64,
    /// How many steps.
    pub steps: usize,
    /// Steps left out.
    pub without: BTreeSet<usize>,
}

impl Plan {
    /// The usual run of a seed.
    #[must_use]
    pub fn of(seed: u64) -> Self {
        Self {
            seed,
            steps: STEPS,
            without: BTreeSet::new(),
        }
    }
}

/// What came of a run.
#[derive(Debug)]
pub struct Outcome {
    /// The same for the same plan, always.
    pub hash: u64,
    /// What happened.
    pub tally: Tally,
    /// What happened, in lines: a column for each laptop.
    pub trace: Vec<String>,
    /// The promise that was broken, if one was.
    pub failure: Option<anyhow::Error>,
}

/// Where a copy of the server may be.
enum Kept {
    /// A copy of the folder, made while the server was stopped; and how many devices it knew.
    Raw(Copy),
    /// A copy made, sealed and proved by the server itself.
    Sealed(Backup),
}

/// How this seed's world differs from others: which faults are on, and how often.
struct Swarm {
    weights: Vec<usize>,
    weather: Vec<(Fate, usize)>,
    liveness: bool,
    strict: bool,
}

impl Swarm {
    fn draw(draw: &mut Draw) -> Self {
        let weights = ACTS
            .iter()
            .map(|act| {
                let times = if act.fault {
                    [0, 1, 1, 3][draw.below(4)]
                } else {
                    [1, 1, 2][draw.below(3)]
                };
                act.weight * times
            })
            .collect();
        let weather = Fate::ALL
            .iter()
            .map(|fate| match fate {
                Fate::Fair => (*fate, 20 + draw.below(60)),
                _ => (*fate, [0, 0, 1, 3, 8][draw.below(5)]),
            })
            .collect();
        Self {
            weights,
            weather,
            liveness: draw.chance(400),
            strict: draw.chance(250),
        }
    }
}

/// A world.
pub(crate) struct Sim {
    draw: Draw,
    world: World,
    central: Central,
    advisers: Vec<String>,
    members: Vec<Member>,
    names: usize,
    copies: Vec<(Kept, u64)>,
    swarm: Swarm,
    ledger: Ledger,
    tally: Tally,
    trace: Vec<String>,
    began: u64,
    /// A disk was replaced by an older copy of itself: what only the log has may not be lost now.
    no_disaster: bool,
    /// Logs are taken as snapshots.
    snapshots: bool,
    epoch: String,
}

/// Makes the run.
#[must_use]
pub fn run(plan: &Plan) -> Outcome {
    match Sim::begin(plan) {
        Ok(mut sim) => {
            let failure = sim.live(plan).err();
            sim.count();
            let mut hasher = DefaultHasher::new();
            for line in &sim.trace {
                hasher.write(line.as_bytes());
            }
            Outcome {
                hash: hasher.finish(),
                tally: sim.tally,
                trace: sim.trace,
                failure,
            }
        }
        Err(error) => Outcome {
            hash: 0,
            tally: Tally::default(),
            trace: Vec::new(),
            failure: Some(error),
        },
    }
}

impl Sim {
    fn begin(plan: &Plan) -> Result<Self> {
        let world = World::at(BEGINNING.parse()?);
        let mut draw = Draw::new(plan.seed.wrapping_mul(0x9e37_79b9).wrapping_add(1));
        let swarm = Swarm::draw(&mut draw);
        let mut limits = Central::no_limits();
        if swarm.strict {
            limits.requests_per_hour = 120;
        }
        let mut central = Central::start_clear(&world, limits)?;
        let snapshots = plan.seed.is_multiple_of(2);
        if snapshots {
            central.offer_snapshots_from(SNAPSHOTS_FROM)?;
        }
        let team = central.team("Itinérance Cotentin")?;
        let advisers = (0..=draw.below(2))
            .map(|at| central.adviser(&team, &format!("Conseillère {at}")))
            .collect::<Result<Vec<_>>>()?;
        let mut sim = Self {
            began: world.now(),
            epoch: central.epoch(),
            world,
            central,
            advisers,
            members: Vec::new(),
            names: 0,
            copies: Vec::new(),
            ledger: Ledger::default(),
            tally: Tally::default(),
            trace: Vec::new(),
            no_disaster: false,
            snapshots,
            swarm,
            draw,
        };
        for at in 0..sim.advisers.len() {
            for _ in 0..2 + usize::from(sim.advisers.len() == 1 && sim.draw.chance(500)) {
                sim.enrol(at)?;
            }
        }
        sim.found()?;
        for member in &sim.members {
            member.laptop()?.exchange_until_quiet()?;
        }
        for member in &sim.members {
            member.laptop()?.exchange_until_quiet()?;
            member.air.set(&sim.swarm.weather);
        }
        Ok(sim)
    }

    /// A new laptop of that adviser, enrolled over a fair line.
    fn enrol(&mut self, adviser: usize) -> Result<usize> {
        let (id, address) = (self.advisers[adviser].clone(), self.central.address());
        let name = self.name();
        let air = Air::new(address, &self.world, self.draw.any());
        let member = Member::enrol(
            &self.world,
            air,
            self.draw.any(),
            adviser,
            &name,
            &self.central.code(&id, address)?,
        )?;
        self.members.push(member);
        Ok(self.members.len() - 1)
    }

    fn name(&mut self) -> String {
        self.names += 1;
        format!("L{}", self.names)
    }

    fn live(&mut self, plan: &Plan) -> Result<()> {
        for at in 0..plan.steps {
            if plan.without.contains(&at) {
                continue;
            }
            self.draw = Draw::new(plan.seed.wrapping_mul(1_000_003).wrapping_add(at as u64));
            self.step()
                .with_context(|| format!("seed {}, step {at}", plan.seed))?;
        }
        self.draw = Draw::new(plan.seed ^ 0xfeed);
        self.heal()
            .with_context(|| format!("seed {}, at the end", plan.seed))
    }

    fn step(&mut self) -> Result<()> {
        let pause = match self.draw.below(20) {
            0 => 3_600_000 * 24 * (1 + self.draw.any() % 6),
            1..=4 => self.draw.any() % 7_200_000,
            _ => self.draw.any() % 90_000,
        };
        self.world.pass_ms(1 + pause);
        let at = self.draw.below(self.members.len());
        let choices: Vec<(usize, usize)> = self.swarm.weights.iter().copied().enumerate().collect();
        let mut act = &ACTS[self.draw.weighted(&choices).unwrap_or(0)];
        if self.members[at].held()? && !act.fault && act.name != "parcel" {
            // Nobody can do anything there but let it reach the server.
            act = &ACTS[0];
        }
        *self.tally.acts.entry(act.name).or_default() += 1;
        let said = (act.run)(self, at);
        let said = said.with_context(|| format!("{} on {}", act.name, self.label(at)))?;
        self.say(at, act.name, &said);
        self.watch_epoch();
        Ok(())
    }

    fn watch_epoch(&mut self) {
        let now = self.central.epoch();
        if now != self.epoch {
            self.epoch = now;
            self.tally.reach("epochs");
        }
    }

    fn label(&self, at: usize) -> String {
        self.members
            .get(at)
            .map_or_else(|| format!("#{at}"), |member| member.name.clone())
    }

    /// One line of the diagram: time to the left, a column for each laptop.
    fn say(&mut self, at: usize, act: &str, said: &str) {
        let seconds = (self.world.now() - self.began) / 1000;
        let columns: String = (0..self.members.len().max(at + 1))
            .map(|column| if column == at { " ● " } else { " │ " })
            .collect();
        self.trace
            .push(format!("{seconds:>9} s {columns:<18} {act} {said}"));
    }

    fn count(&mut self) {
        self.tally.seeds = 1;
        self.tally.laptop_ms = (self.world.now() - self.began) * self.members.len() as u64;
        let mut met: BTreeMap<&'static str, u64> = BTreeMap::new();
        for member in &self.members {
            for (fate, times) in member.air.met() {
                *met.entry(fate.name()).or_default() += times;
            }
        }
        if self.members.iter().any(|member| member.air.pieces() > 0) {
            self.tally.reach("snapshots");
        }
        for (fate, times) in met {
            *self.tally.fates.entry(fate).or_default() += times;
        }
    }

    /// Copies a server would still have.
    fn forget_old_copies(&mut self) {
        let now = self.world.now();
        self.copies.retain(|(_, at)| now - at < OLDEST_COPY_MS);
    }

    fn hang_up(&self) {
        for member in &self.members {
            member.air.hang_up();
        }
    }
}
