//! The letters of the documents (Atkinson Hyperlegible Next, embedded), and text as shaped lines
//! of them.

use std::sync::LazyLock;

use harfrust::{FontRef, ShaperData, UnicodeBuffer};
use krilla::text::{Font, GlyphId, KrillaGlyph};
use read_fonts::TableProvider as _;
use unicode_linebreak::{BreakOpportunity, linebreaks};

use super::clean::accent;

static REGULAR: &[u8] = include_bytes!("../../fonts/AtkinsonHyperlegibleNext-Regular.ttf");
static BOLD: &[u8] = include_bytes!("../../fonts/AtkinsonHyperlegibleNext-Bold.ttf");
static LETTERS: LazyLock<Letters> = LazyLock::new(Letters::read);

/// Thickness of the letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    /// Running text.
    Regular,
    /// Headings.
    Bold,
}

/// Both weights, read once, at the first document.
pub(crate) struct Letters {
    regular: Option<Face>,
    bold: Option<Face>,
}

struct Face {
    font: FontRef<'static>,
    shaper: ShaperData,
    drawn: Font,
    em: f32,
}

/// One line of text, shaped. Lengths are in ems: times the size in points.
#[derive(Clone)]
pub(crate) struct Line {
    /// The text.
    pub(crate) text: String,
    /// Its glyphs.
    pub(crate) glyphs: Vec<KrillaGlyph>,
    /// Its width.
    pub(crate) width: f32,
    /// Its weight.
    pub(crate) weight: Weight,
}

/// The letters.
pub(crate) fn letters() -> &'static Letters {
    &LETTERS
}

impl Face {
    fn read(bytes: &'static [u8]) -> Option<Self> {
        let font = FontRef::new(bytes).ok()?;
        let em = f32::from(font.head().ok()?.units_per_em());
        Some(Self {
            shaper: ShaperData::new(&font),
            drawn: Font::new(bytes.into(), 0)?,
            font,
            em,
        })
    }
}

impl Letters {
    fn read() -> Self {
        Self {
            regular: Face::read(REGULAR),
            bold: Face::read(BOLD),
        }
    }

    fn face(&self, weight: Weight) -> Option<&Face> {
        match weight {
            Weight::Regular => self.regular.as_ref(),
            Weight::Bold => self.bold.as_ref(),
        }
    }

    /// The letters as the file embeds them; none when the embedded bytes are not a font.
    pub(crate) fn drawn(&self, weight: Weight) -> Option<Font> {
        self.face(weight).map(|face| face.drawn.clone())
    }

    /// Whether both weights can show that character.
    pub(crate) fn have(&self, c: char) -> bool {
        [&self.regular, &self.bold].into_iter().all(|face| {
            face.as_ref().is_some_and(|face| {
                face.font.cmap().is_ok_and(|map| {
                    map.map_codepoint(c)
                        .is_some_and(|glyph| glyph.to_u32() != 0)
                })
            })
        })
    }

    /// One line of clean text, shaped.
    pub(crate) fn line(&self, text: &str, weight: Weight) -> Line {
        let mut glyphs = Vec::new();
        if let Some(face) = self.face(weight) {
            let mut buffer = UnicodeBuffer::new();
            buffer.push_str(text);
            buffer.guess_segment_properties();
            let shaped = face
                .shaper
                .shaper(&face.font)
                .build()
                .shape(buffer, harfrust::ShapeOptions::new());
            let (infos, positions) = (shaped.glyph_infos(), shaped.glyph_positions());
            let starts: Vec<usize> = infos.iter().map(|info| info.cluster as usize).collect();
            for (info, at) in infos.iter().zip(positions) {
                let start = info.cluster as usize;
                let end = starts.iter().copied().find(|next| *next > start);
                #[allow(clippy::cast_precision_loss)]
                let ems = |units: i32| units as f32 / face.em;
                glyphs.push(KrillaGlyph::new(
                    GlyphId::new(info.glyph_id),
                    ems(at.x_advance),
                    ems(at.x_offset),
                    ems(at.y_offset),
                    ems(at.y_advance),
                    start..end.unwrap_or(text.len()),
                    None,
                ));
            }
        }
        Line {
            text: text.to_owned(),
            width: glyphs.iter().map(|glyph| glyph.x_advance).sum(),
            glyphs,
            weight,
        }
    }

