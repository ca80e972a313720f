//! A keyring in memory that can be absent, locked or emptied, as the real ones are.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use escale_app::ports::{Vault, VaultError};
use zeroize::Zeroizing;

/// A keyring for tests. Its `Debug` shows names only.
#[derive(Default)]
pub struct MemoryVault(Mutex<Inside>);

#[derive(Default)]
struct Inside {
    secrets: BTreeMap<String, Zeroizing<Vec<u8>>>,
    failing: Option<VaultError>,
}

impl MemoryVault {
    /// An empty keyring that works.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// From now on every call fails so, or works again with `None`. What is kept stays kept.
    pub fn fail(&self, how: Option<VaultError>) {
        self.inside().failing = how;
    }

    /// Loses everything, as after a change of computer or of desktop.
    pub fn lose_everything(&self) {
        self.inside().secrets.clear();
    }

    /// The names kept.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.inside().secrets.keys().cloned().collect()
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn working(&self) -> Result<MutexGuard<'_, Inside>, VaultError> {
        let inside = self.inside();
        match inside.failing {
            Some(error) => Err(error),
            None => Ok(inside),
        }
    }
}

impl std::fmt::Debug for MemoryVault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("MemoryVault").field(&self.names()).finish()
    }
}

impl Vault for MemoryVault {
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, VaultError> {
        Ok(self.working()?.secrets.get(name).cloned())
    }

    fn set(&self, name: &str, secret: &[u8]) -> Result<(), VaultError> {
        let secret = Zeroizing::new(secret.to_vec());
        self.working()?.secrets.insert(name.to_owned(), secret);
        Ok(())
    }

    fn remove(&self, name: &str) -> Result<(), VaultError> {
        self.working()?.secrets.remove(name);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_fails_recovers_and_loses() {
        let vault = MemoryVault::new();
        assert_eq!(vault.get("key"), Ok(None));
        vault.set("key", b"secret").unwrap();
        vault.fail(Some(VaultError::Refused));
        assert_eq!(vault.get("key"), Err(VaultError::Refused));
        assert_eq!(vault.remove("key"), Err(VaultError::Refused));
        vault.fail(None);
        assert_eq!(vault.get("key").unwrap().unwrap().as_slice(), b"secret");
        assert!(!format!("{vault:?}").contains("secret"));
        vault.lose_everything();
        assert_eq!(vault.get("key"), Ok(None));
    }
}
