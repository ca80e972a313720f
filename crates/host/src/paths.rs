//! Where the notebook lives on this computer.
//!
//! Never in a roaming or synchronised folder: the notebook has its own way to the server, and a
//! copy made by another tool is a notebook that forks.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

#[cfg(target_os = "macos")]
#[path = "paths/macos.rs"]
mod platform;
#[cfg(all(unix, not(target_os = "macos")))]
#[path = "paths/unix.rs"]
mod platform;
#[cfg(windows)]
#[path = "paths/windows.rs"]
mod platform;

/// The data folder: `ESCALE_DATA_DIR` when set, else the system's usual place. `None` when the
/// system names no home.
#[must_use]
pub fn data_folder() -> Option<PathBuf> {
    choose(|name| std::env::var_os(name))
}

fn choose(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let set = |name: &str| {
        variable(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    set("ESCALE_DATA_DIR").or_else(|| platform::data_folder(&set))
}

/// Makes the folder, readable by this person alone.
///
/// # Errors
/// When the disk refuses.
pub fn ensure_private(folder: &Path) -> io::Result<()> {
    platform::ensure_private(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_wins_and_an_empty_one_counts_for_nothing() {
        let with = |value: &'static str| {
            choose(move |name| match name {
                "ESCALE_DATA_DIR" => Some(value.into()),
                "HOME" => Some("/home/someone".into()),
                "LOCALAPPDATA" => Some("C:/Local".into()),
                _ => None,
            })
        };
        assert_eq!(with("/elsewhere"), Some(PathBuf::from("/elsewhere")));
        assert_ne!(with(""), Some(PathBuf::new()));
        assert!(with("").is_some());
        assert_eq!(choose(|_| None), None);
    }

    #[test]
    fn a_private_folder_can_be_asked_for_twice() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("a/b");
        ensure_private(&folder).unwrap();
        ensure_private(&folder).unwrap();
        assert!(folder.is_dir());
    }
}
