//! Unlocking after a career and reading the day, beside the same on a first day; the keys' own
//! cost (made slow on purpose) left out. Then what checks and backups cost, which wait for no one.

use anyhow::{Result, anyhow};
use escale_domain::passphrase;
use escale_store::Notebook;
use escale_store::slots::Slots;
use escale_testkit::laptop::{Laptop, PASSPHRASE};
use serde_json::Value;

use crate::desk::Desk;
use crate::measure::{Figure, Limit, Samples, Unit, in_turn, ms};

const ROUNDS: usize = 40;

pub(crate) fn run(desk: &Desk) -> Result<Vec<Figure>> {
    let (career, fresh) = (desk.career()?, desk.laptop("opened")?);
    let (ours, first) = in_turn(ROUNDS, |_| open(career), |_| open(&fresh))?;
    let mut figures = vec![
        Figure::new(
            "unlock and read the day, after a career",
            Unit::Ms,
            ours,
            Limit::P99(50.0),
        )
        .beside("first day", first),
    ];
    career.lock()?;
    let folder = career.folder().join("carnet");
    let now = chrono::Utc::now();
    let key = Slots::load(&folder)?.open(
        &passphrase::normalise(PASSPHRASE),
        None,
        now.timestamp_millis(),
    )?;
    let mut raw = Samples::default();
    for _ in 0..ROUNDS {
        raw.push(ms(|| Ok(Notebook::open(&folder, &key, now)?))?);
    }
    figures.push(Figure::new(
        "open the file with its raw key",
        Unit::Ms,
        raw,
        Limit::None,
    ));
    let notebook = Notebook::open(&folder, &key, now)?;
    for (what, act) in [
        (
            "check every page",
            (|notebook, _| Ok(notebook.verify()?)) as fn(&Notebook, _) -> Result<()>,
        ),
        ("back up, checks included", |notebook, now| {
            Ok(notebook.backup(now).map(drop)?)
        }),
    ] {
        let mut samples = Samples::default();
        for _ in 0..3 {
            samples.push(ms(|| act(&notebook, now))?);
        }
        figures.push(Figure::new(what, Unit::Ms, samples, Limit::None));
    }
    let size = std::fs::metadata(folder.join("carnet.db"))?.len();
    figures.push(Figure::new(
        "size of the notebook",
        Unit::Mib,
        Samples::of(size as f64 / 1_048_576.0),
        Limit::None,
    ));
    drop(notebook);
    career.unlock()?;
    Ok(figures)
}

fn open(laptop: &Laptop) -> Result<f64> {
    laptop.lock()?;
    ms(|| {
        laptop.unlock()?;
        laptop
            .ask("today", Value::Null)
            .map_err(|failure| anyhow!("{:?}", failure.code))
    })
}
