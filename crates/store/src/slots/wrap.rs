//! One key sealed under another: XChaCha20-Poly1305, with what it is for as associated data.

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::{Zeroize, Zeroizing};

use crate::error::{Error, Result};
use crate::key::{Key, random};

/// A sealed key: nonce, then ciphertext with its tag.
pub(super) const SEALED: usize = 24 + 32 + 16;

pub(super) fn seal(kek: &[u8; 32], key: &Key, aad: &[u8]) -> Result<Vec<u8>> {
    let nonce: [u8; 24] = random()?;
    let cipher = XChaCha20Poly1305::new_from_slice(kek).map_err(|_| Error::Crypto)?;
    let sealed = cipher
        .encrypt(
            &XNonce::from(nonce),
            Payload {
                msg: key.as_bytes(),
                aad,
            },
        )
        .map_err(|_| Error::Crypto)?;
    Ok([nonce.as_slice(), &sealed].concat())
}

/// The key, or nothing when anything at all differs.
pub(super) fn unseal(kek: &[u8; 32], sealed: &[u8], aad: &[u8]) -> Option<Key> {
    let (nonce, body) = sealed.split_first_chunk::<24>()?;
    let cipher = XChaCha20Poly1305::new_from_slice(kek).ok()?;
    let plain = Zeroizing::new(
        cipher
            .decrypt(&XNonce::from(*nonce), Payload { msg: body, aad })
            .ok()?,
    );
    let mut bytes: [u8; 32] = plain.as_slice().try_into().ok()?;
    let key = Key::from_bytes(bytes);
    bytes.zeroize();
    Some(key)
}
