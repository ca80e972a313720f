//! A career in one notebook: 50 000 sessions, 5 000 people. Run by hand:
//! `cargo test -p escale-store --test volume -- --ignored --nocapture`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    missing_docs
)]

mod common;

use std::time::{Duration, Instant};

use common::{Bench, now, record, text};
use escale_store::beneficiary::Likeness;
use escale_store::session::SessionFilter;
use escale_store::{Error, Reader, Result};
use serde_json::json;

const PEOPLE: usize = 5_000;
const SESSIONS: usize = 50_000;

fn timed<T>(bench: &Bench, what: &str, look: impl Fn(&Reader<'_>) -> Result<T>) {
    bench.read(&look);
    let mut times: Vec<Duration> = (0..5)
        .map(|_| {
            let start = Instant::now();
            bench.read(&look);
            start.elapsed()
        })
        .collect();
    times.sort();
    println!("{what:<34} {:>8.2} ms", times[2].as_secs_f64() * 1000.0);
    assert!(
        times[2] < Duration::from_millis(250),
        "{what} is no longer instant"
    );
}

#[test]
#[ignore = "a measure, a minute long"]
fn lists_stay_instant_after_a_career() {
    let bench = Bench::new();
    let notebook = bench.notebook.as_ref().unwrap();
    let names = [
        "Martin", "Bernard", "Le Goff", "Petit", "Évrard", "Noël", "Dupont", "N'Guyen", "Lefèvre",
        "Roux",
    ];
    let start = Instant::now();
    let all: Vec<usize> = (0..PEOPLE).collect();
    for chunk in all.chunks(500) {
        let done: Result<()> = notebook.commit(|tx| {
            for n in chunk {
                let fields = [
                    ("first_name", text(&format!("{} {n}", names[n / 10 % 10]))),
                    ("last_name", text(names[n % 10])),
                    ("phone", text(&format!("063998{n:04}"))),
                    ("commune", json!({"code": "50129", "name": "Cherbourg-en-Cotentin", "postcode": "50100"})),
                ];
                let (row, values) = record("beneficiary", &format!("b{n:05}"), &fields);
                tx.put_record(&row, &values)?;
            }
            Ok(())
        });
        done.unwrap();
    }
    for n in 0..40 {
        bench.put(
            "place",
            &format!("p{n}"),
            &[("name", text(&format!("Mairie {n}")))],
        );
    }
    let all: Vec<usize> = (0..SESSIONS).collect();
    for chunk in all.chunks(500) {
        let done: Result<()> = notebook.commit(|tx| {
            for n in chunk {
                let fields = [
                    ("kind", text("individuel")),
                    (
                        "date",
                        text(&format!(
                            "20{:02}-{:02}-{:02}",
                            20 + n / 8_000,
                            1 + n / 700 % 12,
                            1 + n / 25 % 28
                        )),
                    ),
                    ("duration", json!(15 * (1 + n % 8))),
                    ("themes", json!(["sante", format!("theme{}", n % 15)])),
                    ("place", text(&format!("p{}", n % 40))),
                    ("notes", text(&"une note ordinaire ".repeat(8))),
                ];
                let id = format!("s{n:06}");
                let (row, values) = record("session", &id, &fields);
                tx.put_record(&row, &values)?;
                let fields = [
                    ("session", text(&id)),
                    ("beneficiary", text(&format!("b{:05}", n * 7 % PEOPLE))),
                ];
                let (row, values) = record("attendance", &format!("a{n:06}"), &fields);
                tx.put_record(&row, &values)?;
            }
            Ok(())
        });
        done.unwrap();
    }
    println!(
        "written in {:?}, {} MiB",
        start.elapsed(),
        bench.database().metadata().unwrap().len() >> 20
    );
    let page = |offset| SessionFilter {
        limit: 50,
        offset,
        ..SessionFilter::default()
    };
    timed(&bench, "sessions, first page", |r| r.session_page(&page(0)));
    timed(&bench, "sessions, page at 40 000", |r| {
        r.session_page(&page(40_000))
    });
    let month = SessionFilter {
        from: Some("2022-03-01".into()),
        to: Some("2022-03-31".into()),
        ..page(0)
    };
    timed(&bench, "sessions of a month", |r| r.session_page(&month));
    let hers = SessionFilter {
        beneficiary: Some("b00042".into()),
        ..page(0)
    };
    timed(&bench, "sessions of a person", |r| r.session_page(&hers));
    timed(&bench, "a day", |r| r.session_day("2022-03-05"));
    timed(&bench, "durations", |r| r.session_durations());
    timed(&bench, "usual duration", |r| r.session_usual_duration());
    timed(&bench, "themes", |r| r.session_themes());
    timed(&bench, "last place", |r| r.session_last_place());
    timed(&bench, "last commune (none)", |r| r.session_last_commune());
    timed(&bench, "people, first page", |r| {
        r.beneficiary_page("", 0, 50)
    });
    timed(&bench, "people, one letter", |r| {
        r.beneficiary_page("m", 0, 50)
    });
    timed(&bench, "people, two words", |r| {
        r.beneficiary_page("goff mart", 0, 50)
    });
    timed(&bench, "people, digits", |r| {
        r.beneficiary_page("06 39 98 12", 0, 50)
    });
    timed(&bench, "people, a typo", |r| {
        r.beneficiary_page("bernrad", 0, 50)
    });
    timed(&bench, "twins", |r| {
        r.beneficiary_alike(
            &Likeness {
                last_name: "Martin".into(),
                ..Likeness::default()
            },
            10,
        )
    });
    timed(&bench, "themes of a person", |r| {
        r.beneficiary_themes("b00042")
    });
    timed(&bench, "places", |r| r.place_search("", 20));
    timed(&bench, "outbox counts", |r| r.outbox_counts());
    let start = Instant::now();
    for n in 0..50 {
        let (row, values) = record("session", &format!("n{n}"), &[("date", text("2026-11-19"))]);
        notebook
            .commit::<_, Error>(|tx| tx.put_record(&row, &values))
            .unwrap();
    }
    println!(
        "a commit                           {:>8.2} ms",
        start.elapsed().as_secs_f64() * 20.0
    );
    let start = Instant::now();
    notebook.verify().unwrap();
    println!("verify {:?}", start.elapsed());
    let start = Instant::now();
    notebook.backup(now()).unwrap();
    println!("backup {:?}", start.elapsed());
    if let Ok(status) = std::fs::read_to_string("/proc/self/status") {
        let memory = status
            .lines()
            .filter(|line| line.starts_with("VmHWM") || line.starts_with("VmRSS"));
        println!("{}", memory.collect::<Vec<_>>().join(" "));
    }
}
