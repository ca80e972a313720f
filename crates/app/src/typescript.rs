//! The TypeScript side of the boundary, rendered from the same declarations.
//!
//! `cargo test -p escale-app` fails when the committed file is stale and says how to write it.

use std::fmt::Write as _;

use ts_rs::{Config, TS};

use crate::command::with_commands;

macro_rules! renderer {
    ($(($name:ident, $request:ty, $answer:ty, $case:path, $locked:literal, [$($provides:literal),*], [$($invalidates:literal),*])),*) => {
        fn commands(config: &Config, out: &mut String) {
            use crate::api::access::*;
            use crate::api::beneficiary::*;
            use crate::api::conflict::*;
            use crate::api::corbeille::*;
            use crate::api::draft::*;
            use crate::api::erasure::*;
            use crate::api::everywhere::*;
            use crate::api::file::*;
            use crate::api::import::*;
            use crate::api::paper::*;
            use crate::api::followup::*;
            use crate::api::guard::*;
            use crate::api::handover::*;
            use crate::api::history::*;
            use crate::api::merge::*;
            use crate::api::place::*;
            use crate::api::planning::*;
            use crate::api::session::*;
            use crate::api::settings::*;
            use crate::api::sync::*;
            use crate::api::twins::*;
            use crate::api::workshop::*;
            use crate::api::tag::*;
            use crate::api::territory::*;
            use escale_domain::commune::CommuneHit;
            use escale_domain::planning::workday::WorkdayForm;
            out.push_str("export interface Commands {\n");
            $(
                let (request, answer) = (<$request>::name(config), <$answer>::name(config));
                let _ = writeln!(out, "  {}: {{ request: {request}; response: {answer} }};", stringify!($name));
            )*
            out.push_str("}\n\nexport type CommandName = keyof Commands;\n\n");
            out.push_str("export const COMMAND_TAGS: Record<CommandName, { provides: string[]; invalidates: string[] }> = {\n");
            $(
                let provides: &[&str] = &[$($provides),*];
                let invalidates: &[&str] = &[$($invalidates),*];
                let _ = writeln!(out, "  {}: {{ provides: {provides:?}, invalidates: {invalidates:?} }},", stringify!($name));
            )*
            out.push_str("};\n");
        }
    };
}
with_commands!(renderer);

macro_rules! types {
    ($config:ident, $out:ident: $($path:path),* $(,)?) => {
        $( let _ = writeln!($out, "export {}\n", <$path>::decl($config)); )*
    };
}

