//! A second laptop of an adviser with a long past: it takes what the server has as it stands,
//! through lines that are cut anywhere, while she works; and is in the end what a laptop is that
//! has read everything from the first operation.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use anyhow::{Context as _, Result};
use chrono::{Months, NaiveDate};
use escale_app::api::sync::{Arriving, LineState};
use escale_domain::session::SessionForm;
use escale_testkit::detour::Detour;
use escale_testkit::forms;
use escale_testkit::laptop::Laptop;
use escale_testkit::line::Weather;
use escale_tests::scene::{Scene, a_day};
use serde_json::json;

const LONG_AGO: usize = 90;
const LATELY: usize = 60;
const NAME: &str = "Le Gall";

/// Words nobody could have compressed.
fn words(seed: usize) -> String {
    let mut state = seed as u64 + 1;
    let mut text = String::new();
    for _ in 0..200 {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        text.push_str(&format!("{:x} ", state >> 36));
    }
    text
}

fn note(laptop: &Laptop, n: usize, months: u32) -> Result<String> {
    let today: NaiveDate = laptop.today().parse()?;
    let day = today
        .checked_sub_months(Months::new(months))
        .context("a day")?;
    laptop.save_session(&SessionForm {
        notes: Some(words(n)),
        ..forms::anonymous(&day.to_string(), None)
    })
}

/// A career: a day, corrections, two values at once on one telephone, something in the corbeille,
/// a file handed over, and many sessions, recent and old.
struct Career {
    scene: Scene,
    first: Laptop,
    second: Laptop,
    person: String,
    last_old: String,
}

fn career() -> Result<Career> {
    let scene = Scene::new()?;
    let (first, second) = (scene.laptop("Portable 1")?, scene.laptop("Portable 2")?);
    let sessions = a_day(&first)?;
    let person = first.save_person(&forms::person("Maëlle", NAME, "06 39 98 20 20"))?;
    let given = first.save_person(&forms::person("Rémi", "Hamel", "06 39 98 40 40"))?;
    scene.settle(&[&first, &second])?;
    let (ours, theirs) = (first.open_person(&person)?, second.open_person(&person)?);
    first.correct_person(&ours, |form| form.phone = "06 39 98 20 21".to_owned())?;
    second.correct_person(&theirs, |form| form.phone = "06 39 98 20 22".to_owned())?;
    for round in 0..3 {
        let file = first.open_person(&person)?;
        first.correct_person(&file, |form| {
            form.notes = format!("Préfère le matin, essai {round}.");
        })?;
    }
    first.delete_session(&sessions[0])?;
    first.correct_session(&first.open_session(&sessions[1])?, |form| {
        form.duration = Some(75);
    })?;
    let mut last_old = String::new();
    for n in 0..LONG_AGO {
        last_old = note(&first, n, 14 + u32::try_from(n % 30)?)?;
    }
    for n in 0..LATELY {
        note(&second, LONG_AGO + n, u32::try_from(n % 11)?)?;
    }
    scene.settle(&[&first, &second])?;
    let colleague = scene.central.adviser(&scene.team, "Dominique Exemple")?;
    let other = scene.laptop_of(&colleague, "Portable de Dominique")?;
    scene.settle(&[&first, &second])?;
    let form = json!({"receiver": colleague, "message": "Il a déménagé."});
    let _: () = first.get("handover_ask", json!({"id": given, "form": form}))?;
    scene.settle(&[&first, &second, &other])?;
    assert!(other.open_person(&given).is_ok());
    Ok(Career {
        scene,
        first,
        second,
        person,
        last_old,
    })
}

/// Former values, by record and field: what, and by which operation.
type History = BTreeSet<(String, String, String, String, String, u64)>;

fn history(laptop: &Laptop) -> Result<History> {
    let records = laptop.records()?;
    laptop.inspect(|reader| {
        let mut found = History::new();
        for (table, id, ..) in &records {
            for old in reader.history(table, id)? {
                found.insert((
                    table.clone(),
                    id.clone(),
                    old.field,
                    old.value,
                    old.dot,
                    old.stamp,
                ));
            }
        }
        Ok(found)
    })
}

fn conflicts(laptop: &Laptop) -> Result<BTreeMap<String, Vec<String>>> {
    let records = laptop.records()?;
    laptop.inspect(|reader| {
        let mut found = BTreeMap::new();
        for (table, id, ..) in &records {
            if let Some(row) = reader.record(table, id)? {
                found.insert(id.clone(), row.conflict);
            }
        }
        Ok(found)
    })
}

