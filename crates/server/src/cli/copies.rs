//! Copies on the command line: make one, restore one, know the secret that opens them.

use std::io::BufRead;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, Subcommand};
use escale_server::{Admin, Backups, RecoverySecret};
use zeroize::Zeroizing;

use super::{Files, print};

/// Where copies go.
#[derive(Debug, Args)]
pub(super) struct Shelf {
    /// Folder of the copies, on another disk than the data [default: DATA.backups].
    #[arg(long = "backup-to", alias = "to")]
    to: Option<PathBuf>,
    /// The folder is on the disk of the data, and something takes the copies to another machine
    /// within the hour: they count, and laptops may let go of what they cover.
    #[arg(long)]
    backups_copied_elsewhere: bool,
}

impl Shelf {
    pub(super) fn settings(self, every: u32) -> Backups {
        Backups {
            folder: self.to,
            every,
            copied_elsewhere: self.backups_copied_elsewhere,
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct Backup {
    #[command(flatten)]
    files: Files,
    #[command(flatten)]
    shelf: Shelf,
}

#[derive(Debug, Args)]
pub(super) struct Restore {
    #[command(flatten)]
    files: Files,
    /// The copy.
    #[arg(long)]
    from: PathBuf,
    #[command(flatten)]
    secret: Secret,
}

#[derive(Debug, Args)]
pub(super) struct Secret {
    /// File that holds the recovery secret [default: typed, or on the standard input].
    #[arg(long)]
    secret_file: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Recovery {
    /// Says whether a recovery secret opens the copies made now.
    Check {
        #[command(flatten)]
        files: Files,
        #[command(flatten)]
        secret: Secret,
    },
    /// Prints a new recovery secret, for the copies made from now on; earlier copies still need
    /// the earlier one.
    New {
        #[command(flatten)]
        files: Files,
    },
}

impl Secret {
    /// Never on the command line, where every account of the machine would see it.
    fn read(&self) -> anyhow::Result<RecoverySecret> {
        let mut text = Zeroizing::new(String::new());
        match &self.secret_file {
            Some(path) => {
                *text =
                    std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
            }
            None => {
                tracing::info!("waiting for the recovery secret on the standard input");
                std::io::stdin().lock().read_line(&mut text)?;
            }
        }
        Ok(text.parse()?)
    }
}

/// One line: where the copy is, and what it is worth.
pub(super) fn backup(arguments: Backup) -> anyhow::Result<()> {
    let (path, line) = existing(&arguments.files)?.backup(&arguments.shelf.settings(0))?;
    let mut said = serde_json::to_value(&line)?;
    said["path"] = path.display().to_string().into();
    print(&said.to_string())
}

/// One line: what was restored.
pub(super) fn restore(arguments: &Restore) -> anyhow::Result<()> {
    let Files {
        data,
        key,
        witness,
        place,
    } = &arguments.files;
    anyhow::ensure!(
        place.database()?.is_none(),
        "a copy is restored into a folder; migrate-to-postgres then moves it into PostgreSQL"
    );
    // Before the secret is asked for: a wrong file is told at once.
    escale_server::manifest(&arguments.from).with_context(|| shown(&arguments.from))?;
    let restored = escale_server::restore(
        &arguments.from,
        &arguments.secret.read()?,
        data,
        key.as_ref(),
        witness.as_ref(),
    )?;
    print(&serde_json::to_string(&restored)?)
}

pub(super) fn recovery(command: Recovery) -> anyhow::Result<()> {
    match command {
        Recovery::Check { files, secret } => {
            let admin = existing(&files)?;
            anyhow::ensure!(
                admin.is_recovery_secret(&secret.read()?)?,
                "this secret does not open the copies made now"
            );
            print("ok")
        }
        Recovery::New { files } => {
            let secret = existing(&files)?.new_recovery_secret()?;
            print(&secret.written())
        }
    }
}

/// The desk of a server that exists: a slip in the name of the folder must not make another.
fn existing(files: &Files) -> anyhow::Result<Admin> {
    let database = files.data.join("escale.db");
    anyhow::ensure!(
        database.exists() || files.place.database()?.is_some(),
        "{}: no database there",
        shown(&database)
    );
    files.admin()
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
