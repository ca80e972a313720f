//! A career in one notebook: what a département of forty advisers has after five years (50 000
//! sessions, 5 000 named people), as the exchange would have brought it.
//!
//! Written straight into the notebook, by thousands of rows a transaction: a commit for each
//! would take a quarter of an hour. The rows are those the application itself would make.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, anyhow};
use chrono::{Days, NaiveDate};
use escale_domain::beneficiary::{Beneficiary, BeneficiaryForm};
use escale_domain::commune::CommuneRef;
use escale_domain::outcome::OutcomeForm;
use escale_domain::place::Place;
use escale_domain::session::{Session, SessionContext, SessionForm};
use escale_domain::vocabulary::{Autonomy, Gender, Theme};
use escale_domain::{attendance, passphrase};
use escale_store::slots::Slots;
use escale_store::{Notebook, RecordRow, Tx};
use escale_sync::author;
use escale_sync::clock::Hlc;
use escale_sync::merge::RowState;
use escale_sync::op::{Op, derived_id, kind};
use escale_testkit::forms;
use escale_testkit::laptop::{Laptop, PASSPHRASE};
use serde_json::Value;

pub(crate) const PEOPLE: usize = 5_000;
pub(crate) const SESSIONS: usize = 50_000;
const PLACES: usize = 40;
const DAYS: usize = 5 * 365;
const DAY_MS: usize = 86_400_000;
const AT_ONCE: usize = 500;

pub(crate) const FIRST_NAMES: &[&str] = &[
    "Marie",
    "Jean",
    "Loïc",
    "Anaïs",
    "Zoé",
    "Maëlle",
    "Noël",
    "Éléonore",
    "Gaëtan",
    "Chloé",
    "Jean-Pierre",
    "Marie-Thérèse",
    "Françoise",
    "Gérard",
    "Yvette",
    "Mohamed",
    "Fatima",
    "Thi Lan",
    "Aïcha",
    "Ousmane",
    "Joséphine",
    "Raymond",
    "Ginette",
    "Solange",
    "Hélène",
    "René",
    "Cécile",
    "Benoît",
    "Agnès",
    "Stéphane",
    "Valérie",
    "Thierry",
    "Inès",
    "Kévin",
    "Océane",
    "Théo",
    "Léa",
    "Hugo",
    "Camille",
    "Dominique",
    "Claudine",
    "Andrée",
    "Paulette",
    "Marcel",
    "Odette",
    "Lucienne",
    "Bernadette",
    "Émile",
    "Eugène",
    "Léontine",
];

pub(crate) const LAST_NAMES: &[&str] = &[
    "Martin",
    "Bernard",
    "Thomas",
    "Petit",
    "Robert",
    "Richard",
    "Durand",
    "Dubois",
    "Moreau",
    "Laurent",
    "Simon",
    "Michel",
    "Lefèvre",
    "Leroy",
    "Roux",
    "David",
    "Bertrand",
    "Morel",
    "Fournier",
    "Girard",
    "Bonnet",
    "Dupont",
    "Lambert",
    "Fontaine",
    "Rousseau",
    "Vincent",
    "Muller",
    "Lefebvre",
    "Faure",
    "André",
    "Mercier",
    "Blanc",
    "Guérin",
    "Boyer",
    "Garnier",
    "Chevalier",
    "François",
    "Legrand",
    "Gauthier",
    "Garcia",
    "Perrin",
    "Robin",
    "Clément",
    "Morin",
    "Nicolas",
    "Henry",
    "Roussel",
    "Mathieu",
    "Gautier",
    "Masson",
    "Marchand",
    "Duval",
    "Denis",
    "Dumont",
    "Marie",
    "Lemaire",
    "Noël",
    "Meyer",
    "Dufour",
    "Meunier",
    "Brun",
    "Blanchard",
    "Giraud",
    "Joly",
    "Rivière",
    "Lucas",
    "Brunet",
    "Gaillard",
    "Barbier",
    "Arnaud",
    "Martinez",
    "Gérard",
    "Roche",
    "Renard",
    "Schmitt",
    "Roy",
    "Leroux",
    "Colin",
    "Vidal",
    "Caron",
    "Picard",
    "Roger",
    "Fabre",
    "Aubert",
    "Lemoine",
    "Renaud",
    "Dumas",
    "Lacroix",
    "Olivier",
    "Philippe",
    "Bourgeois",
    "Pierre",
    "Benoît",
    "Rey",
    "Leclerc",
    "Payet",
    "Rolland",
    "Leclercq",
    "Guillaume",
    "Lecomte",
    "Le Goff",
    "d'Almeida",
    "N'Guyen",
    "Ben Saïd",
    "Œuvrard",
    "L'Hostis",
    "Diallo",
    "Traoré",
];

