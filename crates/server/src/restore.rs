//! A copy becomes a server again, in a fresh folder, on this machine or another.
//!
//! The copy is proved before anything is made of it, and what was made is proved again.
//! The ledgers beside the copy are followed: who was let in or shut out since, what was erased
//! since. The
//! database takes its name last: an interrupted restoring is begun again. It starts a new epoch,
//! so that laptops send again what the copy never saw.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::backup::{self, Manifest, RecoverySecret};
use crate::ledger::{self, Replayed};
use crate::serve::paths;
use crate::store::copy::{Facts, Ledgers};
use crate::store::{self, copy};
use crate::witness::Witness;
use crate::{Error, secret};

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Restored {
    /// What the copy said of itself.
    pub copy: Manifest,
    /// The new epoch.
    pub epoch: String,
    /// What the ledgers beside the copy brought.
    pub devices: Replayed,
}

/// Restores a copy into a folder that holds nothing yet.
///
/// # Errors
/// [`Error::NotEmpty`], [`Error::NotThisSecret`], [`Error::Copy`] when the copy is not whole.
/// Nothing that looks like a database is left then.
pub fn restore(
    from: &Path,
    secret: &RecoverySecret,
    data: &Path,
    key: Option<&PathBuf>,
    witness: Option<&PathBuf>,
) -> Result<Restored, Error> {
    let paths = paths(data, key, witness);
    let database = paths.database();
    if database.exists() {
        return Err(Error::NotEmpty(database));
    }
    store::make_folder(data)?;
    let (taken_out, made) = (data.join("restoring.copy"), data.join("restoring.database"));
    let (copy, copy_key) = backup::extract(from, secret, &taken_out)?;
    let told = copy::verify(&taken_out, &copy_key)?;
    if (told.epoch.as_str(), told.commits, told.operations())
        != (copy.epoch.as_str(), copy.commits, copy.operations)
    {
        return Err(Error::Copy("it holds something else than it says"));
    }
    let new_key = secret::database_key(&paths.key, false)?;
    let beside = |name| Some(from.with_file_name(name)).filter(|path| path.exists());
    let (devices, erasures) = (beside(ledger::NAME), beside(ledger::ERASURES));
    let ledgers = Ledgers {
        devices: devices.as_deref(),
        erasures: erasures.as_deref(),
    };
    let begun = copy::begin_again(&taken_out, &copy_key, &made, &new_key, ledgers)?;
    let kept = copy::verify(&made, &new_key)?;
    if heads(&kept) != heads(&told) || !holds(&kept.devices, &told.devices) {
        return Err(Error::Copy("what was made of it differs"));
    }
    for file in &begun.files {
        backup::put_back(data, file)?;
    }
    // The witness of another database, on a machine that had one, gives way with it.
    Witness::open(&paths.witness)?
        .write(&begun.mark)
        .map_err(Error::io(&paths.witness))?;
    std::fs::remove_file(&taken_out).map_err(Error::io(&taken_out))?;
    std::fs::rename(&made, &database).map_err(Error::io(&database))?;
    secret::flush_folder(data)?;
    Ok(Restored {
        copy,
        epoch: begun.mark.epoch,
        devices: begun.replayed,
    })
}

/// How far each log goes. The sums may differ, by what the ledger erased; each was proved.
fn heads(facts: &Facts) -> BTreeMap<&str, u64> {
    let scopes = facts.scopes.iter();
    scopes
        .map(|(id, (head, _))| (id.as_str(), *head))
        .filter(|(_, head)| *head > 0)
        .collect()
}

/// Every device of the copy as far as it was; others, from the ledger, have sent nothing yet.
fn holds(made: &BTreeMap<String, u64>, told: &BTreeMap<String, u64>) -> bool {
    told.iter().all(|(id, q)| made.get(id) == Some(q))
        && made.iter().all(|(id, q)| *q == 0 || told.contains_key(id))
}
