//! Where most stories begin: a team of the Manche, one adviser, a server at the end of a line.

use anyhow::Result;
use escale_testkit::central::Central;
use escale_testkit::clock::World;
use escale_testkit::forms;
use escale_testkit::laptop::Laptop;
use escale_testkit::line::{Line, Weather};

/// A server, the line to it, a team with one adviser. Everybody is fictional.
#[derive(Debug)]
pub struct Scene {
    /// Time.
    pub world: World,
    /// The server.
    pub central: Central,
    /// The line laptops use.
    pub line: Line,
    /// Identifier of the team.
    pub team: String,
    /// Identifier of the adviser.
    pub adviser: String,
}

impl Scene {
    /// Sets it up.
    ///
    /// # Errors
    /// When the server or the line does not start.
    pub fn new() -> Result<Self> {
        Self::at(World::yesterday())
    }

    /// Sets it up now: real programs have the time of this computer.
    ///
    /// # Errors
    /// When the server or the line does not start.
    pub fn now() -> Result<Self> {
        Self::at(World::at(chrono::Utc::now()))
    }

    fn at(world: World) -> Result<Self> {
        let central = Central::start(&world)?;
        let line = Line::start(central.address())?;
        let team = central.team("Itinérance Cotentin")?;
        let adviser = central.adviser(&team, "Camille Exemple")?;
        Ok(Self {
            world,
            central,
            line,
            team,
            adviser,
        })
    }

    /// A laptop of the adviser, enrolled, which has exchanged once.
    ///
    /// # Errors
    /// When it is refused.
    pub fn laptop(&self, name: &str) -> Result<Laptop> {
        self.laptop_of(&self.adviser, name)
    }

    /// A laptop of that adviser, enrolled, which has exchanged once.
    ///
    /// # Errors
    /// When it is refused.
    pub fn laptop_of(&self, adviser: &str, name: &str) -> Result<Laptop> {
        let laptop = Laptop::new(&self.world)?;
        laptop.enrol(&self.central.code(adviser, self.line.address())?, name)?;
        laptop.exchange_until_quiet()?;
        Ok(laptop)
    }

    /// A code for a laptop of the adviser, by the line.
    ///
    /// # Errors
    /// When the server gives none.
    pub fn code(&self) -> Result<String> {
        self.central.code(&self.adviser, self.line.address())
    }

    /// No network.
    pub fn cut(&self) {
        self.line.set(Weather::no_network());
    }

    /// The network is back.
    pub fn open(&self) {
        self.line.set(Weather::fair());
    }

    /// Exchanges of all these laptops until none has anything new.
    ///
    /// # Errors
    /// When one is never quiet.
    pub fn settle(&self, laptops: &[&Laptop]) -> Result<()> {
        // Twice: the second round brings the first laptops what the last ones sent.
        for laptop in laptops.iter().chain(laptops) {
            laptop.exchange_until_quiet()?;
        }
        Ok(())
    }

    /// Whether these laptops and a new one, which has everything from the server, hold the same
    /// records to the byte; fails where they differ.
    ///
    /// # Errors
    /// When a notebook does not open.
    pub fn all_agree(&self, laptops: &[&Laptop]) -> Result<()> {
        let fresh = self.laptop("Témoin")?;
        let expected = fresh.records()?;
        for laptop in laptops {
            let records = laptop.records()?;
            if let Some((ours, theirs)) = records
                .iter()
                .zip(&expected)
                .find(|(ours, theirs)| ours != theirs)
            {
                anyhow::bail!("they differ:\n  laptop {ours:?}\n  server {theirs:?}");
            }
            anyhow::ensure!(
                records.len() == expected.len(),
                "{} records, {}",
                records.len(),
                expected.len()
            );
            let state = laptop.sync_state()?;
            anyhow::ensure!(state.pending == 0, "not sent: {state:?}");
        }
        Ok(())
    }
}

/// The town hall of Portbail, saved on that laptop; its identifier.
///
/// # Errors
/// When it is refused.
pub fn town_hall(laptop: &Laptop) -> Result<String> {
    let commune = forms::commune("Port-Bail-sur-Mer", "50")?;
    laptop.save_place(&forms::place("Mairie de Portbail", commune, &["MUNI"]))
}

/// Ten sessions of a day: seven anonymous, two with named people, a workshop; and the place and
/// people they need. Identifiers of the sessions.
///
/// # Errors
/// When one is refused.
pub fn a_day(laptop: &Laptop) -> Result<Vec<String>> {
    let place = town_hall(laptop)?;
    let lea = laptop.save_person(&forms::person("Léa", "Lemarchand", "06 39 98 12 34"))?;
    let yves = laptop.save_person(&forms::person("Yves", "d’Almeida", "02 61 91 00 42"))?;
    let mut sessions = Vec::new();
    for _ in 0..4 {
        sessions.push(laptop.note_anonymous(Some(&place))?);
    }
    sessions.push(laptop.note_named(Some(&place), &lea)?);
    sessions.push(laptop.note_workshop(Some(&place), "Premiers pas sur tablette", 7)?);
    sessions.push(laptop.note_named(None, &yves)?);
    for _ in 0..3 {
        sessions.push(laptop.note_anonymous(None)?);
    }
    Ok(sessions)
}
