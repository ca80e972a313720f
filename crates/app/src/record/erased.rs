//! Records that are erased, or are to be: what is asked, what is shown, what is no longer written.

use escale_domain::catalogue;
use escale_domain::rule::{FieldError, RuleCode};
use escale_sync::author::Patch;
use escale_sync::erasure::Erasing;
use escale_sync::merge::RowState;
use escale_sync::op::kind;

use super::{Author, Fields};
use crate::Result;

impl Author<'_, '_> {
    /// Asks for a row, or some of its fields, to be erased: it stays here until the server has done
    /// it. The number of the operation.
    pub(crate) fn erase(
        &mut self,
        table: &str,
        id: &str,
        scope: &str,
        erasing: &Erasing,
    ) -> Result<u64> {
        let patch = Patch {
            f: erasing.fields(),
            ..Patch::default()
        };
        let (op, body) = self.operation(table, id, scope, kind::ERASE, patch)?;
        self.queue(&op, body)?;
        Ok(op.q)
    }
}

/// What is shown of a record: its values; for a person who was erased, a name that says so.
pub(crate) fn values(table: &str, state: &RowState) -> Fields {
    let mut values = state.values();
    if state.is_erased() && table == catalogue::BENEFICIARY.name {
        values.insert("last_name".to_owned(), crate::erasure::GONE.into());
    }
    values
}

/// What was erased is not written again: a text that would say it is refused in words, an empty one
/// is not written.
pub(super) fn refuse_erased(today: &RowState, patch: &mut Patch) -> Result<()> {
    let gone: Vec<String> = today.erased_fields().map(str::to_owned).collect();
    let mut errors = Vec::new();
    for name in gone {
        patch.b.remove(&name);
        if patch.f.remove(&name).is_some_and(|value| !value.is_null()) {
            errors.push(FieldError::new(name, RuleCode::Erased));
        }
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(crate::Failure::invalid(errors))
    }
}
