//! Crash proof: processes that write as fast as they can are killed, and what they had been told
//! is kept is looked for.

mod child;
mod power;
mod scenes;

use std::path::Path;

use anyhow::Result;

pub use self::child::{Child, be};

/// How much to do of each.
#[derive(Debug, Clone, Copy)]
pub struct Lengths {
    /// Kills at random instants, of each kind.
    pub kills: u64,
    /// Calls of each kind at which a process dies, spread over all it makes.
    pub calls: usize,
    /// Power cuts replayed.
    pub cuts: usize,
}

impl Lengths {
    /// For every run of the tests.
    #[must_use]
    pub fn short() -> Self {
        Self {
            kills: 3,
            calls: 2,
            cuts: 12,
        }
    }

    /// For `make crash`.
    #[must_use]
    pub fn long() -> Self {
        Self {
            kills: 30,
            calls: 40,
            cuts: 300,
        }
    }
}

/// What came of one kind of crash.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// Which.
    pub what: String,
    /// Crashes.
    pub cycles: u64,
    /// Things the process had been told are kept.
    pub acknowledged: usize,
    /// Things found afterwards (what was kept and not yet told counts).
    pub recovered: usize,
    /// Acknowledged and not found.
    pub lost: usize,
}

/// Everything, in order.
///
/// # Errors
/// When something is damaged, or a process cannot be started.
pub fn all(program: &Path, lengths: &Lengths, seed: u64) -> Result<Vec<Line>> {
    let mut lines = vec![
        scenes::records(program, lengths, seed)?,
        scenes::exchanges(program, lengths, seed)?,
        scenes::serves(program, lengths, seed)?,
        scenes::enrols(program, lengths, seed)?,
    ];
    if scenes::may_trace() {
        lines.extend(scenes::calls(program, lengths)?);
        lines.push(power::cuts(program, lengths, seed)?);
    } else {
        lines.push(Line {
            what: "at each system call, power: strace may not trace here, NOT DONE".into(),
            ..Line::default()
        });
    }
    Ok(lines)
}

/// As printed.
#[must_use]
pub fn table(lines: &[Line]) -> String {
    let mut text = format!(
        "{:<44} {:>7} {:>13} {:>10} {:>6}\n",
        "killed while", "cycles", "acknowledged", "recovered", "lost"
    );
    for line in lines {
        text += &format!(
            "{:<44} {:>7} {:>13} {:>10} {:>6}\n",
            line.what, line.cycles, line.acknowledged, line.recovered, line.lost
        );
    }
    text
}
