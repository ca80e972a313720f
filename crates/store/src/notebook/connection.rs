//! Connections: key first, then the settings every promise of durability and erasure rests on.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Once};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::functions::FunctionFlags;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::{Connection, OpenFlags};

use crate::error::{Error, Result};
use crate::key::Key;

/// First version without the corruption at the reset of the write-ahead log.
const OLDEST_SQLITE: i32 = 3_051_003;

/// Bytes of a page. Each page that a save touches is encrypted, authenticated and written whole:
/// half of SQLCipher's usual size costs half of that, and a record still fits.
const PAGE: u32 = 2048;
/// Pages in the write-ahead log before it is brought into the file: as many bytes as SQLite would.
const LOGGED: u32 = 2000;

/// Open while a commit is under way: the only time recorded data may change.
pub(crate) type Door = Arc<AtomicBool>;

/// Opens a file with its key and reads its first page. Nothing is written, not even on closing,
/// until [`settle`].
///
/// Errors: [`Error::Damaged`] when the key does not open the first page.
pub(crate) fn keyed(path: &Path, key: &Key, create: bool) -> Result<Connection> {
    if rusqlite::version_number() < OLDEST_SQLITE {
        return Err(Error::OldSqlite);
    }
    ready();
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if create {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let conn = Connection::open_with_flags(path, flags)?;
    conn.busy_timeout(Duration::from_secs(5))?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    // The library would otherwise write page numbers and errors to standard error.
    conn.execute_batch("PRAGMA cipher_log_level = NONE;")?;
    conn.execute_batch(&key.pragma())?;
    // As sound as SHA-512 for telling a changed page, and processors have instructions for it.
    conn.execute_batch("PRAGMA cipher_hmac_algorithm = HMAC_SHA256;")?;
    conn.pragma_update(None, "cipher_page_size", PAGE)?;
    conn.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(()))?;
    conn.create_scalar_function(
        "born",
        1,
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC,
        |call| Ok(call.get::<Option<String>>(0)?.as_deref().map(born)),
    )?;
    Ok(conn)
}

/// Lets SQLCipher start by itself once: SQLite calls itself ready before its cipher is, and a
/// second thread opening at that instant would be told that there is no such thing as a key.
fn ready() {
    static STARTED: Once = Once::new();
    STARTED.call_once(|| {
        // What fails here fails again, and is reported, at the opening that follows.
        let _ = Connection::open_in_memory()
            .and_then(|conn| conn.execute_batch("PRAGMA key = 'none';"));
    });
}

/// Settings of a connection that works on the open notebook.
pub(crate) fn settle(conn: &Connection, reader: bool) -> Result<()> {
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    conn.execute_batch(
        "PRAGMA journal_mode = WAL;
         PRAGMA synchronous = FULL;
         PRAGMA fullfsync = ON;
         PRAGMA checkpoint_fullfsync = ON;
         PRAGMA foreign_keys = ON;
         PRAGMA secure_delete = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -32768;",
    )?;
    conn.pragma_update(None, "wal_autocheckpoint", LOGGED)?;
    conn.set_prepared_statement_cache_capacity(96);
    if reader {
        conn.execute_batch("PRAGMA query_only = ON;")?;
    }
    Ok(())
}

/// How the identifiers of what hangs on a row begin: like its own, which is the instant it was made
/// at; nothing when its identifier is not made that way.
fn born(id: &str) -> String {
    let mut digits: String = id.chars().filter(|c| *c != '-').collect();
    if digits.len() == 32 && digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        digits.truncate(12);
        digits
    } else {
        String::new()
    }
}

/// Refuses every change outside the door, whatever code of this crate attempts it.
pub(crate) fn guard(conn: &Connection, door: &Door) -> Result<()> {
    let door = Arc::clone(door);
    conn.authorizer(Some(move |context: AuthContext<'_>| {
        if !changes(&context.action) || door.load(Ordering::SeqCst) {
            Authorization::Allow
        } else {
            Authorization::Deny
        }
    }))?;
    Ok(())
}

fn changes(action: &AuthAction<'_>) -> bool {
    match action {
        AuthAction::Select
        | AuthAction::Read { .. }
        | AuthAction::Function { .. }
        | AuthAction::Recursive
        | AuthAction::Transaction { .. }
        | AuthAction::Savepoint { .. } => false,
        // Checkpointing moves committed pages; the others of ours set nothing recorded.
        AuthAction::Pragma { pragma_name, .. } => {
            !matches!(*pragma_name, "wal_checkpoint" | "max_page_count")
        }
        _ => true,
    }
}

/// Schema version kept in the file.
pub(crate) fn user_version(conn: &Connection) -> Result<u32> {
    Ok(conn.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Reads every page of a file: its authentication code, then its structure. On a connection of
/// its own, since one damaged page spoils the connection that meets it.
///
/// Errors: [`Error::Damaged`].
pub(crate) fn verify(path: &Path, key: &Key) -> Result<()> {
    let conn = keyed(path, key, false)?;
    let spoilt = conn.prepare("PRAGMA cipher_integrity_check")?.exists([])?;
    if spoilt {
        return Err(Error::Damaged);
    }
    let verdict: String = conn.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if verdict == "ok" {
        Ok(())
    } else {
        Err(Error::Damaged)
    }
}
