//! Orders of the server to one laptop: lock, unlock, send everything then erase, erase.
//!
//! An order is a text signed by the server's order key, which the laptop has known since its
//! enrolment. It names the laptop and repeats the nonce of the request it answers: what was said to
//! another laptop, or on another day, is nothing. Whoever acts on an order needs a [`Checked`],
//! and [`check`] is the only place that makes one.

use data_encoding::BASE64URL_NOPAD as B64;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

/// Longest text of an order, bytes.
const LONGEST: usize = 8 * 1024;
/// What stands before the text under the signature: it signs nothing else.
const BEFORE: &str = "escale-order-1\n";

/// What a laptop is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Command {
    /// Close, and stay closed until told otherwise. Everything is kept.
    Lock,
    /// Open again.
    Unlock,
    /// Send everything, wait until it is acknowledged, then erase.
    DrainThenWipe,
    /// Erase at once.
    Wipe,
}

/// An order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The laptop it is for.
    pub device: String,
    /// What it says.
    pub order: Command,
    /// Its identifier.
    pub id: String,
    /// When it was given, server time, milliseconds since 1970. Those of one device only rise.
    pub issued_at: u64,
    /// Nonce of the request it answers.
    pub nonce: String,
    /// Who gave it, in words.
    #[serde(default)]
    pub by: String,
    /// Why, in words, for the person at the laptop.
    #[serde(default)]
    pub reason: String,
}

/// An order and its signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedOrder {
    /// The order, as it was signed.
    pub order: String,
    /// Ed25519, base64url without padding.
    pub signature: String,
}

/// What the laptop knows when it is told something.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The server's order keys, pinned at enrolment, base64url.
    pub keys: &'a [String],
    /// This laptop.
    pub device: &'a str,
    /// Nonce of the request that is answered.
    pub nonce: &'a str,
    /// Instant of the last order it followed; 0 for none.
    pub after: u64,
}

/// Why an order is nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Ignored {
    /// Not signed by a key of the server.
    #[error("not signed by the server")]
    Signature,
    /// Signed, and not understood: of a newer server.
    #[error("not understood")]
    Unreadable,
    /// For another laptop.
    #[error("for another laptop")]
    Device,
    /// Said in answer to another request.
    #[error("of another request")]
    Nonce,
    /// Followed already, or given before the last one followed.
    #[error("not later than the last one")]
    Older,
}

/// An order that was checked: the only thing that makes a laptop act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked(Order);

impl Checked {
    /// What was checked.
    #[must_use]
    pub fn order(&self) -> &Order {
        &self.0
    }
}

impl Order {
    /// Signs it.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    pub fn sign(&self, key: &SigningKey) -> Result<SignedOrder, serde_json::Error> {
        let order = serde_json::to_string(self)?;
        let signature = key.sign(&covered(&order)).to_bytes();
        Ok(SignedOrder {
            order,
            signature: B64.encode(&signature),
        })
    }
}

fn covered(order: &str) -> Vec<u8> {
    [BEFORE, order].concat().into_bytes()
}

fn signed_by(signed: &SignedOrder, key: &str) -> bool {
    let key = B64
        .decode(key.as_bytes())
        .ok()
        .and_then(|key| <[u8; 32]>::try_from(key).ok())
        .and_then(|key| VerifyingKey::from_bytes(&key).ok());
    let signature = B64
        .decode(signed.signature.as_bytes())
        .ok()
        .and_then(|bytes| <[u8; 64]>::try_from(bytes).ok())
        .map(|bytes| Signature::from_bytes(&bytes));
    match (key, signature) {
        (Some(key), Some(signature)) => key
            .verify_strict(&covered(&signed.order), &signature)
            .is_ok(),
        _ => false,
    }
}

