//! Local backups: whole encrypted files under the notebook's own key, verified before they count.
//!
//! Kept: the three latest and the latest of each of seven days, none older than fourteen days
//! (an erasure reaches the backups that way), none dated in the future (a clock once wrong must
//! not keep one for ever). Nothing is dropped before a fresh backup has passed its checks. A
//! restored notebook's former file is put aside, never deleted.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Days, NaiveDateTime, TimeDelta, Utc};
use rusqlite::backup::{Backup as Copy, StepResult};

use crate::error::{Error, Result};
use crate::files;
use crate::key::Key;
use crate::notebook::connection::{keyed, verify};
use crate::notebook::presence::Lock;

const LATEST: usize = 3;
const DAILY: usize = 7;
const OLDEST_DAYS: u64 = 14;
const STAMP: &str = "%Y%m%d-%H%M%S";

/// A backup file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Where.
    pub path: PathBuf,
    /// When it was made.
    pub at: DateTime<Utc>,
}

/// Writes, verifies, then rotates. The notebook may be in use meanwhile.
pub(crate) fn write(folder: &Path, key: &Key, now: DateTime<Utc>) -> Result<Backup> {
    let shelf = folder.join(files::BACKUPS);
    files::private_folder(&shelf)?;
    let path = shelf.join(format!("carnet-{}.db", now.format(STAMP)));
    let temporary = path.with_extension("tmp");
    let outcome = copy(&folder.join(files::DATABASE), &temporary, key);
    if outcome.is_err() {
        files::remove(&temporary)?;
    }
    outcome?;
    std::fs::rename(&temporary, &path)?;
    files::flush_folder(&path)?;
    rotate(folder, now)?;
    Ok(Backup { path, at: now })
}

/// Writes and verifies a fresh backup, then drops every other: what was just erased is in none.
pub(crate) fn renew(folder: &Path, key: &Key, now: DateTime<Utc>) -> Result<Backup> {
    let fresh = write(folder, key, now)?;
    for backup in list(folder)? {
        if backup.path != fresh.path {
            files::remove(&backup.path)?;
        }
    }
    files::flush_folder(&fresh.path)?;
    Ok(fresh)
}

fn copy(source: &Path, target: &Path, key: &Key) -> Result<()> {
    files::private(target)?;
    let conn = keyed(source, key, false)?;
    let before = counts(&conn)?;
    {
        let mut kept = keyed(target, key, true)?;
        let step = Copy::new(&conn, &mut kept)?.step(-1)?;
        if step != StepResult::Done {
            return Err(Error::BadBackup);
        }
        // One file, without a log beside it.
        kept.pragma_update(None, "journal_mode", "DELETE")?;
    }
    let after = counts(&conn)?;
    drop(conn);
    files::flush(target)?;
    verify(target, key).map_err(|error| {
        if matches!(error, Error::Damaged) {
            Error::BadBackup
        } else {
            error
        }
    })?;
    let kept = counts(&keyed(target, key, false)?)?;
    // Commits may go on meanwhile: each count lies between those before and after.
    let sound = before
        .iter()
        .zip(&after)
        .zip(&kept)
        .all(|((a, b), kept)| (a.min(b)..=a.max(b)).contains(&kept));
    if sound { Ok(()) } else { Err(Error::BadBackup) }
}

fn counts(conn: &rusqlite::Connection) -> Result<[i64; 3]> {
    Ok(conn.query_row(
        "SELECT (SELECT count(*) FROM record), (SELECT count(*) FROM outbox), (SELECT count(*) FROM draft)",
        [],
        |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?]),
    )?)
}

/// The backups of a folder, latest first. Works on a closed or damaged notebook.
///
/// # Errors
/// [`Error::Io`].
pub fn list(folder: &Path) -> Result<Vec<Backup>> {
    let entries = match std::fs::read_dir(folder.join(files::BACKUPS)) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut backups = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let stamp = path
            .file_name()
            .and_then(|name| name.to_str())
            .and_then(|name| {
                let stamp = name.strip_prefix("carnet-")?.strip_suffix(".db")?;
                NaiveDateTime::parse_from_str(stamp, STAMP).ok()
            });
        if let Some(stamp) = stamp {
            backups.push(Backup {
                path,
                at: stamp.and_utc(),
            });
        }
    }
    backups.sort_by_key(|backup| Reverse(backup.at));
    Ok(backups)
}

