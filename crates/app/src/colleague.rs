//! The colleagues of the team, as the server last told: a file can be handed over to one of them
//! without network.

use escale_store::{Reader, Tx};
use escale_sync::wire::{Named, colleagues_mark};

use crate::api::handover::Colleague;
use crate::{App, Failure, Result};

const COLLEAGUES: &str = "colleagues";
/// Somebody whom this laptop does not know.
const SOMEBODY: &str = "un·e collègue";

/// Those known here.
fn known(reader: &Reader<'_>) -> Result<Option<Vec<Named>>> {
    Ok(match reader.meta_text(COLLEAGUES)? {
        Some(text) => Some(serde_json::from_str(&text)?),
        None => None,
    })
}

/// The mark of those known here, for the server to tell whether they have changed.
pub(crate) fn mark(reader: &Reader<'_>) -> Result<String> {
    Ok(known(reader)?.map_or_else(String::new, |known| colleagues_mark(&known)))
}

/// Keeps those the server tells.
pub(crate) fn keep(tx: &mut Tx<'_>, colleagues: &[Named]) -> Result<()> {
    tx.set_meta_text(COLLEAGUES, &serde_json::to_string(colleagues)?)?;
    Ok(())
}

/// The name of a colleague, if she is known here.
pub(crate) fn name(reader: &Reader<'_>, id: &str) -> Result<Option<String>> {
    let known = known(reader)?.unwrap_or_default();
    Ok(known
        .into_iter()
        .find(|one| one.id == id)
        .map(|one| one.name))
}

/// What to call an adviser on a screen.
pub(crate) fn called(reader: &Reader<'_>, id: &str) -> Result<String> {
    Ok(name(reader, id)?.unwrap_or_else(|| SOMEBODY.to_owned()))
}

/// The colleagues of the team, by name.
///
/// # Errors
/// `locked`.
pub fn list(app: &App, (): ()) -> Result<Vec<Colleague>> {
    let open = app.open()?;
    let mut known = open
        .notebook
        .read(|reader| Ok::<_, Failure>(known(reader)?.unwrap_or_default()))?;
    known.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    Ok(known
        .into_iter()
        .map(|one| Colleague {
            id: one.id,
            name: one.name,
        })
        .collect())
}
