//! What the server orders, and a notebook that is held.
//!
//! Nothing here acts on anything but a [`Checked`] order: signed by the key pinned at enrolment,
//! for this laptop, in answer to this very request, later than the last one followed. A status
//! code, a cut line, a timer or an unsigned message at most hold the notebook, and destroy
//! nothing (I7).

mod patience;
mod wipe;

use escale_store::sync::Aside;
use escale_sync::order::{self, Checked, Command, Expected, SignedOrder};
use escale_sync::wire::SyncResponse;
use serde::{Deserialize, Serialize};

pub(crate) use self::patience::Patience;
pub use self::wipe::seen as wiped_seen;
use crate::api::orders::{AsideItem, AsideState, AsideWhy, Hold, HoldKind};
use crate::open::Open;
use crate::{App, Failure, Result, exchange, label, pen, time};

/// Instant of the last order followed.
const FOLLOWED: &str = "order_followed";
/// The order that stands: a lock, or a departure under way.
const STANDING: &str = "order_standing";
/// How far it is known what became of what was set aside.
const ASIDE: &str = "aside_n";
/// Most things set aside that are listed.
const LISTED: u32 = 100;

/// An order that stands, kept with what proves it.
#[derive(Serialize, Deserialize)]
struct Standing {
    signed: SignedOrder,
    nonce: String,
    device: String,
}

impl Standing {
    /// The order, proved again.
    fn checked(&self, keys: &[String]) -> Option<Checked> {
        let expected = Expected {
            keys,
            device: &self.device,
            nonce: &self.nonce,
            after: 0,
        };
        order::check(&self.signed, expected).ok()
    }
}

/// Why an open notebook is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Held {
    /// By an order.
    Ordered(Checked),
    /// By silence.
    Silent,
}

impl Held {
    pub(crate) fn kind(&self) -> HoldKind {
        match self {
            Self::Silent => HoldKind::Silent,
            Self::Ordered(checked) if checked.order().order == Command::Lock => HoldKind::Locked,
            Self::Ordered(_) => HoldKind::Draining,
        }
    }
}

/// Instant of the last order followed.
pub(crate) fn followed(reader: &escale_store::Reader<'_>) -> Result<u64> {
    Ok(reader.meta_u64(FOLLOWED)?.unwrap_or(0))
}

/// How far it is known what became of what was set aside.
pub(crate) fn asides_known(reader: &escale_store::Reader<'_>) -> Result<u64> {
    Ok(reader.meta_u64(ASIDE)?.unwrap_or(0))
}

/// Another identity begins: what was set aside was the former's.
pub(crate) fn forget_asides(tx: &mut escale_store::Tx<'_>) -> Result<()> {
    tx.clear_asides()?;
    tx.clear_meta(ASIDE)?;
    Ok(())
}

/// The order that stands in a notebook.
pub(crate) fn standing(reader: &escale_store::Reader<'_>, keys: &[String]) -> Result<Option<Held>> {
    let kept = reader.meta_text(STANDING)?;
    let standing: Option<Standing> = kept.and_then(|text| serde_json::from_str(&text).ok());
    Ok(standing
        .and_then(|standing| standing.checked(keys))
        .map(Held::Ordered))
}

impl App {
    /// What the screens are told of a notebook that is held.
    pub(crate) fn hold(&self, open: &Open) -> Option<Hold> {
        let held = open.held()?;
        let counts = open
            .notebook
            .read(|reader| Ok::<_, Failure>(reader.outbox_counts()?))
            .unwrap_or_default();
        let (by, reason, at) = match &held {
            Held::Ordered(checked) => {
                let order = checked.order();
                let at = i64::try_from(order.issued_at).ok().map(time::local);
                (order.by.clone(), order.reason.clone(), at)
            }
            Held::Silent => (String::new(), String::new(), None),
        };
        Some(Hold {
            kind: held.kind(),
            by,
            reason,
            at,
            days: open.patience().days(),
            pending: counts.records,
        })
    }