const WORDS: &[&str] = &[
    "tri",
    "des",
    "courriels",
    "mot",
    "de",
    "passe",
    "retrouvé",
    "compte",
    "créé",
    "ensemble",
    "imprimante",
    "installée",
    "revenir",
    "pour",
    "la",
    "déclaration",
    "tablette",
    "mise",
    "à",
    "jour",
    "photos",
    "classées",
    "bonne",
    "prise",
    "en",
    "main",
    "attestation",
    "téléchargée",
    "visio",
    "essayée",
];

/// Numbers without a pattern, always the same.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit
    }

    /// An identifier made some time of that day, as the program makes them (`UUIDv7`).
    fn uuid(&mut self, day: NaiveDate) -> String {
        let mut bytes = [0_u8; 16];
        for byte in &mut bytes {
            *byte = u8::try_from(self.below(256)).unwrap_or(0);
        }
        let day_ms = day
            .signed_duration_since(NaiveDate::default())
            .num_milliseconds();
        let moment = day_ms + i64::try_from(self.below(DAY_MS)).unwrap_or(0);
        bytes[..6].copy_from_slice(&moment.to_be_bytes()[2..]);
        uuid(bytes)
    }

    /// A day of those five years.
    fn day(&mut self, today: NaiveDate) -> NaiveDate {
        let ago = u64::try_from(self.below(DAYS)).unwrap_or(0);
        today.checked_sub_days(Days::new(ago)).unwrap_or(today)
    }

    pub(crate) fn words(&mut self, most: usize) -> String {
        let count = self.below(most + 1);
        (0..count)
            .map(|_| WORDS[self.below(WORDS.len())])
            .collect::<Vec<_>>()
            .join(" ")
    }
}

fn uuid(bytes: [u8; 16]) -> String {
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!(
        "{}-{}-7{}-8{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[13..16],
        &hex[17..20],
        &hex[20..]
    )
}

/// First name, last name and phone of the person of that number.
pub(crate) fn person(n: usize) -> (&'static str, &'static str, String) {
    let first = FIRST_NAMES[n % FIRST_NAMES.len()];
    let last = LAST_NAMES[(n / FIRST_NAMES.len() + n) % LAST_NAMES.len()];
    (first, last, format!("063998{n:04}"))
}

