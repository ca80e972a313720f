//! The screens' lists after a career, beside a page of fifty rows read from a bare SQLite file.

use anyhow::{Context as _, Result, anyhow};
use serde_json::{Value, json};

use crate::career::{SESSIONS, person};
use crate::desk::Desk;
use crate::measure::{Figure, Limit, Unit, in_turn, ms};

const ROUNDS: usize = 100;
/// Sessions of named people still to send.
const WAITING: usize = 300;
const LIMIT: Limit = Limit::P99(50.0);

pub(crate) fn run(desk: &Desk) -> Result<Vec<Figure>> {
    let laptop = desk.career()?;
    // Three weeks without a network: what each line tells of its sending is looked for among them.
    for n in 0..WAITING {
        let (first, last, _) = person(n);
        let known = laptop.find_person(&format!("{first} {last}"))?.id;
        laptop.note_named(None, &known)?;
    }
    let mut bare = desk.bare("list.db")?;
    bare.execute_batch("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT NOT NULL)")?;
    let transaction = bare.transaction()?;
    for _ in 0..SESSIONS {
        transaction
            .prepare_cached("INSERT INTO note (body) VALUES (?1)")?
            .execute(["une note ordinaire"])?;
    }
    transaction.commit()?;
    let someone = laptop.find_person("Le Goff")?.id;
    let session = laptop
        .ask("session_page", sessions(0))
        .map_err(|failure| anyhow!("{:?}", failure.code))?;
    let session = session["rows"][0]["id"]
        .as_str()
        .context("a session")?
        .to_owned();
    let deep = u32::try_from(SESSIONS - 10_000)?;
    let twin = json!({"first_name": "Marie", "last_name": "Martin", "phone": "0639980012"});
    let asked: &[(&str, &str, Value)] = &[
        ("today", "today", Value::Null),
        ("a new session", "session_defaults", Value::Null),
        ("sessions, first page", "session_page", sessions(0)),
        ("sessions, page at 40 000", "session_page", sessions(deep)),
        (
            "sessions of a month",
            "session_page",
            with(sessions(0), "from", &month(laptop.today())),
        ),
        (
            "sessions of a person",
            "session_page",
            with(sessions(0), "beneficiary", &someone),
        ),
        (
            "sessions with a theme",
            "session_page",
            sifted(json!({"theme": "email"})),
        ),
        (
            "workshops with a theme",
            "session_page",
            sifted(json!({"kind": "collectif", "theme": "email"})),
        ),
        (
            "the corbeille",
            "corbeille_page",
            json!({"offset": 0, "limit": 50}),
        ),
        ("a session", "session_get", json!({"id": session})),
        (
            "people, first page",
            "beneficiary_page",
            json!({"query": "", "offset": 0, "limit": 50}),
        ),
        (
            "people, page at 4 000",
            "beneficiary_page",
            json!({"query": "", "offset": 4000, "limit": 50}),
        ),
        ("a person's file", "beneficiary_get", json!({"id": someone})),
        (
            "people who may be the same",
            "beneficiary_twins",
            json!({"except": null, "form": twin}),
        ),
        (
            "places",
            "place_search",
            json!({"query": "mai", "limit": 20}),
        ),
        ("the line", "sync_state", Value::Null),
        ("the exchange screen", "sync_report", Value::Null),
    ];
    let mut figures = Vec::new();
    for (what, command, args) in asked {
        let ours = |_| {
            ms(|| {
                laptop
                    .ask(command, args.clone())
                    .map_err(|failure| anyhow!("{command}: {:?}", failure.code))
            })
        };
        let page = |round: usize| {
            let sql = "SELECT id, body FROM note WHERE id > ?1 ORDER BY id LIMIT 50";
            let after = u32::try_from(round)? * 100;
            ms(|| {
                Ok(bare
                    .prepare_cached(sql)?
                    .query_map([after], |row| row.get::<_, String>(1))?
                    .count())
            })
        };
        let (ours, page) = in_turn(ROUNDS, ours, page)?;
        figures.push(Figure::new(*what, Unit::Ms, ours, LIMIT).beside("bare page", page));
    }
    Ok(figures)
}

fn sessions(offset: u32) -> Value {
    json!({"offset": offset, "limit": 50, "from": null, "to": null, "beneficiary": null})
}

fn sifted(sieve: Value) -> Value {
    let mut asked = sessions(0);
    asked["sieve"] = sieve;
    asked
}

fn with(mut asked: Value, name: &str, value: &str) -> Value {
    asked[name] = value.into();
    asked
}

/// The first day of the month of that day.
fn month(day: String) -> String {
    format!("{}-01", day.get(..7).unwrap_or_default())
}
