//! Follow-up, read.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use escale_domain::beneficiary::display_name;
use escale_domain::catalogue;
use escale_domain::followup::{
    DigitalPassForm, FollowUpForm, FollowUpKind, GoalForm, Mandate, MandateForm,
    NeedsAssessmentForm, PixResultForm, ProcedureForm, ReferralForm,
};
use escale_domain::outcome::Outcome;
use escale_domain::session::Session;
use escale_domain::vocabulary::{Autonomy, Redirection, Theme};
use escale_store::Reader;
use escale_store::followup::Step;

use crate::api::draft::ById;
use crate::api::followup::{
    AutonomyPoint, FollowStepLine, FollowUp, FollowUpDisputed, FollowUpFile, FollowUpItem,
    FollowUpOpen, FollowUpSuggestion, Relance, Relances, RelancesAsk, RelancesCount,
    SessionFollowUp, ThemeAutonomy,
};
use crate::failure::not_found;
use crate::{App, Result, label, time};

/// Most rows of a page.
const MOST: u32 = 200;
/// Proposals shown on a file, at most.
const PROPOSALS: u32 = 8;
/// Points of one theme, at most.
const POINTS: u32 = 60;
/// Disputed rows shown above the list, at most.
const DISPUTED: u32 = 20;
/// Days after which a new referral is looked at again, unless another day is chosen.
const USUAL_DAYS: u64 = 14;
/// What hangs on a person, in the order of the file.
const KINDS: [FollowUpKind; 7] = [
    FollowUpKind::Goal,
    FollowUpKind::Referral,
    FollowUpKind::Procedure,
    FollowUpKind::NeedsAssessment,
    FollowUpKind::Mandate,
    FollowUpKind::PixResult,
    FollowUpKind::DigitalPass,
];

fn step(kept: Step) -> Option<FollowStepLine> {
    Some(FollowStepLine {
        id: kept.id,
        state: kept.state?,
        date: kept.date?,
        session: kept.session,
    })
}

/// Where a session says its person was sent.
fn outcome_of(
    reader: &Reader<'_>,
    session: &str,
) -> Result<(bool, Option<Redirection>, Option<String>)> {
    let Some(row) = reader.session_outcome(session)? else {
        return Ok((false, None, None));
    };
    let outcome = Outcome::from_fields(&row.values);
    let place = match &outcome.redirection_place {
        Some(place) => reader.place_line(place)?.and_then(|place| place.name),
        None => None,
    };
    Ok((outcome.oriented == Some(true), outcome.redirection, place))
}

/// The same in words: the place, else the kind of structure.
fn session_place(reader: &Reader<'_>, session: Option<&str>) -> Result<Option<String>> {
    let Some(session) = session else {
        return Ok(None);
    };
    let (_, redirection, place) = outcome_of(reader, session)?;
    Ok(place.or_else(|| redirection.map(|case| case.label().to_owned())))
}

fn title(reader: &Reader<'_>, form: &FollowUpForm) -> Result<String> {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let title = match form {
        FollowUpForm::Goal(form) => some(&form.wording),
        FollowUpForm::Procedure(form) => some(&form.name),
        FollowUpForm::Referral(form) => {
            let place = match &form.place {
                Some(place) => reader.place_line(place)?.and_then(|place| place.name),
                None => some(&form.place_name),
            };
            match place {
                Some(place) => Some(place),
                None => session_place(reader, form.session.as_deref())?
                    .or_else(|| form.redirection.map(|case| case.label().to_owned())),
            }
        }
        _ => None,
    };
    Ok(title.unwrap_or_default())
}

/// Where a referral leads, in words.
pub(crate) fn whither(reader: &Reader<'_>, values: &crate::record::Fields) -> Result<String> {
    match FollowUpForm::from_fields(FollowUpKind::Referral, values) {
        Some(form) => title(reader, &form),
        None => Ok(String::new()),
    }
}

/// Something that follows a person, unless it is in the corbeille.
fn item(reader: &Reader<'_>, kind: FollowUpKind, id: &str) -> Result<Option<FollowUpItem>> {
    let Some(row) = reader.row(kind.table(), id)?.filter(|row| !row.deleted) else {
        return Ok(None);
    };
    let Some(form) = FollowUpForm::from_fields(kind, &row.values) else {
        return Ok(None);
    };
    let kept = match kind {
        FollowUpKind::Goal | FollowUpKind::Referral => reader.follow_steps(id)?,
        FollowUpKind::Procedure => reader.procedure_steps(id)?,
        _ => Vec::new(),
    };
    let steps: Vec<FollowStepLine> = kept.into_iter().filter_map(step).collect();
    Ok(Some(FollowUpItem {
        id: row.id,
        title: title(reader, &form)?,
        state: steps.last().map(|step| step.state.clone()),
        steps,
        ends: match &form {
            FollowUpForm::Mandate(form) => Mandate::end(form),
            _ => None,
        },
        form,
        conflict: !row.conflict.is_empty(),
    }))
}

