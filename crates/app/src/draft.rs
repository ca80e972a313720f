//! Drafts: kept at each change, offered back after a kill.

use escale_store::draft::Draft as Kept;

use crate::api::draft::{ById, Draft, DraftKind, DraftSave, DraftSaved};
use crate::{App, Failure, Result, time};

fn name(kind: DraftKind) -> &'static str {
    match kind {
        DraftKind::Session => "session",
        DraftKind::Beneficiary => "beneficiary",
        DraftKind::FollowUp => "follow_up",
        DraftKind::Stop => "stop",
        DraftKind::Workshop => "workshop",
        DraftKind::Outline => "outline",
        DraftKind::Place => "place",
        DraftKind::Territory => "territory",
    }
}

/// A draft kept by a newer version, of a kind this one does not know, stays where it is.
pub(crate) fn shown(kept: Kept) -> Option<Draft> {
    let kind = match kept.kind.as_str() {
        "session" => DraftKind::Session,
        "beneficiary" => DraftKind::Beneficiary,
        "follow_up" => DraftKind::FollowUp,
        "stop" => DraftKind::Stop,
        "workshop" => DraftKind::Workshop,
        "outline" => DraftKind::Outline,
        "place" => DraftKind::Place,
        "territory" => DraftKind::Territory,
        _ => return None,
    };
    Some(Draft {
        id: kept.id,
        kind,
        record: kept.record,
        saved_at: time::local(kept.saved_at_ms),
        body: serde_json::from_str(&kept.body).ok()?,
    })
}

/// Keeps a form as it stands.
///
/// # Errors
/// `locked`, `disk_full`.
pub fn save(app: &App, request: DraftSave) -> Result<DraftSaved> {
    let open = app.open()?;
    let id = request
        .id
        .filter(|id| time::is_id(id))
        .unwrap_or_else(|| time::id(&app.ports));
    let now_ms = time::now_ms(&app.ports);
    let draft = Kept {
        id: id.clone(),
        kind: name(request.kind).to_owned(),
        record: request.record,
        body: request.body.to_string(),
        saved_at_ms: now_ms,
    };
    open.notebook
        .commit(|tx| Ok::<_, Failure>(tx.put_draft(&draft)?))?;
    Ok(DraftSaved {
        id,
        saved_at: time::local(now_ms),
    })
}

/// All drafts, latest first.
///
/// # Errors
/// `locked`.
pub fn list(app: &App, (): ()) -> Result<Vec<Draft>> {
    let open = app.open()?;
    let kept = open
        .notebook
        .read(|reader| Ok::<_, Failure>(reader.drafts()?))?;
    Ok(kept.into_iter().filter_map(shown).collect())
}

/// Drops a draft.
///
/// # Errors
/// `locked`.
pub fn discard(app: &App, request: ById) -> Result<()> {
    let open = app.open()?;
    open.notebook.commit(|tx| Ok(tx.delete_draft(&request.id)?))
}
