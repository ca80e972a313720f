//! Communes of France: the reference list, searchable without network.

mod list;
mod search;

pub use list::Communes;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
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

impl CommuneRef {
    /// All three parts are there and have their shape.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let name = self.name.trim();
        self.code.len() == 5
            && self
                .code
                .bytes()
                .all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
            && self.postcode.len() == 5
            && self.postcode.bytes().all(|b| b.is_ascii_digit())
            && !name.is_empty()
            && name.chars().count() <= 100
            && !name.chars().any(char::is_control)
    }

    /// The wire form.
    #[must_use]
    pub fn to_value(&self) -> Value {
        json!({"code": self.code, "name": self.name, "postcode": self.postcode})
    }

    /// From the wire form; nothing unless the three parts are there.
    #[must_use]
    pub fn from_value(value: &Value) -> Option<Self> {
        let part = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
        Some(Self {
            code: part("code")?,
            name: part("name")?,
            postcode: part("postcode")?,
        })
    }
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