/// Checks what a laptop was told.
///
/// # Errors
/// [`Ignored`]: nothing is done then, and nothing is remembered of it.
pub fn check(signed: &SignedOrder, expected: Expected<'_>) -> Result<Checked, Ignored> {
    let known =
        signed.order.len() <= LONGEST && expected.keys.iter().any(|key| signed_by(signed, key));
    if !known {
        return Err(Ignored::Signature);
    }
    let order: Order = serde_json::from_str(&signed.order).map_err(|_| Ignored::Unreadable)?;
    if order.device != expected.device {
        return Err(Ignored::Device);
    }
    if order.nonce != expected.nonce || order.nonce.is_empty() {
        return Err(Ignored::Nonce);
    }
    if order.issued_at <= expected.after {
        return Err(Ignored::Older);
    }
    Ok(Checked(order))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key(seed: u8) -> SigningKey {
        SigningKey::from_bytes(&[seed; 32])
    }

    fn public(key: &SigningKey) -> String {
        B64.encode(key.verifying_key().as_bytes())
    }

    fn order() -> Order {
        Order {
            device: "d".into(),
            order: Command::Wipe,
            id: "o".into(),
            issued_at: 10,
            nonce: "n".into(),
            by: "Dominique Exemple".into(),
            reason: "Portable volé".into(),
        }
    }

    fn checked(signed: &SignedOrder, keys: &[String], after: u64) -> Result<Checked, Ignored> {
        check(
            signed,
            Expected {
                keys,
                device: "d",
                nonce: "n",
                after,
            },
        )
    }

    #[test]
    fn an_order_of_the_pinned_key_is_followed_the_next_key_included() {
        let keys = [public(&key(1)), public(&key(2))];
        for by in [1, 2] {
            let signed = order().sign(&key(by)).unwrap();
            assert_eq!(checked(&signed, &keys, 9).unwrap().order(), &order());
        }
    }

    #[test]
    fn an_order_that_nobody_of_ours_signed_is_nothing() {
        let keys = [public(&key(1))];
        let foreign = order().sign(&key(3)).unwrap();
        assert_eq!(checked(&foreign, &keys, 0), Err(Ignored::Signature));
        let mut unsigned = order().sign(&key(1)).unwrap();
        unsigned.signature = String::new();
        assert_eq!(checked(&unsigned, &keys, 0), Err(Ignored::Signature));
        assert_eq!(
            checked(&order().sign(&key(1)).unwrap(), &[], 0),
            Err(Ignored::Signature)
        );
    }

    #[test]
    fn an_order_for_another_laptop_is_nothing() {
        let other = Order {
            device: "e".into(),
            ..order()
        };
        let signed = other.sign(&key(1)).unwrap();
        assert_eq!(
            checked(&signed, &[public(&key(1))], 0),
            Err(Ignored::Device)
        );
    }

    #[test]
    fn an_order_that_answered_another_request_is_nothing() {
        for nonce in ["m", ""] {
            let replayed = Order {
                nonce: nonce.into(),
                ..order()
            };
            let signed = replayed.sign(&key(1)).unwrap();
            let keys = [public(&key(1))];
            assert_eq!(checked(&signed, &keys, 0), Err(Ignored::Nonce));
            let expected = Expected {
                keys: &keys,
                device: "d",
                nonce: "",
                after: 0,
            };
            assert_eq!(check(&signed, expected), Err(Ignored::Nonce));
        }
    }

    #[test]
    fn an_order_not_later_than_the_last_one_is_nothing() {
        let signed = order().sign(&key(1)).unwrap();
        for after in [10, 11, u64::MAX] {
            assert_eq!(
                checked(&signed, &[public(&key(1))], after),
                Err(Ignored::Older)
            );
        }
    }

    #[test]
    fn an_order_of_a_newer_server_is_nothing_here() {
        let text = serde_json::to_string(&order())
            .unwrap()
            .replace("\"wipe\"", "\"dance\"");
        let signature = key(1).sign(&covered(&text)).to_bytes();
        let signed = SignedOrder {
            order: text,
            signature: B64.encode(&signature),
        };
        assert_eq!(
            checked(&signed, &[public(&key(1))], 0),
            Err(Ignored::Unreadable)
        );
    }

    proptest! {
        /// P16: whatever is changed in what the server said, or in who hears it, nothing is done.
        #[test]
        fn only_the_very_order_is_followed(
            at in 0usize..400, to in any::<u8>(), in_signature in any::<bool>(),
            device in "[a-f]{1,3}", nonce in "[m-o]{1,2}", after in 0u64..20, by in 1u8..4,
        ) {
            let keys = [public(&key(1)), public(&key(2))];
            let genuine = order().sign(&key(by)).unwrap();
            let mut signed = genuine.clone();
            let part = if in_signature { &mut signed.signature } else { &mut signed.order };
            let mut bytes = part.clone().into_bytes();
            let at = at % bytes.len();
            bytes[at] = to;
            *part = String::from_utf8_lossy(&bytes).into_owned();
            let expected = Expected { keys: &keys, device: &device, nonce: &nonce, after };
            let followed = check(&signed, expected).is_ok();
            let right = signed == genuine && by <= 2 && device == "d" && nonce == "n" && after < 10;
            prop_assert_eq!(followed, right);
        }
    }
}
