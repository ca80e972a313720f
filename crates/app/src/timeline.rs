//! What happened with a person: sessions, and the changes of the file that matter.

use escale_store::session::SessionFilter;

use crate::api::beneficiary::{Timeline, TimelineEntry, TimelinePage};
use crate::api::history::{Change, ChangeKind};
use crate::failure::not_found;
use crate::{App, Result, history, merge, record, session};

const TABLE: &str = "beneficiary";
/// Most rows of a page.
const MOST: u32 = 200;
/// Fields whose change says something of the person's life or of how to reach her. The text of
/// notes is not repeated here.
const MATTER: &[&str] = &[
    "first_name",
    "last_name",
    "phone",
    "email",
    "commune",
    "status",
    "birth_year",
];

/// The change without what does not matter; nothing when none of it does.
fn that_matters(mut change: Change) -> Option<Change> {
    if change.kind == ChangeKind::Created {
        // What a file began with is the file.
        change.fields.clear();
        return Some(change);
    }
    change
        .fields
        .retain(|field| MATTER.contains(&field.field.as_str()));
    (!change.fields.is_empty() || change.kind != ChangeKind::Changed).then_some(change)
}

/// What happened with a person, most recent first.
///
/// # Errors
/// `not_found`, `locked`.
pub fn page(app: &App, request: TimelinePage) -> Result<Timeline> {
    let open = app.open()?;
    let limit = request.limit.clamp(1, MOST);
    open.notebook.read(|reader| {
        let id = merge::living(reader, &request.id)?;
        let state = record::state(reader, TABLE, &id)?.ok_or_else(not_found)?;
        let mut entries: Vec<(TimelineEntry, String)> =
            history::changes(reader, &open, TABLE, &id, &state)?
                .into_iter()
                .filter_map(that_matters)
                .map(|change| {
                    let (day, at) = (change.at.chars().take(10).collect(), change.at.clone());
                    let entry = TimelineEntry {
                        day,
                        session: None,
                        change: Some(change),
                    };
                    (entry, at)
                })
                .collect();
        let changes = u32::try_from(entries.len()).unwrap_or(u32::MAX);
        // No more sessions than the page may show: the rest is only counted.
        let filter = SessionFilter {
            beneficiary: Some(id),
            limit: request.offset.saturating_add(limit),
            ..SessionFilter::default()
        };
        let (sessions, rows) = reader.session_page(&filter)?;
        entries.extend(rows.into_iter().map(|kept| {
            let line = session::line(kept);
            let at = line.recorded_at.clone();
            let entry = TimelineEntry {
                day: line.date.clone(),
                session: Some(line),
                change: None,
            };
            (entry, at)
        }));
        // Stable: of a day, sessions keep their order.
        entries.sort_by(|(a, at), (b, other)| (&b.day, other).cmp(&(&a.day, at)));
        Ok(Timeline {
            total: sessions.saturating_add(changes),
            rows: entries
                .into_iter()
                .map(|(entry, _)| entry)
                .skip(request.offset as usize)
                .take(limit as usize)
                .collect(),
        })
    })
}
