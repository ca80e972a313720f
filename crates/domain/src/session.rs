//! Session: one act of mediation on one day, individual or workshop (one CRA of the national
//! platform, domain rules 1.6).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::commune::CommuneRef;
use crate::outcome::OutcomeForm;
use crate::vocabulary::{
    AgeBand, Gender, Material, PlaceKind, SessionKind, SocialStatus, Theme, WorkshopLevel,
};

/// What the screen sends: everything optional that a person may not have filled yet, so that a
/// draft has the same shape as a finished form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct SessionForm {
    /// Individual or workshop.
    pub kind: SessionKind,
    /// Day of the session, ISO 8601 (`2026-11-24`).
    pub date: Option<String>,
    /// Duration in minutes.
    pub duration: Option<u32>,
    /// Where it took place.
    pub place_kind: Option<PlaceKind>,
    /// Identifier of the place, when `place_kind` is a place of activity.
    pub place: Option<String>,
    /// The commune, at home or elsewhere.
    pub commune: Option<CommuneRef>,
    /// Equipment used.
    pub materials: Vec<Material>,
    /// Themes, administrative ones included.
    pub themes: Vec<Theme>,
    /// Name of the administrative procedure.
    pub procedure: Option<String>,
    /// Tags, by identifier.
    pub tags: Vec<String>,
    /// Free notes. No sensitive data.
    pub notes: Option<String>,
    /// Title of the workshop.
    pub title: Option<String>,
    /// Level of the workshop.
    pub level: Option<WorkshopLevel>,
    /// Named people present, by identifier (at most one for an individual session).
    pub people: Vec<String>,
    /// The anonymous person of an individual session, when nobody is named.
    pub person: AnonymousPerson,
    /// The anonymous participants of a workshop.
    pub anonymous: AnonymousGroup,
    /// What the session changed (individual sessions).
    pub outcome: OutcomeForm,
}

/// Optional facts about the anonymous person of an individual session.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct AnonymousPerson {
    /// Already helped before by this adviser.
    pub already: bool,
    /// Gender.
    pub gender: Option<Gender>,
    /// Age band.
    pub age_band: Option<AgeBand>,
    /// Social status.
    pub status: Option<SocialStatus>,
    /// Commune of residence.
    pub commune: Option<CommuneRef>,
}

/// Anonymous participants of a session, kept as marginal counts; people are never invented.
///
/// Each family may count fewer people than `total`: the rest is *non communiqué*. Values are
/// signed so that an impossible negative number reaches the rule that refuses it in words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct AnonymousGroup {
    /// How many anonymous people.
    #[ts(type = "number")]
    pub total: i64,
    /// How many of them had been helped before.
    #[ts(type = "number")]
    pub already: i64,
    /// Counts by gender (without *non communiqué*, which is computed).
    #[ts(type = "Partial<Record<Gender, number>>")]
    pub genders: std::collections::BTreeMap<Gender, i64>,
    /// Counts by age band (without *non communiqué*).
    #[ts(type = "Partial<Record<AgeBand, number>>")]
    pub age_bands: std::collections::BTreeMap<AgeBand, i64>,
    /// Counts by social status (without *non communiqué*).
    #[ts(type = "Partial<Record<SocialStatus, number>>")]
    pub statuses: std::collections::BTreeMap<SocialStatus, i64>,
}
