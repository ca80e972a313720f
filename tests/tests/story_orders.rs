//! What the organisation orders a laptop, and what silence does: at most the notebook is held, and
//! only a signed order erases it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::sync::{Arc, Mutex};

use anyhow::{Context as _, Result};
use ed25519_dalek::SigningKey;
use escale_app::api::access::{AppState, Phase};
use escale_app::api::failure::FailureCode;
use escale_app::api::orders::HoldKind;
use escale_app::ports::{HttpRequest, HttpResponse};
use escale_server::Command;
use escale_sync::order::{Order, SignedOrder};
use escale_sync::wire::{Problem, SyncResponse};
use escale_testkit::detour::Detour;
use escale_testkit::folder;
use escale_testkit::forms;
use escale_testkit::laptop::Laptop;
use escale_tests::scene::Scene;
use serde_json::json;

/// What is told to the request with that nonce.
type Lie = Box<dyn Fn(&str) -> SignedOrder + Send + Sync>;

const BY: &str = "Dominique Exemple";

/// The identifier of the laptop of that name.
fn device(scene: &Scene, name: &str) -> Result<String> {
    let devices = scene.central.admin()?.devices()?;
    let found = devices.into_iter().find(|device| device.name == name);
    Ok(found.context("no such laptop")?.id)
}

fn order(scene: &Scene, name: &str, command: Command, reason: &str) -> Result<()> {
    let device = device(scene, name)?;
    Ok(scene.central.admin()?.order(&device, command, BY, reason)?)
}

fn refused(laptop: &Laptop) -> FailureCode {
    laptop.ask("today", json!(null)).unwrap_err().code
}

/// The token at hand is fifteen minutes old at most: later, another is asked for.
fn later(scene: &Scene) {
    scene.world.pass(20);
}

/// Nothing of the notebook is left: no file, no key, no name.
fn gone(laptop: &Laptop, names: &[&str]) -> Result<AppState> {
    let state = laptop.state()?;
    assert_eq!(state.phase, Phase::Wiped);
    let files = folder::files(laptop.folder())?;
    let left: Vec<_> = files.iter().filter_map(|path| path.file_name()).collect();
    assert_eq!(left, ["effacement.json"]);
    assert_eq!(folder::leaks(laptop.folder(), names)?, []);
    assert_eq!(laptop.vault().context("no keyring")?.names(), [""; 0]);
    Ok(state)
}

#[test]
fn a_locked_laptop_keeps_everything_shows_nothing_and_opens_again() -> Result<()> {
    let scene = Scene::new()?;
    let (laptop, other) = (scene.laptop("Portable 1")?, scene.laptop("Portable 2")?);
    laptop.note_anonymous(None)?;
    other.note_anonymous(None)?;
    other.exchange_until_quiet()?;
    order(&scene, "Portable 1", Command::Lock, "Portable égaré")?;
    laptop.exchange()?;

    let state = laptop.state()?;
    let hold = state.hold.context("not held")?;
    assert_eq!(
        (
            state.phase,
            hold.kind,
            hold.by.as_str(),
            hold.reason.as_str()
        ),
        (Phase::Held, HoldKind::Locked, BY, "Portable égaré")
    );
    assert!(state.adviser.is_none());
    assert_eq!(refused(&laptop), FailureCode::Held);
    let form = forms::anonymous(&laptop.today(), None);
    let save = json!({"id": null, "draft": null, "form": form, "version": null});
    assert_eq!(
        laptop.ask("session_save", save).unwrap_err().code,
        FailureCode::Held
    );
    // What it had left with that very exchange; what others wrote did not come.
    assert_eq!(scene.central.rows("session")?, 2);
    laptop.exchange()?;
    assert_eq!(laptop.inspect(|reader| Ok(reader.scopes()?.len()))?, 3);
    assert_eq!(laptop.records()?.len(), 1);

    // Neither a restart nor the quick lock opens it.
    let mut laptop = laptop;
    laptop.restart();
    laptop.unlock()?;
    assert_eq!(laptop.state()?.phase, Phase::Held);
    laptop.exchange()?;
    assert_eq!(laptop.state()?.phase, Phase::Held);

    order(&scene, "Portable 1", Command::Unlock, "Retrouvé")?;
    laptop.exchange()?;
    assert_eq!(laptop.state()?.phase, Phase::Unlocked);
    assert!(laptop.state()?.hold.is_none());
    scene.settle(&[&laptop, &other])?;
    assert_eq!(laptop.sessions()?.len(), 2);
    scene.all_agree(&[&laptop, &other])
}

