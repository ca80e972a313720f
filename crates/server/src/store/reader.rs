//! A few connections that only read, reopened after any error.
//!
//! Reopened because one page whose authentication failed poisons a whole SQLCipher connection.

use std::sync::{Mutex, PoisonError};

use rusqlite::Connection;

use super::book::Book;
use super::connection::Opener;
use crate::Error;

/// Connections kept open between two queries.
const KEPT: usize = 4;

#[derive(Debug)]
pub(crate) struct Readers {
    opener: Opener,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(super) fn new(opener: Opener) -> Self {
        Self {
            opener,
            idle: Mutex::new(Vec::new()),
        }
    }

    pub(super) fn read<T>(
        &self,
        query: impl FnOnce(&Book<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let idle = self.idle().pop();
        let connection = match idle {
            Some(connection) => connection,
            None => self.opener.reader()?,
        };
        // One transaction: several statements see the same picture.
        connection.execute_batch("BEGIN")?;
        let answer = query(&Book::sqlite(&connection))?;
        connection.execute_batch("COMMIT")?;
        let mut idle = self.idle();
        if idle.len() < KEPT {
            idle.push(connection);
        }
        Ok(answer)
    }

    pub(super) fn close(&self) {
        self.idle().clear();
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
