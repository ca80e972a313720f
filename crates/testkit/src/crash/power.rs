//! Power cuts. A kill leaves the system's cache; a power cut does not. The writes of a laptop that
//! records are seen by `strace`, with their bytes; each cut is a prefix of them replayed over the
//! files as they were, in which any of the writes that no flush had followed may be missing.
//! What the laptop had said before the cut must be there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};
use escale_store::slots::KdfCost;

use super::scenes::Place;
use super::{Lengths, Line};
use crate::demo::draw::Draw;
use crate::folder;
use crate::laptop::{Laptop, PASSPHRASE};

/// Sessions recorded under the eyes of `strace`.
const SESSIONS: &str = "25";

#[derive(Debug, Clone, PartialEq, Eq)]
enum Seen {
    Write {
        file: PathBuf,
        at: u64,
        bytes: Vec<u8>,
    },
    Cut {
        file: PathBuf,
        to: u64,
    },
    Flush {
        file: PathBuf,
    },
    Said(String),
}

/// Reads what `strace -f -y -xx` wrote.
fn parse(text: &str) -> Vec<Seen> {
    let mut begun: BTreeMap<&str, String> = BTreeMap::new();
    let mut seen = Vec::new();
    for line in text.lines() {
        let Some((pid, rest)) = line.split_once(' ') else {
            continue;
        };
        let rest = rest.trim_start();
        let whole = if let Some(start) = rest.strip_suffix(" <unfinished ...>") {
            begun.insert(pid, start.to_owned());
            continue;
        } else if let Some((_, end)) = rest.split_once(" resumed>") {
            begun.remove(pid).unwrap_or_default() + end
        } else {
            rest.to_owned()
        };
        // Only calls that succeeded did something.
        if whole
            .rsplit_once(" = ")
            .is_none_or(|(_, result)| result.starts_with('-'))
        {
            continue;
        }
        seen.extend(call(&whole));
    }
    seen
}

fn call(line: &str) -> Option<Seen> {
    let (name, rest) = line.split_once('(')?;
    let (fd, rest) = rest.split_once('<')?;
    let (path, rest) = rest.split_once('>')?;
    // With -xx, paths are escaped as well.
    let file = PathBuf::from(String::from_utf8(unescape(path)).ok()?);
    match name {
        "write" if fd.trim() == "1" => {
            let text = unescape(rest.split('"').nth(1)?);
            Some(Seen::Said(String::from_utf8(text).ok()?.trim().to_owned()))
        }
        "pwrite64" => {
            let mut parts = rest.split('"');
            let bytes = unescape(parts.nth(1)?);
            let at = parts.next()?.split(')').next()?.rsplit(", ").next()?;
            Some(Seen::Write {
                file,
                at: at.trim().parse().ok()?,
                bytes,
            })
        }
        "ftruncate" => Some(Seen::Cut {
            file,
            to: rest
                .trim_start_matches([',', ' '])
                .split(')')
                .next()?
                .parse()
                .ok()?,
        }),
        "fdatasync" | "fsync" => Some(Seen::Flush { file }),
        _ => None,
    }
}

