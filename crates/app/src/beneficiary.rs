//! Named people: search, file, save, twins.

use chrono::Datelike;
use escale_domain::beneficiary::{Beneficiary, BeneficiaryForm, display_name};
use escale_domain::catalogue;
use escale_domain::commune::CommuneRef;
use escale_domain::phone;
use escale_domain::vocabulary::Theme;
use escale_store::beneficiary::{BeneficiaryLine as Kept, Likeness};
use escale_store::session::SessionFilter;
use escale_sync::merge::RowState;

use crate::api::beneficiary::{
    Beneficiaries, BeneficiaryFile, BeneficiaryLine, BeneficiaryPage, BeneficiarySave,
    BeneficiaryTwins, ThemeCount,
};
use crate::api::draft::ById;
use crate::api::session::Saved;
use crate::failure::not_found;
use crate::{App, Failure, Result, merge, place, record, session, time, twins};

const TABLE: &str = "beneficiary";
/// Most rows of a page.
const MOST: u32 = 200;
/// People of one transaction of [`record_all`].
const TOGETHER: usize = 200;
/// Latest sessions shown on a file.
const LATEST: u32 = 20;
/// People who may be the same, shown at most.
const TWINS: u32 = 5;

pub(crate) fn line(kept: Kept) -> BeneficiaryLine {
    BeneficiaryLine {
        id: kept.id,
        name: display_name(
            &kept.first_name.unwrap_or_default(),
            &kept.last_name.unwrap_or_default(),
        ),
        birth_year: kept.birth_year.and_then(|year| i32::try_from(year).ok()),
        commune: kept
            .commune
            .as_ref()
            .and_then(CommuneRef::from_value)
            .map(|known| place::commune_label(&known)),
        phone: kept.phone.as_deref().map(phone::display),
        sessions: kept.sessions,
        last_session: kept.last_session,
        conflict: !kept.conflict.is_empty(),
    }
}

/// People by name (accents, order and typos forgiven) or part of a phone number.
///
/// # Errors
/// `locked`.
pub fn page(app: &App, request: BeneficiaryPage) -> Result<Beneficiaries> {
    let open = app.open()?;
    let limit = request.limit.clamp(1, MOST);
    let page = open.notebook.read(|reader| {
        Ok::<_, Failure>(reader.beneficiary_page(&request.query, request.offset, limit)?)
    })?;
    Ok(Beneficiaries {
        total: page.total,
        rows: page.rows.into_iter().map(line).collect(),
        approximate: page.approximate,
    })
}

/// A person's file.
///
/// # Errors
/// `not_found`, `locked`.
pub fn get(app: &App, request: ById) -> Result<BeneficiaryFile> {
    let open = app.open()?;
    let year = time::today(&app.ports).year();
    open.notebook.read(|reader| {
        // A file joined to another one opens the one that stands for it.
        let id = merge::living(reader, &request.id)?;
        let row = reader
            .row(&catalogue::BENEFICIARY, &id)?
            .filter(|row| !row.deleted)
            .ok_or_else(not_found)?;
        let kept = reader.beneficiary_line(&id)?.ok_or_else(not_found)?;
        let filter = SessionFilter {
            beneficiary: Some(id.clone()),
            limit: LATEST,
            ..SessionFilter::default()
        };
        let (_, sessions) = reader.session_page(&filter)?;
        let themes = reader.beneficiary_themes(&id)?;
        let totals = reader.beneficiary_totals(&id)?;
        let form = Beneficiary::from_fields(&row.values);
        Ok(BeneficiaryFile {
            line: line(kept),
            age_band: form.shown_age_band(year),
            minutes: totals.minutes,
            first_session: totals.first,
            merged: merge::into(reader, &id)?,
            form,
            sessions: sessions.into_iter().map(session::line).collect(),
            themes: themes
                .into_iter()
                .filter_map(|count| {
                    Theme::from_value(&count.value).map(|theme| ThemeCount {
                        theme,
                        count: count.count,
                        minutes: count.minutes,
                    })
                })
                .collect(),
            conflicts: row.conflict,
            version: reader
                .record(TABLE, &id)?
                .map(|record| record.state)
                .unwrap_or_default(),
        })
    })
}

