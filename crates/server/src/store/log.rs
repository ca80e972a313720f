//! The log of the protocol over one transaction: the engine decides, this keeps.
//!
//! Over a book that cannot be written the same port serves exchanges that only pull.

use std::collections::{BTreeMap, BTreeSet};

use escale_sync::clock::Hlc;
use escale_sync::merge::RowState;
use escale_sync::op::{Chain, Dot, Op, kind};
use escale_sync::server::{Carried, DeviceHead, Journey, Log, Moved, ScopeHead, Slice, Source};
use escale_sync::wire::{Entry, ErasureTold};

use super::book::{Book, Row, values};
use super::{erasures, moves, quarantine, snapshot};
use crate::{Error, ledger};

/// Lines of the log asked for at once.
const AT_ONCE: i64 = 256;

/// The log, inside a transaction.
pub(crate) struct BookLog<'a> {
    book: &'a Book<'a>,
    /// Time of arrival, for what goes to the quarantine.
    now: u64,
    /// Of a laptop that was shut out.
    pub(super) shut_out: bool,
    scopes: BTreeMap<String, i64>,
    devices: BTreeMap<String, i64>,
}

impl<'a> BookLog<'a> {
    /// Over a transaction.
    pub(crate) fn new(book: &'a Book<'a>, now: u64) -> Self {
        Self {
            book,
            now,
            shut_out: false,
            scopes: BTreeMap::new(),
            devices: BTreeMap::new(),
        }
    }

    fn scope_num(&mut self, scope: &str) -> Result<Option<i64>, Error> {
        number(
            self.book,
            &mut self.scopes,
            "SELECT num FROM scope WHERE id = ?1",
            scope,
        )
    }

    fn known_scope(&mut self, scope: &str) -> Result<i64, Error> {
        self.scope_num(scope)?.ok_or(Error::Unknown("scope"))
    }

    fn device_num(&mut self, device: &str) -> Result<Option<i64>, Error> {
        number(
            self.book,
            &mut self.devices,
            "SELECT num FROM device WHERE id = ?1",
            device,
        )
    }

    fn known_device(&mut self, device: &str) -> Result<i64, Error> {
        self.device_num(device)?.ok_or(Error::Unknown("device"))
    }
}

fn number(
    book: &Book<'_>,
    known: &mut BTreeMap<String, i64>,
    sql: &str,
    id: &str,
) -> Result<Option<i64>, Error> {
    if let Some(num) = known.get(id) {
        return Ok(Some(*num));
    }
    let num = book.one(sql, values![id], |row| row.get(0))?;
    if let Some(num) = num {
        known.insert(id.to_owned(), num);
    }
    Ok(num)
}

fn scope_head(row: &Row<'_>) -> Result<ScopeHead, Error> {
    Ok(ScopeHead {
        head: row.get(0)?,
        sum: u128::from_be_bytes(row.get(1)?),
    })
}