    /// Follows what the server said, if it is an order to this laptop. What is none changes
    /// nothing, here or later.
    pub(crate) fn heed(&self, open: &Open, signed: &SignedOrder, nonce: &str) -> Result<()> {
        let device = open.identity().device;
        let after = open.notebook.read(followed)?;
        let checked = match order::check(
            signed,
            Expected {
                keys: &open.enrolment.order_keys,
                device: &device,
                nonce,
                after,
            },
        ) {
            Ok(checked) => checked,
            Err(ignored) => {
                tracing::warn!(%ignored, "what was said is no order to this laptop");
                return Ok(());
            }
        };
        tracing::warn!(order = checked.order().id, what = ?checked.order().order, "ordered");
        let standing = Standing {
            signed: signed.clone(),
            nonce: nonce.to_owned(),
            device,
        };
        self.follow_order(open, checked, &standing)
    }

    fn follow_order(&self, open: &Open, checked: Checked, standing: &Standing) -> Result<()> {
        match checked.order().order {
            Command::Wipe => {
                self.destroy(open, &checked, false);
                return Ok(());
            }
            Command::Unlock => {
                open.notebook.commit(|tx| {
                    tx.set_meta_u64(FOLLOWED, checked.order().issued_at)?;
                    tx.clear_meta(STANDING)?;
                    Ok::<_, Failure>(())
                })?;
                open.release();
            }
            Command::Lock | Command::DrainThenWipe => {
                let kept = serde_json::to_string(standing)?;
                let before = open.held();
                // Within the one door: whoever records after this is refused, whoever recorded
                // before is in the outbox.
                let done = open.notebook.commit(|tx| {
                    tx.set_meta_u64(FOLLOWED, checked.order().issued_at)?;
                    tx.set_meta_text(STANDING, &kept)?;
                    open.hold(Held::Ordered(checked.clone()));
                    Ok::<_, Failure>(())
                });
                if done.is_err() {
                    open.set_held(before);
                }
                done?;
            }
        }
        self.changed(&["access", "sync"]);
        Ok(())
    }

    /// Carries a departure to its end: once the server has everything, and only then.
    pub(crate) fn end_departure(&self, open: &Open) -> Result<()> {
        let Some(Held::Ordered(checked)) = open.held() else {
            return Ok(());
        };
        if checked.order().order != Command::DrainThenWipe {
            return Ok(());
        }
        // Nothing can be recorded any more: what the last operation is cannot change.
        let all = open.notebook.read(|reader| {
            let last = pen::next_q(reader)?.saturating_sub(1);
            Ok::<_, Failure>(reader.meta_u64(exchange::ACKED_Q)?.unwrap_or(0) >= last)
        })?;
        if all {
            self.destroy(open, &checked, true);
        }
        Ok(())
    }

    /// Notes what the server tells of the operations it set aside.
    pub(crate) fn note_asides(&self, open: &Open, response: &SyncResponse) -> Result<()> {
        if response.aside.is_empty() {
            return Ok(());
        }
        open.notebook.commit(|tx| {
            let mut known = asides_known(tx)?;
            for one in &response.aside {
                tx.put_aside(&Aside {
                    q: one.q,
                    why: one.why.clone(),
                    at_ms: i64::try_from(one.at).unwrap_or(i64::MAX),
                    decision: one.decision.clone(),
                    reason: one.reason.clone(),
                })?;
                known = known.max(one.n);
            }
            tx.set_meta_u64(ASIDE, known)?;
            Ok::<_, Failure>(())
        })?;
        self.changed(&["sync"]);
        Ok(())
    }
}

/// What was set aside, in words.
pub(crate) fn asides(reader: &escale_store::Reader<'_>) -> Result<Vec<AsideItem>> {
    let mut items = Vec::new();
    for one in reader.asides(LISTED)? {
        let (table, label) = match reader.outbox_row(one.q)? {
            Some(row) => (row.table.clone(), label::of(reader, &row.table, &row.row)?),
            None => (String::new(), "Élément".to_owned()),
        };
        items.push(AsideItem {
            label,
            table,
            why: match one.why.as_str() {
                "scope" | "author" => AsideWhy::Rights,
                "shut-out" => AsideWhy::ShutOut,
                "target" => AsideWhy::Recipient,
                _ => AsideWhy::Other,
            },
            at: time::local(one.at_ms),
            state: match one.decision.as_deref() {
                None => AsideState::Waiting,
                Some("accepted") => AsideState::Accepted,
                Some(_) => AsideState::Rejected,
            },
            reason: one.reason,
        });
    }
    Ok(items)
}
