//! A notebook leaves its file for PostgreSQL: epochs, sequences, stamps, devices and marks as they
//! were, so that laptops notice nothing. The file stays beside, under another name, and no server
//! serves it by mistake.

use std::path::{Path, PathBuf};

use crate::Error;
use crate::serve::{lock, paths};
use crate::store::{self, postgres::Database};

/// What was moved.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Moved {
    /// The epoch, which has not changed.
    pub epoch: String,
    /// Operations in the logs.
    pub operations: u64,
    /// Devices.
    pub devices: u64,
    /// Where the file is now.
    pub file: PathBuf,
}

/// Moves the notebook of a data folder, which nobody may serve meanwhile, into an empty database.
///
/// # Errors
/// [`Error::Served`], [`Error::Unsafe`] when the database is not empty or would not keep what it
/// acknowledges, [`Error::Copy`] when what arrived is not what was there. The file is then the
/// notebook, as before.
pub fn migrate_to_postgres(
    data: &Path,
    key: Option<&PathBuf>,
    witness: Option<&PathBuf>,
    database: &Database,
) -> Result<Moved, Error> {
    let paths = paths(data, key, witness);
    let file = paths.database();
    if !file.exists() {
        return Err(Error::Unsafe("there is no notebook to move in this folder"));
    }
    let _lock = lock(&paths.data)?;
    let facts = store::move_to(&paths, database)?;
    let moved = file.with_extension("db.moved");
    std::fs::rename(&file, &moved).map_err(Error::io(&file))?;
    crate::secret::flush_folder(&paths.data)?;
    Ok(Moved {
        epoch: facts.epoch.clone(),
        operations: facts.operations(),
        devices: facts.devices.len() as u64,
        file: moved,
    })
}
