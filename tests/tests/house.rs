//! The rules of the house that a machine can check. Each failure says how to mend it.
//!
//! Reads the sources and the manifests as they are, so that it needs nothing built.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Which rooms each room may know. `escale-tests` sees everything.
const ARROWS: &[(&str, &[&str])] = &[
    ("escale-domain", &[]),
    ("escale-sync", &["escale-domain"]),
    ("escale-store", &["escale-domain"]),
    ("escale-export", &["escale-domain"]),
    (
        "escale-app",
        &[
            "escale-domain",
            "escale-export",
            "escale-store",
            "escale-sync",
        ],
    ),
    ("escale-host", &["escale-app"]),
    ("escale-server", &["escale-domain", "escale-sync"]),
    ("escale-devhost", &["escale-app", "escale-host"]),
    ("escale", &["escale-app", "escale-host"]),
    (
        "escale-testkit",
        &[
            "escale-domain",
            "escale-sync",
            "escale-store",
            "escale-app",
            "escale-export",
            "escale-host",
            "escale-server",
        ],
    ),
];

/// What the pure crates may not touch, and what to do instead.
const WORLD: &[(&str, &str)] = &[
    ("std::fs", "files belong to the store or a host"),
    ("std::env", "the environment belongs to the hosts"),
    ("std::net", "the network belongs to the hosts"),
    ("std::thread", "threads belong to the hosts"),
    ("SystemTime::now", "take the time as an argument"),
    ("Instant::now", "take the time as an argument"),
    ("Utc::now", "take the time as an argument"),
    ("Local::now", "take the time as an argument"),
    (
        "tokio",
        "hosts and the server run things; this crate computes",
    ),
    ("reqwest", "the network belongs to the hosts"),
    (
        "rusqlite",
        "the database belongs to the store and the server",
    ),
    ("rand", "take random bytes or identifiers as an argument"),
    (
        "getrandom",
        "take random bytes or identifiers as an argument",
    ),
    ("HashMap", "use BTreeMap: its order is the same everywhere"),
    ("HashSet", "use BTreeSet: its order is the same everywhere"),
    ("async", "hosts decide when to wait; this crate computes"),
];

const PURE: &[&str] = &["crates/domain/src", "crates/sync/src"];
const LONGEST_FILE: usize = 500;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

/// The files below these folders with one of these endings, generated ones left out, with the
/// path from the root as a person would write it.
fn sources(folders: &[&str], endings: &[&str]) -> Vec<(String, String)> {
    fn walk(folder: &Path, into: &mut Vec<PathBuf>) {
        let Ok(entries) = fs::read_dir(folder) else {
            return;
        };
        for entry in entries.map(Result::unwrap) {
            let path = entry.path();
            let name = entry.file_name();
            if path.is_dir() {
                if !["node_modules", "target", "dist", "generated", "gen"]
                    .iter()
                    .any(|skip| name == *skip)
                {
                    walk(&path, into);
                }
            } else {
                into.push(path);
            }
        }
    }
    let root = root();
    let mut paths = Vec::new();
    for folder in folders {
        walk(&root.join(folder), &mut paths);
    }
    paths.sort();
    paths
        .into_iter()
        .filter(|path| {
            path.extension()
                .is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted))
        })
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            (
                path.strip_prefix(&root)
                    .unwrap()
                    .to_string_lossy()
                    .replace('\\', "/"),
                text,
            )
        })
        .collect()
}

fn rust_sources() -> Vec<(String, String)> {
    let found = sources(&["crates", "src-tauri", "tests"], &["rs"]);
    assert!(
        found.len() > 20,
        "the sources have moved: tell tests/tests/house.rs where they are"
    );
    found
}

fn screen_sources() -> Vec<(String, String)> {
    let found = sources(&["ui/src"], &["ts", "tsx"]);
    assert!(
        found.len() > 20,
        "the screens have moved: tell tests/tests/house.rs where they are"
    );
    found
}

fn nothing_wrong(rule: &str, faults: &[String]) {
    assert!(faults.is_empty(), "{rule}\n  {}\n", faults.join("\n  "));
}

