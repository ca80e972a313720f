//! Where each line of a document stands on its A4 sheets. Points, from the top left corner.

use super::block::{Block, Document};
use super::clean::{MISSING, clean};
use super::letters::{Line, Weight, letters};
use super::structure::{Role, Structure};
use super::{Setting, table};

/// A4.
pub(crate) const WIDTH: f32 = 595.28;
/// A4.
pub(crate) const HEIGHT: f32 = 841.89;
/// 18 mm.
pub(crate) const MARGIN: f32 = 51.0;
/// Above the foot, where the text ends.
const FLOOR: f32 = HEIGHT - MARGIN - 26.0;
/// Usual size of the letters.
const SIZE: f32 = 11.0;
/// Said once, where something could not be shown.
const MISSED: &str = "« ◊ » remplace des caractères que cette police de lettres ne sait pas dessiner ; ils sont entiers dans Escale.";

/// Colours of the paper: legible when printed in grey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ink {
    /// Text.
    Text,
    /// Secondary text.
    Muted,
    /// Titles.
    Title,
    /// Lines of tables.
    Hairline,
}

/// Something on a sheet.
pub(crate) enum Mark {
    /// A line of text; `element` is none for what a screen reader leaves out.
    Text {
        x: f32,
        /// The base line.
        y: f32,
        line: Line,
        size: f32,
        ink: Ink,
        element: Option<usize>,
    },
    /// A straight stroke.
    Stroke { from: (f32, f32), to: (f32, f32) },
}

/// A document, laid out.
pub(crate) struct Sheets {
    pub(crate) title: String,
    pub(crate) pages: Vec<Vec<Mark>>,
    pub(crate) structure: Structure,
    /// Headings: words, page (from 0), height on it.
    pub(crate) headings: Vec<(String, usize, f32)>,
}

/// The pen: where it is, on which sheet.
pub(crate) struct Pen {
    pub(crate) sheets: Sheets,
    pub(crate) y: f32,
    /// Height of the heading, and of the words under it, that announce what comes next: they
    /// are never left alone. Points.
    pub(crate) announced: f32,
    scale: f32,
    missed: bool,
}

/// How some text is set.
#[derive(Clone, Copy)]
pub(crate) struct Style {
    /// Points.
    pub(crate) size: f32,
    pub(crate) weight: Weight,
    pub(crate) ink: Ink,
}

impl Style {
    /// Distance between base lines.
    pub(crate) fn leading(self) -> f32 {
        self.size
            * if self.weight == Weight::Bold {
                1.25
            } else {
                1.4
            }
    }
}

impl Pen {
    fn new(title: &str, setting: Setting) -> Self {
        Self {
            sheets: Sheets {
                title: title.to_owned(),
                pages: vec![Vec::new()],
                structure: Structure::default(),
                headings: Vec::new(),
            },
            y: MARGIN,
            announced: 0.0,
            scale: if setting.large { 1.5 } else { 1.0 },
            missed: false,
        }
    }

    /// A style relative to running text.
    pub(crate) fn style(&self, times: f32, weight: Weight, ink: Ink) -> Style {
        Style {
            size: SIZE * self.scale * times,
            weight,
            ink,
        }
    }

    /// Points, larger with larger letters.
    pub(crate) fn space(&self, points: f32) -> f32 {
        points * self.scale
    }

    /// Clean text in lines of that width (points).
    pub(crate) fn lines(&mut self, text: &str, style: Style, width: f32) -> Vec<Line> {
        let (text, missed) = clean(text, |c| letters().have(c));
        self.missed |= missed;
        letters().lines(&text, style.weight, width / style.size)
    }

    /// Points left on this sheet.
    pub(crate) fn left(&self) -> f32 {
        FLOOR - self.y
    }

    /// Whether nothing is on this sheet yet.
    pub(crate) fn at_top(&self) -> bool {
        self.y <= MARGIN
    }

    /// Points of a whole sheet.
    pub(crate) fn whole() -> f32 {
        FLOOR - MARGIN
    }