/// The bindings of the screens: every type that crosses, the commands, their tags.
#[must_use]
pub fn bindings() -> String {
    use crate::api::*;
    use escale_domain as domain;
    use escale_domain::vocabulary as v;
    let config = &Config::default();
    let mut text = String::from("// Generated from crates/app and crates/domain: do not edit.\n\n");
    let out = &mut text;
    types! { config, out:
        v::SessionKind, v::PlaceKind, v::Material, v::Theme, v::Autonomy, v::Redirection, v::WorkshopLevel, v::Gender,
        v::AgeBand, v::SocialStatus, v::ProcedureState, v::Service,
        v::Basic, v::BasicLevel, v::MandateKind, v::PixKind,
        v::Weekday, v::StopChangeKind,
        domain::rule::RuleCode, domain::rule::FieldError,
        domain::commune::CommuneRef, domain::commune::CommuneHit,
        domain::outcome::OutcomeForm, domain::session::AnonymousPerson, domain::session::AnonymousGroup,
        domain::session::SessionForm, domain::beneficiary::BeneficiaryForm, domain::place::PlaceForm,
        domain::followup::GoalForm, domain::followup::ReferralForm, domain::followup::ProcedureForm,
        domain::followup::NeedsAssessmentForm, domain::followup::MandateForm, domain::followup::PixResultForm,
        domain::followup::DigitalPassForm, domain::followup::FollowUpForm, domain::followup::FollowUpKind,
        domain::planning::stop::StopForm, domain::planning::stop_change::StopChangeForm,
        domain::planning::workday::WorkdayForm, domain::planning::workshop::WorkshopForm,
        domain::planning::registration::RegistrationForm, domain::planning::outline::OutlineForm,
        domain::tag::TagForm,
        domain::territory::TerritoryForm,
        failure::FailureCode, failure::Failure,
        orders::HoldKind, orders::Hold, orders::Wiped, orders::AsideState, orders::AsideWhy, orders::AsideItem,
        access::Phase, access::KeyringState, access::Adviser, access::AppState, access::Enrol, access::Unlock,
        access::Pin, access::Suggestion,
        draft::DraftKind, draft::DraftSave, draft::DraftSaved, draft::Draft, draft::ById,
        import::ImportFile, import::ImportFault, import::ImportRow, import::ImportPreview, import::ImportRun,
        import::Import, import::LastImport, import::ImportBatch, import::ImportUndone,
        file::FileOut, paper::PaperSetting, paper::PaperOf, paper::RelayAsk, paper::RelayAbout, paper::RelayPaper,
        session::SessionLine, session::SessionSieve, session::SessionSelect, session::SessionPage, session::Ids,
        session::SessionsTag, tag::TagLine, tag::TagFile, tag::TagSave,
        tag::TagJoined, tag::TagJoin,
        corbeille::CorbeillePage, corbeille::CorbeilleRow, corbeille::CorbeilleLine, corbeille::Corbeille,
        session::Sessions, session::SessionFile, session::SessionSave,
        place::PlaceLine, place::Search, place::PlaceSave, place::PlaceFile, place::DirectoryAsk, place::Directory,
        place::DirectoryLine, place::PlaceImportAsk, place::PlaceImportReport, place::DepartmentCount, place::LineRemark,
        place::PlaceImportDone, place::PlaceImportUndone,
        territory::TerritoryLine, territory::TerritoryPage, territory::Territories, territory::TerritoryFile,
        territory::TerritorySave, territory::TerritoryText, territory::TerritoryPart,
        session::Saved, session::SessionDefaults, session::Today,
        beneficiary::BeneficiaryLine, beneficiary::BeneficiaryPage, beneficiary::Beneficiaries,
        beneficiary::ThemeCount, beneficiary::BeneficiaryFile, beneficiary::BeneficiarySave,
        beneficiary::BeneficiaryTwins, beneficiary::People, beneficiary::PeopleSummary, beneficiary::PeopleFound,
        beneficiary::TimelinePage, beneficiary::TimelineEntry, beneficiary::Timeline,
        domain::twins::Fact, twins::DuplicatePage, twins::Duplicate, twins::Duplicates, twins::Pair,
        domain::joining::MergeChoice, merge::MergeAsk, merge::MergeField, merge::MergePreview, merge::MergeDo,
        merge::MergedFile, merge::LateValue, merge::MergeTake,
        domain::handover::HandoverForm, domain::handover::Before, handover::Colleague, handover::HandoverState,
        handover::HandoverTold, handover::HandoverGoes, handover::HandoverFile, handover::HandoverAsk,
        handover::HandoverReceived,
        domain::erasure::Why, domain::erasure::ContactForm, erasure::ErasureState, erasure::ErasureGoes,
        erasure::ErasureFile, erasure::ErasureAsk, erasure::NearEnd, erasure::ErasureLine, erasure::LateLine,
        erasure::Erasures, erasure::ContactNote,
        domain::sensitive::WarningKind, guard::TextAsk, guard::TextWarning,
        history::HistoryAsk, history::FieldChange, history::ChangeKind, history::Change, history::History,
        history::HistoryRestore,
        planning::PlanningAsk, planning::StopLine, planning::DayPlan, planning::Planning, planning::PlaceHours,
        planning::TodayPlan, planning::StopFile, planning::StopSave, planning::StopChangeSave,
        workshop::WorkshopLine, workshop::RegistrationLine, workshop::WorkshopFile, workshop::WorkshopSave,
        workshop::WorkshopModels, workshop::RegistrationSave, workshop::Presence, workshop::RollCall,
        workshop::WorkshopSession, workshop::OutlineLine, workshop::OutlineFile, workshop::OutlineSave,
        everywhere::SearchEverywhere, everywhere::FoundEverywhere,
        conflict::ConflictAsk, conflict::StandingValue, conflict::Conflict, conflict::ConflictChoose,
        followup::FollowStepLine, followup::FollowUpItem, followup::FollowUpSuggestion, followup::AutonomyPoint,
        followup::ThemeAutonomy, followup::FollowUp, followup::FollowUpRef, followup::FollowUpOpen, followup::FollowUpFile,
        followup::FollowUpSave, followup::FollowUpMove, followup::FollowUpPostpone, followup::FollowUpUndo,
        followup::SessionFollowUp, followup::RelancesAsk, followup::Relance, followup::FollowUpDisputed,
        followup::Relances, followup::RelancesCount,
        settings::ThemeChoice, settings::Settings,
        sync::LineState, sync::Arriving, sync::SyncState, sync::PendingItem, sync::ExchangeLine, sync::SyncReport,
        crate::ports::Event,
    }
    commands(config, out);
    text
}
