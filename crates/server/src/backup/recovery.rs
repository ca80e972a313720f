//! The recovery secret: the one thing, with a backup file, that opens it on another machine.
//!
//! The server keeps the public half (the recipient) and can only seal: whoever steals the server
//! later opens no earlier backup with what is on it. The secret half is 128 bits that people keep
//! on paper, in 28 characters that a tired person can type: Crockford's base 32 with a check.
//!
//! A key is sealed as age does for an X25519 recipient: an ephemeral pair, HKDF-SHA-256 over the
//! shared secret with both public halves as salt, ChaCha20-Poly1305. What the seal is for is its
//! associated data.

use std::fmt;
use std::str::FromStr;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use curve25519_dalek::MontgomeryPoint;
use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::Error;
use crate::secret::{random, sha256};

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters of the written secret: 128 bits, and 12 that catch a slip of the pen.
const CHARACTERS: usize = 28;
/// Characters between two hyphens.
const GROUP: usize = 4;
const INFO: &[u8] = b"escale-server backup 1";

/// The secret half, kept by people.
pub struct RecoverySecret(Zeroizing<[u8; 16]>);

/// The public half, kept by the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Recipient(pub(crate) [u8; 32]);

/// A database key, sealed to a recipient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sealed {
    /// Public half of the pair made for this seal, hexadecimal.
    ephemeral: String,
    /// The key and its tag, hexadecimal.
    key: String,
}

impl RecoverySecret {
    /// A new one.
    pub(crate) fn generate() -> Result<Self, Error> {
        Ok(Self(Zeroizing::new(random::<16>()?)))
    }

    /// The public half.
    pub(crate) fn recipient(&self) -> Recipient {
        Recipient(MontgomeryPoint::mul_base_clamped(*self.scalar()).to_bytes())
    }

    /// As it is written on paper.
    #[must_use]
    pub fn written(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(CHARACTERS + CHARACTERS / GROUP));
        let bits = self.checked();
        for at in 0..CHARACTERS {
            if at > 0 && at % GROUP == 0 {
                text.push('-');
            }
            let digit = (0..5).fold(0usize, |digit, bit| {
                let place = at * 5 + bit;
                digit << 1 | usize::from(bits[place / 8] >> (7 - place % 8) & 1)
            });
            text.push(char::from(ALPHABET[digit]));
        }
        text
    }

    /// The secret followed by the first bits of its hash.
    fn checked(&self) -> Zeroizing<[u8; 18]> {
        let mut bits = Zeroizing::new([0; 18]);
        bits[..16].copy_from_slice(self.0.as_slice());
        bits[16..].copy_from_slice(&self.hash(b"check ")[..2]);
        bits[17] &= 0xf0;
        bits
    }

    fn scalar(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.hash(b"scalar "))
    }

    fn hash(&self, what: &[u8]) -> [u8; 32] {
        sha256(&Zeroizing::new(
            [b"escale-server recovery ", what, self.0.as_slice()].concat(),
        ))
    }

    /// Opens what was sealed to this secret for that use.
    pub(super) fn open(&self, sealed: &Sealed, used: &[u8]) -> Result<Zeroizing<[u8; 32]>, Error> {
        let ephemeral = hex(&sealed.ephemeral).ok_or(Error::NotThisSecret)?;
        let body = data_encoding::HEXLOWER
            .decode(sealed.key.as_bytes())
            .map_err(|_| Error::NotThisSecret)?;
        let shared = MontgomeryPoint(ephemeral).mul_clamped(*self.scalar());
        let cipher = cipher(&shared, &ephemeral, &self.recipient().0)?;
        let plain = Zeroizing::new(
            cipher
                .decrypt(
                    &Nonce::from([0; 12]),
                    Payload {
                        msg: &body,
                        aad: used,
                    },
                )
                .map_err(|_| Error::NotThisSecret)?,
        );
        let mut key = Zeroizing::new([0; 32]);
        if plain.len() != key.len() {
            return Err(Error::NotThisSecret);
        }
        key.copy_from_slice(&plain);
        Ok(key)
    }
}

impl FromStr for RecoverySecret {
    type Err = Error;

    /// Forgives case, spaces, hyphens, O for 0, I and L for 1.
    fn from_str(text: &str) -> Result<Self, Error> {
        let mut bits = Zeroizing::new([0u8; 18]);
        let mut place = 0;
        for c in text.chars().filter(|c| !c.is_whitespace() && *c != '-') {
            let c = match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let digit = ALPHABET
                .iter()
                .position(|known| char::from(*known) == c)
                .filter(|_| place < CHARACTERS * 5)
                .ok_or(Error::MalformedSecret)?;
            for bit in (0..5).rev() {
                bits[place / 8] |= u8::from(digit >> bit & 1 == 1) << (7 - place % 8);
                place += 1;
            }
        }
        let mut seed = Zeroizing::new([0; 16]);
        seed.copy_from_slice(&bits[..16]);
        let secret = Self(seed);
        if place == CHARACTERS * 5 && *secret.checked() == *bits {
            Ok(secret)
        } else {
            Err(Error::MalformedSecret)
        }
    }
}

