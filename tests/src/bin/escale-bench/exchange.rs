//! Bytes of an exchange as they are on the wire without TLS: the laptop's own requests, sent by
//! the client it always uses, to the real server on loopback, through a line that counts.

use std::sync::Arc;

use anyhow::Result;
use escale_app::ports::Transport;
use escale_domain::outcome::OutcomeForm;
use escale_domain::session::SessionForm;
use escale_domain::vocabulary::{Autonomy, Theme};
use escale_server::{Admin, Certificates, Limits, NewCode, Settings};
use escale_store::slots::KdfCost;
use escale_testkit::forms;
use escale_testkit::laptop::{Laptop, PASSPHRASE};
use escale_testkit::line::Line;
use escale_tests::wire::Wire;
use tokio::runtime::Runtime;

use crate::career::Dice;
use crate::desk::Desk;
use crate::measure::{Figure, Limit, Samples, Unit};

/// "Under 1 kB".
const QUIET_MOST: f64 = 999.0;
/// "Under 220 bytes": what a session itself takes.
const SESSION_MOST: f64 = 219.0;
/// Five kilobytes for ten sessions, everything counted both ways.
const WHOLE_MOST: f64 = 500.0;
const TEN: usize = 10;

pub(crate) fn run(desk: &Desk) -> Result<Vec<Figure>> {
    let runtime = Runtime::new()?;
    let limits = Limits {
        requests_per_hour: 1_000_000,
        bytes_per_hour: u32::MAX,
        enrolments_per_hour: 1000,
    };
    let data = desk.folder().join("clear");
    let settings = Settings {
        certificates: Certificates::Clear,
        limits,
        clock: desk.world().server_clock(),
        ..Settings::new(&data)
    };
    let server = runtime.block_on(escale_server::start(settings))?;
    let line = Line::start(server.address())?;
    let wire = Arc::new(Wire::new(runtime)?);
    let transport: Arc<dyn Transport> = Arc::clone(&wire) as _;
    let laptop = Laptop::at(
        desk.world(),
        &desk.folder().join("exchange"),
        PASSPHRASE,
        KdfCost::test(),
    )?
    .with_transport(transport);
    let mut admin = Admin::open(&data, None, None, desk.world().server_clock())?;
    let team = admin.add_team("Itinérance nord")?;
    let adviser = admin.add_adviser(&team, "Camille Exemple")?;
    let address = Some(line.address().to_string());
    laptop.enrol(
        &admin
            .new_code(&NewCode {
                adviser,
                address,
                hours: 24,
                hold: false,
            })?
            .to_string(),
        "portable",
    )?;
    laptop.exchange_until_quiet()?;

    let meter = Meter {
        laptop: &laptop,
        line: &line,
        wire: &wire,
    };
    let mut figures = Vec::new();
    let quiet = meter.exchange()?;
    for (what, value, most) in [
        ("nothing new: requests", quiet.requests, 1.0),
        ("nothing new: bytes sent", quiet.up, QUIET_MOST),
        ("nothing new: bytes received", quiet.down, QUIET_MOST),
    ] {
        let unit = if most > 1.0 { Unit::Bytes } else { Unit::Count };
        figures.push(Figure::new(
            what,
            unit,
            Samples::of(value),
            Limit::Median(most),
        ));
    }
    let mut dice = Dice::new(220);
    // The promise is for a usual day; a day when everybody is named, with an outcome (three rows a
    // session instead of one), is shown beside.
    for (name, kind, most) in [
        (
            "as they come",
            usual as fn(&Laptop, &mut Dice, usize) -> Result<()>,
            Limit::Median(SESSION_MOST),
        ),
        ("anonymous", anonymous, Limit::Median(SESSION_MOST)),
        ("named, with an outcome", named, Limit::None),
    ] {
        // A token lasts fifteen minutes; the exchange measured is one of those in between.
        desk.world().pass(16);
        meter.exchange()?;
        for n in 0..TEN {
            kind(&laptop, &mut dice, n)?;
            desk.world().pass_ms(50_000);
        }
        let ten = meter.exchange()?;
        let sessions = TEN as f64;
        for (what, value, limit) in [
            ("body sent, a session", ten.body / sessions, most),
            (
                "everything sent (with headers), a session",
                ten.up / sessions,
                Limit::None,
            ),
            (
                "everything both ways, a session",
                (ten.up + ten.down) / sessions,
                Limit::Median(WHOLE_MOST),
            ),
            ("requests", ten.requests, Limit::None),
        ] {
            let unit = if what == "requests" {
                Unit::Count
            } else {
                Unit::Bytes
            };
            figures.push(Figure::new(
                format!("ten {name}: {what}"),
                unit,
                Samples::of(value),
                limit,
            ));
        }
    }
    drop(line);
    Ok(figures)
}

fn anonymous(laptop: &Laptop, dice: &mut Dice, _: usize) -> Result<()> {
    laptop
        .save_session(&noted(forms::anonymous(&laptop.today(), None), dice))
        .map(drop)
}

fn named(laptop: &Laptop, dice: &mut Dice, _: usize) -> Result<()> {
    let known = laptop.people("Exemple")?;
    let person = match known.first() {
        Some(line) => line.id.clone(),
        None => laptop.save_person(&forms::person("Noëlle", "Exemple", "0639980001"))?,
    };
    let outcome = OutcomeForm {
        autonomy: Autonomy::ALL.first().copied(),
        objective_reached: Some(true),
        ..OutcomeForm::default()
    };
    let form = SessionForm {
        outcome,
        ..noted(forms::named(&laptop.today(), None, &person), dice)
    };
    laptop.save_session(&form).map(drop)
}

/// Ten sessions as they come in the country: nine people in ten stay anonymous, one session in
/// seven is a workshop.
pub(crate) fn usual(laptop: &Laptop, dice: &mut Dice, n: usize) -> Result<()> {
    match n {
        3 => named(laptop, dice, n),
        7 => {
            let form = forms::workshop(&laptop.today(), None, "Découvrir la tablette", 8);
            laptop.save_session(&noted(form, dice)).map(drop)
        }
        _ => anonymous(laptop, dice, n),
    }
}

fn noted(form: SessionForm, dice: &mut Dice) -> SessionForm {
    let notes = dice.words(40);
    let themes: Vec<Theme> = Theme::ALL
        .iter()
        .copied()
        .filter(|theme| !theme.is_administrative())
        .collect();
    SessionForm {
        notes: (!notes.is_empty()).then_some(notes),
        duration: Some(u32::try_from(15 * (1 + dice.below(8))).unwrap_or(15)),
        themes: vec![themes[dice.below(themes.len())]],
        ..form
    }
}

/// What one exchange cost.
struct Cost {
    requests: f64,
    up: f64,
    down: f64,
    /// Bodies of the requests, as sent.
    body: f64,
}

struct Meter<'a> {
    laptop: &'a Laptop,
    line: &'a Line,
    wire: &'a Wire,
}

impl Meter<'_> {
    fn exchange(&self) -> Result<Cost> {
        let (before, requests, body) =
            (self.line.counts(), self.wire.requests(), self.wire.bodies());
        self.laptop.exchange()?;
        // The line counts a piece once it has passed it on.
        let mut after = self.line.counts();
        loop {
            std::thread::sleep(std::time::Duration::from_millis(50));
            let now = self.line.counts();
            if now == after && now.down > before.down {
                break;
            }
            after = now;
        }
        Ok(Cost {
            requests: (self.wire.requests() - requests) as f64,
            up: (after.up - before.up) as f64,
            down: (after.down - before.down) as f64,
            body: (self.wire.bodies() - body) as f64,
        })
    }
}
