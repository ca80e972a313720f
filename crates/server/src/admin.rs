//! What the operator does: teams, advisers, codes, devices, counts. Works while the server runs.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ed25519_dalek::SigningKey;
use escale_sync::enrolment::{self, EnrolmentCode};
use escale_sync::order::Command;
use escale_sync::server::{self, Context};

use crate::backup::{self, Backups, RecoverySecret};
use crate::http::hash_code;
use crate::secret::random;
use crate::serve::paths;
use crate::store::count::{self, Counts};
use crate::store::device::{self, Status};
use crate::store::erasures::{self, ErasureLine};
use crate::store::log::BookLog;
use crate::store::marks::{self, BackupLine};
use crate::store::postgres::Database;
use crate::store::quarantine::{self, QuarantineLine};
use crate::store::{Desk, Paths, adviser, code, meta, order};
use crate::tls::Authority;
use crate::{Clock, Error};
use crate::{ledger, parcel};

/// Draws of a code before giving up on a free locator (a million of them exist).
const DRAWS: usize = 16;
/// Most lines of the quarantine listed at once.
const LISTED: i64 = 10_000;

/// Erasures listed at most.
const ERASURES: i64 = 10_000;

/// The operator's desk over a data folder.
#[derive(Debug)]
pub struct Admin {
    desk: Desk,
    paths: Paths,
    clock: Clock,
}

/// What an enrolment code is made for.
#[derive(Debug, Clone)]
pub struct NewCode {
    /// Whose laptop it will be.
    pub adviser: String,
    /// `host:port` to print; the server's own, when absent.
    pub address: Option<String>,
    /// Hours it lives.
    pub hours: u32,
    /// The device waits for [`Admin::confirm`] before it may read or write anything.
    pub hold: bool,
}

/// A device, as listed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct DeviceLine {
    /// Identifier.
    pub id: String,
    /// Whose.
    pub adviser: String,
    /// Name its owner gave it.
    pub name: String,
    /// `awaiting`, `confirmed` or `revoked`.
    pub status: &'static str,
    /// Last contact, milliseconds since 1970.
    pub last_seen: Option<u64>,
    /// Last operation received.
    pub last_q: u64,
    /// Name of its adviser.
    pub adviser_name: String,
    /// Operations it said it had made and that were not received: an estimate, as of its last
    /// contact.
    pub unsent: u64,
    /// What it was last ordered, if anything.
    pub order: Option<Command>,
    /// When it told that it was done, milliseconds since 1970.
    pub order_done: Option<u64>,
}

/// What became of a rescue parcel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct ParcelLine {
    /// Operations the server did not have yet.
    pub new: u64,
    /// Of which set aside.
    pub aside: u64,
    /// Last operation of that laptop that the server has now.
    pub last_q: u64,
}

impl Admin {
    /// Opens a data folder; the key and the witness are beside it unless said otherwise.
    ///
    /// # Errors
    /// When the folder or its key cannot be read.
    pub fn open(
        data: &Path,
        key: Option<&PathBuf>,
        witness: Option<&PathBuf>,
        clock: Clock,
    ) -> Result<Self, Error> {
        Self::open_on(data, key, witness, None, clock)
    }

    /// Opens a data folder whose notebook is in PostgreSQL, if one is given.
    ///
    /// # Errors
    /// When the folder, its key or the database cannot be opened.
    pub fn open_on(
        data: &Path,
        key: Option<&PathBuf>,
        witness: Option<&PathBuf>,
        database: Option<&Database>,
        clock: Clock,
    ) -> Result<Self, Error> {
        let mut paths = paths(data, key, witness);
        paths.postgres = database.cloned();
        Ok(Self {
            desk: Desk::open(&paths)?,
            paths,
            clock,
        })
    }

    /// Creates a team; its identifier.
    ///
    /// # Errors
    /// When the store fails.
    pub fn add_team(&mut self, name: &str) -> Result<String, Error> {
        let now = self.clock.now();
        self.desk.write(|book| adviser::add_team(book, name, now))
    }

    /// Creates an adviser in a team; its identifier.
    ///
    /// # Errors
    /// When the team is unknown.
    pub fn add_adviser(&mut self, team: &str, name: &str) -> Result<String, Error> {
        let now = self.clock.now();
        self.desk.write(|book| adviser::add(book, team, name, now))
    }

