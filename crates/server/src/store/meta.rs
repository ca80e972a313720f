//! What the database knows of itself: epoch, count of commits, the server's own keys.

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use zeroize::Zeroizing;

use crate::Error;
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
pub(crate) fn read(connection: &Connection) -> Result<Meta, Error> {
    Ok(connection.query_row(
        "SELECT epoch, order_key, challenge_key, address, fingerprint FROM meta",
        [],
        |row| {
            Ok(Meta {
                epoch: row.get(0)?,
                order_key: Zeroizing::new(row.get(1)?),
                challenge_key: Zeroizing::new(row.get(2)?),
                address: row.get(3)?,
                fingerprint: row.get(4)?,
            })
        },
    )?)
}

/// Remembers what an enrolment code must say.
pub(crate) fn set_address(
    connection: &Connection,
    address: &str,
    fingerprint: Option<&str>,
) -> Result<(), Error> {
    connection.execute(
        "UPDATE meta SET address = ?1, fingerprint = ?2",
        params![address, fingerprint],
    )?;
    Ok(())
}

/// Counts one commit, inside its transaction.
pub(crate) fn count_commit(connection: &Connection) -> Result<Mark, Error> {
    Ok(connection
        .prepare_cached("UPDATE meta SET commits = commits + 1 RETURNING epoch, commits")?
        .query_row([], read_mark)?)
}

/// At opening: makes the line of a new database; changes the epoch of one the witness disowns.
pub(crate) fn begin(connection: &mut Connection, witness: &mut Witness) -> Result<(), Error> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let known = transaction
        .query_row("SELECT epoch, commits FROM meta", [], read_mark)
        .optional()?;
    // Nobody commits while this transaction holds the lock: a true witness is at most `known`.
    let seen = witness.read();
    let current = match known {
        None => {
            transaction.execute(
                "INSERT INTO meta (one, epoch, commits, order_key, challenge_key) VALUES (1, '', 0, ?1, ?2)",
                params![random::<32>()?, random::<32>()?],
            )?;
            begin_epoch(&transaction)?;
            count_commit(&transaction)?
        }
        Some(current) if witness::agrees(seen.as_ref(), &current) => {
            transaction.commit()?;
            return Ok(());
        }
        Some(current) => {
            tracing::warn!(
                commits = current.commits,
                "the database was replaced by another copy: new epoch"
            );
            begin_epoch(&transaction)?;
            count_commit(&transaction)?
        }
    };
    transaction.commit()?;
    witness.write(&current).map_err(Error::io("witness"))
}

/// Epoch and count of commits.
pub(crate) fn mark(connection: &Connection) -> Result<Mark, Error> {
    Ok(connection.query_row("SELECT epoch, commits FROM meta", [], read_mark)?)
}

/// To whom copies are sealed; nobody before the first start that makes copies.
pub(crate) fn recipient(connection: &Connection) -> Result<Option<[u8; 32]>, Error> {
    Ok(connection.query_row("SELECT recipient FROM meta", [], |row| row.get(0))?)
}

/// Seals copies to somebody else from now on.
pub(crate) fn set_recipient(connection: &Connection, recipient: &[u8; 32]) -> Result<(), Error> {
    connection.execute("UPDATE meta SET recipient = ?1", [recipient])?;
    Ok(())
}

/// Where the ledger of devices is written.
pub(crate) fn ledger(connection: &Connection) -> Result<Option<String>, Error> {
    Ok(connection.query_row("SELECT ledger FROM meta", [], |row| row.get(0))?)
}

/// Writes the ledger of devices there from now on.
pub(crate) fn set_ledger(connection: &Connection, path: &str) -> Result<(), Error> {
    connection.execute("UPDATE meta SET ledger = ?1", [path])?;
    Ok(())
}

fn read_mark(row: &rusqlite::Row<'_>) -> rusqlite::Result<Mark> {
    Ok(Mark {
        epoch: row.get(0)?,
        commits: row.get::<_, i64>(1)?.cast_unsigned(),
    })
}

/// A new epoch, from where every scope stands.
pub(super) fn begin_epoch(connection: &Connection) -> Result<(), Error> {
    let id = data_encoding::HEXLOWER.encode(&random::<16>()?);
    connection.execute("UPDATE meta SET epoch = ?1", [&id])?;
    connection.execute("INSERT INTO epoch (id) VALUES (?1)", [&id])?;
    connection.execute(
        "INSERT INTO epoch_head (epoch, scope, head) SELECT last_insert_rowid(), num, head FROM scope",
        [],
    )?;
    Ok(())
}
