//! A disk that was cloned: the second to come is stopped, and may take an identity of its own,
//! once; whoever shuts the first out shuts out those sprung from it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;

use common::{Bench, Laptop, Reply};
use data_encoding::BASE64URL_NOPAD;
use escale_sync::wire::{Action, EnrolAnswer};
use serde_json::json;

async fn ask_again(bench: &Bench, stopped: &Laptop, new: &Laptop) -> Reply {
    let key = BASE64URL_NOPAD.encode(new.key.verifying_key().as_bytes());
    let body = serde_json::to_vec(&json!({"public_key": key})).unwrap();
    stopped.post(bench, "/v1/devices/again", body).await
}

#[tokio::test]
async fn only_a_stopped_device_takes_another_identity_and_only_once() {
    let bench = Bench::start().await;
    let (_, adviser) = bench.adviser();
    let mut one = bench.laptop(&adviser).await;
    let mut twin = one.clone();
    let mut new = bench.new_laptop();
    ask_again(&bench, &twin, &new)
        .await
        .problem("enrolment-refused", 403, Action::CallForHelp);

    one.record(&bench, "a").await;
    // It has nothing to send, and says that it never made operation 1.
    let request = twin.pulling(&bench, &[]);
    twin.sync_reply(&bench, &request)
        .await
        .problem("device-forked", 409, Action::NewDeviceId);
    let answer: EnrolAnswer = ask_again(&bench, &twin, &new).await.ok(201);
    assert_ne!(answer.device, one.device);
    assert_eq!(answer.adviser.id, adviser);
    // The answer was lost: the same key asks again.
    let again: EnrolAnswer = ask_again(&bench, &twin, &new).await.ok(201);
    assert_eq!(again, answer);
    ask_again(&bench, &twin, &bench.new_laptop()).await.problem(
        "enrolment-refused",
        403,
        Action::CallForHelp,
    );
    // A key that is somebody else's.
    ask_again(&bench, &twin, &one)
        .await
        .problem("device-exists", 409, Action::NewDeviceId);

    (new.device, new.adviser, new.epoch) = (answer.device, adviser.clone(), answer.epoch);
    new.authenticate(&bench).await;
    new.record(&bench, "b").await;
    one.record(&bench, "c").await;
    assert_eq!(bench.admin().count().unwrap().operations, 3);
    twin.token.clear();

    bench.admin().revoke(&one.device).unwrap();
    for laptop in [&one, &new] {
        laptop
            .present(&bench)
            .await
            .problem("device-revoked", 401, Action::CallForHelp);
    }
    // The administrator knows which of the two is in good hands.
    bench.admin().confirm(&new.device).unwrap();
    new.authenticate(&bench).await;
    new.record(&bench, "d").await;
}
