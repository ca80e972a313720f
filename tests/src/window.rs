//! The real program in a real window: its own display, home, session bus and keyring, driven
//! through WebKitGTK's own WebDriver.
//!
//! Everything it starts ends with the [`Window`]. The home outlives it when the caller keeps
//! its [`Home`], so that a story can close the program and open it again.
//!
//! Two things learnt the hard way: the page can be read as soon as it is there, but a picture
//! shows what is read only after two animation frames; and without an address for the session
//! bus, some library would start one that nobody stops.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use anyhow::{Context as _, Result, ensure};
use chrono::Timelike as _;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tempfile::TempDir;

use crate::desktop;
use crate::process::{PATIENCE, Program, free_port, listens};

/// Which keyring the person's session has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyring {
    /// No session bus at all, hence none.
    None,
    /// GNOME's, unlocked at login as usual.
    Unlocked,
}

/// An address where no bus is. With no address at all, one would be started and left behind.
const NO_BUS: &str = "unix:path=/nonexistent";

/// A person's home folder, for one test. Erased at the end.
#[derive(Debug)]
pub struct Home {
    folder: TempDir,
}

impl Home {
    /// An empty one.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn new() -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("escale-home-").tempdir()?;
        let home = Self { folder };
        fs::DirBuilder::new().mode(0o700).create(home.run())?;
        fs::create_dir_all(home.path().join(".local/share"))?;
        Ok(home)
    }

    /// The folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Where Escale keeps its notebook in this home.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.path().join("escale")
    }

    /// Where GNOME's keyring keeps its files in this home.
    #[must_use]
    pub fn keyrings(&self) -> PathBuf {
        self.path().join(".local/share/keyrings")
    }

    fn run(&self) -> PathBuf {
        self.path().join("run")
    }

    /// A command that knows this home and nothing of the developer's own session.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .env("HOME", self.path())
            .env("XDG_DATA_HOME", self.path().join(".local/share"))
            .env("XDG_CONFIG_HOME", self.path().join(".config"))
            .env("XDG_CACHE_HOME", self.path().join(".cache"))
            .env("XDG_RUNTIME_DIR", self.run())
            .env("ESCALE_DATA_DIR", self.data())
            .env("NO_AT_BRIDGE", "1")
            .env("TZ", noon())
            .env("DBUS_SESSION_BUS_ADDRESS", NO_BUS)
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("ESCALE_DEMO_PASSPHRASE")
            .stdin(Stdio::null());
        command
    }
}

/// A zone where it is about noon: what is noted today stays of today as long as a test runs.
fn noon() -> &'static str {
    static ZONE: OnceLock<String> = OnceLock::new();
    ZONE.get_or_init(|| {
        let hours = i64::from(chrono::Utc::now().hour()) - 12;
        // In these names, east is negative.
        format!("Etc/GMT{hours:+}")
    })
}

/// Runs a story of windows. Its server, which has threads of its own, is made outside it.
///
/// # Errors
/// The story's own, or when the system gives no reactor.
pub fn story(told: impl Future<Output = Result<()>>) -> Result<()> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(told)
}

/// The program, open. Fields are dropped in order: the driver first, the display last.
#[derive(Debug)]
pub struct Window {
    client: Client,
    driver: Program,
    _keyring: Option<Program>,
    _bus: Option<Program>,
    display: Display,
}

impl Window {
    /// Opens the program in this home and waits until its page has something to show.
    ///
    /// # Errors
    /// When something of what it needs is missing or does not start; the message says what.
    pub async fn open(home: &Home, keyring: Keyring) -> Result<Self> {
        Self::start(home, keyring, None).await
    }

    /// The same, where every file the person keeps goes to that folder: nobody can answer the
    /// dialog of the system here.
    ///
    /// # Errors
    /// As [`Window::open`].
    pub async fn open_saving_to(home: &Home, keyring: Keyring, folder: &Path) -> Result<Self> {
        Self::start(home, keyring, Some(folder)).await
    }