/// `\x41\x42` as bytes; text that is not escaped as it is.
fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() / 4);
    let mut rest = text;
    while let Some(at) = rest.find("\\x") {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        let digits = rest.get(at + 2..at + 4).unwrap_or_default();
        bytes.push(u8::from_str_radix(digits, 16).unwrap_or(b'?'));
        rest = rest.get(at + 4..).unwrap_or_default();
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

/// The power cuts.
pub(super) fn cuts(program: &Path, lengths: &Lengths, seed: u64) -> Result<Line> {
    let place = Place::new()?;
    let before = tempfile::tempdir()?;
    folder::copy(place.folder.path(), before.path())?;
    let log = tempfile::NamedTempFile::new()?;
    let output = Command::new("strace")
        .args(["-f", "-qq", "-y", "-xx", "-s", "200000", "-o"])
        .arg(log.path())
        .arg("--trace=pwrite64,fdatasync,fsync,ftruncate,write")
        .arg(program)
        .arg("record")
        .arg(place.folder.path())
        .arg(SESSIONS)
        .stderr(Stdio::null())
        .output()?;
    ensure!(output.status.success(), "the laptop did not end");
    let seen = parse(&std::fs::read_to_string(log.path())?);
    let writes = seen
        .iter()
        .filter(|what| matches!(what, Seen::Write { .. }))
        .count();
    let said: Vec<&str> = seen
        .iter()
        .filter_map(|what| match what {
            Seen::Said(id) => Some(id.as_str()),
            _ => None,
        })
        .collect();
    ensure!(
        writes > 50 && said.len() > 20,
        "{writes} writes and {} lines seen",
        said.len()
    );
    let mut draw = Draw::new(seed ^ 5);
    let mut line = Line {
        what: format!("power cut ({writes} writes seen)"),
        ..Line::default()
    };
    for _ in 0..lengths.cuts {
        let until = draw.below(seen.len() + 1);
        let after = tempfile::tempdir()?;
        folder::copy(before.path(), after.path())?;
        let told = replay(&seen[..until], place.folder.path(), after.path(), &mut draw)?;
        let laptop = Laptop::at(&place.world, after.path(), PASSPHRASE, KdfCost::test())?;
        laptop
            .unlock()
            .with_context(|| format!("cut after {until}"))?;
        laptop
            .verify()
            .with_context(|| format!("cut after {until}"))?;
        let found: BTreeSet<String> = laptop.sessions()?.into_iter().map(|line| line.id).collect();
        line.cycles += 1;
        line.acknowledged += told.len();
        line.recovered += found.len();
        line.lost += told.difference(&found).count();
    }
    Ok(line)
}

/// Writes what the disk may hold after these calls: everything flushed, and of the rest what
/// chance leaves. The index of the journal is memory, and gone.
fn replay(seen: &[Seen], from: &Path, to: &Path, draw: &mut Draw) -> Result<BTreeSet<String>> {
    let mut told = BTreeSet::new();
    let mut last_flush: BTreeMap<&Path, usize> = BTreeMap::new();
    for (at, what) in seen.iter().enumerate() {
        if let Seen::Flush { file } = what {
            last_flush.insert(file, at);
        }
    }
    for (at, what) in seen.iter().enumerate() {
        let here = |file: &Path| file.strip_prefix(from).ok().map(|name| to.join(name));
        match what {
            Seen::Said(id) if id.len() == 36 => {
                told.insert(id.clone());
            }
            Seen::Write {
                file,
                at: place,
                bytes,
            } => {
                let flushed = last_flush
                    .get(file.as_path())
                    .is_some_and(|flush| *flush > at);
                let Some(path) = here(file).filter(|_| flushed || draw.chance(500)) else {
                    continue;
                };
                let mut file = File::options()
                    .create(true)
                    .truncate(false)
                    .write(true)
                    .open(path)?;
                file.seek(SeekFrom::Start(*place))?;
                file.write_all(bytes)?;
            }
            Seen::Cut { file, to } => {
                if let Some(path) = here(file) {
                    File::options()
                        .create(true)
                        .truncate(false)
                        .write(true)
                        .open(path)?
                        .set_len(*to)?;
                }
            }
            Seen::Flush { .. } | Seen::Said(_) => {}
        }
    }
    for path in folder::files(to)? {
        if path.to_string_lossy().ends_with("-shm") {
            std::fs::remove_file(path)?;
        }
    }
    Ok(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_strace_writes_is_read() {
        let text = "7 pwrite64(5</tmp/a-wal>, \"\\x41\\x42\", 2, 4096) = 2\n\
                    8 fdatasync(5</tmp/a-wal> <unfinished ...>\n\
                    7 write(1<pipe:[3]>, \"\\x69\\x64\\x0a\", 3) = 3\n\
                    8 <... fdatasync resumed>) = 0\n\
                    8 ftruncate(5</tmp/a-wal>, 10) = 0\n\
                    8 pwrite64(5</tmp/a-wal>, \"\\x41\", 1, 0) = -1 EIO (Input/output error)\n";
        let file = PathBuf::from("/tmp/a-wal");
        assert_eq!(
            parse(text),
            [
                Seen::Write {
                    file: file.clone(),
                    at: 4096,
                    bytes: b"AB".to_vec()
                },
                Seen::Said("id".into()),
                Seen::Flush { file: file.clone() },
                Seen::Cut { file, to: 10 },
            ]
        );
    }
}
