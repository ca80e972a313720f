//! Key slots, in the manner of LUKS: the notebook's key, wrapped once per way of unlocking.
//!
//! The key is random; a slot wraps it under a key derived from the passphrase and the keyring's
//! half (slot A) or from the passphrase alone at a higher cost (slot B). Version, notebook,
//! device, kind and cost are associated data of each slot, so neither a swap nor a downgrade
//! opens; that is why no minimum cost is checked on opening. The checksum only tells accidental
//! damage from a wrong passphrase. A second copy stands beside the first, since losing the slots
//! is losing the notebook. Passphrases arrive normalised; this module never talks to a keyring.

mod attempts;
mod kdf;
mod pin;
mod wrap;

use std::path::{Path, PathBuf};

use data_encoding::BASE64URL_NOPAD as BASE64;
use serde::{Deserialize, Serialize};

use self::attempts::Attempts;
pub use self::kdf::KdfCost;
pub use self::pin::{LIFE_MS, QuickPin, TRIES};
use crate::error::{Error, Result};
use crate::files;
use crate::key::{Key, KeyringSecret, random};

const FILE: &str = "slots.json";
const COPY: &str = "slots.copy.json";
const VERSION: u32 = 1;

/// What the slots belong to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Binding {
    /// Identifier of the notebook.
    pub db_uuid: String,
    /// Identifier of this installation.
    pub device_id: String,
}

