//! The 32-byte secrets: wiped when dropped, never printed.

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::error::{Error, Result};

/// Fills a buffer from the system's generator.
pub(crate) fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| Error::Crypto)?;
    Ok(bytes)
}

macro_rules! secret {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
        pub struct $name([u8; 32]);

        impl $name {
            /// A fresh one, from the system's generator.
            ///
            /// # Errors
            /// [`Error::Crypto`] when the system gives no randomness.
            pub fn generate() -> Result<Self> {
                Ok(Self(random()?))
            }

            /// From its bytes. The caller wipes its own copy.
            #[must_use]
            pub fn from_bytes(bytes: [u8; 32]) -> Self {
                Self(bytes)
            }

            /// Its bytes.
            #[must_use]
            pub fn as_bytes(&self) -> &[u8; 32] {
                &self.0
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}

secret! {
    /// The key of the notebook: random, never derived from what a person types.
    Key
}

secret! {
    /// The half of the unlocking secret that the system keyring holds.
    KeyringSecret
}

impl Key {
    /// The statement that hands the raw key to SQLCipher.
    pub(crate) fn pragma(&self) -> Zeroizing<String> {
        let mut hex = Zeroizing::new([0_u8; 64]);
        data_encoding::HEXLOWER.encode_mut(&self.0, hex.as_mut_slice());
        // Sized at once: a growing string would leave copies behind.
        let mut sql = Zeroizing::new(String::with_capacity(96));
        sql.push_str("PRAGMA key = \"x'");
        sql.push_str(std::str::from_utf8(hex.as_slice()).unwrap_or_default());
        sql.push_str("'\";");
        sql
    }
}
