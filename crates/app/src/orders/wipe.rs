//! Erasing a notebook because the organisation ordered it: what opens it first, then what it is.
//!
//! Once the keyring's half and the key slots are gone, nobody can read what is left; the rest is
//! tidying. A notice stays beside, which says what was done and by whose order, and nothing of
//! anybody's file. A power cut in between is met at the next start, when the notice finds no slots.

use std::io;
use std::path::{Path, PathBuf};

use data_encoding::BASE64URL_NOPAD as B64;
use ed25519_dalek::Signer as _;
use escale_store::Notebook;
use escale_store::slots::Slots;
use escale_sync::client::Verdict;
use escale_sync::order::Checked;
use escale_sync::proof;
use escale_sync::wire::{OrderDone, OrderNoted};
use serde::{Deserialize, Serialize};

use crate::api::access::AppState;
use crate::api::orders::Wiped;
use crate::exchange::{self, Outcome};
use crate::open::Open;
use crate::ports::{Event, ServerAddress};
use crate::{App, Result, access, held, time};

/// What stays.
const NOTICE: &str = "effacement.json";

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Notice {
    by: String,
    reason: String,
    at_ms: i64,
    drained: bool,
    left: bool,
    /// All files that could be removed were.
    finished: bool,
    /// What the server is still to be told, and where.
    report: Option<Report>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Report {
    done: OrderDone,
    origin: String,
    authority: Option<[u8; 16]>,
}

impl App {
    fn notice_path(&self) -> PathBuf {
        self.options.folder.join(NOTICE)
    }

    fn notice(&self) -> Option<Notice> {
        serde_json::from_slice(&std::fs::read(self.notice_path()).ok()?).ok()
    }

    fn keep_notice(&self, notice: &Notice) -> io::Result<()> {
        let path = self.notice_path();
        let partial = path.with_extension("partial");
        std::fs::write(&partial, serde_json::to_vec(notice)?)?;
        std::fs::File::open(&partial)?.sync_all()?;
        std::fs::rename(&partial, path)
    }

    /// What was done here, when no notebook was made since.
    pub(crate) fn wiped(&self) -> Option<Wiped> {
        let folder = self.notebook_folder();
        let mut notice = self.notice()?;
        if Slots::exist(&folder) {
            // Nothing was destroyed: the server will say it again, or said otherwise.
            return None;
        }
        if !notice.finished {
            self.sweep(&mut notice);
        }
        Some(Wiped {
            by: notice.by,
            reason: notice.reason,
            at: time::local(notice.at_ms),
            drained: notice.drained,
            left: notice.left,
        })
    }

    /// Erases the notebook. Only a checked order comes here.
    pub(super) fn destroy(&self, open: &Open, order: &Checked, drained: bool) {
        let (order, identity) = (order.order(), open.identity());
        let signature = identity.key.sign(&proof::done(&identity.device, &order.id));
        let mut notice = Notice {
            by: order.by.clone(),
            reason: order.reason.clone(),
            at_ms: time::now_ms(&self.ports),
            drained,
            left: false,
            finished: false,
            report: Some(Report {
                done: OrderDone {
                    device: identity.device,
                    order: order.id.clone(),
                    signature: B64.encode(&signature.to_bytes()),
                },
                origin: open.enrolment.origin.clone(),
                authority: open.enrolment.authority,
            }),
        };
        if let Err(error) = self.keep_notice(&notice) {
            // A full disk does not save a stolen notebook.
            tracing::warn!(kind = ?error.kind(), "what is done will not be told here");
        }
        let folder = self.notebook_folder();
        if let Ok(slots) = Slots::load(&folder) {
            let name = access::vault_name(&slots.binding().db_uuid);
            if let Err(error) = self.ports.vault.remove(&name) {
                tracing::warn!(%error, "the keyring keeps its half, which opens nothing any more");
            }
        }
        if let Err(error) = Slots::destroy(&folder) {
            tracing::error!(%error, "the key slots could not be destroyed");
        }
        self.forget_pin();
        held(&self.open).take();
        open.notebook.close();
        self.sweep(&mut notice);
        tracing::warn!("the notebook was erased, as ordered");
        self.ports.screens.tell(Event::Locked);
        self.changed(&["access"]);
        self.report_wiped();
    }

    /// Removes what is left. What cannot be removed cannot be read either.
    fn sweep(&self, notice: &mut Notice) {
        let found = std::fs::read_dir(&self.options.folder)
            .map(|entries| entries.flatten().map(|entry| entry.path()).collect())
            .unwrap_or_default();
        let paths: Vec<PathBuf> = found;
        notice.left = false;
        for path in paths.iter().filter(|path| access::is_ours(path)) {
            if let Err(error) = remove(path) {
                tracing::warn!(kind = ?error.kind(), "a file could not be removed");
                notice.left = true;
            }
        }
        notice.finished = !Notebook::exists(&self.notebook_folder());
        if let Err(error) = self.keep_notice(notice) {
            tracing::warn!(kind = ?error.kind(), "what is done will not be told here");
        }
    }

    /// Tells the server that it is done. Best effort: tried again at each exchange that would be
    /// due, until it was heard.
    pub(crate) fn report_wiped(&self) {
        let Some(mut notice) = self.notice() else {
            return;
        };
        if Slots::exist(&self.notebook_folder()) {
            return;
        }
        let Some(report) = notice.report.clone() else {
            return;
        };
        let server = ServerAddress {
            origin: report.origin,
            authority: report.authority,
        };
        let nonce = time::nonce::<16>(&self.ports);
        let told = exchange::bare(
            &self.ports,
            &server,
            "/v1/orders/done",
            &report.done,
            &nonce,
            |answer: &OrderNoted| answer.end,
        );
        // A problem of ours is an answer too: the server knows no such order any more.
        if matches!(
            told,
            Ok(Outcome::Judged(Verdict::Ours(_) | Verdict::Problem(_), _))
        ) {
            notice.report = None;
            if let Err(error) = self.keep_notice(&notice) {
                tracing::warn!(kind = ?error.kind(), "it will be told again");
            }
        }
    }
}

fn remove(path: &Path) -> io::Result<()> {
    let gone = if path.is_dir() {
        std::fs::remove_dir_all(path)
    } else {
        std::fs::remove_file(path)
    };
    match gone {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The person has read what was done: the program is as new.
///
/// # Errors
/// None of its own.
pub fn seen(app: &App, (): ()) -> Result<AppState> {
    if app.wiped().is_some() {
        app.report_wiped();
        remove(&app.notice_path()).map_err(escale_store::Error::from)?;
    }
    access::state(app, ())
}
