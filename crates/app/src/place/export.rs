//! The directory as the national file.

use std::collections::BTreeSet;

use escale_domain::{catalogue, standard};
use serde_json::Value;

use crate::api::file::FileOut;
use crate::failure::unexpected;
use crate::{App, Failure, Result, time};

/// Every place of the directory in the national standard, one line each, by name.
///
/// # Errors
/// `locked`.
pub fn run(app: &App, (): ()) -> Result<FileOut> {
    let open = app.open()?;
    let today = time::today(&app.ports);
    let rows = open.notebook.read(|reader| {
        let mut rows = Vec::new();
        for mark in reader.place_marks()? {
            rows.extend(reader.row(&catalogue::PLACE, &mark.id)?);
        }
        Ok::<_, Failure>(rows)
    })?;
    let mut taken = BTreeSet::new();
    let mut writer = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .from_writer(Vec::new());
    let failed = |error: csv::Error| unexpected(&std::io::Error::other(error));
    writer.write_record(standard::COLUMNS).map_err(failed)?;
    for row in rows {
        // Two places may say they come from the same line; a file has each identifier once.
        let source = row.values.get("source_id").and_then(Value::as_str);
        let id = source
            .filter(|id| taken.insert((*id).to_owned()))
            .unwrap_or(&row.id);
        let day = time::local(row.changed_at_ms);
        let day = day.get(..10).unwrap_or_default();
        let cells = standard::row(&row.values, id, day);
        writer.write_record(&cells).map_err(failed)?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| unexpected(&std::io::Error::other(error.to_string())))?;
    Ok(FileOut {
        name: format!("{today}_escale_lieux-de-mediation-numerique.csv"),
        media_type: "text/csv".to_owned(),
        base64: data_encoding::BASE64.encode(&bytes),
    })
}
