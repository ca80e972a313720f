//! Beneficiary: a person followed by name. Anonymous people are counts on a session, never rows.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::commune::CommuneRef;
use crate::vocabulary::{AgeBand, Gender, SocialStatus};

/// What the screen sends for a named person (domain rules 1.6, *Bénéficiaire*).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct BeneficiaryForm {
    /// Prénom(s).
    pub first_name: String,
    /// Nom d’usage.
    pub last_name: String,
    /// Phone as typed.
    pub phone: String,
    /// The person has no phone (erases `phone`).
    pub no_phone: bool,
    /// E-mail as typed.
    pub email: String,
    /// Year of birth as typed (empty when unknown).
    pub birth_year: String,
    /// Commune of residence.
    pub commune: Option<CommuneRef>,
    /// Gender.
    pub gender: Option<Gender>,
    /// Age band, when the year of birth is unknown.
    pub age_band: Option<AgeBand>,
    /// Social status.
    pub status: Option<SocialStatus>,
    /// Notes.
    pub notes: String,
}
