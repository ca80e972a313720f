//! What a form field can break, as codes for machines with the sentence the profession uses.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One broken rule on one field of a form.
///
/// `field` is the form's own field name (`"themes"`, `"anonymous.total"`); `code` is a stable
/// machine code; `message` is the French sentence to show under the field, verbatim from the
/// national platform where it has one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FieldError {
    /// Path of the field in the form.
    pub field: String,
    /// Stable code of the broken rule.
    pub code: RuleCode,
    /// The sentence for the person.
    pub message: String,
}
