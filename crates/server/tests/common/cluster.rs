//! A real PostgreSQL for the tests: a cluster of our own, on a socket of its own, with a database
//! for each test. The system's cluster is not touched.
//!
//! One cluster serves every test process of this checkout: the first starts it, and a watchman
//! stops it a few seconds after the last has ended (each holds a lock while it lives).
#![allow(dead_code, unreachable_pub)]

use std::fs::File;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

const HOW: &str = "these tests need PostgreSQL 13 or later: on Debian and Ubuntu, \
    `sudo apt-get install postgresql` (scripts/setup.sh does it); elsewhere, put pg_config on the PATH";

/// A cluster.
pub struct Cluster {
    folder: PathBuf,
    binaries: PathBuf,
    /// Held while this process may use it.
    used: Option<File>,
    private: bool,
    settings: String,
}

/// The programs of the newest PostgreSQL of this machine.
fn binaries() -> PathBuf {
    let mut found: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .filter(|(_, path)| path.join("initdb").exists())
        .collect();
    found.sort();
    if let Some((_, path)) = found.pop() {
        return path;
    }
    let said = Command::new("pg_config").arg("--bindir").output();
    let path = said
        .ok()
        .map(|said| PathBuf::from(String::from_utf8_lossy(&said.stdout).trim()));
    path.filter(|path| path.join("initdb").exists()).expect(HOW)
}

