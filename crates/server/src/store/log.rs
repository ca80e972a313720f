//! The log of the protocol over one transaction: the engine decides, this keeps.
//!
//! SQLite has one writer, so the locks the engine asks for are those of the transaction. Over a
//! reading connection the same port serves exchanges that only pull.

use std::collections::{BTreeMap, BTreeSet};

use escale_sync::clock::Hlc;
use escale_sync::merge::RowState;
use escale_sync::op::{Chain, Dot, Op, kind};
use escale_sync::server::{DeviceHead, Journey, Log, Moved, ScopeHead, Slice};
use escale_sync::wire::Entry;
use rusqlite::{Connection, OptionalExtension, params};

use super::moves;
use crate::Error;

/// The log, inside a transaction.
pub(crate) struct SqliteLog<'a> {
    connection: &'a Connection,
    /// Time of arrival, for what goes to the quarantine.
    now: u64,
    scopes: BTreeMap<String, i64>,
    devices: BTreeMap<String, i64>,
}

impl<'a> SqliteLog<'a> {
    /// Over the transaction that `connection` is in.
    pub(crate) fn new(connection: &'a Connection, now: u64) -> Self {
        Self {
            connection,
            now,
            scopes: BTreeMap::new(),
            devices: BTreeMap::new(),
        }
    }

