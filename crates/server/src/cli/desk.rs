//! The operator and the laptops: orders, rescue parcels, what was set aside.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, Subcommand};
use escale_server::Command;

use super::{Files, print};

#[derive(Debug, Subcommand)]
pub(super) enum Device {
    /// Prints the devices, one JSON object a line.
    List {
        #[command(flatten)]
        files: Files,
    },
    /// Lets a device in that was enrolled with a code on hold, or shut out.
    Confirm {
        #[command(flatten)]
        files: Files,
        /// Identifier of the device.
        device: String,
    },
    /// Shuts a device out. Nothing is destroyed on it.
    Revoke(Ordered),
    /// Locks the laptop at its next contact, until it is unlocked. Nothing is destroyed on it.
    Lock(Ordered),
    /// Unlocks the laptop at its next contact.
    Unlock(Ordered),
    /// For somebody who leaves: the laptop sends everything, waits until it is acknowledged, then
    /// erases its notebook.
    Drain(Ordered),
    /// For a stolen laptop: shuts it out, and erases its notebook at its next contact, with what
    /// it had not sent.
    Wipe(Ordered),
}

#[derive(Debug, Args)]
pub(super) struct Ordered {
    #[command(flatten)]
    files: Files,
    /// Identifier of the device.
    device: String,
    /// Why, for the person at the laptop. Never name a beneficiary.
    #[arg(long, default_value = "")]
    reason: String,
    /// Who decided, as the person at the laptop will read it.
    #[arg(long, default_value = "votre coordination")]
    by: String,
}

#[derive(Debug, Subcommand)]
pub(super) enum Quarantine {
    /// Prints what was set aside, undecided first, one JSON object a line. Says where each thing
    /// belongs, never what it holds.
    List {
        #[command(flatten)]
        files: Files,
    },
    /// Adds it to the notebook it was for.
    Accept {
        #[command(flatten)]
        files: Files,
        /// Its ticket.
        ticket: String,
        /// A word for the person who wrote it.
        #[arg(long)]
        reason: Option<String>,
    },
    /// Leaves it out; it is kept thirty days more.
    Reject {
        #[command(flatten)]
        files: Files,
        /// Its ticket.
        ticket: String,
        /// Why, for the person who wrote it.
        #[arg(long)]
        reason: String,
    },
}

pub(super) fn devices(files: &Files) -> anyhow::Result<()> {
    for device in files.admin()?.devices()? {
        print(&serde_json::to_string(&device)?)?;
    }
    Ok(())
}

pub(super) fn device(command: Device) -> anyhow::Result<()> {
    let (ordered, what) = match command {
        Device::List { files } => return devices(&files),
        Device::Confirm { files, device } => return Ok(files.admin()?.confirm(&device)?),
        Device::Revoke(ordered) => return Ok(ordered.files.admin()?.revoke(&ordered.device)?),
        Device::Lock(ordered) => (ordered, Command::Lock),
        Device::Unlock(ordered) => (ordered, Command::Unlock),
        Device::Drain(ordered) => (ordered, Command::DrainThenWipe),
        Device::Wipe(ordered) => (ordered, Command::Wipe),
    };
    let mut admin = ordered.files.admin()?;
    Ok(admin.order(&ordered.device, what, &ordered.by, &ordered.reason)?)
}

pub(super) fn quarantine(command: Quarantine) -> anyhow::Result<()> {
    match command {
        Quarantine::List { files } => {
            for line in files.admin()?.quarantine()? {
                print(&serde_json::to_string(&line)?)?;
            }
            Ok(())
        }
        Quarantine::Accept {
            files,
            ticket,
            reason,
        } => Ok(files.admin()?.accept(&ticket, reason.as_deref())?),
        Quarantine::Reject {
            files,
            ticket,
            reason,
        } => Ok(files.admin()?.reject(&ticket, &reason)?),
    }
}

pub(super) fn parcel(files: &Files, file: &Path) -> anyhow::Result<()> {
    let bytes = std::fs::read(file).with_context(|| PathBuf::from(file).display().to_string())?;
    print(&serde_json::to_string(&files.admin()?.parcel(&bytes)?)?)
}
