//! The rescue parcel: what a laptop could not send arrives by another hand, once, however often it
//! is given and whatever else arrives.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use anyhow::{Context as _, Result};
use data_encoding::BASE64;
use escale_app::api::access::Phase;
use escale_app::api::file::FileOut;
use escale_app::api::orders::{AsideState, AsideWhy};
use escale_app::ports::{HttpRequest, HttpResponse, ServerAddress, Transport as _};
use escale_host::transport::{HttpsTransport, Limits};
use escale_server::Command;
use escale_sync::enrolment::EnrolmentCode;
use escale_sync::wire::{ParcelTaken, Problem};
use escale_testkit::folder;
use escale_testkit::forms;
use escale_testkit::laptop::Laptop;
use escale_tests::scene::Scene;

fn parcel(laptop: &Laptop) -> Result<Vec<u8>> {
    let file: Option<FileOut> = laptop.get("parcel_make", ())?;
    let file = file.context("nothing waits")?;
    assert!(file.name.starts_with("escale-20") && file.name.ends_with(".escale-colis"));
    escale_host::save::name(&file).map_err(|failure| anyhow::anyhow!("{:?}", failure.code))?;
    Ok(BASE64.decode(file.base64.as_bytes())?)
}

/// By the network, from any computer.
fn post(scene: &Scene, bytes: &[u8]) -> Result<HttpResponse> {
    let code: EnrolmentCode = scene
        .code()?
        .parse()
        .map_err(|part| anyhow::anyhow!("{part}"))?;
    let server = ServerAddress {
        origin: format!("https://{}", code.address),
        authority: code.authority,
    };
    let request = HttpRequest {
        method: "POST",
        path: "/v1/parcels".into(),
        headers: vec![("content-type".into(), "application/octet-stream".into())],
        body: bytes.to_vec(),
    };
    Ok(HttpsTransport::new(Limits::default())?.send(&server, request)?)
}

fn device(scene: &Scene) -> Result<String> {
    Ok(scene.central.admin()?.devices()?[0].id.clone())
}

#[test]
fn what_waits_arrives_by_hand_and_the_laptop_hears_of_it() -> Result<()> {
    let scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    scene.cut();
    let person = laptop.save_person(&forms::person("Anaïs", "d’Almeida", "06 39 98 00 01"))?;
    laptop.note_named(None, &person)?;
    laptop.note_anonymous(None)?;
    let bytes = parcel(&laptop)?;
    assert!(!folder::holds(&bytes, "d’Almeida"));
    let taken = scene.central.admin()?.parcel(&bytes)?;
    assert!(taken.new >= 3 && taken.aside == 0);
    assert_eq!(scene.central.rows("session")?, 2);
    assert_eq!(laptop.sync_state()?.pending, 3);

    // Given again, by either way: nothing changes.
    let again = scene.central.admin()?.parcel(&bytes)?;
    assert_eq!((again.new, again.last_q), (0, taken.last_q));
    scene.open();
    let answer = post(&scene, &bytes)?;
    assert_eq!(answer.status, 202);
    let told: ParcelTaken = serde_json::from_slice(&answer.body)?;
    assert_eq!((told.new, told.last_q), (0, taken.last_q));

    // The laptop learns that all of it is there.
    let state = laptop.exchange_until_quiet()?;
    assert_eq!(state.pending, 0);
    assert!(laptop.get::<Option<FileOut>>("parcel_make", ())?.is_none());
    scene.all_agree(&[&laptop])
}

#[test]
fn parcels_and_pushes_in_any_order_change_nothing_twice() -> Result<()> {
    let scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    scene.cut();
    laptop.note_anonymous(None)?;
    let first = parcel(&laptop)?;
    let person = laptop.save_person(&forms::person("Yves", "Quenault", "06 39 98 00 02"))?;
    let second = parcel(&laptop)?;
    // The younger first: it holds what the elder does.
    let mut admin = scene.central.admin()?;
    let taken = admin.parcel(&second)?;
    assert_eq!(admin.parcel(&first)?.new, 0);
    laptop.correct_person(&laptop.open_person(&person)?, |form| {
        form.phone = "06 39 98 00 03".into();
    })?;
    let third = parcel(&laptop)?;
    scene.open();
    laptop.exchange_until_quiet()?;
    for bytes in [&first, &second, &third] {
        assert_eq!(post(&scene, bytes)?.status, 202);
    }
    let counts = scene.central.counts()?;
    assert_eq!(counts.operations, taken.last_q + 1);
    assert_eq!(counts.quarantined, 0);
    laptop.note_anonymous(None)?;
    laptop.exchange_until_quiet()?;
    scene.all_agree(&[&laptop])
}