#[test]
fn a_stolen_laptop_is_erased_at_its_next_contact_and_no_other() -> Result<()> {
    let scene = Scene::new()?;
    let (stolen, other) = (scene.laptop("Portable 1")?, scene.laptop("Portable 2")?);
    stolen.save_person(&forms::person("Anaïs", "d’Almeida", "06 39 98 00 01"))?;
    stolen.exchange_until_quiet()?;
    scene.cut();
    stolen.save_person(&forms::person("Yves", "Quenault", "06 39 98 00 02"))?;
    order(&scene, "Portable 1", Command::Wipe, "Portable volé")?;
    stolen.exchange()?;
    assert_eq!(
        stolen.state()?.phase,
        Phase::Unlocked,
        "it heard nothing yet"
    );

    scene.open();
    later(&scene);
    let _ = stolen.exchange();
    let state = gone(&stolen, &["d’Almeida", "Quenault"])?;
    let wiped = state.wiped.context("says nothing")?;
    assert_eq!(
        (wiped.by.as_str(), wiped.reason.as_str(), wiped.drained),
        (BY, "Portable volé", false)
    );
    let told = scene.central.admin()?.devices()?;
    assert!(
        told.iter()
            .any(|one| one.order_done.is_some() && one.status == "revoked")
    );
    // Its colleague's laptop is as it was, and the person that had been sent is there.
    scene.settle(&[&other])?;
    assert_eq!(other.people("")?.len(), 1);

    // Enrolled again, it is as new.
    let seen: AppState = stolen.get("wiped_seen", ())?;
    assert_eq!(seen.phase, Phase::Fresh);
    stolen.enrol(&scene.code()?, "Portable 1 bis")?;
    stolen.exchange_until_quiet()?;
    assert_eq!(stolen.people("")?.len(), 1);
    Ok(())
}

#[test]
fn a_leaver_has_everything_acknowledged_before_anything_is_erased() -> Result<()> {
    let scene = Scene::new()?;
    let detour = Detour::new()?;
    let laptop = Laptop::new(&scene.world)?.with_transport(Arc::clone(&detour) as _);
    laptop.enrol(&scene.code()?, "Portable 1")?;
    laptop.exchange_until_quiet()?;
    scene.cut();
    for _ in 0..3 {
        laptop.note_anonymous(None)?;
    }
    order(
        &scene,
        "Portable 1",
        Command::DrainThenWipe,
        "Fin de mission",
    )?;
    scene.open();
    // The server takes all, and nobody hears it: nothing may be erased.
    detour.lose_answers();
    later(&scene);
    for _ in 0..3 {
        laptop.exchange()?;
    }
    assert_eq!(laptop.state()?.phase, Phase::Unlocked);
    detour.clear();
    for _ in 0..3 {
        let _ = laptop.exchange();
    }
    let wiped = gone(&laptop, &[])?.wiped.context("says nothing")?;
    assert!(wiped.drained);
    assert_eq!(scene.central.rows("session")?, 3);
    scene.all_agree(&[])
}

#[test]
fn a_leaver_without_rights_leaves_what_she_had_to_be_decided() -> Result<()> {
    let scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    scene.cut();
    for _ in 0..3 {
        laptop.note_anonymous(None)?;
    }
    let id = device(&scene, "Portable 1")?;
    scene.central.admin()?.revoke(&id)?;
    order(
        &scene,
        "Portable 1",
        Command::DrainThenWipe,
        "Fin de mission",
    )?;
    scene.open();
    later(&scene);
    for _ in 0..3 {
        let _ = laptop.exchange();
    }
    gone(&laptop, &[])?;
    let apart = scene.central.admin()?.quarantine()?;
    assert_eq!(apart.len(), 3);
    assert!(
        apart
            .iter()
            .all(|one| one.why == "shut-out" && one.table == "session")
    );
    assert_eq!(scene.central.rows("session")?, 0);
    // What was set aside is decided by a person, once.
    let mut admin = scene.central.admin()?;
    admin.accept(&apart[0].ticket, None)?;
    assert!(admin.accept(&apart[0].ticket, None).is_err());
    admin.reject(&apart[1].ticket, "Saisie de formation")?;
    assert_eq!(scene.central.rows("session")?, 1);
    let other = scene.laptop("Portable 2")?;
    assert_eq!(other.sessions()?.len(), 1);
    scene.all_agree(&[&other])
}

