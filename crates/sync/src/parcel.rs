//! The rescue parcel (*colis de secours*): what a laptop has not sent, sealed to the server, as
//! bytes that may travel by any hand.
//!
//! Sealed for the server's order key, which every laptop knows since its enrolment (the same pair,
//! as a pair of X25519): a key of this parcel alone, agreed with an ephemeral pair and derived by
//! HKDF-SHA-256, closes it by XChaCha20-Poly1305. Inside, the laptop's own signature: only it can
//! have written what it sends. The first line says what the file is, and is covered by the seal.

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use curve25519_dalek::MontgomeryPoint;
use data_encoding::BASE64URL_NOPAD as B64;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::wire::Push;

/// How a file of ours ends.
pub const ENDING: &str = "escale-colis";
/// Largest parcel, bytes.
pub const LARGEST: usize = 64 * 1024 * 1024;
const FIRST_LINE: &[u8] = b"ESCALE-COLIS 1\n";
const INFO: &[u8] = b"escale parcel 1";
/// What stands before the text under the laptop's signature.
const BEFORE: &str = "escale-parcel-1\n";

/// What a laptop has not sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Parcel {
    /// The laptop.
    pub device: String,
    /// When it was made, its corrected time, milliseconds since 1970.
    pub made_at: u64,
    /// Identifier of the laptop's current start.
    pub boot: String,
    /// Operations from that number on were made since that start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boot_q: Option<u64>,
    /// What waits.
    pub push: Push,
}

#[derive(Serialize, Deserialize)]
struct Envelope {
    parcel: String,
    signature: String,
}

/// A parcel opened by the server, not yet proved to come from whom it says.
#[derive(Debug, Clone, PartialEq)]
pub struct Letter {
    parcel: Parcel,
    text: String,
    signature: [u8; 64],
}

/// Why a parcel cannot be made or read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParcelError {
    /// Not a parcel, or not of this version.
    #[error("not a rescue parcel of this version")]
    NotOne,
    /// Damaged, or sealed for another server.
    #[error("damaged, or made for another server")]
    NotForUs,
    /// It opens, and what is inside cannot be read.
    #[error("what is inside cannot be read")]
    Unreadable,
    /// Not signed by the laptop it names.
    #[error("not signed by the laptop it names")]
    Unsigned,
}

impl Letter {
    /// The laptop it says it comes from.
    #[must_use]
    pub fn device(&self) -> &str {
        &self.parcel.device
    }

    /// What it carries, once proved to come from the laptop with that key.
    ///
    /// # Errors
    /// [`ParcelError::Unsigned`].
    pub fn proved(self, key: &VerifyingKey) -> Result<Parcel, ParcelError> {
        key.verify_strict(
            &covered(&self.text),
            &Signature::from_bytes(&self.signature),
        )
        .map_err(|_| ParcelError::Unsigned)?;
        Ok(self.parcel)
    }
}

fn covered(parcel: &str) -> Vec<u8> {
    [BEFORE, parcel].concat().into_bytes()
}

/// Seals a parcel for the server with that order key (base64url). `seed` is random and serves
/// once.
///
/// # Errors
/// When the key is not one, or the parcel cannot be written.
pub fn seal(
    parcel: &Parcel,
    device: &SigningKey,
    order_key: &str,
    seed: &[u8; 32],
) -> Result<Vec<u8>, ParcelError> {
    let recipient = B64
        .decode(order_key.as_bytes())
        .ok()
        .and_then(|key| <[u8; 32]>::try_from(key).ok())
        .and_then(|key| VerifyingKey::from_bytes(&key).ok())
        .ok_or(ParcelError::NotForUs)?
        .to_montgomery()
        .to_bytes();
    let text = serde_json::to_string(parcel).map_err(|_| ParcelError::Unreadable)?;
    let signature = B64.encode(&device.sign(&covered(&text)).to_bytes());
    let inside = Zeroizing::new(
        serde_json::to_vec(&Envelope {
            parcel: text,
            signature,
        })
        .map_err(|_| ParcelError::Unreadable)?,
    );
    let ephemeral = MontgomeryPoint::mul_base_clamped(*seed).to_bytes();
    let shared = MontgomeryPoint(recipient).mul_clamped(*seed);
    let sealed = cipher(&shared, &ephemeral, &recipient)?
        .encrypt(
            // The key of the cipher serves once.
            &XNonce::from([0; 24]),
            Payload {
                msg: &inside,
                aad: FIRST_LINE,
            },
        )
        .map_err(|_| ParcelError::NotForUs)?;
    Ok([FIRST_LINE, &ephemeral, &sealed].concat())
}