    /// Clean text in lines of at most `width` ems. A word that is wider is cut. Never empty.
    pub(crate) fn lines(&self, text: &str, weight: Weight, width: f32) -> Vec<Line> {
        let mut lines = Vec::new();
        let mut current = String::new();
        let mut so_far = 0.0;
        let mut start = 0;
        let shaped = |line: &str| self.line(line.trim_end_matches(' '), weight);
        for (end, opportunity) in linebreaks(text) {
            let piece = text.get(start..end).unwrap_or_default();
            let piece = piece.trim_end_matches('\n');
            start = end;
            // Each word is measured once; letters hardly lean over a space.
            let bare = shaped(piece).width;
            let spaces = piece.len() - piece.trim_end_matches(' ').len();
            if so_far + bare > width {
                if !current.is_empty() {
                    lines.push(shaped(&current));
                }
                current.clear();
                so_far = 0.0;
            }
            current.push_str(piece);
            if bare > width {
                while shaped(&current).width > width {
                    let cut = self.cut(&current, weight, width);
                    let rest = current.split_off(cut);
                    lines.push(shaped(&current));
                    current = rest;
                }
                so_far = self.line(&current, weight).width;
            } else if spaces > 0 {
                so_far += self.line(piece, weight).width;
            } else {
                so_far += bare;
            }
            if opportunity == BreakOpportunity::Mandatory && end < text.len() {
                lines.push(shaped(&current));
                current.clear();
                so_far = 0.0;
            }
        }
        if !current.is_empty() || lines.is_empty() {
            lines.push(shaped(&current));
        }
        lines
    }

    /// Where to cut a word wider than the line: bytes of it that fit, an accent with its letter;
    /// at least one letter.
    fn cut(&self, word: &str, weight: Weight, width: f32) -> usize {
        let mut best = None;
        let mut so_far = 0.0;
        let ends = word.char_indices().map(|(at, c)| (at, at + c.len_utf8()));
        for (start, end) in ends {
            let letter = word.get(start..end).unwrap_or_default();
            so_far += self.line(letter, weight).width;
            let next_is_accent = word
                .get(end..)
                .and_then(|rest| rest.chars().next())
                .is_some_and(accent);
            if next_is_accent {
                continue;
            }
            if so_far > width && best.is_some() {
                break;
            }
            best = Some(end);
        }
        best.unwrap_or(word.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str, width: f32) -> Vec<String> {
        let lines = letters().lines(text, Weight::Regular, width);
        lines.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn both_weights_are_there() {
        for weight in [Weight::Regular, Weight::Bold] {
            assert!(letters().drawn(weight).is_some());
            assert!(letters().line("Émargement", weight).width > 4.0);
        }
        assert!(letters().have('\u{a0}') && !letters().have('\u{202f}'));
    }

    #[test]
    fn words_go_to_the_next_line_and_a_no_break_space_holds() {
        assert_eq!(texts("un deux trois", 4.5), ["un deux", "trois"]);
        assert_eq!(
            texts("un deux\u{a0}trois", 3.5),
            ["un", "deux\u{a0}tr", "ois"]
        );
        assert_eq!(texts("un\n\ndeux", 20.0), ["un", "", "deux"]);
        assert_eq!(texts("", 20.0), [""]);
        assert_eq!(texts("fin\n", 20.0), ["fin"]);
    }

    #[test]
    fn a_word_without_end_is_cut_and_every_line_fits() {
        for line in letters().lines(&"W".repeat(500), Weight::Bold, 10.0) {
            assert!(line.width <= 10.0 + 0.001, "{}", line.width);
        }
        // Narrower than a letter: one letter a line, not for ever.
        assert_eq!(texts("WW", 0.1), ["W", "W"]);
    }
}
