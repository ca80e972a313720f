//! The open notebook and who it belongs to. Dropped at lock, with every key.

use std::sync::Mutex;

use ed25519_dalek::SigningKey;
use escale_domain::pii::Pii;
use escale_store::{Notebook, Reader, Tx};
use escale_sync::wire::Named;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::failure::unexpected;
use crate::orders::{self, Held, Patience};
use crate::ports::ServerAddress;
use crate::{Result, held};

const ENROLMENT: &str = "enrolment";
const DEVICE_KEY: &str = "device_key";
const NEXT_KEY: &str = "next_device_key";

/// What enrolment gave, kept inside the notebook.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Enrolment {
    pub(crate) device: String,
    pub(crate) device_name: String,
    pub(crate) adviser: Named,
    pub(crate) team: Named,
    pub(crate) origin: String,
    pub(crate) authority: Option<[u8; 16]>,
    pub(crate) order_keys: Vec<String>,
}

impl Enrolment {
    pub(crate) fn server(&self) -> ServerAddress {
        ServerAddress {
            origin: self.origin.clone(),
            authority: self.authority,
        }
    }

    /// Home scope of what belongs to the adviser.
    pub(crate) fn own_scope(&self) -> String {
        format!("adv:{}", self.adviser.id)
    }

    /// Home scope of what the team shares.
    pub(crate) fn team_scope(&self) -> String {
        format!("team:{}", self.team.id)
    }
}

/// An open notebook.
pub(crate) struct Open {
    pub(crate) notebook: Notebook,
    pub(crate) enrolment: Enrolment,
    identity: Mutex<Identity>,
    /// The practice space, not the person's notebook.
    pub(crate) practice: bool,
    /// Why it shows nothing, if so.
    held: Mutex<Option<Held>>,
    patience: Mutex<Patience>,
}

/// Which device this is: what a cloned disk changes.
#[derive(Clone)]
pub(crate) struct Identity {
    /// Its identifier.
    pub(crate) device: String,
    /// Its key.
    pub(crate) key: SigningKey,
    /// First operation made since this opening.
    pub(crate) first_q: u64,
}

/// Keeps what enrolment gave. The device's private key lives in the notebook, encrypted with it:
/// losing the keyring then does not lose the device.
pub(crate) fn keep_enrolment(
    tx: &mut Tx<'_>,
    enrolment: &Enrolment,
    device_key: &SigningKey,
) -> Result<()> {
    tx.set_meta_text(ENROLMENT, &serde_json::to_string(enrolment)?)?;
    tx.set_meta_blob(DEVICE_KEY, device_key.as_bytes())?;
    Ok(())
}

fn missing() -> crate::Failure {
    unexpected(&std::io::Error::other("the notebook has no enrolment"))
}

fn read_enrolment(reader: &Reader<'_>) -> Result<(Enrolment, SigningKey)> {
    let enrolment = serde_json::from_str(&reader.meta_text(ENROLMENT)?.ok_or_else(missing)?)?;
    let key = Zeroizing::new(reader.meta_blob(DEVICE_KEY)?.ok_or_else(missing)?);
    let key: Zeroizing<[u8; 32]> =
        Zeroizing::new(key.as_slice().try_into().map_err(|_| missing())?);
    Ok((enrolment, SigningKey::from_bytes(&key)))
}

/// The device that writes, as the notebook says in the transaction that asks.
pub(crate) fn device(reader: &Reader<'_>) -> Result<String> {
    #[derive(Deserialize)]
    struct Named {
        device: String,
    }
    let kept = reader.meta_text(ENROLMENT)?.ok_or_else(missing)?;
    Ok(serde_json::from_str::<Named>(&kept)?.device)
}

/// The key of the identity that a cloned disk is about to take, if it has begun.
pub(crate) fn next_key(reader: &Reader<'_>) -> Result<Option<SigningKey>> {
    let seed = reader.meta_blob(NEXT_KEY)?.map(Zeroizing::new);
    Ok(seed
        .and_then(|seed| <[u8; 32]>::try_from(seed.as_slice()).ok())
        .map(|seed| SigningKey::from_bytes(&Zeroizing::new(seed))))
}

/// Keeps it before it is shown: a lost answer must not cost an identity.
pub(crate) fn keep_next_key(tx: &mut Tx<'_>, key: &SigningKey) -> Result<()> {
    tx.set_meta_blob(NEXT_KEY, key.as_bytes())?;
    Ok(())
}

/// Another disk has taken the identity that this key asked for: the next will be drawn.
pub(crate) fn forget_next_key(tx: &mut Tx<'_>) -> Result<()> {
    tx.clear_meta(NEXT_KEY)?;
    Ok(())
}

/// The new identity is taken.
pub(crate) fn take_next_key(
    tx: &mut Tx<'_>,
    enrolment: &Enrolment,
    key: &SigningKey,
) -> Result<()> {
    keep_enrolment(tx, enrolment, key)?;
    tx.clear_meta(NEXT_KEY)?;
    Ok(())
}

impl Open {
    pub(crate) fn new(notebook: Notebook) -> Result<Self> {
        let (enrolment, device_key, first_q, standing, patience) = notebook.read(|reader| {
            let (enrolment, device_key) = read_enrolment(reader)?;
            let standing = orders::standing(reader, &enrolment.order_keys)?;
            let first_q = crate::pen::next_q(reader)?;
            let patience = Patience::read(reader)?;
            Ok::<_, crate::Failure>((enrolment, device_key, first_q, standing, patience))
        })?;
        let identity = Identity {
            device: enrolment.device.clone(),
            key: device_key,
            first_q,
        };
        Ok(Self {
            notebook,
            enrolment,
            identity: Mutex::new(identity),
            practice: false,
            held: Mutex::new(standing),
            patience: Mutex::new(patience),
        })
    }

    /// Why it shows nothing, if so.
    pub(crate) fn held(&self) -> Option<Held> {
        held(&self.held).clone()
    }

    /// Holds it.
    pub(crate) fn hold(&self, why: Held) {
        self.set_held(Some(why));
    }

    /// Lets go of it.
    pub(crate) fn release(&self) {
        self.set_held(None);
    }

    pub(crate) fn set_held(&self, why: Option<Held>) {
        *held(&self.held) = why;
    }

    /// The count of silence.
    pub(crate) fn patience(&self) -> Patience {
        *held(&self.patience)
    }

    /// Works on it.
    pub(crate) fn with_patience<T>(&self, work: impl FnOnce(&mut Patience) -> T) -> T {
        work(&mut held(&self.patience))
    }

    /// Which device this is, now.
    pub(crate) fn identity(&self) -> Identity {
        held(&self.identity).clone()
    }

    /// Another device from now on: the notebook says so already.
    pub(crate) fn become_device(&self, identity: Identity) {
        *held(&self.identity) = identity;
    }

    /// The name to show for this person.
    pub(crate) fn name(&self) -> Pii<&str> {
        Pii(&self.enrolment.adviser.name)
    }
}
