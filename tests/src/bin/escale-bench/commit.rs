//! Saving a session, all included until it is durable (validation, merge state, projections,
//! search, outbox, chain, clock, sums), beside a commit of one bare row. What waits is counted
//! later, when the screens ask for it: `lists` measures that ("the line").

use anyhow::Result;
use escale_domain::outcome::OutcomeForm;
use escale_domain::session::SessionForm;
use escale_domain::vocabulary::{Autonomy, Theme};
use escale_testkit::forms;
use escale_testkit::laptop::Laptop;

use crate::desk::Desk;
use crate::measure::{Figure, Limit, Samples, Unit, in_turn, ms};

const ROUNDS: usize = 300;
/// The first commits fill caches and make the statements.
const WARMING: usize = 20;
const PEOPLE: usize = 50;
const LIMIT: Limit = Limit::Ratio(2.0);

pub(crate) fn run(desk: &Desk) -> Result<Vec<Figure>> {
    let fresh = desk.laptop("fresh")?;
    let mut figures = Vec::new();
    for name in ["on a first day", "after a career"] {
        let laptop = if name == "after a career" {
            desk.career()?
        } else {
            &fresh
        };
        let mut people = Vec::new();
        for n in 0..PEOPLE {
            people.push(laptop.save_person(&forms::person(
                "Noëlle",
                &format!("Exemple {n}"),
                "",
            ))?);
        }
        let today = laptop.today();
        let (ours, bare) = beside_bare(desk, laptop, |_| noted(forms::anonymous(&today, None)))?;
        figures.push(figure("anonymous session", name, ours, bare));
        let (ours, bare) = beside_bare(desk, laptop, |round| {
            with_outcome(&today, &people[round % PEOPLE])
        })?;
        figures.push(figure(
            "session of a named person, with its outcome",
            name,
            ours,
            bare,
        ));
        let (ours, bare) = beside_bare(desk, laptop, |_| {
            noted(forms::workshop(&today, None, "Découvrir la tablette", 8))
        })?;
        figures.push(figure("workshop", name, ours, bare));
    }
    Ok(figures)
}

fn figure(what: &str, name: &str, ours: Samples, bare: Samples) -> Figure {
    Figure::new(format!("{what}, {name}"), Unit::Ms, ours, LIMIT).beside("bare row", bare)
}

fn noted(mut form: SessionForm) -> SessionForm {
    form.notes = Some(
        "Boîte de réception pleine, tri fait ensemble ; reprendre les pièces jointes.".to_owned(),
    );
    form.themes = vec![Theme::Email, Theme::NavigationSurInternet];
    form
}

fn with_outcome(today: &str, person: &str) -> SessionForm {
    let outcome = OutcomeForm {
        autonomy: Some(Autonomy::ALL[0]),
        objective_reached: Some(true),
        ..OutcomeForm::default()
    };
    SessionForm {
        outcome,
        ..noted(forms::named(today, None, person))
    }
}

fn beside_bare(
    desk: &Desk,
    laptop: &Laptop,
    form: impl Fn(usize) -> SessionForm,
) -> Result<(Samples, Samples)> {
    // Three weeks without a network at most: what waits is counted at each save.
    laptop.exchange_until_quiet()?;
    let bare = desk.bare("bare.db")?;
    bare.execute_batch(
        "CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, body TEXT NOT NULL)",
    )?;
    let body = "une note ordinaire ".repeat(8);
    let save = |round| {
        let save =
            serde_json::json!({"id": null, "draft": null, "form": form(round), "version": null});
        // The screens' own time does not stand still between two saves.
        desk.world().pass_ms(1_000);
        ms(|| {
            laptop
                .ask("session_save", save)
                .map_err(|failure| anyhow::anyhow!("{:?}", failure.code))
        })
    };
    let insert = |_| {
        ms(|| {
            Ok(bare
                .prepare_cached("INSERT INTO note (body) VALUES (?1)")?
                .execute([&body])?)
        })
    };
    in_turn(WARMING, save, insert)?;
    in_turn(ROUNDS, save, insert)
}
