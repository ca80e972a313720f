//! A laptop's rows in memory.

use std::collections::BTreeMap;
use std::convert::Infallible;

use escale_sync::client::{OwnOp, Replica, ScopeState};
use escale_sync::clock::Hlc;
use escale_sync::erasure::Erasing;
use escale_sync::merge::{Applied, RowState};
use escale_sync::op::{Dot, Op};
use escale_sync::wire::Entry;

#[derive(Default)]
pub(super) struct MemoryReplica {
    pub(super) rows: BTreeMap<(String, String), RowState>,
    pub(super) scopes: BTreeMap<String, ScopeState>,
    pub(super) parked: usize,
}

impl Replica for MemoryReplica {
    type Error = Infallible;

    fn row(&mut self, table: &str, row: &str) -> Result<Option<RowState>, Infallible> {
        Ok(self.rows.get(&(table.to_owned(), row.to_owned())).cloned())
    }

    fn put_row(
        &mut self,
        _: &str,
        table: &str,
        row: &str,
        state: &RowState,
        _: &Applied,
    ) -> Result<(), Infallible> {
        self.rows
            .insert((table.to_owned(), row.to_owned()), state.clone());
        Ok(())
    }

    fn past(&mut self, _: &str, _: &str) -> Result<Vec<(String, Dot)>, Infallible> {
        Ok(Vec::new())
    }

    fn own(&mut self, _: u64, _: u64, _: Hlc) -> Result<Option<OwnOp>, Infallible> {
        Ok(None)
    }

    fn own_op(&mut self, _: u64) -> Result<Option<Op>, Infallible> {
        Ok(None)
    }

    fn depart(&mut self, _: &str, op: &Op, _: Hlc) -> Result<Option<RowState>, Infallible> {
        Ok(self.rows.remove(&(op.t.clone(), op.r.clone())))
    }

    fn erased(&mut self, _: &Op, _: &Erasing) -> Result<(), Infallible> {
        Ok(())
    }

    fn park(&mut self, _: &str, _: &Entry) -> Result<(), Infallible> {
        self.parked += 1;
        Ok(())
    }

    fn scope(&mut self, scope: &str) -> Result<ScopeState, Infallible> {
        Ok(self.scopes.get(scope).copied().unwrap_or_default())
    }

    fn put_scope(&mut self, scope: &str, state: ScopeState) -> Result<(), Infallible> {
        self.scopes.insert(scope.to_owned(), state);
        Ok(())
    }
}
