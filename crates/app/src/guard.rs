//! What should not be written in a free text: warned while typing, never changed, never refused.

use escale_domain::sensitive;

use crate::api::guard::{TextAsk, TextWarning};
use crate::{App, Result};

/// What a text looks like, each kind once.
///
/// # Errors
/// None of its own.
pub fn check(_app: &App, request: TextAsk) -> Result<Vec<TextWarning>> {
    let mut kinds: Vec<_> = sensitive::warnings(&request.text)
        .into_iter()
        .map(|warning| warning.kind)
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    Ok(kinds
        .into_iter()
        .map(|kind| TextWarning {
            kind,
            message: kind.message().to_owned(),
        })
        .collect())
}
