//! Escale for `make peers`: laptops and their server in this process, told what to do by lines of
//! JSON, as the devices of the other systems are (tests/peers/run.py).
//!
//! They are the real ones of the kit for tests; the line between them is the runner's, and has no
//! TLS because the other systems have none there.

use std::collections::BTreeMap;
use std::io::{BufRead as _, Write as _};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, Result};
use escale_app::api::conflict::Conflict;
use escale_app::api::history::History;
use escale_domain::vocabulary::Theme;
use escale_testkit::central::Central;
use escale_testkit::clock::World;
use escale_testkit::laptop::Laptop;
use escale_testkit::{folder, forms};
use escale_tests::wire::Wire;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// Everything there is: a server, and the laptops by the name the runner gives them.
struct Stage {
    world: World,
    central: Central,
    adviser: String,
    laptops: BTreeMap<String, Laptop>,
    /// Identifier of each record by its number: the laptops are in one process.
    ids: BTreeMap<u64, String>,
    copy: Option<(TempDir, PathBuf)>,
}

impl Stage {
    fn new() -> Result<Self> {
        let world = World::yesterday();
        let central = Central::start_clear(&world, Central::no_limits())?;
        let team = central.team("Itinérance nord")?;
        let adviser = central.adviser(&team, "Camille Exemple")?;
        Ok(Self {
            world,
            central,
            adviser,
            laptops: BTreeMap::new(),
            ids: BTreeMap::new(),
            copy: None,
        })
    }

    fn laptop(&self, asked: &Value) -> Result<&Laptop> {
        let name = asked["device"].as_str().context("which device?")?;
        self.laptops.get(name).with_context(|| format!("no {name}"))
    }

    fn answer(&mut self, asked: &Value) -> Result<Value> {
        match asked["do"].as_str().context("what?")? {
            "serve" => Ok(json!({"port": self.central.address().port()})),
            "copy" => self.copied(asked["whole"] == true),
            "restore" => self.restored(),
            "open" => self.open(asked),
            "add" => self.add(asked),
            "edit" => self.edit(asked),
            "sync" => self.sync(asked),
            "look" => self.look(asked),
            "pass" => {
                let minutes = asked["minutes"].as_u64().context("how long?")?;
                self.world.pass(minutes);
                Ok(json!({}))
            }
            other => anyhow::bail!("unknown: {other}"),
        }
    }

    /// The server is stopped and its files are copied: its data folder, as a backup of it would
    /// be, or everything it has on the disk, as when a whole machine is rolled back.
    fn copied(&mut self, whole: bool) -> Result<Value> {
        let from = if whole {
            self.central.folder().to_owned()
        } else {
            self.central.data()
        };
        self.central.stop()?;
        let kept = tempfile::tempdir()?;
        folder::copy(&from, kept.path())?;
        self.copy = Some((kept, from));
        self.central.serve()?;
        Ok(json!({}))
    }

    fn restored(&mut self) -> Result<Value> {
        let (kept, place) = self.copy.take().context("no copy")?;
        self.central.stop()?;
        for entry in std::fs::read_dir(&place)? {
            let path = entry?.path();
            if path.is_dir() {
                std::fs::remove_dir_all(path)?;
            } else {
                std::fs::remove_file(path)?;
            }
        }
        folder::copy(kept.path(), &place)?;
        self.central.serve()?;
        Ok(json!({}))
    }

    fn open(&mut self, asked: &Value) -> Result<Value> {
        let name = asked["device"].as_str().context("which device?")?;
        let via: SocketAddr = asked["address"].as_str().context("by where?")?.parse()?;
        let wire = Wire::new(Runtime::new()?)?;
        let laptop = Laptop::new(&self.world)?.with_transport(Arc::new(wire));
        laptop.enrol(&self.central.code(&self.adviser, via)?, name)?;
        self.laptops.insert(name.to_owned(), laptop);
        Ok(json!({}))
    }

