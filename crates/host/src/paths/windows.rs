//! Windows: the local, never the roaming, profile, which the system already closes to others.

use std::io;
use std::path::{Path, PathBuf};

pub(super) fn data_folder(set: &dyn Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    Some(set("LOCALAPPDATA")?.join("Escale"))
}

pub(super) fn ensure_private(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)
}
