//! Tables: facts in two columns without lines, and ruled ones whose headings come back on each
//! sheet. A row is kept whole on one sheet, and headings with the first row, unless it is taller
//! than a sheet: then it is cut between its lines.

use super::block::Table;
use super::layout::{Ink, MARGIN, Mark, Pen, Style, WIDTH};
use super::letters::{Line, Weight};
use super::structure::Role;

/// Space on each side of the words of a cell.
const SIDE: f32 = 5.0;
/// Space above and below them.
const PAD: f32 = 4.0;

struct Cell {
    x: f32,
    lines: std::vec::IntoIter<Line>,
    style: Style,
    /// None for headings said again.
    element: Option<usize>,
}

/// What something is, and its value.
pub(super) fn facts(pen: &mut Pen, facts: &[(String, String)]) {
    let table = pen.sheets.structure.add(Role::Table, None);
    let width = WIDTH - 2.0 * MARGIN;
    let label = width * 0.32;
    for (name, value) in facts {
        let row = pen.sheets.structure.add(Role::Row, Some(table));
        let muted = pen.style(1.0, Weight::Regular, Ink::Muted);
        let plain = pen.style(1.0, Weight::Regular, Ink::Text);
        let cells = [
            (MARGIN, label - SIDE, name, muted, Role::RowHeading),
            (MARGIN + label, width - label, value, plain, Role::Cell),
        ];
        let cells = cells.map(|(x, room, text, style, role)| Cell {
            x,
            lines: lines_of(pen, text, style, room),
            style,
            element: Some(pen.sheets.structure.add(role, Some(row))),
        });
        set(pen, cells.into(), 0.0, 1.5, 0.0, |_| {});
    }
    pen.y += pen.space(8.0);
}

/// Where the columns stand; nothing without a column that has some width.
fn edges(grid: &Table) -> Option<Vec<f32>> {
    let width = WIDTH - 2.0 * MARGIN;
    let shares: f32 = grid.columns.iter().map(|column| column.share).sum();
    if grid.columns.is_empty() || shares <= 0.0 {
        return None;
    }
    let mut edge = MARGIN;
    let mut edges = vec![edge];
    for column in &grid.columns {
        edge += width * column.share / shares;
        edges.push(edge);
    }
    Some(edges)
}

/// Height of the headings of a table and of one of its rows (points).
fn heights(pen: &mut Pen, grid: &Table, edges: &[f32], words: &[String]) -> (f32, f32) {
    let bold = pen.style(0.94, Weight::Bold, Ink::Text);
    let plain = pen.style(1.0, Weight::Regular, Ink::Text);
    let (mut above, mut below) = (0, 0);
    for (at, pair) in edges.windows(2).enumerate() {
        let [left, right] = pair else { continue };
        let room = right - left - 2.0 * SIDE;
        let heading = grid.columns.get(at).map_or("", |column| &column.heading);
        above = above.max(lines_of(pen, heading, bold, room).len());
        let text = words.get(at).map_or("", String::as_str);
        below = below.max(lines_of(pen, text, plain, room).len());
    }
    #[allow(clippy::cast_precision_loss)]
    let tall = |lines: usize, style: Style, least: f32| {
        (style.leading() * lines as f32).max(least) + 2.0 * pen.space(PAD)
    };
    (
        tall(above, bold, 0.0),
        tall(below, plain, plain.leading() * grid.lines),
    )
}

/// What a table takes at its beginning: its headings, and its first row if that fits a sheet under
/// what announces it (points).
pub(super) fn beginning(pen: &mut Pen, grid: &Table, announced: f32) -> f32 {
    let (Some(edges), Some(first)) = (edges(grid), grid.rows.first()) else {
        return 0.0;
    };
    let (above, row) = heights(pen, grid, &edges, first);
    if announced + above + row <= Pen::whole() {
        above + row
    } else {
        above + pen.space(60.0)
    }
}

/// A ruled table.
pub(super) fn ruled(pen: &mut Pen, grid: &Table) {
    let Some(edges) = edges(grid) else {
        return;
    };
    let announced = pen.announced;
    let begins = beginning(pen, grid, announced);
    let table = pen.sheets.structure.add(Role::Table, None);
    let row = pen.sheets.structure.add(Role::Row, Some(table));
    let plain = pen.style(1.0, Weight::Regular, Ink::Text);
    pen.need(begins);
    headings(pen, grid, &edges, Some(row));
    for (rank, words) in grid.rows.iter().enumerate() {
        let row = pen.sheets.structure.add(Role::Row, Some(table));
        let mut cells = Vec::with_capacity(grid.columns.len());
        for (at, pair) in edges.windows(2).enumerate() {
            let [left, right] = pair else { continue };
            let text = words.get(at).map_or("", String::as_str);
            cells.push(Cell {
                x: left + SIDE,
                lines: lines_of(pen, text, plain, right - left - 2.0 * SIDE),
                style: plain,
                element: Some(pen.sheets.structure.add(Role::Cell, Some(row))),
            });
        }
        let least = plain.leading() * grid.lines;
        let (mut above, _) = heights(pen, grid, &edges, words);
        if rank == 0 {
            above += announced;
        }
        set_ruled(pen, cells, least, above, &edges, |pen| {
            headings(pen, grid, &edges, None);
        });
    }
    pen.y += pen.space(10.0);
}

