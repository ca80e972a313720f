//! A rescue parcel arrives, by whatever hand: the same way in as an exchange, hence as often as
//! one likes.

use ed25519_dalek::{SigningKey, VerifyingKey};
use escale_sync::parcel::{self, ParcelError};
use escale_sync::server::{self, Context, Log};
use escale_sync::wire::{ParcelTaken, Problem, SyncRequest};

use crate::store::book::Book;
use crate::store::device::{self, Status};
use crate::store::log::BookLog;
use crate::store::{meta, quarantine};
use crate::{Error, access};

/// Why a parcel is not taken. Nothing of it was kept, and it can be given again.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotTaken {
    /// It cannot be read, or not proved.
    #[error(transparent)]
    Parcel(#[from] ParcelError),
    /// Of a laptop this server does not know, or has not let in yet.
    #[error("of a laptop that this server does not know")]
    Stranger,
    /// What it holds does not continue what the server has.
    #[error("what it holds does not continue what the server has ({0})")]
    Problem(String, Box<Problem>),
}

/// Takes a parcel, in one transaction.
pub(crate) fn take(
    book: &Book<'_>,
    key: &SigningKey,
    bytes: &[u8],
    now: u64,
) -> Result<Result<ParcelTaken, NotTaken>, Error> {
    let letter = match parcel::open(bytes, key) {
        Ok(letter) => letter,
        Err(error) => return Ok(Err(error.into())),
    };
    let known = device::get(book, letter.device())?;
    let Some(device) = known.filter(|device| device.status != Status::Awaiting) else {
        return Ok(Err(NotTaken::Stranger));
    };
    let public = VerifyingKey::from_bytes(&device.public_key).map_err(|_| Error::Corrupt("key"))?;
    let parcel = match letter.proved(&public) {
        Ok(parcel) => parcel,
        Err(error) => return Ok(Err(error.into())),
    };
    // Whoever was shut out has no right any more: a person decides of what it still had.
    let shut_out = device.status == Status::Revoked;
    let context = Context {
        device: device.id.clone(),
        adviser: device.adviser.clone(),
        scopes: if shut_out {
            Default::default()
        } else {
            access::scopes(book, &device.adviser)?
        },
        colleagues: access::colleagues(book, &device.adviser)?,
        epoch: meta::read(book)?.epoch,
        rx_ms: now,
        next_poll: 0,
        snapshot_from: u64::MAX,
    };
    let request = SyncRequest {
        boot: parcel.boot,
        // It was on its way for days: its clock cannot be compared with ours.
        boot_q: None,
        sent_at: now,
        epoch: context.epoch.clone(),
        push: Some(parcel.push),
        ..SyncRequest::default()
    };
    let mut log = BookLog::new(book, now).shut_out(shut_out);
    let (before, aside) = (
        log.device(&context.device)?.last_q,
        quarantine::of(book, device.num)?,
    );
    match server::sync(&mut log, &context, &request)? {
        Ok(answer) => {
            let last_q = answer.push.map_or(before, |pushed| pushed.last_q);
            Ok(Ok(ParcelTaken {
                new: last_q.saturating_sub(before),
                aside: quarantine::of(book, device.num)?.saturating_sub(aside),
                last_q,
                end: true,
            }))
        }
        Err(problem) => {
            let code = problem.code().to_owned();
            Ok(Err(NotTaken::Problem(code, Box::new(problem))))
        }
    }
}
