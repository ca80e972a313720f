//! *Dossier de la personne*: everything held about somebody, readable by her: the right of
//! access.

use super::{From, facts};
use crate::page::{Block, Column, Document, Table};

/// Everything held about somebody.
#[derive(Clone, Default)]
pub struct PersonFile {
    /// Who keeps the file.
    pub from: From,
    /// "Prénom Nom".
    pub name: String,
    /// What is known: name of the field, value in words, in the order of the form.
    pub identity: Vec<(String, String)>,
    /// Notes of the file.
    pub notes: Option<String>,
    /// Her sessions, latest first.
    pub sessions: Vec<PersonSession>,
    /// Themes and the number of times.
    pub themes: Vec<(String, u32)>,
    /// Other things held, each under its heading, before the sessions.
    pub more: Vec<PersonSection>,
    /// Two values that stand at once: which field, the values.
    pub standing: Vec<[String; 2]>,
    /// Earlier values still kept: when, which field, the value.
    pub earlier: Vec<[String; 3]>,
}

/// Things of one kind held on somebody.
#[derive(Clone, Default)]
pub struct PersonSection {
    /// Its heading.
    pub heading: String,
    /// Headings of the two columns.
    pub columns: [String; 2],
    /// What it is, and what is noted of it.
    pub rows: Vec<[String; 2]>,
}

impl PersonSection {
    fn blocks(&self) -> [Block; 2] {
        let [left, right] = &self.columns;
        [
            Block::Heading(self.heading.clone()),
            Block::Table(Table {
                columns: vec![Column::new(left, 3.6), Column::new(right, 6.4)],
                rows: self.rows.iter().map(|row| row.to_vec()).collect(),
                lines: 1.0,
            }),
        ]
    }
}

/// One session, in words.
#[derive(Clone, Default)]
pub struct PersonSession {
    /// Day.
    pub day: String,
    /// Individual or workshop with its title.
    pub kind: String,
    /// "45 min".
    pub duration: String,
    /// Where.
    pub place: Option<String>,
    /// Themes.
    pub themes: Vec<String>,
    /// What it changed: name of the answer, answer.
    pub outcome: Vec<(String, String)>,
    /// Notes.
    pub notes: Option<String>,
}

impl PersonSession {
    fn row(&self) -> Vec<String> {
        let where_to = self.place.iter().map(String::as_str);
        let when: Vec<&str> = [self.day.as_str(), self.duration.as_str()]
            .into_iter()
            .chain(where_to)
            .filter(|part| !part.is_empty())
            .collect();
        let mut what = vec![self.kind.clone()];
        if !self.themes.is_empty() {
            what.push(format!("Sujets : {}", self.themes.join(", ")));
        }
        what.extend(
            self.outcome
                .iter()
                .map(|(name, answer)| format!("{name} : {answer}")),
        );
        if let Some(notes) = self.notes.as_deref().filter(|notes| !notes.is_empty()) {
            what.push(format!("Notes : {notes}"));
        }
        vec![when.join("\n"), what.join("\n")]
    }
}

impl PersonFile {
    /// The document.
    #[must_use]
    pub fn document(&self) -> Document {
        let mut blocks = vec![
            Block::Lead(self.name.clone()),
            Block::Text(format!(
                "Tout ce qui est gardé dans Escale sur cette personne au {}, par {} ({}). \
                 Pour un atelier, ce qui parle des autres participants n’est pas repris.",
                self.from.day, self.from.adviser, self.from.team
            )),
            Block::Heading("Identité et coordonnées".to_owned()),
            Block::Facts(self.identity.clone()),
        ];
        if let Some(notes) = self.notes.as_deref().filter(|notes| !notes.is_empty()) {
            blocks.push(Block::Heading("Notes".to_owned()));
            blocks.push(Block::Text(notes.to_owned()));
        }
        let sections = self.more.iter().filter(|section| !section.rows.is_empty());
        blocks.extend(sections.flat_map(PersonSection::blocks));
        blocks.push(Block::Heading(match self.sessions.len() {
            0 => "Séances : aucune".to_owned(),
            count => format!("Séances : {count}"),
        }));
        if !self.themes.is_empty() {
            let themes = self.themes.iter();
            let themes: Vec<String> = themes.map(|(theme, n)| format!("{theme} ({n})")).collect();
            blocks.push(Block::Text(format!(
                "Sujets abordés : {}.",
                themes.join(", ")
            )));
        }
        if !self.sessions.is_empty() {
            blocks.push(Block::Table(Table {
                columns: vec![Column::new("Quand et où", 3.0), Column::new("Quoi", 7.0)],
                rows: self.sessions.iter().map(PersonSession::row).collect(),
                lines: 1.0,
            }));
        }
        if !self.standing.is_empty() {
            blocks.push(Block::Heading(
                "Deux valeurs notées en même temps".to_owned(),
            ));
            blocks.push(Block::Table(Table {
                columns: vec![
                    Column::new("Champ", 3.0),
                    Column::new("Valeurs gardées", 7.0),
                ],
                rows: self.standing.iter().map(|line| line.to_vec()).collect(),
                lines: 1.0,
            }));
        }
        if !self.earlier.is_empty() {
            blocks.push(Block::Heading("Valeurs d’avant, encore gardées".to_owned()));
            blocks.push(Block::Table(Table {
                columns: vec![
                    Column::new("Remplacée le", 2.4),
                    Column::new("Champ", 3.2),
                    Column::new("Valeur", 4.4),
                ],
                rows: self.earlier.iter().map(|line| line.to_vec()).collect(),
                lines: 1.0,
            }));
        }
        blocks.push(Block::Heading("Vos droits".to_owned()));
        blocks.push(Block::Text(format!(
            "Vous pouvez faire corriger ou effacer ce qui est écrit ici : demandez-le à {}. \
             Si la réponse ne vous convient pas, la CNIL reçoit les plaintes : www.cnil.fr.",
            self.from.adviser
        )));
        blocks.push(facts([(
            "Remis le",
            Some("………………………………   à   ………………………………………………………"),
        )]));
        Document {
            title: "Dossier de la personne".to_owned(),
            foot: self.from.foot(),
            blocks,
        }
    }
}