pub(crate) fn autonomy(reader: &Reader<'_>, person: &str) -> Result<Vec<ThemeAutonomy>> {
    let mut themes: BTreeMap<Theme, Vec<AutonomyPoint>> = BTreeMap::new();
    for kept in reader.autonomy_by_theme(person, POINTS)? {
        let known = (
            Theme::from_value(&kept.theme),
            Autonomy::from_value(&kept.autonomy),
        );
        if let (Some(theme), Some(autonomy)) = known {
            themes.entry(theme).or_default().push(AutonomyPoint {
                session: kept.session,
                date: kept.date,
                autonomy,
            });
        }
    }
    let mut progress: Vec<ThemeAutonomy> = themes
        .into_iter()
        .map(|(theme, points)| ThemeAutonomy { theme, points })
        .collect();
    // Stable: as often noted, themes keep the display order of the profession.
    progress.sort_by_key(|theme| std::cmp::Reverse(theme.points.len()));
    Ok(progress)
}

/// All that follows a person.
///
/// # Errors
/// `locked`.
pub fn get(app: &App, request: ById) -> Result<FollowUp> {
    let open = app.open()?;
    let today = time::today(&app.ports).to_string();
    open.notebook.read(|reader| {
        let mut items = Vec::new();
        for kind in KINDS {
            for id in reader.follow_up_of(kind.table(), &request.id)? {
                items.extend(item(reader, kind, &id)?);
            }
        }
        let suggestions = reader
            .follow_up_suggested(&request.id, PROPOSALS)?
            .into_iter()
            .filter_map(|kept| {
                Some(FollowUpSuggestion {
                    kind: FollowUpKind::of(&kept.kind)?,
                    session: kept.session,
                    date: kept.date?,
                    title: kept.title.or_else(|| {
                        kept.state
                            .as_deref()
                            .and_then(Redirection::from_value)
                            .map(|case| case.label().to_owned())
                    }),
                })
            })
            .collect();
        Ok(FollowUp {
            today: today.clone(),
            items,
            suggestions,
            autonomy: autonomy(reader, &request.id)?,
        })
    })
}

/// Where a session sent its person, and what became of it.
///
/// # Errors
/// `locked`.
pub fn of_session(app: &App, request: ById) -> Result<SessionFollowUp> {
    let open = app.open()?;
    open.notebook.read(|reader| {
        let (oriented, redirection, place) = outcome_of(reader, &request.id)?;
        let item = match reader.referral_of_session(&request.id)? {
            Some(id) => item(reader, FollowUpKind::Referral, &id)?,
            None => None,
        };
        Ok(SessionFollowUp {
            today: time::today(&app.ports).to_string(),
            oriented,
            place,
            redirection,
            item,
        })
    })
}

/// A new form, with what is known already.
fn new(reader: &Reader<'_>, request: &FollowUpOpen, today: NaiveDate) -> Result<FollowUpForm> {
    let day = Some(today.to_string());
    let session = match &request.session {
        Some(id) => Some((
            Session::from_fields(
                &reader
                    .row(&catalogue::SESSION, id)?
                    .ok_or_else(not_found)?
                    .values,
            ),
            reader.session_people(id)?,
        )),
        None => None,
    };
    let person = request.beneficiary.clone().or_else(|| {
        let (_, people) = session.as_ref()?;
        people.first().map(|person| person.beneficiary.clone())
    });
    let beneficiary = person.clone().unwrap_or_default();
    let form = session.map(|(form, _)| form);
    Ok(match request.kind {
        FollowUpKind::Goal => FollowUpForm::Goal(GoalForm {
            beneficiary,
            ..GoalForm::default()
        }),
        FollowUpKind::Referral => FollowUpForm::Referral(ReferralForm {
            beneficiary: person,
            session: request.session.clone(),
            date: form.and_then(|form| form.date).or(day),
            look_again: today
                .checked_add_days(Days::new(USUAL_DAYS))
                .map(|later| later.to_string()),
            ..ReferralForm::default()
        }),
        FollowUpKind::Procedure => FollowUpForm::Procedure(ProcedureForm {
            beneficiary,
            session: request.session.clone(),
            name: form
                .as_ref()
                .and_then(|form| form.procedure.clone())
                .unwrap_or_default(),
            theme: form.and_then(|form| {
                form.themes
                    .into_iter()
                    .find(|theme| theme.is_administrative())
            }),
            ..ProcedureForm::default()
        }),
        FollowUpKind::FollowStep => return Err(not_found()),
        FollowUpKind::NeedsAssessment => FollowUpForm::NeedsAssessment(NeedsAssessmentForm {
            beneficiary,
            date: day,
            ..NeedsAssessmentForm::default()
        }),
        FollowUpKind::Mandate => FollowUpForm::Mandate(MandateForm {
            beneficiary,
            start: day,
            ..MandateForm::default()
        }),
        FollowUpKind::PixResult => FollowUpForm::PixResult(PixResultForm {
            beneficiary,
            date: day,
            ..PixResultForm::default()
        }),
        FollowUpKind::DigitalPass => FollowUpForm::DigitalPass(DigitalPassForm {
            beneficiary,
            date: day,
            ..DigitalPassForm::default()
        }),
    })
}

