//! Fuzzing on stable: every decoder is given inputs of the corpus, changed at random from a seed.
//!
//! A target panics for nobody, answers in bounded memory (the caller watches the process), and
//! what it could read it can write and read again to the same. The corpus is in the repository,
//! one folder for each target; an input that broke something joins it.

mod ground;
mod mutate;
mod orders;
mod replica;
mod seeds;
mod targets;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

pub use self::ground::Ground;
use self::mutate::mutate;
pub use self::seeds::write_corpus;
pub use self::targets::{TARGETS, Target};
use crate::demo::draw::Draw;

/// Largest input, bytes.
const LARGEST: usize = 64 * 1024;

/// Where the corpus is.
#[must_use]
pub fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// The inputs of a target.
///
/// # Errors
/// When it has none.
pub fn inputs(name: &str) -> Result<Vec<Vec<u8>>> {
    let folder = corpus().join(name);
    let mut paths: Vec<PathBuf> = std::fs::read_dir(&folder)
        .with_context(|| folder.display().to_string())?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    paths.sort();
    let inputs = paths
        .iter()
        .map(std::fs::read)
        .collect::<Result<Vec<_>, _>>()?;
    anyhow::ensure!(!inputs.is_empty(), "no corpus for {name}");
    Ok(inputs)
}

/// What came of one target.
#[derive(Debug, Default, Clone)]
pub struct Figures {
    /// Inputs given.
    pub inputs: u64,
    /// Of which the decoder accepted.
    pub read: u64,
    /// What broke: how, and the input.
    pub broken: Vec<(String, Vec<u8>)>,
}

/// Gives a target its corpus, then changed inputs for as long as `go_on` says.
///
/// # Errors
/// When the corpus cannot be read.
pub fn drive(
    target: &Target,
    ground: &mut Ground,
    seed: u64,
    mut go_on: impl FnMut(u64) -> bool,
) -> Result<Figures> {
    let inputs = inputs(target.name)?;
    let mut figures = Figures::default();
    let mut draw = Draw::new(seed);
    for input in &inputs {
        let read = give(target, ground, input, &mut figures);
        // A corpus that nothing can read would only try the first line of a decoder.
        anyhow::ensure!(
            read || !figures.broken.is_empty() || target.foreign,
            "{}: an input of the corpus is not understood",
            target.name
        );
    }
    while go_on(figures.inputs) && figures.broken.is_empty() {
        let input = mutate(&mut draw, &inputs, LARGEST);
        give(target, ground, &input, &mut figures);
    }
    Ok(figures)
}

fn give(target: &Target, ground: &mut Ground, input: &[u8], figures: &mut Figures) -> bool {
    figures.inputs += 1;
    let outcome = catch_unwind(AssertUnwindSafe(|| (target.run)(ground, input)));
    match outcome {
        Ok(Ok(read)) => {
            figures.read += u64::from(read);
            return read;
        }
        Ok(Err(error)) => figures.broken.push((format!("{error:#}"), input.to_vec())),
        Err(panic) => {
            let said = panic
                .downcast_ref::<String>()
                .map(String::as_str)
                .or_else(|| panic.downcast_ref::<&str>().copied());
            let said = format!("panicked: {}", said.unwrap_or("?"));
            figures.broken.push((said, input.to_vec()));
        }
    }
    false
}

/// The most memory this process ever had, kilobytes; 0 where the system does not say.
#[must_use]
pub fn most_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|text| text.trim().trim_end_matches(" kB").parse().ok())
        .unwrap_or(0)
}

/// As printed.
#[must_use]
pub fn table(figures: &BTreeMap<&'static str, (Figures, u64)>) -> String {
    let mut text = format!(
        "{:<16} {:>10} {:>10} {:>8} {:>10}\n",
        "decoder", "inputs", "read", "broken", "memory kB"
    );
    for (name, (figures, memory)) in figures {
        text += &format!(
            "{name:<16} {:>10} {:>10} {:>8} {memory:>10}\n",
            figures.inputs,
            figures.read,
            figures.broken.len()
        );
    }
    text
}
