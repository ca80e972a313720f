//! The commands, declared once: name, request, answer, what they read and change, whether they
//! work while the notebook is locked. Both hosts and the TypeScript types come from this list.

use serde_json::Value;

use crate::api::failure::{Failure, FailureCode};
use crate::{
    App, access, beneficiary, conflict, corbeille, draft, exchange, import, paper, place, session,
    sessions, settings, tag,
};

/// Declares the commands; each macro given receives the whole list.
macro_rules! with_commands {
    ($then:ident) => {
        $then! {
            // name, request, answer, use case, works while locked, provides, invalidates
            (app_state, (), AppState, access::state, true, ["access"], []),
            (passphrase_suggest, (), Suggestion, access::suggest, true, [], []),
            (enrol, Enrol, AppState, access::enrol, true, [], ["access"]),
            (unlock, Unlock, AppState, access::unlock, true, [], ["access"]),
            (unlock_pin, Pin, AppState, access::unlock_pin, true, [], ["access"]),
            (pin_set, Pin, AppState, access::set_pin, false, [], ["access"]),
            (lock, (), AppState, access::lock, true, [], ["access"]),
            (today, (), Today, session::today, false, ["sessions", "places", "drafts"], []),
            (session_defaults, (), SessionDefaults, session::defaults, false, ["sessions", "places"], []),
            (session_page, SessionPage, Sessions, session::page, false, ["sessions"], []),
            (session_get, ById, SessionFile, session::get, false, ["sessions"], []),
            (session_save, SessionSave, Saved, session::save, false, [], ["sessions", "beneficiaries", "tags", "drafts", "sync"]),
            (session_delete, ById, (), session::delete, false, [], ["sessions", "beneficiaries", "tags", "sync"]),
            (session_restore, ById, (), session::restore, false, [], ["sessions", "beneficiaries", "tags", "sync"]),
            (session_ids, SessionSelect, Ids, sessions::ids, false, [], []),
            (sessions_delete, Ids, Ids, sessions::delete, false, [], ["sessions", "beneficiaries", "tags", "sync"]),
            (sessions_restore, Ids, Ids, sessions::restore, false, [], ["sessions", "beneficiaries", "tags", "sync"]),
            (sessions_tag, SessionsTag, Ids, sessions::tag, false, [], ["sessions", "tags", "sync"]),
            (tag_list, (), Vec<TagLine>, tag::list, false, ["tags"], []),
            (tag_get, ById, TagFile, tag::get, false, ["tags"], []),
            (tag_save, TagSave, Saved, tag::save, false, [], ["tags", "sessions", "sync"]),
            (tag_delete, ById, Ids, tag::delete, false, [], ["tags", "sessions", "sync"]),
            (tag_restore, Ids, (), tag::restore, false, [], ["tags", "sessions", "sync"]),
            (corbeille_page, CorbeillePage, Corbeille, corbeille::page, false, ["sessions", "beneficiaries", "places", "tags"], []),
            (corbeille_restore, CorbeilleRow, (), corbeille::restore, false, [], ["sessions", "beneficiaries", "places", "tags", "sync"]),
            (beneficiary_page, BeneficiaryPage, Beneficiaries, beneficiary::page, false, ["beneficiaries"], []),
            (beneficiary_get, ById, BeneficiaryFile, beneficiary::get, false, ["beneficiaries", "sessions"], []),
            (beneficiary_save, BeneficiarySave, Saved, beneficiary::save, false, [], ["beneficiaries", "sessions", "drafts", "sync"]),
            (beneficiary_twins, BeneficiaryTwins, Vec<BeneficiaryLine>, beneficiary::twins, false, ["beneficiaries"], []),
            (conflict_get, ConflictAsk, Vec<Conflict>, conflict::get, false, ["beneficiaries", "sessions"], []),
            (conflict_choose, ConflictChoose, (), conflict::choose, false, [], ["beneficiaries", "sessions", "sync"]),
            (place_search, Search, Vec<PlaceLine>, place::search, false, ["places"], []),
            (place_save, PlaceSave, Saved, place::save, false, [], ["places", "sync"]),
            (place_set_current, ById, (), place::set_current, false, [], ["places"]),
            (commune_search, Search, Vec<CommuneHit>, place::communes, true, [], []),
            (import_preview, ImportFile, ImportPreview, import::preview, false, [], []),
            (import_run, ImportRun, Import, import::run, false, [], ["beneficiaries", "sync"]),
            (import_last, (), LastImport, import::last, false, ["beneficiaries"], []),
            (import_undo, ImportBatch, ImportUndone, import::undo, false, [], ["beneficiaries", "sessions", "sync"]),
            (paper_attendance, PaperOf, FileOut, paper::attendance, false, [], []),
            (paper_notice, PaperSetting, FileOut, paper::notice, false, [], []),
            (paper_person, PaperOf, FileOut, paper::person, false, [], []),
            (draft_save, DraftSave, DraftSaved, draft::save, false, [], []),
            (draft_list, (), Vec<Draft>, draft::list, false, ["drafts"], []),
            (draft_discard, ById, (), draft::discard, false, [], ["drafts"]),
            (sync_state, (), SyncState, exchange::state, false, ["sync"], []),
            (sync_report, (), SyncReport, exchange::report, false, ["sync"], []),
            (sync_now, (), SyncState, exchange::now, false, [], ["sync"]),
            (settings_get, (), Settings, settings::get, true, ["settings", "access"], []),
            (settings_set, Settings, Settings, settings::set, false, [], ["settings"])
        }
    };
}
pub(crate) use with_commands;

macro_rules! dispatcher {
    ($(($name:ident, $request:ty, $answer:ty, $case:path, $locked:literal, $provides:tt, $invalidates:tt)),*) => {
        /// Names of all commands.
        pub const NAMES: &[&str] = &[$(stringify!($name)),*];

        fn run(app: &App, name: &str, args: Value) -> Result<Value, Failure> {
            match name {
                $(stringify!($name) => {
                    if !$locked {
                        app.open()?;
                    }
                    let answer = $case(app, read(name, args)?)?;
                    Ok(serde_json::to_value(answer)?)
                })*
                _ => {
                    // Not its name: whatever calls so may put anything there.
                    tracing::warn!(length = name.len(), "unknown command");
                    Err(Failure::new(FailureCode::BadRequest))
                }
            }
        }
    };
}
with_commands!(dispatcher);

fn read<T: serde::de::DeserializeOwned>(name: &str, args: Value) -> Result<T, Failure> {
    serde_json::from_value(args).map_err(|error| {
        // Where, never what: the text of the error may quote what was typed.
        tracing::warn!(
            name,
            line = error.line(),
            "a request this version does not understand"
        );
        Failure::new(FailureCode::BadRequest)
    })
}

/// Commands a screen sends by itself: they do not keep the notebook open.
const UNPROMPTED: &[&str] = &["app_state", "sync_state", "settings_get"];

/// Carries out a command.
///
/// # Errors
/// A [`Failure`], as the screens understand them.
pub fn dispatch(app: &App, name: &str, args: Value) -> Result<Value, Failure> {
    if !UNPROMPTED.contains(&name) {
        app.active();
    }
    run(app, name, args)
}
