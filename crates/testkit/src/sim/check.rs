//! The promises, looked at while things go wrong and once they are calm.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result};
use escale_sync::merge::RowState;

use super::air::Fate;
use super::{Sim, broken};
use crate::laptop::{Laptop, Record};

/// Simulated time within which healed laptops must be quiet, milliseconds.
const QUIET_MS: u64 = 24 * 3_600_000;
/// Sessions looked at after an exchange.
const LOOKED_AT: usize = 4;

impl Sim {
    /// I9: a session and who was there are one transaction, on every laptop at any time.
    pub(super) fn whole_transactions(&self, at: usize) -> Result<()> {
        let member = &self.members[at];
        for session in self.ledger.sessions.iter().rev().take(LOOKED_AT) {
            if session.adviser != member.adviser || session.person.is_none() {
                continue;
            }
            if let Ok(file) = member.laptop()?.open_session(&session.id)
                && file.form.people.is_empty()
            {
                return Err(broken(
                    "I9",
                    format!("{} has a session without its person", member.name),
                ));
            }
        }
        Ok(())
    }

    /// I1: all that this disk's person was told is kept is there, in a sound file; nothing that
    /// was ever there has gone.
    pub(super) fn nothing_gone(&mut self, at: usize) -> Result<()> {
        let member = &self.members[at];
        let laptop = member.laptop()?;
        laptop
            .verify()
            .map_err(|error| broken("I1", format!("{error:#}")))?;
        // What is held is looked at by its records, below.
        let shown = !member.held()?;
        for write in member
            .typed
            .iter()
            .filter(|_| shown)
            .map(|n| &self.ledger.writes[*n])
        {
            if !self.may_go(&write.person) && !present(laptop, &write.person, &write.number)? {
                return Err(broken(
                    "I1",
                    format!("{} is gone from {}", write.number, member.name),
                ));
            }
        }
        let now: BTreeSet<(String, String)> = laptop
            .records()?
            .into_iter()
            .map(|(table, id, ..)| (table, id))
            .collect();
        if let Some(gone) = member.seen.difference(&now).next() {
            return Err(broken(
                "I4",
                format!("{gone:?} was on {} and is not", member.name),
            ));
        }
        self.members[at].seen = now;
        Ok(())
    }

    /// Where logs are taken as snapshots, somebody gets another laptop while the line is cut every
    /// other time: she works, and what the server has comes by and by.
    fn newcomer(&mut self) -> Result<()> {
        let at = self.enrol(0)?;
        let weather = [(Fate::Fair, 3), (Fate::Cut, 2), (Fate::AnswerLost, 1)];
        self.members[at].air.set(&weather);
        self.phone(at)?;
        self.session(at)?;
        for _ in 0..12 {
            self.world.pass_ms(20_000);
            self.exchange(at)?;
            self.nothing_gone(at)?;
        }
        Ok(())
    }

    /// Faults stop; everybody is heard; everything is compared.
    pub(super) fn heal(&mut self) -> Result<()> {
        if self.snapshots {
            self.newcomer()?;
        }
        let behind = (self.swarm.liveness && self.members.len() > 1)
            .then(|| self.draw.below(self.members.len()));
        for at in 0..self.members.len() {
            let fate = if Some(at) == behind {
                Fate::Portal
            } else {
                Fate::Fair
            };
            self.members[at].air.deliver_late();
            self.members[at].air.set(&[(fate, 1)]);
            if self.draw.chance(500) {
                self.members[at].laptop()?.clock().set_right();
            }
        }
        self.unlock_all()?;
        if let Some(behind) = behind {
            let before = self.members[behind].laptop()?.sync_state()?;
            self.members[behind].laptop()?.exchange()?;
            self.quiet(Some(behind))?;
            let after = self.members[behind].laptop()?.sync_state()?;
            if after.pending != before.pending {
                return Err(broken("I7", "what waits left by a portal"));
            }
            self.tally.reach("left-behind");
            self.members[behind].air.set(&[(Fate::Fair, 1)]);
        }
        // After a disaster the first to come back may need what only the last one remembers.
        for _ in 0..3 {
            self.quiet(None)?;
        }
        for at in 0..self.members.len() {
            self.nothing_gone(at)?;
        }
        self.compare()
    }