    fn add(&mut self, asked: &Value) -> Result<Value> {
        let mut ids = Vec::new();
        {
            let laptop = self.laptop(asked)?;
            for record in asked["records"].as_array().context("no records")? {
                let mut form = forms::anonymous(&laptop.today(), None);
                form.notes = record["notes"].as_str().map(str::to_owned);
                form.duration = record["minutes"].as_u64().and_then(|m| m.try_into().ok());
                let theme = usize::try_from(record["theme"].as_u64().unwrap_or(0))?;
                form.themes = Theme::ALL
                    .iter()
                    .copied()
                    .filter(|theme| !theme.is_administrative())
                    .nth(theme)
                    .into_iter()
                    .collect();
                let id = laptop.save_session(&form)?;
                ids.push((record["n"].as_u64().context("no number")?, id));
                self.world.pass_ms(50_000);
            }
        }
        self.ids.extend(ids);
        Ok(json!({}))
    }

    fn edit(&mut self, asked: &Value) -> Result<Value> {
        let laptop = self.laptop(asked)?;
        for change in asked["changes"].as_array().context("no changes")? {
            let id = self.id(&change["n"])?;
            let file = laptop.open_session(id)?;
            laptop.correct_session(&file, |form| match change["field"].as_str() {
                Some("minutes") => {
                    form.duration = change["value"].as_u64().and_then(|m| m.try_into().ok());
                }
                _ => form.notes = change["value"].as_str().map(str::to_owned),
            })?;
            self.world.pass_ms(1_000);
        }
        Ok(json!({}))
    }

    fn id(&self, number: &Value) -> Result<&String> {
        let number = number.as_u64().context("no number")?;
        self.ids.get(&number).context("an unknown record")
    }

    fn sync(&self, asked: &Value) -> Result<Value> {
        let laptop = self.laptop(asked)?;
        let began = Instant::now();
        let state = if asked["until_quiet"] == true {
            laptop.exchange_until_quiet()?
        } else {
            laptop.exchange()?
        };
        let seconds = began.elapsed().as_secs_f64();
        Ok(
            json!({"seconds": seconds, "waiting": state.pending, "said": format!("{:?}", state.line)}),
        )
    }

    /// What a person finds: what the session shows, and the values that its conflict and its
    /// history offer.
    fn look(&self, asked: &Value) -> Result<Value> {
        let laptop = self.laptop(asked)?;
        let here: Vec<String> = laptop.sessions()?.into_iter().map(|line| line.id).collect();
        let mut records = serde_json::Map::new();
        for (number, id) in self.ids.iter().filter(|(_, id)| here.contains(id)) {
            let file = laptop.open_session(id)?;
            let which = json!({"table": "session", "id": id});
            let conflicts: Vec<Conflict> = laptop.get("conflict_get", &which)?;
            let history: History = laptop.get("history_get", &which)?;
            let fields = history.changes.into_iter().flat_map(|change| change.fields);
            let past = fields.flat_map(|field| [field.before, field.after]);
            let disputed = conflicts.into_iter().flat_map(|one| one.values);
            let kept: Vec<String> = disputed.map(|value| value.words).chain(past).collect();
            let shown = json!({"notes": file.form.notes, "minutes": file.form.duration});
            records.insert(number.to_string(), json!({"shown": shown, "kept": kept}));
        }
        Ok(json!({"count": here.len(), "records": records}))
    }
}

fn main() -> Result<()> {
    let mut stage = Stage::new()?;
    for line in std::io::stdin().lock().lines() {
        let asked: Value = serde_json::from_str(&line?)?;
        if asked["do"] == "end" {
            break;
        }
        let answer = match stage.answer(&asked) {
            Ok(answer) => answer,
            Err(error) => json!({"error": format!("{error:#}")}),
        };
        let mut out = std::io::stdout().lock();
        writeln!(out, "{answer}")?;
        out.flush()?;
    }
    Ok(())
}
