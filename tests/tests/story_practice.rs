//! The practice space: one tries anything in it, and the notebook, its outbox, its quick code and
//! the server are after it what they were before.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use anyhow::Result;
use escale_app::api::access::{AppState, Phase};
use escale_app::api::everywhere::FoundEverywhere;
use escale_app::api::failure::FailureCode;
use escale_app::api::session::{Saved, Today};
use escale_app::api::settings::{Settings, ThemeChoice};
use escale_app::api::sync::{LineState, SyncReport, SyncState};
use escale_app::ports::{HttpRequest, HttpResponse, ServerAddress, Transport, TransportError};
use escale_host::transport::{HttpsTransport, Limits};
use escale_testkit::forms;
use escale_testkit::laptop::Laptop;
use escale_tests::scene::{Scene, a_day};
use serde_json::{Value, json};

/// The real line, counted.
struct Counted {
    line: HttpsTransport,
    sent: Arc<AtomicUsize>,
}

impl Transport for Counted {
    fn send(
        &self,
        server: &ServerAddress,
        request: HttpRequest,
    ) -> Result<HttpResponse, TransportError> {
        self.sent.fetch_add(1, Ordering::SeqCst);
        self.line.send(server, request)
    }
}

fn counted(scene: &Scene) -> Result<(Laptop, Arc<AtomicUsize>)> {
    let sent = Arc::new(AtomicUsize::new(0));
    let line = HttpsTransport::new(Limits::default())?;
    let laptop = Laptop::new(&scene.world)?.with_transport(Arc::new(Counted {
        line,
        sent: Arc::clone(&sent),
    }));
    laptop.enrol(&scene.code()?, "Portable du bus")?;
    laptop.exchange_until_quiet()?;
    Ok((laptop, sent))
}

fn enter(laptop: &Laptop) -> Result<AppState> {
    laptop.get("practice_enter", ())
}

fn leave(laptop: &Laptop) -> Result<AppState> {
    laptop.get("practice_leave", ())
}

/// What the outbox holds, to the byte.
fn outbox(laptop: &Laptop) -> Result<Vec<String>> {
    laptop.inspect(|reader| {
        let batch = reader.outbox_batch(0, 10_000)?;
        Ok(batch
            .rows
            .into_iter()
            .map(|row| format!("{} {} {}", row.q, row.row, row.body))
            .collect())
    })
}

/// Everything a person may do there.
fn play(laptop: &Laptop) -> Result<()> {
    let person = laptop.save_person(&forms::person("Zéphyrine", "Quetzal", "06 39 98 77 77"))?;
    let session = laptop.save_session(&forms::named(&laptop.today(), None, &person))?;
    laptop.note_anonymous(None)?;
    laptop.delete_session(&session)?;
    laptop.get::<Value>(
        "draft_save",
        json!({"id": null, "kind": "session", "record": null, "body": {"form": {}}}),
    )?;
    let mut settings: Settings = laptop.get("settings_get", ())?;
    settings.theme = ThemeChoice::Dark;
    settings.idle_lock_minutes = 15;
    laptop.get::<Settings>("settings_set", settings)?;
    Ok(())
}

#[test]
fn nothing_done_in_it_reaches_the_notebook_nor_the_server() -> Result<()> {
    let scene = Scene::new()?;
    let (laptop, sent) = counted(&scene)?;
    a_day(&laptop)?;
    laptop.exchange_until_quiet()?;
    scene.cut();
    laptop.note_anonymous(None)?;
    let (records, waiting) = (laptop.records()?, outbox(&laptop)?);
    let look: Settings = laptop.get("settings_get", ())?;
    let pending = laptop.sync_state()?.pending;
    assert!(pending > 0 && !waiting.is_empty());
    scene.open();

    // From the open notebook, which is closed by it.
    let state = enter(&laptop)?;
    assert!(state.practice && state.phase == Phase::Unlocked);
    let calls = sent.load(Ordering::SeqCst);
    let found: FoundEverywhere = laptop.get("search_everywhere", json!({"query": "lemarchand"}))?;
    assert!(found.people.is_empty(), "a person of the real notebook");
    play(&laptop)?;
    for _ in 0..20 {
        laptop.get::<SyncState>("sync_now", ())?;
        assert!(
            !laptop.exchange_when_due(),
            "the practice space was exchanged"
        );
    }
    assert!(
        !laptop.app().keep_copy_if_due(),
        "the practice space was copied"
    );
    let line = laptop.sync_state()?;
    assert!(line.practice && !line.busy && line.line == LineState::Unknown);
    let report: SyncReport = laptop.get("sync_report", ())?;
    assert!(report.exchanges.is_empty() && report.server.is_empty());
    assert_eq!(sent.load(Ordering::SeqCst), calls, "something was sent");

    let state = leave(&laptop)?;
    assert!(!state.practice && state.phase == Phase::Locked);
    assert!(!laptop.folder().join("bac-a-sable").exists());
    laptop.unlock()?;
    assert_eq!(laptop.records()?, records);
    assert_eq!(outbox(&laptop)?, waiting);
    assert_eq!(laptop.get::<Settings>("settings_get", ())?, look);
    assert_eq!(laptop.sync_state()?.pending, pending);
    laptop.exchange_until_quiet()?;
    scene.all_agree(&[&laptop])
}