    /// I8: all but that one have sent everything within bounded time.
    fn quiet(&mut self, but: Option<usize>) -> Result<()> {
        for (at, member) in self.members.iter().enumerate() {
            if Some(at) == but {
                continue;
            }
            let laptop = member.laptop()?;
            if member.revoked {
                laptop.exchange()?;
                continue;
            }
            let began = self.world.now();
            let state = laptop
                .exchange_until_quiet()
                .map_err(|error| broken("I8", format!("{}: {error:#}", member.name)))?;
            if self.world.now() - began > QUIET_MS {
                return Err(broken(
                    "I8",
                    format!("{} took too long: {state:?}", member.name),
                ));
            }
        }
        Ok(())
    }

    fn compare(&mut self) -> Result<()> {
        let counts = self.central.counts()?;
        let made: u64 = self
            .central
            .admin()?
            .devices()?
            .iter()
            .map(|device| device.last_q)
            .sum();
        if counts.operations + counts.quarantined != made {
            return Err(broken(
                "I2",
                format!(
                    "{made} operations made, {} in the logs, {} kept apart",
                    counts.operations, counts.quarantined
                ),
            ));
        }
        if counts.devices as usize > self.names {
            self.tally.reach("forks");
        }
        self.tally.operations = counts.operations;
        for adviser in 0..self.advisers.len() {
            let witness = self.enrol(adviser)?;
            let fresh = self.members.remove(witness);
            fresh.laptop()?.exchange_until_quiet()?;
            let expected = fresh.laptop()?.records()?;
            let digest = canonical(&expected);
            self.trace.push(format!("adviser {adviser}: {digest}"));
            for member in self
                .members
                .iter()
                .filter(|m| m.adviser == adviser && !m.revoked)
            {
                let records = member.laptop()?.records()?;
                self.nobody_elses(adviser, &records)?;
                agree(&member.name, &records, &expected)?;
            }
            let known: BTreeSet<&str> = expected.iter().map(|(_, id, ..)| id.as_str()).collect();
            // What only a laptop that was shut out has is on its disk, where `nothing_gone` looked.
            let anybody_out = self.members.iter().any(|m| m.revoked);
            for session in self.ledger.sessions.iter().filter(|s| s.adviser == adviser) {
                if !known.contains(session.id.as_str()) && !anybody_out {
                    return Err(broken("I2", "a session is nowhere"));
                }
            }
            self.values(adviser, fresh.laptop()?)?;
            self.erased(adviser, fresh.laptop()?)?;
        }
        Ok(())
    }

    /// Whether what was written of a person may be gone: somebody asked.
    fn may_go(&self, person: &str) -> bool {
        self.ledger.people.get(person).is_some_and(|one| one.erased)
    }

    /// I6, P6: of somebody whose file the server erased, nothing is on any laptop, whatever was in
    /// between; nor in what the server gives to a new one.
    fn erased(&mut self, adviser: usize, witness: &Laptop) -> Result<()> {
        let mut gone = Vec::new();
        for (id, person) in &self.ledger.people {
            if person.adviser == adviser && witness.inspect(|reader| reader.is_erased(id))? {
                gone.push(id.clone());
            }
        }
        for id in &gone {
            let hers = self.ledger.writes.iter().filter(|one| one.person == *id);
            let hers: Vec<&str> = hers.map(|one| one.number.as_str()).collect();
            let live = self.members.iter();
            let live = live.filter(|one| one.adviser == adviser && !one.revoked);
            for member in live {
                self.says_nothing(member.laptop()?, &member.name, &hers)?;
            }
            self.says_nothing(witness, "the server", &hers)?;
            self.tally.reach("erased");
        }
        Ok(())
    }

    fn says_nothing(&self, laptop: &Laptop, name: &str, texts: &[&str]) -> Result<()> {
        for text in texts {
            let mut found = laptop.inspect(|reader| reader.tables_with(text))?;
            let sent = laptop.inspect(|reader| reader.outbox_batch(0, usize::MAX))?;
            if sent.rows.iter().any(|row| row.body.contains(text)) {
                found.push("outbox".to_owned());
            }
            let leaks = crate::folder::leaks(laptop.folder(), &[text])?;
            if !found.is_empty() || !leaks.is_empty() {
                return Err(broken(
                    "I6",
                    format!("{text} was erased and is in {found:?} {leaks:?} of {name}"),
                ));
            }
        }
        Ok(())
    }

