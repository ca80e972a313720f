//! The program over PostgreSQL: the same commands, with one more option.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::common::cluster::Cluster;

fn run(arguments: &[&str], data: &Path, url: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_escale-server"))
        .args(arguments)
        .args(["--data", data.to_str().unwrap()])
        .args(["--database-url-file", url.to_str().unwrap()])
        .output()
        .unwrap()
}

fn said(arguments: &[&str], data: &Path, url: &Path) -> String {
    let output = run(arguments, data, url);
    let wrong = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{wrong}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn the_operator_works_on_postgres_and_its_address_is_for_its_owner_only() {
    let base = Cluster::shared().database();
    let folder = tempfile::tempdir().unwrap();
    let (data, url) = (folder.path().join("data"), folder.path().join("url"));
    std::fs::write(&url, format!("{}\n", base.url())).unwrap();
    std::fs::set_permissions(&url, std::fs::Permissions::from_mode(0o644)).unwrap();
    let refused = run(&["admin", "count"], &data, &url);
    assert!(String::from_utf8_lossy(&refused.stderr).contains("chmod 600"));
    std::fs::set_permissions(&url, std::fs::Permissions::from_mode(0o600)).unwrap();

    let empty = run(&["check-config", "--listen", "127.0.0.1:0"], &data, &url);
    let told = String::from_utf8_lossy(&empty.stdout).into_owned();
    assert!(told.contains("no notebook in PostgreSQL yet"), "{told}");
    assert_eq!(
        base.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"),
        "0"
    );

    let team = said(&["admin", "team", "add", "--name", "Nord"], &data, &url);
    said(
        &["admin", "adviser", "add", "--team", &team, "--name", "A"],
        &data,
        &url,
    );
    let made: Value = serde_json::from_str(&said(&["backup"], &data, &url)).unwrap();
    assert_eq!(made["durable"], Value::from(false));
    let checked = run(&["check-config", "--listen", "127.0.0.1:0"], &data, &url);
    let told = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert!(told.contains("ok: the database opens"), "{told}");
    assert!(!data.join("escale.db").exists());
    let counts = said(&["admin", "count", "--all"], &data, &url);
    assert!(counts.contains("\"devices\":0"), "{counts}");
    // A copy makes a folder, never writes over a database.
    let over = run(
        &["restore", "--from", made["path"].as_str().unwrap()],
        &data,
        &url,
    );
    assert!(String::from_utf8_lossy(&over.stderr).contains("migrate-to-postgres"));
}

#[test]
fn a_database_of_a_newer_program_is_refused() {
    let base = Cluster::shared().database();
    let folder = tempfile::tempdir().unwrap();
    let (data, url) = (folder.path().join("data"), folder.path().join("url"));
    std::fs::write(&url, base.url()).unwrap();
    std::fs::set_permissions(&url, std::fs::Permissions::from_mode(0o600)).unwrap();
    said(&["admin", "count"], &data, &url);
    base.ask(
        "INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
         SELECT 99, 'later', applied_on, checksum FROM refinery_schema_history LIMIT 1",
    );
    let refused = run(&["admin", "count"], &data, &url);
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("schema"));
}
