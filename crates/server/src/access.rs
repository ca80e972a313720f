//! Who may read and write what: the one place that says it.

use std::collections::BTreeSet;

use crate::store::book::Book;
use escale_sync::wire::Named;

use crate::Error;
use crate::store::adviser;

/// The scopes of an adviser: the account, the own notebook, the notebook of each team.
pub(crate) fn scopes(book: &Book<'_>, adviser: &str) -> Result<BTreeSet<String>, Error> {
    let mut scopes = BTreeSet::from([format!("acct:{adviser}"), format!("adv:{adviser}")]);
    scopes.extend(
        adviser::teams(book, adviser)?
            .into_iter()
            .map(|team| format!("team:{}", team.id)),
    );
    Ok(scopes)
}

/// Those an adviser may hand a file over to: the members of her teams.
pub(crate) fn colleagues(book: &Book<'_>, adviser: &str) -> Result<Vec<Named>, Error> {
    let found = adviser::colleagues(book, adviser)?;
    Ok(found
        .into_iter()
        .map(|one| Named {
            id: one.id,
            name: one.name,
        })
        .collect())
}
