//! Orders and rescue parcels.

use anyhow::{Result, ensure};
use ed25519_dalek::SigningKey;
use escale_sync::order::{self, Command, Expected, Order, SignedOrder};
use escale_sync::parcel;

use super::Ground;
use super::targets::again;

/// The keys of the corpus: of a server, and of a laptop.
pub(super) fn fuzz_key(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

/// The order of the corpus, the only one that its laptop may follow.
pub(super) fn the_order() -> Order {
    Order {
        device: "d".into(),
        order: Command::DrainThenWipe,
        id: "0199a3c2-f1e0-7000-8000-000000000001".into(),
        issued_at: 1_790_000_000_000,
        nonce: "AAAAAAAAAAAAAAAAAAAAAA".into(),
        by: "Dominique Exemple".into(),
        reason: "Fin de mission".into(),
    }
}

/// What is said to be an order: followed only if it is the genuine one.
pub(super) fn order_text(_: &mut Ground, input: &[u8]) -> Result<bool> {
    let Some(signed) = again::<SignedOrder>(input)? else {
        return Ok(false);
    };
    let key = data_encoding::BASE64URL_NOPAD.encode(fuzz_key(1).verifying_key().as_bytes());
    let genuine = the_order();
    let followed = order::check(
        &signed,
        Expected {
            keys: &[key],
            device: &genuine.device,
            nonce: &genuine.nonce,
            after: 0,
        },
    );
    if let Ok(checked) = followed {
        ensure!(*checked.order() == genuine, "another order was followed");
    }
    Ok(true)
}

/// A file said to be a parcel: what opens was signed by the laptop of the corpus.
pub(super) fn parcel_file(_: &mut Ground, input: &[u8]) -> Result<bool> {
    let (server, laptop) = (fuzz_key(1), fuzz_key(2));
    let Ok(letter) = parcel::open(input, &server) else {
        return Ok(false);
    };
    ensure!(
        letter.proved(&laptop.verifying_key()).is_ok(),
        "a parcel of nobody opens"
    );
    Ok(true)
}
