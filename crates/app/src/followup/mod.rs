//! Follow-up of a person: what is expected and what became of it, kept by steps that are only
//! added, so that no laptop overwrites what another noted.

mod read;
mod write;

pub(crate) use read::{autonomy, whither};
pub use read::{get, of_session, open, relances, relances_count};
pub use write::{delete, mark, postpone, restore, save, undo};
