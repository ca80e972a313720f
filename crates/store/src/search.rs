//! What search looks at, kept beside the projections in the same transaction: folded words, the
//! digits of a phone, how often and how lately a person came.

use std::collections::BTreeMap;

use escale_domain::catalogue::{self, Table};
use rusqlite::params;
use serde_json::Value;

use crate::error::Result;
use crate::notebook::Tx;
use crate::record::RecordRow;

mod fold;

pub(crate) use fold::{Query, key, name, national, same_mail};

/// Refreshes what search knows after a record was projected. `added`: for the first time.
pub(crate) fn refresh(
    tx: &Tx<'_>,
    table: &Table,
    row: &RecordRow,
    values: &BTreeMap<String, Value>,
    added: bool,
) -> Result<()> {
    let text = |field: &str| {
        values
            .get(field)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    if row.deleted {
        forget(tx, table, &row.id)?;
    } else if table.name == catalogue::BENEFICIARY.name {
        let (first, last) = (text("first_name"), text("last_name"));
        tx.execute(
            "INSERT INTO beneficiary_search (id, key, name, digits, email) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (id) DO UPDATE SET key = excluded.key, name = excluded.name,
                digits = excluded.digits, email = excluded.email",
            params![row.id, key(&[first, last]), name(last, first), national(text("phone")), same_mail(text("email"))],
        )?;
    } else if table.name == catalogue::PLACE.name {
        let commune = values
            .get("commune")
            .and_then(|commune| commune.get("name"))
            .and_then(Value::as_str);
        tx.execute(
            "INSERT INTO place_search (id, key, name) VALUES (?1, ?2, ?3)
             ON CONFLICT (id) DO UPDATE SET key = excluded.key, name = excluded.name",
            params![
                row.id,
                key(&[text("name"), commune.unwrap_or_default()]),
                name(text("name"), "")
            ],
        )?;
    }
    let people = match (table.name, values.get("beneficiary")) {
        // One more session of hers: what she had needs no counting again.
        ("attendance", Some(Value::String(person))) if added && !row.deleted => {
            tx.execute(include_str!("search/one_more.sql"), [&row.id, person])?;
            return Ok(());
        }
        ("attendance", Some(Value::String(person))) => vec![person.clone()],
        ("attendance", _) => Vec::new(),
        _ => touched(tx, table, &row.id)?,
    };
    refresh_use(tx, &people)
}

/// Takes a record out of search.
pub(crate) fn forget(tx: &Tx<'_>, table: &Table, id: &str) -> Result<()> {
    if table.name == catalogue::BENEFICIARY.name {
        tx.execute("DELETE FROM beneficiary_search WHERE id = ?1", [id])?;
    } else if table.name == catalogue::PLACE.name {
        tx.execute("DELETE FROM place_search WHERE id = ?1", [id])?;
    }
    Ok(())
}

/// Takes every record of a table out of search.
pub(crate) fn forget_all(tx: &Tx<'_>, table: &Table) -> Result<()> {
    if table.name == catalogue::BENEFICIARY.name {
        tx.execute("DELETE FROM beneficiary_search", [])?;
    } else if table.name == catalogue::PLACE.name {
        tx.execute("DELETE FROM place_search", [])?;
    }
    Ok(())
}

/// The people whose count of sessions depends on a record.
pub(crate) fn touched(tx: &Tx<'_>, table: &Table, id: &str) -> Result<Vec<String>> {
    let sql = match table.name {
        "beneficiary" => return Ok(vec![id.to_owned()]),
        "attendance" => {
            "SELECT beneficiary FROM attendance WHERE id = ?1 AND beneficiary IS NOT NULL"
        }
        "session" => {
            "SELECT beneficiary FROM attendance WHERE id BETWEEN born(?1) AND born(?1) || '~' AND session = ?1 AND deleted = 0 AND beneficiary IS NOT NULL"
        }
        _ => return Ok(Vec::new()),
    };
    tx.all(sql, [id], |row| row.get(0))
}

/// Counts their sessions again.
pub(crate) fn refresh_use(tx: &Tx<'_>, people: &[String]) -> Result<()> {
    for id in people {
        tx.execute(include_str!("search/refresh_use.sql"), [id])?;
    }
    Ok(())
}
