//! Teams and their advisers. Names are for the coordinator's screen: never in a log.

use super::book::{Book, Row, values};
use crate::Error;

/// An identifier and the name people use.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) id: String,
    pub(crate) name: String,
}

/// Creates a team; its identifier.
pub(crate) fn add_team(book: &Book<'_>, name: &str, now: u64) -> Result<String, Error> {
    let id = uuid::Uuid::now_v7().to_string();
    book.execute(
        "INSERT INTO team (id, name, created) VALUES (?1, ?2, ?3)",
        values![&id, name, now],
    )?;
    Ok(id)
}

/// Creates an adviser in a team; its identifier.
pub(crate) fn add(book: &Book<'_>, team: &str, name: &str, now: u64) -> Result<String, Error> {
    book.one("SELECT id FROM team WHERE id = ?1", values![team], |_| {
        Ok(())
    })?
    .ok_or(Error::Unknown("team"))?;
    let id = uuid::Uuid::now_v7().to_string();
    book.execute(
        "INSERT INTO adviser (id, name, created) VALUES (?1, ?2, ?3)",
        values![&id, name, now],
    )?;
    book.execute(
        "INSERT INTO membership (adviser, team, since) VALUES (?1, ?2, ?3)",
        values![&id, team, now],
    )?;
    Ok(id)
}

/// An adviser by identifier.
pub(crate) fn get(book: &Book<'_>, id: &str) -> Result<Named, Error> {
    book.one(
        "SELECT id, name FROM adviser WHERE id = ?1",
        values![id],
        named,
    )?
    .ok_or(Error::Unknown("adviser"))
}

/// The teams of an adviser, oldest membership first.
pub(crate) fn teams(book: &Book<'_>, adviser: &str) -> Result<Vec<Named>, Error> {
    book.rows(
        "SELECT team.id, team.name FROM membership JOIN team ON team.id = membership.team
         WHERE membership.adviser = ?1 ORDER BY membership.since, team.id",
        values![adviser],
        named,
    )
}

/// Those of the teams of an adviser, herself left out, by identifier.
pub(crate) fn colleagues(book: &Book<'_>, adviser: &str) -> Result<Vec<Named>, Error> {
    book.rows(
        "SELECT DISTINCT adviser.id, adviser.name FROM membership AS own
         JOIN membership AS other ON other.team = own.team AND other.adviser <> own.adviser
         JOIN adviser ON adviser.id = other.adviser
         WHERE own.adviser = ?1 ORDER BY adviser.id",
        values![adviser],
        named,
    )
}

fn named(row: &Row<'_>) -> Result<Named, Error> {
    Ok(Named {
        id: row.get(0)?,
        name: row.get(1)?,
    })
}
