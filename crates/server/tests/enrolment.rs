//! A one-time code becomes a laptop, once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use common::{Bench, anonymous};
use escale_server::Limits;
use escale_sync::wire::{Action, EnrolAnswer};
use serde_json::json;

#[tokio::test]
async fn a_code_says_whose_laptop_it_is_and_what_it_may_follow() {
    let bench = Bench::start().await;
    let (team, adviser) = bench.adviser();
    let code = bench.code(&adviser);
    assert_eq!(code.address, bench.server().address().to_string());
    assert_eq!(
        code.to_string().rsplit_once('#').unwrap().1,
        bench.server().authority().unwrap()
    );

    let mut laptop = bench.new_laptop();
    let reply = laptop.enrol(&bench, &code.code).await;
    reply.check_dress(&bench);
    let answer: EnrolAnswer = reply.ok(201);
    assert_eq!(answer.adviser.id, adviser);
    assert_eq!(answer.adviser.name, "Camille Exemple");
    assert_eq!(
        (answer.team.id.as_str(), answer.team.name.as_str()),
        (team.as_str(), "Itinérance nord")
    );
    assert_eq!(
        answer.scopes,
        [
            format!("acct:{adviser}"),
            format!("adv:{adviser}"),
            format!("team:{team}")
        ]
    );
    assert_eq!(answer.epoch, bench.server().epoch());
    assert_eq!(answer.order_keys.len(), 1);
    assert_eq!(
        data_encoding::BASE64URL_NOPAD
            .decode(answer.order_keys[0].as_bytes())
            .unwrap()
            .len(),
        32
    );

    let devices = bench.admin().devices().unwrap();
    assert_eq!(devices.len(), 1);
    assert_eq!(
        (devices[0].id.as_str(), devices[0].status),
        (answer.device.as_str(), "confirmed")
    );
}

#[tokio::test]
async fn a_lost_answer_costs_nothing_but_a_code_makes_one_device() {
    let bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    let code = bench.code(&adviser).code;
    let mut laptop = bench.new_laptop();
    let first: EnrolAnswer = laptop.enrol(&bench, &code).await.ok(201);
    let again: EnrolAnswer = laptop.enrol(&bench, &code).await.ok(201);
    assert_eq!(first, again);
    bench.new_laptop().enrol(&bench, &code).await.problem(
        "enrolment-refused",
        403,
        Action::CallForHelp,
    );
    assert_eq!(bench.admin().count().unwrap().devices, 1);
}

#[tokio::test]
async fn two_laptops_racing_for_one_code_make_one_device() {
    let bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    let code = bench.code(&adviser).code;
    let (mut a, mut b) = (bench.new_laptop(), bench.new_laptop());
    let (a, b) = tokio::join!(a.enrol(&bench, &code), b.enrol(&bench, &code));
    let mut statuses = [a.status, b.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 403]);
    assert_eq!(bench.admin().count().unwrap().devices, 1);
}

#[tokio::test]
async fn an_expired_code_is_refused() {
    let bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    let code = bench.code(&adviser).code;
    bench.pass(24 * 60);
    bench.new_laptop().enrol(&bench, &code).await.problem(
        "enrolment-refused",
        403,
        Action::CallForHelp,
    );
}

#[tokio::test]
async fn five_wrong_tries_spend_the_right_code() {
    let bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    let code = bench.code(&adviser).code;
    let last = if code.ends_with('0') { "1" } else { "0" };
    let wrong = format!("{}{last}", &code[..9]);
    for _ in 0..5 {
        bench.new_laptop().enrol(&bench, &wrong).await.problem(
            "enrolment-refused",
            403,
            Action::CallForHelp,
        );
    }
    bench.new_laptop().enrol(&bench, &code).await.problem(
        "enrolment-refused",
        403,
        Action::CallForHelp,
    );
    assert_eq!(bench.admin().count().unwrap().devices, 0);
}

#[tokio::test]
async fn a_key_belongs_to_one_device() {
    let bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    let mut laptop = bench.laptop(&adviser).await;
    let code = bench.code(&adviser).code;
    laptop
        .enrol(&bench, &code)
        .await
        .problem("device-exists", 409, Action::NewDeviceId);
}

#[tokio::test]
async fn a_device_on_hold_waits_for_its_confirmation() {
    let bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    let code = bench.code_with(&adviser, true).code;
    let mut laptop = bench.new_laptop();
    laptop.enrol(&bench, &code).await.ok::<EnrolAnswer>(201);
    laptop
        .present(&bench)
        .await
        .problem("device-awaiting", 403, Action::Wait);
    bench.admin().confirm(&laptop.device).unwrap();
    laptop.authenticate(&bench).await;
    assert_eq!(laptop.get(&bench, "/v1/hello").await.status, 200);
}

#[tokio::test]
async fn one_address_may_not_try_for_ever() {
    let bench = Bench::with(Limits {
        enrolments_per_hour: 3,
        ..Limits::default()
    })
    .await;
    for _ in 0..3 {
        bench
            .new_laptop()
            .enrol(&bench, "0000000000")
            .await
            .problem("enrolment-refused", 403, Action::CallForHelp);
    }
    let reply = bench.new_laptop().enrol(&bench, "0000000000").await;
    reply.problem("slow-down", 429, Action::Wait);
    assert_eq!(reply.header("retry-after"), Some("1200"));
    bench.pass(20);
    bench
        .new_laptop()
        .enrol(&bench, "0000000000")
        .await
        .problem("enrolment-refused", 403, Action::CallForHelp);
}

#[tokio::test]
async fn an_enrolment_that_cannot_be_read_says_where() {
    let bench = Bench::start().await;
    let http = bench.http();
    let key = bench.new_laptop().public_key();
    for (body, pointer) in [
        (
            json!({"code": "0000000000", "public_key": "AAAA", "device_name": "x", "proto": 1}),
            "/public_key",
        ),
        // A point of small order signs for anybody.
        (
            json!({"code": "0000000000", "public_key": "A".repeat(43), "device_name": "x", "proto": 1}),
            "/public_key",
        ),
        (
            json!({"code": "0000000000", "public_key": key, "device_name": " ", "proto": 1}),
            "/device_name",
        ),
        (
            json!({"code": "0000000000", "public_key": key, "device_name": "a\u{1b}[2J", "proto": 1}),
            "/device_name",
        ),
        (json!({"code": "0000000000"}), "line 1 column 21"),
    ] {
        let reply = anonymous("POST", "/v1/devices", body.to_string().into_bytes())
            .send(&bench, &http)
            .await;
        let problem = reply.problem("malformed", 422, Action::CallForHelp);
        assert_eq!(problem.more["pointer"], json!(pointer), "{body}");
    }
    let short = json!({"code": "K7", "public_key": key, "device_name": "x", "proto": 1});
    let reply = anonymous("POST", "/v1/devices", short.to_string().into_bytes())
        .send(&bench, &http)
        .await;
    reply.problem("enrolment-refused", 403, Action::CallForHelp);
}
