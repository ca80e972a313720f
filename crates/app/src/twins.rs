//! Duplicates: files that may be of one person, and those said to be of two.

use escale_domain::twins as rule;
use escale_store::beneficiary::TwinPair;
use escale_sync::op::derived_id;

use crate::api::twins::{Duplicate, DuplicatePage, Duplicates, Pair};
use crate::failure::not_found;
use crate::record::Author;
use crate::{App, Failure, Result, beneficiary};

const TABLE: &str = "not_twin";
/// Most pairs of a page.
const MOST: u32 = 200;

fn shown(pair: TwinPair) -> Duplicate {
    Duplicate {
        first: beneficiary::line(pair.first),
        second: beneficiary::line(pair.second),
        same: pair.same,
        different: pair.different,
    }
}

/// The probable pairs of the whole notebook, likeliest first.
///
/// # Errors
/// `locked`.
pub fn page(app: &App, request: DuplicatePage) -> Result<Duplicates> {
    let open = app.open()?;
    let limit = request.limit.clamp(1, MOST);
    let page = open.notebook.read(|reader| {
        Ok::<_, Failure>(reader.beneficiary_pairs(request.loose, request.offset, limit)?)
    })?;
    Ok(Duplicates {
        total: page.total,
        rows: page.rows.into_iter().map(shown).collect(),
    })
}

/// Two files are of two people: they are not shown together again, on any laptop.
///
/// # Errors
/// `not_found`, `locked`, `disk_full`.
pub fn tell_apart(app: &App, request: Pair) -> Result<()> {
    let open = app.open()?;
    let scope = open.enrolment.own_scope();
    app.record(&open, |author| {
        for id in [&request.first, &request.second] {
            author.tx.record("beneficiary", id)?.ok_or_else(not_found)?;
        }
        apart(author, &scope, &request.first, &request.second)
    })?;
    app.changed(&["beneficiaries"]);
    Ok(())
}

/// Takes [`tell_apart`] back.
///
/// # Errors
/// `locked`, `disk_full`.
pub fn tell_together(app: &App, request: Pair) -> Result<()> {
    let open = app.open()?;
    app.record(&open, |author| {
        author.delete(TABLE, &id(&request.first, &request.second))
    })?;
    app.changed(&["beneficiaries"]);
    Ok(())
}

/// Notes within a transaction that two files are of two people.
pub(crate) fn apart(
    author: &mut Author<'_, '_>,
    scope: &str,
    one: &str,
    other: &str,
) -> Result<()> {
    if one == other {
        return Ok(());
    }
    let row = id(one, other);
    author.restore(TABLE, &row)?;
    author.put(TABLE, &row, scope, rule::told_apart(one, other), None)?;
    Ok(())
}

/// Two laptops that say it write the same record.
fn id(one: &str, other: &str) -> String {
    let (first, second) = rule::in_order(one, other);
    derived_id(TABLE, &[first, second])
}
