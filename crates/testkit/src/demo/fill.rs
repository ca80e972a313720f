//! Notebooks of every size, for measures: a year of one adviser up to five years of a département.
//!
//! The use cases for many records at once (`record_all`) are used, a hundred sessions in a
//! transaction: the same operations, states and outbox as one by one, but within a transaction
//! the same instant. Nothing is sent.

use chrono::{Days, Local};
use escale_app::{beneficiary, session};
use escale_domain::session::SessionForm;

use super::draw::Draw;
use super::sessions::{self, Stop};
use super::territory::ROUNDS;
use super::{people, shares};
use crate::laptop::Laptop;

/// How much (the profiles of the scale tests).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// One adviser, one year: 230 sessions, 25 people.
    S,
    /// A heavy adviser, five years: 5 000 sessions, 600 people.
    M,
    /// A structure of twenty, five years: 25 000 sessions, 2 500 people.
    L,
    /// A département of forty, five years: 50 000 sessions, 5 000 people.
    Xl,
}

impl Profile {
    /// Sessions.
    #[must_use]
    pub const fn sessions(self) -> usize {
        match self {
            Self::S => 230,
            Self::M => 5_000,
            Self::L => 25_000,
            Self::Xl => 50_000,
        }
    }

    /// Named people.
    #[must_use]
    pub const fn people(self) -> usize {
        match self {
            Self::S => 25,
            Self::M => 600,
            Self::L => 2_500,
            Self::Xl => 5_000,
        }
    }

    /// Days over which they are spread.
    const fn days(self) -> usize {
        match self {
            Self::S => 365,
            Self::M | Self::L | Self::Xl => 5 * 365,
        }
    }
}

/// Fills an enrolled, open laptop up to today, most recent last.
///
/// # Errors
/// When the notebook refuses.
pub fn fill(laptop: &Laptop, profile: Profile, seed: u64) -> anyhow::Result<()> {
    let mut draw = Draw::new(seed);
    let mut places = Vec::new();
    let mut communes = Vec::new();
    for round in &ROUNDS {
        communes.extend(round.communes()?);
        for form in round.places()? {
            places.push(laptop.save_place(&form)?);
        }
    }
    let told =
        |failure: escale_app::Failure| anyhow::anyhow!("{:?} {:?}", failure.code, failure.fields);
    let today = laptop
        .today()
        .parse()
        .unwrap_or_else(|_| Local::now().date_naive());
    let forms =
        (0..profile.people()).map(|number| people::person(&mut draw, &communes, 2026, number));
    let known = beneficiary::record_all(laptop.app(), forms).map_err(told)?;
    let total = profile.sessions();
    let forms = (0..total).map(|number| -> SessionForm {
        let back = (total - 1 - number) * profile.days() / total;
        let date = today
            .checked_sub_days(Days::new(back as u64))
            .unwrap_or(today)
            .to_string();
        let place = draw.pick(&places).map_or("", String::as_str);
        let stop = Stop {
            date: &date,
            place,
            communes: &communes,
        };
        if draw.chance(shares::WORKSHOPS) {
            return sessions::workshop(&mut draw, &stop, Vec::new());
        }
        // Each named person comes twice or so.
        let named = draw.chance(2 * 1000 * profile.people() / total.max(1));
        let person = if named {
            draw.pick(&known).cloned()
        } else {
            None
        };
        sessions::individual(&mut draw, &stop, person)
    });
    session::record_all(laptop.app(), forms).map_err(told)?;
    Ok(())
}