/// Does this line of code contain the word, not as a piece of a longer name?
fn says(line: &str, word: &str) -> bool {
    let part_of_name = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        !line[..at].chars().next_back().is_some_and(part_of_name)
            && !line[at + word.len()..]
                .chars()
                .next()
                .is_some_and(part_of_name)
    })
}

/// Unit tests in a file of their own: their module is the one beside.
fn is_unit_tests(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/src/tests/")
}

/// The lines of code, numbered from 1, without comments and unit tests.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let program = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    program
        .lines()
        .enumerate()
        .map(|(at, line)| (at + 1, line.split("//").next().unwrap_or_default()))
}

#[test]
fn arrows_between_rooms_point_down() {
    let listed = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        listed.status.success(),
        "{}",
        String::from_utf8_lossy(&listed.stderr)
    );
    let listed: Value = serde_json::from_slice(&listed.stdout).unwrap();
    let allowed: BTreeMap<_, _> = ARROWS.iter().copied().collect();
    let mut faults = Vec::new();
    for package in listed["packages"].as_array().unwrap() {
        let room = package["name"].as_str().unwrap();
        if room == "escale-tests" {
            continue;
        }
        let Some(known) = allowed.get(room) else {
            faults.push(format!("{room} is new: say in ARROWS (tests/tests/house.rs) what it may know, and in the architecture"));
            continue;
        };
        for needed in package["dependencies"].as_array().unwrap() {
            let other = needed["name"].as_str().unwrap();
            if !needed["path"].is_string() || known.contains(&other) {
                continue;
            }
            // A room's own tests may be built with the kit for tests.
            if needed["kind"] == "dev" && other == "escale-testkit" {
                continue;
            }
            faults.push(format!(
                "{room} may not know {other}: move the code down, or pass it as a port"
            ));
        }
    }
    nothing_wrong("Rooms know only the rooms below them:", &faults);
}

#[test]
fn domain_and_sync_touch_nothing_of_the_world() {
    let mut faults = Vec::new();
    let pure = sources(PURE, &["rs"]);
    assert!(
        pure.len() > 5,
        "the pure crates have moved: tell tests/tests/house.rs where they are"
    );
    for (path, text) in pure.into_iter().filter(|(path, _)| !is_unit_tests(path)) {
        for (number, line) in code(&text) {
            for (word, instead) in WORLD {
                if says(line, word) {
                    faults.push(format!("{path}:{number} says `{word}`: {instead}"));
                }
            }
        }
    }
    nothing_wrong("domain and sync compute, and touch nothing:", &faults);
}

#[test]
fn files_stay_short() {
    let mut faults = Vec::new();
    for (path, text) in rust_sources().into_iter().chain(screen_sources()) {
        let lines = text.lines().count();
        if lines > LONGEST_FILE {
            faults.push(format!(
                "{path} has {lines} lines: split it by concept, not by size"
            ));
        }
    }
    nothing_wrong(
        "A file has at most 500 lines, and is better at 200:",
        &faults,
    );
}

#[test]
fn every_rust_module_says_what_it_is_for() {
    let mut faults = Vec::new();
    for (path, text) in rust_sources() {
        let head: String = text
            .lines()
            .take_while(|line| line.starts_with("//!"))
            .flat_map(|line| line["//!".len()..].chars())
            .collect();
        if !is_unit_tests(&path) && head.trim().is_empty() {
            faults.push(format!(
                "{path}: begin with `//!` and what it is for, its invariants, what it does not do"
            ));
        }
    }
    nothing_wrong("A module begins by saying what it is for:", &faults);
}

/// The modules that a screen source imports: the text between the quotes.
fn imports(text: &str) -> Vec<&str> {
    text.split(['\n', ';'])
        .filter(|statement| !statement.trim_start().starts_with("//"))
        .flat_map(|statement| {
            [
                "from '",
                "from \"",
                "import '",
                "import \"",
                "import('",
                "import(\"",
                "mock('",
                "mock(\"",
            ]
            .into_iter()
            .filter_map(|start| statement.split_once(start))
            .filter_map(|(_, rest)| rest.split(['\'', '"']).next())
        })
        .collect()
}