/// A form, existing or new.
///
/// # Errors
/// `not_found`, `locked`.
pub fn open(app: &App, request: FollowUpOpen) -> Result<FollowUpFile> {
    let open = app.open()?;
    let today = time::today(&app.ports);
    open.notebook.read(|reader| {
        let id = match (&request.id, &request.session, request.kind) {
            (Some(id), _, _) => Some(id.clone()),
            // One session sends its person to one place: what follows it already is opened.
            (None, Some(session), FollowUpKind::Referral) => reader.referral_of_session(session)?,
            _ => None,
        };
        let table = request.kind.table();
        let form = match &id {
            Some(id) => {
                let row = reader
                    .row(table, id)?
                    .filter(|row| !row.deleted)
                    .ok_or_else(not_found)?;
                FollowUpForm::from_fields(request.kind, &row.values).ok_or_else(not_found)?
            }
            None => new(reader, &request, today)?,
        };
        let person = match form.beneficiary() {
            Some(person) => reader.beneficiary_line(person)?.map(|line| {
                display_name(
                    &line.first_name.unwrap_or_default(),
                    &line.last_name.unwrap_or_default(),
                )
            }),
            None => None,
        };
        let place = match &form {
            FollowUpForm::Referral(ReferralForm {
                place: Some(place), ..
            }) => reader.place_line(place)?.and_then(|place| place.name),
            _ => None,
        };
        let session = match request.kind {
            FollowUpKind::Referral => form.session(),
            _ => None,
        };
        Ok(FollowUpFile {
            person,
            place,
            session_place: session_place(reader, session)?,
            version: match &id {
                Some(id) => reader.record(table.name, id)?.map(|record| record.state),
                None => None,
            },
            id,
            form,
            today: today.to_string(),
        })
    })
}

/// A page of what is to be looked at again, the longest overdue first.
///
/// # Errors
/// `locked`.
pub fn relances(app: &App, request: RelancesAsk) -> Result<Relances> {
    let open = app.open()?;
    let today = time::today(&app.ports).to_string();
    open.notebook.read(|reader| {
        let kept = reader.expected(request.offset, request.limit.clamp(1, MOST))?;
        let rows = kept.into_iter().filter_map(|row| {
            Some(Relance {
                kind: FollowUpKind::of(&row.kind)?,
                id: row.id,
                beneficiary: row.beneficiary,
                person: row.person,
                session: row.session,
                session_date: row.session_date,
                title: row.title,
                state: row.state,
                look_again: row.look_again,
                conflict: !row.conflict.is_empty(),
            })
        });
        let mut disputed = Vec::new();
        for (table, id) in reader.follow_up_disputed(DISPUTED)? {
            if let Some(kind) = FollowUpKind::of(&table)
                && let Some(row) = reader.row(kind.table(), &id)?
            {
                let text = |name: &str| {
                    let value = row.values.get(name)?;
                    value.as_str().map(str::to_owned)
                };
                disputed.push(FollowUpDisputed {
                    kind,
                    label: label::of(reader, &table, &id)?,
                    beneficiary: text("beneficiary"),
                    session: text("session"),
                    id,
                });
            }
        }
        Ok(Relances {
            rows: rows.collect(),
            total: reader.expected_count(None)?,
            due: reader.expected_count(Some(&today))?,
            disputed,
            today: today.clone(),
        })
    })
}

/// How many things are to be looked at again by today.
///
/// # Errors
/// `locked`.
pub fn relances_count(app: &App, (): ()) -> Result<RelancesCount> {
    let open = app.open()?;
    let today = time::today(&app.ports).to_string();
    open.notebook.read(|reader| {
        Ok(RelancesCount {
            due: reader.expected_count(Some(&today))?,
        })
    })
}