#[test]
fn a_departure_cut_in_the_middle_goes_on_where_it_was() -> Result<()> {
    let scene = Scene::new()?;
    let mut laptop = scene.laptop("Portable 1")?;
    scene.cut();
    // More than one batch.
    for _ in 0..320 {
        laptop.note_anonymous(None)?;
    }
    order(
        &scene,
        "Portable 1",
        Command::DrainThenWipe,
        "Fin de mission",
    )?;
    scene.open();
    later(&scene);
    laptop.exchange()?;
    let hold = laptop.state()?.hold.context("not held")?;
    assert_eq!(hold.kind, HoldKind::Draining);
    assert!((1..320).contains(&hold.pending), "{}", hold.pending);
    assert_eq!(refused(&laptop), FailureCode::Held);
    // The operator sees how much is not there yet.
    let seen = &scene.central.admin()?.devices()?[0];
    assert_eq!(seen.unsent, u64::from(hold.pending));
    assert_eq!(seen.adviser_name, "Camille Exemple");
    scene.cut();
    laptop.restart();
    laptop.unlock()?;
    laptop.exchange()?;
    assert_eq!(laptop.state()?.phase, Phase::Held);
    laptop.verify()?;
    scene.open();
    for _ in 0..5 {
        let _ = laptop.exchange();
    }
    assert!(gone(&laptop, &[])?.wiped.context("says nothing")?.drained);
    assert_eq!(scene.central.rows("session")?, 320);
    laptop.restart();
    assert_eq!(laptop.state()?.phase, Phase::Wiped);
    assert!(laptop.unlock().is_err());
    Ok(())
}

/// An answer of ours to that request, with these orders.
fn saying(
    scene_epoch: &str,
    time: u64,
    request: &HttpRequest,
    order: &SignedOrder,
) -> HttpResponse {
    let nonce = request
        .headers
        .iter()
        .find(|(name, _)| name == "sync-nonce")
        .map(|(_, value)| value.clone())
        .unwrap_or_default();
    let (status, kind, body) = if request.path == "/v1/token" {
        let problem = Problem::new(
            "device-revoked",
            401,
            "Révoqué",
            escale_sync::wire::Action::CallForHelp,
        )
        .with("order", serde_json::to_value(order).unwrap());
        let body = serde_json::to_vec(&problem).unwrap();
        (401, "application/problem+json", body)
    } else {
        let answer: SyncResponse = serde_json::from_value(json!({
            "epoch": scene_epoch, "time": time, "pull": [], "next_poll": 300, "end": true,
            "orders": [order],
        }))
        .unwrap();
        (
            200,
            escale_sync::MEDIA_TYPE,
            serde_json::to_vec(&answer).unwrap(),
        )
    };
    HttpResponse {
        status,
        headers: vec![
            ("content-type".into(), kind.into()),
            ("sync-echo".into(), nonce),
        ],
        body,
    }
}

/// Everything is as it was, on the screens and on the disk.
fn untouched(laptop: &Laptop, waiting: u32) -> Result<()> {
    let state = laptop.state()?;
    assert_eq!(state.phase, Phase::Unlocked);
    assert_eq!(laptop.sync_state()?.pending, waiting);
    assert_eq!(laptop.sessions()?.len(), waiting as usize);
    assert_eq!(laptop.vault().context("no keyring")?.names().len(), 1);
    laptop.verify()
}

