//! Linux and its kin: the XDG base directories.

use std::fs::{DirBuilder, Permissions, set_permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};

pub(super) fn data_folder(set: &dyn Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    set("XDG_DATA_HOME")
        .filter(|base| base.is_absolute())
        .or_else(|| Some(set("HOME")?.join(".local/share")))
        .map(|base| base.join("escale"))
}

pub(super) fn ensure_private(folder: &Path) -> io::Result<()> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)?;
    set_permissions(folder, Permissions::from_mode(0o700))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_xdg_then_home() {
        let home = |name: &str| (name == "HOME").then(|| PathBuf::from("/home/someone"));
        assert_eq!(
            data_folder(&home),
            Some("/home/someone/.local/share/escale".into())
        );
        let xdg = |name: &str| (name == "XDG_DATA_HOME").then(|| PathBuf::from("/data"));
        assert_eq!(data_folder(&xdg), Some("/data/escale".into()));
    }

    #[test]
    fn closes_a_folder_left_open_to_others() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("data");
        DirBuilder::new().mode(0o755).create(&folder).unwrap();
        ensure_private(&folder).unwrap();
        assert_eq!(
            folder.metadata().unwrap().permissions().mode() & 0o777,
            0o700
        );
    }
}
