//! The territory's diagnostic: written, found again, read out whole for a page or a paper.

use escale_domain::catalogue;
use escale_domain::commune::CommuneRef;
use escale_domain::territory::Territory;
use escale_store::Reader;
use escale_store::territory::TerritoryLine as Kept;
use escale_sync::merge::RowState;

use crate::api::draft::ById;
use crate::api::session::Saved;
use crate::api::territory::{
    Territories, TerritoryFile, TerritoryLine, TerritoryPage, TerritoryPart, TerritorySave,
    TerritoryText,
};
use crate::failure::not_found;
use crate::{App, Failure, Result, place, words};

const TABLE: &str = "territory";
/// Most rows of a page.
const MOST: u32 = 200;

fn line(kept: Kept) -> TerritoryLine {
    let commune = kept.commune.as_ref().and_then(CommuneRef::from_value);
    let commune = commune.as_ref().map(place::commune_label);
    TerritoryLine {
        about: about(kept.place.is_some(), kept.place_name, commune.as_deref()),
        id: kept.id,
        date: kept.date.unwrap_or_default(),
        commune,
        structures: kept.structures,
        conflict: !kept.conflict.is_empty(),
    }
}

/// What it is about, in words.
fn about(of_place: bool, place: Option<String>, commune: Option<&str>) -> String {
    match (of_place, place, commune) {
        (true, Some(place), _) => place,
        (true, None, _) => "Un lieu que cet ordinateur ne connaît pas".to_owned(),
        (false, _, commune) => commune.unwrap_or_default().to_owned(),
    }
}

/// Diagnostics of a place, of a commune or all, latest first.
///
/// # Errors
/// `locked`.
pub fn page(app: &App, request: TerritoryPage) -> Result<Territories> {
    let open = app.open()?;
    let limit = request.limit.clamp(1, MOST);
    let (total, rows) = open.notebook.read(|reader| {
        Ok::<_, Failure>(reader.territory_page(
            request.place.as_deref(),
            request.commune.as_deref(),
            request.offset,
            limit,
        )?)
    })?;
    Ok(Territories {
        total,
        rows: rows.into_iter().map(line).collect(),
    })
}

fn whole(reader: &Reader<'_>, id: &str) -> Result<TerritoryFile> {
    let row = reader
        .row(&catalogue::TERRITORY, id)?
        .filter(|row| !row.deleted)
        .ok_or_else(not_found)?;
    let form = Territory::from_fields(&row.values);
    let of = match &form.place {
        Some(place) => reader.place_line(place)?,
        None => None,
    };
    let of_commune = of.as_ref().and_then(|place| place.commune.clone());
    let of_commune = of_commune.as_ref().and_then(CommuneRef::from_value);
    let commune = form.commune.as_ref().or(of_commune.as_ref());
    let commune = commune.map(place::commune_label);
    let name = of.and_then(|place| place.name);
    Ok(TerritoryFile {
        about: about(form.place.is_some(), name.clone(), commune.as_deref()),
        place_name: name,
        commune,
        form,
        conflicts: row.conflict,
        version: reader
            .record(TABLE, id)?
            .map(|record| record.state)
            .unwrap_or_default(),
    })
}

/// A diagnostic, whole.
///
/// # Errors
/// `not_found`, `locked`.
pub fn get(app: &App, request: ById) -> Result<TerritoryFile> {
    let open = app.open()?;
    open.notebook.read(|reader| whole(reader, &request.id))
}

/// Everything a diagnostic says, in the order of the page: for the screen and for paper.
///
/// # Errors
/// `not_found`, `locked`.
pub fn text(app: &App, request: ById) -> Result<TerritoryText> {
    let open = app.open()?;
    let file = open.notebook.read(|reader| whole(reader, &request.id))?;
    let form = file.form;
    let paragraphs = |text: &str| -> Vec<String> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect()
    };
    let mut parts = Vec::new();
    let mut part = |title: &str, paragraphs: Vec<String>, items: Vec<String>| {
        if !paragraphs.is_empty() || !items.is_empty() {
            parts.push(TerritoryPart {
                title: title.to_owned(),
                paragraphs,
                items,
            });
        }
    };
    part("Ce qui existe", paragraphs(&form.existing), Vec::new());
    let themes = form.themes.iter().map(|theme| theme.label().to_owned());
    part(
        "Besoins exprimés",
        paragraphs(&form.needs),
        themes.collect(),
    );
    part("Exprimés par", Vec::new(), form.structures);
    part(
        "Ce qui est proposé",
        paragraphs(&form.proposals),
        Vec::new(),
    );
    Ok(TerritoryText {
        title: "Diagnostic de territoire".to_owned(),
        about: file.about,
        commune: file.commune.filter(|_| form.place.is_some()),
        date: words::day::read(&form.date),
        team: open.enrolment.team.name.clone(),
        parts,
    })
}

/// Saves a diagnostic, shared with the team.
///
/// # Errors
/// `invalid` with its fields, `not_found`, `locked`, `disk_full`.
pub fn save(app: &App, request: TerritorySave) -> Result<Saved> {
    let open = app.open()?;
    let territory = Territory::new(&request.form).map_err(Failure::invalid)?;
    let seen: Option<RowState> = match &request.version {
        Some(version) => Some(serde_json::from_str(version)?),
        None => None,
    };
    let scope = open.enrolment.team_scope();
    let id = app.record(&open, |author| {
        let id = author.row_to_save(TABLE, request.id.as_deref())?;
        author.put(TABLE, &id, &scope, territory.fields(), seen.as_ref())?;
        if let Some(draft) = &request.draft {
            author.tx.delete_draft(draft)?;
        }
        Ok(id)
    })?;
    app.changed(&["territory", "drafts"]);
    Ok(Saved { id })
}

/// Puts a diagnostic in the corbeille.
///
/// # Errors
/// `not_found`, `locked`, `disk_full`.
pub fn delete(app: &App, request: ById) -> Result<()> {
    app.shelve(TABLE, &request.id, true, &["territory"])
}

/// Takes a diagnostic out of the corbeille.
///
/// # Errors
/// `not_found`, `locked`, `disk_full`.
pub fn restore(app: &App, request: ById) -> Result<()> {
    app.shelve(TABLE, &request.id, false, &["territory"])
}
