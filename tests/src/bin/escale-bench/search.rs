//! Search as one types, over five thousand named people, beside a scan by a bare SQLite file of
//! the same names.

use anyhow::{Result, anyhow};
use escale_testkit::laptop::Laptop;
use serde_json::json;

use crate::career::{Dice, PEOPLE, person};
use crate::desk::Desk;
use crate::measure::{Figure, Limit, Unit, in_turn, ms};

/// People looked for, each letter by letter.
const LOOKED_FOR: usize = 40;
const LIMIT: Limit = Limit::P99(20.0);

pub(crate) fn run(desk: &Desk) -> Result<Vec<Figure>> {
    let laptop = desk.career()?;
    let mut bare = desk.bare("names.db")?;
    bare.execute_batch(
        "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL, phone TEXT NOT NULL)",
    )?;
    let transaction = bare.transaction()?;
    for n in 0..PEOPLE {
        let (first, last, phone) = person(n);
        transaction.execute(
            "INSERT INTO person (name, phone) VALUES (?1, ?2)",
            [&format!("{first} {last}"), &phone],
        )?;
    }
    transaction.commit()?;
    let mut figures = Vec::new();
    for (what, queries) in [
        ("names, letter by letter", names()),
        ("phone fragments", phones()),
        ("typing errors", errors()),
    ] {
        let scan = |round: usize| {
            let pattern = format!("%{}%", queries[round]);
            let sql =
                "SELECT id FROM person WHERE name LIKE ?1 OR phone LIKE ?1 ORDER BY name LIMIT 50";
            ms(|| {
                Ok(bare
                    .prepare_cached(sql)?
                    .query_map([&pattern], |row| row.get::<_, i64>(0))?
                    .count())
            })
        };
        let (ours, scan) = in_turn(queries.len(), |round| look(laptop, &queries[round]), scan)?;
        figures.push(
            Figure::new(
                format!("search among {PEOPLE} people: {what}"),
                Unit::Ms,
                ours,
                LIMIT,
            )
            .beside("bare scan", scan),
        );
    }
    Ok(figures)
}

fn look(laptop: &Laptop, query: &str) -> Result<f64> {
    let asked = json!({"query": query, "offset": 0, "limit": 50});
    ms(|| {
        laptop
            .ask("beneficiary_page", asked)
            .map_err(|failure| anyhow!("{:?}", failure.code))
    })
}

fn beginnings(whole: &str) -> impl Iterator<Item = String> + '_ {
    (1..=whole.chars().count()).map(|length| whole.chars().take(length).collect())
}

/// Last name then first name, the other way round every other time, accents dropped at times.
fn names() -> Vec<String> {
    let mut dice = Dice::new(1);
    let mut queries = Vec::new();
    for n in 0..LOOKED_FOR {
        let (first, last, _) = person(dice.below(PEOPLE));
        let whole = if n % 2 == 0 {
            format!("{last} {first}")
        } else {
            format!("{first} {last}")
        };
        let whole = if n % 3 == 0 {
            escale_domain::text::fold(&whole)
        } else {
            whole
        };
        queries.extend(beginnings(&whole));
    }
    queries
}

fn phones() -> Vec<String> {
    let mut dice = Dice::new(2);
    let mut queries = Vec::new();
    for _ in 0..LOOKED_FOR {
        let (_, _, phone) = person(dice.below(PEOPLE));
        let spaced: Vec<&str> = (0..phone.len())
            .step_by(2)
            .filter_map(|at| phone.get(at..at + 2))
            .collect();
        queries.extend(beginnings(&spaced.join(" ")));
        queries.extend(phone.get(6..).map(str::to_owned));
    }
    queries
}

/// Two letters swapped, one doubled, one missing, one wrong: nothing matches as typed, so that
/// the pass that forgives is measured.
fn errors() -> Vec<String> {
    let mut dice = Dice::new(3);
    let mut queries = Vec::new();
    for n in 0..LOOKED_FOR * 8 {
        let (first, last, _) = person(dice.below(PEOPLE));
        let mut letters: Vec<char> = escale_domain::text::fold(last).chars().collect();
        let at = 1 + dice.below(letters.len() - 1);
        match n % 4 {
            0 => letters.swap(at - 1, at),
            1 => letters.insert(at, letters[at]),
            2 => drop(letters.remove(at)),
            _ => letters[at] = 'w',
        }
        let wrong: String = letters.into_iter().collect();
        queries.push(if n % 2 == 0 {
            format!("{wrong} {first}")
        } else {
            wrong
        });
    }
    queries
}
