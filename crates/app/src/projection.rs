//! What an earlier version kept without understanding it is shown by the one that does: when the
//! catalogue has changed since a notebook was last opened, its projections are rebuilt from the
//! states of its records.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use escale_domain::catalogue::{self, Table};
use escale_sync::merge::RowState;

use crate::open::Open;
use crate::{Failure, Result};

/// What the projections of a notebook were made with: table and its fields.
const PROJECTED: &str = "projected";

/// The fields of a table as a text that changes when one is added.
fn description(table: &Table) -> String {
    let mut text = String::new();
    for field in table.fields {
        // Writing to a string cannot fail.
        let _ = write!(text, "{}:{:?} ", field.name, field.kind);
    }
    text
}

/// Rebuilds, in one transaction, the projections of the tables that have changed. Does nothing,
/// and reads one value, when none has.
pub(crate) fn bring_up_to_date(open: &Open) -> Result<()> {
    let wanted: BTreeMap<String, String> = catalogue::TABLES
        .iter()
        .map(|table| (table.name.to_owned(), description(table)))
        .collect();
    let found: BTreeMap<String, String> = open
        .notebook
        .read(|reader| Ok::<_, Failure>(reader.meta_text(PROJECTED)?))?
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default();
    let stale: Vec<&Table> = catalogue::TABLES
        .iter()
        .filter(|table| found.get(table.name) != wanted.get(table.name))
        .collect();
    if stale.is_empty() {
        return Ok(());
    }
    let text = serde_json::to_string(&wanted)?;
    open.notebook.reproject(
        &stale,
        |record| {
            let state: RowState = serde_json::from_str(&record.state)?;
            Ok::<_, Failure>(crate::record::values(&record.table, &state))
        },
        |tx| {
            crate::handover::stand_in_again(tx)?;
            Ok(tx.set_meta_text(PROJECTED, &text)?)
        },
    )
}