    /// Turns to a new sheet.
    pub(crate) fn turn(&mut self) {
        self.sheets.pages.push(Vec::new());
        self.y = MARGIN;
    }

    /// Turns to a new sheet unless that much is left.
    pub(crate) fn need(&mut self, points: f32) {
        if self.left() < points && !self.at_top() {
            self.turn();
        }
    }

    /// Puts a mark on this sheet.
    pub(crate) fn put(&mut self, mark: Mark) {
        if let Some(page) = self.sheets.pages.last_mut() {
            page.push(mark);
        }
    }

    /// Puts a line whose top is at `y`.
    pub(crate) fn put_line(
        &mut self,
        x: f32,
        y: f32,
        line: Line,
        style: Style,
        element: Option<usize>,
    ) {
        self.put(Mark::Text {
            x,
            y: y + style.leading() * 0.5 + style.size * 0.34,
            line,
            size: style.size,
            ink: style.ink,
            element,
        });
    }

    /// Sets lines one under the other from the pen, turning where a sheet ends.
    fn flow(&mut self, x: f32, lines: Vec<Line>, style: Style, element: usize) {
        let count = lines.len();
        for (at, line) in lines.into_iter().enumerate() {
            // No line alone at the foot of a sheet.
            let wanted = if at == 0 && count > 1 { 2.0 } else { 1.0 };
            self.need(style.leading() * wanted);
            self.put_line(x, self.y, line, style, Some(element));
            self.y += style.leading();
        }
    }

    fn paragraph(&mut self, text: &str, style: Style, after: f32) {
        let lines = self.lines(text, style, WIDTH - 2.0 * MARGIN);
        let element = self.sheets.structure.add(Role::Paragraph, None);
        self.flow(MARGIN, lines, style, element);
        self.y += self.space(after);
    }

    /// What must stand under a heading of that height: the beginning of the next block (points).
    /// A few words before a table are part of what announces it.
    fn begins(&mut self, next: &[Block], above: f32) -> f32 {
        let floor = self.space(46.0);
        let height = match next {
            [Block::Table(grid), ..] => table::beginning(self, grid, above),
            [
                Block::Text(text),
                after @ (Block::Table(_) | Block::Facts(_)),
                ..,
            ] => {
                let words = self.words(text);
                match (after, words) {
                    (_, None) => 0.0,
                    (Block::Table(grid), Some(words)) => {
                        words + table::beginning(self, grid, above + words)
                    }
                    (_, Some(words)) => words + self.space(24.0),
                }
            }
            _ => 0.0,
        };
        height.max(floor)
    }

    /// Height of a paragraph of a few lines, with the space under it; nothing of a longer one.
    fn words(&mut self, text: &str) -> Option<f32> {
        let plain = self.style(1.0, Weight::Regular, Ink::Text);
        let lines = self.lines(text, plain, WIDTH - 2.0 * MARGIN).len();
        #[allow(clippy::cast_precision_loss)]
        (lines <= 4).then(|| plain.leading() * lines as f32 + self.space(6.0))
    }

    fn heading(&mut self, level: u16, text: &str, next: &[Block]) {
        let (times, ink) = if level == 1 {
            (1.9, Ink::Title)
        } else {
            (1.25, Ink::Text)
        };
        let style = self.style(times, Weight::Bold, ink);
        let lines = self.lines(text, style, WIDTH - 2.0 * MARGIN);
        if !self.at_top() {
            self.y += self.space(10.0);
        }
        #[allow(clippy::cast_precision_loss)]
        let height = style.leading() * lines.len() as f32;
        let height = height + self.space(4.0);
        // With at least some of what it announces.
        let under = self.begins(next, height);
        self.need((height + under).min(Self::whole()));
        let words: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        let words = words.join(" ");
        let page = self.sheets.pages.len() - 1;
        self.sheets.headings.push((words.clone(), page, self.y));
        let element = self.sheets.structure.add(Role::Heading(level, words), None);
        self.flow(MARGIN, lines, style, element);
        self.y += self.space(4.0);
        self.announced = height;
    }

