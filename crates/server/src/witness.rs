//! The witness: a small file outside the data folder that remembers how far the database went.
//!
//! A database that is behind its witness was replaced by an older copy: the epoch must change,
//! so that laptops send again what that copy never saw. The witness may be behind (the process
//! stopped between the two writes), never ahead. When in doubt the epoch changes: that costs a
//! second sending, never an operation.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use crate::Error;

/// What was last committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    /// The epoch of the database.
    pub(crate) epoch: String,
    /// Its count of commits.
    pub(crate) commits: u64,
}

/// The witness file, open.
#[derive(Debug)]
pub(crate) struct Witness {
    file: File,
}

impl Witness {
    /// Opens the file, made empty when it is missing.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        Ok(Self {
            file: options.open(path).map_err(Error::io(path))?,
        })
    }

    /// What it remembers; `None` when it is empty or unreadable.
    pub(crate) fn read(&mut self) -> Option<Mark> {
        let mut text = String::new();
        self.file.seek(SeekFrom::Start(0)).ok()?;
        self.file.read_to_string(&mut text).ok()?;
        let (epoch, commits) = text.lines().next()?.split_once(' ')?;
        Some(Mark {
            epoch: epoch.to_owned(),
            commits: commits.trim().parse().ok()?,
        })
    }

    /// Remembers a commit. One short write in place: a reader sees the old line or the new one.
    pub(crate) fn write(&mut self, mark: &Mark) -> std::io::Result<()> {
        let line = format!("{} {:020}\n", mark.epoch, mark.commits);
        self.file.seek(SeekFrom::Start(0))?;
        self.file.write_all(line.as_bytes())?;
        self.file.sync_data()
    }
}

/// Whether a database at `mark` is the one the witness saw, at that point or later.
pub(crate) fn agrees(witness: Option<&Mark>, database: &Mark) -> bool {
    match witness {
        Some(seen) => seen.epoch == database.epoch && seen.commits <= database.commits,
        None => database.commits == 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(epoch: &str, commits: u64) -> Mark {
        Mark {
            epoch: epoch.to_owned(),
            commits,
        }
    }

    #[test]
    fn an_older_or_foreign_database_disagrees() {
        assert!(agrees(Some(&mark("a", 4)), &mark("a", 4)));
        assert!(agrees(Some(&mark("a", 4)), &mark("a", 5)));
        assert!(!agrees(Some(&mark("a", 4)), &mark("a", 3)));
        assert!(!agrees(Some(&mark("a", 4)), &mark("b", 9)));
        assert!(agrees(None, &mark("a", 0)));
        assert!(!agrees(None, &mark("a", 1)));
    }

    #[test]
    fn remembers_across_openings() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("w");
        let mut witness = Witness::open(&path).unwrap();
        assert_eq!(witness.read(), None);
        witness.write(&mark("e", 12)).unwrap();
        witness.write(&mark("e", 9)).unwrap();
        assert_eq!(Witness::open(&path).unwrap().read(), Some(mark("e", 9)));
    }
}