/// The path from the root of what an import names; itself when it names a package.
fn imported(from: &str, name: &str) -> String {
    if !name.starts_with('.') {
        return name.to_owned();
    }
    let mut path = Path::new(from).parent().unwrap().to_owned();
    for part in Path::new(name).components() {
        match part {
            Component::ParentDir => {
                path.pop();
            }
            Component::Normal(part) => path.push(part),
            _ => {}
        }
    }
    path.to_string_lossy().replace('\\', "/")
}

/// The feature a path belongs to.
fn feature(path: &str) -> Option<&str> {
    path.strip_prefix("ui/src/features/")?.split('/').next()
}

#[test]
fn screens_keep_to_their_rooms() {
    let mut faults = Vec::new();
    for (path, text) in screen_sources() {
        for name in imports(&text) {
            let target = imported(&path, name);
            if target.starts_with("@tauri-apps") && !path.starts_with("ui/src/platform/") {
                faults.push(format!(
                    "{path} imports {name}: only ui/src/platform knows the desktop; ask it"
                ));
            }
            if let (Some(here), Some(there)) = (feature(&path), feature(&target))
                && here != there
            {
                faults.push(format!("{path} imports {name}: features do not know each other; share it in ui/src/pieces"));
            }
            if path.starts_with("ui/src/kit/")
                && (target.starts_with("ui/src/features/") || target.starts_with("ui/src/pieces"))
            {
                faults.push(format!(
                    "{path} imports {name}: the kit knows no feature; take it as a property"
                ));
            }
        }
    }
    nothing_wrong(
        "Each screen source imports only what its room may know:",
        &faults,
    );
}

#[test]
fn the_rules_see_what_they_should() {
    assert!(says("use std::fs;", "std::fs") && says("let x = rand::random();", "rand"));
    assert!(!says("fn operand() {}", "rand") && !says("is_async_like", "async"));
    assert_eq!(
        code("a // tokio\n#[cfg(test)]\nmod tests {}").collect::<Vec<_>>(),
        [(1, "a ")]
    );
    assert_eq!(
        imports(
            "import { a } from '../kit';\nimport './x.css';\nconst p = import(\"./lazy\");\n// from 'nowhere'"
        ),
        ["../kit", "./x.css", "./lazy"]
    );
    assert_eq!(
        imported("ui/src/features/today/Today.tsx", "../session/Form"),
        "ui/src/features/session/Form"
    );
    assert_eq!(feature("ui/src/features/session/Form"), Some("session"));
}

/// A cell of a table of docs/COVERAGE.md: the paths between backquotes, and the test named after
/// the first, if any.
fn cited(cell: &str) -> (Vec<&str>, Option<&str>) {
    let paths = cell.split('`').skip(1).step_by(2);
    let paths = paths.filter(|path| path.contains('/')).collect();
    (paths, cell.split_once('›').map(|(_, name)| name.trim()))
}

#[test]
fn what_the_page_of_coverage_cites_exists() {
    let page = fs::read_to_string(root().join("docs/COVERAGE.md")).unwrap();
    let mut faults = Vec::new();
    let mut proofs = 0;
    for (number, line) in page.lines().enumerate() {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, _, lives, proof, _] = cells.as_slice() else {
            continue;
        };
        if lives.starts_with("---") || *lives == "Lives in" {
            continue;
        }
        let at = number + 1;
        let (paths, test) = cited(proof);
        for path in cited(lives).0.iter().chain(&paths) {
            if !root().join(path).exists() {
                faults.push(format!("docs/COVERAGE.md:{at}: {path} does not exist"));
            }
        }
        match (paths.first(), test) {
            (Some(file), Some(test)) => {
                proofs += 1;
                let text = fs::read_to_string(root().join(file)).unwrap_or_default();
                if !text.contains(test) {
                    faults.push(format!("docs/COVERAGE.md:{at}: no « {test} » in {file}"));
                }
            }
            _ if proof.contains("*missing*") => {}
            _ => faults.push(format!(
                "docs/COVERAGE.md:{at}: neither a test nor *missing*"
            )),
        }
    }
    assert!(proofs > 40, "the page was not read: {proofs} proofs");
    nothing_wrong("every requirement names its test, or is missing", &faults);
}
