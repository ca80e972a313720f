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
            use crate::api::file::*;
            use crate::api::import::*;
            use crate::api::paper::*;
            use crate::api::place::*;
            use crate::api::session::*;
            use crate::api::settings::*;
            use crate::api::sync::*;
            use crate::api::tag::*;
            use escale_domain::commune::CommuneHit;
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
    use crate::api::{
        access, beneficiary, conflict, corbeille, draft, failure, file, import, paper, place,
        session, settings, sync, tag,
    };
    use escale_domain as domain;
    use escale_domain::vocabulary as v;
    let config = &Config::default();
    let mut text = String::from("// Generated from crates/app and crates/domain: do not edit.\n\n");
    let out = &mut text;
    types! { config, out:
        v::SessionKind, v::PlaceKind, v::Material, v::Theme, v::Autonomy, v::Redirection, v::WorkshopLevel, v::Gender,
        v::AgeBand, v::SocialStatus, v::ProcedureState,
        domain::rule::RuleCode, domain::rule::FieldError,
        domain::commune::CommuneRef, domain::commune::CommuneHit,
        domain::outcome::OutcomeForm, domain::session::AnonymousPerson, domain::session::AnonymousGroup,
        domain::session::SessionForm, domain::tag::TagForm, domain::beneficiary::BeneficiaryForm, domain::place::PlaceForm,
        failure::FailureCode, failure::Failure,
        access::Phase, access::KeyringState, access::Adviser, access::AppState, access::Enrol, access::Unlock,
        access::Pin, access::Suggestion,
        draft::DraftKind, draft::DraftSave, draft::DraftSaved, draft::Draft, draft::ById,
        import::ImportFile, import::ImportFault, import::ImportRow, import::ImportPreview, import::ImportRun,
        import::Import, import::LastImport, import::ImportBatch, import::ImportUndone,
        file::FileOut, paper::PaperSetting, paper::PaperOf,
        place::PlaceLine, place::Search, place::PlaceSave,
        session::SessionLine, session::SessionSieve, session::SessionSelect, session::SessionPage, session::Ids,
        session::SessionsTag, tag::TagLine, tag::TagFile, tag::TagSave,
        corbeille::CorbeillePage, corbeille::CorbeilleRow, corbeille::CorbeilleLine, corbeille::Corbeille,
        session::Sessions, session::SessionFile, session::SessionSave,
        session::Saved, session::SessionDefaults, session::Today,
        beneficiary::BeneficiaryLine, beneficiary::BeneficiaryPage, beneficiary::Beneficiaries,
        beneficiary::ThemeCount, beneficiary::BeneficiaryFile, beneficiary::BeneficiarySave,
        beneficiary::BeneficiaryTwins,
        conflict::ConflictAsk, conflict::StandingValue, conflict::Conflict, conflict::ConflictChoose,
        settings::ThemeChoice, settings::Settings,
        sync::LineState, sync::SyncState, sync::PendingItem, sync::ExchangeLine, sync::SyncReport,
        crate::ports::Event,
    }
    commands(config, out);
    text
}
