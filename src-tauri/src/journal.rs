//! The local journal: what happened, never to whom.
//!
//! Plain lines in `journal.log` of the data folder, at most two files of a mebibyte. A panic is
//! recorded as the place it happened: its message could quote a file.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;
use std::sync::Mutex;

use tracing_subscriber::EnvFilter;

/// Bytes after which the file is set aside at the next start.
const FULL: u64 = 1 << 20;

/// Starts the journal in this folder, which exists, and records panics in it.
/// `ESCALE_LOG` says what to record, in the words of `tracing`'s filters.
///
/// # Errors
/// When the disk refuses; the program works without a journal.
pub(crate) fn start(folder: &Path) -> io::Result<()> {
    let file = open(folder)?;
    let filter = EnvFilter::try_from_env("ESCALE_LOG")
        .unwrap_or_else(|_| EnvFilter::new("warn,escale=info"));
    // A second subscriber in one process is a programming error, and harmless.
    let _ = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_env_filter(filter)
        .with_writer(Mutex::new(file))
        .try_init();
    std::panic::set_hook(Box::new(|panic| {
        let (file, line) = panic
            .location()
            .map_or(("?", 0), |at| (at.file(), at.line()));
        tracing::error!(file, line, "panic");
    }));
    Ok(())
}

fn open(folder: &Path) -> io::Result<File> {
    let path = folder.join("journal.log");
    if fs::metadata(&path).is_ok_and(|file| file.len() > FULL) {
        fs::rename(&path, folder.join("journal.1.log"))?;
    }
    OpenOptions::new().create(true).append(true).open(path)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    #[test]
    fn a_full_journal_is_set_aside_and_a_short_one_goes_on() {
        let place = tempfile::tempdir().unwrap();
        open(place.path()).unwrap().write_all(b"first\n").unwrap();
        open(place.path()).unwrap().write_all(b"second\n").unwrap();
        assert_eq!(
            fs::read_to_string(place.path().join("journal.log")).unwrap(),
            "first\nsecond\n"
        );

        let long = vec![b'.'; usize::try_from(FULL).unwrap() + 1];
        fs::write(place.path().join("journal.log"), &long).unwrap();
        open(place.path()).unwrap().write_all(b"third\n").unwrap();
        assert_eq!(
            fs::read_to_string(place.path().join("journal.log")).unwrap(),
            "third\n"
        );
        assert_eq!(fs::read(place.path().join("journal.1.log")).unwrap(), long);
    }
}