impl Log for BookLog<'_> {
    type Error = Error;

    fn device(&mut self, device: &str) -> Result<DeviceHead, Error> {
        let locking = self.book.locking();
        self.book
            .one(
                &format!(
                    "SELECT last_q, chain, durable_q, last_e FROM device WHERE id = ?1{locking}"
                ),
                values![device],
                |row| {
                    Ok(DeviceHead {
                        last_q: row.get(0)?,
                        chain: Chain(row.get(1)?),
                        durable_q: row.get(2)?,
                        last_e: Hlc(row.get(3)?),
                    })
                },
            )?
            .ok_or(Error::Unknown("device"))
    }

    fn put_device(&mut self, device: &str, head: &DeviceHead) -> Result<(), Error> {
        // Not `durable_q`: only a verified backup raises it.
        self.book.execute(
            "UPDATE device SET last_q = ?2, chain = ?3, last_e = ?4 WHERE id = ?1",
            values![device, head.last_q, &head.chain.0, head.last_e.0],
        )?;
        Ok(())
    }

    fn lock_scopes(
        &mut self,
        scopes: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, ScopeHead>, Error> {
        let locking = self.book.locking();
        let locked = format!("SELECT head, sum FROM scope WHERE id = ?1{locking}");
        let mut heads = BTreeMap::new();
        for scope in scopes {
            let mut head = self.book.one(&locked, values![scope], scope_head)?;
            if head.is_none() {
                self.book.execute(
                    "INSERT INTO scope (id, sum) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                    values![scope, &[0; 16]],
                )?;
                head = self.book.one(&locked, values![scope], scope_head)?;
            }
            heads.insert(scope.clone(), head.ok_or(Error::Unknown("scope"))?);
        }
        Ok(heads)
    }

    fn put_scope(&mut self, scope: &str, head: &ScopeHead) -> Result<(), Error> {
        self.book.execute(
            "UPDATE scope SET head = ?2, sum = ?3 WHERE id = ?1",
            values![scope, head.head, &head.sum.to_be_bytes()],
        )?;
        Ok(())
    }

    fn scope(&mut self, scope: &str) -> Result<ScopeHead, Error> {
        let head = self.book.one(
            "SELECT head, sum FROM scope WHERE id = ?1",
            values![scope],
            scope_head,
        )?;
        Ok(head.unwrap_or_default())
    }

    fn restored_head(&mut self, scope: &str, epoch: &str) -> Result<u64, Error> {
        let head: Option<Option<u64>> = self.book.one(
            "SELECT min(coalesce(epoch_head.head, 0)) FROM epoch
             LEFT JOIN epoch_head ON epoch_head.epoch = epoch.num
                AND epoch_head.scope = (SELECT num FROM scope WHERE id = ?1)
             WHERE epoch.num > (SELECT num FROM epoch WHERE id = ?2)",
            values![scope, epoch],
            |row| row.get(0),
        )?;
        Ok(head.flatten().unwrap_or(0))
    }

    fn stamp_of(&mut self, dot: &Dot) -> Result<Option<Hlc>, Error> {
        let Some(device) = self.device_num(&dot.device)? else {
            return Ok(None);
        };
        self.book.one(
            "SELECT e FROM log WHERE dev = ?1 AND q = ?2 AND moved <> -1",
            values![device, dot.q],
            |row| row.get(0).map(Hlc),
        )
    }

    fn row(&mut self, scope: &str, table: &str, row: &str) -> Result<Option<RowState>, Error> {
        let Some(scope) = self.scope_num(scope)? else {
            return Ok(None);
        };
        self.book.one(
            "SELECT state FROM row WHERE scope = ?1 AND tbl = ?2 AND id = ?3",
            values![scope, table, row],
            |row| serde_json::from_str(row.text(0)?).map_err(|_| Error::Corrupt("row")),
        )
    }

    fn put_row(
        &mut self,
        scope: &str,
        table: &str,
        row: &str,
        state: &RowState,
    ) -> Result<(), Error> {
        let scope = self.known_scope(scope)?;
        let text = serde_json::to_string(state).map_err(|_| Error::Corrupt("row"))?;
        self.book.execute(
            "INSERT INTO row (scope, tbl, id, state, deleted) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (scope, tbl, id)
             DO UPDATE SET state = excluded.state, deleted = excluded.deleted",
            values![scope, table, row, &text, state.deleted()],
        )?;
        Ok(())
    }

    fn append(
        &mut self,
        scope: &str,
        seq: u64,
        e: Hlc,
        device: &str,
        op: &Op,
        idle: bool,
    ) -> Result<(), Error> {
        let (scope, num) = (self.known_scope(scope)?, self.known_device(device)?);
        let entry = Entry::new(seq, e, device, op).map_err(|_| Error::Corrupt("operation"))?;
        let entry = match op.k.as_str() {
            kind::REDACTED => entry.redacted(None, op.emptied_by().unwrap_or_default()),
            _ => entry,
        };
        let body = serde_json::to_string(&entry.op).map_err(|_| Error::Corrupt("operation"))?;
        let (body, moved) = match op.k.as_str() {
            _ if idle => (moves::AWAY_BODY, moves::AWAY),
            kind::MOVE | kind::ERASE => (body.as_str(), moves::MOVE),
            kind::REDACTED => (body.as_str(), erasures::REDACTED),
            _ => (body.as_str(), 0),
        };
        self.book.execute(
            "INSERT INTO log (scope, seq, dev, q, x, e, body, moved)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            values![scope, seq, num, op.q, op.x, e.0, body, moved],
        )?;
        Ok(())
    }

    fn is_shared(&self) -> bool {
        self.book.is_shared()
    }

    fn moved(&mut self, scope: &str, table: &str, row: &str) -> Result<Option<Moved>, Error> {
        moves::get(self.book, scope, table, row)
    }

    fn last_move(&mut self, table: &str, row: &str) -> Result<Hlc, Error> {
        moves::last(self.book, table, row)
    }

    fn put_moved(
        &mut self,
        scope: &str,
        table: &str,
        row: &str,
        moved: &Moved,
    ) -> Result<(), Error> {
        moves::put(self.book, scope, table, row, moved)
    }

    fn silence(&mut self, scope: &str, seq: u64) -> Result<(), Error> {
        let scope = self.known_scope(scope)?;
        moves::empty(self.book, scope, seq.cast_signed())
    }

    fn carry(&mut self, journey: &Journey<'_>, state: &RowState) -> Result<Vec<Entry>, Error> {
        let (from, to) = (
            self.known_scope(journey.from)?,
            self.known_scope(journey.to)?,
        );
        // What leaves a notebook is not to be had from its snapshots either.
        snapshot::forget_snapshots(self.book, journey.from)?;
        let mut dots = Vec::new();
        for dot in state.writes.keys() {
            if let Some(device) = self.device_num(&dot.device)? {
                dots.push((device, dot));
            }
        }
        moves::carry(self.book, (from, to), journey, &dots)
    }

    fn redact(&mut self, carried: &Carried<'_>, dots: &[Dot]) -> Result<(), Error> {
        let mut known = Vec::with_capacity(dots.len());
        for dot in dots {
            if let Some(device) = self.device_num(&dot.device)? {
                known.push((device, dot.q));
            }
        }
        erasures::redact(self.book, &known, carried.only, carried.by)?;
        erasures::redact_apart(self.book, carried)
    }

    fn note_erasure(&mut self, carried: &Carried<'_>) -> Result<(), Error> {
        // Nor may it be had from a snapshot of before.
        snapshot::forget_snapshots(self.book, carried.scope)?;
        // On disk before it is done: an erasure carried out is never missing there.
        ledger::note_erasure(self.book, carried)?;
        erasures::note(self.book, carried)
    }

    fn confirm(
        &mut self,
        device: &str,
        erasure: &str,
        cursors: &BTreeMap<String, u64>,
    ) -> Result<(), Error> {
        let num = self.known_device(device)?;
        erasures::confirm(self.book, num, erasure, cursors, self.now)
    }

    fn erasures(&mut self, scope: &str) -> Result<Vec<ErasureTold>, Error> {
        erasures::told(self.book, scope)
    }

    fn quarantine(&mut self, device: &str, op: &Op, why: &str) -> Result<String, Error> {
        let num = self.known_device(device)?;
        quarantine::add(self.book, num, op, (why, self.shut_out), self.now)
    }

    fn page(
        &mut self,
        scope: &str,
        after: u64,
        ops: usize,
        bytes: usize,
        reader: &str,
    ) -> Result<Slice, Error> {
        let Some(scope) = self.scope_num(scope)? else {
            return Ok(Slice::default());
        };
        // A cursor no log can reach reads nothing.
        let Ok(mut after) = i64::try_from(after) else {
            return Ok(Slice::default());
        };
        let mut slice = Slice::default();
        let (mut size, mut last, mut ended) = (0, None, false);
        while !ended {
            let known = slice.entries.len();
            self.book.each(
                "SELECT log.seq, log.e, log.q, log.x, log.dev, device.id, log.body, log.moved
                 FROM log JOIN device ON device.num = log.dev
                 WHERE log.scope = ?1 AND log.seq > ?2 ORDER BY log.seq LIMIT ?3",
                values![scope, after, AT_ONCE],
                |row| {
                    let moved: i64 = row.get(7)?;
                    let transaction: (i64, i64) = if moved > 0 {
                        (-1, moved)
                    } else {
                        (row.get(4)?, row.get(3)?)
                    };
                    let full = slice.entries.len() >= ops || size >= bytes;
                    ended = full && last != Some(transaction);
                    if ended {
                        return Ok(false);
                    }
                    last = Some(transaction);
                    let device = row.text(5)?;
                    let mut entry = Entry {
                        seq: row.get(0)?,
                        e: Hlc(row.get(1)?),
                        dev: None,
                        q: row.get(2)?,
                        op: BTreeMap::new(),
                    };
                    size += 64;
                    let whole = !matches!(moved, 0 | moves::AWAY | erasures::REDACTED);
                    if device != reader || whole {
                        entry.dev = Some(device.to_owned());
                    }
                    if device != reader || moved != 0 {
                        let body = row.text(6)?;
                        size += body.len();
                        entry.op =
                            serde_json::from_str(body).map_err(|_| Error::Corrupt("operation"))?;
                    }
                    slice.entries.push(entry);
                    Ok(true)
                },
            )?;
            if let Some(entry) = slice.entries.last() {
                after = entry.seq.cast_signed();
            }
            ended |= slice.entries.len() - known < AT_ONCE as usize;
        }
        Ok(slice)
    }
}

