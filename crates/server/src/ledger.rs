//! The ledger: who was let in and who was shut out, written beside the copies at the instant, so
//! that a server restored from an hour ago knows the laptop enrolled or stolen since.
//!
//! A second one, beside it, tells what was erased: a restored server erases it again before anybody
//! reaches it.
//!
//! One JSON line each, with identifiers and public keys, nobody's name; authenticated by a key
//! that only the database and its copies hold: whoever can write in that folder lets nobody in.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::store::book::Book;
use data_encoding::HEXLOWER as HEX;
use escale_sync::server::Carried;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::store::device::{self, Status};
use crate::store::order::{self, Given};
use crate::store::{adviser, erasures, meta};
use crate::{Error, secret};

/// Its name, in the folder of the copies.
pub(crate) const NAME: &str = "devices.ledger";

/// The name of the ledger of erasures, beside it.
pub(crate) const ERASURES: &str = "erasures.ledger";

/// What was erased of a row: identifiers, names of fields, one word for the reason.
#[derive(Serialize, Deserialize)]
struct Erased {
    erasure: String,
    scope: String,
    table: String,
    row: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    only: Option<BTreeSet<String>>,
    why: String,
    at: u64,
}

/// What became of a device.
#[derive(Serialize, Deserialize)]
struct Line {
    device: String,
    adviser: String,
    public_key: String,
    status: String,
    sprung_from: Option<String>,
    /// The last thing it was ordered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    order: Option<Given>,
}

/// What a ledger brought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Replayed {
    /// Devices enrolled since the copy.
    pub enrolled: u32,
    /// Devices whose status changed since.
    pub changed: u32,
    /// Orders to devices given, or carried out, since.
    pub ordered: u32,
    /// Rows of which something was erased since.
    pub erased: u32,
    /// Lines that could not be followed: cut, not ours, or of an adviser made since.
    pub ignored: u32,
}

fn key(book: &Book<'_>) -> Result<Zeroizing<[u8; 32]>, Error> {
    let order = meta::read(book)?.order_key;
    Ok(Zeroizing::new(blake3::derive_key(
        "escale-server ledger of devices 1",
        order.as_slice(),
    )))
}

fn tag(key: &[u8; 32], text: &str) -> String {
    HEX.encode(blake3::keyed_hash(key, text.as_bytes()).as_bytes())
}

/// Writes down what a device is now. A ledger that cannot be written stops nobody: it is told.
pub(crate) fn note(book: &Book<'_>, device: &str) -> Result<(), Error> {
    let Some(path) = meta::ledger(book)?.map(PathBuf::from) else {
        return Ok(());
    };
    let Some(known) = device::get(book, device)? else {
        return Ok(());
    };
    let from = match device::sprung_from(book, known.num)? {
        Some(num) => device::by_num(book, num)?.map(|from| from.id),
        None => None,
    };
    let line = Line {
        device: known.id,
        adviser: known.adviser,
        public_key: HEX.encode(&known.public_key),
        status: known.status.as_str().to_owned(),
        sprung_from: from,
        order: order::latest(book, known.num)?,
    };
    let text = serde_json::to_string(&line).map_err(|_| Error::Corrupt("device"))?;
    let text = signed(book, &text)?;
    if let Err(error) = append(&path, &text) {
        tracing::error!(%error, file = %path.display(), "not written in the ledger of devices");
    }
    Ok(())
}

fn signed(book: &Book<'_>, text: &str) -> Result<String, Error> {
    Ok(format!("{} {text}\n", tag(&*key(book)?, text)))
}

/// Writes down what is erased of a row. As above, a ledger that cannot be written stops nobody: after
/// a restore, laptops tell what was erased too.
pub(crate) fn note_erasure(book: &Book<'_>, carried: &Carried<'_>) -> Result<(), Error> {
    let Some(path) = meta::ledger(book)?.map(PathBuf::from) else {
        return Ok(());
    };
    let line = Erased {
        erasure: carried.by.to_owned(),
        scope: carried.scope.to_owned(),
        table: carried.table.to_owned(),
        row: carried.row.to_owned(),
        only: carried.only.cloned(),
        why: carried.why.to_owned(),
        at: carried.at,
    };
    let text = serde_json::to_string(&line).map_err(|_| Error::Corrupt("erasure"))?;
    let path = path.with_file_name(ERASURES);
    if let Err(error) = append(&path, &signed(book, &text)?) {
        tracing::error!(%error, file = %path.display(), "not written in the ledger of erasures");
    }
    Ok(())
}