    /// P7: nothing of another adviser's own notebook is ever here.
    fn nobody_elses(&self, adviser: usize, records: &[Record]) -> Result<()> {
        let own = &self.advisers[adviser];
        let elsewhere = records.iter().find(|(_, _, scope, ..)| {
            !scope.starts_with("team:") && scope.split(':').nth(1) != Some(own)
        });
        match elsewhere {
            Some((table, ..)) => Err(broken(
                "I4",
                format!("a {table} of somebody else's is here"),
            )),
            None => Ok(()),
        }
    }

    /// I2, I5: every number typed stands or is in the history; what nobody overwrote stands, and
    /// nothing else does.
    fn values(&self, adviser: usize, witness: &Laptop) -> Result<()> {
        let out: BTreeSet<usize> = (0..self.members.len())
            .filter(|at| self.members[*at].revoked)
            .collect();
        for write in &self.ledger.writes {
            let person = self.ledger.people.get(&write.person);
            let elsewhere = person.is_none_or(|person| person.adviser != adviser);
            if elsewhere || self.may_go(&write.person) || out.contains(&write.by) {
                continue;
            }
            if !present(witness, &write.person, &write.number)? {
                return Err(broken("I2", format!("{} is nowhere", write.number)));
            }
        }
        for (id, person) in &self.ledger.people {
            let touched_out = self
                .ledger
                .writes
                .iter()
                .any(|write| write.person == *id && out.contains(&write.by));
            if person.adviser != adviser || person.loose || touched_out {
                continue;
            }
            let heads = heads(witness, id)?;
            let heads: BTreeSet<&str> = heads.iter().map(String::as_str).collect();
            let (must, may) = self.ledger.standing(id);
            if let Some(gone) = must.difference(&heads).next() {
                return Err(broken(
                    "I5",
                    format!("{gone} was overwritten by nobody and does not stand: {heads:?}"),
                ));
            }
            if let Some(too_many) = heads.difference(&may).next() {
                return Err(broken(
                    "I5",
                    format!("{too_many} was overwritten and stands: {heads:?}"),
                ));
            }
        }
        Ok(())
    }
}

/// Whether a number stands or is in the history.
fn present(laptop: &Laptop, person: &str, number: &str) -> Result<bool> {
    laptop.inspect(|reader| {
        let stands = reader
            .record("beneficiary", person)?
            .is_some_and(|row| row.state.contains(number));
        let old = reader.history("beneficiary", person)?;
        Ok(stands || old.iter().any(|old| old.value.contains(number)))
    })
}

/// The numbers that stand.
fn heads(laptop: &Laptop, person: &str) -> Result<BTreeSet<String>> {
    let row = laptop.inspect(|reader| reader.record("beneficiary", person))?;
    let state: RowState = serde_json::from_str(&row.context("no such person")?.state)?;
    Ok(state
        .fields
        .get("phone")
        .into_iter()
        .flat_map(|register| register.heads.values())
        .filter_map(|value| value.as_str().map(str::to_owned))
        .collect())
}

/// I3: the same records, to the byte.
fn agree(name: &str, ours: &[Record], expected: &[Record]) -> Result<()> {
    if let Some((ours, theirs)) = ours
        .iter()
        .zip(expected)
        .find(|(ours, theirs)| ours != theirs)
    {
        return Err(broken(
            "I3",
            format!("{name} has {ours:?}, the server {theirs:?}"),
        ));
    }
    if ours.len() != expected.len() {
        return Err(broken(
            "I3",
            format!(
                "{name} has {} records, the server {}",
                ours.len(),
                expected.len()
            ),
        ));
    }
    Ok(())
}

/// A number for those records that does not depend on the identifiers the server drew.
fn canonical(records: &[Record]) -> String {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let text = format!("{records:?}");
    let mut names: Vec<&str> = Vec::new();
    let mut hasher = DefaultHasher::new();
    let word = |c: char| !(c.is_ascii_hexdigit() || c == '-');
    for token in text.split_inclusive(word) {
        let token = token.trim_end_matches(word);
        if token.len() == 36 {
            let at = names
                .iter()
                .position(|known| *known == token)
                .unwrap_or_else(|| {
                    names.push(token);
                    names.len() - 1
                });
            at.hash(&mut hasher);
        } else {
            token.hash(&mut hasher);
        }
    }
    format!("{} records, {:016x}", records.len(), hasher.finish())
}
