//! The list in memory, with the indexes the search reads.
//!
//! Read once from compressed tables embedded in the program (see `data/README.md`). If they
//! could not be read the list would be empty: the tests make sure they can.

use std::sync::OnceLock;

use super::CommuneHit;
use super::search::key;
use crate::geo::Point;

const COMMUNES: &[u8] = include_bytes!("../../data/communes.tsv.zst");
const FORMER: &[u8] = include_bytes!("../../data/former-communes.tsv.zst");
const DEPARTMENTS: &[u8] = include_bytes!("../../data/departments.tsv.zst");
const CENTRES: &[u8] = include_bytes!("../../data/centres.tsv.zst");

/// A commune of today.
pub(super) struct Commune {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) department: &'static str,
    /// Separated by spaces.
    pub(super) postcodes: &'static str,
    pub(super) population: u32,
    /// Place in the order of populations, largest first.
    pub(super) rank: u32,
}

/// A name to search, folded.
pub(super) struct Name {
    pub(super) key: String,
    pub(super) commune: u32,
    /// The name as written, when it is that of a former commune.
    pub(super) former: Option<&'static str>,
}

/// The end of a folded name, from the start of one of its words.
#[derive(Clone, Copy)]
pub(super) struct Tail {
    pub(super) name: u32,
    pub(super) start: u32,
}

/// The communes of France, today’s and the names of former ones.
pub struct Communes {
    /// In order of codes.
    pub(super) communes: Vec<Commune>,
    pub(super) names: Vec<Name>,
    /// In order of text: a beginning of word is found by halving.
    pub(super) tails: Vec<Tail>,
    /// In order.
    pub(super) postcodes: Vec<(&'static str, u32)>,
    /// Names without spaces, one a line, for what is found by scanning only.
    pub(super) joined: String,
    /// Where each line of `joined` begins.
    pub(super) lines: Vec<usize>,
    departments: Vec<(&'static str, &'static str)>,
}

impl Communes {
    /// The list embedded in the program. The first call reads it (some tenths of a second in an
    /// unoptimised build): make it before the person needs it.
    #[must_use]
    pub fn embedded() -> &'static Self {
        static LIST: OnceLock<Communes> = OnceLock::new();
        static TABLES: OnceLock<[String; 3]> = OnceLock::new();
        LIST.get_or_init(|| {
            let tables = TABLES.get_or_init(|| [COMMUNES, FORMER, DEPARTMENTS].map(unpack));
            let [communes, former, departments] = tables;
            Self::read(communes, former, departments)
        })
    }

    /// The centre of a commune of today (its mairie, or a point inside it), to about 100 m, if it
    /// is known: some overseas collectivities have none.
    #[must_use]
    pub fn centre(code: &str) -> Option<Point> {
        static LIST: OnceLock<Vec<(String, Point)>> = OnceLock::new();
        // In order of codes. Read apart: a search for a commune by name never needs it.
        let list = LIST.get_or_init(|| unpack(CENTRES).lines().filter_map(centre).collect());
        let found = list.binary_search_by(|(known, _)| known.as_str().cmp(code));
        found
            .ok()
            .and_then(|i| list.get(i))
            .map(|(_, point)| *point)
    }

    fn read(communes: &'static str, former: &'static str, departments: &'static str) -> Self {
        let mut communes: Vec<Commune> = communes.lines().filter_map(commune).collect();
        let mut order: Vec<usize> = (0..communes.len()).collect();
        order.sort_by_key(|i| communes.get(*i).map(|c| std::cmp::Reverse(c.population)));
        for (rank, i) in (0u32..).zip(order) {
            if let Some(commune) = communes.get_mut(i) {
                commune.rank = rank;
            }
        }
        let mut list = Self {
            communes,
            names: Vec::new(),
            tails: Vec::new(),
            postcodes: Vec::new(),
            joined: String::new(),
            lines: Vec::new(),
            departments: departments
                .lines()
                .filter_map(|line| line.split_once('\t'))
                .collect(),
        };
        for (i, commune) in (0u32..).zip(&list.communes) {
            list.names.push(Name {
                key: key(commune.name),
                commune: i,
                former: None,
            });
            let postcodes = commune.postcodes.split(' ').filter(|code| !code.is_empty());
            list.postcodes.extend(postcodes.map(|code| (code, i)));
        }
        for (code, name) in former.lines().filter_map(|line| line.split_once('\t')) {
            if let Some(i) = list.position(code) {
                list.names.push(Name {
                    key: key(name),
                    commune: i,
                    former: Some(name),
                });
            }
        }
        list.index();
        list
    }

