//! The structure of a document for a screen reader: what is a heading, a list, a cell.

/// What an element is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Role {
    /// A heading of that level, with its words.
    Heading(u16, String),
    /// A paragraph.
    Paragraph,
    /// A list.
    List,
    /// A point of a list.
    Item,
    /// The dot of a point.
    Dot,
    /// The words of a point.
    Words,
    /// A table.
    Table,
    /// A row.
    Row,
    /// The heading of a column.
    ColumnHeading,
    /// The heading of a row.
    RowHeading,
    /// A cell.
    Cell,
}

/// An element and what is in it.
#[derive(Debug, Clone)]
pub(crate) struct Element {
    pub(crate) role: Role,
    pub(crate) inside: Vec<usize>,
}

/// The elements; those that nothing contains are in reading order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Structure {
    pub(crate) elements: Vec<Element>,
    pub(crate) outermost: Vec<usize>,
}

impl Structure {
    /// Adds an element in another, or in the document.
    pub(crate) fn add(&mut self, role: Role, parent: Option<usize>) -> usize {
        let index = self.elements.len();
        self.elements.push(Element {
            role,
            inside: Vec::new(),
        });
        match parent.and_then(|parent| self.elements.get_mut(parent)) {
            Some(parent) => parent.inside.push(index),
            None => self.outermost.push(index),
        }
        index
    }
}
