//! The corbeille: what was deleted in the last thirty days, and can be taken out of it.

use escale_domain::catalogue::{self, TABLES};
use escale_store::Reader;
use escale_store::corbeille::BinRow;
use serde_json::Value;

use crate::api::corbeille::{Corbeille, CorbeilleLine, CorbeillePage, CorbeilleRow};
use crate::failure::not_found;
use crate::{App, Failure, Result, label, time};

/// How long what was deleted is offered, in days.
pub const DAYS: u32 = 30;
const DAY_MS: i64 = 86_400_000;
/// Most rows of a page.
const MOST: u32 = 200;
/// What hangs on another record comes and goes with it: nobody deletes it for itself.
const HANGING: &[&str] = &[
    "attendance",
    "outcome",
    "follow_step",
    "not_twin",
    "merge",
    "erasure",
    "stop_change",
    "workday",
    "registration",
];

fn offered() -> Vec<&'static str> {
    let names = TABLES.iter().map(|table| table.name);
    names.filter(|name| !HANGING.contains(name)).collect()
}

/// A page of the corbeille.
///
/// # Errors
/// `locked`.
pub fn page(app: &App, request: CorbeillePage) -> Result<Corbeille> {
    let open = app.open()?;
    let now = time::now_ms(&app.ports);
    let since = now.saturating_sub(i64::from(DAYS) * DAY_MS);
    let limit = request.limit.clamp(1, MOST);
    open.notebook.read(|reader| {
        let (total, rows) = reader.bin_page(&offered(), since, request.offset, limit)?;
        let rows = rows.into_iter().map(|row| line(reader, row, now));
        Ok(Corbeille {
            total,
            rows: rows.collect::<Result<_>>()?,
        })
    })
}

fn line(reader: &Reader<'_>, row: BinRow, now: i64) -> Result<CorbeilleLine> {
    let gone = now.saturating_sub(row.changed_at_ms).max(0) / DAY_MS;
    Ok(CorbeilleLine {
        noun: label::noun(&row.table).to_owned(),
        label: label::of(reader, &row.table, &row.id)?,
        detail: detail(reader, &row.table, &row.id)?,
        deleted_at: time::local(row.changed_at_ms),
        days_left: DAYS.saturating_sub(u32::try_from(gone).unwrap_or(DAYS)),
        table: row.table,
        id: row.id,
    })
}

/// "Odette Lemarinel · Mairie de Portbail": two sessions of one day are told apart by it.
fn detail(reader: &Reader<'_>, table: &str, id: &str) -> Result<Option<String>> {
    let parts = match table {
        "session" => match reader.session_line(id)? {
            Some(line) => vec![line.title, line.person, line.place],
            None => Vec::new(),
        },
        "beneficiary" | "place" => {
            let Some(known) = catalogue::table(table) else {
                return Ok(None);
            };
            let commune = reader.row(known, id)?.and_then(|row| {
                let name = row
                    .values
                    .get("commune")?
                    .get("name")
                    .and_then(Value::as_str);
                name.map(str::to_owned)
            });
            vec![commune]
        }
        _ => Vec::new(),
    };
    let said: Vec<String> = parts.into_iter().flatten().collect();
    Ok((!said.is_empty()).then(|| said.join(" · ")))
}

/// Takes a record out of the corbeille.
///
/// # Errors
/// `not_found`, also for what is no more offered; `locked`, `disk_full`.
pub fn restore(app: &App, request: CorbeilleRow) -> Result<()> {
    if !offered().contains(&request.table.as_str()) {
        return Err(not_found());
    }
    let open = app.open()?;
    let since = time::now_ms(&app.ports).saturating_sub(i64::from(DAYS) * DAY_MS);
    app.record(&open, |author| {
        let record = author
            .tx
            .record(&request.table, &request.id)?
            .filter(|record| !record.deleted || record.changed_at_ms >= since)
            .ok_or_else(not_found)?;
        author.restore(&record.table, &record.id)?;
        Ok::<_, Failure>(())
    })?;
    app.changed(&[
        "sessions",
        "beneficiaries",
        "places",
        "tags",
        "planning",
        "followups",
        "territory",
    ]);
    Ok(())
}
