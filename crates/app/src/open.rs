//! The open notebook and who it belongs to. Dropped at lock, with every key.

use ed25519_dalek::SigningKey;
use escale_domain::pii::Pii;
use escale_store::{Notebook, Reader, Tx};
use escale_sync::wire::Named;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::Result;
use crate::failure::unexpected;
use crate::ports::ServerAddress;

const ENROLMENT: &str = "enrolment";
const DEVICE_KEY: &str = "device_key";

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
    pub(crate) device_key: SigningKey,
    /// First operation made since this opening.
    pub(crate) first_q: u64,
    /// The practice space, not the person's notebook.
    pub(crate) practice: bool,
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

fn read_enrolment(reader: &Reader<'_>) -> Result<(Enrolment, SigningKey)> {
    let missing = || unexpected(&std::io::Error::other("the notebook has no enrolment"));
    let enrolment = serde_json::from_str(&reader.meta_text(ENROLMENT)?.ok_or_else(missing)?)?;
    let key = Zeroizing::new(reader.meta_blob(DEVICE_KEY)?.ok_or_else(missing)?);
    let key: Zeroizing<[u8; 32]> =
        Zeroizing::new(key.as_slice().try_into().map_err(|_| missing())?);
    Ok((enrolment, SigningKey::from_bytes(&key)))
}

impl Open {
    pub(crate) fn new(notebook: Notebook) -> Result<Self> {
        let ((enrolment, device_key), first_q) = notebook.read(|reader| {
            Ok::<_, crate::Failure>((read_enrolment(reader)?, crate::record::next_q(reader)?))
        })?;
        Ok(Self {
            notebook,
            enrolment,
            device_key,
            first_q,
            practice: false,
        })
    }

    /// The name to show for this person.
    pub(crate) fn name(&self) -> Pii<&str> {
        Pii(&self.enrolment.adviser.name)
    }
}
