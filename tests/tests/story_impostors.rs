//! Portals, inspecting boxes and strangers that answer in the server's place: nothing is believed,
//! nothing leaves the outbox, and everything goes on when they are gone.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::sync::Arc;

use anyhow::Result;
use escale_app::api::access::Phase;
use escale_app::api::sync::LineState;
use escale_testkit::detour::Detour;
use escale_testkit::laptop::Laptop;
use escale_testkit::line::impostor::{Impostor, Saying};
use escale_tests::scene::Scene;

/// A laptop with three sessions to send, behind a detour.
fn waiting(scene: &Scene) -> Result<(Laptop, Arc<Detour>)> {
    let detour = Detour::new()?;
    let laptop = Laptop::new(&scene.world)?.with_transport(Arc::clone(&detour) as _);
    laptop.enrol(
        &scene.central.code(&scene.adviser, scene.line.address())?,
        "Portable 1",
    )?;
    laptop.exchange_until_quiet()?;
    for _ in 0..3 {
        laptop.note_anonymous(None)?;
    }
    Ok((laptop, detour))
}

/// Still everything to send, and said so; then it leaves.
fn nothing_lost(scene: &Scene, laptop: &Laptop) -> Result<()> {
    assert_eq!(laptop.sync_state()?.pending, 3);
    assert_eq!(laptop.sessions()?.len(), 3);
    assert_eq!(scene.central.rows("session")?, 0);
    Ok(())
}

fn recovered(scene: &Scene, laptop: &Laptop) -> Result<()> {
    laptop.exchange_until_quiet()?;
    assert_eq!(scene.central.rows("session")?, 3);
    scene.all_agree(&[laptop])
}

#[test]
fn a_stranger_who_refuses_in_json_is_not_our_server() -> Result<()> {
    let scene = Scene::new()?;
    let (laptop, detour) = waiting(&scene)?;
    for status in [401, 403, 404, 409, 410, 426] {
        let forged = format!(
            r#"{{"type":"urn:escale:problem:device-revoked","title":"Révoqué","status":{status},
               "action":"new-device-id","retryable":false,"data_safe":false}}"#
        );
        detour.answer(status, "application/problem+json", &forged);
        for _ in 0..3 {
            laptop.exchange_when_due();
        }
        assert_eq!(laptop.exchange()?.line, LineState::Portal, "{status}");
        nothing_lost(&scene, &laptop)?;
    }
    detour.clear();
    recovered(&scene, &laptop)
}

#[test]
fn a_portal_that_answers_with_pages_is_named() -> Result<()> {
    let scene = Scene::new()?;
    let (laptop, detour) = waiting(&scene)?;
    for (status, page) in [
        (200, "<!doctype html><title>Bienvenue</title>"),
        (511, "<p>Wi-Fi</p>"),
    ] {
        detour.answer(status, "text/html; charset=utf-8", page);
        let line = laptop.exchange()?.line;
        assert!(
            matches!(line, LineState::Portal | LineState::Busy),
            "{status}: {line:?}"
        );
        nothing_lost(&scene, &laptop)?;
    }
    detour.before(|_| {
        Some(Err(escale_app::ports::TransportError::Redirected {
            status: 302,
        }))
    });
    assert_eq!(laptop.exchange()?.line, LineState::Portal);
    nothing_lost(&scene, &laptop)?;
    detour.clear();
    recovered(&scene, &laptop)
}

#[test]
fn a_plain_portal_and_an_inspecting_box_see_nothing_of_ours() -> Result<()> {
    for saying in [Saying::Redirect, Saying::Page] {
        let scene = Scene::new()?;
        let (laptop, _) = waiting(&scene)?;
        for impostor in [Impostor::portal(saying)?, Impostor::inspector(saying)?] {
            scene.cut();
            scene.line.lead_to(impostor.address());
            scene.open();
            let line = laptop.exchange()?.line;
            assert!(
                matches!(
                    line,
                    LineState::Inspected | LineState::Portal | LineState::Truncated
                ),
                "{line:?}"
            );
            if impostor.authority().is_some() {
                assert_eq!(line, LineState::Inspected);
            }
            nothing_lost(&scene, &laptop)?;
        }
        scene.cut();
        scene.line.lead_to(scene.central.address());
        scene.open();
        recovered(&scene, &laptop)?;
    }
    Ok(())
}

#[test]
fn enrolment_through_a_portal_leaves_nothing_half_made() -> Result<()> {
    let scene = Scene::new()?;
    let detour = Detour::new()?;
    let laptop = Laptop::new(&scene.world)?.with_transport(Arc::clone(&detour) as _);
    let code = scene.central.code(&scene.adviser, scene.line.address())?;
    detour.answer(200, "text/html", "<p>Bienvenue</p>");
    let failure = laptop.enrol(&code, "Portable 1").err().unwrap().to_string();
    assert!(failure.contains("ForeignAnswer"), "{failure}");
    assert_eq!(laptop.state()?.phase, Phase::Fresh);
    detour.clear();
    laptop.enrol(&code, "Portable 1")?;
    laptop.note_anonymous(None)?;
    laptop.exchange_until_quiet()?;
    assert_eq!(scene.central.rows("session")?, 1);
    Ok(())
}

#[test]
fn an_enrolment_whose_answer_was_lost_is_tried_again_with_the_same_code() -> Result<()> {
    let scene = Scene::new()?;
    let detour = Detour::new()?;
    let laptop = Laptop::new(&scene.world)?.with_transport(Arc::clone(&detour) as _);
    let code = scene.central.code(&scene.adviser, scene.line.address())?;
    detour.lose_answers();
    for _ in 0..2 {
        let failure = laptop.enrol(&code, "Portable 1").err().unwrap().to_string();
        assert!(failure.contains("ServerUnreachable"), "{failure}");
    }
    assert_eq!(laptop.state()?.phase, Phase::Fresh);
    assert_eq!(scene.central.counts()?.devices, 1, "the server heard");
    detour.clear();
    laptop.enrol(&code, "Portable 1")?;
    assert_eq!(scene.central.counts()?.devices, 1);
    laptop.note_anonymous(None)?;
    laptop.exchange_until_quiet()?;
    assert_eq!(scene.central.rows("session")?, 1);
    // The code has served: nobody else may use it.
    let other = Laptop::new(&scene.world)?;
    let failure = other.enrol(&code, "Portable 2").err().unwrap().to_string();
    assert!(failure.contains("CodeRefused"), "{failure}");
    Ok(())
}
