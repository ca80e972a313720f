//! From a form to a place, and the rules on the way.

use super::{Place, PlaceForm};
use crate::commune::CommuneRef;
use crate::geo::Point;
use crate::opening;
use crate::rule::{self, FieldError, RuleCode};
use crate::vocabulary::{
    AccessMode, Fee, Programme, Public, Service, SpecialCare, SupportMode, TrainingLabel, Typology,
};
use crate::{email, phone};

/// Longest name and address, in characters.
pub const NAME_MAX: usize = 200;
/// Longest short presentation, in characters: the standard's.
pub const SUMMARY_MAX: usize = 280;
/// Longest presentation at length, in characters.
pub const DETAILS_MAX: usize = 5000;
/// Longest web address, hours or source, in characters.
const LINE_MAX: usize = 500;
/// Most values of a free list.
pub const LIST_MAX: usize = 20;
/// La Poste numbers its establishments without the Luhn key.
const LA_POSTE_SIREN: &str = "356000000";
const ACCESLIBRE: &str = "https://acceslibre.beta.gouv.fr/";
/// Country codes of the standard that people's phones have no form for here.
const FAR: [&str; 5] = ["+269", "+508", "+681", "+687", "+689"];

impl Place {
    /// The place of that form without the rules that a published file may break (a way to reach
    /// it that is announced but not given), and every other broken rule. The place is absent when
    /// its name or its commune is; a field at fault is left out of it.
    #[must_use]
    pub fn read(form: &PlaceForm) -> (Option<Self>, Vec<FieldError>) {
        let mut errors = Vec::new();
        let place = read(form, &mut errors);
        (place, errors)
    }
}

fn read(form: &PlaceForm, errors: &mut Vec<FieldError>) -> Option<Place> {
    if form.name.trim().is_empty() {
        errors.push(FieldError::new("name", RuleCode::PlaceNameRequired));
    }
    let name = rule::text("name", &form.name, NAME_MAX, false, errors);
    let address = rule::text("address", &form.address, NAME_MAX, false, errors);
    let address_more = rule::text("address_more", &form.address_more, NAME_MAX, false, errors);
    let commune = commune(form, errors);
    let position = position(form, errors);
    let typologies = choices(
        "typologies",
        &form.typologies,
        Typology::from_value,
        RuleCode::TypologyUnknown,
        errors,
    );
    let siret = identifier(
        "siret",
        &form.siret,
        RuleCode::SiretInvalid,
        is_siret,
        errors,
    );
    let rna = identifier("rna", &form.rna, RuleCode::RnaInvalid, is_rna, errors);
    let other = identifier(
        "identifier",
        &form.identifier,
        RuleCode::IdentifierInvalid,
        is_identifier,
        errors,
    );
    let phone = phone_of(&form.phone, errors);
    let emails = free("emails", &form.emails, errors, |typed| {
        email::normalise(typed).ok_or(RuleCode::EmailInvalid)
    });
    let websites = free("websites", &form.websites, errors, url);
    let opening_hours = hours(form, errors);
    let summary = rule::text("summary", &form.summary, SUMMARY_MAX, true, errors);
    let details = rule::text("details", &form.details, DETAILS_MAX, true, errors);
    let other_labels = free("other_labels", &form.other_labels, errors, |typed| {
        let fits = typed.chars().count() <= NAME_MAX && !typed.chars().any(char::is_control);
        fits.then(|| typed.to_owned()).ok_or(RuleCode::TextInvalid)
    });
    let place = Place {
        name: name.unwrap_or_default(),
        address,
        address_more,
        commune: commune?,
        position,
        typologies,
        siret,
        rna,
        identifier: other,
        itinerant: form.itinerant,
        fixed: form.fixed,
        phone,
        emails,
        websites,
        opening_hours,
        summary,
        details,
        source: rule::text("source", &form.source, LINE_MAX, false, errors),
        source_id: rule::text("source_id", &form.source_id, LINE_MAX, false, errors),
        parent: rule::text("parent", &form.parent, LINE_MAX, false, errors),
        services: known("services", &form.services, Service::from_value, errors),
        publics: known("publics", &form.publics, Public::from_value, errors),
        special_care: known(
            "special_care",
            &form.special_care,
            SpecialCare::from_value,
            errors,
        ),
        fees: known("fees", &form.fees, Fee::from_value, errors),
        programmes: known(
            "programmes",
            &form.programmes,
            Programme::from_value,
            errors,
        ),
        labels: known("labels", &form.labels, TrainingLabel::from_value, errors),
        other_labels,
        access_modes: known(
            "access_modes",
            &form.access_modes,
            AccessMode::from_value,
            errors,
        ),
        support_modes: known(
            "support_modes",
            &form.support_modes,
            SupportMode::from_value,
            errors,
        ),
        accessibility_url: one_url("accessibility_url", &form.accessibility_url, errors),
        booking_url: one_url("booking_url", &form.booking_url, errors),
        updated_on: None,
    };
    (!place.name.is_empty()).then_some(place)
}

fn commune(form: &PlaceForm, errors: &mut Vec<FieldError>) -> Option<CommuneRef> {
    let code = match &form.commune {
        None => RuleCode::CommuneRequired,
        Some(commune) if !commune.is_complete() => RuleCode::CommuneIncomplete,
        Some(commune) => return Some(commune.clone()),
    };
    errors.push(FieldError::new("commune", code));
    None
}

