//! What people do, and what happens to them. One line of [`ACTS`] for each.

use anyhow::{Context as _, Result, bail};
use escale_app::api::conflict::Conflict;
use escale_app::api::failure::FailureCode;
use escale_app::api::merge::MergePreview;
use escale_app::api::place::PlaceFile;
use escale_app::api::session::Saved;
use escale_app::api::sync::LineState;
use escale_domain::vocabulary::Theme;
use serde_json::{Value, json};

use super::ledger::{Person, Session, Write};
use super::{Sim, broken};
use crate::forms;
use crate::laptop::Laptop;

/// Something that may happen in a step.
pub(crate) struct Act {
    /// As printed.
    pub(crate) name: &'static str,
    /// How often, beside the others.
    pub(crate) weight: usize,
    /// A fault: each seed draws whether it is on.
    pub(crate) fault: bool,
    /// Does it to that laptop, and says what was done.
    pub(crate) run: fn(&mut Sim, usize) -> Result<String>,
}

const fn act(name: &'static str, weight: usize, run: fn(&mut Sim, usize) -> Result<String>) -> Act {
    Act {
        name,
        weight,
        fault: false,
        run,
    }
}

const fn fault(
    name: &'static str,
    weight: usize,
    run: fn(&mut Sim, usize) -> Result<String>,
) -> Act {
    Act {
        name,
        weight,
        fault: true,
        run,
    }
}

/// Everything that may happen.
pub(crate) const ACTS: &[Act] = &[
    act("exchange", 300, Sim::exchange),
    act("phone", 180, Sim::phone),
    act("form-opened", 50, Sim::open_form),
    act("form-saved", 60, Sim::save_form),
    act("person", 30, Sim::person),
    act("session", 60, Sim::session),
    act("correct", 80, Sim::correct),
    act("bin-session", 40, Sim::bin_session),
    act("bin-person", 15, Sim::bin_person),
    act("choose", 45, Sim::choose),
    act("join", 20, Sim::join),
    act("part", 14, Sim::part),
    act("place", 40, Sim::place),
    act("erase", 10, Sim::erase),
    fault("late", 15, Sim::late),
    fault("clock", 25, Sim::clock),
    fault("power", 30, Sim::power),
    fault("restart", 15, Sim::restart),
    fault("clone", 10, Sim::clone_disk),
    fault("disk-kept", 8, Sim::keep_disk),
    fault("disk-put-back", 12, Sim::put_disk_back),
    fault("revoke", 3, Sim::revoke),
    fault("server-restart", 12, Sim::server_restart),
    fault("server-copy", 14, Sim::server_copy),
    fault("server-backup", 16, Sim::server_backup),
    fault("disaster", 22, Sim::disaster),
    act("parcel", 14, Sim::parcel),
    fault("lock", 8, Sim::lock),
];

/// The number as a person types it.
fn typed(n: usize) -> String {
    format!("06 39 98 {:02} {:02}", n / 100 % 100, n % 100)
}

/// The number as it is kept.
fn kept(typed: &str) -> String {
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix('0') {
        Some(rest) => format!("+33{rest}"),
        None => digits,
    }
}

/// Whether a command was carried out; what is refused for an ordinary reason was not.
fn done(laptop: &Laptop, name: &str, args: Value) -> Result<bool> {
    use FailureCode::{Invalid, NotFound};
    match laptop.ask(name, args) {
        Ok(_) => Ok(true),
        Err(failure) if matches!(failure.code, NotFound | Invalid) => Ok(false),
        Err(failure) => bail!("{name}: {:?} {:?}", failure.code, failure.params),
    }
}

impl Sim {
    /// The first things: two people and a session for each adviser, a place for all.
    pub(super) fn found(&mut self) -> Result<()> {
        for at in 0..self.members.len() {
            let adviser = self.members[at].adviser;
            if self
                .ledger
                .people
                .values()
                .any(|person| person.adviser == adviser)
            {
                continue;
            }
            self.person(at)?;
            self.person(at)?;
            self.session(at)?;
        }
        self.place(0).map(drop)
    }

    pub(super) fn laptop(&self, at: usize) -> Result<&Laptop> {
        self.members.get(at).context("no member")?.laptop()
    }

