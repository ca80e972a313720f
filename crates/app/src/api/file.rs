//! A file on its way to where a person chooses to keep it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A file made by the application. The screens hand it on as it is; only the host writes it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FileOut {
    /// Proposed name. Never speaks of a person: names of files are seen by anybody.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// The bytes, in base64.
    pub base64: String,
}
