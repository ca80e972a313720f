//! Many sessions at once: chosen from a list, put in the corbeille or given a tag, and undone as
//! one. What is done is what was chosen: identifiers, never a filter that may have changed since.

use escale_domain::catalogue;
use serde_json::Value;

use crate::api::session::{Ids, SessionSelect, SessionsTag};
use crate::record::Author;
use crate::{App, Failure, Result, record, session, tag as tags};

const TABLE: &str = "session";
/// Sessions of one transaction: one operation each, under the 512 a transaction may have.
const TOGETHER: usize = 400;

/// The identifiers of every session of a list, in its order.
///
/// # Errors
/// `locked`.
pub fn ids(app: &App, request: SessionSelect) -> Result<Ids> {
    let open = app.open()?;
    let ids = open.notebook.read(|reader| {
        let filter = escale_store::session::SessionFilter {
            from: request.from,
            to: request.to,
            beneficiary: request.beneficiary,
            ..session::sifted(reader, request.sieve)?
        };
        Ok::<_, Failure>(reader.session_ids(&filter)?)
    })?;
    Ok(Ids { ids })
}

/// Puts sessions in the corbeille. Those that were not there already.
///
/// # Errors
/// `locked`, `disk_full`: those of earlier transactions are in the corbeille then.
pub fn delete(app: &App, request: Ids) -> Result<Ids> {
    each(app, request.ids, |author, id| author.delete(TABLE, id))
}

/// Takes sessions out of the corbeille. Those that were there.
///
/// # Errors
/// As [`delete`].
pub fn restore(app: &App, request: Ids) -> Result<Ids> {
    each(app, request.ids, |author, id| author.restore(TABLE, id))
}

/// Puts a tag on sessions, or takes it off. Those in which it changed something.
///
/// # Errors
/// As [`delete`].
pub fn tag(app: &App, request: SessionsTag) -> Result<Ids> {
    let open = app.open()?;
    let same = open
        .notebook
        .read(|reader| tags::same(reader, &request.tag))?;
    each(app, request.ids, |author, id| {
        let Some(kept) = author.tx.record(TABLE, id)?.filter(|kept| !kept.deleted) else {
            return Ok(false);
        };
        // From the merge state, which holds what the projection may not know.
        let mut fields = record::state(author.tx, TABLE, id)?
            .unwrap_or_default()
            .values();
        let mut chosen: Vec<Value> = match fields.remove("tags") {
            Some(Value::Array(chosen)) => chosen,
            _ => Vec::new(),
        };
        let before = chosen.len();
        if request.on {
            let has = |id: &Value| id.as_str().is_some_and(|id| same.iter().any(|s| s == id));
            if !chosen.iter().any(has) {
                chosen.push(request.tag.as_str().into());
            }
        } else {
            chosen.retain(|id| id.as_str() != Some(request.tag.as_str()));
        }
        if chosen.len() == before {
            return Ok(false);
        }
        fields.insert("tags".to_owned(), chosen.into());
        fields.retain(|name, _| catalogue::SESSION.field(name).is_some());
        author.put(TABLE, id, &kept.scope, fields, None)
    })
}

fn each(
    app: &App,
    ids: Vec<String>,
    mut change: impl FnMut(&mut Author<'_, '_>, &str) -> Result<bool>,
) -> Result<Ids> {
    let open = app.open()?;
    let mut changed = Vec::new();
    for some in ids.chunks(TOGETHER) {
        let done = app.record(&open, |author| {
            let mut done = Vec::new();
            for id in some {
                if change(author, id)? {
                    done.push(id.clone());
                }
            }
            Ok(done)
        });
        match done {
            Ok(done) => changed.extend(done),
            Err(failure) => {
                app.changed(&["sessions", "beneficiaries", "planning", "tags"]);
                return Err(failure);
            }
        }
    }
    app.changed(&["sessions", "beneficiaries", "planning", "tags"]);
    Ok(Ids { ids: changed })
}
