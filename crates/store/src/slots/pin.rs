//! The quick code: reopens for a while what the passphrase opened, from memory only.
//!
//! Six digits protect nothing on disk, so nothing of it is ever written; three wrong tries, four
//! hours or the end of the process, and only the passphrase opens.

use zeroize::Zeroizing;

use super::kdf::{KdfCost, stretch};
use super::wrap;
use crate::error::{Error, Result};
use crate::key::{Key, random};

/// Wrong tries allowed.
pub const TRIES: u8 = 3;
/// Life of an armed code, milliseconds.
pub const LIFE_MS: i64 = 4 * 60 * 60 * 1000;

const AAD: &[u8] = b"quick code v1";

/// An armed quick code.
pub struct QuickPin {
    sealed: Zeroizing<Vec<u8>>,
    salt: [u8; 16],
    cost: KdfCost,
    armed_ms: i64,
    tries_left: u8,
}

impl std::fmt::Debug for QuickPin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("QuickPin")
            .field("tries_left", &self.tries_left)
            .finish_non_exhaustive()
    }
}

impl QuickPin {
    /// Arms a code for the key of an open notebook. `now_ms` should come from a clock that runs
    /// during suspension.
    ///
    /// # Errors
    /// [`Error::Crypto`].
    pub fn arm(key: &Key, pin: &str, cost: KdfCost, now_ms: i64) -> Result<Self> {
        let salt = random()?;
        let sealed = wrap::seal(&*stretch(pin.as_bytes(), &salt, cost)?, key, AAD)?;
        Ok(Self {
            sealed: Zeroizing::new(sealed),
            salt,
            cost,
            armed_ms: now_ms,
            tries_left: TRIES,
        })
    }

    /// Tries left; none once expired.
    #[must_use]
    pub fn tries_left(&self, now_ms: i64) -> u8 {
        // A clock that went back is treated as time gone by.
        if (0..LIFE_MS).contains(&(now_ms - self.armed_ms)) {
            self.tries_left
        } else {
            0
        }
    }

    /// The key. After the last wrong try, or too late, the wrapped key is wiped.
    ///
    /// # Errors
    /// [`Error::WrongPin`] while tries are left, [`Error::PinUnavailable`] afterwards.
    pub fn open(&mut self, pin: &str, now_ms: i64) -> Result<Key> {
        if self.tries_left(now_ms) == 0 {
            self.disarm();
            return Err(Error::PinUnavailable);
        }
        self.tries_left -= 1;
        let kek = stretch(pin.as_bytes(), &self.salt, self.cost)?;
        if let Some(key) = wrap::unseal(&kek, &self.sealed, AAD) {
            self.tries_left = TRIES;
            return Ok(key);
        }
        if self.tries_left == 0 {
            self.disarm();
            return Err(Error::PinUnavailable);
        }
        Err(Error::WrongPin {
            tries_left: self.tries_left,
        })
    }

    /// Forgets the key.
    pub fn disarm(&mut self) {
        self.tries_left = 0;
        self.sealed = Zeroizing::new(Vec::new());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn armed() -> (Key, QuickPin) {
        let key = Key::generate().unwrap();
        let pin = QuickPin::arm(&key, "294057", KdfCost::test(), 1_000).unwrap();
        (key, pin)
    }

    #[test]
    fn the_right_code_opens_and_gives_the_tries_back() {
        let (key, mut pin) = armed();
        assert!(matches!(
            pin.open("000000", 2_000),
            Err(Error::WrongPin { tries_left: 2 })
        ));
        assert_eq!(pin.open("294057", 2_000).unwrap(), key);
        assert_eq!(pin.tries_left(2_000), 3);
    }

    #[test]
    fn three_wrong_tries_end_it_even_for_the_right_code() {
        let (_, mut pin) = armed();
        for _ in 0..2 {
            assert!(matches!(
                pin.open("111111", 2_000),
                Err(Error::WrongPin { .. })
            ));
        }
        assert!(matches!(
            pin.open("111111", 2_000),
            Err(Error::PinUnavailable)
        ));
        assert!(matches!(
            pin.open("294057", 2_000),
            Err(Error::PinUnavailable)
        ));
        assert!(pin.sealed.is_empty());
    }

    #[test]
    fn it_expires_and_a_clock_set_back_does_not_prolong_it() {
        let (_, mut pin) = armed();
        assert_eq!(pin.tries_left(1_000 + LIFE_MS), 0);
        assert_eq!(pin.tries_left(999), 0);
        assert!(matches!(
            pin.open("294057", 1_000 + LIFE_MS),
            Err(Error::PinUnavailable)
        ));
    }
}
