//! What the database knows of itself: epoch, count of commits, the server's own keys.

use std::path::Path;

use zeroize::Zeroizing;

use super::book::{Book, Row, values};
use crate::Error;
use crate::ledger::{self, Replayed};
use crate::secret::random;
use crate::witness::{self, Mark, Witness};

/// The single line of `meta`.
pub(crate) struct Meta {
    /// Changes when the database was replaced by another copy.
    pub(crate) epoch: String,
    /// Ed25519 seed that signs orders to devices.
    pub(crate) order_key: Zeroizing<[u8; 32]>,
    /// Keys the challenges of `/v1/token`.
    pub(crate) challenge_key: Zeroizing<[u8; 32]>,
    /// `host:port` printed in enrolment codes.
    pub(crate) address: Option<String>,
    /// Of our own authority; none behind public certificates.
    pub(crate) fingerprint: Option<String>,
}

/// Reads it.
pub(crate) fn read(book: &Book<'_>) -> Result<Meta, Error> {
    book.one(
        "SELECT epoch, order_key, challenge_key, address, fingerprint FROM meta",
        &[],
        |row| {
            Ok(Meta {
                epoch: row.get(0)?,
                order_key: Zeroizing::new(row.get(1)?),
                challenge_key: Zeroizing::new(row.get(2)?),
                address: row.get(3)?,
                fingerprint: row.get(4)?,
            })
        },
    )?
    .ok_or(Error::Corrupt("meta"))
}

/// Remembers what an enrolment code must say.
pub(crate) fn set_address(
    book: &Book<'_>,
    address: &str,
    fingerprint: Option<&str>,
) -> Result<(), Error> {
    book.execute(
        "UPDATE meta SET address = ?1, fingerprint = ?2",
        values![address, fingerprint],
    )?;
    Ok(())
}

/// Counts one commit, inside its transaction.
pub(crate) fn count_commit(book: &Book<'_>) -> Result<Mark, Error> {
    book.one(
        "UPDATE meta SET commits = commits + 1 RETURNING epoch, commits",
        &[],
        read_mark,
    )?
    .ok_or(Error::Corrupt("meta"))
}

/// Makes the line of a new database, with keys of its own.
pub(super) fn make(book: &Book<'_>) -> Result<(), Error> {
    book.execute(
        "INSERT INTO meta (one, epoch, commits, order_key, challenge_key)
         VALUES (1, '', 0, ?1, ?2) ON CONFLICT DO NOTHING",
        values![&random::<32>()?, &random::<32>()?],
    )?;
    Ok(())
}

/// At opening: makes the line of a new database; changes the epoch of one the witness disowns.
/// The mark to be written in the witness once the transaction is committed, if there is a new one.
pub(crate) fn begin(book: &Book<'_>, witness: &mut Witness) -> Result<Option<Mark>, Error> {
    let known = book.one("SELECT epoch, commits FROM meta", &[], read_mark)?;
    // Nobody commits while this transaction holds the lock: a true witness is at most `known`.
    let seen = witness.read();
    match known {
        None => {
            make(book)?;
        }
        Some(current) if witness::agrees(seen.as_ref(), &current) => return Ok(None),
        Some(current) => {
            tracing::warn!(
                commits = current.commits,
                "the database was replaced by another copy: new epoch"
            );
            erase_again(book)?;
        }
    }
    begin_epoch(book)?;
    count_commit(book).map(Some)
}

/// What was erased since that copy was made is erased again, before anybody reaches it.
fn erase_again(book: &Book<'_>) -> Result<(), Error> {
    let beside = |path| Path::new(&path).with_file_name(ledger::ERASURES);
    let Some(path) = self::ledger(book)?.map(beside) else {
        return Ok(());
    };
    if path.exists() {
        let mut replayed = Replayed::default();
        ledger::erase_again(book, &path, &mut replayed)?;
        tracing::warn!(rows = replayed.erased, "erased again, as the ledger tells");
    }
    Ok(())
}

/// Epoch and count of commits.
pub(crate) fn mark(book: &Book<'_>) -> Result<Mark, Error> {
    book.one("SELECT epoch, commits FROM meta", &[], read_mark)?
        .ok_or(Error::Corrupt("meta"))
}

/// To whom copies are sealed; nobody before the first start that makes copies.
pub(crate) fn recipient(book: &Book<'_>) -> Result<Option<[u8; 32]>, Error> {
    book.one("SELECT recipient FROM meta", &[], |row| row.get(0))?
        .ok_or(Error::Corrupt("meta"))
}

/// Seals copies to somebody else from now on.
pub(crate) fn set_recipient(book: &Book<'_>, recipient: &[u8; 32]) -> Result<(), Error> {
    book.execute("UPDATE meta SET recipient = ?1", values![recipient])?;
    Ok(())
}

/// Where the ledger of devices is written.
pub(crate) fn ledger(book: &Book<'_>) -> Result<Option<String>, Error> {
    book.one("SELECT ledger FROM meta", &[], |row| row.get(0))?
        .ok_or(Error::Corrupt("meta"))
}

/// Writes the ledger of devices there from now on.
pub(crate) fn set_ledger(book: &Book<'_>, path: &str) -> Result<(), Error> {
    book.execute("UPDATE meta SET ledger = ?1", values![path])?;
    Ok(())
}

fn read_mark(row: &Row<'_>) -> Result<Mark, Error> {
    Ok(Mark {
        epoch: row.get(0)?,
        commits: row.get(1)?,
    })
}

/// A new epoch, from where every scope stands.
pub(super) fn begin_epoch(book: &Book<'_>) -> Result<(), Error> {
    let id = data_encoding::HEXLOWER.encode(&random::<16>()?);
    book.execute("UPDATE meta SET epoch = ?1", values![&id])?;
    book.execute("INSERT INTO epoch (id) VALUES (?1)", values![&id])?;
    book.execute(
        "INSERT INTO epoch_head (epoch, scope, head)
         SELECT epoch.num, scope.num, scope.head FROM epoch CROSS JOIN scope WHERE epoch.id = ?1",
        values![&id],
    )?;
    Ok(())
}