/// Opens a parcel sealed for that order key.
///
/// # Errors
/// [`ParcelError`].
pub fn open(bytes: &[u8], order_key: &SigningKey) -> Result<Letter, ParcelError> {
    if bytes.len() > LARGEST {
        return Err(ParcelError::NotOne);
    }
    let (ephemeral, sealed) = bytes
        .strip_prefix(FIRST_LINE)
        .and_then(|rest| rest.split_first_chunk::<32>())
        .ok_or(ParcelError::NotOne)?;
    let recipient = order_key.verifying_key().to_montgomery().to_bytes();
    let secret = Zeroizing::new(order_key.to_scalar_bytes());
    let shared = MontgomeryPoint(*ephemeral).mul_clamped(*secret);
    let inside = cipher(&shared, ephemeral, &recipient)?
        .decrypt(
            &XNonce::from([0; 24]),
            Payload {
                msg: sealed,
                aad: FIRST_LINE,
            },
        )
        .map(Zeroizing::new)
        .map_err(|_| ParcelError::NotForUs)?;
    let envelope: Envelope =
        serde_json::from_slice(&inside).map_err(|_| ParcelError::Unreadable)?;
    let parcel: Parcel =
        serde_json::from_str(&envelope.parcel).map_err(|_| ParcelError::Unreadable)?;
    let signature = B64
        .decode(envelope.signature.as_bytes())
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or(ParcelError::Unsigned)?;
    Ok(Letter {
        parcel,
        text: envelope.parcel,
        signature,
    })
}

fn cipher(
    shared: &MontgomeryPoint,
    ephemeral: &[u8; 32],
    recipient: &[u8; 32],
) -> Result<XChaCha20Poly1305, ParcelError> {
    // A point of small order would make the shared secret known to everybody.
    if shared.to_bytes() == [0; 32] {
        return Err(ParcelError::NotForUs);
    }
    let salt = [ephemeral.as_slice(), recipient].concat();
    let mut key = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(Some(&salt), &Zeroizing::new(shared.to_bytes())[..])
        .expand(INFO, key.as_mut())
        .map_err(|_| ParcelError::NotForUs)?;
    XChaCha20Poly1305::new_from_slice(key.as_slice()).map_err(|_| ParcelError::NotForUs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::op::Chain;

    fn key(seed: u8) -> SigningKey {
        SigningKey::from_bytes(&[seed; 32])
    }

    fn public(key: &SigningKey) -> String {
        B64.encode(key.verifying_key().as_bytes())
    }

    fn parcel() -> Parcel {
        let op = r#"{"q":7,"x":1,"s":"adv:a","t":"session","r":"r","k":"put","f":{"notes":"Le bus en panne"},"h":"000000000001.0000","v":1,"a":"a"}"#;
        Parcel {
            device: "d".into(),
            made_at: 5,
            boot: "b".into(),
            boot_q: Some(7),
            push: Push {
                prev_chain: Chain::default(),
                ops: vec![serde_json::from_str(op).unwrap()],
                stamped: Vec::new(),
            },
        }
    }

    #[test]
    fn what_is_sealed_for_the_server_is_read_by_it_and_nobody_else() {
        let (laptop, server) = (key(1), key(2));
        let sealed = seal(&parcel(), &laptop, &public(&server), &[9; 32]).unwrap();
        assert!(!sealed.windows(6).any(|part| part == b"Le bus"));
        let letter = open(&sealed, &server).unwrap();
        assert_eq!(letter.device(), "d");
        assert_eq!(letter.proved(&laptop.verifying_key()).unwrap(), parcel());
        assert_eq!(open(&sealed, &key(3)), Err(ParcelError::NotForUs));
        let again = seal(&parcel(), &laptop, &public(&server), &[8; 32]).unwrap();
        assert_ne!(again, sealed);
    }

    #[test]
    fn a_parcel_that_another_laptop_wrote_is_not_taken() {
        let (laptop, server) = (key(1), key(2));
        let sealed = seal(&parcel(), &key(4), &public(&server), &[9; 32]).unwrap();
        let letter = open(&sealed, &server).unwrap();
        assert_eq!(
            letter.proved(&laptop.verifying_key()),
            Err(ParcelError::Unsigned)
        );
    }

    #[test]
    fn a_changed_or_cut_parcel_is_refused_whole() {
        let server = key(2);
        let sealed = seal(&parcel(), &key(1), &public(&server), &[9; 32]).unwrap();
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 4;
            assert!(open(&changed, &server).is_err(), "byte {at}");
            assert!(open(&sealed[..at], &server).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn a_key_that_agrees_with_everybody_is_refused() {
        let mut sealed = FIRST_LINE.to_vec();
        sealed.extend([0; 80]);
        assert_eq!(open(&sealed, &key(2)), Err(ParcelError::NotForUs));
        assert_eq!(
            seal(&parcel(), &key(1), "AAAA", &[9; 32]),
            Err(ParcelError::NotForUs)
        );
    }
}
