//! What is held on a person, the bin included: hers to see, and to take away.

use escale_domain::catalogue::Table;

use crate::error::Result;
use crate::notebook::Reader;

impl Reader<'_> {
    /// Identifiers of the rows of a table that name a person in `beneficiary`, latest recorded
    /// first, those in the bin too.
    ///
    /// # Errors
    /// [`crate::Error::Damaged`].
    pub fn held_of_person(&self, table: &Table, person: &str) -> Result<Vec<String>> {
        let sql = format!(
            "SELECT id FROM \"{}\" WHERE beneficiary = ?1 ORDER BY recorded_at DESC, id DESC",
            table.name
        );
        self.all(&sql, [person], |row| row.get(0))
    }
}