    fn points(&mut self, points: &[String]) {
        let style = self.style(1.0, Weight::Regular, Ink::Text);
        let indent = style.size * 1.2;
        let list = self.sheets.structure.add(Role::List, None);
        for point in points {
            let lines = self.lines(point, style, WIDTH - 2.0 * MARGIN - indent);
            #[allow(clippy::cast_precision_loss)]
            self.need(style.leading() * lines.len().min(2) as f32);
            let item = self.sheets.structure.add(Role::Item, Some(list));
            let dot = self.sheets.structure.add(Role::Dot, Some(item));
            let words = self.sheets.structure.add(Role::Words, Some(item));
            let mark = letters().line("•", Weight::Regular);
            self.put_line(MARGIN + style.size * 0.3, self.y, mark, style, Some(dot));
            self.flow(MARGIN + indent, lines, style, words);
            self.y += self.space(2.0);
        }
        self.y += self.space(6.0);
    }

    fn block(&mut self, block: &Block, next: &[Block]) {
        match block {
            Block::Lead(text) => {
                let style = self.style(1.25, Weight::Regular, Ink::Text);
                self.paragraph(text, style, 8.0);
            }
            Block::Heading(text) => self.heading(2, text, next),
            Block::Text(text) => {
                let style = self.style(1.0, Weight::Regular, Ink::Text);
                self.paragraph(text, style, 6.0);
            }
            Block::Remark(text) => {
                let style = self.style(0.88, Weight::Regular, Ink::Muted);
                self.paragraph(text, style, 6.0);
            }
            Block::Points(points) => self.points(points),
            Block::Facts(facts) => table::facts(self, facts),
            Block::Table(grid) => table::ruled(self, grid),
        }
        self.announced = match block {
            Block::Heading(_) => self.announced,
            Block::Text(text) if self.announced > 0.0 => {
                let words = self.words(text);
                words.map_or(0.0, |words| self.announced + words)
            }
            _ => 0.0,
        };
    }

    /// Foot of every sheet: who made it, and its number.
    fn feet(&mut self, foot: &str) {
        // Not scaled: the foot has one line, whatever the size of the letters.
        let style = Style {
            size: 9.0,
            weight: Weight::Regular,
            ink: Ink::Muted,
        };
        let count = self.sheets.pages.len();
        let (foot, _) = clean(foot, |c| letters().have(c));
        let room = (WIDTH - 2.0 * MARGIN) * 0.75 / style.size;
        let foot = one_line(&foot, style.weight, room);
        let y = HEIGHT - MARGIN;
        for (at, page) in self.sheets.pages.iter_mut().enumerate() {
            let number = letters().line(&format!("Page {} sur {count}", at + 1), style.weight);
            let x = WIDTH - MARGIN - number.width * style.size;
            for (x, line) in [(MARGIN, foot.clone()), (x, number)] {
                page.push(Mark::Text {
                    x,
                    y,
                    line,
                    size: style.size,
                    ink: style.ink,
                    element: None,
                });
            }
        }
    }
}

/// The text in one line of that width (ems), its end left out and said to be when it is too long.
fn one_line(text: &str, weight: Weight, room: f32) -> Line {
    let mut whole = letters().lines(text, weight, room);
    if whole.len() == 1 {
        return whole.swap_remove(0);
    }
    let first = letters().lines(text, weight, room - 1.0).swap_remove(0);
    letters().line(&format!("{}…", first.text.trim_end()), weight)
}

