//! What is wrong with a server before it starts, or while it runs: looks, and touches nothing.

use std::net::TcpListener;
use std::path::Path;

use crate::serve::{Settings, paths};
use crate::store::{self, Glimpse, Paths, glimpse};
use crate::tls::{self, Authority, Certificates};
use crate::{secret, witness};

const HOUR: u64 = 3_600_000;
/// A proved copy older than this is a fault: two nights were missed.
const TOO_OLD: u64 = 26 * HOUR;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// As it should be.
    Good,
    /// It works, and somebody should look.
    Warning,
    /// It does not work, or would lose something.
    Fault,
}

/// One thing looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How bad.
    pub level: Level,
    /// What was found, and what to do.
    pub says: String,
}

struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, level: Level, says: impl Into<String>) {
        self.0.push(Finding {
            level,
            says: says.into(),
        });
    }

    fn good(&mut self, says: impl Into<String>) {
        self.add(Level::Good, says);
    }

    fn warn(&mut self, says: impl Into<String>) {
        self.add(Level::Warning, says);
    }

    fn fault(&mut self, says: impl Into<String>) {
        self.add(Level::Fault, says);
    }
}

/// Looks at everything these settings name.
#[must_use]
pub fn check(settings: &Settings) -> Vec<Finding> {
    let mut paths = paths(
        &settings.data,
        settings.key.as_ref(),
        settings.witness.as_ref(),
    );
    paths.postgres.clone_from(&settings.database);
    let mut found = Findings(Vec::new());
    folder(&mut found, &paths);
    let served = served(&paths.data);
    listening(&mut found, settings, served);
    certificates(&mut found, settings);
    let known = database(&mut found, &paths, settings.clock.now());
    copies(&mut found, settings, &paths, known.as_ref());
    found.0
}

fn folder(found: &mut Findings, paths: &Paths) {
    let data = paths.data.display();
    match std::fs::metadata(&paths.data) {
        Ok(metadata) if !metadata.is_dir() => found.fault(format!("{data} is not a folder")),
        Ok(metadata) => {
            if open_to_others(&metadata) {
                found.warn(format!("{data} can be read by other accounts: chmod 700"));
            } else {
                found.good(format!("data in {data}"));
            }
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            found.warn(format!("{data} does not exist: the first start makes it"));
        }
        Err(error) => found.fault(format!("{data}: {error}")),
    }
    for (what, path) in [("key", &paths.key), ("witness", &paths.witness)] {
        if path.starts_with(&paths.data) {
            found.warn(format!(
                "the {what} is inside the data folder: whoever copies the folder takes it along"
            ));
        }
    }
}

fn open_to_others(metadata: &std::fs::Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        metadata.permissions().mode() & 0o077 != 0
    }
    #[cfg(not(unix))]
    {
        let _ = metadata;
        false
    }
}

/// Whether a server holds the folder now.
fn served(data: &Path) -> bool {
    std::fs::File::options()
        .write(true)
        .open(data.join("serve.lock"))
        .is_ok_and(|file| matches!(file.try_lock(), Err(std::fs::TryLockError::WouldBlock)))
}

fn listening(found: &mut Findings, settings: &Settings, served: bool) {
    let clear = matches!(settings.certificates, Certificates::Clear);
    let metrics = settings
        .metrics
        .filter(|address| !address.ip().is_loopback());
    if clear && !settings.listen.ip().is_loopback() {
        found.fault(format!("{} without TLS: loopback only", settings.listen));
    }
    if let Some(address) = metrics {
        found.fault(format!("figures on {address}: loopback only"));
    }
    if served {
        found.good("a server runs on this folder");
    } else if let Err(error) = TcpListener::bind(settings.listen) {
        found.fault(format!("{}: {error}", settings.listen));
    } else {
        found.good(format!("{} is free", settings.listen));
    }
}

