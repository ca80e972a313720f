//! Files of people, as the stories about them see them.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use escale_app::api::beneficiary::BeneficiaryFile;
use escale_app::api::merge::MergePreview;
use escale_app::api::session::{Saved, Sessions};
use escale_app::api::twins::Duplicates;
use escale_domain::joining::MergeChoice;
use escale_testkit::forms;
use escale_testkit::laptop::Laptop;
use serde_json::json;

use crate::scene::Scene;

/// Two laptops of one adviser, and their server.
///
/// # Errors
/// When it is refused.
pub fn two_laptops() -> Result<(Scene, Laptop, Laptop)> {
    let scene = Scene::new()?;
    let (first, second) = (scene.laptop("Portable 1")?, scene.laptop("Portable 2")?);
    Ok((scene, first, second))
}

/// The probable pairs, each in order.
///
/// # Errors
/// When it is refused.
pub fn pairs(laptop: &Laptop) -> Result<BTreeSet<(String, String)>> {
    let page: Duplicates = laptop.get(
        "beneficiary_duplicates",
        json!({"loose": false, "offset": 0, "limit": 50}),
    )?;
    anyhow::ensure!(page.total as usize == page.rows.len());
    Ok(page
        .rows
        .into_iter()
        .map(|pair| {
            let (a, b) = (pair.first.id, pair.second.id);
            if a < b { (a, b) } else { (b, a) }
        })
        .collect())
}

/// What joining two files would give.
///
/// # Errors
/// When it is refused.
pub fn preview(laptop: &Laptop, source: &str, target: &str) -> Result<MergePreview> {
    laptop.get(
        "beneficiary_merge_preview",
        json!({"source": source, "target": target}),
    )
}

/// Joins two files as previewed.
///
/// # Errors
/// When it is refused.
pub fn join(laptop: &Laptop, source: &str, target: &str) -> Result<()> {
    join_with(laptop, source, target, &BTreeMap::new())
}

/// Joins two files with choices.
///
/// # Errors
/// When it is refused.
pub fn join_with(
    laptop: &Laptop,
    source: &str,
    target: &str,
    choices: &BTreeMap<String, MergeChoice>,
) -> Result<()> {
    let seen = preview(laptop, source, target)?;
    let saved: Saved = laptop.get(
        "beneficiary_merge",
        json!({
            "source": source, "target": target, "choices": choices,
            "source_version": seen.source_version, "target_version": seen.target_version,
        }),
    )?;
    anyhow::ensure!(saved.id == target);
    Ok(())
}

/// Tells a joined file apart.
///
/// # Errors
/// When it is refused.
pub fn part(laptop: &Laptop, source: &str) -> Result<()> {
    let saved: Saved = laptop.get("beneficiary_part", json!({"id": source}))?;
    anyhow::ensure!(saved.id == source);
    Ok(())
}

/// Identifiers of a person’s sessions.
///
/// # Errors
/// When it is refused.
pub fn sessions(laptop: &Laptop, person: &str) -> Result<BTreeSet<String>> {
    let page: Sessions = laptop.get(
        "session_page",
        json!({"from": null, "to": null, "beneficiary": person, "offset": 0, "limit": 200}),
    )?;
    Ok(page.rows.into_iter().map(|line| line.id).collect())
}

/// A workshop of today with those people.
///
/// # Errors
/// When it is refused.
pub fn workshop(laptop: &Laptop, people: &[&str]) -> Result<String> {
    let mut form = forms::workshop(&laptop.today(), None, "Mots de passe", 2);
    form.people = people.iter().map(|id| (*id).to_owned()).collect();
    laptop.save_session(&form)
}

/// Identifiers, as a set.
#[must_use]
pub fn set(ids: &[&String]) -> BTreeSet<String> {
    ids.iter().map(|id| (*id).clone()).collect()
}

/// What a file says and what hangs on it.
///
/// # Errors
/// When it is refused.
pub fn whole(laptop: &Laptop, person: &str) -> Result<(String, BTreeSet<String>, u32)> {
    let file: BeneficiaryFile = laptop.open_person(person)?;
    let form = serde_json::to_string(&file.form)?;
    Ok((form, sessions(laptop, person)?, file.line.sessions))
}