fn position(form: &PlaceForm, errors: &mut Vec<FieldError>) -> Option<Point> {
    if form.latitude.trim().is_empty() && form.longitude.trim().is_empty() {
        return None;
    }
    let point = Point::typed(&form.latitude, &form.longitude);
    if point.is_none() {
        errors.push(FieldError::new("position", RuleCode::PositionInvalid));
    }
    point
}

fn choices<T: Ord>(
    field: &str,
    values: &[String],
    from: fn(&str) -> Option<T>,
    code: RuleCode,
    errors: &mut Vec<FieldError>,
) -> Vec<T> {
    let mut kept = Vec::new();
    for value in values {
        match from(value) {
            Some(case) => kept.push(case),
            None => errors.push(FieldError::new(field, code)),
        }
    }
    kept.sort_unstable();
    kept.dedup();
    kept
}

fn known<T: Ord>(
    field: &str,
    values: &[String],
    from: fn(&str) -> Option<T>,
    errors: &mut Vec<FieldError>,
) -> Vec<T> {
    choices(field, values, from, RuleCode::ChoiceUnknown, errors)
}

fn identifier(
    field: &str,
    typed: &str,
    code: RuleCode,
    check: fn(&str) -> bool,
    errors: &mut Vec<FieldError>,
) -> Option<String> {
    let value: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let value = Some(value.to_uppercase()).filter(|value| !value.is_empty())?;
    if !check(&value) {
        errors.push(FieldError::new(field, code));
        return None;
    }
    Some(value)
}

fn phone_of(typed: &str, errors: &mut Vec<FieldError>) -> Option<String> {
    if typed.trim().is_empty() {
        return None;
    }
    let plain: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let far = FAR.iter().any(|code| {
        plain.strip_prefix(code).is_some_and(|rest| {
            (6..=9).contains(&rest.len()) && rest.bytes().all(|b| b.is_ascii_digit())
        })
    });
    let phone = if far {
        Some(plain)
    } else {
        phone::normalise(typed)
    };
    if phone.is_none() {
        errors.push(FieldError::new("phone", RuleCode::PhoneInvalid));
    }
    phone
}

/// The values of a free list, each once; those at fault are said and left out.
fn free(
    field: &str,
    values: &[String],
    errors: &mut Vec<FieldError>,
    read: impl Fn(&str) -> Result<String, RuleCode>,
) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    let typed = values.iter().map(|v| v.trim()).filter(|v| !v.is_empty());
    for value in typed.take(LIST_MAX) {
        match read(value) {
            Ok(value) if !kept.contains(&value) => kept.push(value),
            Ok(_) => {}
            Err(code) => errors.push(FieldError::new(field, code)),
        }
    }
    // Kept as a set: in one order everywhere.
    kept.sort_unstable();
    kept
}

fn url(typed: &str) -> Result<String, RuleCode> {
    let rest = ["https://", "http://"]
        .iter()
        .find_map(|scheme| typed.strip_prefix(scheme));
    let sane = rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        host.contains('.')
            && !host.starts_with('.')
            && !host.contains('@')
            && !rest.chars().any(|c| c.is_whitespace() || c.is_control())
            && typed.chars().count() <= LINE_MAX
    });
    sane.then(|| typed.to_owned()).ok_or(RuleCode::UrlInvalid)
}

fn one_url(field: &str, typed: &str, errors: &mut Vec<FieldError>) -> Option<String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let kept = match url(typed) {
        Ok(_) if field == "accessibility_url" && !typed.starts_with(ACCESLIBRE) => {
            Err(RuleCode::AccessibilityUrl)
        }
        kept => kept,
    };
    kept.map_err(|code| errors.push(FieldError::new(field, code)))
        .ok()
}

/// The hours typed day by day, unless they say what was written already.
fn hours(form: &PlaceForm, errors: &mut Vec<FieldError>) -> Option<String> {
    let written = rule::text(
        "opening_hours",
        &form.opening_hours,
        LINE_MAX,
        false,
        errors,
    );
    if form.days.is_empty() {
        return written;
    }
    let note = rule::text("hours_note", &form.hours_note, NAME_MAX, false, errors);
    let days = form.days.get(..7).unwrap_or(&form.days);
    match opening::week(days, note.map(|note| note.replace('"', "”"))) {
        Ok(week) if written.as_deref().and_then(opening::parse).as_ref() == Some(&week) => written,
        Ok(week) => Some(week.to_osm()).filter(|osm| !osm.is_empty()),
        Err(wrong) => {
            let at = |day| FieldError::new(format!("days.{day}"), RuleCode::HoursInvalid);
            errors.extend(wrong.into_iter().map(at));
            None
        }
    }
}

/// Fourteen digits, not all zeros, with the Luhn key unless they are La Poste’s.
pub(crate) fn is_siret(value: &str) -> bool {
    value.len() == 14
        && value.bytes().all(|b| b.is_ascii_digit())
        && value.bytes().any(|b| b != b'0')
        && (value.starts_with(LA_POSTE_SIREN) || crate::sensitive::luhn(value))
}

/// `W` and nine digits.
pub(crate) fn is_rna(value: &str) -> bool {
    value
        .strip_prefix('W')
        .is_some_and(|rest| rest.len() == 9 && rest.bytes().all(|b| b.is_ascii_digit()))
}

/// Nine to fourteen letters or digits, not all zeros.
pub(crate) fn is_identifier(value: &str) -> bool {
    (9..=14).contains(&value.len())
        && value.bytes().all(|b| b.is_ascii_alphanumeric())
        && value.bytes().any(|b| b != b'0')
}