    fn scope_num(&mut self, scope: &str) -> Result<Option<i64>, Error> {
        number(
            self.connection,
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
            self.connection,
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
    connection: &Connection,
    known: &mut BTreeMap<String, i64>,
    sql: &str,
    id: &str,
) -> Result<Option<i64>, Error> {
    if let Some(num) = known.get(id) {
        return Ok(Some(*num));
    }
    let num = connection
        .prepare_cached(sql)?
        .query_row([id], |row| row.get(0))
        .optional()?;
    if let Some(num) = num {
        known.insert(id.to_owned(), num);
    }
    Ok(num)
}

impl Log for SqliteLog<'_> {
    type Error = Error;

    fn device(&mut self, device: &str) -> Result<DeviceHead, Error> {
        self.connection
            .prepare_cached("SELECT last_q, chain, durable_q, last_e FROM device WHERE id = ?1")?
            .query_row([device], |row| {
                Ok(DeviceHead {
                    last_q: row.get::<_, i64>(0)?.cast_unsigned(),
                    chain: Chain(row.get(1)?),
                    durable_q: row.get::<_, i64>(2)?.cast_unsigned(),
                    last_e: Hlc(row.get::<_, i64>(3)?.cast_unsigned()),
                })
            })
            .optional()?
            .ok_or(Error::Unknown("device"))
    }

    fn put_device(&mut self, device: &str, head: &DeviceHead) -> Result<(), Error> {
        // Not `durable_q`: only a verified backup raises it.
        self.connection
            .prepare_cached("UPDATE device SET last_q = ?2, chain = ?3, last_e = ?4 WHERE id = ?1")?
            .execute(params![
                device,
                head.last_q.cast_signed(),
                head.chain.0,
                head.last_e.0.cast_signed()
            ])?;
        Ok(())
    }

    fn lock_scopes(
        &mut self,
        scopes: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, ScopeHead>, Error> {
        let mut heads = BTreeMap::new();
        for scope in scopes {
            self.connection
                .prepare_cached("INSERT OR IGNORE INTO scope (id, sum) VALUES (?1, zeroblob(16))")?
                .execute([scope])?;
            heads.insert(scope.clone(), self.scope(scope)?);
        }
        Ok(heads)
    }

    fn put_scope(&mut self, scope: &str, head: &ScopeHead) -> Result<(), Error> {
        self.connection
            .prepare_cached("UPDATE scope SET head = ?2, sum = ?3 WHERE id = ?1")?
            .execute(params![
                scope,
                head.head.cast_signed(),
                head.sum.to_be_bytes()
            ])?;
        Ok(())
    }

    fn scope(&mut self, scope: &str) -> Result<ScopeHead, Error> {
        Ok(self
            .connection
            .prepare_cached("SELECT head, sum FROM scope WHERE id = ?1")?
            .query_row([scope], |row| {
                Ok(ScopeHead {
                    head: row.get::<_, i64>(0)?.cast_unsigned(),
                    sum: u128::from_be_bytes(row.get(1)?),
                })
            })
            .optional()?
            .unwrap_or_default())
    }

    fn restored_head(&mut self, scope: &str, epoch: &str) -> Result<u64, Error> {
        let head: Option<i64> = self.connection.query_row(
            "SELECT min(coalesce(epoch_head.head, 0)) FROM epoch
             LEFT JOIN epoch_head ON epoch_head.epoch = epoch.num
                AND epoch_head.scope = (SELECT num FROM scope WHERE id = ?1)
             WHERE epoch.num > (SELECT num FROM epoch WHERE id = ?2)",
            params![scope, epoch],
            |row| row.get(0),
        )?;
        Ok(head.unwrap_or(0).cast_unsigned())
    }

    fn stamp_of(&mut self, dot: &Dot) -> Result<Option<Hlc>, Error> {
        let Some(device) = self.device_num(&dot.device)? else {
            return Ok(None);
        };
        Ok(self
            .connection
            .prepare_cached("SELECT e FROM log WHERE dev = ?1 AND q = ?2 AND moved <> -1")?
            .query_row(params![device, dot.q.cast_signed()], |row| {
                row.get::<_, i64>(0)
            })
            .optional()?
            .map(|e| Hlc(e.cast_unsigned())))
    }

    fn row(&mut self, scope: &str, table: &str, row: &str) -> Result<Option<RowState>, Error> {
        let Some(scope) = self.scope_num(scope)? else {
            return Ok(None);
        };
        let state: Option<String> = self
            .connection
            .prepare_cached("SELECT state FROM row WHERE scope = ?1 AND tbl = ?2 AND id = ?3")?
            .query_row(params![scope, table, row], |row| row.get(0))
            .optional()?;
        state
            .map(|state| serde_json::from_str(&state).map_err(|_| Error::Corrupt("row")))
            .transpose()
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
        self.connection
            .prepare_cached(
                "INSERT INTO row (scope, tbl, id, state, deleted) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT DO UPDATE SET state = excluded.state, deleted = excluded.deleted",
            )?
            .execute(params![scope, table, row, text, state.deleted()])?;
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
        let body = serde_json::to_string(&entry.op).map_err(|_| Error::Corrupt("operation"))?;
        let (body, moved) = match op.k.as_str() {
            _ if idle => (moves::AWAY_BODY, moves::AWAY),
            kind::MOVE => (body.as_str(), moves::MOVE),
            _ => (body.as_str(), 0),
        };
        self.connection
            .prepare_cached("INSERT INTO log (scope, seq, dev, q, x, e, body, moved) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?
            .execute(params![
                scope,
                seq.cast_signed(),
                num,
                op.q.cast_signed(),
                op.x.cast_signed(),
                e.0.cast_signed(),
                body,
                moved
            ])?;
        Ok(())
    }

    fn moved(&mut self, scope: &str, table: &str, row: &str) -> Result<Option<Moved>, Error> {
        moves::get(self.connection, scope, table, row)
    }

    fn last_move(&mut self, table: &str, row: &str) -> Result<Hlc, Error> {
        moves::last(self.connection, table, row)
    }

    fn put_moved(
        &mut self,
        scope: &str,
        table: &str,
        row: &str,
        moved: &Moved,
    ) -> Result<(), Error> {
        moves::put(self.connection, scope, table, row, moved)
    }

    fn silence(&mut self, scope: &str, seq: u64) -> Result<(), Error> {
        let scope = self.known_scope(scope)?;
        moves::empty(self.connection, scope, seq.cast_signed())
    }

    fn carry(&mut self, journey: &Journey<'_>, state: &RowState) -> Result<Vec<Entry>, Error> {
        let (from, to) = (
            self.known_scope(journey.from)?,
            self.known_scope(journey.to)?,
        );
        let mut dots = Vec::new();
        for dot in state.writes.keys() {
            if let Some(device) = self.device_num(&dot.device)? {
                dots.push((device, dot));
            }
        }
        moves::carry(self.connection, (from, to), journey, &dots)
    }

    fn quarantine(&mut self, device: &str, op: &Op, why: &str) -> Result<String, Error> {
        let num = self.known_device(device)?;
        let ticket = uuid::Uuid::now_v7().to_string();
        let body = serde_json::to_string(op).map_err(|_| Error::Corrupt("operation"))?;
        self.connection.execute(
            "INSERT INTO quarantine (ticket, dev, q, scope, why, body, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            params![ticket, num, op.q.cast_signed(), op.s, why, body, self.now.cast_signed()],
        )?;
        Ok(ticket)
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
        let Ok(after) = i64::try_from(after) else {
            return Ok(Slice::default());
        };
        let mut statement = self.connection.prepare_cached(
            "SELECT log.seq, log.e, log.q, log.x, log.dev, device.id, log.body, log.moved
             FROM log JOIN device ON device.num = log.dev
             WHERE log.scope = ?1 AND log.seq > ?2 ORDER BY log.seq",
        )?;
        let mut rows = statement.query(params![scope, after])?;
        let mut slice = Slice::default();
        let (mut size, mut last) = (0, None);
        while let Some(row) = rows.next()? {
            let moved: i64 = row.get(7)?;
            let transaction: (i64, i64) = if moved > 0 {
                (-1, moved)
            } else {
                (row.get(4)?, row.get(3)?)
            };
            let full = slice.entries.len() >= ops || size >= bytes;
            if full && last != Some(transaction) {
                break;
            }
            last = Some(transaction);
            let device = row.get_ref(5)?.as_str().map_err(rusqlite::Error::from)?;
            let mut entry = Entry {
                seq: row.get::<_, i64>(0)?.cast_unsigned(),
                e: Hlc(row.get::<_, i64>(1)?.cast_unsigned()),
                dev: None,
                q: row.get::<_, i64>(2)?.cast_unsigned(),
                op: BTreeMap::new(),
            };
            size += 64;
            let whole = moved != 0 && moved != moves::AWAY;
            if device != reader || whole {
                entry.dev = Some(device.to_owned());
            }
            if device != reader || moved != 0 {
                let body = row.get_ref(6)?.as_str().map_err(rusqlite::Error::from)?;
                size += body.len();
                entry.op = serde_json::from_str(body).map_err(|_| Error::Corrupt("operation"))?;
            }
            slice.entries.push(entry);
        }
        Ok(slice)
    }
}