    fn index(&mut self) {
        self.postcodes.sort_unstable();
        for (name, Name { key, .. }) in (0u32..).zip(&self.names) {
            self.tails.push(Tail { name, start: 0 });
            for (at, _) in key.match_indices(' ') {
                let start = u32::try_from(at + 1).unwrap_or_default();
                self.tails.push(Tail { name, start });
            }
            self.lines.push(self.joined.len());
            self.joined.extend(key.split(' '));
            self.joined.push('\n');
        }
        let mut tails = std::mem::take(&mut self.tails);
        tails.sort_unstable_by(|a, b| self.tail(*a).cmp(self.tail(*b)));
        self.tails = tails;
    }

    pub(super) fn tail(&self, tail: Tail) -> &str {
        let key = self
            .names
            .get(tail.name as usize)
            .map(|name| name.key.as_str());
        key.and_then(|key| key.get(tail.start as usize..))
            .unwrap_or_default()
    }

    fn position(&self, code: &str) -> Option<u32> {
        let found = self
            .communes
            .binary_search_by(|commune| commune.code.cmp(code));
        found.ok().and_then(|i| u32::try_from(i).ok())
    }

    /// How many communes of today there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.communes.len()
    }

    /// Whether the list could not be read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.communes.is_empty()
    }

    /// The commune of today that has this INSEE code.
    #[must_use]
    pub fn by_code(&self, code: &str) -> Option<CommuneHit> {
        self.position(code).and_then(|i| self.hit(i, None))
    }

    pub(super) fn hit(&self, commune: u32, former: Option<&str>) -> Option<CommuneHit> {
        let commune = self.communes.get(commune as usize)?;
        let names = &self.departments;
        let name = names.iter().find(|(code, _)| *code == commune.department);
        Some(CommuneHit {
            code: commune.code.to_owned(),
            name: commune.name.to_owned(),
            postcodes: commune
                .postcodes
                .split_whitespace()
                .map(str::to_owned)
                .collect(),
            department: match name {
                Some((code, name)) => format!("{name} ({code})"),
                None => commune.department.to_owned(),
            },
            population: commune.population,
            former: former.map(str::to_owned),
        })
    }
}

fn unpack(packed: &[u8]) -> String {
    let bytes = zstd::decode_all(packed).unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

fn commune(line: &'static str) -> Option<Commune> {
    let mut parts = line.split('\t');
    Some(Commune {
        code: parts.next()?,
        name: parts.next()?,
        department: parts.next()?,
        postcodes: parts.next()?,
        population: parts.next()?.parse().ok()?,
        rank: 0,
    })
}

fn centre(line: &str) -> Option<(String, Point)> {
    let mut parts = line.split('\t');
    let code = parts.next()?.to_owned();
    let mut thousandths = || parts.next()?.parse::<i32>().ok()?.checked_mul(1000);
    Some((
        code,
        Point {
            lat: thousandths()?,
            lon: thousandths()?,
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearly_every_commune_has_a_centre_where_it_is() {
        let list = Communes::embedded();
        let known = list
            .communes
            .iter()
            .filter(|commune| Communes::centre(commune.code).is_some())
            .count();
        assert!(list.len() - known < 150, "{known} of {}", list.len());
        let portbail = Communes::centre("50412").unwrap();
        let valognes = Communes::centre("50615").unwrap();
        let apart = portbail.kilometres(valognes);
        assert!((20.0..28.0).contains(&apart), "{apart}");
        assert_eq!(Communes::centre("00000"), None);
    }
}
