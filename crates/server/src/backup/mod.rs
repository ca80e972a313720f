//! Copies of the database: made while the server runs, sealed, proved, then counted.
//!
//! A copy is one picture of the database, under a key of its own, written aside; it is opened
//! and read as a restored server would read it, compared with the picture it was taken from, and
//! only then takes its name. Only then do the durable marks rise, and only if losing the disk of
//! the data does not lose the copy too: laptops let go of what a mark covers.

mod file;
mod recovery;
pub(crate) mod schedule;
mod shelf;

use std::path::{Path, PathBuf};

use crate::store::book::Book;

pub use self::file::Manifest;
pub(crate) use self::recovery::Recipient;
pub use self::recovery::RecoverySecret;
use self::shelf::Shelf;
pub(crate) use self::shelf::elsewhere;
use crate::store::copy::{self, Facts, Kept};
use crate::store::marks::BackupLine;
use crate::store::{Paths, meta};
use crate::{Error, secret};

/// The files of the data folder that a copy takes along: without them laptops would not
/// recognise the server.
const KEPT: [&str; 2] = ["authority.crt", "authority.key"];

/// Where copies go, and what they are worth.
#[derive(Debug, Clone)]
pub struct Backups {
    /// Their folder; `DATA.backups` when absent.
    pub folder: Option<PathBuf>,
    /// Minutes between two copies while serving; 0 for none.
    pub every: u32,
    /// Something takes them to another machine: they count as durable although their folder is
    /// on the disk of the data.
    pub copied_elsewhere: bool,
}

impl Default for Backups {
    fn default() -> Self {
        Self {
            folder: None,
            every: 60,
            copied_elsewhere: false,
        }
    }
}

impl Backups {
    /// Their folder, for that data folder.
    pub(crate) fn folder(&self, paths: &Paths) -> PathBuf {
        self.folder
            .clone()
            .unwrap_or_else(|| paths.aside(".backups"))
    }

    /// The ledger of devices, beside them.
    pub(crate) fn ledger(&self, paths: &Paths) -> String {
        self.folder(paths)
            .join(crate::ledger::NAME)
            .to_string_lossy()
            .into_owned()
    }

    /// Whether they outlive the disk of the data.
    pub(crate) fn outlive(&self, paths: &Paths) -> bool {
        let apart = match &paths.postgres {
            Some(database) => database.is_far(),
            None => elsewhere(&self.folder(paths), &paths.data),
        };
        self.copied_elsewhere || apart
    }
}

/// A proved copy.
pub(crate) struct Taken {
    /// How far it goes.
    pub(crate) facts: Facts,
    /// As the database will remember it.
    pub(crate) line: BackupLine,
    /// Its file.
    pub(crate) path: PathBuf,
}

/// Takes a copy of what `source` sees, inside its transaction.
pub(crate) fn take(
    source: &Book<'_>,
    paths: &Paths,
    backups: &Backups,
    now: u64,
) -> Result<Taken, Error> {
    let recipient = Recipient(meta::recipient(source)?.ok_or(Error::Unknown("recipient"))?);
    let shelf = Shelf::open(&backups.folder(paths))?;
    let database = shelf.making("database");
    let key = zeroize::Zeroizing::new(secret::random::<32>()?);
    let seen = copy::write(source, &database, &key, &kept(paths)?)?;
    let facts = match copy::verify(&database, &key) {
        Ok(facts) if facts == seen => facts,
        outcome => {
            shelf.doubt(&database)?;
            return Err(outcome
                .err()
                .unwrap_or(Error::Copy("it differs from the database")));
        }
    };
    let (bytes, blake3) = file::measure(&database)?;
    let manifest = Manifest {
        taken: now,
        epoch: facts.epoch.clone(),
        commits: facts.commits,
        operations: facts.operations(),
        devices: facts.devices.len() as u64,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        recipient: data_encoding::HEXLOWER.encode(&recipient.0),
        bytes,
        blake3,
    };
    let made = shelf.making("file");
    file::write(&made, &manifest, &key, recipient, &database)?;
    if !file::open(&made)?.check(&made)? {
        return Err(Error::Copy("it was not written as it was read"));
    }
    std::fs::remove_file(&database).map_err(Error::io(&database))?;
    let path = shelf.name(now)?;
    shelf.place(&made, &path)?;
    shelf.rotate(now)?;
    let line = BackupLine {
        taken: now,
        file: path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        commits: facts.commits,
        operations: manifest.operations,
        bytes,
        durable: backups.outlive(paths),
    };
    Ok(Taken { facts, line, path })
}

fn kept(paths: &Paths) -> Result<Vec<Kept>, Error> {
    let mut files = Vec::new();
    for name in KEPT {
        let path = paths.data.join(name);
        if path.exists() {
            files.push(Kept {
                name: name.to_owned(),
                body: zeroize::Zeroizing::new(std::fs::read(&path).map_err(Error::io(&path))?),
            });
        }
    }
    Ok(files)
}

/// Puts a file that a copy took along back into a data folder.
pub(crate) fn put_back(data: &Path, file: &Kept) -> Result<(), Error> {
    if !KEPT.contains(&file.name.as_str()) {
        return Err(Error::Copy("it brings a file that is none of ours"));
    }
    let path = data.join(&file.name);
    let text = std::str::from_utf8(&file.body)
        .map_err(|_| Error::Copy("a certificate in it cannot be read"))?;
    // An interrupted restoring may have put it there; nothing else may be in its place.
    if path.exists() {
        let there = std::fs::read(&path).map_err(Error::io(&path))?;
        return if there == *file.body {
            Ok(())
        } else {
            Err(Error::NotEmpty(path))
        };
    }
    secret::write_new(&path, text)
}

/// Takes the database out of a copy, into a new file; what the copy says, and the key.
pub(crate) fn extract(
    from: &Path,
    secret: &RecoverySecret,
    target: &Path,
) -> Result<(Manifest, zeroize::Zeroizing<[u8; 32]>), Error> {
    let opened = file::open(from)?;
    let manifest = opened.manifest.clone();
    let key = opened.extract(secret, target)?;
    Ok((manifest, key))
}

/// What a copy says of itself.
///
/// # Errors
/// When it is none.
pub fn manifest(path: &Path) -> Result<Manifest, Error> {
    Ok(file::open(path)?.manifest)
}

/// The secret of a server that has no recipient yet: written once into a file of the owner's,
/// beside the data, for a person to take off the machine. A file left by an interrupted start
/// counts.
pub(crate) fn first_secret(paths: &Paths) -> Result<Recipient, Error> {
    let path = paths.recovery();
    if path.exists() {
        return Ok(secret::read(&path)?
            .trim()
            .parse::<RecoverySecret>()?
            .recipient());
    }
    let secret = RecoverySecret::generate()?;
    let text = zeroize::Zeroizing::new(format!("{}\n", *secret.written()));
    secret::write_new(&path, &text)?;
    Ok(secret.recipient())
}