    /// Makes a one-time enrolment code.
    ///
    /// # Errors
    /// When the adviser is unknown, or no address is known.
    pub fn new_code(&mut self, wanted: &NewCode) -> Result<EnrolmentCode, Error> {
        let now = self.clock.now();
        let (adviser, known) = self.desk.read(|book| {
            adviser::get(book, &wanted.adviser)?;
            Ok((&wanted.adviser, meta::read(book)?))
        })?;
        let address = wanted
            .address
            .clone()
            .or_else(|| known.address.clone())
            .ok_or(Error::NoAddress)?;
        // A server that never ran has not said yet where its certificates come from: its own.
        let own = known.address.is_none() || known.fingerprint.is_some();
        let authority = if own {
            Some(Authority::open(&self.paths.data, now)?.fingerprint())
        } else {
            None
        };
        let expires = now + u64::from(wanted.hours) * 3_600_000;
        for _ in 0..DRAWS {
            let (code, salt) = (enrolment::code_from(&random()?), random::<16>()?);
            let hash = hash_code(&code, &salt)?;
            let kept = self.desk.write(|book| {
                code::add(
                    book,
                    &code,
                    (&salt, &hash),
                    adviser,
                    wanted.hold,
                    (now, expires),
                )
            })?;
            if kept {
                return Ok(EnrolmentCode {
                    code,
                    address,
                    authority,
                });
            }
        }
        Err(Error::Busy)
    }