/// Saves a person, new or changed. Only what differs from what was seen is written, so that a
/// colleague's change in the meantime stays.
///
/// # Errors
/// `invalid` with its fields, `not_found`, `locked`, `disk_full`.
pub fn save(app: &App, request: BeneficiarySave) -> Result<Saved> {
    let open = app.open()?;
    let person =
        Beneficiary::new(&request.form, time::today(&app.ports)).map_err(Failure::invalid)?;
    let seen: Option<RowState> = match &request.version {
        Some(version) => Some(serde_json::from_str(version)?),
        None => None,
    };
    let scope = open.enrolment.own_scope();
    let id = app.record(&open, |author| {
        let id = match &request.id {
            Some(id) => Some(merge::living(author.tx, id)?),
            None => None,
        };
        let id = if id == request.id {
            let id = author.row_to_save(TABLE, id.as_deref())?;
            author.put(TABLE, &id, &scope, person.fields(), seen.as_ref())?;
            id
        } else {
            // Joined while the form was open: what was changed goes to the file that stands.
            let id = id.ok_or_else(not_found)?;
            let before = match &seen {
                Some(seen) => seen.values(),
                None => record::Fields::new(),
            };
            let changes = changes(&before, &person.fields());
            author.amend(TABLE, &id, changes, None)?;
            id
        };
        for other in request.different.iter().flatten() {
            twins::apart(author, &scope, &id, other)?;
        }
        if let Some(draft) = &request.draft {
            author.tx.delete_draft(draft)?;
        }
        Ok(id)
    })?;
    app.changed(&["beneficiaries", "sessions", "drafts"]);
    Ok(Saved { id })
}

/// The fields of the form that were changed, null for those emptied.
fn changes(before: &record::Fields, after: &record::Fields) -> record::Fields {
    let known = |name: &&String| catalogue::BENEFICIARY.field(name).is_some();
    let names = before.keys().chain(after.keys()).filter(known);
    names
        .filter(|name| before.get(*name) != after.get(*name))
        .map(|name| (name.clone(), after.get(name).cloned().unwrap_or_default()))
        .collect()
}

/// Records many new people, so many in a transaction, as
/// [`session::record_all`](crate::session::record_all). Identifiers, in order.
///
/// # Errors
/// `invalid` with its fields, `locked`, `disk_full`.
pub fn record_all(
    app: &App,
    forms: impl IntoIterator<Item = BeneficiaryForm>,
) -> Result<Vec<String>> {
    let open = app.open()?;
    let scope = open.enrolment.own_scope();
    let today = time::today(&app.ports);
    let mut forms = forms.into_iter();
    let mut ids = Vec::new();
    loop {
        let some = forms
            .by_ref()
            .take(TOGETHER)
            .map(|form| Beneficiary::new(&form, today).map_err(Failure::invalid));
        let people = some.collect::<Result<Vec<Beneficiary>>>()?;
        if people.is_empty() {
            break;
        }
        ids.extend(app.record(&open, |author| {
            let mut kept = Vec::with_capacity(people.len());
            for person in &people {
                let id = time::id(&app.ports);
                author.put(TABLE, &id, &scope, person.fields(), None)?;
                kept.push(id);
            }
            Ok(kept)
        })?);
    }
    app.changed(&["beneficiaries"]);
    Ok(ids)
}

/// People who may be the same as the one being typed, likeliest first.
///
/// # Errors
/// `locked`.
pub fn twins(app: &App, request: BeneficiaryTwins) -> Result<Vec<BeneficiaryLine>> {
    let open = app.open()?;
    let like = Likeness {
        first_name: request.form.first_name,
        last_name: request.form.last_name,
        phone: request.form.phone,
        email: request.form.email,
        except: request.except,
    };
    let alike = open
        .notebook
        .read(|reader| Ok::<_, Failure>(reader.beneficiary_alike(&like, TWINS)?))?;
    Ok(alike.into_iter().map(line).collect())
}