    async fn start(home: &Home, keyring: Keyring, saves: Option<&Path>) -> Result<Self> {
        let display = Display::start()?;
        let (bus, address) = match keyring {
            Keyring::None => (None, NO_BUS.to_owned()),
            Keyring::Unlocked => start_bus(home).map(|(bus, address)| (Some(bus), address))?,
        };
        let daemon = match keyring {
            Keyring::None => None,
            Keyring::Unlocked => Some(start_keyring(home, &address)?),
        };
        let port = free_port()?;
        let mut driver = Program::start(
            home.command("WebKitWebDriver")
                .args([format!("--port={port}"), "--host=127.0.0.1".to_owned()])
                .env("DISPLAY", &display.name)
                .env("DBUS_SESSION_BUS_ADDRESS", &address)
                .env("TAURI_WEBVIEW_AUTOMATION", "true")
                .envs(saves.map(|folder| ("ESCALE_SAVE_DIR", folder))),
        )?;
        driver.until("answer on its port", || listens(port))?;
        let client = connect(port).await?;
        let window = Self {
            client,
            driver,
            _keyring: daemon,
            _bus: bus,
            display,
        };
        window.find(Locator::Css("#root > *, body > main")).await?;
        Ok(window)
    }

    /// The WebDriver client, for what is not here.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// A picture of the page as it stands, PNG.
    ///
    /// # Errors
    /// When the page does not answer.
    pub async fn picture(&self) -> Result<Vec<u8>> {
        let painted = "const done = arguments[0];
            requestAnimationFrame(() => requestAnimationFrame(() => done(true)));";
        self.client.execute_async(painted, vec![]).await?;
        Ok(self.client.screenshot().await?)
    }

    /// The same, kept as `NAME.png` in the folder `ESCALE_SCREENSHOTS`, when that is set.
    ///
    /// # Errors
    /// When the page does not answer, or the disk refuses.
    pub async fn keep_picture(&self, name: &str) -> Result<()> {
        let Some(folder) = std::env::var_os("ESCALE_SCREENSHOTS").map(PathBuf::from) else {
            return Ok(());
        };
        fs::create_dir_all(&folder)?;
        fs::write(folder.join(format!("{name}.png")), self.picture().await?)?;
        Ok(())
    }

    /// Ends the program as the end of a session does, and waits until it has closed.
    ///
    /// # Errors
    /// When it does not end.
    pub fn close(self) -> Result<()> {
        self.end("-TERM")
    }

    /// Closes its window by the cross, and waits until the program has ended.
    ///
    /// # Errors
    /// When it has no window, or does not end.
    pub fn close_by_the_cross(self) -> Result<()> {
        let family = family(self.driver.id());
        let asked = desktop::press_the_cross(&self.display.name)?;
        ensure!(asked == 1, "{asked} windows have a cross");
        self.until_ended(&family)
    }

    /// Kills the program where it stands, as a failing battery would.
    ///
    /// # Errors
    /// When it is not running.
    pub fn kill(self) -> Result<()> {
        self.end("-KILL")
    }

    // By its own process and not through the driver, whose goodbye is a kill.
    fn end(self, signal: &str) -> Result<()> {
        let program = self.program()?;
        let family = family(self.driver.id());
        ensure!(tell(signal, program), "the program has ended already");
        self.until_ended(&family)
    }

    // The web view has processes of its own, which end after the program.
    fn until_ended(mut self, family: &[u32]) -> Result<()> {
        self.driver
            .until("end of the program", || !family.iter().any(|it| runs(*it)))
    }

    /// The process number of the program: the driver's child.
    ///
    /// # Errors
    /// When it is not running.
    pub fn program(&self) -> Result<u32> {
        children_of(self.driver.id())
            .first()
            .copied()
            .context("the program is not running")
    }
}

impl Drop for Window {
    /// A story that stopped halfway leaves no process behind.
    fn drop(&mut self) {
        let left = family(self.driver.id());
        for process in &left {
            tell("-KILL", *process);
        }
        // Nobody is there to hear of it.
        let _ = self
            .driver
            .until("end of the program", || !left.iter().any(|it| runs(*it)));
    }
}

/// Sends a signal to a process. Whether it was there.
fn tell(signal: &str, process: u32) -> bool {
    Command::new("kill")
        .args([signal, &process.to_string()])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|sent| sent.success())
}

fn children_of(parent: u32) -> Vec<u32> {
    let tasks = fs::read_dir(format!("/proc/{parent}/task"));
    let listed = tasks.into_iter().flatten().flatten();
    // A thread that has ended meanwhile has no children.
    let listed = listed.filter_map(|task| fs::read_to_string(task.path().join("children")).ok());
    let numbers = listed.flat_map(|children| {
        let words = children.split_whitespace();
        words
            .filter_map(|word| word.parse().ok())
            .collect::<Vec<_>>()
    });
    numbers.collect()
}