    /// All devices, oldest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn devices(&self) -> Result<Vec<DeviceLine>, Error> {
        self.desk.read(|book| {
            let mut lines = Vec::new();
            for device in device::list(book)? {
                let given = order::latest(book, device.num)?;
                let reported = order::last_reported(book, device.num)?;
                lines.push(DeviceLine {
                    adviser_name: adviser::get(book, &device.adviser)?.name,
                    id: device.id,
                    adviser: device.adviser,
                    name: device.name,
                    status: device.status.as_str(),
                    last_seen: device.last_seen,
                    last_q: device.last_q,
                    unsent: reported.saturating_sub(device.last_q),
                    order: given.as_ref().map(|given| given.command),
                    order_done: given.and_then(|given| given.done),
                });
            }
            Ok(lines)
        })
    }

    /// Lets an awaiting device in.
    ///
    /// # Errors
    /// When it is unknown.
    pub fn confirm(&mut self, device: &str) -> Result<(), Error> {
        self.desk
            .write(|book| device::set_status(book, device, Status::Confirmed))?;
        self.desk.read(|book| ledger::note(book, device))
    }

    /// Shuts a device out, at once. Nothing is destroyed on it.
    ///
    /// # Errors
    /// When it is unknown.
    pub fn revoke(&mut self, device: &str) -> Result<(), Error> {
        self.desk
            .write(|book| device::set_status(book, device, Status::Revoked))?;
        self.desk.read(|book| ledger::note(book, device))
    }

    /// Orders a device, and those sprung from it: delivered at its next contact. A stolen one is
    /// shut out at once; one that leaves keeps sending until it has erased itself.
    ///
    /// # Errors
    /// When it is unknown.
    pub fn order(
        &mut self,
        device: &str,
        command: Command,
        by: &str,
        reason: &str,
    ) -> Result<(), Error> {
        let now = self.clock.now();
        let ordered = self.desk.write(|book| {
            let ordered = order::give(book, device, command, (by, reason), now)?;
            if command == Command::Wipe {
                device::set_status(book, device, Status::Revoked)?;
            }
            Ok(ordered)
        })?;
        self.desk.read(|book| {
            ordered
                .iter()
                .try_for_each(|device| ledger::note(book, device))
        })
    }

    /// Takes a rescue parcel; giving it twice changes nothing.
    ///
    /// # Errors
    /// When it is not one of ours, or does not continue what the server has.
    pub fn parcel(&mut self, bytes: &[u8]) -> Result<ParcelLine, Error> {
        let now = self.clock.now();
        self.desk.write(|book| {
            let key = SigningKey::from_bytes(&meta::read(book)?.order_key);
            let taken = parcel::take(book, &key, bytes, now)?
                .map_err(|refused| Error::Parcel(refused.to_string()))?;
            Ok(ParcelLine {
                new: taken.new,
                aside: taken.aside,
                last_q: taken.last_q,
            })
        })
    }

    /// What was set aside, undecided first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn quarantine(&self) -> Result<Vec<QuarantineLine>, Error> {
        self.desk.read(|book| quarantine::list(book, LISTED))
    }

    /// Adds what was set aside to the notebook it was for.
    ///
    /// # Errors
    /// When nothing of that name is to be decided, or it cannot be added.
    pub fn accept(&mut self, ticket: &str, reason: Option<&str>) -> Result<(), Error> {
        let now = self.clock.now();
        self.desk.write(|book| {
            let pending = quarantine::pending(book, ticket)?;
            let context = Context {
                device: pending.device,
                adviser: pending.adviser,
                scopes: BTreeSet::new(),
                colleagues: Vec::new(),
                epoch: String::new(),
                rx_ms: now,
                next_poll: 0,
                snapshot_from: u64::MAX,
            };
            let added = quarantine::is_somebodys(book, &pending.op.s)?
                && server::accept(&mut BookLog::new(book, now), &context, &pending.op)?;
            if !added {
                return Err(Error::NotAcceptable);
            }
            quarantine::decide(book, ticket, ("accepted", reason), now)
        })
    }

    /// Leaves out what was set aside. It is kept thirty days more.
    ///
    /// # Errors
    /// When nothing of that name is to be decided.
    pub fn reject(&mut self, ticket: &str, reason: &str) -> Result<(), Error> {
        let now = self.clock.now();
        self.desk.write(|book| {
            quarantine::pending(book, ticket)?;
            quarantine::decide(book, ticket, ("rejected", Some(reason)), now)
        })
    }

    /// Empties what was rejected thirty days ago; also done at each copy.
    ///
    /// # Errors
    /// When the store fails.
    pub fn forget_rejected(&mut self) -> Result<(), Error> {
        let now = self.clock.now();
        self.desk.write(|book| quarantine::forget(book, now))
    }

    /// Takes a copy and proves it; where it is, and what it is worth.
    ///
    /// # Errors
    /// When it cannot be written, or is not what it should be: nothing counts on it then.
    pub fn backup(&mut self, backups: &Backups) -> Result<(PathBuf, BackupLine), Error> {
        let ledger = backups.ledger(&self.paths);
        if self.desk.read(meta::ledger)?.as_ref() != Some(&ledger) {
            self.desk.write(|book| meta::set_ledger(book, &ledger))?;
        }
        if self.desk.read(meta::recipient)?.is_none() {
            let first = backup::first_secret(&self.paths)?;
            self.desk
                .write(|book| meta::set_recipient(book, &first.0))?;
        }
        let (paths, now) = (&self.paths, self.clock.now());
        let taken = self
            .desk
            .picture(|book| backup::take(book, paths, backups, now))?;
        let durable = self.desk.write(|book| {
            quarantine::forget(book, now)?;
            marks::publish(book, &taken.facts, &taken.line)
        })?;
        Ok((
            taken.path,
            BackupLine {
                durable,
                ..taken.line
            },
        ))
    }

    /// The last proved copy.
    ///
    /// # Errors
    /// When the store fails.
    pub fn last_backup(&self) -> Result<Option<BackupLine>, Error> {
        self.desk.read(marks::last)
    }

    /// Whether that is the secret that opens the copies made now.
    ///
    /// # Errors
    /// When the store fails.
    pub fn is_recovery_secret(&self, secret: &RecoverySecret) -> Result<bool, Error> {
        Ok(self.desk.read(meta::recipient)? == Some(secret.recipient().0))
    }

    /// A new recovery secret, which opens the copies made from now on; earlier ones still need
    /// the earlier secret.
    ///
    /// # Errors
    /// When the store fails.
    pub fn new_recovery_secret(&mut self) -> Result<RecoverySecret, Error> {
        let secret = RecoverySecret::generate()?;
        let recipient = secret.recipient();
        self.desk
            .write(|book| meta::set_recipient(book, &recipient.0))?;
        Ok(secret)
    }

    /// The latest erasures with the devices that have to confirm, latest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn erasures(&self) -> Result<Vec<ErasureLine>, Error> {
        self.desk
            .read(|connection| erasures::lines(connection, None, ERASURES))
    }

    /// How much the server holds.
    ///
    /// # Errors
    /// When the store fails.
    pub fn count(&self) -> Result<Counts, Error> {
        self.desk.read(count::read)
    }
}