fn rotate(folder: &Path, now: DateTime<Utc>) -> Result<()> {
    let oldest = now
        .checked_sub_days(Days::new(OLDEST_DAYS))
        .unwrap_or(DateTime::<Utc>::MIN_UTC);
    let latest = now
        .checked_add_signed(TimeDelta::days(1))
        .unwrap_or(DateTime::<Utc>::MAX_UTC);
    let mut days = BTreeSet::new();
    for (rank, backup) in list(folder)?.into_iter().enumerate() {
        let timely = backup.at >= oldest && backup.at <= latest;
        let first_of_day = timely && days.insert(backup.at.date_naive()) && days.len() <= DAILY;
        // The latest stay whatever their dates say: a clock that lies must not empty the shelf.
        // An erasure removes the copies it concerns by itself.
        if rank >= LATEST && !first_of_day {
            files::remove(&backup.path)?;
        }
    }
    Ok(())
}

/// Puts a backup in place of the notebook, which must be closed. The former files stay beside,
/// named `carnet.damaged-…`; their path is returned when there was one.
///
/// # Errors
/// [`Error::BadBackup`] when the backup itself does not verify, [`Error::AlreadyOpen`],
/// [`Error::DiskFull`]. The notebook is as it was then.
pub fn restore(
    folder: &Path,
    key: &Key,
    backup: &Path,
    now: DateTime<Utc>,
) -> Result<Option<PathBuf>> {
    let _lock = Lock::take(folder)?;
    verify(backup, key).map_err(|error| {
        if matches!(error, Error::Damaged) {
            Error::BadBackup
        } else {
            error
        }
    })?;
    let database = folder.join(files::DATABASE);
    let fresh = folder.join("carnet.restored");
    files::private(&fresh)?;
    std::fs::copy(backup, &fresh)?;
    files::flush(&fresh)?;
    let name = format!("carnet.damaged-{}", now.format(STAMP));
    let aside = folder.join(&name);
    let mut former = None;
    if database.exists() {
        // The log goes first: left there, it would be replayed onto the restored file.
        let log = folder.join(format!("{}-wal", files::DATABASE));
        if log.exists() {
            std::fs::rename(&log, folder.join(format!("{name}-wal")))?;
        }
        files::remove(&folder.join(format!("{}-shm", files::DATABASE)))?;
        if std::fs::hard_link(&database, &aside).is_err() {
            std::fs::copy(&database, &aside)?;
            files::flush(&aside)?;
        }
        former = Some(aside);
    }
    std::fs::rename(&fresh, &database)?;
    files::flush_folder(&database)?;
    Ok(former)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shelve(folder: &Path, at: DateTime<Utc>) {
        let shelf = folder.join(files::BACKUPS);
        std::fs::create_dir_all(&shelf).unwrap();
        std::fs::write(shelf.join(format!("carnet-{}.db", at.format(STAMP))), b"").unwrap();
    }

    #[test]
    fn three_latest_and_one_of_each_of_seven_days_stay() {
        let dir = tempfile::tempdir().unwrap();
        let now = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        for hours in (0..24 * 20).step_by(6) {
            shelve(dir.path(), now - TimeDelta::hours(hours));
        }
        rotate(dir.path(), now).unwrap();
        let kept = list(dir.path()).unwrap();
        assert_eq!(kept[0].at, now);
        let days: BTreeSet<_> = kept.iter().map(|backup| backup.at.date_naive()).collect();
        assert_eq!(days.len(), DAILY);
        assert!(kept.len() < LATEST + DAILY && kept.len() >= DAILY);
    }

    #[test]
    fn a_clock_that_jumps_does_not_empty_the_shelf() {
        let dir = tempfile::tempdir().unwrap();
        let now = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        for days in 0..3 {
            shelve(dir.path(), now - TimeDelta::days(days));
        }
        let jumped = now + TimeDelta::days(365 * 50);
        shelve(dir.path(), jumped);
        rotate(dir.path(), jumped).unwrap();
        let kept: Vec<_> = list(dir.path())
            .unwrap()
            .into_iter()
            .map(|b| b.at)
            .collect();
        assert_eq!(kept, [jumped, now, now - TimeDelta::days(1)]);
    }
}
