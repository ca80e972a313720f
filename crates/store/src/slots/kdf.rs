//! From what a person types to a key-encryption key: Argon2id, then HKDF with the keyring's half.

use argon2::{Algorithm, Argon2, Params, Version};
use hkdf::Hkdf;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::error::{Error, Result};
use crate::key::KeyringSecret;

/// More than this is no cost of ours but a damaged or hostile file that would exhaust memory.
const MOST_MEMORY_KIB: u32 = 1024 * 1024;
const MOST_PASSES: u32 = 32;
const MOST_LANES: u32 = 8;

/// Cost of Argon2id. Kept in each slot and bound to it, so that it cannot be lowered there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KdfCost {
    /// Memory, KiB.
    pub memory_kib: u32,
    /// Passes.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl KdfCost {
    /// Passphrase with the keyring's half (about 0.3 s).
    #[must_use]
    pub const fn standard_a() -> Self {
        Self {
            memory_kib: 64 * 1024,
            passes: 3,
            lanes: 1,
        }
    }

    /// Passphrase alone (about 1.2 s).
    #[must_use]
    pub const fn standard_b() -> Self {
        Self {
            memory_kib: 256 * 1024,
            passes: 3,
            lanes: 1,
        }
    }

    /// For tests only: protects nothing.
    #[must_use]
    pub const fn test() -> Self {
        Self {
            memory_kib: 8,
            passes: 1,
            lanes: 1,
        }
    }

    pub(super) fn plausible(self) -> bool {
        self.memory_kib <= MOST_MEMORY_KIB && self.passes <= MOST_PASSES && self.lanes <= MOST_LANES
    }
}

/// Argon2id of a secret.
pub(super) fn stretch(
    secret: &[u8],
    salt: &[u8; 16],
    cost: KdfCost,
) -> Result<Zeroizing<[u8; 32]>> {
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32))
        .map_err(|_| Error::Crypto)?;
    let mut out = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(secret, salt, out.as_mut_slice())
        .map_err(|_| Error::Crypto)?;
    Ok(out)
}

/// The stretched passphrase joined with the keyring's half: neither opens anything alone.
pub(super) fn join(stretched: &[u8; 32], secret: &KeyringSecret) -> Result<Zeroizing<[u8; 32]>> {
    let mut both = Zeroizing::new([0_u8; 64]);
    both[..32].copy_from_slice(stretched);
    both[32..].copy_from_slice(secret.as_bytes());
    let mut out = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(None, both.as_slice())
        .expand(b"unlock/v1", out.as_mut_slice())
        .map_err(|_| Error::Crypto)?;
    Ok(out)
}
