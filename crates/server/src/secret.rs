//! Secrets: random bytes, files only their owner may read, hashes of what must not be kept.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::Path;

use data_encoding::HEXLOWER_PERMISSIVE as HEX;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::Error;

/// `N` bytes from the system's generator.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| Error::Random)?;
    Ok(bytes)
}

/// SHA-256, for what is compared but never read back.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Same bytes, in a time that does not tell where they differ.
pub(crate) fn same(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len()
        && left
            .iter()
            .zip(right)
            .fold(0, |seen, (a, b)| seen | (a ^ b))
            == 0
}

/// The text of a file that only its owner may read.
pub(crate) fn read(path: &Path) -> Result<Zeroizing<String>, Error> {
    let mut file = File::open(path).map_err(Error::io(path))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = file
            .metadata()
            .map_err(Error::io(path))?
            .permissions()
            .mode();
        if mode & 0o077 != 0 {
            return Err(Error::Secret {
                path: path.to_path_buf(),
                why: "others can read it (chmod 600)",
            });
        }
    }
    let mut text = Zeroizing::new(String::new());
    file.read_to_string(&mut text).map_err(Error::io(path))?;
    Ok(text)
}

/// Writes a new file that only its owner may read, durably; never over an existing one.
pub(crate) fn write_new(path: &Path, text: &str) -> Result<(), Error> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(path).map_err(Error::io(path))?;
    file.write_all(text.as_bytes()).map_err(Error::io(path))?;
    file.sync_all().map_err(Error::io(path))
}

/// Makes an empty file that only its owner may read; what was there under that name is gone.
pub(crate) fn private_file(path: &Path) -> Result<(), Error> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(Error::io(path)(error));
        }
        _ => {}
    }
    write_new(path, "")
}

/// Waits until a file is on the disk.
pub(crate) fn flush(path: &Path) -> Result<(), Error> {
    let file = OpenOptions::new()
        .write(true)
        .open(path)
        .map_err(Error::io(path))?;
    file.sync_all().map_err(Error::io(path))
}

/// Waits until the names of a folder are on the disk.
pub(crate) fn flush_folder(path: &Path) -> Result<(), Error> {
    #[cfg(unix)]
    File::open(path)
        .and_then(|folder| folder.sync_all())
        .map_err(Error::io(path))?;
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// The 256-bit key of the database, made at first start.
///
/// When `existing` says that a database is already there, a missing key is an error: a new one
/// would make the database look empty.
pub(crate) fn database_key(path: &Path, existing: bool) -> Result<Zeroizing<[u8; 32]>, Error> {
    if !path.exists() {
        if existing {
            return Err(Error::KeyMissing(path.to_path_buf()));
        }
        let key = Zeroizing::new(random::<32>()?);
        let text = Zeroizing::new(format!("{}\n", HEX.encode(key.as_slice())));
        match write_new(path, &text) {
            Ok(()) => return Ok(key),
            // Another process made it meanwhile: that one counts.
            Err(Error::Io { source, .. }) if source.kind() == std::io::ErrorKind::AlreadyExists => {
            }
            Err(error) => return Err(error),
        }
    }
    let bad = || Error::Secret {
        path: path.to_path_buf(),
        why: "not 64 hexadecimal digits",
    };
    let bytes = Zeroizing::new(
        HEX.decode(read(path)?.trim().as_bytes())
            .map_err(|_| bad())?,
    );
    let mut key = Zeroizing::new([0; 32]);
    if bytes.len() != key.len() {
        return Err(bad());
    }
    key.copy_from_slice(&bytes);
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_key_is_made_once_and_never_for_an_existing_database() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.key");
        assert!(matches!(
            database_key(&path, true),
            Err(Error::KeyMissing(_))
        ));
        let key = database_key(&path, false).unwrap();
        assert_eq!(*key, *database_key(&path, true).unwrap());
    }

    #[cfg(unix)]
    #[test]
    fn a_key_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.key");
        database_key(&path, false).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(
            database_key(&path, true),
            Err(Error::Secret { .. })
        ));
    }

    #[test]
    fn same_compares_bytes() {
        assert!(same(b"abc", b"abc"));
        assert!(!same(b"abc", b"abd"));
        assert!(!same(b"abc", b"ab"));
    }
}