    /// One of the people of that laptop's adviser.
    fn somebody(&mut self, at: usize) -> Option<String> {
        let adviser = self.members[at].adviser;
        let people: Vec<&String> = self
            .ledger
            .people
            .iter()
            .filter(|(_, person)| person.adviser == adviser)
            .map(|(id, _)| id)
            .collect();
        self.draw.pick(&people).map(|id| (*id).clone())
    }

    fn note(&mut self, at: usize, person: &str, number: String, over: &str) {
        let member = &mut self.members[at];
        member.typed.insert(self.ledger.writes.len());
        self.ledger.writes.push(Write {
            person: person.to_owned(),
            number: kept(&number),
            over: kept(over),
            by: at,
            family: member.family,
        });
    }

    fn person(&mut self, at: usize) -> Result<String> {
        const NAMES: [&str; 5] = ["Mauger", "Le Gall", "Hamel", "Ben Saïd", "N’Diaye"];
        let name = NAMES[self.draw.below(NAMES.len())];
        let number = typed(self.ledger.writes.len());
        let id = self
            .laptop(at)?
            .save_person(&forms::person("Camille", name, &number))?;
        let person = Person {
            adviser: self.members[at].adviser,
            loose: false,
            erased: false,
        };
        self.ledger.people.insert(id.clone(), person);
        self.note(at, &id, number, "");
        Ok(format!("p{}", self.ledger.people.len()))
    }

    pub(super) fn phone(&mut self, at: usize) -> Result<String> {
        let Some(person) = self.somebody(at) else {
            return Ok("nobody".into());
        };
        // Joined to another, in the corbeille, or not here yet.
        let Ok(file) = self.laptop(at)?.open_person(&person) else {
            return Ok("not here".into());
        };
        if file.line.id != person {
            return Ok("joined".into());
        }
        let number = typed(self.ledger.writes.len());
        self.laptop(at)?
            .correct_person(&file, |form| form.phone.clone_from(&number))?;
        self.note(at, &person, number.clone(), &file.form.phone);
        Ok(format!("{number} over {}", file.form.phone))
    }

    fn open_form(&mut self, at: usize) -> Result<String> {
        let Some(person) = self.somebody(at) else {
            return Ok("nobody".into());
        };
        let file = self.laptop(at)?.open_person(&person).ok();
        let file = file.filter(|file| file.line.id == person);
        self.members[at].form = file;
        Ok("left open".into())
    }

    fn save_form(&mut self, at: usize) -> Result<String> {
        let Some(file) = self.members[at].form.take() else {
            return Ok("none".into());
        };
        let person = file.line.id.clone();
        // A form of a file joined to another meanwhile is saved there or refused: not followed.
        if self.ledger.joined.contains_key(&person) {
            return Ok("joined".into());
        }
        let number = typed(self.ledger.writes.len());
        let mut form = file.form.clone();
        form.phone.clone_from(&number);
        let save = json!({"id": person, "draft": null, "form": form, "version": file.version});
        if !done(self.laptop(at)?, "beneficiary_save", save)? {
            return Ok("refused".into());
        }
        self.note(at, &person, number.clone(), &file.form.phone);
        self.tally.reach("stale-forms");
        Ok(format!("{number} over {}", file.form.phone))
    }

    pub(super) fn session(&mut self, at: usize) -> Result<String> {
        let person = self.somebody(at);
        let laptop = self.laptop(at)?;
        let known =
            person.filter(|id| laptop.open_person(id).is_ok_and(|file| file.line.id == *id));
        let form = match &known {
            Some(person) => forms::named(&laptop.today(), None, person),
            None => forms::workshop(&laptop.today(), None, "Courriel", 6),
        };
        let save = json!({"id": null, "draft": null, "form": form, "version": null});
        let id = match laptop.ask("session_save", save) {
            Ok(saved) => serde_json::from_value::<Saved>(saved)?.id,
            // A laptop that believes itself in 1970 cannot date a session.
            Err(failure) if failure.code == FailureCode::Invalid => return Ok("refused".into()),
            Err(failure) => bail!("session_save: {:?}", failure.code),
        };
        let adviser = self.members[at].adviser;
        self.ledger.sessions.push(Session {
            id,
            adviser,
            person: known,
        });
        Ok(format!("s{}", self.ledger.sessions.len()))
    }

