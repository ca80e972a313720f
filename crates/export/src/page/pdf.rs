//! Sheets as the bytes of a PDF. It is written under the rules of PDF/UA-1 (tagged, titled, in a
//! language, no character without a glyph); a file that breaks one is refused here rather than
//! handed to somebody who cannot read it.

use std::collections::BTreeMap;
use std::num::NonZeroU16;

use krilla::configure::validate::Accessibility;
use krilla::configure::{Configuration, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, Node, SpanTag, TableHeaderScope,
    Tag, TagGroup, TagTree,
};
use krilla::{Document, SerializeSettings, color::rgb};

use super::layout::{HEIGHT, Ink, Mark, Sheets, WIDTH};
use super::letters::letters;
use super::structure::{Role, Structure};

/// Language of every document.
const FRENCH: &str = "fr-FR";

/// A document that could not be written as it must be. Says nothing of what was in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// The file would break a rule of PDF/UA-1 or of PDF.
    #[error("the file would break a rule of its standard")]
    Rule,
}

impl Ink {
    fn fill(self) -> Fill {
        let (red, green, blue) = match self {
            Self::Text => (0x1f, 0x2a, 0x2c),
            Self::Muted => (0x55, 0x64, 0x6a),
            Self::Title => (0x0b, 0x5b, 0x5c),
            Self::Hairline => (0x72, 0x80, 0x86),
        };
        Fill {
            paint: rgb::Color::new(red, green, blue).into(),
            opacity: NormalizedF32::ONE,
            rule: krilla::paint::FillRule::default(),
        }
    }
}

fn settings() -> Result<SerializeSettings, PageError> {
    let configuration: Configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|_| PageError::Rule)?;
    Ok(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    })
}

/// The bytes of these sheets.
pub(crate) fn write(sheets: &Sheets) -> Result<Vec<u8>, PageError> {
    let mut document = Document::new_with(settings()?);
    let mut leaves: BTreeMap<usize, Vec<Identifier>> = BTreeMap::new();
    for marks in &sheets.pages {
        let format = PageSettings::from_wh(WIDTH, HEIGHT).ok_or(PageError::Rule)?;
        let mut page = document.start_page_with(format);
        let mut surface = page.surface();
        for mark in marks {
            match mark {
                Mark::Text { element, .. } => {
                    let tag = match element {
                        Some(_) => ContentTag::Span(SpanTag::empty()),
                        None => aside(ArtifactType::PaginationOther),
                    };
                    let leaf = surface.start_tagged(tag);
                    draw(&mut surface, mark);
                    surface.end_tagged();
                    if let Some(element) = element {
                        leaves.entry(*element).or_default().push(leaf);
                    }
                }
                Mark::Stroke { .. } => {
                    surface.start_tagged(aside(ArtifactType::Layout));
                    draw(&mut surface, mark);
                    surface.end_tagged();
                }
            }
        }
        surface.finish();
        page.finish();
    }
    document.set_metadata(
        Metadata::new()
            .title(sheets.title.clone())
            .language(FRENCH.to_owned())
            .producer("Escale".to_owned()),
    );
    document.set_outline(outline(sheets));
    document.set_tag_tree(tags(&sheets.structure, leaves));
    document.finish().map_err(|_| PageError::Rule)
}

fn aside(kind: ArtifactType) -> ContentTag<'static> {
    ContentTag::Artifact(Artifact::with_kind(kind))
}

fn draw(surface: &mut Surface<'_>, mark: &Mark) {
    match mark {
        Mark::Text {
            x,
            y,
            line,
            size,
            ink,
            ..
        } => {
            let Some(font) = letters().drawn(line.weight) else {
                return;
            };
            surface.set_stroke(None);
            surface.set_fill(Some(ink.fill()));
            let start = Point::from_xy(*x, *y);
            surface.draw_glyphs(start, &line.glyphs, font, &line.text, *size, false);
        }
        Mark::Stroke { from, to } => {
            let mut path = PathBuilder::new();
            path.move_to(from.0, from.1);
            path.line_to(to.0, to.1);
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke {
                paint: Ink::Hairline.fill().paint,
                width: 0.6,
                ..Stroke::default()
            }));
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
    }
}

fn outline(sheets: &Sheets) -> Outline {
    let mut outline = Outline::new();
    for (words, page, y) in &sheets.headings {
        let there = XyzDestination::new(*page, Point::from_xy(0.0, *y));
        outline.push_child(OutlineNode::new(words.clone(), there));
    }
    outline
}

fn tags(structure: &Structure, mut leaves: BTreeMap<usize, Vec<Identifier>>) -> TagTree {
    let mut tree = TagTree::new().with_lang(Some(FRENCH.to_owned()));
    for element in &structure.outermost {
        if let Some(group) = group(structure, *element, &mut leaves) {
            tree.push(group);
        }
    }
    tree
}

fn group(
    structure: &Structure,
    element: usize,
    leaves: &mut BTreeMap<usize, Vec<Identifier>>,
) -> Option<TagGroup> {
    let known = structure.elements.get(element)?;
    let mut group = match &known.role {
        Role::Heading(level, words) => TagGroup::new(Tag::Hn(
            NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN),
            Some(words.clone()),
        )),
        Role::Paragraph => TagGroup::new(Tag::P),
        Role::List => TagGroup::new(Tag::L(ListNumbering::Disc)),
        Role::Item => TagGroup::new(Tag::LI),
        Role::Dot => TagGroup::new(Tag::Lbl),
        Role::Words => TagGroup::new(Tag::LBody),
        Role::Table => TagGroup::new(Tag::Table),
        Role::Row => TagGroup::new(Tag::TR),
        Role::ColumnHeading => TagGroup::new(Tag::TH(TableHeaderScope::Column)),
        Role::RowHeading => TagGroup::new(Tag::TH(TableHeaderScope::Row)),
        Role::Cell => TagGroup::new(Tag::TD),
    };
    for inside in &known.inside {
        if let Some(inner) = self::group(structure, *inside, leaves) {
            group.push(inner);
        }
    }
    for leaf in leaves.remove(&element).unwrap_or_default() {
        group.push(Node::Leaf(leaf));
    }
    Some(group)
}
