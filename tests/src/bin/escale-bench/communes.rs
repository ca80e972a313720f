//! Finding one of the thirty-five thousand communes, and the first use of the list.

use std::process::Command;
use std::time::Instant;

use anyhow::{Context as _, Result};
use escale_domain::commune::Communes;

use crate::desk::Desk;
use crate::measure::{Figure, Limit, Samples, Unit, ms};

/// Asks this program for its own first use of the list, which happens once in a process.
pub(crate) const FIRST_USE: &str = "--first-use-of-communes";

const ROUNDS: usize = 30;
const QUERIES: &[&str] = &[
    "s",
    "sa",
    "sai",
    "saint",
    "saint ",
    "saint d",
    "saint-denis",
    "Saint-Denis 974",
    "974 saint-denis",
    "st lo",
    "la",
    "le",
    "les",
    "l'",
    "c",
    "co",
    "cou",
    "coutances",
    "50",
    "502",
    "50200",
    "2a",
    "2A004",
    "750",
    "ourg en bresse",
    "vaucluse fontaine",
    "sur mer saint",
    "en",
    "de",
    "sur",
    "xqzwv",
    "inconnue-sur-rien",
    "annecy-le-vieux",
    "hay les roses",
    "aaa",
    "e",
    "saint saint saint saint",
    "Sainte-Croix-en-Plaine-sur-Mer",
];

pub(crate) fn run(_: &Desk) -> Result<Vec<Figure>> {
    let list = Communes::embedded();
    let (mut all, mut worst) = (Samples::default(), (String::new(), Samples::of(0.0)));
    for query in QUERIES {
        let mut samples = Samples::default();
        for _ in 0..ROUNDS {
            let took = ms(|| Ok(list.search(query, 20)))?;
            samples.push(took);
            all.push(took);
        }
        if samples.median() > worst.1.median() {
            worst = ((*query).to_owned(), samples);
        }
    }
    let mut first = Samples::default();
    for _ in 0..5 {
        let said = Command::new(std::env::current_exe()?)
            .arg(FIRST_USE)
            .output()?;
        first.push(
            String::from_utf8(said.stdout)?
                .trim()
                .parse()
                .context("the first use was not told")?,
        );
    }
    Ok(vec![
        Figure::new("a commune, any query", Unit::Ms, all, Limit::P99(10.0)),
        Figure::new(
            format!("a commune, the slowest query (« {} »)", worst.0),
            Unit::Ms,
            worst.1,
            Limit::P99(10.0),
        ),
        Figure::new(
            "the list, first use in a process",
            Unit::Ms,
            first,
            Limit::None,
        ),
    ])
}

/// Milliseconds that the first use takes here.
pub(crate) fn first_use() -> f64 {
    let began = Instant::now();
    std::hint::black_box(Communes::embedded().len());
    began.elapsed().as_secs_f64() * 1000.0
}