    fn some_session(&mut self, at: usize) -> Option<String> {
        let adviser = self.members[at].adviser;
        let all: Vec<&Session> = self
            .ledger
            .sessions
            .iter()
            .filter(|session| session.adviser == adviser)
            .collect();
        self.draw.pick(&all).map(|session| session.id.clone())
    }

    fn correct(&mut self, at: usize) -> Result<String> {
        let Some(id) = self.some_session(at) else {
            return Ok("none".into());
        };
        let Ok(file) = self.laptop(at)?.open_session(&id) else {
            return Ok("not here".into());
        };
        let minutes = 15 * (1 + u32::try_from(self.draw.below(8))?);
        let theme = [Theme::Sante, Theme::Bureautique, Theme::Parentalite][self.draw.below(3)];
        let duration = self.draw.chance(500);
        let mut form = file.form;
        if duration {
            form.duration = Some(minutes);
        } else if form.themes.contains(&theme) {
            form.themes.retain(|other| *other != theme);
        } else {
            form.themes.push(theme);
        }
        if form.themes.is_empty() {
            form.themes.push(Theme::Email);
        }
        let save = json!({"id": id, "draft": null, "form": form, "version": file.version});
        done(self.laptop(at)?, "session_save", save)?;
        Ok(if duration { "duration" } else { "themes" }.into())
    }

    fn bin_session(&mut self, at: usize) -> Result<String> {
        let Some(id) = self.some_session(at) else {
            return Ok("none".into());
        };
        let name = if self.draw.chance(550) {
            "session_delete"
        } else {
            "session_restore"
        };
        if done(self.laptop(at)?, name, json!({"id": id}))? {
            self.tally.reach(if name == "session_delete" {
                "deleted"
            } else {
                "restored"
            });
        }
        Ok(name.into())
    }

    fn bin_person(&mut self, at: usize) -> Result<String> {
        let Some(id) = self.somebody(at) else {
            return Ok("nobody".into());
        };
        // A bin is soon opened again: a run in which everybody is in it proves little.
        let name = if self.draw.chance(400) {
            "beneficiary_delete"
        } else {
            "beneficiary_restore"
        };
        done(self.laptop(at)?, name, json!({"ids": [id]}))?;
        Ok(name.into())
    }

    fn choose(&mut self, at: usize) -> Result<String> {
        let Some(person) = self.somebody(at) else {
            return Ok("nobody".into());
        };
        let asked = json!({"table": "beneficiary", "id": person});
        let open: Vec<Conflict> = self.laptop(at)?.get("conflict_get", asked)?;
        let Some(conflict) = open.first() else {
            return Ok("nothing disputed".into());
        };
        let values = &conflict.values;
        let keep = &values[self.draw.below(values.len())].write;
        let seen: Vec<&String> = values.iter().map(|value| &value.write).collect();
        let choice = json!({"table": conflict.table, "id": conflict.id, "field": conflict.field, "seen": seen, "keep": keep});
        if done(self.laptop(at)?, "conflict_choose", choice)? {
            self.tally.reach("chosen");
            if let Some(person) = self.ledger.people.get_mut(&person) {
                person.loose = true;
            }
        }
        Ok(format!("among {}", values.len()))
    }

    fn join(&mut self, at: usize) -> Result<String> {
        let (Some(source), Some(target)) = (self.somebody(at), self.somebody(at)) else {
            return Ok("nobody".into());
        };
        let erased = |id: &String| self.ledger.people.get(id).is_some_and(|one| one.erased);
        if source == target
            || erased(&source)
            || erased(&target)
            || self.ledger.joined.contains_key(&source)
            || self.ledger.joined.contains_key(&target)
        {
            return Ok("not these".into());
        }
        let laptop = self.laptop(at)?;
        let here = |id: &str| laptop.open_person(id).is_ok_and(|file| file.line.id == id);
        if !here(&source) || !here(&target) {
            return Ok("not here".into());
        }
        let asked = json!({"source": source, "target": target});
        let seen: MergePreview = laptop.get("beneficiary_merge_preview", asked)?;
        let order = json!({"source": source, "target": target, "choices": {},
            "source_version": seen.source_version, "target_version": seen.target_version});
        let saved = laptop.get::<Saved>("beneficiary_merge", order);
        if saved.is_ok() {
            self.tally.reach("joined");
            for id in [&source, &target] {
                if let Some(person) = self.ledger.people.get_mut(id) {
                    person.loose = true;
                }
            }
            self.ledger.joined.insert(source, target);
        }
        Ok(if saved.is_ok() {
            "two files"
        } else {
            "refused"
        }
        .into())
    }

