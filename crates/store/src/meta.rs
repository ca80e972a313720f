//! Small facts: what the program remembers (clock, counters, identity), what the person chose.

use rusqlite::params;

use crate::error::Result;
use crate::notebook::{Reader, Tx};

impl Reader<'_> {
    /// A text.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn meta_text(&self, key: &str) -> Result<Option<String>> {
        self.one("SELECT value FROM meta WHERE key = ?1", [key], |row| {
            row.get(0)
        })
    }

    /// A number; all 64 bits are kept.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn meta_u64(&self, key: &str) -> Result<Option<u64>> {
        let found = self.one("SELECT value FROM meta WHERE key = ?1", [key], |row| {
            row.get::<_, i64>(0)
        })?;
        Ok(found.map(i64::cast_unsigned))
    }

    /// Bytes.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn meta_blob(&self, key: &str) -> Result<Option<Vec<u8>>> {
        self.one("SELECT value FROM meta WHERE key = ?1", [key], |row| {
            row.get(0)
        })
    }

    /// A choice of the person.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn setting(&self, key: &str) -> Result<Option<String>> {
        self.one("SELECT value FROM setting WHERE key = ?1", [key], |row| {
            row.get(0)
        })
    }
}

const SET: &str = "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";

impl Tx<'_> {
    /// Keeps a text.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn set_meta_text(&mut self, key: &str, value: &str) -> Result<()> {
        self.execute(SET, params![key, value]).map(drop)
    }

    /// Keeps a number.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn set_meta_u64(&mut self, key: &str, value: u64) -> Result<()> {
        self.execute(SET, params![key, value.cast_signed()])
            .map(drop)
    }

    /// Keeps bytes.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn set_meta_blob(&mut self, key: &str, value: &[u8]) -> Result<()> {
        self.execute(SET, params![key, value]).map(drop)
    }

    /// Forgets a fact of any kind.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn clear_meta(&mut self, key: &str) -> Result<()> {
        self.execute("DELETE FROM meta WHERE key = ?1", [key])
            .map(drop)
    }

    /// Keeps a choice of the person.
    ///
    /// # Errors
    /// [`crate::Error::DiskFull`].
    pub fn set_setting(&mut self, key: &str, value: &str) -> Result<()> {
        self.execute(
            "INSERT INTO setting (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            [key, value],
        )
        .map(drop)
    }
}
