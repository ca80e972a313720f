//! From the errors of the rooms below to the failures a screen can tell.

use escale_store::Error as StoreError;

use crate::api::failure::{Failure, FailureCode};

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        use FailureCode as Code;
        let code = match &error {
            StoreError::WrongPassphrase => Code::WrongPassphrase,
            StoreError::Wait { seconds } => {
                return Self::new(Code::WaitBeforeRetry).with("retry_after", seconds);
            }
            StoreError::WrongPin { tries_left } => {
                return Self::new(Code::WrongPin).with("tries_left", tries_left);
            }
            StoreError::PinUnavailable => Code::PinUnavailable,
            StoreError::KeyringNeeded => Code::KeyringLost,
            StoreError::NoSlots | StoreError::NoNotebook => Code::NotEnrolled,
            StoreError::AlreadyExists => Code::AlreadyEnrolled,
            StoreError::AlreadyOpen => Code::AlreadyOpen,
            StoreError::Damaged | StoreError::SlotDamaged => Code::Damaged,
            StoreError::Newer { .. } => Code::NewerNotebook,
            StoreError::DiskFull => Code::DiskFull,
            StoreError::ReadOnly => Code::DiskReadOnly,
            StoreError::Closed => Code::Locked,
            _ => return unexpected(&error),
        };
        Self::new(code)
    }
}

/// A failure nobody foresaw. The journal keeps what it is; the screen shows its number.
pub(crate) fn unexpected(error: &dyn std::error::Error) -> Failure {
    // The text of our errors never carries a recorded value (see `escale_store::Error`).
    let incident = blake3::hash(error.to_string().as_bytes()).to_hex()[..8].to_owned();
    tracing::error!(incident, %error, "unforeseen failure");
    Failure::new(FailureCode::Unexpected).with("incident", incident)
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        // Where, never what: the text of the error may quote the value.
        tracing::error!(
            line = error.line(),
            column = error.column(),
            "malformed JSON in the notebook"
        );
        Self::new(FailureCode::Unexpected).with("incident", "json")
    }
}

/// The record named by a screen does not exist (any more).
pub(crate) fn not_found() -> Failure {
    Failure::new(FailureCode::NotFound)
}
