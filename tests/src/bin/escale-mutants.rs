//! Planted bugs: each one of `tests/planted/` is put into a copy of the tree behind a switch of
//! its own, the copy is built once, and the test named for each must fail with its switch on
//! (and pass with none). Ends with an error when a bug survives, when its place cannot be found
//! any more, or when a test fails by itself.

#![allow(clippy::print_stdout)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail, ensure};

/// Fewest bugs that count as a proof.
const FEWEST: usize = 25;

/// The switch, in each crate that has a bug. The copy alone has it.
const SWITCH: &str = r#"
/// Whether that planted bug is on.
#[doc(hidden)]
pub fn planted(name: &str) -> bool {
    static WHICH: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    WHICH.get_or_init(|| std::env::var("ESCALE_PLANTED").unwrap_or_default()) == name
}
"#;

struct Bug {
    name: String,
    file: String,
    /// `package`, or `package:test-file`.
    suite: String,
    test: String,
    old: String,
    new: String,
}

fn read(path: &Path) -> Result<Bug> {
    let text = std::fs::read_to_string(path)?;
    let (head, rest) = text.split_once("--- instead of\n").context("no bug")?;
    let (old, new) = rest.split_once("\n--- write\n").context("half a bug")?;
    let line = |key: &str| {
        head.lines()
            .find_map(|line| line.strip_prefix(key))
            .map(str::trim)
            .with_context(|| format!("{}: no {key}", path.display()))
    };
    let (suite, test) = line("killed-by ")?.split_once(' ').context("no test")?;
    Ok(Bug {
        name: path
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
            .unwrap_or_default(),
        file: line("file ")?.to_owned(),
        suite: suite.to_owned(),
        test: test.to_owned(),
        old: old.to_owned(),
        new: new.trim_end_matches('\n').to_owned(),
    })
}

/// A copy of what git knows, as it stands.
fn copy(root: &Path, to: &Path) -> Result<()> {
    let listed = Command::new("git")
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .current_dir(root)
        .output()?;
    ensure!(listed.status.success(), "git does not list the tree");
    for name in String::from_utf8(listed.stdout)?
        .split('\0')
        .filter(|name| !name.is_empty())
    {
        let (from, target) = (root.join(name), to.join(name));
        let Ok(bytes) = std::fs::read(&from) else {
            continue;
        };
        // Untouched files keep their date: nothing is built again for nothing.
        if std::fs::read(&target).is_ok_and(|known| known == bytes) {
            continue;
        }
        if let Some(folder) = target.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(&target, bytes)?;
    }
    Ok(())
}

/// Puts all the bugs into the copy.
fn plant(root: &Path, tree: &Path, bugs: &[Bug]) -> Result<()> {
    let mut files: BTreeMap<&str, String> = BTreeMap::new();
    for bug in bugs {
        if !files.contains_key(bug.file.as_str()) {
            files.insert(&bug.file, std::fs::read_to_string(root.join(&bug.file))?);
        }
        let text = files.get_mut(bug.file.as_str()).context("no file")?;
        ensure!(
            text.matches(&bug.old).count() == 1,
            "{}: its place in {} is not there any more, or twice: mend tests/planted/{}.txt",
            bug.name,
            bug.file,
            bug.name
        );
        *text = text.replace(&bug.old, &bug.new);
    }
    let crates: std::collections::BTreeSet<&str> = bugs
        .iter()
        .filter_map(|bug| bug.file.split("/src/").next())
        .collect();
    for name in crates {
        let path = format!("{name}/src/lib.rs");
        let text = std::fs::read_to_string(root.join(&path))?;
        std::fs::write(tree.join(&path), text + SWITCH)?;
    }
    for (name, text) in files {
        std::fs::write(tree.join(name), text)?;
    }
    Ok(())
}

/// The runner of tests, for those of these bugs, with that switch on.
fn nextest(tree: &Path, bugs: &[&Bug], on: &str) -> Result<Command> {
    let mut filter = String::new();
    for bug in bugs {
        let (package, binary) = match bug.suite.split_once(':') {
            Some((package, binary)) => (package, format!(" & binary({binary})")),
            None => (bug.suite.as_str(), " & kind(lib)".to_owned()),
        };
        let or = if filter.is_empty() { "" } else { " + " };
        write!(
            filter,
            "{or}(package({package}){binary} & test(={}))",
            bug.test
        )?;
    }
    let mut command = Command::new("cargo");
    command
        .current_dir(tree)
        .args([
            "nextest",
            "run",
            "--locked",
            "--color",
            "never",
            "--no-fail-fast",
        ])
        .args([
            "-p",
            "escale-sync",
            "-p",
            "escale-store",
            "-p",
            "escale-server",
            "-p",
            "escale-tests",
        ])
        .args([
            "--lib",
            "--test",
            "story_cloned_disk",
            "--test",
            "story_storm",
        ])
        .args([
            "--test",
            "story_restored_server",
            "--test",
            "identity",
            "--test",
            "nouns",
        ])
        .args(["-E", &filter])
        .env("ESCALE_PLANTED", on)
        .stdin(Stdio::null());
    Ok(command)
}

fn main() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()?;
    let mut paths: Vec<PathBuf> = std::fs::read_dir(root.join("tests/planted"))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    paths.sort();
    let bugs = paths
        .iter()
        .map(|path| read(path))
        .collect::<Result<Vec<_>>>()?;
    ensure!(
        bugs.len() >= FEWEST,
        "{} planted bugs, {FEWEST} wanted",
        bugs.len()
    );
    let work = std::env::args()
        .nth(1)
        .map(PathBuf::from)
        .context("where to work")?;
    let tree = work.join("tree");
    copy(&root, &tree)?;
    plant(&root, &tree, &bugs)?;

    println!(
        "Building the copy with {} planted bugs, all off.",
        bugs.len()
    );
    let all: Vec<&Bug> = bugs.iter().collect();
    if !nextest(&tree, &all, "")?.status()?.success() {
        bail!("with no bug on, a test fails: the table would prove nothing");
    }
    let mut survived = 0;
    println!("\n{:<26} {:<9} killed by", "bug", "");
    for bug in &bugs {
        let output = nextest(&tree, &[bug], &bug.name)?.output()?;
        let text = String::from_utf8_lossy(&output.stderr);
        // Killed is a test that ran and failed; anything else (no such test, no build) is not.
        let killed = text.contains("1 test run: 0 passed, 1 failed")
            || text.contains("1 test run: 0 passed, 1 timed out");
        survived += usize::from(!killed);
        println!(
            "{:<26} {:<9} {} {}",
            bug.name,
            if killed { "killed" } else { "SURVIVED" },
            bug.suite,
            bug.test
        );
    }
    println!("\n{} planted, {survived} survived", bugs.len());
    ensure!(
        survived == 0,
        "planted bugs survived: their tests prove nothing"
    );
    Ok(())
}
