//! Tags: listed, created, renamed, put in the corbeille.
//!
//! Tags of one scope that bear the same word, whatever its case and accents, are one for whoever
//! looks: listed once, renamed and deleted together, and a session that has one has them.

use std::collections::BTreeMap;

use escale_domain::tag::{Tag, TagForm, key};
use escale_store::Reader;
use escale_store::tag::TagLine as Kept;
use escale_sync::merge::RowState;
use escale_sync::op::derived_id;

use crate::api::draft::ById;
use crate::api::session::{Ids, Saved};
use crate::api::tag::{TagFile, TagLine, TagSave};
use crate::failure::not_found;
use crate::record::Author;
use crate::{App, Failure, Result, record, time};

const TABLE: &str = "tag";
const CHANGES: &[&str] = &["tags", "sessions"];

/// Tags of one word, oldest first.
struct Group {
    scope: String,
    members: Vec<Kept>,
}

impl Group {
    fn ids(&self) -> Vec<String> {
        self.members.iter().map(|tag| tag.id.clone()).collect()
    }
}

fn groups(reader: &Reader<'_>) -> Result<Vec<Group>> {
    let mut groups: BTreeMap<(String, String), Group> = BTreeMap::new();
    for tag in reader.tags()? {
        let at = (tag.scope.clone(), key(&tag.name));
        let group = groups.entry(at).or_insert_with(|| Group {
            scope: tag.scope.clone(),
            members: Vec::new(),
        });
        group.members.push(tag);
    }
    Ok(groups.into_values().collect())
}

fn group_of(reader: &Reader<'_>, id: &str) -> Result<Option<Group>> {
    let mut groups = groups(reader)?.into_iter();
    Ok(groups.find(|group| group.members.iter().any(|tag| tag.id == id)))
}

/// Identifiers of the tags that are shown as that one, itself included.
pub(crate) fn same(reader: &Reader<'_>, id: &str) -> Result<Vec<String>> {
    Ok(match group_of(reader, id)? {
        Some(group) => group.ids(),
        None => vec![id.to_owned()],
    })
}

/// Names of tags, those of the same word once.
pub(crate) fn distinct(names: Vec<String>) -> Vec<String> {
    let mut kept: BTreeMap<String, String> = BTreeMap::new();
    for name in names {
        kept.entry(key(&name)).or_insert(name);
    }
    kept.into_values().collect()
}

fn line(reader: &Reader<'_>, team: &str, group: Group) -> Result<Option<TagLine>> {
    let ids = group.ids();
    let mut members = group.members.into_iter();
    let Some(first) = members.next() else {
        return Ok(None);
    };
    let mut description = first.description;
    for other in members {
        description = description.or(other.description);
    }
    Ok(Some(TagLine {
        sessions: if ids.len() == 1 {
            first.sessions
        } else {
            reader.tag_uses(&ids)?
        },
        team: group.scope == team,
        aliases: ids.into_iter().skip(1).collect(),
        id: first.id,
        name: first.name,
        description,
    }))
}

/// Every tag, most used first, then by word.
///
/// # Errors
/// `locked`.
pub fn list(app: &App, (): ()) -> Result<Vec<TagLine>> {
    let open = app.open()?;
    let team = open.enrolment.team_scope();
    open.notebook.read(|reader| {
        let mut lines = Vec::new();
        for group in groups(reader)? {
            lines.extend(line(reader, &team, group)?);
        }
        lines.sort_by_cached_key(|tag| (std::cmp::Reverse(tag.sessions), key(&tag.name), tag.team));
        Ok(lines)
    })
}

/// A tag, opened to be renamed.
///
/// # Errors
/// `not_found`, `locked`.
pub fn get(app: &App, request: ById) -> Result<TagFile> {
    let open = app.open()?;
    let team = open.enrolment.team_scope();
    open.notebook.read(|reader| {
        let group = group_of(reader, &request.id)?.ok_or_else(not_found)?;
        let mut seen: BTreeMap<String, RowState> = BTreeMap::new();
        for id in group.ids() {
            if let Some(state) = record::state(reader, TABLE, &id)? {
                seen.insert(id, state);
            }
        }
        let line = line(reader, &team, group)?.ok_or_else(not_found)?;
        Ok(TagFile {
            form: TagForm {
                name: line.name.clone(),
                description: line.description.clone().unwrap_or_default(),
            },
            line,
            version: serde_json::to_string(&seen)?,
        })
    })
}

