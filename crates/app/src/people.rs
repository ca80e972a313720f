//! Several people at once: what a choice amounts to, to the corbeille and back.

use crate::api::beneficiary::{People, PeopleFound, PeopleSummary};
use crate::record::Author;
use crate::{App, Failure, Result};

const TABLE: &str = "beneficiary";
/// Files of one transaction, well under the 512 operations one may have.
const TOGETHER: usize = 200;

/// Everybody that a search finds, in the order of the list.
///
/// # Errors
/// `locked`.
pub fn found(app: &App, request: PeopleFound) -> Result<People> {
    let open = app.open()?;
    let ids = open
        .notebook
        .read(|reader| Ok::<_, Failure>(reader.beneficiary_found(&request.query)?))?;
    Ok(People { ids })
}

/// What a choice of people amounts to.
///
/// # Errors
/// `locked`.
pub fn summary(app: &App, request: People) -> Result<PeopleSummary> {
    let open = app.open()?;
    open.notebook.read(|reader| {
        let mut people = 0;
        for id in &request.ids {
            let live = reader.record(TABLE, id)?.is_some_and(|row| !row.deleted);
            people += u32::from(live);
        }
        Ok(PeopleSummary {
            people,
            sessions: reader.sessions_of(&request.ids)?,
        })
    })
}

/// Puts files in the corbeille; their sessions stay. Answers those that were not there already:
/// what one undo takes out again.
///
/// # Errors
/// `locked`, `disk_full`: files of earlier transactions are in the corbeille then.
pub fn delete(app: &App, request: People) -> Result<People> {
    let ids = each(app, &request.ids, |author, id| author.delete(TABLE, id))?;
    Ok(People { ids })
}

/// Takes files out of the corbeille.
///
/// # Errors
/// `locked`, `disk_full`.
pub fn restore(app: &App, request: People) -> Result<()> {
    each(app, &request.ids, |author, id| author.restore(TABLE, id)).map(drop)
}

/// Those for which it changed something.
fn each(
    app: &App,
    ids: &[String],
    mut change: impl FnMut(&mut Author<'_, '_>, &str) -> Result<bool>,
) -> Result<Vec<String>> {
    let open = app.open()?;
    let mut changed = Vec::new();
    for some in ids.chunks(TOGETHER) {
        changed.extend(app.record(&open, |author| {
            let mut changed = Vec::new();
            for id in some {
                if change(author, id)? {
                    changed.push(id.clone());
                }
            }
            Ok(changed)
        })?);
    }
    app.changed(&["beneficiaries", "sessions"]);
    Ok(changed)
}