impl Source for BookLog<'_> {
    fn each_row(
        &mut self,
        scope: &str,
        each: &mut dyn FnMut(&str, &str, &RowState),
    ) -> Result<(), Error> {
        let Some(scope) = self.scope_num(scope)? else {
            return Ok(());
        };
        let (mut table, mut id) = (String::new(), String::new());
        loop {
            let mut last = None;
            self.book.each(
                "SELECT tbl, id, state FROM row
                 WHERE scope = ?1 AND (tbl > ?2 OR (tbl = ?2 AND id > ?3))
                 ORDER BY tbl, id LIMIT ?4",
                values![scope, &table, &id, AT_ONCE],
                |row| {
                    let (table, id) = (row.text(0)?, row.text(1)?);
                    let state: RowState =
                        serde_json::from_str(row.text(2)?).map_err(|_| Error::Corrupt("row"))?;
                    each(table, id, &state);
                    last = Some((table.to_owned(), id.to_owned()));
                    Ok(true)
                },
            )?;
            match last {
                Some(last) => (table, id) = last,
                None => return Ok(()),
            }
        }
    }

    fn written(&mut self, scope: &str, state: &RowState) -> Result<Vec<Entry>, Error> {
        let Some(scope) = self.scope_num(scope)? else {
            return Ok(Vec::new());
        };
        let mut found = Vec::with_capacity(state.writes.len());
        for dot in state.writes.keys() {
            let Some(device) = self.device_num(&dot.device)? else {
                continue;
            };
            let one = self.book.one(
                "SELECT seq, e, body FROM log
                 WHERE dev = ?1 AND q = ?2 AND moved <> -1 AND scope = ?3",
                values![device, dot.q, scope],
                |row| {
                    Ok(Entry {
                        seq: row.get(0)?,
                        e: Hlc(row.get(1)?),
                        dev: Some(dot.device.clone()),
                        q: dot.q,
                        op: operation(row.text(2)?)?,
                    })
                },
            )?;
            found.extend(one);
        }
        found.sort_by_key(|entry| entry.seq);
        Ok(found)
    }

    fn each_entry(&mut self, scope: &str, each: &mut dyn FnMut(Entry)) -> Result<(), Error> {
        let Some(scope) = self.scope_num(scope)? else {
            return Ok(());
        };
        let mut after = 0_u64;
        loop {
            let mut last = None;
            self.book.each(
                "SELECT log.seq, log.e, device.id, log.q, log.body
                 FROM log JOIN device ON device.num = log.dev
                 WHERE log.scope = ?1 AND log.seq > ?2 ORDER BY log.seq LIMIT ?3",
                values![scope, after, AT_ONCE],
                |row| {
                    let seq: u64 = row.get(0)?;
                    last = Some(seq);
                    each(Entry {
                        seq,
                        e: Hlc(row.get(1)?),
                        dev: Some(row.get(2)?),
                        q: row.get(3)?,
                        op: operation(row.text(4)?)?,
                    });
                    Ok(true)
                },
            )?;
            match last {
                Some(last) => after = last,
                None => return Ok(()),
            }
        }
    }
}

/// An operation as the log keeps it.
fn operation(body: &str) -> Result<BTreeMap<String, serde_json::Value>, Error> {
    serde_json::from_str(body).map_err(|_| Error::Corrupt("operation"))
}
