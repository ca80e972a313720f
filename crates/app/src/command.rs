//! The commands, declared once: name, request, answer, what they read and change, whether they
//! work while the notebook is locked. Both hosts and the TypeScript types come from this list.

use serde_json::Value;

use crate::api::failure::{Failure, FailureCode};
use crate::{
    App, access, beneficiary, colleague, conflict, corbeille, draft, erasure, everywhere, exchange,
    followup, guard, handover, history, import, merge, orders, outline, paper, parcel, people,
    place, planning, portable, practice, session, sessions, settings, stop, tag, territory,
    timeline, twins, workshop,
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
            (practice_enter, (), AppState, practice::enter, true, [], ["access"]),
            (practice_leave, (), AppState, practice::leave, true, [], ["access"]),
            (today, (), Today, session::today, false, ["sessions", "places", "drafts", "planning"], []),
            (session_defaults, (), SessionDefaults, session::defaults, false, ["sessions", "places", "planning"], []),
            (session_page, SessionPage, Sessions, session::page, false, ["sessions"], []),
            (session_get, ById, SessionFile, session::get, false, ["sessions"], []),
            (session_save, SessionSave, Saved, session::save, false, [], ["sessions", "beneficiaries", "drafts", "planning", "sync", "tags"]),
            (session_delete, ById, (), session::delete, false, [], ["sessions", "beneficiaries", "planning", "sync", "tags"]),
            (session_restore, ById, (), session::restore, false, [], ["sessions", "beneficiaries", "planning", "sync", "tags"]),
            (session_ids, SessionSelect, Ids, sessions::ids, false, [], []),
            (sessions_delete, Ids, Ids, sessions::delete, false, [], ["sessions", "beneficiaries", "planning", "tags", "sync"]),
            (sessions_restore, Ids, Ids, sessions::restore, false, [], ["sessions", "beneficiaries", "planning", "tags", "sync"]),
            (sessions_tag, SessionsTag, Ids, sessions::tag, false, [], ["sessions", "tags", "sync"]),
            (tag_list, (), Vec<TagLine>, tag::list, false, ["tags"], []),
            (tag_get, ById, TagFile, tag::get, false, ["tags"], []),
            (tag_save, TagSave, Saved, tag::save, false, [], ["tags", "sessions", "sync"]),
            (tag_delete, ById, Ids, tag::delete, false, [], ["tags", "sessions", "sync"]),
            (tag_restore, Ids, (), tag::restore, false, [], ["tags", "sessions", "sync"]),
            (tag_join, TagJoin, Ids, tag::join, false, [], ["tags", "sessions", "sync"]),
            (tag_part, Ids, (), tag::part, false, [], ["tags", "sessions", "sync"]),
            (corbeille_page, CorbeillePage, Corbeille, corbeille::page, false, ["sessions", "beneficiaries", "places", "tags", "planning", "followups", "territory"], []),
            (corbeille_restore, CorbeilleRow, (), corbeille::restore, false, [], ["sessions", "beneficiaries", "places", "tags", "planning", "followups", "territory", "sync"]),
            (beneficiary_page, BeneficiaryPage, Beneficiaries, beneficiary::page, false, ["beneficiaries"], []),
            (beneficiary_get, ById, BeneficiaryFile, beneficiary::get, false, ["beneficiaries", "sessions"], []),
            (beneficiary_save, BeneficiarySave, Saved, beneficiary::save, false, [], ["beneficiaries", "sessions", "drafts", "sync"]),
            (beneficiary_twins, BeneficiaryTwins, Vec<BeneficiaryLine>, beneficiary::twins, false, ["beneficiaries"], []),
            (followup_get, ById, FollowUp, followup::get, false, ["followups", "beneficiaries", "sessions", "places"], []),
            (followup_of_session, ById, SessionFollowUp, followup::of_session, false, ["followups", "sessions", "places"], []),
            (followup_open, FollowUpOpen, FollowUpFile, followup::open, false, ["followups", "beneficiaries", "sessions", "places"], []),
            (followup_save, FollowUpSave, Saved, followup::save, false, [], ["followups", "drafts", "sync"]),
            (followup_delete, FollowUpRef, (), followup::delete, false, [], ["followups", "sync"]),
            (followup_restore, FollowUpRef, (), followup::restore, false, [], ["followups", "sync"]),
            (followup_move, FollowUpMove, FollowUpUndo, followup::mark, false, [], ["followups", "sync"]),
            (followup_postpone, FollowUpPostpone, FollowUpUndo, followup::postpone, false, [], ["followups", "sync"]),
            (followup_undo, FollowUpUndo, (), followup::undo, false, [], ["followups", "sync"]),
            (relances, RelancesAsk, Relances, followup::relances, false, ["followups", "beneficiaries", "sessions", "places"], []),
            (relances_count, (), RelancesCount, followup::relances_count, false, ["followups", "beneficiaries", "sessions"], []),
            (conflict_get, ConflictAsk, Vec<Conflict>, conflict::get, false, ["beneficiaries", "sessions", "followups", "planning", "territory"], []),
            (beneficiary_timeline, TimelinePage, Timeline, timeline::page, false, ["beneficiaries", "sessions"], []),
            (beneficiary_found, PeopleFound, People, people::found, false, ["beneficiaries"], []),
            (beneficiary_summary, People, PeopleSummary, people::summary, false, ["beneficiaries", "sessions"], []),
            (beneficiary_delete, People, People, people::delete, false, [], ["beneficiaries", "sessions", "sync"]),
            (beneficiary_restore, People, (), people::restore, false, [], ["beneficiaries", "sessions", "sync"]),
            (beneficiary_duplicates, DuplicatePage, Duplicates, twins::page, false, ["beneficiaries"], []),
            (beneficiary_tell_apart, Pair, (), twins::tell_apart, false, [], ["beneficiaries", "sync"]),
            (beneficiary_tell_together, Pair, (), twins::tell_together, false, [], ["beneficiaries", "sync"]),
            (beneficiary_merge_preview, MergeAsk, MergePreview, merge::preview, false, ["beneficiaries", "sessions"], []),
            (beneficiary_merge, MergeDo, Saved, merge::join, false, [], ["beneficiaries", "sessions", "sync"]),
            (beneficiary_merge_take, MergeTake, (), merge::take, false, [], ["beneficiaries", "sync"]),
            (beneficiary_part, ById, Saved, merge::part, false, [], ["beneficiaries", "sessions", "sync"]),
            (colleague_list, (), Vec<Colleague>, colleague::list, false, ["colleagues"], []),
            (handover_get, ById, HandoverFile, handover::get, false, ["beneficiaries", "sessions", "followups", "drafts", "colleagues", "sync"], []),
            (handover_ask, HandoverAsk, (), handover::ask, false, [], ["beneficiaries", "sync"]),
            (handover_cancel, ById, bool, handover::cancel, false, [], ["beneficiaries", "sync"]),
            (handover_received, (), Vec<HandoverReceived>, handover::received, false, ["beneficiaries", "colleagues"], []),
            (handover_notice, ById, (), handover::notice, false, [], ["beneficiaries", "sync"]),
            (erasure_get, ById, ErasureFile, erasure::get, false, ["beneficiaries", "sessions", "followups", "erasures", "sync"], []),
            (erasure_ask, ErasureAsk, (), erasure::ask, false, [], ["beneficiaries", "erasures", "sync"]),
            (erasure_cancel, ById, bool, erasure::cancel, false, [], ["beneficiaries", "erasures", "sync"]),
            (erasure_list, (), Erasures, erasure::list, false, ["beneficiaries", "sessions", "followups", "erasures", "sync"], []),
            (contact_note, ContactNote, (), erasure::contact, false, [], ["beneficiaries", "followups", "erasures", "sync"]),
            (history_get, HistoryAsk, History, history::get, false, ["beneficiaries", "sessions", "places"], []),
            (history_restore, HistoryRestore, (), history::restore, false, [], ["beneficiaries", "sessions", "places", "sync"]),
            (text_check, TextAsk, Vec<TextWarning>, guard::check, false, [], []),
            (conflict_choose, ConflictChoose, (), conflict::choose, false, [], ["beneficiaries", "sessions", "sync", "planning", "territory"]),
            (place_search, Search, Vec<PlaceLine>, place::search, false, ["places"], []),
            (place_save, PlaceSave, Saved, place::save, false, [], ["places", "drafts", "sync"]),
            (place_set_current, ById, (), place::set_current, false, [], ["places"]),
            (place_follow_plan, (), (), place::follow_plan, false, [], ["places"]),
            (planning_get, PlanningAsk, Planning, planning::week, false, ["planning", "places", "sessions"], []),
            (planning_ics, PlanningAsk, FileOut, planning::calendar_file, false, [], []),
            (workday_save, WorkdayForm, (), planning::note_day, false, [], ["planning", "sync"]),
            (stop_get, ById, StopFile, stop::get, false, ["planning", "places"], []),
            (stop_save, StopSave, Saved, stop::save, false, [], ["planning", "drafts", "sync"]),
            (stop_delete, ById, (), stop::delete, false, [], ["planning", "sync"]),
            (stop_restore, ById, (), stop::restore, false, [], ["planning", "sync"]),
            (stop_change_save, StopChangeSave, Saved, stop::change, false, [], ["planning", "sync"]),
            (stop_change_delete, ById, (), stop::unchange, false, [], ["planning", "sync"]),
            (stop_change_restore, ById, (), stop::rechange, false, [], ["planning", "sync"]),
            (workshop_get, ById, WorkshopFile, workshop::get, false, ["planning", "places", "sessions", "beneficiaries"], []),
            (workshop_models, (), WorkshopModels, workshop::models, false, ["planning", "places"], []),
            (workshop_save, WorkshopSave, Saved, workshop::save, false, [], ["planning", "drafts", "sync"]),
            (workshop_delete, ById, (), workshop::delete, false, [], ["planning", "sync"]),
            (workshop_restore, ById, (), workshop::restore, false, [], ["planning", "sync"]),
            (workshop_session, ById, WorkshopSession, workshop::session, false, ["planning", "places", "sessions", "beneficiaries"], []),
            (registration_save, RegistrationSave, Saved, workshop::register, false, [], ["planning", "sync"]),
            (registration_delete, ById, (), workshop::unregister, false, [], ["planning", "sync"]),
            (registration_restore, ById, (), workshop::reregister, false, [], ["planning", "sync"]),
            (registration_present, RollCall, (), workshop::call, false, [], ["planning", "sync"]),
            (outline_list, (), Vec<OutlineLine>, outline::list, false, ["planning"], []),
            (outline_get, ById, OutlineFile, outline::get, false, ["planning"], []),
            (outline_save, OutlineSave, Saved, outline::save, false, [], ["planning", "drafts", "sync"]),
            (outline_delete, ById, (), outline::delete, false, [], ["planning", "sync"]),
            (outline_restore, ById, (), outline::restore, false, [], ["planning", "sync"]),
            (place_get, ById, PlaceFile, place::get, false, ["places", "territory", "sessions"], []),
            (place_delete, ById, (), place::delete, false, [], ["places", "sessions", "territory", "sync"]),
            (place_restore, ById, (), place::restore, false, [], ["places", "sessions", "territory", "sync"]),
            (place_directory, DirectoryAsk, Directory, place::directory::page, false, ["places"], []),
            (place_export, (), FileOut, place::export::run, false, [], []),
            (place_import_trial, PlaceImportAsk, PlaceImportReport, place::import::trial, false, [], []),
            (place_import, PlaceImportAsk, PlaceImportReport, place::import::run, false, [], ["places", "sync"]),
            (place_import_latest, (), Option<PlaceImportDone>, place::import::latest, false, ["places"], []),
            (place_import_undo, ById, PlaceImportUndone, place::import::undo, false, [], ["places", "sync"]),
            (territory_page, TerritoryPage, Territories, territory::page, false, ["territory", "places"], []),
            (territory_get, ById, TerritoryFile, territory::get, false, ["territory", "places"], []),
            (territory_text, ById, TerritoryText, territory::text, false, ["territory", "places"], []),
            (territory_save, TerritorySave, Saved, territory::save, false, [], ["territory", "drafts", "sync"]),
            (territory_delete, ById, (), territory::delete, false, [], ["territory", "sync"]),
            (territory_restore, ById, (), territory::restore, false, [], ["territory", "sync"]),
            (commune_search, Search, Vec<CommuneHit>, place::communes, true, [], []),
            (import_preview, ImportFile, ImportPreview, import::preview, false, [], []),
            (import_run, ImportRun, Import, import::run, false, [], ["beneficiaries", "sync"]),
            (import_last, (), LastImport, import::last, false, ["beneficiaries"], []),
            (import_undo, ImportBatch, ImportUndone, import::undo, false, [], ["beneficiaries", "sessions", "sync"]),
            (paper_attendance, PaperOf, FileOut, paper::attendance, false, [], []),
            (paper_workshop, PaperOf, FileOut, paper::workshop, false, [], []),
            (paper_diagnostic, PaperOf, FileOut, paper::diagnostic, false, [], []),
            (relay_about, RelayAsk, RelayAbout, paper::relay_about, false, ["followups", "places", "sessions"], []),
            (paper_relay, RelayPaper, FileOut, paper::relay, false, [], []),
            (person_json, ById, FileOut, portable::person, false, [], []),
            (paper_notice, PaperSetting, FileOut, paper::notice, false, [], []),
            (paper_person, PaperOf, FileOut, paper::person, false, [], []),
            (search_everywhere, SearchEverywhere, FoundEverywhere, everywhere::search, false, ["beneficiaries", "places", "sessions"], []),
            (draft_save, DraftSave, DraftSaved, draft::save, false, [], []),
            (draft_list, (), Vec<Draft>, draft::list, false, ["drafts"], []),
            (draft_discard, ById, (), draft::discard, false, [], ["drafts"]),
            (sync_state, (), SyncState, exchange::state, true, ["sync"], []),
            (sync_report, (), SyncReport, exchange::report, false, ["sync"], []),
            (sync_now, (), SyncState, exchange::now, true, [], ["sync"]),
            (parcel_make, (), Option<FileOut>, parcel::make, true, [], []),
            (wiped_seen, (), AppState, orders::wiped_seen, true, [], ["access"]),
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::NAMES;

    #[test]
    fn no_two_commands_have_one_name() {
        let mut seen = BTreeSet::new();
        let twice: Vec<_> = NAMES.iter().filter(|name| !seen.insert(**name)).collect();
        assert!(twice.is_empty(), "declared twice: {twice:?}");
    }
}
