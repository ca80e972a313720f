//! Who may read and write what: the one place that says it.

use std::collections::BTreeSet;

use rusqlite::Connection;

use crate::Error;
use crate::store::adviser;

/// The scopes of an adviser: the account, the own notebook, the notebook of each team.
pub(crate) fn scopes(connection: &Connection, adviser: &str) -> Result<BTreeSet<String>, Error> {
    let mut scopes = BTreeSet::from([format!("acct:{adviser}"), format!("adv:{adviser}")]);
    scopes.extend(
        adviser::teams(connection, adviser)?
            .into_iter()
            .map(|team| format!("team:{}", team.id)),
    );
    Ok(scopes)
}
