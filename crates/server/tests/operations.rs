//! What keeps a server well: copies at their time, figures for a watchman, probes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use std::net::SocketAddr;

use common::{Bench, anonymous};
use escale_server::{Backups, Error, Level};
use serde_json::json;

fn hourly() -> Backups {
    Backups {
        every: 60,
        copied_elsewhere: true,
        ..Backups::default()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn serving_makes_a_copy_at_once_when_the_last_is_too_old_and_only_then() {
    let mut bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    let mut laptop = bench.laptop(&adviser).await;
    laptop.record(&bench, "a").await;
    bench
        .restart_with(|settings| settings.backups = hourly())
        .await;
    let (made, failed) = bench.server().copies().await;
    let made = made.unwrap();
    assert_eq!((made.operations, made.durable, failed), (1, true, 0));
    laptop.authenticate(&bench).await;
    let quiet = laptop.sync(&bench, &laptop.pulling(&bench, &[])).await;
    assert_eq!(quiet.durable_q, 1);

    // Half an hour later a restart copies nothing; two hours later it does, and more is covered.
    bench.pass(30);
    bench
        .restart_with(|settings| settings.backups = hourly())
        .await;
    laptop.authenticate(&bench).await;
    laptop.record(&bench, "b").await;
    assert_eq!(bench.admin().last_backup().unwrap().as_ref(), Some(&made));
    bench.pass(120);
    bench
        .restart_with(|settings| settings.backups = hourly())
        .await;
    let (again, _) = bench.server().copies().await;
    assert_eq!(again.unwrap().operations, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_that_cannot_be_made_is_counted_and_serving_goes_on() {
    let mut bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    let mut laptop = bench.laptop(&adviser).await;
    // A file where the folder should be, as a mount that failed would leave.
    let there = bench.data().with_file_name("not a folder");
    std::fs::write(&there, "").unwrap();
    bench
        .restart_with(|settings| {
            settings.backups = Backups {
                folder: Some(there.join("backups")),
                ..hourly()
            };
        })
        .await;
    assert_eq!(bench.server().copies().await, (None, 1));
    laptop.authenticate(&bench).await;
    assert_eq!(laptop.record(&bench, "a").await.durable_q, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_figures_are_served_on_loopback_and_name_nobody() {
    let mut bench = Bench::start().await;
    bench
        .restart_with(|settings| {
            settings.metrics = Some(SocketAddr::from(([127, 0, 0, 1], 0)));
            settings.backups = hourly();
        })
        .await;
    let mut admin = bench.admin();
    let team = admin.add_team("CANARI-EQUIPE").unwrap();
    let adviser = admin.add_adviser(&team, "CANARI-CONSEILLER").unwrap();
    let mut laptop = bench.laptop(&adviser).await;
    let own = format!("adv:{adviser}");
    let fields = json!({"last_name": "CANARI-NOM"});
    let ops = vec![
        laptop.op(&own, "beneficiary", "b1", fields.clone()),
        laptop.op("adv:other", "beneficiary", "b2", fields),
    ];
    let request = laptop.pushing(&bench, ops);
    laptop.sync(&bench, &request).await;
    // Sent twice, counted once.
    laptop.sync(&bench, &request).await;
    laptop
        .post(&bench, "/v1/CANARI-ADRESSE?q=CANARI", Vec::new())
        .await;
    bench.server().copies().await;
    let watched = bench.server().watched().unwrap();
    let page = laptop
        .http
        .get(format!("http://{watched}/metrics"))
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    for line in [
        "escale_operations_accepted_total 1",
        "escale_operations_quarantined_total 1",
        "escale_quarantine_waiting 1",
        "escale_devices_confirmed 1",
        "escale_backup_age_seconds 0",
        "escale_backups_total 1",
        "escale_answers_total{route=\"/v1/sync\",status=\"200\"} 2",
        "escale_answers_total{route=\"-\",status=\"404\"} 1",
    ] {
        assert!(page.lines().any(|found| found == line), "{line}\n{page}");
    }
    for personal in ["CANARI", adviser.as_str(), team.as_str(), &laptop.device] {
        assert!(!page.contains(personal), "{page}");
    }
    // On its own address only, and never on one that others reach.
    let public = anonymous("GET", "/metrics", Vec::new())
        .send(&bench, &laptop.http)
        .await;
    assert_eq!(public.status, 404);
    let mut settings = bench.settings();
    settings.data = bench.data().with_file_name("other");
    settings.metrics = Some(SocketAddr::from(([0, 0, 0, 0], 0)));
    let refused = escale_server::start(settings).await;
    assert!(matches!(refused, Err(Error::Clear(_))));
}

#[tokio::test]
async fn probes_answer_without_identity() {
    let bench = Bench::start().await;
    for path in ["/healthz", "/readyz", "/v1/healthz"] {
        let reply = anonymous("GET", path, Vec::new())
            .send(&bench, &bench.http())
            .await;
        assert_eq!(reply.status, 200, "{path}");
    }
}

/// What is not as it should be.
fn wrong(settings: &escale_server::Settings) -> Vec<(Level, String)> {
    escale_server::check(settings)
        .into_iter()
        .filter(|finding| finding.level > Level::Good)
        .map(|finding| (finding.level, finding.says))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn checking_tells_faults_and_touches_nothing() {
    let mut bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    let mut laptop = bench.laptop(&adviser).await;
    laptop.record(&bench, "a").await;
    bench.admin().backup(&hourly()).unwrap();
    let paper = bench.data().with_file_name("data.recovery");
    std::fs::rename(&paper, paper.with_extension("elsewhere")).unwrap();
    let mut settings = bench.settings();
    settings.backups = hourly();
    assert_eq!(wrong(&settings), [], "while it runs");
    bench.stop().await;
    assert_eq!(wrong(&settings), [], "while it does not");

    let fault = |settings: &escale_server::Settings, part: &str| {
        let found = wrong(settings);
        assert!(
            found
                .iter()
                .any(|(level, says)| *level == Level::Fault && says.contains(part)),
            "{part}: {found:?}"
        );
    };
    bench.pass(27 * 60);
    fault(&settings, "27 h ago");
    let mut other = settings.clone();
    other.metrics = Some(SocketAddr::from(([0, 0, 0, 0], 1)));
    fault(&other, "loopback only");
    let (key, kept) = (
        bench.data().with_file_name("data.key"),
        bench.data().with_file_name("kept"),
    );
    std::fs::rename(&key, &kept).unwrap();
    fault(&settings, "is missing");
    assert!(!key.exists());
    std::fs::rename(&kept, &key).unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    settings.listen = taken.local_addr().unwrap();
    fault(&settings, "in use");
    // Of a folder that is not there yet, nothing is made.
    let nowhere = escale_server::Settings::new(bench.data().with_file_name("nowhere"));
    assert!(
        wrong(&nowhere)
            .iter()
            .all(|(level, _)| *level == Level::Warning)
    );
    assert!(!nowhere.data.exists());
}