#[test]
fn a_held_laptop_gives_its_parcel() -> Result<()> {
    let scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    scene
        .central
        .admin()?
        .order(&device(&scene)?, Command::Lock, "Coordination", "")?;
    laptop.exchange()?;
    assert_eq!(laptop.state()?.phase, Phase::Held);
    assert!(laptop.get::<Option<FileOut>>("parcel_make", ())?.is_none());
    scene
        .central
        .admin()?
        .order(&device(&scene)?, Command::Unlock, "Coordination", "")?;
    laptop.exchange()?;
    scene.cut();
    laptop.note_anonymous(None)?;
    scene.world.pass(46 * 24 * 60);
    assert_eq!(laptop.exchange()?.pending, 1);
    assert_eq!(laptop.state()?.phase, Phase::Held);
    let bytes = parcel(&laptop)?;
    assert_eq!(scene.central.admin()?.parcel(&bytes)?.new, 1);
    Ok(())
}

#[test]
fn what_a_laptop_that_was_shut_out_still_had_is_decided_by_a_person() -> Result<()> {
    let scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    let other = scene.laptop("Portable 2")?;
    scene.cut();
    for _ in 0..2 {
        laptop.note_anonymous(None)?;
    }
    let id = device(&scene)?;
    scene.central.admin()?.revoke(&id)?;
    let bytes = parcel(&laptop)?;
    let mut admin = scene.central.admin()?;
    let taken = admin.parcel(&bytes)?;
    assert_eq!((taken.new, taken.aside), (2, 2));
    assert_eq!(admin.parcel(&bytes)?.new, 0);
    assert_eq!(scene.central.rows("session")?, 0);

    let apart = admin.quarantine()?;
    admin.accept(&apart[0].ticket, Some("Merci"))?;
    admin.reject(&apart[1].ticket, "Saisie de formation")?;
    scene.open();
    other.exchange_until_quiet()?;
    assert_eq!(other.sessions()?.len(), 1);
    scene.all_agree(&[&other])?;

    // Let in again, it hears what became of them, in words.
    admin.confirm(&id)?;
    scene.world.pass(20);
    laptop.exchange_until_quiet()?;
    let told = laptop.sync_report()?.asides;
    assert_eq!(told.len(), 2);
    assert!(told.iter().all(|one| one.why == AsideWhy::ShutOut));
    assert!(told.iter().all(|one| one.label.starts_with("Séance du")));
    let states: Vec<AsideState> = told.iter().map(|one| one.state).collect();
    assert!(states.contains(&AsideState::Accepted) && states.contains(&AsideState::Rejected));
    assert!(
        told.iter()
            .any(|one| one.reason.as_deref() == Some("Saisie de formation"))
    );
    Ok(())
}

#[test]
fn what_was_rejected_is_kept_thirty_days_and_its_place_stays() -> Result<()> {
    let scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    scene.cut();
    laptop.note_anonymous(None)?;
    scene.central.admin()?.revoke(&device(&scene)?)?;
    let mut admin = scene.central.admin()?;
    admin.parcel(&parcel(&laptop)?)?;
    let ticket = admin.quarantine()?[0].ticket.clone();
    admin.reject(&ticket, "Doublon")?;
    scene.world.pass(29 * 24 * 60);
    scene.central.back_up()?;
    admin.forget_rejected()?;
    assert_eq!(admin.quarantine()?[0].table, "session");
    scene.world.pass(2 * 24 * 60);
    admin.forget_rejected()?;
    assert_eq!(admin.quarantine()?[0].table, "");
    // The copy proves true: nothing looks missing.
    scene.central.back_up()?;
    Ok(())
}

#[test]
fn a_parcel_that_is_not_ours_is_refused_whole() -> Result<()> {
    let (scene, elsewhere) = (Scene::new()?, Scene::new()?);
    let laptop = scene.laptop("Portable 1")?;
    scene.cut();
    laptop.note_anonymous(None)?;
    let bytes = parcel(&laptop)?;
    assert!(elsewhere.central.admin()?.parcel(&bytes).is_err());
    let mut damaged = bytes;
    damaged[100] ^= 1;
    assert!(scene.central.admin()?.parcel(&damaged).is_err());
    scene.open();
    for wrong in [&damaged[..], b"", b"ESCALE-COLIS 1\n", b"<html>"] {
        let answer = post(&scene, wrong)?;
        assert_eq!(answer.status, 422);
        let problem: Problem = serde_json::from_slice(&answer.body)?;
        assert!(problem.code() == "parcel-refused" && problem.data_safe);
    }
    assert_eq!(scene.central.rows("session")?, 0);
    Ok(())
}
