//! Locking at the worst moment, coming back, and a keyring that forgets: nothing is lost, nobody
//! else comes in.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Result;
use escale_app::api::FailureCode;
use escale_app::api::access::{AppState, Phase};
use escale_app::api::draft::{Draft, DraftSaved};
use escale_app::command;
use escale_app::ports::Event;
use escale_testkit::detour::Detour;
use escale_testkit::laptop::Laptop;
use escale_tests::scene::Scene;
use serde_json::{Value, json};

/// Locked while the request is on its way, or when the answer has just come.
fn locked_during_an_exchange(answered: bool) -> Result<()> {
    let scene = Scene::new()?;
    let detour = Detour::new()?;
    let laptop = Laptop::new(&scene.world)?.with_transport(Arc::clone(&detour) as _);
    laptop.enrol(
        &scene.central.code(&scene.adviser, scene.line.address())?,
        "Portable 1",
    )?;
    laptop.exchange_until_quiet()?;
    laptop.note_anonymous(None)?;
    let locked = Arc::new(AtomicBool::new(false));
    let (app, done) = (Arc::clone(laptop.app()), Arc::clone(&locked));
    let lock = move |path: &str| {
        if path == "/v1/sync" && !done.swap(true, Ordering::SeqCst) {
            command::dispatch(&app, "lock", Value::Null).unwrap();
        }
    };
    if answered {
        detour.after(move |request, _| lock(&request.path));
    } else {
        detour.before(move |request| {
            lock(&request.path);
            None
        });
    }
    laptop.told().take();
    laptop.ask("sync_now", Value::Null).unwrap();
    assert!(laptop.exchange_when_due());
    assert!(locked.load(Ordering::SeqCst));
    assert!(laptop.told().take().contains(&Event::Locked));
    assert_eq!(
        laptop.ask("session_page", json!({})).unwrap_err().code,
        FailureCode::Locked
    );
    assert!(
        !laptop.exchange_when_due(),
        "an exchange of a locked notebook"
    );

    laptop.unlock()?;
    assert_eq!(laptop.sessions()?.len(), 1);
    assert_eq!(
        laptop.sync_state()?.pending,
        1,
        "what was not noted as sent is still to send"
    );
    laptop.exchange_until_quiet()?;
    assert_eq!(scene.central.rows("session")?, 1, "sent twice, kept once");
    scene.all_agree(&[&laptop])
}

#[test]
fn locked_while_the_request_is_on_its_way() -> Result<()> {
    locked_during_an_exchange(false)
}

#[test]
fn locked_just_as_the_answer_comes() -> Result<()> {
    locked_during_an_exchange(true)
}

#[test]
fn a_draft_outlives_the_lock_and_the_power_cut() -> Result<()> {
    let scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    let body = json!({"duration": 30, "notes": "Mme H., reprendre la tab"});
    let kept: DraftSaved = laptop.get(
        "draft_save",
        json!({"id": null, "kind": "session", "record": null, "body": body}),
    )?;
    laptop.lock()?;
    laptop.unlock()?;
    let laptop = laptop.cut_power()?;
    laptop.unlock()?;
    let drafts: Vec<Draft> = laptop.get("draft_list", ())?;
    assert_eq!(drafts.len(), 1);
    assert!(drafts[0].id == kept.id && drafts[0].body == body);
    // A draft is nobody else's business yet.
    let state = laptop.exchange_until_quiet()?;
    assert_eq!(state.pending, 0);
    assert_eq!(scene.central.counts()?.operations, 0);
    Ok(())
}

