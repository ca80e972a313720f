//! The folder of copies: their names, which ones stay, who may write there.
//!
//! Kept: the three latest whatever their dates, the latest of each of seven days and of each of
//! four weeks, none older than 35 days (an erasure reaches the copies that way), none dated in
//! the future. Nothing is dropped before a fresh copy has been proved.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike, NaiveDateTime, TimeDelta, Utc};

use crate::{Error, secret, store};

const LATEST: usize = 3;
const DAILY: usize = 7;
const WEEKLY: usize = 4;
/// Days a copy stays at most. Laptops keep what they sent as long.
const OLDEST: i64 = 35;
const STAMP: &str = "%Y%m%d-%H%M%S";
const ENDING: &str = ".backup";
/// A copy that could not be proved: kept, since it may be all there is, and never counted.
const DOUBTFUL: &str = "doubtful.database";

/// The folder, ours while this lives.
#[derive(Debug)]
pub(super) struct Shelf {
    folder: PathBuf,
    _lock: File,
}

impl Shelf {
    /// Opens the folder, made when missing; one at a time.
    pub(super) fn open(folder: &Path) -> Result<Self, Error> {
        store::make_folder(folder)?;
        let path = folder.join("copying.lock");
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(Error::io(&path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(std::fs::TryLockError::WouldBlock) => {
                return Err(Error::Copying(folder.to_path_buf()));
            }
            Err(std::fs::TryLockError::Error(error)) => return Err(Error::io(path)(error)),
        }
        Ok(Self {
            folder: folder.to_path_buf(),
            _lock: lock,
        })
    }

    /// Where a copy is made before it counts.
    pub(super) fn making(&self, ending: &str) -> PathBuf {
        self.folder.join(format!("making.{ending}"))
    }

    /// The name of a copy taken now: after all others, even when the clock stood still or went
    /// back a little, so that the order of names is the order of copies.
    pub(super) fn name(&self, now: u64) -> Result<PathBuf, Error> {
        let now = time(now);
        let after = list(&self.folder)?
            .into_iter()
            .map(|(_, at)| at + TimeDelta::seconds(1))
            .find(|at| *at <= now + TimeDelta::days(1));
        let at = after.map_or(now, |after| now.max(after));
        Ok(self
            .folder
            .join(format!("escale-{}{ENDING}", at.format(STAMP))))
    }

    /// Gives a finished file its name, durably.
    pub(super) fn place(&self, made: &Path, name: &Path) -> Result<(), Error> {
        std::fs::rename(made, name).map_err(Error::io(name))?;
        secret::flush_folder(&self.folder)
    }

    /// Keeps aside what could not be proved.
    pub(super) fn doubt(&self, made: &Path) -> Result<(), Error> {
        self.place(made, &self.folder.join(DOUBTFUL))
    }

    /// Removes the copies that need not stay.
    pub(super) fn rotate(&self, now: u64) -> Result<(), Error> {
        let now = time(now);
        let (oldest, latest) = (now - TimeDelta::days(OLDEST), now + TimeDelta::days(1));
        let (mut days, mut weeks) = (BTreeSet::new(), BTreeSet::new());
        for (rank, (path, at)) in list(&self.folder)?.into_iter().enumerate() {
            let timely = at >= oldest && at <= latest;
            let daily = timely && days.insert(at.date_naive()) && days.len() <= DAILY;
            let week = (at.iso_week().year(), at.iso_week().week());
            let weekly = timely && weeks.insert(week) && weeks.len() <= WEEKLY;
            if rank >= LATEST && !daily && !weekly {
                std::fs::remove_file(&path).map_err(Error::io(path))?;
            }
        }
        Ok(())
    }
}

/// The copies of a folder with their dates, latest first.
pub(super) fn list(folder: &Path) -> Result<Vec<(PathBuf, DateTime<Utc>)>, Error> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(Error::io(folder))?,
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.map_err(Error::io(folder))?.path();
        let at = path
            .file_name()
            .and_then(|name| name.to_str())
            .and_then(|name| name.strip_prefix("escale-")?.strip_suffix(ENDING))
            .and_then(|stamp| NaiveDateTime::parse_from_str(stamp, STAMP).ok());
        if let Some(at) = at {
            found.push((path, at.and_utc()));
        }
    }
    found.sort_by_key(|(_, at)| Reverse(*at));
    Ok(found)
}

/// Whether a folder, or where it will be made, is on another disk than the data.
pub(crate) fn elsewhere(folder: &Path, data: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let disk = |path: &Path| {
            path.ancestors()
                .find_map(|path| std::fs::metadata(path).ok())
                .map(|metadata| metadata.dev())
        };
        matches!((disk(folder), disk(data)), (Some(one), Some(other)) if one != other)
    }
    #[cfg(not(unix))]
    {
        let _ = (folder, data);
        false
    }
}

fn time(now: u64) -> DateTime<Utc> {
    i64::try_from(now)
        .ok()
        .and_then(DateTime::from_timestamp_millis)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: u64 = 1_767_268_800_000;
    const HOUR: u64 = 3_600_000;

    fn dates(shelf: &Shelf) -> Vec<DateTime<Utc>> {
        let found = list(&shelf.folder).unwrap();
        found.into_iter().map(|(_, at)| at).collect()
    }

    fn put(shelf: &Shelf, now: u64) {
        std::fs::write(shelf.name(now).unwrap(), "").unwrap();
        shelf.rotate(now).unwrap();
    }

    #[test]
    fn three_latest_seven_days_and_four_weeks_stay() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::open(folder.path()).unwrap();
        let end = NOON + 60 * 24 * HOUR;
        for hour in 0..=60 * 24 {
            put(&shelf, NOON + hour * HOUR);
        }
        let kept = dates(&shelf);
        assert_eq!(kept[0], time(end));
        assert_eq!(kept[2], time(end - 2 * HOUR));
        let days: BTreeSet<_> = kept.iter().map(DateTime::date_naive).collect();
        for day in 0..7 {
            assert!(days.contains(&time(end - day * 24 * HOUR).date_naive()));
        }
        let weeks: BTreeSet<_> = kept.iter().map(|at| at.iso_week()).collect();
        assert_eq!(weeks.len(), WEEKLY);
        assert!(kept.len() <= LATEST + DAILY + WEEKLY);
        assert!(
            kept.iter()
                .all(|at| *at >= time(end) - TimeDelta::days(OLDEST))
        );
    }

    #[test]
    fn a_clock_that_jumps_does_not_empty_the_shelf() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::open(folder.path()).unwrap();
        for day in 0..3 {
            put(&shelf, NOON + day * 24 * HOUR);
        }
        let jumped = NOON + 50 * 365 * 24 * HOUR;
        put(&shelf, jumped);
        assert_eq!(
            dates(&shelf),
            [jumped, NOON + 48 * HOUR, NOON + 24 * HOUR].map(time)
        );
    }

    #[test]
    fn the_last_copy_stays_whatever_the_clock_does_and_one_is_made_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = Shelf::open(folder.path()).unwrap();
        for _ in 0..20 {
            put(&shelf, NOON);
        }
        let last = NOON + 19_000;
        assert_eq!(dates(&shelf), [last, last - 1000, last - 2000].map(time));
        put(&shelf, NOON - HOUR);
        assert_eq!(dates(&shelf)[0], time(last + 1000));
        assert!(matches!(Shelf::open(folder.path()), Err(Error::Copying(_))));
    }
}
