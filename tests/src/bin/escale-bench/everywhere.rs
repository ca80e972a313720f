//! The palette as one types, after a career: people, places and sessions in one answer, beside a
//! scan by a bare SQLite file of as many names.

use anyhow::{Result, anyhow};
use escale_testkit::laptop::Laptop;
use serde_json::json;

use crate::career::{Dice, PEOPLE, person};
use crate::desk::Desk;
use crate::measure::{Figure, Limit, Unit, in_turn, ms};

/// Times each thing is looked for.
const ROUNDS: usize = 100;
const LIMIT: Limit = Limit::P99(50.0);

pub(crate) fn run(desk: &Desk) -> Result<Vec<Figure>> {
    let laptop = desk.career()?;
    let mut bare = desk.bare("everywhere.db")?;
    bare.execute_batch("CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL)")?;
    let transaction = bare.transaction()?;
    for n in 0..PEOPLE {
        let (first, last, _) = person(n);
        transaction.execute(
            "INSERT INTO person (name) VALUES (?1)",
            [format!("{first} {last}")],
        )?;
    }
    transaction.commit()?;
    let mut dice = Dice::new(9);
    let names: Vec<String> = (0..ROUNDS)
        .map(|n| {
            let (first, last, _) = person(dice.below(PEOPLE));
            let whole = format!("{last} {first}");
            whole.chars().take(2 + n % 6).collect()
        })
        .collect();
    let same = |query: &str| vec![query.to_owned(); ROUNDS];
    let mut figures = Vec::new();
    for (what, queries) in [
        ("names, some letters", names),
        ("the title of a workshop", same("tablette")),
        ("a theme in every session", same("e-mail")),
        ("a month", same("mars")),
        ("nothing, typos tried everywhere", same("xylophagerie")),
    ] {
        let scan = |round: usize| {
            let pattern = format!("%{}%", queries[round]);
            let sql = "SELECT id FROM person WHERE name LIKE ?1 ORDER BY name LIMIT 8";
            ms(|| {
                Ok(bare
                    .prepare_cached(sql)?
                    .query_map([&pattern], |row| row.get::<_, i64>(0))?
                    .count())
            })
        };
        let (ours, scan) = in_turn(queries.len(), |round| look(laptop, &queries[round]), scan)?;
        let what = format!("everywhere: {what}");
        figures.push(Figure::new(what, Unit::Ms, ours, LIMIT).beside("bare scan", scan));
    }
    Ok(figures)
}

fn look(laptop: &Laptop, query: &str) -> Result<f64> {
    let asked = json!({"query": query});
    ms(|| {
        laptop
            .ask("search_everywhere", asked)
            .map_err(|failure| anyhow!("{:?}", failure.code))
    })
}
