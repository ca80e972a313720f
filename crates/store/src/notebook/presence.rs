//! What stands beside the file while it is open: the lock, the marker of an unclean exit, and
//! the room kept for a full disk.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::files;

/// Given back when the disk is full: deleting and checkpointing need some room too.
const BALLAST_BYTES: u64 = 8 * 1024 * 1024;

/// Held until dropped; the system releases it when the process dies.
pub(crate) struct Lock {
    _file: File,
}

impl Lock {
    /// # Errors
    /// [`Error::AlreadyOpen`], [`Error::ReadOnly`].
    pub(crate) fn take(folder: &Path) -> Result<Self> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(folder.join(files::LOCK))?;
        match fs4::FileExt::try_lock(&file) {
            Ok(()) => Ok(Self { _file: file }),
            Err(fs4::TryLockError::WouldBlock) => Err(Error::AlreadyOpen),
            Err(fs4::TryLockError::Error(error)) => Err(error.into()),
        }
    }
}

/// Says that the notebook is open; removed by a clean exit only.
pub(crate) struct Marker(PathBuf);

impl Marker {
    pub(crate) fn left_behind(folder: &Path) -> bool {
        folder.join(files::MARKER).exists()
    }

    pub(crate) fn set(folder: &Path) -> Result<Self> {
        let path = folder.join(files::MARKER);
        files::private(&path)?;
        Ok(Self(path))
    }

    pub(crate) fn clear(&self) {
        if let Err(error) = files::remove(&self.0) {
            tracing::warn!(%error, "the marker of an open notebook stays");
        }
    }
}

/// The reserve file.
pub(crate) struct Ballast(PathBuf);

impl Ballast {
    pub(crate) fn beside(folder: &Path) -> Self {
        Self(folder.join(files::BALLAST))
    }

    /// Takes the room when there is plenty of it; its absence is no failure.
    pub(crate) fn restore(&self) {
        let full = self
            .0
            .metadata()
            .is_ok_and(|meta| meta.len() == BALLAST_BYTES);
        let room = fs4::available_space(self.0.parent().unwrap_or(Path::new("."))).unwrap_or(0);
        if full || room < 4 * BALLAST_BYTES {
            return;
        }
        if let Err(error) = self.fill() {
            tracing::warn!(%error, "no reserve for a full disk");
            self.release();
        }
    }

    fn fill(&self) -> Result<()> {
        // Written, not only sized: a sparse file would hold no room.
        let mut file = files::private(&self.0)?;
        let block = [0_u8; 64 * 1024];
        for _ in 0..BALLAST_BYTES / block.len() as u64 {
            file.write_all(&block)?;
        }
        file.sync_all()?;
        Ok(())
    }

    pub(crate) fn release(&self) {
        if let Err(error) = files::remove(&self.0) {
            tracing::warn!(%error, "the reserve for a full disk could not be given back");
        }
    }
}
