//! Looking everywhere at once: what the palette asks while one types.

use chrono::NaiveDate;
use escale_domain::vocabulary::Theme;
use escale_domain::{text, time_words};
use escale_store::Reader;
use escale_store::session::{SessionFilter, SessionLine};

use crate::api::everywhere::{FoundEverywhere, SearchEverywhere};
use crate::{App, Failure, Result, beneficiary, place, session, time};

const PEOPLE: u32 = 8;
const PLACES: u32 = 5;
const SESSIONS: u32 = 8;
/// Themes followed to their sessions.
const THEMES: usize = 3;
/// Fewest letters that name a theme.
const LETTERS: usize = 3;

/// People, places and sessions by any part of what one remembers of them.
///
/// # Errors
/// `locked`.
pub fn search(app: &App, request: SearchEverywhere) -> Result<FoundEverywhere> {
    let open = app.open()?;
    let today = time::today(&app.ports);
    let query = request.query;
    open.notebook.read(|reader| {
        let people = reader.people_anywhere(&query, PEOPLE)?;
        let places = reader.places_anywhere(&query, PLACES)?;
        let sessions = sessions(reader, &query, today)?;
        Ok::<_, Failure>(FoundEverywhere {
            people: people.rows.into_iter().map(beneficiary::line).collect(),
            people_total: people.total,
            approximate: people.approximate,
            places: places.into_iter().map(place::line).collect(),
            sessions: sessions.into_iter().map(session::line).collect(),
        })
    })
}

fn sessions(reader: &Reader<'_>, query: &str, today: NaiveDate) -> Result<Vec<SessionLine>> {
    let mut found: Vec<SessionLine> = Vec::new();
    let mut add = |lines: Vec<SessionLine>| {
        for line in lines {
            if found.len() < SESSIONS as usize && !found.iter().any(|known| known.id == line.id) {
                found.push(line);
            }
        }
        found.len() < SESSIONS as usize
    };
    if let Some((first, last)) = time_words::days(query, today) {
        let filter = SessionFilter {
            from: Some(first.to_string()),
            to: Some(last.to_string()),
            limit: SESSIONS,
            ..SessionFilter::default()
        };
        if !add(reader.session_page(&filter)?.1) {
            return Ok(found);
        }
    }
    if !add(reader.sessions_titled(query, SESSIONS)?) {
        return Ok(found);
    }
    for theme in themes(query) {
        if !add(reader.sessions_about(theme.value(), SESSIONS)?) {
            break;
        }
    }
    Ok(found)
}

/// Themes named by what was typed, likeliest first; typos are forgiven when nothing matches as
/// it is written.
fn themes(query: &str) -> Vec<Theme> {
    if text::fold(query)
        .chars()
        .filter(|c| c.is_alphabetic())
        .count()
        < LETTERS
    {
        return Vec::new();
    }
    let keys: Vec<(Theme, String)> = Theme::ALL
        .iter()
        .map(|theme| (*theme, text::search_key(theme.label())))
        .collect();
    let exact = keys.iter().filter(|(_, key)| text::matches(query, key));
    let mut found: Vec<(u32, Theme)> = exact.map(|(theme, _)| (0, *theme)).collect();
    if found.is_empty() {
        let close = keys
            .iter()
            .filter_map(|(theme, key)| Some((u32::MAX - text::fuzzy_score(query, key)?, *theme)));
        found = close.collect();
        found.sort_by_key(|(distance, _)| *distance);
    }
    found
        .into_iter()
        .map(|(_, theme)| theme)
        .take(THEMES)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_is_named_by_any_word_of_it() {
        assert_eq!(themes("e-mail"), [Theme::Email]);
        assert_eq!(themes("BUREAU"), [Theme::Bureautique]);
        assert_eq!(themes("bureautiqe"), [Theme::Bureautique]);
        assert_eq!(
            themes("demarches admin"),
            [Theme::AideAuxDemarchesAdministratives]
        );
        assert!(themes("le").is_empty() && themes("06 39").is_empty());
        assert!(themes("lemarinel").is_empty());
    }
}
