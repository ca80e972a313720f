//! A file put where a person chose, and nowhere else: no copy on the way, readable by nobody
//! else on this computer.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use data_encoding::BASE64;
use escale_app::api::file::FileOut;
use escale_app::api::{Failure, FailureCode};

/// Longest file accepted from the screens, in base64.
const MOST: usize = 64 << 20;

/// The name to propose: a plain one of our own, with an ending.
///
/// # Errors
/// `bad_request` for anything that could name another folder, hide the file or start a program.
pub fn name(file: &FileOut) -> Result<&str, Failure> {
    let name = file.name.as_str();
    let plain = name
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte));
    let ending = name.split_once('.').is_some_and(|(stem, ending)| {
        stem.starts_with("escale-")
            && ["pdf", "xlsx", "csv", "ods", "ics", "json"].contains(&ending)
    });
    if plain && ending && name.len() <= 100 {
        Ok(name)
    } else {
        Err(Failure::new(FailureCode::BadRequest))
    }
}

/// Writes the file there, with the rights of its owner alone; what stood there is replaced.
///
/// # Errors
/// `bad_request` when it is not base64 or too long; `file_not_saved` when the disk refuses, which
/// leaves no half of a new file behind.
pub fn write(path: &Path, file: &FileOut) -> Result<(), Failure> {
    let bytes = (file.base64.len() <= MOST)
        .then(|| BASE64.decode(file.base64.as_bytes()).ok())
        .flatten()
        .ok_or_else(|| Failure::new(FailureCode::BadRequest))?;
    let new = !path.exists();
    put(path, &bytes).map_err(|error| {
        // The kind only: the path is the person's.
        tracing::warn!(kind = ?error.kind(), "a file was not saved");
        if new {
            let _ = fs::remove_file(path);
        }
        Failure::new(FailureCode::FileNotSaved)
    })
}

fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    let mut file = own(&mut options, path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(unix)]
fn own(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
    let file = options.mode(0o600).open(path)?;
    // One that stood there keeps its rights otherwise. A disk without rights (a USB stick)
    // refuses, and has none to give.
    let _ = file.set_permissions(fs::Permissions::from_mode(0o600));
    Ok(file)
}

#[cfg(not(unix))]
fn own(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn out(name: &str, bytes: &[u8]) -> FileOut {
        FileOut {
            name: name.to_owned(),
            media_type: "application/pdf".to_owned(),
            base64: BASE64.encode(bytes),
        }
    }

    #[test]
    fn only_a_plain_name_of_ours_is_proposed() {
        let ours = "escale-feuille-emargement-2026-11-24.pdf";
        assert_eq!(name(&out(ours, b"")).unwrap(), ours);
        for other in [
            "../escale-a.pdf",
            "escale-a.pdf.exe",
            "escale-a.sh",
            "/etc/escale-a.pdf",
            "C:\\escale-a.pdf",
            ".escale-a.pdf",
            "escale-Léa.pdf",
            "escale-a",
            "",
        ] {
            let refused = name(&out(other, b"")).unwrap_err();
            assert_eq!(refused.code, FailureCode::BadRequest, "{other}");
        }
    }

    #[test]
    fn is_written_whole_over_what_stood_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("feuille.pdf");
        fs::write(&path, "longer than what comes").unwrap();
        write(&path, &out("escale-a.pdf", b"short")).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"short");
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            1,
            "a copy was left"
        );
    }

    #[cfg(unix)]
    #[test]
    fn belongs_to_its_owner_alone_even_over_an_open_file() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        for (file, before) in [("new.pdf", None), ("old.pdf", Some(0o644))] {
            let path = folder.path().join(file);
            if let Some(mode) = before {
                fs::write(&path, "x").unwrap();
                fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            }
            write(&path, &out("escale-a.pdf", b"%PDF")).unwrap();
            let mode = path.metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{file}");
        }
    }

    #[test]
    fn says_when_it_could_not_and_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let nowhere = folder.path().join("gone").join("a.pdf");
        let refused = write(&nowhere, &out("escale-a.pdf", b"x")).unwrap_err();
        assert_eq!(refused.code, FailureCode::FileNotSaved);
        let broken = FileOut {
            base64: "not base64 !".to_owned(),
            ..out("escale-a.pdf", b"")
        };
        let path = folder.path().join("a.pdf");
        assert_eq!(
            write(&path, &broken).unwrap_err().code,
            FailureCode::BadRequest
        );
        assert!(!path.exists());
    }
}
