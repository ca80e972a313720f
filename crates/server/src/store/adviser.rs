//! Teams and their advisers. Names are for the coordinator's screen: never in a log.

use rusqlite::{Connection, OptionalExtension, params};

use crate::Error;

/// An identifier and the name people use.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) id: String,
    pub(crate) name: String,
}

/// Creates a team; its identifier.
pub(crate) fn add_team(connection: &Connection, name: &str, now: u64) -> Result<String, Error> {
    let id = uuid::Uuid::now_v7().to_string();
    connection.execute(
        "INSERT INTO team (id, name, created) VALUES (?1, ?2, ?3)",
        params![id, name, now.cast_signed()],
    )?;
    Ok(id)
}

/// Creates an adviser in a team; its identifier.
pub(crate) fn add(
    connection: &Connection,
    team: &str,
    name: &str,
    now: u64,
) -> Result<String, Error> {
    let known = connection
        .query_row("SELECT 1 FROM team WHERE id = ?1", [team], |_| Ok(()))
        .optional()?;
    known.ok_or(Error::Unknown("team"))?;
    let id = uuid::Uuid::now_v7().to_string();
    connection.execute(
        "INSERT INTO adviser (id, name, created) VALUES (?1, ?2, ?3)",
        params![id, name, now.cast_signed()],
    )?;
    connection.execute(
        "INSERT INTO membership (adviser, team, since) VALUES (?1, ?2, ?3)",
        params![id, team, now.cast_signed()],
    )?;
    Ok(id)
}

/// An adviser by identifier.
pub(crate) fn get(connection: &Connection, id: &str) -> Result<Named, Error> {
    connection
        .query_row("SELECT id, name FROM adviser WHERE id = ?1", [id], named)
        .optional()?
        .ok_or(Error::Unknown("adviser"))
}

/// The teams of an adviser, oldest membership first.
pub(crate) fn teams(connection: &Connection, adviser: &str) -> Result<Vec<Named>, Error> {
    let mut statement = connection.prepare_cached(
        "SELECT team.id, team.name FROM membership JOIN team ON team.id = membership.team
         WHERE membership.adviser = ?1 ORDER BY membership.since, team.id",
    )?;
    let teams = statement
        .query_map([adviser], named)?
        .collect::<Result<_, _>>()?;
    Ok(teams)
}

/// Those of the teams of an adviser, herself left out, by identifier.
pub(crate) fn colleagues(connection: &Connection, adviser: &str) -> Result<Vec<Named>, Error> {
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT adviser.id, adviser.name FROM membership AS own
         JOIN membership AS other ON other.team = own.team AND other.adviser <> own.adviser
         JOIN adviser ON adviser.id = other.adviser
         WHERE own.adviser = ?1 ORDER BY adviser.id",
    )?;
    let colleagues = statement
        .query_map([adviser], named)?
        .collect::<Result<_, _>>()?;
    Ok(colleagues)
}

fn named(row: &rusqlite::Row<'_>) -> rusqlite::Result<Named> {
    Ok(Named {
        id: row.get(0)?,
        name: row.get(1)?,
    })
}
