//! A TaskChampion replica for `make peers`: one process is one device, told what to do by lines of
//! JSON (tests/peers/run.py).

use std::collections::BTreeMap;
use std::io::{BufRead as _, Write as _};
use std::time::Instant;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use taskchampion::storage::AccessMode;
use taskchampion::{
    Operation, Operations, Replica, Server, ServerConfig, SqliteStorage, Status, Uuid,
};

struct Device {
    replica: Replica<SqliteStorage>,
    server: Box<dyn Server>,
}

/// One account, as its documentation has it: replicas of one person share the identifier.
const CLIENT: Uuid = Uuid::from_u128(0x6d1c_5d0e_0bb4_4a2f_9a57_1d2c_71f3_0a11);

async fn open(asked: &Value) -> Result<Device> {
    let folder = asked["folder"].as_str().context("which folder?")?;
    let url = asked["url"].as_str().context("which server?")?;
    let storage = SqliteStorage::new(folder, AccessMode::ReadWrite, true).await?;
    let config = ServerConfig::Remote {
        url: url.to_owned(),
        client_id: CLIENT,
        encryption_secret: b"a secret of nobody, for loopback".to_vec(),
    };
    Ok(Device {
        replica: Replica::new(storage),
        server: config.into_server().await?,
    })
}

impl Device {
    async fn add(&mut self, asked: &Value) -> Result<Value> {
        for record in asked["records"].as_array().context("no records")? {
            let mut ops = Operations::new();
            let text = |name: &str| record[name].as_str().unwrap_or_default().to_owned();
            let mut task = self
                .replica
                .create_task(text("id").parse()?, &mut ops)
                .await?;
            task.set_description(text("notes"), &mut ops)?;
            task.set_status(Status::Pending, &mut ops)?;
            for name in ["date", "minutes", "theme", "n"] {
                let value = match &record[name] {
                    Value::String(text) => text.clone(),
                    other => other.to_string(),
                };
                task.set_value(name, Some(value), &mut ops)?;
            }
            self.replica.commit_operations(ops).await?;
        }
        Ok(json!({}))
    }

    async fn edit(&mut self, asked: &Value) -> Result<Value> {
        for change in asked["changes"].as_array().context("no changes")? {
            let id: Uuid = change["id"].as_str().context("which?")?.parse()?;
            let mut ops = Operations::new();
            let mut task = self.replica.get_task(id).await?.context("no such task")?;
            match change["field"].as_str() {
                Some("minutes") => {
                    task.set_value("minutes", Some(change["value"].to_string()), &mut ops)?;
                }
                _ => {
                    let text = change["value"].as_str().unwrap_or_default();
                    task.set_description(text.to_owned(), &mut ops)?;
                }
            }
            self.replica.commit_operations(ops).await?;
        }
        Ok(json!({}))
    }

    async fn look(&mut self) -> Result<Value> {
        let mut records = BTreeMap::new();
        let tasks = self.replica.all_tasks().await?;
        for (id, task) in &tasks {
            let minutes = task
                .get_value("minutes")
                .and_then(|m| m.parse::<u64>().ok());
            let mut kept = Vec::new();
            for operation in self.replica.get_task_operations(*id).await? {
                if let Operation::Update {
                    value, old_value, ..
                } = operation
                {
                    kept.extend(old_value.into_iter().chain(value));
                }
            }
            records.insert(
                task.get_value("n").unwrap_or_default().to_owned(),
                json!({
                    "shown": {"notes": task.get_description(), "minutes": minutes},
                    "kept": kept,
                }),
            );
        }
        Ok(json!({"count": tasks.len(), "records": records}))
    }

    async fn sync(&mut self) -> Result<Value> {
        let began = Instant::now();
        self.replica.sync(&mut self.server, false).await?;
        Ok(json!({"seconds": began.elapsed().as_secs_f64()}))
    }
}

async fn answer(device: &mut Option<Device>, asked: &Value) -> Result<Value> {
    let what = asked["do"].as_str().context("what?")?;
    if what == "open" {
        *device = Some(open(asked).await?);
        return Ok(json!({}));
    }
    let device = device.as_mut().context("not open")?;
    match what {
        "add" => device.add(asked).await,
        "edit" => device.edit(asked).await,
        "sync" => device.sync().await,
        "look" => device.look().await,
        other => anyhow::bail!("unknown: {other}"),
    }
}

fn main() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let mut device = None;
    for line in std::io::stdin().lock().lines() {
        let asked: Value = serde_json::from_str(&line?)?;
        if asked["do"] == "end" {
            break;
        }
        let answer = match runtime.block_on(answer(&mut device, &asked)) {
            Ok(answer) => answer,
            Err(error) => json!({"error": format!("{error:#}")}),
        };
        let mut out = std::io::stdout().lock();
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}
