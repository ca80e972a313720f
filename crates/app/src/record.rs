//! The one way a change becomes an operation: rows, merge state, outbox, chain, clock, sums and
//! history, in the transaction of the notebook that the caller opened.

use std::collections::BTreeMap;

use escale_domain::catalogue::{self, Class, Kind};
use escale_domain::vocabulary;
use escale_store::sync::{HistoryRow, OutboxRow};
use escale_store::{Reader, RecordRow, Tx};
use escale_sync::SCHEMA;
use escale_sync::author::{self, Patch};
use escale_sync::merge::{Applied, RowState};
use escale_sync::op::{Base, Dot, Op, TO, kind};
use serde_json::Value;

use crate::api::failure::FailureCode;
use crate::open::Open;
use crate::pen::{self, Pen};
use crate::{App, Failure, Ports, Result, time};

mod erased;

use erased::refuse_erased;
pub(crate) use erased::values;

/// Values of a row or a form, by wire name.
pub(crate) type Fields = BTreeMap<String, Value>;

/// The merge state of a row, if it exists.
pub(crate) fn state(reader: &Reader<'_>, table: &str, id: &str) -> Result<Option<RowState>> {
    Ok(match reader.record(table, id)? {
        Some(record) => Some(serde_json::from_str(&record.state)?),
        None => None,
    })
}

/// The state of a row as a form hands it back with its save (`version`).
pub(crate) fn version(reader: &Reader<'_>, table: &str, id: &str) -> Result<String> {
    Ok(reader
        .record(table, id)?
        .map(|record| record.state)
        .unwrap_or_default())
}

/// The state a form was opened from.
pub(crate) fn seen(version: Option<&str>) -> Result<Option<RowState>> {
    Ok(match version {
        Some(version) => Some(serde_json::from_str(version)?),
        None => None,
    })
}

/// Writes a merge state with everything derived from it.
pub(crate) fn put_state(
    tx: &mut Tx<'_>,
    scope: &str,
    table: &str,
    id: &str,
    state: &RowState,
    applied: &Applied,
    now_ms: i64,
) -> Result<()> {
    let (first, last) = state.span();
    let signed = |ms: u64| i64::try_from(ms).unwrap_or(i64::MAX);
    let row = RecordRow {
        table: table.to_owned(),
        id: id.to_owned(),
        scope: scope.to_owned(),
        deleted: state.deleted(),
        state: serde_json::to_string(state)?,
        recorded_at_ms: signed(first.ms()),
        changed_at_ms: signed(last.ms()),
        conflict: conflicts(table, state),
    };
    tx.put_record(&row, &values(table, state))?;
    for old in &applied.superseded {
        tx.push_history(&HistoryRow {
            table: table.to_owned(),
            row: id.to_owned(),
            field: old.field.clone(),
            value: old.value.to_string(),
            dot: old.dot.to_string(),
            stamp: old.e.0,
            author: old.author.clone(),
            superseded_by: old.by.to_string(),
            at_ms: now_ms,
        })?;
    }
    Ok(())
}

/// Fields a person has to look at: sensitive or prose, with several values standing.
pub(crate) fn conflicts(table: &str, state: &RowState) -> Vec<String> {
    let matters = |name: &str| {
        catalogue::table(table)
            .and_then(|table| table.field(name))
            .is_some_and(|field| matches!(field.class, Class::Sensitive | Class::Prose))
    };
    state
        .disputed()
        .into_iter()
        .filter(|name| matters(name))
        .map(str::to_owned)
        .collect()
}

