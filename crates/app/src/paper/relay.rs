//! *Fiche de relais*: the place somebody is sent to, on a paper she carries. Nothing of the
//! person is on it; the reason only when it is asked for.

use escale_domain::catalogue;
use escale_domain::followup::Referral;
use escale_domain::opening::{self, DAY_NAMES, Week};
use escale_domain::outcome::Outcome;
use escale_domain::place::{Place, PlaceForm};
use escale_domain::rule;
use escale_domain::vocabulary::{AccessMode, Fee, SpecialCare};
use escale_export::paper::RelaySheet;
use escale_store::Reader;

use super::{file, from};
use crate::api::file::FileOut;
use crate::api::paper::{RelayAbout, RelayAsk, RelayPaper};
use crate::failure::not_found;
use crate::words::day;
use crate::{App, Failure, Result, time};

/// Where the adviser answers, as last written on a sheet. Of this laptop, in its notebook.
const CONTACT: &str = "relay_contact";
/// Longest contact or appointment, in characters.
const LINE_MAX: usize = 120;
/// Longest list of what to bring, in characters.
const BRING_MAX: usize = 1_000;

/// Where somebody is sent.
struct Whither {
    place: String,
    /// The file of the directory, when it is there.
    form: Option<PlaceForm>,
    reason: Option<String>,
    look_again: Option<String>,
}

/// Where a referral leads; where a session sent its person, when nobody follows that yet.
fn whither(reader: &Reader<'_>, request: &RelayAsk) -> Result<Whither> {
    let table = &catalogue::REFERRAL;
    let form = match &request.referral {
        Some(id) => {
            let row = reader.row(table, id)?.filter(|row| !row.deleted);
            Some(Referral::from_fields(&row.ok_or_else(not_found)?.values))
        }
        None => None,
    };
    let session = form
        .as_ref()
        .map_or_else(|| request.session.clone(), |form| form.session.clone());
    let outcome = match &session {
        Some(session) => reader.session_outcome(session)?,
        None => None,
    };
    let outcome = outcome.map(|row| Outcome::from_fields(&row.values));
    let sent = outcome
        .as_ref()
        .is_some_and(|said| said.oriented == Some(true));
    if form.is_none() && !sent {
        return Err(not_found());
    }
    let form = form.unwrap_or_default();
    let outcome = outcome.unwrap_or_default();
    let named = Some(form.place_name.clone()).filter(|name| !name.is_empty());
    // What the referral says goes before what the session says.
    let id = match (&form.place, &named) {
        (Some(place), _) => Some(place),
        (None, Some(_)) => None,
        (None, None) => outcome.redirection_place.as_ref(),
    };
    let row = match id {
        Some(id) => reader.row(&catalogue::PLACE, id)?,
        None => None,
    };
    let place = row.map(|row| Place::from_fields(&row.values));
    let kind = form.redirection.or(outcome.redirection);
    Ok(Whither {
        place: place
            .as_ref()
            .map(|place| place.name.clone())
            .or(named)
            .or_else(|| kind.map(|kind| kind.label().to_owned()))
            .unwrap_or_default(),
        form: place,
        reason: Some(form.reason).filter(|reason| !reason.is_empty()),
        look_again: form.look_again.as_deref().map(day::read),
    })
}

/// What the sheet would say, before it is made.
///
/// # Errors
/// `not_found`, `locked`.
pub fn relay_about(app: &App, request: RelayAsk) -> Result<RelayAbout> {
    let open = app.open()?;
    open.notebook.read(|reader| {
        let to = whither(reader, &request)?;
        Ok(RelayAbout {
            known: to.form.is_some(),
            place: to.place,
            reason: to.reason,
            look_again: to.look_again,
            contact: reader.setting(CONTACT)?.unwrap_or_default(),
        })
    })
}

/// The sheet. Where the adviser answers is remembered on this laptop for the next one.
///
/// # Errors
/// `invalid` with its fields, `not_found`, `locked`, `disk_full`.
pub fn relay(app: &App, request: RelayPaper) -> Result<FileOut> {
    let open = app.open()?;
    let mut errors = Vec::new();
    let errs = &mut errors;
    let appointment = rule::text("appointment", &request.appointment, LINE_MAX, false, errs);
    let contact = rule::text("contact", &request.contact, LINE_MAX, false, errs);
    let bring = rule::text("bring", &request.bring, BRING_MAX, true, errs).unwrap_or_default();
    if !errors.is_empty() {
        return Err(Failure::invalid(errors));
    }
    let (to, before) = open.notebook.read(|reader| {
        let to = whither(reader, &request.of)?;
        Ok::<_, Failure>((to, reader.setting(CONTACT)?.unwrap_or_default()))
    })?;
    let kept = contact.clone().unwrap_or_default();
    if kept != before {
        open.notebook
            .commit(|tx| Ok::<_, Failure>(tx.set_setting(CONTACT, &kept)?))?;
    }
    let place = to.form;
    let sheet = RelaySheet {
        from: from(app, &open),
        known: place.is_some(),
        place: to.place,
        reason: to.reason.filter(|_| request.reason),
        appointment,
        bring: bring.lines().map(str::to_owned).collect(),
        look_again: to.look_again.filter(|_| request.look_again),
        back: contact,
        ..place.map(directory).unwrap_or_default()
    };
    let day = time::today(&app.ports).to_string();
    file("fiche-de-relais", &day, &sheet.document(), request.large)
}