#[test]
fn wrong_passphrases_slow_down_and_the_right_one_opens() -> Result<()> {
    let scene = Scene::new()?;
    let mut laptop = scene.laptop("Portable 1")?;
    laptop.note_anonymous(None)?;
    laptop.restart();
    let wrong = json!({"passphrase": "abaisser abandon abdiquer abeille abolir"});
    let mut waited = false;
    for _ in 0..8 {
        let failure = laptop.ask("unlock", wrong.clone()).unwrap_err();
        match failure.code {
            FailureCode::WrongPassphrase => {}
            FailureCode::WaitBeforeRetry => {
                waited = true;
                let seconds: u64 = failure.params["retry_after"].parse()?;
                assert!(seconds > 0);
                scene.world.pass_ms(seconds * 1000);
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(laptop.state()?.phase, Phase::Locked);
        assert!(
            laptop.state()?.adviser.is_none(),
            "the lock screen shows a name"
        );
    }
    assert!(waited, "eight tries at full speed");
    scene.world.pass(60);
    laptop.unlock()?;
    assert_eq!(laptop.sessions()?.len(), 1);
    Ok(())
}

#[test]
fn the_quick_code_opens_after_a_lock_and_dies_with_its_tries() -> Result<()> {
    let scene = Scene::new()?;
    let mut laptop = scene.laptop("Portable 1")?;
    laptop.get::<AppState>("pin_set", json!({"pin": "280491"}))?;
    laptop.lock()?;
    let failure = laptop
        .ask("unlock_pin", json!({"pin": "194082"}))
        .unwrap_err();
    assert_eq!(failure.code, FailureCode::WrongPin);
    let left: u8 = failure.params["tries_left"].parse()?;
    let state: AppState = laptop.get("unlock_pin", json!({"pin": "280491"}))?;
    assert_eq!(state.phase, Phase::Unlocked);

    laptop.lock()?;
    for _ in 0..=left {
        let failure = laptop
            .ask("unlock_pin", json!({"pin": "194082"}))
            .unwrap_err();
        assert!(
            matches!(
                failure.code,
                FailureCode::WrongPin | FailureCode::PinUnavailable
            ),
            "{failure:?}"
        );
    }
    let failure = laptop
        .ask("unlock_pin", json!({"pin": "280491"}))
        .unwrap_err();
    assert_eq!(failure.code, FailureCode::PinUnavailable);
    laptop.unlock()?;

    laptop.get::<AppState>("pin_set", json!({"pin": "280491"}))?;
    laptop.restart();
    let failure = laptop
        .ask("unlock_pin", json!({"pin": "280491"}))
        .unwrap_err();
    assert_eq!(
        failure.code,
        FailureCode::PinUnavailable,
        "a code survived the program"
    );
    Ok(())
}

#[test]
fn a_keyring_that_forgot_leads_to_recovery_and_the_old_notebook_is_set_aside_whole() -> Result<()> {
    let scene = Scene::new()?;
    let mut laptop = scene.laptop("Portable 1")?;
    laptop.note_anonymous(None)?;
    laptop.exchange_until_quiet()?;
    // Not sent yet when the keyring is lost.
    scene.cut();
    laptop.note_workshop(None, "Messagerie", 6)?;
    laptop.restart();
    laptop.vault().unwrap().lose_everything();
    assert_eq!(laptop.state()?.phase, Phase::Recovery);
    let failure = laptop
        .ask(
            "unlock",
            json!({"passphrase": escale_testkit::laptop::PASSPHRASE}),
        )
        .unwrap_err();
    assert_eq!(failure.code, FailureCode::KeyringLost);

    let old = std::fs::read(laptop.folder().join("carnet/carnet.db"))?;
    scene.open();
    laptop.enrol(
        &scene.central.code(&scene.adviser, scene.line.address())?,
        "Portable 1, bis",
    )?;
    laptop.exchange_until_quiet()?;
    assert_eq!(laptop.sessions()?.len(), 1, "what the server has is back");
    let aside: Vec<_> = std::fs::read_dir(laptop.folder())?
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.file_name()
                .unwrap()
                .to_string_lossy()
                .starts_with("carnet-")
        })
        .collect();
    assert_eq!(aside.len(), 1);
    assert!(
        std::fs::read(aside[0].join("carnet.db"))? == old,
        "the old notebook was touched"
    );
    scene.all_agree(&[&laptop])
}

#[test]
fn a_keyring_that_is_only_silent_changes_nothing() -> Result<()> {
    let scene = Scene::new()?;
    let mut laptop = scene.laptop("Portable 1")?;
    laptop.restart();
    for silence in [
        escale_app::ports::VaultError::Unavailable,
        escale_app::ports::VaultError::Refused,
    ] {
        laptop.vault().unwrap().fail(Some(silence));
        assert_eq!(laptop.state()?.phase, Phase::Locked);
        let failure = laptop
            .ask(
                "unlock",
                json!({"passphrase": escale_testkit::laptop::PASSPHRASE}),
            )
            .unwrap_err();
        assert_eq!(failure.code, FailureCode::KeyringUnavailable);
        let again = json!({"code": "x", "passphrase": escale_testkit::laptop::PASSPHRASE, "device_name": "P"});
        assert_eq!(
            laptop.ask("enrol", again).unwrap_err().code,
            FailureCode::AlreadyEnrolled
        );
    }
    laptop.vault().unwrap().fail(None);
    laptop.unlock()?;
    Ok(())
}

#[test]
fn a_verified_copy_is_made_once_a_day_by_itself() -> Result<()> {
    let scene = Scene::new()?;
    let laptop = scene.laptop("Portable 1")?;
    laptop.note_anonymous(None)?;
    assert!(laptop.app().keep_copy_if_due());
    assert!(!laptop.app().keep_copy_if_due(), "one is enough");
    scene.world.pass(26 * 60);
    laptop.note_anonymous(None)?;
    assert!(laptop.app().keep_copy_if_due());
    let copies = escale_store::backup::list(&laptop.folder().join("carnet"))?;
    assert_eq!(copies.len(), 2);
    laptop.lock()?;
    assert!(
        !laptop.app().keep_copy_if_due(),
        "nothing to copy without the key"
    );
    Ok(())
}
