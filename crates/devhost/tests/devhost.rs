//! The program as a developer starts it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

struct Running {
    program: Child,
    /// `127.0.0.1:port`.
    authority: String,
}

impl Running {
    fn start(place: &Path) -> Self {
        std::fs::create_dir_all(place.join("ui")).unwrap();
        std::fs::write(place.join("ui/index.html"), "<p>Escale").unwrap();
        let mut program = Command::new(env!("CARGO_BIN_EXE_escale-devhost"))
            .args(["--listen", "127.0.0.1:0", "--no-keyring", "--data"])
            .arg(place.join("data"))
            .arg("--ui")
            .arg(place.join("ui"))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = String::new();
        BufReader::new(program.stdout.take().unwrap())
            .read_line(&mut first)
            .unwrap();
        let told: Value = serde_json::from_str(&first).unwrap();
        let url = told["url"].as_str().unwrap();
        let authority = url
            .strip_prefix("http://")
            .unwrap()
            .trim_end_matches('/')
            .to_owned();
        Self { program, authority }
    }

    /// Carries out a command; the status and the JSON of its answer.
    fn command(&self, name: &str, request: &Value) -> (u16, Value) {
        let mut stream = TcpStream::connect(&self.authority).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(60)))
            .unwrap();
        let body = request.to_string();
        write!(
            stream,
            "POST /api/command/{name} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            self.authority,
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, serde_json::from_str(body).unwrap())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

#[test]
fn commands_reach_the_app_and_its_failures_come_back() {
    let place = tempfile::tempdir().unwrap();
    let running = Running::start(place.path());
    let (status, state) = running.command("app_state", &Value::Null);
    assert_eq!(status, 200, "{state}");
    assert!(state.is_object(), "{state}");
    let (status, failure) = running.command("today", &Value::Null);
    assert_eq!(
        (status, &failure["code"]),
        (422, &json!("locked")),
        "{failure}"
    );
    let (status, failure) = running.command("no_such_command", &Value::Null);
    assert_eq!(
        (status, &failure["code"]),
        (422, &json!("bad_request")),
        "{failure}"
    );
}

#[test]
fn it_refuses_to_be_seen_from_elsewhere() {
    let place = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_escale-devhost"))
        .args(["--listen", "0.0.0.0:0", "--no-keyring", "--data"])
        .arg(place.path().join("data"))
        .output()
        .unwrap();
    assert!(!output.status.success());
    assert!(output.stdout.is_empty());
    assert!(String::from_utf8_lossy(&output.stderr).contains("loopback"));
}
