//! Place: a *lieu d’activité*, as in the national standard of places of digital mediation.

mod form;
mod read;
mod wire;

pub use form::PlaceForm;
pub use read::{DETAILS_MAX, LIST_MAX, NAME_MAX, SUMMARY_MAX};
pub(crate) use read::{is_rna, is_siret};

use crate::commune::CommuneRef;
use crate::geo::Point;
use crate::rule::{FieldError, RuleCode};
use crate::vocabulary::{
    AccessMode, Fee, Programme, Public, Service, SpecialCare, SupportMode, TrainingLabel, Typology,
};

/// A place that keeps every rule. Made by [`Place::new`] or [`Place::read`] only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Name.
    pub name: String,
    /// Street address.
    pub address: Option<String>,
    /// Building, floor, "behind the church".
    pub address_more: Option<String>,
    /// Commune.
    pub commune: CommuneRef,
    /// Where it stands, when somebody measured it.
    pub position: Option<Point>,
    /// Typologies, in the order of the standard.
    pub typologies: Vec<Typology>,
    /// SIRET, 14 digits.
    pub siret: Option<String>,
    /// RNA, `W` and 9 digits.
    pub rna: Option<String>,
    /// Another identifier of 9 to 14 letters or digits (RIDET).
    pub identifier: Option<String>,
    /// Goes from place to place.
    pub itinerant: bool,
    /// Stands somewhere.
    pub fixed: bool,
    /// Phone, canonical.
    pub phone: Option<String>,
    /// E-mail addresses.
    pub emails: Vec<String>,
    /// Web addresses.
    pub websites: Vec<String>,
    /// Opening hours in OSM form, or as they were written when nobody can read them.
    pub opening_hours: Option<String>,
    /// Presentation, 280 characters at most.
    pub summary: Option<String>,
    /// Presentation at length.
    pub details: Option<String>,
    /// Who says so.
    pub source: Option<String>,
    /// Identifier where it came from.
    pub source_id: Option<String>,
    /// The structure it belongs to.
    pub parent: Option<String>,
    /// What it helps with.
    pub services: Vec<Service>,
    /// People it is meant for.
    pub publics: Vec<Public>,
    /// Care it can take.
    pub special_care: Vec<SpecialCare>,
    /// What it costs.
    pub fees: Vec<Fee>,
    /// National programmes.
    pub programmes: Vec<Programme>,
    /// Training and labels.
    pub labels: Vec<TrainingLabel>,
    /// Other training and labels.
    pub other_labels: Vec<String>,
    /// How one gets in.
    pub access_modes: Vec<AccessMode>,
    /// How one is helped.
    pub support_modes: Vec<SupportMode>,
    /// Its file at Acceslibre.
    pub accessibility_url: Option<String>,
    /// Where to book.
    pub booking_url: Option<String>,
    /// Day of the last change, ISO 8601: given by whoever saves.
    pub updated_on: Option<String>,
}

impl Place {
    /// The place of that form.
    ///
    /// # Errors
    /// Every broken rule, on the field that breaks it.
    pub fn new(form: &PlaceForm) -> Result<Self, Vec<FieldError>> {
        let (place, mut errors) = Self::read(form);
        if let Some(place) = &place {
            if place.phone.is_none() && place.access_modes.contains(&AccessMode::Phone) {
                errors.push(FieldError::new("phone", RuleCode::PhoneNeeded));
            }
            let by_mail = [AccessMode::Mail, AccessMode::Prescription];
            if place.emails.is_empty() && place.access_modes.iter().any(|m| by_mail.contains(m)) {
                errors.push(FieldError::new("emails", RuleCode::EmailNeeded));
            }
        }
        match place {
            Some(place) if errors.is_empty() => Ok(place),
            _ => Err(errors),
        }
    }

    /// Where it is: its own position, else the centre of its commune.
    #[must_use]
    pub fn point(position: Option<Point>, commune: Option<&CommuneRef>) -> Option<Point> {
        position.or_else(|| crate::commune::Communes::centre(&commune?.code))
    }
}

#[cfg(test)]
mod tests;