/// An empty cell still has something to stand on: else the row would have a cell less.
fn lines_of(pen: &mut Pen, text: &str, style: Style, room: f32) -> std::vec::IntoIter<Line> {
    let text = if text.trim().is_empty() {
        "\u{a0}"
    } else {
        text
    };
    pen.lines(text, style, room).into_iter()
}

fn headings(pen: &mut Pen, grid: &Table, edges: &[f32], row: Option<usize>) {
    let style = pen.style(0.94, Weight::Bold, Ink::Text);
    let mut cells = Vec::with_capacity(grid.columns.len());
    for (column, pair) in grid.columns.iter().zip(edges.windows(2)) {
        let [left, right] = pair else { continue };
        cells.push(Cell {
            x: left + SIDE,
            lines: lines_of(pen, &column.heading, style, right - left - 2.0 * SIDE),
            style,
            element: row.map(|row| pen.sheets.structure.add(Role::ColumnHeading, Some(row))),
        });
    }
    let top = pen.y;
    across(pen, edges, top);
    set_ruled(pen, cells, 0.0, 0.0, edges, |_| {});
}

fn across(pen: &mut Pen, edges: &[f32], y: f32) {
    if let (Some(first), Some(last)) = (edges.first(), edges.last()) {
        pen.put(Mark::Stroke {
            from: (*first, y),
            to: (*last, y),
        });
    }
}

/// Sets a row and its lines.
fn set_ruled(
    pen: &mut Pen,
    cells: Vec<Cell>,
    least: f32,
    above: f32,
    edges: &[f32],
    turned: impl FnMut(&mut Pen),
) {
    let spans = set(pen, cells, least, PAD, above, turned);
    for (page, top, bottom) in spans {
        let Some(page) = pen.sheets.pages.get_mut(page) else {
            continue;
        };
        for edge in edges {
            page.push(Mark::Stroke {
                from: (*edge, top),
                to: (*edge, bottom),
            });
        }
        if let (Some(first), Some(last)) = (edges.first(), edges.last()) {
            page.push(Mark::Stroke {
                from: (*first, bottom),
                to: (*last, bottom),
            });
        }
    }
}

/// Sets the cells of a row side by side, `above` being what each sheet begins with; answers where
/// it stands: page, top, bottom of each part.
fn set(
    pen: &mut Pen,
    mut cells: Vec<Cell>,
    least: f32,
    pad: f32,
    above: f32,
    mut turned: impl FnMut(&mut Pen),
) -> Vec<(usize, f32, f32)> {
    let pad = pen.space(pad);
    let leading = cells
        .iter()
        .map(|cell| cell.style.leading())
        .fold(1.0, f32::max);
    let count = |cells: &[Cell]| cells.iter().map(|cell| cell.lines.len()).max().unwrap_or(0);
    #[allow(clippy::cast_precision_loss)]
    let tall = |lines: usize| (leading * lines as f32).max(least) + 2.0 * pad;
    let mut spans = Vec::new();
    let mut moved = pen.at_top();
    let whole = tall(count(&cells));
    if whole > pen.left() && !moved && whole + above <= Pen::whole() {
        pen.turn();
        turned(pen);
    }
    loop {
        // At least one line on each sheet, or this would never end.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let room = ((pen.left() - 2.0 * pad) / leading).max(0.0) as usize;
        if room == 0 && !moved {
            pen.turn();
            turned(pen);
            moved = true;
            continue;
        }
        let lines = count(&cells).min(room.max(1));
        let (top, mut y) = (pen.y, pen.y + pad);
        for _ in 0..lines {
            for cell in &mut cells {
                if let Some(line) = cell.lines.next() {
                    let (x, style, element) = (cell.x, cell.style, cell.element);
                    pen.put_line(x, y, line, style, element);
                }
            }
            y += leading;
        }
        let rest = count(&cells) > 0;
        let least = if rest { 0.0 } else { least };
        pen.y = (y + pad).max(top + least + 2.0 * pad);
        spans.push((pen.sheets.pages.len() - 1, top, pen.y));
        if !rest {
            return spans;
        }
        pen.turn();
        turned(pen);
    }
}
