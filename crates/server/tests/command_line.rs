//! The program itself: it serves, the operator works beside it on the same encrypted file, it
//! stops when asked.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use escale_sync::enrolment::EnrolmentCode;
use serde_json::Value;

const PROGRAM: &str = env!("CARGO_BIN_EXE_escale-server");

fn run(arguments: &[&str], data: &Path) -> Output {
    Command::new(PROGRAM)
        .args(arguments)
        .arg("--data")
        .arg(data)
        .output()
        .unwrap()
}

fn said(arguments: &[&str], data: &Path) -> String {
    let output = run(arguments, data);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// Enrols a laptop that knows of the server only what its code says; the status.
fn enrol(data: &Path, code: &EnrolmentCode) -> u16 {
    use rustls::pki_types::pem::PemObject;
    use sha2::Digest;
    let authority =
        rustls::pki_types::CertificateDer::from_pem_file(data.join("authority.crt")).unwrap();
    let fingerprint: [u8; 32] = sha2::Sha256::digest(&authority).into();
    assert_eq!(code.authority.unwrap(), fingerprint[..16]);
    let mut roots = rustls::RootCertStore::empty();
    roots.add(authority).unwrap();
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let http = reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .no_proxy()
        .build()
        .unwrap();
    let key = ed25519_dalek::SigningKey::from_bytes(&[3; 32]).verifying_key();
    let body = serde_json::json!({
        "code": code.code,
        "public_key": data_encoding::BASE64URL_NOPAD.encode(key.as_bytes()),
        "device_name": "Portable 3",
        "proto": 1
    });
    let request = http
        .post(format!("https://{}/v1/devices", code.address))
        .header("sync-proto", "1")
        .header("content-type", escale_sync::MEDIA_TYPE)
        .body(body.to_string());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(request.send()).unwrap().status().as_u16()
}

/// Killed if the test fails before stopping it.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_operator_works_while_the_server_runs() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let ready_file = folder.path().join("ready.json");
    let child = Command::new(PROGRAM)
        .args([
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--name",
            "escale.example.org",
            "--data",
        ])
        .arg(&data)
        .arg("--ready-file")
        .arg(&ready_file)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut running = Running(child);
    let mut line = String::new();
    BufReader::new(running.0.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let ready: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(
        serde_json::from_slice::<Value>(&std::fs::read(&ready_file).unwrap()).unwrap(),
        ready
    );

    let team = said(
        &["admin", "team", "add", "--name", "Itinérance nord"],
        &data,
    );
    let adviser = said(
        &[
            "admin",
            "adviser",
            "add",
            "--team",
            &team,
            "--name",
            "Camille Exemple",
        ],
        &data,
    );
    let code = said(&["admin", "code", "new", "--adviser", &adviser], &data);
    let parsed: EnrolmentCode = code.parse().unwrap();
    assert_eq!(parsed.address, ready["address"]);
    assert!(code.ends_with(&format!("#{}", ready["authority"].as_str().unwrap())));
    let public = said(
        &[
            "admin",
            "code",
            "new",
            "--adviser",
            &adviser,
            "--address",
            "escale.example.org:443",
        ],
        &data,
    );
    assert!(public.contains("@escale.example.org:443#"));
    assert_eq!(said(&["admin", "count"], &data), "{}");
    let count: Value = serde_json::from_str(&said(&["admin", "count", "--all"], &data)).unwrap();
    assert_eq!(
        (&count["operations"], &count["devices"]),
        (&Value::from(0), &Value::from(0))
    );
    assert_eq!(said(&["admin", "device", "list"], &data), "");

    // The running server sees what another process wrote in its file, and the other way round.
    let status = enrol(&data, &parsed);
    assert_eq!(status, 201);
    let device: Value = serde_json::from_str(&said(&["admin", "device", "list"], &data)).unwrap();
    assert_eq!(
        (&device["adviser"], &device["status"]),
        (&Value::from(adviser), &Value::from("confirmed"))
    );
    said(
        &["admin", "device", "revoke", device["id"].as_str().unwrap()],
        &data,
    );
    let device: Value = serde_json::from_str(&said(&["admin", "device", "list"], &data)).unwrap();
    assert_eq!(device["status"], Value::from("revoked"));

    let refused = run(&["admin", "code", "new", "--adviser", "nobody"], &data);
    assert!(!refused.status.success());
    assert!(refused.stdout.is_empty());

    let stopped = Command::new("kill")
        .arg(running.0.id().to_string())
        .status()
        .unwrap();
    assert!(stopped.success());
    assert!(running.0.wait().unwrap().success());
    // The journal was folded into the file.
    let wal = data.join("escale.db-wal");
    assert!(!wal.exists() || std::fs::metadata(wal).unwrap().len() == 0);
}

#[test]
fn secrets_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let team = said(&["admin", "team", "add", "--name", "x"], &data);
    let adviser = said(
        &["admin", "adviser", "add", "--team", &team, "--name", "y"],
        &data,
    );
    assert!(
        !run(&["admin", "code", "new", "--adviser", &adviser], &data)
            .status
            .success()
    );
    said(
        &[
            "admin",
            "code",
            "new",
            "--adviser",
            &adviser,
            "--address",
            "a.example.org:1",
        ],
        &data,
    );
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&data), 0o700);
    assert_eq!(mode(&data.join("authority.key")), 0o600);
    assert_eq!(mode(&folder.path().join("data.key")), 0o600);
    std::fs::set_permissions(
        folder.path().join("data.key"),
        std::fs::Permissions::from_mode(0o644),
    )
    .unwrap();
    assert!(!run(&["admin", "count"], &data).status.success());
}

#[test]
fn a_server_is_copied_restored_elsewhere_and_checked_by_its_paper() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    assert!(!run(&["backup"], &data).status.success());
    assert!(!data.exists(), "a slip in the name makes no server");
    said(
        &["admin", "team", "add", "--name", "Itinérance nord"],
        &data,
    );
    let copies = folder.path().join("copies");
    let made: Value =
        serde_json::from_str(&said(&["backup", "--to", copies.to_str().unwrap()], &data)).unwrap();
    assert_eq!(made["durable"], Value::from(false));
    let copy = made["path"].as_str().unwrap();
    let paper = folder.path().join("data.recovery");
    let paper = paper.to_str().unwrap();
    assert_eq!(
        said(&["recovery", "check", "--secret-file", paper], &data),
        "ok"
    );

    let other = folder.path().join("other");
    let restored: Value = serde_json::from_str(&said(
        &["restore", "--from", copy, "--secret-file", paper],
        &other,
    ))
    .unwrap();
    assert_eq!(restored["copy"]["operations"], Value::from(0));
    let count: Value = serde_json::from_str(&said(&["admin", "count", "--all"], &other)).unwrap();
    assert_eq!(count["devices"], Value::from(0));
    let team = said(&["admin", "team", "add", "--name", "Autre"], &other);
    assert!(!team.is_empty());
    // A second time would be over something.
    assert!(
        !run(&["restore", "--from", copy, "--secret-file", paper], &other)
            .status
            .success()
    );

    let secret = said(&["recovery", "new"], &data);
    assert_ne!(secret, std::fs::read_to_string(paper).unwrap().trim());
    assert!(
        !run(&["recovery", "check", "--secret-file", paper], &data)
            .status
            .success()
    );
}
