//! Failures as the screens receive them: a stable code and parameters; the sentences live with
//! the screens, except those of the profession's own rules, which come with their fields.

use std::collections::BTreeMap;

use escale_domain::rule::FieldError;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why a command was not carried out. A code exists only because somebody acts on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FailureCode {
    /// The notebook is locked: unlock first.
    Locked,
    /// The notebook is open and held: by an order, or because the server was silent for too long.
    Held,
    /// No notebook on this computer yet: enrol first.
    NotEnrolled,
    /// A notebook exists already on this computer.
    AlreadyEnrolled,
    /// The passphrase does not open the notebook. `retry_after` (seconds) before the next try.
    WrongPassphrase,
    /// Too early for another try. `retry_after` (seconds).
    WaitBeforeRetry,
    /// The passphrase chosen is too weak.
    WeakPassphrase,
    /// The quick code is wrong. `tries_left`.
    WrongPin,
    /// No quick code is armed (expired, too many tries, program restarted): use the passphrase.
    PinUnavailable,
    /// The quick code must be six digits, not all alike nor in sequence.
    WeakPin,
    /// The system keyring cannot be read now (locked or refused): try again.
    KeyringUnavailable,
    /// A notebook exists but its half of the key is gone from the keyring: recovery needed.
    KeyringLost,
    /// The key is right but the file is damaged.
    Damaged,
    /// The notebook was written by a newer version of Escale.
    NewerNotebook,
    /// Another Escale already has this notebook open.
    AlreadyOpen,
    /// The disk is full; what was recorded before is safe.
    DiskFull,
    /// The disk refuses writing (read-only, permission).
    DiskReadOnly,
    /// The form breaks rules; see `fields`.
    Invalid,
    /// No such record.
    NotFound,
    /// The enrolment code is malformed.
    CodeMalformed,
    /// The server refused the enrolment code (wrong, used or expired).
    CodeRefused,
    /// The server cannot be reached.
    ServerUnreachable,
    /// Something else answered in place of the server (portal, inspection, another site).
    ForeignAnswer,
    /// The file could not be written where the person chose; the notebook has not changed.
    FileNotSaved,
    /// The file to import cannot be read. `reason`: `too_large`, `not_a_book`, `not_the_model`,
    /// `too_many`.
    FileNotRead,
    /// The file is not one that can be imported. `missing`: columns it should have.
    FileNotUnderstood,
    /// A request from the screen that this version does not understand.
    BadRequest,
    /// Anything unforeseen; details in the local journal, under `incident`.
    Unexpected,
}

/// A failure, ready to be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Failure {
    /// What happened.
    pub code: FailureCode,
    /// Parameters of the sentence (`retry_after`, `tries_left`, `incident`).
    pub params: BTreeMap<String, String>,
    /// The fields at fault, for `invalid`.
    pub fields: Vec<FieldError>,
}

impl Failure {
    /// A failure without parameters.
    #[must_use]
    pub fn new(code: FailureCode) -> Self {
        Self {
            code,
            params: BTreeMap::new(),
            fields: Vec::new(),
        }
    }

    /// The same with one more parameter.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }

    /// A form that breaks rules.
    #[must_use]
    pub fn invalid(fields: Vec<FieldError>) -> Self {
        Self {
            code: FailureCode::Invalid,
            params: BTreeMap::new(),
            fields,
        }
    }
}