/// Saves a tag. A word that exists already is not made twice: that tag is answered.
///
/// # Errors
/// `invalid` with its fields, `not_found`, `locked`, `disk_full`.
pub fn save(app: &App, request: TagSave) -> Result<Saved> {
    let open = app.open()?;
    let tag = Tag::new(&request.form).map_err(Failure::invalid)?;
    let seen: BTreeMap<String, RowState> = match &request.version {
        Some(version) => serde_json::from_str(version)?,
        None => BTreeMap::new(),
    };
    let scope = if request.team {
        open.enrolment.team_scope()
    } else {
        open.enrolment.own_scope()
    };
    let id = app.record(&open, |author| match &request.id {
        Some(id) => rename(author, id, &tag, &seen),
        None => create(author, &app.ports, &scope, &tag),
    })?;
    app.changed(CHANGES);
    Ok(Saved { id })
}

fn rename(
    author: &mut Author<'_, '_>,
    id: &str,
    tag: &Tag,
    seen: &BTreeMap<String, RowState>,
) -> Result<String> {
    let record = author.tx.record(TABLE, id)?.ok_or_else(not_found)?;
    author.restore(TABLE, id)?;
    for member in same(author.tx, id)? {
        author.put(
            TABLE,
            &member,
            &record.scope,
            tag.fields(),
            seen.get(&member),
        )?;
    }
    Ok(id.to_owned())
}

fn create(
    author: &mut Author<'_, '_>,
    ports: &crate::Ports,
    scope: &str,
    tag: &Tag,
) -> Result<String> {
    let word = key(&tag.name);
    let same = groups(author.tx)?.into_iter().find(|group| {
        group.scope == scope && group.members.iter().any(|kept| key(&kept.name) == word)
    });
    if let Some(kept) = same.and_then(|group| group.members.into_iter().next()) {
        let described = Tag {
            name: kept.name,
            description: tag.description.clone(),
        };
        if kept.description.is_none() && described.description.is_some() {
            author.put(TABLE, &kept.id, scope, described.fields(), None)?;
        }
        return Ok(kept.id);
    }
    // Another laptop that creates this word at the same time makes this very tag.
    let usual = derived_id(TABLE, &[scope, &word]);
    let id = match author.tx.record(TABLE, &usual)? {
        // It was this word once and bears another now.
        Some(record) if !record.deleted => time::id(ports),
        Some(_) => {
            author.restore(TABLE, &usual)?;
            usual
        }
        None => usual,
    };
    author.put(TABLE, &id, scope, tag.fields(), None)?;
    Ok(id)
}

/// Puts a tag in the corbeille, with those shown as one with it; sessions keep it, unseen, for the
/// day it is restored. What was put there.
///
/// # Errors
/// `not_found`, `locked`, `disk_full`.
pub fn delete(app: &App, request: ById) -> Result<Ids> {
    let open = app.open()?;
    let ids = app.record(&open, |author| {
        let group = group_of(author.tx, &request.id)?.ok_or_else(not_found)?;
        for id in group.ids() {
            author.delete(TABLE, &id)?;
        }
        Ok(group.ids())
    })?;
    app.changed(CHANGES);
    Ok(Ids { ids })
}

/// Takes tags out of the corbeille.
///
/// # Errors
/// `locked`, `disk_full`.
pub fn restore(app: &App, request: Ids) -> Result<()> {
    let open = app.open()?;
    app.record(&open, |author| {
        for id in &request.ids {
            author.restore(TABLE, id)?;
        }
        Ok(())
    })?;
    app.changed(CHANGES);
    Ok(())
}
