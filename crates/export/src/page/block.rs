//! What a document is made of, in reading order, in words only.

/// A document.
#[derive(Clone, Default)]
pub struct Document {
    /// Title of the file and first heading. Names nobody: it is written in clear in the
    /// properties of the file.
    pub title: String,
    /// Left foot of each page (who made it, when).
    pub foot: String,
    /// The blocks, in reading order.
    pub blocks: Vec<Block>,
}

/// A piece of a document. It has no printing `Debug`: it may speak of a person.
#[derive(Clone)]
pub enum Block {
    /// A line under the title: the name of what it is about.
    Lead(String),
    /// The heading of what follows.
    Heading(String),
    /// A paragraph. Lines of the text are lines of the page.
    Text(String),
    /// Smaller and greyer: a remark.
    Remark(String),
    /// Points, one under the other.
    Points(Vec<String>),
    /// What something is, and its value.
    Facts(Vec<(String, String)>),
    /// A ruled table.
    Table(Table),
}

/// A ruled table, its headings repeated on each page.
#[derive(Clone, Default)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows; a cell that is missing is empty.
    pub rows: Vec<Vec<String>>,
    /// Least height of a row, in lines of text: room to write by hand.
    pub lines: f32,
}

/// A column.
#[derive(Clone)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// Its share of the width, relative to the others'.
    pub share: f32,
}

impl Column {
    /// A column of that heading and share.
    #[must_use]
    pub fn new(heading: &str, share: f32) -> Self {
        Self {
            heading: heading.to_owned(),
            share,
        }
    }
}