fn said(command: &mut Command) -> String {
    let output = command.stdin(Stdio::null()).output().unwrap();
    assert!(
        output.status.success(),
        "{command:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn is_root() -> bool {
    said(Command::new("id").arg("-u")) == "0"
}

/// PostgreSQL refuses to run as root: then it runs as the account its package made.
const ACCOUNT: &str = "postgres";

impl Cluster {
    /// The cluster of this checkout, running.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Cluster> = OnceLock::new();
        SHARED.get_or_init(|| {
            let checkout = env!("CARGO_MANIFEST_DIR").bytes();
            let mark = checkout.fold(0xcbf2_9ce4_8422_2325_u64, |mark, byte| {
                (mark ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            });
            let user = said(Command::new("id").arg("-u"));
            let folder = std::env::temp_dir().join(format!("escale-pg-{user}-{mark:016x}"));
            let mut cluster = Self::at(folder, false);
            let starting = lock(&cluster.folder.join("start.lock"));
            starting.lock().unwrap();
            let used = lock(&cluster.folder.join("use.lock"));
            used.lock_shared().unwrap();
            cluster.used = Some(used);
            if UnixStream::connect(cluster.socket()).is_err() {
                cluster.start();
                cluster.watch();
            }
            drop(starting);
            cluster
        })
    }

    /// One of its own, for a test that kills it.
    pub fn private() -> Self {
        Self::private_with("")
    }

    /// One of its own, with other settings.
    pub fn private_with(settings: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::SeqCst);
        let name = format!("escale-pg-{}-{number}", std::process::id());
        let mut cluster = Self::at(std::env::temp_dir().join(name), true);
        settings.clone_into(&mut cluster.settings);
        cluster.start();
        cluster
    }

    fn at(folder: PathBuf, private: bool) -> Self {
        if !folder.exists() {
            let mut install = Command::new("install");
            install.args(["-d", "-m", "700"]);
            if is_root() {
                install.args(["-o", ACCOUNT]);
            }
            said(install.arg(&folder));
        }
        Self {
            folder,
            binaries: binaries(),
            used: None,
            private,
            settings: String::new(),
        }
    }

    fn socket(&self) -> PathBuf {
        self.folder.join(".s.PGSQL.5432")
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// One of PostgreSQL's programs, by an account it accepts.
    fn program(&self, name: &str) -> Command {
        let path = self.binaries.join(name);
        let mut command = if is_root() {
            let mut command = Command::new("setpriv");
            command
                .args(["--reuid", ACCOUNT, "--regid", ACCOUNT, "--clear-groups"])
                .arg(path);
            command
        } else {
            Command::new(path)
        };
        command.current_dir("/");
        command
    }

    /// Starts it; what it held before is there again.
    pub fn start(&self) {
        if !self.data().join("PG_VERSION").exists() {
            let _ = std::fs::remove_dir_all(self.data());
            said(
                self.program("initdb")
                    .args([
                        "-U",
                        "escale",
                        "-A",
                        "trust",
                        "-E",
                        "UTF8",
                        "--locale",
                        "C",
                        "--no-sync",
                        "-D",
                    ])
                    .arg(self.data()),
            );
        }
        let options = format!(
            "-c listen_addresses='' -c unix_socket_directories='{}' -c max_connections=500 -c shared_buffers=64MB {}",
            self.folder.display(),
            self.settings
        );
        let started = self
            .program("pg_ctl")
            .args(["-w", "-D"])
            .arg(self.data())
            .arg("-l")
            .arg(self.folder.join("log"))
            .args(["-o", &options, "start"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .unwrap();
        let log = || std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        assert!(started.success(), "{}", log());
    }

    /// Stops it when no test uses it any more.
    fn watch(&self) {
        let script = r#"
            cd "$1" || exit
            while sleep 5; do
              exec 9>start.lock; flock 9
              exec 8>use.lock
              if flock -n 8; then
                shift; exec "$@" >/dev/null 2>&1
              fi
              exec 8>&- 9>&-
            done"#;
        let mut stop = self.program("pg_ctl");
        stop.args(["-m", "fast", "-D"]).arg(self.data()).arg("stop");
        let mut watchman = Command::new("setsid");
        watchman
            .args(["--fork", "sh", "-c", script, "watchman"])
            .arg(&self.folder)
            .arg(stop.get_program())
            .args(stop.get_args());
        watchman
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        assert!(watchman.status().unwrap().success());
    }

    /// As a power cut would: nothing is tidied.
    pub fn kill(&self) {
        let text = std::fs::read_to_string(self.data().join("postmaster.pid")).unwrap();
        let postmaster = text.lines().next().unwrap().to_owned();
        let family = Command::new("pgrep")
            .args(["-P", &postmaster])
            .output()
            .unwrap();
        let family = String::from_utf8_lossy(&family.stdout).into_owned();
        let mut kill = Command::new("kill");
        kill.args(["-9", &postmaster])
            .args(family.split_whitespace());
        let _ = kill.stderr(Stdio::null()).status();
        // Gone when nobody listens any more and its own have seen it die.
        for process in family.split_whitespace().chain([postmaster.as_str()]) {
            while is_running(process) {
                std::thread::yield_now();
            }
        }
        // Where nobody collects the dead, its number still seems taken; after a power cut it is
        // not.
        let _ = std::fs::remove_file(self.data().join("postmaster.pid"));
        let _ = std::fs::remove_file(self.folder.join(".s.PGSQL.5432.lock"));
    }

    /// What `psql` answers.
    pub fn ask(&self, database: &str, sql: &str) -> String {
        said(
            Command::new(self.binaries.join("psql"))
                .env("PGOPTIONS", "-c client_min_messages=warning")
                .args(["-XAtq", "-v", "ON_ERROR_STOP=1", "-U", "escale", "-h"])
                .arg(&self.folder)
                .args(["-d", database, "-c", sql]),
        )
    }

    /// An empty database that nobody removes before the cluster goes.
    pub fn database_url(&self) -> String {
        let base = std::mem::ManuallyDrop::new(self.database());
        base.url()
    }

    /// An empty database.
    pub fn database(&self) -> Base {
        let mark = u64::from_be_bytes(super_random());
        let name = format!("escale_{mark:016x}");
        self.ask(
            "postgres",
            &format!("CREATE DATABASE {name} TEMPLATE template0"),
        );
        Base {
            name,
            folder: self.folder.clone(),
            binaries: self.binaries.clone(),
        }
    }
}

fn super_random() -> [u8; 8] {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).unwrap();
    bytes
}

/// A zombie is as good as gone.
fn is_running(process: &str) -> bool {
    std::fs::read_to_string(format!("/proc/{process}/stat"))
        .is_ok_and(|stat| !stat.contains(") Z ") && !stat.contains(") X "))
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // A static is never dropped: the shared one stays for the others.
        if self.private {
            let _ = self
                .program("pg_ctl")
                .args(["-m", "immediate", "-D"])
                .arg(self.data())
                .arg("stop")
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status();
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}

/// A database of a test, removed with it.
pub struct Base {
    name: String,
    folder: PathBuf,
    binaries: PathBuf,
}

impl Base {
    /// How to reach it.
    pub fn url(&self) -> String {
        format!(
            "host={} user=escale dbname={}",
            self.folder.display(),
            self.name
        )
    }

    /// Another database, loaded from a dump of this one.
    pub fn reloaded(&self) -> Self {
        let name = format!("{}_again", self.name);
        psql(
            &self.binaries,
            &self.folder,
            "postgres",
            &format!("CREATE DATABASE {name} TEMPLATE template0"),
        );
        let pipe = format!(
            "'{0}/pg_dump' -U escale -h '{1}' {2} | '{0}/psql' -XAtq -v ON_ERROR_STOP=1 -U escale -h '{1}' -d {name}",
            self.binaries.display(),
            self.folder.display(),
            self.name
        );
        said(Command::new("sh").args(["-c", &pipe]));
        Self {
            name,
            folder: self.folder.clone(),
            binaries: self.binaries.clone(),
        }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// What `psql` answers in it.
    pub fn ask(&self, sql: &str) -> String {
        psql(&self.binaries, &self.folder, &self.name, sql)
    }
}

fn psql(binaries: &Path, folder: &Path, database: &str, sql: &str) -> String {
    said(
        Command::new(binaries.join("psql"))
            .args(["-XAtq", "-v", "ON_ERROR_STOP=1", "-U", "escale", "-h"])
            .arg(folder)
            .args(["-d", database, "-c", sql]),
    )
}

impl Drop for Base {
    fn drop(&mut self) {
        let _ = Command::new(self.binaries.join("psql"))
            .args(["-XAtq", "-U", "escale", "-h"])
            .arg(&self.folder)
            .args(["-d", "postgres", "-c"])
            .arg(format!(
                "DROP DATABASE IF EXISTS {} WITH (FORCE)",
                self.name
            ))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
    }
}

fn lock(path: &Path) -> File {
    File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .unwrap()
}
