//! Tags: listed, created, renamed, put in the corbeille.
//!
//! Tags of one scope that bear the same word, whatever its case and accents, are one for whoever
//! looks: listed once, renamed and deleted together, and a session that has one has them.
//!
//! A tag of one's own may be joined to one of the team: it then points at it, and whoever looks
//! sees the team's. No session is rewritten, so that laptops agree whatever each did meanwhile;
//! taking the pointer away undoes it. Where the team's tag goes to the corbeille, one's own stands
//! again.

use std::collections::BTreeMap;

use escale_domain::tag::{Tag, TagForm, key};
use escale_store::Reader;
use escale_store::tag::TagLine as Kept;
use escale_sync::merge::RowState;
use escale_sync::op::derived_id;
use serde_json::Value;

use crate::api::draft::ById;
use crate::api::failure::FailureCode;
use crate::api::session::{Ids, Saved};
use crate::api::tag::{TagFile, TagJoin, TagJoined, TagLine, TagSave};
use crate::failure::not_found;
use crate::record::{Author, Fields};
use crate::{App, Failure, Result, record, time};

const TABLE: &str = "tag";
const CHANGES: &[&str] = &["tags", "sessions"];

/// Tags of one word, oldest first, and those joined to them.
struct Group {
    scope: String,
    members: Vec<Kept>,
    joined: Vec<Kept>,
}

impl Group {
    fn own_ids(&self) -> Vec<String> {
        self.members.iter().map(|tag| tag.id.clone()).collect()
    }

    /// Those joined included: what a session may have to be counted with it.
    fn ids(&self) -> Vec<String> {
        let all = self.members.iter().chain(&self.joined);
        all.map(|tag| tag.id.clone()).collect()
    }

    fn holds(&self, id: &str) -> bool {
        self.members.iter().chain(&self.joined).any(|t| t.id == id)
    }

    /// What was joined to it, those of one word together.
    fn joined(&self) -> Vec<TagJoined> {
        let mut words: BTreeMap<String, TagJoined> = BTreeMap::new();
        for tag in &self.joined {
            let word = words.entry(key(&tag.name)).or_insert_with(|| TagJoined {
                ids: Vec::new(),
                name: tag.name.clone(),
            });
            word.ids.push(tag.id.clone());
        }
        words.into_values().collect()
    }
}

fn groups(reader: &Reader<'_>) -> Result<Vec<Group>> {
    let tags = reader.tags()?;
    let place = |tag: &Kept| (tag.scope.clone(), key(&tag.name));
    // One step, never a chain: a tag that points elsewhere is pointed at by none.
    let standing: BTreeMap<String, (String, String)> = tags
        .iter()
        .filter(|tag| tag.joined.is_none())
        .map(|tag| (tag.id.clone(), place(tag)))
        .collect();
    let mut groups: BTreeMap<(String, String), Group> = BTreeMap::new();
    for tag in tags {
        let into = tag.joined.as_ref().and_then(|into| standing.get(into));
        let (at, points) = match into {
            Some(at) => (at.clone(), true),
            None => (place(&tag), false),
        };
        let group = groups.entry(at.clone()).or_insert_with(|| Group {
            scope: at.0,
            members: Vec::new(),
            joined: Vec::new(),
        });
        if points {
            group.joined.push(tag);
        } else {
            group.members.push(tag);
        }
    }
    Ok(groups.into_values().collect())
}

fn group_of(reader: &Reader<'_>, id: &str) -> Result<Option<Group>> {
    Ok(groups(reader)?.into_iter().find(|group| group.holds(id)))
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
        let joined = group.joined();
        let line = line(reader, &team, group)?.ok_or_else(not_found)?;
        Ok(TagFile {
            form: TagForm {
                name: line.name.clone(),
                description: line.description.clone().unwrap_or_default(),
            },
            line,
            joined,
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
    author.tx.record(TABLE, id)?.ok_or_else(not_found)?;
    author.restore(TABLE, id)?;
    // Whoever had her own tag before her eyes while it was joined elsewhere renames that one.
    let members = match group_of(author.tx, id)? {
        Some(group) if group.members.iter().any(|tag| tag.id == id) => group.own_ids(),
        _ => vec![id.to_owned()],
    };
    let description = tag.description.clone().map_or(Value::Null, Value::String);
    for member in members {
        let words = Fields::from([
            ("name".to_owned(), Value::String(tag.name.clone())),
            ("description".to_owned(), description.clone()),
        ]);
        author.amend(TABLE, &member, words, seen.get(&member))?;
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
    let groups = groups(author.tx)?;
    let stands_for = groups.iter().find(|group| {
        let mut joined = group.joined.iter();
        joined.any(|kept| kept.scope == scope && key(&kept.name) == word)
    });
    if let Some(team) = stands_for.and_then(|group| group.members.first()) {
        return Ok(team.id.clone());
    }
    let same = groups.into_iter().find(|group| {
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
        for id in group.own_ids() {
            author.delete(TABLE, &id)?;
        }
        Ok(group.own_ids())
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

/// Joins a tag of one's own to one of the team: every session that has it, on every laptop, has
/// the team's from now on. The tags that now point at it, for [`part`].
///
/// # Errors
/// `not_found`; `bad_request` unless the first is one's own and the second the team's; `locked`,
/// `disk_full`.
pub fn join(app: &App, request: TagJoin) -> Result<Ids> {
    let open = app.open()?;
    let (own, team) = (open.enrolment.own_scope(), open.enrolment.team_scope());
    let ids = app.record(&open, |author| {
        let mine = group_of(author.tx, &request.id)?.ok_or_else(not_found)?;
        let theirs = group_of(author.tx, &request.into)?.ok_or_else(not_found)?;
        let into = theirs.members.first().ok_or_else(not_found)?;
        if mine.scope != own || theirs.scope != team {
            return Err(Failure::new(FailureCode::BadRequest));
        }
        for id in mine.own_ids() {
            let pointer = Value::String(into.id.clone());
            let change = Fields::from([("joined".to_owned(), pointer)]);
            author.amend(TABLE, &id, change, None)?;
        }
        Ok(mine.own_ids())
    })?;
    app.changed(CHANGES);
    Ok(Ids { ids })
}

/// Tags that were joined stand by themselves again.
///
/// # Errors
/// `not_found`, `locked`, `disk_full`.
pub fn part(app: &App, request: Ids) -> Result<()> {
    let open = app.open()?;
    app.record(&open, |author| {
        for id in &request.ids {
            let change = Fields::from([("joined".to_owned(), Value::Null)]);
            author.amend(TABLE, id, change, None)?;
        }
        Ok(())
    })?;
    app.changed(CHANGES);
    Ok(())
}
