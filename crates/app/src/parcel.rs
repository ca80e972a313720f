//! The rescue parcel (*colis de secours*): what waits, sealed to the server, as a file.

use data_encoding::BASE64;
use escale_sync::op::Op;
use escale_sync::parcel::{self, ENDING, Parcel};
use escale_sync::wire::Push;

use crate::api::failure::FailureCode;
use crate::api::file::FileOut;
use crate::exchange::{ACKED_Q, replica};
use crate::pen::clock;
use crate::{App, Failure, Result, failure, time};

/// Most bytes of operations in one parcel: what is beyond goes into the next one.
const MOST: usize = 24 * 1024 * 1024;

/// Makes a parcel of what waits; nothing when nothing does. Works on a notebook that is held: it
/// is how what was recorded leaves a laptop that may not exchange any more.
///
/// # Errors
/// `locked`; `bad_request` in the practice space.
pub fn make(app: &App, (): ()) -> Result<Option<FileOut>> {
    let open = app.notebook()?;
    if open.practice {
        return Err(Failure::new(FailureCode::BadRequest));
    }
    let identity = open.identity();
    let boot = app.boot();
    let parcel = open.notebook.read(|reader| {
        let acked = reader.meta_u64(ACKED_Q)?.unwrap_or(0);
        let rows = reader.outbox_batch(acked, MOST)?.rows;
        if rows.is_empty() {
            return Ok(None);
        }
        let ops = rows
            .iter()
            .map(|row| serde_json::from_str(&row.body))
            .collect::<std::result::Result<Vec<Op>, _>>()?;
        let push = Push {
            prev_chain: replica::chain_at(reader, acked)?,
            ops,
            stamped: replica::stamped(&rows),
        };
        Ok::<_, Failure>(Some(Parcel {
            device: identity.device.clone(),
            made_at: clock(reader)?.physical(time::wall_ms(&app.ports)),
            boot,
            boot_q: Some(identity.first_q),
            push,
        }))
    })?;
    let Some(parcel) = parcel else {
        return Ok(None);
    };
    let mut seed = zeroize::Zeroizing::new([0; 32]);
    app.ports.random.fill(seed.as_mut());
    let order_key = open.enrolment.order_keys.first();
    let sealed = order_key
        .ok_or(parcel::ParcelError::NotForUs)
        .and_then(|key| parcel::seal(&parcel, &identity.key, key, &seed))
        .map_err(|error| failure::unexpected(&error))?;
    Ok(Some(FileOut {
        name: format!("escale-{}.{ENDING}", time::today(&app.ports)),
        media_type: "application/octet-stream".to_owned(),
        base64: BASE64.encode(&sealed),
    }))
}