#[test]
fn it_opens_from_the_lock_screen_full_and_again_as_new() -> Result<()> {
    let scene = Scene::new()?;
    let laptop = scene.laptop("Portable du bus")?;
    laptop.get::<AppState>("lock", ())?;
    for _ in 0..2 {
        enter(&laptop)?;
        let today: Today = laptop.get("today", ())?;
        assert!(!today.sessions.is_empty() && today.place.is_some() && today.drafts.is_empty());
        let found: FoundEverywhere =
            laptop.get("search_everywhere", json!({"query": "exemple"}))?;
        assert_eq!(found.people.len(), 2);
        assert!(
            laptop.people("quetzal")?.is_empty(),
            "left from the last time"
        );
        // Entering twice is being there.
        play(&laptop)?;
        assert!(enter(&laptop)?.practice && !laptop.people("quetzal")?.is_empty());
        // Locking leaves as well.
        let state: AppState = laptop.get("lock", ())?;
        assert!(!state.practice && state.phase == Phase::Locked);
        assert!(!laptop.folder().join("bac-a-sable").exists());
    }
    Ok(())
}

#[test]
fn a_quick_code_armed_before_still_opens_the_real_notebook() -> Result<()> {
    let scene = Scene::new()?;
    let laptop = scene.laptop("Portable du bus")?;
    let mine = laptop.save_person(&forms::person("Léa", "Lemarchand", ""))?;
    laptop.get::<AppState>("pin_set", json!({"pin": "280491"}))?;
    enter(&laptop)?;
    let refused = laptop.ask("pin_set", json!({"pin": "905017"})).unwrap_err();
    assert_eq!(refused.code, FailureCode::BadRequest);
    leave(&laptop)?;
    laptop.get::<AppState>("unlock_pin", json!({"pin": "280491"}))?;
    assert_eq!(laptop.people("lemarchand")?.len(), 1);
    assert!(laptop.people("exemple")?.is_empty());
    laptop.get::<Value>("beneficiary_get", json!({"id": mine}))?;
    Ok(())
}

#[test]
fn idleness_and_a_crash_end_it() -> Result<()> {
    let scene = Scene::new()?;
    let mut laptop = scene.laptop("Portable du bus")?;
    enter(&laptop)?;
    scene.world.pass(60 * 60);
    assert!(laptop.app().lock_if_idle());
    assert!(!laptop.folder().join("bac-a-sable").exists());
    enter(&laptop)?;
    laptop = laptop.cut_power()?;
    assert_eq!(laptop.state()?.phase, Phase::Locked);
    let state = enter(&laptop)?;
    assert!(
        state.practice,
        "what a crash left does not stand in the way"
    );
    laptop.get::<Saved>(
        "session_save",
        json!({"id": null, "draft": null, "version": null, "form": forms::anonymous(&laptop.today(), None)}),
    )?;
    leave(&laptop)?;
    laptop.unlock()?;
    assert_eq!(laptop.sync_state()?.pending, 0);
    Ok(())
}

#[test]
fn a_colleague_without_a_code_may_practise_and_then_enrols_as_if_she_had_not() -> Result<()> {
    let scene = Scene::new()?;
    let sent = Arc::new(AtomicUsize::new(0));
    let line = HttpsTransport::new(Limits::default())?;
    let mut laptop = Laptop::new(&scene.world)?.with_transport(Arc::new(Counted {
        line,
        sent: Arc::clone(&sent),
    }));
    assert_eq!(laptop.state()?.phase, Phase::Fresh);
    for _ in 0..2 {
        let state = enter(&laptop)?;
        assert!(state.practice && state.phase == Phase::Unlocked);
        play(&laptop)?;
        laptop.get::<SyncState>("sync_now", ())?;
        assert!(!laptop.exchange_when_due(), "it was exchanged");
        assert!(!laptop.app().keep_copy_if_due(), "it was copied");
        let state = leave(&laptop)?;
        assert!(!state.practice && state.phase == Phase::Fresh && state.adviser.is_none());
        assert!(!laptop.folder().join("bac-a-sable").exists());
        assert_eq!(
            laptop.get::<Settings>("settings_get", ())?,
            Settings::default()
        );
    }
    // Idleness brings back to the code as well; a battery pulled out too, and leaves a folder.
    enter(&laptop)?;
    scene.world.pass(60 * 60);
    assert!(laptop.app().lock_if_idle());
    assert_eq!(laptop.state()?.phase, Phase::Fresh);
    enter(&laptop)?;
    play(&laptop)?;
    laptop = laptop.cut_power()?;
    assert_eq!(laptop.state()?.phase, Phase::Fresh);
    assert!(laptop.folder().join("bac-a-sable").exists());
    assert_eq!(sent.load(Ordering::SeqCst), 0, "something was sent");

    laptop.enrol(&scene.code()?, "Portable du bus")?;
    assert!(
        !laptop.folder().join("bac-a-sable").exists(),
        "what the crash left stands beside the notebook"
    );
    let today: Today = laptop.get("today", ())?;
    assert!(today.sessions.is_empty() && today.drafts.is_empty() && today.place.is_none());
    assert!(laptop.people("exemple")?.is_empty() && laptop.people("quetzal")?.is_empty());
    assert_eq!(
        laptop.get::<Settings>("settings_get", ())?,
        Settings::default()
    );
    laptop.exchange_until_quiet()?;
    assert!(laptop.records()?.is_empty(), "a row of the practice space");
    scene.all_agree(&[&laptop])
}