fn certificates(found: &mut Findings, settings: &Settings) {
    match &settings.certificates {
        Certificates::Clear => found.warn("no TLS: a proxy on this machine must bring it"),
        Certificates::Files { certificate, key } => match tls::files(certificate, key) {
            Ok(_) => found.good("the certificate and its key go together"),
            Err(error) => found.fault(error.to_string()),
        },
        Certificates::Own if settings.data.join("authority.crt").exists() => {
            match Authority::open(&settings.data, settings.clock.now()) {
                Ok(_) => found.good("own authority"),
                Err(error) => found.fault(error.to_string()),
            }
        }
        Certificates::Own => found.warn("no authority yet: the first start makes it"),
    }
}

fn database(found: &mut Findings, paths: &Paths, now: u64) -> Option<Glimpse> {
    if let Some(database) = &paths.postgres {
        if paths.database().exists() {
            found.fault("the folder holds a notebook in a file: move it with migrate-to-postgres");
        }
        return match store::look(database) {
            Ok(Some(known)) => {
                dated(found, &known, now);
                Some(known)
            }
            Ok(None) => {
                found.warn("no notebook in PostgreSQL yet: the first start makes it");
                None
            }
            Err(error) => {
                found.fault(format!("PostgreSQL: {error}"));
                None
            }
        };
    }
    if !paths.database().exists() {
        if paths.key.exists() || paths.witness.exists() {
            found.fault("no database, but its key or witness is there: is this the right folder?");
        } else {
            found.warn("no database yet: the first start makes it");
        }
        return None;
    }
    let known = match secret::database_key(&paths.key, true).and_then(|key| glimpse(paths, &key)) {
        Ok(known) => known,
        Err(error) => {
            found.fault(format!("the database does not open: {error}"));
            return None;
        }
    };
    dated(found, &known, now);
    if !witness::agrees(known.witness.as_ref(), &known.mark) {
        found.warn("the witness saw another database: the next start begins a new epoch, and laptops send again what it lacks");
    }
    #[cfg(unix)]
    if let (Ok(space), Ok(file)) = (
        rustix::fs::statvfs(&paths.data),
        std::fs::metadata(paths.database()),
    ) {
        let free = space.f_bavail.saturating_mul(space.f_frsize);
        if free < file.len().saturating_mul(2).max(64 * 1024 * 1024) {
            found.warn(format!("{} MB left beside the database", free / 1_000_000));
        }
    }
    Some(known)
}

/// The version of the tables, and the time they were last written.
fn dated(found: &mut Findings, known: &Glimpse, now: u64) {
    match known.schema.cmp(&known.program_schema) {
        std::cmp::Ordering::Greater => found.fault("the database is of a newer program"),
        std::cmp::Ordering::Less => {
            found.warn("the next start brings the database up to date: copy it first")
        }
        std::cmp::Ordering::Equal => found.good("the database opens"),
    }
    if known.last_seen > now + HOUR {
        found.fault("the clock of this machine is behind what laptops saw of it: set it first");
    }
}

fn copies(found: &mut Findings, settings: &Settings, paths: &Paths, known: Option<&Glimpse>) {
    let (backups, now) = (&settings.backups, settings.clock.now());
    if backups.every == 0 {
        found.warn("no copies are made while serving");
    }
    if paths.recovery().exists() {
        found.warn(format!(
            "{}: write the recovery secret down, check it (recovery check), then remove the file",
            paths.recovery().display()
        ));
    }
    let folder = backups.folder(paths);
    if !backups.outlive(paths) {
        found.warn(format!(
            "copies go to {}, on the disk of the data: they do not count, and laptops keep everything",
            folder.display()
        ));
    }
    let Some(known) = known else { return };
    match &known.last_copy {
        None => found.warn("no copy was made yet"),
        Some(copy) => {
            let age = now.saturating_sub(copy.taken);
            let says = format!("last proved copy {} h ago: {}", age / HOUR, copy.file);
            if age > TOO_OLD {
                found.fault(says);
            } else {
                found.good(says);
            }
            if !folder.join(&copy.file).exists() {
                found.warn(format!(
                    "{} is no longer in {}",
                    copy.file,
                    folder.display()
                ));
            }
        }
    }
}
