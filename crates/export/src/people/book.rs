//! A workbook (`.xlsx`), read within bounds: only the four parts needed are unpacked, each up to
//! a limit counted on what really comes out; cells are met one by one, so that one written in
//! the last row of the last column costs nothing; formulas are never computed.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use super::{COLUMNS, MOST};

/// Longest file.
const FILE: usize = 10 << 20;
/// Most parts in it.
const PARTS: usize = 200;
/// Longest part once unpacked.
const PART: u64 = 32 << 20;
/// Longest text of a cell kept: beyond, the rules of each field refuse it anyway.
const TEXT: usize = 5_000;
/// Rows before the people: instructions and two rows of headings.
const HEADINGS: u32 = 3;
/// Rows met before the last person, empty ones included.
const ROWS: u32 = 1_048_576;
const SHEET: &str = "beneficiaires";

/// Why a file is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BookError {
    /// Larger than any list of people, packed or unpacked.
    #[error("the file is too large")]
    TooLarge,
    /// Not a workbook, or broken.
    #[error("the file is not a workbook")]
    NotABook,
    /// A workbook, without the sheet or the headings of the model.
    #[error("the workbook is not the model")]
    NotTheModel,
    /// More people than [`MOST`].
    #[error("the workbook has too many people")]
    TooMany,
}

/// A row that has something in it.
#[derive(Clone, PartialEq, Eq)]
pub struct BookRow {
    /// Its number, as the spreadsheet shows it.
    pub number: u32,
    /// Its cells, A to J, trimmed.
    pub cells: [String; COLUMNS],
}

impl std::fmt::Debug for BookRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "BookRow({}, ‹personal›)", self.number)
    }
}

/// A cell before the shared texts are known.
enum Raw {
    Text(String),
    Shared(usize),
}

/// The rows of people of a workbook.
///
/// # Errors
/// [`BookError`]; never more than a few tens of mebibytes, whatever the file says of itself.
pub fn read(bytes: &[u8]) -> Result<Vec<BookRow>, BookError> {
    if bytes.len() > FILE {
        return Err(BookError::TooLarge);
    }
    let mut book = ZipArchive::new(Cursor::new(bytes)).map_err(|_| BookError::NotABook)?;
    if book.len() > PARTS {
        return Err(BookError::TooLarge);
    }
    let path = sheet(
        &part(&mut book, "xl/workbook.xml")?,
        &part(&mut book, "xl/_rels/workbook.xml.rels")?,
    )?;
    let raw = cells(&part(&mut book, &path)?)?;
    let mut wanted: BTreeMap<usize, String> = BTreeMap::new();
    for cell in raw.values().flatten().flatten() {
        if let Raw::Shared(index) = cell {
            wanted.insert(*index, String::new());
        }
    }
    if !wanted.is_empty() {
        shared(&part(&mut book, "xl/sharedStrings.xml")?, &mut wanted)?;
    }
    let mut rows = Vec::new();
    for (number, row) in raw {
        let cells = row.map(|cell| match cell {
            Some(Raw::Text(text)) => text.trim().to_owned(),
            Some(Raw::Shared(index)) => wanted
                .get(&index)
                .map(|text| text.trim().to_owned())
                .unwrap_or_default(),
            None => String::new(),
        });
        if cells.iter().any(|cell| !cell.is_empty()) {
            rows.push(BookRow { number, cells });
        }
    }
    let heading = rows.iter().find(|row| row.number == 2);
    let says = |column: usize, word: &str| {
        heading
            .and_then(|row| row.cells.get(column))
            .is_some_and(|cell| escale_domain::text::fold(cell).starts_with(word))
    };
    if !(says(0, "nom") && says(1, "prenom")) {
        return Err(BookError::NotTheModel);
    }
    rows.retain(|row| row.number > HEADINGS);
    if rows.len() > MOST {
        return Err(BookError::TooMany);
    }
    Ok(rows)
}

/// A part of the file, unpacked, as text.
fn part(book: &mut ZipArchive<Cursor<&[u8]>>, path: &str) -> Result<String, BookError> {
    let member = book.by_name(path).map_err(|_| BookError::NotABook)?;
    let mut bytes = Vec::new();
    // What the directory says of the size is not asked: what comes out is counted.
    let mut member = member.take(PART + 1);
    member
        .read_to_end(&mut bytes)
        .map_err(|_| BookError::NotABook)?;
    if bytes.len() as u64 > PART {
        return Err(BookError::TooLarge);
    }
    String::from_utf8(bytes).map_err(|_| BookError::NotABook)
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    // Of a namespace or not: `r:id` is `id`.
    let found = element
        .attributes()
        .flatten()
        .find(|one| one.key.local_name().as_ref() == name)?;
    let value = found.normalized_value(XmlVersion::Implicit1_0).ok()?;
    Some(value.into_owned())
}

fn next<'a>(reader: &mut Reader<&'a [u8]>) -> Result<Event<'a>, BookError> {
    reader.read_event().map_err(|_| BookError::NotABook)
}

/// The path of the sheet of people in the file.
fn sheet(book: &str, relations: &str) -> Result<String, BookError> {
    let mut reader = Reader::from_str(book);
    let id = loop {
        match next(&mut reader)? {
            Event::Start(element) | Event::Empty(element)
                if element.local_name().as_ref() == "sheet" =>
            {
                let name = attribute(&element, "name").unwrap_or_default();
                if escale_domain::text::fold(&name) == SHEET {
                    break attribute(&element, "id").ok_or(BookError::NotABook)?;
                }
            }
            Event::Eof => return Err(BookError::NotTheModel),
            _ => {}
        }
    };
    let mut reader = Reader::from_str(relations);
    loop {
        match next(&mut reader)? {
            Event::Start(element) | Event::Empty(element)
                if element.local_name().as_ref() == "Relationship"
                    && attribute(&element, "Id").as_ref() == Some(&id) =>
            {
                let target = attribute(&element, "Target").ok_or(BookError::NotABook)?;
                return Ok(match target.strip_prefix('/') {
                    Some(from_root) => from_root.to_owned(),
                    None => format!("xl/{target}"),
                });
            }
            Event::Eof => return Err(BookError::NotABook),
            _ => {}
        }
    }
}