/// Whether this version knows what a value of a closed list means.
fn known(table: &str, field: &str, value: &str) -> bool {
    use vocabulary as v;
    match (table, field) {
        ("session", "kind") => v::SessionKind::from_value(value).is_some(),
        ("session", "place_kind") => v::PlaceKind::from_value(value).is_some(),
        ("session", "materials") => v::Material::from_value(value).is_some(),
        ("session", "themes") => v::Theme::from_value(value).is_some(),
        ("session", "level") => v::WorkshopLevel::from_value(value).is_some(),
        ("beneficiary", "gender") => v::Gender::from_value(value).is_some(),
        ("beneficiary", "age_band") => v::AgeBand::from_value(value).is_some(),
        ("beneficiary", "status") => v::SocialStatus::from_value(value).is_some(),
        ("outcome", "autonomy") => v::Autonomy::from_value(value).is_some(),
        ("outcome", "procedure_state") => v::ProcedureState::from_value(value).is_some(),
        ("outcome", "redirection") => v::Redirection::from_value(value).is_some(),
        ("goal" | "procedure", "theme") => v::Theme::from_value(value).is_some(),
        ("referral", "redirection") => v::Redirection::from_value(value).is_some(),
        ("mandate", "kind") => v::MandateKind::from_value(value).is_some(),
        ("pix_result", "kind") => v::PixKind::from_value(value).is_some(),
        ("needs_assessment", "beneficiary" | "date" | "notes") => true,
        ("needs_assessment", _) => v::BasicLevel::from_value(value).is_some(),
        ("stop", "weekdays") => v::Weekday::from_value(value).is_some(),
        ("stop_change", "kind") => v::StopChangeKind::from_value(value).is_some(),
        ("workshop" | "outline", "level") => v::WorkshopLevel::from_value(value).is_some(),
        ("workshop" | "outline", "themes") => v::Theme::from_value(value).is_some(),
        ("place", "typologies") => v::Typology::from_value(value).is_some(),
        ("place", "services") => v::Service::from_value(value).is_some(),
        ("place", "publics") => v::Public::from_value(value).is_some(),
        ("place", "special_care") => v::SpecialCare::from_value(value).is_some(),
        ("place", "fees") => v::Fee::from_value(value).is_some(),
        ("place", "programmes") => v::Programme::from_value(value).is_some(),
        ("place", "labels") => v::TrainingLabel::from_value(value).is_some(),
        ("place", "access_modes") => v::AccessMode::from_value(value).is_some(),
        ("place", "support_modes") => v::SupportMode::from_value(value).is_some(),
        ("territory", "themes") => v::Theme::from_value(value).is_some(),
        _ => true,
    }
}

/// Adds to a form what a newer version wrote and this one could not show: a choice that the
/// person never saw must not be taken away by saving.
fn keep_unknown(table: &str, seen: &RowState, wanted: &mut Fields) {
    let values = seen.values();
    for field in catalogue::table(table)
        .map(|table| table.fields)
        .unwrap_or_default()
    {
        match (values.get(field.name), field.kind) {
            (Some(Value::String(value)), Kind::Text) if !known(table, field.name, value) => {
                wanted
                    .entry(field.name.to_owned())
                    .or_insert_with(|| Value::String(value.clone()));
            }
            (Some(Value::Array(elements)), Kind::Strings) => {
                let unknown = elements
                    .iter()
                    .filter(|e| e.as_str().is_some_and(|e| !known(table, field.name, e)));
                let mut unknown = unknown.cloned().peekable();
                if unknown.peek().is_some()
                    && let Value::Array(list) = wanted
                        .entry(field.name.to_owned())
                        .or_insert_with(|| Value::Array(Vec::new()))
                {
                    list.extend(unknown);
                }
            }
            _ => {}
        }
    }
}

/// Writes the operations of one transaction.
pub(crate) struct Author<'a, 'c> {
    pub(crate) tx: &'a mut Tx<'c>,
    open: &'a Open,
    /// This device.
    device: String,
    ports: &'a Ports,
    pen: Pen,
    /// Changes of the sums of the scopes touched.
    sums: BTreeMap<String, u128>,
    wrote: bool,
    /// A file came out of the corbeille: what hung on it may be with another one.
    unsettled: bool,
}

impl Author<'_, '_> {
    /// Brings a row to `wanted` (the whole form; what it leaves out is cleared). `seen` is the
    /// state the person had before her eyes; today's when absent. Whether anything changed.
    pub(crate) fn put(
        &mut self,
        table: &str,
        id: &str,
        scope: &str,
        mut wanted: Fields,
        seen: Option<&RowState>,
    ) -> Result<bool> {
        let today = state(self.tx, table, id)?;
        let seen = seen.or(today.as_ref());
        if let Some(seen) = seen {
            keep_unknown(table, seen, &mut wanted);
        }
        let Some(mut patch) = author::patch(table, seen, &wanted) else {
            return Ok(false);
        };
        if let Some(today) = &today {
            refuse_erased(today, &mut patch)?;
        }
        if patch.f.is_empty() {
            return Ok(false);
        }
        self.issue(table, id, scope, kind::PUT, patch, today)?;
        Ok(true)
    }

