//! The command line: what it accepts, what it prints (one line on standard output, logs on the
//! error output).

mod copies;
mod desk;

use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, Parser, Subcommand};
use escale_server::{
    Admin, Backups, Certificates, Clock, Database, Level, Limits, NewCode, Server, Settings,
};

/// The central server of Escale.
#[derive(Debug, Parser)]
#[command(version)]
pub(crate) struct Line {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve laptops until stopped.
    Serve(Box<Serve>),
    /// Look at what serving with these settings needs; touches nothing. Fails on a fault.
    CheckConfig(Box<Serve>),
    /// Make a copy now and prove it; works while the server runs.
    Backup(copies::Backup),
    /// Make a server of a copy, in a folder that does not exist yet.
    Restore(copies::Restore),
    /// The secret that opens copies on another machine.
    #[command(subcommand)]
    Recovery(copies::Recovery),
    /// Move the notebook of a data folder nobody serves into an empty PostgreSQL; laptops notice
    /// nothing.
    MigrateToPostgres {
        #[command(flatten)]
        files: Files,
    },
    /// Teams, advisers, codes, devices; works while the server runs.
    #[command(subcommand)]
    Admin(Desk),
}

#[derive(Debug, Args)]
struct Files {
    /// Data folder.
    #[arg(long)]
    data: PathBuf,
    /// Key of the database [default: DATA.key, beside the folder].
    #[arg(long)]
    key: Option<PathBuf>,
    /// Witness of the last commit; never restore it with the folder [default: DATA.witness].
    #[arg(long)]
    witness: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
}

/// Where the notebook is, when it is not in the folder.
#[derive(Debug, Args)]
struct Place {
    /// PostgreSQL that keeps the notebook, postgres://user@host/name; a password is better in
    /// --database-url-file [default: a file of the data folder].
    #[arg(long, conflicts_with = "database_url_file")]
    database: Option<String>,
    /// File that holds the address of the PostgreSQL, with its password.
    #[arg(long)]
    database_url_file: Option<PathBuf>,
    /// Authority (PEM) of the PostgreSQL's certificate [default: those of the system].
    #[arg(long)]
    database_authority: Option<PathBuf>,
}

impl Place {
    fn database(&self) -> anyhow::Result<Option<Database>> {
        let authority = self.database_authority.clone();
        Ok(match (&self.database, &self.database_url_file) {
            (Some(url), _) => Some(Database::new(url, authority)),
            (None, Some(path)) => Some(Database::read(path, authority)?),
            (None, None) => None,
        })
    }
}

impl Files {
    fn admin(&self) -> anyhow::Result<Admin> {
        Ok(Admin::open_on(
            &self.data,
            self.key.as_ref(),
            self.witness.as_ref(),
            self.place.database()?.as_ref(),
            Clock::default(),
        )?)
    }
}

