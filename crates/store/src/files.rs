//! Files written whole or not at all, readable by their owner only. Names carry no personal data.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;

use crate::error::Result;

/// The notebook.
pub(crate) const DATABASE: &str = "carnet.db";
/// Held while the notebook is open.
pub(crate) const LOCK: &str = "carnet.lock";
/// Present while the notebook is open: found at opening, it tells of an unclean exit.
pub(crate) const MARKER: &str = "carnet.open";
/// Room given back when the disk is full.
pub(crate) const BALLAST: &str = "reserve.bin";
/// The folder of backups.
pub(crate) const BACKUPS: &str = "backups";

/// Replaces a file: temporary, flush, rename, flush of the folder.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let temporary = path.with_extension("tmp");
    let mut file = private(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    std::fs::rename(&temporary, path)?;
    flush_folder(path)
}

/// Writes over the content of a file, in place; a missing one is fine.
pub(crate) fn overwrite(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut file = match OpenOptions::new().write(true).open(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        opened => opened?,
    };
    file.write_all(bytes)?;
    Ok(file.sync_all()?)
}

/// A new file only its owner may read.
pub(crate) fn private(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    Ok(options.open(path)?)
}

/// A folder only its owner may enter, made when missing.
pub(crate) fn private_folder(path: &Path) -> Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    Ok(builder.create(path)?)
}

/// Makes a rename in the folder of `path` durable. Windows offers no such call; there the
/// file's own flush is the best there is.
pub(crate) fn flush_folder(path: &Path) -> Result<()> {
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        File::open(folder)?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// Removes a file; a missing one is fine.
pub(crate) fn remove(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Makes the content of a closed file durable.
pub(crate) fn flush(path: &Path) -> Result<()> {
    Ok(OpenOptions::new().write(true).open(path)?.sync_all()?)
}