    /// Writes a row that does not exist: its identifier was just made, or derives from one that
    /// was.
    pub(crate) fn create(
        &mut self,
        table: &str,
        id: &str,
        scope: &str,
        wanted: &Fields,
    ) -> Result<()> {
        match author::patch(table, None, wanted) {
            Some(patch) => self.issue(table, id, scope, kind::PUT, patch, None),
            None => Ok(()),
        }
    }

    /// Changes these fields of an existing row and no other; null empties one. Whether anything
    /// changed.
    pub(crate) fn amend(
        &mut self,
        table: &str,
        id: &str,
        changes: Fields,
        seen: Option<&RowState>,
    ) -> Result<bool> {
        let record = self
            .tx
            .record(table, id)?
            .ok_or_else(crate::failure::not_found)?;
        let mut wanted = match seen {
            Some(seen) => seen.values(),
            None => serde_json::from_str::<RowState>(&record.state)?.values(),
        };
        wanted.extend(changes);
        wanted.retain(|_, value| !value.is_null());
        self.put(table, id, &record.scope, wanted, seen)
    }

    /// The row a form is saved to: a new identifier, or an existing row. One that somebody put in
    /// the corbeille while the form was open is taken out of it: whoever is told "recorded" must
    /// find it again.
    pub(crate) fn row_to_save(&mut self, table: &str, id: Option<&str>) -> Result<String> {
        let Some(id) = id else {
            return Ok(time::id(self.ports));
        };
        self.tx
            .record(table, id)?
            .ok_or_else(crate::failure::not_found)?;
        self.restore(table, id)?;
        Ok(id.to_owned())
    }

    /// Puts a row in the corbeille. Whether it was not there already.
    pub(crate) fn delete(&mut self, table: &str, id: &str) -> Result<bool> {
        self.move_row(table, id, kind::DEL, true)
    }

    /// Takes a row out of the corbeille. Whether it was there.
    pub(crate) fn restore(&mut self, table: &str, id: &str) -> Result<bool> {
        self.move_row(table, id, kind::UNDEL, false)
    }

    /// Writes a value and closes the heads `seen`, no other.
    pub(crate) fn resolve(
        &mut self,
        table: &str,
        id: &str,
        field: &str,
        value: Value,
        seen: Vec<Dot>,
    ) -> Result<()> {
        let record = self
            .tx
            .record(table, id)?
            .ok_or_else(crate::failure::not_found)?;
        let today: RowState = serde_json::from_str(&record.state)?;
        let mut patch = Patch::default();
        patch.f.insert(field.to_owned(), value);
        if let Some(base) = Base::from_dots(seen) {
            patch.b.insert(field.to_owned(), base);
        }
        self.issue(table, id, &record.scope, kind::RESOLVE, patch, Some(today))
    }

    fn move_row(&mut self, table: &str, id: &str, kind: &str, to_corbeille: bool) -> Result<bool> {
        let Some(record) = self.tx.record(table, id)? else {
            return Ok(false);
        };
        let today: RowState = serde_json::from_str(&record.state)?;
        if today.deleted() == to_corbeille || today.is_erased() {
            return Ok(false);
        }
        self.unsettled |= table == catalogue::BENEFICIARY.name && !to_corbeille;
        let patch = author::corbeille(&today);
        self.issue(table, id, &record.scope, kind, patch, Some(today))?;
        Ok(true)
    }

    fn issue(
        &mut self,
        table: &str,
        id: &str,
        scope: &str,
        kind: &str,
        patch: Patch,
        today: Option<RowState>,
    ) -> Result<()> {
        if today.as_ref().is_some_and(RowState::is_erased) {
            return Err(crate::failure::not_found());
        }
        let (op, body) = self.operation(table, id, scope, kind, patch)?;
        let stamp = op.h;
        let mut state = today.unwrap_or_default();
        let before = state.sum(table, id);
        let applied = state.apply(&self.device, &op, stamp);
        let sum = self.sums.entry(scope.to_owned()).or_default();
        *sum = sum.wrapping_sub(before).wrapping_add(state.sum(table, id));
        let now_ms = time::now_ms(self.ports);
        put_state(self.tx, scope, table, id, &state, &applied, now_ms)?;
        self.queue(&op, body)
    }