impl fmt::Debug for RecoverySecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoverySecret")
    }
}

impl Recipient {
    /// Seals a key for that use.
    pub(super) fn seal(&self, key: &[u8; 32], used: &[u8]) -> Result<Sealed, Error> {
        let own = Zeroizing::new(random::<32>()?);
        let ephemeral = MontgomeryPoint::mul_base_clamped(*own).to_bytes();
        let shared = MontgomeryPoint(self.0).mul_clamped(*own);
        let body = cipher(&shared, &ephemeral, &self.0)?
            .encrypt(
                // The key of the cipher serves once.
                &Nonce::from([0; 12]),
                Payload {
                    msg: key,
                    aad: used,
                },
            )
            .map_err(|_| Error::Random)?;
        Ok(Sealed {
            ephemeral: data_encoding::HEXLOWER.encode(&ephemeral),
            key: data_encoding::HEXLOWER.encode(&body),
        })
    }
}

fn cipher(
    shared: &MontgomeryPoint,
    ephemeral: &[u8; 32],
    recipient: &[u8; 32],
) -> Result<ChaCha20Poly1305, Error> {
    // A point of small order would make the shared secret known to everybody.
    if shared.to_bytes() == [0; 32] {
        return Err(Error::NotThisSecret);
    }
    let salt = [ephemeral.as_slice(), recipient].concat();
    let mut key = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(Some(&salt), &Zeroizing::new(shared.to_bytes())[..])
        .expand(INFO, key.as_mut())
        .map_err(|_| Error::NotThisSecret)?;
    ChaCha20Poly1305::new_from_slice(key.as_slice()).map_err(|_| Error::NotThisSecret)
}

fn hex(text: &str) -> Option<[u8; 32]> {
    data_encoding::HEXLOWER
        .decode(text.as_bytes())
        .ok()?
        .try_into()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_on_paper_gives_the_secret_back() {
        let secret = RecoverySecret::generate().unwrap();
        let written = secret.written();
        assert_eq!(written.len(), 34);
        let typed = written.to_lowercase().replace('-', " ").replace('0', "o");
        let again: RecoverySecret = typed.parse().unwrap();
        assert_eq!(again.recipient(), secret.recipient());
    }

    #[test]
    fn a_slip_of_the_pen_is_caught() {
        let written = RecoverySecret(Zeroizing::new([7; 16])).written();
        for at in 0..written.len() {
            let mut typed: Vec<char> = written.chars().collect();
            if typed[at] == '-' {
                continue;
            }
            typed[at] = if typed[at] == '7' { '8' } else { '7' };
            let typed: String = typed.into_iter().collect();
            assert!(typed.parse::<RecoverySecret>().is_err(), "{at}");
        }
        for typed in ["", &written[..30], &format!("{}7", *written)] {
            assert!(typed.parse::<RecoverySecret>().is_err());
        }
    }

    #[test]
    fn a_seal_opens_for_its_secret_and_its_use_only() {
        let (secret, other) = (
            RecoverySecret::generate().unwrap(),
            RecoverySecret::generate().unwrap(),
        );
        let key = [9; 32];
        let sealed = secret.recipient().seal(&key, b"one").unwrap();
        assert_eq!(*secret.open(&sealed, b"one").unwrap(), key);
        assert!(secret.open(&sealed, b"two").is_err());
        assert!(other.open(&sealed, b"one").is_err());
        let again = secret.recipient().seal(&key, b"one").unwrap();
        assert_ne!(again, sealed);
        // A public half that gives everybody the same shared secret.
        assert!(Recipient([0; 32]).seal(&key, b"one").is_err());
    }

    /// The curve is the one others mean by X25519: what OpenSSL computes for these two pairs.
    #[test]
    fn the_curve_is_x25519() {
        let public = MontgomeryPoint::mul_base_clamped([1; 32]).to_bytes();
        assert_eq!(
            Some(public),
            hex("a4e09292b651c278b9772c569f5fa9bb13d906b46ab68c9df9dc2b4409f8a209")
        );
        let other =
            hex("ce8d3ad1ccb633ec7b70c17814a5c76ecd029685050d344745ba05870e587d59").unwrap();
        assert_eq!(
            Some(MontgomeryPoint(other).mul_clamped([1; 32]).to_bytes()),
            hex("2ed76ab549b1e73c031eb49c9448f0798aea81b698279a0c3dc3e49fbfc4b953")
        );
    }
}
