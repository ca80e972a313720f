//! Communes of France: the reference list, searchable without network.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A commune as kept in a record: the complete triple or nothing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
pub struct CommuneRef {
    /// INSEE code, five characters.
    pub code: String,
    /// Name.
    pub name: String,
    /// Postcode, five digits.
    pub postcode: String,
}

/// One answer of the commune search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CommuneHit {
    /// INSEE code of today's commune.
    pub code: String,
    /// Name of today's commune.
    pub name: String,
    /// Postcodes, most used first.
    pub postcodes: Vec<String>,
    /// Département code and name, for telling homonyms apart.
    pub department: String,
    /// Legal population.
    pub population: u32,
    /// The former commune's name, when the search matched one.
    pub former: Option<String>,
}
