//! A file put where a person chose, and nowhere else: nothing is left on the way, readable by nobody
//! else on this computer. It is written beside its place, then takes it: what stood there is whole
//! until the new file is.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

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
            && ["pdf", "xlsx", "csv", "ods", "ics", "json", "escale-colis"].contains(&ending)
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
/// leaves no half of a file behind, and what stood there as it was.
pub fn write(path: &Path, file: &FileOut) -> Result<(), Failure> {
    let bytes = (file.base64.len() <= MOST)
        .then(|| BASE64.decode(file.base64.as_bytes()).ok())
        .flatten()
        .ok_or_else(|| Failure::new(FailureCode::BadRequest))?;
    put(path, &bytes).map_err(|error| {
        // The kind only: the path is the person's.
        tracing::warn!(kind = ?error.kind(), "a file was not saved");
        Failure::new(FailureCode::FileNotSaved)
    })
}

fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = beside(path)?;
    // One that a failing battery left there.
    let _ = fs::remove_file(&beside);
    let written = fill(&beside, bytes).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Where it is written first: the same folder, hence the same disk.
fn beside(path: &Path) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(".part");
    Ok(path.with_file_name(hidden))
}

fn fill(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    let mut file = own(&mut options, path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(unix)]
fn own(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    // A disk without rights (a USB stick) has none to give.
    options.mode(0o600).open(path)
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

    /// A folder that stands in the way stops the writing at its beginning or at its end.
    #[test]
    fn what_stood_there_is_whole_when_the_new_one_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("dossier.pdf");
        fs::write(&path, "the former one").unwrap();
        let in_the_way = folder.path().join(".dossier.pdf.part");
        fs::create_dir(&in_the_way).unwrap();
        let refused = write(&path, &out("escale-a.pdf", b"new")).unwrap_err();
        assert_eq!(refused.code, FailureCode::FileNotSaved);
        assert_eq!(fs::read(&path).unwrap(), b"the former one");
        fs::remove_dir(&in_the_way).unwrap();

        let taken = folder.path().join("a folder");
        fs::create_dir_all(taken.join("with something")).unwrap();
        assert!(write(&taken, &out("escale-a.pdf", b"new")).is_err());
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            2,
            "a half is left"
        );

        // What a dead battery left there is no obstacle.
        fs::write(&in_the_way, "half").unwrap();
        write(&path, &out("escale-a.pdf", b"new")).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert!(!in_the_way.exists());
    }

    /// Run again by itself in a process that may write half a kilobyte to a file and no more: the
    /// disk fills up halfway.
    #[cfg(unix)]
    #[test]
    fn a_disk_that_fills_up_halfway_leaves_the_former_file_and_no_half() {
        const FOLDER: &str = "ESCALE_TEST_FULL_DISK";
        if let Some(folder) = std::env::var_os(FOLDER) {
            let long = vec![b'x'; 1 << 20];
            for name in ["former.pdf", "new.pdf"] {
                let path = Path::new(&folder).join(name);
                let refused = write(&path, &out("escale-a.pdf", &long)).unwrap_err();
                assert_eq!(refused.code, FailureCode::FileNotSaved);
            }
            return;
        }
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("former.pdf"), "the former one").unwrap();
        let again = std::process::Command::new("sh")
            .args(["-c", "trap '' XFSZ; ulimit -f 1; exec \"$0\" \"$@\""])
            .arg(std::env::current_exe().unwrap())
            .arg("halfway_leaves_the_former_file")
            .env(FOLDER, folder.path())
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&again.stdout);
        assert!(
            again.status.success() && told.contains("1 passed"),
            "{told}"
        );
        assert_eq!(
            fs::read(folder.path().join("former.pdf")).unwrap(),
            b"the former one"
        );
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            1,
            "a half is left"
        );
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