    /// Asks for a row to go to another scope: it stays here until the server has done it. `kept`
    /// may stay known of it here. The number of the operation.
    pub(crate) fn move_out(
        &mut self,
        table: &str,
        id: &str,
        to: &str,
        mut kept: Fields,
    ) -> Result<u64> {
        let record = self
            .tx
            .record(table, id)?
            .ok_or_else(crate::failure::not_found)?;
        kept.insert(TO.to_owned(), Value::from(to));
        let patch = Patch {
            f: kept,
            ..Patch::default()
        };
        let (op, body) = self.operation(table, id, &record.scope, kind::MOVE, patch)?;
        self.queue(&op, body)?;
        Ok(op.q)
    }

    /// Now, Unix milliseconds.
    pub(crate) fn now_ms(&self) -> i64 {
        time::now_ms(self.ports)
    }

    /// The next operation, and its canonical bytes.
    fn operation(
        &mut self,
        table: &str,
        id: &str,
        scope: &str,
        kind: &str,
        patch: Patch,
    ) -> Result<(Op, Vec<u8>)> {
        let op = Op {
            q: self.pen.q,
            x: self.pen.x,
            s: scope.to_owned(),
            t: table.to_owned(),
            r: id.to_owned(),
            k: kind.to_owned(),
            f: patch.f,
            b: patch.b,
            h: self.pen.clock.tick(time::wall_ms(self.ports)),
            v: SCHEMA,
            a: self.open.enrolment.adviser.id.clone(),
            n: time::nonce::<16>(self.ports),
            more: BTreeMap::new(),
        };
        let body = op.canonical()?;
        Ok((op, body))
    }

    /// Puts an operation in the outbox.
    fn queue(&mut self, op: &Op, body: Vec<u8>) -> Result<()> {
        self.pen.chain = self.pen.chain.then(&body);
        self.tx.outbox_push(&OutboxRow {
            q: op.q,
            txn: op.x,
            scope: op.s.clone(),
            table: op.t.clone(),
            row: op.r.clone(),
            body: String::from_utf8_lossy(&body).into_owned(),
            chain: self.pen.chain.0,
            stamp: op.h.0,
            seq: None,
            recorded_at_ms: time::now_ms(self.ports),
        })?;
        self.pen.q += 1;
        self.wrote = true;
        Ok(())
    }

    fn finish(mut self) -> Result<bool> {
        if !self.wrote {
            return Ok(false);
        }
        for (id, change) in self.sums {
            let mut scope = crate::exchange::replica::scope(self.tx, &id)?;
            scope.sum = scope.sum.wrapping_add(change);
            crate::exchange::replica::keep_scope(self.tx, &id, scope)?;
        }
        self.pen.x += 1;
        pen::keep(self.tx, &self.pen)?;
        Ok(true)
    }
}

impl App {
    /// Records a change: one transaction, through the notebook's one door.
    pub(crate) fn record<T>(
        &self,
        open: &Open,
        change: impl FnOnce(&mut Author<'_, '_>) -> Result<T>,
    ) -> Result<T> {
        let (answer, wrote, unsettled) = open.notebook.commit(|tx| {
            // Within the one door: an order to send everything and erase counts on it.
            if open.held().is_some() {
                return Err(Failure::new(FailureCode::Held));
            }
            let mut author = Author {
                pen: pen::pen(tx)?,
                device: crate::open::device(tx)?,
                tx,
                open,
                ports: &self.ports,
                sums: BTreeMap::new(),
                wrote: false,
                unsettled: false,
            };
            let answer = change(&mut author)?;
            let unsettled = author.unsettled;
            Ok::<_, crate::Failure>((answer, author.finish()?, unsettled))
        })?;
        if wrote {
            self.committed();
        }
        if unsettled {
            self.settle_merges();
        }
        Ok(answer)
    }

    /// Puts a row in the corbeille, or takes it out; then tells the screens what changed.
    ///
    /// # Errors
    /// `not_found`, `locked`, `disk_full`.
    pub(crate) fn shelve(
        &self,
        table: &str,
        id: &str,
        to_corbeille: bool,
        tags: &[&str],
    ) -> Result<()> {
        let open = self.open()?;
        self.record(&open, |author| {
            author
                .tx
                .record(table, id)?
                .ok_or_else(crate::failure::not_found)?;
            if to_corbeille {
                author.delete(table, id)
            } else {
                author.restore(table, id)
            }
        })?;
        self.changed(tags);
        Ok(())
    }
}