/// Erases again, in a restored database, what the ledger of erasures tells.
pub(crate) fn erase_again(
    book: &Book<'_>,
    path: &Path,
    replayed: &mut Replayed,
) -> Result<(), Error> {
    let text = std::fs::read_to_string(path).map_err(Error::io(path))?;
    let key = key(book)?;
    for line in text.lines() {
        let Some(line) = ours::<Erased>(&key, line) else {
            replayed.ignored += 1;
            continue;
        };
        let carried = Carried {
            by: &line.erasure,
            why: &line.why,
            scope: &line.scope,
            table: &line.table,
            row: &line.row,
            only: line.only.as_ref(),
            at: line.at,
            seq: 0,
        };
        replayed.erased += u32::from(erasures::again(book, &carried)?);
    }
    Ok(())
}

/// A line, if we wrote it.
fn ours<T: serde::de::DeserializeOwned>(key: &[u8; 32], line: &str) -> Option<T> {
    line.split_once(' ')
        .filter(|(mac, text)| secret::same(mac.as_bytes(), tag(key, text).as_bytes()))
        .and_then(|(_, text)| serde_json::from_str(text).ok())
}

fn append(path: &Path, text: &str) -> Result<(), Error> {
    let mut options = std::fs::File::options();
    options.append(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(path).map_err(Error::io(path))?;
    file.write_all(text.as_bytes()).map_err(Error::io(path))?;
    file.sync_all().map_err(Error::io(path))
}

/// Does again, in a restored database, what a ledger tells. Later lines win.
pub(crate) fn replay(book: &Book<'_>, path: &Path) -> Result<Replayed, Error> {
    let text = std::fs::read_to_string(path).map_err(Error::io(path))?;
    let key = key(book)?;
    let mut replayed = Replayed::default();
    for line in text.lines() {
        let followed = match ours::<Line>(&key, line) {
            Some(line) => follow(book, &line, &mut replayed)?,
            None => false,
        };
        replayed.ignored += u32::from(!followed);
    }
    Ok(replayed)
}

fn follow(book: &Book<'_>, line: &Line, replayed: &mut Replayed) -> Result<bool, Error> {
    let Ok(status) = Status::parse(&line.status) else {
        return Ok(false);
    };
    if let Some(known) = device::get(book, &line.device)? {
        if known.status != status {
            device::set_status(book, &line.device, status)?;
            replayed.changed += 1;
        }
        replayed.ordered += u32::from(order_again(book, known.num, line)?);
        return Ok(true);
    }
    let key: Option<[u8; 32]> = HEX
        .decode(line.public_key.as_bytes())
        .ok()
        .and_then(|key| key.try_into().ok());
    let Some(key) = key else { return Ok(false) };
    let known = device::by_key(book, &key)?.is_some();
    if known || adviser::get(book, &line.adviser).is_err() {
        return Ok(false);
    }
    // Its name is not written here; the administrator sees that it is one of these.
    device::add_known(book, &line.device, &line.adviser, &key, status)?;
    if let Some(from) = &line.sprung_from
        && let (Some(made), Some(from)) =
            (device::get(book, &line.device)?, device::get(book, from)?)
    {
        device::set_sprung_from(book, made.num, from.num)?;
    }
    if let Some(made) = device::get(book, &line.device)? {
        replayed.ordered += u32::from(order_again(book, made.num, line)?);
    }
    replayed.enrolled += 1;
    Ok(true)
}

/// What it was ordered since; whether the database did not know.
fn order_again(book: &Book<'_>, device: i64, line: &Line) -> Result<bool, Error> {
    let Some(given) = &line.order else {
        return Ok(false);
    };
    if order::latest(book, device)?.as_ref() == Some(given) {
        return Ok(false);
    }
    order::put(book, device, given)?;
    Ok(true)
}
