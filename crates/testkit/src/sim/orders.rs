//! Orders and rescue parcels.

use anyhow::Result;
use data_encoding::BASE64;
use escale_app::api::failure::FailureCode;
use escale_app::api::file::FileOut;
use escale_server::{Admin, Command};
use serde_json::Value;

use super::{Sim, broken};

/// Orders every laptop of that name.
fn order(admin: &mut Admin, name: &str, command: Command) -> Result<()> {
    for device in admin.devices()? {
        if device.name == name {
            admin.order(&device.id, command, "Coordination", "")?;
        }
    }
    Ok(())
}

impl Sim {
    /// What waits goes by hand, twice.
    pub(super) fn parcel(&mut self, at: usize) -> Result<String> {
        let file: Option<FileOut> = self.laptop(at)?.get("parcel_make", ())?;
        let Some(file) = file else {
            return Ok("nothing waits".into());
        };
        let bytes = BASE64.decode(file.base64.as_bytes())?;
        let mut admin = self.central.admin()?;
        // A server that was restored, or a double that spoke first: it is not taken, and kept.
        let Ok(taken) = admin.parcel(&bytes) else {
            return Ok("not taken".into());
        };
        if admin.parcel(&bytes)?.new != 0 {
            return Err(broken("I2", "a parcel given twice was taken twice"));
        }
        if taken.new > 0 {
            self.tally.reach("parcels");
        }
        Ok(format!("{} new", taken.new))
    }

    /// The administrator locks a laptop, or unlocks it; it hears of it when it does.
    pub(super) fn lock(&mut self, at: usize) -> Result<String> {
        let name = self.members[at].name.clone();
        let held = self.members[at].held()?;
        let (command, said) = if held {
            (Command::Unlock, "unlock")
        } else {
            (Command::Lock, "lock")
        };
        order(&mut self.central.admin()?, &name, command)?;
        self.ledger.locked.insert(name);
        let laptop = self.laptop(at)?;
        laptop.exchange()?;
        if !self.members[at].held()? {
            return Ok(said.into());
        }
        let refused = self.laptop(at)?.ask("today", Value::Null);
        if refused.map_err(|failure| failure.code) != Err(FailureCode::Held) {
            return Err(broken("P16", "a held notebook shows what it holds"));
        }
        self.tally.reach("held");
        Ok(format!("{said}, held"))
    }

    /// Nobody stays locked.
    pub(super) fn unlock_all(&mut self) -> Result<()> {
        let mut admin = self.central.admin()?;
        for name in &self.ledger.locked {
            order(&mut admin, name, Command::Unlock)?;
        }
        Ok(())
    }
}