/// The same records to the byte, the same conflicts, the same former values.
fn alike(laptop: &Laptop, witness: &Laptop) -> Result<()> {
    let (ours, theirs) = (laptop.records()?, witness.records()?);
    let differs = ours.iter().zip(&theirs).find(|(a, b)| a != b);
    assert!(differs.is_none(), "{differs:?}");
    assert_eq!(ours.len(), theirs.len());
    assert_eq!(conflicts(laptop)?, conflicts(witness)?);
    let (ours, theirs) = (history(laptop)?, history(witness)?);
    assert_eq!(ours.difference(&theirs).next(), None, "history too much");
    assert_eq!(theirs.difference(&ours).next(), None, "history missing");
    Ok(())
}

/// What was asked of the blobs: ranges, and whether they came.
type Asked = Arc<Mutex<Vec<(String, String, bool)>>>;

fn watched(scene: &Scene) -> Result<(Laptop, Arc<Detour>, Asked)> {
    let detour = Detour::new()?;
    let asked = Asked::default();
    let seen = Arc::clone(&asked);
    detour.after(move |request, answer| {
        if let Some(hash) = request.path.strip_prefix("/v1/blobs/") {
            let range = request.headers.iter().find(|(name, _)| name == "range");
            let range = range.map(|(_, value)| value.clone()).unwrap_or_default();
            let came = answer.as_ref().is_ok_and(|answer| answer.status == 206);
            seen.lock().unwrap().push((hash.to_owned(), range, came));
        }
    });
    let laptop = Laptop::new(&scene.world)?.with_transport(Arc::clone(&detour) as _);
    Ok((laptop, detour, asked))
}

#[test]
fn a_second_laptop_takes_a_long_past_through_a_line_that_is_cut_anywhere() -> Result<()> {
    let mut career = career()?;
    // It reads the log: there is nothing else yet.
    let witness = career.scene.laptop("Témoin")?;
    career.scene.central.offer_snapshots_from(50)?;
    let scene = &career.scene;

    let (third, _, asked) = watched(scene)?;
    third.enrol(&scene.code()?, "Portable 3")?;
    // She works at once, before anything came.
    let hers = note(&third, 900, 0)?;
    let own = third.save_person(&forms::person("Yann", "Mauger", "06 39 98 50 50"))?;
    assert_eq!(third.sync_state()?.arriving, None);

    let (mut cut, mut steps, mut recent_first) = (0, Vec::new(), false);
    for round in 0..400u64 {
        scene.line.set(Weather {
            reset: round % 2 == 0,
            ..Weather::stormy(round, 1_500, 30_000)
        });
        third.exchange_when_due();
        let state = third.sync_state()?;
        cut += u32::from(state.line != LineState::Online);
        if let Some(arriving) = state.arriving {
            steps.push(arriving);
            if arriving.recent && arriving.sessions < arriving.of && !recent_first {
                recent_first = true;
                // What is recent is there, what is old is not, and she goes on working.
                assert!(third.open_person(&career.person).is_ok());
                assert!(third.open_session(&career.last_old).is_err());
                note(&third, 901, 0)?;
            }
        } else if !steps.is_empty() {
            break;
        }
        assert!(third.open_session(&hers).is_ok(), "what she recorded stays");
        assert!(third.open_person(&own).is_ok());
    }
    scene.open();
    third.exchange_until_quiet()?;
    assert!(cut > 1, "the line was hardly ever cut: {cut}");
    assert!(recent_first, "never recent without old: {steps:?}");
    assert_eq!(third.sync_state()?.arriving, None);
    let first: &Arriving = steps.first().context("no step")?;
    assert!(first.of as usize >= LONG_AGO + LATELY);
    assert!(
        steps
            .windows(2)
            .all(|two| two[0].sessions <= two[1].sessions)
    );

    // Every byte came once, and at most one piece was asked for again for each cut.
    let asked = asked.lock().unwrap().clone();
    let came: Vec<&(String, String, bool)> = asked.iter().filter(|(.., came)| *came).collect();
    let distinct: BTreeSet<&(String, String, bool)> = came.iter().copied().collect();
    assert!(came.len() > 4, "it was hardly in pieces: {asked:?}");
    assert_eq!(came.len(), distinct.len(), "a piece came twice");
    assert!(asked.len() - came.len() <= cut as usize);

    scene.settle(&[&career.first, &career.second, &third, &witness])?;
    alike(&third, &witness)?;
    alike(&career.first, &witness)?;
    assert!(!conflicts(&third)?[&career.person].is_empty());
    assert!(history(&third)?.len() > 3);
    assert_eq!(third.sync_state()?.pending, 0);
    third.verify()
}

