//! A notebook in a temporary folder, and records to put in it.
#![allow(dead_code, unreachable_pub)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use escale_store::{Error, Identity, Key, Notebook, Reader, RecordRow, Result};
use serde_json::Value;

pub fn now() -> DateTime<Utc> {
    "2026-11-19T02:26:40Z".parse().unwrap()
}

pub fn text(value: &str) -> Value {
    Value::from(value)
}

pub type Values = BTreeMap<String, Value>;

pub fn record(table: &str, id: &str, fields: &[(&str, Value)]) -> (RecordRow, Values) {
    let values: Values = fields
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect();
    let row = RecordRow {
        table: table.into(),
        id: id.into(),
        scope: "adv:1".into(),
        deleted: false,
        state: serde_json::to_string(&values).unwrap(),
        recorded_at_ms: 1_000,
        changed_at_ms: 1_000,
        conflict: Vec::new(),
    };
    (row, values)
}

pub struct Bench {
    dir: tempfile::TempDir,
    pub key: Key,
    pub notebook: Option<Notebook>,
}

impl Bench {
    pub fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let key = Key::generate().unwrap();
        let identity = Identity {
            db_uuid: "notebook-1".into(),
        };
        let notebook = Notebook::create(dir.path(), &key, &identity).unwrap();
        Self {
            dir,
            key,
            notebook: Some(notebook),
        }
    }

    pub fn folder(&self) -> &Path {
        self.dir.path()
    }

    pub fn database(&self) -> PathBuf {
        self.dir.path().join("carnet.db")
    }

    pub fn close(&mut self) {
        self.notebook = None;
    }

    pub fn open(&mut self) {
        self.notebook = Some(Notebook::open(self.dir.path(), &self.key, now()).unwrap());
    }

    pub fn put(&self, table: &str, id: &str, fields: &[(&str, Value)]) {
        let (row, values) = record(table, id, fields);
        self.put_row(&row, &values);
    }

    pub fn put_row(&self, row: &RecordRow, values: &Values) {
        self.notebook
            .as_ref()
            .unwrap()
            .commit(|tx| tx.put_record(row, values))
            .unwrap();
    }

    pub fn read<T>(&self, look: impl FnOnce(&Reader<'_>) -> Result<T>) -> T {
        self.notebook
            .as_ref()
            .unwrap()
            .read::<T, Error>(look)
            .unwrap()
    }
}