/// What unlocks, besides the passphrase.
#[derive(Debug, Clone, Copy)]
pub enum Protection<'a> {
    /// Slot A: the passphrase with the keyring's half.
    WithKeyring(&'a KeyringSecret, KdfCost),
    /// Slot B: the passphrase alone, where there is no keyring.
    PassphraseAlone(KdfCost),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum SlotKind {
    A,
    B,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Slot {
    kind: SlotKind,
    cost: KdfCost,
    salt: String,
    sealed: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Content {
    version: u32,
    #[serde(flatten)]
    binding: Binding,
    slots: Vec<Slot>,
    checksum: String,
}

/// The key slots of a folder.
#[derive(Debug)]
pub struct Slots {
    folder: PathBuf,
    content: Content,
}

impl Slots {
    /// Whether the folder has key slots, readable or not. Slots without a keyring secret lead to
    /// recovery, never to a new key.
    #[must_use]
    pub fn exist(folder: &Path) -> bool {
        folder.join(FILE).exists() || folder.join(COPY).exists()
    }

    /// Wraps a new notebook's key.
    ///
    /// # Errors
    /// [`Error::AlreadyExists`] when the folder has slots; [`Error::DiskFull`], [`Error::ReadOnly`].
    pub fn create(
        folder: &Path,
        binding: Binding,
        key: &Key,
        passphrase: &str,
        protection: Protection<'_>,
    ) -> Result<Self> {
        if Self::exist(folder) {
            return Err(Error::AlreadyExists);
        }
        files::private_folder(folder)?;
        let slot = wrap_slot(&binding, key, passphrase, protection)?;
        let slots = Self::with(folder, binding, vec![slot]);
        slots.write()?;
        Ok(slots)
    }

    /// Reads the slots, from the copy if the first file is damaged or gone.
    ///
    /// # Errors
    /// [`Error::NoSlots`], [`Error::SlotDamaged`].
    pub fn load(folder: &Path) -> Result<Self> {
        let mut outcome = Error::NoSlots;
        for name in [FILE, COPY] {
            match std::fs::read(folder.join(name)) {
                Ok(bytes) => match Content::parse(&bytes) {
                    Some(content) => {
                        return Ok(Self {
                            folder: folder.to_owned(),
                            content,
                        });
                    }
                    None => outcome = Error::SlotDamaged,
                },
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(outcome)
    }

    /// What the slots belong to.
    #[must_use]
    pub fn binding(&self) -> &Binding {
        &self.content.binding
    }

    /// Whether every slot needs the keyring's half.
    #[must_use]
    pub fn need_keyring(&self) -> bool {
        self.content
            .slots
            .iter()
            .all(|slot| slot.kind == SlotKind::A)
    }

    /// Seconds before the next try is looked at.
    #[must_use]
    pub fn wait(&self, now_ms: i64) -> u32 {
        Attempts::beside(&self.folder).wait(now_ms)
    }

    /// Unwraps the notebook's key.
    ///
    /// # Errors
    /// [`Error::Wait`], [`Error::KeyringNeeded`] (no try is counted for these two),
    /// [`Error::WrongPassphrase`].
    pub fn open(
        &self,
        passphrase: &str,
        secret: Option<&KeyringSecret>,
        now_ms: i64,
    ) -> Result<Key> {
        if secret.is_none() && self.need_keyring() {
            return Err(Error::KeyringNeeded);
        }
        let attempts = Attempts::beside(&self.folder);
        attempts.begin(now_ms)?;
        for slot in &self.content.slots {
            if let Some(key) = unwrap_slot(&self.content.binding, slot, passphrase, secret)? {
                attempts.reset();
                return Ok(key);
            }
        }
        Err(Error::WrongPassphrase)
    }

    /// Replaces the slots: another passphrase, another keyring secret, or both. The new slot is
    /// on disk, and proved, before the old ones go.
    ///
    /// # Errors
    /// [`Error::DiskFull`], [`Error::ReadOnly`]: the old slots still open then.
    pub fn rewrap(
        &mut self,
        key: &Key,
        passphrase: &str,
        protection: Protection<'_>,
    ) -> Result<()> {
        let binding = self.content.binding.clone();
        let slot = wrap_slot(&binding, key, passphrase, protection)?;
        let mut both = self.content.slots.clone();
        both.push(slot.clone());
        Self::with(&self.folder, binding.clone(), both).write()?;
        let secret = match protection {
            Protection::WithKeyring(secret, _) => Some(secret),
            Protection::PassphraseAlone(_) => None,
        };
        let read = Self::load(&self.folder)?;
        let newest = read.content.slots.last().ok_or(Error::SlotDamaged)?;
        if unwrap_slot(&binding, newest, passphrase, secret)?.as_ref() != Some(key) {
            return Err(Error::SlotDamaged);
        }
        let replaced = Self::with(&self.folder, binding, vec![slot]);
        replaced.write()?;
        self.content = replaced.content;
        Ok(())
    }

    /// Destroys the slots of a folder: nothing opens the notebook any more, by whoever has the
    /// disk. Overwritten before they are removed, for disks where that means something.
    ///
    /// # Errors
    /// [`Error::ReadOnly`], and what the disk says; every file is tried.
    pub fn destroy(folder: &Path) -> Result<()> {
        let mut outcome = Ok(());
        for name in [FILE, COPY] {
            let path = folder.join(name);
            let length = std::fs::metadata(&path).map_or(0, |file| file.len());
            let blank = vec![0; usize::try_from(length).unwrap_or(0)];
            let overwritten = files::overwrite(&path, &blank);
            let gone = overwritten.and_then(|()| files::remove(&path));
            outcome = outcome.and(gone.or_else(|_| files::remove(&path)));
        }
        files::flush_folder(&folder.join(FILE))?;
        outcome
    }

    fn with(folder: &Path, binding: Binding, slots: Vec<Slot>) -> Self {
        let mut content = Content {
            version: VERSION,
            binding,
            slots,
            checksum: String::new(),
        };
        content.checksum = content.computed_checksum();
        Self {
            folder: folder.to_owned(),
            content,
        }
    }

    fn write(&self) -> Result<()> {
        let bytes = serde_json::to_vec_pretty(&self.content)?;
        files::write_whole(&self.folder.join(FILE), &bytes)?;
        files::write_whole(&self.folder.join(COPY), &bytes)
    }
}

impl Content {
    fn parse(bytes: &[u8]) -> Option<Self> {
        let content: Self = serde_json::from_slice(bytes).ok()?;
        let sound = content.version == VERSION
            && content.checksum == content.computed_checksum()
            && !content.slots.is_empty()
            && content
                .slots
                .iter()
                .all(|slot| slot.cost.plausible() && slot.bytes().is_some());
        sound.then_some(content)
    }

    fn computed_checksum(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for slot in &self.slots {
            hasher.update(&associated(&self.binding, slot.kind, slot.cost));
            for text in [&slot.salt, &slot.sealed] {
                hasher.update(&(text.len() as u64).to_be_bytes());
                hasher.update(text.as_bytes());
            }
        }
        BASE64.encode(&hasher.finalize().as_bytes()[..16])
    }
}

impl Slot {
    fn bytes(&self) -> Option<([u8; 16], Vec<u8>)> {
        let salt = BASE64.decode(self.salt.as_bytes()).ok()?.try_into().ok()?;
        let sealed = BASE64.decode(self.sealed.as_bytes()).ok()?;
        (sealed.len() == wrap::SEALED).then_some((salt, sealed))
    }
}

/// What a slot is bound to; every part is length-prefixed or of fixed size.
fn associated(binding: &Binding, kind: SlotKind, cost: KdfCost) -> Vec<u8> {
    let mut aad = b"escale key slot".to_vec();
    aad.extend(VERSION.to_be_bytes());
    for text in [&binding.db_uuid, &binding.device_id] {
        aad.extend((text.len() as u64).to_be_bytes());
        aad.extend(text.as_bytes());
    }
    aad.push(match kind {
        SlotKind::A => b'A',
        SlotKind::B => b'B',
    });
    for number in [cost.memory_kib, cost.passes, cost.lanes] {
        aad.extend(number.to_be_bytes());
    }
    aad
}

fn wrap_slot(
    binding: &Binding,
    key: &Key,
    passphrase: &str,
    protection: Protection<'_>,
) -> Result<Slot> {
    let salt = random()?;
    let (kind, cost, kek) = match protection {
        Protection::WithKeyring(secret, cost) => (
            SlotKind::A,
            cost,
            kdf::join(&*kdf::stretch(passphrase.as_bytes(), &salt, cost)?, secret)?,
        ),
        Protection::PassphraseAlone(cost) => (
            SlotKind::B,
            cost,
            kdf::stretch(passphrase.as_bytes(), &salt, cost)?,
        ),
    };
    let sealed = wrap::seal(&kek, key, &associated(binding, kind, cost))?;
    Ok(Slot {
        kind,
        cost,
        salt: BASE64.encode(&salt),
        sealed: BASE64.encode(&sealed),
    })
}

fn unwrap_slot(
    binding: &Binding,
    slot: &Slot,
    passphrase: &str,
    secret: Option<&KeyringSecret>,
) -> Result<Option<Key>> {
    let (salt, sealed) = slot.bytes().ok_or(Error::SlotDamaged)?;
    let kek = match (slot.kind, secret) {
        (SlotKind::A, None) => return Ok(None),
        (SlotKind::A, Some(secret)) => kdf::join(
            &*kdf::stretch(passphrase.as_bytes(), &salt, slot.cost)?,
            secret,
        )?,
        (SlotKind::B, _) => kdf::stretch(passphrase.as_bytes(), &salt, slot.cost)?,
    };
    Ok(wrap::unseal(
        &kek,
        &sealed,
        &associated(binding, slot.kind, slot.cost),
    ))
}

#[cfg(test)]
mod tests;
