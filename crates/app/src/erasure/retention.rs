//! How long files are kept: the list of those near their end, and the day they go.
//!
//! The clock is the server's: it goes by the last day the server told in an exchange. A file is
//! shown for thirty days before it goes, on this laptop; when more than one file in twenty falls due
//! at once, nothing goes before the adviser says so.

use std::collections::BTreeMap;

use chrono::{DateTime, Local, NaiveDate};
use escale_domain::erasure::{self as rules, Why};
use escale_store::Reader;
use escale_store::erasure::LastContact;

use super::{note, standing};
use crate::open::Open;
use crate::{App, Failure, Result};

/// The day the server last told, ISO 8601.
const CLOCK: &str = "server_day";

/// A file near its end.
pub(super) struct Near {
    pub(super) person: String,
    pub(super) last: NaiveDate,
    pub(super) on: NaiveDate,
    pub(super) due: bool,
}

/// The files near their end, soonest first.
pub(super) struct Files {
    pub(super) near: Vec<Near>,
    /// Those due are too many to go by themselves.
    pub(super) asks: bool,
}

/// The day the server last told.
pub(super) fn clock(reader: &Reader<'_>) -> Result<Option<NaiveDate>> {
    Ok(reader.meta_text(CLOCK)?.and_then(|day| day.parse().ok()))
}

fn day_of(ms: i64) -> Option<NaiveDate> {
    Some(
        DateTime::from_timestamp_millis(ms)?
            .with_timezone(&Local)
            .date_naive(),
    )
}

/// The day of the last contact.
fn last_of(one: &LastContact) -> Option<NaiveDate> {
    let session = one.session.as_deref().and_then(|day| day.parse().ok());
    day_of(one.changed_at_ms).max(session)
}

/// Files whose end is near, on a day that the server told, each with the day of its last contact;
/// and how many files there are.
fn nearing(
    reader: &Reader<'_>,
    open: &Open,
    today: NaiveDate,
) -> Result<(Vec<(String, NaiveDate)>, usize)> {
    let asked: Vec<String> = standing(reader, open)?
        .into_iter()
        .map(|one| one.person)
        .collect();
    let files = reader.last_contacts(&open.enrolment.own_scope())?;
    let count = files.len();
    let near = files
        .into_iter()
        .filter(|one| !asked.contains(&one.person))
        .filter_map(|one| Some((last_of(&one)?, one.person)))
        .filter(|(last, _)| rules::is_near(*last, today))
        .map(|(last, person)| (person, last))
        .collect();
    Ok((near, count))
}

/// The files shown as near their end.
pub(super) fn near(reader: &Reader<'_>, open: &Open, clock: Option<NaiveDate>) -> Result<Files> {
    let Some(today) = clock else {
        return Ok(Files {
            near: Vec::new(),
            asks: false,
        });
    };
    let shown: BTreeMap<String, String> = reader.near_ends()?.into_iter().collect();
    let (nearing, count) = nearing(reader, open, today)?;
    let mut near: Vec<Near> = nearing
        .into_iter()
        .filter_map(|(person, last)| {
            let since = shown.get(&person)?.parse().ok()?;
            let on = rules::falls_due(last, since);
            Some(Near {
                due: on <= today,
                person,
                last,
                on,
            })
        })
        .collect();
    near.sort_by(|a, b| (a.on, &a.person).cmp(&(b.on, &b.person)));
    let due = near.iter().filter(|one| one.due).count();
    Ok(Files {
        asks: rules::asks_first(due, count),
        near,
    })
}

impl App {
    /// Looks at the files once for each day the server tells: shows those near their end, asks for
    /// the erasure of those whose day has come. Whether it asked for any.
    pub(super) fn end_files(&self, open: &Open, server_ms: u64) -> Result<bool> {
        let Some(today) = i64::try_from(server_ms).ok().and_then(day_of) else {
            return Ok(false);
        };
        let known = open.notebook.read(clock)?;
        if known == Some(today) {
            return Ok(false);
        }
        let asked = self.record(open, |author| {
            let (nearing, _) = nearing(author.tx, open, today)?;
            for (person, since) in author.tx.near_ends()? {
                // A server whose clock once ran ahead must not keep a file for ever.
                let ahead = since.as_str() > today.to_string().as_str();
                if ahead || !nearing.iter().any(|(near, _)| *near == person) {
                    author.tx.forget_near_end(&person)?;
                }
            }
            for (person, _) in &nearing {
                author.tx.note_near_end(person, &today.to_string())?;
            }
            author.tx.set_meta_text(CLOCK, &today.to_string())?;
            let files = near(author.tx, open, Some(today))?;
            if files.asks {
                return Ok(false);
            }
            let mut asked = false;
            for one in files.near.iter().filter(|one| one.due) {
                asked |= note(author, open, &one.person, Why::Ended, today)?;
            }
            Ok::<_, Failure>(asked)
        })?;
        self.changed(&["erasures"]);
        Ok(asked)
    }
}