/// Fills the notebook of an enrolled laptop; it is open again afterwards.
pub(crate) fn fill(laptop: &Laptop) -> Result<()> {
    let adviser = laptop
        .state()?
        .adviser
        .context("an open notebook has an owner")?;
    let today: NaiveDate = laptop.today().parse()?;
    laptop.lock()?;
    let folder = laptop.folder().join("carnet");
    let now = chrono::Utc::now();
    let key = Slots::load(&folder)?.open(
        &passphrase::normalise(PASSPHRASE),
        None,
        now.timestamp_millis(),
    )?;
    let notebook = Notebook::open(&folder, &key, now)?;
    let mut career = Career {
        scope: format!("adv:{}", adviser.id),
        author: adviser.id,
        device: "0197a000-0000-7000-8000-000000000001".to_owned(),
        today,
        q: 0,
        dice: Dice::new(50),
        commune: forms::commune("Coutances", "50")?,
        people: Vec::new(),
        places: Vec::new(),
    };
    for (count, write) in [
        (
            PLACES,
            Career::place as fn(&mut Career, &mut Tx<'_>, usize) -> Result<()>,
        ),
        (PEOPLE, Career::person),
        (SESSIONS, Career::session),
    ] {
        let all: Vec<usize> = (0..count).collect();
        for some in all.chunks(AT_ONCE) {
            notebook.commit(|tx| some.iter().try_for_each(|n| write(&mut career, tx, *n)))?;
        }
    }
    drop(notebook);
    laptop.unlock().map(drop)
}

struct Career {
    scope: String,
    author: String,
    device: String,
    today: NaiveDate,
    q: u64,
    dice: Dice,
    commune: CommuneRef,
    people: Vec<String>,
    places: Vec<String>,
}

impl Career {
    fn place(&mut self, tx: &mut Tx<'_>, n: usize) -> Result<()> {
        let place = Place::new(&forms::place(
            &format!("Mairie annexe {n}"),
            self.commune.clone(),
            &["MUNI"],
        ));
        let place = place.map_err(|_| anyhow!("a place that is refused"))?;
        let day = self.dice.day(self.today);
        let id = self.dice.uuid(day);
        self.put(tx, "place", &id, place.fields(), self.today)?;
        self.places.push(id);
        Ok(())
    }

    fn person(&mut self, tx: &mut Tx<'_>, n: usize) -> Result<()> {
        let (first, last, phone) = person(n);
        let form = BeneficiaryForm {
            birth_year: (1930 + n % 70).to_string(),
            commune: Some(self.commune.clone()),
            gender: Some(Gender::Female),
            ..forms::person(first, last, &phone)
        };
        let person =
            Beneficiary::new(&form, self.today).map_err(|_| anyhow!("a person who is refused"))?;
        let day = self.dice.day(self.today);
        let id = self.dice.uuid(day);
        self.put(tx, "beneficiary", &id, person.fields(), self.today)?;
        self.people.push(id);
        Ok(())
    }

    fn session(&mut self, tx: &mut Tx<'_>, n: usize) -> Result<()> {
        let ago = Days::new(u64::try_from((SESSIONS - 1 - n) * DAYS / SESSIONS)?);
        let date = self.today.checked_sub_days(ago).context("five years ago")?;
        let day = date.to_string();
        let place = self.places[self.dice.below(PLACES)].clone();
        let person = self.people[self.dice.below(PEOPLE)].clone();
        let notes = self.dice.words(40);
        let shape = self.dice.below(100);
        let form = match shape {
            0..15 => forms::workshop(&day, Some(&place), "Découvrir la tablette", 7),
            15..45 => SessionForm {
                outcome: OutcomeForm {
                    autonomy: Autonomy::ALL.first().copied(),
                    ..OutcomeForm::default()
                },
                ..forms::named(&day, Some(&place), &person)
            },
            _ => forms::anonymous(&day, Some(&place)),
        };
        let themes: Vec<Theme> = Theme::ALL
            .iter()
            .copied()
            .filter(|theme| !theme.is_administrative())
            .collect();
        let form = SessionForm {
            notes: (!notes.is_empty()).then_some(notes),
            duration: Some(15 * u32::try_from(1 + self.dice.below(8))?),
            themes: vec![themes[self.dice.below(themes.len())], Theme::Email],
            ..form
        };
        let session = Session::new(&form, &SessionContext { today: self.today })
            .map_err(|wrong| anyhow!("a session that is refused: {wrong:?}"))?;
        let id = self.dice.uuid(date);
        self.put(tx, "session", &id, session.fields(), date)?;
        for person in session.attendances() {
            let row = derived_id("attendance", &[&id, person]);
            self.put(
                tx,
                "attendance",
                &row,
                attendance::fields(&id, person),
                date,
            )?;
        }
        if let Some(outcome) = session.outcome() {
            let person = session.attendances().first().map(String::as_str);
            let row = derived_id("outcome", &[&id, person.unwrap_or_default()]);
            self.put(tx, "outcome", &row, outcome.fields(&id, person), date)?;
        }
        Ok(())
    }

    /// A row as its operation leaves it.
    fn put(
        &mut self,
        tx: &mut Tx<'_>,
        table: &str,
        id: &str,
        fields: BTreeMap<String, Value>,
        day: NaiveDate,
    ) -> Result<()> {
        let patch = author::patch(table, None, &fields).context("a new row says something")?;
        self.q += 1;
        let noon = day
            .and_hms_opt(12, 0, 0)
            .unwrap_or_default()
            .and_utc()
            .timestamp_millis();
        let stamp = Hlc::new(u64::try_from(noon)?, 0);
        let op = Op {
            q: self.q,
            x: self.q,
            s: self.scope.clone(),
            t: table.to_owned(),
            r: id.to_owned(),
            k: kind::PUT.to_owned(),
            f: patch.f,
            b: patch.b,
            h: stamp,
            v: escale_sync::SCHEMA,
            a: self.author.clone(),
            n: String::new(),
            more: BTreeMap::new(),
        };
        let mut state = RowState::default();
        state.apply(&self.device, &op, stamp);
        let row = RecordRow {
            table: table.to_owned(),
            id: id.to_owned(),
            scope: self.scope.clone(),
            deleted: false,
            state: serde_json::to_string(&state)?,
            recorded_at_ms: noon,
            changed_at_ms: noon,
            conflict: Vec::new(),
        };
        Ok(tx.put_record(&row, &state.values())?)
    }
}
