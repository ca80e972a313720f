//! What goes wrong: late requests, clocks, power, disks, the server and its copies.

use anyhow::Result;

use super::air::{Air, Fate};
use super::{Kept, MOST_LAPTOPS, Sim};

impl Sim {
    pub(super) fn late(&mut self, at: usize) -> Result<String> {
        self.members[at].air.deliver_late();
        Ok("arrives".into())
    }

    pub(super) fn clock(&mut self, at: usize) -> Result<String> {
        let to = match self.draw.below(6) {
            0 => Some("1970-01-01T00:00:00Z".to_owned()),
            1 => Some("2000-01-01T00:00:00Z".to_owned()),
            2 => Some("2099-12-31T23:59:59Z".to_owned()),
            3 => Some(format!("2026-0{}-01T03:00:00Z", 1 + self.draw.below(9))),
            _ => None,
        };
        let clock = self.laptop(at)?.clock();
        match &to {
            Some(time) => clock.set(time.parse()?),
            None => clock.set_right(),
        }
        Ok(to.unwrap_or_else(|| "right".into()))
    }

    pub(super) fn power(&mut self, at: usize) -> Result<String> {
        self.members[at].cut_power()?;
        self.tally.reach("power-cuts");
        self.nothing_gone(at)?;
        Ok("cut".into())
    }

    pub(super) fn restart(&mut self, at: usize) -> Result<String> {
        self.members[at].restart()?;
        Ok(String::new())
    }

    pub(super) fn clone_disk(&mut self, at: usize) -> Result<String> {
        if self.members.len() >= MOST_LAPTOPS || self.members[at].revoked {
            return Ok("not".into());
        }
        let air = Air::new(self.central.address(), &self.world, self.draw.any());
        air.set(&self.swarm.weather);
        let (name, seed) = (self.name(), self.draw.any());
        let double = self.members[at].clone_disk(&name, air, seed)?;
        self.cloned(at);
        self.members.push(double);
        Ok(format!("as {name}"))
    }

    /// Of disks that were cloned one takes another identity: a copy of the folder alone made
    /// before does not know it, the ledger beside sealed copies does.
    pub(super) fn cloned(&mut self, at: usize) {
        self.ledger.cloned.insert(self.members[at].family);
        self.copies
            .retain(|(kept, _)| matches!(kept, Kept::Sealed(_)));
    }

    pub(super) fn keep_disk(&mut self, at: usize) -> Result<String> {
        let air = std::sync::Arc::clone(&self.members[at].air);
        let (name, seed) = (self.members[at].name.clone(), self.draw.any());
        let copy = self.members[at].clone_disk(&name, air, seed)?;
        self.members[at].older = Some(Box::new(copy));
        Ok(String::new())
    }

    /// An older copy of the disk takes its place. What was sent comes back; so that nothing is
    /// lost by the disk alone, everything leaves first, and the server keeps its disk from now on.
    pub(super) fn put_disk_back(&mut self, at: usize) -> Result<String> {
        if self.members[at].older.is_none() || self.members[at].revoked {
            return Ok("none kept".into());
        }
        let air = std::sync::Arc::clone(&self.members[at].air);
        air.set(&[(Fate::Fair, 1)]);
        self.laptop(at)?.exchange_until_quiet()?;
        air.set(&self.swarm.weather);
        self.no_disaster = true;
        self.cloned(at);
        if let Some(older) = self.members[at].older.take() {
            self.members[at] = *older;
        }
        self.tally.reach("older-disks");
        Ok(String::new())
    }

    pub(super) fn revoke(&mut self, at: usize) -> Result<String> {
        let of_adviser = self
            .members
            .iter()
            .filter(|member| member.adviser == self.members[at].adviser && !member.revoked)
            .count();
        let name = &self.members[at].name;
        // A cloned disk has the name of its double at the administrator's desk.
        if of_adviser < 2
            || self.ledger.cloned.contains(&self.members[at].family)
            || self.tally.reached.contains_key("revoked")
        {
            return Ok("not".into());
        }
        let mut admin = self.central.admin()?;
        let device = admin.devices()?.into_iter().find(|line| line.name == *name);
        if let Some(device) = device {
            admin.revoke(&device.id)?;
            self.members[at].revoked = true;
            self.tally.reach("revoked");
        }
        Ok(String::new())
    }

    pub(super) fn server_restart(&mut self, _: usize) -> Result<String> {
        self.hang_up();
        self.central.restart()?;
        Ok(String::new())
    }

    pub(super) fn server_copy(&mut self, _: usize) -> Result<String> {
        if !self.ledger.cloned.is_empty() {
            return Ok("not".into());
        }
        self.hang_up();
        let copy = self.central.copy()?;
        self.copies.push((Kept::Raw(copy), self.world.now()));
        Ok(String::new())
    }

    pub(super) fn server_backup(&mut self, _: usize) -> Result<String> {
        let backup = self.central.back_up()?;
        self.copies.push((Kept::Sealed(backup), self.world.now()));
        Ok("proved".into())
    }

    pub(super) fn disaster(&mut self, _: usize) -> Result<String> {
        self.forget_old_copies();
        if self.no_disaster || self.copies.is_empty() {
            return Ok("none".into());
        }
        self.hang_up();
        let which = self.draw.below(self.copies.len());
        let (copy, at) = &self.copies[which];
        let age = (self.world.now() - at) / 3_600_000;
        match copy {
            Kept::Raw(copy) => self.central.restore(copy)?,
            Kept::Sealed(backup) => {
                self.central.burn_and_restore(backup)?;
                // The key that opens a copy of the folder alone burnt with the machine.
                self.copies
                    .retain(|(kept, _)| matches!(kept, Kept::Sealed(_)));
            }
        }
        Ok(format!("the server is {age} h younger"))
    }
}