type RawRow = [Option<Raw>; COLUMNS];

/// The cells of the sheet that hold something, by row.
fn cells(sheet: &str) -> Result<BTreeMap<u32, RawRow>, BookError> {
    let mut reader = Reader::from_str(sheet);
    let mut rows: BTreeMap<u32, RawRow> = BTreeMap::new();
    let (mut row, mut column) = (0, 0);
    loop {
        match next(&mut reader)? {
            Event::Start(element) if element.local_name().as_ref() == "row" => {
                row = match attribute(&element, "r") {
                    Some(number) => number.parse().map_err(|_| BookError::NotABook)?,
                    None => row + 1,
                };
                column = 0;
                if row > ROWS {
                    return Err(BookError::NotABook);
                }
            }
            Event::Start(element) if element.local_name().as_ref() == "c" => {
                let at = attribute(&element, "r");
                if let Some(at) = at.as_deref().and_then(column_of) {
                    column = at;
                }
                let kind = attribute(&element, "t").unwrap_or_default();
                let value = value(&mut reader, &kind)?;
                if let Some(value) = value
                    && column < COLUMNS
                {
                    let slot = rows.entry(row).or_default().get_mut(column);
                    if let Some(slot) = slot {
                        *slot = Some(value);
                    }
                    if rows.len() > MOST + HEADINGS as usize {
                        return Err(BookError::TooMany);
                    }
                }
                column += 1;
            }
            Event::Empty(element) if element.local_name().as_ref() == "c" => column += 1,
            Event::Eof => return Ok(rows),
            _ => {}
        }
    }
}

/// "C12" is column 2.
fn column_of(reference: &str) -> Option<usize> {
    let letters = reference.bytes().take_while(u8::is_ascii_uppercase);
    let mut column = 0_usize;
    for letter in letters.take(4) {
        column = column * 26 + usize::from(letter - b'A') + 1;
    }
    column.checked_sub(1)
}

/// The value of a cell, up to its end. The text of a formula is left out: what the spreadsheet
/// computed last is what the person saw.
fn value(reader: &mut Reader<&[u8]>, kind: &str) -> Result<Option<Raw>, BookError> {
    let mut text = String::new();
    let mut inside = false;
    loop {
        match next(reader)? {
            Event::Start(element) => {
                inside = matches!(element.local_name().as_ref(), "v" | "t");
            }
            Event::Text(piece) if inside => keep(&mut text, &piece),
            Event::CData(piece) if inside => keep(&mut text, &piece),
            Event::GeneralRef(reference) if inside => {
                if let Ok(Some(c)) = reference.resolve_char_ref() {
                    keep(&mut text, c.encode_utf8(&mut [0; 4]));
                } else if let Some(known) = resolve_predefined_entity(&reference) {
                    keep(&mut text, known);
                }
            }
            Event::End(element) => match element.local_name().as_ref() {
                "c" => break,
                "v" | "t" | "rPh" => inside = false,
                _ => {}
            },
            Event::Eof => return Err(BookError::NotABook),
            _ => {}
        }
    }
    Ok(match kind {
        "s" => text.trim().parse().ok().map(Raw::Shared),
        "e" | "b" => Some(Raw::Text(text)),
        "inlineStr" | "str" => Some(Raw::Text(text)),
        _ => Some(Raw::Text(number(&text))),
    }
    .filter(|raw| !matches!(raw, Raw::Text(text) if text.trim().is_empty())))
}

/// A number as a person typed it: `1970`, not `1970.0` nor `1.97E3`.
fn number(text: &str) -> String {
    match text.trim().parse::<f64>() {
        Ok(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        _ => text.to_owned(),
    }
}

/// Adds a piece of text, up to the limit.
fn keep(text: &mut String, piece: &str) {
    let room = TEXT.saturating_sub(text.len());
    text.extend(piece.chars().take(room));
}

/// Fills the shared texts that are wanted; the others are passed over.
fn shared(part: &str, wanted: &mut BTreeMap<usize, String>) -> Result<(), BookError> {
    let mut reader = Reader::from_str(part);
    let mut index = 0_usize;
    let (mut inside, mut spoken) = (false, false);
    loop {
        let event = next(&mut reader)?;
        let text = wanted.get_mut(&index);
        match event {
            Event::Start(element) => match element.local_name().as_ref() {
                // How it is read aloud (Japanese) is not what is written.
                "rPh" => spoken = true,
                "t" => inside = !spoken,
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "rPh" => spoken = false,
                "t" => inside = false,
                "si" => index += 1,
                _ => {}
            },
            Event::Empty(element) if element.local_name().as_ref() == "si" => index += 1,
            Event::Text(piece) if inside => {
                if let Some(text) = text {
                    keep(text, &piece);
                }
            }
            Event::CData(piece) if inside => {
                if let Some(text) = text {
                    keep(text, &piece);
                }
            }
            Event::GeneralRef(reference) if inside => {
                if let Some(text) = text {
                    if let Ok(Some(c)) = reference.resolve_char_ref() {
                        keep(text, c.encode_utf8(&mut [0; 4]));
                    } else if let Some(known) = resolve_predefined_entity(&reference) {
                        keep(text, known);
                    }
                }
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}