#[test]
fn a_laptop_whose_sum_differs_takes_the_notebook_again_and_keeps_what_waits() -> Result<()> {
    let mut career = career()?;
    let witness = career.scene.laptop("Témoin")?;
    career.scene.central.offer_snapshots_from(50)?;
    let scene = &career.scene;
    // A fault of the disk or of the program: a record is gone, another is not what it was.
    let person = career.person.clone();
    career.second.alter(|tx| {
        tx.delete_record("session", &career.last_old)?;
        let mut row = tx.record("beneficiary", &person)?.expect("the person");
        row.state = row.state.replace("essai 2", "essai 9");
        tx.put_record(&row, &BTreeMap::new())?;
        let mut scope = tx.scope(&row.scope)?.expect("the scope");
        scope.sum[0] ^= 1;
        tx.put_scope(&scope)
    })?;
    scene.cut();
    let kept = note(&career.second, 902, 0)?;
    let waits = career.second.sync_state()?.pending;
    career.second.exchange_when_due();
    assert_eq!(career.second.sync_state()?.pending, waits);
    scene.open();
    // Somebody else's change brings a page with a sum, once what waits has left.
    for n in 0..3 {
        career.second.exchange_until_quiet()?;
        note(&career.first, 903 + n, 0)?;
        scene.settle(&[&career.first, &career.second])?;
    }
    scene.settle(&[&career.first, &career.second, &witness])?;
    assert!(career.second.open_session(&kept).is_ok());
    alike(&career.second, &witness)?;
    assert_eq!(career.second.sync_state()?.pending, 0);
    Ok(())
}

#[test]
fn bytes_that_were_altered_or_are_too_few_are_never_believed() -> Result<()> {
    let mut career = career()?;
    let witness = career.scene.laptop("Témoin")?;
    career.scene.central.offer_snapshots_from(50)?;
    let scene = &career.scene;
    let (third, detour, _) = watched(scene)?;
    third.enrol(&scene.code()?, "Portable 3")?;
    let hers = note(&third, 900, 0)?;
    // Somebody who knows the whole protocol lies about how many rows there are.
    let network = Arc::new(escale_host::transport::HttpsTransport::new(
        escale_host::transport::Limits::default(),
    )?);
    let origin: Arc<Mutex<Option<escale_app::ports::ServerAddress>>> = Arc::default();
    *origin.lock().unwrap() = Some(server_of(&third, scene)?);
    let (lies, log_asked) = (Arc::new(Mutex::new(0)), Arc::new(Mutex::new(0)));
    let (told, asked) = (Arc::clone(&lies), Arc::clone(&log_asked));
    detour.before(move |request| {
        if request.path == "/v1/sync" {
            let body = zstd::stream::decode_all(request.body.as_slice());
            let body = body.unwrap_or_else(|_| request.body.clone());
            let sync: serde_json::Value = serde_json::from_slice(&body).ok()?;
            *asked.lock().unwrap() += u32::from(sync["snapshots"].is_null());
        }
        if !request.path.ends_with("/snapshot") {
            return None;
        }
        use escale_app::ports::Transport as _;
        let mut plain = request.clone();
        plain.headers.retain(|(name, _)| name != "accept-encoding");
        let server = origin.lock().unwrap().clone()?;
        let mut answer = network.send(&server, plain).ok()?;
        let mut offer: serde_json::Value = serde_json::from_slice(&answer.body).ok()?;
        let rows = offer["parts"][0]["rows"].as_u64()?;
        offer["parts"][0]["rows"] = json!(rows + 1);
        answer.body = serde_json::to_vec(&offer).ok()?;
        *told.lock().unwrap() += 1;
        Some(Ok(answer))
    });
    // It is not taken for whole: the log is read instead.
    third.exchange_until_quiet()?;
    assert_eq!(*lies.lock().unwrap(), 1);
    assert!(*log_asked.lock().unwrap() > 0, "it believed what was told");
    assert_eq!(third.sync_state()?.arriving, None);
    assert!(third.open_session(&hers).is_ok());
    scene.settle(&[&third, &witness])?;
    alike(&third, &witness)
}

fn server_of(laptop: &Laptop, scene: &Scene) -> Result<escale_app::ports::ServerAddress> {
    let code: escale_sync::enrolment::EnrolmentCode = scene
        .code()?
        .parse()
        .map_err(|part| anyhow::anyhow!("{part:?}"))?;
    let _ = laptop;
    Ok(escale_app::ports::ServerAddress {
        origin: format!("https://{}", code.address),
        authority: code.authority,
    })
}