/// The processes below this one, the nearest first.
fn family(of: u32) -> Vec<u32> {
    let mut found = children_of(of);
    let mut next = 0;
    while let Some(process) = found.get(next).copied() {
        found.extend(children_of(process));
        next += 1;
    }
    found
}

/// Does this process still run? One that has ended but is not yet buried does not.
fn runs(process: u32) -> bool {
    fs::read_to_string(format!("/proc/{process}/stat")).is_ok_and(|stat| {
        !stat
            .rsplit(')')
            .next()
            .is_some_and(|rest| rest.trim_start().starts_with('Z'))
    })
}

/// The program under test: `ESCALE_WINDOW`, or the one built beside this test.
fn program() -> Result<PathBuf> {
    let path = match std::env::var_os("ESCALE_WINDOW") {
        Some(path) => PathBuf::from(path),
        None => std::env::current_exe()?
            .ancestors()
            .nth(2)
            .context("a test runs from target/…/deps")?
            .join("escale"),
    };
    ensure!(
        path.is_file(),
        "{} is not built: cargo build --workspace --features escale/automation,escale/demonstration",
        path.display()
    );
    Ok(path)
}

async fn connect(port: u16) -> Result<Client> {
    let mut wanted = serde_json::Map::new();
    wanted.insert(
        "webkitgtk:browserOptions".to_owned(),
        json!({ "binary": program()?, "args": [] }),
    );
    let mut builder = ClientBuilder::new(HttpConnector::new());
    builder.capabilities(wanted);
    let address = format!("http://127.0.0.1:{port}");
    tokio::time::timeout(PATIENCE, builder.connect(&address))
        .await
        .context("the window refuses to be driven: was it built with the feature `automation`?")?
        .context("the window did not open")
}

/// A display nobody sees.
#[derive(Debug)]
pub struct Display {
    _xvfb: Program,
    /// As programs name it.
    pub name: String,
}

impl Display {
    /// Starts one.
    ///
    /// # Errors
    /// When Xvfb is missing or does not start.
    pub fn start() -> Result<Self> {
        let mut xvfb = Program::start(
            Command::new("Xvfb")
                .args([
                    "-displayfd",
                    "1",
                    "-screen",
                    "0",
                    "1280x900x24",
                    "-nolisten",
                    "tcp",
                ])
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::null()),
        )?;
        let number = first_line(&mut xvfb).context("Xvfb named no display")?;
        Ok(Self {
            _xvfb: xvfb,
            name: format!(":{number}"),
        })
    }
}

/// A session bus of its own, and its address.
fn start_bus(home: &Home) -> Result<(Program, String)> {
    let mut bus = Program::start(
        home.command("dbus-daemon")
            .args(["--session", "--nofork", "--print-address=1"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null()),
    )?;
    let address = first_line(&mut bus).context("the session bus gave no address")?;
    Ok((bus, address))
}

/// GNOME's keyring, unlocked with the password of the session.
fn start_keyring(home: &Home, bus: &str) -> Result<Program> {
    let mut daemon = Program::start(
        home.command("gnome-keyring-daemon")
            .args(["--foreground", "--unlock", "--components=secrets"])
            .env("DBUS_SESSION_BUS_ADDRESS", bus)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null()),
    )?;
    // No newline: it would be part of the password.
    if let Some(mut input) = daemon.child().stdin.take() {
        input.write_all(b"session password")?;
    }
    daemon.until("name on the bus", || {
        Command::new("dbus-send")
            .args([
                "--session",
                "--print-reply",
                "--dest=org.freedesktop.DBus",
                "/org/freedesktop/DBus",
            ])
            .args([
                "org.freedesktop.DBus.NameHasOwner",
                "string:org.freedesktop.secrets",
            ])
            .env("DBUS_SESSION_BUS_ADDRESS", bus)
            .output()
            .is_ok_and(|answer| String::from_utf8_lossy(&answer.stdout).contains("true"))
    })?;
    Ok(daemon)
}

fn first_line(program: &mut Program) -> Option<String> {
    let mut line = String::new();
    BufReader::new(program.child().stdout.take()?)
        .read_line(&mut line)
        .ok()?;
    let line = line.trim();
    (!line.is_empty()).then(|| line.to_owned())
}
