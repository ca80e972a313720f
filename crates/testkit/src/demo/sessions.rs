//! Sessions as they come along a round, with the proportions of `shares`.

use escale_domain::commune::CommuneRef;
use escale_domain::outcome::OutcomeForm;
use escale_domain::session::{AnonymousGroup, AnonymousPerson, SessionForm};
use escale_domain::vocabulary::{
    AgeBand, Autonomy, Gender, PlaceKind, ProcedureState, Redirection, SessionKind, SocialStatus,
    Theme, WorkshopLevel,
};

use super::draw::Draw;
use super::shares;

/// Where the adviser is: a place, and the communes around.
#[derive(Debug)]
pub struct Stop<'a> {
    /// Day, ISO 8601.
    pub date: &'a str,
    /// Identifier of the place.
    pub place: &'a str,
    /// Communes of the round.
    pub communes: &'a [CommuneRef],
}

/// A workshop, with these named people among the participants.
#[must_use]
pub fn workshop(draw: &mut Draw, stop: &Stop<'_>, people: Vec<String>) -> SessionForm {
    let (title, theme) = draw
        .pick(shares::WORKSHOP_TITLES)
        .copied()
        .unwrap_or(("Atelier", Theme::Email));
    // Four to nine, 6.5 on average, the named ones included.
    let total = i64::try_from((4 + draw.below(6)).saturating_sub(people.len())).unwrap_or(0);
    SessionForm {
        kind: SessionKind::Workshop,
        date: Some(stop.date.to_owned()),
        duration: draw.weighted(shares::WORKSHOP_DURATIONS),
        place_kind: Some(PlaceKind::Activity),
        place: Some(stop.place.to_owned()),
        materials: draw.weighted(shares::MATERIALS).into_iter().collect(),
        themes: vec![theme],
        title: Some(title.to_owned()),
        level: draw.weighted(&[
            (WorkshopLevel::Beginner, 6),
            (WorkshopLevel::Intermediate, 3),
            (WorkshopLevel::Advanced, 1),
        ]),
        notes: note(draw, 250),
        people,
        anonymous: group(draw, total),
        ..SessionForm::default()
    }
}

fn group(draw: &mut Draw, total: i64) -> AnonymousGroup {
    let mut group = AnonymousGroup {
        total,
        ..AnonymousGroup::default()
    };
    for _ in 0..total {
        group.already += i64::from(draw.chance(350));
        if let Some(gender) = draw
            .weighted(shares::GENDERS)
            .filter(|case| *case != Gender::Undeclared)
        {
            *group.genders.entry(gender).or_default() += 1;
        }
        if let Some(band) = draw
            .weighted(shares::AGE_BANDS)
            .filter(|case| *case != AgeBand::Undeclared)
        {
            *group.age_bands.entry(band).or_default() += 1;
        }
        if let Some(status) = draw
            .weighted(shares::STATUSES)
            .filter(|case| *case != SocialStatus::Undeclared)
        {
            *group.statuses.entry(status).or_default() += 1;
        }
    }
    group
}

/// An individual session, of that person or of somebody anonymous.
#[must_use]
pub fn individual(draw: &mut Draw, stop: &Stop<'_>, person: Option<String>) -> SessionForm {
    let kind = draw
        .weighted(shares::PLACE_KINDS)
        .unwrap_or(PlaceKind::Activity);
    let theme = draw.weighted(shares::THEMES).unwrap_or(Theme::Email);
    let mut themes = vec![theme];
    let mut procedure = None;
    if theme == Theme::AideAuxDemarchesAdministratives {
        let cases: Vec<_> = shares::PROCEDURES
            .iter()
            .map(|(theme, name, share)| ((*theme, *name), *share))
            .collect();
        if let Some((theme, name)) = draw.weighted(&cases) {
            themes.push(theme);
            procedure = draw.chance(700).then(|| name.to_owned());
        }
    } else if draw.chance(250) {
        themes.extend(
            draw.weighted(shares::THEMES).filter(|other| {
                *other != theme && *other != Theme::AideAuxDemarchesAdministratives
            }),
        );
    }
    let outcome = outcome(
        draw,
        theme == Theme::AideAuxDemarchesAdministratives,
        person.is_some(),
    );
    let anonymous = if person.is_some() {
        AnonymousPerson::default()
    } else {
        passer_by(draw, stop)
    };
    SessionForm {
        kind: SessionKind::Individual,
        date: Some(stop.date.to_owned()),
        duration: draw.weighted(shares::DURATIONS),
        place_kind: Some(kind),
        place: kind.has_place().then(|| stop.place.to_owned()),
        commune: if kind.has_commune() {
            draw.pick(stop.communes).cloned()
        } else {
            None
        },
        materials: draw.weighted(shares::MATERIALS).into_iter().collect(),
        themes,
        procedure,
        notes: note(draw, 250),
        people: person.into_iter().collect(),
        person: anonymous,
        outcome,
        ..SessionForm::default()
    }
}

fn passer_by(draw: &mut Draw, stop: &Stop<'_>) -> AnonymousPerson {
    AnonymousPerson {
        already: draw.chance(300),
        gender: draw
            .weighted(shares::GENDERS)
            .filter(|case| *case != Gender::Undeclared),
        age_band: draw
            .weighted(shares::AGE_BANDS)
            .filter(|case| *case != AgeBand::Undeclared),
        status: draw
            .weighted(shares::STATUSES)
            .filter(|case| *case != SocialStatus::Undeclared),
        commune: if draw.chance(300) {
            draw.pick(stop.communes).cloned()
        } else {
            None
        },
    }
}

fn outcome(draw: &mut Draw, administrative: bool, named: bool) -> OutcomeForm {
    // Outcomes are noted more often for people one will see again.
    if !draw.chance(if named { 800 } else { 300 }) {
        return OutcomeForm::default();
    }
    let oriented = draw.chance(120);
    OutcomeForm {
        autonomy: draw.weighted(&[
            (Autonomy::Guided, 35),
            (Autonomy::PartlyAutonomous, 45),
            (Autonomy::Autonomous, 20),
        ]),
        objective_reached: draw.chance(800).then(|| draw.chance(750)),
        procedure_state: if administrative {
            draw.weighted(&[
                (ProcedureState::Filed, 45),
                (ProcedureState::Started, 30),
                (ProcedureState::Succeeded, 15),
                (ProcedureState::Blocked, 10),
            ])
        } else {
            None
        },
        oriented: oriented.then_some(true),
        redirection: if oriented {
            draw.weighted(&[
                (Redirection::AdministrativeAid, 40),
                (Redirection::Administration, 30),
                (Redirection::SocialAid, 20),
                (Redirection::Employment, 10),
            ])
        } else {
            None
        },
        redirection_place: None,
    }
}

fn note(draw: &mut Draw, per_mille: usize) -> Option<String> {
    if draw.chance(per_mille) {
        draw.pick(shares::NOTES).map(|note| (*note).to_owned())
    } else {
        None
    }
}