/// Lays a document out.
pub(crate) fn sheets(document: &Document, setting: Setting) -> Sheets {
    let mut pen = Pen::new(&document.title, setting);
    pen.heading(1, &document.title, &document.blocks);
    pen.announced = 0.0;
    for (at, block) in document.blocks.iter().enumerate() {
        pen.block(block, document.blocks.get(at + 1..).unwrap_or_default());
    }
    if pen.missed {
        debug_assert!(letters().have(MISSING), "the letters have no lozenge");
        let style = pen.style(0.88, Weight::Regular, Ink::Muted);
        pen.paragraph(MISSED, style, 0.0);
    }
    pen.feet(&document.foot);
    pen.sheets
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{Column, Table};

    /// The sheet on which a line with these words stands.
    fn sheet_of(sheets: &Sheets, words: &str) -> usize {
        let has = |page: &Vec<Mark>| {
            page.iter()
                .any(|mark| matches!(mark, Mark::Text { line, .. } if line.text == words))
        };
        sheets.pages.iter().position(has).unwrap()
    }

    fn table(lines: usize) -> Table {
        let tall = |row: usize| {
            let lines = (0..lines).map(|line| format!("rang {row} ligne {line}"));
            vec![lines.collect::<Vec<_>>().join("\n"), "court".to_owned()]
        };
        Table {
            columns: vec![Column::new("Premier", 5.0), Column::new("Second", 5.0)],
            rows: (0..3).map(tall).collect(),
            lines: 1.0,
        }
    }

    /// Whatever comes before, wherever the sheet ends.
    #[test]
    fn no_heading_stands_alone_and_no_row_is_cut() {
        for large in [false, true] {
            for before in 0..60 {
                for tall in [1, 6, 20] {
                    let document = Document {
                        title: "Titre".to_owned(),
                        foot: String::new(),
                        blocks: vec![
                            Block::Text(vec!["mot"; before].join("\n")),
                            Block::Heading("Annonce".to_owned()),
                            Block::Text("Une remarque.".to_owned()),
                            Block::Table(table(tall)),
                        ],
                    };
                    let sheets = sheets(&document, Setting { large });
                    let announced = sheet_of(&sheets, "Annonce");
                    let at = |row: usize, line: usize| {
                        sheet_of(&sheets, &format!("rang {row} ligne {line}"))
                    };
                    let told = format!("{before} lines before, rows of {tall}, large {large}");
                    assert_eq!(announced, at(0, 0), "the heading stands alone: {told}");
                    assert_eq!(announced, sheet_of(&sheets, "Une remarque."), "{told}");
                    assert_eq!(announced, sheet_of(&sheets, "Premier"), "{told}");
                    for row in 0..3 {
                        assert_eq!(at(row, 0), at(row, tall - 1), "a row is cut: {told}");
                    }
                }
            }
        }
    }

    /// With its heading it is too tall for a sheet: it is cut, its heading is not left alone.
    #[test]
    fn a_row_as_tall_as_a_sheet_stays_with_its_heading() {
        for tall in 30..60 {
            let document = Document {
                blocks: vec![
                    Block::Text("avant".to_owned()),
                    Block::Heading("Annonce".to_owned()),
                    Block::Table(table(tall)),
                ],
                ..Document::default()
            };
            let sheets = sheets(&document, Setting { large: false });
            let first = sheet_of(&sheets, "rang 0 ligne 0");
            assert_eq!(sheet_of(&sheets, "Annonce"), first, "{tall}");
        }
    }

    #[test]
    fn a_foot_too_long_says_that_it_is_cut() {
        let document = Document {
            foot: "24 novembre 2026 · ".to_owned() + &"Une structure ".repeat(20),
            ..Document::default()
        };
        let sheets = sheets(&document, Setting { large: false });
        let foot = sheets.pages[0].iter().find_map(|mark| match mark {
            Mark::Text { line, .. } if line.text.starts_with("24 novembre") => Some(line),
            _ => None,
        });
        let foot = foot.unwrap();
        assert!(foot.text.ends_with('…'));
        assert!(foot.width * 9.0 <= (WIDTH - 2.0 * MARGIN) * 0.75);
    }

    /// Taller than a sheet, it has to be cut, and loses nothing.
    #[test]
    fn a_row_without_end_goes_on_from_sheet_to_sheet() {
        let document = Document {
            blocks: vec![
                Block::Heading("Annonce".to_owned()),
                Block::Table(table(150)),
            ],
            ..Document::default()
        };
        let sheets = sheets(&document, Setting { large: false });
        for line in [0, 75, 149] {
            sheet_of(&sheets, &format!("rang 2 ligne {line}"));
        }
        assert_eq!(sheet_of(&sheets, "Annonce"), 0);
    }
}
