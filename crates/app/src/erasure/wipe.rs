//! After an erasure came: no page of the notebook, no part of its log and no copy keeps it. Only
//! then is it confirmed.

use escale_store::erasure::{Erasing, Wiped};

use crate::open::Open;
use crate::{App, Failure, Result, time};

impl App {
    /// Wipes what came. Whether there is something to confirm. What cannot be wiped now (a full
    /// disk) is tried again at the next exchange, and not confirmed before.
    pub(super) fn wipe(&self, open: &Open) -> Result<bool> {
        let mut came = open
            .notebook
            .read(|reader| Ok::<_, Failure>(reader.erasings()?))?;
        came.retain(|one| one.wiped == Wiped::ToWipe);
        if came.is_empty() {
            return Ok(false);
        }
        if let Err(error) = open.notebook.renew_copies(time::now(&self.ports)) {
            tracing::warn!(%error, "what was erased is still in a copy");
            return Ok(false);
        }
        open.notebook.commit(|tx| {
            for one in came {
                tx.put_erasing(&Erasing {
                    wiped: Wiped::ToConfirm,
                    ..one
                })?;
            }
            Ok::<_, Failure>(())
        })?;
        self.changed(&[
            "sessions",
            "beneficiaries",
            "followups",
            "planning",
            "drafts",
            "erasures",
        ]);
        Ok(true)
    }
}