/// What the directory says of a place.
fn directory(form: PlaceForm) -> RelaySheet {
    let commune = form
        .commune
        .as_ref()
        .map(|commune| format!("{} {}", commune.postcode, commune.name));
    let address = [Some(form.address), Some(form.address_more), commune];
    let address: Vec<String> = address
        .into_iter()
        .flatten()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let access = |value: &String| AccessMode::from_value(value).map(AccessMode::label);
    let mut access: Vec<String> = labels(&form.access_modes, access);
    if form.itinerant {
        access.push("lieu itinérant : vérifiez où il est ce jour-là".to_owned());
    }
    let mut online = Vec::new();
    let mut line = |name: &str, value: Option<&String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            online.push((name.to_owned(), value.clone()));
        }
    };
    line("Adresse e-mail", form.emails.first());
    line("Rendez-vous en ligne", Some(&form.booking_url));
    line("Site internet", form.websites.first());
    line("Accessibilité", Some(&form.accessibility_url));
    RelaySheet {
        address: (!address.is_empty()).then(|| address.join("\n")),
        phone: Some(form.phone).filter(|phone| !phone.is_empty()),
        online,
        hours: match opening::parse(&form.opening_hours) {
            Some(week) => in_words(&week),
            // Nobody guesses what the hours mean: they stand as they were written.
            None => vec![form.opening_hours],
        },
        access,
        care: labels(&form.special_care, |value| {
            SpecialCare::from_value(value).map(SpecialCare::label)
        }),
        fees: labels(&form.fees, |value| Fee::from_value(value).map(Fee::label)),
        ..RelaySheet::default()
    }
}

/// The labels of the known values, as in one sentence.
fn labels(values: &[String], label: fn(&String) -> Option<&'static str>) -> Vec<String> {
    let labels = values.iter().filter_map(label).enumerate();
    let in_sentence = |(rank, label): (usize, &str)| {
        let mut letters = label.chars();
        match letters.next() {
            Some(first) if rank > 0 => first.to_lowercase().chain(letters).collect(),
            _ => label.to_owned(),
        }
    };
    labels.map(in_sentence).collect()
}

/// "du lundi au mercredi : 9 h – 12 h, 14 h – 17 h 30", a line for days alike that follow.
fn in_words(week: &Week) -> Vec<String> {
    let day_hours = |day: usize| -> Option<String> {
        let slots = week.days.get(day)?.as_ref()?;
        if slots.is_empty() {
            return Some("fermé".to_owned());
        }
        let slots = slots
            .iter()
            .map(|slot| format!("{} – {}", day::hour(slot.from), day::hour(slot.to)));
        Some(slots.collect::<Vec<_>>().join(", "))
    };
    let mut groups: Vec<(usize, usize, String)> = Vec::new();
    for at in 0..DAY_NAMES.len() {
        let Some(hours) = day_hours(at) else { continue };
        match groups.last_mut() {
            Some((_, last, same)) if *last + 1 == at && *same == hours => *last = at,
            _ => groups.push((at, at, hours)),
        }
    }
    let name = |day: usize| DAY_NAMES.get(day).copied().unwrap_or_default();
    let mut lines: Vec<String> = groups
        .into_iter()
        .map(|(first, last, hours)| match last - first {
            0 => format!("{} : {hours}", name(first)),
            1 => format!("{} et {} : {hours}", name(first), name(last)),
            _ => format!("du {} au {} : {hours}", name(first), name(last)),
        })
        .collect();
    lines.extend(week.comment.clone());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_said_day_by_day_or_together() {
        let said = |osm: &str| {
            let lines = in_words(&opening::parse(osm).unwrap());
            lines.join(" / ").replace('\u{a0}', " ")
        };
        assert_eq!(
            said("Mo-We 09:00-12:00,14:00-17:30;Th,Fr 09:00-12:00;Sa off"),
            "du lundi au mercredi : 9 h – 12 h, 14 h – 17 h 30 / jeudi et vendredi : 9 h – 12 h / samedi : fermé"
        );
        assert_eq!(
            said("Mo 09:00-12:00;We 09:00-12:00; \"sur rendez-vous\""),
            "lundi : 9 h – 12 h / mercredi : 9 h – 12 h / sur rendez-vous"
        );
    }
}
