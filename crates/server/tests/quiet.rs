//! No log line holds personal data, whatever the level.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use std::io::Write;
use std::sync::{Arc, Mutex};

use common::Bench;
use escale_server::NewCode;
use serde_json::json;

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn names_values_codes_and_tokens_stay_out_of_the_log() {
    let lines = Lines::default();
    let writer = lines.clone();
    tracing_subscriber::fmt()
        .json()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .init();
    let mut bench = Bench::start().await;
    let mut admin = bench.admin();
    let team = admin.add_team("CANARI-EQUIPE").unwrap();
    let adviser = admin.add_adviser(&team, "CANARI-CONSEILLER").unwrap();
    let wanted = NewCode {
        adviser: adviser.clone(),
        address: None,
        hours: 1,
        hold: false,
    };
    let code = admin.new_code(&wanted).unwrap().code;
    let mut laptop = bench.new_laptop();
    laptop.enrol(&bench, &code).await;
    laptop.authenticate(&bench).await;
    let scope = format!("adv:{adviser}");
    let op = laptop.op(
        &scope,
        "beneficiary",
        "b1",
        json!({"last_name": "CANARI-NOM", "phone": "0639980001"}),
    );
    let foreign = laptop.op(
        "adv:other",
        "beneficiary",
        "b2",
        json!({"last_name": "CANARI-AUTRE"}),
    );
    let request = laptop.pushing(&bench, vec![op, foreign]);
    laptop.sync(&bench, &request).await;
    laptop
        .sync(&bench, &laptop.pulling(&bench, &[(&scope, 0)]))
        .await;
    laptop
        .post(
            &bench,
            "/v1/sync",
            br#"{"boot":"CANARI-BOOT","sent_at":"CANARI"}"#.to_vec(),
        )
        .await;
    laptop
        .post(&bench, "/v1/CANARI-ADRESSE?q=CANARI", Vec::new())
        .await;
    bench.stop().await;
    let text = String::from_utf8_lossy(&lines.0.lock().unwrap()).into_owned();
    // The subscriber also sees the test's own HTTP client, which logs addresses: ours only.
    let ours: Vec<&str> = text
        .lines()
        .filter(|line| line.contains("\"target\":\"escale_server"))
        .collect();
    assert!(
        ours.iter()
            .any(|line| line.contains("\"route\":\"/v1/sync\"") && line.contains("\"status\":200"))
    );
    assert!(
        ours.iter()
            .any(|line| line.contains("\"code\":\"malformed\""))
    );
    for line in ours {
        for secret in [
            "CANARI",
            "0639980001",
            code.as_str(),
            laptop.token.as_str(),
            "DPoP",
        ] {
            assert!(!line.contains(secret), "{line}");
        }
    }
}