    fn part(&mut self, at: usize) -> Result<String> {
        let adviser = self.members[at].adviser;
        let joined: Vec<String> = self
            .ledger
            .joined
            .keys()
            .filter(|id| {
                self.ledger
                    .people
                    .get(*id)
                    .is_some_and(|person| person.adviser == adviser)
            })
            .cloned()
            .collect();
        let Some(source) = self.draw.pick(&joined) else {
            return Ok("none".into());
        };
        if done(self.laptop(at)?, "beneficiary_part", json!({"id": source}))? {
            self.tally.reach("parted");
            self.ledger.joined.remove(source);
        }
        Ok("two files".into())
    }

    /// A file is asked to be erased, for good.
    fn erase(&mut self, at: usize) -> Result<String> {
        let Some(id) = self.somebody(at) else {
            return Ok("nobody".into());
        };
        let joined = &self.ledger.joined;
        if joined.contains_key(&id) || joined.values().any(|target| *target == id) {
            return Ok("joined".into());
        }
        // Enough people are left for the rest to mean something.
        let left = self.ledger.people.values().filter(|one| !one.erased);
        if left.count() < 4 {
            return Ok("too few".into());
        }
        let ask = json!({"ids": [id], "ended": false});
        if !done(self.laptop(at)?, "erasure_ask", ask)? {
            return Ok("not here".into());
        }
        if let Some(person) = self.ledger.people.get_mut(&id) {
            (person.erased, person.loose) = (true, true);
        }
        Ok("asked".into())
    }

    /// A place, which the whole team shares: new, or its telephone corrected.
    fn place(&mut self, at: usize) -> Result<String> {
        let known = self.draw.pick(&self.ledger.places).cloned();
        let laptop = self.laptop(at)?;
        let file = known
            .and_then(|id| laptop.get::<PlaceFile>("place_get", json!({"id": id})).ok())
            .filter(|_| self.ledger.places.len() > 2);
        match file {
            Some(file) => {
                let mut form = file.form;
                form.phone = typed(9_000 + self.draw.below(900));
                let save = json!({"id": file.line.id, "form": form, "version": null});
                done(self.laptop(at)?, "place_save", save)?;
                Ok("corrected".into())
            }
            None => {
                let commune = forms::commune("Port-Bail-sur-Mer", "50")?;
                let name = format!("Mairie {}", self.ledger.places.len());
                let id = laptop.save_place(&forms::place(&name, commune, &["MUNI"]))?;
                self.ledger.places.push(id);
                Ok("new".into())
            }
        }
    }

    pub(super) fn exchange(&mut self, at: usize) -> Result<String> {
        let laptop = self.laptop(at)?;
        let air = &self.members[at].air;
        let (before, heard) = (laptop.sync_state()?, air.whole());
        let after = laptop.exchange()?;
        if air.whole() == heard {
            // Nobody of ours was heard: nothing may have changed hands.
            if after.pending != before.pending || after.not_durable != before.not_durable {
                return Err(broken("I7", format!("{before:?} became {after:?} unheard")));
            }
            if after.line == LineState::Portal {
                self.tally.reach("refusals-ignored");
            }
        }
        if after.arriving.is_some() {
            self.tally.reach("snapshots-cut");
        }
        if after.conflicts > 0 {
            self.tally.reach("conflicts");
        }
        if before.not_durable > 0 && after.not_durable == 0 {
            self.tally.reach("durable");
        }
        if after.line == LineState::Busy {
            self.tally.reach("busy");
        }
        self.whole_transactions(at)?;
        Ok(format!("{:?}, {} wait", after.line, after.pending))
    }
}
