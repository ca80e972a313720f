//! The file of a copy: three lines a person may read, then the encrypted database.
//!
//! Line 1 names the format. Line 2 says what is inside, without anything personal: when, how
//! far, how long, its hash. Line 3 holds the key, sealed to the recovery secret for that very
//! line 2. The rest is a SQLCipher database under that key, made for this copy alone.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::recovery::{Recipient, RecoverySecret, Sealed};
use crate::{Error, secret};

const FORMAT: &str = "escale-server backup 1";
/// Longest of the three lines.
const LINE: u64 = 64 * 1024;
const CHUNK: usize = 1024 * 1024;

/// What a copy says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// When it was taken, milliseconds since 1970.
    pub taken: u64,
    /// Epoch of the database.
    pub epoch: String,
    /// Its count of commits.
    pub commits: u64,
    /// Operations in its logs.
    pub operations: u64,
    /// Devices it knows.
    pub devices: u64,
    /// Version of the program.
    pub program: String,
    /// Public half of the recovery secret that opens it, hexadecimal.
    pub recipient: String,
    /// Length of the database.
    pub bytes: u64,
    /// BLAKE3 of the database, hexadecimal.
    pub blake3: String,
}

/// A copy, its first lines read.
pub(super) struct Opened {
    pub(super) manifest: Manifest,
    described: String,
    sealed: Sealed,
    rest: BufReader<File>,
}

/// Length and hash of a file.
pub(super) fn measure(path: &Path) -> Result<(u64, String), Error> {
    let mut file = File::open(path).map_err(Error::io(path))?;
    let (bytes, hash) = pass(&mut file, &mut std::io::sink(), path)?;
    Ok((bytes, hash))
}

/// Writes the file of a copy from its database.
pub(super) fn write(
    target: &Path,
    manifest: &Manifest,
    key: &[u8; 32],
    recipient: Recipient,
    database: &Path,
) -> Result<(), Error> {
    let described = serde_json::to_string(manifest).map_err(|_| Error::Copy("manifest"))?;
    let sealed = recipient.seal(key, described.as_bytes())?;
    let sealed = serde_json::to_string(&sealed).map_err(|_| Error::Copy("seal"))?;
    secret::private_file(target)?;
    let file = File::options()
        .write(true)
        .open(target)
        .map_err(Error::io(target))?;
    let mut out = BufWriter::new(file);
    out.write_all(format!("{FORMAT}\n{described}\n{sealed}\n").as_bytes())
        .map_err(Error::io(target))?;
    let mut from = File::open(database).map_err(Error::io(database))?;
    pass(&mut from, &mut out, target)?;
    let file = out
        .into_inner()
        .map_err(|error| Error::io(target)(error.into_error()))?;
    file.sync_all().map_err(Error::io(target))
}

/// Reads the first lines of a copy.
pub(super) fn open(path: &Path) -> Result<Opened, Error> {
    let mut rest = BufReader::new(File::open(path).map_err(Error::io(path))?);
    let mut line = || -> Result<String, Error> {
        let mut text = String::new();
        let read = (&mut rest).take(LINE).read_line(&mut text);
        match read {
            Ok(_) if text.ends_with('\n') => {
                text.pop();
                Ok(text)
            }
            Err(error) if error.kind() != std::io::ErrorKind::InvalidData => {
                Err(Error::io(path)(error))
            }
            _ => Err(Error::Copy("not a copy of an Escale server")),
        }
    };
    if line()? != FORMAT {
        return Err(Error::Copy("not a copy of an Escale server"));
    }
    let (described, sealed) = (line()?, line()?);
    let unreadable = |_| Error::Copy("its first lines cannot be read");
    Ok(Opened {
        manifest: serde_json::from_str(&described).map_err(unreadable)?,
        sealed: serde_json::from_str(&sealed).map_err(unreadable)?,
        described,
        rest,
    })
}

impl Opened {
    /// Takes the database out into a new file; its key.
    pub(super) fn extract(
        mut self,
        secret: &RecoverySecret,
        target: &Path,
    ) -> Result<Zeroizing<[u8; 32]>, Error> {
        let key = secret.open(&self.sealed, self.described.as_bytes())?;
        secret::private_file(target)?;
        let mut out = File::options()
            .write(true)
            .open(target)
            .map_err(Error::io(target))?;
        let found = pass(&mut self.rest, &mut out, target)?;
        if found != (self.manifest.bytes, self.manifest.blake3) {
            return Err(Error::Copy("it was cut short or altered"));
        }
        out.sync_all().map_err(Error::io(target))?;
        Ok(key)
    }

    /// Whether what follows the first lines is what they say.
    pub(super) fn check(mut self, path: &Path) -> Result<bool, Error> {
        let found = pass(&mut self.rest, &mut std::io::sink(), path)?;
        Ok(found == (self.manifest.bytes, self.manifest.blake3))
    }
}

/// Everything from one to the other; length and hash.
fn pass(from: &mut impl Read, to: &mut impl Write, path: &Path) -> Result<(u64, String), Error> {
    let (mut hasher, mut bytes) = (blake3::Hasher::new(), 0);
    let mut chunk = vec![0; CHUNK];
    loop {
        let read = from.read(&mut chunk).map_err(Error::io(path))?;
        if read == 0 {
            return Ok((bytes, hasher.finalize().to_hex().to_string()));
        }
        hasher.update(&chunk[..read]);
        to.write_all(&chunk[..read]).map_err(Error::io(path))?;
        bytes += read as u64;
    }
}
