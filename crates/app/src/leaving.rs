//! A file on its way out of the notebook. The person is asked where to put it, and may take her
//! time: if the notebook closes meanwhile, what was made from it must not be written any more by
//! whoever answers.

use std::sync::{Arc, Weak};

use crate::api::FailureCode;
use crate::open::Open;
use crate::{App, Failure, Result};

/// One opening of the notebook, from the unlocking to the lock.
#[derive(Clone)]
pub struct Opening {
    open: Weak<Open>,
    /// An order or a long silence held it: only what is sealed left it then.
    held: bool,
}

impl App {
    /// The opening under way.
    ///
    /// # Errors
    /// `locked`.
    pub fn opening(&self) -> Result<Opening> {
        let open = self.notebook()?;
        Ok(Opening {
            open: Arc::downgrade(&open),
            held: open.held().is_some(),
        })
    }

    /// Whether it still goes on: opened again is another opening.
    ///
    /// # Errors
    /// `locked` when it has ended.
    pub fn still(&self, opening: &Opening) -> Result<()> {
        let now = self.opening()?;
        if now.open.ptr_eq(&opening.open) && now.held == opening.held {
            Ok(())
        } else {
            Err(Failure::new(FailureCode::Locked))
        }
    }
}
