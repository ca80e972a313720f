//! The practice space (bac à sable): a notebook of its own, full of people who do not exist, to try
//! anything in. One notebook is open at a time: entering closes the person's own, key and all, so
//! that nothing done here can reach it. It is never exchanged, copied nor armed with a quick code;
//! its key lives in memory only, and leaving, locking or the next entry erases its folder.

mod content;

use std::path::PathBuf;
use std::sync::Arc;

use ed25519_dalek::SigningKey;
use escale_store::{Identity, Key, Notebook};
use escale_sync::wire::Named;
use zeroize::Zeroizing;

use crate::api::access::AppState;
use crate::api::settings::Settings;
use crate::open::{Enrolment, Open, keep_enrolment};
use crate::{App, Result, access, exchange, held, settings, time};

/// Folder of the practice notebook inside the person's data folder.
pub(crate) const FOLDER: &str = "bac-a-sable";

impl App {
    fn practice_folder(&self) -> PathBuf {
        self.options.folder.join(FOLDER)
    }

    /// Whether what is open is the practice space.
    pub(crate) fn practising(&self) -> bool {
        held(&self.open).as_ref().is_some_and(|open| open.practice)
    }

    /// Removes what the practice space left. Nothing of anybody was ever in it.
    pub(crate) fn erase_practice(&self) -> std::io::Result<()> {
        match std::fs::remove_dir_all(self.practice_folder()) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn make_practice(&self, eyes: Settings) -> Result<Open> {
        self.erase_practice().map_err(escale_store::Error::from)?;
        let key = Key::generate()?;
        let identity = Identity {
            db_uuid: time::id(&self.ports),
        };
        let notebook = Notebook::create(&self.practice_folder(), &key, &identity)?;
        let mut seed = Zeroizing::new([0; 32]);
        self.ports.random.fill(seed.as_mut());
        let named = |name: &str| Named {
            id: time::id(&self.ports),
            name: name.to_owned(),
        };
        // No server: there is nowhere anything could be sent.
        let enrolment = Enrolment {
            device: time::id(&self.ports),
            device_name: "Bac à sable".to_owned(),
            adviser: named("Vous, pour essayer"),
            team: named("Équipe d’essai"),
            origin: String::new(),
            authority: None,
            order_keys: Vec::new(),
        };
        let scopes = [enrolment.own_scope(), enrolment.team_scope()];
        notebook.commit(|tx| {
            keep_enrolment(tx, &enrolment, &SigningKey::from_bytes(&seed))?;
            exchange::begin(tx, "", &scopes)
        })?;
        let mut open = Open::new(notebook)?;
        open.practice = true;
        let eyes = Settings {
            tour_seen: true,
            ..eyes
        };
        settings::keep(&open, &eyes)?;
        Ok(open)
    }
}

/// Enters the practice space, from the lock screen or from an open notebook, which is closed.
///
/// # Errors
/// What the disk says; the notebook is closed then, nothing else has changed.
pub fn enter(app: &App, (): ()) -> Result<AppState> {
    if app.practising() {
        return access::state(app, ());
    }
    let eyes = settings::get(app, ())?;
    app.close();
    let open = app.make_practice(eyes)?;
    *held(&app.open) = Some(Arc::new(open));
    app.active();
    if let Err(failure) = content::fill(app) {
        app.close();
        return Err(failure);
    }
    app.changed(&["access"]);
    access::state(app, ())
}

/// Leaves the practice space: what was done there is erased. Back to the lock screen.
///
/// # Errors
/// None today.
pub fn leave(app: &App, (): ()) -> Result<AppState> {
    if app.practising() {
        app.close();
    }
    access::state(app, ())
}