#[test]
fn what_is_no_order_of_the_server_does_nothing() -> Result<()> {
    let scene = Scene::new()?;
    let detour = Detour::new()?;
    let mut laptop = Laptop::new(&scene.world)?.with_transport(Arc::clone(&detour) as _);
    laptop.enrol(&scene.code()?, "Portable 1")?;
    laptop.exchange_until_quiet()?;
    let mine = device(&scene, "Portable 1")?;

    // A genuine order, as it was heard once by this laptop, and one heard by another.
    let heard: Arc<Mutex<Vec<SignedOrder>>> = Arc::default();
    let listen = |detour: &Detour, heard: &Arc<Mutex<Vec<SignedOrder>>>| {
        let heard = Arc::clone(heard);
        detour.after(move |_, answer| {
            let Ok(answer) = answer else { return };
            let body = zstd::stream::decode_all(answer.body.as_slice())
                .unwrap_or_else(|_| answer.body.clone());
            if let Ok(answer) = serde_json::from_slice::<SyncResponse>(&body) {
                heard.lock().unwrap().extend(answer.orders);
            }
        });
    };
    listen(&detour, &heard);
    order(&scene, "Portable 1", Command::Lock, "")?;
    laptop.exchange()?;
    assert_eq!(laptop.state()?.phase, Phase::Held);
    order(&scene, "Portable 1", Command::Unlock, "")?;
    laptop.exchange()?;
    let way = Detour::new()?;
    let other = Laptop::new(&scene.world)?.with_transport(Arc::clone(&way) as _);
    other.enrol(&scene.code()?, "Portable 2")?;
    other.exchange_until_quiet()?;
    listen(&way, &heard);
    order(&scene, "Portable 2", Command::Lock, "")?;
    other.exchange()?;
    let genuine = heard.lock().unwrap().clone();
    assert_eq!(genuine.len(), 3);

    for _ in 0..2 {
        laptop.note_anonymous(None)?;
    }
    let forged = Order {
        device: mine,
        order: escale_sync::order::Command::Wipe,
        id: "forged".into(),
        issued_at: u64::MAX,
        nonce: String::new(),
        by: BY.into(),
        reason: String::new(),
    };
    let foreign = SigningKey::from_bytes(&[7; 32]);
    let unsigned = SignedOrder {
        order: serde_json::to_string(&forged)?,
        signature: String::new(),
    };
    let (epoch, time) = (scene.central.epoch(), scene.world.now());
    let mut lies: Vec<Lie> = vec![
        Box::new(move |_| unsigned.clone()),
        Box::new(move |nonce| {
            let fresh = Order {
                nonce: nonce.to_owned(),
                ..forged.clone()
            };
            fresh.sign(&foreign).unwrap()
        }),
        // A genuine one, with another word in it.
        Box::new({
            let order = genuine[0].clone();
            move |_| SignedOrder {
                order: order.order.replace("\"lock\"", "\"wipe\""),
                ..order.clone()
            }
        }),
    ];
    for order in genuine {
        lies.push(Box::new(move |_| order.clone()));
    }
    let lies = Arc::new(lies);
    for lie in 0..lies.len() {
        let (lies, epoch) = (Arc::clone(&lies), epoch.clone());
        detour.before(move |request| {
            let nonce = request
                .headers
                .iter()
                .find(|(name, _)| name == "sync-nonce")
                .map_or("", |(_, value)| value);
            let order = (lies[lie])(nonce);
            Some(Ok(saying(&epoch, time, request, &order)))
        });
        // With a token at hand, then without.
        laptop.exchange()?;
        untouched(&laptop, 2).with_context(|| format!("lie {lie}"))?;
        laptop.restart();
        laptop.unlock()?;
        laptop.exchange()?;
        untouched(&laptop, 2).with_context(|| format!("lie {lie}, without a token"))?;
    }
    detour.clear();
    laptop.exchange_until_quiet()?;
    assert_eq!(scene.central.rows("session")?, 2);
    Ok(())
}

#[test]
fn a_restored_server_remembers_what_it_ordered() -> Result<()> {
    let mut scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    let backup = scene.central.back_up()?;
    scene.cut();
    order(&scene, "Portable 1", Command::Lock, "Portable égaré")?;
    scene.central.burn_and_restore(&backup)?;
    scene.open();
    later(&scene);
    laptop.exchange()?;
    laptop.exchange()?;
    assert_eq!(laptop.state()?.phase, Phase::Held);
    // An order given after the restore is later than those before it.
    order(&scene, "Portable 1", Command::Unlock, "")?;
    laptop.exchange()?;
    assert_eq!(laptop.state()?.phase, Phase::Unlocked);
    Ok(())
}
