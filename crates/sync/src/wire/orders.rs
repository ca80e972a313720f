//! What travels around orders and parcels, and what became of operations.

use serde::{Deserialize, Serialize};

/// An operation of the device's that was set aside (quarantined), and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aside {
    /// The operation.
    pub q: u64,
    /// Counter of what is told of this device: a later telling of one operation replaces the
    /// earlier.
    pub n: u64,
    /// Why it was set aside.
    pub why: String,
    /// When, server time, milliseconds since 1970.
    pub at: u64,
    /// `accepted`, `rejected`; absent while nobody decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
    /// What was said with the decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A device tells that it has done what it was ordered, `POST /v1/orders/done`. Signed by the
/// device's key over [`crate::proof::done`]: it may have no token any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderDone {
    /// The device.
    pub device: String,
    /// The order.
    pub order: String,
    /// Signature, base64url without padding.
    pub signature: String,
}

/// Answer to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderNoted {
    /// Whole answer received.
    pub end: bool,
}

/// What came of a rescue parcel, `POST /v1/parcels`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParcelTaken {
    /// Operations that the server did not have yet.
    pub new: u64,
    /// Of which set aside.
    pub aside: u64,
    /// Last operation of that device in the log or the quarantine.
    pub last_q: u64,
    /// Whole answer received.
    pub end: bool,
}

/// What became of an operation that was not plainly applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpResult {
    /// The operation.
    pub q: u64,
    /// `clamped`, `shifted`, `conflict`, `quarantined`, `erased`, `forwarded`.
    pub r: String,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Ticket of the quarantine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
}