#[derive(Debug, Args)]
struct Serve {
    #[command(flatten)]
    files: Files,
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:8443")]
    listen: SocketAddr,
    /// Host name or address laptops use, for our own certificates; repeatable.
    #[arg(long = "name")]
    names: Vec<String>,
    /// host:port printed in enrolment codes [default: the listening address].
    #[arg(long)]
    public_address: Option<String>,
    /// Certificate chain (PEM) of an authority laptops already trust.
    #[arg(long, requires = "key_file")]
    cert: Option<PathBuf>,
    /// Private key (PEM) of --cert.
    #[arg(long, requires = "cert")]
    key_file: Option<PathBuf>,
    /// No TLS; loopback only.
    #[arg(long, conflicts_with = "cert")]
    clear: bool,
    /// Requests one device may make in an hour.
    #[arg(long, default_value_t = Limits::default().requests_per_hour)]
    requests_per_hour: u32,
    /// Bytes one device may send in an hour.
    #[arg(long, default_value_t = Limits::default().bytes_per_hour)]
    bytes_per_hour: u32,
    /// Enrolments one address may try in an hour.
    #[arg(long, default_value_t = Limits::default().enrolments_per_hour)]
    enrolments_per_hour: u32,
    /// Seconds suggested to laptops between two exchanges.
    #[arg(long, default_value_t = 300)]
    next_poll: u64,
    /// Days without contact after which a laptop locks itself, keeping everything (7 to 60).
    #[arg(long, value_parser = clap::value_parser!(u32).range(7..=60))]
    silent_days: Option<u32>,
    #[command(flatten)]
    shelf: copies::Shelf,
    /// Minutes between two copies; 0 for none.
    #[arg(long, default_value_t = Backups::default().every)]
    backup_every: u32,
    /// Loopback address of the page of figures (Prometheus), for instance 127.0.0.1:9464.
    #[arg(long)]
    metrics: Option<SocketAddr>,
    /// File where the ready line is also written.
    #[arg(long)]
    ready_file: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Desk {
    /// Teams.
    #[command(subcommand)]
    Team(Team),
    /// Advisers.
    #[command(subcommand)]
    Adviser(Adviser),
    /// Enrolment codes.
    #[command(subcommand)]
    Code(Code),
    /// Devices.
    #[command(subcommand)]
    Device(desk::Device),
    /// Prints the devices, one JSON object a line.
    Devices {
        #[command(flatten)]
        files: Files,
    },
    /// What laptops sent and may not be applied.
    #[command(subcommand)]
    Quarantine(desk::Quarantine),
    /// Takes a rescue parcel (.escale-colis); twice changes nothing.
    Parcel {
        #[command(flatten)]
        files: Files,
        /// The file.
        file: PathBuf,
    },
    /// Prints the erasures, one JSON object a line: which devices confirmed, which did not yet,
    /// which have been silent.
    Erasures {
        #[command(flatten)]
        files: Files,
        /// Days without contact after which a device counts as silent.
        #[arg(long, default_value_t = 30)]
        silent: u64,
    },
    /// Live rows of each replicated table, as JSON.
    Count {
        #[command(flatten)]
        files: Files,
        /// Also the corbeille, operations, quarantine and devices.
        #[arg(long)]
        all: bool,
    },
}

#[derive(Debug, Subcommand)]
enum Team {
    /// Creates a team and prints its identifier.
    Add {
        #[command(flatten)]
        files: Files,
        /// Its name.
        #[arg(long)]
        name: String,
    },
}

#[derive(Debug, Subcommand)]
enum Adviser {
    /// Creates an adviser and prints the identifier.
    Add {
        #[command(flatten)]
        files: Files,
        /// Identifier of the team.
        #[arg(long)]
        team: String,
        /// Name of the adviser.
        #[arg(long)]
        name: String,
    },
}

#[derive(Debug, Subcommand)]
enum Code {
    /// Prints a new one-time enrolment code.
    New {
        #[command(flatten)]
        files: Files,
        /// Identifier of the adviser.
        #[arg(long)]
        adviser: String,
        /// host:port to print [default: the server's public address].
        #[arg(long)]
        address: Option<String>,
        /// Hours it lives.
        #[arg(long, default_value_t = 24)]
        hours: u32,
        /// The device waits for `admin device confirm`.
        #[arg(long)]
        hold: bool,
    },
}

/// Does what the line says.
pub(crate) fn run(line: Line) -> anyhow::Result<()> {
    match line.command {
        Command::Serve(arguments) => tokio::runtime::Runtime::new()?.block_on(serve(*arguments)),
        Command::CheckConfig(arguments) => check(*arguments),
        Command::Backup(arguments) => copies::backup(arguments),
        Command::Restore(arguments) => copies::restore(&arguments),
        Command::Recovery(command) => copies::recovery(command),
        Command::MigrateToPostgres { files } => migrate(&files),
        Command::Admin(desk) => admin(desk),
    }
}

/// One line: what was moved.
fn migrate(files: &Files) -> anyhow::Result<()> {
    let database = files.place.database()?;
    let database = database.context("give the PostgreSQL: --database or --database-url-file")?;
    let moved = escale_server::migrate_to_postgres(
        &files.data,
        files.key.as_ref(),
        files.witness.as_ref(),
        &database,
    )?;
    print(&serde_json::to_string(&moved)?)
}

fn settings(arguments: Serve) -> anyhow::Result<Settings> {
    let certificates = match (arguments.cert, arguments.key_file) {
        (Some(certificate), Some(key)) => Certificates::Files { certificate, key },
        _ if arguments.clear => Certificates::Clear,
        _ => Certificates::Own,
    };
    Ok(Settings {
        database: arguments.files.place.database()?,
        key: arguments.files.key,
        witness: arguments.files.witness,
        listen: arguments.listen,
        names: arguments.names,
        public_address: arguments.public_address,
        certificates,
        limits: Limits {
            requests_per_hour: arguments.requests_per_hour,
            bytes_per_hour: arguments.bytes_per_hour,
            enrolments_per_hour: arguments.enrolments_per_hour,
        },
        next_poll: arguments.next_poll,
        silent_days: arguments.silent_days,
        backups: arguments.shelf.settings(arguments.backup_every),
        metrics: arguments.metrics,
        ..Settings::new(arguments.files.data)
    })
}

/// One line for each thing looked at.
fn check(arguments: Serve) -> anyhow::Result<()> {
    let found = escale_server::check(&settings(arguments)?);
    for finding in &found {
        let level = match finding.level {
            Level::Good => "ok",
            Level::Warning => "warning",
            Level::Fault => "fault",
        };
        print(&format!("{level}: {}", finding.says))?;
    }
    let faults = found.iter().filter(|finding| finding.level == Level::Fault);
    match faults.count() {
        0 => Ok(()),
        faults => anyhow::bail!("{faults} to mend before serving"),
    }
}

async fn serve(arguments: Serve) -> anyhow::Result<()> {
    let ready_file = arguments.ready_file.clone();
    let server = escale_server::start(settings(arguments)?).await?;
    let ready = ready(&server);
    if let Some(path) = &ready_file {
        // Complete or absent: whoever waits for it may read it at once.
        let partial = path.with_extension("partial");
        std::fs::write(&partial, &ready).with_context(|| partial.display().to_string())?;
        std::fs::rename(&partial, path).with_context(|| path.display().to_string())?;
    }
    print(&ready)?;
    stop_signal().await?;
    Ok(server.stop().await?)
}

fn ready(server: &Server) -> String {
    serde_json::json!({"address": server.public_address(), "authority": server.authority()})
        .to_string()
}

async fn stop_signal() -> anyhow::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut term = signal(SignalKind::terminate())?;
        tokio::select! {
            _ = term.recv() => {}
            interrupted = tokio::signal::ctrl_c() => interrupted?,
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await?;
    Ok(())
}

fn admin(desk: Desk) -> anyhow::Result<()> {
    match desk {
        Desk::Team(Team::Add { files, name }) => print(&files.admin()?.add_team(&name)?),
        Desk::Adviser(Adviser::Add { files, team, name }) => {
            print(&files.admin()?.add_adviser(&team, &name)?)
        }
        Desk::Code(Code::New {
            files,
            adviser,
            address,
            hours,
            hold,
        }) => {
            let code = files.admin()?.new_code(&NewCode {
                adviser,
                address,
                hours,
                hold,
            })?;
            print(&code.to_string())
        }
        Desk::Device(command) => desk::device(command),
        Desk::Devices { files } => desk::devices(&files),
        Desk::Quarantine(command) => desk::quarantine(command),
        Desk::Parcel { files, file } => desk::parcel(&files, &file),
        Desk::Erasures { files, silent } => erasures(&files, silent),
        Desk::Count { files, all } => {
            let counts = files.admin()?.count()?;
            print(&if all {
                serde_json::to_string(&counts)?
            } else {
                serde_json::to_string(&counts.rows)?
            })
        }
    }
}

fn erasures(files: &Files, silent: u64) -> anyhow::Result<()> {
    let now = Clock::default().now();
    for erasure in files.admin()?.erasures()? {
        let named = |wanted: &str| -> Vec<&str> {
            let devices = erasure.devices.iter();
            devices
                .filter(|one| one.standing(now, silent) == wanted)
                .map(|one| one.device.as_str())
                .collect()
        };
        let line = serde_json::json!({
            "erasure": erasure.id, "scope": erasure.scope, "why": erasure.why,
            "at": erasure.at, "rows": erasure.rows,
            "confirmed": named("confirmed"), "pending": named("pending"), "silent": named("silent"),
        });
        print(&line.to_string())?;
    }
    Ok(())
}

fn print(line: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}
